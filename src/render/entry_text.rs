//! What an entry says in words, for those who write it elsewhere than into a calendar. A property of
//! the tests holds it to what the calendar's own writer says.

use super::event::clock;
use crate::model::{Line, Place, Series, Session, Status, WebUrl, When};
use crate::words::Words;

/// The words of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryText {
    /// LOCATION.
    pub location: Option<String>,
    /// DESCRIPTION; may be empty.
    pub description: String,
}

/// The words of a session's entry. `page`: the address of its page, with which the description ends.
#[must_use]
pub fn entry_text(series: &Series, session: &Session, page: Option<&WebUrl>) -> EntryText {
    let place = session.place.as_ref();
    let words = Words::of(series.language.as_ref());
    EntryText {
        location: place.map(|place| location(place, session.join.as_ref(), words)),
        description: paragraphs(series, session, page).join("\n\n"),
    }
}

/// Rule `join-link-as-place`: online, the join link if it fits, else the word for it; a venue on
/// one line.
pub(super) fn location(place: &Place, join: Option<&WebUrl>, words: &Words) -> String {
    match (place, join) {
        (Place::Online, Some(join)) if join.as_str().len() <= Line::OUTLOOK_UNITS => {
            join.to_string()
        }
        (Place::Online, _) => words.online.to_owned(),
        (Place::Label(label), _) => label.to_string(),
        (Place::Venue { name, address: Some(address), .. }, _) => format!("{name}, {address}"),
        (Place::Venue { name, address: None, .. }, _) => name.to_string(),
    }
}

/// Plain text in paragraphs, each link bare on its own line (rule `plain-description`).
fn paragraphs(series: &Series, session: &Session, page: Option<&WebUrl>) -> Vec<String> {
    let words = Words::of(series.language.as_ref());
    let mut text = Vec::new();
    if session.status == Status::Cancelled {
        text.push(words.notice.to_owned());
    }
    text.extend(session.description.as_ref().map(|about| about.as_str().to_owned()));
    if !session.speakers.is_empty() {
        let speakers = session.speakers.iter().map(|speaker| format!("\n- {speaker}"));
        text.push(words.calendar_speakers.to_owned() + &speakers.collect::<String>());
    }
    if let (Some(announced), When::Timed { zone, start, end }) =
        (series.announced_as_of(session), session.when)
    {
        let clock = clock(zone, start, end);
        text.push(format!("{clock} ({zone}), {} {announced}", words.announced_as));
    }
    if let Some(join) = &session.join {
        text.push(format!("{}\n{join}", words.calendar_join));
    }
    if let Some(organizer) = &series.organizer {
        let mut line = format!("{} {}", words.calendar_organiser, organizer.name);
        if let Some(email) = &organizer.email {
            line.push_str(&format!(", {email}"));
        }
        text.push(line);
    }
    text.extend(session.url.as_ref().map(WebUrl::to_string));
    text.extend(page.map(|page| format!("{}\n{page}", words.calendar_up_to_date)));
    text
}
