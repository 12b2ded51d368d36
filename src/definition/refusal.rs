//! Reads time zone names; reports every meaning of an ambiguous name (rule `named-places-only`).

use std::fmt::Write as _;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

use super::codes;
use super::fields::ValueKind;
use super::reader::{KeyName, Placed, Table, TableReader, shown};
use super::time::{Length, TimeKeys, WrittenTime, offset_text};
use super::zone_names::{Clock, NameMeaning, RejectedName, ZoneName};
use crate::diagnostic::Span;
use crate::model::{Resolved, Zone};

/// A rejected zone name.
pub(super) struct RefusedZone {
    written: String,
    span: Span,
    refusal: RejectedName,
}

/// Reads a zone name. A rejected name is returned with its meanings, to be reported once the times are
/// known that it would apply to.
pub(super) fn zone(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
) -> Option<Result<Zone, Option<RefusedZone>>> {
    table.values.get(key)?;
    let Some(text) = reader.text(table, key, ValueKind::Zone) else { return Some(Err(None)) };
    let written = shown(text.value);
    match super::zone_names::read(text.value) {
        ZoneName::Zone(zone) => Some(Ok(zone)),
        ZoneName::Refused(refusal) => {
            Some(Err(Some(RefusedZone { written, span: text.span, refusal })))
        }
        ZoneName::Unknown { suggestions } => {
            let headline = format!("{} `{written}` is not a known time zone", table.named(key));
            let finding = reader.find(&codes::ZONE_UNKNOWN, text.span, headline);
            if suggestions.is_empty() {
                finding.add_help("write an IANA name such as `Europe/Brussels`, or `UTC`");
            } else {
                let names: Vec<_> = suggestions.iter().map(|name| format!("`{name}`")).collect();
                finding.add_help(format!("did you mean {}?", names.join(" or ")));
            }
            Some(Err(None))
        }
    }
}

/// Reports a rejected zone name, with each session's time by each meaning.
pub(super) fn refuse(
    reader: &mut TableReader,
    name: KeyName<'_>,
    refused: &RefusedZone,
    sessions: &[(String, TimeKeys)],
) {
    let RefusedZone { written, span, refusal } = refused;
    let readings = &refusal.readings;
    if let Some(zone) = super::zone_names::successor(written, readings) {
        let headline = format!("{name} `{written}` is an old name of `{zone}`");
        let help = format!("write `timezone = \"{zone}\"`");
        reader.find(&codes::ZONE_REFUSED, *span, headline).add_help(help);
        return;
    }
    let headline = match readings.as_slice() {
        [only] => {
            format!("{name} `{written}` is not an IANA name; it means {}", only.meaning)
        }
        _ => format!("{name} `{written}` can be read in {} ways", readings.len()),
    };
    let home = readings
        .iter()
        .find_map(|reading| match reading.clock {
            Clock::Zone(zone) => Some(zone),
            Clock::Fixed(_) => None,
        })
        .unwrap_or_else(Zone::utc);
    let tables: Vec<String> = readings
        .iter()
        .map(|reading| format!("{}\n{}", reading.meaning, reading_table(reading, home, sessions)))
        .map(|table| table.trim_end().to_owned())
        .collect();
    let finding = reader.find(&codes::ZONE_REFUSED, *span, headline);
    for table in tables {
        finding.add_note(table);
    }
    for reading in readings {
        finding.add_help(line_to_write(reading, home));
    }
}
/// One row a session: its time in `home` and in UTC, if its clock is the reading's.
fn reading_table(reading: &NameMeaning, home: Zone, sessions: &[(String, TimeKeys)]) -> String {
    let width = sessions.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0);
    let mut rows = String::new();
    for (id, times) in sessions {
        let Some(Placed { value: WrittenTime::Local(start), .. }) = times.start else { continue };
        let from = instant_under(reading, start);
        let end = match (times.end.map(|end| end.value), times.length.map(|length| length.value)) {
            (Some(WrittenTime::Local(end)), _) => instant_under(reading, end),
            (_, length) => match length.or(times.default_length) {
                Some(Length::Minutes(minutes)) => {
                    from.and_then(|from| from.checked_add(SignedDuration::from_mins(minutes)).ok())
                }
                _ => None,
            },
        };
        let zone = match reading.clock {
            Clock::Zone(zone) => zone,
            Clock::Fixed(_) => home,
        };
        let row = match (from, end) {
            (Some(from), end) => {
                let local = |at: Timestamp| zone.time_zone().to_datetime(at);
                let mut row = local(from).strftime("%Y-%m-%d %H:%M").to_string();
                let mut utc = from.strftime("%H:%MZ").to_string();
                if let Some(end) = end {
                    let _ = write!(row, "–{}", local(end).strftime("%H:%M"));
                    let _ = write!(utc, "–{}", end.strftime("%H:%MZ"));
                }
                format!("{row} {} in {zone} = {utc}", zone.abbreviation_at(from))
            }
            (None, _) => format!("{} is skipped or shown twice", start.strftime("%Y-%m-%d %H:%M")),
        };
        let _ = writeln!(rows, "  {id:width$}  {row}");
    }
    rows
}

fn instant_under(reading: &NameMeaning, local: DateTime) -> Option<Timestamp> {
    match reading.clock {
        Clock::Fixed(offset) => offset.to_timestamp(local).ok(),
        Clock::Zone(zone) => match zone.resolve(local) {
            Resolved::Once(instant) => Some(instant),
            _ => None,
        },
    }
}

fn line_to_write(reading: &NameMeaning, home: Zone) -> String {
    match reading.clock {
        Clock::Zone(zone) => format!("for {}, write `timezone = \"{zone}\"`", reading.meaning),
        Clock::Fixed(offset) => format!(
            "for {}, write `timezone = \"{home}\"` and each time with its offset, as in \
             `2027-09-23T14:00:00{}`",
            reading.meaning,
            offset_text(offset)
        ),
    }
}
