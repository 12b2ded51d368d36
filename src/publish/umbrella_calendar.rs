//! The calendar and pages of an umbrella, composed of the editions of its series.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::edition::{PublishedSeries, RecordChanges};
use super::umbrella_state::UmbrellaState;
use super::{codes, pages};
use crate::definition::Umbrella;
use crate::diagnostic::Finding;
use crate::model::{Series, SeriesId, SeriesParts, Session, SessionId};
use crate::render::{Calendars, FEED_MAX_BYTES, FeedEvent};
use crate::revision::{Record, RecordEntry};

/// The result of composing an umbrella.
pub(super) struct Composed {
    /// The edition, unless a finding is an error.
    pub(super) edition: Option<PublishedSeries>,
    pub(super) findings: Vec<Finding>,
    /// When time alone changes it next.
    pub(super) due: Option<Timestamp>,
}

/// A session of one of the series, by its identifier in the umbrella.
struct MemberSession {
    series: SeriesId,
    id: SessionId,
    session: Session,
    entry: RecordEntry,
    event: FeedEvent,
}

impl MemberSession {
    fn ends(&self) -> Timestamp {
        self.session.when.over_everywhere()
    }
}

/// Composes an umbrella from its series at this time.
pub(super) fn compose(
    state: &UmbrellaState,
    editions: &[Arc<PublishedSeries>],
    now: Timestamp,
) -> Composed {
    let UmbrellaState { umbrella, file, .. } = state;
    let error = |headline: String, help: &str| {
        Finding::new(&codes::UMBRELLA_NOT_SERVED, headline).at(file, umbrella.place()).help(help)
    };
    let mut sessions = member_sessions(umbrella, editions);
    let revised = revised(umbrella, editions, &sessions, now);
    let due = limit_to_window(umbrella, &mut sessions, now);
    let Some(revised) = revised.filter(|_| !sessions.is_empty()) else {
        let finding = error(
            "the umbrella has no session".to_owned(),
            "name series with sessions of these categories; an empty calendar deletes every \
             subscriber's entries",
        );
        return Composed { edition: None, findings: vec![finding], due };
    };
    let mut left_out = 0;
    loop {
        let (edition, size) = match edition(state, &sessions, revised) {
            Ok(composed) => composed,
            Err(why) => {
                let finding = error(why, "this is a bug in kalends: please report it");
                return Composed { edition: None, findings: vec![finding], due };
            }
        };
        if size <= FEED_MAX_BYTES {
            let findings = (left_out > 0).then(|| trimmed(state, left_out)).into_iter().collect();
            return Composed { edition: Some(edition), findings, due };
        }
        let dropped = drop_oldest(&mut sessions, size - FEED_MAX_BYTES, now);
        if dropped == 0 {
            let headline = format!(
                "the umbrella has {size} bytes without past sessions; Google reads at most \
                 {FEED_MAX_BYTES}"
            );
            let finding = error(headline, "name fewer series, or select `categories`")
                .note("it is served as it last was, if it was served before");
            // When the next session ends, it can be left out.
            let next = sessions.iter().map(MemberSession::ends).filter(|end| *end > now).min();
            let due = due.into_iter().chain(next).min();
            return Composed { edition: None, findings: vec![finding], due };
        }
        left_out += dropped;
    }
}

/// The umbrella while a series of it cannot be loaded.
pub(super) fn not_loaded(UmbrellaState { umbrella, file, .. }: &UmbrellaState) -> Composed {
    let headline = "a series of the umbrella cannot be loaded";
    let finding = Finding::new(&codes::UMBRELLA_NOT_SERVED, headline)
        .at(file, umbrella.place())
        .note("it is served as it last was, if it was served before")
        .help("see the log for the series, and restore its definition and record");
    Composed { edition: None, findings: vec![finding], due: None }
}

fn trimmed(UmbrellaState { umbrella, file, .. }: &UmbrellaState, left_out: usize) -> Finding {
    let headline = format!(
        "the umbrella has more than {FEED_MAX_BYTES} bytes: {left_out} past sessions were left out"
    );
    Finding::new(&codes::UMBRELLA_TRIMMED, headline)
        .at(file, umbrella.place())
        .note("Google stops reading there; the feeds of the series still have these sessions")
        .help("set a shorter `past`, such as `past = \"30d\"`, or name fewer series")
}

/// The selected entries of the series' feeds, sorted by start.
fn member_sessions(umbrella: &Umbrella, editions: &[Arc<PublishedSeries>]) -> Vec<MemberSession> {
    let mut uids = BTreeSet::new();
    let mut sessions = Vec::new();
    for edition in editions {
        let (series, record) = (&edition.series, &edition.record);
        for (id, entry) in record.in_feed() {
            let session = pages::session_of(series, id, entry);
            let Some(session) = session.filter(|session| umbrella.selects(session)) else {
                continue;
            };
            let Some(event) = edition.calendars.feed_event(id) else { continue };
            // Adopted series may have one entry twice; a calendar must not.
            if uids.insert(entry.uid().clone()) {
                sessions.push(MemberSession {
                    series: series.id.clone(),
                    id: SessionId::in_umbrella(&series.id, id),
                    session: session.in_umbrella(&series.id),
                    entry: entry.in_umbrella(&series.id),
                    event,
                });
            }
        }
    }
    sessions.sort_by(|a, b| {
        (a.session.when.sort_key(), &a.id).cmp(&(b.session.when.sort_key(), &b.id))
    });
    sessions
}

/// When the calendar last changed: with one of its series, or when a session left the window.
fn revised(
    umbrella: &Umbrella,
    editions: &[Arc<PublishedSeries>],
    sessions: &[MemberSession],
    now: Timestamp,
) -> Option<Timestamp> {
    let left = sessions.iter().filter_map(|one| umbrella.leaves_at(&one.session));
    let left = left.filter(|at| *at <= now);
    editions.iter().map(|edition| edition.record.revised()).chain(left).max()
}

/// Leaves out sessions that ended before the window; the last of them stays if it would be empty.
/// Returns when the next session leaves.
fn limit_to_window(
    umbrella: &Umbrella,
    sessions: &mut Vec<MemberSession>,
    now: Timestamp,
) -> Option<Timestamp> {
    let has_left =
        |one: &MemberSession| umbrella.leaves_at(&one.session).is_some_and(|at| at <= now);
    let last = sessions.iter().max_by_key(|one| one.ends()).map(|one| one.id.clone());
    if sessions.iter().all(has_left) {
        sessions.retain(|one| Some(&one.id) == last.as_ref());
        return None;
    }
    sessions.retain(|one| !has_left(one));
    sessions.iter().filter_map(|one| umbrella.leaves_at(&one.session)).min()
}

/// Leaves out ended sessions of at least `excess` bytes, oldest first. Returns their number.
fn drop_oldest(sessions: &mut Vec<MemberSession>, excess: usize, now: Timestamp) -> usize {
    let mut ended: Vec<&MemberSession> = sessions.iter().filter(|one| one.ends() <= now).collect();
    ended.sort_by_key(|one| one.ends());
    let mut dropped = BTreeSet::new();
    let mut bytes = 0;
    for one in ended {
        if bytes >= excess || dropped.len() + 1 == sessions.len() {
            break;
        }
        bytes += one.event.size();
        dropped.insert(one.id.clone());
    }
    sessions.retain(|one| !dropped.contains(&one.id));
    dropped.len()
}

/// The edition of these sessions, and the size of its feed.
fn edition(
    UmbrellaState { umbrella, context, .. }: &UmbrellaState,
    sessions: &[MemberSession],
    revised: Timestamp,
) -> Result<(PublishedSeries, usize), String> {
    let defined = sessions.iter().filter(|one| one.entry.withdrawn().is_none());
    let mut shown: Vec<Session> = defined.map(|one| one.session.clone()).collect();
    if shown.is_empty() {
        shown = sessions.iter().map(|one| one.session.clone()).collect();
    }
    let head = SeriesParts { sessions: shown, ..umbrella.head().clone() };
    let series = Series::new(head).map_err(|_| "the umbrella is not a series".to_owned())?;
    let entries = sessions.iter().map(|one| (one.id.clone(), one.entry.clone()));
    let record = Record::of_umbrella(&series, entries, revised);
    let events = sessions.iter().map(|one| &one.event);
    let public_url = context.public_url.as_ref();
    let calendars =
        Calendars::of_umbrella((&series, &record), events, public_url).map_err(|fault| {
            format!("the calendar breaks rule `{}`: {}", fault.rule.name(), fault.what)
        })?;
    let size = calendars.feed().len();
    let members: BTreeSet<SeriesId> = sessions.iter().map(|one| one.series.clone()).collect();
    let calendars = (Arc::new(calendars), Vec::new());
    let changes = RecordChanges::default();
    let edition = PublishedSeries::new((series, record), calendars, changes, context.clone());
    Ok((edition.over(members.into_iter().collect()), size))
}
