//! Readers of a series: everyone, or the holders of tokens, of which only hashes are stored.
//!
//! `cli` creates tokens, `web` checks them.

use std::collections::BTreeSet;
use std::fmt;

use sha2::{Digest as _, Sha256};

use super::Line;

/// The SHA-256 of a token.
///
/// Without salt or stretching: they make guessing expensive where secrets are weak, as passwords are. A
/// token has at least 128 random bits, beyond any guessing, and a single hash keeps requests cheap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Shortest token, in characters: at six bits each, 22 hold 128 bits. So nothing as short as a word
    /// opens a series, even if its hash is in a definition.
    pub const MIN_TOKEN: usize = 22;
    /// Longest token, in characters, so that hashing costs every request about the same.
    pub const MAX_TOKEN: usize = 128;

    /// The hash of a token; `None` if `token` has an invalid form.
    #[must_use]
    pub fn of(token: &str) -> Option<Self> {
        // RFC 3986 §2.3: characters with only one spelling in a path.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_token =
            (Self::MIN_TOKEN..=Self::MAX_TOKEN).contains(&token.len()) && token.bytes().all(plain);
        is_token.then(|| Self(Sha256::digest(token).into()))
    }

    /// Parses 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 2 * bytes.len() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (number, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * number..2 * number + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// Returns every hash in a file of any content: each run of exactly 64 hexadecimal digits.
    #[must_use]
    pub fn all_in(bytes: &[u8]) -> BTreeSet<Self> {
        let runs = bytes.split(|byte| !byte.is_ascii_hexdigit());
        runs.filter_map(|run| Self::parse(std::str::from_utf8(run).ok()?)).collect()
    }
}

/// 64 hexadecimal digits in lower case.
impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// One token of a series, with its holder's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// For editors; never in a request or response.
    pub name: Line,
    /// The token.
    pub token: TokenHash,
}

/// The readers of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Public.
    #[default]
    Everyone,
    /// Holders of one of these tokens; without tokens, nobody.
    Holders(Vec<Access>),
}

impl Audience {
    /// Whether reading needs a token.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.accesses().is_some()
    }

    /// The tokens, if reading needs one.
    #[must_use]
    pub fn accesses(&self) -> Option<&[Access]> {
        match self {
            Self::Everyone => None,
            Self::Holders(accesses) => Some(accesses),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_sha_256_and_reads_back() {
        let hash = TokenHash::of("abcdefghijklmnopqrstuvwxyz234567").unwrap();
        // `printf abcdefghijklmnopqrstuvwxyz234567 | sha256sum`
        let text = "84cb29b2c78b393c0d30a90d5a9f670267d02d9ec3743fc1800acff8b03bac15";
        assert_eq!(hash.to_string(), text);
        assert_eq!(TokenHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(TokenHash::parse(&hash.to_string().to_uppercase()), Some(hash));
    }

    #[test]
    fn what_is_too_short_to_be_random_is_no_token() {
        let ok = "a".repeat(TokenHash::MIN_TOKEN);
        assert!(TokenHash::of(&ok).is_some());
        let long = "a".repeat(TokenHash::MAX_TOKEN + 1);
        for bad in [&ok[1..], &long, "", "aaaaaaaaaaaaaaaaaaaaaaa/", "ääääääääääääääääääääää"]
        {
            assert_eq!(TokenHash::of(bad), None, "{bad}");
        }
    }

    #[test]
    fn hashes_are_found_in_whatever_bytes() {
        let (one, other) = ("0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4));
        let mut bytes = format!("\"{one}\n{}#{one}0 {}g", other.to_uppercase(), "1".repeat(63));
        let found = TokenHash::all_in(bytes.as_bytes());
        assert_eq!(found, [&one, &other].map(|hash| TokenHash::parse(hash).unwrap()).into());
        bytes.insert(0, '\u{feff}');
        let mut bytes = bytes.into_bytes();
        bytes.push(0xff);
        assert_eq!(TokenHash::all_in(&bytes), found);
        assert!(TokenHash::all_in(&[0xff; 100]).is_empty());
    }

    #[test]
    fn a_hash_has_64_hexadecimal_digits() {
        for bad in ["", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(TokenHash::parse(bad), None, "{bad}");
        }
    }
}
