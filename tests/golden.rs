//! Feeds and session files, byte for byte, as stored in `tests/golden`.
//!
//! A difference means that what subscribers have will change. Where that is meant, write the files
//! anew with `cargo test --test main golden -- --ignored`, read every line of what changed, and say in
//! the commit why it may.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use kalends::definition::parse;
use kalends::diagnostic::SourceFile;
use kalends::i18n::Words;
use kalends::model::{Series, WebUrl};
use kalends::render::{self, calendars, second_reading};
use kalends::revision::{ChangeKind, Record, reconcile};

/// The repository.
const HOME: &str = env!("CARGO_MANIFEST_DIR");
/// When everything was first published.
const FIRST: &str = "2020-09-22T09:00:00Z";
/// When it was published again.
const AGAIN: &str = "2020-09-23T10:11:12Z";

fn series(text: &str, stem: &str) -> Series {
    let definition = parse(&SourceFile::new(stem, text), stem);
    definition.series.unwrap_or_else(|| panic!("{:?}", definition.findings))
}

fn published(series: &Series, record: Option<&Record>, now: &str) -> Record {
    reconcile(series, record, now.parse().unwrap()).unwrap().record
}

/// Feed and session files by name.
fn files(series: &Series, record: &Record, public_url: Option<&str>) -> BTreeMap<String, String> {
    let public_url = public_url.map(|url| WebUrl::parse(url).unwrap());
    let (calendars, faults) = render::check(calendars(series, record, public_url.as_ref()));
    assert!(faults.is_empty(), "{faults:?}");
    let calendars = calendars.unwrap();
    let feed = (format!("{}.ics", series.id), calendars.feed().to_owned());
    let sessions = calendars.sessions().map(|(id, text)| (format!("{}.{id}.ics", series.id), text));
    let files: BTreeMap<_, _> = sessions.chain([feed]).collect();
    for text in files.values() {
        second_reading(text, series, record).unwrap();
    }
    files
}

/// The series that is shipped, published once.
fn shipped() -> BTreeMap<String, String> {
    let stem = "ehealth-security-2020";
    let text = fs::read_to_string(Path::new(HOME).join(format!("schedules/{stem}.toml"))).unwrap();
    let series = series(&text, stem);
    let record = published(&series, None, FIRST);
    let mut all = files(&series, &record, None);
    for (language, translation) in series.translations() {
        let record = record.in_language(language).unwrap();
        let translated = files(translation, &record, None).into_iter();
        all.extend(
            translated.map(|(name, text)| (name.replacen('.', &format!(".{language}."), 1), text)),
        );
    }
    all
}

/// A series that has everything, published twice: a session was taken out in between.
fn everything() -> BTreeMap<String, String> {
    let stem = "efteraar-2026";
    let text =
        fs::read_to_string(Path::new(HOME).join(format!("tests/golden/{stem}.toml"))).unwrap();
    let (rest, _) = text.split_once("# Taken out before the second publication.").unwrap();
    let record = published(&series(&text, stem), None, FIRST);
    let series = series(rest, stem);
    let record = published(&series, Some(&record), AGAIN);
    files(&series, &record, Some("https://calendar.example.org"))
}

/// The golden files of one series, by name.
fn golden(series: &str) -> BTreeMap<String, String> {
    fs::read_dir(Path::new(HOME).join("tests/golden"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(&format!("{series}.")) && name.ends_with(".ics"))
        .map(|name| {
            let path = Path::new(HOME).join("tests/golden").join(&name);
            (name, String::from_utf8(fs::read(path).unwrap()).unwrap())
        })
        .collect()
}

fn compare(found: &BTreeMap<String, String>, golden: &BTreeMap<String, String>) {
    let mut differences = String::new();
    for name in found.keys().chain(golden.keys().filter(|name| !found.contains_key(*name))) {
        let text = |files: &BTreeMap<String, String>| files.get(name).cloned().unwrap_or_default();
        let (new, old) = (text(found), text(golden));
        if new != old {
            let _ = writeln!(differences, "--- {name}\n{}", difference(&old, &new));
        }
    }
    assert!(differences.is_empty(), "- golden, + written now\n{differences}");
}

/// The part between the common beginning and the common end of two texts, in lines, with visible line
/// breaks.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(most);
    let mut text = format!("line {}:\n", same + 1);
    for (sign, lines) in [('-', &old[same..old.len() - tail]), ('+', &new[same..new.len() - tail])]
    {
        for line in lines {
            let visible = line.replace('\r', "\\r").replace('\n', "\\n");
            let _ = writeln!(text, "{sign} {visible}");
        }
    }
    text
}

#[test]
fn the_shipped_series_is_what_it_was() {
    compare(&shipped(), &golden("ehealth-security-2020"));
}

#[test]
fn a_series_with_everything_is_what_it_was() {
    compare(&everything(), &golden("efteraar-2026"));
}

#[test]
fn a_second_reading_that_differs_is_told() {
    let text = fs::read_to_string(Path::new(HOME).join("schedules/ehealth-security-2020.toml"));
    let series = series(&text.unwrap(), "ehealth-security-2020");
    let record = published(&series, None, FIRST);
    let feed = calendars(&series, &record, None).feed;
    let uid = record.sessions().next().unwrap().1.uid().to_string();
    let begin = feed.find("BEGIN:VEVENT").unwrap();
    for (other, told) in [
        (feed.replacen("SEQUENCE:0", "SEQUENCE:1", 1), "SEQUENCE of "),
        (feed.replacen(&uid, "0b5a8eee-65b3-5f5f-a43c-d4b4a4e8a8f5", 1), "UID 0b5a8eee-"),
        (feed.replacen("\r\nSTATUS:", "!\r\nSTATUS:", 1), "the title of "),
        (format!("{}END:VCALENDAR\r\n", &feed[..begin]), "it has no event"),
        (feed.replace("END:VEVENT", "END:VTODO"), "it cannot be read"),
    ] {
        let read = second_reading(&other, &series, &record);
        assert!(read.as_ref().is_err_and(|why| why.starts_with(told)), "{read:?}, not {told}");
    }
}

#[test]
fn a_difference_is_told_by_its_lines() {
    let told = difference("a\r\nb\r\nc\r\n", "a\r\nB\nb\r\nc\r\n");
    assert_eq!(told, "line 2:\n+ B\\n\n");
    assert_eq!(difference("a\r\nb\r\n", "a\r\n"), "line 2:\n- b\\r\\n\n");
}

#[test]
#[ignore = "writes the golden files anew"]
fn write_the_golden_files() {
    for (name, text) in shipped().into_iter().chain(everything()) {
        fs::write(Path::new(HOME).join("tests/golden").join(name), text).unwrap();
    }
}

/// Rules `last-modified-moves` and `dtstamp-from-record`: an entry with bytes that a release changes
/// gets a later LAST-MODIFIED, and no other.
#[test]
fn what_this_release_writes_differently_is_revised_in_every_language() {
    let tags = Words::all().map(Words::tag).chain(["nb-NO", "nn", "pt-AO", "de-AT", "zh"]);
    for tag in tags {
        let text = format!(
            "title = \"Talks\"\nauthority = \"example.org\"\nlanguage = \"{tag}\"\n\
             [[session]]\nid = \"talk\"\ntitle = \"Talk\"\nstart = 2027-05-01\nlocation = \"Online\"\n"
        );
        let series = series(&text, "talks");
        let text = published(&series, None, FIRST).to_text();
        let is_new = |line: &&str| line.starts_with("identity = ") || *line == "format = 3\n";
        let record: String = text.split_inclusive('\n').filter(|line| !is_new(line)).collect();
        let record = Record::parse(&SourceFile::new("talks.lock", record.as_str())).unwrap();
        let says_online = calendars(&series, &record, None)
            .feed
            .contains(&format!("LOCATION;LANGUAGE={tag}:Online\r\n"));
        let changes = reconcile(&series, Some(&record), AGAIN.parse().unwrap()).unwrap().changes;
        let kinds: Vec<ChangeKind> = changes.iter().map(|change| change.kind).collect();
        let expected = if says_online { vec![] } else { vec![ChangeKind::Rewritten] };
        assert_eq!(kinds, expected, "{tag}");
    }
}
