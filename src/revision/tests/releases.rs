//! Reads records that earlier releases wrote. The files never change; a release that changes the form
//! adds a directory.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::SourceFile;
use crate::revision::{OldRelease, Record};

const RECORDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/revision/tests/records");

fn records(of: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(Path::new(RECORDS).join(of)).expect(of);
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{of}");
    files
}

fn read(path: &Path) -> (String, Record) {
    let text = fs::read_to_string(path).expect("a record");
    let file = SourceFile::new(path.display().to_string(), text.clone());
    (text, Record::parse(&file).expect("a record that can be read"))
}

/// UIDs and fingerprints included: nothing is recomputed.
#[test]
fn what_release_0_1_wrote_is_read_whole_and_written_as_it_was() {
    for path in records("0.1") {
        let (text, record) = read(&path);
        let now = SourceFile::new("now.lock", record.to_text());
        assert_eq!(Record::text_for(&now, OldRelease::V0_1), text, "{}", path.display());
        assert_eq!(Record::parse(&now).ok(), Some(record), "{}", path.display());
    }
}

/// The same records with the digests that came after 0.1.
#[test]
fn what_is_written_today_is_read_and_written_as_it_is() {
    for (today, old) in records("next").iter().zip(records("0.1")) {
        let (text, record) = read(today);
        assert_eq!((today.file_name(), &record), (old.file_name(), &read(&old).1));
        assert_eq!(record.to_text(), text, "{}", today.display());
    }
    assert_eq!(records("next").len(), records("0.1").len());
}

/// Together, the records have every key, so that a lost key is detected.
#[test]
fn every_section_and_key_is_in_a_record_of_release_0_1() {
    let all: String = records("0.1").iter().map(|path| read(path).0).collect();
    let mut keys = vec!["former_languages", "private", "retired", "was", "uid", "foreign_uid"];
    keys.extend(["withdrawn", "left_feed", "until", "sequence", "created", "revised"]);
    keys.extend(crate::revision::keys::session::ALL.iter().map(|key| key.name()));
    keys.extend(crate::revision::keys::series::ALL.iter().map(|key| key.name()));
    for key in keys {
        assert!(all.contains(&format!("\n{key} = ")), "{key}");
    }
    for header in ["[series.texts.da]", "[session.texts.da]", "[session.past.texts.da]"] {
        assert!(all.contains(&format!("\n{header}\n")), "{header}");
    }
}
