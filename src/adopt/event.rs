//! Converts a VEVENT to the values of a session, and reports what cannot be carried over.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::codes;
use super::notes::AdoptNotes;
use super::values::{self, EventTimes, PropertyValue};
use super::zones::{DayOrInstant, Noted, SourceZones};
use crate::diagnostic::Span;
use crate::i18n::Words;
use crate::ical::{self, Component, ContentLine};
use crate::lint::shown;
use crate::model::{
    Category, Email, Geo, Language, Line, Organizer, Place, Reminder, Status, Uid, WebUrl, When,
    Zone, is_line_break,
};
use crate::revision::RecordEntry;

/// An event that can be carried over.
#[derive(Clone, Debug)]
pub(super) struct SourceEvent {
    pub(super) span: Span,
    pub(super) uid: Uid,
    pub(super) sequence: u32,
    pub(super) created: Option<Timestamp>,
    /// The later of LAST-MODIFIED and DTSTAMP: Kalends writes both, and neither may fall.
    pub(super) revised: Option<Timestamp>,
    /// The session's identifier in the link to its page, in a feed that Kalends published.
    pub(super) page: Option<String>,
    /// Whether it has values that only the first release wrote.
    pub(super) is_of_first_format: bool,
    pub(super) content: EventContent,
    /// All values, for comparison with the publication.
    pub(super) values: Vec<PropertyValue>,
}

/// The values of an event that people see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EventContent {
    pub(super) title: Line,
    /// As written, including paragraphs that Kalends appends.
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

/// Properties that may contain the join link.
const JOIN: [&str; 3] = ["CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"];
const RECURRENCE: [&str; 5] = ["RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"];

/// Reads an event, and reports what prevents carrying it over.
pub(super) fn read(
    raw: &Component<'_>,
    zones: &mut SourceZones,
    notes: &mut AdoptNotes,
) -> Option<SourceEvent> {
    let uid = read_uid(raw, notes);
    let language = raw.get("SUMMARY").and_then(|line| line.parameter("LANGUAGE"));
    let language = language.and_then(|tag| Language::parse(&tag).ok());
    let status = read_status(raw);
    let words = Words::of(language.as_ref());
    let prefix = words.calendar_cancelled;
    let title = read_title(raw, (status == Status::Cancelled).then_some(prefix), notes);
    let repeats = raw.lines.iter().find(|line| RECURRENCE.contains(&line.name.as_ref()));
    if let Some(line) = repeats {
        let headline = format!("`{}` cannot be carried over", line.name);
        let value = shown(&line.value);
        let help = match line.name.as_ref() {
            "RECURRENCE-ID" => format!("give the occurrence of `{value}` a `UID` of its own"),
            "EXDATE" => "leave it out: without a repetition rule it changes nothing".to_owned(),
            _ => format!(
                "write each occurrence of `{value}` as an event of its own: definitions have no \
                 repetition rules"
            ),
        };
        notes.find(&codes::RECURRENCE, line.span, headline, help);
    }
    let hidden = raw.lines.iter().find(|line| line.name == "CLASS" && !is_public(line));
    if let Some(line) = hidden {
        let help = format!(
            "a published calendar is public: remove `CLASS:{}` at the source if everyone may read the \
             event, or leave the event out with `--partial`",
            shown(line.value.trim())
        );
        notes.find(&codes::PRIVATE, line.span, "an event is private", help);
    }
    let times = EventTimes::read(raw, zones, notes);
    let when = times.and_then(|times| read_when(&times, raw, zones, notes));
    let sequence = read_sequence(raw, notes);
    let (uid, title, when, sequence) = (uid.ok()?, title.ok()?, when.ok()?, sequence.ok()?);
    let times = times.ok()?;
    if repeats.is_some() || hidden.is_some() {
        return None;
    }
    let transparency = raw.get("TRANSP").map(|line| line.value.trim());
    let busy = match status {
        // Rule `cancelled-entry-stays`: a cancelled session is always shown as free.
        Status::Cancelled => matches!(when, When::Timed { .. }),
        _ => !transparency.is_some_and(|word| word.eq_ignore_ascii_case("TRANSPARENT")),
    };
    let (place, join) = read_place(raw, words, notes);
    note_escapes(raw, notes);
    Some(SourceEvent {
        span: raw.span,
        uid,
        sequence,
        created: stamp(raw, "CREATED"),
        revised: stamp(raw, "LAST-MODIFIED").max(stamp(raw, "DTSTAMP")),
        page: None,
        is_of_first_format: is_of_first_format(raw, words, (status, join.as_ref())),
        content: EventContent {
            title,
            description: read_description(raw, notes),
            when,
            status,
            busy,
            place,
            join,
            url: raw.get("URL").and_then(|line| WebUrl::parse(line.value.trim()).ok()),
            categories: read_categories(raw),
            reminder: read_reminder(raw, notes),
            organizer: read_organizer(raw),
            language,
        },
        values: values::of_event(raw, &times),
    })
}

/// RFC 5545 §3.8.1.3: an unknown CLASS means PRIVATE.
fn is_public(line: &ContentLine<'_>) -> bool {
    line.value.trim().eq_ignore_ascii_case("PUBLIC") || line.value.trim().is_empty()
}

fn read_status(raw: &Component<'_>) -> Status {
    let word = raw.get("STATUS").map(|line| line.value.trim().to_ascii_lowercase());
    match word.as_deref() {
        Some("canceled") => Status::Cancelled,
        word => word.and_then(Status::parse).unwrap_or_default(),
    }
}

/// Whether an event has a form of the first release: a cancelled event with a join link, or `Online`
/// in a language with another word for it.
fn is_of_first_format(
    raw: &Component<'_>,
    words: &Words,
    (status, join): (Status, Option<&WebUrl>),
) -> bool {
    let place = raw.get("LOCATION").map(ContentLine::text);
    let is_english = |place: &str| place.eq_ignore_ascii_case("online") && place != words.online;
    (status == Status::Cancelled && join.is_some()) || place.as_deref().is_some_and(is_english)
}

/// How headlines name an event with this title.
pub(super) fn called(title: &str) -> String {
    format!("event `{}`", shown(title))
}

/// A text without invisible characters: byte order marks, direction marks and controls.
pub(super) fn visible(line: &ContentLine<'_>, notes: &mut AdoptNotes) -> String {
    let text = line.text();
    let is_unseen = |c: char| ical::is_forbidden(c) && !is_line_break(c);
    if let Some(unseen) = text.chars().find(|c| is_unseen(*c)) {
        let headline = format!("`{}` has an invisible character; it is left out", line.name);
        let help = format!(
            "remove U+{:04X} at the source: it was copied from a web page or document",
            u32::from(unseen)
        );
        notes
            .find(&codes::INVISIBLE, line.span, headline, help)
            .note(|| format!("it is U+{:04X}", u32::from(unseen)));
    }
    text.replace(is_unseen, "")
}

fn stamp(raw: &Component<'_>, name: &str) -> Option<Timestamp> {
    raw.get(name).and_then(|line| ical::stamp(&line.value))
}

/// Reports texts with a backslash that escapes nothing: some readers keep it, others drop it.
fn note_escapes(raw: &Component<'_>, notes: &mut AdoptNotes) {
    for line in raw.lines.iter().filter(|line| values::TEXTS.contains(&line.name.as_ref())) {
        let mut after = line.value.split('\\').skip(1);
        let mut is_odd = false;
        while let Some(text) = after.next() {
            is_odd |= !text.starts_with([';', ',', 'n', 'N'])
                && (!text.is_empty() || after.next().is_none());
        }
        if is_odd {
            let headline =
                format!("`{}` has a backslash that escapes nothing; it is kept", line.name);
            let help = "write `\\\\` for a backslash: some calendars drop a single one";
            notes.find(&codes::CHANGED, line.span, headline, help);
        }
    }
}

fn read_uid(raw: &Component<'_>, notes: &mut AdoptNotes) -> Result<Uid, Noted> {
    let Some(line) = raw.get("UID") else {
        let help = "calendars cannot match the entry without one: write the event as a new \
                    session instead";
        notes.find(&codes::UID, raw.span, "an event has no `UID`", help);
        return Err(Noted);
    };
    let text = line.text();
    let uid = Uid::parse(&text).map_err(|problem| {
        let help = "correct it at the source, or write the event as a new session: people get a \
                    second entry";
        notes
            .find(&codes::UID, line.span, format!("a UID {problem}"), help)
            .note(|| format!("it is `{}`", shown(&text)));
        Noted
    })?;
    if escaped(&text) != line.value {
        let headline = "a UID has `,`, `;` or `\\` without an escape";
        let help = format!(
            "it is published as `UID:{}`; calendars that do not undo escapes add a second entry",
            shown(&escaped(&text))
        );
        notes.find(&codes::UID_ESCAPED, line.span, headline, help);
    }
    Ok(uid)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// The title, without the word that Kalends puts before a cancelled session's.
fn read_title(
    raw: &Component<'_>,
    prefix: Option<&str>,
    notes: &mut AdoptNotes,
) -> Result<Line, Noted> {
    let (text, span) = match raw.get("SUMMARY") {
        Some(line) => (visible(line, notes), line.span),
        None => (String::new(), raw.span),
    };
    let bare = prefix.and_then(|prefix| text.strip_prefix(prefix)?.strip_prefix(' '));
    let bare = bare.filter(|bare| !bare.trim().is_empty());
    one_line(bare.unwrap_or(&text), "; ").map_err(|why| {
        let headline = format!("`SUMMARY` {why}");
        let help = match bare.unwrap_or(&text).encode_utf16().count() {
            units if units > Line::MAX_UNITS => format!(
                "shorten the title by {} characters; the description can be longer",
                units - Line::MAX_UNITS
            ),
            _ => "write what the event is, for example `SUMMARY:Opening talk`".to_owned(),
        };
        notes.find(&codes::VALUE, span, headline, help);
        Noted
    })
}

/// Joins a text's lines with a separator.
fn one_line(text: &str, separator: &str) -> Result<Line, String> {
    let lines = text.split(is_line_break);
    let parts: Vec<&str> = lines.map(str::trim).filter(|line| !line.is_empty()).collect();
    Line::parse(&parts.join(separator)).map_err(|why| why.to_string())
}

fn read_sequence(raw: &Component<'_>, notes: &mut AdoptNotes) -> Result<u32, Noted> {
    let Some(line) = raw.get("SEQUENCE") else { return Ok(0) };
    let number =
        line.value.trim().parse().ok().filter(|number| *number < RecordEntry::MAX_SEQUENCE);
    number.ok_or_else(|| {
        let is_high = line.value.trim().parse().is_ok_and(|number: u64| number > 0);
        let most = RecordEntry::MAX_SEQUENCE - 1;
        let help = if is_high {
            format!("write `SEQUENCE:{most}` or less")
        } else {
            format!("write a whole number from 0 to {most}, such as `SEQUENCE:0`")
        };
        notes
            .find(&codes::VALUE, line.span, "a `SEQUENCE` is not a number in its range", help)
            .note(|| format!("it is `{}`", shown(&line.value)));
        Noted
    })
}

fn read_when(
    times: &EventTimes,
    raw: &Component<'_>,
    zones: &SourceZones,
    notes: &mut AdoptNotes,
) -> Result<When, Noted> {
    let place = raw.get("DTSTART").map_or(raw.span, |line| line.span);
    let made = match (times.start, times.end) {
        (DayOrInstant::Day(first), Some(DayOrInstant::Day(after))) => {
            // Some systems write the last day instead of the day after it.
            let last = if after > first { after.yesterday().unwrap_or(first) } else { after };
            When::all_day(first, last)
        }
        (DayOrInstant::Instant(from, zone), Some(DayOrInstant::Instant(to, other)))
            if to != from =>
        {
            let zone = zone.or(other).or(zones.default()).unwrap_or_else(Zone::utc);
            When::timed(zone, from, to)
        }
        (DayOrInstant::Instant(from, zone), None | Some(DayOrInstant::Instant(..))) => {
            let Some(length) = zones.defaults.length else {
                let help = "write `DTEND` at the source, or pass the usual length, for example \
                            `--default-duration 1h`";
                notes.find(&codes::TIME, place, "an event has no end", help);
                return Err(Noted);
            };
            let headline = format!("an event has no end; its length is set to {length:#}");
            let help =
                "if it is another, write `DTEND` at the source, or pass `--default-duration`";
            notes.find(&codes::LENGTH, place, headline, help);
            let zone = zone.or(zones.default()).unwrap_or_else(Zone::utc);
            When::timed(zone, from, from.checked_add(length).unwrap_or(from))
        }
        _ => {
            let headline = "an event has a date at one end and a time at the other";
            let help = match times.start {
                DayOrInstant::Day(first) => {
                    let after = first.tomorrow().unwrap_or(first).strftime("%Y%m%d");
                    format!("write `DTEND` as a date, such as `DTEND;VALUE=DATE:{after}`")
                }
                DayOrInstant::Instant(..) => {
                    "write `DTEND` with a time and the zone of `DTSTART`".to_owned()
                }
            };
            notes.find(&codes::TIME, place, headline, help);
            return Err(Noted);
        }
    };
    made.map_err(|problem| {
        let headline = format!("an event has times that a session cannot have: {problem}");
        let written = |name: &str| {
            raw.get(name).map_or("missing".to_owned(), |line| format!("`{}`", shown(&line.value)))
        };
        let end = if raw.get("DTEND").is_some() { "DTEND" } else { "DURATION" };
        let help = format!(
            "`DTSTART` is {}, `{end}` is {}: correct one of them at the source",
            written("DTSTART"),
            written(end)
        );
        notes.find(&codes::TIME, place, headline, help);
        Noted
    })
}

/// Reverses rule `join-link-as-place`: `Online`, its translation and the join link itself are not
/// places.
fn read_place(
    raw: &Component<'_>,
    words: &Words,
    notes: &mut AdoptNotes,
) -> (Option<Place>, Option<WebUrl>) {
    let join = raw.lines.iter().filter(|line| JOIN.contains(&line.name.as_ref()));
    let join = join.filter_map(|line| WebUrl::parse(line.value.trim()).ok()).next();
    let text = raw.get("LOCATION").map(|line| (line, visible(line, notes)));
    let text = text.filter(|(_, text)| !text.trim().is_empty());
    let geo = raw.get("GEO").and_then(|line| {
        let (latitude, longitude) = line.value.trim().split_once(';')?;
        Geo::new(latitude.parse().ok()?, longitude.parse().ok()?).ok()
    });
    let Some((line, text)) = text else {
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
            let headline = format!("`LOCATION` {why}");
            let units = text.encode_utf16().count().saturating_sub(Line::MAX_UNITS);
            let help =
                format!("shorten the place by {units} characters; the description can be longer");
            notes.find(&codes::VALUE, line.span, headline, help);
            (None, join)
        }
    }
}

/// The description as written. Its length is checked later, without the paragraphs that Kalends
/// appends.
fn read_description(raw: &Component<'_>, notes: &mut AdoptNotes) -> Option<String> {
    let text = visible(raw.get("DESCRIPTION")?, notes);
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn read_categories(raw: &Component<'_>) -> Vec<Category> {
    let lines = raw.lines.iter().filter(|line| line.name == "CATEGORIES");
    let texts = lines.flat_map(ContentLine::texts);
    let mut known = BTreeSet::new();
    texts
        .filter_map(|text| Category::new(Line::parse(&text).ok()?).ok())
        .filter(|category| known.insert(category.as_str().to_owned()))
        .collect()
}

/// Reads one alarm in whole minutes before the start; others are left out.
fn read_reminder(raw: &Component<'_>, notes: &mut AdoptNotes) -> Option<Reminder> {
    let mut found = None;
    for alarm in raw.children.iter().filter(|child| child.name == "VALARM") {
        let display = alarm.get("ACTION").is_some_and(|line| line.value.trim() == "DISPLAY");
        let trigger = alarm.get("TRIGGER").filter(|line| {
            display && line.parameter("RELATED").is_none_or(|related| related == "START")
        });
        let before =
            trigger.and_then(|line| ical::duration(line.value.trim())).and_then(|(days, time)| {
                let seconds = -(i64::from(days) * 86_400 + time.as_secs());
                Reminder::from_minutes(seconds / 60).ok().filter(|_| seconds % 60 == 0)
            });
        let headline = if found.is_none() && before.is_some() {
            found = before;
            "a `VALARM` becomes a reminder in the session's own file; the feed has none"
        } else {
            "a `VALARM` is left out"
        };
        let help = "a session has one reminder, a time before its start";
        notes.find(&codes::LOST, alarm.span, headline, help);
    }
    found
}

/// Reads ORGANIZER, or CONTACT as Kalends writes it: `Name, address`.
fn read_organizer(raw: &Component<'_>) -> Option<Organizer> {
    let property = raw.get("ORGANIZER");
    let email = property.and_then(|line| {
        let value = line.value.trim();
        let scheme = value.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
        Email::from_mailto(&value[scheme.map_or(0, str::len)..]).ok()
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
