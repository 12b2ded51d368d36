//! Dates and times of a calendar → days and instants in zones that a definition can name.
//!
//! Reads no VTIMEZONE: its name, or the place it gives, tells the zone; what cannot be told that way
//! is asked of whoever runs the command.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::codes;
use super::notes::Notes;
use crate::definition::zone_names::{Named, of_tzid, read};
use crate::ical::{ContentLine, date, date_time};
use crate::model::{Resolved, Zone};

/// What a date or time of a calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Day(Date),
    /// With the zone it was told in, if it named one.
    Instant(Timestamp, Option<Zone>),
}

/// That a finding was noted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted;

/// The zones of one calendar.
pub(super) struct Zones {
    /// What `--timezone` says.
    pub(super) asked: Option<Zone>,
    /// X-WR-TIMEZONE.
    pub(super) calendar: Option<Zone>,
    pub(super) locations: BTreeMap<String, String>,
    /// Names that were told already.
    pub(super) known: BTreeMap<String, Option<Zone>>,
}

const ASK: &str = "say which zone it is: `--timezone Europe/Brussels`, for example";

impl Zones {
    /// The zone of times in UTC and of times without a zone.
    pub(super) fn default(&self) -> Option<Zone> {
        self.asked.or(self.calendar)
    }

    /// Reads DTSTART, DTEND and their like.
    pub(super) fn at(&mut self, line: &ContentLine<'_>, notes: &mut Notes) -> Result<At, Noted> {
        let value = line.value.trim();
        let unreadable = |notes: &mut Notes| {
            let shown: String = value.chars().take(40).collect();
            let headline = format!("`{}` `{}` is no date or time", line.name, shown.escape_debug());
            notes.find(&codes::TIME, line.span, headline).add_help(
                "write, for example, `20270923T120000Z` or `;TZID=Europe/Brussels:20270923T140000`",
            );
            Noted
        };
        if value.len() == 8 {
            return date(value).map(At::Day).ok_or_else(|| unreadable(notes));
        }
        let (local, is_utc) = match value.strip_suffix(['Z', 'z']) {
            Some(local) => (local, true),
            None => (value, false),
        };
        let local = date_time(local).ok_or_else(|| unreadable(notes))?;
        if is_utc {
            let instant = jiff::tz::Offset::UTC.to_timestamp(local);
            return instant.map(|at| At::Instant(at, None)).map_err(|_| unreadable(notes));
        }
        let zone = match line.parameter("TZID") {
            Some(tzid) => self.named(&tzid, line, notes)?,
            None => self.floating(line, notes)?,
        };
        match zone.resolve(local) {
            Resolved::Once(at) => Ok(At::Instant(at, Some(zone))),
            // RFC 5545 §3.3.5: the first of the two.
            Resolved::Twice { earlier, .. } => earlier
                .to_timestamp(local)
                .map(|at| At::Instant(at, Some(zone)))
                .map_err(|_| unreadable(notes)),
            Resolved::Never { skipped_from, skipped_to } => {
                let headline = format!(
                    "`{}` `{local}` does not exist in {zone} (clocks skip {}–{})",
                    line.name,
                    skipped_from.strftime("%H:%M"),
                    skipped_to.strftime("%H:%M")
                );
                notes
                    .find(&codes::TIME, line.span, headline)
                    .add_help("mend the time at its source");
                Err(Noted)
            }
        }
    }

    fn floating(&self, line: &ContentLine<'_>, notes: &mut Notes) -> Result<Zone, Noted> {
        let Some(zone) = self.default() else {
            let headline =
                format!("`{}` `{}` names no time zone", line.name, line.value.escape_debug());
            notes.find(&codes::ZONE, line.span, headline).add_help(ASK);
            return Err(Noted);
        };
        let headline = format!("times without a zone are read as {zone}");
        notes.count(&codes::ZONE_READ, headline, line.span, "");
        Ok(zone)
    }

    /// The zone of a TZID, or the one that was asked for.
    fn named(
        &mut self,
        tzid: &str,
        line: &ContentLine<'_>,
        notes: &mut Notes,
    ) -> Result<Zone, Noted> {
        let told = match self.known.get(tzid) {
            Some(told) => *told,
            None => {
                let told = of_tzid(tzid, self.locations.get(tzid).map(String::as_str));
                self.known.insert(tzid.to_owned(), told);
                told
            }
        };
        let shown: String = tzid.chars().take(60).collect();
        let shown = shown.escape_debug();
        let Some(zone) = told.or(self.asked) else {
            let headline = format!("`{}` is in the zone `{shown}`, which is no place", line.name);
            let finding = notes.find(&codes::ZONE, line.span, headline);
            if let Named::Refused(refusal) = read(tzid) {
                let readings: Vec<_> =
                    refusal.readings.iter().map(|reading| reading.meaning.as_str()).collect();
                finding.add_note(format!("it may mean: {}", readings.join("; ")));
            }
            finding.add_help(ASK);
            return Err(Noted);
        };
        if zone.name() != tzid && Zone::get(tzid).is_none() {
            let headline = format!("the zone `{shown}` is read as {zone}");
            notes.count(&codes::ZONE_READ, headline, line.span, "");
        }
        Ok(zone)
    }
}
