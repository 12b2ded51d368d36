//! What names mean, through the one door.

use std::collections::BTreeSet;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{
    abbreviations::ABBREVIATIONS, refusal::Means, tables::PLACES, windows::tests::ZONES, *,
};

/// `Sort: meaning = clock; …`, one line for any outcome.
fn told(name: &str) -> String {
    match read(name) {
        ZoneName::Zone(zone) => format!("zone {zone}"),
        ZoneName::Unknown { suggestions } if suggestions.is_empty() => "unknown".to_owned(),
        ZoneName::Unknown { suggestions } => format!("unknown, near {}", suggestions.join(" ")),
        ZoneName::Refused(RejectedName { kind, readings }) => {
            let readings: Vec<_> = readings
                .iter()
                .map(|reading| match reading.clock {
                    Clock::Zone(zone) => format!("{} = {zone}", reading.meaning),
                    Clock::Fixed(offset) => format!("{} = {offset}", reading.meaning),
                })
                .collect();
            format!("{kind:?}: {}", readings.join("; "))
        }
    }
}

fn readings(name: &str) -> Vec<NameMeaning> {
    match read(name) {
        ZoneName::Refused(refusal) => refusal.readings,
        other => panic!("{name}: {other:?}"),
    }
}

fn offset_at(clock: Clock, instant: Timestamp) -> Offset {
    match clock {
        Clock::Zone(zone) => zone.offset_at(instant),
        Clock::Fixed(offset) => offset,
    }
}

/// Every second day for two years: all clocks that differ in a season differ on one of them.
fn days() -> impl Iterator<Item = Timestamp> {
    let first: Timestamp = "2026-01-01T12:00:00Z".parse().expect("timestamp");
    (0..365).map(move |day| first + SignedDuration::from_hours(48 * day))
}

#[test]
fn every_name_of_the_database_is_a_zone_or_refused_with_a_reading() {
    let mut refused = 0;
    for name in TimeZoneDatabase::bundled().available() {
        match read(name.as_str()) {
            ZoneName::Zone(zone) => assert_eq!(Zone::get(name.as_str()), Some(zone)),
            ZoneName::Refused(refusal) => {
                assert!(!refusal.readings.is_empty(), "{name}");
                refused += 1;
            }
            ZoneName::Unknown { .. } => panic!("{name} is unknown"),
        }
    }
    assert!(refused > 60, "{refused}");
}

#[test]
fn every_zone_that_the_tables_name_is_known_and_canonical() {
    let of_means = |means: &Means| match means {
        Means::Clocks { zone, .. } => Some(*zone),
        Means::AllYear(_) => None,
    };
    let named: BTreeSet<&str> = ABBREVIATIONS
        .iter()
        .flat_map(|(_, means)| means.iter())
        .chain(offsets::LANDMARKS.iter().flat_map(|(_, means)| means.iter()))
        .filter_map(of_means)
        .chain(ZONES.iter().map(|(_, zone)| *zone))
        .chain(PLACES.iter().map(|(_, zone)| *zone))
        .collect();
    assert!(named.len() > 150, "{}", named.len());
    for name in named {
        assert_eq!(Zone::get(name).map(Zone::name), Some(name));
    }
}

#[test]
fn every_entry_of_the_tables_gets_through_the_door() {
    for (letters, means) in ABBREVIATIONS.iter() {
        for written in [(*letters).to_owned(), letters.to_lowercase()] {
            let ZoneName::Refused(refusal) = read(&written) else { panic!("{written}") };
            assert_eq!(refusal.kind, RejectedKind::Abbreviation, "{written}");
            assert_eq!(refusal.readings.len(), means.len(), "{written}");
        }
    }
    for (windows, zone) in ZONES {
        let clock = Clock::Zone(Zone::get(zone).expect(zone));
        for written in [(*windows).to_owned(), windows.to_uppercase()] {
            let ZoneName::Refused(refusal) = read(&written) else { panic!("{written}") };
            assert_eq!(refusal.kind, RejectedKind::Windows, "{written}");
            assert_eq!(refusal.readings[0].clock, clock, "{written}");
        }
    }
}

#[test]
fn no_two_readings_of_an_abbreviation_tell_the_same_time_all_year() {
    for (letters, _) in ABBREVIATIONS.iter() {
        let readings = readings(letters);
        for (at, one) in readings.iter().enumerate() {
            for other in &readings[..at] {
                let differ =
                    days().any(|day| offset_at(one.clock, day) != offset_at(other.clock, day));
                assert!(differ, "{letters}: {} and {}", one.meaning, other.meaning);
            }
        }
    }
}

#[test]
fn every_abbreviation_that_a_clock_shows_these_years_is_explained_by_a_clock_that_shows_it() {
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for zone in Zone::all().filter(|zone| !zone.is_utc()) {
        for day in days() {
            let letters = zone.abbreviation_at(day);
            if letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                shown.insert(letters);
            }
        }
    }
    assert!(shown.len() > 40, "{shown:?}");
    for letters in shown {
        let explained = readings(&letters).iter().any(|reading| {
            let Clock::Zone(zone) = reading.clock else { return false };
            days().any(|day| zone.abbreviation_at(day) == letters)
        });
        assert!(explained, "{letters}");
    }
}

#[test]
fn the_abbreviations_of_announcements_are_refused() {
    let letters = "CET CEST MET MEZ MESZ MEST EET EEST WET WEST BST IST GMT EST EDT CST CDT MST MDT \
        PST PDT ET CT MT PT AKST AKDT HST AST ADT NST NDT JST KST HKT SGT PHT ICT WIB WITA WIT AEST \
        AEDT ACST ACDT AWST NZST NZDT MSK SAMT YEKT TRT SAST EAT CAT WAT PKT NPT BDT GST IRST AZT \
        GET UZT BRT ART CLT CLST COT PET VET UYT EST5EDT CST6CDT MST7MDT PST8PDT";
    for letters in letters.split_whitespace() {
        let ZoneName::Refused(refusal) = read(letters) else { panic!("{letters}") };
        assert_eq!(refusal.kind, RejectedKind::Abbreviation, "{letters}");
    }
}

#[test]
fn zones_stay_zones() {
    insta::assert_snapshot!(
        ["Europe/Brussels", "Asia/Calcutta", "US/Eastern", "UTC", "Etc/UTC"].map(told).join("\n"),
        @r"
        zone Europe/Brussels
        zone Asia/Kolkata
        zone America/New_York
        zone UTC
        zone UTC
        "
    );
}

#[test]
fn abbreviations_have_every_reading_the_likeliest_first() {
    insta::assert_snapshot!(
        [
            "CET", "cest", " MEZ ", "BST", "IST", "CST", "GMT", "EST", "PST", "JST", "HST", "AEST",
            "EST5EDT", "CET/CEST", "Central European Time", "Eastern Time (US & Canada)",
        ]
        .map(told)
        .join("\n"),
        @r"
        Abbreviation: the clocks of Central Europe = Europe/Brussels; UTC+01:00 all year = +01
        Abbreviation: the clocks of Central Europe = Europe/Brussels; UTC+02:00 all year = +02
        Abbreviation: the clocks of Central Europe = Europe/Berlin; UTC+01:00 all year = +01
        Abbreviation: the clocks of the United Kingdom = Europe/London; UTC+01:00 all year = +01; the clocks of Bangladesh = Asia/Dhaka
        Abbreviation: the clocks of India = Asia/Kolkata; the clocks of Ireland = Europe/Dublin; the clocks of Israel = Asia/Jerusalem
        Abbreviation: the clocks of the central US = America/Chicago; UTC-06:00 all year = -06; the clocks of China = Asia/Shanghai; the clocks of Cuba = America/Havana
        Abbreviation: the clocks of the United Kingdom = Europe/London; UTC all year = UTC
        Abbreviation: the clocks of the US East Coast = America/New_York; UTC-05:00 all year = -05; the clocks of Sydney and Melbourne = Australia/Sydney
        Abbreviation: the clocks of the US West Coast = America/Los_Angeles; UTC-08:00 all year = -08; the clocks of the Philippines = Asia/Manila
        Abbreviation: the clocks of Japan = Asia/Tokyo
        Abbreviation: the clocks of Hawaii = Pacific/Honolulu; the clocks of the Aleutian Islands = America/Adak
        Abbreviation: the clocks of Sydney and Melbourne = Australia/Sydney; the clocks of Queensland = Australia/Brisbane
        Abbreviation: the clocks of the US East Coast = America/New_York
        Abbreviation: the clocks of Central Europe = Europe/Brussels
        Abbreviation: the clocks of Central Europe = Europe/Brussels; UTC+01:00 all year = +01
        Abbreviation: the clocks of the US East Coast = America/New_York
        "
    );
}

#[test]
fn fixed_offsets_have_the_offset_and_places_that_show_it() {
    insta::assert_snapshot!(
        [
            "GMT+1", "UTC+2", "UTC-05:30", "+02:00", "+0200", "UTC+0", "Z", "+00:00", "GMT0",
            "Etc/GMT-1", "etc/gmt+5", "Etc/GMT-14", "Etc/GMT+0", "UTC+12",
        ]
        .map(told)
        .join("\n"),
        @r"
        FixedOffset: UTC+01:00 all year = +01; the clocks of Central Europe = Europe/Brussels; the clocks of the United Kingdom, in summer = Europe/London
        FixedOffset: UTC+02:00 all year = +02; the clocks of Eastern Europe = Europe/Athens; the clocks of Central Europe, in summer = Europe/Brussels
        FixedOffset: UTC-05:30 all year = -05:30
        FixedOffset: UTC+02:00 all year = +02; the clocks of Eastern Europe = Europe/Athens; the clocks of Central Europe, in summer = Europe/Brussels
        FixedOffset: UTC+02:00 all year = +02; the clocks of Eastern Europe = Europe/Athens; the clocks of Central Europe, in summer = Europe/Brussels
        FixedOffset: UTC all year = UTC; the clocks of the United Kingdom = Europe/London
        FixedOffset: UTC all year = UTC
        FixedOffset: UTC all year = UTC
        FixedOffset: UTC all year = UTC; the clocks of the United Kingdom = Europe/London
        FixedOffset: UTC+01:00: Etc/GMT names count the other way round = +01; UTC-01:00, the sign read as everywhere else = -01
        FixedOffset: UTC-05:00: Etc/GMT names count the other way round = -05; UTC+05:00, the sign read as everywhere else = +05
        FixedOffset: UTC+14:00: Etc/GMT names count the other way round = +14
        FixedOffset: UTC all year = UTC
        FixedOffset: UTC+12:00 all year = +12; the clocks of New Zealand = Pacific/Auckland
        "
    );
}

#[test]
fn windows_names_have_the_zone_they_stand_for() {
    insta::assert_snapshot!(
        [
            "Romance Standard Time",
            "W. Europe Standard Time",
            "w. europe daylight time",
            "GMT Standard Time",
            "Eastern Standard Time",
            "Dateline Standard Time",
            "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris",
            "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
            "(GMT) Dublin, Edinburgh, Lisbon, London",
            "(UTC-07:00) Chihuahua, La Paz, Mazatlan",
            "(UTC-05:00) Eastern Time (US & Canada)",
            "(UTC-10:00) Aleutian Islands",
            "(UTC-03:00) Greenland",
            "(UTC) Coordinated Universal Time",
            "(UTC+06:30) Yangon (Rangoon)",
            "(UTC-12:00) International Date Line West",
            "(UTC+01:00) Atlantis",
        ]
        .map(told)
        .join("\n"),
        @r"
        Windows: the clocks of Paris = Europe/Paris
        Windows: the clocks of Berlin = Europe/Berlin
        Windows: the clocks of Berlin = Europe/Berlin
        Windows: the clocks of London = Europe/London
        Windows: the clocks of New York = America/New_York
        Windows: UTC-12:00 all year = -12
        Windows: the clocks of Brussels = Europe/Brussels
        Windows: the clocks of Amsterdam = Europe/Amsterdam
        Windows: the clocks of Dublin = Europe/Dublin
        Windows: the clocks of Mazatlan = America/Mazatlan
        Windows: the clocks of the US East Coast = America/New_York
        Windows: the clocks of Adak = America/Adak
        Windows: the clocks of Nuuk = America/Nuuk
        Windows: UTC all year = UTC
        Windows: the clocks of Yangon = Asia/Yangon
        FixedOffset: UTC-12:00 all year = -12
        FixedOffset: UTC+01:00 all year = +01; the clocks of Central Europe = Europe/Brussels; the clocks of the United Kingdom, in summer = Europe/London
        "
    );
}

#[test]
fn old_names_have_the_zone_of_the_database() {
    insta::assert_snapshot!(
        [
            "Japan", "Eire", "GB", "Poland", "turkey", "Cuba", "NZ", "PRC", "ROK", "Hongkong",
            "Navajo", "W-SU", "Zulu", "Etc/Zulu", "Universal", "Etc/UCT", "Etc/Greenwich", "Factory",
        ]
        .map(told)
        .join("\n"),
        @r"
        OldName: the clocks of Tokyo = Asia/Tokyo
        OldName: the clocks of Dublin = Europe/Dublin
        OldName: the clocks of London = Europe/London
        OldName: the clocks of Warsaw = Europe/Warsaw
        OldName: the clocks of Istanbul = Europe/Istanbul
        OldName: the clocks of Havana = America/Havana
        OldName: the clocks of Auckland = Pacific/Auckland
        OldName: the clocks of Shanghai = Asia/Shanghai
        OldName: the clocks of Seoul = Asia/Seoul
        OldName: the clocks of Hong Kong = Asia/Hong_Kong
        OldName: the clocks of Denver = America/Denver
        OldName: the clocks of Moscow = Europe/Moscow
        OldName: UTC all year = UTC
        OldName: UTC all year = UTC
        OldName: UTC all year = UTC
        OldName: UTC all year = UTC
        OldName: UTC all year = UTC
        OldName: UTC all year = UTC
        "
    );
}

#[test]
fn unknown_names_come_with_the_nearest_and_only_with_near_ones() {
    insta::assert_snapshot!(
        [
            "europe/brussels", "utc", "America/New York", " Europe/Brussels", "Brussels", "brussels",
            "New York", "Brussels time", "Bruxelles", "Zürich", "Belgium", "Germany/Berlin",
            "Europe/Kolkata", "Europe/Brussles", "Brussles", "Europe Brussels", "EuropeBrussels",
            "Asia/Calcuta", "Pacific", "xyz", "xyzzy", "Europe/Atlantis", "Local", "", "/", "_",
        ]
        .map(|name| format!("{name:?}: {}", told(name)))
        .join("\n"),
        @r#"
        "europe/brussels": unknown, near Europe/Brussels
        "utc": unknown, near UTC
        "America/New York": unknown, near America/New_York
        " Europe/Brussels": unknown, near Europe/Brussels
        "Brussels": unknown, near Europe/Brussels
        "brussels": unknown, near Europe/Brussels
        "New York": unknown, near America/New_York
        "Brussels time": unknown, near Europe/Brussels
        "Bruxelles": unknown, near Europe/Brussels
        "Zürich": unknown, near Europe/Zurich
        "Belgium": unknown, near Europe/Brussels
        "Germany/Berlin": unknown, near Europe/Berlin
        "Europe/Kolkata": unknown, near Asia/Kolkata
        "Europe/Brussles": unknown, near Europe/Brussels
        "Brussles": unknown, near Europe/Brussels
        "Europe Brussels": unknown, near Europe/Brussels
        "EuropeBrussels": unknown, near Europe/Brussels
        "Asia/Calcuta": unknown, near Asia/Kolkata
        "Pacific": unknown, near America/Vancouver America/Los_Angeles
        "xyz": unknown
        "xyzzy": unknown
        "Europe/Atlantis": unknown
        "Local": unknown
        "": unknown
        "/": unknown
        "_": unknown
        "#
    );
}

#[test]
fn endless_names_are_cut_off_before_anything_is_compared() {
    assert_eq!(told(&"😀".repeat(2_500)), "unknown");
    assert_eq!(told(&"Europe/".repeat(2_500)), "unknown");
    assert_eq!(told(&format!("CET{}", " ".repeat(MAX_BYTES))), "unknown");
}

proptest! {
    #[test]
    fn nothing_written_brings_it_down(
        head in "(UTC|GMT|Etc/GMT|\\(UTC|\\(GMT\\)|CET/|Europe/|[+-−])?",
        tail in "[0-9:+)(/ _,é\u{2212}\u{2028}\u{1F600}]{0,12}|\\PC{0,30}",
    ) {
        let name = format!("{head}{tail}");
        match read(&name) {
            ZoneName::Zone(zone) => prop_assert_eq!(Zone::get(&name), Some(zone)),
            ZoneName::Refused(refusal) => prop_assert!(!refusal.readings.is_empty()),
            ZoneName::Unknown { suggestions } => {
                prop_assert!(suggestions.len() <= 3);
                for name in suggestions {
                    prop_assert_eq!(Zone::get(&name).map(Zone::name), Some(name.as_str()));
                }
            }
        }
    }
}
