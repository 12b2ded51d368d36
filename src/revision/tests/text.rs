//! The text form: golden, reversible, and valid TOML for the `toml` crate.

use proptest::prelude::*;

use super::support::{
    at, days, first, line, next, parse, parsed, parts, prose, series, session, two_hours,
};
use crate::model::{Access, Audience, Line, Prose, Series, Status, TokenHash};
use crate::revision::Record;

/// A session, a tombstone in the feed, a tombstone that left it, and a cancelled session.
pub(super) fn rich() -> Record {
    let talk = session("talk", two_hours("2020-09-23T12:00:00Z"));
    let gone = session("gone", two_hours("2020-09-24T12:00:00Z"));
    let past = session("past", days("2020-01-01", "2020-01-02"));
    let off = session("off", two_hours("2020-10-23T12:00:00Z"));
    let record = first(
        &series(vec![talk.clone(), gone.clone(), past, off.clone()]),
        "2020-03-01T10:00:00.9Z",
    );
    let mut off = off;
    off.status = Status::Cancelled;
    let record =
        next(&series(vec![talk.clone(), gone, off.clone()]), Some(&record), "2020-03-02T10:00:00Z");
    let mut talk = talk;
    talk.description = Some(prose("One \"line\"\nand \\ another."));
    next(&series(vec![talk, off]), Some(&record.record), "2020-05-01T10:00:00Z").record
}

#[test]
fn the_form_of_a_record_is_pinned() {
    insta::assert_snapshot!(rich().to_text(), @r#"
    # The publication record of this series: what subscribers have been given. Kalends writes it.
    # Commit it beside the definition, as Cargo.lock is. Do not edit or delete it: without it, updates
    # no longer reach the entries that people have. `kalends check` tells how to mend it after a merge.
    version = 1

    [series]
    id = "talks"
    authority = "example.org"
    format = 3
    created = 2020-03-01T10:00:00Z
    revised = 2020-05-01T10:00:00Z
    identity = "443dc6e5320575791bb572156ec0e35a"

    [series.fields]
    timezone = "Europe/Brussels"
    title = "Talks"

    [[session]]
    id = "gone"
    uid = "7e02ab98-559a-5d24-8a03-41a44faa357e"
    sequence = 1
    created = 2020-03-01T10:00:00Z
    revised = 2020-05-01T10:00:00Z
    withdrawn = 2020-05-01T10:00:00Z
    schedule = "2d12618993e25bacaf67618615d3765c"
    content = "2055fdbe2b3afcfff64b8bc536082f94"
    identity = "ecd198e7d67aa3120218ceae9c33acca"

    [session.fields]
    abbreviation = "CEST"
    end = "2020-09-24T14:00:00Z"
    local_end = "2020-09-24T16:00:00"
    local_start = "2020-09-24T14:00:00"
    start = "2020-09-24T12:00:00Z"
    timezone = "Europe/Brussels"
    title = "About gone"

    [[session.past]]
    sequence = 0
    until = 2020-05-01T10:00:00Z

    [session.past.fields]
    abbreviation = "CEST"
    end = "2020-09-24T14:00:00Z"
    local_end = "2020-09-24T16:00:00"
    local_start = "2020-09-24T14:00:00"
    start = "2020-09-24T12:00:00Z"
    timezone = "Europe/Brussels"
    title = "About gone"

    [[session]]
    id = "off"
    uid = "dc0e91da-623e-5880-932a-1c0526f5ec26"
    sequence = 1
    created = 2020-03-01T10:00:00Z
    revised = 2020-03-02T10:00:00Z
    schedule = "a1d8e88da18746fc584e5beb8bec4900"
    content = "c78be48324295d65c96192231c379ea8"
    identity = "6e38a0f8be5dc8ab87f88345498e2935"

    [session.fields]
    abbreviation = "CEST"
    end = "2020-10-23T14:00:00Z"
    local_end = "2020-10-23T16:00:00"
    local_start = "2020-10-23T14:00:00"
    start = "2020-10-23T12:00:00Z"
    status = "cancelled"
    timezone = "Europe/Brussels"
    title = "About off"

    [[session.past]]
    sequence = 0
    until = 2020-03-02T10:00:00Z

    [session.past.fields]
    abbreviation = "CEST"
    end = "2020-10-23T14:00:00Z"
    local_end = "2020-10-23T16:00:00"
    local_start = "2020-10-23T14:00:00"
    start = "2020-10-23T12:00:00Z"
    timezone = "Europe/Brussels"
    title = "About off"

    [[session]]
    id = "past"
    uid = "198b7462-9789-58b4-be54-1d69442a6725"
    sequence = 1
    created = 2020-03-01T10:00:00Z
    revised = 2020-03-02T10:00:00Z
    withdrawn = 2020-03-02T10:00:00Z
    left_feed = 2020-05-01T10:00:00Z
    schedule = "a0934b90dc4001ea0448c1965ea74c75"
    content = "e3b0c44298fc1c149afbf4c8996fb924"
    identity = "185421a23964fc7375e0028d9fa3bbd7"

    [session.fields]
    end = "2020-01-02"
    start = "2020-01-01"
    title = "About past"

    [[session.past]]
    sequence = 0
    until = 2020-03-02T10:00:00Z

    [session.past.fields]
    end = "2020-01-02"
    start = "2020-01-01"
    title = "About past"

    [[session]]
    id = "talk"
    uid = "5efe8122-2a60-5261-8fa6-fd0a6cb34224"
    sequence = 0
    created = 2020-03-01T10:00:00Z
    revised = 2020-05-01T10:00:00Z
    schedule = "aaa5d4fa6633236afddb149422ebd248"
    content = "0953bafdcb6fee91a88213409afb1633"
    identity = "93804edb20375e728bb6129b0e43ba68"

    [session.fields]
    abbreviation = "CEST"
    description = "One \"line\"\nand \\ another."
    end = "2020-09-23T14:00:00Z"
    local_end = "2020-09-23T16:00:00"
    local_start = "2020-09-23T14:00:00"
    start = "2020-09-23T12:00:00Z"
    timezone = "Europe/Brussels"
    title = "About talk"

    [end]
    "#);
}

#[test]
fn former_identifiers_and_retirement_have_a_place_in_the_form() {
    let mut record = rich();
    record.retired = Some(at("2021-01-01T00:00:00Z"));
    let entry = record.sessions.get_mut(&super::support::id("talk")).expect("entry");
    entry.was = vec![super::support::id("old"), super::support::id("older")];
    let text = record.to_text();
    assert!(text.contains("\nwas = [\"old\", \"older\"]\n"), "{text}");
    assert!(text.contains("\nretired = 2021-01-01T00:00:00Z\n"), "{text}");
    assert_eq!(parsed(&text), record);
    judge(&text);
}

#[test]
fn a_checkout_with_windows_line_ends_means_the_same() {
    let record = rich();
    assert_eq!(parsed(&record.to_text().replace('\n', "\r\n")), record);
}

/// The `toml` crate reads the same values from it.
fn judge(text: &str) {
    let record = parsed(text);
    let table: toml::Table = text.parse().expect("TOML");
    assert!(table.contains_key("end"));
    let sessions = table["session"].as_array().expect("sessions");
    assert_eq!(sessions.len(), record.sessions().count());
    for (table, (id, entry)) in sessions.iter().zip(record.sessions()) {
        assert_eq!(table["id"].as_str(), Some(id.as_str()));
        assert_eq!(table["sequence"].as_integer(), Some(i64::from(entry.sequence())));
        assert_eq!(table["revised"].to_string(), entry.revised().to_string());
        let fields = table["fields"].as_table().expect("fields");
        assert_eq!(fields.len(), entry.fields().iter().count());
        for (key, value) in entry.fields().iter() {
            assert_eq!(fields[key.name()].as_str(), Some(value));
        }
    }
}

/// Characters that some writers, readers or editors handle wrongly.
const HOSTILE: &str = "[\\\\;,:\"^'=#\\[\\]{}\t\r\n\u{b}\u{c}\u{85}\u{a0}\u{2028}\u{2029}\u{200b}é語🩺👩‍⚕️ abc<>|0-]{1,60}";

proptest! {
    #[test]
    fn what_is_written_is_read_and_written_the_same(
        title in HOSTILE, description in HOSTILE, name in HOSTILE,
    ) {
        let one_line = |text: &str| Line::parse(&text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).collect::<String>());
        let mut talk = session("talk", two_hours("2020-09-23T12:00:00Z"));
        talk.title = one_line(&title).unwrap_or_else(|_| line("x"));
        talk.description = Prose::parse(&description).ok();
        if let Ok(name) = one_line(&name) {
            talk.speakers = vec![crate::model::Speaker { name, role: None, organisation: None }];
        }
        let other = session("other", days("2020-09-24", "2020-09-24"));
        let record = first(&series(vec![talk.clone(), other.clone()]), "2020-01-01T00:00:00Z");
        let text = record.to_text();
        prop_assert_eq!(&parsed(&text), &record);
        prop_assert_eq!(parsed(&text).to_text(), text.clone());
        judge(&text);
        let withdrawn = next(&series(vec![other]), Some(&record), "2020-01-01T00:00:00Z").record;
        let (_, tombstone) = withdrawn.tombstones().next().expect("tombstone");
        prop_assert_eq!(&tombstone.session().title, &talk.title);
        prop_assert_eq!(&tombstone.session().description, &talk.description);
        prop_assert_eq!(&tombstone.session().speakers, &talk.speakers);
        prop_assert_eq!(&parsed(&withdrawn.to_text()), &withdrawn);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC*") {
        let _ = parse(&text);
        let _ = parse(&format!("{text}\n[end]\n"));
    }

    #[test]
    fn no_damage_makes_the_parser_panic(from in 0_usize..4_000, length in 0_usize..40, put in HOSTILE) {
        let mut text = rich().to_text();
        let start = text.floor_char_boundary(from.min(text.len()));
        let end = text.floor_char_boundary((start + length).min(text.len()));
        text.replace_range(start..end, &put);
        if let Err(findings) = parse(&text) {
            prop_assert!(!findings.is_empty());
            prop_assert!(!super::support::shown(&findings).is_empty());
        }
    }

    #[test]
    fn a_record_cut_short_is_never_read(cut in 1_usize..4_000) {
        let text = rich().to_text();
        let end = text.floor_char_boundary(text.len().saturating_sub(cut + 1));
        prop_assert!(parse(&text[..end]).is_err());
    }
}

#[test]
fn who_may_read_a_private_series_is_recorded_and_read_back() {
    let accesses = ["board", "\u{e9}quipe \"A\""].map(|name| Access {
        name: line(name),
        token: TokenHash::parse(&"0b".repeat(32)).expect("a hash"),
    });
    for audience in [Audience::Holders(accesses.to_vec()), Audience::Holders(Vec::new())] {
        let mut parts = parts(vec![session("talk", two_hours("2020-09-23T12:00:00Z"))]);
        parts.audience = Some(audience.clone());
        let record = first(&Series::new(parts).expect("series"), "2020-03-01T10:00:00Z");
        let text = record.to_text();
        assert_eq!(text.matches("\nprivate = [").count(), 1);
        assert_eq!(parsed(&text), record);
        assert_eq!(record.audience(), &audience);
        for (from, to) in [("0b0b", "0B0B"), (" board", ""), ("\"0b", "\"00b")] {
            let damaged = text.replacen(from, to, 1);
            assert_eq!(parse(&damaged).is_err(), damaged != text, "{damaged}");
        }
    }
    assert!(!rich().to_text().contains("private"), "a public series has no such key");
}
