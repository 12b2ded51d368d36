//! What a pass changed for subscribers, in words for the log.

use std::fmt;
use std::sync::Arc;

use super::listing::Listing;
use crate::model::SeriesId;

/// Sessions that a line names; it counts the others.
const MAX_NAMED: usize = 5;

/// A series that is served differently than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Which.
    pub series: SeriesId,
    /// How.
    pub what: What,
}

/// How a series is served now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// For the first time since the start.
    Added,
    /// With these changes of sessions, such as ``opening changed``.
    Changed(Vec<String>),
    /// Not any more.
    Gone,
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "series `{}`: ", self.series)?;
        match &self.what {
            What::Added => f.write_str("served from now on"),
            What::Gone => f.write_str("no longer served"),
            What::Changed(sessions) if sessions.is_empty() => f.write_str("changed"),
            What::Changed(sessions) => {
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

/// A series as it was before a pass.
pub(super) struct Before {
    pub(super) id: SeriesId,
    /// `None`: not served.
    pub(super) was: Option<Arc<Listing>>,
}

impl News {
    /// What is new of a series; nothing, if subscribers see no difference.
    pub(super) fn of(before: &Before, now: Option<&Arc<Listing>>) -> Option<Self> {
        let what = match (&before.was, now) {
            (None, Some(_)) => What::Added,
            (Some(_), None) => What::Gone,
            (Some(was), Some(now)) if differ(was, now) => What::Changed(now.changes.clone()),
            _ => return None,
        };
        Some(Self { series: before.id.clone(), what })
    }
}

fn differ(old: &Listing, new: &Listing) -> bool {
    old.aliases != new.aliases || old.audience != new.audience || !old.serves_the_same(new)
}
