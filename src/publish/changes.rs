//! The changes of a pass for subscribers, in words for the log.

use std::fmt;

use super::Listing;
use super::state::BeforePass;
use crate::model::SeriesId;

/// The number of sessions that a line names; it counts the others.
const MAX_NAMED: usize = 5;

/// A series that is served differently than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteChange {
    /// The series.
    pub series: SeriesId,
    /// Its change.
    pub kind: SiteChangeKind,
}

/// How a series is served now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteChangeKind {
    /// For the first time since the start.
    Added,
    /// With these changes of sessions, such as ``opening changed``.
    Changed(Vec<String>),
    /// Not any more.
    Gone,
}

impl fmt::Display for SiteChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "series `{}`: ", self.series)?;
        match &self.kind {
            SiteChangeKind::Added => f.write_str("served from now on"),
            SiteChangeKind::Gone => f.write_str("no longer served"),
            SiteChangeKind::Changed(sessions) if sessions.is_empty() => f.write_str("changed"),
            SiteChangeKind::Changed(sessions) => {
                let named = sessions.len().min(MAX_NAMED);
                f.write_str(&sessions[..named].join(", "))?;
                match sessions.len() - named {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
        }
    }
}

impl SiteChange {
    /// The change of a series; `None` if subscribers see no difference.
    pub(super) fn between((id, was): &BeforePass, now: Option<&Listing>) -> Option<Self> {
        let kind = match (was, now) {
            (None, Some(_)) => SiteChangeKind::Added,
            (Some(_), None) => SiteChangeKind::Gone,
            (Some(was), Some(now)) if differ(was, now) => {
                SiteChangeKind::Changed(now.changes.clone())
            }
            _ => return None,
        };
        Some(Self { series: id.clone(), kind })
    }
}

fn differ(old: &Listing, new: &Listing) -> bool {
    old.aliases != new.aliases || old.audience != new.audience || !old.serves_the_same(new)
}
