//! Canonical fields, their groups and their fingerprints.

use super::support::{
    at, days, first, line, next, parts, prose, refused, series, session, two_hours,
};
use crate::model::{
    Category, Colour, Email, Geo, Language, Organizer, Place, Reminder, Series, SessionParts,
    Speaker, Status, WebUrl, When, Zone,
};
use crate::revision::{FieldGroup, Fields, Fingerprint, keys};

fn url(text: &str) -> WebUrl {
    WebUrl::parse(text).expect(text)
}

fn category(text: &str) -> Category {
    Category::new(line(text)).expect(text)
}

/// A session that uses everything.
fn full() -> SessionParts {
    SessionParts {
        title: line("Cybersecurity; \"Trust\" & care"),
        description: Some(prose("The topic.\n\nAnd\tmore.")),
        status: Status::Tentative,
        busy: false,
        place: Some(Place::Venue {
            name: line("Town hall"),
            address: Some(line("1 Market Square, Athens")),
            geo: Some(Geo::new(37.983_81, -23.727_539).expect("geo")),
        }),
        join: Some(url("https://meet.example.org/pandemic")),
        url: Some(url("https://example.org/pandemic")),
        speakers: vec![
            Speaker { name: line("A, B"), role: None, organisation: Some(line("C")) },
            Speaker { name: line("D"), role: Some(line("moderator")), organisation: None },
        ],
        categories: vec![category("Cybersecurity"), category("eHealth")],
        reminder: Some(Reminder::from_minutes(30).expect("reminder")),
        ..session("pandemic", two_hours("2020-09-23T12:00:00Z"))
    }
}

fn full_series(sessions: Vec<SessionParts>) -> Series {
    let mut parts = parts(sessions);
    parts.description = Some(prose("A series."));
    parts.announced_as = Some(line("CET"));
    parts.language = Some(Language::parse("en").expect("language"));
    parts.url = Some(url("https://example.org/"));
    parts.organizer = Some(Organizer {
        name: line("ENISA"),
        email: Some(Email::parse("events@example.org").expect("email")),
        as_property: true,
    });
    parts.categories = vec![category("Health")];
    parts.colour = Colour::parse("steelblue");
    parts.image = Some(url("https://example.org/image.png"));
    Series::new(parts).expect("series")
}

fn listed(fields: &Fields) -> String {
    fields.iter().map(|(key, value)| format!("{} = {value:?}\n", key.name())).collect()
}

fn fields_of(parts: SessionParts) -> Fields {
    let series = series(vec![parts]);
    Fields::of(&series, &series.sessions[0])
}

#[test]
fn a_session_that_uses_everything_has_every_field() {
    let series = full_series(vec![full()]);
    insta::assert_snapshot!(listed(&Fields::of(&series, &series.sessions[0])), @r#"
    abbreviation = "CEST"
    address = "1 Market Square, Athens"
    announced_as = "CET"
    busy = "no"
    categories = "Cybersecurity, eHealth"
    description = "The topic.\n\nAnd\tmore."
    end = "2020-09-23T14:00:00Z"
    geo = "37.983810;-23.727539"
    join = "https://meet.example.org/pandemic"
    language = "en"
    local_end = "2020-09-23T16:00:00"
    local_start = "2020-09-23T14:00:00"
    location = "Town hall"
    organizer = "ENISA"
    organizer_email = "events@example.org"
    organizer_property = "yes"
    reminder = "30"
    speakers = "A, B\t\tC\nD\tmoderator"
    start = "2020-09-23T12:00:00Z"
    status = "tentative"
    timezone = "Europe/Brussels"
    title = "Cybersecurity; \"Trust\" & care"
    url = "https://example.org/pandemic"
    "#);
    insta::assert_snapshot!(listed(&Fields::of_series(&series)), @r##"
    announced_as = "CET"
    categories = "Health"
    colour = "#4682b4"
    description = "A series."
    image = "https://example.org/image.png"
    language = "en"
    organizer = "ENISA"
    organizer_email = "events@example.org"
    organizer_property = "yes"
    timezone = "Europe/Brussels"
    title = "Talks"
    url = "https://example.org/"
    "##);
}

#[test]
fn what_is_not_said_or_at_its_default_has_no_field() {
    insta::assert_snapshot!(listed(&fields_of(session("a", two_hours("2020-10-23T12:00:00Z")))), @r#"
    abbreviation = "CEST"
    end = "2020-10-23T14:00:00Z"
    local_end = "2020-10-23T16:00:00"
    local_start = "2020-10-23T14:00:00"
    start = "2020-10-23T12:00:00Z"
    timezone = "Europe/Brussels"
    title = "About a"
    "#);
    insta::assert_snapshot!(listed(&fields_of(session("a", days("2020-10-23", "2020-10-24")))), @r#"
    end = "2020-10-24"
    start = "2020-10-23"
    title = "About a"
    "#);
}

#[test]
fn two_names_of_the_clock_are_both_said() {
    let fields = fields_of(session("night", two_hours("2020-10-25T00:00:00Z")));
    assert_eq!(fields.get("abbreviation"), Some("CEST"));
    assert_eq!(fields.get("abbreviation_end"), Some("CET"));
}

#[test]
fn only_a_busyness_against_custom_is_said() {
    let timed = session("a", two_hours("2020-10-23T12:00:00Z"));
    let whole_days = session("a", days("2020-10-23", "2020-10-24"));
    assert_eq!(fields_of(SessionParts { busy: false, ..timed }).get("busy"), Some("no"));
    assert_eq!(fields_of(SessionParts { busy: true, ..whole_days }).get("busy"), Some("yes"));
}

#[test]
fn online_and_a_place_called_online_are_told_apart() {
    let with = |place| {
        let parts = session("a", two_hours("2020-10-23T12:00:00Z"));
        fields_of(SessionParts { place: Some(place), ..parts })
    };
    assert_ne!(with(Place::Online), with(Place::Label(line("Online"))));
    assert_ne!(with(Place::Online), with(Place::Label(line("yes"))));
}

#[test]
fn speakers_of_the_same_words_in_other_parts_are_told_apart() {
    let with = |name: &str, role: Option<&str>, organisation: Option<&str>| {
        let parts = session("a", two_hours("2020-10-23T12:00:00Z"));
        let (role, organisation) = (role.map(line), organisation.map(line));
        let speakers = vec![Speaker { name: line(name), role, organisation }];
        fields_of(SessionParts { speakers, ..parts })
    };
    assert_ne!(with("A", Some("B"), None), with("A, B", None, None));
    assert_ne!(with("A", Some("B"), None), with("A", None, Some("B")));
}

#[test]
fn a_session_can_be_made_of_its_fields() {
    let bare = session("pandemic", two_hours("2020-10-23T12:00:00Z"));
    let online = SessionParts { place: Some(Place::Online), ..bare.clone() };
    let label = SessionParts { place: Some(Place::Label(line("Room 1"))), ..bare.clone() };
    let whole_days = session("pandemic", days("2020-10-23", "2020-10-24"));
    let busy_days = SessionParts { busy: true, ..whole_days.clone() };
    let hall = |address: Option<&str>, geo| {
        let (name, address) = (line("Hall"), address.map(line));
        SessionParts { place: Some(Place::Venue { name, address, geo }), ..bare.clone() }
    };
    let address = hall(Some("1 Market Square"), None);
    let position = hall(None, Geo::new(1.5, 2.5).ok());
    let free = SessionParts { busy: false, ..bare.clone() };
    let all = [bare, free, online, label, address, position, whole_days, busy_days, full()];
    for parts in all {
        let series = full_series(vec![parts]);
        let session = &series.sessions[0];
        let fields = Fields::of(&series, session);
        let (read, context) = fields.session(&session.id).expect("session");
        assert_eq!(&read, session);
        assert_eq!(context.language, series.language);
        assert_eq!(context.announced_as.as_ref(), series.announced_as_of(session));
        assert_eq!(context.organizer, series.organizer);
        Fields::of_series(&series).check_series().expect("series");
    }
}

#[test]
fn a_tombstone_keeps_what_its_session_took_from_the_series() {
    let other = || session("other", two_hours("2020-09-24T12:00:00Z"));
    let series = full_series(vec![full(), other()]);
    let record = first(&series, "2020-03-01T10:00:00Z");
    let record = next(&full_series(vec![other()]), Some(&record), "2020-03-02T10:00:00Z").record;
    let (_, withdrawn) = record.tombstones().next().expect("a tombstone");
    assert_eq!(withdrawn.language(), series.language.as_ref());
    assert_eq!(withdrawn.announced_as(), series.announced_as.as_ref());
    assert_eq!(withdrawn.organizer(), series.organizer.as_ref());
    assert_eq!(withdrawn.at(), at("2020-03-02T10:00:00Z"));
}

#[test]
fn what_is_only_ever_yes_is_nothing_else() {
    let mut online = full();
    online.place = Some(Place::Online);
    let text = first(&full_series(vec![online]), "2020-03-01T10:00:00Z").to_text();
    for key in ["online", "organizer_property"] {
        let yes = format!("{key} = \"yes\"");
        assert!(text.contains(&yes), "{text}");
        let said = refused(&text.replacen(&yes, &format!("{key} = \"no\""), 1));
        assert!(said.contains("is not `yes`"), "{said}");
    }
}

#[test]
fn a_clock_change_by_law_changes_the_schedule_and_not_what_the_clock_shows() {
    // 14:00 in Brussels before and after a law that abolishes summer time (rule
    // `newest-zone-data`).
    let fields = fields_of(session("a", two_hours("2020-10-23T12:00:00Z")));
    assert_eq!(fields.get("start"), Some("2020-10-23T12:00:00Z"));
    assert_eq!(fields.get("local_start"), Some("2020-10-23T14:00:00"));
    let groups: Vec<_> = ["start", "local_start"]
        .map(|name| fields.iter().find(|(key, _)| key.name() == name).expect(name).0.group())
        .into();
    assert_eq!(groups, [FieldGroup::Schedule, FieldGroup::Content]);
}

/// After moving a key to another group, renaming or dropping it, every record with the key is
/// rejected as edited by hand. Adding one is safe if its absence means the published state.
#[test]
fn the_table_of_groups_is_pinned() {
    let names = |table: &[&keys::Key], group: FieldGroup| {
        assert!(table.is_sorted_by_key(|key| key.name()) && table.len() <= 64);
        let of_group = table.iter().filter(|key| key.group() == group).map(|key| key.name());
        of_group.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        names(keys::session::ALL, FieldGroup::Schedule),
        "address end join location online start status title"
    );
    assert_eq!(
        names(keys::session::ALL, FieldGroup::Content),
        "abbreviation abbreviation_end announced_as busy categories description geo language \
         local_end local_start organizer organizer_email organizer_property reminder speakers \
         timezone url"
    );
    assert_eq!(
        names(keys::series::ALL, FieldGroup::Feed),
        "announced_as categories colour description image language organizer organizer_email \
         organizer_property timezone title url"
    );
}

/// If this test breaks, every record is rejected as edited by hand; once records are rewritten, every
/// session of every series is published as touched.
#[test]
fn fingerprints_are_pinned_for_ever() {
    // The text with which the values were computed.
    const DESCRIPTION: &str = "What it is about.\n\nAnd\tmore.";
    let session = SessionParts { description: Some(prose(DESCRIPTION)), ..full() };
    let series = full_series(vec![session]);
    let fields = Fields::of(&series, &series.sessions[0]);
    // Checked against Python: sha256 over len(key) as 8 bytes little-endian, key, len(value), value
    assert_eq!(
        Fingerprint::of(&fields, FieldGroup::Schedule).to_string(),
        "b407dc80c0999f43336078a2f7085e28"
    );
    assert_eq!(
        Fingerprint::of(&fields, FieldGroup::Content).to_string(),
        "f753bcb3b07bdf0a21486db1f53d8397"
    );
    assert_eq!(
        Fingerprint::of(&Fields::default(), FieldGroup::Content).to_string(),
        "e3b0c44298fc1c149afbf4c8996fb924"
    );
}

#[test]
fn a_fingerprint_is_read_only_in_the_form_it_is_written() {
    let text = "e3b0c44298fc1c149afbf4c8996fb924";
    assert_eq!(Fingerprint::parse(text).expect("fingerprint").to_string(), text);
    for bad in ["", "e3", &text.to_uppercase(), &text.replace('e', "g"), &format!("{text}00")] {
        assert_eq!(Fingerprint::parse(bad), None, "{bad}");
    }
}

#[test]
fn utc_and_a_place_with_the_same_clock_are_told_apart() {
    let start = at("2020-10-23T12:00:00Z");
    let end = at("2020-10-23T13:00:00Z");
    let with = |name: &str| {
        let zone = Zone::get(name).expect(name);
        fields_of(session("a", When::timed(zone, start, end).expect("when")))
    };
    let (utc, place) = (with("UTC"), with("Africa/Abidjan"));
    let of = |fields: &Fields, group| Fingerprint::of(fields, group);
    assert_eq!(of(&utc, FieldGroup::Schedule), of(&place, FieldGroup::Schedule));
    assert_ne!(of(&utc, FieldGroup::Content), of(&place, FieldGroup::Content));
}
