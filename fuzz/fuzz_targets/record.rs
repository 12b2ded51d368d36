//! Parses any text as a publication record: it is rejected with findings that can be shown, or accepted,
//! and then its rewritten text reads back equal.
#![no_main]

use kalends::diagnostic::{SourceFile, Style, to_json, to_text};
use kalends::revision::Record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let read = |text: &str| Record::parse(&SourceFile::new("fuzzed.lock", text));
    match read(text) {
        Ok(record) => {
            let written = record.to_text();
            let again = read(&written).expect("the written record can be read");
            assert_eq!(again, record);
            assert_eq!(again.to_text(), written);
        }
        Err(findings) => {
            assert!(!findings.is_empty(), "refused without a word");
            assert!(findings.iter().all(|finding| finding.file().is_some()));
            assert!(!to_text(&findings, Style::Plain).is_empty());
            assert!(to_json(&findings).is_array());
        }
    }
});
