//! The parts of a series that people subscribe to by themselves: tracks, rooms, categories, variants.

use std::fmt;

use super::ids::{IdProblem, display_as_str, slug};
use super::{Colour, Language, Line, Place, Reminder};
use crate::address::{PartKind, PartRef, RESERVED_PARTS};

/// The identifier of a part among those of its kind: 1 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(Box<str>);

impl PartId {
    /// # Errors
    /// The reason `text` is not an identifier. Those of addresses below sessions are reserved, since a
    /// session may be called `track` or `room`.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        if RESERVED_PARTS.contains(&text) {
            return Err(IdProblem::Reserved);
        }
        slug(text).map(Self)
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

display_as_str!(PartId);

/// The kind and identifier of a part, written as `track/policy`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartKey {
    /// Its kind; never [`PartKind::Select`].
    pub kind: PartKind,
    /// Its identifier.
    pub id: PartId,
}

impl PartKey {
    /// Parses the form that `Display` writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once('/')?;
        let kind = PartKind::parse(kind).filter(|kind| *kind != PartKind::Select)?;
        Some(Self { kind, id: PartId::parse(id).ok()? })
    }

    /// The part in addresses.
    #[must_use]
    pub fn address(&self) -> PartRef<'_> {
        PartRef { kind: self.kind, id: self.id.as_str() }
    }
}

impl fmt::Display for PartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.id)
    }
}

/// A part of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its kind and identifier.
    pub key: PartKey,
    /// One line.
    pub title: Line,
    /// The colour of a track.
    pub colour: Option<Colour>,
    /// Name, address and position of a room; the name is also the title.
    pub place: Option<Place>,
    /// The alarm of a variant.
    pub reminder: Option<Reminder>,
}

/// The parts that a session belongs to, and its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Belonging {
    /// Its track, room and categories, sorted; each is defined by the series. Variants have all sessions
    /// and are not listed.
    pub parts: Vec<PartKey>,
    /// The language in which it is held, if stated.
    pub spoken: Option<Language>,
}

impl Belonging {
    /// The session's part of a kind, such as its room; the first of its categories.
    #[must_use]
    pub fn part(&self, kind: PartKind) -> Option<&PartKey> {
        self.parts.iter().find(|key| key.kind == kind)
    }
}
