//! Limits the size of a record's text by dropping its oldest history.

use jiff::Timestamp;

use super::record::Record;
use super::write::past_bytes;
use crate::model::SessionId;

/// A record to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trimmed {
    /// The record, as in its text.
    pub record: Record,
    /// Its text.
    pub text: String,
    /// How many earlier revisions of sessions were dropped.
    pub left_out: usize,
}

/// A record that is too large even without history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Length of its text without history.
    pub bytes: usize,
}

impl Record {
    /// The record and its text of at most `max_bytes`. If it is larger, earlier revisions are
    /// dropped, the oldest of the whole record first: they do not affect published bytes.
    ///
    /// # Errors
    /// If it is still too large.
    pub fn within(mut self, max_bytes: usize) -> Result<Trimmed, TooLarge> {
        let text = self.to_text();
        let Some(mut over) = text.len().checked_sub(max_bytes).filter(|over| *over > 0) else {
            return Ok(Trimmed { record: self, text, left_out: 0 });
        };
        let mut left_out = 0;
        for (_, id, _, bytes) in self.oldest_first() {
            if over == 0 {
                break;
            }
            over = over.saturating_sub(bytes);
            left_out += 1;
            if let Some(entry) = self.sessions.get_mut(&id) {
                entry.past.remove(0);
            }
        }
        if over > 0 {
            return Err(TooLarge { bytes: max_bytes.saturating_add(over) });
        }
        let text = self.to_text();
        Ok(Trimmed { record: self, text, left_out })
    }

    /// All history, in order for each session, with its size in bytes.
    fn oldest_first(&self) -> Vec<(Timestamp, SessionId, usize, usize)> {
        let mut found = Vec::new();
        for (id, entry) in self.sessions() {
            // A clock that was set back does not change the order within a session.
            let mut until = Timestamp::MIN;
            for (number, past) in entry.past.iter().enumerate() {
                until = until.max(past.until);
                found.push((until, id.clone(), number, past_bytes(past)));
            }
        }
        found.sort();
        found
    }
}
