//! Parts of a series and selections of its sessions, as editions of their own: the series limited to some
//! of its sessions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edition::{PublishedSeries, RecordChanges, Translation};
use super::pages::{modified, session_of};
use crate::address::{OfSeries, PartKind, PartRef};
use crate::i18n::Words;
use crate::model::{
    Language, Line, PartId, PartKey, PartLimit, PartView, Reminder, Series, Session, SessionId, Uid,
};
use crate::render::Calendars;
use crate::revision::{Record, RecordEntry};
use crate::snapshot::{Edition, Entry, Resource, Selection};

/// Most sessions of a selection.
const MAX_SELECTED: usize = 100;

/// Some sessions of a series.
struct Limited<'a> {
    limit: PartLimit,
    /// By identifier.
    members: Vec<&'a SessionId>,
    /// The alarm of a variant.
    reminder: Option<Reminder>,
}

impl PublishedSeries {
    /// The edition of a part, by its current key; `None` before it has a session.
    pub(super) fn part(&self, part: PartRef<'_>) -> Option<Self> {
        let key = PartKey { kind: part.kind, id: PartId::parse(part.id).ok()? };
        let recorded = self.record.parts().into_iter().find(|one| one.key == key)?;
        let limit = PartLimit {
            kind: key.kind,
            id: key.id.as_str().into(),
            calendar: Uid::of_part(&self.series.authority, &self.series.id, &recorded.first),
        };
        let defined = self.series.parts.iter().find(|one| one.key == key);
        let reminder = defined.and_then(|part| part.reminder);
        let members = self.record.members(&key);
        if members.is_empty() {
            return None;
        }
        let limited = Limited { limit, members, reminder };
        let view = |series: &Series, record: &Record| {
            let defined = series.parts.iter().find(|part| part.key == key);
            let title = defined.map_or(&recorded.title, |part| &part.title);
            PartView {
                title: joined(&series.title, title.as_str()),
                colour: defined.and_then(|part| part.colour),
                sessions: sessions(series, record, &limited.members, ShownWithdrawn::IfAlone),
            }
        };
        Some(self.limited(&limited, &view))
    }

    /// A selection of sessions. The feed, which calendars ask for again and again, is composed without
    /// anything else.
    pub(super) fn selection(
        &self,
        language: Option<&Language>,
        written: &str,
        of: OfSeries<'_>,
    ) -> Option<Selection> {
        let selected = self.selected(written)?;
        let canonical = selected.keys().map(|id| id.as_str()).collect::<Vec<_>>().join("_");
        if canonical != written {
            return Some(Selection::Moved(canonical));
        }
        let uids = selected.values().map(|entry| entry.uid());
        let limit = PartLimit {
            kind: PartKind::Select,
            id: canonical.into(),
            calendar: Uid::of_selection(&self.series.authority, uids),
        };
        // Sessions that left the feed are in no selection, unless nothing else is left of it.
        let in_feed = selected.iter().filter(|(_, entry)| entry.is_in_feed());
        let in_feed: Vec<&SessionId> = in_feed.map(|(id, _)| *id).collect();
        let members = if in_feed.is_empty() { selected.into_keys().collect() } else { in_feed };
        let limited = Limited { limit, members, reminder: None };
        if of == OfSeries::Feed {
            let view = self.view(language);
            let head = PartView {
                title: selection_title(view.series, &limited.members),
                colour: None,
                sessions: Vec::new(),
            };
            let part = view.series.limited_to(&limited.limit, head);
            let parts = (&part, view.record);
            let public_url = self.context.public_url.as_ref();
            let feed = view.calendars.part(parts, &limited.members, public_url, None);
            let feed = Resource::feed(feed.into_feed(), modified(view.record.revised()));
            let entry = Entry::Resource(feed.reported_to(&self.context.reach));
            return Some(Selection::Entry(Box::new(entry)));
        }
        let view = |series: &Series, record: &Record| PartView {
            title: selection_title(series, &limited.members),
            colour: None,
            sessions: sessions(series, record, &limited.members, ShownWithdrawn::Too),
        };
        let edition = self.limited(&limited, &view);
        edition.render(language, of).map(|entry| Selection::Entry(Box::new(entry)))
    }

    /// The entries of a selection by current identifier; `None` if one was never published.
    fn selected(&self, written: &str) -> Option<BTreeMap<&SessionId, &RecordEntry>> {
        let slots = self.slots();
        let mut selected = BTreeMap::new();
        for (number, id) in written.split('_').enumerate() {
            let id = SessionId::parse(slots.session_today(id)?).ok()?;
            selected.extend([self.record.named(&id)?]);
            if number == MAX_SELECTED {
                return None;
            }
        }
        Some(selected)
    }

    /// The series limited to some sessions, in all its languages.
    fn limited(&self, limited: &Limited<'_>, view: &dyn Fn(&Series, &Record) -> PartView) -> Self {
        let Limited { limit, members, reminder } = limited;
        let record_in = |series: &Series| self.view(series.language.as_ref()).record;
        let series = self.series.limited(limit, &|series| view(series, record_in(series)));
        let calendars = |calendars: &Calendars, series: &Series, record: &Record| {
            let public_url = self.context.public_url.as_ref();
            Arc::new(calendars.part((series, record), members, public_url, *reminder))
        };
        let translations = self.translations.iter().filter_map(|one| {
            let series = series.in_language(&one.language)?;
            let record = one.record.limited(members);
            let calendars = calendars(&one.calendars, series, &record);
            Some(Translation { language: one.language.clone(), record, calendars })
        });
        let translations = translations.collect();
        let record = self.record.limited(members);
        let own = calendars(&self.calendars, &series, &record);
        let context = self.context.clone();
        Self::new((series, record), (own, translations), RecordChanges::default(), context)
    }
}

/// Whether pages show withdrawn sessions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ShownWithdrawn {
    Too,
    /// Unless there are others.
    IfAlone,
}

/// The sessions to show, in any order.
fn sessions(
    series: &Series,
    record: &Record,
    members: &[&SessionId],
    withdrawn: ShownWithdrawn,
) -> Vec<Session> {
    let of = |id: &&SessionId| {
        let entry = record.entry(id)?;
        Some((entry.withdrawn().is_some(), session_of(series, id, entry)?))
    };
    let mut all: Vec<(bool, &Session)> = members.iter().filter_map(of).collect();
    if withdrawn == ShownWithdrawn::IfAlone && all.iter().any(|(is_withdrawn, _)| !is_withdrawn) {
        all.retain(|(is_withdrawn, _)| !is_withdrawn);
    }
    all.into_iter().map(|(_, session)| session.clone()).collect()
}

/// The name of a selection's calendar: the session, or a general name.
fn selection_title(series: &Series, members: &[&SessionId]) -> Line {
    let words = Words::of(series.language.as_ref());
    let only = match members {
        [id] => series.sessions.iter().find(|session| session.id == **id),
        _ => None,
    };
    joined(&series.title, only.map_or(words.my_selection, |session| session.title.as_str()))
}

/// The title of a series and that of its part, if both fit on a line.
fn joined(series: &Line, part: &str) -> Line {
    let both = Line::parse(&format!("{series} – {part}"));
    both.or_else(|_| Line::parse(part)).unwrap_or_else(|_| series.clone())
}
