//! Every accepted definition becomes calendars with its meaning; every other one is
//! refused with a finding.

use std::collections::BTreeMap;

use kalends::model::SessionId;
use kalends::render::{Calendars, second_reading};
use kalends::revision::Record;
use proptest::prelude::*;

use crate::generate::{Plan, Talk, Texts, Time, plan};
use crate::judge::{self, Event, Read};
use crate::written::Manner;
use crate::{AGAIN, FIRST, cases, publish, read};

/// A line as calendars have it; `None` where it must be refused. Written here anew, so that a
/// mistake in the model is not repeated.
fn meant_line(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let broken = trimmed.contains(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
    let units: usize = trimmed.encode_utf16().count();
    (!broken && !trimmed.is_empty() && units <= 1_000 && !holds_forbidden(trimmed))
        .then(|| trimmed.replace('\t', " "))
}

/// The same for text of several lines.
fn meant_prose(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let units: usize = trimmed.encode_utf16().count();
    let joined = ["\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"]
        .iter()
        .fold(trimmed.to_owned(), |text, form| text.replace(form, "\n"));
    (!trimmed.is_empty() && units <= 16_000 && !holds_forbidden(trimmed)).then_some(joined)
}

fn holds_forbidden(text: &str) -> bool {
    text.contains(['\0', '\u{1}', '\u{1b}', '\u{7f}', '\u{9f}', '\u{feff}', '\u{202e}'])
}

fn is_acceptable(plan: &Plan) -> bool {
    let line = |text: &String| meant_line(text).is_some();
    let prose = |text: &String| meant_prose(text).is_some();
    let talk = |talk: &Talk| {
        line(&talk.title)
            && talk.description.iter().all(prose)
            && talk.location.iter().all(line)
            && talk.categories.iter().all(line)
            && talk.speakers.iter().all(|(name, role)| line(name) && role.iter().all(line))
    };
    line(&plan.title)
        && plan.description.iter().all(prose)
        && plan.announced_as.iter().all(line)
        && plan.organizer.iter().all(|(name, _)| line(name))
        && plan.categories.iter().all(line)
        && plan.talks.iter().all(talk)
}

/// Runs of blanks as one: `calcard` reads the items of a list so.
fn squeezed(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn check_event(plan: &Plan, talk: &Talk, event: &Event, sequence: u32, cancelled: bool) {
    let title = meant_line(&talk.title).unwrap();
    let summary = event.one("SUMMARY").unwrap();
    if cancelled {
        let word = match plan.language {
            Some("da") => "Aflyst:",
            Some("de-AT") => "Abgesagt:",
            _ => "Cancelled:",
        };
        assert_eq!(summary, format!("{word} {title}"));
    } else {
        assert_eq!(summary, title);
    }
    let (status, busy) = match (cancelled, talk.status) {
        (true, _) => ("CANCELLED", "FREE"),
        (false, Some("tentative")) => ("TENTATIVE", "TENTATIVE"),
        (false, _) => ("CONFIRMED", "BUSY"),
    };
    assert_eq!(event.one("STATUS"), Some(status));
    let blocks = talk.busy.unwrap_or(matches!(talk.time, Time::Timed(..))) && !cancelled;
    assert_eq!(event.one("TRANSP"), Some(if blocks { "OPAQUE" } else { "TRANSPARENT" }));
    let busy = if blocks { busy } else { "FREE" };
    assert_eq!(event.one("X-MICROSOFT-CDO-BUSYSTATUS"), Some(busy));
    assert_eq!(event.one("SEQUENCE"), Some(sequence.to_string().as_str()));
    assert_eq!(event.one("DTSTAMP"), event.one("LAST-MODIFIED"));

    let (start, end) = match talk.time {
        Time::Timed(start, end) => (Read::At(start), Read::At(end)),
        Time::Days(first, last) => (Read::On(first), Read::On(last.tomorrow().unwrap())),
    };
    assert_eq!((event.start, event.end), (Some(start), Some(end)));

    let normal = |url: &String| kalends::model::WebUrl::parse(url).unwrap().to_string();
    // Rule `cancelled-entry-stays`: nobody is led into an empty room.
    let is_online = talk.join.is_some();
    let join = talk.join.as_ref().filter(|_| !cancelled).map(normal);
    let page = format!("https://calendar.example.org/talks/{}?r={sequence}", talk.id);
    let url = talk.url.as_ref().or(plan.url.as_ref()).map_or(page.clone(), normal);
    assert_eq!(event.one("URL"), Some(url.as_str()));
    assert!(event.one("DESCRIPTION").unwrap().ends_with(&format!("\n{page}")), "{page}");
    let online = join.clone().filter(|join| join.len() <= 255).unwrap_or("Online".to_owned());
    let location = match talk.location.as_ref().map(|place| meant_line(place).unwrap()) {
        Some(label) if label.eq_ignore_ascii_case("online") => Some(online),
        None if is_online => Some(online),
        label => label,
    };
    assert_eq!(event.one("LOCATION"), location.as_deref());

    let mut categories: Vec<String> = Vec::new();
    for category in plan.categories.iter().chain(&talk.categories) {
        let category = meant_line(category).unwrap();
        if !categories.contains(&category) {
            categories.push(category);
        }
    }
    let read: Vec<String> =
        event.values.get("CATEGORIES").into_iter().flatten().map(|text| squeezed(text)).collect();
    assert_eq!(read, categories.iter().map(|text| squeezed(text)).collect::<Vec<_>>());

    check_description(talk, event, &join, cancelled);
}

fn check_description(talk: &Talk, event: &Event, join: &Option<String>, cancelled: bool) {
    let description = event.one("DESCRIPTION").unwrap_or_default();
    if let Some(prose) = talk.description.as_ref().map(|text| meant_prose(text).unwrap()) {
        let rest = match cancelled {
            true => description.split_once("\n\n").unwrap().1,
            false => description,
        };
        let after = rest.strip_prefix(prose.as_str()).unwrap_or_else(|| panic!("{rest:?}"));
        assert!(after.is_empty() || after.starts_with("\n\n"), "{after:?}");
    }
    for (name, role) in &talk.speakers {
        let mut line = format!("\n- {}", meant_line(name).unwrap());
        if let Some(role) = role {
            line.push_str(&format!(", {}", meant_line(role).unwrap()));
        }
        assert!(description.contains(&line), "{line:?} is not in {description:?}");
    }
    // Rule `links-in-description`: links are in the description; rule `plain-description`: bare
    // on a line of their own.
    for link in [event.one("URL"), join.as_deref()].into_iter().flatten() {
        assert!(description.lines().any(|line| line == link), "{link} is not in {description:?}");
    }
    assert_eq!(event.one("CONFERENCE"), join.as_deref());
}

/// Rules `utf-8-with-crlf` and `lines-of-75-octets`, looked at from outside.
fn check_lines(text: &str) {
    let lines = text.strip_suffix("\r\n").unwrap().split("\r\n");
    for line in lines {
        assert!(!line.is_empty() && line.len() <= 75, "{} octets: {line:?}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
}

/// The VEVENTs of a calendar as written, alarms left out, by UID.
fn events_as_written(text: &str) -> BTreeMap<String, String> {
    let mut events = BTreeMap::new();
    let mut lines = text.split_inclusive("\r\n");
    while let Some(line) = lines.next() {
        if line != "BEGIN:VEVENT\r\n" {
            continue;
        }
        let is_own = |line: &&str| !["END:VEVENT\r\n", "BEGIN:VALARM\r\n"].contains(line);
        let event: Vec<&str> = lines.by_ref().take_while(is_own).collect();
        events.insert(event[0].to_owned(), event.concat());
    }
    events
}

fn check_files(calendars: &Calendars, record: &Record) {
    let feed = events_as_written(calendars.feed());
    let in_feed = record.in_feed().count();
    assert_eq!(feed.len(), in_feed);
    check_lines(calendars.feed());
    for (id, text) in calendars.sessions() {
        check_lines(&text);
        let file = events_as_written(&text);
        assert_eq!(file.len(), 1);
        let (uid, event) = file.first_key_value().unwrap();
        if record.entry(id).unwrap().is_in_feed() {
            assert_eq!(feed.get(uid), Some(event), "the file and the feed differ in {id}");
        }
    }
    assert_eq!(
        Record::parse(&kalends::diagnostic::SourceFile::new("r", record.to_text())).unwrap(),
        *record
    );
}

/// One plan with some of another's values.
fn mixed(plan: &Plan, other: &Plan, taken: &[bool]) -> Plan {
    let mut mixed = plan.clone();
    let values: [&mut dyn FnMut(&mut Plan); 9] = [
        &mut |mixed| mixed.title.clone_from(&other.title),
        &mut |mixed| {
            mixed.description.clone_from(&other.description);
            mixed.colour = other.colour;
        },
        &mut |mixed| mixed.zone = other.zone,
        &mut |mixed| mixed.language = other.language,
        &mut |mixed| mixed.announced_as.clone_from(&other.announced_as),
        &mut |mixed| mixed.url.clone_from(&other.url),
        &mut |mixed| mixed.organizer.clone_from(&other.organizer),
        &mut |mixed| mixed.categories.clone_from(&other.categories),
        &mut |mixed| {
            // The first sessions change places with the other's.
            for (talk, other) in mixed.talks.iter_mut().zip(&other.talks).take(2) {
                *talk = Talk { id: talk.id.clone(), ..other.clone() };
            }
        },
    ];
    for (value, _) in values.into_iter().zip(taken).filter(|(_, taken)| **taken) {
        value(&mut mixed);
    }
    mixed
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn what_is_published_is_what_was_meant(plan in plan(Texts::Clean)) {
        let text = Manner::default().write(&plan);
        let series = read(&text, "talks").series.expect(&text);
        let (record, calendars) = publish(&series, None, FIRST);
        check_files(&calendars, &record);
        second_reading(calendars.feed(), &series, &record).unwrap();
        let feed = judge::events(calendars.feed());
        prop_assert_eq!(feed.len(), plan.talks.len());
        for talk in &plan.talks {
            let id = SessionId::parse(&talk.id).unwrap();
            let uid = series.uid_of(&id).to_string();
            let cancelled = talk.status == Some("cancelled");
            check_event(&plan, talk, &feed[&uid], 0, cancelled);
            let file = &calendars.sessions().find(|(other, _)| **other == id).unwrap().1;
            let own = judge::events(file);
            prop_assert_eq!(own.len(), 1);
            check_event(&plan, talk, &own[&uid], 0, cancelled);
            prop_assert_eq!(own[&uid].alarms, usize::from(talk.reminder.is_some() && !cancelled));
            prop_assert_eq!(feed[&uid].alarms, 0);
        }
    }

    #[test]
    fn what_cannot_be_published_is_refused_with_a_finding(plan in plan(Texts::Any)) {
        let text = Manner::default().write(&plan);
        let definition = read(&text, "talks");
        prop_assert_eq!(definition.series.is_some(), is_acceptable(&plan), "{}", text);
        if let Some(series) = definition.series {
            let (record, calendars) = publish(&series, None, FIRST);
            check_files(&calendars, &record);
        }
    }

    #[test]
    fn an_update_reaches_the_entries_that_people_have(
        plan in plan(Texts::Clean), removed in 0..6_usize, retitled in 0..6_usize,
        described in 0..6_usize,
    ) {
        let first = read(&Manner::default().write(&plan), "talks").series.unwrap();
        let (record, _) = publish(&first, None, FIRST);
        let mut next = plan.clone();
        if let Some(talk) = next.talks.get_mut(described) {
            talk.description = Some("Another description.".to_owned());
        }
        if let Some(talk) = next.talks.get_mut(retitled) {
            talk.title = "Another title".to_owned();
        }
        let gone = (next.talks.len() > 1 && removed < next.talks.len())
            .then(|| next.talks.remove(removed).id);
        let second = read(&Manner::default().write(&next), "talks").series.unwrap();
        let (record, calendars) = publish(&second, Some(&record), AGAIN);
        check_files(&calendars, &record);
        second_reading(calendars.feed(), &second, &record).unwrap();
        let feed = judge::events(calendars.feed());
        prop_assert_eq!(feed.len(), plan.talks.len());
        for (number, old) in plan.talks.iter().enumerate() {
            let uid = first.uid_of(&SessionId::parse(&old.id).unwrap()).to_string();
            let new = next.talks.iter().find(|talk| talk.id == old.id);
            let told = new.is_some_and(|new| meant_line(&new.title) != meant_line(&old.title));
            let touched = new.is_some_and(|new| {
                new.description.as_deref().map(meant_prose)
                    != old.description.as_deref().map(meant_prose)
            });
            let is_gone = gone.as_ref() == Some(&old.id);
            let was_cancelled = old.status == Some("cancelled");
            let cancelled = is_gone || was_cancelled;
            // For subscribers with a cancelled entry it does not matter whether it is defined.
            let is_news = told || (is_gone && !was_cancelled);
            let sequence = u32::from(is_news);
            check_event(&plan, new.unwrap_or(old), &feed[&uid], sequence, cancelled);
            let revised = if touched || is_news { AGAIN } else { FIRST };
            prop_assert_eq!(feed[&uid].one("LAST-MODIFIED"), Some(revised), "{}", number);
            prop_assert_eq!(feed[&uid].one("CREATED"), Some(FIRST));
        }
    }

    /// Rules `last-modified-moves` and `dtstamp-from-record`: a client that sees an old
    /// LAST-MODIFIED is unchanged.
    #[test]
    fn an_entry_changes_exactly_when_it_says_so(
        plan in plan(Texts::Clean), other in plan(Texts::Clean),
        taken in prop::collection::vec(any::<bool>(), 9),
    ) {
        let first = read(&Manner::default().write(&plan), "talks").series.unwrap();
        let (old_record, old) = publish(&first, None, FIRST);
        let second = read(&Manner::default().write(&mixed(&plan, &other, &taken)), "talks").series.unwrap();
        let (new_record, new) = publish(&second, Some(&old_record), AGAIN);
        check_files(&new, &new_record);
        for session in &first.sessions {
            let entries = [&old_record, &new_record].map(|record| record.entry(&session.id).unwrap());
            let texts = [&old, &new].map(|calendars| {
                let (_, text) = calendars.sessions().find(|(id, _)| **id == session.id).unwrap();
                events_as_written(&text)
            });
            let revised = entries[0].revised() != entries[1].revised();
            // Another link that nobody is shown revises the entry, whatever else it is in.
            let hides = entries.iter().all(|entry| entry.is_cancelled())
                && entries[0].fields().get("join") != entries[1].fields().get("join");
            prop_assert_eq!(texts[0] != texts[1] || (hides && revised), revised, "{:#?}", texts);
        }
        let feeds = [&old, &new].map(|calendars| calendars.feed());
        prop_assert_eq!(feeds[0] != feeds[1], old_record.revised() != new_record.revised());
    }

    #[test]
    fn a_calendar_has_the_vtimezones_it_uses_and_no_other(plan in plan(Texts::Clean)) {
        let series = read(&Manner::default().write(&plan), "talks").series.unwrap();
        let (_, calendars) = publish(&series, None, FIRST);
        let texts = calendars.sessions().map(|(_, text)| text).chain([calendars.feed().to_owned()]);
        for text in texts {
            // Written lines begin with a name, the rest of a folded one with a blank.
            let lines = || text.lines().filter(|line| !line.starts_with(' '));
            let blocks: Vec<&str> = lines().filter_map(|line| line.strip_prefix("TZID:")).collect();
            let mut used: Vec<&str> = lines()
                .filter_map(|line| line.split_once(";TZID=")?.1.split(':').next())
                .collect();
            used.sort_unstable();
            used.dedup();
            prop_assert_eq!(blocks, used);
        }
    }
}
