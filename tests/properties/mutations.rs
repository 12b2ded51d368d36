//! Calendars broken in every way that the calendar rules name: the guard must
//! refuse each, or a defect of the writer could reach subscribers.

use std::collections::{BTreeMap, HashSet};

use kalends::ical::{Expected, check};
use proptest::prelude::*;

use crate::generate::{Texts, plan};
use crate::mutate::{Break, Given, Lines};
use crate::written::Manner;
use crate::{AGAIN, FIRST, cases, publish, read};
use crate::{break_lines, break_texts, break_values, break_whole};

/// Every way to break a calendar, by name.
fn breaks() -> impl Iterator<Item = &'static (&'static str, Break)> {
    [break_lines::BREAKS, break_texts::BREAKS, break_values::BREAKS, break_whole::BREAKS]
        .into_iter()
        .flatten()
}

/// The breaks that the guard did not see, each with a calendar. `seen`: calendars that were broken the
/// same way before, which are not checked again.
fn unseen(
    text: &str,
    expected: Expected,
    pick: usize,
    seen: &mut HashSet<String>,
) -> BTreeMap<&'static str, String> {
    check(text, expected).unwrap_or_else(|fault| panic!("{fault:?}: {text}"));
    let lines = Lines::of(text);
    let whole = lines.text();
    check(&whole, expected).unwrap_or_else(|fault| panic!("{fault:?}: {text}"));
    let given = Given { lines: &lines, expected, pick };
    let broken = breaks().filter_map(|(name, break_it)| Some((*name, break_it(&given)?)));
    broken
        .inspect(|(name, broken)| assert_ne!(*broken, whole, "{name} broke nothing"))
        .filter(|(_, broken)| seen.insert(broken.clone()))
        .filter(|(_, broken)| check(broken, expected).is_ok())
        .collect()
}

/// A series that has everything there is to break.
const EVERYTHING: &str = r##"
title = "Everything, at once; or so"
authority = "example.org"
description = "First\nsecond"
timezone = "Europe/Brussels"
language = "en"
url = "https://example.org/"
color = "#005eb8"
image = "https://example.org/image.png"
categories = ["One", "Two"]
organizer = { name = "A \"B\" ^ C", email = "a@example.org", as_property = true }
reminder = "15m"

[[session]]
id = "one"
title = "One, two; three \\ four"
start = 2027-03-10T14:00:00
end = 2027-03-10T15:00:00
location = { name = "Hall", address = "Street 1, Town", geo = [50.84, 4.36] }
join = "https://example.org/join"

[[session]]
id = "two"
title = "Two"
start = 2027-07-10T14:00:00
end = 2027-07-10T15:00:00
status = "tentative"
timezone = "America/New_York"

[[session]]
id = "three"
title = "Three"
start = 2027-03-12
status = "cancelled"

[[session]]
id = "four"
title = "Four"
start = 2027-10-31T02:30:00+02:00
end = 2027-10-31T02:30:00+01:00

[[session]]
id = "five"
title = "Five"
start = 2027-03-13T09:00:00
end = 2027-03-13T10:00:00
timezone = "Asia/Kolkata"

[[session]]
id = "six"
# What ends a quote that was opened before it.
title = 'Six":6'
start = 2027-03-13T09:00:00
end = 2027-03-13T10:00:00
"##;

#[test]
fn every_break_of_a_calendar_that_has_everything_is_seen() {
    let all = read(EVERYTHING, "everything").series.unwrap();
    let (record, _) = publish(&all, None, FIRST);
    let without_six = EVERYTHING.rsplit_once("[[session]]").unwrap().0;
    let (_, calendars) =
        publish(&read(without_six, "everything").series.unwrap(), Some(&record), AGAIN);
    let feed = (calendars.feed().to_owned(), Expected::Feed);
    let sessions = calendars.sessions().map(|(_, text)| (text, Expected::Session));
    let mut missed = BTreeMap::new();
    for (text, expected) in sessions.chain([feed]) {
        let mut seen = HashSet::new();
        for pick in 0..110 {
            missed.append(&mut unseen(&text, expected, pick, &mut seen));
        }
    }
    let names: Vec<_> = missed.keys().collect();
    assert!(missed.is_empty(), "{names:#?}\n{missed:#?}");
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn every_break_of_any_calendar_is_seen(plan in plan(Texts::Clean), pick in any::<u16>()) {
        let series = read(&Manner::default().write(&plan), "talks").series.unwrap();
        let (_, calendars) = publish(&series, None, FIRST);
        let pick = usize::from(pick);
        let feed = unseen(calendars.feed(), Expected::Feed, pick, &mut HashSet::new());
        prop_assert!(feed.is_empty(), "{:#?}", feed);
        let (_, text) = calendars.sessions().next().unwrap();
        let session = unseen(&text, Expected::Session, pick, &mut HashSet::new());
        prop_assert!(session.is_empty(), "{:#?}", session);
    }
}
