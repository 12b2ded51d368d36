//! What Windows and Outlook call time zones: `Romance Standard Time`, and the lists of cities they
//! show, `(UTC+01:00) Brussels, Copenhagen, Madrid, Paris`.
//!
//! `UTC+12` and its like, which Windows has too, are read as offsets.

use icu_time::zone::WindowsParser;
use icu_time::zone::iana::IanaParserExtended;
use jiff::civil::date;

use super::refusal::{Means, NameMeaning, RejectedKind, RejectedName, refusal};
use super::{abbreviations, offsets, suggest};
use crate::model::Zone;

/// Reads a Windows name in any case of letters, for summer (`… Daylight Time`) too.
pub(super) fn read(name: &str) -> Option<RejectedName> {
    if name.eq_ignore_ascii_case("Dateline Standard Time") {
        return refusal(RejectedKind::Windows, [Means::AllYear(-12 * 60)]);
    }
    if let Some((offset, shown)) = name.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        return read_display_form(offsets::in_display_form(offset.trim())?, shown.trim());
    }
    let zone = by_key(name).or_else(|| {
        let winter = name.to_ascii_lowercase().replace("daylight time", "standard time");
        by_key(&winter)
    })?;
    Some(RejectedName { kind: RejectedKind::Windows, readings: vec![NameMeaning::of_zone(zone)] })
}

/// The zone of a name if no country is known: CLDR's `windowsZones`, territory 001.
fn by_key(name: &str) -> Option<Zone> {
    if let Some((_, zone)) = WITHDRAWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Zone::get(zone);
    }
    let parser = WindowsParser::new();
    let spellings = [spelled(name, &CAPITALS), spelled(name, &[])];
    let id = spellings.iter().find_map(|name| parser.parse(name, None))?;
    let zones = IanaParserExtended::new();
    Zone::get(zones.iter().find(|zone| zone.time_zone == id)?.canonical)
}

/// A name in the letters that Windows uses: `(Mexico)`, `E.`, and `capitals` as they are.
fn spelled(name: &str, capitals: &[&str]) -> String {
    let word = |word: &str| match capitals.iter().find(|one| one.eq_ignore_ascii_case(word)) {
        Some(capitals) => (*capitals).to_owned(),
        None => {
            let mut word = word.to_ascii_lowercase();
            if let Some(first) = word.find(|c: char| c.is_ascii_lowercase()) {
                word[first..=first].make_ascii_uppercase();
            }
            word
        }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The name in words (`Eastern Time (US & Canada)`), or the first place in it with clocks that show the
/// offset in winter or summer. If neither is known, only the offset.
fn read_display_form(minutes: i32, shown: &str) -> Option<RejectedName> {
    // Brackets contain an explanation: `Yangon (Rangoon)`.
    let shown = shown.split('(').next().unwrap_or(shown).trim();
    if let Some(means) = abbreviations::in_words(shown) {
        return refusal(RejectedKind::Windows, means.iter().copied());
    }
    // Any recent year will do: the offset only distinguishes places of the same name.
    let seasons = [date(2026, 1, 15), date(2026, 7, 15)].map(|day| day.at(12, 0, 0, 0));
    let shows_offset = |zone: &Zone| {
        seasons
            .iter()
            .filter_map(|noon| zone.time_zone().to_timestamp(*noon).ok())
            .any(|noon| zone.offset_at(noon).seconds() == minutes * 60)
    };
    let places: Vec<Zone> = shown.split(',').flat_map(suggest::places_called).collect();
    // Windows goes on showing an offset after the law has changed: then the place decides.
    let place = places.iter().copied().find(shows_offset).or_else(|| places.first().copied());
    place.map_or_else(
        || offsets::refused(minutes),
        |zone| {
            Some(RejectedName {
                kind: RejectedKind::Windows,
                readings: vec![NameMeaning::of_zone(zone)],
            })
        },
    )
}

/// Words that Windows writes in capitals; `Aus Central W. Standard Time` is the exception.
const CAPITALS: [&str; 7] = ["AUS", "FLE", "GMT", "GTB", "SA", "SE", "US"];

/// Names that Windows has withdrawn and old calendars still carry.
const WITHDRAWN: [(&str, &str); 4] = [
    ("Armenian Standard Time", "Asia/Yerevan"),
    ("Kamchatka Standard Time", "Asia/Kamchatka"),
    ("Mexico Standard Time", "America/Mexico_City"),
    ("Mexico Standard Time 2", "America/Mazatlan"),
];

#[cfg(test)]
pub(super) mod tests {
    /// All names and their zones, so that no release of the data changes them unnoticed.
    #[rustfmt::skip]
    pub(in super::super) const ZONES: &[(&str, &str)] = &[
        ("AUS Central Standard Time", "Australia/Darwin"),
        ("AUS Eastern Standard Time", "Australia/Sydney"),
        ("Afghanistan Standard Time", "Asia/Kabul"),
        ("Alaskan Standard Time", "America/Anchorage"),
        ("Alberta Standard Time", "America/Edmonton"),
        ("Aleutian Standard Time", "America/Adak"),
        ("Altai Standard Time", "Asia/Barnaul"),
        ("Arab Standard Time", "Asia/Riyadh"),
        ("Arabian Standard Time", "Asia/Dubai"),
        ("Arabic Standard Time", "Asia/Baghdad"),
        ("Argentina Standard Time", "America/Argentina/Buenos_Aires"),
        ("Armenian Standard Time", "Asia/Yerevan"),
        ("Astrakhan Standard Time", "Europe/Astrakhan"),
        ("Atlantic Standard Time", "America/Halifax"),
        ("Aus Central W. Standard Time", "Australia/Eucla"),
        ("Azerbaijan Standard Time", "Asia/Baku"),
        ("Azores Standard Time", "Atlantic/Azores"),
        ("Bahia Standard Time", "America/Bahia"),
        ("Bangladesh Standard Time", "Asia/Dhaka"),
        ("Belarus Standard Time", "Europe/Minsk"),
        ("Bougainville Standard Time", "Pacific/Bougainville"),
        ("British Columbia Standard Time", "America/Vancouver"),
        ("Canada Central Standard Time", "America/Regina"),
        ("Cape Verde Standard Time", "Atlantic/Cape_Verde"),
        ("Caucasus Standard Time", "Asia/Yerevan"),
        ("Cen. Australia Standard Time", "Australia/Adelaide"),
        ("Central America Standard Time", "America/Guatemala"),
        ("Central Asia Standard Time", "Asia/Bishkek"),
        ("Central Brazilian Standard Time", "America/Cuiaba"),
        ("Central Europe Standard Time", "Europe/Budapest"),
        ("Central European Standard Time", "Europe/Warsaw"),
        ("Central Pacific Standard Time", "Pacific/Guadalcanal"),
        ("Central Standard Time", "America/Chicago"),
        ("Central Standard Time (Mexico)", "America/Mexico_City"),
        ("Chatham Islands Standard Time", "Pacific/Chatham"),
        ("China Standard Time", "Asia/Shanghai"),
        ("Cuba Standard Time", "America/Havana"),
        ("E. Africa Standard Time", "Africa/Nairobi"),
        ("E. Australia Standard Time", "Australia/Brisbane"),
        ("E. Europe Standard Time", "Europe/Chisinau"),
        ("E. South America Standard Time", "America/Sao_Paulo"),
        ("Easter Island Standard Time", "Pacific/Easter"),
        ("Eastern Standard Time", "America/New_York"),
        ("Eastern Standard Time (Mexico)", "America/Cancun"),
        ("Egypt Standard Time", "Africa/Cairo"),
        ("Ekaterinburg Standard Time", "Asia/Yekaterinburg"),
        ("FLE Standard Time", "Europe/Kyiv"),
        ("Fiji Standard Time", "Pacific/Fiji"),
        ("GMT Standard Time", "Europe/London"),
        ("GTB Standard Time", "Europe/Bucharest"),
        ("Georgian Standard Time", "Asia/Tbilisi"),
        ("Greenland Standard Time", "America/Nuuk"),
        ("Greenwich Standard Time", "Atlantic/Reykjavik"),
        ("Haiti Standard Time", "America/Port-au-Prince"),
        ("Hawaiian Standard Time", "Pacific/Honolulu"),
        ("India Standard Time", "Asia/Kolkata"),
        ("Iran Standard Time", "Asia/Tehran"),
        ("Israel Standard Time", "Asia/Jerusalem"),
        ("Jordan Standard Time", "Asia/Amman"),
        ("Kaliningrad Standard Time", "Europe/Kaliningrad"),
        ("Kamchatka Standard Time", "Asia/Kamchatka"),
        ("Korea Standard Time", "Asia/Seoul"),
        ("Libya Standard Time", "Africa/Tripoli"),
        ("Line Islands Standard Time", "Pacific/Kiritimati"),
        ("Lord Howe Standard Time", "Australia/Lord_Howe"),
        ("Magadan Standard Time", "Asia/Magadan"),
        ("Magallanes Standard Time", "America/Punta_Arenas"),
        ("Manitoba Standard Time", "America/Winnipeg"),
        ("Marquesas Standard Time", "Pacific/Marquesas"),
        ("Mauritius Standard Time", "Indian/Mauritius"),
        ("Mexico Standard Time", "America/Mexico_City"),
        ("Mexico Standard Time 2", "America/Mazatlan"),
        ("Middle East Standard Time", "Asia/Beirut"),
        ("Montevideo Standard Time", "America/Montevideo"),
        ("Morocco Standard Time", "Africa/Casablanca"),
        ("Mountain Standard Time", "America/Denver"),
        ("Mountain Standard Time (Mexico)", "America/Mazatlan"),
        ("Myanmar Standard Time", "Asia/Yangon"),
        ("N. Central Asia Standard Time", "Asia/Novosibirsk"),
        ("Namibia Standard Time", "Africa/Windhoek"),
        ("Nepal Standard Time", "Asia/Kathmandu"),
        ("New Zealand Standard Time", "Pacific/Auckland"),
        ("Newfoundland Standard Time", "America/St_Johns"),
        ("Norfolk Standard Time", "Pacific/Norfolk"),
        ("North Asia East Standard Time", "Asia/Irkutsk"),
        ("North Asia Standard Time", "Asia/Krasnoyarsk"),
        ("North Korea Standard Time", "Asia/Pyongyang"),
        ("Omsk Standard Time", "Asia/Omsk"),
        ("Pacific SA Standard Time", "America/Santiago"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("Pacific Standard Time (Mexico)", "America/Tijuana"),
        ("Pakistan Standard Time", "Asia/Karachi"),
        ("Paraguay Standard Time", "America/Asuncion"),
        ("Qyzylorda Standard Time", "Asia/Qyzylorda"),
        ("Romance Standard Time", "Europe/Paris"),
        ("Russia Time Zone 10", "Asia/Srednekolymsk"),
        ("Russia Time Zone 11", "Asia/Kamchatka"),
        ("Russia Time Zone 3", "Europe/Samara"),
        ("Russian Standard Time", "Europe/Moscow"),
        ("SA Eastern Standard Time", "America/Cayenne"),
        ("SA Pacific Standard Time", "America/Bogota"),
        ("SA Western Standard Time", "America/La_Paz"),
        ("SE Asia Standard Time", "Asia/Bangkok"),
        ("Saint Pierre Standard Time", "America/Miquelon"),
        ("Sakhalin Standard Time", "Asia/Sakhalin"),
        ("Samoa Standard Time", "Pacific/Apia"),
        ("Sao Tome Standard Time", "Africa/Sao_Tome"),
        ("Saratov Standard Time", "Europe/Saratov"),
        ("Singapore Standard Time", "Asia/Singapore"),
        ("South Africa Standard Time", "Africa/Johannesburg"),
        ("South Sudan Standard Time", "Africa/Juba"),
        ("Sri Lanka Standard Time", "Asia/Colombo"),
        ("Sudan Standard Time", "Africa/Khartoum"),
        ("Syria Standard Time", "Asia/Damascus"),
        ("Taipei Standard Time", "Asia/Taipei"),
        ("Tasmania Standard Time", "Australia/Hobart"),
        ("Tocantins Standard Time", "America/Araguaina"),
        ("Tokyo Standard Time", "Asia/Tokyo"),
        ("Tomsk Standard Time", "Asia/Tomsk"),
        ("Tonga Standard Time", "Pacific/Tongatapu"),
        ("Transbaikal Standard Time", "Asia/Chita"),
        ("Turkey Standard Time", "Europe/Istanbul"),
        ("Turks And Caicos Standard Time", "America/Grand_Turk"),
        ("US Eastern Standard Time", "America/Indiana/Indianapolis"),
        ("US Mountain Standard Time", "America/Phoenix"),
        ("Ulaanbaatar Standard Time", "Asia/Ulaanbaatar"),
        ("Venezuela Standard Time", "America/Caracas"),
        ("Vladivostok Standard Time", "Asia/Vladivostok"),
        ("Volgograd Standard Time", "Europe/Volgograd"),
        ("W. Australia Standard Time", "Australia/Perth"),
        ("W. Central Africa Standard Time", "Africa/Lagos"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("W. Mongolia Standard Time", "Asia/Hovd"),
        ("West Asia Standard Time", "Asia/Tashkent"),
        ("West Bank Standard Time", "Asia/Hebron"),
        ("West Pacific Standard Time", "Pacific/Port_Moresby"),
        ("Yakutsk Standard Time", "Asia/Yakutsk"),
        ("Yukon Standard Time", "America/Whitehorse"),
    ];

    #[test]
    fn the_table_is_in_order_without_repetition() {
        assert!(ZONES.is_sorted_by(|(a, _), (b, _)| a < b));
        assert_eq!(ZONES.len(), 138);
    }
}
