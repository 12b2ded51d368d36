//! Re-reads what was written, as a reader would, and refuses what breaks the calendar rules,
//! 18–30, 36, 37, 39 and 53.
//!
//! Shares no code with the writer, so that a fault there is not repeated here. Knows only the
//! subset of iCalendar that the writer means to write: anything else is a fault.

mod fault;
mod known;
mod lines;
mod property;
mod value;
mod zone;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use fault::fault;
pub use fault::{Expected, Fault};
use known::{KnownEvent, KnownZone};
use lines::{Lines, Property};
use property::Component;
use value::Value;
use zone::ZoneRules;

use jiff::civil::DateTime;

use crate::model::{Resolved, Uid, Zone};
use crate::rules::Rule;

/// Proves that `text` is a calendar that may be served.
///
/// # Errors
/// The first fault found.
pub fn check(text: &str, expected: Expected) -> Result<(), Fault> {
    Guard::default().check(text, expected)
}

/// Reads the calendars of one series, one after another. A VEVENT that it has found good before it
/// compares byte by byte instead of taking it apart again: a feed and its sessions' files hold the
/// same ones.
#[derive(Default)]
pub struct Guard<'t> {
    /// By their first lines, which are those of their UIDs.
    known: HashMap<&'t str, KnownEvent<'t>>,
}

impl<'t> Guard<'t> {
    /// Proves that `text` is a calendar that may be served.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&mut self, text: &'t str, expected: Expected) -> Result<(), Fault> {
        if !text.starts_with("BEGIN:VCALENDAR\r\n") || !text.ends_with("\r\nEND:VCALENDAR\r\n") {
            return fault(1, Rule::Utf8WithCrlf, "does not begin and end as a calendar");
        }
        let mut reader = Reader::new(expected);
        let mut lines = Lines::new(text);
        loop {
            reader.at = lines.offset();
            let Some(content) = lines.next_line()? else { break };
            reader.line = content.line;
            let whole = content.whole;
            let property = property::split(content.text)
                .or_else(|what| fault(reader.line, Rule::ParametersQuoted, what))?;
            reader.property(&property, whole)?;
            match (property.name, property.value) {
                ("BEGIN", "VTIMEZONE") => reader.pass_known_zone(&mut lines)?,
                ("BEGIN", "VEVENT") => self.begin_event(&mut reader, &mut lines),
                ("END", "VEVENT") => self.end_event(&reader, &lines),
                _ => {}
            }
        }
        reader.finish()
    }

    /// After the BEGIN of a VEVENT: passes over what is known of it.
    fn begin_event(&self, reader: &mut Reader<'t>, lines: &mut Lines<'t>) {
        reader.body = Body { begin: lines.offset(), end: None };
        let known = lines.peek().and_then(|first| self.known.get(first));
        if let Some(known) = known
            && reader.holds_for(known)
            && lines.pass(known.body, known.lines)
        {
            reader.take_over(known);
            // Nothing of it is remembered a second time.
            reader.body = Body { begin: lines.offset(), end: Some((lines.offset(), known.seen)) };
        }
    }

    /// After the END of a VEVENT without fault.
    fn end_event(&mut self, reader: &Reader<'t>, lines: &Lines<'t>) {
        let Body { begin, end: Some((end, seen)) } = reader.body else { return };
        let body = lines.between(begin, end);
        let ends = || memchr::memchr_iter(b'\n', body.as_bytes());
        // Where it was passed over, nothing is left of it.
        let Some(first) = ends().next().map(|end| &body[..=end]) else { return };
        let zone = reader.event.zone.and_then(|zone| reader.zones.get(zone));
        let known = KnownEvent {
            body,
            lines: ends().count(),
            seen,
            event: reader.event.clone(),
            rules: zone.map(|zone| Rc::clone(&zone.known.rules)),
        };
        self.known.insert(first, known);
    }
}

struct Reader<'t> {
    expected: Expected,
    line: usize,
    /// Where that line begins.
    at: usize,
    /// Open components, and the properties seen in each.
    stack: Vec<(Component, u64)>,
    zones: Vec<ReadZone>,
    uids: BTreeSet<Cow<'t, str>>,
    events: usize,
    event: Event<'t>,
    body: Body,
    rules: zone::Draft,
    /// The bytes of the VTIMEZONE that is read, and the line it begins at.
    block: Option<(&'t str, usize)>,
    alarms: usize,
    feed: Feed<'t>,
}

/// Where the properties of a VEVENT begin and, once they are read, where they end and which they are.
#[derive(Default)]
struct Body {
    begin: usize,
    end: Option<(usize, u64)>,
}

/// A VTIMEZONE of the calendar.
struct ReadZone {
    known: KnownZone,
    used: Used,
}

/// What a feed says twice, for calendars that know one or the other.
#[derive(Default)]
struct Feed<'t> {
    names: [Cow<'t, str>; 2],
    intervals: [Cow<'t, str>; 2],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Used {
    No,
    Yes,
}

/// What must be compared once a VEVENT is read.
#[derive(Clone, Default)]
struct Event<'t> {
    uid: Cow<'t, str>,
    stamp: Cow<'t, str>,
    created: Cow<'t, str>,
    modified: Cow<'t, str>,
    start: Option<(Form, Cow<'t, str>)>,
    end: Option<(Form, Cow<'t, str>)>,
    status: Cow<'t, str>,
    transparency: Cow<'t, str>,
    busy: Cow<'t, str>,
    /// The number of the VTIMEZONE among those of the calendar.
    zone: Option<usize>,
}

/// How a time is written; local times of one VTIMEZONE have one form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Date,
    Utc,
    Local(usize),
}

impl<'t> Reader<'t> {
    /// A fault in the line that is read.
    fn fault<T>(&self, rule: Rule, what: impl Into<String>) -> Result<T, Fault> {
        fault(self.line, rule, what)
    }

    fn new(expected: Expected) -> Self {
        Self {
            expected,
            line: 0,
            at: 0,
            stack: Vec::with_capacity(4),
            zones: Vec::new(),
            uids: BTreeSet::new(),
            events: 0,
            event: Event::default(),
            body: Body::default(),
            rules: zone::Draft::default(),
            block: None,
            alarms: 0,
            feed: Feed::default(),
        }
    }

    /// Whether the times of an event would be proven by the same VTIMEZONE here as they were there.
    fn holds_for(&self, known: &KnownEvent<'t>) -> bool {
        known.rules.as_ref().is_none_or(|rules| self.zone_of(rules).is_some())
            && !self.uids.contains(&known.event.uid)
    }

    fn zone_of(&self, rules: &Rc<ZoneRules>) -> Option<usize> {
        self.zones.iter().position(|zone| Rc::ptr_eq(&zone.known.rules, rules))
    }

    /// Goes on as if the event had been read.
    fn take_over(&mut self, known: &KnownEvent<'t>) {
        self.event = known.event.clone();
        self.event.zone = known.rules.as_ref().and_then(|rules| self.zone_of(rules));
        if let Some(number) = self.event.zone {
            self.zones[number].used = Used::Yes;
            for (form, _) in self.event.start.iter_mut().chain(&mut self.event.end) {
                *form = Form::Local(number);
            }
        }
        self.uids.insert(known.event.uid.clone());
        if let Some((_, seen)) = self.stack.last_mut() {
            *seen = known.seen;
        }
    }

    /// `whole`: the property's line where it stands, if it is not folded.
    fn property(&mut self, property: &Property<'_>, whole: Option<&'t str>) -> Result<(), Fault> {
        let is_bare = property.parameters.as_slice().is_empty();
        match property.name {
            "BEGIN" | "END" if !is_bare => {
                self.fault(Rule::ParametersQuoted, "a parameter of BEGIN or END")
            }
            "BEGIN" => self.begin(property.value),
            "END" => self.end(property.value),
            _ => self.value(property, whole),
        }
    }

    fn begin(&mut self, name: &str) -> Result<(), Fault> {
        let Some(component) = Component::parse(name) else {
            return self.fault(Rule::ListedPropertiesOnly, format!("component {name}"));
        };
        if component.parent() != self.stack.last().map(|(parent, _)| *parent) {
            return self.fault(Rule::ListedPropertiesOnly, format!("{name} in the wrong place"));
        }
        match component {
            Component::TimeZone if self.events > 0 => {
                return self.fault(Rule::OneVtimezonePerZone, "VTIMEZONE after a VEVENT");
            }
            Component::TimeZone => self.rules = zone::Draft::default(),
            Component::Event => {
                self.events += 1;
                self.event = Event::default();
                self.alarms = 0;
            }
            Component::Alarm if self.expected == Expected::Feed || self.alarms > 0 => {
                return self.fault(Rule::OneAlarmAtMost, "VALARM in a feed, or a second one");
            }
            Component::Alarm => {
                self.alarms += 1;
                self.end_body();
            }
            Component::Standard | Component::Daylight => self.rules.begin(component),
            Component::Calendar => {}
        }
        self.stack.push((component, 0));
        Ok(())
    }

    /// Before the alarm or END of a VEVENT, whichever comes first.
    fn end_body(&mut self) {
        let seen = self.stack.last().map_or(0, |(_, seen)| *seen);
        self.body.end.get_or_insert((self.at, seen));
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        if matches!(self.stack.last(), Some((Component::Event, _))) {
            self.end_body();
        }
        let Some((component, seen)) = self.stack.pop() else {
            return self.fault(Rule::ListedPropertiesOnly, "END without BEGIN");
        };
        if Component::parse(name) != Some(component) {
            return self
                .fault(Rule::ListedPropertiesOnly, format!("END:{name} ends something else"));
        }
        if let Some((missing, rule)) = property::missing(component, seen, self.expected) {
            return self.fault(rule, format!("no {missing} in {name}"));
        }
        match component {
            Component::TimeZone => {
                let draft = std::mem::take(&mut self.rules);
                let (name, rules) = draft
                    .finish()
                    .or_else(|what| self.fault(Rule::VtimezoneAsOutlookReads, what))?;
                let zone = KnownZone {
                    zone: Zone::get(&name).filter(|zone| zone.name() == name),
                    name: name.into(),
                    rules: Rc::new(rules),
                };
                if let Some((block, begin)) = self.block.take() {
                    known::remember(block, self.line - begin, &zone);
                }
                self.add_zone(zone)
            }
            Component::Event => self.end_event(),
            _ => Ok(()),
        }
    }

    fn add_zone(&mut self, known: KnownZone) -> Result<(), Fault> {
        if self.zones.iter().any(|zone| zone.known.name == known.name) {
            return self.fault(Rule::OneVtimezonePerZone, "two VTIMEZONEs of one TZID");
        }
        self.zones.push(ReadZone { known, used: Used::No });
        Ok(())
    }

    /// After the BEGIN of a VTIMEZONE: passes over the rest of it, if it was read before.
    fn pass_known_zone(&mut self, lines: &mut Lines<'t>) -> Result<(), Fault> {
        let Some(first) = lines.peek() else { return Ok(()) };
        let known = known::zone(first, lines.rest()).map(|(block, zone)| {
            lines.pass(block, zone.lines);
            self.line += zone.lines;
            zone.zone
        });
        if let Some(zone) = known {
            self.stack.pop();
            return self.add_zone(zone);
        }
        let block = lines.rest_through("\r\nEND:VTIMEZONE\r\n");
        self.block = block.map(|block| (block, self.line));
        Ok(())
    }

    fn value(&mut self, property: &Property<'_>, whole: Option<&'t str>) -> Result<(), Fault> {
        let Some((component, seen)) = self.stack.last().copied() else {
            return self.fault(Rule::Utf8WithCrlf, "a property outside the calendar");
        };
        let Some((index, spec)) = property::spec(component, property.name, self.expected, seen)
        else {
            let what = format!("{} is not allowed here", property.name);
            return self.fault(Rule::ListedPropertiesOnly, what);
        };
        if component == Component::Calendar && (self.events > 0 || !self.zones.is_empty()) {
            // RFC 5545 §3.6: properties of the calendar precede its components.
            return self.fault(Rule::Utf8WithCrlf, format!("{} after a component", property.name));
        }
        let bit = 1_u64 << index;
        if seen & bit != 0 {
            return self
                .fault(Rule::NoEmptyOrRepeatedProperty, format!("{} stands twice", property.name));
        }
        if let Some((_, seen)) = self.stack.last_mut() {
            *seen |= bit;
        }
        property::check_parameters(spec, property).or_else(|what| {
            self.fault(Rule::ParametersQuoted, format!("{}: {what}", property.name))
        })?;
        let value = value::read(spec, property)
            .or_else(|(rule, what)| self.fault(rule, format!("{}: {what}", property.name)))?;
        // The value ends its line.
        let text = || match whole {
            Some(line) => Cow::Borrowed(&line[line.len() - property.value.len()..]),
            None => Cow::Owned(property.value.to_owned()),
        };
        match (component, property.name) {
            (Component::TimeZone, "TZID") => self.rules.name = text().into_owned(),
            (Component::Standard | Component::Daylight, name) => {
                self.rules
                    .set(name, property.value)
                    .or_else(|what| self.fault(Rule::VtimezoneAsOutlookReads, what))?;
            }
            (Component::Event, "UID") => {
                let is_uid = value::is_plain_uid(property.value)
                    || Uid::parse(&value::unescaped(property.value)).is_ok();
                if !is_uid {
                    return self.fault(Rule::ValuesValidated, "UID is none");
                }
                self.event.uid = text();
                if !self.uids.insert(text()) {
                    return self.fault(Rule::UidOncePerFile, "UID stands twice");
                }
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
                let form = match value {
                    Value::Local(at, tzid) => Form::Local(self.prove(at, tzid)?),
                    Value::Utc => Form::Utc,
                    _ => Form::Date,
                };
                let ends = if property.name == "DTSTART" {
                    &mut self.event.start
                } else {
                    &mut self.event.end
                };
                *ends = Some((form, text()));
            }
            _ => {}
        }
        Ok(())
    }

    /// Rules `zone-or-utc`, `one-vtimezone-per-zone` and `vtimezone-proven`: the VTIMEZONE, read
    /// alone, gives the database's offset. Its number.
    fn prove(&mut self, at: DateTime, tzid: &str) -> Result<usize, Fault> {
        let Some(number) = self.zones.iter().position(|zone| *zone.known.name == *tzid) else {
            return self.fault(Rule::OneVtimezonePerZone, format!("no VTIMEZONE for {tzid}"));
        };
        self.zones[number].used = Used::Yes;
        self.event.zone = Some(number);
        let KnownZone { zone, rules, .. } = &self.zones[number].known;
        let Some(zone) = zone else {
            return self
                .fault(Rule::VtimezoneAsOutlookReads, format!("{tzid} is no canonical zone"));
        };
        let truth = match zone.resolve(at) {
            Resolved::Once(instant) => zone.offset_at(instant),
            _ => {
                return self.fault(
                    Rule::NoSkippedOrRepeatedHour,
                    "a local time that is skipped or shown twice",
                );
            }
        };
        if rules.offset_at(at) == Some(truth.seconds()) {
            Ok(number)
        } else {
            self.fault(Rule::VtimezoneProven, format!("the VTIMEZONE of {tzid} is wrong for {at}"))
        }
    }

    fn end_event(&self) -> Result<(), Fault> {
        let event = &self.event;
        if event.stamp != event.modified {
            return self.fault(Rule::DtstampFromRecord, "DTSTAMP is not LAST-MODIFIED");
        }
        // The texts of one form compare as the times do.
        if event.modified < event.created {
            return self.fault(Rule::LastModifiedMoves, "LAST-MODIFIED is before CREATED");
        }
        let later = match (&event.start, &event.end) {
            (Some((start, from)), Some((end, to))) => start == end && from < to,
            _ => false,
        };
        if !later {
            return self.fault(Rule::DtendAlways, "DTEND is not a later time of the same form");
        }
        let agrees = match (&*event.transparency, &*event.busy) {
            ("TRANSPARENT", "FREE") => true,
            ("OPAQUE", "BUSY") => event.status == "CONFIRMED",
            ("OPAQUE", "TENTATIVE") => event.status == "TENTATIVE",
            _ => false,
        };
        if !agrees {
            return self.fault(Rule::BusySaidTwice, "TRANSP, busy status and STATUS do not agree");
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), Fault> {
        if !self.stack.is_empty() {
            return self.fault(Rule::Utf8WithCrlf, "a component is not ended");
        }
        if let Some(zone) = self.zones.iter().find(|zone| zone.used == Used::No) {
            let what = format!("the VTIMEZONE of {} is not used", zone.known.name);
            return self.fault(Rule::OneVtimezonePerZone, what);
        }
        let Feed { names, intervals } = &self.feed;
        if names[0] != names[1] {
            return self.fault(Rule::FeedNamesItself, "NAME is not X-WR-CALNAME");
        }
        if intervals[0] != intervals[1] {
            return self.fault(Rule::RefreshHints, "REFRESH-INTERVAL is not X-PUBLISHED-TTL");
        }
        match (self.expected, self.events) {
            (_, 0) => self.fault(Rule::FeedNeverEmpty, "no VEVENT"),
            (Expected::Session, 2..) => {
                self.fault(Rule::SessionFileAddsOneEvent, "more than one VEVENT")
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
