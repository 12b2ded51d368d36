//! Texts with slots, and what fills them. What fills a slot is never read as a slot itself.

use std::fmt;

/// A text with what fills its slots: shown whole, or piece by piece where a slot is more than text.
#[derive(Clone, Debug)]
pub struct Filled<'a> {
    pattern: &'static str,
    slots: Vec<(&'static str, &'a str)>,
}

/// A part of a filled text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words of the language.
    Words(&'static str),
    /// What fills the slot of that name.
    Slot(&'static str, &'a str),
}

impl<'a> Filled<'a> {
    pub(super) fn new(pattern: &'static str, slots: Vec<(&'static str, &'a str)>) -> Self {
        Self { pattern, slots }
    }

    /// The parts in order, for whoever marks up what fills a slot.
    #[must_use]
    pub fn pieces(&self) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut rest = self.pattern;
        while let Some((before, name, after)) = next_slot(rest) {
            if !before.is_empty() {
                pieces.push(Piece::Words(before));
            }
            match self.slots.iter().find(|(known, _)| *known == name) {
                Some((known, value)) => pieces.push(Piece::Slot(known, value)),
                // No catalogue has such a slot: a test compares them.
                None => pieces.push(Piece::Words(name)),
            }
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest));
        }
        pieces
    }
}

/// The text before the first slot, its name, and the text after it.
fn next_slot(text: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Names of the slots in order.
#[cfg(test)]
pub(super) fn slots(mut text: &'static str) -> Vec<&'static str> {
    let mut names = Vec::new();
    while let Some((_, name, after)) = next_slot(text) {
        names.push(name);
        text = after;
    }
    names
}

impl fmt::Display for Filled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().into_iter().try_for_each(|piece| match piece {
            Piece::Words(text) | Piece::Slot(_, text) => f.write_str(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_slot_is_not_read_again() {
        let filled = Filled::new("{a} and {b}.", vec![("a", "{b}"), ("b", "}{")]);
        assert_eq!(filled.to_string(), "{b} and }{.");
        assert_eq!(
            filled.pieces(),
            [
                Piece::Slot("a", "{b}"),
                Piece::Words(" and "),
                Piece::Slot("b", "}{"),
                Piece::Words("."),
            ]
        );
    }
}
