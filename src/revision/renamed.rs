//! Renames the series of a record.

use jiff::Timestamp;

use super::instant;
use super::record::Record;
use crate::model::SeriesId;

impl Record {
    /// The same record with another series id. Entries do not change; the feed is revised, because
    /// it contains the id (X-WR-RELCALID).
    #[must_use]
    pub fn renamed(self, series: SeriesId, now: Timestamp) -> Self {
        let revised = instant::after(self.revised, instant::whole_seconds(now));
        Self { series, revised: revised.unwrap_or(self.revised), ..self }
    }
}
