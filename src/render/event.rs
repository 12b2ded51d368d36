//! One VEVENT: a session from its definition and record, or a tombstone from its record.

use std::fmt;

use jiff::Timestamp;

use super::text::{self, EntryContext};
use crate::i18n::Words;
use crate::ical::{ContentLines, ZoneBlock};
use crate::model::{
    Language, Organizer, Place, Reminder, Series, Session, SessionId, Status, Uid, WebUrl, When,
};
use crate::revision::{RecordEntry, Withdrawn};

/// The source of a VEVENT.
pub(super) struct EventSource<'a> {
    pub(super) uid: &'a Uid,
    pub(super) when: When,
    /// The zone of the event's VTIMEZONE, if its times are written with a TZID: both ends are proven
    /// (rule `vtimezone-proven`); otherwise both are in UTC (rules `no-skipped-or-repeated-hour` and
    /// `dtend-always`).
    pub(super) block: Option<&'static ZoneBlock>,
    sequence: u32,
    created: Timestamp,
    revised: Timestamp,
    session: &'a Session,
    context: EntryContext<'a>,
    words: &'static Words,
    page: Option<Page<'a>>,
}

/// A session page's address with the entry's revision, so that the page can say whether the entry is
/// current.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    /// Address up to the session's identifier, normalised.
    base: &'a str,
    id: &'a SessionId,
    sequence: u32,
}

impl<'a> Page<'a> {
    /// `base`: a normalised URL with a slash at the end. Identifiers are letters, digits and hyphens, so the
    /// whole is normalised too. `None` if the address is too long for a link.
    pub(super) fn new(base: &'a str, id: &'a SessionId, sequence: u32) -> Option<Self> {
        let digits = sequence.checked_ilog10().unwrap_or(0) as usize + 1;
        let length = base.len() + id.as_str().len() + "?r=".len() + digits;
        (length <= WebUrl::MAX_BYTES).then_some(Self { base, id, sequence })
    }
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}?r={}", self.base, self.id, self.sequence)
    }
}

impl<'a> EventSource<'a> {
    /// A session of the definition with its entry in the record.
    pub(super) fn of_session(
        series: &'a Series,
        session: &'a Session,
        entry: &'a RecordEntry,
        page: Option<Page<'a>>,
    ) -> Self {
        Self::new(EntryContext::of_session(series, session), session, entry, page)
    }

    /// A removed session: a cancelled entry from the record (rule `tombstone-for-30-days`).
    pub(super) fn of_tombstone(
        entry: &'a RecordEntry,
        withdrawn: &'a Withdrawn,
        page: Option<Page<'a>>,
    ) -> Self {
        let context = EntryContext {
            language: withdrawn.language(),
            announced_as: withdrawn.announced_as(),
            organizer: withdrawn.organizer(),
        };
        Self::new(context, withdrawn.session(), entry, page)
    }

    fn new(
        context: EntryContext<'a>,
        session: &'a Session,
        entry: &'a RecordEntry,
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

    /// Writes everything from BEGIN up to END, which is not included.
    pub(super) fn write_open(&self, lines: &mut ContentLines) {
        let Self { session, context: EntryContext { language, .. }, .. } = *self;
        lines.constant("BEGIN:VEVENT");
        // TEXT: a UID from another system may contain commas. A UUID needs no escape.
        lines.text("UID", None, self.uid.as_str());
        // Rule `dtstamp-from-record`: the time of the last revision, never the clock's.
        lines.utc("DTSTAMP", self.revised);
        lines.utc("CREATED", self.created);
        lines.utc("LAST-MODIFIED", self.revised);
        lines.number("SEQUENCE", self.sequence);
        self.write_when(lines);
        self.write_title(lines);
        self.write_status(lines);
        if let Some(place) = &session.place {
            lines.written("LOCATION", language, |out| {
                text::write_location(out, place, session.join.as_ref(), self.words)
            });
        }
        if let Some(Place::Venue { geo: Some(geo), .. }) = &session.place {
            lines.plain("GEO", geo);
        }
        lines.written("DESCRIPTION", language, |out| {
            text::write_description(out, self.context, session, self.page)
        });
        if let Some(url) = &session.url {
            lines.uri("URL", url);
        } else if let Some(page) = self.page {
            lines.plain("URL", page);
        }
        if let Some(join) = &session.join {
            // Rule `links-in-description`: DESCRIPTION contains the link as well.
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

    /// Writes the alarm of a session's own file (rule `one-alarm-at-most`); a cancelled session has none
    /// (rule `cancelled-entry-stays`).
    pub(super) fn write_alarm(&self, lines: &mut ContentLines) {
        let is_cancelled = self.session.status == Status::Cancelled;
        if let Some(reminder) = self.session.reminder.filter(|_| !is_cancelled) {
            write_alarm(lines, self.context.language, self.session.title.as_str(), reminder);
        }
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

    /// Rule `no-attendee`: ORGANIZER only if the definition asks for it.
    fn write_organizer(&self, lines: &mut ContentLines, organizer: &Organizer) {
        lines.written("CONTACT", self.context.language, |out| text::write_contact(out, organizer));
        if let (true, Some(email)) = (organizer.as_property, &organizer.email) {
            lines.organizer(organizer.name.as_str(), &email.in_mailto());
        }
    }
}

/// Writes a VALARM with a session's title.
pub(super) fn write_alarm(
    lines: &mut ContentLines,
    language: Option<&Language>,
    title: &str,
    reminder: Reminder,
) {
    lines.append("BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
    lines.text("DESCRIPTION", language, title);
    lines.push("TRIGGER:-PT");
    lines.digits(reminder.minutes().into());
    lines.append("M\r\nEND:VALARM\r\n");
}

fn block_of(when: When) -> Option<&'static ZoneBlock> {
    let When::Timed { zone, start, end } = when else { return None };
    ZoneBlock::of(zone).filter(|block| block.proves(&start) && block.proves(&end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;

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
}
