//! Takes out of a description what the calendar says elsewhere and what is written anew from the
//! definition: the notice of a cancelled session, the join link, the organiser, the session's page.
//!
//! The inverse of the paragraphs that `render` puts together; of calendars that were not written
//! so, nothing is taken.

use super::event::Event;
use crate::i18n::Words;
use crate::model::{Organizer, WebUrl};

/// What stands in an event beside its description.
pub(super) struct Beside<'a> {
    pub(super) words: &'a Words,
    pub(super) is_cancelled: bool,
    pub(super) join: Option<&'a WebUrl>,
    pub(super) organizer: Option<&'a Organizer>,
    pub(super) url: Option<&'a WebUrl>,
}

/// The description without what is written anew.
pub(super) fn own_part<'t>(text: &'t str, beside: &Beside<'_>) -> &'t str {
    let mut text = text;
    if let Some(url) = beside.url {
        text = without_last(text, url.as_str());
    }
    if let Some(organizer) = beside.organizer {
        text = without_last(
            text,
            &format!("{} {}", beside.words.calendar_organiser, contact(organizer)),
        );
    }
    if let Some(join) = beside.join {
        text = without_last(text, &format!("{}\n{join}", beside.words.calendar_join));
    }
    if beside.is_cancelled {
        let rest = text.strip_prefix(beside.words.notice);
        let rest =
            rest.and_then(|rest| rest.strip_prefix("\n\n").or(rest.is_empty().then_some("")));
        text = rest.unwrap_or(text);
    }
    text
}

/// Takes the link to the session's page, which is written anew, out of an event of ours. `pages`:
/// what the links of the series begin with.
pub(super) fn take_page(event: &mut Event, pages: &str) {
    let Some(text) = event.says.description.take() else { return };
    let (before, paragraph) = text.rsplit_once("\n\n").unwrap_or(("", &text));
    let link = paragraph.split_once('\n').map_or("", |(_, link)| link);
    let revision = format!("?r={}", event.sequence);
    let session = link.strip_prefix(pages).and_then(|rest| rest.strip_suffix(&revision));
    let Some(session) = session else {
        event.says.description = Some(text);
        return;
    };
    event.page = Some(session.to_owned());
    event.says.url = event.says.url.take().filter(|url| url.as_str() != link);
    event.says.description = Some(before.to_owned()).filter(|text| !text.is_empty());
}

/// `Name, address`, as CONTACT has it.
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
