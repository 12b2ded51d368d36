//! A record whose series gets another id.

use jiff::Timestamp;

use super::instant;
use super::record::Record;
use crate::model::SeriesId;

impl Record {
    /// The same record of a series that is called otherwise from now on. Entries stay as they are; the
    /// feed is revised, for it names its series (X-WR-RELCALID).
    #[must_use]
    pub fn renamed(self, series: SeriesId, now: Timestamp) -> Self {
        let revised = instant::after(self.revised, instant::whole_seconds(now));
        Self { series, revised: revised.unwrap_or(self.revised), ..self }
    }
}
