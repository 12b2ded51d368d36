//! The page of a session: what its entry says now, and, for whoever has an older copy, what changed
//! since and how to get it.

use maud::{Markup, html};

use super::html::{link, page, prose};
use super::languages::{Standing, language_switch};
use crate::model::{Series, SessionId};
use crate::plan::{Told, differences, time_in_words};
use crate::revision::{Entry, Past};

/// Which copy of the entry its reader has.
#[derive(Clone, Copy, Debug)]
pub enum Copy<'a> {
    /// The one of today, or none.
    Current,
    /// An older one.
    Older(&'a Past),
}

/// The page of a session as recorded, in one of the languages of its series.
#[must_use]
pub fn session_html(
    series: &Series,
    (id, entry): (&SessionId, &Entry),
    copy: Copy<'_>,
    standing: &Standing<'_>,
) -> String {
    let up = format!("../{}", standing.up());
    let address = format!("{up}{}", series.address());
    let fields = entry.fields();
    let get = |key: &str| fields.get(key);
    let is_cancelled = entry.plan_by().get("status") == Some("cancelled");
    let title = get("title").unwrap_or_default();
    let lang = get("language");
    // The file beside the page, where that is in the same language.
    let file = if standing.is_beside(series) {
        format!("{id}.ics")
    } else {
        format!("{address}/{id}.ics")
    };
    let content = html! {
        p .soft { a href=(address) { (series.title.as_str()) } }
        (language_switch(standing, &up, &format!("{}/{id}", series.id)))
        h1 class=[is_cancelled.then_some("off")] lang=[lang] { (title) }
        (state(entry, is_cancelled, copy))
        dl {
            @if let Some(when) = time_in_words(fields) { dt { "When" } dd { (when) } }
            @if get("status") == Some("tentative") && !is_cancelled {
                dt { "Status" } dd { "tentative" }
            }
            @if let Some(place) = place(entry) { dt { "Where" } dd lang=[lang] { (place) } }
            @if let Some(join) = get("join") { dt { "Join" } dd { (link(join)) } }
            @if let Some(speakers) = get("speakers") {
                dt { "Speakers" }
                dd lang=[lang] {
                    @for (number, speaker) in speakers.lines().enumerate() {
                        @if number > 0 { br; }
                        (speaker.split('\t').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
                    }
                }
            }
            @if let Some(organizer) = get("organizer") {
                dt { "Organised by" } dd lang=[lang] { (organizer) }
            }
            @if let Some(url) = get("url") { dt { "More" } dd { (link(url)) } }
        }
        @if let Some(description) = get("description") {
            div lang=[lang] { (prose(description)) }
        }
        p .actions {
            a href=(file) { "Calendar file of this session" }
            a href=(format!("{address}.ics")) { "Calendar of the whole series" }
        }
    };
    page(title, &content)
}

fn place(entry: &Entry) -> Option<String> {
    let get = |key: &str| entry.fields().get(key);
    let Some(name) = get("location") else { return get("online").map(|_| "Online".to_owned()) };
    Some(get("address").map_or_else(|| name.to_owned(), |address| format!("{name}, {address}")))
}

/// Whether the reader's copy is current and, if not, what to do about it.
fn state(entry: &Entry, is_cancelled: bool, copy: Copy<'_>) -> Markup {
    let revision = entry.sequence();
    let day = entry.revised().strftime("%-d %B %Y");
    let changed = match copy {
        Copy::Current => Vec::new(),
        Copy::Older(past) => differences(past.fields(), &entry.plan_by()),
    };
    html! {
        @if is_cancelled { div .note { p { strong { "This session is cancelled." } } } }
        @match copy {
            Copy::Current => p .soft {
                "Revision " (revision) " of this session, of " (day) ", is current: a calendar entry \
                 whose link ends with " code { "r=" (revision) } " is up to date."
            },
            Copy::Older(past) => div .note {
                p {
                    strong { "Your calendar entry is out of date." }
                    " It is revision " (past.sequence()) "; since " (past.until().strftime("%-d %B %Y"))
                    " there is a newer one, now revision " (revision) "."
                }
                @if changed.is_empty() {
                    p { "What changed was changed back: time, place and title are those you have." }
                } @else {
                    dl { @for told in &changed { (difference(told)) } }
                }
                (remedy())
            },
        }
    }
}

fn difference(told: &Told) -> Markup {
    html! {
        dt { (told.label) }
        dd {
            @if let Some(old) = &told.old { del { (old) } " " }
            "→ "
            @match &told.new { Some(new) => ins { (new) }, None => ins { "none" } }
        }
    }
}

fn remedy() -> Markup {
    html! {
        p {
            "If you subscribed to the series, your calendar fetches the change by itself, some within \
             the hour and some within a day. If you added the session from a file, delete that entry \
             and open the file below again: few calendars change an entry by a second file."
        }
    }
}
