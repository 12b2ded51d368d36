//! What else than the whole series a reader can subscribe to: its parts, and a selection of sessions.

use maud::{Markup, html};

use super::context::{PageContext, Selections};
use super::layout::PageLanguage;
use super::time;
use crate::address::{OfSeries, PartKind};
use crate::i18n::Words;
use crate::model::Part;

/// Fewest sessions to choose from.
const MIN_SESSIONS: usize = 3;

/// Links to the parts, by kind.
pub(super) fn parts(site: &PageContext<'_>, language: &PageLanguage<'_>) -> Markup {
    let words = language.words;
    let parts = &site.series.parts;
    let kinds = [PartKind::Track, PartKind::Room, PartKind::Category, PartKind::Variant];
    let of = |kind| parts.iter().filter(move |part: &&Part| part.key.kind == kind);
    html! {
        @if !parts.is_empty() {
            details {
                summary { (words.subscribe_to_part) }
                @for kind in kinds {
                    @if of(kind).next().is_some() {
                        @if let Some(name) = name_of(words, kind) { p .hint { (name) } }
                        ul .parts {
                            @for part in of(kind) {
                                li { a href=(site.part_link(part.key.address())) lang=[language.texts] dir=[language.direction()] { (part.title.as_str()) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The heading of parts of a kind; variants have none.
fn name_of(words: &Words, kind: PartKind) -> Option<&'static str> {
    match kind {
        PartKind::Track => Some(words.tracks),
        PartKind::Room => Some(words.rooms),
        PartKind::Category => Some(words.categories),
        PartKind::Variant | PartKind::Select => None,
    }
}

/// Whether the page of a series has the form to choose sessions.
#[must_use]
pub fn offers_choice(site: &PageContext<'_>) -> bool {
    let PageContext { series, record, selections, .. } = site;
    // An umbrella has no selections: the series in it have them.
    let is_umbrella = series.sessions.iter().any(|session| session.id.is_in_umbrella());
    let is_current = series.limit().is_none() && record.retired().is_none();
    *selections == Selections::Served
        && is_current
        && !is_umbrella
        && series.sessions.len() >= MIN_SESSIONS
}

/// The form to choose sessions: it needs no script, and nothing is stored.
pub(super) fn choice(site: &PageContext<'_>, language: &PageLanguage<'_>) -> Markup {
    let words = language.words;
    let sessions = &site.series.sessions;
    html! {
        @if offers_choice(site) {
            details {
                summary { (words.choose_sessions) }
                form .choice action=(site.link(0, OfSeries::Page)) lang=[language.texts] dir=[language.direction()] {
                    @for session in sessions {
                        @let day = time::days(session.when).0;
                        label {
                            input type="checkbox" name="select" value=(session.id.as_str());
                            span { (session.title.as_str()) " " small lang=[language.texts.map(|_| language.lang())] { (words.day_and_month(day)) } }
                        }
                    }
                    button { (words.show_selection) }
                }
            }
        }
    }
}
