//! The form in which values are shown.

use super::diff::DiffLine;

/// The form of a value.
#[derive(Debug)]
pub(super) enum Shown {
    /// A new value, without an old one.
    Value(Wording),
    /// Old and new values, or the part that differs.
    Pair(Option<Wording>, Option<Wording>),
    /// The lines that differ.
    Lines(Vec<DiffLine>),
}

/// Our own words, or words of the definition, which are quoted.
#[derive(Clone, Debug)]
pub(super) enum Wording {
    Ours(String),
    Theirs(String),
}
