//! Metadata in the head of a page: description, addresses, and structured data (schema.org, Open Graph).
//!
//! Absolute addresses come only from the configured one (rule `links-from-public-url`). A private page
//! has none, and no structured data: only token holders should find it.

use maud::{Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

use super::changes;
use super::context::PageContext;
use super::time;
use crate::address::{OfSeries, OfSession};
use crate::i18n::Words;
use crate::model::{Place, Session, Status, WebUrl};
use crate::revision::RecordEntry;

/// Longest summary, in characters, as search results and previews show it.
const SUMMARY: usize = 160;

/// The subject of a head.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) description: Option<&'a str>,
    /// The page.
    pub(super) page: OfSeries<'a>,
    /// Number of steps below the series' page.
    pub(super) steps: usize,
    pub(super) data: Value,
}

pub(super) fn head(site: &PageContext<'_>, about: &About<'_>) -> Markup {
    let words = Words::of(site.series.language.as_ref());
    let page = site.absolute(about.page);
    let oembed = match about.page {
        OfSeries::Session(id, _) => OfSeries::Session(id, OfSession::Oembed),
        _ => OfSeries::Oembed,
    };
    let summary = about.description.map(summary);
    html! {
        @if let Some(summary) = &summary { meta name="description" content=(summary); }
        link rel="alternate" type="text/calendar" href=(site.link(about.steps, OfSeries::Feed)) title=(site.series.title.as_str());
        link rel="alternate" type="application/atom+xml" href=(site.link(about.steps, OfSeries::Atom)) title=(words.what_changed);
        @if site.series.is_private() {
            meta name="robots" content="noindex";
        } @else {
            @if let Some(page) = &page {
                link rel="canonical" href=(page.as_str());
                link rel="alternate" type="application/json+oembed" href=(format!("{}{}", site.root_url().unwrap_or_default(), site.address(oembed))) title=(about.title);
                meta property="og:type" content="website";
                meta property="og:title" content=(about.title);
                meta property="og:url" content=(page.as_str());
                @if let Some(summary) = &summary { meta property="og:description" content=(summary); }
                @if let Some(image) = &site.series.image {
                    meta property="og:image" content=(image.as_str());
                }
            }
            script type="application/ld+json" { (PreEscaped(inert(&about.data))) }
        }
    }
}

/// JSON that cannot end an element or start a comment, whatever its texts are.
fn inert(data: &Value) -> String {
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn summary(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SUMMARY) {
        None => line,
        Some((end, _)) => {
            let end = line[..end].rfind(' ').unwrap_or(end);
            format!("{}…", &line[..end])
        }
    }
}

/// Sets values that exist.
struct Data(Map<String, Value>);

impl Data {
    fn of(kind: &str, name: &str) -> Self {
        let mut data = Map::new();
        data.insert("@type".to_owned(), kind.into());
        data.insert("name".to_owned(), name.into());
        Self(data)
    }

    fn with(mut self, key: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value.into());
        }
        self
    }
}

/// Data of the series for both kinds of page.
fn of_series(site: &PageContext<'_>) -> Data {
    let series = site.series;
    let organizer = series
        .organizer
        .as_ref()
        .map(|organizer| json!({ "@type": "Organization", "name": organizer.name.as_str() }));
    Data::of("EventSeries", series.title.as_str())
        .with("url", site.absolute(OfSeries::Page).map(|url| url.to_string()))
        .with("organizer", organizer)
        .with("image", series.image.as_ref().map(WebUrl::as_str))
}

/// A series as schema.org's EventSeries.
pub(super) fn series_data(site: &PageContext<'_>) -> Value {
    let series = site.series;
    let first = series.sessions.first().map(|session| time::machine(session.when).0);
    let last = series.sessions.iter().map(|session| time::machine(session.when).1);
    let language = series.language.as_ref().map(|language| language.as_str());
    let mut data = of_series(site)
        .with("description", series.description.as_ref().map(|text| text.as_str()))
        .with("startDate", first)
        .with("endDate", last.max())
        .with("inLanguage", language);
    data.0.insert("@context".to_owned(), "https://schema.org".into());
    data.0.into()
}

/// A session as schema.org's Event.
pub(super) fn session_data(
    site: &PageContext<'_>,
    session: &Session,
    entry: &RecordEntry,
) -> Value {
    let (start, end) = time::machine(session.when);
    let moved = changes::moved_from(entry, session.when).map(|when| time::machine(when).0);
    let status = match (session.status, &moved) {
        (Status::Cancelled, _) => "https://schema.org/EventCancelled",
        (_, Some(_)) => "https://schema.org/EventRescheduled",
        (_, None) => "https://schema.org/EventScheduled",
    };
    let page = site.absolute(session.id.to(OfSession::Page));
    let link = session.join.as_ref().or(page.as_ref()).map(WebUrl::to_string);
    let online = link.map(|url| json!({ "@type": "VirtualLocation", "url": url }));
    let has_link = session.defined().join.is_some();
    let (mode, location) = match &session.place {
        None if !has_link => (None, None),
        None | Some(Place::Online) => (Some("Online"), online),
        Some(place) if has_link => (
            Some("Mixed"),
            venue(place).map(|venue| std::iter::once(venue).chain(online).collect()),
        ),
        Some(place) => (Some("Offline"), venue(place)),
    };
    let mode = mode.map(|mode| format!("https://schema.org/{mode}EventAttendanceMode"));
    let speakers: Vec<Value> = session
        .speakers
        .iter()
        .map(|speaker| json!({ "@type": "Person", "name": speaker.name.as_str() }))
        .collect();
    let language = site.series.language.as_ref().map(|language| language.as_str());
    let series = of_series(site);
    let organizer = series.0.get("organizer").cloned();
    let mut data = Data::of("Event", session.title.as_str())
        .with("startDate", Some(start))
        .with("endDate", Some(end))
        .with("previousStartDate", moved)
        .with("eventStatus", Some(status))
        .with("eventAttendanceMode", mode)
        .with("location", location)
        .with("description", session.description.as_ref().map(|text| text.as_str()))
        .with("url", page.map(|url| url.to_string()))
        .with("organizer", organizer)
        .with("image", site.series.image.as_ref().map(WebUrl::as_str))
        .with("performer", (!speakers.is_empty()).then_some(speakers))
        .with("inLanguage", language)
        .with("superEvent", Some(Value::from(series.0)));
    data.0.insert("@context".to_owned(), "https://schema.org".into());
    data.0.into()
}

/// A place as schema.org's Place; without an address, its name is one. `None` for the net.
fn venue(place: &Place) -> Option<Value> {
    let (name, address, geo) = match place {
        Place::Label(name) => (name, None, None),
        Place::Venue { name, address, geo } => (name, address.as_ref(), geo.as_ref()),
        Place::Online => return None,
    };
    let coordinates = geo.map(|geo| {
        let (latitude, longitude) = geo.degrees();
        json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude })
    });
    let place = Data::of("Place", name.as_str())
        .with("address", Some(address.unwrap_or(name).as_str()))
        .with("geo", coordinates);
    Some(place.0.into())
}
