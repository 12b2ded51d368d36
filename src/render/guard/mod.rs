//! Re-reads what was written, as a reader would, and refuses what breaks rules 2, 3, 5–11, 14,
//! 18–30, 36, 37, 39 and 53.
//!
//! Shares no code with the writer, so that a fault there is not repeated here. Knows only the
//! subset of iCalendar that the writer means to write: anything else is a fault.

mod lines;
mod property;
mod value;
mod zone;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use lines::{Lines, Property};
use property::Component;
use value::Value;
use zone::ZoneRules;

use crate::model::{Uid, Zone};

/// Which calendar is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The feed of a series (rule 10).
    Feed,
    /// The file of one session (rule 9).
    Session,
}

/// What is wrong with a calendar that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Physical line, from 1.
    pub line: usize,
    /// The rule of CALENDAR-RULES that it breaks.
    pub rule: u8,
    /// What is wrong.
    pub what: String,
}

fn fault<T>(line: usize, rule: u8, what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { line, rule, what: what.into() })
}

/// Proves that `text` is a calendar that may be served.
///
/// # Errors
/// The first fault found.
pub fn check(text: &str, expected: Expected) -> Result<(), Fault> {
    if !text.starts_with("BEGIN:VCALENDAR\r\n") || !text.ends_with("\r\nEND:VCALENDAR\r\n") {
        return fault(1, 24, "does not begin and end as a calendar");
    }
    let mut reader = Reader::new(expected);
    let mut lines = Lines::new(text);
    while let Some((line, content)) = lines.next_line()? {
        reader.line = line;
        let property = property::split(content).or_else(|what| fault(line, 28, what))?;
        reader.property(&property)?;
        if property.name == "BEGIN" && property.value == "VTIMEZONE" {
            reader.pass_known_zone(&mut lines)?;
        }
    }
    reader.finish()
}

/// What was read of a VTIMEZONE.
#[derive(Clone)]
struct KnownZone {
    name: String,
    rules: Rc<ZoneRules>,
    lines: usize,
}

/// Blocks that a thread remembers: more than there are zones with daylight saving.
const MAX_KNOWN: usize = 1024;

thread_local! {
    /// VTIMEZONEs that were read before, by their bytes after the first line: what was good once
    /// is good again, and most calendars have one of a few.
    static KNOWN: RefCell<HashMap<Box<str>, KnownZone>> = RefCell::new(HashMap::new());
}

struct Reader {
    expected: Expected,
    line: usize,
    stack: Vec<Component>,
    /// Properties seen in each open component.
    seen: Vec<u64>,
    zones: BTreeMap<String, (Rc<ZoneRules>, Used)>,
    zone_names: BTreeMap<String, Option<Zone>>,
    uids: BTreeSet<String>,
    events: usize,
    event: Event,
    rules: zone::Draft,
    /// The bytes of the VTIMEZONE that is read, and the line it begins at.
    block: Option<(Box<str>, usize)>,
    alarms: usize,
    feed: Feed,
}

/// What a feed says twice, for calendars that know one or the other.
#[derive(Default)]
struct Feed {
    names: [String; 2],
    intervals: [String; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Used {
    No,
    Yes,
}

/// What must be compared once a VEVENT is read.
#[derive(Default)]
struct Event {
    stamp: String,
    created: String,
    modified: String,
    start: Option<(Value, String)>,
    end: Option<(Value, String)>,
    status: String,
    transparency: String,
    busy: String,
}

impl Reader {
    fn new(expected: Expected) -> Self {
        Self {
            expected,
            line: 0,
            stack: Vec::new(),
            seen: Vec::new(),
            zones: BTreeMap::new(),
            zone_names: BTreeMap::new(),
            uids: BTreeSet::new(),
            events: 0,
            event: Event::default(),
            rules: zone::Draft::default(),
            block: None,
            alarms: 0,
            feed: Feed::default(),
        }
    }

    fn property(&mut self, property: &Property<'_>) -> Result<(), Fault> {
        if matches!(property.name, "BEGIN" | "END") && !property.parameters.is_empty() {
            return fault(self.line, 28, "a parameter of BEGIN or END");
        }
        match property.name {
            "BEGIN" => self.begin(property.value),
            "END" => self.end(property.value),
            _ => self.value(property),
        }
    }

    fn begin(&mut self, name: &str) -> Result<(), Fault> {
        let Some(component) = Component::parse(name) else {
            return fault(self.line, 39, format!("component {name}"));
        };
        if component.parent() != self.stack.last().copied() {
            return fault(self.line, 39, format!("{name} in the wrong place"));
        }
        match component {
            Component::TimeZone if self.events > 0 => {
                return fault(self.line, 19, "VTIMEZONE after a VEVENT");
            }
            Component::TimeZone => self.rules = zone::Draft::default(),
            Component::Event => {
                self.events += 1;
                self.event = Event::default();
                self.alarms = 0;
            }
            Component::Alarm if self.expected == Expected::Feed || self.alarms > 0 => {
                return fault(self.line, 37, "VALARM in a feed, or a second one");
            }
            Component::Alarm => self.alarms += 1,
            Component::Standard | Component::Daylight => self.rules.begin(component),
            Component::Calendar => {}
        }
        self.stack.push(component);
        self.seen.push(0);
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        let (Some(component), Some(seen)) = (self.stack.pop(), self.seen.pop()) else {
            return fault(self.line, 39, "END without BEGIN");
        };
        if Component::parse(name) != Some(component) {
            return fault(self.line, 39, format!("END:{name} ends something else"));
        }
        if let Some(missing) = property::missing(component, seen, self.expected) {
            return fault(self.line, missing.rule, format!("no {} in {name}", missing.name));
        }
        match component {
            Component::TimeZone => {
                let draft = std::mem::take(&mut self.rules);
                let (name, rules) = draft.finish().or_else(|what| fault(self.line, 20, what))?;
                let mut zone = KnownZone { name, rules: Rc::new(rules), lines: 0 };
                if let Some((block, begin)) = self.block.take() {
                    zone.lines = self.line - begin;
                    KNOWN.with_borrow_mut(|known| {
                        if known.len() < MAX_KNOWN {
                            known.insert(block, zone.clone());
                        }
                    });
                }
                self.add_zone(zone)
            }
            Component::Event => self.end_event(),
            _ => Ok(()),
        }
    }

    fn add_zone(&mut self, zone: KnownZone) -> Result<(), Fault> {
        if self.zones.insert(zone.name, (zone.rules, Used::No)).is_some() {
            return fault(self.line, 19, "two VTIMEZONEs of one TZID");
        }
        Ok(())
    }

    /// After the BEGIN of a VTIMEZONE: passes over the rest of it, if it was read before.
    fn pass_known_zone(&mut self, lines: &mut Lines<'_>) -> Result<(), Fault> {
        let Some(block) = lines.rest_through("\r\nEND:VTIMEZONE\r\n") else { return Ok(()) };
        match KNOWN.with_borrow(|known| known.get(block).cloned()) {
            Some(zone) => {
                lines.pass(block, zone.lines);
                self.line += zone.lines;
                self.stack.pop();
                self.seen.pop();
                self.add_zone(zone)
            }
            None => {
                self.block = Some((block.into(), self.line));
                Ok(())
            }
        }
    }

    fn value(&mut self, property: &Property<'_>) -> Result<(), Fault> {
        let Some(component) = self.stack.last().copied() else {
            return fault(self.line, 24, "a property outside the calendar");
        };
        let seen = self.seen.last().copied().unwrap_or_default();
        let Some((index, spec)) = property::spec(component, property.name, self.expected, seen)
        else {
            let what = format!("{} is not allowed here", property.name);
            return fault(self.line, 39, what);
        };
        if component == Component::Calendar && (self.events > 0 || !self.zones.is_empty()) {
            // RFC 5545 §3.6: properties of the calendar precede its components.
            return fault(self.line, 24, format!("{} after a component", property.name));
        }
        let bit = 1_u64 << index;
        if let Some(seen) = self.seen.last_mut() {
            if *seen & bit != 0 {
                return fault(self.line, 30, format!("{} stands twice", property.name));
            }
            *seen |= bit;
        }
        property::check_parameters(spec, property)
            .or_else(|what| fault(self.line, 28, format!("{}: {what}", property.name)))?;
        let value = value::read(spec, property)
            .or_else(|(rule, what)| fault(self.line, rule, format!("{}: {what}", property.name)))?;
        let text = || property.value.to_owned();
        match (component, property.name) {
            (Component::TimeZone, "TZID") => self.rules.name = text(),
            (Component::Standard | Component::Daylight, name) => {
                self.rules.set(name, property.value).or_else(|what| fault(self.line, 20, what))?;
            }
            (Component::Event, "UID") if Uid::parse(&value::unescaped(property.value)).is_err() => {
                return fault(self.line, 27, "UID is none");
            }
            (Component::Event, "UID") if !self.uids.insert(text()) => {
                return fault(self.line, 2, "UID stands twice");
            }
            (Component::Calendar, "NAME") => self.feed.names[0] = text(),
            (Component::Calendar, "X-WR-CALNAME") => self.feed.names[1] = text(),
            (Component::Calendar, "REFRESH-INTERVAL") => self.feed.intervals[0] = text(),
            (Component::Calendar, "X-PUBLISHED-TTL") => self.feed.intervals[1] = text(),
            (Component::Event, "DTSTAMP") => self.event.stamp = text(),
            (Component::Event, "CREATED") => self.event.created = text(),
            (Component::Event, "LAST-MODIFIED") => self.event.modified = text(),
            (Component::Event, "STATUS") => self.event.status = text(),
            (Component::Event, "TRANSP") => self.event.transparency = text(),
            (Component::Event, "X-MICROSOFT-CDO-BUSYSTATUS") => self.event.busy = text(),
            (Component::Event, "DTSTART" | "DTEND") => {
                if let Value::Local(at, tzid) = &value {
                    self.prove(*at, tzid)?;
                }
                let ends = if property.name == "DTSTART" {
                    &mut self.event.start
                } else {
                    &mut self.event.end
                };
                *ends = Some((value, text()));
            }
            _ => {}
        }
        Ok(())
    }

    /// Rules 18, 19 and 21: the VTIMEZONE, read alone, gives the database's offset.
    fn prove(&mut self, at: jiff::civil::DateTime, tzid: &str) -> Result<(), Fault> {
        let Some((rules, used)) = self.zones.get_mut(tzid) else {
            return fault(self.line, 19, format!("no VTIMEZONE for {tzid}"));
        };
        *used = Used::Yes;
        let zone = match self.zone_names.get(tzid) {
            Some(zone) => *zone,
            None => {
                let zone = Zone::get(tzid).filter(|zone| zone.name() == tzid);
                self.zone_names.insert(tzid.to_owned(), zone);
                zone
            }
        };
        let Some(zone) = zone else {
            return fault(self.line, 20, format!("{tzid} is no canonical zone"));
        };
        let truth = match zone.resolve(at) {
            crate::model::Resolved::Once(instant) => zone.offset_at(instant),
            _ => return fault(self.line, 17, "a local time that is skipped or shown twice"),
        };
        if rules.offset_at(at) == Some(truth.seconds()) {
            Ok(())
        } else {
            fault(self.line, 21, format!("the VTIMEZONE of {tzid} is wrong for {at}"))
        }
    }

    fn end_event(&self) -> Result<(), Fault> {
        let event = &self.event;
        if event.stamp != event.modified {
            return fault(self.line, 6, "DTSTAMP is not LAST-MODIFIED");
        }
        // The texts of one form compare as the times do.
        if event.modified < event.created {
            return fault(self.line, 5, "LAST-MODIFIED is before CREATED");
        }
        let later = match (&event.start, &event.end) {
            (Some((start, from)), Some((end, to))) => start.same_form(end) && from < to,
            _ => false,
        };
        if !later {
            return fault(self.line, 23, "DTEND is not a later time of the same form");
        }
        let agrees = match (event.transparency.as_str(), event.busy.as_str()) {
            ("TRANSPARENT", "FREE") => true,
            ("OPAQUE", "BUSY") => event.status == "CONFIRMED",
            ("OPAQUE", "TENTATIVE") => event.status == "TENTATIVE",
            _ => false,
        };
        if !agrees {
            return fault(self.line, 36, "TRANSP, busy status and STATUS do not agree");
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), Fault> {
        if !self.stack.is_empty() {
            return fault(self.line, 24, "a component is not ended");
        }
        if let Some((name, _)) = self.zones.iter().find(|(_, (_, used))| *used == Used::No) {
            return fault(self.line, 19, format!("the VTIMEZONE of {name} is not used"));
        }
        let Feed { names, intervals } = &self.feed;
        if names[0] != names[1] {
            return fault(self.line, 10, "NAME is not X-WR-CALNAME");
        }
        if intervals[0] != intervals[1] {
            return fault(self.line, 53, "REFRESH-INTERVAL is not X-PUBLISHED-TTL");
        }
        match (self.expected, self.events) {
            (_, 0) => fault(self.line, 14, "no VEVENT"),
            (Expected::Session, 2..) => fault(self.line, 9, "more than one VEVENT"),
            _ => Ok(()),
        }
    }
}
