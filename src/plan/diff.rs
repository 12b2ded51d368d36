//! The difference between two texts, shortened for reading.

use unicode_segmentation::UnicodeSegmentation as _;

/// Maximum number of lines in a difference.
const MAX_LINES: usize = 12;
/// Longest line of a difference, in graphemes.
const MAX_WIDTH: usize = 96;
/// Unchanged text shown on either side, in graphemes.
const CONTEXT: usize = 20;
/// Maximum number of compared pairs of lines; larger texts are shown as old lines, then new ones.
const MAX_PAIRS: usize = 250_000;

/// A line of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DiffLine {
    /// A removed line.
    Old(String),
    /// An added line.
    New(String),
    /// The number of further lines that differ.
    More(usize),
}

/// The start of the first line; an ellipsis replaces the rest.
pub(super) fn clip(text: &str, width: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.graphemes(true).take(width).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The part in which two lines differ, with some context.
pub(super) fn changed_part(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<_>, Vec<_>) =
        (old.graphemes(true).collect(), new.graphemes(true).collect());
    let (before, after) = common(&old, &new);
    let part = |all: &[&str]| {
        let from = before.saturating_sub(CONTEXT);
        let to = (all.len() - after + CONTEXT).min(all.len());
        let start = if from > 0 { "…" } else { "" };
        let shown = (to - from).min(MAX_WIDTH);
        let end = if from + shown < all.len() { "…" } else { "" };
        format!("{start}{}{end}", all[from..from + shown].concat())
    };
    (part(&old), part(&new))
}

/// The lines that differ, in order.
pub(super) fn lines(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
    let (before, after) = common(&old, &new);
    let mut shown = Vec::new();
    for (old, new) in hunks(&old[before..old.len() - after], &new[before..new.len() - after]) {
        if old.len() == new.len() {
            let parts = old.iter().zip(new).map(|(old, new)| changed_part(old, new));
            let (old, new): (Vec<_>, Vec<_>) = parts.unzip();
            shown.extend(old.into_iter().map(DiffLine::Old));
            shown.extend(new.into_iter().map(DiffLine::New));
        } else {
            shown.extend(old.iter().map(|line| DiffLine::Old(clip(line, MAX_WIDTH))));
            shown.extend(new.iter().map(|line| DiffLine::New(clip(line, MAX_WIDTH))));
        }
    }
    if shown.len() > MAX_LINES {
        let more = shown.len() - MAX_LINES;
        shown.truncate(MAX_LINES);
        shown.push(DiffLine::More(more));
    }
    shown
}

/// The number of equal items at the start and at the end.
fn common(old: &[&str], new: &[&str]) -> (usize, usize) {
    let before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let ends = old[before..].iter().rev().zip(new[before..].iter().rev());
    (before, ends.take_while(|(old, new)| old == new).count())
}

type Hunk<'t, 's> = (&'t [&'s str], &'t [&'s str]);

/// Runs of old lines with the new lines that replace them, by the longest common subsequence.
fn hunks<'t, 's>(old: &'t [&'s str], new: &'t [&'s str]) -> Vec<Hunk<'t, 's>> {
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return vec![(old, new)];
    }
    let width = new.len() + 1;
    let mut longest = vec![0_usize; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = if old[i] == new[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut hunks, mut i, mut j) = (Vec::new(), 0, 0);
    let (mut from_i, mut from_j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            hunks.push((&old[from_i..i], &new[from_j..j]));
            (i, j) = (i + 1, j + 1);
            (from_i, from_j) = (i, j);
        } else if j == new.len()
            || (i < old.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        {
            i += 1;
        } else {
            j += 1;
        }
    }
    hunks.push((&old[from_i..], &new[from_j..]));
    hunks.retain(|(old, new)| !old.is_empty() || !new.is_empty());
    hunks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        let line = |line: DiffLine| match line {
            DiffLine::Old(text) => format!("-{text}"),
            DiffLine::New(text) => format!("+{text}"),
            DiffLine::More(count) => format!("{count} more"),
        };
        lines(old, new).into_iter().map(line).collect()
    }

    #[test]
    fn only_lines_that_differ_are_shown() {
        assert_eq!(shown("a\nb\nc\nd\ne", "a\nB\nc\nd\ne\nf"), ["-b", "+B", "+f"]);
        assert_eq!(shown("a\nb\nc\nd", "b\nx\nd"), ["-a", "-c", "+x"]);
    }

    #[test]
    fn a_difference_is_never_long() {
        let many = |word: &str| vec![word; 2_000].join("\n");
        let all = shown(&many("old"), &many("new"));
        assert_eq!((all.len(), all[MAX_LINES].as_str()), (MAX_LINES + 1, "3988 more"));
        let (old, new) = changed_part(&"x".repeat(10_000), &"y".repeat(10_000));
        assert_eq!((old.chars().count(), new.chars().count()), (MAX_WIDTH + 1, MAX_WIDTH + 1));
    }

    #[test]
    fn a_slip_in_a_long_line_is_shown_with_what_surrounds_it() {
        let long =
            |word: &str| format!("{}and the {word} of it{}", "a ".repeat(50), " z".repeat(50));
        let (old, new) = changed_part(&long("begining"), &long("beginning"));
        assert_eq!(old, "… a a a and the begining of it z z z z z …");
        assert_eq!(new, "… a a a and the beginning of it z z z z z …");
    }

    #[test]
    fn a_cluster_of_code_points_is_never_cut() {
        let family = "👩‍👩‍👧";
        assert_eq!(clip(&family.repeat(3), 2), format!("{}…", family.repeat(2)));
    }
}
