//! Checks one event: identity, revision, state and texts. Module `time` checks its times.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::notes::{CalendarKind, FaultNotes, LintFault, shown, subject};
use super::zones::ZoneChecks;
use super::{alarm, codes, fix, text, time};
use crate::diagnostic::Span;
use crate::i18n::Words;
use crate::ical::{Component, ContentLine, stamp};
use crate::model::Language;
use crate::rules::Rule;

const RECURRENCE: [&str; 5] = ["RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"];
/// Words in titles that mark a cancelled event, in addition to those of Kalends.
const OFF: [&str; 6] = ["canceled", "cancelled", "entfällt", "fällt aus", "annulé", "postponed"];

/// UIDs and stamps of the events read so far.
#[derive(Default)]
pub(super) struct SeenEvents {
    uids: BTreeMap<(String, String), usize>,
    stamps: Vec<Stamps>,
}

struct Stamps {
    span: Span,
    stamp: Timestamp,
    modified: Option<Timestamp>,
}

pub(super) fn check(
    event: &Component<'_>,
    kind: CalendarKind,
    events: &mut SeenEvents,
    zones: &mut ZoneChecks,
    notes: &mut FaultNotes,
) {
    identity(event, events, notes);
    revision(event, events, notes);
    state(event, notes);
    people(event, notes);
    for line in &event.lines {
        let name = line.name.as_ref();
        match name {
            "SUMMARY" | "LOCATION" => text::one_line(line, notes),
            "CATEGORIES" => text::categories(line, notes),
            "GEO" => geo(line, notes),
            "X-ALT-DESC" if !notes.repeats(line.span, &codes::ALT_DESC, "") => {
                let headline = "X-ALT-DESC: Outlook shows it instead of DESCRIPTION, others never";
                let help = "leave it out, and keep DESCRIPTION readable";
                notes.at(
                    line.span,
                    LintFault::new(&codes::ALT_DESC, Rule::NoHtmlDescription, headline, help),
                );
            }
            "ATTACH" if !notes.repeats(line.span, &codes::ATTACHMENT, "") => {
                let headline = "ATTACH: few calendars show it, and all fetch its bytes each time";
                let help = "put a link into DESCRIPTION";
                notes.at(
                    line.span,
                    LintFault::new(&codes::ATTACHMENT, Rule::ListedPropertiesOnly, headline, help),
                );
            }
            _ if RECURRENCE.contains(&name)
                && !notes.repeats(line.span, &codes::RECURRENCE, name) =>
            {
                let headline =
                    format!("{name}: clients differ in how they apply exceptions and changes");
                let help = "write each date as an event of its own";
                let fault = LintFault::new(&codes::RECURRENCE, Rule::NoRecurrence, headline, help);
                notes.at(line.span, fault.kind(name));
            }
            _ => {}
        }
    }
    if event.get("SUMMARY").is_none() {
        let headline = "an event without SUMMARY is shown without a title";
        let first = event.get("DESCRIPTION").map(ContentLine::text);
        let first = first.as_deref().and_then(|text| text.lines().next()).map(str::trim);
        let title = first.filter(|line| !line.is_empty() && line.len() <= 60);
        let help = format!("write a title, such as `SUMMARY:{}`", title.unwrap_or("Opening talk"));
        let fault = LintFault::new(&codes::TITLE, Rule::TitlesOfOneLine, headline, help);
        notes.at(event.span, fault.kind("missing"));
    }
    alarm::check(event, kind, notes);
    time::check(event, zones, notes);
}

/// Rule `uid-once-per-file`.
fn identity(event: &Component<'_>, events: &mut SeenEvents, notes: &mut FaultNotes) {
    let uid = event.get("UID").filter(|line| !line.value.trim().is_empty());
    let Some(uid) = uid else {
        let headline = format!("{} has no UID: an update becomes a new entry", subject(event));
        let help = format!("write `{}`, and keep it when the event changes", fix::uid(event));
        notes.at(
            event.span,
            LintFault::new(&codes::UID_MISSING, Rule::UidOncePerFile, headline, help),
        );
        return;
    };
    let occurrence =
        event.get("RECURRENCE-ID").map(|line| line.value.to_string()).unwrap_or_default();
    let count = events.uids.entry((uid.value.to_string(), occurrence)).or_default();
    *count += 1;
    if *count > 1 {
        let value = shown(&uid.value);
        let headline = format!("UID `{value}` occurs twice: clients keep one of the events");
        let help = "give each event its own UID; of two versions of one event, keep the newer";
        let fault = LintFault::new(&codes::UID_TWICE, Rule::UidOncePerFile, headline, help);
        notes.at(uid.span, fault.kind(uid.value.clone()));
    }
}

/// Rules `sequence-never-falls`, `last-modified-moves` and `dtstamp-from-record`.
fn revision(event: &Component<'_>, events: &mut SeenEvents, notes: &mut FaultNotes) {
    let missing = [
        ("DTSTAMP", Rule::DtstampFromRecord),
        ("LAST-MODIFIED", Rule::LastModifiedMoves),
        ("SEQUENCE", Rule::SequenceNeverFalls),
    ];
    for (name, rule) in missing {
        let place = event.span;
        if event.get(name).is_none() && !notes.repeats(place, &codes::REVISION, name) {
            let headline = format!("{} has no {name}", subject(event));
            let help = match fix::revised(event) {
                _ if name == "SEQUENCE" => {
                    "write `SEQUENCE:0`, and one more at each change of time, place or state".into()
                }
                Some(revised) => format!("write `{name}:{revised}`, the time of the last revision"),
                None => format!(
                    "write the time of the last revision in UTC, such as `{name}:20270923T120000Z`"
                ),
            };
            let fault = LintFault::new(&codes::REVISION, rule, headline, help);
            notes.at(place, fault.kind(name));
        }
    }
    let read = |name: &str| event.get(name).and_then(|line| Some((line, stamp(&line.value)?)));
    if let Some((line, stamp)) = read("DTSTAMP") {
        let modified = read("LAST-MODIFIED").map(|(_, modified)| modified);
        events.stamps.push(Stamps { span: line.span, stamp, modified });
    }
}

impl SeenEvents {
    /// Rule `dtstamp-from-record`, for all events together: a DTSTAMP shared by events with different
    /// revisions is the time of the request.
    pub(super) fn finish(self, notes: &mut FaultNotes) {
        let written = |stamps: &Stamps| {
            let revised = stamps.modified.unwrap_or(stamps.stamp).strftime("%Y%m%dT%H%M%SZ");
            format!(
                "write `DTSTAMP:{revised}`, equal to LAST-MODIFIED: the time of the request makes \
                 the calendar look changed at every fetch"
            )
        };
        let Some(first) = self.stamps.first() else { return };
        let differs = |stamps: &Stamps| stamps.modified.is_some_and(|at| at != stamps.stamp);
        let shared = self.stamps.iter().all(|stamps| stamps.stamp == first.stamp);
        let now = self.stamps.iter().all(|s| s.modified.is_none_or(|at| at <= s.stamp));
        if self.stamps.len() > 1 && shared && now && self.stamps.iter().any(differs) {
            let headline = format!(
                "all {} events have the DTSTAMP `{}` but different revisions: it looks like the \
                 time of the request",
                self.stamps.len(),
                first.stamp.strftime("%Y%m%dT%H%M%SZ"),
            );
            let help = written(first);
            notes.at(
                first.span,
                LintFault::new(&codes::STAMP_NOW, Rule::DtstampFromRecord, headline, help),
            );
            return;
        }
        for stamps in self.stamps.iter().filter(|stamps| differs(stamps)) {
            let Some(modified) = stamps.modified else { continue };
            let headline = format!(
                "DTSTAMP `{}` differs from LAST-MODIFIED `{}`",
                stamps.stamp.strftime("%Y%m%dT%H%M%SZ"),
                modified.strftime("%Y%m%dT%H%M%SZ"),
            );
            notes.at(
                stamps.span,
                LintFault::new(
                    &codes::STAMP_NOW,
                    Rule::DtstampFromRecord,
                    headline,
                    written(stamps),
                ),
            );
        }
    }
}

/// Rules `cancelled-entry-stays` and `busy-said-twice`.
fn state(event: &Component<'_>, notes: &mut FaultNotes) {
    let upper =
        |name: &str| event.get(name).map(|line| (line, line.value.trim().to_ascii_uppercase()));
    let cancelled = upper("STATUS").is_some_and(|(_, word)| word == "CANCELLED");
    let transparent = upper("TRANSP").map(|(line, word)| (line, word == "TRANSPARENT", word));
    let busy = upper("X-MICROSOFT-CDO-BUSYSTATUS");
    if let (Some((_, free, word)), Some((line, busy))) = (&transparent, &busy)
        && matches!(word.as_str(), "TRANSPARENT" | "OPAQUE")
        && *free != (busy == "FREE")
        && busy != "WORKINGELSEWHERE"
    {
        let headline = format!(
            "TRANSP:{} and X-MICROSOFT-CDO-BUSYSTATUS:{} disagree on whether the time is busy",
            shown(word),
            shown(busy)
        );
        let help = if *free {
            "write `X-MICROSOFT-CDO-BUSYSTATUS:FREE`, or `TRANSP:OPAQUE` if the time is busy"
        } else {
            "write `X-MICROSOFT-CDO-BUSYSTATUS:BUSY`, or `TRANSP:TRANSPARENT` if the time is free"
        };
        notes.at(line.span, LintFault::new(&codes::BUSY, Rule::BusySaidTwice, headline, help));
    }
    if cancelled {
        let free = transparent.is_some_and(|(_, free, _)| free)
            && busy.is_none_or(|(_, word)| word == "FREE");
        check_cancelled(event, free, notes);
    }
}

/// Rule `cancelled-entry-stays`.
fn check_cancelled(event: &Component<'_>, free: bool, notes: &mut FaultNotes) {
    let mut report = |sort: &str, headline: &str, help: &str| {
        let headline = format!("cancelled {} {headline}", subject(event));
        let fault = LintFault::new(&codes::CANCELLED, Rule::CancelledEntryStays, headline, help);
        notes.at(event.span, fault.kind(sort));
    };
    if !free {
        report(
            "busy",
            "still blocks time in Outlook and others",
            "write `TRANSP:TRANSPARENT` and `X-MICROSOFT-CDO-BUSYSTATUS:FREE`",
        );
    }
    let title = event.get("SUMMARY").map(ContentLine::text).unwrap_or_default().to_lowercase();
    let ours = Words::all().map(|words| words.calendar_cancelled);
    let ours = ours.map(|word| word.trim_end_matches([':', ' ', '\u{a0}', '\u{202f}']));
    let says = ours.chain(OFF).any(|word| title.contains(&word.to_lowercase()));
    if !says {
        report(
            "title",
            "does not say so in its title; Outlook shows nothing else",
            &cancelled_title(event),
        );
    }
    if event.children.iter().any(|part| part.name == "VALARM") {
        report("alarm", "still has an alarm", "leave the VALARM out");
    }
}

/// Help with the title of a cancelled event, in its language.
fn cancelled_title(event: &Component<'_>) -> String {
    let advice = "begin SUMMARY with `Cancelled:`";
    let Some(line) = event.get("SUMMARY") else { return advice.to_owned() };
    let language = line.parameter("LANGUAGE").and_then(|tag| Language::parse(&tag).ok());
    let word = Words::of(language.as_ref()).calendar_cancelled;
    fix::write_or(&fix::line(line, &format!("{word} {}", line.value)), advice)
}

/// Rule `no-attendee`.
fn people(event: &Component<'_>, notes: &mut FaultNotes) {
    if let Some(line) = event.get("ATTENDEE")
        && !notes.repeats(line.span, &codes::PEOPLE, "ATTENDEE")
    {
        let headline = "ATTENDEE shows the participants to everyone, and some clients ask for a \
                        reply";
        let fault = LintFault::new(&codes::PEOPLE, Rule::NoAttendee, headline, "leave it out");
        notes.at(line.span, fault.kind("ATTENDEE"));
    }
    if let Some(line) = event.get("ORGANIZER")
        && event.get("CONTACT").is_none()
        && !notes.repeats(line.span, &codes::PEOPLE, "ORGANIZER")
    {
        let headline = "ORGANIZER makes the event a read-only invitation in some clients";
        let help = "name the organiser in DESCRIPTION and CONTACT instead";
        let fault = LintFault::new(&codes::PEOPLE, Rule::NoAttendee, headline, help);
        notes.at(line.span, fault.kind("ORGANIZER"));
    }
}

/// Rule `values-validated`: checks the range of a GEO.
fn geo(line: &ContentLine<'_>, notes: &mut FaultNotes) {
    let Some((first, second)) = line.value.split_once(';') else { return };
    let (Ok(latitude), Ok(longitude)) = (first.parse::<f64>(), second.parse::<f64>()) else {
        return;
    };
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
        let headline = format!("GEO `{}` is out of range", shown(&line.value));
        let is_swapped = latitude.abs() <= 180.0 && longitude.abs() <= 90.0;
        let help = if is_swapped {
            format!("write `GEO:{};{}`: the latitude comes first", shown(second), shown(first))
        } else {
            "write latitude and longitude in degrees, such as `GEO:50.8466;4.3528`".to_owned()
        };
        notes.at(line.span, LintFault::new(&codes::GEO, Rule::ValuesValidated, headline, help));
    }
}
