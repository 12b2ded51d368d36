//! What must not matter does not: order, quotes, comments, names of files, the run.

use std::fs;

use kalends::publish::{Records, Settings, publish as run};
use proptest::prelude::*;

use crate::generate::{Plan, Texts, plan};
use crate::written::Manner;
use crate::{AGAIN, FIRST, cases, instant, publish, read};

fn check_same(plan: &Plan, manner: Manner, stem: &str) {
    let plain = read(&Manner::default().write(plan), "talks").series.unwrap();
    let other_text = manner.write(plan);
    let other = read(&other_text, stem).series.expect(&other_text);
    let (record, calendars) = publish(&plain, None, FIRST);
    let (other_record, other_calendars) = publish(&other, None, FIRST);
    assert_eq!(record.to_text(), other_record.to_text(), "{manner:?}");
    assert_eq!(calendars, other_calendars, "{manner:?}");
    // The record of the one holds for the other: nothing changes, whenever it is published.
    let (same_record, same_calendars) = publish(&other, Some(&record), AGAIN);
    assert_eq!(same_record, record, "{manner:?}");
    assert_eq!(same_calendars, calendars, "{manner:?}");
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn the_manner_of_writing_changes_no_byte(plan in plan(Texts::Clean)) {
        check_same(&plan, Manner::default(), "talks");
        check_same(&plan, Manner { quotes: 1, ..Manner::default() }, "talks");
        check_same(&plan, Manner { quotes: 2, ..Manner::default() }, "talks");
        check_same(&plan, Manner { comments: true, ..Manner::default() }, "talks");
        check_same(&plan, Manner { reversed: true, ..Manner::default() }, "talks");
        check_same(&plan, Manner { offsets: true, ..Manner::default() }, "talks");
        check_same(&plan, Manner { id: Some("talks"), ..Manner::default() }, "another-name");
        let all = Manner { quotes: 2, comments: true, reversed: true, offsets: true, id: Some("talks") };
        check_same(&plan, all, "another-name");
    }
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn the_order_in_which_files_are_read_changes_no_record(
        plans in prop::collection::vec(plan(Texts::Clean), 4), rotation in 1..4_usize,
    ) {
        let names: Vec<String> = (0..plans.len()).map(|n| format!("series-{n}")).collect();
        let mut seen: Vec<Vec<(String, String)>> = Vec::new();
        for order in [0, rotation] {
            let directory = tempfile::tempdir().unwrap();
            let mut paths = Vec::new();
            for (name, plan) in names.iter().zip(&plans) {
                let path = directory.path().join(format!("{name}.toml"));
                fs::write(&path, Manner::default().write(plan)).unwrap();
                paths.push(path);
            }
            paths.rotate_left(order);
            // One run for each file, or one for all.
            let runs: Vec<Vec<_>> =
                if order == 0 { vec![paths] } else { paths.into_iter().map(|path| vec![path]).collect() };
            for paths in runs {
                let settings = Settings::new(paths, Records::Write);
                let published = run(&settings, instant(FIRST)).unwrap();
                prop_assert!(!published.has_errors());
            }
            let records = names.iter().map(|name| {
                let path = directory.path().join(format!("{name}.lock"));
                (name.clone(), fs::read_to_string(path).unwrap())
            });
            seen.push(records.collect());
        }
        prop_assert_eq!(&seen[0], &seen[1]);
    }
}
