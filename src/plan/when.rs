//! The seven fields of time as one phrase, in the session's own local time.

use jiff::civil::{Date, DateTime, Time};

use super::shown::{Shown, Wording};

/// The fields that make up the time of a session.
pub(super) const KEYS: &[&str] =
    &["start", "end", "local_start", "local_end", "abbreviation", "abbreviation_end", "timezone"];

/// The value of a field by its name.
pub(super) type FieldLookup<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

enum PlannedTime<'a> {
    Timed { start: LocalTime<'a>, end: LocalTime<'a>, zone: &'a str },
    Days { first: Date, last: Date },
}

/// A local time and its instant.
struct LocalTime<'a> {
    local: DateTime,
    abbreviation: String,
    utc: &'a str,
}

/// `Fri 23 Oct 2020, 14:00–16:00 CEST (Europe/Brussels)`.
pub(super) fn words(get: FieldLookup<'_>) -> Option<String> {
    let span = read(get)?;
    Some(match &span {
        PlannedTime::Timed { zone, .. } => format!("{} ({zone})", span.words()),
        PlannedTime::Days { .. } => span.words(),
    })
}

/// Old and new; zones and instants are added if local times do not show the difference.
pub(super) fn pair<'a>(old: FieldLookup<'a>, new: FieldLookup<'a>) -> Shown {
    let (before, after) = (read(old), read(new));
    let (Some(before), Some(after)) = (&before, &after) else {
        let ours =
            |span: &Option<PlannedTime<'_>>| span.as_ref().map(|span| Wording::Ours(span.words()));
        return Shown::Pair(ours(&before), ours(&after));
    };
    let (mut left, mut right) = (before.words(), after.words());
    if let (PlannedTime::Timed { zone: was, .. }, PlannedTime::Timed { zone: is, .. }) =
        (before, after)
    {
        if was != is {
            left.push_str(&format!(" ({was})"));
            right.push_str(&format!(" ({is})"));
        } else if left == right {
            left.push_str(&before.instants());
            right.push_str(&after.instants());
        }
    }
    Shown::Pair(Some(Wording::Ours(left)), Some(Wording::Ours(right)))
}

/// The move in the fewest words: `14:00 → 15:00 CEST on 23 Oct 2020`. `None` if only the long form
/// is clear.
pub(super) fn moved<'a>(old: FieldLookup<'a>, new: FieldLookup<'a>) -> Option<String> {
    let (before, after) = (read(old)?, read(new)?);
    let (
        PlannedTime::Timed { start: old_start, end: old_end, zone: was },
        PlannedTime::Timed { start, end, zone },
    ) = (&before, &after)
    else {
        return Some(format!("{} → {}", before.words(), after.words()));
    };
    if was != zone || before.words() == after.words() {
        return None;
    }
    let length = |start: &LocalTime<'_>, end: &LocalTime<'_>| start.local.duration_until(end.local);
    let same_length = length(old_start, old_end) == length(start, end);
    let one_day = [old_start, old_end, start, end].windows(2).all(|pair| {
        pair[0].local.date() == pair[1].local.date() && pair[0].abbreviation == pair[1].abbreviation
    });
    let (day, abbreviation) = (short_day(start.local.date()), &start.abbreviation);
    let [from, to] = [old_start, start].map(|reading| clock(reading.local.time()));
    let [until, now_until] = [old_end, end].map(|reading| clock(reading.local.time()));
    let one_start = start.local.date() == old_start.local.date()
        && start.abbreviation == old_start.abbreviation;
    Some(if same_length && one_start {
        format!("{from} → {to} {abbreviation} on {day}")
    } else if same_length {
        let was =
            format!("{} {from} {}", short_day(old_start.local.date()), old_start.abbreviation);
        format!("{was} → {day} {to} {abbreviation}")
    } else if one_day && old_start.local == start.local {
        format!("ends {until} → {now_until} {abbreviation} on {day}")
    } else if one_day {
        format!("{from}–{until} → {to}–{now_until} {abbreviation} on {day}")
    } else {
        format!("{} → {}", before.words(), after.words())
    })
}

fn read<'a>(get: FieldLookup<'a>) -> Option<PlannedTime<'a>> {
    let (start, end) = (get("start")?, get("end")?);
    if !start.contains('T') {
        return Some(PlannedTime::Days { first: start.parse().ok()?, last: end.parse().ok()? });
    }
    let at_start = get("abbreviation")?;
    let reading = |utc, key: &str, abbreviation: &str| {
        // Zones without an abbreviation have an offset instead.
        let sign = if abbreviation.starts_with(['+', '-']) { "UTC" } else { "" };
        let local = get(key)?.parse().ok()?;
        Some(LocalTime { local, abbreviation: format!("{sign}{abbreviation}"), utc })
    };
    Some(PlannedTime::Timed {
        start: reading(start, "local_start", at_start)?,
        end: reading(end, "local_end", get("abbreviation_end").unwrap_or(at_start))?,
        zone: get("timezone")?,
    })
}

impl PlannedTime<'_> {
    fn words(&self) -> String {
        match self {
            Self::Days { first, last } if first == last => format!("{}, all day", day(*first)),
            Self::Days { first, last } => format!("{} – {}, all day", day(*first), day(*last)),
            Self::Timed { start, end, .. } => {
                let (from, to) = (clock(start.local.time()), clock(end.local.time()));
                let (date, last) = (day(start.local.date()), day(end.local.date()));
                let (at_start, at_end) = (&start.abbreviation, &end.abbreviation);
                if date != last {
                    format!("{date}, {from} {at_start} – {last}, {to} {at_end}")
                } else if at_start != at_end {
                    format!("{date}, {from} {at_start} – {to} {at_end}")
                } else {
                    format!("{date}, {from}–{to} {at_start}")
                }
            }
        }
    }

    fn instants(&self) -> String {
        match self {
            Self::Timed { start, end, .. } => format!(" ({}/{})", start.utc, end.utc),
            Self::Days { .. } => String::new(),
        }
    }
}

fn day(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

fn short_day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

fn clock(time: Time) -> String {
    let form = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    time.strftime(form).to_string()
}
