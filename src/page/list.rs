//! List of series at `/`, for people and programs. Links are relative, so it works below any path of a
//! proxy.

use maud::{PreEscaped, html};
use serde::Serialize;

use super::branding::Branding;
use super::layout::{Layout, PageLanguage};
use super::time;
use crate::address::{OfSeries, OfSession};
use crate::i18n::Words;
use crate::model::{Language, Series, Session, Status, When};
use crate::revision::{Record, RecordEntry};

/// A series as on its own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedSeries {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Language of the texts, if known.
    pub language: Option<String>,
    /// Whether it has ended.
    pub retired: bool,
    /// Address of the page, relative to the list.
    pub page: String,
    /// Address of the feed, relative to the list.
    pub calendar: String,
    /// Sessions in order.
    pub sessions: Vec<ListedSession>,
}

/// A session in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedSession {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Start: an instant in UTC, or a date for whole days.
    pub start: String,
    /// End: an instant in UTC, or the last day.
    pub end: String,
    /// Zone of the local time, if it has one.
    pub timezone: Option<&'static str>,
    /// `confirmed`, `tentative` or `cancelled`.
    pub status: &'static str,
    /// Address of its page, relative to the list.
    pub page: String,
    /// Address of its file, relative to the list.
    pub calendar: String,
}

impl ListedSeries {
    /// The listing of a series and its record.
    #[must_use]
    pub fn of(series: &Series, record: &Record) -> Self {
        let status = |session: &Session| {
            let entry = record.entry(&session.id);
            match entry.and_then(RecordEntry::withdrawn) {
                Some(_) => Status::Cancelled,
                None => session.status,
            }
        };
        let base = series.base();
        let sessions = series.sessions.iter().map(|session| {
            let (start, end, timezone) = match session.when {
                When::Timed { zone, start, end } => {
                    (start.utc().to_string(), end.utc().to_string(), Some(zone.name()))
                }
                When::AllDay { first, last } => (first.to_string(), last.to_string(), None),
            };
            ListedSession {
                id: session.id.to_string(),
                title: session.title.to_string(),
                start,
                end,
                timezone,
                status: status(session).as_str(),
                page: format!("{:#}", base.to(session.id.to(OfSession::Page))),
                calendar: format!("{:#}", base.to(session.id.to(OfSession::File))),
            }
        });
        let sessions = sessions.collect();
        Self {
            id: series.id.to_string(),
            title: series.title.to_string(),
            language: series.language.as_ref().map(|language| language.to_string()),
            retired: record.retired().is_some(),
            calendar: format!("{:#}", base.to(OfSeries::Feed)),
            page: format!("{:#}", base.to(OfSeries::Page)),
            sessions,
        }
    }
}

/// A series' part of the list as HTML and JSON, rendered once: lists change one part at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPart {
    html: String,
    json: String,
}

/// A series in the list; its page has more.
#[derive(Serialize)]
struct Brief<'a> {
    id: &'a str,
    title: &'a str,
    language: Option<&'a str>,
    retired: bool,
    page: &'a str,
    calendar: &'a str,
    sessions: usize,
}

impl ListedPart {
    /// Renders the part of a series.
    #[must_use]
    pub fn of(series: &Series, record: &Record) -> Self {
        let base = series.id.base();
        let brief = Brief {
            id: series.id.as_str(),
            title: series.title.as_str(),
            language: series.language.as_ref().map(Language::as_str),
            retired: record.retired().is_some(),
            page: &format!("{:#}", base.to(OfSeries::Page)),
            calendar: &format!("{:#}", base.to(OfSeries::Feed)),
            sessions: series.sessions.len(),
        };
        let json = serde_json::to_string(&brief);
        let words = Words::of(None);
        let end = series.sessions.iter().map(|session| session.when.over_everywhere()).max();
        let item = html! {
            li data-end=[end.filter(|_| !brief.retired)] {
                @if let Some(first) = series.sessions.first() { (time::tile(words, first.when)) }
                div {
                    h2 { a href=(brief.page) lang=[brief.language] dir="auto" { (brief.title) } }
                    p {
                        (time::span_of(words, &series.sessions)) " · " (words.session_count(brief.sessions as u64))
                        @if brief.retired { (words.comma) " " (words.ended) }
                    }
                }
            }
        };
        Self {
            html: item.into_string(),
            json: json.expect("texts, and names of fields that are texts, can be written as JSON"),
        }
    }
}

/// Renders the list as JSON: `{"series": [...]}`.
#[must_use]
pub fn index_json(parts: &[&ListedPart]) -> String {
    let mut json = String::with_capacity(32 + length(parts, |part| &part.json));
    json.push_str("{\"series\":[");
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            json.push(',');
        }
        json.push_str(&part.json);
    }
    json.push_str("]}");
    json
}

/// Renders the list as a page. `style`: the text of its style element.
#[must_use]
pub fn index_html(parts: &[&ListedPart], branding: &Branding, style: &str) -> String {
    let language = PageLanguage::of(None);
    let words = language.words;
    let mut items = String::with_capacity(length(parts, |part| &part.html));
    parts.iter().for_each(|part| items.push_str(&part.html));
    let content = html! {
        h1 { (words.calendars) }
        @if parts.is_empty() {
            p { (words.no_series) }
        } @else {
            // The script puts series that are over last.
            ul .list data-ended=(words.ended) { (PreEscaped(items)) }
        }
    };
    let frame = Layout {
        language,
        title: words.calendars,
        head: html! {},
        logo: branding.head(""),
        languages: html! {},
        back: None,
        content,
        footer: branding.lines(words),
    };
    frame.page(style)
}

fn length(parts: &[&ListedPart], form: fn(&ListedPart) -> &String) -> usize {
    parts.iter().map(|part| form(part).len() + 1).sum()
}
