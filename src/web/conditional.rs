//! Preconditions of GET and HEAD: whether the client already has these bytes.
//!
//! The code carries the numbers of the steps in RFC 9110 §13.2.2:
//!
//! 1. With If-Match: 412 if no tag matches strongly.
//! 2. Otherwise, with If-Unmodified-Since: 412 if the resource is newer.
//! 3. With If-None-Match: 304 if a tag matches weakly.
//! 4. Otherwise, with If-Modified-Since: 304 if the resource is not newer.
//! 5. Range and If-Range: ranges are not served, so these are ignored.
//! 6. Otherwise the method is performed.
//!
//! Only for requests that would get a 200 otherwise (§13.2.1). Uses no clock: dates are compared with
//! the resource's, so a date in the future is valid.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::snapshot::LastModified;

/// The result of the preconditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PreconditionResult {
    /// Respond normally.
    Proceed,
    /// 304.
    NotModified,
    /// 412.
    Failed,
}

/// Evaluates the preconditions of a GET or HEAD.
pub(super) fn evaluate(
    headers: &HeaderMap,
    etag: &[u8],
    last_modified: Option<&LastModified>,
) -> PreconditionResult {
    let modified = last_modified.map(|at| UNIX_EPOCH + Duration::from_secs(at.unix_seconds()));

    // Step 1.
    if headers.contains_key(header::IF_MATCH) {
        if !any_tag(headers, header::IF_MATCH, |tag| tag == Tag::Strong(etag)) {
            return PreconditionResult::Failed;
        }
    // Step 2. §13.1.4: ignored without a valid date on both sides.
    } else if let Some(since) = date(headers, header::IF_UNMODIFIED_SINCE)
        && modified.is_some_and(|modified| modified > since)
    {
        return PreconditionResult::Failed;
    }

    // Step 3. §13.1.2: weak comparison ignores the prefix.
    if headers.contains_key(header::IF_NONE_MATCH) {
        let ours = |tag: Tag<'_>| match tag {
            Tag::Strong(text) | Tag::Weak(text) => text == etag,
        };
        if any_tag(headers, header::IF_NONE_MATCH, ours) {
            return PreconditionResult::NotModified;
        }
    // Step 4. §13.1.3: ignored without a valid date on both sides.
    } else if let Some(since) = date(headers, header::IF_MODIFIED_SINCE)
        && modified.is_some_and(|modified| modified <= since)
    {
        return PreconditionResult::NotModified;
    }

    // Steps 5 and 6.
    PreconditionResult::Proceed
}

/// Whether a client's If-None-Match contains the tag.
pub(super) fn has(headers: &HeaderMap, etag: &[u8]) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH);
    lines.flat_map(|line| Tags(line.as_bytes())).any(|tag| match tag {
        Tag::Strong(text) | Tag::Weak(text) => text == etag,
    })
}

/// An entity tag with its quotes, without its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag<'a> {
    Strong(&'a [u8]),
    Weak(&'a [u8]),
}

/// Whether a condition is `*`, which matches any resource, or contains a matching tag.
fn any_tag(headers: &HeaderMap, name: HeaderName, matches: impl Fn(Tag<'_>) -> bool) -> bool {
    // RFC 9110 §5.3: several lines form one list.
    headers.get_all(name).any(|line| {
        let line = line.as_bytes().trim_ascii();
        line == b"*" || Tags(line).any(&matches)
    })
}

/// The entity tags of a list (RFC 9110 §8.8.3). Ends at the first syntax error: half a tag, a `*` among
/// tags or text without quotes matches nothing, nor does anything after it.
struct Tags<'a>(&'a [u8]);

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        // RFC 9110 §5.6.1.2: empty list elements are ignored.
        let start = self.0.iter().position(|byte| !matches!(byte, b',' | b' ' | b'\t'))?;
        let list = &self.0[start..];
        let (make, quoted): (fn(&'a [u8]) -> Tag<'a>, _) = match list.strip_prefix(b"W/") {
            Some(rest) => (Tag::Weak, rest),
            None => (Tag::Strong, list),
        };
        let opaque = quoted.strip_prefix(b"\"")?;
        // A tag may contain commas; only its closing quote ends it.
        let closing = opaque.iter().position(|byte| *byte == b'"')?;
        let (tag, rest) = quoted.split_at(closing + 2);
        self.0 = rest;
        Some(make(tag))
    }
}

/// The date of a header in any of the three formats of RFC 9110 §5.6.7. Several lines, or an invalid
/// date, count as no header (§13.1.3, §13.1.4).
fn date(headers: &HeaderMap, name: HeaderName) -> Option<SystemTime> {
    let mut lines = headers.get_all(name);
    let line: &HeaderValue = lines.next()?;
    if lines.next().is_some() {
        return None;
    }
    httpdate::parse_http_date(line.to_str().ok()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(list in proptest::collection::vec(prop_oneof![
            Just(b'"'), Just(b','), Just(b' '), Just(b'W'), Just(b'/'), Just(b'*'), any::<u8>()
        ], 0..40)) {
            for tag in tags(&list) {
                let (Tag::Strong(text) | Tag::Weak(text)) = tag;
                prop_assert!(text.len() >= 2 && text.starts_with(b"\"") && text.ends_with(b"\""));
            }
        }
    }

    fn tags(list: &[u8]) -> Vec<Tag<'_>> {
        Tags(list).collect()
    }

    #[test]
    fn a_list_of_tags_may_have_empty_elements() {
        let expected = [Tag::Strong(b"\"a\""), Tag::Weak(b"\"b\""), Tag::Strong(b"\"\"")];
        assert_eq!(tags(b" , \"a\" ,,W/\"b\",\"\","), expected);
    }

    #[test]
    fn a_tag_may_hold_commas_and_bytes_beyond_ascii() {
        assert_eq!(tags(b"\"a,b\xff\""), [Tag::Strong(b"\"a,b\xff\"")]);
    }

    #[test]
    fn the_list_ends_where_its_syntax_does() {
        for broken in ["\"a", "a", "W/", "W/a", "w/\"a\"", "*,\"a\"", "\"", "W/\""] {
            assert_eq!(tags(broken.as_bytes()), [], "{broken}");
        }
        assert_eq!(tags(b"\"a\", \"b"), [Tag::Strong(b"\"a\"")]);
    }
}
