//! Two branches that both published become one record.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::histories::{Desk, edit, planned};
use super::support::*;
use crate::model::{
    Access, Audience, Authority, Language, Series, SeriesId, SeriesParts, SessionParts, Status,
    TokenHash,
};
use crate::revision::{FORMAT, Record, RecordEntry};

const FIRST: &str = "2020-03-01T10:00:00Z";
const OURS: &str = "2020-03-02T10:00:00Z";
const THEIRS: &str = "2020-03-03T10:00:00Z";
const NOON: &str = "2020-09-23T12:00:00Z";

fn talk() -> SessionParts {
    session("talk", two_hours(NOON))
}

fn walk() -> SessionParts {
    session("walk", days("2020-09-24", "2020-09-24"))
}

fn moved(to: &str) -> SessionParts {
    SessionParts { when: two_hours(to), ..talk() }
}

fn base() -> Record {
    first(&series(vec![talk(), walk()]), FIRST)
}

/// The publication of a branch with these sessions.
fn branch(sessions: Vec<SessionParts>, now: &str) -> Record {
    next(&series(sessions), Some(&base()), now).record
}

fn with(base: &Record, change: impl FnOnce(&mut SeriesParts), now: &str) -> Record {
    let mut parts = parts(vec![talk(), walk()]);
    change(&mut parts);
    next(&Series::new(parts).expect("series"), Some(base), now).record
}

/// The merge; checks that it is the same from both sides and can be read back.
fn merged(base: Option<&Record>, ours: &Record, theirs: &Record) -> Record {
    let merged = Record::merge(base, ours, theirs).unwrap_or_else(|f| panic!("{}", shown(&f)));
    let other = Record::merge(base, theirs, ours).unwrap_or_else(|f| panic!("{}", shown(&f)));
    assert_eq!(merged.to_text(), other.to_text(), "it depends on the side");
    assert_eq!(parsed(&merged.to_text()), merged, "it is not read back");
    merged
}

fn entry<'a>(record: &'a Record, session: &str) -> &'a RecordEntry {
    record.entry(&id(session)).expect(session)
}

fn start<'a>(record: &'a Record, session: &str) -> &'a str {
    entry(record, session).fields().get("start").expect("a start")
}

#[test]
fn what_one_side_changed_is_taken_as_it_is() {
    let ours = branch(vec![moved("2020-09-23T13:00:00Z"), walk()], OURS);
    let walk = SessionParts { status: Status::Cancelled, ..walk() };
    let party = session("party", two_hours("2020-09-25T18:00:00Z"));
    let theirs = branch(vec![talk(), walk, party], THEIRS);
    let merged = merged(Some(&base()), &ours, &theirs);
    assert_eq!(entry(&merged, "talk"), entry(&ours, "talk"));
    assert_eq!(entry(&merged, "walk"), entry(&theirs, "walk"));
    assert_eq!(entry(&merged, "party"), entry(&theirs, "party"));
    // Readers of either side have other bytes under their Last-Modified.
    assert!(merged.revised() > ours.revised().max(theirs.revised()));
    assert_eq!(merged.created(), at(FIRST));
}

#[test]
fn what_both_changed_is_a_new_revision_for_the_readers_of_both() {
    let ours = branch(vec![moved("2020-09-23T13:00:00Z"), walk()], OURS);
    let theirs = branch(vec![moved("2020-09-23T14:00:00Z"), walk()], THEIRS);
    let record = merged(Some(&base()), &ours, &theirs);
    let talk = entry(&record, "talk");
    assert_eq!((talk.sequence(), start(&record, "talk")), (2, "2020-09-23T14:00:00Z"));
    assert!(talk.revised() > at(THEIRS));
    assert_eq!((talk.uid(), talk.created()), (entry(&ours, "talk").uid(), at(FIRST)));
    assert_eq!(entry(&record, "walk"), entry(&base(), "walk"));
    // There are two revisions with SEQUENCE 1, so neither is kept.
    let past: Vec<_> = talk.past().iter().map(crate::revision::PastRevision::sequence).collect();
    assert_eq!(past, [0]);
    // The next publication updates it to the merged definition.
    let settled = next(&series(vec![moved("2020-09-23T13:00:00Z"), walk()]), Some(&record), THEIRS);
    assert_eq!(told(&settled), ["talk changed (2)→3"]);
}

#[test]
fn the_higher_sequence_stays_even_if_it_is_older() {
    let once = branch(vec![moved("2020-09-23T13:00:00Z"), walk()], OURS);
    let twice =
        next(&series(vec![moved("2020-09-23T15:00:00Z"), walk()]), Some(&once), OURS).record;
    let theirs = branch(vec![moved("2020-09-23T14:00:00Z"), walk()], THEIRS);
    let record = merged(Some(&base()), &twice, &theirs);
    let talk = entry(&record, "talk");
    assert_eq!((talk.sequence(), start(&record, "talk")), (3, "2020-09-23T15:00:00Z"));
    let past: Vec<_> = talk.past().iter().map(|past| (past.sequence(), past.until())).collect();
    assert_eq!(past, [(0, at(THEIRS)), (2, talk.revised())]);
}

#[test]
fn who_was_told_the_same_by_both_is_told_nothing_again() {
    let sessions = || vec![moved("2020-09-23T13:00:00Z"), walk()];
    let (ours, theirs) = (branch(sessions(), OURS), branch(sessions(), THEIRS));
    let record = merged(Some(&base()), &ours, &theirs);
    assert_eq!(record, theirs);
    assert_eq!(entry(&record, "talk").sequence(), 1);
}

#[test]
fn texts_that_both_changed_raise_the_sequence_too() {
    let about = |text| SessionParts { description: Some(prose(text)), ..talk() };
    let ours = branch(vec![about("One."), walk()], OURS);
    let theirs = branch(vec![about("Two."), walk()], THEIRS);
    let record = merged(Some(&base()), &ours, &theirs);
    let talk = entry(&record, "talk");
    assert_eq!((talk.sequence(), talk.fields().get("description")), (1, Some("Two.")));
}

#[test]
fn withdrawn_here_and_moved_there_is_raised_and_settled_by_the_definition() {
    let ours = branch(vec![walk()], OURS);
    let theirs = branch(vec![moved("2020-09-23T13:00:00Z"), walk()], THEIRS);
    let record = merged(Some(&base()), &ours, &theirs);
    assert_eq!((entry(&record, "talk").sequence()), 2);
    assert!(entry(&record, "talk").withdrawn().is_none(), "the later revision moved it");
    let settled = next(&series(vec![walk()]), Some(&record), THEIRS);
    assert_eq!(told(&settled), ["talk withdrawn (2)→3"]);
}

#[test]
fn a_session_renamed_on_one_side_goes_on_under_its_new_id() {
    let mut renamed = parts(vec![
        SessionParts { title: talk().title, ..session("lecture", two_hours(NOON)) },
        walk(),
    ]);
    renamed.former = [(id("talk"), id("lecture"))].into();
    let ours = next(&Series::new(renamed).expect("series"), Some(&base()), OURS).record;
    let theirs = branch(vec![walk()], THEIRS);
    let record = merged(Some(&base()), &ours, &theirs);
    let lecture = entry(&record, "lecture");
    assert_eq!(lecture.was(), [id("talk")]);
    assert_eq!(lecture.uid(), entry(&base(), "talk").uid());
    // Withdrawn by theirs, and not revised by ours.
    assert_eq!((lecture.sequence(), record.sessions().count()), (1, 2));
    let withdrawn = lecture.withdrawn().expect("withdrawn");
    assert_eq!(withdrawn.session().id, id("lecture"));
}

#[test]
fn a_session_that_both_added_has_the_earlier_creation() {
    let party = |title| {
        let when = two_hours("2020-09-25T18:00:00Z");
        SessionParts { title: line(title), ..session("party", when) }
    };
    let ours = branch(vec![talk(), walk(), party("Party")], OURS);
    let theirs = branch(vec![talk(), walk(), party("Feast")], THEIRS);
    let record = merged(Some(&base()), &ours, &theirs);
    let party = entry(&record, "party");
    assert_eq!((party.sequence(), party.created()), (1, at(OURS)));
    assert_eq!(party.fields().get("title"), Some("Feast"));
    assert!(party.revised() > at(THEIRS));
}

#[test]
fn an_entry_that_one_side_lost_is_kept() {
    let ours = branch(vec![moved("2020-09-23T13:00:00Z"), walk()], OURS);
    let text = base().to_text();
    let from = text.find("\n[[session]]\nid = \"talk\"").expect("talk");
    let to = text.find("\n[[session]]\nid = \"walk\"").expect("walk");
    let theirs = parsed(&format!("{}{}", &text[..from], &text[to..]));
    assert_eq!(merged(Some(&base()), &ours, &theirs), ours);
    assert_eq!(merged(Some(&base()), &base(), &theirs), base());
}

#[test]
fn two_identities_are_a_conflict() {
    let ours = branch(vec![talk(), walk(), session("party", two_hours(NOON))], OURS);
    let uid = entry(&ours, "party").uid().to_string();
    let other = ours.to_text().replace(&uid, "886313e1-3b8a-5372-9b90-0c9aee199e5d");
    // The digests of blocks are those of the text that was replaced.
    let lines = other.lines().filter(|line| !line.starts_with("identity = "));
    let theirs = parsed(&lines.map(|line| format!("{line}\n")).collect::<String>());
    let refused = |ours: &Record, theirs: &Record| {
        shown(&Record::merge(Some(&base()), ours, theirs).expect_err("a conflict"))
    };
    let text = refused(&ours, &theirs);
    assert!(text.contains("K360") && text.contains("session `party` has `uid` `"), "{text}");
    let mut parts = parts(vec![talk(), walk()]);
    parts.authority = Authority::parse("example.net").expect("authority");
    let theirs = first(&Series::new(parts).expect("series"), FIRST);
    let text = refused(&ours, &theirs);
    assert!(text.contains("`authority` `example.org` on one side"), "{text}");
}

#[test]
fn a_series_renamed_on_one_side_is_renamed() {
    let theirs = branch(vec![moved("2020-09-23T13:00:00Z"), walk()], THEIRS);
    let rename = |to: &str| {
        let lines = base().to_text().replacen("id = \"talks\"", &format!("id = \"{to}\""), 1);
        let lines = lines.lines().filter(|line| !line.starts_with("identity = "));
        parsed(&lines.map(|line| format!("{line}\n")).collect::<String>())
    };
    let record = merged(Some(&base()), &rename("autumn"), &theirs);
    assert_eq!(record.series(), &SeriesId::parse("autumn").expect("id"));
    assert_eq!(entry(&record, "talk"), entry(&theirs, "talk"));
    let twice = Record::merge(Some(&base()), &rename("autumn"), &rename("winter"));
    let text = shown(&twice.expect_err("two names"));
    assert!(text.contains("the series has `id` `autumn` on one side"), "{text}");
}

fn holders(names: &[&str]) -> Audience {
    let access = |name: &&str| Access {
        name: line(name),
        token: TokenHash::of(&format!("a-token-long-enough-for-{name}")).expect("a token"),
    };
    Audience::Holders(names.iter().map(access).collect())
}

fn names(record: &Record) -> Option<Vec<&str>> {
    let mut names: Vec<&str> =
        record.audience().accesses()?.iter().map(|access| access.name.as_str()).collect();
    names.sort_unstable();
    Some(names)
}

#[test]
fn what_one_side_closed_or_revoked_stays_closed() {
    let audience = |base: &Record, audience: Audience, now| {
        with(base, |parts| parts.audience = Some(audience), now)
    };
    let closed = audience(&base(), holders(&["board", "press"]), FIRST);
    for (base, ours, theirs, expected) in [
        // One side closes it, the other publishes something else.
        (base(), holders(&["board"]), Audience::Everyone, Some(vec!["board"])),
        // One side revokes, the other adds.
        (
            closed.clone(),
            holders(&["board"]),
            holders(&["board", "press", "team"]),
            Some(vec!["board", "team"]),
        ),
        (closed.clone(), holders(&[]), holders(&["press", "team"]), Some(vec!["team"])),
        // One side opens it, the other gives a token to one more.
        (
            closed.clone(),
            Audience::Everyone,
            holders(&["board", "press", "team"]),
            Some(vec!["board", "press", "team"]),
        ),
        // One side opens it, the other leaves it alone.
        (closed.clone(), Audience::Everyone, holders(&["board", "press"]), None),
        (base(), holders(&["board"]), holders(&["team"]), Some(vec!["board", "team"])),
    ] {
        let (ours, theirs) = (audience(&base, ours, OURS), audience(&base, theirs, THEIRS));
        assert_eq!(names(&merged(Some(&base), &ours, &theirs)), expected);
    }
    // Without an ancestor, the other side may have revoked the token.
    let (ours, theirs) = (
        audience(&base(), holders(&["board", "press"]), OURS),
        audience(&base(), holders(&["board"]), THEIRS),
    );
    assert_eq!(names(&merged(None, &ours, &theirs)), Some(vec!["board"]));
    assert_eq!(names(&merged(None, &ours, &base())), Some(vec!["board", "press"]));
}

#[test]
fn a_series_that_one_side_ended_ends() {
    let ours = with(&base(), |parts| parts.retired = true, OURS);
    let theirs = branch(vec![moved("2020-09-23T13:00:00Z"), walk()], THEIRS);
    let ended = merged(Some(&base()), &ours, &theirs);
    assert_eq!(ended.retired(), ours.retired());
    // It was ended, and one side takes that back.
    let back = with(&ours, |_| {}, THEIRS);
    let other = with(&ours, |parts| (parts.retired, parts.title) = (true, line("Old")), OURS);
    assert_eq!(merged(Some(&ours), &back, &other).retired(), None);
}

#[test]
fn languages_of_both_sides_have_their_addresses() {
    let tag = |text: &str| Language::parse(text).expect(text);
    let in_language = |language: &str, title: &str| SeriesParts {
        language: Some(tag(language)),
        title: line(title),
        ..parts(vec![talk(), walk()])
    };
    let english = || Series::new(in_language("en", "Talks")).expect("series");
    let offered = |languages: &[(&str, &str)]| {
        let others = languages.iter().map(|(language, title)| in_language(language, title));
        english().with_translations(others.collect()).expect("translations")
    };
    let base = first(&offered(&[("fr", "Exposés")]), FIRST);
    let publish =
        |languages: &[(&str, &str)], now| next(&offered(languages), Some(&base), now).record;
    // Ours adds Danish, theirs takes French out and adds German.
    let ours = publish(&[("fr", "Exposés"), ("da", "Foredrag")], OURS);
    let theirs = publish(&[("de", "Vorträge")], THEIRS);
    let record = merged(Some(&base), &ours, &theirs);
    let texts: Vec<_> = record.texts().iter().map(|(language, _)| language.as_str()).collect();
    assert_eq!(texts, ["da", "de"]);
    let all: Vec<_> = record.languages().into_iter().map(|language| language.to_string()).collect();
    assert_eq!(all, ["da", "de", "en", "fr"]);
    assert_eq!(entry(&record, "talk").sequence(), 0);
}

#[test]
fn what_cannot_be_counted_further_is_a_conflict() {
    let most = |start: &str, now| {
        let text = branch(vec![moved(start), walk()], now).to_text();
        let text = text.replacen(
            "sequence = 1\n",
            &format!("sequence = {}\n", RecordEntry::MAX_SEQUENCE),
            1,
        );
        let lines = text.lines().filter(|line| !line.starts_with("identity = "));
        parsed(&lines.map(|line| format!("{line}\n")).collect::<String>())
    };
    let (ours, theirs) = (most("2020-09-23T13:00:00Z", OURS), most("2020-09-23T14:00:00Z", THEIRS));
    let text = shown(&Record::merge(Some(&base()), &ours, &theirs).expect_err("a conflict"));
    assert!(text.contains("K322") && text.contains("session `talk`"), "{text}");
}

proptest! {
    #[test]
    fn no_merge_loses_a_count_or_an_entry(
        before in prop::collection::vec(edit(), 0..6),
        ours in prop::collection::vec(edit(), 0..8),
        theirs in prop::collection::vec(edit(), 0..8),
        lag in -50_i64..50,
        is_based: bool,
    ) {
        let mut desk = Desk::new();
        let mut now = at("2020-09-01T08:00:00Z");
        let mut record = desk.publish(None, now).record;
        let mut run = |desk: &mut Desk, record: &Record, edits: &[_], lag: i64| {
            now += SignedDuration::from_hours(lag);
            edits.iter().fold(record.clone(), |record, edit| {
                desk.apply(edit);
                now += SignedDuration::from_hours(7);
                desk.publish(Some(&record), now).record
            })
        };
        record = run(&mut desk, &record, &before, 0);
        let ours = run(&mut desk.clone(), &record, &ours, 0);
        let theirs = run(&mut desk, &record, &theirs, lag);
        let base = is_based.then_some(&record);
        let united = merged(base, &ours, &theirs);
        for side in [&ours, &theirs] {
            prop_assert_eq!(&merged(base, side, side), side);
            prop_assert_eq!(&merged(Some(&record), side, &record), side);
            prop_assert!(united.revised() > side.revised() || united.to_text() == ours.to_text() || united.to_text() == theirs.to_text());
            for (id, old) in side.sessions() {
                let new = united.entry(id).expect("no entry is lost");
                prop_assert_eq!((new.uid(), new.created()), (old.uid(), old.created()));
                prop_assert!(new.sequence() >= old.sequence() && new.revised() >= old.revised());
                // Readers with this entry get the new content.
                let is_same =
                    (new.fields(), new.is_cancelled()) == (old.fields(), old.is_cancelled());
                prop_assert!(is_same || new.revised() > old.revised());
                let changed = planned(new) != planned(old);
                prop_assert!(!changed || new.sequence() > old.sequence());
            }
        }
        // The merged record works like any other.
        let next = desk.publish(Some(&united), now + SignedDuration::from_hours(1_000));
        prop_assert!(!desk.publish(Some(&next.record), now).changed);
    }
}

#[test]
fn rendering_rules_are_the_older_ones_of_the_two() {
    let record = base();
    let older = parsed(&of_first_release(&record.to_text()));
    for (ours, theirs) in [(&record, &older), (&older, &record)] {
        assert_eq!(merged(Some(&older), ours, theirs).format(), 1);
    }
    assert_eq!(merged(Some(&older), &record, &record).format(), FORMAT);
}
