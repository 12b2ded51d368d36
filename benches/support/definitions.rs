//! Typical definitions, and their first records.

use std::fmt::Write as _;

use jiff::Timestamp;
use kalends::model::Series;
use kalends::revision::{Record, reconcile};

pub(crate) const SESSIONS: usize = 10;
/// In turn.
const ZONES: [&str; 8] = [
    "Europe/Brussels",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Europe/Dublin",
    "Africa/Casablanca",
    "UTC",
];

pub(crate) fn stem(number: usize) -> String {
    format!("series-{number}")
}

/// Its record after the first publication.
pub(crate) fn first_record(series: &Series) -> Record {
    reconcile(series, None, now()).expect("nothing conflicts").record
}

/// 2027-01-01T00:00:00Z, so that measurements do not depend on the day.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_767_225_600).expect("in range")
}

/// Ten weekly sessions of two hours, with typical texts.
pub(crate) fn definition_text(number: usize) -> String {
    let zone = ZONES[number % ZONES.len()];
    let month = 1 + number % 9;
    let mut text = format!(
        r#"title        = "Conference number {number}: security, health and everything"
description  = """
A series of panel discussions about the major challenges that the sector faces, held online over \
ten weeks, each on another topic; open to all, free of charge, in English.

Keynote speakers are announced two weeks ahead. Questions: write to us.
"""
authority    = "events.example.org"
timezone     = "{zone}"
language     = "en"
url          = "https://example.org/conferences/{number}"
organizer    = {{ name = "The Agency, and its Partners", email = "events@example.org" }}
categories   = ["Cybersecurity", "eHealth"]
duration     = "2h"
join         = "https://meet.example.org/room/{number}"
reminder     = "15m"
"#
    );
    for session in 0..SESSIONS {
        // Weeks from the first of the month on, without a calendar: four to a month.
        let (month, day) = (month + session / 4, 1 + 7 * (session % 4));
        let _ = write!(
            text,
            r#"
[[session]]
id          = "part-{session}"
title       = "Part {session}: incident response while in crisis (technical session)"
start       = 2027-{month:02}-{day:02}T14:00:00
description = """
The panel discusses ways towards boosting security, gives the hospitals' view of an overwhelming \
situation for physicians and IT professionals, and shares the authorities' view; then: questions.
"""
speakers    = [
    {{ name = "Ada Žižka", role = "moderator", organisation = "The Agency" }},
    {{ name = "University Hospital, Town", role = "panel" }},
]
"#
        );
    }
    text
}
