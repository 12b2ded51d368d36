//! Calendar rules by name: requirements on calendars so that real clients read them correctly.
//!
//! docs/contribute/calendar-rules.md explains each with its source and tests; a test compares the two.

macro_rules! rules {
    ($($variant:ident = $name:literal, $text:literal;)*) => {
        /// A calendar rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule {
            $(
                #[doc = $text]
                $variant,
            )*
        }

        impl Rule {
            /// All rules, in the order of docs/contribute/calendar-rules.md.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The rule's name, as people and comments cite it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The rule in one sentence.
            const fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

rules! {
    OneUidPerSession = "one-uid-per-session",
        "a session has one UID for its whole life, in every file and language";
    UidOncePerFile = "uid-once-per-file", "a UID occurs once in a file";
    SequenceNeverFalls = "sequence-never-falls",
        "SEQUENCE is always written, starts at 0 and never falls";
    SequenceForWhatPeoplePlanBy = "sequence-for-what-people-plan-by",
        "SEQUENCE rises for start, end, status, title, place and join link, and for nothing else";
    LastModifiedMoves = "last-modified-moves",
        "LAST-MODIFIED moves whenever the event changes; ICSx5 skips a change otherwise";
    DtstampFromRecord = "dtstamp-from-record",
        "DTSTAMP is when the event was last revised, never the time of the request";
    NoMethod = "no-method", "a published calendar has no METHOD";
    NoAttendee = "no-attendee",
        "a published calendar names no attendee; the organiser is in DESCRIPTION and CONTACT";
    SessionFileAddsOneEvent = "session-file-adds-one-event",
        "a file to add holds one event, and nothing that names a calendar";
    FeedNamesItself = "feed-names-itself",
        "a feed has NAME and X-WR-CALNAME, equal, and a constant X-WR-RELCALID";
    FixedHead = "fixed-head",
        "VERSION:2.0, CALSCALE:GREGORIAN, and one constant PRODID";
    CancelledEntryStays = "cancelled-entry-stays",
        "a cancelled event says so in its title, blocks no time and has no alarm";
    TombstoneFor30Days = "tombstone-for-30-days",
        "a removed session stays as a cancelled entry until 30 days after its end and its removal";
    FeedNeverEmpty = "feed-never-empty",
        "a feed is never without an event: absence is deletion for subscribers";
    MovedSessionKeepsUid = "moved-session-keeps-uid", "STATUS is CONFIRMED, TENTATIVE or CANCELLED";
    NamedPlacesOnly = "named-places-only", "time zones are IANA Area/Location names or UTC";
    NoSkippedOrRepeatedHour = "no-skipped-or-repeated-hour",
        "local times that the clocks skip or show twice are written in UTC";
    ZoneOrUtc = "zone-or-utc",
        "a time has its TZID, byte-equal to that of its VTIMEZONE, or is in UTC";
    OneVtimezonePerZone = "one-vtimezone-per-zone",
        "each TZID that is used has exactly one VTIMEZONE, before the events; none is unused";
    VtimezoneAsOutlookReads = "vtimezone-as-outlook-reads",
        "Outlook reads a VTIMEZONE as one yearly pair of rules, and ignores RDATE";
    VtimezoneProven = "vtimezone-proven",
        "a VTIMEZONE, read alone, gives the right offset at every instant it is used for";
    NewestZoneData = "newest-zone-data", "the time zone database is the newest available";
    DtendAlways = "dtend-always",
        "DTEND is always written, is later than DTSTART and of the same kind";
    Utf8WithCrlf = "utf-8-with-crlf",
        "UTF-8 without a byte order mark, CRLF after every line, no empty line";
    LinesOf75Octets = "lines-of-75-octets",
        "no line is over 75 octets, and none is folded inside a character or escape";
    TextEscaped = "text-escaped", "text escapes `\\`, `;` and `,`, and holds no control characters";
    ValuesValidated = "values-validated",
        "UIDs, links, dates and enumerations are valid as written";
    ParametersQuoted = "parameters-quoted",
        "a parameter value with more than letters, digits and hyphens is quoted";
    TitlesOfOneLine = "titles-of-one-line",
        "titles and places are one line of at most 255 UTF-16 units";
    NoEmptyOrRepeatedProperty = "no-empty-or-repeated-property",
        "no property is empty or repeated, no category contains a separator";
    OneLanguagePerAddress = "one-language-per-address",
        "each address has one language; all languages have the same UIDs";
    PlainDescription = "plain-description",
        "DESCRIPTION is plain text, each link bare on its own line";
    NoHtmlDescription = "no-html-description", "no X-ALT-DESC";
    LinksInDescription = "links-in-description",
        "the join link and the session's page are in DESCRIPTION";
    JoinLinkAsPlace = "join-link-as-place",
        "the place of an online session is its join link, if that fits";
    BusySaidTwice = "busy-said-twice", "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS agree";
    OneAlarmAtMost = "one-alarm-at-most",
        "no alarm in a feed; in a file at most one: DISPLAY, before the start";
    NoRecurrence = "no-recurrence", "each date is a separate event";
    ListedPropertiesOnly = "listed-properties-only", "no ATTACH";
    StableAddresses = "stable-addresses", "query parameters such as utm_… change nothing";
    GetAndHeadOnly = "get-and-head-only", "GET and HEAD give equal headers";
    CalendarContentType = "calendar-content-type",
        "Content-Type is `text/calendar; charset=utf-8`, with `nosniff`";
    SessionFileHasAName = "session-file-has-a-name", "a feed has no Content-Disposition";
    StrongValidators = "strong-validators",
        "a strong ETag and Last-Modified, and 304 with both for a current copy";
    FreshForFiveMinutes = "fresh-for-five-minutes",
        "caches may keep a calendar for some minutes; never `no-store`";
    CompressedOnce = "compressed-once",
        "each coding of a body has its own ETag, and `Vary: Accept-Encoding`";
    NoWrong200 = "no-wrong-200", "200 is followed by the whole calendar, and by nothing else";
    GoneOnPurposeOnly = "gone-on-purpose-only",
        "404 is for addresses never published, 410 for series retired on purpose";
    RenamedAnswers308 = "renamed-answers-308", "an address that moved answers 308, in one hop";
    HttpLeadsToHttps = "http-leads-to-https",
        "http redirects to https at the same path: `webcal:` starts with http";
    RobotsMayFetch = "robots-may-fetch",
        "robots.txt allows calendars; no cookie, no challenge, the same for every client";
    AnyAcceptHeader = "any-accept-header", "any Accept header, or none, gets the calendar";
    RefreshHints = "refresh-hints", "a feed has REFRESH-INTERVAL and X-PUBLISHED-TTL, equal";
    FeedFitsGoogle = "feed-fits-google",
        "a feed has at most 512 KiB and 500 events; Google stops at 1 MB";
    LinksFromPublicUrl = "links-from-public-url",
        "absolute links come from the configured public URL";
    EveryWayToSubscribe = "every-way-to-subscribe",
        "a page has a subscribe link for each calendar";
    MailsLinkOnly = "mails-link-only", "mails link to calendars and attach none";
    VanishedIsAnError = "vanished-is-an-error",
        "a missing definition or record is an error, not a retirement";
    NothingDroppedSilently = "nothing-dropped-silently",
        "nothing that a tool reads is changed or dropped without a finding";
}

impl Rule {
    /// Formats the rule as a note of a finding.
    #[must_use]
    pub fn cited(self) -> String {
        format!("rule `{}`: {}", self.name(), self.text())
    }
}
