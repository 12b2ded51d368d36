//! Texts of an entry: LOCATION, DESCRIPTION and CONTACT. Calendars escape them, links to web calendars
//! do not.

use std::fmt::{self, Display, Write};

use crate::i18n::Words;
use crate::model::{
    Language, Line, Moment, Organizer, Place, Series, Session, Status, WebUrl, When, Zone,
};

/// Values that an entry takes from its series, as now or as when the session was removed.
#[derive(Clone, Copy)]
pub(super) struct EntryContext<'a> {
    pub(super) language: Option<&'a Language>,
    pub(super) announced_as: Option<&'a Line>,
    pub(super) organizer: Option<&'a Organizer>,
}

impl<'a> EntryContext<'a> {
    pub(super) fn of_session(series: &'a Series, session: &'a Session) -> Self {
        Self {
            language: series.language.as_ref(),
            announced_as: series.announced_as_of(session),
            organizer: series.organizer.as_ref(),
        }
    }
}

/// Returns the LOCATION of a session.
#[must_use]
pub fn location(series: &Series, session: &Session) -> Option<String> {
    let words = Words::of(series.language.as_ref());
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_location(&mut text, session.place.as_ref()?, session.join.as_ref(), words);
    Some(text)
}

/// Returns the DESCRIPTION of a session; may be empty. `page`: the address of its page, which ends the
/// description.
#[must_use]
pub fn description(series: &Series, session: &Session, page: Option<&WebUrl>) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_description(&mut text, EntryContext::of_session(series, session), session, page);
    text
}

/// Rule `join-link-as-place`: if online, the join link if it fits, else the word for online; a venue on
/// one line.
pub(super) fn write_location(
    out: &mut impl Write,
    place: &Place,
    join: Option<&WebUrl>,
    words: &Words,
) -> fmt::Result {
    match (place, join) {
        (Place::Online, Some(join)) if join.as_str().len() <= Line::OUTLOOK_UNITS => {
            out.write_str(join.as_str())
        }
        (Place::Online, _) => out.write_str(words.online),
        (Place::Label(label), _) => out.write_str(label.as_str()),
        (Place::Venue { name, address, .. }, _) => {
            write_pair(out, name.as_str(), address.as_ref().map(Line::as_str))
        }
    }
}

/// Rule `plain-description`: plain text in paragraphs, each link bare on its own line; empty if there is
/// nothing to write.
pub(super) fn write_description(
    out: &mut impl Write,
    context: EntryContext<'_>,
    session: &Session,
    page: Option<impl Display>,
) -> fmt::Result {
    let words = Words::of(context.language);
    let mut text = Paragraphs { out, any: false };
    if session.status == Status::Cancelled {
        text.next()?.write_str(words.notice)?;
    }
    if let Some(description) = &session.description {
        text.next()?.write_str(description.as_str())?;
    }
    if !session.speakers.is_empty() {
        let out = text.next()?;
        out.write_str(words.calendar_speakers)?;
        for speaker in &session.speakers {
            write!(out, "\n- {speaker}")?;
        }
    }
    if let (Some(announced), When::Timed { zone, start, end }) =
        (context.announced_as, session.when)
    {
        let clock = clock(zone, start, end);
        write!(text.next()?, "{clock} ({zone}), {} {announced}", words.announced_as)?;
    }
    if let Some(join) = &session.join {
        let out = text.next()?;
        out.write_str(words.calendar_join)?;
        out.write_str("\n")?;
        out.write_str(join.as_str())?;
    }
    if let Some(organizer) = context.organizer {
        let out = text.next()?;
        out.write_str(words.calendar_organiser)?;
        out.write_str(" ")?;
        write_contact(out, organizer)?;
    }
    if let Some(url) = &session.url {
        text.next()?.write_str(url.as_str())?;
    }
    if let Some(page) = page {
        let out = text.next()?;
        out.write_str(words.calendar_up_to_date)?;
        write!(out, "\n{page}")?;
    }
    Ok(())
}

/// `Name, address`.
pub(super) fn write_contact(out: &mut impl Write, organizer: &Organizer) -> fmt::Result {
    let email = organizer.email.as_ref().map(|email| email.as_str());
    write_pair(out, organizer.name.as_str(), email)
}

/// `14:00–16:00 CEST`: local time at the place. If the ends are on two days, or the clocks change in
/// between, each end has its own date or zone.
fn clock(zone: Zone, start: Moment, end: Moment) -> String {
    let names = [start, end].map(|moment| zone.abbreviation_at(moment.utc()));
    let days = [start, end].map(|moment| moment.local().date());
    let shown = |moment: Moment| {
        let form = if days[0] == days[1] { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        moment.local().strftime(form).to_string()
    };
    let (from, to) = (shown(start), shown(end));
    if names[0] == names[1] {
        format!("{from}–{to} {}", names[1])
    } else {
        format!("{from} {}–{to} {}", names[0], names[1])
    }
}

/// `first, second`, or only the first.
fn write_pair(out: &mut impl Write, first: &str, second: Option<&str>) -> fmt::Result {
    out.write_str(first)?;
    match second {
        Some(second) => write!(out, ", {second}"),
        None => Ok(()),
    }
}

/// A text of paragraphs being written.
struct Paragraphs<'o, W> {
    out: &'o mut W,
    any: bool,
}

impl<W: Write> Paragraphs<'_, W> {
    /// Starts a paragraph.
    fn next(&mut self) -> Result<&mut W, fmt::Error> {
        if self.any {
            self.out.write_str("\n\n")?;
        }
        self.any = true;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_link_where_it_fits() {
        let join = |length: usize| {
            let begin = "https://example.org/";
            WebUrl::parse(&format!("{begin}{}", "a".repeat(length - begin.len()))).unwrap()
        };
        for (length, is_link) in [(255, true), (256, false)] {
            let join = join(length);
            let mut said = String::new();
            let words = Words::of(Language::parse("el").ok().as_ref());
            write_location(&mut said, &Place::Online, Some(&join), words).unwrap();
            assert_eq!(said, if is_link { join.as_str() } else { "Διαδικτυακά" });
        }
    }
}
