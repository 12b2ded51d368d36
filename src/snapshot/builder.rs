//! Builds snapshots and refuses the ones that would break a promise to clients.

use std::collections::HashMap;

use bytes::Bytes;

use super::{Entry, Failure, Readiness, ReadinessStatus, Resource};

/// Rule 51: calendars may be fetched by robots; whether to list them is said on the files.
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
    /// Subscribers of an empty calendar delete their events (rule 47).
    #[error("`{0}` would be an empty calendar")]
    EmptyCalendar(String),
    /// Rule 49 promises one hop.
    #[error("`{path}` leads to `{location}`, which is a redirect or nothing at all")]
    Hops {
        /// The old address.
        path: String,
        /// What it names.
        location: String,
    },
}

/// Collects entries.
#[derive(Debug)]
pub struct SnapshotBuilder {
    entries: HashMap<Box<str>, Entry>,
}

impl SnapshotBuilder {
    /// Path of the document that says whether the service should get traffic.
    pub const READINESS_PATH: &str = "/readyz";

    /// Starts with the documents for machines that every snapshot has.
    #[must_use]
    pub fn new() -> Self {
        let entries = [
            ("/healthz", Entry::Health(Bytes::from_static(HEALTH.as_bytes()))),
            ("/robots.txt", Entry::Resource(Resource::text(ROBOTS))),
            (Self::READINESS_PATH, unready()),
        ];
        Self { entries: entries.into_iter().map(|(path, entry)| (path.into(), entry)).collect() }
    }

    /// Puts an entry at a path.
    ///
    /// # Errors
    /// When the path is taken or is none, or a calendar is empty.
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
        if self.entries.contains_key(path) {
            return Err(SnapshotProblem::Taken(path.to_owned()));
        }
        self.entries.insert(path.into(), entry);
        Ok(())
    }

    /// Finishes the snapshot. It is ready without failures, degraded with some as long as there is
    /// a calendar to serve, and unready otherwise.
    ///
    /// # Errors
    /// When an old address leads to a redirect or to nothing.
    pub fn build(
        mut self,
        failures: &[Failure],
        time_zone_database: &str,
    ) -> Result<Snapshot, SnapshotProblem> {
        self.check_hops()?;
        let serves_calendars = self.entries.values().any(
            |entry| matches!(entry, Entry::Resource(resource) if resource.kind().is_calendar()),
        );
        let status = match (failures, serves_calendars) {
            ([], _) => ReadinessStatus::Ready,
            (_, true) => ReadinessStatus::Degraded,
            (_, false) => ReadinessStatus::Unready,
        };
        let readiness = Readiness::new(status, failures, time_zone_database);
        self.entries.insert(Self::READINESS_PATH.into(), Entry::Readiness(readiness));
        Ok(Snapshot { entries: self.entries })
    }

    fn check_hops(&self) -> Result<(), SnapshotProblem> {
        let mut broken: Vec<_> = self
            .entries
            .iter()
            .filter_map(|(path, entry)| match entry {
                Entry::Redirect(redirect) if redirect.is_permanent() => {
                    Some((path, String::from_utf8_lossy(redirect.location().as_bytes())))
                }
                _ => None,
            })
            .filter(|(_, location)| {
                matches!(self.entries.get(location.as_ref()), None | Some(Entry::Redirect(_)))
            })
            .collect();
        broken.sort();
        match broken.first() {
            None => Ok(()),
            Some((path, location)) => Err(SnapshotProblem::Hops {
                path: path.to_string(),
                location: location.clone().into_owned(),
            }),
        }
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
    entries: HashMap<Box<str>, Entry>,
}

impl Snapshot {
    /// Nothing loaded yet: only the documents for machines, and unready.
    #[must_use]
    pub fn empty() -> Self {
        Self { entries: SnapshotBuilder::new().entries }
    }

    /// What stands at a path, which is compared byte by byte.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// All entries, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let mut entries: Vec<_> =
            self.entries.iter().map(|(path, entry)| (path.as_ref(), entry)).collect();
        entries.sort_by_key(|(path, _)| *path);
        entries.into_iter()
    }

    /// How many entries there are, those for machines included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Never: every snapshot has the documents for machines.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn unready() -> Entry {
    Entry::Readiness(Readiness::new(ReadinessStatus::Unready, &[], ""))
}

/// RFC 3986 §2.3: unreserved characters are the ones with a single normal form, so equal
/// addresses are equal texts.
fn is_plain_path(path: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~');
    path.starts_with('/') && path.bytes().all(plain)
}
