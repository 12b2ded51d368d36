//! Names that are a distance from UTC: `GMT+1`, `UTC-05:30`, `+0200`, `Etc/GMT-1`, `Z`.
//!
//! An offset is not a zone: it does not include summer time. The meanings of an offset include places
//! with clocks that show it for a part of the year, as often one of these is meant.

use std::sync::LazyLock;

use super::refusal::{Means, NameMeaning, RejectedKind, RejectedName, refusal, text};
use super::tables;

/// Offsets in use on Earth, in minutes east of UTC.
const IN_USE: std::ops::RangeInclusive<i32> = -12 * 60..=14 * 60;

/// What a fixed-offset name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrittenOffset {
    /// `Z`, and zero without letters: nobody means a place by it.
    Zulu,
    /// Minutes east of UTC.
    East(i32),
    /// Minutes west of UTC: POSIX counts so, and `Etc/GMT…` with it.
    EtcWest(i32),
}

/// Reads a fixed-offset name; `None` if the text is none, or further from UTC than any clock.
pub(super) fn read(name: &str) -> Option<RejectedName> {
    match parse(name)? {
        WrittenOffset::Zulu => refusal(RejectedKind::FixedOffset, [Means::AllYear(0)]),
        WrittenOffset::East(minutes) => refused(minutes),
        WrittenOffset::EtcWest(west) => {
            let east = Means::AllYear(-west).reading()?;
            let mut readings = vec![NameMeaning {
                meaning: format!("{}: Etc/GMT names count the other way round", text(-west)),
                clock: east.clock,
            }];
            if IN_USE.contains(&west) {
                let other = Means::AllYear(west).reading()?;
                let meaning = format!("{}, the sign read as everywhere else", text(west));
                readings.push(NameMeaning { meaning, ..other });
            }
            Some(RejectedName { kind: RejectedKind::FixedOffset, readings })
        }
    }
}

/// An offset, and the places that show it.
pub(super) fn refused(minutes: i32) -> Option<RejectedName> {
    let landmarks = LANDMARKS.iter().filter(|(offset, _)| *offset == minutes);
    let places = landmarks.flat_map(|(_, means)| means.iter().copied());
    refusal(RejectedKind::FixedOffset, [Means::AllYear(minutes)].into_iter().chain(places))
}

/// Minutes east of UTC in what Windows shows before a list of cities: `UTC+01:00`, `GMT`.
pub(super) fn in_display_form(name: &str) -> Option<i32> {
    if ["UTC", "GMT"].iter().any(|prefix| name.eq_ignore_ascii_case(prefix)) {
        return Some(0);
    }
    match parse(name)? {
        WrittenOffset::East(minutes) => Some(minutes),
        WrittenOffset::Zulu | WrittenOffset::EtcWest(_) => None,
    }
}

fn parse(name: &str) -> Option<WrittenOffset> {
    if name.eq_ignore_ascii_case("Z") {
        return Some(WrittenOffset::Zulu);
    }
    let (prefix, rest) = ["Etc/GMT", "GMT", "UTC"]
        .into_iter()
        .find_map(|prefix| {
            let head = name.get(..prefix.len())?;
            head.eq_ignore_ascii_case(prefix).then(|| (prefix, &name[prefix.len()..]))
        })
        .unwrap_or(("", name));
    let rest = rest.trim_start();
    let minutes = if !prefix.is_empty() && rest == "0" { 0 } else { parse_signed(rest)? };
    match (prefix, minutes) {
        ("Etc/GMT" | "", 0) => Some(WrittenOffset::Zulu),
        ("Etc/GMT", west) => IN_USE.contains(&-west).then_some(WrittenOffset::EtcWest(west)),
        (_, east) => IN_USE.contains(&east).then_some(WrittenOffset::East(east)),
    }
}

/// `+1`, `-05`, `+530`, `+0530`, `+5:30`, `- 05:30`, with a hyphen or a true minus sign.
fn parse_signed(text: &str) -> Option<i32> {
    let (sign, digits) = if let Some(digits) = text.strip_prefix('+') {
        (1, digits)
    } else {
        (-1, text.strip_prefix(['-', '\u{2212}', '\u{2013}'])?)
    };
    let digits = digits.trim_start();
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return None,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let number = |digits: &str| {
        let plain =
            matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Places with clocks that show an offset, in standard time before summer time.
pub(super) static LANDMARKS: LazyLock<Vec<(i32, Vec<Means>)>> = LazyLock::new(|| {
    let rows = tables::meanings(include_str!("landmarks.txt"));
    rows.into_iter().filter_map(|(minutes, means)| Some((minutes.parse().ok()?, means))).collect()
});

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::definition::zone_names::Clock;

    #[test]
    fn offsets_are_read_in_every_usual_spelling() {
        for text in
            ["UTC+1", "GMT+1", "utc+01", "UTC +1", "UTC + 1", "+01:00", "+0100", "+1", "+1:00"]
        {
            assert_eq!(parse(text), Some(WrittenOffset::East(60)), "{text}");
        }
        for text in ["UTC-05:30", "UTC\u{2212}5:30", "UTC\u{2013}530", "-0530"] {
            assert_eq!(parse(text), Some(WrittenOffset::East(-330)), "{text}");
        }
        assert_eq!(parse("GMT0"), Some(WrittenOffset::East(0)));
        assert_eq!(parse("UTC+14"), Some(WrittenOffset::East(840)));
        assert_eq!(parse("UTC-12"), Some(WrittenOffset::East(-720)));
        assert_eq!(parse("Etc/GMT-14"), Some(WrittenOffset::EtcWest(-840)));
    }

    #[test]
    fn what_is_no_offset_on_earth_is_not_read() {
        for text in [
            "",
            "+",
            "UTC",
            "GMT",
            "0",
            "1",
            "UTC1",
            "UTC+",
            "UTC+15",
            "UTC-13",
            "UTC+1:60",
            "UTC+1:5",
            "UTC+001:00",
            "UTC+12345",
            "UTC++1",
            "UTC+-1",
            "UTC+1é",
            "UTC+é1",
            "+¹",
            "Etc/GMT+13",
            "Etc/GMT-15",
            "Etc/UTC+1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn landmarks_are_in_order_and_show_their_offset_in_a_part_of_the_year() {
        assert!(LANDMARKS.is_sorted_by(|(a, _), (b, _)| a < b));
        let seasons = ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"]
            .map(|text| text.parse::<Timestamp>().expect("timestamp"));
        for (minutes, places) in LANDMARKS.iter() {
            for place in places {
                let reading = place.reading().expect("zone");
                let Clock::Zone(zone) = reading.clock else { panic!("no zone: {place:?}") };
                let [winter, summer] = seasons.map(|at| zone.offset_at(at).seconds() / 60);
                let expected = if reading.meaning.ends_with(", in summer") {
                    winter.max(summer)
                } else {
                    winter.min(summer)
                };
                assert_eq!(expected, *minutes, "{place:?}");
            }
        }
    }
}
