//! Writes the text of a record for an older release.
//!
//! Older releases reject keys that they do not know (K305). The removed keys do not affect what
//! those releases publish, and this release adds them again.

use std::sync::Arc;

use super::identity::IDENTITY;
use super::lines::{RecordItem, items};
use super::record::Record;
use super::write::{FORMAT_KEY, FORMER_PARTS, PARTS, SERIES, SESSION};
use crate::diagnostic::SourceFile;

/// An older release with another form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldRelease {
    /// 0.1
    V0_1,
}

impl OldRelease {
    /// Keys in the heads of blocks that it does not know.
    fn unknown_keys(self) -> &'static [&'static str] {
        match self {
            Self::V0_1 => &[IDENTITY, FORMAT_KEY, PARTS, FORMER_PARTS],
        }
    }
}

impl Record {
    /// The text of `file`, a record, without the lines that `release` does not know.
    #[must_use]
    pub fn text_for(file: &Arc<SourceFile>, release: OldRelease) -> String {
        let text = file.text();
        let (mut kept, mut from, mut is_head) = (String::with_capacity(text.len()), 0, false);
        for item in items(text).flatten() {
            match item {
                RecordItem::Header(header, _) => is_head = matches!(header, SERIES | SESSION),
                RecordItem::Pair(pair) if is_head && release.unknown_keys().contains(&pair.key) => {
                    kept.push_str(&text[from..pair.key_span.start]);
                    let rest = &text[pair.value_span.end..];
                    from = rest.find('\n').map_or(text.len(), |at| pair.value_span.end + at + 1);
                }
                RecordItem::Pair(_) => {}
            }
        }
        kept.push_str(&text[from..]);
        kept
    }
}
