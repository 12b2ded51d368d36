//! Each rule is broken by itself; and what the guard remembers of one calendar, it applies to no other
//! bytes.

mod lines;
mod values;
mod zones;

use super::*;
use crate::ical::Block;
use crate::model::Zone;

const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\n\
    DTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nTZNAME:JST\r\n\
    END:STANDARD\r\nEND:VTIMEZONE\r\n";
const EVENT: &str = "BEGIN:VEVENT\r\nUID:886313e1-3b8a-5372-9b90-0c9aee199e5d\r\n\
    DTSTAMP:20270101T000000Z\r\nCREATED:20270101T000000Z\r\nLAST-MODIFIED:20270101T000000Z\r\n\
    SEQUENCE:0\r\nDTSTART;TZID=Asia/Tokyo:20270301T100000\r\n\
    DTEND;TZID=Asia/Tokyo:20270301T110000\r\nSUMMARY:Opening\r\nSTATUS:CONFIRMED\r\n\
    TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n";

fn file(zone: &str, event: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kalends//Kalends//EN\r\n\
         CALSCALE:GREGORIAN\r\n{zone}{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

const ALARM: &str = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Opening\r\nTRIGGER:-PT5M\r\n\
    END:VALARM\r\n";

/// The line of the fault, if there is one, and its rule.
fn place(checked: Result<(), Fault>) -> Result<(), (usize, Rule)> {
    checked.map_err(|fault| (fault.line, fault.rule))
}

/// What a guard that found the first calendar good says of the second; alone it says the same.
fn second(first: &str, second: &str) -> Result<(), Rule> {
    let mut guard = Guard::default();
    guard.check(first, Expected::Session).expect("the first is good");
    let checked = place(guard.check(second, Expected::Session));
    assert_eq!(checked, place(check(second, Expected::Session)), "{second}");
    checked.map_err(|(_, rule)| rule)
}

#[test]
fn the_same_event_is_good_again_with_an_alarm_and_without() {
    let alarm = format!("{EVENT}{ALARM}");
    for (one, other) in [(EVENT, EVENT), (EVENT, &alarm), (&alarm, EVENT), (&alarm, &alarm)] {
        assert_eq!(second(&file(ZONE, one), &file(ZONE, other)), Ok(()));
    }
}

#[test]
fn a_fault_in_an_event_that_begins_like_a_good_one_is_found() {
    let good = file(ZONE, EVENT);
    for (from, to, rule) in [
        ("SUMMARY:Opening", "SUMMARY:Open,ing", Rule::TextEscaped),
        ("BUSYSTATUS:BUSY", "BUSYSTATUS:FREE", Rule::BusySaidTwice),
        ("20270301T110000", "20270301T090000", Rule::DtendAlways),
        ("SEQUENCE:0", "SEQUENCE:00", Rule::SequenceNeverFalls),
    ] {
        assert_eq!(second(&good, &good.replace(from, to)), Err(rule), "{to}");
    }
}

#[test]
fn a_fault_behind_a_good_event_is_found() {
    for (more, rule) in [
        ("SUMMARY:Opening\r\n", Rule::NoEmptyOrRepeatedProperty),
        ("X-MORE:1\r\n", Rule::ListedPropertiesOnly),
        ("GEO:0\r\n", Rule::ValuesValidated),
    ] {
        let event = format!("{EVENT}{more}");
        assert_eq!(second(&file(ZONE, EVENT), &file(ZONE, &event)), Err(rule), "{more}");
    }
}

#[test]
fn a_good_event_proves_nothing_with_another_time_zone_or_none() {
    let good = file(ZONE, EVENT);
    let wrong = ZONE.replace("+0900", "+0800");
    assert_eq!(second(&good, &file(&wrong, EVENT)), Err(Rule::VtimezoneProven));
    assert_eq!(second(&good, &file("", EVENT)), Err(Rule::OneVtimezonePerZone));
    let twice = format!("{EVENT}END:VEVENT\r\n{EVENT}");
    assert_eq!(second(&good, &file(ZONE, &twice)), Err(Rule::UidOncePerFile));
}

#[test]
fn what_follows_a_known_event_is_no_event_by_itself() {
    let described = format!("{EVENT}DESCRIPTION:More\r\n");
    let files = [file(ZONE, EVENT), file(ZONE, &described)];
    let rest = file("", "BEGIN:VEVENT\r\nDESCRIPTION:More\r\n");
    let mut guard = Guard::default();
    for file in &files {
        guard.check(file, Expected::Session).expect("good");
    }
    assert!(guard.check(&rest, Expected::Session).is_err());
}

#[test]
fn components_stand_where_they_belong() {
    let session = |text: &str| place(check(text, Expected::Session));
    let good = file(ZONE, EVENT);
    let utc = EVENT.replace(";TZID=Asia/Tokyo", "").replace("0000\r\nDTEND", "0000Z\r\nDTEND");
    let utc = utc.replace("T110000\r\n", "T110000Z\r\n");
    assert_eq!(session(&file("", &utc)), Ok(()));
    let tokyo = ZONE.replace("Asia/Tokyo", "Asia/Seoul");
    assert_eq!(session(&good), Ok(()));
    assert_eq!(session(&file(ZONE, &format!("{EVENT}{ALARM}"))), Ok(()));
    for (text, line, rule) in [
        (file(ZONE, &format!("{EVENT}{ALARM}{ALARM}")), 31, Rule::OneAlarmAtMost),
        (
            file(ZONE, &format!("{EVENT}END:VEVENT\r\n{ZONE}BEGIN:VEVENT\r\n")),
            27,
            Rule::OneVtimezonePerZone,
        ),
        (file(&format!("{ZONE}{ZONE}"), EVENT), 22, Rule::OneVtimezonePerZone),
        (file(&format!("{ZONE}{tokyo}"), EVENT), 36, Rule::OneVtimezonePerZone),
        (file(ZONE, &format!("{EVENT}BEGIN:VTODO\r\n")), 26, Rule::ListedPropertiesOnly),
        (file(ZONE, &format!("{EVENT}BEGIN:STANDARD\r\n")), 26, Rule::ListedPropertiesOnly),
        (file(ZONE, &format!("BEGIN:VALARM\r\n{EVENT}")), 14, Rule::ListedPropertiesOnly),
        (file(ZONE, &format!("{EVENT}{EVENT}")), 26, Rule::ListedPropertiesOnly),
        (
            file(ZONE, &format!("{EVENT}END:VEVENT\r\n{}", EVENT.replace("UID:", "UID:a"))),
            40,
            Rule::SessionFileAddsOneEvent,
        ),
        (file("", &format!("{utc}END:VEVENT\r\nVERSION:2.0\r\n")), 18, Rule::Utf8WithCrlf),
        (good.replace("END:VEVENT", "END:VALARM"), 26, Rule::ListedPropertiesOnly),
        (good.replace("END:VEVENT\r\n", "END:VEVENT\r\nVERSION:2.0\r\n"), 27, Rule::Utf8WithCrlf),
        (
            good.replace("END:VTIMEZONE\r\n", "END:VTIMEZONE\r\nVERSION:2.0\r\n"),
            14,
            Rule::Utf8WithCrlf,
        ),
        (
            good.replace("END:VEVENT\r\n", "END:VEVENT\r\nEND:VCALENDAR\r\nVERSION:2.0\r\n"),
            28,
            Rule::Utf8WithCrlf,
        ),
        (
            good.replace("END:VEVENT\r\n", "END:VEVENT\r\nEND:VCALENDAR\r\n"),
            28,
            Rule::ListedPropertiesOnly,
        ),
        (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:a\r\nCALSCALE:GREGORIAN\r\nEND:VCALENDAR\r\n"
                .to_owned(),
            5,
            Rule::FeedNeverEmpty,
        ),
    ] {
        assert_eq!(session(&text), Err((line, rule)), "{text}");
    }
    // Said of the whole before any line is read.
    for text in [&good["BEGIN:VCALENDAR\r\n".len()..], &good[1..], good.trim_end(), ""] {
        assert_eq!(session(text), Err((1, Rule::Utf8WithCrlf)));
    }
}

#[test]
fn what_was_found_good_is_not_taken_apart_again() {
    let files = [file(ZONE, EVENT), file(ZONE, EVENT)];
    let mut guard = Guard::default();
    for file in &files {
        guard.check(file, Expected::Session).expect("good");
        let event = &guard.known["UID:886313e1-3b8a-5372-9b90-0c9aee199e5d\r\n"];
        assert!(files[0].as_bytes().as_ptr_range().contains(&event.body.as_ptr()));
        assert_eq!(event.body, EVENT.split_once("\r\n").unwrap().1);
        let block = Block::of(Zone::get("Asia/Tokyo").unwrap()).unwrap();
        assert!(std::ptr::eq(event.rules.unwrap(), block.observances()));
    }
    assert_eq!(guard.known.len(), 1);
}

#[test]
fn a_good_event_of_another_vtimezone_is_taken_apart_again() {
    let zone = ZONE.replace("TZNAME:JST", "TZNAME:Tokyo");
    let file = file(&zone, EVENT);
    let mut guard = Guard::default();
    assert_eq!(guard.check(&file, Expected::Session), Ok(()));
    assert!(guard.known.is_empty());
}

/// What is skipped without a look passes it.
#[test]
fn the_block_of_every_zone_is_good() {
    for block in Zone::all().filter_map(Block::of) {
        let name = block.tzid();
        let read = read_zone(block.text()).unwrap_or_else(|| panic!("{name}"));
        let event = EVENT.replace("Asia/Tokyo", name);
        // The same in other bytes.
        let renamed = block.text().replace("\r\nTZNAME:", "\r\nTZNAME:X");
        let [own, other] = [block.text(), &renamed]
            .map(|zone| place(check(&file(zone, &event), Expected::Session)).err());
        // Of some zones, the rules of that day are not those that hold for ever.
        assert!(own.is_none_or(|(_, rule)| rule == Rule::VtimezoneProven), "{name}: {own:?}");
        assert_eq!(own, other, "{name}");
        for noon in ["1970-01-01T12:00", "2027-01-10T12:00", "2100-07-01T12:00", "2101-12-31T23:59"]
        {
            let noon = noon.parse().unwrap();
            assert_eq!(read.offset_at(noon), block.observances().offset_at(noon), "{name} {noon}");
        }
    }
}
