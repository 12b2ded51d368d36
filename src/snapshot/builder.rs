//! Builds snapshots and refuses the ones that would break a promise to clients.

use std::borrow::Borrow;
use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Weak};

use bytes::Bytes;
use foldhash::fast::RandomState;

use super::cache::Lazy;
use super::private::Private;
use super::{Entry, ErrorPages, Failure, Readiness, ReadinessStatus, Resource, SeriesReach};
use crate::address::{self, is_language};
use crate::model::TokenHash;

/// Rule `robots-may-fetch`: calendars may be fetched by robots; whether to list them is said on the
/// files.
const ROBOTS: &str = "User-agent: *\nAllow: /\n";
const HEALTH: &str = r#"{"status":"ok"}"#;

/// Why a snapshot cannot be built. Every one of these is a defect of whoever builds it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotProblem {
    /// Two things at one address.
    #[error("`{0}` stands for two things")]
    Taken(String),
    /// A path that could be written in several ways.
    #[error("`{0}` is no path of unreserved characters that begins with `/`")]
    Path(String),
    /// Subscribers of an empty calendar delete their events (rule `no-wrong-200`).
    #[error("`{0}` would be an empty calendar")]
    EmptyCalendar(String),
    /// Rule `renamed-answers-308` promises one hop.
    #[error("`{path}` leads to `{location}`, which is a redirect or nothing at all")]
    Hops {
        /// The old address.
        path: String,
        /// What it names.
        location: String,
    },
}

/// An entry and its path, checked once and shared by every snapshot that has it.
#[derive(Clone, Debug)]
pub struct Placed {
    path: Arc<str>,
    entry: Arc<Entry>,
}

impl Placed {
    /// Puts an entry at a path.
    ///
    /// # Errors
    /// When the path is none, or a calendar is empty.
    pub fn new(path: &(impl ToString + ?Sized), entry: Entry) -> Result<Self, SnapshotProblem> {
        let path = path.to_string();
        if !is_plain_path(&path) {
            return Err(SnapshotProblem::Path(path));
        }
        if let Entry::Resource(resource) = &entry
            && resource.kind().is_calendar()
            && resource.body().is_empty()
        {
            return Err(SnapshotProblem::EmptyCalendar(path));
        }
        Ok(Self { path: path.into(), entry: Arc::new(entry) })
    }
}

/// Looked up for every request, by hashes that nobody can choose collisions of: paths come from
/// definitions.
pub(super) type Entries = HashMap<Arc<str>, Arc<Entry>, RandomState>;
pub(super) type Groups = HashSet<Group, RandomState>;

/// Everything of one series at one address, such as `/talks.ics` and `/talks/opening.ics`:
/// checked once and shared by every snapshot that has it, so that a snapshot of which little
/// changed is made of what there was.
#[derive(Clone, Debug)]
pub struct Group(Inner);

#[derive(Clone, Debug)]
enum Inner {
    Made(Arc<Made>),
    /// Made when it is asked for.
    Lazy(Arc<Lazy>),
}

#[derive(Debug)]
struct Made {
    key: Box<str>,
    gathered: Gathered,
}

/// Entries whose paths begin alike.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) entries: Entries,
    /// Paths of redirects of ours, with where they lead.
    hops: Box<[(Arc<str>, Arc<str>)]>,
    has_calendar: bool,
    reach: Option<SeriesReach>,
}

impl Gathered {
    pub(super) fn below(key: &str, placed: Vec<Placed>) -> Result<Self, SnapshotProblem> {
        let mut entries = Entries::with_capacity_and_hasher(placed.len(), RandomState::default());
        let mut hops = Vec::new();
        let (mut has_calendar, mut reach) = (false, None);
        for Placed { path, entry } in placed {
            if key_of(&path) != Some(key) {
                return Err(SnapshotProblem::Path(path.to_string()));
            }
            has_calendar |= is_calendar(&entry);
            hops.extend(hop(&path, &entry));
            if let Entry::Reach(found) = &*entry {
                reach = Some(found.clone());
            }
            insert(&mut entries, path, entry)?;
        }
        Ok(Self { entries, hops: hops.into(), has_calendar, reach })
    }
}

/// Groups are found by their keys, and there is one of each.
impl Borrow<str> for Group {
    fn borrow(&self) -> &str {
        self.key()
    }
}

impl Hash for Group {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialEq for Group {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Group {}

impl Group {
    /// Of entries whose paths begin alike.
    ///
    /// # Errors
    /// When a path is taken, or there is none, or they begin differently.
    pub fn new(placed: Vec<Placed>) -> Result<Self, SnapshotProblem> {
        let key = placed.first().and_then(|placed| key_of(&placed.path)).unwrap_or_default();
        let key: Box<str> = key.into();
        let gathered = Gathered::below(&key, placed)?;
        Ok(Self(Inner::Made(Arc::new(Made { key, gathered }))))
    }

    pub(super) fn lazy(lazy: Arc<Lazy>) -> Self {
        Self(Inner::Lazy(lazy))
    }

    /// Whether it is this very one.
    pub(super) fn is(&self, lazy: &Arc<Lazy>) -> bool {
        matches!(&self.0, Inner::Lazy(this) if Arc::ptr_eq(this, lazy))
    }

    pub(super) fn get(&self, path: &str) -> Option<&Entry> {
        match &self.0 {
            Inner::Made(made) => made.gathered.entries.get(path).map(|entry| &**entry),
            Inner::Lazy(lazy) => lazy.get(path),
        }
    }

    /// All entries, made now if they are not.
    fn entries(&self) -> Option<&Entries> {
        match &self.0 {
            Inner::Made(made) => Some(&made.gathered.entries),
            Inner::Lazy(lazy) => lazy.made().ok(),
        }
    }

    fn reach(&self) -> Option<&SeriesReach> {
        match &self.0 {
            Inner::Made(made) => made.gathered.reach.as_ref(),
            Inner::Lazy(lazy) => lazy.reach(),
        }
    }

    /// What is made of it for good.
    fn gathered(&self) -> Option<&Gathered> {
        match &self.0 {
            Inner::Made(made) => Some(&made.gathered),
            Inner::Lazy(_) => None,
        }
    }

    /// What all its paths begin with, extension left off: `talks`, or `da/talks`.
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.0 {
            Inner::Made(made) => &made.key,
            Inner::Lazy(lazy) => lazy.key(),
        }
    }

    /// Paths of redirects of ours, with where they lead.
    pub(super) fn hops(&self) -> impl Iterator<Item = (&str, &str)> {
        let hops = self.gathered().into_iter().flat_map(|gathered| &gathered.hops);
        hops.map(|(path, location)| (&**path, &**location))
    }
}

/// The first segment of a path, extension left off; below a language the first two, such as
/// `da/talks`: what a series has in it is its own.
pub(super) fn key_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let end = |from: usize| {
        let length = memchr::memchr2(b'/', b'.', rest.as_bytes().get(from..)?)?;
        Some(from + length)
    };
    let mut key = end(0);
    if let Some(first) = key
        && rest.as_bytes().get(first) == Some(&b'/')
        && is_language(&rest[..first])
    {
        key = end(first + 1);
    }
    Some(key.map_or(rest, |end| &rest[..end]))
}

fn is_calendar(entry: &Entry) -> bool {
    matches!(entry, Entry::Resource(resource) if resource.kind().is_calendar())
}

/// Where a path leads, if that is an address of ours.
fn hop(path: &Arc<str>, entry: &Entry) -> Option<(Arc<str>, Arc<str>)> {
    match entry {
        Entry::Redirect(redirect) if redirect.is_permanent() => {
            let location = String::from_utf8_lossy(redirect.location().as_bytes());
            Some((Arc::clone(path), location.into()))
        }
        _ => None,
    }
}

fn insert(entries: &mut Entries, path: Arc<str>, entry: Arc<Entry>) -> Result<(), SnapshotProblem> {
    match entries.entry(path) {
        Slot::Occupied(taken) => Err(SnapshotProblem::Taken(taken.key().to_string())),
        Slot::Vacant(vacant) => {
            vacant.insert(entry);
            Ok(())
        }
    }
}

/// Collects entries.
#[derive(Debug)]
pub struct SnapshotBuilder {
    groups: Groups,
    private: Private,
    /// Entries of no group.
    entries: Entries,
    error_pages: Option<Arc<ErrorPages>>,
}

impl SnapshotBuilder {
    /// What people are shown in place of pages.
    pub fn show_errors(&mut self, pages: Arc<ErrorPages>) {
        self.error_pages = Some(pages);
    }

    /// Starts with the documents for machines that every snapshot has.
    #[must_use]
    pub fn new() -> Self {
        let unready = Readiness::new(ReadinessStatus::Unready, &[], "");
        let entries = [
            (address::HEALTH, Entry::Health(Bytes::from_static(HEALTH.as_bytes()))),
            (address::ROBOTS, Entry::Resource(Resource::text(ROBOTS))),
            (address::READY, Entry::Readiness(unready)),
        ];
        let place = |(path, entry): (&str, Entry)| (path.into(), Arc::new(entry));
        let entries = entries.into_iter().map(place).collect();
        let (groups, private) = (Groups::default(), Private::default());
        Self { groups, private, entries, error_pages: None }
    }

    /// Puts an entry at a path.
    ///
    /// # Errors
    /// When the path is taken or is none, or a calendar is empty.
    pub fn insert(&mut self, path: &str, entry: Entry) -> Result<(), SnapshotProblem> {
        let Placed { path, entry } = Placed::new(path, entry)?;
        insert(&mut self.entries, path, entry)
    }

    /// Puts everything of a group in its place.
    ///
    /// # Errors
    /// When another group has that place.
    pub fn share(&mut self, group: &Group) -> Result<(), SnapshotProblem> {
        if self.groups.insert(group.clone()) {
            Ok(())
        } else {
            Err(SnapshotProblem::Taken(format!("/{}", group.key())))
        }
    }

    /// Opens everything of a group, whose redirects are relative ([`super::Redirect::beside`]), to
    /// the holders of a token, below `/private/{token}`. What they have of that key stays.
    pub fn share_private(&mut self, group: &Group, token: TokenHash) {
        self.private.share(group, token);
    }

    /// Whether there is a group of that key.
    #[must_use]
    pub fn has_group(&self, key: &str) -> bool {
        self.groups.contains(key)
    }

    /// Makes room for so many groups more.
    pub fn reserve(&mut self, groups: usize) {
        self.groups.reserve(groups);
    }

    /// Finishes the snapshot. It is ready without failures, degraded with some as long as there is
    /// a calendar to serve, and unready otherwise.
    ///
    /// # Errors
    /// When an address stands in a group and beside it, or an old one leads to a redirect or to
    /// nothing.
    pub fn build(
        mut self,
        failures: &[Failure],
        time_zone_database: &str,
    ) -> Result<Snapshot, SnapshotProblem> {
        let in_group = |path: &str| {
            let group = key_of(path).and_then(|key| self.groups.get(key));
            // What is made later may have any path.
            let has =
                |group: &Group| group.gathered().is_none_or(|all| all.entries.contains_key(path));
            group.is_some_and(has)
        };
        if let Some(path) = self.entries.keys().filter(|path| in_group(path)).min() {
            return Err(SnapshotProblem::Taken(path.to_string()));
        }
        let has_calendar = |group: &Group| group.gathered().is_none_or(|all| all.has_calendar);
        let serves_calendars = self.groups.iter().any(has_calendar)
            || self.private.groups().any(has_calendar)
            || self.entries.values().any(|entry| is_calendar(entry));
        let status = match (failures, serves_calendars) {
            ([], _) => ReadinessStatus::Ready,
            (_, true) => ReadinessStatus::Degraded,
            (_, false) => ReadinessStatus::Unready,
        };
        let readiness = Readiness::new(status, failures, time_zone_database);
        let readiness = Arc::new(Entry::Readiness(readiness));
        self.entries.insert(address::READY.into(), readiness);
        let Self { groups, private, entries, error_pages } = self;
        let snapshot = Snapshot { groups, private, entries, error_pages };
        snapshot.check_hops()?;
        snapshot.private.check_hops()?;
        Ok(snapshot)
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
    groups: Groups,
    private: Private,
    /// Entries of no group.
    entries: Entries,
    error_pages: Option<Arc<ErrorPages>>,
}

impl Snapshot {
    /// Nothing loaded yet: only the documents for machines, and unready.
    #[must_use]
    pub fn empty() -> Self {
        let SnapshotBuilder { groups, private, entries, error_pages } = SnapshotBuilder::new();
        Self { groups, private, entries, error_pages }
    }

    /// What people are shown in place of pages; without them they are told what machines are.
    #[must_use]
    pub fn error_pages(&self) -> Option<&ErrorPages> {
        self.error_pages.as_deref()
    }

    /// What stands at a path, which is compared byte by byte.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Entry> {
        let in_group = key_of(path).and_then(|key| self.groups.get(key)?.get(path));
        in_group.or_else(|| self.entries.get(path).map(|entry| &**entry))
    }

    /// What stands at a path `/private/{token}/…`, if that token opens it.
    #[must_use]
    pub fn get_private(&self, path: &str) -> Option<&Entry> {
        self.private.get(path)
    }

    /// All public entries, ordered by path; those that are made on request are made.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let grouped = self.groups.iter().filter_map(Group::entries).flatten();
        let mut entries: Vec<_> =
            grouped.chain(&self.entries).map(|(path, entry)| (path.as_ref(), &**entry)).collect();
        entries.sort_by_key(|(path, _)| *path);
        entries.into_iter()
    }

    /// Whom the series that are served have reached, in no order.
    pub fn reaches(&self) -> impl Iterator<Item = &SeriesReach> {
        self.groups.iter().filter_map(Group::reach)
    }

    /// Makes the content codings of all bodies that have none yet.
    pub fn encode(&self) {
        self.held().flat_map(|entry| entry.resources()).for_each(Resource::encode);
    }

    /// The entries without content codings, weak: a queue of them keeps no series alive.
    pub(super) fn unencoded(&self) -> Vec<Weak<Entry>> {
        let is_new = |entry: &&Arc<Entry>| entry.resources().any(Resource::is_unencoded);
        self.held().filter(is_new).map(Arc::downgrade).collect()
    }

    /// All entries, but not of what is made on request: [`Cache`](super::Cache) encodes these.
    fn held(&self) -> impl Iterator<Item = &Arc<Entry>> {
        let groups = self.groups.iter().chain(self.private.groups()).filter_map(Group::gathered);
        groups.flat_map(|gathered| gathered.entries.values()).chain(self.entries.values())
    }

    /// Puts groups in the places of those with their keys, where these are made on request as well.
    pub(super) fn replace(&mut self, groups: Vec<Group>) {
        for group in groups {
            if self.groups.get(group.key()).is_some_and(|old| old.gathered().is_none()) {
                self.groups.replace(group);
            }
        }
    }

    /// How many public entries there are; makes those that are made on request.
    #[must_use]
    pub fn len(&self) -> usize {
        let grouped = self.groups.iter().filter_map(Group::entries).map(HashMap::len);
        self.entries.len() + grouped.sum::<usize>()
    }

    /// Never: every snapshot has the documents for machines.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn check_hops(&self) -> Result<(), SnapshotProblem> {
        let loose = self.entries.iter().filter_map(|(path, entry)| hop(path, entry));
        let made = self.groups.iter().filter_map(Group::gathered);
        let grouped = made.flat_map(|gathered| gathered.hops.iter().cloned());
        let is_broken = |(_, location): &(Arc<str>, Arc<str>)| {
            // What is made on request is made of the same record as what leads there.
            let is_lazy = |key: &str| Some(self.groups.get(key)?.gathered().is_none());
            !key_of(location).and_then(is_lazy).unwrap_or(false)
                && matches!(self.get(location), None | Some(Entry::Redirect(_)))
        };
        match loose.chain(grouped).filter(is_broken).min() {
            None => Ok(()),
            Some((path, location)) => Err(SnapshotProblem::Hops {
                path: path.to_string(),
                location: location.to_string(),
            }),
        }
    }
}

/// RFC 3986 §2.3: unreserved characters are the ones with a single normal form, so equal
/// addresses are equal texts.
fn is_plain_path(path: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~');
    path.starts_with('/') && path.bytes().all(plain)
}
