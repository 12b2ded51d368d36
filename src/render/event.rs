//! One VEVENT: a session as its definition and record say, or a tombstone as its record says.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::lines::ContentLines;
use super::vtimezone::Block;
use crate::model::{
    Geo, Language, Line, Moment, Organizer, Place, Series, Session, Status, Uid, WebUrl, When, Zone,
};
use crate::revision::{Entry, Withdrawn};
use crate::words::Words;

/// What a VEVENT is written from.
pub(super) struct Event<'a> {
    pub(super) uid: &'a Uid,
    pub(super) when: When,
    sequence: u32,
    created: Timestamp,
    revised: Timestamp,
    status: Status,
    busy: bool,
    title: &'a str,
    language: Option<&'a Language>,
    location: Option<String>,
    geo: Option<Geo>,
    description: Option<String>,
    url: Option<WebUrl>,
    join: Option<&'a WebUrl>,
    categories: Vec<&'a str>,
    organizer: Option<&'a Organizer>,
    /// Minutes before the start, for the session's own file.
    reminder: Option<u16>,
}

/// What an entry takes from its series, as it is now or as it was when the session was taken out.
#[derive(Clone, Copy)]
struct Context<'a> {
    language: Option<&'a Language>,
    announced_as: Option<&'a Line>,
    organizer: Option<&'a Organizer>,
}

impl<'a> Event<'a> {
    /// A session of the definition with its entry in the record.
    pub(super) fn of_session(
        series: &'a Series,
        session: &'a Session,
        entry: &'a Entry,
        page: Option<&WebUrl>,
    ) -> Self {
        let context = Context {
            language: series.language.as_ref(),
            announced_as: series.announced_as_of(session),
            organizer: series.organizer.as_ref(),
        };
        Self::new(context, session, entry, page)
    }

    /// A session that was taken out: a cancelled entry from what the record keeps (rule 13).
    pub(super) fn of_tombstone(
        entry: &'a Entry,
        withdrawn: &'a Withdrawn,
        page: Option<&WebUrl>,
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
        page: Option<&WebUrl>,
    ) -> Self {
        let place = session.place.as_ref();
        Self {
            uid: entry.uid(),
            when: session.when,
            sequence: entry.sequence(),
            created: entry.created(),
            revised: entry.revised(),
            status: session.status,
            busy: session.busy,
            title: session.title.as_str(),
            language: context.language,
            location: place.map(|place| location(place, session.join.as_ref())),
            geo: match place {
                Some(Place::Venue { geo, .. }) => *geo,
                _ => None,
            },
            description: Some(describe(context, session, page.map(WebUrl::as_str)))
                .filter(|text| !text.is_empty()),
            url: session.url.as_ref().or(page).cloned(),
            join: session.join.as_ref(),
            categories: session.categories.iter().map(|category| category.as_str()).collect(),
            organizer: context.organizer,
            reminder: session.reminder.map(|reminder| reminder.minutes()),
        }
    }

    /// The zone whose VTIMEZONE the event needs, if its times are written with a TZID: both ends
    /// are proven (rule 21), or both are written in UTC (rules 17, 23).
    pub(super) fn block(&self) -> Option<&'static Block> {
        let When::Timed { zone, start, end } = self.when else { return None };
        Block::of(zone).filter(|block| block.proves(&start) && block.proves(&end))
    }

    /// Writes everything from BEGIN to before END.
    pub(super) fn write_open(&self, lines: &mut ContentLines) {
        lines.constant("BEGIN:VEVENT");
        // TEXT: what another system gave may hold commas. A UUID needs no escape.
        lines.text("UID", None, self.uid.as_str());
        // Rule 6: the instant of the last revision, never the clock's.
        lines.utc("DTSTAMP", self.revised);
        lines.utc("CREATED", self.created);
        lines.utc("LAST-MODIFIED", self.revised);
        lines.number("SEQUENCE", self.sequence);
        self.write_when(lines);
        self.write_title(lines);
        self.write_status(lines);
        if let Some(location) = &self.location {
            lines.text("LOCATION", self.language, location);
        }
        if let Some(geo) = self.geo {
            lines.plain("GEO", &geo.to_string());
        }
        if let Some(description) = &self.description {
            lines.text("DESCRIPTION", self.language, description);
        }
        if let Some(url) = &self.url {
            lines.uri("URL", url);
        }
        if let Some(join) = self.join {
            // Rule 34: never the only place of the link; it stands in DESCRIPTION too.
            lines.uri("CONFERENCE;VALUE=URI", join);
        }
        if !self.categories.is_empty() {
            lines.texts("CATEGORIES", self.language, self.categories.iter().copied());
        }
        if let Some(organizer) = self.organizer {
            self.write_organizer(lines, organizer);
        }
    }

    /// Writes the END of a VEVENT.
    pub(super) fn write_close(lines: &mut ContentLines) {
        lines.constant("END:VEVENT");
    }

    /// Writes the alarm of a session's own file (rule 37); a cancelled session has none (rule 12).
    pub(super) fn write_alarm(&self, lines: &mut ContentLines) {
        let Some(minutes) = self.reminder.filter(|_| self.status != Status::Cancelled) else {
            return;
        };
        lines.constant("BEGIN:VALARM");
        lines.constant("ACTION:DISPLAY");
        lines.text("DESCRIPTION", self.language, self.title);
        lines.plain("TRIGGER", &format!("-PT{minutes}M"));
        lines.constant("END:VALARM");
    }

    fn write_when(&self, lines: &mut ContentLines) {
        match (self.when, self.block()) {
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
                // Rule 23: the end of whole days is exclusive.
                lines.date("DTEND", When::day_after(last));
            }
        }
    }

    fn write_title(&self, lines: &mut ContentLines) {
        if self.status == Status::Cancelled {
            let title = format!("{} {}", Words::of(self.language).calendar_cancelled, self.title);
            lines.text("SUMMARY", self.language, &title);
        } else {
            lines.text("SUMMARY", self.language, self.title);
        }
    }

    /// STATUS, TRANSP and Microsoft's busy status, which agree (rule 36).
    fn write_status(&self, lines: &mut ContentLines) {
        lines.constant(match self.status {
            Status::Confirmed => "STATUS:CONFIRMED",
            Status::Tentative => "STATUS:TENTATIVE",
            Status::Cancelled => "STATUS:CANCELLED",
        });
        let (transparency, busy) = match (self.busy, self.status) {
            (false, _) | (_, Status::Cancelled) => ("TRANSPARENT", "FREE"),
            (true, Status::Tentative) => ("OPAQUE", "TENTATIVE"),
            (true, Status::Confirmed) => ("OPAQUE", "BUSY"),
        };
        lines.plain("TRANSP", transparency);
        lines.plain("X-MICROSOFT-CDO-BUSYSTATUS", busy);
    }

    /// Rule 8: ORGANIZER only where the definition asks for it.
    fn write_organizer(&self, lines: &mut ContentLines, organizer: &Organizer) {
        lines.text("CONTACT", self.language, &contact(organizer));
        if let (true, Some(email)) = (organizer.as_property, &organizer.email) {
            lines.organizer(organizer.name.as_str(), email.as_str());
        }
    }
}

fn contact(organizer: &Organizer) -> String {
    match &organizer.email {
        Some(email) => format!("{}, {email}", organizer.name),
        None => organizer.name.to_string(),
    }
}

/// Rule 35: online, the join link if it fits, else a label; a venue on one line.
fn location(place: &Place, join: Option<&WebUrl>) -> String {
    match (place, join) {
        (Place::Online, Some(join)) if join.as_str().len() <= Line::OUTLOOK_UNITS => {
            join.to_string()
        }
        (Place::Online, _) => "Online".to_owned(),
        (Place::Label(label), _) => label.to_string(),
        (Place::Venue { name, address: Some(address), .. }, _) => format!("{name}, {address}"),
        (Place::Venue { name, address: None, .. }, _) => name.to_string(),
    }
}

/// Plain text in paragraphs, each link bare on its own line (rule 32).
fn describe(context: Context<'_>, session: &Session, page: Option<&str>) -> String {
    let words = Words::of(context.language);
    let mut text = String::new();
    let mut paragraph = |lines: &[&str]| {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&lines.join("\n"));
    };
    if session.status == Status::Cancelled {
        paragraph(&[words.notice]);
    }
    if let Some(description) = &session.description {
        paragraph(&[description.as_str()]);
    }
    if !session.speakers.is_empty() {
        let mut list = words.calendar_speakers.to_owned();
        for speaker in &session.speakers {
            let _ = write!(list, "\n- {speaker}");
        }
        paragraph(&[&list]);
    }
    if let (Some(announced), When::Timed { zone, start, end }) =
        (context.announced_as, session.when)
    {
        let clock = clock(zone, start, end);
        paragraph(&[&format!("{clock} ({zone}), {} {announced}", words.announced_as)]);
    }
    if let Some(join) = &session.join {
        paragraph(&[words.calendar_join, join.as_str()]);
    }
    if let Some(organizer) = context.organizer {
        paragraph(&[&format!("{} {}", words.calendar_organiser, contact(organizer))]);
    }
    if let Some(url) = &session.url {
        paragraph(&[url.as_str()]);
    }
    if let Some(page) = page {
        paragraph(&[words.calendar_up_to_date, page]);
    }
    text
}

/// `14:00–16:00 CEST`: what the clock of the place shows. Where the two ends are on two days, or
/// the clock is changed between them, each says so.
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
