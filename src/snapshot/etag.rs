//! Strong validators.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::HeaderText;

/// RFC 9110 §8.8.3: equal tags, equal bytes. 128 bits of SHA-256 keep that promise.
pub(super) fn strong_etag(body: &[u8]) -> HeaderText {
    let mut text = String::with_capacity(34);
    text.push('"');
    for byte in Sha256::digest(body).iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    HeaderText::composed(text)
}
