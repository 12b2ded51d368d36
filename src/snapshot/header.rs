//! Header values, checked once, so that sending them cannot fail.
//!
//! `resource` decides which headers there are.

use std::time::{Duration, UNIX_EPOCH};

use http::HeaderValue;

/// Why a text cannot be sent as a header value, or named as a file in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderProblem {
    /// An empty text.
    #[error("is empty")]
    Empty,
    /// A character that the value may not hold.
    #[error("has `{}`, which is not allowed", .0.escape_debug())]
    Character(char),
    /// Longer than the given number of characters.
    #[error("is longer than {0} characters")]
    TooLong(usize),
}

/// A header value: visible ASCII and spaces, a subset of `field-value` in RFC 9110 §5.5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderText(HeaderValue);

impl HeaderText {
    /// # Errors
    /// Returns why `text` is not a header value.
    pub fn parse(text: impl Into<String>) -> Result<Self, HeaderProblem> {
        let text = text.into();
        if text.is_empty() {
            return Err(HeaderProblem::Empty);
        }
        match text.chars().find(|c| !matches!(c, ' '..='~')) {
            Some(c) => Err(HeaderProblem::Character(c)),
            None => Ok(Self::composed(text)),
        }
    }

    /// For texts composed of parts that are visible ASCII.
    pub(super) fn composed(text: String) -> Self {
        let value = HeaderValue::from_maybe_shared(bytes::Bytes::from(text));
        Self(value.expect("a value may contain visible ASCII and spaces"))
    }

    /// The value as header maps take it; cloning it copies no text.
    #[must_use]
    pub fn value(&self) -> &HeaderValue {
        &self.0
    }

    /// The text of the value.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// The name under which a browser saves a session file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(Box<str>);

impl FileName {
    /// Longest name in characters: two identifiers of 64, a hyphen and an extension fit.
    pub const MAX: usize = 160;

    /// # Errors
    /// Returns why `text` cannot be a quoted `filename` without escapes (RFC 6266 §4.3): anything but ASCII letters, digits, `-`, `_` and inner `.`.
    pub fn parse(text: &str) -> Result<Self, HeaderProblem> {
        if text.is_empty() {
            return Err(HeaderProblem::Empty);
        }
        // File managers hide names with a leading dot.
        if text.starts_with('.') {
            return Err(HeaderProblem::Character('.'));
        }
        let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if let Some(c) = text.chars().find(|c| !allowed(c)) {
            return Err(HeaderProblem::Character(c));
        }
        if text.len() > Self::MAX {
            return Err(HeaderProblem::TooLong(Self::MAX));
        }
        Ok(Self(text.into()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An instant that HTTP dates cannot write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("second {0} of the Unix epoch is outside the years 1970 to 9999 of HTTP dates")]
pub struct InstantProblem(pub i64);

/// When the bytes of a resource became current (rule `strong-validators`), to the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastModified {
    unix_seconds: u64,
    text: HeaderText,
}

impl LastModified {
    /// The last second of the year 9999.
    pub const MAX_UNIX_SECONDS: u64 = 253_402_300_799;

    /// # Errors
    /// When the instant is outside the years 1970 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, InstantProblem> {
        let unix_seconds = u64::try_from(seconds).map_err(|_| InstantProblem(seconds))?;
        if unix_seconds > Self::MAX_UNIX_SECONDS {
            return Err(InstantProblem(seconds));
        }
        // RFC 9110 §5.6.7: IMF-fixdate is the only form a sender may write.
        let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(unix_seconds));
        Ok(Self { unix_seconds, text: HeaderText::composed(text) })
    }

    /// Seconds since the Unix epoch.
    #[must_use]
    pub fn unix_seconds(&self) -> u64 {
        self.unix_seconds
    }

    /// The instant as IMF-fixdate.
    #[must_use]
    pub fn text(&self) -> &HeaderText {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_value_holds_no_line_break() {
        assert_eq!(HeaderText::parse("a\r\nb"), Err(HeaderProblem::Character('\r')));
        assert_eq!(HeaderText::parse("zürich"), Err(HeaderProblem::Character('ü')));
        assert_eq!(HeaderText::parse(""), Err(HeaderProblem::Empty));
    }

    #[test]
    fn a_file_name_needs_no_escapes() {
        assert!(FileName::parse("ehealth-2020.pandemic.ics").is_ok());
        for bad in ["", ".ics", "a\"b.ics", "a/b.ics", "a\\b.ics", "ä.ics", "a b.ics"] {
            assert!(FileName::parse(bad).is_err(), "{bad}");
        }
        assert!(FileName::parse(&"a".repeat(FileName::MAX + 1)).is_err());
    }

    #[test]
    fn an_instant_is_written_as_imf_fixdate() {
        let instant = LastModified::from_unix_seconds(784_111_777).unwrap();
        assert_eq!(instant.text().as_bytes(), b"Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn instants_outside_http_dates_are_refused() {
        let last = i64::try_from(LastModified::MAX_UNIX_SECONDS).unwrap();
        assert!(LastModified::from_unix_seconds(last).is_ok());
        for seconds in [i64::MIN, -1, last + 1, i64::MAX] {
            assert_eq!(LastModified::from_unix_seconds(seconds), Err(InstantProblem(seconds)));
        }
    }
}
