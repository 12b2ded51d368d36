//! Tables of names that are kept as text: one `name : value` a line, `#` before comments.

use std::sync::LazyLock;

use super::refusal::Means;

/// Countries, regions, and cities by names that the time zone database does not use, folded.
///
/// Most are for suggestions: countries with one clock, and cities with a name that means one place to
/// most people. The rest are names that Windows shows (`Solomon Is.`). The table is not complete: other
/// places are not suggested.
pub(super) static PLACES: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| rows(include_str!("places.txt")).collect());

/// The rows of a table.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" : "))
}

/// The rows of a table of meanings: `region = Area/Location` or minutes, with `; ` between them.
pub(super) fn meanings(table: &'static str) -> Vec<(&'static str, Vec<Means>)> {
    let meaning = |text: &'static str| match text.split_once(" = ") {
        Some((of, zone)) => Some(Means::Clocks { of, zone }),
        None => text.parse().ok().map(Means::AllYear),
    };
    rows(table)
        .map(|(name, value)| (name, value.split("; ").filter_map(meaning).collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::suggest::fold, *};

    #[test]
    fn places_are_in_order_without_repetition_and_folded() {
        assert!(PLACES.is_sorted_by(|(a, _), (b, _)| a < b));
        for (name, _) in PLACES.iter() {
            assert_eq!(*name, fold(name));
        }
    }

    #[test]
    fn every_line_is_a_row_and_every_meaning_is_read() {
        let lines = |table: &str| table.lines().filter(|line| !line.starts_with('#')).count();
        for table in [include_str!("places.txt"), include_str!("clock_words.txt")] {
            assert_eq!(rows(table).count(), lines(table));
        }
        for table in [include_str!("abbreviations.txt"), include_str!("landmarks.txt")] {
            let (read, separators) = (meanings(table), table.matches("; ").count());
            assert_eq!(read.len(), lines(table));
            let of_rows = read.iter().map(|(_, means)| means.len()).sum::<usize>();
            assert_eq!(of_rows, lines(table) + separators);
        }
    }
}
