//! Small values of a series, at their limits.

use super::super::Geo;
use super::*;

#[test]
fn a_language_tag_is_language_script_and_region_in_their_case() {
    for (text, tag) in [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("gsw", "gsw"),
        ("es-419", "es-419"),
        ("SR-LATN", "sr-Latn"),
        ("sr-latn-rs", "sr-Latn-RS"),
    ] {
        assert_eq!(Language::parse(text).map(|language| language.to_string()), Ok(tag.into()));
    }
    for bad in [
        "",
        "e",
        "engl",
        "e1",
        "12",
        "en-",
        "-en",
        "en-G",
        "en-12",
        "en-1",
        "en-abc",
        "en-1234",
        "en-a1b2",
        "en-a",
        "en-GB-x",
        "en-GB-Latn",
        "en-Latn-GB-x",
        "en_GB",
        "é",
    ] {
        assert!(Language::parse(bad).is_err(), "{bad}");
    }
    let problem = Language::parse("x").map_err(|problem| problem.to_string());
    assert!(problem.is_err_and(|said| said.starts_with("is not a language tag")));
}

#[test]
fn a_mail_address_is_of_plain_characters() {
    let of_length = |length: usize| format!("{}@example.org", "a".repeat(length - 12));
    for good in ["events@example.org", "a.b_c+d-e@Example.org", "1@a.b", &of_length(254)] {
        assert_eq!(Email::parse(good).map(|email| email.to_string()), Ok(good.to_owned()));
    }
    for bad in [
        "",
        "events",
        "@example.org",
        "events@",
        "a b@example.org",
        "ä@example.org",
        "a@exa mple.org",
        "a@b@example.org",
        "\"a\"@example.org",
        &of_length(255),
    ] {
        assert!(Email::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_category_holds_no_separator() {
    let parse = |text| Category::new(Line::parse(text).expect("a line"));
    assert_eq!(parse("Web & more").map(|it| it.as_str().to_owned()), Ok("Web & more".into()));
    assert!(parse("a,b").is_err() && parse("a;b").is_err());
}

#[test]
fn a_position_has_six_digits_and_its_sign() {
    let at = |latitude, longitude| Geo::new(latitude, longitude).map(|geo| geo.to_string());
    assert_eq!(at(50.846_611, 4.352_778), Ok("50.846611;4.352778".into()));
    assert_eq!(at(-0.5, -179.000_000_4), Ok("-0.500000;-179.000000".into()));
    assert_eq!(at(90.0, -180.0), Ok("90.000000;-180.000000".into()));
    assert_eq!(at(0.0, 0.000_000_6), Ok("0.000000;0.000001".into()));
    for (latitude, longitude) in
        [(90.1, 0.0), (-90.1, 0.0), (0.0, 180.1), (0.0, -180.1), (f64::NAN, 0.0)]
    {
        assert!(at(latitude, longitude).is_err(), "{latitude} {longitude}");
    }
}

#[test]
fn a_reminder_is_a_minute_to_four_weeks() {
    let minutes = |minutes| Reminder::from_minutes(minutes).map(Reminder::minutes);
    assert_eq!((minutes(1), minutes(40_320)), (Ok(1), Ok(40_320)));
    assert!(minutes(0).is_err() && minutes(40_321).is_err() && minutes(65_537).is_err());
}

#[test]
fn words_of_a_status_and_of_a_choice_read_back() {
    for (name, status) in Status::NAMES {
        assert_eq!((status.as_str(), Status::parse(name)), (name, Some(status)));
    }
    for (name, choice) in OnCancel::NAMES {
        assert_eq!(OnCancel::parse(name), Some(choice));
    }
    assert_eq!((Status::parse("Confirmed"), OnCancel::parse("")), (None, None));
}

#[test]
fn a_speaker_is_told_with_what_is_known() {
    let line = |text| Line::parse(text).expect("a line");
    let mut speaker = Speaker { name: line("Ada"), role: None, organisation: None };
    assert_eq!(speaker.to_string(), "Ada");
    speaker.organisation = Some(line("Example"));
    assert_eq!(speaker.to_string(), "Ada, Example");
    speaker.role = Some(line("chair"));
    assert_eq!(speaker.to_string(), "Ada, chair, Example");
}
