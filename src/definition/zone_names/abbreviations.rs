//! Letters for clocks (`CET`, `PST8PDT`), pairs of them (`CET/CEST`) and their names in words
//! (`Central European Time`).
//!
//! Letters are ambiguous: three continents use `CST`, and `CET` in an announcement for September means
//! the clocks of Central Europe, which then show CEST, or UTC+01:00. All meanings are listed.

use std::sync::LazyLock;

use super::refusal::{Means, RejectedKind, RejectedName, refusal};
use super::tables;

/// Reads an abbreviation, a pair or a name in words, in any case of letters.
pub(super) fn read(name: &str) -> Option<RejectedName> {
    if let Some(means) = abbreviation(name).or_else(|| in_words(name)) {
        return refusal(RejectedKind::Abbreviation, means.iter().copied());
    }
    // `CET/CEST` means clocks that show both.
    let (winter, summer) = name.split_once('/')?;
    let (winter, summer) = (abbreviation(winter.trim())?, abbreviation(summer.trim())?);
    let shared = winter.iter().copied().filter(|means| {
        let Means::Clocks { zone, .. } = means else { return false };
        summer.iter().any(|other| matches!(other, Means::Clocks { zone: same, .. } if same == zone))
    });
    refusal(RejectedKind::Abbreviation, shared)
}

fn abbreviation(name: &str) -> Option<&'static [Means]> {
    let (_, means) = ABBREVIATIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(means)
}

/// The meanings of a name in words. Text in brackets is ignored: Windows shows
/// `Eastern Time (US & Canada)`.
pub(super) fn in_words(name: &str) -> Option<&'static [Means]> {
    let words = name.split('(').next().unwrap_or(name).trim().to_lowercase();
    let (_, letters) = WORDS.iter().find(|(known, _)| *known == words)?;
    abbreviation(letters)
}

/// Meanings of letters, the likeliest first. An offset all year is listed where it differs from the
/// clocks before it.
pub(super) static ABBREVIATIONS: LazyLock<Vec<(&str, Vec<Means>)>> =
    LazyLock::new(|| tables::meanings(include_str!("abbreviations.txt")));

/// Names in words, in lower case, and the letters for them.
static WORDS: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| tables::rows(include_str!("clock_words.txt")).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order_without_repetition() {
        assert!(ABBREVIATIONS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(WORDS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn letters_are_in_upper_case_and_words_in_lower_case_and_lead_to_letters() {
        for (letters, _) in ABBREVIATIONS.iter() {
            assert_eq!(*letters, letters.to_uppercase());
        }
        for (words, letters) in WORDS.iter() {
            assert_eq!(*words, words.to_lowercase());
            assert!(abbreviation(letters).is_some(), "{letters}");
        }
    }
}
