//! Lines of a record file: headers and pairs, with spans.
//!
//! Accepts only the subset of TOML that `write` writes, one key a line. This is several times as
//! fast as the `toml` crate, and kalends wrote nothing else. Tests check with the `toml` crate that
//! the output is TOML with the same meaning.

use std::{borrow::Cow, ops::Range};

/// A line with content.
#[derive(Debug)]
pub(super) enum RecordItem<'a> {
    /// `[…]`, brackets included.
    Header(&'a str, Range<usize>),
    /// `key = value`.
    Pair(KeyValue<'a>),
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct KeyValue<'a> {
    pub(super) key: &'a str,
    pub(super) key_span: Range<usize>,
    pub(super) value: RecordValue<'a>,
    pub(super) value_span: Range<usize>,
}

/// A value by its form; numbers and instants as written.
#[derive(Debug)]
pub(super) enum RecordValue<'a> {
    Text(Cow<'a, str>),
    Number(&'a str),
    Instant(&'a str),
    List(Vec<Cow<'a, str>>),
}

/// Why a line does not belong in a record.
#[derive(Debug)]
pub(super) enum MalformedLine {
    /// A conflict marker from git.
    Conflict(Range<usize>),
    /// Any other form.
    Form(Range<usize>),
}

const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The lines of `text` that are neither empty nor comments.
pub(super) fn items(text: &str) -> impl Iterator<Item = Result<RecordItem<'_>, MalformedLine>> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    // A checkout on Windows may have added CR before every LF; before some of them it is damage.
    let first = text.split_once('\n').map_or(text, |(first, _)| first);
    let is_windows = first.ends_with('\r');
    let mut start = 0;
    ends.filter_map(move |end| {
        let (at, whole) = (start, &text[start..end]);
        start = end + 1;
        let line = whole.strip_suffix('\r').filter(|_| is_windows).unwrap_or(whole);
        match line.bytes().next() {
            None | Some(b'#') => None,
            Some(b'[') => Some(Ok(RecordItem::Header(line, at..at + line.len()))),
            Some(b'<' | b'|' | b'=' | b'>')
                if MARKERS.iter().any(|mark| line.starts_with(mark)) =>
            {
                Some(Err(MalformedLine::Conflict(at..at + MARKERS[0].len())))
            }
            Some(_) => Some(pair(line, at).map(RecordItem::Pair)),
        }
    })
}

fn pair(line: &str, at: usize) -> Result<KeyValue<'_>, MalformedLine> {
    // Keys contain no space.
    let parts = line.split_once(' ').and_then(|(key, rest)| Some((key, rest.strip_prefix("= ")?)));
    let (key, written) = parts.ok_or(MalformedLine::Form(at..at + line.len()))?;
    let value_at = at + line.len() - written.len();
    let value_span = value_at..at + line.len();
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let value = match written.bytes().next() {
        _ if !is_bare => None,
        Some(b'"') => text(written)
            .and_then(|(text, rest)| rest.is_empty().then_some(RecordValue::Text(text))),
        Some(b'[') => list(written).map(RecordValue::List),
        Some(b'0'..=b'9') if written.contains(['-', ':']) => Some(RecordValue::Instant(written)),
        Some(b'0'..=b'9' | b'-') => Some(RecordValue::Number(written)),
        _ => None,
    };
    match value {
        Some(value) => Ok(KeyValue { key, key_span: at..at + key.len(), value, value_span }),
        None => Err(MalformedLine::Form(if is_bare { value_span } else { at..at + line.len() })),
    }
}

/// `["…", "…"]` or `[]`
fn list(written: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut values = Vec::new();
    let mut rest = written.strip_prefix('[')?;
    if rest == "]" {
        return Some(values);
    }
    loop {
        let (value, after) = text(rest)?;
        values.push(value);
        match after {
            "]" => return Some(values),
            _ => rest = after.strip_prefix(", ")?,
        }
    }
}

/// A basic string at the start of `written`, and the rest after it.
fn text(written: &str) -> Option<(Cow<'_, str>, &str)> {
    let inside = written.strip_prefix('"')?;
    // The first quote or backslash, if no control character precedes it.
    let end = |from: &str| {
        let end = memchr::memchr2(b'"', b'\\', from.as_bytes())?;
        let is_control = |byte: u8| (byte < b' ') | (byte == 0x7F);
        let any = from.as_bytes()[..end].iter().fold(false, |any, byte| any | is_control(*byte));
        (!any).then_some(end)
    };
    let first = end(inside)?;
    if let Some(rest) = inside[first..].strip_prefix('"') {
        return Some((Cow::Borrowed(&inside[..first]), rest));
    }
    let mut value = String::with_capacity(inside.len());
    let mut rest = inside;
    loop {
        let stop = end(rest)?;
        value.push_str(&rest[..stop]);
        if let Some(after) = rest[stop..].strip_prefix('"') {
            return Some((Cow::Owned(value), after));
        }
        let escape = rest[stop..].strip_prefix('\\')?;
        let (character, length) = match escape.bytes().next()? {
            b'"' => ('"', 1),
            b'\\' => ('\\', 1),
            b'n' => ('\n', 1),
            b't' => ('\t', 1),
            b'u' => {
                let digits =
                    escape.get(1..5).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
                (char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, 5)
            }
            _ => return None,
        };
        value.push(character);
        rest = &escape[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second line, to test spans that do not start at 0.
    fn second(line: &str) -> String {
        let text = format!("[a]\r\n{line}\r\n# after\r\n\r\n");
        let found: Vec<_> = items(&text).collect();
        assert_eq!(found.len(), 2, "{line}");
        match &found[1] {
            Ok(RecordItem::Pair(pair)) => {
                assert_eq!(&text[pair.key_span.clone()], pair.key);
                assert!(line.ends_with(&text[pair.value_span.clone()]));
                assert_eq!(line.len(), pair.key.len() + 3 + pair.value_span.len());
                format!("{} {:?}", pair.key, pair.value)
            }
            Ok(RecordItem::Header(header, span)) => {
                assert_eq!(&text[span.clone()], *header);
                (*header).to_owned()
            }
            Err(MalformedLine::Form(span)) => format!("form of {}", &text[span.clone()]),
            Err(MalformedLine::Conflict(span)) => format!("conflict {}", &text[span.clone()]),
        }
    }

    #[test]
    fn every_form_of_a_line_is_read_with_its_place() {
        for (line, expected) in [
            ("[[session]]", r#"[[session]]"#),
            ("key_two = 12", r#"key_two Number("12")"#),
            ("a = -12", r#"a Number("-12")"#),
            ("a = 2020-03-01T10:00:00Z", r#"a Instant("2020-03-01T10:00:00Z")"#),
            ("a = 10:00", r#"a Instant("10:00")"#),
            (r#"a = "b = c""#, r#"a Text("b = c")"#),
            (r#"a = """#, r#"a Text("")"#),
            (r#"a = "\"\\\n\t\u00E9\"é""#, r#"a Text("\"\\\n\té\"é")"#),
            ("a = []", "a List([])"),
            (r#"a = ["b", "c"]"#, r#"a List(["b", "c"])"#),
        ] {
            assert_eq!(second(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_malformed_is_shown_whole_or_by_its_value() {
        for whole in ["a=1", "a =1", "a: 1", "a", "A = 1", "a-b = 1", "a2 = 1", " = 1", "é = 1"] {
            assert_eq!(second(whole), format!("form of {whole}"));
        }
        let controls = ["\"\u{7}\"", "\"\u{7}\u{7}\"", "\"\u{7f}\"", "\"\\n\u{7}\""];
        let forms = [
            "",
            "x",
            "true",
            "+1",
            "'b'",
            r#""b"#,
            r#""b" "#,
            r#""\x""#,
            r#""\u00G0""#,
            r#""\u00""#,
            r#""\uD800""#,
            r#""\"#,
            "[",
            "[]]",
            r#"["b""#,
            r#"["b","c"]"#,
            "[1]",
        ];
        for value in controls.iter().chain(&forms) {
            assert_eq!(second(&format!("a = {value}")), format!("form of {value}"));
        }
        for mark in MARKERS {
            assert_eq!(second(&format!("{mark} theirs")), format!("conflict {mark}"));
        }
        assert_eq!(second("<<<<<< six"), "form of <<<<<< six");
    }
}
