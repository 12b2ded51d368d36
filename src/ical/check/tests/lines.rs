//! Parsing of lines and properties.

use super::super::property::parameters;
use super::super::{CheckReader, Expected};
use crate::rules::Rule;

/// The lines of a text, each with its number, and the rule of the fault at the end.
fn lines(text: &str) -> Result<Vec<(usize, String)>, (usize, Rule)> {
    let mut reader = CheckReader::new(text, Expected::Feed);
    let mut read = Vec::new();
    loop {
        match reader.next_line() {
            Ok(Some(line)) => {
                let number = 1 + text[..line.span.start].matches('\n').count();
                read.push((number, format!("{}{}:{}", line.name, line.parameters, line.value)));
            }
            Ok(None) => return Ok(read),
            Err(fault) => return Err((fault.line, fault.rule)),
        }
    }
}

#[test]
fn folded_lines_are_one() {
    let expected = [(1, "A:b".to_owned()), (2, "C:d e".to_owned()), (4, "F:g\th".to_owned())];
    assert_eq!(lines("A:b\r\nC:d\r\n  e\r\nF:g\th\r\n"), Ok(expected.to_vec()));
    assert_eq!(lines("A:\\\\\r\n n\r\n"), Ok(vec![(1, "A:\\\\n".to_owned())]));
    for (text, line) in [
        (" A:b\r\n", 1),
        ("\tA:b\r\n", 1),
        ("A:b\r\n\tc\r\n", 2),
        ("A:b\r\n \r\n", 2),
        ("A:b\r\n \r\n c\r\n", 2),
        ("A:\\\r\n n\r\n", 1),
        ("A:\\\\\\\r\n n\r\n", 1),
        ("A:b\r\n c\\\r\n ,\r\n", 2),
    ] {
        assert_eq!(lines(text), Err((line, Rule::LinesOf75Octets)), "{text:?}");
    }
}

#[test]
fn a_line_has_an_end_of_its_own_and_75_octets() {
    for text in ["A:b", "A:b\n", "A:b\r", "A:b\r\nC:d\n", "\r\n", "A:b\r\n\r\nC:d\r\n"] {
        let line = if text.starts_with("A:b\r\n") { 2 } else { 1 };
        assert_eq!(lines(text), Err((line, Rule::Utf8WithCrlf)), "{text:?}");
    }
    // The umlaut has two octets.
    for (octets, rule) in [(75, None), (76, Some(Rule::LinesOf75Octets))] {
        let line = format!("A:{}ü\r\n", "b".repeat(octets - 4));
        assert_eq!(lines(&line).err(), rule.map(|rule| (1, rule)), "{octets}");
        let folded = format!("A:b\r\n {}ü\r\n", "b".repeat(octets - 3));
        assert_eq!(lines(&folded).err(), rule.map(|rule| (2, rule)), "{octets}");
    }
}

#[test]
fn no_line_has_characters_that_steer() {
    for c in ['\u{1}', '\u{1f}', '\u{7f}', '\u{0}'] {
        for text in [format!("A:{c}\r\n"), format!("A:{c}{c}\r\n"), format!("A:{c}b\u{7f}\r\n")] {
            assert_eq!(lines(&text), Err((1, Rule::TextEscaped)), "{text:?}");
        }
    }
    let refused = "\u{80}\u{85}\u{9f}\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}\u{fdd0}\u{fdef}\
                   \u{feff}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}";
    for c in refused.chars() {
        assert_eq!(lines(&format!("A:b{c}d\r\n")), Err((1, Rule::TextEscaped)), "{c:?}");
    }
    let good = " \t~\u{a0}é\u{2027}\u{202f}\u{2065}\u{206a}\u{fdcf}\u{fdf0}\u{fefe}\u{ff00}\u{fffd}\u{10000}😀";
    for c in good.chars() {
        assert_eq!(lines(&format!("A:b{c}d\r\n")), Ok(vec![(1, format!("A:b{c}d"))]), "{c:?}");
    }
}

#[test]
fn a_property_has_a_name_parameters_and_a_value() {
    type Read = (String, Vec<(String, String)>, String);
    let read = |text: &str| -> Option<Read> {
        let line = format!("{text}\r\n");
        let line = CheckReader::new(&line, Expected::Feed).next_line().ok()??;
        let parameters = parameters(&line.parameters).ok()?;
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let parameters = parameters.as_slice().iter().map(owned).collect();
        Some((line.name.into_owned(), parameters, line.value.into_owned()))
    };
    let property = |name: &str, parameters: &[(&str, &str)], value: &str| {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Some((name.to_owned(), parameters.iter().map(owned).collect(), value.to_owned()))
    };
    assert_eq!(read("X-A1:b:c;d"), property("X-A1", &[], "b:c;d"));
    assert_eq!(
        read("A;B=c-1;D=\"e:;f\":h:i"),
        property("A", &[("B", "c-1"), ("D", "e:;f")], "h:i")
    );
    let zone = "Etc/GMT+1_x";
    assert_eq!(read("A;TZID=Etc/GMT+1_x:b"), property("A", &[("TZID", zone)], "b"));
    for broken in [
        "A",
        ":b",
        "a:b",
        "A_:b",
        "A;B:c",
        "A;B=:c",
        "A;B=c",
        "A;B=\"c:d",
        "A;B=c,d:e",
        "A;B=c d:e",
        "A;B=c/d:e",
        "A;TZID=c d:e",
        "A;B=c;B=d:e",
        "A;B=\"c\"d:e",
        "A;B=c\":d",
        "A;B=c;C=d;E=f:g",
    ] {
        assert_eq!(read(broken), None, "{broken}");
    }
}
