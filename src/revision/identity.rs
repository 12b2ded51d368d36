//! Digests of a record's blocks: `identity` under `[series]` and under each `[[session]]`.
//!
//! A fingerprint covers only the fields of one session. The digest covers every line of a block, so
//! that one changed character in a UID, a SEQUENCE or an instant is detected.

use sha2::{Digest as _, Sha256};

use super::fingerprint::Fingerprint;

/// The key of a block's digest.
pub(super) const IDENTITY: &str = "identity";

/// The digest of one block while its lines are read or written.
#[derive(Default)]
pub(super) struct BlockDigest(Sha256);

impl BlockDigest {
    /// Adds a header or a pair, without its line end. The digest's own line, empty lines and
    /// comments are not added.
    pub(super) fn add(&mut self, line: &str) {
        self.0.update(line);
        self.0.update("\n");
    }

    /// The first 16 bytes of the SHA-256 of all lines, each with an LF.
    ///
    /// Changing this makes every record unreadable; a golden test pins it.
    pub(super) fn finish(self) -> Fingerprint {
        Fingerprint::of_hash(self.0)
    }
}

/// The digest of the lines of `text`, which has no comments.
pub(super) fn of_lines(text: &str) -> Fingerprint {
    let mut digest = BlockDigest::default();
    text.lines().filter(|line| !line.is_empty()).for_each(|line| digest.add(line));
    digest.finish()
}
