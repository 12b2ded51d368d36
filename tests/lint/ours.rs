//! What this program writes lints clean: the golden files, and all that is rendered of definitions.

use std::fs;
use std::path::Path;

use kalends::definition::parse;
use kalends::diagnostic::{SourceFile, Style, to_text};
use kalends::lint::lint;
use kalends::render::{calendars, check};
use kalends::revision::reconcile;

#[test]
fn the_golden_files_have_no_finding() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut count = 0;
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ics") {
            let linted = lint(&path.to_string_lossy(), &fs::read(&path).unwrap());
            assert_eq!(to_text(&linted.findings, Style::Plain), "");
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

/// A series of one session in a zone, on a day.
fn series(zone: &str, day: &str, more: &str) -> String {
    format!(
        "title = \"Talks\"\nauthority = \"example.org\"\ntimezone = \"{zone}\"\nduration = \"1h\"\n\
         organizer = {{ name = \"Desk\", email = \"desk@example.org\", as_property = true }}\n\
         [[session]]\nid = \"one\"\ntitle = \"One, \\\\ two; \\\"three\\\" 👩🏽‍⚕️\"\n\
         start = {day}T14:00:00\n{more}\n"
    )
}

#[test]
fn what_is_rendered_has_no_finding_in_any_zone_summer_or_winter() {
    for zone in kalends::model::Zone::all() {
        for day in ["1995-07-03", "2026-01-15", "2026-07-15", "2031-03-20", "2060-10-20"] {
            for more in ["", "status = \"cancelled\"", "reminder = \"15m\""] {
                let text = series(zone.name(), day, more);
                let definition = parse(&SourceFile::new("talks.toml", text), "talks");
                let series =
                    definition.series.unwrap_or_else(|| panic!("{:?}", definition.findings));
                let record = reconcile(&series, None, "2026-01-01T00:00:00Z".parse().unwrap());
                let draft = calendars(&series, &record.unwrap().record, None);
                let calendars = check(draft).0.unwrap();
                let files = calendars.sessions().map(|(_, text)| text);
                for text in files.chain([calendars.feed().to_owned()]) {
                    let found = to_text(&lint("talks.ics", text.as_bytes()).findings, Style::Plain);
                    assert_eq!(found, "", "{zone} {day}");
                }
            }
        }
    }
}
