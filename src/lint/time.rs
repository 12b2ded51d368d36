//! Checks start and end of an event: rules `no-skipped-or-repeated-hour`, `zone-or-utc` and
//! `dtend-always`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::clients::{self, HOME, NOBODY, ORDER};
use super::codes;
use super::notes::{FaultNotes, LintFault, shown, subject};
use super::properties::is_right;
use super::table::EVENT;
use super::zones::ZoneChecks;
use crate::ical::{Component, ContentLine, date, date_time, duration};
use crate::rules::Rule;

/// A value of DTSTART or DTEND.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EventTime {
    Day(Date),
    Instant(Timestamp),
    /// Without a zone, or in an unknown one.
    Local(DateTime),
}

/// Checks the times of an event.
pub(super) fn check(event: &Component<'_>, zones: &mut ZoneChecks, notes: &mut FaultNotes) {
    for line in event.lines.iter().chain(event.children.iter().flat_map(|part| &part.lines)) {
        if !matches!(line.name.as_ref(), "DTSTART" | "DTEND")
            && let Some(tzid) = line.parameter("TZID")
        {
            zones.uses(&tzid, line.span, notes);
        }
    }
    let Some(start_line) = event.get("DTSTART") else {
        let headline = format!("{} has no DTSTART", subject(event));
        if let Some(tzid) = event.get("DTEND").and_then(|line| line.parameter("TZID")) {
            zones.uses(&tzid, event.span, notes);
        }
        let fault =
            LintFault::new(&codes::START, Rule::DtendAlways, headline, "write when it begins");
        notes.at(event.span, fault.kind("missing"));
        return;
    };
    let start = read(start_line, zones, notes);
    repeats(event, start_line, notes);
    let (end_line, length) = (event.get("DTEND"), event.get("DURATION"));
    let Some(end_line) = end_line else {
        no_end(event, length, notes);
        return;
    };
    let fault = |headline: String, help: &str| {
        LintFault::new(&codes::END, Rule::DtendAlways, headline, help)
    };
    if length.is_some() {
        let headline = format!("{} has DTEND and DURATION", subject(event));
        notes.at(end_line.span, fault(headline, "leave DURATION out").costing(HOME).kind("both"));
    }
    let end = read(end_line, zones, notes);
    let (Some(start), Some(end)) = (start, end) else { return };
    match (start, end) {
        (EventTime::Day(first), EventTime::Day(after)) if after <= first => {
            let headline =
                format!("{} ends before its day is over: DTEND is `{after}`", subject(event));
            let help = "DTEND of whole days is the day after the last one (RFC 5545 §3.6.1)";
            notes.at(end_line.span, fault(headline, help).costing(ORDER).kind("days"));
        }
        (EventTime::Day(_), EventTime::Instant(_) | EventTime::Local(_))
        | (EventTime::Instant(_) | EventTime::Local(_), EventTime::Day(_)) => {
            let headline =
                format!("{} has a date at one end and a time at the other", subject(event));
            let help = "write both as dates, or both with a time";
            notes.at(end_line.span, fault(headline, help).costing(HOME).kind("kinds"));
        }
        (EventTime::Instant(_), EventTime::Local(_))
        | (EventTime::Local(_), EventTime::Instant(_))
            if is_floating(start_line) != is_floating(end_line) =>
        {
            let headline = format!("{} has a time zone at one end only", subject(event));
            notes.at(
                end_line.span,
                fault(headline, "write both with the same TZID, or both in UTC")
                    .costing(HOME)
                    .kind("zone"),
            );
        }
        (EventTime::Instant(from), EventTime::Instant(to)) if to <= from => {
            let headline = format!("{} does not end after it begins", subject(event));
            notes.at(
                end_line.span,
                fault(headline, "check both times and their zones").costing(ORDER),
            );
        }
        (EventTime::Local(from), EventTime::Local(to)) if to <= from => {
            let headline = format!("{} does not end after it begins", subject(event));
            notes.at(
                end_line.span,
                fault(headline, "check both times and their zones").costing(ORDER),
            );
        }
        _ => {}
    }
}

/// Whether a time has neither a zone nor a Z.
fn is_floating(line: &ContentLine<'_>) -> bool {
    line.parameter("TZID").is_none() && !line.value.trim().ends_with('Z')
}

/// RFC 5545 §3.3.10: UNTIL, EXDATE and RECURRENCE-ID have the type of DTSTART.
fn repeats(event: &Component<'_>, start: &ContentLine<'_>, notes: &mut FaultNotes) {
    let is_day = |text: &str| !text.contains('T');
    let starts_on_day = is_day(&start.value);
    if let Some(line) = event.get("RRULE") {
        let part = |name: &str| line.value.split(';').find_map(|part| part.strip_prefix(name));
        let until = part("UNTIL=");
        let wrong = match until {
            Some(_) if part("COUNT=").is_some() => {
                Some(("has COUNT and UNTIL", "keep one", NOBODY))
            }
            Some(until) if is_day(until) && !starts_on_day => Some((
                "ends on a day, and DTSTART is a time",
                "write UNTIL as a time in UTC, such as `20270923T120000Z`",
                HOME,
            )),
            Some(until) if !is_day(until) && starts_on_day => {
                Some(("ends at a time, and DTSTART is a day", "write UNTIL as a date", NOBODY))
            }
            Some(until) if !starts_on_day && is_floating(start) == until.ends_with('Z') => Some((
                "has an UNTIL that is local or UTC where DTSTART is not",
                "write UNTIL in UTC; only if DTSTART has neither TZID nor Z, write it without a Z",
                HOME,
            )),
            _ => None,
        };
        if let Some((what, help, losses)) = wrong {
            let code = clients::code(losses);
            let headline = format!("RRULE `{}` {what}", shown(&line.value));
            let fault = LintFault::new(code, Rule::ValuesValidated, headline, help).costing(losses);
            notes.at(line.span, fault.kind(what));
        }
    }
    for line in event.lines.iter().filter(|line| matches!(&*line.name, "EXDATE" | "RECURRENCE-ID"))
    {
        if is_day(&line.value) != starts_on_day && is_right(line, EVENT) {
            let headline = format!("{} and DTSTART are not both dates or both times", line.name);
            let help = "write it as DTSTART is written: otherwise it changes no occurrence";
            let fault = LintFault::new(&codes::VALUE, Rule::ValuesValidated, headline, help);
            notes.at(line.span, fault.kind(format!("{} type", line.name)));
        }
    }
}

fn no_end(event: &Component<'_>, length: Option<&ContentLine<'_>>, notes: &mut FaultNotes) {
    let Some(line) = length else {
        let headline = format!("{} has no DTEND", subject(event));
        let help = "write DTEND: without it an event takes no time, an hour or a day";
        notes.at(
            event.span,
            LintFault::new(&codes::NO_END, Rule::DtendAlways, headline, help).kind("missing"),
        );
        return;
    };
    match duration(line.value.trim()) {
        Some((days, time)) if days > 0 || time.is_positive() => {
            let headline = format!("{} has DURATION instead of DTEND", subject(event));
            let help = "write DTEND: clients add days and hours differently when clocks \
                        change";
            notes.at(
                line.span,
                LintFault::new(&codes::NO_END, Rule::DtendAlways, headline, help).kind("DURATION"),
            );
        }
        Some((days, time)) => {
            let losses = if days < 0 || time.is_negative() { HOME } else { ORDER };
            let headline = format!(
                "{}: DURATION `{}` does not end after it begins",
                subject(event),
                shown(&line.value)
            );
            let fault = LintFault::new(&codes::END, Rule::DtendAlways, headline, "write DTEND");
            notes.at(line.span, fault.costing(losses).kind("DURATION"));
        }
        // `properties` reports a value that is not a length of time.
        None => {}
    }
}

/// Reads a DTSTART or DTEND. `properties` reports values of another type; these give `None`.
fn read(
    line: &ContentLine<'_>,
    zones: &mut ZoneChecks,
    notes: &mut FaultNotes,
) -> Option<EventTime> {
    let (value, tzid) = (line.value.as_ref(), line.parameter("TZID"));
    if !is_right(line, EVENT) {
        if let Some(tzid) = tzid {
            zones.uses(&tzid, line.span, notes);
        }
        return None;
    }
    if let Some(day) = date(value) {
        if let Some(tzid) = tzid {
            let headline = format!("{} is a date with the time zone `{}`", line.name, shown(&tzid));
            let help = "leave TZID out: a date has no time zone (RFC 5545 §3.2.19)";
            let fault = LintFault::new(&codes::VALUE, Rule::ZoneOrUtc, headline, help);
            notes.at(line.span, fault.kind(format!("{} zone", line.name)));
        }
        return Some(EventTime::Day(day));
    }
    let (local, is_utc) = match value.strip_suffix('Z') {
        Some(local) => (local, true),
        None => (value, false),
    };
    let local = date_time(local)?;
    if is_utc {
        if let Some(tzid) = tzid {
            let code = if line.name == "DTSTART" { &codes::START } else { &codes::END };
            let headline = format!("{} has both a Z and the TZID `{}`", line.name, shown(&tzid));
            let help = "leave out the TZID or the Z: clients use one or the other";
            let fault = LintFault::new(code, Rule::ZoneOrUtc, headline, help).costing(ORDER);
            notes.at(line.span, fault.kind("both"));
            zones.uses(&tzid, line.span, notes);
        }
        return jiff::tz::Offset::UTC.to_timestamp(local).ok().map(EventTime::Instant);
    }
    let Some(tzid) = tzid else {
        if !notes.repeats(line.span, &codes::FLOATING, "") {
            let headline = format!(
                "{} `{}` has no time zone: people see it in their own zone, and servers read it as \
                 UTC",
                line.name,
                shown(value)
            );
            let help = "write `;TZID=` with a place, such as `Europe/Brussels`, and its VTIMEZONE; \
                        or the time in UTC with a Z";
            notes.at(line.span, LintFault::new(&codes::FLOATING, Rule::ZoneOrUtc, headline, help));
        }
        return Some(EventTime::Local(local));
    };
    Some(
        zones
            .instant(&tzid, local, line, notes)
            .map_or(EventTime::Local(local), EventTime::Instant),
    )
}
