//! Percent-encoding of query values, and cutting texts by encoded length.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;

/// A URL to which values are added.
pub(super) struct Query(String);

impl Query {
    pub(super) fn of(start: &str) -> Self {
        Self(start.to_owned())
    }

    /// Adds a value, unless empty.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.0.push(if self.0.contains('?') { '&' } else { '?' });
            self.0.push_str(name);
            self.0.push('=');
            encode(&mut self.0, value);
        }
        self
    }

    pub(super) fn finish(mut self) -> String {
        self.0.shrink_to_fit();
        self.0
    }
}

fn is_unreserved(byte: u8) -> bool {
    // RFC 3986 §2.3.
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Encodes everything except unreserved characters, a space as `%20`: some readers do not decode `+`.
fn encode(url: &mut String, value: &str) {
    for byte in value.bytes() {
        if is_unreserved(byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
}

/// Length in bytes once encoded.
pub(super) fn encoded_len(text: &str) -> usize {
    text.bytes().map(|byte| if is_unreserved(byte) { 1 } else { 3 }).sum()
}

/// The start of a text with at most `max` bytes once encoded, cut between grapheme clusters and, near a
/// space, between words.
pub(super) fn cut(text: &str, max: usize) -> &str {
    let mut length = 0;
    let mut end = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        length += encoded_len(cluster);
        if length > max {
            let beginning = &text[..end];
            let blank = beginning.rfind(char::is_whitespace).filter(|blank| end - blank <= 40);
            return beginning[..blank.unwrap_or(end)].trim_end();
        }
        end = at + cluster.len();
    }
    text
}
