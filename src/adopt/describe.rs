//! Removes from a description the paragraphs that Kalends appends when it publishes: the notice of a
//! cancelled session, the join link, the organiser, the session's page.
//!
//! The inverse of `render`; descriptions that `render` did not write are unchanged.

use super::event::SourceEvent;
use crate::i18n::Words;
use crate::model::{Organizer, WebUrl};

/// An event's other values, which its description repeats.
pub(super) struct Repeated<'a> {
    pub(super) words: &'a Words,
    pub(super) is_cancelled: bool,
    pub(super) join: Option<&'a WebUrl>,
    pub(super) organizer: Option<&'a Organizer>,
    pub(super) url: Option<&'a WebUrl>,
}

/// The description without the paragraphs that Kalends appends.
pub(super) fn own_part<'t>(text: &'t str, repeated: &Repeated<'_>) -> &'t str {
    let mut text = text;
    if let Some(url) = repeated.url {
        text = without_last(text, url.as_str());
    }
    if let Some(organizer) = repeated.organizer {
        text = without_last(
            text,
            &format!("{} {}", repeated.words.calendar_organiser, contact(organizer)),
        );
    }
    if let Some(join) = repeated.join {
        text = without_last(text, &format!("{}\n{join}", repeated.words.calendar_join));
    }
    if repeated.is_cancelled {
        let rest = text.strip_prefix(repeated.words.notice);
        let rest =
            rest.and_then(|rest| rest.strip_prefix("\n\n").or(rest.is_empty().then_some("")));
        text = rest.unwrap_or(text);
    }
    text
}

/// Removes the link to the session's page from an event that Kalends published. `pages`: the start of
/// the series' links.
pub(super) fn take_page(event: &mut SourceEvent, pages: &str) {
    let Some(text) = event.content.description.take() else { return };
    let (before, paragraph) = text.rsplit_once("\n\n").unwrap_or(("", &text));
    let link = paragraph.split_once('\n').map_or("", |(_, link)| link);
    let revision = format!("?r={}", event.sequence);
    let session = link.strip_prefix(pages).and_then(|rest| rest.strip_suffix(&revision));
    let Some(session) = session else {
        event.content.description = Some(text);
        return;
    };
    event.page = Some(session.to_owned());
    event.content.url = event.content.url.take().filter(|url| url.as_str() != link);
    event.content.description = Some(before.to_owned()).filter(|text| !text.is_empty());
}

/// `Name, address`, as in CONTACT.
fn contact(organizer: &Organizer) -> String {
    match &organizer.email {
        Some(email) => format!("{}, {email}", organizer.name),
        None => organizer.name.to_string(),
    }
}

fn without_last<'t>(text: &'t str, paragraph: &str) -> &'t str {
    match text.strip_suffix(paragraph) {
        Some("") => "",
        Some(rest) => rest.strip_suffix("\n\n").unwrap_or(text),
        None => text,
    }
}
