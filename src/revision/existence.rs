//! What a record says of its series' existence: which series it is of, what is to come, its end.

use jiff::Timestamp;

use super::instant;
use super::record::{Entry, Record};
use super::recorded::session_of;
use super::write::SERIES;
use crate::model::{SeriesId, Session, SessionId, Status};

/// The series that the text of a record names, without judging the rest. `None` where it names
/// none in the form that kalends writes.
#[must_use]
pub fn series_named(text: &str) -> Option<SeriesId> {
    let mut lines = text.lines().skip_while(|line| *line != SERIES).skip(1);
    let id = lines
        .by_ref()
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| line.strip_prefix("id = \"").and_then(|rest| rest.strip_suffix('"')))?;
    SeriesId::parse(id).ok()
}

impl Record {
    /// Sessions that are to come, as last published: not withdrawn, not cancelled, not over.
    #[must_use]
    pub fn upcoming(&self, now: Timestamp) -> Vec<Session> {
        self.sessions()
            .filter(|(_, entry)| entry.withdrawn().is_none())
            .filter_map(|(id, entry)| entry.session(id))
            .filter(|session| session.status != Status::Cancelled)
            .filter(|session| session.when.over_everywhere() > now)
            .collect()
    }

    /// The record of a series that ends now, and that no definition is left to make a last
    /// calendar of: retired and gone at once.
    #[must_use]
    pub fn ended(self, now: Timestamp) -> Self {
        let now = instant::whole_seconds(now);
        let revised = instant::after(self.revised, now).unwrap_or(self.revised);
        let (retired, gone) = (self.retired.or(Some(now)), self.gone.or(Some(now)));
        Self { retired, gone, revised, ..self }
    }
}

impl Entry {
    /// The session as last published; `None` where the fields do not make one.
    #[must_use]
    pub fn session(&self, id: &SessionId) -> Option<Session> {
        session_of(id, &self.fields).ok()
    }
}
