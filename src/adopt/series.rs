//! Converts a calendar's events to sessions and a series.

use std::collections::BTreeMap;

use super::codes;
use super::describe::{Repeated, own_part};
use super::event::{SourceEvent, called};
use super::feed::SourceFeed;
use super::ids::{IdOrigin, Taken};
use crate::diagnostic::Finding;
use crate::i18n::Words;
use crate::model::{
    Authority, Belonging, Category, Language, Line, OnCancel, Organizer, Prose, Series, SeriesId,
    SeriesParts, Session, SessionId, SessionParts, When, Zone,
};

/// The organiser that all events share: a series has one.
pub(super) fn organizer(events: &[SourceEvent]) -> Option<&Organizer> {
    let first = events.first()?.content.organizer.as_ref()?;
    let shared = |event: &SourceEvent| event.content.organizer.as_ref() == Some(first);
    events.iter().all(shared).then_some(first)
}

/// The organiser of most events, the first if counts are equal; `None` if most have none.
pub(super) fn organizer_of_most<'a>(
    events: impl Iterator<Item = &'a SourceEvent>,
) -> Option<&'a Organizer> {
    let mut counts: Vec<(Option<&Organizer>, usize)> = Vec::new();
    for event in events {
        let organizer = event.content.organizer.as_ref();
        match counts.iter_mut().find(|(known, _)| *known == organizer) {
            Some((_, count)) => *count += 1,
            None => counts.push((organizer, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most)?.0
}

/// The language of the feed, or the language that all its events share.
pub(super) fn language(feed: &SourceFeed) -> Option<&Language> {
    let of_event = |event: &'_ SourceEvent| event.content.language.clone();
    let shared = || {
        let first = feed.events.first()?.content.language.as_ref()?;
        let all = feed.events.iter().all(|event| of_event(event).as_ref() == Some(first));
        all.then_some(first)
    };
    feed.head.language.as_ref().or_else(shared)
}

/// The language of one event. In feeds that Kalends wrote, an event without LANGUAGE has none.
pub(super) fn language_of<'a>(
    event: &'a SourceEvent,
    feed: &'a SourceFeed,
) -> Option<&'a Language> {
    let of_feed = || language(feed).filter(|_| !feed.head.is_ours);
    event.content.language.as_ref().or_else(of_feed)
}

/// Converts an event to a session of a series with this organiser.
pub(super) fn session(
    id: SessionId,
    event: &SourceEvent,
    feed: &SourceFeed,
    organizer: Option<&Organizer>,
) -> Session {
    let content = &event.content;
    let repeated = Repeated {
        words: Words::of(language_of(event, feed)),
        is_cancelled: content.status == crate::model::Status::Cancelled,
        join: content.join.as_ref(),
        organizer: organizer.filter(|organizer| content.organizer.as_ref() == Some(organizer)),
        url: content.url.as_ref(),
    };
    let description = content.description.as_ref().map(|text| own_part(text, &repeated));
    Session::new(SessionParts {
        id,
        title: content.title.clone(),
        description: description.and_then(|text| Prose::parse(text).ok()),
        when: content.when,
        status: content.status,
        busy: content.busy,
        place: content.place.clone(),
        join: content.join.clone(),
        url: content.url.clone(),
        speakers: Vec::new(),
        categories: content.categories.clone(),
        reminder: content.reminder,
        belonging: Belonging::default(),
    })
}

/// Converts all events to a series, and maps each session to its event.
pub(super) fn series(
    feed: &SourceFeed,
    id: SeriesId,
    authority: Authority,
    stem: &str,
    findings: &mut Vec<Finding>,
) -> Option<(Series, BTreeMap<SessionId, usize>)> {
    let mut order: Vec<usize> = (0..feed.events.len()).collect();
    let key = |at: &usize| (feed.events[*at].content.when.sort_key(), &feed.events[*at].uid);
    order.sort_by(|a, b| key(a).cmp(&key(b)));
    let organizer = organizer(&feed.events);
    let (mut taken, mut by_id) = (Taken::default(), BTreeMap::new());
    let mut sessions = Vec::with_capacity(order.len());
    let mut renamed = Vec::new();
    for at in order {
        let event = &feed.events[at];
        let (session_id, known) = taken.identify(&authority, &id, event);
        if known == IdOrigin::Title && feed.head.is_ours {
            renamed.push((event, session_id.clone()));
        }
        let made = session(session_id.clone(), event, feed, organizer);
        findings.extend(too_long(&made, event, feed));
        sessions.push(made);
        by_id.insert(session_id, at);
    }
    for (event, session_id) in renamed {
        let headline = format!("the session id of `{}` is unknown", event.content.title);
        findings.push(Finding::new(&codes::ADDRESS, headline).at(&feed.file, event.span).help(
            format!(
                "if it was not `{session_id}`, write the former id into both files: it is part of \
                 the session's address"
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
        parts: Vec::new(),
        former_parts: BTreeMap::new(),
        sessions,
    };
    Series::new(parts).ok().map(|series| (series, by_id))
}

/// Reports a description over the maximum length of a definition's, appended paragraphs included.
pub(super) fn too_long(made: &Session, event: &SourceEvent, feed: &SourceFeed) -> Option<Finding> {
    let text = event.content.description.as_ref().filter(|_| made.description.is_none())?;
    let max = Prose::MAX_UNITS;
    (text.encode_utf16().count() > max).then(|| {
        let subject = called(event.content.title.as_str());
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

/// Categories at the start of all sessions' lists: a series' categories come before a session's own.
fn shared_categories(sessions: &[Session]) -> Vec<Category> {
    let Some((first, others)) = sessions.split_first() else { return Vec::new() };
    let mut shared = first.categories.as_slice();
    for session in others {
        let same = shared.iter().zip(&session.categories).take_while(|(a, b)| a == b).count();
        shared = &shared[..same];
    }
    shared.to_vec()
}
