//! Every zone's VTIMEZONE against the time zone database, 1970–2037 (rules
//! `vtimezone-as-outlook-reads` and `vtimezone-proven`).
//!
//! The judge is a calendar reader written here, which knows the block's text and nothing else. It
//! works the other way round than the proof: it lays every onset out in UTC and asks which instants
//! show the local time on the clock.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime};
use jiff::{SignedDuration, Timestamp};
use kalends::{
    ical::ZoneBlock,
    model::{Moment, When, Zone},
};
use rayon::prelude::*;

/// The years of the comparison. The database's data in 2038 is the last that 32-bit readers hold.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2037;

/// One STANDARD or DAYLIGHT as read from the text. Offsets in seconds.
#[derive(Debug)]
struct Observance {
    kind: String,
    start: NaiveDateTime,
    from: i64,
    to: i64,
    rule: Option<(u32, i32, String)>,
}

/// What Outlook keeps of a VTIMEZONE: at most two observances that come again every year.
struct Reader {
    observances: Vec<Observance>,
    /// Onsets from 1970 on: instant in UTC, wall time before it (both in seconds), offset after it.
    onsets: Vec<(i64, i64, i64)>,
}

impl Reader {
    fn of(block: &ZoneBlock) -> Self {
        let text = block.text();
        let mut lines = text.split_terminator("\r\n");
        let mut value = |key: &str| {
            let line = lines.next().unwrap();
            line.strip_prefix(key).unwrap_or_else(|| panic!("{line}: not {key}")).to_owned()
        };
        value("BEGIN:VTIMEZONE");
        assert_eq!(value("TZID:"), block.tzid());
        let count = text.matches("\r\nTZNAME:").count();
        let observances: Vec<Observance> = (0..count)
            .map(|_| {
                let kind = value("BEGIN:");
                let start =
                    NaiveDateTime::parse_from_str(&value("DTSTART:"), "%Y%m%dT%H%M%S").unwrap();
                let from = offset(&value("TZOFFSETFROM:"));
                let to = offset(&value("TZOFFSETTO:"));
                let rule = (count == 2).then(|| rule(&value("RRULE:")));
                assert!(!value("TZNAME:").is_empty());
                assert_eq!(value("END:"), kind);
                Observance { kind, start, from, to, rule }
            })
            .collect();
        value("END:VTIMEZONE");
        assert_eq!(lines.next(), None);
        let mut onsets: Vec<_> = observances.iter().flat_map(Observance::onsets).collect();
        onsets.sort_unstable();
        Self { observances, onsets }
    }

    /// The one offset with an instant at this local time; `None` before the first DTSTART, in a gap or in
    /// an overlap.
    fn sole_offset(&self, local: i64) -> Option<i64> {
        if local < self.onsets[0].1 {
            return None;
        }
        let mut possible: Vec<i64> = self.observances.iter().map(|it| it.to).collect();
        possible.retain(|offset| {
            let before = self.onsets.partition_point(|(utc, ..)| *utc <= local - offset);
            before > 0 && self.onsets[before - 1].2 == *offset
        });
        if let [sole] = possible[..] { Some(sole) } else { None }
    }

    /// The offset for a reader that thinks in wall time only: the last onset passed on the clock.
    fn hasty_offset(&self, local: i64) -> i64 {
        let passed = self.onsets.partition_point(|(_, wall, _)| *wall <= local);
        self.onsets[passed - 1].2
    }
}

impl Observance {
    fn onsets(&self) -> Vec<(i64, i64, i64)> {
        let walls = match &self.rule {
            None => vec![self.start],
            Some((month, nth, weekday)) => (*YEARS.start()..=*YEARS.end() + 1)
                .map(|year| day(year, *month, *nth, weekday).and_time(self.start.time()))
                .collect(),
        };
        assert_eq!(walls[0], self.start, "DTSTART is no onset of its RRULE");
        walls
            .into_iter()
            .map(|wall| wall.and_utc().timestamp())
            .map(|wall| (wall - self.from, wall, self.to))
            .collect()
    }
}

/// Walks through the month, as one does with a finger on a wall calendar.
fn day(year: i32, month: u32, nth: i32, weekday: &str) -> NaiveDate {
    let days: Vec<NaiveDate> = NaiveDate::from_ymd_opt(year, month, 1)
        .unwrap()
        .iter_days()
        .take_while(|day| day.month() == month)
        .filter(|day| day.weekday().to_string().to_uppercase().starts_with(weekday))
        .collect();
    if nth == -1 { *days.last().unwrap() } else { days[usize::try_from(nth).unwrap() - 1] }
}

fn offset(text: &str) -> i64 {
    let (sign, digits) = text.split_at(1);
    let pair = |at: usize| digits.get(at..at + 2).map_or(0, |pair| pair.parse::<i64>().unwrap());
    let seconds = pair(0) * 3600 + pair(2) * 60 + pair(4);
    if sign == "-" { -seconds } else { seconds }
}

fn rule(text: &str) -> (u32, i32, String) {
    let rest = text.strip_prefix("FREQ=YEARLY;BYMONTH=").unwrap();
    let (month, day) = rest.split_once(";BYDAY=").unwrap();
    let (nth, weekday) = day.split_at(day.len() - 2);
    (month.parse().unwrap(), nth.parse().unwrap(), weekday.to_owned())
}

/// Start of a year in UTC, in seconds.
fn year_begins(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(Default::default()).and_utc().timestamp()
}

/// Instants to try: one every so many hours, and densely around every change of the offset, be it
/// the database's or the block's.
fn instants(zone: Zone, reader: &Reader, hours: usize) -> Vec<i64> {
    let (begin, end) = (year_begins(*YEARS.start()), year_begins(*YEARS.end() + 1));
    let of_database = zone
        .time_zone()
        .following(Timestamp::from_second(begin).unwrap())
        .map(|transition| transition.timestamp().as_second())
        .take_while(|second| *second < end);
    let mut changes: Vec<i64> = of_database.chain(reader.onsets.iter().map(|it| it.0)).collect();
    changes.sort_unstable();
    changes.dedup();
    let days = (-8..=8).map(|day| day * 86_400);
    let half_hours = (-6..=6).map(|step| step * 1_800);
    let edges = [-7_200, -3_600, -1_800, 0, 1_800, 3_600, 7_200];
    let edges = edges.into_iter().flat_map(|edge| [edge - 1, edge, edge + 1]);
    let around: Vec<i64> = days.chain(half_hours).chain(edges).collect();
    let mut instants: Vec<i64> = changes
        .iter()
        .flat_map(|change| around.iter().map(move |distance| change + distance))
        .chain((begin..end).step_by(hours * 3_600))
        .filter(|second| (begin..end).contains(second))
        .collect();
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// The moment of an instant; `None` where the local year is before 1970.
fn moment(zone: Zone, second: i64) -> Option<Moment> {
    let start = Timestamp::from_second(second).unwrap();
    match When::timed(zone, start, start + SignedDuration::from_mins(1)).ok()? {
        When::Timed { start, .. } => Some(start),
        When::AllDay { .. } => panic!("timed became whole days"),
    }
}

/// The local time in seconds, counted by the other library.
fn local_second(moment: Moment) -> i64 {
    let (date, time) = (moment.local().date(), moment.local().time());
    let part = |part: i8| u32::try_from(part).unwrap();
    NaiveDate::from_ymd_opt(date.year().into(), part(date.month()), part(date.day()))
        .unwrap()
        .and_hms_opt(part(time.hour()), part(time.minute()), part(time.second()))
        .unwrap()
        .and_utc()
        .timestamp()
}

fn block(name: &str) -> &'static ZoneBlock {
    ZoneBlock::of(Zone::get(name).unwrap()).unwrap()
}

#[test]
fn what_is_proven_reads_as_the_database_says_in_every_zone() {
    let (mut proven, mut all) = (0_u64, 0_u64);
    let counts: Vec<(u64, u64)> = Zone::all()
        .filter_map(|zone| ZoneBlock::of(zone).map(|block| (zone, block)))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(zone, block)| compare(zone, block))
        .collect();
    for (of_zone, all_of_zone) in counts {
        proven += of_zone;
        all += all_of_zone;
    }
    println!("{proven} of {all} sampled instants are proven");
    assert!(all > 1_000_000, "{all}");
    assert!(proven * 10 > all * 6, "{proven} of {all}");
}

/// Tries all instants of a zone; how many of them are proven, and how many there were.
fn compare(zone: Zone, block: &ZoneBlock) -> (u64, u64) {
    let reader = Reader::of(block);
    let (mut proven, mut all) = (0, 0);
    for second in instants(zone, &reader, 197) {
        let Some(moment) = moment(zone, second) else { continue };
        let local = local_second(moment);
        let truth = i64::from(zone.offset_at(moment.utc()).seconds());
        let sole = reader.sole_offset(local);
        let place = || format!("{zone}: {} at {}", moment.local(), moment.utc());
        all += 1;
        if block.proves(&moment) {
            proven += 1;
            assert_eq!(sole, Some(truth), "{}", place());
            assert_eq!(reader.hasty_offset(local), truth, "{}", place());
            assert!(!moment.is_repeated(), "{}", place());
        } else {
            // Nothing is left in UTC that could be read rightly.
            assert!(sole != Some(truth) || moment.is_repeated(), "{}", place());
        }
    }
    (proven, all)
}

#[test]
fn brussels_is_proven_whenever_its_clock_shows_a_time_once_since_1996() {
    let (zone, block) = (Zone::get("Europe/Brussels").unwrap(), block("Europe/Brussels"));
    let mut once = 0;
    for second in instants(zone, &Reader::of(block), 13) {
        if second < year_begins(1996) {
            continue;
        }
        let moment = moment(zone, second).unwrap();
        if !moment.is_repeated() {
            once += 1;
            assert!(block.proves(&moment), "{} at {}", moment.local(), moment.utc());
        }
    }
    assert!(once > 28_000, "{once}");
}

#[test]
fn every_zone_but_utc_has_a_block() {
    let (with, without): (Vec<Zone>, Vec<Zone>) =
        Zone::all().partition(|zone| ZoneBlock::of(*zone).is_some());
    println!("{} zones with a block, without: {without:?}", with.len());
    assert!((300..=450).contains(&with.len()), "{}", with.len());
    // A zone that joins UTC here has a new law: its times are in UTC from then on.
    assert_eq!(without, [Zone::utc()]);
}

#[test]
fn the_blocks_that_are_inexact_in_the_years_ahead_are_known() {
    let noons = |zone: Zone| {
        let first = DateTime::from_timestamp(year_begins(2028) + 43_200, 0).unwrap();
        (0..10 * 365)
            .map(move |days| first.checked_add_days(Days::new(days)).unwrap().timestamp())
            .map(move |second| moment(zone, second).unwrap())
    };
    let inexact: Vec<&str> = Zone::all()
        .filter(|zone| {
            ZoneBlock::of(*zone).is_some_and(|block| !noons(*zone).all(|noon| block.proves(&noon)))
        })
        .map(Zone::name)
        .collect();
    // Israel and Greenland change on the day next to a weekday; Gaza and Hebron also around Ramadan.
    assert_eq!(
        inexact,
        ["America/Nuuk", "America/Scoresbysund", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem",]
    );
}

#[test]
fn an_observance_is_standard_alone_or_a_pair_with_the_higher_offset_as_daylight() {
    for block in Zone::all().filter_map(ZoneBlock::of) {
        let observances = Reader::of(block).observances;
        match &observances[..] {
            [only] => assert!(only.kind == "STANDARD" && only.from == only.to, "{only:?}"),
            [standard, daylight] => {
                assert_eq!((&*standard.kind, &*daylight.kind), ("STANDARD", "DAYLIGHT"));
                assert!(daylight.to > standard.to, "{}", block.tzid());
                assert_eq!((standard.from, standard.to), (daylight.to, daylight.from));
            }
            more => panic!("{}: {} observances", block.tzid(), more.len()),
        }
        assert!(observances.iter().all(|it| it.start.year() == 1970), "{}", block.tzid());
    }
}
