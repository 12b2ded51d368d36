//! Parses any text as a definition: it is accepted or explained, and the explanation can be shown.
#![no_main]

use kalends::definition;
use kalends::diagnostic::{SourceFile, Style, has_errors, to_json, to_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = SourceFile::new("fuzzed.toml", text);
    let mut read = definition::parse(&file, "fuzzed");
    assert_eq!(read.series.is_none(), has_errors(&read.findings), "a series or an error");
    definition::check_catalogue(std::slice::from_mut(&mut read));
    for style in [Style::Plain, Style::Coloured] {
        let shown = to_text(&read.findings, style);
        assert_eq!(shown.is_empty(), read.findings.is_empty());
    }
    let listed = to_json(&read.findings);
    assert_eq!(listed.as_array().map(Vec::len), Some(read.findings.len()));
});
