//! Dates and times, pinned for every language: changes of CLDR data are reviewed before they are served.

use jiff::civil::{Date, DateTime, Time, date};
use proptest::prelude::*;

use super::table;
use crate::i18n::{TimeRange, Words};
use crate::model::{Language, When};

fn range<'a>(start: DateTime, end: DateTime, clocks: [&'a str; 2]) -> TimeRange<'a> {
    let [start_clock, end_clock] = clocks;
    TimeRange { start, end, start_clock, end_clock }
}

#[test]
fn dates_are_written_as_each_language_writes_them() {
    let day = date(2020, 9, 23);
    let says = |words: &Words| {
        let tile = format!("{}/{}", words.weekday_short(day), words.month_short(day));
        [words.full_date(day), words.date(day), words.date_without_year(day), tile].join(" | ")
    };
    insta::assert_snapshot!(table(says), @"
    bg сряда, 23 септември 2020 г. | 23 септември 2020 г. | сряда, 23 септември | ср/сеп
    es miércoles, 23 de septiembre de 2020 | 23 de septiembre de 2020 | miércoles, 23 de septiembre | mié/sept
    cs středa 23. září 2020 | 23. září 2020 | středa 23. září | st/zář
    da onsdag 23. september 2020 | 23. september 2020 | onsdag 23. september | ons./sep.
    de Mittwoch, 23. September 2020 | 23. September 2020 | Mittwoch, 23. September | Mi/Sep
    et kolmapäev, 23. september 2020 | 23. september 2020 | kolmapäev, 23. september | K/sept
    el Τετάρτη 23 Σεπτεμβρίου 2020 | 23 Σεπτεμβρίου 2020 | Τετάρτη 23 Σεπτεμβρίου | Τετ/Σεπ
    en Wednesday 23 September 2020 | 23 September 2020 | Wednesday 23 September | Wed/Sept
    fr mercredi 23 septembre 2020 | 23 septembre 2020 | mercredi 23 septembre | mer./sept.
    ga Dé Céadaoin 23 Meán Fómhair 2020 | 23 Meán Fómhair 2020 | Dé Céadaoin 23 Meán Fómhair | Céad/MFómh
    hr srijeda, 23. rujna 2020. | 23. rujna 2020. | srijeda, 23. rujna | sri/ruj
    it mercoledì 23 settembre 2020 | 23 settembre 2020 | mercoledì 23 settembre | mer/set
    lv trešdiena, 2020. gada 23. septembris | 2020. gada 23. septembris | trešdiena, 23. septembris | Trešd./sept.
    lt 2020 m. rugsėjo 23 d., trečiadienis | 2020 m. rugsėjo 23 d. | rugsėjo 23 d., trečiadienis | tr/rugs.
    hu 2020. szeptember 23., szerda | 2020. szeptember 23. | szeptember 23., szerda | Sze/szept.
    mt L-Erbgħa, 23 ta’ Settembru 2020 | 23 ta’ Settembru 2020 | L-Erbgħa, 23 ta’ Settembru | Erb/Set
    nl woensdag 23 september 2020 | 23 september 2020 | woensdag 23 september | wo/sep
    pl środa, 23 września 2020 | 23 września 2020 | środa, 23 września | śr./wrz
    pt quarta-feira, 23 de setembro de 2020 | 23 de setembro de 2020 | quarta-feira, 23 de setembro | quarta/set.
    pt-BR quarta-feira, 23 de setembro de 2020 | 23 de setembro de 2020 | quarta-feira, 23 de setembro | qua./set.
    ro miercuri, 23 septembrie 2020 | 23 septembrie 2020 | miercuri, 23 septembrie | mie./sept.
    sk streda, 23. septembra 2020 | 23. septembra 2020 | streda 23. septembra | st/sep
    sl sreda, 23. september 2020 | 23. september 2020 | sreda, 23. september | sre./sep.
    fi keskiviikko 23. syyskuuta 2020 | 23. syyskuuta 2020 | keskiviikko 23. syyskuuta | ke/syys
    sv onsdag 23 september 2020 | 23 september 2020 | onsdag 23 september | ons/sep.
    is miðvikudagur, 23. september 2020 | 23. september 2020 | miðvikudagur, 23. september | mið./sep.
    no onsdag 23. september 2020 | 23. september 2020 | onsdag 23. september | on./sep
    ca dimecres, 23 de setembre del 2020 | 23 de setembre del 2020 | dimecres, 23 de setembre | dc./set.
    tr 23 Eylül 2020 Çarşamba | 23 Eylül 2020 | 23 Eylül Çarşamba | Çar/Eyl
    uk середа, 23 вересня 2020 р. | 23 вересня 2020 р. | середа, 23 вересня | ср/вер.
    ar الأربعاء، 23 سبتمبر 2020 | 23 سبتمبر 2020 | الأربعاء، 23 سبتمبر | الأربعاء/سبتمبر
    ");
}

#[test]
fn times_are_written_as_each_language_writes_them() {
    let day = date(2020, 9, 23);
    let afternoon = range(day.at(14, 0, 0, 0), day.at(16, 30, 0, 0), ["CEST"; 2]);
    let noon = range(day.at(9, 5, 0, 0), day.at(13, 0, 7, 0), ["CEST"; 2]);
    let says = |words: &Words| [afternoon, noon].map(|range| words.clock_times(range)).join(" | ");
    insta::assert_snapshot!(table(says), @"
    bg 14:00–16:30 ч. CEST | 09:05–13:00:07 ч. CEST
    es 14:00–16:30 CEST | 09:05–13:00:07 CEST
    cs 14:00–16:30 CEST | 9:05–13:00:07 CEST
    da 14.00–16.30 CEST | 09.05–13.00.07 CEST
    de 14:00–16:30 CEST | 09:05–13:00:07 CEST
    et 14:00–16:30 CEST | 09:05–13:00:07 CEST
    el 2:00–4:30 μ.μ. CEST | 9:05 π.μ. – 1:00:07 μ.μ. CEST
    en 14:00–16:30 CEST | 09:05–13:00:07 CEST
    fr 14:00–16:30 CEST | 09:05–13:00:07 CEST
    ga 14:00–16:30 CEST | 09:05–13:00:07 CEST
    hr 14:00–16:30 CEST | 09:05–13:00:07 CEST
    it 14:00–16:30 CEST | 09:05–13:00:07 CEST
    lv 14:00–16:30 CEST | 09:05–13:00:07 CEST
    lt 14:00–16:30 CEST | 09:05–13:00:07 CEST
    hu 14:00–16:30 CEST | 9:05–13:00:07 CEST
    mt 14:00–16:30 CEST | 09:05–13:00:07 CEST
    nl 14:00–16:30 CEST | 09:05–13:00:07 CEST
    pl 14:00–16:30 CEST | 09:05–13:00:07 CEST
    pt 14:00–16:30 CEST | 09:05–13:00:07 CEST
    pt-BR 14:00–16:30 CEST | 09:05–13:00:07 CEST
    ro 14:00–16:30 CEST | 09:05–13:00:07 CEST
    sk 14:00–16:30 CEST | 9:05–13:00:07 CEST
    sl 14:00–16:30 CEST | 09:05–13:00:07 CEST
    fi 14.00–16.30 CEST | 9.05–13.00.07 CEST
    sv 14:00–16:30 CEST | 09:05–13:00:07 CEST
    is 14:00–16:30 CEST | 09:05–13:00:07 CEST
    no 14:00–16:30 CEST | 09:05–13:00:07 CEST
    ca 14:00–16:30 CEST | 9:05–13:00:07 CEST
    tr 14:00–16:30 CEST | 09:05–13:00:07 CEST
    uk 14:00–16:30 CEST | 09:05–13:00:07 CEST
    ar 2:00–4:30 م CEST | 9:05 ص – 1:00:07 م CEST
    ");
}

#[test]
fn whole_days_are_written_as_each_language_writes_them() {
    let says = |words: &Words| {
        let days = |first, last| words.days(first, last);
        [
            days(date(2020, 9, 9), date(2020, 9, 25)),
            days(date(2020, 9, 30), date(2020, 10, 2)),
            days(date(2020, 12, 31), date(2021, 1, 1)),
        ]
        .join(" | ")
    };
    insta::assert_snapshot!(table(says), @"
    bg 9–25 септември 2020 г. | 30 септември – 2 октомври 2020 г. | 31 декември 2020 г. – 1 януари 2021 г.
    es 9–25 de septiembre de 2020 | 30 de septiembre – 2 de octubre de 2020 | 31 de diciembre de 2020 – 1 de enero de 2021
    cs 9.–25. září 2020 | 30. září – 2. října 2020 | 31. prosince 2020 – 1. ledna 2021
    da 9.–25. september 2020 | 30. september – 2. oktober 2020 | 31. december 2020 – 1. januar 2021
    de 9.–25. September 2020 | 30. September – 2. Oktober 2020 | 31. Dezember 2020 – 1. Januar 2021
    et 9.–25. september 2020 | 30. september – 2. oktoober 2020 | 31. detsember 2020 – 1. jaanuar 2021
    el 9–25 Σεπτεμβρίου 2020 | 30 Σεπτεμβρίου – 2 Οκτωβρίου 2020 | 31 Δεκεμβρίου 2020 – 1 Ιανουαρίου 2021
    en 9–25 September 2020 | 30 September – 2 October 2020 | 31 December 2020 – 1 January 2021
    fr 9–25 septembre 2020 | 30 septembre – 2 octobre 2020 | 31 décembre 2020 – 1er janvier 2021
    ga 9–25 Meán Fómhair 2020 | 30 Meán Fómhair – 2 Deireadh Fómhair 2020 | 31 Nollaig 2020 – 1 Eanáir 2021
    hr 9.–25. rujna 2020. | 30. rujna – 2. listopada 2020. | 31. prosinca 2020. – 1. siječnja 2021.
    it 9–25 settembre 2020 | 30 settembre – 2 ottobre 2020 | 31 dicembre 2020 – 1 gennaio 2021
    lv 2020. gada 9.–25. septembris | 2020. gada 30. septembris – 2. oktobris | 2020. gada 31. decembris – 2021. gada 1. janvāris
    lt 2020 m. rugsėjo 9–25 d. | 2020 m. rugsėjo 30 d. – spalio 2 d. | 2020 m. gruodžio 31 d. – 2021 m. sausio 1 d.
    hu 2020. szeptember 9–25. | 2020. szeptember 30. – október 2. | 2020. december 31. – 2021. január 1.
    mt 9–25 ta’ Settembru 2020 | 30 ta’ Settembru – 2 ta’ Ottubru 2020 | 31 ta’ Diċembru 2020 – 1 ta’ Jannar 2021
    nl 9–25 september 2020 | 30 september – 2 oktober 2020 | 31 december 2020 – 1 januari 2021
    pl 9–25 września 2020 | 30 września – 2 października 2020 | 31 grudnia 2020 – 1 stycznia 2021
    pt 9–25 de setembro de 2020 | 30 de setembro – 2 de outubro de 2020 | 31 de dezembro de 2020 – 1 de janeiro de 2021
    pt-BR 9–25 de setembro de 2020 | 30 de setembro – 2 de outubro de 2020 | 31 de dezembro de 2020 – 1 de janeiro de 2021
    ro 9–25 septembrie 2020 | 30 septembrie – 2 octombrie 2020 | 31 decembrie 2020 – 1 ianuarie 2021
    sk 9.–25. septembra 2020 | 30. septembra – 2. októbra 2020 | 31. decembra 2020 – 1. januára 2021
    sl 9.–25. september 2020 | 30. september – 2. oktober 2020 | 31. december 2020 – 1. januar 2021
    fi 9.–25. syyskuuta 2020 | 30. syyskuuta – 2. lokakuuta 2020 | 31. joulukuuta 2020 – 1. tammikuuta 2021
    sv 9–25 september 2020 | 30 september – 2 oktober 2020 | 31 december 2020 – 1 januari 2021
    is 9.–25. september 2020 | 30. september – 2. október 2020 | 31. desember 2020 – 1. janúar 2021
    no 9.–25. september 2020 | 30. september – 2. oktober 2020 | 31. desember 2020 – 1. januar 2021
    ca 9–25 de setembre del 2020 | 30 de setembre – 2 d’octubre del 2020 | 31 de desembre del 2020 – 1 de gener del 2021
    tr 9–25 Eylül 2020 | 30 Eylül – 2 Ekim 2020 | 31 Aralık 2020 – 1 Ocak 2021
    uk 9–25 вересня 2020 р. | 30 вересня – 2 жовтня 2020 р. | 31 грудня 2020 р. – 1 січня 2021 р.
    ar 9–25 سبتمبر 2020 | 30 سبتمبر – 2 أكتوبر 2020 | 31 ديسمبر 2020 – 1 يناير 2021
    ");
}

#[test]
fn a_range_says_what_differs_at_its_ends() {
    let english = Words::of(None);
    let (day, next) = (date(2020, 10, 24), date(2020, 10, 25));
    let night = range(day.at(23, 0, 0, 0), next.at(4, 0, 0, 0), ["CEST", "CET"]);
    let change = range(next.at(1, 0, 0, 0), next.at(4, 0, 0, 0), ["CEST", "CET"]);
    let says = [
        english.times(range(day.at(9, 0, 0, 0), day.at(10, 0, 0, 0), ["UTC+04"; 2])),
        english.times(night),
        english.clock_times(night),
        english.times(change),
        english.days(day, day),
        english.days(date(2020, 9, 1), date(2020, 9, 21)),
        english.days(date(2020, 9, 20), date(2020, 9, 21)),
        english.days(date(2020, 9, 20), date(2021, 9, 20)),
    ];
    insta::assert_snapshot!(says.join("\n"), @"
    Saturday 24 October 2020, 09:00–10:00 UTC+04
    Saturday 24 October 2020, 23:00 CEST – Sunday 25 October 2020, 04:00 CET
    Saturday 24 October 2020, 23:00 CEST – Sunday 25 October 2020, 04:00 CET
    Sunday 25 October 2020, 01:00 CEST – 04:00 CET
    Saturday 24 October 2020
    1–21 September 2020
    20–21 September 2020
    20 September 2020 – 20 September 2021
    ");
}

#[test]
fn french_begins_a_month_with_an_ordinal() {
    let french = Words::of(Language::parse("fr").ok().as_ref());
    let (first, last) = (date(2021, 1, 1), date(2021, 1, 21));
    let says = [
        french.full_date(first),
        french.date(first),
        french.date_without_year(first),
        french.days(first, last),
        french.days(date(2020, 12, 1), first),
        french.days(date(2021, 1, 11), date(2021, 2, 1)),
        french.full_date(date(2021, 1, 11)),
    ];
    insta::assert_snapshot!(says.join("\n"), @"
    vendredi 1er janvier 2021
    1er janvier 2021
    vendredi 1er janvier
    1er–21 janvier 2021
    1er décembre 2020 – 1er janvier 2021
    11 janvier – 1er février 2021
    lundi 11 janvier 2021
    ");
}

#[test]
fn dates_and_times_are_those_of_the_region() {
    let day = date(2020, 9, 23);
    let tags = "en en-GB en-US en-CA en-AU en-IE en-IN en-RO de-AT de-CH fr-CH fr-CA es-MX pt pt-PT pt-BR pt-AO nl-BE \
                sv-FI ar-MA ar-SA nb-NO nn-NO no";
    let says = tags.split_whitespace().map(|tag| {
        let words = Words::of(Language::parse(tag).ok().as_ref());
        let hours = range(day.at(14, 0, 0, 0), day.at(16, 30, 0, 0), ["CEST"; 2]);
        let days = words.days(date(2020, 9, 9), day);
        format!("{tag} {} | {} | {days}", words.times(hours), words.date_without_year(day))
    });
    insta::assert_snapshot!(says.collect::<Vec<_>>().join("\n"), @"
    en Wednesday 23 September 2020, 14:00–16:30 CEST | Wednesday 23 September | 9–23 September 2020
    en-GB Wednesday 23 September 2020, 14:00–16:30 CEST | Wednesday 23 September | 9–23 September 2020
    en-US Wednesday, September 23, 2020, 2:00–4:30 PM CEST | Wednesday, September 23 | September 9–23, 2020
    en-CA Wednesday, September 23, 2020, 2:00–4:30 p.m. CEST | Wednesday, September 23 | September 9–23, 2020
    en-AU Wednesday 23 September 2020, 2:00–4:30 pm CEST | Wednesday 23 September | 9–23 September 2020
    en-IE Wednesday 23 September 2020, 14:00–16:30 CEST | Wednesday 23 September | 9–23 September 2020
    en-IN Wednesday 23 September 2020, 2:00–4:30 PM CEST | Wednesday 23 September | 9–23 September 2020
    en-RO Wednesday 23 September 2020, 14:00–16:30 CEST | Wednesday 23 September | 9–23 September 2020
    de-AT Mittwoch, 23. September 2020, 14:00–16:30 CEST | Mittwoch, 23. September | 9.–23. September 2020
    de-CH Mittwoch, 23. September 2020, 14:00–16:30 CEST | Mittwoch, 23. September | 9.–23. September 2020
    fr-CH mercredi 23 septembre 2020, 14:00–16:30 CEST | mercredi 23 septembre | 9–23 septembre 2020
    fr-CA mercredi 23 septembre 2020, 14 h 00 – 16 h 30 CEST | mercredi 23 septembre | 9–23 septembre 2020
    es-MX miércoles, 23 de septiembre de 2020, 02:00–04:30 p.m. CEST | miércoles, 23 de septiembre | 9–23 de septiembre de 2020
    pt quarta-feira, 23 de setembro de 2020, 14:00–16:30 CEST | quarta-feira, 23 de setembro | 9–23 de setembro de 2020
    pt-PT quarta-feira, 23 de setembro de 2020, 14:00–16:30 CEST | quarta-feira, 23 de setembro | 9–23 de setembro de 2020
    pt-BR quarta-feira, 23 de setembro de 2020, 14:00–16:30 CEST | quarta-feira, 23 de setembro | 9–23 de setembro de 2020
    pt-AO quarta-feira, 23 de setembro de 2020, 14:00–16:30 CEST | quarta-feira, 23 de setembro | 9–23 de setembro de 2020
    nl-BE woensdag 23 september 2020, 14:00–16:30 CEST | woensdag 23 september | 9–23 september 2020
    sv-FI onsdag 23 september 2020, 14:00–16:30 CEST | onsdag 23 september | 9–23 september 2020
    ar-MA الأربعاء، 23 شتنبر 2020، 14:00–16:30 CEST | الأربعاء، 23 شتنبر | 9–23 شتنبر 2020
    ar-SA الأربعاء، 23 سبتمبر 2020، 2:00–4:30 م CEST | الأربعاء، 23 سبتمبر | 9–23 سبتمبر 2020
    nb-NO onsdag 23. september 2020, 14:00–16:30 CEST | onsdag 23. september | 9.–23. september 2020
    nn-NO onsdag 23. september 2020, 14:00–16:30 CEST | onsdag 23. september | 9.–23. september 2020
    no onsdag 23. september 2020, 14:00–16:30 CEST | onsdag 23. september | 9.–23. september 2020
    ");
}

/// Any date in the years of sessions.
fn any_date() -> impl Strategy<Value = Date> {
    (When::YEARS, 1..=12_i8, 1..=31_i8)
        .prop_filter_map("no such day", |(year, month, day)| Date::new(year, month, day).ok())
}

proptest! {
    #[test]
    fn every_date_and_time_can_be_written(
        first in any_date(), last in any_date(), hour in 0..24_i8, minute in 0..60_i8, second in 0..60_i8
    ) {
        let time = Time::new(hour, minute, second, 0).expect("a time");
        for words in Words::all() {
            let digits = |text: &str, number: i16| text.contains(&number.unsigned_abs().to_string());
            prop_assert!(digits(&words.full_date(first), i16::from(first.day())));
            prop_assert!(digits(&words.time(time), i16::from(minute)));
            let times = range(first.to_datetime(time), last.to_datetime(time), ["X", "Y"]);
            prop_assert!(words.times(times).contains('X'));
            let days = words.days(first, last);
            prop_assert!(digits(&days, i16::from(first.day())), "{} {days}", words.tag());
            prop_assert!(digits(&days, i16::from(last.day())), "{} {days}", words.tag());
            prop_assert!(digits(&days, last.year()), "{} {days}", words.tag());
        }
    }

    /// A short range of days is the long form without repetition.
    #[test]
    fn days_of_one_month_lose_nothing(first in any_date(), length in 1..27_i64) {
        use jiff::ToSpan as _;
        let Ok(last) = first.checked_add(length.days()) else { return Ok(()) };
        prop_assume!(first.month() == last.month());
        for words in Words::all() {
            let days = words.days(first, last);
            let mark = format!("–{}", last.day());
            let at = days.find(&mark).expect("the last day behind a dash");
            // `1er` in French.
            let before = days[..at].trim_end_matches('.').trim_end_matches("er");
            prop_assert!(before.ends_with(&first.day().to_string()), "{} {days}", words.tag());
            let number = before.len() - first.day().to_string().len();
            let long = format!("{}{}", &days[..number], &days[at + "–".len()..]);
            prop_assert_eq!(long, words.date(last));
        }
    }
}

#[test]
fn the_first_and_the_last_date_can_be_written() {
    for words in Words::all() {
        assert!(!words.days(Date::MIN, Date::MAX).is_empty(), "{}", words.tag());
        assert!(!words.month_short(Date::MAX).is_empty(), "{}", words.tag());
    }
}
