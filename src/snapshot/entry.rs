//! The kinds of entries at paths. Status codes belong to `web`.

use std::num::NonZeroU32;

use bytes::Bytes;

use super::{HeaderProblem, HeaderText, Readiness, Resource, SeriesReach};
use crate::model::Language;

/// The entry at a path.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A body.
    Resource(Resource),
    /// Two bodies, chosen by the media types that the client accepts.
    Variants(Box<Variants>),
    /// Several bodies, chosen by the revision of the client's copy.
    Revisions(Box<Revisions>),
    /// Pages in several languages, chosen by the languages of the reader.
    Languages(Box<Languages>),
    /// A redirect.
    Redirect(Redirect),
    /// It is retired for good (rule `gone-on-purpose-only`).
    Gone,
    /// It is published, but cannot be served now (rule `no-wrong-200`).
    Unavailable(UnavailableEntry),
    /// The process answers.
    Health(Bytes),
    /// Whether the service should get traffic, and why not.
    Readiness(Readiness),
    /// The client counters of a series.
    Reach(SeriesReach),
}

/// The same information for people and for machines, at one address.
#[derive(Clone, Debug)]
pub struct Variants {
    /// Served by default.
    pub html: Resource,
    /// Served to clients that prefer `application/json` or ask with `?format=json`.
    pub json: Resource,
}

/// The pages of a session, by the revision (SEQUENCE) of the reader's copy.
#[derive(Clone, Debug)]
pub struct Revisions {
    current: Resource,
    /// For holders of older copies, oldest first.
    older: Vec<(u32, Resource)>,
}

impl Entry {
    /// All its bodies.
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

/// The pages in each language of a series. Calendars are chosen by address alone (rule
/// `one-language-per-address`).
#[derive(Clone, Debug)]
pub struct Languages {
    own: Entry,
    languages: Vec<Language>,
    others: Vec<Entry>,
}

impl Languages {
    /// `own`: the entry in the series' own language, for readers of none of the `others`.
    #[must_use]
    pub fn new(own: (Language, Entry), others: Vec<(Language, Entry)>) -> Self {
        let (languages, others): (Vec<_>, Vec<_>) = others.into_iter().unzip();
        let languages = std::iter::once(own.0).chain(languages).collect();
        Self { own: own.1, languages, others }
    }

    /// The languages.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The entry in one of them; for any other language, in the series' own.
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
    /// `older`: a page for each older revision, in any order.
    #[must_use]
    pub fn new(current: Resource, mut older: Vec<(u32, Resource)>) -> Self {
        older.sort_by_key(|(revision, _)| *revision);
        Self { current, older }
    }

    /// The page for the holder of a copy. A revision older than all known ones counts as the oldest.
    #[must_use]
    pub fn of(&self, revision: Option<u32>) -> &Resource {
        let Some(revision) = revision else { return &self.current };
        let older = self.older.iter().find(|(older, _)| *older >= revision);
        older.map_or(&self.current, |(_, page)| page)
    }
}

/// A redirect to another address.
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
    /// A redirect to the current name of one of our addresses (rule `renamed-answers-308`): permanent,
    /// and with the query string.
    ///
    /// # Errors
    /// Says what keeps `path` from being a header value.
    pub fn renamed(path: &str) -> Result<Self, HeaderProblem> {
        Ok(Self { kind: RedirectKind::Renamed, location: HeaderText::parse(path)? })
    }

    /// The same as a relative reference, because both addresses are below a token that only the request
    /// contains. `from` and `to` have the same number of names.
    ///
    /// # Errors
    /// Says what keeps `to` from being a header value.
    pub fn beside(from: &str, to: &str) -> Result<Self, HeaderProblem> {
        let to = to.trim_start_matches('/');
        let climbs = from.matches('/').count().saturating_sub(1);
        Self::renamed(&format!("{}{to}", "../".repeat(climbs)))
    }

    /// A redirect to another service, such as a web calendar, which may change its addresses: cached for
    /// minutes at most, and without the query string.
    ///
    /// # Errors
    /// Says what keeps `url` from being a header value.
    pub fn elsewhere(url: &str) -> Result<Self, HeaderProblem> {
        Ok(Self { kind: RedirectKind::Elsewhere, location: HeaderText::parse(url)? })
    }

    /// Its target.
    #[must_use]
    pub fn location(&self) -> &HeaderText {
        &self.location
    }

    /// Whether clients should replace the old address with the new one.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.kind == RedirectKind::Renamed
    }
}

/// A published address that cannot be served now.
#[derive(Clone, Debug)]
pub struct UnavailableEntry {
    retry_after: HeaderText,
    cause: String,
}

impl UnavailableEntry {
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

    /// The cause, for the log.
    #[must_use]
    pub fn cause(&self) -> &str {
        &self.cause
    }
}
