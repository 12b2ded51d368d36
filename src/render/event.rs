//! One VEVENT: a session as its definition and record say, or a tombstone as its record says.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::ical::{Block, ContentLines, Escaped};
use crate::model::{
    Language, Line, Moment, Organizer, Place, Series, Session, SessionId, Status, Uid, WebUrl,
    When, Zone,
};
use crate::revision::{Entry, Withdrawn};
use crate::words::Words;

/// What a VEVENT is written from.
pub(super) struct Event<'a> {
    pub(super) uid: &'a Uid,
    pub(super) when: When,
    /// The zone whose VTIMEZONE the event needs, if its times are written with a TZID: both ends
    /// are proven (rule `vtimezone-proven`), or both are written in UTC (rules
    /// `no-skipped-or-repeated-hour` and `dtend-always`).
    pub(super) block: Option<&'static Block>,
    sequence: u32,
    created: Timestamp,
    revised: Timestamp,
    session: &'a Session,
    context: Context<'a>,
    words: &'static Words,
    page: Option<Page<'a>>,
}

/// What an entry takes from its series, as it is now or as it was when the session was taken out.
#[derive(Clone, Copy)]
struct Context<'a> {
    language: Option<&'a Language>,
    announced_as: Option<&'a Line>,
    organizer: Option<&'a Organizer>,
}

/// The page of a session, as one follows it out of an entry: it tells whether that is the one of
/// today.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    /// Address up to the session's identifier, in its normal form.
    base: &'a str,
    id: &'a SessionId,
    sequence: u32,
}

impl<'a> Page<'a> {
    /// `base`: in the normal form of URLs, with a slash at the end; identifiers are letters, digits
    /// and hyphens, so that the whole is in it too. `None` where it is no link by its length.
    pub(super) fn new(base: &'a str, id: &'a SessionId, sequence: u32) -> Option<Self> {
        let digits = sequence.checked_ilog10().unwrap_or(0) as usize + 1;
        let length = base.len() + id.as_str().len() + "?r=".len() + digits;
        (length <= WebUrl::MAX_BYTES).then_some(Self { base, id, sequence })
    }

    fn write(self, lines: &mut ContentLines, escapes: Escapes) {
        match escapes {
            Escapes::Text => lines.escaped(self.base),
            Escapes::None => lines.push(self.base),
        }
        lines.push(self.id.as_str());
        lines.push("?r=");
        lines.digits(self.sequence);
    }
}

#[derive(Clone, Copy)]
enum Escapes {
    Text,
    None,
}

impl<'a> Event<'a> {
    /// A session of the definition with its entry in the record.
    pub(super) fn of_session(
        series: &'a Series,
        session: &'a Session,
        entry: &'a Entry,
        page: Option<Page<'a>>,
    ) -> Self {
        let context = Context {
            language: series.language.as_ref(),
            announced_as: series.announced_as_of(session),
            organizer: series.organizer.as_ref(),
        };
        Self::new(context, session, entry, page)
    }

    /// A session that was taken out: a cancelled entry from what the record keeps (rule
    /// `tombstone-for-30-days`).
    pub(super) fn of_tombstone(
        entry: &'a Entry,
        withdrawn: &'a Withdrawn,
        page: Option<Page<'a>>,
    ) -> Self {
        let context = Context {
            language: withdrawn.language(),
            announced_as: withdrawn.announced_as(),
            organizer: withdrawn.organizer(),
        };
        Self::new(context, withdrawn.session(), entry, page)
    }

    fn new(
        context: Context<'a>,
        session: &'a Session,
        entry: &'a Entry,
        page: Option<Page<'a>>,
    ) -> Self {
        Self {
            uid: entry.uid(),
            when: session.when,
            block: block_of(session.when),
            sequence: entry.sequence(),
            created: entry.created(),
            revised: entry.revised(),
            session,
            context,
            words: Words::of(context.language),
            page,
        }
    }

    /// Writes everything from BEGIN to before END.
    pub(super) fn write_open(&self, lines: &mut ContentLines) {
        let Self { session, context: Context { language, .. }, .. } = *self;
        lines.constant("BEGIN:VEVENT");
        // TEXT: what another system gave may hold commas. A UUID needs no escape.
        lines.text("UID", None, self.uid.as_str());
        // Rule `dtstamp-from-record`: the instant of the last revision, never the clock's.
        lines.utc("DTSTAMP", self.revised);
        lines.utc("CREATED", self.created);
        lines.utc("LAST-MODIFIED", self.revised);
        lines.number("SEQUENCE", self.sequence);
        self.write_when(lines);
        self.write_title(lines);
        self.write_status(lines);
        if let Some(place) = &session.place {
            lines.begin_text("LOCATION", language);
            write_location(lines, place, session.join.as_ref(), self.words);
            lines.end();
        }
        if let Some(Place::Venue { geo: Some(geo), .. }) = &session.place {
            lines.plain("GEO", &geo.to_string());
        }
        self.write_description(lines);
        if let Some(url) = &session.url {
            lines.uri("URL", url);
        } else if let Some(page) = self.page {
            lines.push("URL:");
            page.write(lines, Escapes::None);
            lines.end();
        }
        if let Some(join) = &session.join {
            // Rule `links-in-description`: never the only place of the link; it stands in
            // DESCRIPTION too.
            lines.uri("CONFERENCE;VALUE=URI", join);
        }
        if !session.categories.is_empty() {
            let categories = session.categories.iter().map(|category| category.as_str());
            lines.texts("CATEGORIES", language, categories);
        }
        if let Some(organizer) = self.context.organizer {
            self.write_organizer(lines, organizer);
        }
    }

    /// Writes the END of a VEVENT.
    pub(super) fn write_close(lines: &mut ContentLines) {
        lines.constant("END:VEVENT");
    }

    /// Writes the alarm of a session's own file (rule `one-alarm-at-most`); a cancelled session has
    /// none (rule `cancelled-entry-stays`).
    pub(super) fn write_alarm(&self, lines: &mut ContentLines) {
        let is_cancelled = self.session.status == Status::Cancelled;
        let Some(reminder) = self.session.reminder.filter(|_| !is_cancelled) else { return };
        lines.append("BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
        lines.text("DESCRIPTION", self.context.language, self.session.title.as_str());
        lines.push("TRIGGER:-PT");
        lines.digits(reminder.minutes().into());
        lines.append("M\r\nEND:VALARM\r\n");
    }

    fn write_when(&self, lines: &mut ContentLines) {
        match (self.when, self.block) {
            (When::Timed { start, end, .. }, Some(block)) => {
                lines.local("DTSTART", block.tzid(), start.local());
                lines.local("DTEND", block.tzid(), end.local());
            }
            (When::Timed { start, end, .. }, None) => {
                lines.utc("DTSTART", start.utc());
                lines.utc("DTEND", end.utc());
            }
            (When::AllDay { first, last }, _) => {
                lines.date("DTSTART", first);
                // Rule `dtend-always`: the end of whole days is exclusive.
                lines.date("DTEND", When::day_after(last));
            }
        }
    }

    fn write_title(&self, lines: &mut ContentLines) {
        lines.begin_text("SUMMARY", self.context.language);
        if self.session.status == Status::Cancelled {
            lines.escaped(self.words.calendar_cancelled);
            lines.push(" ");
        }
        lines.escaped(self.session.title.as_str());
        lines.end();
    }

    /// STATUS, TRANSP and Microsoft's busy status, which agree (rule `busy-said-twice`).
    fn write_status(&self, lines: &mut ContentLines) {
        lines.append(match self.session.status {
            Status::Confirmed => "STATUS:CONFIRMED\r\n",
            Status::Tentative => "STATUS:TENTATIVE\r\n",
            Status::Cancelled => "STATUS:CANCELLED\r\n",
        });
        lines.append(match (self.session.busy, self.session.status) {
            (false, _) | (_, Status::Cancelled) => {
                "TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"
            }
            (true, Status::Tentative) => {
                "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\n"
            }
            (true, Status::Confirmed) => "TRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n",
        });
    }

    /// Plain text in paragraphs, each link bare on its own line (rule `plain-description`); no line
    /// at all where there is nothing to say.
    fn write_description(&self, lines: &mut ContentLines) {
        let Self { session, context, words, .. } = *self;
        let mut text = Paragraphs { lines, language: context.language, any: false };
        if session.status == Status::Cancelled {
            text.next().escaped(words.notice);
        }
        if let Some(description) = &session.description {
            text.next().escaped(description.as_str());
        }
        if !session.speakers.is_empty() {
            let lines = text.next();
            lines.escaped(words.calendar_speakers);
            for speaker in &session.speakers {
                lines.push("\\n- ");
                lines.escaped(speaker.name.as_str());
                for part in [&speaker.role, &speaker.organisation].into_iter().flatten() {
                    lines.escaped(", ");
                    lines.escaped(part.as_str());
                }
            }
        }
        if let (Some(announced), When::Timed { zone, start, end }) =
            (context.announced_as, session.when)
        {
            let clock = clock(zone, start, end);
            let lines = text.next();
            let _ = write!(Escaped(lines), "{clock} ({zone}), {} {announced}", words.announced_as);
        }
        if let Some(join) = &session.join {
            let lines = text.next();
            lines.escaped(words.calendar_join);
            lines.push("\\n");
            lines.escaped(join.as_str());
        }
        if let Some(organizer) = context.organizer {
            let lines = text.next();
            lines.escaped(words.calendar_organiser);
            lines.push(" ");
            write_contact(lines, organizer);
        }
        if let Some(url) = &session.url {
            text.next().escaped(url.as_str());
        }
        if let Some(page) = self.page {
            let lines = text.next();
            lines.escaped(words.calendar_up_to_date);
            lines.push("\\n");
            page.write(lines, Escapes::Text);
        }
        text.end();
    }

    /// Rule `no-attendee`: ORGANIZER only where the definition asks for it.
    fn write_organizer(&self, lines: &mut ContentLines, organizer: &Organizer) {
        lines.begin_text("CONTACT", self.context.language);
        write_contact(lines, organizer);
        lines.end();
        if let (true, Some(email)) = (organizer.as_property, &organizer.email) {
            lines.organizer(organizer.name.as_str(), email.as_str());
        }
    }
}

/// A DESCRIPTION while it is written.
struct Paragraphs<'l> {
    lines: &'l mut ContentLines,
    language: Option<&'l Language>,
    any: bool,
}

impl Paragraphs<'_> {
    /// Begins a paragraph, and with the first one the property.
    fn next(&mut self) -> &mut ContentLines {
        if self.any {
            self.lines.push("\\n\\n");
        } else {
            self.lines.begin_text("DESCRIPTION", self.language);
        }
        self.any = true;
        self.lines
    }

    fn end(self) {
        if self.any {
            self.lines.end();
        }
    }
}

fn block_of(when: When) -> Option<&'static Block> {
    let When::Timed { zone, start, end } = when else { return None };
    Block::of(zone).filter(|block| block.proves(&start) && block.proves(&end))
}

/// `Name, address`.
fn write_contact(lines: &mut ContentLines, organizer: &Organizer) {
    lines.escaped(organizer.name.as_str());
    if let Some(email) = &organizer.email {
        lines.escaped(", ");
        lines.escaped(email.as_str());
    }
}

/// Rule `join-link-as-place`: online, the join link if it fits, else the word for it; a venue on
/// one line.
fn write_location(lines: &mut ContentLines, place: &Place, join: Option<&WebUrl>, words: &Words) {
    match (place, join) {
        (Place::Online, Some(join)) if join.as_str().len() <= Line::OUTLOOK_UNITS => {
            lines.escaped(join.as_str());
        }
        (Place::Online, _) => lines.escaped(words.online),
        (Place::Label(label), _) => lines.escaped(label.as_str()),
        (Place::Venue { name, address, .. }, _) => {
            lines.escaped(name.as_str());
            if let Some(address) = address {
                lines.escaped(", ");
                lines.escaped(address.as_str());
            }
        }
    }
}

/// `14:00–16:00 CEST`: what the clock of the place shows. Where the two ends are on two days, or
/// the clock is changed between them, each says so.
pub(super) fn clock(zone: Zone, start: Moment, end: Moment) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn in_brussels(start: &str, end: &str) -> When {
        let [start, end] = [start, end].map(|at| at.parse().unwrap());
        When::timed(Zone::get("Europe/Brussels").unwrap(), start, end).unwrap()
    }

    #[test]
    fn both_ends_are_proven_by_the_block_or_neither_is_local() {
        // The clock shows 02:00 to 03:00 twice, from midnight UTC on.
        let (before, repeated) = ("2027-10-30T22:00:00Z", "2027-10-31T00:30:00Z");
        let after = "2027-10-31T03:00:00Z";
        assert!(block_of(in_brussels(before, after)).is_some());
        assert!(block_of(in_brussels(before, repeated)).is_none());
        assert!(block_of(in_brussels(repeated, after)).is_none());
    }

    #[test]
    fn a_place_is_the_link_where_it_fits() {
        let join = |length: usize| {
            let begin = "https://example.org/";
            WebUrl::parse(&format!("{begin}{}", "a".repeat(length - begin.len()))).unwrap()
        };
        for (length, is_link) in [(255, true), (256, false)] {
            let join = join(length);
            let mut lines = ContentLines::default();
            let words = Words::of(Language::parse("el").ok().as_ref());
            write_location(&mut lines, &Place::Online, Some(&join), words);
            let expected = if is_link { join.as_str() } else { "Διαδικτυακά" };
            assert_eq!(lines.into_text(), expected);
            let said = crate::render::entry_text::location(&Place::Online, Some(&join), words);
            assert_eq!(said, expected);
        }
    }
}
