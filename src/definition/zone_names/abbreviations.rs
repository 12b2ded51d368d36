//! Letters for clocks (`CET`, `PST8PDT`), pairs of them (`CET/CEST`) and their names in words
//! (`Central European Time`).
//!
//! Letters are no key: `CST` is told on three continents, and `CET` in an announcement for
//! September means the clocks of Central Europe, which then show CEST, or UTC+01:00. All of that is
//! listed.

use super::refusal::{Kind, Means, Refusal, refusal};

/// Reads an abbreviation, a pair or a name in words, in any case of letters.
pub(super) fn read(name: &str) -> Option<Refusal> {
    if let Some(means) = abbreviation(name).or_else(|| in_words(name)) {
        return refusal(Kind::Abbreviation, means.iter().copied());
    }
    // Who writes `CET/CEST` means clocks that show both.
    let (winter, summer) = name.split_once('/')?;
    let (winter, summer) = (abbreviation(winter.trim())?, abbreviation(summer.trim())?);
    let shared = winter.iter().copied().filter(|means| {
        let Means::Clocks { zone, .. } = means else { return false };
        summer.iter().any(|other| matches!(other, Means::Clocks { zone: same, .. } if same == zone))
    });
    refusal(Kind::Abbreviation, shared)
}

fn abbreviation(name: &str) -> Option<&'static [Means]> {
    let (_, means) = ABBREVIATIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(means)
}

/// What a name in words stands for, without what follows in brackets: Windows shows
/// `Eastern Time (US & Canada)`.
pub(super) fn in_words(name: &str) -> Option<&'static [Means]> {
    let words = name.split('(').next().unwrap_or(name).trim().to_lowercase();
    let (_, letters) = WORDS.iter().find(|(known, _)| *known == words)?;
    abbreviation(letters)
}

const fn clocks(of: &'static str, zone: &'static str) -> Means {
    Means::Clocks { of, zone }
}

const fn all_year(minutes: i32) -> Means {
    Means::AllYear(minutes)
}

const ADELAIDE: Means = clocks("South Australia", "Australia/Adelaide");
const ALASKA: Means = clocks("Alaska", "America/Anchorage");
const ATLANTIC: Means = clocks("Atlantic Canada", "America/Halifax");
const CENTRAL_EUROPE: Means = clocks("Central Europe", "Europe/Brussels");
const CHICAGO: Means = clocks("the central US", "America/Chicago");
const CHILE: Means = clocks("Chile", "America/Santiago");
const CUBA: Means = clocks("Cuba", "America/Havana");
const EASTERN_EUROPE: Means = clocks("Eastern Europe", "Europe/Athens");
const GERMANY: Means = clocks("Central Europe", "Europe/Berlin");
const LONDON: Means = clocks("the United Kingdom", "Europe/London");
const LOS_ANGELES: Means = clocks("the US West Coast", "America/Los_Angeles");
const MOUNTAIN: Means = clocks("the US Mountain states", "America/Denver");
const NEWFOUNDLAND: Means = clocks("Newfoundland", "America/St_Johns");
const NEW_YORK: Means = clocks("the US East Coast", "America/New_York");
const NEW_ZEALAND: Means = clocks("New Zealand", "Pacific/Auckland");
const SYDNEY: Means = clocks("Sydney and Melbourne", "Australia/Sydney");
const WESTERN_EUROPE: Means = clocks("Western Europe", "Europe/Lisbon");

/// What letters may mean, the likeliest first. An offset all year is listed where it differs from
/// the clocks beside it.
#[rustfmt::skip]
pub(super) const ABBREVIATIONS: &[(&str, &[Means])] = &[
    ("ACDT", &[ADELAIDE, all_year(630)]),
    ("ACST", &[ADELAIDE, clocks("the Northern Territory", "Australia/Darwin")]),
    ("ADT", &[ATLANTIC, all_year(-180)]),
    ("AEDT", &[SYDNEY, all_year(660)]),
    ("AEST", &[SYDNEY, clocks("Queensland", "Australia/Brisbane")]),
    ("AET", &[SYDNEY]),
    ("AFT", &[clocks("Afghanistan", "Asia/Kabul")]),
    ("AKDT", &[ALASKA, all_year(-480)]),
    ("AKST", &[ALASKA, all_year(-540)]),
    ("AKST9AKDT", &[ALASKA]),
    ("AMT", &[clocks("Armenia", "Asia/Yerevan"), clocks("Amazonas", "America/Manaus")]),
    ("ART", &[clocks("Argentina", "America/Argentina/Buenos_Aires")]),
    ("AST", &[ATLANTIC, all_year(-240), clocks("Saudi Arabia", "Asia/Riyadh")]),
    ("AST4ADT", &[ATLANTIC]),
    ("AT", &[ATLANTIC]),
    ("AWST", &[clocks("Western Australia", "Australia/Perth")]),
    ("AZOT", &[clocks("the Azores", "Atlantic/Azores"), all_year(-60)]),
    ("AZT", &[clocks("Azerbaijan", "Asia/Baku")]),
    ("BDT", &[clocks("Bangladesh", "Asia/Dhaka"), clocks("Brunei", "Asia/Brunei")]),
    ("BOT", &[clocks("Bolivia", "America/La_Paz")]),
    ("BRT", &[clocks("Brasília", "America/Sao_Paulo")]),
    ("BST", &[LONDON, all_year(60), clocks("Bangladesh", "Asia/Dhaka")]),
    ("BTT", &[clocks("Bhutan", "Asia/Thimphu")]),
    ("CAT", &[clocks("Central Africa", "Africa/Maputo")]),
    ("CDT", &[CHICAGO, all_year(-300), CUBA]),
    ("CEDT", &[CENTRAL_EUROPE, all_year(120)]),
    ("CEST", &[CENTRAL_EUROPE, all_year(120)]),
    ("CET", &[CENTRAL_EUROPE, all_year(60)]),
    ("CET-1CEST", &[CENTRAL_EUROPE]),
    ("CHST", &[clocks("Guam", "Pacific/Guam")]),
    ("CLST", &[CHILE, all_year(-180)]),
    ("CLT", &[CHILE, all_year(-240)]),
    ("COT", &[clocks("Colombia", "America/Bogota")]),
    ("CST", &[CHICAGO, all_year(-360), clocks("China", "Asia/Shanghai"), CUBA]),
    ("CST6CDT", &[CHICAGO]),
    ("CT", &[CHICAGO]),
    ("CVT", &[clocks("Cabo Verde", "Atlantic/Cape_Verde")]),
    ("EAT", &[clocks("East Africa", "Africa/Nairobi")]),
    ("ECT", &[clocks("Ecuador", "America/Guayaquil"), CENTRAL_EUROPE]),
    ("EDT", &[NEW_YORK, all_year(-240), SYDNEY]),
    ("EEDT", &[EASTERN_EUROPE, all_year(180)]),
    ("EEST", &[EASTERN_EUROPE, all_year(180)]),
    ("EET", &[EASTERN_EUROPE, all_year(120)]),
    ("EET-2EEST", &[EASTERN_EUROPE]),
    ("EST", &[NEW_YORK, all_year(-300), SYDNEY]),
    ("EST5EDT", &[NEW_YORK]),
    ("ET", &[NEW_YORK]),
    ("FJT", &[clocks("Fiji", "Pacific/Fiji")]),
    ("GET", &[clocks("Georgia", "Asia/Tbilisi")]),
    ("GMT", &[LONDON, all_year(0)]),
    ("GMT0BST", &[LONDON]),
    ("GST", &[clocks("the Gulf", "Asia/Dubai"), clocks("South Georgia", "Atlantic/South_Georgia")]),
    ("HDT", &[clocks("the Aleutian Islands", "America/Adak"), all_year(-540)]),
    ("HKT", &[clocks("Hong Kong", "Asia/Hong_Kong")]),
    ("HST", &[clocks("Hawaii", "Pacific/Honolulu"), clocks("the Aleutian Islands", "America/Adak")]),
    ("ICT", &[clocks("Indochina", "Asia/Bangkok")]),
    ("IDT", &[clocks("Israel", "Asia/Jerusalem"), all_year(180)]),
    ("IRKT", &[clocks("Irkutsk", "Asia/Irkutsk")]),
    ("IRST", &[clocks("Iran", "Asia/Tehran")]),
    ("IST", &[clocks("India", "Asia/Kolkata"), clocks("Ireland", "Europe/Dublin"), clocks("Israel", "Asia/Jerusalem")]),
    ("JST", &[clocks("Japan", "Asia/Tokyo")]),
    ("KGT", &[clocks("Kyrgyzstan", "Asia/Bishkek")]),
    ("KRAT", &[clocks("Krasnoyarsk", "Asia/Krasnoyarsk")]),
    ("KST", &[clocks("Korea", "Asia/Seoul")]),
    ("MAGT", &[clocks("Magadan", "Asia/Magadan")]),
    ("MDT", &[MOUNTAIN, all_year(-360)]),
    ("MEST", &[CENTRAL_EUROPE, all_year(120)]),
    ("MESZ", &[GERMANY, all_year(120)]),
    ("MET", &[CENTRAL_EUROPE, all_year(60)]),
    ("MEZ", &[GERMANY, all_year(60)]),
    ("MMT", &[clocks("Myanmar", "Asia/Yangon")]),
    ("MSD", &[clocks("Moscow", "Europe/Moscow"), all_year(240)]),
    ("MSK", &[clocks("Moscow", "Europe/Moscow")]),
    ("MST", &[MOUNTAIN, clocks("Arizona", "America/Phoenix")]),
    ("MST7MDT", &[MOUNTAIN]),
    ("MT", &[MOUNTAIN]),
    ("MUT", &[clocks("Mauritius", "Indian/Mauritius")]),
    ("MVT", &[clocks("the Maldives", "Indian/Maldives")]),
    ("MYT", &[clocks("Malaysia", "Asia/Kuala_Lumpur")]),
    ("NDT", &[NEWFOUNDLAND, all_year(-150)]),
    ("NOVT", &[clocks("Novosibirsk", "Asia/Novosibirsk")]),
    ("NPT", &[clocks("Nepal", "Asia/Kathmandu")]),
    ("NST", &[NEWFOUNDLAND, all_year(-210)]),
    ("NST3:30NDT", &[NEWFOUNDLAND]),
    ("NT", &[NEWFOUNDLAND]),
    ("NZDT", &[NEW_ZEALAND, all_year(780)]),
    ("NZST", &[NEW_ZEALAND, all_year(720)]),
    ("NZT", &[NEW_ZEALAND]),
    ("OMST", &[clocks("Omsk", "Asia/Omsk")]),
    ("PDT", &[LOS_ANGELES, all_year(-420)]),
    ("PET", &[clocks("Peru", "America/Lima")]),
    ("PETT", &[clocks("Kamchatka", "Asia/Kamchatka")]),
    ("PGT", &[clocks("Papua New Guinea", "Pacific/Port_Moresby")]),
    ("PHT", &[clocks("the Philippines", "Asia/Manila")]),
    ("PKT", &[clocks("Pakistan", "Asia/Karachi")]),
    ("PST", &[LOS_ANGELES, all_year(-480), clocks("the Philippines", "Asia/Manila")]),
    ("PST8PDT", &[LOS_ANGELES]),
    ("PT", &[LOS_ANGELES]),
    ("PYT", &[clocks("Paraguay", "America/Asuncion")]),
    ("RET", &[clocks("Réunion", "Indian/Reunion")]),
    ("SAMT", &[clocks("Samara", "Europe/Samara")]),
    ("SAST", &[clocks("South Africa", "Africa/Johannesburg")]),
    ("SCT", &[clocks("the Seychelles", "Indian/Mahe")]),
    ("SGT", &[clocks("Singapore", "Asia/Singapore")]),
    ("SLST", &[clocks("Sri Lanka", "Asia/Colombo")]),
    ("SST", &[clocks("American Samoa", "Pacific/Pago_Pago"), clocks("Singapore", "Asia/Singapore")]),
    ("TJT", &[clocks("Tajikistan", "Asia/Dushanbe")]),
    ("TMT", &[clocks("Turkmenistan", "Asia/Ashgabat")]),
    ("TRT", &[clocks("Türkiye", "Europe/Istanbul")]),
    ("ULAT", &[clocks("Mongolia", "Asia/Ulaanbaatar")]),
    ("UTC0", &[all_year(0)]),
    ("UYT", &[clocks("Uruguay", "America/Montevideo")]),
    ("UZT", &[clocks("Uzbekistan", "Asia/Tashkent")]),
    ("VET", &[clocks("Venezuela", "America/Caracas")]),
    ("VLAT", &[clocks("Vladivostok", "Asia/Vladivostok")]),
    ("WAT", &[clocks("West Africa", "Africa/Lagos")]),
    ("WEDT", &[WESTERN_EUROPE, all_year(60)]),
    ("WEST", &[WESTERN_EUROPE, all_year(60)]),
    ("WET", &[WESTERN_EUROPE, all_year(0)]),
    ("WET0WEST", &[WESTERN_EUROPE]),
    ("WIB", &[clocks("western Indonesia", "Asia/Jakarta")]),
    ("WIT", &[clocks("eastern Indonesia", "Asia/Jayapura")]),
    ("WITA", &[clocks("central Indonesia", "Asia/Makassar")]),
    ("YAKT", &[clocks("Yakutsk", "Asia/Yakutsk")]),
    ("YEKT", &[clocks("Yekaterinburg", "Asia/Yekaterinburg")]),
];

/// Names in words, in lower case, and the letters for them. `… Standard Time` of the Americas is
/// not here: Windows has it.
#[rustfmt::skip]
pub(super) const WORDS: &[(&str, &str)] = &[
    ("alaska time", "AKST9AKDT"),
    ("atlantic time", "AT"),
    ("british summer time", "BST"),
    ("central daylight time", "CDT"),
    ("central european daylight time", "CEDT"),
    ("central european summer time", "CEST"),
    ("central european time", "CET"),
    ("central time", "CT"),
    ("co-ordinated universal time", "UTC0"),
    ("coordinated universal time", "UTC0"),
    ("eastern daylight time", "EDT"),
    ("eastern european summer time", "EEST"),
    ("eastern european time", "EET"),
    ("eastern time", "ET"),
    ("greenwich mean time", "GMT"),
    ("heure d'europe centrale", "CET"),
    ("indian standard time", "IST"),
    ("irish standard time", "IST"),
    ("japan standard time", "JST"),
    ("mitteleuropäische sommerzeit", "MESZ"),
    ("mitteleuropäische zeit", "MEZ"),
    ("moscow time", "MSK"),
    ("mountain daylight time", "MDT"),
    ("mountain time", "MT"),
    ("pacific daylight time", "PDT"),
    ("pacific time", "PT"),
    ("uk time", "GMT0BST"),
    ("western european summer time", "WEST"),
    ("western european time", "WET"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order_without_repetition() {
        assert!(ABBREVIATIONS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(WORDS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn letters_are_in_upper_case_and_words_in_lower_case_and_lead_to_letters() {
        for (letters, _) in ABBREVIATIONS {
            assert_eq!(*letters, letters.to_uppercase());
        }
        for (words, letters) in WORDS {
            assert_eq!(*words, words.to_lowercase());
            assert!(abbreviation(letters).is_some(), "{letters}");
        }
    }
}
