//! A file's text, plain or compressed: of many files, few are read again.

use std::cell::RefCell;
use std::sync::Arc;

use zstd::bulk::Compressor;

use crate::diagnostic::SourceFile;

/// Storage of file texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// Uncompressed.
    #[default]
    Plain,
    /// Compressed to a fifth, and decompressed on each access.
    Packed,
}

/// The text of a file. Clones share it.
#[derive(Clone, Debug)]
pub struct StoredText(Kept);

#[derive(Clone, Debug)]
enum Kept {
    Plain(Arc<SourceFile>),
    Packed(Arc<Packed>),
}

#[derive(Debug, PartialEq, Eq)]
struct Packed {
    name: Box<str>,
    bytes: Box<[u8]>,
    /// Uncompressed length in bytes.
    length: usize,
}

/// Fast rather than small: compression is part of every start, and a record repeats itself so much
/// that every level finds it.
const LEVEL: i32 = -1;

thread_local! {
    /// One per thread: creating a compressor costs more than compressing a text.
    static PACKER: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(LEVEL).ok());
}

impl StoredText {
    /// Stores a text.
    #[must_use]
    pub fn new(source: Arc<SourceFile>, storage: Storage) -> Self {
        match storage {
            Storage::Plain => Self(Kept::Plain(source)),
            Storage::Packed => match pack(source.text()) {
                Some(bytes) => Self(Kept::Packed(Arc::new(Packed {
                    name: source.name().into(),
                    bytes,
                    length: source.text().len(),
                }))),
                None => Self(Kept::Plain(source)),
            },
        }
    }

    /// Returns the text, decompressed.
    #[must_use]
    pub fn source(&self) -> Arc<SourceFile> {
        match &self.0 {
            Kept::Plain(source) => Arc::clone(source),
            Kept::Packed(packed) => {
                let bytes = zstd::bulk::decompress(&packed.bytes, packed.length);
                let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
                SourceFile::new(&*packed.name, text.expect("compressed by the same library"))
            }
        }
    }

    /// Length in bytes, uncompressed.
    #[must_use]
    pub fn length(&self) -> usize {
        match &self.0 {
            Kept::Plain(source) => source.text().len(),
            Kept::Packed(packed) => packed.length,
        }
    }

    /// Whether both have the same bytes.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            // Equal texts compress to equal bytes.
            (Kept::Packed(one), Kept::Packed(other)) => one == other,
            _ => self.source().text() == other.source().text(),
        }
    }
}

fn pack(text: &str) -> Option<Box<[u8]>> {
    PACKER.with_borrow_mut(|packer| {
        let packed = packer.as_mut()?.compress(text.as_bytes()).ok()?;
        Some(packed.into_boxed_slice())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_text_is_the_same_text_in_less_room() {
        let text = "title = \"Gespräche über alles\"\n".repeat(200);
        let source = SourceFile::new("talks.toml", text.clone());
        let [plain, packed] =
            [Storage::Plain, Storage::Packed].map(|how| StoredText::new(Arc::clone(&source), how));
        assert_eq!((packed.source().name(), packed.source().text()), ("talks.toml", &*text));
        assert!(plain.says_the_same(&packed) && packed.says_the_same(&packed.clone()));
        assert_eq!((plain.length(), packed.length()), (text.len(), text.len()));
        let Kept::Packed(kept) = &packed.0 else { panic!("not packed") };
        assert!(kept.bytes.len() < text.len() / 5, "{}", kept.bytes.len());
        for other in [&text[1..], ""] {
            let other = StoredText::new(SourceFile::new("talks.toml", other), Storage::Packed);
            assert!(!packed.says_the_same(&other) && !plain.says_the_same(&other));
        }
    }
}
