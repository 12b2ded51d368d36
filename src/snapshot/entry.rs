//! What can stand at a path. Status codes are `web`'s business.

use std::num::NonZeroU32;

use bytes::Bytes;

use super::{HeaderProblem, HeaderText, Readiness, Resource, SeriesReach};
use crate::model::Language;

/// What stands at a path.
#[derive(Clone, Debug)]
pub enum Entry {
    /// One body.
    Resource(Resource),
    /// Two bodies, chosen by what the client accepts.
    Variants(Box<Variants>),
    /// One of several bodies, chosen by the revision that the client has a copy of.
    Revisions(Box<Revisions>),
    /// Pages in several languages, chosen by what the client's reader understands.
    Languages(Box<Languages>),
    /// It is somewhere else.
    Redirect(Redirect),
    /// Retired for good (rule `gone-on-purpose-only`).
    Gone,
    /// Published, but nothing good to serve just now (rule `no-wrong-200`).
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
    pub fn resources(&self) -> Box<dyn Iterator<Item = &Resource> + '_> {
        if let Self::Languages(languages) = self {
            return Box::new(languages.entries().flat_map(Self::resources));
        }
        let (first, second, older) = match self {
            Self::Resource(resource) => (Some(resource), None, &[][..]),
            Self::Variants(variants) => (Some(&variants.html), Some(&variants.json), &[][..]),
            Self::Revisions(revisions) => (Some(&revisions.current), None, &revisions.older[..]),
            _ => (None, None, &[][..]),
        };
        let older = older.iter().map(|(_, resource)| resource);
        Box::new(first.into_iter().chain(second).chain(older))
    }
}

/// What people read in each language of a series. Calendars are none of it: they are chosen by
/// address alone (rule `one-language-per-address`).
#[derive(Clone, Debug)]
pub struct Languages {
    own: Entry,
    languages: Vec<Language>,
    others: Vec<Entry>,
}

impl Languages {
    /// `own`: what those get who understand none of the `others`, and its language.
    #[must_use]
    pub fn new(own: (Language, Entry), others: Vec<(Language, Entry)>) -> Self {
        let (languages, others): (Vec<_>, Vec<_>) = others.into_iter().unzip();
        let languages = std::iter::once(own.0).chain(languages).collect();
        Self { own: own.1, languages, others }
    }

    /// The languages there are.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// What there is in one of them; in any other language, what there is in the series' own.
    #[must_use]
    pub fn in_language(&self, language: Option<&Language>) -> &Entry {
        let place = self.languages.iter().position(|one| Some(one) == language);
        place.and_then(|place| self.others.get(place.checked_sub(1)?)).unwrap_or(&self.own)
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        std::iter::once(&self.own).chain(&self.others)
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
    /// A renamed address of ours (rule `renamed-answers-308`): for ever, and a query string goes
    /// along.
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
