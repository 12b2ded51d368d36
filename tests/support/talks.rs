//! A small series with texts chosen by the test.

use std::fs;

use tempfile::TempDir;

const TALKS: &str = r##"
title = "TITLE"
authority = "example.org"
timezone = "Europe/Brussels"
announced_as = "CET"
language = "en"
duration = "2h"

[[session]]
id = "opening"
title = "TITLE"
start = 2027-09-23T14:00:00
location = "TITLE"

[[session]]
id = "outing"
title = "Outing"
start = 2027-09-24
end = 2027-09-26
status = "cancelled"
"##;

/// The definition with one text as the series' title, a session's title and its place.
pub(crate) fn talks(title: &str) -> String {
    TALKS.replace("TITLE", &title.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A directory with a definition called `talks`.
pub(crate) fn directory(text: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("talks.toml"), text).unwrap();
    directory
}
