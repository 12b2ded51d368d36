//! Start and end of an event: rules `no-skipped-or-repeated-hour`, `zone-or-utc` and
//! `dtend-always`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::codes;
use super::notes::{Fault, Notes, shown, subject};
use super::zones::Zones;
use crate::ical::{Component, ContentLine, date, date_time, duration};
use crate::rules::Rule;

/// A value of DTSTART or DTEND.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Day(Date),
    Instant(Timestamp),
    /// By the clock of whoever reads it, or of a zone that nobody knows.
    Local(DateTime),
}

/// Checks the times of an event.
pub(super) fn check(event: &Component<'_>, zones: &mut Zones, notes: &mut Notes) {
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
        let fault = Fault::new(&codes::START, Rule::DtendAlways, headline, "write when it begins");
        notes.at(event.span, fault.kind("missing"));
        return;
    };
    let start = read(start_line, zones, notes);
    let (end_line, length) = (event.get("DTEND"), event.get("DURATION"));
    let Some(end_line) = end_line else {
        no_end(event, length, notes);
        return;
    };
    let fault =
        |headline: String, help: &str| Fault::new(&codes::END, Rule::DtendAlways, headline, help);
    if length.is_some() {
        let headline = format!("{} has DTEND and DURATION", subject(event));
        notes.at(end_line.span, fault(headline, "leave DURATION out").kind("both"));
    }
    let end = read(end_line, zones, notes);
    let (Some(start), Some(end)) = (start, end) else { return };
    match (start, end) {
        (At::Day(first), At::Day(after)) if after <= first => {
            let headline =
                format!("{} ends before its day is over: DTEND is `{after}`", subject(event));
            let help = "DTEND of whole days is the day after the last one (RFC 5545 §3.6.1)";
            notes.at(end_line.span, fault(headline, help).kind("days"));
        }
        (At::Day(_), At::Instant(_) | At::Local(_))
        | (At::Instant(_) | At::Local(_), At::Day(_)) => {
            let headline = format!("{} begins and ends in different kinds of time", subject(event));
            let help = "write both as dates, or both with a time";
            notes.at(end_line.span, fault(headline, help).kind("kinds"));
        }
        (At::Instant(from), At::Instant(to)) if to <= from => {
            let headline = format!("{} does not end after it begins", subject(event));
            notes.at(end_line.span, fault(headline, "check both times and their zones"));
        }
        (At::Local(from), At::Local(to)) if to <= from => {
            let headline = format!("{} does not end after it begins", subject(event));
            notes.at(end_line.span, fault(headline, "check both times and their zones"));
        }
        _ => {}
    }
}

fn no_end(event: &Component<'_>, length: Option<&ContentLine<'_>>, notes: &mut Notes) {
    let Some(line) = length else {
        let headline = format!("{} has no DTEND", subject(event));
        let help = "write DTEND: without it an event takes no time, an hour or a day";
        notes.at(
            event.span,
            Fault::new(&codes::NO_END, Rule::DtendAlways, headline, help).kind("missing"),
        );
        return;
    };
    match duration(&line.value) {
        Some((days, time)) if days > 0 || time.is_positive() => {
            let headline = format!("{} has DURATION instead of DTEND", subject(event));
            let help = "write DTEND: days of the calendar and hours of the clock are reckoned \
                        differently where clocks change";
            notes.at(
                line.span,
                Fault::new(&codes::NO_END, Rule::DtendAlways, headline, help).kind("DURATION"),
            );
        }
        _ => {
            let headline = format!(
                "{}: DURATION `{}` is no length of time",
                subject(event),
                shown(&line.value)
            );
            let fault = Fault::new(&codes::END, Rule::DtendAlways, headline, "write DTEND");
            notes.at(line.span, fault.kind("DURATION"));
        }
    }
}

fn read(line: &ContentLine<'_>, zones: &mut Zones, notes: &mut Notes) -> Option<At> {
    let value = line.value.trim();
    let is_start = line.name == "DTSTART";
    let mut bad = |kind: &str, headline: String, help: &str| {
        let code = if is_start { &codes::START } else { &codes::END };
        let fault = Fault::new(code, Rule::ZoneOrUtc, headline, help);
        notes.at(line.span, fault.kind(kind));
    };
    let day = date(value);
    let says_date = line.parameter("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE"));
    if let Some(day) = day {
        if !says_date {
            let headline = format!("{} `{value}` is a date, and does not say so", line.name);
            let help = "write `;VALUE=DATE` before the colon: strict readers refuse it otherwise";
            bad("date", headline, help);
        }
        return Some(At::Day(day));
    }
    let (local, is_utc) = match value.strip_suffix('Z') {
        Some(local) => (local, true),
        None => (value, false),
    };
    let Some(local) = date_time(local).filter(|_| !says_date) else {
        let headline = format!("{} `{}` is no date or time", line.name, shown(value));
        let help = "write, for example, `;TZID=Europe/Brussels:20270923T140000`, \
                    `:20270923T120000Z` or `;VALUE=DATE:20270923`";
        bad("none", headline, help);
        return None;
    };
    let tzid = line.parameter("TZID");
    if is_utc {
        if let Some(tzid) = tzid {
            let headline = format!("{} is in UTC and in `{}`", line.name, shown(&tzid));
            bad(
                "both",
                headline,
                "leave out the TZID, or the Z: clients take the one or the other",
            );
            zones.uses(&tzid, line.span, notes);
        }
        return jiff::tz::Offset::UTC.to_timestamp(local).ok().map(At::Instant);
    }
    let Some(tzid) = tzid else {
        if !notes.repeats(line.span, &codes::FLOATING, "") {
            let headline = format!(
                "{} `{}` names no time zone: everyone reads it by their own clock, and servers as \
                 UTC",
                line.name,
                shown(value)
            );
            let help = "write `;TZID=` with the place whose clock is meant, and its VTIMEZONE; or \
                        UTC with a Z";
            notes.at(line.span, Fault::new(&codes::FLOATING, Rule::ZoneOrUtc, headline, help));
        }
        return Some(At::Local(local));
    };
    Some(zones.instant(&tzid, local, line, notes).map_or(At::Local(local), At::Instant))
}
