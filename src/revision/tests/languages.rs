//! Texts in several languages: which changes revise entries, and which texts the record keeps.

use super::support::*;
use crate::model::{Language, Place, Series, SeriesParts, SeriesProblem, Session, SessionParts};
use crate::revision::{LanguageChange, Record, reconcile};

const FIRST: &str = "2020-03-01T10:00:00Z";
const LATER: &str = "2020-04-01T10:00:00Z";

fn tag(text: &str) -> Language {
    Language::parse(text).expect(text)
}

fn talk(title: &str) -> SessionParts {
    SessionParts { title: line(title), ..session("talk", two_hours("2020-09-23T12:00:00Z")) }
}

fn walk(title: &str) -> SessionParts {
    SessionParts { title: line(title), ..session("walk", days("2020-09-24", "2020-09-24")) }
}

fn in_language(language: &str, title: &str, sessions: Vec<SessionParts>) -> SeriesParts {
    SeriesParts { language: Some(tag(language)), title: line(title), ..parts(sessions) }
}

fn english() -> SeriesParts {
    in_language("en", "Talks", vec![talk("A talk"), walk("A walk")])
}

fn danish() -> SeriesParts {
    in_language("da", "Foredrag", vec![talk("Et foredrag"), walk("En tur")])
}

fn one() -> Series {
    Series::new(english()).expect("series")
}

fn with(translations: Vec<SeriesParts>) -> Series {
    one().with_translations(translations).expect("translations")
}

/// Published in English, then in Danish too.
fn published() -> Record {
    let record = first(&one(), FIRST);
    next(&with(vec![danish()]), Some(&record), "2020-03-02T10:00:00Z").record
}

/// A session's SEQUENCE and whether it was revised since `published`.
fn state(record: &Record, session: &str) -> (u32, bool) {
    let entry = record.entry(&id(session)).expect("entry");
    (entry.sequence(), entry.revised() == at(LATER))
}

#[test]
fn a_language_that_is_new_changes_nothing_for_those_of_another() {
    let before = first(&one(), FIRST);
    let result = next(&with(vec![danish()]), Some(&before), LATER);
    assert!(result.changed && result.stale);
    assert_eq!(told(&result), [""; 0]);
    assert_eq!(result.languages, [(tag("da"), LanguageChange::Offered)]);
    let after = result.record;
    assert_eq!(after.revised(), before.revised());
    for title in ["Foredrag", "Et foredrag", "En tur"] {
        assert!(after.to_text().contains(&format!("title = \"{title}\"")), "{title} is kept");
    }
    for (id, entry) in before.sessions() {
        let now = after.entry(id).expect("entry");
        assert_eq!(
            (now.sequence(), now.revised(), now.schedule(), now.content(), now.fields()),
            (entry.sequence(), entry.revised(), entry.schedule(), entry.content(), entry.fields())
        );
    }
}

#[test]
fn a_session_gets_another_identifier_and_a_language_at_once() {
    let renamed = |parts: SeriesParts, titles: [&str; 2]| {
        let mut sessions = vec![talk(titles[0]), walk(titles[1])];
        sessions[0].id = id("speech");
        let former = [(id("talk"), id("speech"))].into();
        SeriesParts { sessions: sessions.into_iter().map(Session::new).collect(), former, ..parts }
    };
    let series = Series::new(renamed(english(), ["A talk", "A walk"])).expect("series");
    let series = series
        .with_translations(vec![renamed(danish(), ["Et foredrag", "En tur"])])
        .expect("translations");
    let record = next(&series, Some(&first(&one(), FIRST)), LATER).record;
    let danish = record.in_language(&tag("da")).expect("Danish");
    let title = |session| danish.entry(&id(session)).expect("entry").fields().get("title");
    assert_eq!((title("speech"), title("walk")), (Some("Et foredrag"), Some("En tur")));
    assert_eq!(danish.fields().get("title"), Some("Foredrag"));
    assert_eq!(parsed(&record.to_text()), record);
}

#[test]
fn a_language_is_offered_or_withdrawn() {
    let words = [LanguageChange::Offered, LanguageChange::Withdrawn].map(LanguageChange::as_str);
    assert_eq!(words, ["offered", "withdrawn"]);
    let feed = |record: &Record| record.texts().iter().map(|(tag, _)| tag.clone()).collect();
    let (before, after): (Vec<_>, Vec<_>) = (feed(&first(&one(), FIRST)), feed(&published()));
    assert_eq!((before, after), (vec![], vec![tag("da")]));
}

#[test]
fn nothing_new_in_any_language_changes_nothing() {
    let result = next(&with(vec![danish()]), Some(&published()), LATER);
    assert!(!result.changed && !result.stale);
    assert_eq!(result.record, published());
}

#[test]
fn a_title_in_one_language_raises_the_sequence_for_all() {
    let new = in_language("da", "Foredrag", vec![talk("Et andet foredrag"), walk("En tur")]);
    let result = next(&with(vec![new]), Some(&published()), LATER);
    assert_eq!(told(&result), ["talk changed (0)→1"]);
    let change = &result.changes[0].fields[0];
    assert_eq!((change.language.clone(), change.key.name()), (Some(tag("da")), "title"));
    assert_eq!(change.old.as_deref(), Some("Et foredrag"));
    assert_eq!(state(&result.record, "talk"), (1, true));
    assert_eq!(state(&result.record, "walk"), (0, false));
    assert_eq!(result.record.revised(), at(LATER));
}

#[test]
fn a_place_in_one_language_raises_the_sequence_and_a_description_does_not() {
    let at_place = |talk: SessionParts, place: &str, text: &str| SessionParts {
        place: Some(Place::Label(line(place))),
        description: Some(prose(text)),
        ..talk
    };
    let english =
        in_language("en", "Talks", vec![at_place(talk("A talk"), "Town hall", "All of it")]);
    let danish = |place: &str, text: &str| {
        in_language("da", "Foredrag", vec![at_place(talk("Et foredrag"), place, text)])
    };
    let series = |place: &str, text: &str| {
        let series = Series::new(english.clone()).expect("series");
        series.with_translations(vec![danish(place, text)]).expect("translations")
    };
    let before = first(&series("Rådhuset", "Det hele"), FIRST);
    let sequence = |place: &str, text: &str| {
        let record = next(&series(place, text), Some(&before), LATER).record;
        state(&record, "talk")
    };
    assert_eq!(sequence("Torvet", "Det hele"), (1, true));
    assert_eq!(sequence("Rådhuset", "Det hele igen"), (0, true));
}

#[test]
fn a_translation_that_comes_later_revises_the_entry_and_alerts_nobody() {
    let half = in_language("da", "Foredrag", vec![talk("A talk"), walk("En tur")]);
    let before = first(&with(vec![half]), FIRST);
    let result = next(&with(vec![danish()]), Some(&before), LATER);
    assert_eq!(told(&result), ["talk touched (0)→0"]);
    assert_eq!(state(&result.record, "talk"), (0, true));
}

#[test]
fn a_series_title_in_one_language_revises_the_feed_alone() {
    let new = in_language("da", "Nye foredrag", vec![talk("Et foredrag"), walk("En tur")]);
    let result = next(&with(vec![new]), Some(&published()), LATER);
    assert_eq!(told(&result), [""; 0]);
    assert_eq!((result.feed.len(), result.record.revised()), (1, at(LATER)));
}

#[test]
fn a_language_that_goes_revises_every_entry_and_keeps_its_addresses() {
    let result = next(&one(), Some(&published()), LATER);
    assert_eq!(told(&result), ["talk touched (0)→0", "walk touched (0)→0"]);
    assert_eq!(result.languages, [(tag("da"), LanguageChange::Withdrawn)]);
    let gone = result.record;
    let languages = |record: &Record| {
        record.languages().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(languages(&gone), "da en");
    assert!(gone.in_language(&tag("da")).is_none());
    assert!(!next(&one(), Some(&gone), "2020-05-01T10:00:00Z").changed);
    // It returns at the same address.
    let back = next(&with(vec![danish()]), Some(&gone), "2020-05-01T10:00:00Z");
    assert_eq!(told(&back), ["talk touched (0)→0", "walk touched (0)→0"]);
    assert_eq!(languages(&back.record), "da en");
    assert!(back.record.to_text().find("former_languages").is_none());
}

#[test]
fn another_language_at_the_plain_addresses_revises_every_entry() {
    let turned = Series::new(danish()).expect("series");
    let turned = turned.with_translations(vec![english()]).expect("translations");
    let result = next(&turned, Some(&published()), LATER);
    assert_eq!(told(&result), ["talk changed (0)→1", "walk changed (0)→1"]);
    assert_eq!(result.languages, []);
    assert_eq!(result.record.languages(), published().languages());
}

#[test]
fn a_tombstone_speaks_every_language_it_was_published_in() {
    let short = in_language("en", "Talks", vec![talk("A talk")]);
    let short = Series::new(short).expect("series");
    let short = short
        .with_translations(vec![in_language("da", "Foredrag", vec![talk("Et foredrag")])])
        .expect("translations");
    let record = next(&short, Some(&published()), LATER).record;
    let title = |record: &Record| {
        let (_, withdrawn) = record.tombstones().next().expect("a tombstone");
        withdrawn.session().title.to_string()
    };
    assert_eq!(title(&record), "A walk");
    assert_eq!(title(&record.in_language(&tag("da")).expect("Danish")), "En tur");
    assert_eq!(
        title(&parsed(&record.to_text()).in_language(&tag("da")).expect("Danish")),
        "En tur"
    );
}

#[test]
fn what_was_said_before_is_kept_in_each_language() {
    let moved = || SessionParts { when: two_hours("2020-09-23T13:00:00Z"), ..talk("Et møde") };
    let own =
        in_language("en", "Talks", vec![SessionParts { title: line("A meeting"), ..moved() }]);
    let series = Series::new(own).expect("series");
    let series = series.with_translations(vec![in_language("da", "Foredrag", vec![moved()])]);
    let record = next(&series.expect("translations"), Some(&published()), LATER).record;
    let danish = parsed(&record.to_text()).in_language(&tag("da")).expect("Danish");
    let past = |record: &Record| {
        let past = record.entry(&id("talk")).expect("entry").past()[0].fields().clone();
        past.get("title").map(str::to_owned)
    };
    assert_eq!(past(&record).as_deref(), Some("A talk"));
    assert_eq!(past(&danish).as_deref(), Some("Et foredrag"));
}

#[test]
fn the_form_of_texts_in_other_languages_is_pinned() {
    let text = published().to_text();
    assert_eq!(parsed(&text), published());
    let (_, series) = text.split_once("[series.fields]\n").expect("fields");
    let (series, _) = series.split_once("\n[[session]]").expect("sessions");
    insta::assert_snapshot!(series, @r#"
    language = "en"
    timezone = "Europe/Brussels"
    title = "Talks"

    [series.texts.da]
    title = "Foredrag"
    "#);
    let (_, talk) = text.split_once("title = \"A talk\"\n").expect("the talk");
    let (talk, _) = talk.split_once("\n[[session]]").expect("the walk");
    insta::assert_snapshot!(talk, @r#"

    [session.texts.da]
    title = "Et foredrag"
    "#);
    let value: toml::Table = text.parse().expect("TOML");
    assert_eq!(value["session"][0]["texts"]["da"]["title"].as_str(), Some("Et foredrag"));
}

#[test]
fn a_record_of_one_language_is_what_it_was() {
    let text = first(&one(), FIRST).to_text();
    assert!(!text.contains("texts") && !text.contains("former_languages"), "{text}");
}

#[test]
fn damage_to_texts_in_other_languages_is_told() {
    let text = published().to_text();
    let refused = |from: &str, to: &str| refused(&text.replacen(from, to, 1));
    assert!(refused("[session.texts.da]\ntitle", "[session.texts.da]\nstart").contains("K305"));
    assert!(refused("[session.texts.da]", "[session.texts.Danish]").contains("K305"));
    let twice = "[session.texts.da]\ntitle = \"x\"\n\n[session.texts.da]\n";
    assert!(refused("[session.texts.da]\n", twice).contains("K308"));
    assert!(refused("Et foredrag", "Et\\u0000foredrag").contains("K307"));
}

#[test]
fn a_series_has_one_translation_of_each_other_language() {
    let english = in_language("en", "Talks", vec![talk("A talk"), walk("A walk")]);
    let problem = SeriesProblem::Translation(english.language.clone());
    assert_eq!(one().with_translations(vec![english]), Err(problem));
    let silent = Series::new(parts(vec![talk("A talk")])).expect("series");
    assert!(silent.with_translations(vec![danish()]).is_err());
    assert!(one().with_translations(vec![danish(), danish()]).is_err());
}

#[test]
fn a_series_in_one_of_its_languages_has_its_texts_and_identity() {
    let series = with(vec![danish()]);
    let danish = series.in_language(&tag("da")).expect("Danish");
    assert_eq!((danish.title.as_str(), danish.base().language), ("Foredrag", Some("da")));
    assert_eq!(series.in_language(&tag("en")).expect("English").base(), series.id.base());
    assert!(series.in_language(&tag("de")).is_none());
    let uids = |series: &Series| {
        series
            .sessions
            .iter()
            .map(|session: &Session| series.uid_of(&session.id))
            .collect::<Vec<_>>()
    };
    assert_eq!(uids(danish), uids(&series));
    assert!(reconcile(&series, None, at(FIRST)).is_ok());
}
