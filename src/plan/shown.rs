//! How values are shown.

use super::diff::DiffLine;

/// How a value is shown.
#[derive(Debug)]
pub(super) enum Shown {
    /// It is new, and there was nothing to compare it with.
    Value(Words),
    /// Old and new, or the part of them that differs.
    Pair(Option<Words>, Option<Words>),
    /// The lines that differ.
    Lines(Vec<DiffLine>),
}

/// Words of ours, or words of the definition, which are quoted.
#[derive(Clone, Debug)]
pub(super) enum Words {
    Ours(String),
    Theirs(String),
}
