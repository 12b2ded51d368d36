//! Restores the lost record of a definition from the feed that was last published.
//!
//! Where the definition was edited since, the record has the feed's values, so that the next publication
//! reports the change.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::event::SourceEvent;
use super::feed::SourceFeed;
use super::ids::Taken;
use super::{Bytes, codes, published, reread, revised, series, stamp};
use crate::diagnostic::{Finding, sort};
use crate::lint::shown;
use crate::model::{
    Prose, Series, SeriesParts, Session, SessionId, SessionParts, Status, Uid, When,
};
use crate::revision::{Record, Stamp};

/// A record made from a feed.
#[derive(Debug)]
pub struct Recovered {
    /// The record.
    pub record: Record,
    /// All findings, ordered by place.
    pub findings: Vec<Finding>,
    /// Whether the calendar served with the record has the feed's bytes.
    pub bytes: Bytes,
}

/// Makes the record with which `series` was published as `feed`.
///
/// 1. Entries are matched by UID: the recorded UID if `known` has one, else the derived UID.
/// 2. Without `known`, remaining entries are matched by title and start where both are unique. This
///    restores UIDs that another system issued.
/// 3. Entries without a session become tombstones if they are cancelled; otherwise the next publication
///    withdraws them.
///
/// # Errors
/// When an entry cannot become a tombstone, or the feed is a translation: a record holds the values in
/// the series' own language.
pub fn recover(
    feed: &SourceFeed,
    series: &Series,
    known: Option<&Record>,
    now: Timestamp,
) -> Result<Recovered, Vec<Finding>> {
    let spoken =
        series::language(feed).filter(|language| series.language.as_ref() != Some(language));
    if let Some(language) = spoken.filter(|language| series.in_language(language).is_some()) {
        let headline = format!("the calendar is in `{language}`, a translation of the series");
        let help = format!("adopt the calendar at `/{}.ics` instead", series.id);
        return Err(vec![Finding::new(&codes::LANGUAGE, headline).in_file(&feed.file).help(help)]);
    }
    let mut matching = Matching::new(feed, series, known);
    matching.by_uid();
    if known.is_none() {
        matching.by_title_and_start();
    }
    let extra = matching.others();
    let Matching { by_id, mut findings, .. } = matching;
    let stamps: BTreeMap<SessionId, Stamp> =
        by_id.iter().map(|(id, event)| (id.clone(), stamp(event, now))).collect();
    let revised = revised(feed, &stamps);
    let mut record = Record::adopted(series, &stamps, revised);
    let values = RecoveredValues { feed, by_id: &by_id, stamps: &stamps, revised };
    if let Some(series) = values.series(series, &record) {
        record = Record::adopted(&series, &stamps, revised);
        let differences = feed.differences(&published(feed, &series, &record), |_, _| true);
        // `plan` shows values that are published differently.
        findings.extend(differences.into_iter().filter(|finding| finding.code() == &codes::LOST));
    }
    findings.extend(values.add(extra, series, &mut record)?);
    record.assume_texts(series);
    if feed.events.iter().any(|event| event.is_of_first_format) {
        record.assume_first_format();
    }
    let is_same = published(feed, series, &record) == feed.file.text();
    let bytes = if is_same { Bytes::Same } else { Bytes::Rewritten };
    sort(&mut findings);
    Ok(Recovered { record, findings, bytes })
}

struct Matching<'a> {
    feed: &'a SourceFeed,
    series: &'a Series,
    known: Option<&'a Record>,
    by_id: BTreeMap<SessionId, &'a SourceEvent>,
    left: Vec<&'a SourceEvent>,
    findings: Vec<Finding>,
}

impl<'a> Matching<'a> {
    fn new(feed: &'a SourceFeed, series: &'a Series, known: Option<&'a Record>) -> Self {
        let left = feed.events.iter().collect();
        let findings = feed.findings().to_vec();
        Self { feed, series, known, by_id: BTreeMap::new(), left, findings }
    }

    fn by_uid(&mut self) {
        let mut ids: BTreeMap<Uid, &SessionId> = BTreeMap::new();
        for session in &self.series.sessions {
            ids.insert(self.series.uid_of(&session.id), &session.id);
        }
        for (id, entry) in self.known.into_iter().flat_map(Record::sessions) {
            ids.insert(entry.uid().clone(), id);
        }
        let defined: BTreeSet<&SessionId> =
            self.series.sessions.iter().map(|session| &session.id).collect();
        for event in std::mem::take(&mut self.left) {
            match ids.get(&event.uid).filter(|id| defined.contains(**id)) {
                Some(id) if !self.by_id.contains_key(*id) => {
                    self.by_id.insert((*id).clone(), event);
                }
                _ => self.left.push(event),
            }
        }
    }

    fn by_title_and_start(&mut self) {
        let key = |title: &str, when: &When| (title.to_owned(), when.sort_key());
        let mut sessions: BTreeMap<_, Vec<&SessionId>> = BTreeMap::new();
        for session in &self.series.sessions {
            if !self.by_id.contains_key(&session.id) {
                let key = key(session.title.as_str(), &session.when);
                sessions.entry(key).or_default().push(&session.id);
            }
        }
        for event in std::mem::take(&mut self.left) {
            let found = sessions.remove(&key(event.content.title.as_str(), &event.content.when));
            let Some([id]) = found.as_deref() else {
                self.left.push(event);
                continue;
            };
            let uid = shown(event.uid.as_str());
            let headline = format!("UID `{uid}` is assigned to session `{id}`");
            self.findings.push(
                Finding::new(&codes::GUESSED, headline)
                    .at(&self.feed.file, event.span)
                    .note("their titles and starts are the same, and no other session has this UID")
                    .help("if it belongs to another session, give that session this title and start, and try again"),
            );
            self.by_id.insert((*id).clone(), event);
        }
    }

    /// Gives the remaining events identifiers of their own, and returns these.
    fn others(&mut self) -> Vec<SessionId> {
        let mut taken = Taken::default();
        self.series.sessions.iter().for_each(|session| taken.insert(session.id.clone()));
        let recorded: BTreeMap<&Uid, &SessionId> = self
            .known
            .into_iter()
            .flat_map(Record::sessions)
            .map(|(id, entry)| (entry.uid(), id))
            .collect();
        let mut extra = Vec::new();
        for event in std::mem::take(&mut self.left) {
            let id = match recorded.get(&event.uid).filter(|id| !taken.contains(id)) {
                Some(id) => {
                    taken.insert((*id).clone());
                    (*id).clone()
                }
                None => taken.identify(&self.series.authority, &self.series.id, event).0,
            };
            let uid = shown(event.uid.as_str());
            let headline =
                format!("UID `{uid}`, `{}`, does not belong to a session", event.content.title);
            let cancelled = event.content.status == Status::Cancelled;
            let note = if cancelled {
                format!("it stays cancelled, under the id `{id}`")
            } else {
                format!("the next publication withdraws it, under the id `{id}`")
            };
            let finding = Finding::new(&codes::UNMATCHED, headline);
            let finding = finding.at(&self.feed.file, event.span).note(note);
            let help = format!("to keep the event, add a session with `id = \"{id}\"`");
            self.findings.push(if cancelled { finding } else { finding.help(help) });
            self.by_id.insert(id.clone(), event);
            extra.push(id);
        }
        for session in &self.series.sessions {
            if !self.by_id.contains_key(&session.id) {
                let headline = format!("session `{}` is not in the calendar", session.id);
                self.findings.push(
                    Finding::new(&codes::UNMATCHED, headline)
                        .in_file(&self.feed.file)
                        .note("the next publication creates it")
                        .help("if an event of the calendar is this session, give the session that event's title and start"),
                );
            }
        }
        extra
    }
}

/// The feed's values, which replace those of a definition edited since.
struct RecoveredValues<'a> {
    feed: &'a SourceFeed,
    by_id: &'a BTreeMap<SessionId, &'a SourceEvent>,
    stamps: &'a BTreeMap<SessionId, Stamp>,
    revised: Timestamp,
}

impl RecoveredValues<'_> {
    /// The series as the feed has it: its publication is read as the feed was, and only differing
    /// values are taken from the feed. Descriptions come last, because they repeat other values.
    fn series(&self, series: &Series, record: &Record) -> Option<Series> {
        let now = reread(self.feed, series, record);
        let mut parts = SeriesParts::clone(series);
        self.head(&mut parts, series, &now);
        self.each(&mut parts, &now, with_what_differs);
        let series = Series::new(parts).ok()?;
        let record = Record::adopted(&series, self.stamps, self.revised);
        let now = reread(self.feed, &series, &record);
        let mut parts = SeriesParts::clone(&series);
        self.each(&mut parts, &now, |defined, seen, then| {
            if seen.content.description == then.content.description {
                return defined.clone();
            }
            let own = |event: &SourceEvent, feed: &SourceFeed| {
                let organizer = event.content.organizer.as_ref();
                series::session(defined.id.clone(), event, feed, organizer).description.clone()
            };
            with_description(defined, own(seen, &now).as_ref(), own(then, self.feed))
        });
        Series::new(parts).ok()
    }

    fn each(
        &self,
        parts: &mut SeriesParts,
        now: &SourceFeed,
        change: impl Fn(&Session, &SourceEvent, &SourceEvent) -> Session,
    ) {
        let seen: BTreeMap<&Uid, &SourceEvent> =
            now.events.iter().map(|event| (&event.uid, event)).collect();
        for defined in &mut parts.sessions {
            let Some(then) = self.by_id.get(&defined.id) else { continue };
            let Some(now) = seen.get(&then.uid) else { continue };
            *defined = change(defined, now, then);
        }
    }

    fn head(&self, parts: &mut SeriesParts, series: &Series, now: &SourceFeed) {
        let (then, head) = (&self.feed.head, &now.head);
        if let Some(title) = then.title.clone().filter(|_| then.title != head.title) {
            parts.title = title;
        }
        if then.description != head.description {
            parts.description.clone_from(&then.description);
        }
        if then.url != head.url {
            parts.url.clone_from(&then.url);
        }
        if then.colour != head.colour {
            parts.colour = then.colour;
        }
        if then.image != head.image {
            parts.image.clone_from(&then.image);
        }
        if series::language(self.feed) != series.language.as_ref() {
            parts.language = series::language(self.feed).cloned();
        }
        let defined = series.sessions.iter().filter_map(|session| self.by_id.get(&session.id));
        let organizer = series::organizer_of_most(defined.copied());
        if organizer != series::organizer_of_most(now.events.iter()) {
            parts.organizer = organizer.cloned();
        }
    }

    /// Adds events without a session, and reports values that cannot be kept. Their descriptions contain
    /// the announced time already.
    fn add(
        &self,
        extra: Vec<SessionId>,
        series: &Series,
        record: &mut Record,
    ) -> Result<Vec<Finding>, Vec<Finding>> {
        let mut findings = Vec::new();
        for id in extra {
            let Some(event) = self.by_id.get(&id) else { continue };
            let organizer = event.content.organizer.as_ref();
            let session = series::session(id.clone(), event, self.feed, organizer);
            findings.extend(series::too_long(&session, event, self.feed));
            let is_cancelled = session.status == Status::Cancelled;
            // Withdrawing cancels it.
            let status = if is_cancelled { Status::Confirmed } else { session.status };
            let session = SessionParts { status, ..session.defined().clone() };
            let language = series::language_of(event, self.feed);
            let parts = SeriesParts {
                language: language.cloned(),
                organizer: organizer.cloned(),
                announced_as: None,
                sessions: vec![Session::new(session)],
                ..SeriesParts::clone(series)
            };
            let Ok(alone) = Series::new(parts) else { continue };
            record.take(&Record::adopted(&alone, self.stamps, self.revised), &id);
            if is_cancelled {
                record.withdraw(&id).map_err(|finding| vec![finding.in_file(&self.feed.file)])?;
            }
        }
        Ok(findings)
    }
}

/// The session with the differing values of the feed, except the description.
fn with_what_differs(defined: &Session, now: &SourceEvent, then: &SourceEvent) -> Session {
    let (now, then) = (&now.content, &then.content);
    let mut parts = defined.defined().clone();
    if now.title != then.title {
        parts.title = then.title.clone();
    }
    if now.when != then.when {
        parts.when = then.when;
    }
    if now.status != then.status {
        parts.status = then.status;
    }
    if now.busy != then.busy {
        parts.busy = then.busy;
    }
    if (&now.place, &now.join) != (&then.place, &then.join) {
        parts.place.clone_from(&then.place);
        parts.join.clone_from(&then.join);
    }
    if now.url != then.url {
        parts.url.clone_from(&then.url);
    }
    if now.categories != then.categories {
        parts.categories.clone_from(&then.categories);
    }
    Session::new(parts)
}

/// The session with the feed's description. The list of speakers is kept if it did not change.
fn with_description(defined: &Session, now: Option<&Prose>, then: Option<Prose>) -> Session {
    let text = |prose: Option<&Prose>| prose.map_or("", Prose::as_str).to_owned();
    let (now, was, own) =
        (text(now), text(then.as_ref()), text(defined.defined().description.as_ref()));
    let mut parts = defined.defined().clone();
    let tail = now.strip_prefix(&own).filter(|tail| !tail.is_empty());
    let kept = tail.and_then(|tail| was.strip_suffix(tail.trim_start_matches('\n')));
    if let Some(kept) = kept {
        parts.description = Prose::parse(kept).ok();
    } else {
        parts.description = then;
        parts.speakers.clear();
    }
    Session::new(parts)
}
