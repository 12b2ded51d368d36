//! Percent-encoding of query values, and texts cut to a length in it.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;

/// A URL to which values are added.
pub(super) struct Query(String);

impl Query {
    pub(super) fn of(start: &str) -> Self {
        Self(start.to_owned())
    }

    /// Adds a value; nothing where it is empty.
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

/// Everything but unreserved characters is encoded, a blank as `%20`: some readers take `+` as it is.
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

/// The beginning of a text that has at most so many bytes once encoded, cut between what people
/// take for characters and, if a blank is near, between words.
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
