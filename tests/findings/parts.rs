//! Examples with parts of every kind have no finding; and K101 by room.

use kalends::definition::parse;
use kalends::diagnostic::SourceFile;
use kalends::model::Series;

use crate::findings::{GOOD, found};

const SUMMIT: &str = include_str!("../fixtures/summit-2027.toml");
const GUIDE: &str = include_str!("../../docs/guide/audiences.md");

fn without_findings(text: &str) -> Series {
    let definition = parse(&SourceFile::new("schedules/summit-2027.toml", text), "summit-2027");
    assert!(definition.findings.is_empty(), "{:?}", definition.findings);
    definition.series.unwrap()
}

#[test]
fn a_definition_with_parts_of_every_kind_has_no_finding() {
    let series = without_findings(SUMMIT);
    let keys: Vec<String> = series.parts.iter().map(|part| part.key.to_string()).collect();
    let expected = "track/policy track/research track/practice room/aula room/annex \
                    category/public category/workshop variant/early";
    assert_eq!(keys.join(" "), expected);
    let (_, danish) = series.translations().next().unwrap();
    assert_eq!(danish.parts[0].title.as_str(), "Politik");
}

#[test]
fn the_example_of_the_guide_has_no_finding() {
    let example = GUIDE.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    assert_eq!(without_findings(example.unwrap()).parts.len(), 4);
}

#[test]
fn sessions_at_the_same_time_in_one_room_are_reported() {
    let rooms = "[[room]]\nid = \"a\"\nname = \"A\"\n[[room]]\nid = \"b\"\nname = \"B\"\n";
    let good = GOOD.replace("[[session]]", &format!("{rooms}[[session]]"));
    let second = "[[session]]\nid = \"two\"\ntitle = \"Two\"\nstart = 2027-03-10T14:30:00\n\
                  end = 2027-03-10T15:30:00\n";
    let both = |room: &str| format!("{good}room = \"a\"\n{second}room = \"{room}\"\n");
    let same = found(&both("a"));
    assert!(same.contains("sessions `one` and `two` overlap, and both are in room `a`"), "{same}");
    assert!(!found(&both("b")).contains("K101"));
    // By room, whatever else is written of the place; and by speaker in two rooms.
    let elsewhere = found(&(both("a") + "location = \"Harbour\"\n"));
    assert!(elsewhere.contains("both are in room `a`"), "{elsewhere}");
    let link = both("b").replacen("[[room]]", "join = \"https://meet.example.org\"\n[[room]]", 1);
    assert!(!found(&link).contains("K101"));
    let speakers = "speakers = [{ name = \"Ada\" }]\n";
    let spoken = both("b").replacen("room = \"a\"\n", &format!("room = \"a\"\n{speakers}"), 1);
    assert!(found(&(spoken + speakers)).contains("`Ada` speaks at both"));
}

/// The findings of a good definition with more keys in its session, and with parts.
fn with(session: &str, parts: &str) -> String {
    found(&format!("{GOOD}{session}\n{parts}"))
}

const TRACK: &str = "[[track]]\nid = \"policy\"\ntitle = \"Policy\"\n";

#[test]
fn each_mistake_is_told_with_its_fix() {
    let law = "[[track]]\nid = \"law\"\ntitle = \"Law\"\n";
    for (session, parts, headline, help) in [
        (
            "track = \"policy\"",
            format!("{TRACK}{TRACK}"),
            "error[K027]: two tracks have the id `policy`",
            "give each an id of its own",
        ),
        (
            "track = \"policy\"",
            format!("{TRACK}was = \"law\"\n{law}"),
            "error[K027]: track/policy: `was` `law`: it is still defined",
            "remove `was`",
        ),
        (
            "",
            TRACK.to_owned(),
            "warning[K115]: track `policy` has no session",
            "write `track = \"policy\"` in a session",
        ),
        (
            "track = \"polcy\"",
            TRACK.to_owned(),
            "error[K023]: session `one`: `track` `polcy` is not a track of this series",
            "did you mean `policy`?",
        ),
        (
            "track = \"Law\"",
            format!("{TRACK}{law}"),
            "error[K023]: session `one`: `track` `Law` is not a track of this series",
            "write `track = \"law\"`",
        ),
        (
            "room = \"aula\"",
            String::new(),
            "error[K023]: session `one`: `room` `aula` is not a room of this series",
            "add a `[[room]]` with this id, above the sessions",
        ),
        (
            "track = \"embed\"",
            TRACK.replace("policy", "embed"),
            "error[K014]: track `embed`: `id` `embed` is reserved for an address of the service",
            "choose another, such as `embed-2027`",
        ),
    ] {
        let found = with(session, &parts);
        assert!(found.contains(headline) && found.contains(help), "{found}");
    }
}

#[test]
fn a_session_keeps_the_address_that_parts_would_need() {
    let good = GOOD.replace("id = \"one\"", "id = \"track\"");
    let found = found(&format!("{good}track = \"policy\"\n{TRACK}"));
    let headline = "error[K027]: track `policy`: session `track` has the address";
    assert!(found.contains(headline), "{found}");
}
