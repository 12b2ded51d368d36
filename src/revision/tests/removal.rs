//! Removals that look like a mistake.

use super::support::{at, first, id, next, parts, series, session, told, two_hours};
use crate::model::{Series, SessionParts, Status};
use crate::revision::{MassRemoval, Record, mass_removal};

const PUBLISHED: &str = "2020-03-01T10:00:00Z";
/// The end of the first of [`STARTS`].
const NOW: &str = "2020-03-02T14:00:00Z";
const STARTS: [&str; 7] = [
    "2020-03-02T12:00:00Z",
    "2020-03-02T12:00:01Z",
    "2020-05-01T12:00:00Z",
    "2020-06-01T12:00:00Z",
    "2020-07-01T12:00:00Z",
    "2020-08-01T12:00:00Z",
    "2020-09-01T12:00:00Z",
];

/// Sessions with the numbers of their starts as ids.
fn sessions(numbers: &[usize]) -> Vec<SessionParts> {
    let made = |number: &usize| session(&format!("s{number}"), two_hours(STARTS[*number]));
    numbers.iter().map(made).collect()
}

fn judged(before: &Record, after: &Series) -> Option<MassRemoval> {
    mass_removal(before, &next(after, Some(before), NOW), at(NOW))
}

/// The mass removal if only `left` stay of `all`: removed sessions, and how many were upcoming.
fn seen(all: &[usize], left: &[usize]) -> Option<(Vec<String>, usize)> {
    let before = first(&series(sessions(all)), PUBLISHED);
    let removal = judged(&before, &series(sessions(left)))?;
    let removed = removal.removed.iter().map(|session| session.id.to_string()).collect();
    Some((removed, removal.upcoming))
}

#[test]
fn two_are_a_mass_where_they_are_more_than_half() {
    assert_eq!(seen(&[2, 3, 4], &[2]), Some((vec!["s3".to_owned(), "s4".to_owned()], 3)));
    assert_eq!(seen(&[2, 3, 4, 5], &[2, 3]), None);
    let three = ["s3", "s4", "s5"].map(str::to_owned).to_vec();
    assert_eq!(seen(&[2, 3, 4, 5], &[2]), Some((three, 4)));
    let four = ["s1", "s2", "s3", "s4"].map(str::to_owned).to_vec();
    assert_eq!(seen(&[1, 2, 3, 4, 5], &[5]), Some((four.clone(), 5)));
    assert_eq!(seen(&[1, 2, 3, 4, 5, 6], &[5, 6]), Some((four, 6)));
    assert_eq!(seen(&[2, 3], &[3]), None);
    assert_eq!(seen(&[2, 3], &[2, 3]), None);
}

#[test]
fn what_is_over_or_off_does_not_count() {
    // The first is over at this very second, the next a second later.
    assert_eq!(seen(&[0, 2, 3], &[3]), None);
    assert_eq!(seen(&[1, 2, 3], &[3]), Some((vec!["s1".to_owned(), "s2".to_owned()], 3)));
    assert_eq!(seen(&[0, 2, 3, 4], &[4]), Some((vec!["s2".to_owned(), "s3".to_owned()], 3)));
    let mut all = sessions(&[2, 3, 4]);
    all[1].status = Status::Cancelled;
    let before = first(&series(all), PUBLISHED);
    assert_eq!(judged(&before, &series(sessions(&[4]))), None);
    // Nor do sessions removed before.
    let before = first(&series(sessions(&[2, 3, 4, 5])), PUBLISHED);
    let before = next(&series(sessions(&[3, 4, 5])), Some(&before), PUBLISHED).record;
    let removal = judged(&before, &series(sessions(&[5]))).expect("a mass");
    let removed: Vec<_> = removal.removed.iter().map(|session| session.id.clone()).collect();
    assert_eq!((removed, removal.upcoming), (vec![id("s3"), id("s4")], 3));
}

#[test]
fn a_series_that_is_retired_is_no_slip() {
    let before = first(&series(sessions(&[2, 3, 4])), PUBLISHED);
    let mut retired = parts(sessions(&[2]));
    retired.retired = true;
    let retired = Series::new(retired).expect("series");
    let reconciled = next(&retired, Some(&before), NOW);
    assert_eq!(
        told(&reconciled),
        ["s2 withdrawn (0)→1", "s3 withdrawn (0)→1", "s4 withdrawn (0)→1"]
    );
    assert_eq!(mass_removal(&before, &reconciled, at(NOW)), None);
}
