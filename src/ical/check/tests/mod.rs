//! Breaks each rule separately.

mod lines;
mod values;
mod zones;

use super::*;
use crate::ical::ZoneBlock;
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

/// The line of the fault, if any, and its rule.
fn place<T>(checked: Result<T, CalendarFault>) -> Result<(), (usize, Rule)> {
    checked.map(|_| ()).map_err(|fault| (fault.line, fault.rule))
}

#[test]
fn each_event_is_found_with_the_vtimezone_that_it_needs() {
    let utc = EVENT.replace(";TZID=Asia/Tokyo", "").replace("0000\r\n", "0000Z\r\n");
    let other = utc.replace("UID:", "UID:a");
    // Its bytes differ from every block.
    let zone = ZONE.replace("TZNAME:JST", "TZNAME:Tokyo");
    for zone in [ZONE, &zone] {
        let text = file(zone, &format!("{EVENT}END:VEVENT\r\n{other}"));
        let found = check(&text, Expected::AllSessions).unwrap();
        let parts = found.iter().map(|EventSpan { event, zone }| {
            (&text[event.clone()], zone.clone().map(|zone| &text[zone]))
        });
        assert_eq!(parts.collect::<Vec<_>>(), [(EVENT, Some(zone)), (other.as_str(), None)]);
    }
}

#[test]
fn an_alarm_is_one_alarm_and_nothing_else() {
    let alarm = |text: &str| place(check_alarm(text)).map_err(|(_, rule)| rule);
    assert_eq!(alarm(ALARM), Ok(()));
    assert_eq!(alarm(""), Ok(()));
    for (text, rule) in [
        (format!("{ALARM}{ALARM}"), Rule::OneAlarmAtMost),
        (format!("{ALARM}COMMENT:More\r\n"), Rule::ListedPropertiesOnly),
        (format!("{ALARM}SUMMARY:More\r\n"), Rule::OneAlarmAtMost),
        (format!("{ALARM}END:VEVENT\r\n"), Rule::OneUidPerSession),
        (format!("{ALARM}{EVENT}"), Rule::ListedPropertiesOnly),
        (ALARM.replace("END:VALARM\r\n", ""), Rule::OneAlarmAtMost),
        (ALARM.trim_end().to_owned(), Rule::Utf8WithCrlf),
        (ALARM.replace("Opening", "Open,ing"), Rule::TextEscaped),
        (ALARM.replace("TRIGGER:-PT5M\r\n", ""), Rule::OneAlarmAtMost),
    ] {
        assert_eq!(alarm(&text), Err(rule), "{text}");
    }
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
    // Reported for the whole text before any line is read.
    for text in [&good["BEGIN:VCALENDAR\r\n".len()..], &good[1..], good.trim_end(), ""] {
        assert_eq!(session(text), Err((1, Rule::Utf8WithCrlf)));
    }
}

/// A block that is skipped as known would also pass the check.
#[test]
fn the_block_of_every_zone_is_good() {
    for block in Zone::all().filter_map(ZoneBlock::of) {
        let name = block.tzid();
        let read = read_zone(block.text()).unwrap_or_else(|| panic!("{name}"));
        let event = EVENT.replace("Asia/Tokyo", name);
        // The same zone in other bytes.
        let renamed = block.text().replace("\r\nTZNAME:", "\r\nTZNAME:X");
        let [own, other] = [block.text(), &renamed]
            .map(|zone| place(check(&file(zone, &event), Expected::Session)).err());
        // In some zones, the rules on that day are not the final ones.
        assert!(own.is_none_or(|(_, rule)| rule == Rule::VtimezoneProven), "{name}: {own:?}");
        assert_eq!(own, other, "{name}");
        for noon in ["1970-01-01T12:00", "2027-01-10T12:00", "2100-07-01T12:00", "2101-12-31T23:59"]
        {
            let noon = noon.parse().unwrap();
            assert_eq!(read.offset_at(noon), block.observances().offset_at(noon), "{name} {noon}");
        }
    }
}
