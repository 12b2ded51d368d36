//! Events of a calendar → sessions and a series that definitions can say.

use std::collections::BTreeMap;

use super::codes;
use super::describe::{Beside, own_part};
use super::event::{Event, called};
use super::feed::Feed;
use super::ids::{Known, Taken};
use crate::diagnostic::Finding;
use crate::i18n::Words;
use crate::model::{
    Authority, Category, Language, Line, OnCancel, Organizer, Prose, Series, SeriesId, SeriesParts,
    Session, SessionId, SessionParts, When, Zone,
};

/// The organiser that all events have: a series has one.
pub(super) fn organizer(events: &[Event]) -> Option<&Organizer> {
    let first = events.first()?.says.organizer.as_ref()?;
    let shared = |event: &Event| event.says.organizer.as_ref() == Some(first);
    events.iter().all(shared).then_some(first)
}

/// The organiser that most of these events have, the first of equals; `None` if most have none.
pub(super) fn organizer_of_most<'a>(
    events: impl Iterator<Item = &'a Event>,
) -> Option<&'a Organizer> {
    let mut counts: Vec<(Option<&Organizer>, usize)> = Vec::new();
    for event in events {
        let organizer = event.says.organizer.as_ref();
        match counts.iter_mut().find(|(known, _)| *known == organizer) {
            Some((_, count)) => *count += 1,
            None => counts.push((organizer, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most)?.0
}

/// The language of the feed, or the one that all its events have.
pub(super) fn language(feed: &Feed) -> Option<&Language> {
    let of_event = |event: &'_ Event| event.says.language.clone();
    let shared = || {
        let first = feed.events.first()?.says.language.as_ref()?;
        let all = feed.events.iter().all(|event| of_event(event).as_ref() == Some(first));
        all.then_some(first)
    };
    feed.head.language.as_ref().or_else(shared)
}

/// The language of one event. In feeds of ours an event that names none has none.
pub(super) fn language_of<'a>(event: &'a Event, feed: &'a Feed) -> Option<&'a Language> {
    let of_feed = || language(feed).filter(|_| !feed.head.is_ours);
    event.says.language.as_ref().or_else(of_feed)
}

/// An event as a session of a series that `organizer` organises.
pub(super) fn session(
    id: SessionId,
    event: &Event,
    feed: &Feed,
    organizer: Option<&Organizer>,
) -> Session {
    let says = &event.says;
    let beside = Beside {
        words: Words::of(language_of(event, feed)),
        is_cancelled: says.status == crate::model::Status::Cancelled,
        join: says.join.as_ref(),
        organizer: organizer.filter(|organizer| says.organizer.as_ref() == Some(organizer)),
        url: says.url.as_ref(),
    };
    let description = says.description.as_ref().map(|text| own_part(text, &beside));
    Session::new(SessionParts {
        id,
        title: says.title.clone(),
        description: description.and_then(|text| Prose::parse(text).ok()),
        when: says.when,
        status: says.status,
        busy: says.busy,
        place: says.place.clone(),
        join: says.join.clone(),
        url: says.url.clone(),
        speakers: Vec::new(),
        categories: says.categories.clone(),
        reminder: says.reminder,
    })
}

/// A series of all events, and which session each of them became.
pub(super) fn series(
    feed: &Feed,
    id: SeriesId,
    authority: Authority,
    stem: &str,
    findings: &mut Vec<Finding>,
) -> Option<(Series, BTreeMap<SessionId, usize>)> {
    let mut order: Vec<usize> = (0..feed.events.len()).collect();
    let key = |at: &usize| (feed.events[*at].says.when.sort_key(), &feed.events[*at].uid);
    order.sort_by(|a, b| key(a).cmp(&key(b)));
    let organizer = organizer(&feed.events);
    let (mut taken, mut by_id) = (Taken::default(), BTreeMap::new());
    let mut sessions = Vec::with_capacity(order.len());
    let mut renamed = Vec::new();
    for at in order {
        let event = &feed.events[at];
        let (session_id, known) = taken.identify(&authority, &id, event);
        if known == Known::No && feed.head.is_ours {
            renamed.push((event, session_id.clone()));
        }
        let made = session(session_id.clone(), event, feed, organizer);
        findings.extend(too_long(&made, event, feed));
        sessions.push(made);
        by_id.insert(session_id, at);
    }
    for (event, session_id) in renamed {
        let headline = format!("the id of `{}` is not known any more", event.says.title);
        findings.push(Finding::new(&codes::ADDRESS, headline).at(&feed.file, event.span).help(
            format!(
                "if it was not `{session_id}`, write the id it had into both files: it is part \
                     of the session's address"
            ),
        ));
    }
    let every_event_has_a_link = sessions.iter().all(|session: &Session| session.url.is_some());
    let url = feed.head.url.clone().filter(|_| every_event_has_a_link);
    let title = feed.head.title.clone().or_else(|| Line::parse(stem).ok())?;
    let parts = SeriesParts {
        id,
        authority,
        title,
        description: feed.head.description.clone(),
        zone: zone_of_most(&sessions),
        announced_as: None,
        language: language(feed).cloned(),
        url,
        organizer: organizer.cloned(),
        categories: shared_categories(&sessions),
        colour: feed.head.colour,
        image: feed.head.image.clone(),
        aliases: Vec::new(),
        on_cancel: OnCancel::Mark,
        retired: false,
        audience: None,
        former: BTreeMap::new(),
        sessions,
    };
    Series::new(parts).ok().map(|series| (series, by_id))
}

/// That a description is longer than a definition can have it, with what is written below it.
pub(super) fn too_long(made: &Session, event: &Event, feed: &Feed) -> Option<Finding> {
    let text = event.says.description.as_ref().filter(|_| made.description.is_none())?;
    let max = Prose::MAX_UNITS;
    (text.encode_utf16().count() > max).then(|| {
        let subject = called(event.says.title.as_str());
        let headline = format!("{subject}: `DESCRIPTION` has more than {max} characters");
        let finding = Finding::new(&codes::VALUE, headline).at(&feed.file, event.span);
        finding.help("shorten it at its source")
    })
}

fn zone_of_most(sessions: &[Session]) -> Option<Zone> {
    let mut counts: BTreeMap<&str, (usize, Zone)> = BTreeMap::new();
    for session in sessions {
        if let When::Timed { zone, .. } = session.when {
            counts.entry(zone.name()).or_insert((0, zone)).0 += 1;
        }
    }
    counts.into_values().max_by_key(|(count, _)| *count).map(|(_, zone)| zone)
}

/// What the lists of all sessions begin with: a series' categories stand before a session's own.
fn shared_categories(sessions: &[Session]) -> Vec<Category> {
    let Some((first, others)) = sessions.split_first() else { return Vec::new() };
    let mut shared = first.categories.as_slice();
    for session in others {
        let same = shared.iter().zip(&session.categories).take_while(|(a, b)| a == b).count();
        shared = &shared[..same];
    }
    shared.to_vec()
}
