//! Addresses below `/private/{token}/`: caching headers of their responses, and paths without the token
//! for logs.

use std::borrow::Cow;

use actix_http::header::{CACHE_CONTROL, HeaderMap, HeaderValue};

use super::header::{FOR_ALL_SITES, NO_REFERRER, NOINDEX};
use crate::address::PRIVATE as SEGMENT;

/// Longest part of a path in the log, in bytes.
const LOGGED_BYTES: usize = 200;

/// Only the client may cache the response, and must revalidate it: the token may have been revoked.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Sets the headers of a response below a valid token. Its links must not reveal its address to other
/// sites, and pages of other sites must not read it.
pub(super) fn mark(headers: &mut HeaderMap) {
    for (name, _) in FOR_ALL_SITES {
        headers.remove(name);
    }
    headers.insert(CACHE_CONTROL, PRIVATE);
    headers.insert(NO_REFERRER.0, NO_REFERRER.1);
    headers.insert(NOINDEX.0, NOINDEX.1);
}

/// A path for logs: cut to a length, with `-` in place of the token. Misspelled private addresses are
/// treated alike, however often they are percent-encoded.
pub(super) fn loggable(path: &str) -> Cow<'_, str> {
    let shown = &path[..path.floor_char_boundary(LOGGED_BYTES)];
    // Encoding twice or more is a mistake of some tools.
    let mut plain = Cow::Borrowed(shown);
    while let Some(decoded) = decode(&plain) {
        plain = Cow::Owned(decoded);
    }
    if !contains_name(&plain) {
        return Cow::Borrowed(shown);
    }
    let is_private = |segment: &str| segment.eq_ignore_ascii_case(SEGMENT);
    if !plain.split(['/', '\\']).any(is_private) {
        return Cow::Borrowed(shown);
    }
    let mut hides = false;
    let segments = plain.split(['/', '\\']).map(|segment| {
        let hidden = hides && !segment.is_empty();
        // An empty segment between the two changes nothing.
        hides = is_private(segment) || (hides && segment.is_empty());
        if hidden && !is_private(segment) { "-" } else { segment }
    });
    Cow::Owned(segments.collect::<Vec<_>>().join("/"))
}

/// Whether a path contains the segment's name anywhere; most paths do not.
fn contains_name(path: &str) -> bool {
    memchr::memchr2_iter(b'p', b'P', path.as_bytes()).any(|at| {
        let word = path.as_bytes().get(at..at + SEGMENT.len());
        word.is_some_and(|word| word.eq_ignore_ascii_case(SEGMENT.as_bytes()))
    })
}

/// Decodes all triplets once; `None` if there are none.
fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let triplet = (*first == b'%').then(|| after.split_at_checked(2)).flatten();
        let byte = triplet.and_then(|(digits, _)| {
            let digits = std::str::from_utf8(digits).ok()?;
            digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
            u8::from_str_radix(digits, 16).ok()
        });
        decoded.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    (decoded.len() < text.len()).then(|| String::from_utf8_lossy(&decoded).into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOKEN: &str = "abcdefghijklmnopqrstuvwxyz234567";

    #[test]
    fn a_token_is_shown_as_a_dash() {
        for (path, shown) in [
            ("/private/TOKEN/talks/opening.ics", "/private/-/talks/opening.ics"),
            ("/private/TOKEN", "/private/-"),
            ("/private/TOKEN.ics", "/private/-"),
            ("/private//TOKEN/talks.ics", "/private//-/talks.ics"),
            ("//private/TOKEN/talks.ics", "//private/-/talks.ics"),
            ("/%70rivate/TOKEN/talks.ics", "/private/-/talks.ics"),
            ("/%2570rivate/TOKEN/talks.ics", "/private/-/talks.ics"),
            ("/private%2FTOKEN%2ftalks.ics", "/private/-/talks.ics"),
            ("/Private/TOKEN/%zz", "/Private/-/%zz"),
            ("/below/private/TOKEN/talks.ics", "/below/private/-/talks.ics"),
            ("/private/private/TOKEN/talks.ics", "/private/private/-/talks.ics"),
            ("/private\\TOKEN/talks.ics", "/private/-/talks.ics"),
            ("/private/", "/private/"),
        ] {
            assert_eq!(loggable(&path.replace("TOKEN", TOKEN)), shown, "{path}");
        }
    }

    #[test]
    fn other_paths_are_shown_unchanged_up_to_a_length() {
        for path in ["/talks.ics", "/a%2Fb", "/my-private-talks/opening", "/%", "/é"] {
            assert_eq!(loggable(path), path);
        }
        let long = "/ä".repeat(LOGGED_BYTES);
        assert_eq!(loggable(&long), "/ä".repeat(LOGGED_BYTES / 3) + "/");
    }

    proptest! {
        #[test]
        fn no_spelling_of_a_private_path_shows_the_token(
            encoded in proptest::collection::vec(0..3_u8, 9 + 32),
            slashes in 1..3_usize,
        ) {
            let plain = format!("/private{}{TOKEN}/talks.ics", "/".repeat(slashes));
            let encode = |(number, c): (usize, char)| match encoded.get(number) {
                Some(1) => format!("%{:02x}", u32::from(c)),
                Some(2) => format!("%25{:02X}", u32::from(c)),
                _ => c.to_string(),
            };
            let path: String = plain.chars().enumerate().map(encode).collect();
            let shown = loggable(&path);
            let mut all = shown.clone().into_owned();
            while let Some(decoded) = decode(&all) {
                all = decoded;
            }
            prop_assert!(!all.contains(&TOKEN[..8]) && !all.contains(&TOKEN[24..]), "{}", shown);
        }
    }
}
