//! Looks at the record on the disk, again and again, and holds it to what must never happen.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use kalends::diagnostic::SourceFile;
use kalends::model::Uid;
use kalends::revision::{Record, RecordEntry};

/// The last observation: the count of each identity, and the newest issue.
#[derive(Default)]
pub(crate) struct Watch {
    counts: BTreeMap<String, (Uid, u32)>,
    issue: usize,
    text: String,
}

impl Watch {
    /// Reads the record, compares it with the last observation, and returns whether it changed.
    pub(crate) fn look(&mut self, directory: &Path) -> bool {
        let Ok(text) = fs::read_to_string(directory.join("talks.lock")) else {
            assert!(self.counts.is_empty(), "the record is gone");
            return false;
        };
        if text == self.text {
            return false;
        }
        let record = Record::parse(&SourceFile::new("talks.lock", text.as_str()))
            .unwrap_or_else(|findings| panic!("not whole: {findings:?}\n{text}"));
        let mut seen = BTreeMap::new();
        for (id, entry) in record.sessions() {
            let first = id.as_str().split('-').next().unwrap().to_owned();
            assert!(
                seen.insert(first, (entry.uid().clone(), entry.sequence())).is_none(),
                "{id} twice"
            );
        }
        for (first, (uid, count)) in &self.counts {
            let (uid_now, count_now) = seen.get(first).unwrap_or_else(|| panic!("{first} is lost"));
            assert_eq!(uid_now, uid, "{first}");
            assert!(count_now >= count, "{first}: SEQUENCE fell from {count} to {count_now}");
        }
        let issue = record.fields().get("description").unwrap();
        let issue = issue.trim_start_matches("Issue ").trim_end_matches('.').parse().unwrap();
        assert!(issue >= self.issue, "issue {} was taken back for {issue}", self.issue);
        assert!(record.sessions().map(|(_, entry)| entry).any(RecordEntry::is_in_feed));
        (self.counts, self.issue, self.text) = (seen, issue, text);
        true
    }

    pub(crate) fn issue(&self) -> usize {
        self.issue
    }
}

/// `kalends` in a directory of definitions.
pub(crate) fn kalends(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kalends"));
    command
        .args(arguments)
        .env_clear()
        .env("KALENDS_SCHEDULES", directory)
        .env("KALENDS_ALLOW_MASS_REMOVAL", "true")
        .stdin(Stdio::null());
    command
}
