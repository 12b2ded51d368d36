//! Page of a session: description, time, place, speakers and adding it; for readers with an older copy
//! of its entry, the changes and how to get them.

use jiff::Timestamp;
use maud::{Markup, html};

use super::calendars::{add_menu, way_out};
use super::changes;
use super::context::{PageContext, Selections, place_in_words};
use super::head::{About, head, session_data};
use super::languages::language_switch;
use super::layout::{Layout, PageLanguage, announced_as, link, prose};
use super::time;
use crate::address::{OfSeries, OfSession};
use crate::i18n::Words;
use crate::model::{Line, Session, Status, When};
use crate::revision::{PastRevision, RecordEntry};

/// The reader's copy of the entry.
#[derive(Clone, Copy, Debug)]
pub enum Copy<'a> {
    /// The current one, or none.
    Current,
    /// An older one.
    Older(&'a PastRevision),
}

/// Renders the page of a session, defined or removed, for readers with this copy.
#[must_use]
pub fn session_html(
    site: &PageContext<'_>,
    session: &Session,
    entry: &RecordEntry,
    copy: Copy<'_>,
) -> String {
    let series = site.series;
    let language = PageLanguage::of(series.language.as_ref());
    let words = language.words;
    let (lang, dir) = (language.texts, language.direction());
    let page = session.id.to(OfSession::Page);
    let of_series = site.link(1, OfSeries::Page);
    let status = site.status_of(session);
    let is_cancelled = status == Status::Cancelled;
    let at = series.sessions.iter().position(|other| other.id == session.id);
    let organizer = match entry.withdrawn() {
        Some(withdrawn) => withdrawn.organizer(),
        None => series.organizer.as_ref(),
    };
    let content = html! {
        @if let Some(at) = at.filter(|_| series.sessions.len() > 1) {
            p .eyebrow { (words.session_of(&(at + 1).to_string(), &series.sessions.len().to_string())) }
        }
        h1 class=[is_cancelled.then_some("off")] lang=[lang] dir=[dir] { (session.title.as_str()) }
        @if is_cancelled { div .note.bad { p { strong { (words.notice) } } } }
        (copy_state(words, entry, copy))
        div .when {
            (time::tile(words, session.when))
            (when(words, session, site.announced_as(session, entry), status))
        }
        @if !is_cancelled {
            @if let (Some(was), Copy::Current) = (changes::moved_from(entry, session.when), copy) {
                (moved(words, was, session.when))
            }
            (way_out(words))
            div .actions {
                (add_menu(words, site, &session.id))
                @if site.selections == Selections::Served {
                    a .b href=(format!("{}#subscribe", site.selection_link(&session.id))) rel="nofollow" {
                        (words.subscribe) small { (words.stays_up_to_date) }
                    }
                }
                a .b href=(format!("{of_series}#subscribe")) { (words.subscribe_to_all) }
            }
        }
        (facts(&language, session, organizer.map(|organizer| &organizer.name)))
        @if let Some(description) = &session.description {
            div .prose lang=[lang] dir=[dir] { (prose(description.as_str())) }
        }
        (neighbours(&language, &series.sessions, at))
    };
    let about = About {
        title: session.title.as_str(),
        description: session.description.as_ref().map(|text| text.as_str()),
        page,
        steps: 1,
        data: session_data(site, session, entry),
    };
    let title = format!("{} · {}", session.title, series.title);
    let frame = Layout {
        language,
        title: &title,
        head: head(site, &about),
        logo: site.branding.head(&site.root(1)),
        languages: language_switch(site.location, 1, page),
        back: Some((of_series, series.title.as_str())),
        content,
        footer: html! {
            (stamp(words, entry.revised()))
            (site.branding.lines(words))
        },
    };
    frame.page(site.style)
}

/// The day of an instant, in UTC.
fn day(words: &Words, at: Timestamp) -> String {
    words.date(jiff::tz::Offset::UTC.to_datetime(at).date())
}

/// When a page last changed.
pub(super) fn stamp(words: &Words, at: Timestamp) -> Markup {
    html! { p { (words.labelled(words.last_updated, &day(words, at))) } }
}

fn when(words: &Words, session: &Session, announced: Option<&Line>, status: Status) -> Markup {
    let (first, last) = time::days(session.when);
    html! {
        div {
            @if first == last || matches!(session.when, When::AllDay { .. }) {
                strong { (words.days(first, last)) }
            }
            p .times {
                (time::element(session.when, &time::clocks(words, session.when)))
                @if let Some(announced) = announced {
                    (announced_as(words, announced.as_str()))
                }
            }
            @if let When::Timed { zone, .. } = session.when {
                p .soft { (words.labelled(words.time_zone, zone.name())) }
            }
            @if status == Status::Tentative { span .mark.warn { (words.tentative) } }
        }
    }
}

fn moved(words: &Words, was: When, now: When) -> Markup {
    html! {
        div .note {
            p { strong { (words.session_moved) } }
            dl {
                dt { (words.old_time) } dd { del { (time::whole(words, was)) } }
                dt { (words.new_time) } dd { ins { (time::whole(words, now)) } }
            }
        }
    }
}

fn facts(language: &PageLanguage<'_>, session: &Session, organizer: Option<&Line>) -> Markup {
    let (words, lang, dir) = (language.words, language.texts, language.direction());
    html! {
        dl {
            @if let Some(spoken) = &session.belonging.spoken {
                @let tag = spoken.as_str();
                dt { (words.language) } dd { bdi lang=(tag) { (Words::find(spoken).map_or(tag, |words| words.name())) } }
            }
            @if let Some(place) = place_in_words(words, session) {
                dt { (words.place) } dd lang=[lang] dir=[dir] { (place) }
            }
            @if let Some(join) = &session.join { dt { (words.join) } dd { (link(join.as_str())) } }
            @if !session.speakers.is_empty() {
                dt { (words.speakers) }
                dd lang=[lang] dir=[dir] {
                    @for (number, speaker) in session.speakers.iter().enumerate() {
                        @if number > 0 { br; }
                        strong { bdi { (speaker.name.as_str()) } }
                        @for part in [&speaker.role, &speaker.organisation].into_iter().flatten() {
                            span .soft { (words.comma) " " bdi { (part.as_str()) } }
                        }
                    }
                }
            }
            @if let Some(organizer) = organizer {
                dt { (words.organised_by) } dd lang=[lang] dir=[dir] { (organizer.as_str()) }
            }
            @if let Some(url) = &session.url { dt { (words.more_information) } dd { (link(url.as_str())) } }
        }
    }
}

/// Links to the previous and next session.
fn neighbours(language: &PageLanguage<'_>, sessions: &[Session], at: Option<usize>) -> Markup {
    let of = |at: Option<usize>| at.and_then(|at| sessions.get(at));
    let before = of(at.and_then(|at| at.checked_sub(1)));
    let after = of(at.map(|at| at + 1));
    html! {
        @if before.is_some() || after.is_some() {
            nav .turn aria-label=(language.words.sessions) {
                @for (session, rel) in [(before, "prev"), (after, "next")] {
                    @if let Some(session) = session {
                        a href=(session.id.as_str()) rel=(rel) lang=[language.texts] dir=[language.direction()] {
                            @if rel == "prev" { "‹ " }
                            (session.title.as_str())
                            @if rel == "next" { " ›" }
                        }
                    }
                }
            }
        }
    }
}

/// The state of the reader's copy and, if outdated, what to do. The script shows that it is current, only
/// to readers with a link that names their copy.
fn copy_state(words: &'static Words, entry: &RecordEntry, copy: Copy<'_>) -> Markup {
    let revision = entry.sequence().to_string();
    html! {
        @match copy {
            Copy::Current => p .note #current data-r=(revision) hidden { strong { (words.entry_current) } },
            Copy::Older(past) => div .note {
                p { strong { (words.entry_outdated) } }
                (stamp(words, past.until()))
                (changes::since(words, past, entry))
            },
        }
    }
}
