//! The rules that findings cite: what calendars must look like so that real clients get them right.
//!
//! The numbers are those that comments of this crate cite; one sentence of each is shown.

/// The rules that can be seen in a file or in answers, by number.
const RULES: &[(u8, &str)] = &[
    (2, "a UID stands once in a file"),
    (3, "SEQUENCE is always written, starts at 0 and never falls"),
    (
        5,
        "LAST-MODIFIED moves whenever anything of the event changes; ICSx5 skips a change otherwise",
    ),
    (6, "DTSTAMP is when the event was last revised, never the time of the request"),
    (7, "a published calendar has no METHOD"),
    (8, "a published calendar names no attendee; the organiser stands in DESCRIPTION and CONTACT"),
    (9, "a file to add holds one event, and nothing that names a calendar"),
    (10, "a feed has NAME and X-WR-CALNAME, equal, and a constant X-WR-RELCALID"),
    (11, "VERSION:2.0, CALSCALE:GREGORIAN, and one constant PRODID of one's own"),
    (12, "a cancelled event says so in its title, blocks no time and has no alarm"),
    (14, "a feed is never without an event: absence is deletion for subscribers"),
    (15, "STATUS is CONFIRMED, TENTATIVE or CANCELLED"),
    (16, "time zones are IANA Area/Location names or UTC"),
    (17, "local times that the clocks skip or show twice are written in UTC"),
    (18, "a time has its TZID, byte-equal to that of its VTIMEZONE, or is in UTC"),
    (19, "each TZID that is used has exactly one VTIMEZONE, before the events; none is unused"),
    (20, "Outlook reads a VTIMEZONE as one yearly pair of rules, and ignores RDATE"),
    (21, "a VTIMEZONE, read alone, gives the right offset at every instant it is used for"),
    (23, "DTEND is always written, is later than DTSTART and of the same kind"),
    (24, "UTF-8 without a byte order mark, CRLF after every line, no empty line"),
    (25, "no line is over 75 octets, and none is folded inside a character or escape"),
    (26, "text escapes `\\`, `;` and `,`, and holds no control characters"),
    (27, "UIDs, links, dates and enumerations are valid as they stand"),
    (29, "titles and places are one line of at most 255 UTF-16 units"),
    (30, "no property is empty or stands twice, no category has a separator in it"),
    (32, "DESCRIPTION is plain text, each link bare on its own line"),
    (33, "no X-ALT-DESC"),
    (36, "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS agree"),
    (37, "no alarm in a feed; in a file at most one: DISPLAY, before the start"),
    (38, "each date is an event of its own"),
    (39, "no ATTACH"),
    (40, "query parameters such as utm_… change nothing"),
    (41, "GET and HEAD give equal headers"),
    (42, "Content-Type is `text/calendar; charset=utf-8`, with `nosniff`"),
    (43, "a feed has no Content-Disposition"),
    (44, "a strong ETag and Last-Modified, and 304 with both to those who have the bytes"),
    (45, "caches may keep a calendar for some minutes; never `no-store`"),
    (46, "each coding of a body has its own ETag, and `Vary: Accept-Encoding`"),
    (47, "200 is followed by the whole calendar, and by nothing else"),
    (49, "an address that moved answers 308, in one hop"),
    (50, "http leads to https at the same path: `webcal:` begins with http"),
    (51, "robots.txt allows calendars; no cookie, no challenge, the same for every client"),
    (52, "any Accept header, or none, gets the calendar"),
    (53, "a feed has REFRESH-INTERVAL and X-PUBLISHED-TTL, equal"),
    (54, "a feed has at most 512 KiB and 500 events; Google stops at 1 MB"),
];

/// A rule with its number, as a note.
pub(crate) fn cited(number: u8) -> String {
    let found = RULES.iter().find(|(known, _)| *known == number);
    found.map_or_else(|| format!("rule {number}"), |(_, text)| format!("rule {number}: {text}"))
}
