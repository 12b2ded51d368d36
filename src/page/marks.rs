//! Marks of a session's state in lists.

use maud::{Markup, html};

use super::context::PageContext;
use crate::i18n::Words;
use crate::model::{Session, Status};

/// Renders the marks of a session's state, and returns whether it is cancelled.
pub(super) fn marks(site: &PageContext<'_>, words: &Words, session: &Session) -> (Markup, bool) {
    let status = site.status_of(session);
    let is_cancelled = status == Status::Cancelled;
    let marks = html! {
        @if is_cancelled { span .mark.bad { (words.cancelled) } }
        @if status == Status::Tentative { span .mark.warn { (words.tentative) } }
        @if site.moved_from(session).is_some() { span .mark.warn { (words.moved) } }
    };
    (marks, is_cancelled)
}
