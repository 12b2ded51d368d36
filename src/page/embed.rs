//! Embeddable cards: a page without a script, for frames, and HTML that needs no frame.
//!
//! Links in a card open outside the frame. The operator decides which sites may embed it. A card has no
//! forms and no logins, so clickjacking gains nothing.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::json;

use super::calendars::name_of;
use super::context::PageContext;
use super::layout::{ICON, PageLanguage, announced_as};
use super::{stylesheet, time};
use crate::address::{Calendar, OfSeries, OfSession};
use crate::i18n::{Direction, Words};
use crate::model::{Colour, Session, Status};

/// Maximum number of sessions on a card; the rest is a link to the page.
const MAX_SESSIONS: usize = 10;
/// Size of the frame, in CSS pixels.
const WIDTH: usize = 600;
const HEIGHT: usize = 290;
const HEIGHT_OF_ITEM: usize = 95;
const MAX_HEIGHT: usize = 640;

/// The content of a card.
#[derive(Clone, Copy, Debug)]
pub enum Embedded<'a> {
    /// A series with its sessions.
    Series,
    /// One session.
    Session(&'a Session),
}

impl<'a> Embedded<'a> {
    /// Chooses between the series' and the session's resource.
    #[must_use]
    pub fn of(self, series: OfSeries<'a>, session: OfSession) -> OfSeries<'a> {
        match self {
            Self::Series => series,
            Self::Session(one) => one.id.to(session),
        }
    }
}

/// The text of the style element of a series' cards.
#[must_use]
pub fn card_style(colour: Option<Colour>) -> String {
    stylesheet::with_accent(include_str!("embed.css"), colour)
}

/// Renders the card. `style`: the text of its style element.
#[must_use]
pub fn card_html(site: &PageContext<'_>, what: Embedded<'_>, style: &str) -> String {
    let language = PageLanguage::of(site.series.language.as_ref());
    let words = language.words;
    let (lang, dir) = (language.texts, language.direction());
    // A card is one step below the page of its subject.
    let (title, steps) = match what {
        Embedded::Series => (&site.series.title, 1),
        Embedded::Session(session) => (&session.title, 2),
    };
    let (link, own) = (|of| site.link(steps, of), site.link(steps, OfSeries::Page));
    let is_rtl = words.direction() == Direction::Rtl;
    html! {
        (DOCTYPE)
        html lang=(language.lang()) dir=[is_rtl.then_some("rtl")] {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width,initial-scale=1";
            meta name="robots" content="noindex";
            title { (title.as_str()) }
            link rel="icon" href=(ICON);
            base target="_blank";
            style { (PreEscaped(style)) }
            body {
                main {
                    @match what {
                        Embedded::Series => {
                            h1 lang=[lang] dir=[dir] { a href=(own) rel="noopener" { (title.as_str()) } }
                            @let all = &site.series.sessions;
                            ol { @for session in all.iter().take(MAX_SESSIONS) {
                                @let (class, address) = (class(site, session), link(session.id.to(OfSession::Page)));
                                li class=(class) { (item(site, &language, session, &html! {
                                    h2 lang=[lang] dir=[dir] { a href=(address) rel="noopener" { (session.title.as_str()) } }
                                })) }
                            } }
                            @if all.len() > MAX_SESSIONS {
                                p { a href=(own) rel="noopener" { "+ " (words.session_count((all.len() - MAX_SESSIONS) as u64)) } }
                            }
                            @if site.record.retired().is_none() {
                                (links(words, words.subscribe_to_all, |calendar| link(OfSeries::Subscribe(calendar))))
                            }
                        }
                        Embedded::Session(session) => {
                            div class=(class(site, session)) { (item(site, &language, session, &html! {
                                h1 lang=[lang] dir=[dir] { a href=(link(session.id.to(OfSession::Page))) rel="noopener" { (title.as_str()) } }
                            })) }
                            @if site.status_of(session) != Status::Cancelled {
                                (links(words, words.add_to_calendar, |calendar| link(session.id.to(OfSession::Add(calendar)))))
                            }
                        }
                    }
                }
            }
        }
    }
    .into_string()
}

fn class(site: &PageContext<'_>, session: &Session) -> &'static str {
    if site.status_of(session) == Status::Cancelled { "item off" } else { "item" }
}

fn item(
    site: &PageContext<'_>,
    language: &PageLanguage<'_>,
    session: &Session,
    heading: &Markup,
) -> Markup {
    let words = language.words;
    let entry = site.record.entry(&session.id);
    let status = site.status_of(session);
    let is_cancelled = status == Status::Cancelled;
    html! {
        (time::tile(words, session.when))
        div {
            (heading)
            p .times {
                (time::whole(words, session.when))
                @if let Some(announced) = entry.and_then(|entry| site.announced_as(session, entry)) {
                    (announced_as(words, announced.as_str()))
                }
            }
            @if let Some(place) = site.place_of(session) {
                p .soft lang=[language.texts] dir=[language.direction()] { (place) }
            }
            @if is_cancelled { p .mark.bad { (words.cancelled) } }
            @if status == Status::Tentative { p .mark { (words.tentative) } }
            @if site.moved_from(session).is_some() { p .mark { (words.moved) } }
        }
    }
}

fn links(words: &Words, name: &str, address: impl Fn(Calendar) -> String) -> Markup {
    html! {
        p .soft.add { (name) }
        ul {
            @for calendar in Calendar::MENU {
                li { a .b href=(address(calendar)) rel="nofollow noopener" { (name_of(words, calendar)) } }
            }
        }
    }
}

/// The `<iframe>` for the card; `None` without an absolute address.
#[must_use]
pub fn frame_snippet(site: &PageContext<'_>, what: Embedded<'_>) -> Option<String> {
    let card = site.absolute(what.of(OfSeries::Embed, OfSession::Embed))?;
    let frame = html! {
        iframe src=(card.as_str()) title=(title(site, what)) width=(WIDTH) height=(height(site, what)) style="border:0;max-width:100%" loading="lazy" {}
    };
    Some(frame.into_string())
}

/// The same as plain HTML, for sites that reject frames; `None` as above.
#[must_use]
pub fn html_snippet(site: &PageContext<'_>, what: Embedded<'_>) -> Option<String> {
    let language = PageLanguage::of(site.series.language.as_ref());
    let words = language.words;
    let root = site.root_url()?;
    let page = site.absolute(what.of(OfSeries::Page, OfSession::Page))?;
    let link = |of| format!("{root}{}", site.address(of));
    let dir = (words.direction() == Direction::Rtl).then_some("rtl");
    let when = |session: &Session| {
        html! {
            (time::whole(words, session.when))
            @if let Some(place) = site.place_of(session) { (words.comma) " " bdi { (place) } }
            @if site.status_of(session) == Status::Cancelled { " · " strong { (words.cancelled) } }
        }
    };
    let can_be_added = match what {
        Embedded::Series => site.record.retired().is_none(),
        Embedded::Session(session) => site.status_of(session) != Status::Cancelled,
    };
    let to = |calendar| what.of(OfSeries::Subscribe(calendar), OfSession::Add(calendar));
    let snippet = html! {
        div lang=(language.lang()) dir=[dir] {
            p {
                a href=(page.as_str()) { strong { (title(site, what)) } }
                @if let Embedded::Session(session) = what { br; (when(session)) }
            }
            @if let Embedded::Series = what {
                ul {
                    @for session in site.series.sessions.iter().take(MAX_SESSIONS) {
                        li { a href=(link(session.id.to(OfSession::Page))) { (session.title.as_str()) } br; (when(session)) }
                    }
                }
            }
            @if can_be_added {
                p {
                    (words.label(if matches!(what, Embedded::Series) { words.subscribe_to_all } else { words.add_to_calendar })) " "
                    @for (number, calendar) in Calendar::MENU.into_iter().enumerate() {
                        @if number > 0 { " · " }
                        a href=(link(to(calendar))) rel="nofollow" { (name_of(words, calendar)) }
                    }
                }
            }
        }
    };
    Some(snippet.into_string())
}

/// The oEmbed 1.0 document, type `rich`; `None` as above.
#[must_use]
pub fn oembed_json(site: &PageContext<'_>, what: Embedded<'_>) -> Option<String> {
    let html = frame_snippet(site, what)?;
    let provider = site.branding.organisation.as_ref().map(|name| name.as_str());
    let document = json!({
        "version": "1.0",
        "type": "rich",
        "title": title(site, what),
        "provider_name": provider.unwrap_or(site.series.title.as_str()),
        "provider_url": site.base.map(|base| base.as_str()),
        "html": html,
        "width": WIDTH,
        "height": height(site, what),
    });
    Some(document.to_string())
}

fn title<'a>(site: &PageContext<'a>, what: Embedded<'a>) -> &'a str {
    match what {
        Embedded::Series => site.series.title.as_str(),
        Embedded::Session(session) => session.title.as_str(),
    }
}

fn height(site: &PageContext<'_>, what: Embedded<'_>) -> usize {
    match what {
        Embedded::Series => {
            (HEIGHT + site.series.sessions.len().saturating_sub(1) * HEIGHT_OF_ITEM).min(MAX_HEIGHT)
        }
        Embedded::Session(_) => HEIGHT,
    }
}
