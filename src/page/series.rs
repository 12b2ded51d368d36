//! Page of a series: description, subscription, and sessions by time. The reader's browser marks past
//! sessions: published bytes depend on no clock.

use maud::{Markup, html};

use super::calendars::{series_actions, way_out};
use super::context::PageContext;
use super::head::{About, head, series_data};
use super::languages::language_switch;
use super::layout::{Layout, PageLanguage, announced_as, filled, labelled, link, prose};
use super::list::ListedSeries;
use super::marks::marks;
use super::parts::{choice, parts};
use super::programme::{is_programme, programme};
use super::session::stamp;
use super::time;
use crate::address::{OfSeries, OfSession};
use crate::model::Session;

/// The page of a series.
#[must_use]
pub fn series_html(site: &PageContext<'_>) -> String {
    let (series, record) = (site.series, site.record);
    let language = PageLanguage::of(series.language.as_ref());
    let words = language.words;
    let (lang, dir) = (language.texts, language.direction());
    let (is_retired, is_part) = (record.retired().is_some(), series.limit().is_some());
    let content = html! {
        @if let Some(organizer) = &series.organizer {
            p .eyebrow { (filled(&words.organised_by_name(organizer.name.as_str()), |_, name| html! { bdi lang=[lang] { (name) } })) }
        }
        h1 lang=[lang] dir=[dir] { (series.title.as_str()) }
        p .lead { (time::span_of(words, &series.sessions)) " · " (words.session_count(series.sessions.len() as u64)) }
        @if is_retired { div .note.bad { p { strong { (words.series_ended) } } } }
        (way_out(words))
        @if !is_retired {
            (series_actions(words, site))
            @if !is_part { (parts(site, &language)) (choice(site, &language)) }
        }
        @if let Some(image) = site.own_image() { img .image src=(image) alt="" loading="lazy"; }
        @if let Some(description) = &series.description {
            div .prose lang=[lang] dir=[dir] { (prose(description.as_str())) }
        }
        @if let Some(url) = &series.url { p { (labelled(words, words.more_information, &link(url.as_str()))) } }
        section {
            h2 { (words.sessions) }
            @if is_programme(&series.sessions) {
                (programme(site, &language, &series.sessions))
            } @else {
                ol .list { @for session in &series.sessions { (item(site, &language, session)) } }
            }
        }
    };
    let up = site.location.up(0);
    let about = About {
        title: series.title.as_str(),
        description: series.description.as_ref().map(|text| text.as_str()),
        page: OfSeries::Page,
        steps: 0,
        data: series_data(site),
    };
    let frame = Layout {
        language,
        title: series.title.as_str(),
        head: head(site, &about),
        logo: site.branding.head(&site.root(0)),
        back: match series.whole_title() {
            Some(title) => Some((site.whole_link(), title.as_str())),
            // Private series are not listed.
            None if series.is_private() => None,
            None if up.is_empty() => Some((".".to_owned(), words.all_series)),
            None => Some((up, words.all_series)),
        },
        languages: language_switch(site.location, 0, OfSeries::Page),
        content,
        footer: html! { (stamp(words, record.revised())) (site.branding.lines(words)) },
    };
    frame.page(site.style)
}

fn item(site: &PageContext<'_>, language: &PageLanguage<'_>, session: &Session) -> Markup {
    let words = language.words;
    let entry = site.record.entry(&session.id);
    let (marks, is_cancelled) = marks(site, words, session);
    html! {
        li class=[is_cancelled.then_some("off")] {
            (time::tile(words, session.when))
            div {
                h3 lang=[language.texts] dir=[language.direction()] {
                    a href=(site.link(0, session.id.to(OfSession::Page))) { (session.title.as_str()) }
                }
                p .times {
                    (time::element(session.when, &time::whole(words, session.when)))
                    @if let Some(announced) = entry.and_then(|entry| site.announced_as(session, entry)) {
                        (announced_as(words, announced.as_str()))
                    }
                }
                @if let Some(place) = site.place_of(session) {
                    p lang=[language.texts] dir=[language.direction()] { (place) }
                }
                (marks)
            }
        }
    }
}

/// Renders a [`ListedSeries`] as JSON.
#[must_use]
pub fn series_json(listed: &ListedSeries) -> String {
    serde_json::to_string(listed)
        .expect("texts, and names of fields that are texts, can be written as JSON")
}
