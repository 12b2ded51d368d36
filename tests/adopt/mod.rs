//! `kalends adopt`: values that are kept, findings about the rest, and restored records.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod against;
mod cases;
mod command;
mod corpus;
mod disaster;
mod fetching;
mod helps;
mod hostile;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use kalends::publish::{Published, Records, Settings, publish};

/// UID and SEQUENCE of every event of a calendar, read without the crate's reader.
fn counts(text: &str) -> BTreeMap<String, u32> {
    let unfolded = text.replace("\r\n ", "").replace("\r\n", "\n").replace("\n ", "");
    let mut counts = BTreeMap::new();
    for event in unfolded.split("BEGIN:VEVENT\n").skip(1) {
        let value = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
        let sequence = value("SEQUENCE:").map_or(0, |number| number.parse().unwrap());
        counts.insert(value("UID:").unwrap().replace('\\', ""), sequence);
    }
    counts
}

/// Publishes a directory.
fn published(directory: &Path, records: Records, now: &str) -> Published {
    let settings = Settings::new(vec![directory.to_owned()], records);
    publish(&settings, now.parse().unwrap()).unwrap()
}

fn write(directory: &Path, name: &str, text: &str) {
    fs::write(directory.join(name), text).unwrap();
}
