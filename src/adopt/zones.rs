//! Converts a calendar's dates and times to days and instants in zones that a definition can name.
//!
//! A zone is identified by its TZID or X-LIC-LOCATION; otherwise the user gives it. If a VTIMEZONE
//! contradicts the zone of its name, its own times are used, with an error (rule `vtimezone-proven`).

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp};

use super::codes;
use super::notes::AdoptNotes;
use crate::definition::zone_names::{ZoneName, of_tzid, read};
use crate::ical::{Component, ContentLine, Observances, Offset, date, date_time};
use crate::lint::{codes as of_lint, meant_time, shown};
use crate::model::{Resolved, Zone};

/// Values that the user gives where the calendar has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalendarDefaults {
    /// The zone of times without a zone or with an unknown one.
    pub zone: Option<Zone>,
    /// The length of timed events without an end.
    pub length: Option<SignedDuration>,
}

impl From<Option<Zone>> for CalendarDefaults {
    fn from(zone: Option<Zone>) -> Self {
        Self { zone, length: None }
    }
}

/// A date or time of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayOrInstant {
    Day(Date),
    /// With its zone, if it has a TZID.
    Instant(Timestamp, Option<Zone>),
}

/// Proof that a finding was added.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted;

/// The zones of one calendar.
#[derive(Default)]
pub(super) struct SourceZones {
    pub(super) defaults: CalendarDefaults,
    /// X-WR-TIMEZONE.
    pub(super) calendar: Option<Zone>,
    /// By TZID.
    known: BTreeMap<String, KnownZone>,
    /// The only unknown TZID without rules for which [`CalendarDefaults::zone`] is used.
    covered: Option<String>,
}

/// The meaning of a TZID.
#[derive(Clone, Default)]
struct KnownZone {
    zone: Option<Zone>,
    /// The rules of its VTIMEZONE, if they can be read.
    rules: Option<Observances>,
}

/// Help that asks for a zone, with the likeliest as an example.
fn ask(zone: Option<&str>) -> String {
    let zone = zone.unwrap_or("Europe/Brussels");
    format!("pass the zone that is meant, for example `--timezone {zone}`")
}

impl SourceZones {
    pub(super) fn new(
        defaults: CalendarDefaults,
        calendar: Option<Zone>,
        written: &[Component<'_>],
    ) -> Self {
        let mut known = BTreeMap::new();
        for block in written {
            let Some(tzid) = block.get("TZID") else { continue };
            let place = block.get("X-LIC-LOCATION").map(|line| line.value.as_ref());
            known.entry(tzid.value.to_string()).or_insert_with(|| KnownZone {
                zone: of_tzid(&tzid.value, place),
                rules: Observances::read(block),
            });
        }
        Self { defaults, calendar, known, covered: None }
    }

    /// The zone in which times in UTC and times without a zone are written.
    pub(super) fn default(&self) -> Option<Zone> {
        self.defaults.zone.or(self.calendar)
    }

    /// Reads a DTSTART, DTEND or similar property.
    pub(super) fn at(
        &mut self,
        line: &ContentLine<'_>,
        notes: &mut AdoptNotes,
    ) -> Result<DayOrInstant, Noted> {
        let value = line.value.trim();
        let unreadable = |notes: &mut AdoptNotes| {
            let headline = format!("a `{}` is not a date or time", line.name);
            let help = meant_time(value).map_or_else(
                || {
                    "write, for example, `20270923T120000Z` or \
                     `;TZID=Europe/Brussels:20270923T140000`"
                        .to_owned()
                },
                |meant| format!("write `{meant}`"),
            );
            notes
                .find(&codes::TIME, line.span, headline, help)
                .note(|| format!("it is `{}`", shown(value)));
            Noted
        };
        if value.len() == 8 {
            return date(value).map(DayOrInstant::Day).ok_or_else(|| unreadable(notes));
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
                let help = "if the local time is meant, remove the `Z` at the source";
                notes.find(&codes::ZONE_READ, line.span, headline, help);
            }
            let instant = jiff::tz::Offset::UTC.to_timestamp(local);
            return instant
                .map(|at| DayOrInstant::Instant(at, None))
                .map_err(|_| unreadable(notes));
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
            at.map(|at| DayOrInstant::Instant(at, Some(zone))).map_err(|_| Noted)
        };
        let given = given.and_then(|seconds| jiff::tz::Offset::from_seconds(seconds).ok());
        if let Some(given) = given
            && !right.contains(&Some(given))
        {
            let tzid = line.parameter("TZID").unwrap_or_default();
            let headline = format!(
                "VTIMEZONE `{}` gives other times than {zone}; its own are used",
                shown(&tzid)
            );
            let help =
                "correct the VTIMEZONE or the TZID at the source, or write these times in UTC";
            notes.find(&of_lint::ZONE_OFFSET, line.span, headline, help).note(|| {
                let right =
                    right[0].map_or_else(|| "skips it".to_owned(), |it| format!("is at {it}"));
                format!("it puts {} `{local}` at {given}; {zone} {right}", line.name)
            });
            return instant(given).map_err(|_| unreadable(notes));
        }
        if let [Some(_), Some(_)] = right {
            let headline = format!("a `{}` occurs twice in {zone}; the first is used", line.name);
            let help = "calendars differ by an hour: write the time in UTC at the source";
            notes.find(&codes::ZONE_READ, line.span, headline, help);
        }
        match (right[0], resolved) {
            // RFC 5545 §3.3.5: the first of the two.
            (Some(offset), _) => instant(offset).map_err(|_| unreadable(notes)),
            (None, Resolved::Never { skipped_from, skipped_to }) => {
                let headline = format!("a `{}` does not exist in {zone}", line.name);
                let later = local.checked_add(skipped_from.until(skipped_to).unwrap_or_default());
                let later = later.unwrap_or(skipped_to).strftime("%Y%m%dT%H%M%S");
                let help = format!("write the time that is meant at the source, such as `{later}`");
                let (from, to) = (skipped_from.strftime("%H:%M"), skipped_to.strftime("%H:%M"));
                notes
                    .find(&codes::TIME, line.span, headline, help)
                    .note(|| format!("it is `{local}`; clocks skip {from}–{to}"));
                Err(Noted)
            }
            (None, _) => Err(unreadable(notes)),
        }
    }

    fn floating(&self, line: &ContentLine<'_>, notes: &mut AdoptNotes) -> Result<Zone, Noted> {
        let Some(zone) = self.default() else {
            let headline = format!("a `{}` has no time zone", line.name);
            let known = self.known.values().find_map(|known| known.zone);
            notes.find(&codes::ZONE, line.span, headline, ask(known.map(Zone::name)));
            return Err(Noted);
        };
        let headline = format!("times without a zone are read as {zone}");
        let help = "if another zone is meant, pass it with `--timezone`";
        notes.find(&codes::ZONE_READ, line.span, headline, help);
        Ok(zone)
    }

    /// The zone of a TZID, or the user's; and the offset, in seconds east, of a local time in its
    /// VTIMEZONE.
    fn named(
        &mut self,
        tzid: &str,
        local: DateTime,
        line: &ContentLine<'_>,
        notes: &mut AdoptNotes,
    ) -> Result<(Zone, Option<i32>), Noted> {
        if !self.known.contains_key(tzid) {
            let known = KnownZone { zone: of_tzid(tzid, None), rules: None };
            self.known.insert(tzid.to_owned(), known);
        }
        let known = &self.known[tzid];
        let offset = known.rules.as_ref().and_then(|rules| match rules.offset_at(local) {
            Offset::One(given) | Offset::Twice(given, _) => Some(given),
            Offset::Skipped(..) | Offset::Before => None,
        });
        let name = shown(tzid);
        let mut taken = None;
        let defaults = self.defaults.zone.filter(|_| {
            if known.zone.is_some() || offset.is_some() {
                return true;
            }
            // Without rules nothing proves the user's zone, so it is used for one name only.
            let covered = self.covered.get_or_insert_with(|| tzid.to_owned());
            taken = Some(format!(
                "`--timezone` is used for `{}` already: adopt the events of each zone separately",
                shown(covered)
            ));
            covered == tzid
        });
        let Some(zone) = known.zone.or(defaults) else {
            let headline = format!("the zone `{name}` does not name a place");
            let named = read(tzid);
            let help = taken.unwrap_or_else(|| ask(named.likeliest_place()));
            let found = notes.find(&codes::ZONE, line.span, headline, help);
            if let ZoneName::Refused(refusal) = named {
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
            let help = format!("if another zone is meant, write its name instead of `{name}`");
            notes.find(&codes::ZONE_READ, line.span, headline, help);
        }
        Ok((zone, offset))
    }
}
