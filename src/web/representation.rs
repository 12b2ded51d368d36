//! Choice of a resource's representation (RFC 9110 §12.5.3).
//!
//! Chooses among existing encodings; creates none. Depends on what the client accepts and has, never on
//! which client it is (rule `robots-may-fetch`).

use actix_http::header::{ACCEPT_ENCODING, HeaderMap};
use bytes::Bytes;

use super::conditional;
use super::negotiate::weight;
use crate::snapshot::{Coding, Encoded, HeaderText, Resource};

/// Whether bodies are compressed for clients that accept it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// As soon as compressed bytes are ready.
    Ahead,
    /// Never, and without Vary.
    Off,
}

/// The chosen bytes, their tag and encoding.
#[derive(Clone, Copy)]
pub(super) struct Representation<'a> {
    pub(super) body: &'a Bytes,
    pub(super) etag: &'a HeaderText,
    pub(super) coding: Option<Coding>,
    /// Whether other requests may get other bytes.
    pub(super) varies: bool,
}

/// Chooses a representation.
///
/// 1. A representation that the client accepts and has, by If-None-Match: 304, even if another is preferred. So a
///    client with plain bytes need not fetch compressed ones.
/// 2. The one with the highest weight; of equal weights the shortest.
/// 3. If the client accepts none, not even plain bytes, plain bytes anyway: a refused calendar is worse
///    than an uncompressed one.
pub(super) fn choose<'a>(
    resource: &'a Resource,
    headers: &HeaderMap,
    compression: Compression,
) -> Representation<'a> {
    let varies = compression == Compression::Ahead && resource.varies();
    let plain =
        Representation { body: resource.body(), etag: resource.etag(), coding: None, varies };
    let encoded = match compression {
        Compression::Ahead => resource.encoded(),
        Compression::Off => return plain,
    };
    if encoded.is_empty() || !headers.contains_key(ACCEPT_ENCODING) {
        return plain;
    }
    let accepted = Accepted::read(headers);
    let of = |encoded: &'a Encoded| Representation {
        body: encoded.body(),
        etag: encoded.etag(),
        coding: Some(encoded.coding()),
        varies,
    };
    // Shortest first: of equal weights the first wins.
    let all = || encoded.iter().map(of).chain([plain]);
    let acceptable = || all().filter(|one| accepted.weight(one.coding) > 0);
    if let Some(has) = acceptable().find(|one| conditional::has(headers, one.etag.as_bytes())) {
        return has;
    }
    acceptable()
        .reduce(|best, next| {
            let better = accepted.weight(next.coding) > accepted.weight(best.coding);
            if better { next } else { best }
        })
        .unwrap_or(plain)
}

/// Weights of the encodings, in thousandths; `None`: not named.
#[derive(Default)]
struct Accepted {
    brotli: Option<u16>,
    zstd: Option<u16>,
    gzip: Option<u16>,
    identity: Option<u16>,
    any: Option<u16>,
}

impl Accepted {
    fn read(headers: &HeaderMap) -> Self {
        let mut accepted = Self::default();
        // RFC 9110 §5.3: several lines form one list.
        let lines = headers.get_all(ACCEPT_ENCODING).filter_map(|line| line.to_str().ok());
        for item in lines.flat_map(|line| line.split(',')) {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or("");
            let is = |coding: &str| name.eq_ignore_ascii_case(coding);
            let slot = if is("gzip") || is("x-gzip") {
                // RFC 9110 §8.4.1.3: an old name for gzip.
                &mut accepted.gzip
            } else if is("br") {
                &mut accepted.brotli
            } else if is("zstd") {
                &mut accepted.zstd
            } else if is("identity") {
                &mut accepted.identity
            } else if is("*") {
                &mut accepted.any
            } else {
                continue;
            };
            // An encoding with an invalid weight is ignored.
            if let Some(weight) = weight(parts) {
                *slot = Some(weight);
            }
        }
        accepted
    }

    /// RFC 9110 §12.5.3: `*` covers encodings that are not named; plain bytes are acceptable unless
    /// excluded, and come last if not named.
    fn weight(&self, coding: Option<Coding>) -> u16 {
        match coding {
            Some(Coding::Brotli) => self.brotli.or(self.any).unwrap_or(0),
            Some(Coding::Zstd) => self.zstd.or(self.any).unwrap_or(0),
            Some(Coding::Gzip) => self.gzip.or(self.any).unwrap_or(0),
            None => self.identity.or(self.any).unwrap_or(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_http::header::{HeaderValue, IF_NONE_MATCH};
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> Resource {
        let resource =
            Resource::text("DTSTART;TZID=Europe/Brussels:20270923T150000\r\n".repeat(99));
        resource.encode();
        resource
    }

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCEPT_ENCODING, HeaderValue::from_str(line).unwrap());
        }
        headers
    }

    fn chosen(lines: &[&str]) -> &'static str {
        let resource = calendar();
        let chosen = choose(&resource, &headers(lines), Compression::Ahead);
        chosen.coding.map_or("identity", Coding::as_str)
    }

    #[test]
    fn the_heaviest_coding_is_chosen_and_the_shortest_of_equals() {
        for (lines, expected) in [
            (&[][..], "identity"),
            (&[""], "identity"),
            (&["gzip"], "gzip"),
            (&["x-gzip"], "gzip"),
            (&["GZIP;Q=0.5"], "gzip"),
            (&["gzip, deflate, br"], "br"),
            (&["gzip;q=1, br;q=0.9"], "gzip"),
            (&["gzip;q=0"], "identity"),
            (&["gzip;q=0, *"], "br"),
            (&["*"], "br"),
            (&["*;q=0"], "identity"),
            (&["*;q=0, gzip;q=0.1"], "gzip"),
            (&["identity, gzip"], "gzip"),
            (&["identity;q=1, gzip;q=0.5"], "identity"),
            (&["identity;q=0, gzip;q=0.001"], "gzip"),
            (&["identity;q=0"], "identity"),
            (&["gzip;q=2"], "identity"),
            (&["deflate"], "identity"),
            (&["deflate, zstd"], "zstd"),
            (&["gzip, deflate, zstd"], "zstd"),
            (&["gzip, deflate, br, zstd"], "br"),
            (&["zstd;q=0.1, gzip;q=0.2"], "gzip"),
            (&["deflate", "gzip"], "gzip"),
        ] {
            assert_eq!(chosen(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn what_the_client_has_is_chosen_if_it_accepts_that() {
        let resource = calendar();
        let has = |etag: &HeaderText, accepts: &str| {
            let mut headers = headers(&[accepts]);
            let etag = std::str::from_utf8(etag.as_bytes()).unwrap();
            headers.insert(IF_NONE_MATCH, HeaderValue::from_str(etag).unwrap());
            let chosen = choose(&resource, &headers, Compression::Ahead);
            chosen.coding.map_or("identity", Coding::as_str)
        };
        let gzip = resource.encoded().iter().find(|one| one.coding() == Coding::Gzip).unwrap();
        assert_eq!(has(resource.etag(), "gzip, br"), "identity");
        assert_eq!(has(gzip.etag(), "gzip, br"), "gzip");
        assert_eq!(has(gzip.etag(), "br"), "br");
        assert_eq!(has(resource.etag(), "gzip, identity;q=0"), "gzip");
    }

    #[test]
    fn switched_off_nothing_is_compressed_and_nobody_hears_of_it() {
        let resource = calendar();
        let chosen = choose(&resource, &headers(&["gzip, br"]), Compression::Off);
        assert!(chosen.coding.is_none() && !chosen.varies);
        let resource = Resource::text("short");
        assert!(!choose(&resource, &headers(&[]), Compression::Ahead).varies);
    }

    proptest! {
        #[test]
        fn any_header_chooses_something_that_it_does_not_exclude(
            line in "((gzip|br|zstd|identity|\\*|[a-z]{0,4})(; ?q=(0|1|0\\.[0-9]{0,4}|.{0,3}))?,? ?){0,6}"
        ) {
            let Ok(value) = HeaderValue::from_str(&line) else { return Ok(()) };
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, value);
            let accepted = Accepted::read(&headers);
            let resource = calendar();
            let chosen = choose(&resource, &headers, Compression::Ahead);
            let heaviest = [Some(Coding::Brotli), Some(Coding::Zstd), Some(Coding::Gzip), None]
                .map(|coding| accepted.weight(coding))
                .into_iter()
                .max();
            prop_assert_eq!(Some(accepted.weight(chosen.coding)), heaviest);
        }
    }
}
