//! Earlier revisions in a record.

use super::support::{at, first, next, parse, parsed, prose, series, session, two_hours};
use crate::model::{SessionParts, Status};
use crate::revision::{MAX_PAST, Record, RecordEntry};

const MOVED: &str = "2020-09-23T13:00:00Z";

fn talk() -> SessionParts {
    session("talk", two_hours("2020-09-23T12:00:00Z"))
}

fn entry(record: &Record) -> &RecordEntry {
    record.entry(&talk().id).expect("talk")
}

/// Published, described, moved, withdrawn, and put back.
fn lived() -> Record {
    let other = || session("other", two_hours("2020-09-24T12:00:00Z"));
    let mut record = first(&series(vec![talk(), other()]), "2020-03-01T10:00:00Z");
    let mut described = talk();
    described.description = Some(prose("About it."));
    let mut moved = described.clone();
    moved.when = two_hours(MOVED);
    for (day, talks) in
        [(2, vec![described]), (3, vec![moved.clone()]), (4, vec![]), (5, vec![moved])]
    {
        let sessions = talks.into_iter().chain([other()]).collect();
        record =
            next(&series(sessions), Some(&record), &format!("2020-03-0{day}T10:00:00Z")).record;
    }
    record
}

#[test]
fn what_people_planned_by_is_kept_for_every_sequence() {
    let record = lived();
    let past: Vec<_> = entry(&record)
        .past()
        .iter()
        .map(|past| {
            let fields = past.fields();
            (past.sequence(), past.until(), fields.get("start"), fields.get("status"))
        })
        .collect();
    let (start, moved) = (Some("2020-09-23T12:00:00Z"), Some(MOVED));
    assert_eq!(
        past,
        [
            (0, at("2020-03-03T10:00:00Z"), start, None),
            (1, at("2020-03-04T10:00:00Z"), moved, None),
            (2, at("2020-03-05T10:00:00Z"), moved, Some(Status::Cancelled.as_str())),
        ]
    );
    assert!(entry(&record).past().iter().all(|past| past.fields().get("description").is_none()));
    let now = entry(&record).plan_by();
    assert_eq!((now.get("start"), now.get("status"), now.get("description")), (moved, None, None));
    assert_eq!(parsed(&record.to_text()), record, "it is read back");
}

#[test]
fn only_the_latest_revisions_are_kept() {
    let mut record = first(&series(vec![talk()]), "2020-03-01T10:00:00Z");
    for hour in 0..20 {
        let mut moved = talk();
        moved.when = two_hours(&format!("2020-09-22T{hour:02}:00:00Z"));
        let now = format!("2020-03-02T{hour:02}:00:00Z");
        record = next(&series(vec![moved]), Some(&record), &now).record;
    }
    let sequences: Vec<u32> = entry(&record).past().iter().map(|past| past.sequence()).collect();
    assert_eq!(sequences, (20 - u32::try_from(MAX_PAST).expect("few")..20).collect::<Vec<_>>());
}

#[test]
fn a_past_out_of_order_or_incomplete_is_damage() {
    let text = lived().to_text();
    for (from, to, headline) in [
        (
            "sequence = 1\nuntil",
            "sequence = 0\nuntil",
            "`sequence` `0` is not a whole number 1 up to below 3",
        ),
        (
            "sequence = 2\nuntil",
            "sequence = 3\nuntil",
            "`sequence` `3` is not a whole number 2 up to below 3",
        ),
        ("[session.past.fields]\n", "", "`[session.past.fields]` is missing"),
        (
            "[[session.past]]\nsequence = 0\nuntil = 2020-03-03T10:00:00Z\n\n",
            "",
            "is not below a `[[session.past]]`",
        ),
    ] {
        assert!(text.contains(from), "{from}");
        let findings = parse(&text.replacen(from, to, 1)).expect_err(headline);
        let headlines: Vec<&str> = findings.iter().map(|finding| finding.headline()).collect();
        assert!(
            headlines.iter().any(|found| found.contains(headline)),
            "{headline}: {headlines:?}"
        );
    }
}

#[test]
fn a_record_over_its_size_leaves_out_the_oldest_of_all_sessions_and_no_more_than_it_must() {
    let ids = ["one", "two", "three"];
    let at_hour =
        |id: &str, hour: usize| session(id, two_hours(&format!("2020-09-22T{hour:02}:00:00Z")));
    let mut hours = [0; 3];
    let sessions = |hours: &[usize; 3]| -> Vec<SessionParts> {
        ids.iter().zip(hours).map(|(id, hour)| at_hour(id, *hour)).collect()
    };
    let mut record = first(&series(sessions(&hours)), "2020-03-01T10:00:00Z");
    for turn in 0..15 {
        hours[turn % 3] += 1;
        let now = format!("2020-03-02T{turn:02}:00:00Z");
        record = next(&series(sessions(&hours)), Some(&record), &now).record;
    }
    let kept = |record: &Record| -> Vec<(String, u32)> {
        let mut all: Vec<_> = record
            .sessions()
            .flat_map(|(id, entry)| {
                entry.past().iter().map(move |past| (past.until(), id.to_string(), past.sequence()))
            })
            .collect();
        all.sort();
        all.into_iter().map(|(_, id, sequence)| (id, sequence)).collect()
    };
    let (whole, all) = (record.to_text(), kept(&record));
    assert_eq!(all.len(), 15);
    let (mut least, mut last) = (0, None);
    for most in (0..=whole.len() + 1).rev() {
        let Ok(trimmed) = record.clone().within(most) else {
            least = most + 1;
            break;
        };
        assert!(trimmed.text.len() <= most);
        // The same result as with one byte more was checked already.
        if last.as_ref() == Some(&trimmed) {
            continue;
        }
        assert_eq!(parsed(&trimmed.text), trimmed.record, "written records are read back");
        assert_eq!(kept(&trimmed.record), all[trimmed.left_out..], "the oldest go first");
        if trimmed.left_out > 0 {
            // One more revision would have been too large.
            let one_more = record.clone().within(trimmed.text.len() + 1).expect("fits").text;
            assert_eq!(one_more, trimmed.text);
        }
        last = Some(trimmed);
    }
    let bare = record.clone().within(least).expect("it fits just so");
    assert_eq!((bare.left_out, bare.text.len()), (15, least));
    let error = record.within(least - 1).expect_err("too large without any history");
    assert_eq!(error.bytes, least);
}
