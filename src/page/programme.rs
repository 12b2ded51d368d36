//! A programme: many sessions by day and time, each as a small card.

use maud::{Markup, html};

use super::context::PageContext;
use super::layout::{PageLanguage, announced_as};
use super::marks::marks;
use super::time;
use crate::address::OfSession;
use crate::model::{Place, Session, When};

/// Fewest sessions shown as a programme; fewer are a list.
const MIN_SESSIONS: usize = 13;
/// Most speakers named on a card.
const MAX_SPEAKERS: usize = 3;

/// Whether the sessions are many, and more than one on most days.
pub(super) fn is_programme(sessions: &[Session]) -> bool {
    sessions.len() >= MIN_SESSIONS && by_day(sessions).count() * 2 <= sessions.len()
}

/// Consecutive sessions of one day; sessions are in the order of time.
fn by_day(sessions: &[Session]) -> impl Iterator<Item = &[Session]> {
    sessions.chunk_by(|one, next| time::days(one.when).0 == time::days(next.when).0)
}

/// Sessions of a day that begin at one time.
fn by_start(sessions: &[Session]) -> impl Iterator<Item = &[Session]> {
    sessions.chunk_by(|one, next| start(one.when) == start(next.when))
}

fn start(when: When) -> Option<jiff::Timestamp> {
    match when {
        When::Timed { start, .. } => Some(start.utc()),
        When::AllDay { .. } => None,
    }
}

/// Renders links to the days, and a section for each. The script folds days that are over.
pub(super) fn programme(
    site: &PageContext<'_>,
    language: &PageLanguage<'_>,
    sessions: &[Session],
) -> Markup {
    let words = language.words;
    let days = || by_day(sessions).filter_map(|day| Some((time::days(day.first()?.when).0, day)));
    html! {
        nav .days aria-label=(words.sessions) {
            @for (date, _) in days() {
                a .b href=(format!("#{date}")) { (words.weekday_short(date)) " " (date.day()) }
            }
        }
        @for (date, day) in days() {
            details .day id=(date) open {
                summary { h3 { (words.days(date, date)) } }
                @for slot in by_start(day) { (slot_of(site, language, slot)) }
            }
        }
    }
}

/// Renders sessions that begin at one time. The longest decides when the reader sees them as over.
fn slot_of(site: &PageContext<'_>, language: &PageLanguage<'_>, sessions: &[Session]) -> Markup {
    let words = language.words;
    let Some(first) = sessions.first() else { return html! {} };
    let longest =
        sessions.iter().map(|session| session.when).max_by_key(|when| when.over_everywhere());
    let clocks = time::clocks(words, first.when);
    let entry = site.record.entry(&first.id);
    html! {
        div .slot {
            p .at {
                (time::element(longest.unwrap_or(first.when), &clocks))
                @if let Some(announced) = entry.and_then(|entry| site.announced_as(first, entry)) {
                    (announced_as(words, announced.as_str()))
                }
            }
            ul .list.cards { @for session in sessions { (card(site, language, session, first.when)) } }
        }
    }
}

/// Renders a session; its time where it differs from the slot's.
fn card(
    site: &PageContext<'_>,
    language: &PageLanguage<'_>,
    session: &Session,
    slot: When,
) -> Markup {
    let (lang, dir) = (language.texts, language.direction());
    let speakers = site.shown(session).speakers.iter().map(|speaker| speaker.name.as_str());
    let speakers: Vec<_> = speakers.take(MAX_SPEAKERS).collect();
    let (marks, is_cancelled) = marks(site, language.words, session);
    let own_time = Some(session.when).filter(|when| *when != slot).map(|when| match when {
        When::AllDay { .. } => time::whole(language.words, when),
        When::Timed { .. } => time::clocks(language.words, when),
    });
    html! {
        li class=[is_cancelled.then_some("off")] {
            h4 lang=[lang] dir=[dir] {
                a href=(site.link(0, session.id.to(OfSession::Page))) { (session.title.as_str()) }
            }
            @if let Some(time) = own_time { p .times { (time) } }
            @if !speakers.is_empty() { p lang=[lang] dir=[dir] { (speakers.join(", ")) } }
            @if let Some(place) = room(site, session) { p lang=[lang] dir=[dir] { (place) } }
            (marks)
        }
    }
}

/// The place without its address, which most sessions of a programme share.
fn room(site: &PageContext<'_>, session: &Session) -> Option<String> {
    match &site.shown(session).place {
        Some(Place::Venue { name, .. }) => Some(name.to_string()),
        _ => site.place_of(session),
    }
}
