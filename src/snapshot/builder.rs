//! Builds snapshots, and rejects any that would break a promise to clients.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::{Arc, Weak};

use bytes::Bytes;
use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::names::{Found, Name, Names, Served};
use super::{
    Edition, Entry, ErrorPages, Readiness, ReadinessStatus, Resource, SeriesReach, SiteStatus,
    SourceFailure,
};
use crate::address::{self, Address};
use crate::model::{Audience, TokenHash};

/// Rule `robots-may-fetch`: robots may fetch calendars; headers of the files say whether to list them.
const ROBOTS: &str = "User-agent: *\nAllow: /\n";
const HEALTH: &str = r#"{"status":"ok"}"#;

/// Why a snapshot cannot be built. Each of these is a bug in the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotProblem {
    /// Two entries at one address.
    #[error("`{0}` has two entries")]
    Taken(String),
    /// A path that could be written in several ways.
    #[error("`{0}` is not a path of unreserved characters that begins with `/`")]
    Path(String),
    /// Subscribers of an empty calendar delete their events (rule `no-wrong-200`).
    #[error("`{0}` would be an empty calendar")]
    EmptyCalendar(String),
}

/// Entries by path.
type Entries = HashMap<Box<str>, Arc<Entry>, RandomState>;

fn is_calendar(entry: &Entry) -> bool {
    matches!(entry, Entry::Resource(resource) if resource.kind().is_calendar())
}

/// Collects entries.
#[derive(Debug)]
pub struct SnapshotBuilder(Snapshot);

impl SnapshotBuilder {
    /// Sets the error pages for people.
    pub fn show_errors(&mut self, pages: Arc<ErrorPages>) {
        self.0.error_pages = Some(pages);
    }

    /// Sets the state of publishing that metrics report.
    pub fn set_status(&mut self, status: SiteStatus) {
        self.0.status = Some(status);
    }

    /// Starts with the documents for machines, which every snapshot has.
    #[must_use]
    pub fn new() -> Self {
        Self(Snapshot::empty())
    }

    /// Puts an entry at a path.
    ///
    /// # Errors
    /// When the path is taken or invalid, or a calendar is empty.
    pub fn insert(&mut self, path: &str, entry: Entry) -> Result<(), SnapshotProblem> {
        if !is_plain_path(path) {
            return Err(SnapshotProblem::Path(path.to_owned()));
        }
        if let Entry::Resource(resource) = &entry
            && resource.kind().is_calendar()
            && resource.body().is_empty()
        {
            return Err(SnapshotProblem::EmptyCalendar(path.to_owned()));
        }
        match self.0.entries.entry(path.into()) {
            Slot::Occupied(taken) => Err(SnapshotProblem::Taken(taken.key().to_string())),
            Slot::Vacant(vacant) => {
                vacant.insert(Arc::new(entry));
                Ok(())
            }
        }
    }

    /// Serves a series to its readers, under its identifier.
    ///
    /// # Errors
    /// When another series has that name in public.
    pub fn serve(&mut self, served: &Served, audience: &Audience) -> Result<(), SnapshotProblem> {
        let is_new = self.name(served.id(), &Name::Series(served.clone()), audience);
        if is_new { Ok(()) } else { Err(SnapshotProblem::Taken(format!("/{}", served.id()))) }
    }

    /// Gives a name a meaning for an audience: for everyone, or for the holders of tokens. A name with a
    /// meaning keeps it. Returns whether it was free in public.
    pub fn name(&mut self, name: &Arc<str>, meaning: &Name, audience: &Audience) -> bool {
        let Some(accesses) = audience.accesses() else { return self.0.names.add(name, meaning) };
        for access in accesses {
            self.0.private.entry(access.token).or_default().add(name, meaning);
        }
        true
    }

    /// Reserves space for this many more names.
    pub fn reserve(&mut self, names: usize) {
        self.0.names.reserve(names);
    }

    /// Finishes the snapshot. It is ready without failures, degraded with failures if there is a
    /// calendar to serve, and unready otherwise.
    #[must_use]
    pub fn build(self, failures: &[SourceFailure], time_zone_database: &str) -> Snapshot {
        let Self(mut snapshot) = self;
        let serves_calendars = snapshot.served().next().is_some()
            || snapshot.entries.values().any(|entry| is_calendar(entry));
        let status = match (failures, serves_calendars) {
            ([], _) => ReadinessStatus::Ready,
            (_, true) => ReadinessStatus::Degraded,
            (_, false) => ReadinessStatus::Unready,
        };
        let readiness = Readiness::new(status, failures, time_zone_database);
        snapshot.entries.insert(address::READY.into(), Arc::new(Entry::Readiness(readiness)));
        snapshot
    }
}

impl Default for SnapshotBuilder {
    fn default() -> Self {
        Self::new()
    }
}

/// Everything the service can answer, at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    names: Names,
    /// Names below the tokens that open them.
    ///
    /// Looked up by hash, not by comparing tokens: the time of a lookup reveals at most how much the
    /// SHA-256 of a guess has in common with a hash in here, and nobody can choose guesses by their
    /// SHA-256.
    private: HashMap<TokenHash, Names>,
    /// Entries of no series.
    entries: Entries,
    error_pages: Option<Arc<ErrorPages>>,
    status: Option<SiteStatus>,
}

impl Snapshot {
    /// A snapshot before anything is loaded: only the documents for machines, and unready.
    #[must_use]
    pub fn empty() -> Self {
        let unready = Readiness::new(ReadinessStatus::Unready, &[], "");
        let entries = [
            (address::HEALTH, Entry::Health(Bytes::from_static(HEALTH.as_bytes()))),
            (address::ROBOTS, Entry::Resource(Resource::text(ROBOTS))),
            (address::READY, Entry::Readiness(unready)),
        ];
        let place = |(path, entry): (&str, Entry)| (path.into(), Arc::new(entry));
        Self {
            names: Names::default(),
            private: HashMap::new(),
            entries: entries.into_iter().map(place).collect(),
            error_pages: None,
            status: None,
        }
    }

    /// The error pages for people; without them, people get the same errors as machines.
    #[must_use]
    pub fn error_pages(&self) -> Option<&ErrorPages> {
        self.error_pages.as_deref()
    }

    /// The state of publishing; `None` before the first publication.
    #[must_use]
    pub fn status(&self) -> Option<&SiteStatus> {
        self.status.as_ref()
    }

    /// Finds the entry at a path, which is compared byte by byte.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Found<'_>> {
        let of_series = Address::parse(path).and_then(|address| self.find_named(&address));
        of_series
            .or_else(|| self.find_named(&Address::parse_in_language(path)?))
            .or_else(|| self.entries.get(path).map(|entry| Found::Held(entry)))
    }

    fn find_named(&self, address: &Address<'_>) -> Option<Found<'_>> {
        match address.token {
            None => self.names.find(address),
            Some(token) => self.private.get(&TokenHash::of(token)?)?.find(address),
        }
    }

    /// The same for entries that the snapshot holds: neither computed redirects, nor series that may be
    /// dropped from the cache.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Entry> {
        match self.find(path)? {
            Found::Held(entry) => Some(entry),
            Found::Shared(_) => None,
        }
    }

    /// All entries at public paths, ordered by path; loads and renders all of them.
    #[must_use]
    pub fn every(&self) -> Vec<(String, Found<'static>)> {
        let mut all = self.names.every();
        let others = self.entries.iter();
        all.extend(others.map(|(path, entry)| (path.to_string(), false, Arc::clone(entry))));
        // A series with the name of a language comes first.
        all.sort_unstable_by(|(path, in_language, _), (other, other_in_language, _)| {
            path.cmp(other).then(in_language.cmp(other_in_language))
        });
        all.dedup_by(|(path, ..), (other, ..)| path == other);
        all.into_iter().map(|(path, _, entry)| (path, Found::Shared(entry))).collect()
    }

    /// The client counters of public series, in no order.
    pub fn reaches(&self) -> impl Iterator<Item = &SeriesReach> {
        self.names.served().map(Served::reach)
    }

    /// Renders everything that is not rendered yet, so that no request waits for it.
    pub fn warm(&self) {
        let editions: Vec<_> = self.editions().collect();
        editions.into_par_iter().for_each(|edition| edition.warm());
    }

    /// The editions in memory, as weak references.
    pub(super) fn weak_editions(&self) -> Vec<Weak<dyn Edition>> {
        self.editions().map(Arc::downgrade).collect()
    }

    /// Compresses all bodies that are not compressed yet.
    pub fn encode(&self) {
        self.warm();
        self.held().flat_map(|entry| entry.resources()).for_each(Resource::encode);
    }

    /// The uncompressed entries, as weak references: a queue of them keeps no series alive.
    pub(super) fn unencoded(&self) -> Vec<Weak<Entry>> {
        let is_new = |entry: &&Arc<Entry>| entry.resources().any(Resource::is_unencoded);
        self.held().filter(is_new).map(Arc::downgrade).collect()
    }

    fn served(&self) -> impl Iterator<Item = &Served> {
        self.names.served().chain(self.private.values().flat_map(Names::served))
    }

    fn editions(&self) -> impl Iterator<Item = &Arc<dyn Edition>> {
        self.served().filter_map(|served| match served {
            Served::Held(edition) => Some(edition),
            Served::OnRequest(_) => None,
        })
    }

    /// All entries except those of the cache: [`Cache`](super::Cache) compresses these.
    fn held(&self) -> impl Iterator<Item = &Arc<Entry>> {
        let entries = self.editions().flat_map(|edition| edition.slots().entries());
        entries.chain(self.entries.values())
    }
}

/// RFC 3986 §2.3: unreserved characters are the ones with a single normal form, so equal
/// addresses are equal texts.
fn is_plain_path(path: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~');
    path.starts_with('/') && path.bytes().all(plain)
}
