//! The page of a series: what it is, its sessions in order, and how to get them.

use maud::html;

use super::html::{link, page, prose};
use super::languages::{Standing, language_switch};
use super::list::Listed;
use crate::model::Series;

/// The page of a series in one of its languages.
#[must_use]
pub fn series_html(series: &Series, listed: &Listed, standing: &Standing<'_>) -> String {
    let lang = listed.language.as_deref();
    let up = standing.up();
    let content = html! {
        // There is no list of what is private.
        @if !series.is_private() { p .soft { a href=(if up.is_empty() { "." } else { up }) { "All series" } } }
        (language_switch(standing, up, series.id.as_str()))
        h1 lang=[lang] { (listed.title) }
        @if listed.retired { div .note { p { strong { "This series has ended." } } } }
        @if let Some(description) = &series.description {
            div lang=[lang] { (prose(description.as_str())) }
        }
        dl {
            @if let Some(organizer) = &series.organizer {
                dt { "Organised by" } dd lang=[lang] { (organizer.name.as_str()) }
            }
            @if let Some(url) = &series.url { dt { "More" } dd { (link(url.as_str())) } }
        }
        p .actions { a href=(format!("{up}{}", listed.calendar)) { "Calendar of the whole series" } }
        p .soft {
            "To stay up to date, copy the address of that link and subscribe to it in your calendar: \
             opening it once adds what there is today and nothing later."
        }
        h2 { "Sessions" }
        ul {
            @for session in &listed.sessions {
                li {
                    a class=[(session.status == "cancelled").then_some("off")] href=(format!("{up}{}", session.page)) lang=[lang] {
                        (session.title)
                    }
                    ", " time datetime=(session.start) { (session.shown) }
                    @if session.status != "confirmed" { " (" (session.status) ")" }
                }
            }
        }
    };
    page(&listed.title, &content)
}

/// The same for machines: a [`Listed`] as JSON.
#[must_use]
pub fn series_json(listed: &Listed) -> String {
    serde_json::to_string(listed)
        .expect("texts, and names of fields that are texts, can be written as JSON")
}
