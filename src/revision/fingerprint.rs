//! Fingerprints of fields, which reveal edits by hand and wrong merges.

use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

use super::fields::Fields;
use super::keys::FieldGroup;

/// The first 16 bytes of the SHA-256 of one group of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Computes the fingerprint of one group: its keys in order, each followed by its value, both
    /// preceded by their length as eight bytes, little-endian.
    ///
    /// Changing this makes every record unreadable; a golden test pins it.
    #[must_use]
    pub fn of(fields: &Fields, group: FieldGroup) -> Self {
        let mut hash = Sha256::new();
        let mut update = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        for (key, value) in fields.of_group(group) {
            update(key.name);
            update(value);
        }
        Self::of_hash(hash)
    }

    pub(super) fn of_hash(hash: Sha256) -> Self {
        let mut first = [0; 16];
        first.copy_from_slice(&hash.finalize()[..16]);
        Self(first)
    }

    /// Reads 32 hexadecimal digits in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut bytes = [0; 16];
        if text.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = digit(digits[0])? << 4 | digit(digits[1])?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            for digit in [byte >> 4, byte & 0xF] {
                f.write_char(char::from(b"0123456789abcdef"[usize::from(digit)]))?;
            }
        }
        Ok(())
    }
}
