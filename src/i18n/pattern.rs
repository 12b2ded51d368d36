//! Texts with variables, and their values. Slots inside a value are not filled.

use std::borrow::Cow;
use std::fmt;

use icu_plurals::PluralCategory;

/// A part of a text in a language's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PatternPart {
    Text(Cow<'static, str>),
    /// The slot of the variable with that name.
    Slot(&'static str),
}

/// A text that may have slots.
pub(super) type Pattern = &'static [PatternPart];

/// A text with a number: one form per plural category, including `other`.
pub(super) type Forms = &'static [(PluralCategory, Pattern)];

/// A text with its values: shown as a whole, or in pieces if a slot needs markup.
#[derive(Clone, Debug)]
pub struct Filled<'a> {
    pattern: Pattern,
    slots: Vec<(&'static str, &'a str)>,
}

/// A part of a filled text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text of the language.
    Words(&'static str),
    /// The value of the slot with that name.
    Slot(&'static str, &'a str),
}

impl<'a> Filled<'a> {
    pub(super) fn new(pattern: Pattern, slots: Vec<(&'static str, &'a str)>) -> Self {
        Self { pattern, slots }
    }

    /// The parts in order, for callers that mark up values.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'a>> {
        self.pattern.iter().map(|part| match part {
            PatternPart::Text(text) => Piece::Words(text),
            PatternPart::Slot(name) => match self.slots.iter().find(|(known, _)| known == name) {
                Some((_, value)) => Piece::Slot(name, value),
                // Unreachable: the reader of the files compares slots.
                None => Piece::Words(name),
            },
        })
    }
}

impl fmt::Display for Filled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces().try_for_each(|piece| match piece {
            Piece::Words(text) | Piece::Slot(_, text) => f.write_str(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_slot_is_not_read_again() {
        static PATTERN: [PatternPart; 4] = [
            PatternPart::Slot("a"),
            PatternPart::Text(Cow::Borrowed(" and ")),
            PatternPart::Slot("b"),
            PatternPart::Text(Cow::Borrowed(".")),
        ];
        let filled = Filled::new(&PATTERN, vec![("a", "{ $b }"), ("b", "}{")]);
        assert_eq!(filled.to_string(), "{ $b } and }{.");
        assert_eq!(
            filled.pieces().collect::<Vec<_>>(),
            [
                Piece::Slot("a", "{ $b }"),
                Piece::Words(" and "),
                Piece::Slot("b", "}{"),
                Piece::Words("."),
            ]
        );
    }
}
