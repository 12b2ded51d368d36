//! One VEVENT → what it says in the terms of a session, and what of it cannot be carried over.

use jiff::{Timestamp, ToSpan as _};

use super::codes;
use super::notes::Notes;
use super::zones::{At, Noted, Zones};
use crate::diagnostic::Span;
use crate::ical::{self, Component, ContentLine};
use crate::model::{
    Category, Email, Geo, Language, Line, Organizer, Place, Prose, Reminder, Status, Uid, WebUrl,
    When, Zone,
};
use crate::revision::Entry;
use crate::words::Words;

/// An event that can be carried over.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) span: Span,
    pub(super) uid: Uid,
    pub(super) sequence: u32,
    pub(super) created: Option<Timestamp>,
    /// The later of LAST-MODIFIED and DTSTAMP: ours says both, and neither may fall.
    pub(super) revised: Option<Timestamp>,
    /// The session's identifier in the link to its page, in a feed of ours.
    pub(super) page: Option<String>,
    /// Whether it says what the first release wrote and later ones do not.
    pub(super) is_of_first_format: bool,
    pub(super) says: Says,
}

/// What an event says to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) title: Line,
    /// As written: what is written anew is still in it.
    pub(super) description: Option<String>,
    pub(super) when: When,
    pub(super) status: Status,
    pub(super) busy: bool,
    pub(super) place: Option<Place>,
    pub(super) join: Option<WebUrl>,
    pub(super) url: Option<WebUrl>,
    pub(super) categories: Vec<Category>,
    pub(super) reminder: Option<Reminder>,
    pub(super) organizer: Option<Organizer>,
    pub(super) language: Option<Language>,
}

/// Properties that are read here, or that say nothing a definition could say.
const KNOWN: [&str; 23] = [
    "UID",
    "SEQUENCE",
    "CREATED",
    "LAST-MODIFIED",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "TRANSP",
    "LOCATION",
    "URL",
    "CONFERENCE",
    "CATEGORIES",
    "GEO",
    "CONTACT",
    "ORGANIZER",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
];
/// Where the link by which one takes part may stand.
const JOIN: [&str; 3] = ["CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"];
const RECURRENCE: [&str; 5] = ["RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"];

/// Reads an event; what keeps it from being carried over is noted.
pub(super) fn read(raw: &Component<'_>, zones: &mut Zones, notes: &mut Notes) -> Option<Event> {
    let uid = read_uid(raw, notes);
    let language = raw.get("SUMMARY").and_then(|line| line.parameter("LANGUAGE"));
    let language = language.and_then(|tag| Language::parse(&tag).ok());
    let status = raw.get("STATUS").map(|line| line.value.trim().to_ascii_lowercase());
    let status = status.and_then(|word| Status::parse(&word)).unwrap_or_default();
    let words = Words::of(language.as_ref());
    let prefix = words.calendar_cancelled;
    let title = read_title(raw, (status == Status::Cancelled).then_some(prefix), notes);
    let repeats = raw.lines.iter().find(|line| RECURRENCE.contains(&line.name.as_ref()));
    if let Some(line) = repeats {
        let headline = format!("{}: `{}` cannot be carried over", subject(raw), line.name);
        notes.find(&codes::RECURRENCE, line.span, headline).add_help(
            "write each occurrence as an event of its own: a definition has no rules of repetition",
        );
    }
    let when = read_when(raw, zones, notes);
    let sequence = read_sequence(raw, notes);
    let (uid, title, when, sequence) = (uid.ok()?, title.ok()?, when.ok()?, sequence.ok()?);
    if repeats.is_some() {
        return None;
    }
    let timed = matches!(when, When::Timed { .. });
    let busy = match raw.get("TRANSP").map(|line| line.value.trim().to_ascii_uppercase()) {
        // Rule `cancelled-entry-stays`: whatever it was, a cancelled session is shown as free.
        Some(_) if status == Status::Cancelled => timed,
        Some(word) => word != "TRANSPARENT",
        None => timed,
    };
    let (place, join) = read_place(raw, words, notes);
    note_losses(raw, notes);
    Some(Event {
        span: raw.span,
        uid,
        sequence,
        created: stamp(raw, "CREATED"),
        revised: stamp(raw, "LAST-MODIFIED").max(stamp(raw, "DTSTAMP")),
        page: None,
        is_of_first_format: is_of_first_format(raw, words, (status, join.as_ref())),
        says: Says {
            title,
            description: read_description(raw, notes),
            when,
            status,
            busy,
            place,
            join,
            url: link(raw.get("URL"), notes),
            categories: read_categories(raw, notes),
            reminder: read_reminder(raw, notes),
            organizer: read_organizer(raw),
            language,
        },
    })
}

/// A cancelled event with a join link, or `Online` in a language that has another word for it.
fn is_of_first_format(
    raw: &Component<'_>,
    words: &Words,
    (status, join): (Status, Option<&WebUrl>),
) -> bool {
    let place = raw.get("LOCATION").map(ContentLine::text);
    let is_english = |place: &str| place.eq_ignore_ascii_case("online") && place != words.online;
    (status == Status::Cancelled && join.is_some()) || place.as_deref().is_some_and(is_english)
}

/// What an event is called in headlines.
fn subject(raw: &Component<'_>) -> String {
    called(&raw.get("SUMMARY").or(raw.get("UID")).map(ContentLine::text).unwrap_or_default())
}

/// What an event of this title is called in headlines, which are cut where they are long.
pub(super) fn called(title: &str) -> String {
    let shown: String = title.chars().take(60).collect();
    format!("event `{}`", shown.escape_debug())
}

fn stamp(raw: &Component<'_>, name: &str) -> Option<Timestamp> {
    raw.get(name).and_then(|line| ical::stamp(&line.value))
}

fn read_uid(raw: &Component<'_>, notes: &mut Notes) -> Result<Uid, Noted> {
    let Some(line) = raw.get("UID") else {
        let headline = format!("{}: `UID` is missing", subject(raw));
        notes.find(&codes::UID, raw.span, headline).add_help(
            "without it no calendar knows the entry again: write a new definition for it instead",
        );
        return Err(Noted);
    };
    let text = line.text();
    let uid = Uid::parse(&text).map_err(|problem| {
        let shown: String = text.chars().take(60).collect();
        let headline = format!("UID `{}` {problem}", shown.escape_debug());
        notes
            .find(&codes::UID, line.span, headline)
            .add_help("it cannot be kept, and another one would be another entry");
        Noted
    })?;
    if escaped(&text) != line.value {
        let headline = "a UID has `,`, `;` or `\\` as TEXT may not have them".to_owned();
        let help = "it is written with escapes from now on; calendars that do not undo them \
                    will take it for another entry";
        notes.count(&codes::UID_ESCAPED, headline, line.span, help);
    }
    Ok(uid)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// The title, without the word that is written before that of a cancelled session.
fn read_title(raw: &Component<'_>, prefix: Option<&str>, notes: &mut Notes) -> Result<Line, Noted> {
    let (text, span) = match raw.get("SUMMARY") {
        Some(line) => (line.text(), line.span),
        None => (String::new(), raw.span),
    };
    let bare = prefix.and_then(|prefix| text.strip_prefix(prefix)?.strip_prefix(' '));
    let bare = bare.filter(|bare| !bare.trim().is_empty());
    one_line(bare.unwrap_or(&text), "; ").map_err(|why| {
        let headline = format!("{}: `SUMMARY` {why}", subject(raw));
        notes.find(&codes::VALUE, span, headline).add_help("every session has a title");
        Noted
    })
}

/// A text on one line: its line breaks become separators.
fn one_line(text: &str, separator: &str) -> Result<Line, String> {
    let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    let parts: Vec<&str> = lines.map(str::trim).filter(|line| !line.is_empty()).collect();
    Line::parse(&parts.join(separator)).map_err(|why| why.to_string())
}

fn read_sequence(raw: &Component<'_>, notes: &mut Notes) -> Result<u32, Noted> {
    let Some(line) = raw.get("SEQUENCE") else { return Ok(0) };
    let number = line.value.trim().parse().ok().filter(|number| *number < Entry::MAX_SEQUENCE);
    number.ok_or_else(|| {
        let shown: String = line.value.chars().take(40).collect();
        let headline = format!("{}: SEQUENCE `{}` is none", subject(raw), shown.escape_debug());
        let help = format!("it is a whole number below {}", Entry::MAX_SEQUENCE);
        notes.find(&codes::VALUE, line.span, headline).add_help(help);
        Noted
    })
}

fn read_when(raw: &Component<'_>, zones: &mut Zones, notes: &mut Notes) -> Result<When, Noted> {
    let Some(line) = raw.get("DTSTART") else {
        let headline = format!("{}: `DTSTART` is missing", subject(raw));
        notes.find(&codes::TIME, raw.span, headline).add_help("a session has a start");
        return Err(Noted);
    };
    let start = zones.at(line, notes)?;
    let end = raw.get("DTEND").map(|line| zones.at(line, notes)).transpose()?;
    let length = raw.get("DURATION").and_then(|line| ical::duration(&line.value));
    let made = match (start, end, length) {
        (At::Day(first), Some(At::Day(after)), _) => {
            // Some write the last day itself where the day after it belongs.
            let last = if after > first { after.yesterday().unwrap_or(first) } else { after };
            When::all_day(first, last)
        }
        (At::Day(first), None, length) => {
            let days = length.map_or(1, |(days, _)| days.max(1));
            When::all_day(first, first.saturating_add((days - 1).days()))
        }
        (At::Instant(from, zone), Some(At::Instant(to, other)), _) => {
            let zone = zone.or(other).or(zones.default()).unwrap_or_else(Zone::utc);
            When::timed(zone, from, to)
        }
        (At::Instant(from, zone), None, Some((days, time))) => {
            let zone = zone.or(zones.default()).unwrap_or_else(Zone::utc);
            // RFC 5545 §3.3.6: days are by the calendar, hours by the clock's ticking.
            let local = zone.time_zone().to_datetime(from).saturating_add(days.days());
            let later = zone.time_zone().to_timestamp(local).unwrap_or(from);
            When::timed(zone, from, later.checked_add(time).unwrap_or(later))
        }
        _ => {
            let headline = format!("{}: it has no end, or one of another kind", subject(raw));
            notes
                .find(&codes::TIME, line.span, headline)
                .add_help("write `DTEND`, of the same form as `DTSTART`");
            return Err(Noted);
        }
    };
    made.map_err(|problem| {
        let headline = format!("{}: its time makes no session: {problem}", subject(raw));
        notes.find(&codes::TIME, line.span, headline).add_help("mend it at its source");
        Noted
    })
}

/// Rule `join-link-as-place` backwards: `Online`, the word for it and the join link itself are no
/// place.
fn read_place(
    raw: &Component<'_>,
    words: &Words,
    notes: &mut Notes,
) -> (Option<Place>, Option<WebUrl>) {
    let join = raw.lines.iter().filter(|line| JOIN.contains(&line.name.as_ref()));
    let join = join.filter_map(|line| WebUrl::parse(line.value.trim()).ok()).next();
    let text = raw.get("LOCATION").map(|line| (line, line.text()));
    let text = text.filter(|(_, text)| !text.trim().is_empty());
    let geo = raw.get("GEO").and_then(|line| {
        let (latitude, longitude) = line.value.trim().split_once(';')?;
        Geo::new(latitude.parse().ok()?, longitude.parse().ok()?).ok()
    });
    let Some((line, text)) = text else {
        if let Some(line) = raw.get("GEO").filter(|_| geo.is_some()) {
            notes.lose("`GEO` without `LOCATION`", line.span, "");
        }
        return (join.as_ref().map(|_| Place::Online), join);
    };
    let link = WebUrl::parse(text.trim()).ok();
    if link.is_some() && (join.is_none() || link == join) {
        return (Some(Place::Online), link);
    }
    if text.trim().eq_ignore_ascii_case("online") || text.trim() == words.online {
        return (Some(Place::Online), join);
    }
    match one_line(&text, ", ") {
        Ok(name) if geo.is_some() => (Some(Place::Venue { name, address: None, geo }), join),
        Ok(name) => (Some(Place::Label(name)), join),
        Err(why) => {
            let headline = format!("{}: `LOCATION` {why}", subject(raw));
            notes.find(&codes::VALUE, line.span, headline).add_help("mend it at its source");
            (None, join)
        }
    }
}

/// What stands there. How long it may be is told when what is written anew is out of it.
fn read_description(raw: &Component<'_>, notes: &mut Notes) -> Option<String> {
    let line = raw.get("DESCRIPTION")?;
    let text = line.text();
    if text.trim().is_empty() {
        return None;
    }
    match Prose::parse(&text) {
        Err(why) if why.offset().is_some() => {
            let headline = format!("{}: `DESCRIPTION` {why}", subject(raw));
            notes.find(&codes::VALUE, line.span, headline).add_help("mend it at its source");
            None
        }
        _ => Some(text.trim().to_owned()),
    }
}

fn link(line: Option<&ContentLine<'_>>, notes: &mut Notes) -> Option<WebUrl> {
    let line = line.filter(|line| !line.value.trim().is_empty())?;
    let url = WebUrl::parse(line.value.trim()).ok();
    if url.is_none() {
        notes.lose("a `URL` that is no link of the web", line.span, "");
    }
    url
}

fn read_categories(raw: &Component<'_>, notes: &mut Notes) -> Vec<Category> {
    let mut categories = Vec::new();
    for line in raw.lines.iter().filter(|line| line.name == "CATEGORIES") {
        for text in line.texts().iter().filter(|text| !text.trim().is_empty()) {
            match Line::parse(text).ok().and_then(|line| Category::new(line).ok()) {
                Some(category) if !categories.contains(&category) => categories.push(category),
                Some(_) => {}
                None => notes.lose("a category with `,` or `;` in it", line.span, ""),
            }
        }
    }
    categories
}

/// One alarm in whole minutes before the start; others are left out.
fn read_reminder(raw: &Component<'_>, notes: &mut Notes) -> Option<Reminder> {
    let mut found = None;
    for alarm in raw.children.iter().filter(|child| child.name == "VALARM") {
        let display = alarm.get("ACTION").is_some_and(|line| line.value.trim() == "DISPLAY");
        let trigger = alarm.get("TRIGGER").filter(|line| {
            display && line.parameter("RELATED").is_none_or(|related| related == "START")
        });
        let before =
            trigger.and_then(|line| ical::duration(&line.value)).and_then(|(days, time)| {
                let seconds = -(i64::from(days) * 86_400 + time.as_secs());
                Reminder::from_minutes(seconds / 60).ok().filter(|_| seconds % 60 == 0)
            });
        if found.is_none() && before.is_some() {
            found = before;
        } else {
            let help = "a session has one reminder, a time before its start";
            notes.lose("a `VALARM`", alarm.span, help);
        }
    }
    found
}

/// ORGANIZER, or CONTACT as we write it: `Name, address`.
fn read_organizer(raw: &Component<'_>) -> Option<Organizer> {
    let property = raw.get("ORGANIZER");
    let email = property.and_then(|line| {
        let value = line.value.trim();
        let address = value.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
        Email::parse(&value[address?.len()..]).ok()
    });
    if let Some(line) = raw.get("CONTACT") {
        let text = line.text();
        let split = text.rsplit_once(", ");
        let parts = split.and_then(|(name, email)| Some((name, Email::parse(email).ok()?)));
        let (name, address) = match parts {
            Some((name, email)) => (name, Some(email)),
            None => (text.as_str(), None),
        };
        let as_property = email.is_some() && email == address;
        let name = Line::parse(name).ok()?;
        return Some(Organizer { name, email: address, as_property });
    }
    let name = property?.parameter("CN").and_then(|name| Line::parse(&name).ok());
    let name = name.or_else(|| Line::parse(email.as_ref()?.as_str()).ok())?;
    let as_property = email.is_some();
    Some(Organizer { name, email, as_property })
}

fn note_losses(raw: &Component<'_>, notes: &mut Notes) {
    for line in &raw.lines {
        let name = line.name.as_ref();
        if KNOWN.contains(&name) || RECURRENCE.contains(&name) {
            continue;
        }
        let help = match name {
            "ATTENDEE" => "a published calendar names nobody who takes part",
            "ATTACH" => "put a link into the description",
            "X-ALT-DESC" => "the plain description is kept",
            _ => "",
        };
        notes.lose(format!("`{name}`"), line.span, help);
    }
}
