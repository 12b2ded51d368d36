//! Checks start and end of an event: rules `no-skipped-or-repeated-hour`, `zone-or-utc` and
//! `dtend-always`.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::clients::{self, HOME, NOBODY, ORDER};
use super::notes::{FaultNotes, LintFault, shown, subject};
use super::properties::is_right;
use super::table::EVENT;
use super::zones::ZoneChecks;
use super::{codes, fix};
use crate::definition::zone_names::of_tzid;
use crate::ical::{Component, ContentLine, date, date_time, duration};
use crate::model::Zone;
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
        let end = event.get("DTEND");
        let before = end.and_then(|end| Some((end, fix::later(&end.value, -1)?)));
        let start = before.map_or_else(
            || "DTSTART;TZID=Europe/Brussels:20270923T140000".to_owned(),
            |(end, start)| fix::named(end, "DTSTART", &start),
        );
        let help = format!("write when it begins, such as `{start}`");
        let fault = LintFault::new(&codes::START, Rule::DtendAlways, headline, help);
        notes.at(event.span, fault.kind("missing"));
        return;
    };
    let start = read(start_line, zones, notes);
    repeats(event, start_line, notes);
    let (end_line, length) = (event.get("DTEND"), event.get("DURATION"));
    let Some(end_line) = end_line else {
        no_end(event, start_line, start, length, notes);
        return;
    };
    let fault = |headline: String, help: String| {
        LintFault::new(&codes::END, Rule::DtendAlways, headline, help)
    };
    if length.is_some() {
        let headline = format!("{} has DTEND and DURATION", subject(event));
        notes.at(
            end_line.span,
            fault(headline, "leave DURATION out".to_owned()).costing(HOME).kind("both"),
        );
    }
    let end = read(end_line, zones, notes);
    let (Some(start), Some(end)) = (start, end) else { return };
    match (start, end) {
        (EventTime::Day(first), EventTime::Day(after)) if after <= first => {
            let headline =
                format!("{} ends before its day is over: DTEND is `{after}`", subject(event));
            let help = format!(
                "write `{}` or a later day: DTEND of whole days is the day after the last one (RFC \
                 5545 §3.6.1)",
                fix::line(end_line, &fix::later(&start_line.value, 1).unwrap_or_default())
            );
            notes.at(end_line.span, fault(headline, help).costing(ORDER).kind("days"));
        }
        (EventTime::Day(_), EventTime::Instant(_) | EventTime::Local(_))
        | (EventTime::Instant(_) | EventTime::Local(_), EventTime::Day(_)) => {
            let headline =
                format!("{} has a date at one end and a time at the other", subject(event));
            let help = match start {
                EventTime::Day(_) => {
                    let last = end_line.value.get(..8).unwrap_or_default();
                    let after = fix::later(last, 1).unwrap_or_default();
                    format!("write `DTEND;VALUE=DATE:{after}`, or DTSTART with a time")
                }
                _ => format!("write DTEND with a time, such as `{}`", fix::end_after(start_line)),
            };
            notes.at(end_line.span, fault(headline, help).costing(HOME).kind("kinds"));
        }
        (EventTime::Instant(_), EventTime::Local(_))
        | (EventTime::Local(_), EventTime::Instant(_))
            if is_floating(start_line) != is_floating(end_line) =>
        {
            let headline = format!("{} has a time zone at one end only", subject(event));
            notes.at(
                end_line.span,
                fault(headline, in_one_zone(start_line, end_line)).costing(HOME).kind("zone"),
            );
        }
        (EventTime::Instant(from), EventTime::Instant(to)) if to <= from => {
            let headline = format!("{} does not end after it begins", subject(event));
            notes.at(
                end_line.span,
                fault(headline, check_both(start_line, end_line)).costing(ORDER),
            );
        }
        (EventTime::Local(from), EventTime::Local(to)) if to <= from => {
            let headline = format!("{} does not end after it begins", subject(event));
            notes.at(
                end_line.span,
                fault(headline, check_both(start_line, end_line)).costing(ORDER),
            );
        }
        _ => {}
    }
}

/// Help for a start and end of which only one has a zone: the other with the same zone.
fn in_one_zone(start: &ContentLine<'_>, end: &ContentLine<'_>) -> String {
    let (zoned, floating) = if is_floating(end) { (start, end) } else { (end, start) };
    let zulu = if zoned.value.ends_with('Z') { "Z" } else { "" };
    let value = format!("{}{zulu}", floating.value);
    format!("write `{}`", fix::named(zoned, &floating.name, &value))
}

/// Help for an end that is not after the start.
fn check_both(start: &ContentLine<'_>, end: &ContentLine<'_>) -> String {
    let local = |text: &str| date_time(text.strip_suffix('Z').unwrap_or(text));
    let next_day = local(&end.value)
        .and_then(|at| at.checked_add(jiff::Span::new().days(1)).ok())
        .filter(|at| local(&start.value).is_some_and(|start| *at > start));
    match next_day {
        Some(at) => {
            let zulu = if end.value.ends_with('Z') { "Z" } else { "" };
            let line = fix::line(end, &format!("{}{zulu}", fix::written(at)));
            format!("write `{line}` if it ends on the next day, or correct one of the times")
        }
        None => format!("write an end after the start, such as `{}`", fix::end_after(start)),
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
        let zulu = if is_floating(start) { "" } else { "Z" };
        let wrong = match until {
            Some(_) if part("COUNT=").is_some() => {
                Some(("has COUNT and UNTIL", String::new(), NOBODY))
            }
            Some(until) if is_day(until) && !starts_on_day => {
                let time = format!("UNTIL={until}T235959{zulu}");
                Some(("ends on a day, and DTSTART is a time", time, HOME))
            }
            Some(until) if !is_day(until) && starts_on_day => {
                let day = format!("UNTIL={}", until.get(..8).unwrap_or_default());
                Some(("ends at a time, and DTSTART is a day", day, NOBODY))
            }
            Some(until) if !starts_on_day && is_floating(start) == until.ends_with('Z') => {
                let time = format!("UNTIL={}{zulu}", until.trim_end_matches('Z'));
                Some(("has an UNTIL that is local or UTC where DTSTART is not", time, HOME))
            }
            _ => None,
        };
        if let Some((what, until, losses)) = wrong {
            // Without COUNT where both are there, else with another UNTIL.
            let parts = line.value.split(';').filter_map(|part| match part {
                _ if part.starts_with("COUNT=") => None,
                _ if part.starts_with("UNTIL=") && !until.is_empty() => Some(until.as_str()),
                part => Some(part),
            });
            let rule = parts.collect::<Vec<_>>().join(";");
            let help = fix::write_or(&fix::line(line, &rule), "correct UNTIL");
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
            let help = format!(
                "{}: otherwise it changes no occurrence",
                fix::write_or(&like_start(line, start), "write it in the form of DTSTART")
            );
            let fault = LintFault::new(&codes::VALUE, Rule::ValuesValidated, headline, help);
            notes.at(line.span, fault.kind(format!("{} type", line.name)));
        }
    }
}

/// An EXDATE or RECURRENCE-ID with the type of DTSTART.
fn like_start(line: &ContentLine<'_>, start: &ContentLine<'_>) -> String {
    let time = start.value.split_once('T').map(|(_, time)| time);
    let values = line.value.split(',').map(|item| {
        let day = item.get(..8).unwrap_or(item);
        time.map_or_else(|| day.to_owned(), |time| format!("{day}T{time}"))
    });
    let values = values.collect::<Vec<_>>().join(",");
    match time {
        Some(_) => fix::named(start, &line.name, &values),
        None => format!("{};VALUE=DATE:{values}", line.name),
    }
}

fn no_end(
    event: &Component<'_>,
    start_line: &ContentLine<'_>,
    start: Option<EventTime>,
    length: Option<&ContentLine<'_>>,
    notes: &mut FaultNotes,
) {
    let example = || format!("write when it ends, such as `{}`", fix::end_after(start_line));
    let Some(line) = length else {
        let headline = format!("{} has no DTEND", subject(event));
        let help = format!("{}: without it clients show no time, an hour or a day", example());
        let fault = LintFault::new(&codes::NO_END, Rule::DtendAlways, headline, help);
        notes.at(event.span, fault.kind("missing"));
        return;
    };
    match duration(line.value.trim()) {
        Some((days, time)) if days > 0 || time.is_positive() => {
            let headline = format!("{} has DURATION instead of DTEND", subject(event));
            let end = start.and_then(|start| end_of(start_line, start, (days, time)));
            let write = end.map_or_else(example, |end| format!("write `{end}`"));
            let help = format!(
                "{write} instead of DURATION: clients add days and hours differently when clocks change"
            );
            let fault = LintFault::new(&codes::NO_END, Rule::DtendAlways, headline, help);
            notes.at(line.span, fault.kind("DURATION"));
        }
        Some((days, time)) => {
            let losses = if days < 0 || time.is_negative() { HOME } else { ORDER };
            let headline = format!(
                "{}: DURATION `{}` does not end after it begins",
                subject(event),
                shown(&line.value)
            );
            let help = format!("{} instead of DURATION", example());
            let fault = LintFault::new(&codes::END, Rule::DtendAlways, headline, help);
            notes.at(line.span, fault.costing(losses).kind("DURATION"));
        }
        // `properties` reports a value that is not a length of time.
        None => {}
    }
}

/// The DTEND that a DURATION means. RFC 5545 §3.3.6: days are calendar days, hours are exact.
fn end_of(
    line: &ContentLine<'_>,
    start: EventTime,
    (days, time): (i32, SignedDuration),
) -> Option<String> {
    let days = jiff::Span::new().try_days(days).ok()?;
    let value = match start {
        EventTime::Day(day) => day.checked_add(days).ok()?.strftime("%Y%m%d").to_string(),
        EventTime::Local(local) => {
            fix::written(local.checked_add(days).ok()?.checked_add(time).ok()?)
        }
        EventTime::Instant(at) => {
            let tzid = line.parameter("TZID");
            let zone = tzid.as_deref().map_or(Some(Zone::utc()), |tzid| of_tzid(tzid, None))?;
            let clock = zone.time_zone();
            let later = clock.to_datetime(at).checked_add(days).ok()?;
            let end = clock.to_timestamp(later).ok()?.checked_add(time).ok()?;
            let zulu = if tzid.is_none() { "Z" } else { "" };
            format!("{}{zulu}", fix::written(clock.to_datetime(end)))
        }
    };
    Some(fix::named(line, "DTEND", &value))
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
            let help = format!(
                "write `{}`: a date has no time zone (RFC 5545 §3.2.19)",
                fix::without(line, "TZID", value)
            );
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
            let help = format!(
                "write `{}`, or `{}`: clients use one or the other",
                fix::without(line, "TZID", value),
                fix::line(line, value.trim_end_matches('Z'))
            );
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
            let help = match zones.only_block() {
                Some(tzid) => format!(
                    "write `{};TZID={tzid}:{value}`, if that zone is meant; or the time in UTC with a Z",
                    line.name
                ),
                None => format!(
                    "write `{};TZID=Europe/Brussels:{value}`, with the place that is meant and its \
                     VTIMEZONE; or the time in UTC with a Z",
                    line.name
                ),
            };
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
