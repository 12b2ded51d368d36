//! What can stand at a path. Status codes are `web`'s business.

use std::num::NonZeroU32;

use bytes::Bytes;

use super::{HeaderProblem, HeaderText, Readiness, Resource, SeriesReach};

/// What stands at a path.
#[derive(Clone, Debug)]
pub enum Entry {
    /// One body.
    Resource(Resource),
    /// Two bodies, chosen by what the client accepts.
    Variants(Box<Variants>),
    /// One of several bodies, chosen by the revision that the client has a copy of.
    Revisions(Box<Revisions>),
    /// It is somewhere else.
    Redirect(Redirect),
    /// Retired for good (rule 48).
    Gone,
    /// Published, but nothing good to serve just now (rule 47).
    Unavailable(Unavailable),
    /// The process answers.
    Health(Bytes),
    /// Whether the service should get traffic, and why not.
    Readiness(Readiness),
    /// Whom a series has reached so far.
    Reach(SeriesReach),
}

/// The same information for people and for machines, at one address.
#[derive(Clone, Debug)]
pub struct Variants {
    /// Served by default.
    pub html: Resource,
    /// Served to those who prefer `application/json` or ask with `?format=json`.
    pub json: Resource,
}

/// What people are told of a session, by the revision (SEQUENCE) of the copy they have.
#[derive(Clone, Debug)]
pub struct Revisions {
    current: Resource,
    /// For holders of older copies, oldest first.
    older: Vec<(u32, Resource)>,
}

impl Entry {
    /// All bodies that stand there.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        let (first, second, older) = match self {
            Self::Resource(resource) => (Some(resource), None, &[][..]),
            Self::Variants(variants) => (Some(&variants.html), Some(&variants.json), &[][..]),
            Self::Revisions(revisions) => (Some(&revisions.current), None, &revisions.older[..]),
            _ => (None, None, &[][..]),
        };
        first.into_iter().chain(second).chain(older.iter().map(|(_, resource)| resource))
    }
}

impl Revisions {
    /// `older` in any order: of each older revision, what its holders are told.
    #[must_use]
    pub fn new(current: Resource, mut older: Vec<(u32, Resource)>) -> Self {
        older.sort_by_key(|(revision, _)| *revision);
        Self { current, older }
    }

    /// What the holder of a copy is told; of a revision older than all that are known, what the
    /// holders of the oldest are.
    #[must_use]
    pub fn of(&self, revision: Option<u32>) -> &Resource {
        let Some(revision) = revision else { return &self.current };
        let older = self.older.iter().find(|(older, _)| *older >= revision);
        older.map_or(&self.current, |(_, page)| page)
    }
}

/// An answer that names another address.
#[derive(Clone, Debug)]
pub struct Redirect {
    kind: RedirectKind,
    location: HeaderText,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RedirectKind {
    Renamed,
    Elsewhere,
}

impl Redirect {
    /// A renamed address of ours (rule 49): for ever, and a query string goes along.
    ///
    /// # Errors
    /// Says what keeps `path` from being a header value.
    pub fn renamed(path: &str) -> Result<Self, HeaderProblem> {
        Ok(Self { kind: RedirectKind::Renamed, location: HeaderText::parse(path)? })
    }

    /// The same as a relative reference, for both addresses stand below a token that nobody knows
    /// until it is asked for. `from` and `to`: so many names each, and both alike.
    ///
    /// # Errors
    /// Says what keeps `to` from being a header value.
    pub fn beside(from: &str, to: &str) -> Result<Self, HeaderProblem> {
        let to = to.trim_start_matches('/');
        let climbs = from.matches('/').count().saturating_sub(1);
        Self::renamed(&format!("{}{to}", "../".repeat(climbs)))
    }

    /// An address of somebody else's, such as a web calendar's, that may be another one tomorrow:
    /// remembered for minutes at most, and the query string stays behind.
    ///
    /// # Errors
    /// Says what keeps `url` from being a header value.
    pub fn elsewhere(url: &str) -> Result<Self, HeaderProblem> {
        Ok(Self { kind: RedirectKind::Elsewhere, location: HeaderText::parse(url)? })
    }

    /// Where to.
    #[must_use]
    pub fn location(&self) -> &HeaderText {
        &self.location
    }

    /// Whether clients should replace the old address by the new one.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.kind == RedirectKind::Renamed
    }
}

/// A published address that has nothing good to serve.
#[derive(Clone, Debug)]
pub struct Unavailable {
    retry_after: HeaderText,
    cause: String,
}

impl Unavailable {
    /// `retry_after_seconds`: when asking again makes sense. `cause`: for the log, never sent.
    #[must_use]
    pub fn new(retry_after_seconds: NonZeroU32, cause: impl Into<String>) -> Self {
        let retry_after = HeaderText::composed(retry_after_seconds.to_string());
        Self { retry_after, cause: cause.into() }
    }

    /// The value of Retry-After, in seconds (RFC 9110 §10.2.3).
    #[must_use]
    pub fn retry_after(&self) -> &HeaderText {
        &self.retry_after
    }

    /// What the log says.
    #[must_use]
    pub fn cause(&self) -> &str {
        &self.cause
    }
}
