//! Compressed bodies in each content coding (rule `compressed-once`), each with its own ETag.
//!
//! `web` negotiates the coding of a response. A body is compressed once, after it is served already: the
//! bytes depend on the body alone.

use std::io::Write as _;

use bytes::Bytes;

use super::HeaderText;
use super::etag::strong_etag;

/// The shortest body that is compressed: a body that fits into one packet arrives no sooner.
pub const MIN_BYTES: usize = 1024;

/// For shorter bodies, Brotli takes longer to prepare than to compress: at quality 9 a body
/// of 2 kB costs 0.9 ms, at 4 a tenth of that, for 43 % of its length instead of 40 %.
const SHORT_BYTES: usize = 16 * 1024;

/// Larger bodies, such as the index of 10,000 series, take minutes at the highest levels. Brotli at 5
/// needs a quarter of the time that it needs at 9, zstd at 9 a fiftieth of that at 19, for 9 and
/// 16 % more bytes.
const LARGE_BYTES: usize = 4 * 1024 * 1024;

/// A content coding (RFC 9110 §8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Brotli (RFC 7932).
    Brotli,
    /// zstd (RFC 8878), for clients that accept it and not Brotli.
    Zstd,
    /// gzip (RFC 1952).
    Gzip,
}

impl Coding {
    /// All codings, the shortest bodies first.
    pub const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// Its name in headers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// `None` where the encoder fails: half a body is never kept (rule `no-wrong-200`).
    fn encode(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Brotli => {
                let quality = match body.len() {
                    ..SHORT_BYTES => 4,
                    SHORT_BYTES..=LARGE_BYTES => 9,
                    _ => 5,
                };
                // A window no larger than the body: less to set up, nothing lost.
                let window = (usize::BITS - body.len().leading_zeros()).clamp(10, 22);
                let params = brotli::enc::BrotliEncoderParams {
                    quality,
                    lgwin: i32::try_from(window).unwrap_or(22),
                    size_hint: body.len(),
                    ..Default::default()
                };
                let mut encoded = Vec::with_capacity(body.len() / 2);
                brotli::BrotliCompress(&mut &*body, &mut encoded, &params).ok()?;
                Some(encoded)
            }
            // RFC 9659 §3: a window of 8 MiB at most, which level 19 has and level 9 stays below.
            Self::Zstd => {
                let level = if body.len() > LARGE_BYTES { 9 } else { 19 };
                zstd::bulk::compress(body, level).ok()
            }
            Self::Gzip => {
                let level = flate2::Compression::best();
                let encoded = Vec::with_capacity(body.len() / 2);
                // No name and no time in the header: equal bodies, equal bytes.
                let mut writer = flate2::write::GzEncoder::new(encoded, level);
                writer.write_all(body).ok()?;
                writer.finish().ok()
            }
        }
    }
}

/// A body in a coding.
#[derive(Clone, Debug)]
pub struct Encoded {
    coding: Coding,
    body: Bytes,
    etag: HeaderText,
}

impl Encoded {
    /// Every coding of a body that saves at least a tenth of it.
    pub(super) fn all_of(body: &[u8]) -> Box<[Self]> {
        let encoded = |coding: Coding| {
            let encoded = coding.encode(body)?;
            let is_worth_it = encoded.len() <= body.len() / 10 * 9;
            is_worth_it.then(|| Self {
                coding,
                etag: strong_etag(&encoded),
                body: Bytes::from(encoded.into_boxed_slice()),
            })
        };
        if body.len() < MIN_BYTES {
            return Box::default();
        }
        Coding::ALL.into_iter().filter_map(encoded).collect()
    }

    /// The coding.
    #[must_use]
    pub fn coding(&self) -> Coding {
        self.coding
    }

    /// The encoded bytes.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The strong entity tag of the encoded bytes.
    #[must_use]
    pub fn etag(&self) -> &HeaderText {
        &self.etag
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn decoded(encoded: &Encoded) -> Vec<u8> {
        let mut body = Vec::new();
        match encoded.coding {
            Coding::Brotli => brotli::Decompressor::new(&encoded.body[..], 4096)
                .read_to_end(&mut body)
                .expect("brotli"),
            Coding::Zstd => {
                body = zstd::bulk::decompress(&encoded.body, 1 << 24).expect("zstd");
                body.len()
            }
            Coding::Gzip => flate2::read::GzDecoder::new(&encoded.body[..])
                .read_to_end(&mut body)
                .expect("gzip"),
        };
        body
    }

    #[test]
    fn every_coding_gives_the_body_back_and_the_same_bytes_each_time() {
        for length in [MIN_BYTES, 5_000, SHORT_BYTES, 1 << 20, LARGE_BYTES + 1] {
            let line = "DTSTART;TZID=Europe/Brussels:20270923T150000\r\n";
            let body: Vec<u8> = line.bytes().cycle().take(length).collect();
            let all = Encoded::all_of(&body);
            assert_eq!(all.iter().map(Encoded::coding).collect::<Vec<_>>(), Coding::ALL);
            for (one, again) in all.iter().zip(Encoded::all_of(&body)) {
                assert_eq!(decoded(one), body);
                assert_eq!((&one.body, &one.etag), (&again.body, &again.etag));
                assert!(one.body.len() < length / 4, "{:?}: {}", one.coding, one.body.len());
            }
            assert_ne!(all[0].etag, all[1].etag);
        }
    }

    #[test]
    fn bodies_that_do_not_get_shorter_are_not_encoded() {
        assert!(Encoded::all_of(&vec![b'a'; MIN_BYTES - 1]).is_empty());
        // SHA-256 in counter mode: nothing there to compress.
        let noise: Vec<u8> = (0_u32..256)
            .flat_map(|count| <sha2::Sha256 as sha2::Digest>::digest(count.to_be_bytes()))
            .collect();
        assert!(Encoded::all_of(&noise).is_empty());
    }
}
