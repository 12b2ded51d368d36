//! Dates and times of a calendar → days and instants in zones that a definition can name.
//!
//! The name of a VTIMEZONE, or the place it gives, identifies the zone; what cannot be identified that
//! way is asked of the user. Where a VTIMEZONE gives another time than the zone of its name, its own
//! is taken, with an error (rule `vtimezone-proven`).

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::codes;
use super::notes::Notes;
use crate::definition::zone_names::{ZoneName, of_tzid, read};
use crate::ical::{Component, ContentLine, Observances, Offset, date, date_time};
use crate::lint::{codes as of_lint, shown};
use crate::model::{Resolved, Zone};

/// What the user says of a calendar where it does not say it itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The zone of times that name none, or none that is known.
    pub zone: Option<Zone>,
    /// The length of timed events without an end.
    pub length: Option<SignedDuration>,
}

impl From<Option<Zone>> for Asked {
    fn from(zone: Option<Zone>) -> Self {
        Self { zone, length: None }
    }
}

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
#[derive(Default)]
pub(super) struct Zones {
    pub(super) asked: Asked,
    /// X-WR-TIMEZONE.
    pub(super) calendar: Option<Zone>,
    /// By TZID.
    known: BTreeMap<String, Known>,
    /// The only unknown name without rules that [`Asked::zone`] is taken for.
    covered: Option<String>,
}

/// What a TZID means.
#[derive(Clone, Default)]
struct Known {
    zone: Option<Zone>,
    /// Its VTIMEZONE, as far as it is understood.
    rules: Option<Observances>,
}

const ASK: &str = "say which zone it is: `--timezone Europe/Brussels`, for example";

impl Zones {
    pub(super) fn new(asked: Asked, calendar: Option<Zone>, written: &[Component<'_>]) -> Self {
        let mut known = BTreeMap::new();
        for block in written {
            let Some(tzid) = block.get("TZID") else { continue };
            let place = block.get("X-LIC-LOCATION").map(|line| line.value.as_ref());
            known.entry(tzid.value.to_string()).or_insert_with(|| Known {
                zone: of_tzid(&tzid.value, place),
                rules: Observances::read(block),
            });
        }
        Self { asked, calendar, known, covered: None }
    }

    /// The zone of times in UTC and of times without a zone.
    pub(super) fn default(&self) -> Option<Zone> {
        self.asked.zone.or(self.calendar)
    }

    /// Reads DTSTART, DTEND and their like.
    pub(super) fn at(&mut self, line: &ContentLine<'_>, notes: &mut Notes) -> Result<At, Noted> {
        let value = line.value.trim();
        let unreadable = |notes: &mut Notes| {
            let headline = format!("a `{}` is no date or time", line.name);
            let help = "write, for example, `20270923T120000Z` or \
                        `;TZID=Europe/Brussels:20270923T140000`";
            notes
                .find(&codes::TIME, line.span, headline, help)
                .note(|| format!("it is `{}`", shown(value)));
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
        let tzid = line.parameter("TZID");
        if is_utc {
            if tzid.is_some() {
                let headline = format!("a `{}` has both TZID and Z; it is read as UTC", line.name);
                let help = "if the local time was meant, remove the `Z` at its source";
                notes.find(&codes::ZONE_READ, line.span, headline, help);
            }
            let instant = jiff::tz::Offset::UTC.to_timestamp(local);
            return instant.map(|at| At::Instant(at, None)).map_err(|_| unreadable(notes));
        }
        let (zone, given) = match tzid {
            Some(tzid) => self.named(&tzid, local, line, notes)?,
            None => (self.floating(line, notes)?, None),
        };
        let resolved = zone.resolve(local);
        let right = match resolved {
            Resolved::Once(at) => [Some(zone.offset_at(at)), None],
            Resolved::Twice { earlier, later } => [Some(earlier), Some(later)],
            Resolved::Never { .. } => [None, None],
        };
        let instant = |offset: jiff::tz::Offset| {
            let at = offset.to_timestamp(local);
            at.map(|at| At::Instant(at, Some(zone))).map_err(|_| Noted)
        };
        let given = given.and_then(|seconds| jiff::tz::Offset::from_seconds(seconds).ok());
        if let Some(given) = given
            && !right.contains(&Some(given))
        {
            let tzid = line.parameter("TZID").unwrap_or_default();
            let headline = format!(
                "VTIMEZONE `{}` gives other times than {zone}; its own are taken",
                shown(&tzid)
            );
            let help = "mend the VTIMEZONE or the TZID at its source, or write these times in UTC";
            notes.find(&of_lint::ZONE_OFFSET, line.span, headline, help).note(|| {
                let right =
                    right[0].map_or_else(|| "skips it".to_owned(), |it| format!("is at {it}"));
                format!("it puts {} `{local}` at {given}; {zone} {right}", line.name)
            });
            return instant(given).map_err(|_| unreadable(notes));
        }
        if let [Some(_), Some(_)] = right {
            let headline =
                format!("a `{}` is there twice in {zone}; the first is taken", line.name);
            let help = "calendars differ by an hour: write the time in UTC at its source";
            notes.find(&codes::ZONE_READ, line.span, headline, help);
        }
        match (right[0], resolved) {
            // RFC 5545 §3.3.5: the first of the two.
            (Some(offset), _) => instant(offset).map_err(|_| unreadable(notes)),
            (None, Resolved::Never { skipped_from, skipped_to }) => {
                let headline = format!("a `{}` does not exist in {zone}", line.name);
                let (from, to) = (skipped_from.strftime("%H:%M"), skipped_to.strftime("%H:%M"));
                notes
                    .find(&codes::TIME, line.span, headline, "mend the time at its source")
                    .note(|| format!("it is `{local}`; clocks skip {from}–{to}"));
                Err(Noted)
            }
            (None, _) => Err(unreadable(notes)),
        }
    }

    fn floating(&self, line: &ContentLine<'_>, notes: &mut Notes) -> Result<Zone, Noted> {
        let Some(zone) = self.default() else {
            let headline = format!("a `{}` names no time zone", line.name);
            notes.find(&codes::ZONE, line.span, headline, ASK);
            return Err(Noted);
        };
        let headline = format!("times without a zone are read as {zone}");
        notes.find(&codes::ZONE_READ, line.span, headline, "");
        Ok(zone)
    }

    /// The zone of a TZID, or the one that was asked for; and the offset, in seconds east, that its
    /// VTIMEZONE gives a local time.
    fn named(
        &mut self,
        tzid: &str,
        local: DateTime,
        line: &ContentLine<'_>,
        notes: &mut Notes,
    ) -> Result<(Zone, Option<i32>), Noted> {
        if !self.known.contains_key(tzid) {
            let known = Known { zone: of_tzid(tzid, None), rules: None };
            self.known.insert(tzid.to_owned(), known);
        }
        let known = &self.known[tzid];
        let offset = known.rules.as_ref().and_then(|rules| match rules.offset_at(local) {
            Offset::One(given) | Offset::Twice(given, _) => Some(given),
            Offset::Skipped(..) | Offset::Before => None,
        });
        let name = shown(tzid);
        let mut help = ASK.to_owned();
        let asked = self.asked.zone.filter(|_| {
            if known.zone.is_some() || offset.is_some() {
                return true;
            }
            // Nothing proves the zone that was asked for: it may be that of one name.
            let covered = self.covered.get_or_insert_with(|| tzid.to_owned());
            help = format!(
                "`--timezone` is taken for `{}`: adopt the events of each zone on their own",
                shown(covered)
            );
            covered == tzid
        });
        let Some(zone) = known.zone.or(asked) else {
            let headline = format!("the zone `{name}` is no place");
            let found = notes.find(&codes::ZONE, line.span, headline, help);
            if let ZoneName::Refused(refusal) = read(tzid) {
                found.note(|| {
                    let readings: Vec<_> =
                        refusal.readings.iter().map(|reading| reading.meaning.as_str()).collect();
                    format!("it may mean: {}", readings.join("; "))
                });
            }
            return Err(Noted);
        };
        if zone.name() != tzid && Zone::get(tzid).is_none() {
            let headline = format!("the zone `{name}` is read as {zone}");
            notes.find(&codes::ZONE_READ, line.span, headline, "");
        }
        Ok((zone, offset))
    }
}
