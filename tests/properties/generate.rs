//! Series as somebody may mean them: the values before they are written as TOML.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kalends::model::{Resolved, Zone};
use proptest::prelude::*;
use proptest::sample::select;

/// A series as meant.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) zone: &'static str,
    pub(crate) language: Option<&'static str>,
    pub(crate) announced_as: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) organizer: Option<(String, bool)>,
    pub(crate) colour: Option<&'static str>,
    pub(crate) categories: Vec<String>,
    pub(crate) talks: Vec<Talk>,
}

/// A session as meant.
#[derive(Clone, Debug)]
pub(crate) struct Talk {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) time: Time,
    pub(crate) zone: Option<&'static str>,
    pub(crate) status: Option<&'static str>,
    pub(crate) busy: Option<bool>,
    pub(crate) location: Option<String>,
    pub(crate) join: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) speakers: Vec<(String, Option<String>)>,
    pub(crate) reminder: Option<u16>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Time {
    /// Two instants; each is written in local time where that is one instant.
    Timed(Timestamp, Timestamp),
    /// First and last day.
    Days(Date, Date),
}

impl Talk {
    /// The zone of its times.
    pub(crate) fn zone_in(&self, plan: &Plan) -> Zone {
        Zone::get(self.zone.unwrap_or(plan.zone)).unwrap()
    }
}

/// Characters that are allowed in a text and have broken readers.
const ALLOWED: [&str; 40] = [
    "\\",
    ";",
    ",",
    ":",
    "\"",
    "^",
    "'",
    "\t",
    " ",
    "  ",
    "\\n",
    "\\N",
    "\\\\",
    "\\;",
    "^n",
    "=",
    "é",
    "ß",
    "\u{301}",
    "e\u{301}\u{302}",
    "ﷺ",
    "한",
    "日本",
    "🩺",
    "👩🏽‍⚕️",
    "🇪🇺",
    "\u{200d}",
    "\u{200f}",
    "\u{200b}",
    "\u{e000}",
    "\u{10fffd}",
    "a",
    "b",
    "session",
    "BEGIN:VEVENT",
    "END:VCALENDAR",
    "%",
    "#",
    "<b>",
    "0",
];
/// Forms of a line break: good in prose, refused in a line.
const BREAKS: [&str; 8] = ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"];
/// What no calendar may hold.
const FORBIDDEN: [&str; 7] = ["\0", "\u{1}", "\u{1b}", "\u{7f}", "\u{9f}", "\u{feff}", "\u{202e}"];

/// Which texts a series is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    /// Texts that are accepted unchanged.
    Clean,
    /// Any text.
    Any,
}

fn pieces(texts: Texts, breaks: bool, most: usize) -> impl Strategy<Value = String> {
    let mut pool: Vec<&'static str> = ALLOWED.to_vec();
    if breaks {
        pool.extend(BREAKS);
    }
    let forbidden = if texts == Texts::Any { 1 } else { 0 };
    let piece = prop_oneof![
        60 => select(pool),
        forbidden => select(FORBIDDEN.to_vec()),
        forbidden => select(BREAKS.to_vec()),
    ];
    prop::collection::vec(piece, 1..most).prop_map(move |pieces| {
        let text = pieces.concat();
        // An empty text is refused, and there is a finding for it.
        if texts == Texts::Clean && text.trim().is_empty() { "x".to_owned() } else { text }
    })
}

fn line(texts: Texts) -> impl Strategy<Value = String> {
    let long = (pieces(texts, false, 12), 1..300_usize).prop_map(move |(piece, times)| {
        let text = piece.repeat(times);
        // As much as a line may have, in UTF-16 units.
        let most = if texts == Texts::Clean { 1_000 } else { 1_100 };
        let mut units = 0;
        let shortened: String = text
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= most
            })
            .collect();
        if shortened.trim().is_empty() { "y".to_owned() } else { shortened }
    });
    prop_oneof![6 => pieces(texts, false, 16), 1 => long]
}

fn prose(texts: Texts) -> impl Strategy<Value = String> {
    // 10 kB and more, made of few pieces so that it shrinks.
    let long = (pieces(texts, true, 20), 1..400_usize).prop_map(|(piece, times)| {
        let times = times.min(15_000 / piece.encode_utf16().count());
        piece.repeat(times.max(1))
    });
    prop_oneof![6 => pieces(texts, true, 60), 1 => long]
}

fn maybe<T: Clone + std::fmt::Debug>(
    strategy: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(strategy)
}

fn category(texts: Texts) -> impl Strategy<Value = String> {
    line(texts).prop_map(move |text| {
        let text = text.replace([',', ';'], ".");
        if texts == Texts::Clean && text.trim().is_empty() { "z".to_owned() } else { text }
    })
}

fn link() -> impl Strategy<Value = String> {
    ("[a-z0-9%;,:=&?~_.-]{0,300}", select(vec!["", "#a", "?q=1;2,3"]))
        .prop_map(|(path, rest)| format!("https://example.org/{path}{rest}"))
}

const ZONES: [&str; 12] = [
    "UTC",
    "Europe/Brussels",
    "Europe/Dublin",
    "America/New_York",
    "America/Vancouver",
    "America/Havana",
    "America/Argentina/Buenos_Aires",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Gaza",
];

fn time() -> impl Strategy<Value = Time> {
    // 1971 to 2099.
    let instant = (31_536_000..4_070_908_800_i64).prop_map(|second| second - second % 60);
    // The hours around changes of the clocks in Brussels and New York in 2026.
    let near_change = (
        select(vec![1_774_746_000_i64, 1_792_890_000, 1_772_953_200, 1_793_512_800]),
        -240..240_i64,
    )
        .prop_map(|(change, minutes)| change + minutes * 60);
    let timed = (prop_oneof![instant, near_change], 1..4_000_i64).prop_map(|(start, minutes)| {
        let start = Timestamp::from_second(start).unwrap();
        Time::Timed(start, start + SignedDuration::from_mins(minutes))
    });
    let days = (1971..2099_i16, 1..=12_i8, 1..=28_i8, 0..10_i64).prop_map(|(y, m, d, more)| {
        let first = Date::new(y, m, d).unwrap();
        Time::Days(first, first + SignedDuration::from_hours(24 * more))
    });
    prop_oneof![5 => timed, 1 => days]
}

prop_compose! {
    fn talk(texts: Texts)(
        title in line(texts),
        description in maybe(prose(texts)),
        time in time(),
        zone in prop_oneof![3 => Just(None), 1 => select(ZONES.to_vec()).prop_map(Some)],
        status in select(vec![None, None, Some("confirmed"), Some("tentative"), Some("cancelled")]),
        busy in select(vec![None, None, Some(true), Some(false)]),
        location in prop_oneof![
            Just(None), line(texts).prop_map(Some), Just(Some("online".to_owned())),
        ],
        join in maybe(link()),
        url in maybe(link()),
        categories in prop::collection::vec(category(texts), 0..4),
        speakers in prop::collection::vec((line(texts), maybe(line(texts))), 0..3),
        reminder in maybe(1..4_000_u16),
    ) -> Talk {
        let zone = if matches!(time, Time::Days(..)) { None } else { zone };
        Talk {
            id: String::new(), title, description, time, zone, status, busy, location, join, url,
            categories, speakers, reminder,
        }
    }
}

prop_compose! {
    pub(crate) fn plan(texts: Texts)(
        title in line(texts),
        description in maybe(prose(texts)),
        zone in select(ZONES.to_vec()),
        language in select(vec![None, Some("en"), Some("da"), Some("de-AT"), Some("tlh")]),
        announced_as in maybe(line(texts)),
        url in maybe(link()),
        organizer in maybe((line(texts), any::<bool>())),
        colour in select(vec![None, Some("steelblue"), Some("#005eb8")]),
        categories in prop::collection::vec(category(texts), 0..3),
        mut talks in prop::collection::vec(talk(texts), 1..6),
    ) -> Plan {
        for (number, talk) in talks.iter_mut().enumerate() {
            // Not in the order of the list, so that sorting by identifier shows.
            talk.id = format!("s{}", (number * 7 + 3) % 10);
        }
        Plan {
            title, description, zone, language, announced_as, url, organizer, colour, categories,
            talks,
        }
    }
}

/// The local time of an instant, where the clock shows it once.
pub(crate) fn local_once(zone: Zone, at: Timestamp) -> Option<jiff::civil::DateTime> {
    let local = zone.time_zone().to_datetime(at);
    (zone.resolve(local) == Resolved::Once(at)).then_some(local)
}
