//! Checks one calendar line by line against the table of properties.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::DateTime;

use super::fault::{CalendarFault, Expected, fault};
use super::property::{self, ComponentKind};
use super::value::{self, CheckedValue};
use super::zone::read_zone;
use crate::ical::lines::{ContentLine, Lines, Oddity, unescaped};
use crate::ical::observances::{Observances, Offset};
use crate::ical::vtimezone::ZoneBlock;
use crate::model::{Resolved, Uid, Zone};
use crate::rules::Rule;

pub(super) struct CheckReader<'t> {
    text: &'t str,
    lines: Lines<'t>,
    expected: Expected,
    /// Start of the current line.
    at: usize,
    /// Open components, and the properties seen in each.
    stack: Vec<(ComponentKind, u64)>,
    zones: Vec<ReadZone<'t>>,
    uids: BTreeSet<Cow<'t, str>>,
    events: Vec<EventSpan>,
    event: EventValues<'t>,
    /// TZID of the current VTIMEZONE, and its start.
    zone: (Cow<'t, str>, usize),
    alarms: usize,
    feed: FeedValues<'t>,
}

/// A checked VEVENT, as a span of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSpan {
    /// From its BEGIN to before its END; in a feed, VEVENTs have no alarm.
    pub event: Range<usize>,
    /// The VTIMEZONE that its times use, if any.
    pub zone: Option<Range<usize>>,
}

/// A VTIMEZONE of the calendar.
struct ReadZone<'t> {
    name: Cow<'t, str>,
    span: Range<usize>,
    /// The zone with this name.
    zone: Option<Zone>,
    /// Borrowed from the block with the same bytes, if there is one.
    rules: Cow<'static, Observances>,
    is_used: bool,
}

/// Values that a feed repeats for calendars that know one property or the other.
#[derive(Default)]
struct FeedValues<'t> {
    names: [Cow<'t, str>; 2],
    intervals: [Cow<'t, str>; 2],
}

/// Values to compare at the end of a VEVENT.
#[derive(Default)]
struct EventValues<'t> {
    uid: Cow<'t, str>,
    stamp: Cow<'t, str>,
    created: Cow<'t, str>,
    modified: Cow<'t, str>,
    start: Option<(TimeForm, Cow<'t, str>)>,
    end: Option<(TimeForm, Cow<'t, str>)>,
    status: Cow<'t, str>,
    transparency: Cow<'t, str>,
    busy: Cow<'t, str>,
}

/// The form of a time; local times in the same VTIMEZONE have the same form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TimeForm {
    Date,
    Utc,
    Local(usize),
}

impl<'t> CheckReader<'t> {
    /// A fault in the current line.
    pub(super) fn fault<T>(&self, rule: Rule, what: impl Into<String>) -> Result<T, CalendarFault> {
        fault(self.text, self.at, rule, what)
    }

    pub(super) fn new(text: &'t str, expected: Expected) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            expected,
            at: 0,
            stack: Vec::with_capacity(4),
            zones: Vec::new(),
            uids: BTreeSet::new(),
            events: Vec::new(),
            event: EventValues::default(),
            zone: (Cow::Borrowed(""), 0),
            alarms: 0,
            feed: FeedValues::default(),
        }
    }

    /// Creates a reader inside a VEVENT of a session file.
    pub(super) fn within_event(text: &'t str) -> Self {
        let mut reader = Self::new(text, Expected::Session);
        reader.stack.push((ComponentKind::Event, 0));
        reader
    }

    /// The next content line; its first oddity is a fault.
    pub(super) fn next_line(&mut self) -> Result<Option<ContentLine<'t>>, CalendarFault> {
        let mut first = None;
        let line = self.lines.next(&mut |oddity, span| {
            first.get_or_insert((oddity, span));
        });
        let (oddity, span) = match (first, line) {
            (Some(first), _) => first,
            (None, Some(Err(span))) => (Oddity::NotALine, span),
            (None, Some(Ok(line))) => {
                self.at = line.span.start;
                return Ok(Some(line));
            }
            (None, None) => return Ok(None),
        };
        fault(self.text, span.start, broken(&oddity), oddity.what())
    }

    pub(super) fn property(&mut self, line: &ContentLine<'t>) -> Result<(), CalendarFault> {
        if line.value.is_empty() {
            return self.fault(Rule::ParametersQuoted, format!("{} is empty", line.name));
        }
        match &*line.name {
            "BEGIN" | "END" if !line.parameters.is_empty() => {
                self.fault(Rule::ParametersQuoted, "a parameter of BEGIN or END")
            }
            "BEGIN" => self.begin(&line.value),
            "END" => self.end(&line.value),
            _ => self.value(line),
        }
    }

    fn begin(&mut self, name: &str) -> Result<(), CalendarFault> {
        let Some(component) = ComponentKind::parse(name) else {
            return self.fault(Rule::ListedPropertiesOnly, format!("component {name}"));
        };
        if component.parent() != self.stack.last().map(|(parent, _)| *parent) {
            return self.fault(Rule::ListedPropertiesOnly, format!("{name} in the wrong place"));
        }
        match component {
            ComponentKind::TimeZone if !self.events.is_empty() => {
                return self.fault(Rule::OneVtimezonePerZone, "VTIMEZONE after a VEVENT");
            }
            ComponentKind::TimeZone => self.zone = (Cow::Borrowed(""), self.at),
            ComponentKind::Event => {
                self.events.push(EventSpan { event: self.at..self.at, zone: None });
                self.event = EventValues::default();
                self.alarms = 0;
            }
            ComponentKind::Alarm if self.expected == Expected::Feed || self.alarms > 0 => {
                return self.fault(Rule::OneAlarmAtMost, "VALARM in a feed, or a second one");
            }
            ComponentKind::Alarm => self.alarms += 1,
            ComponentKind::Calendar | ComponentKind::Standard | ComponentKind::Daylight => {}
        }
        self.stack.push((component, 0));
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), CalendarFault> {
        let Some((component, seen)) = self.stack.pop() else {
            return self.fault(Rule::ListedPropertiesOnly, "END without BEGIN");
        };
        if ComponentKind::parse(name) != Some(component) {
            return self
                .fault(Rule::ListedPropertiesOnly, format!("END:{name} ends something else"));
        }
        if let Some((missing, rule)) = property::missing(component, seen, self.expected) {
            return self.fault(rule, format!("no {missing} in {name}"));
        }
        match component {
            ComponentKind::TimeZone => {
                let (name, begin) = std::mem::take(&mut self.zone);
                let span = begin..self.lines.offset();
                match read_zone(&self.text[span.clone()]) {
                    Some(rules) => self.add_zone(name, span, Cow::Owned(rules)),
                    None => self.fault(
                        Rule::VtimezoneAsOutlookReads,
                        "neither one offset nor one yearly pair of rules from 1970",
                    ),
                }
            }
            ComponentKind::Event => self.end_event(),
            _ => Ok(()),
        }
    }

    fn add_zone(
        &mut self,
        name: Cow<'t, str>,
        span: Range<usize>,
        rules: Cow<'static, Observances>,
    ) -> Result<(), CalendarFault> {
        if self.zones.iter().any(|zone| zone.name == name) {
            return self.fault(Rule::OneVtimezonePerZone, "two VTIMEZONEs of one TZID");
        }
        let zone = Zone::get(&name).filter(|zone| zone.name() == name);
        self.zones.push(ReadZone { name, span, zone, rules, is_used: false });
        Ok(())
    }

    /// After the BEGIN of a VTIMEZONE: skips the rest if it is byte-equal to a block.
    pub(super) fn skip_own_zone(&mut self) -> Result<(), CalendarFault> {
        let rest = self.lines.rest();
        let name = rest.strip_prefix("TZID:").and_then(|rest| rest.split_once('\r'));
        let block = name.and_then(|(name, _)| ZoneBlock::of(Zone::get(name)?));
        let Some(block) = block else { return Ok(()) };
        let whole = &self.text[self.at..];
        if !whole.starts_with(block.text()) {
            return Ok(());
        }
        self.lines.skip(&block.text()[whole.len() - rest.len()..]);
        let span = self.at..self.lines.offset();
        self.at = span.end - "END:VTIMEZONE\r\n".len();
        self.stack.pop();
        self.add_zone(block.tzid().into(), span, Cow::Borrowed(block.observances()))
    }

    fn value(&mut self, line: &ContentLine<'t>) -> Result<(), CalendarFault> {
        let name = &*line.name;
        let Some((component, seen)) = self.stack.last().copied() else {
            return self.fault(Rule::Utf8WithCrlf, "a property outside the calendar");
        };
        let Some((index, spec)) = property::spec(component, name, self.expected, seen) else {
            let what = format!("{name} is not allowed here");
            return self.fault(Rule::ListedPropertiesOnly, what);
        };
        if component == ComponentKind::Calendar
            && (!self.events.is_empty() || !self.zones.is_empty())
        {
            // RFC 5545 §3.6: properties of the calendar precede its components.
            return self.fault(Rule::Utf8WithCrlf, format!("{name} after a component"));
        }
        let bit = 1_u64 << index;
        if seen & bit != 0 {
            return self.fault(Rule::NoEmptyOrRepeatedProperty, format!("{name} occurs twice"));
        }
        if let Some((_, seen)) = self.stack.last_mut() {
            *seen |= bit;
        }
        let wrong = |what| format!("{name}: {what}");
        let parameters = property::parameters(&line.parameters)
            .or_else(|what| self.fault(Rule::ParametersQuoted, wrong(what)))?;
        property::check_parameters(spec, parameters.as_slice())
            .or_else(|what| self.fault(Rule::ParametersQuoted, wrong(what)))?;
        let value = value::read(spec, &line.value, parameters.as_slice())
            .or_else(|(rule, what)| self.fault(rule, wrong(what)))?;
        let text = || line.value.clone();
        match (component, name) {
            (ComponentKind::TimeZone, "TZID") => self.zone.0 = text(),
            (ComponentKind::Event, "UID") => {
                let is_uid =
                    value::is_plain_uid(&line.value) || Uid::parse(&unescaped(&line.value)).is_ok();
                if !is_uid {
                    return self.fault(Rule::ValuesValidated, "UID is not valid");
                }
                self.event.uid = text();
                if !self.uids.insert(text()) {
                    return self.fault(Rule::UidOncePerFile, "UID occurs twice");
                }
            }
            (ComponentKind::Calendar, "NAME") => self.feed.names[0] = text(),
            (ComponentKind::Calendar, "X-WR-CALNAME") => self.feed.names[1] = text(),
            (ComponentKind::Calendar, "REFRESH-INTERVAL") => self.feed.intervals[0] = text(),
            (ComponentKind::Calendar, "X-PUBLISHED-TTL") => self.feed.intervals[1] = text(),
            (ComponentKind::Event, "DTSTAMP") => self.event.stamp = text(),
            (ComponentKind::Event, "CREATED") => self.event.created = text(),
            (ComponentKind::Event, "LAST-MODIFIED") => self.event.modified = text(),
            (ComponentKind::Event, "STATUS") => self.event.status = text(),
            (ComponentKind::Event, "TRANSP") => self.event.transparency = text(),
            (ComponentKind::Event, "X-MICROSOFT-CDO-BUSYSTATUS") => self.event.busy = text(),
            (ComponentKind::Event, "DTSTART" | "DTEND") => {
                let form = match value {
                    CheckedValue::Local(at, tzid) => TimeForm::Local(self.prove(at, tzid)?),
                    CheckedValue::Utc => TimeForm::Utc,
                    _ => TimeForm::Date,
                };
                let ends =
                    if name == "DTSTART" { &mut self.event.start } else { &mut self.event.end };
                *ends = Some((form, text()));
            }
            _ => {}
        }
        Ok(())
    }

    /// Rules `zone-or-utc`, `one-vtimezone-per-zone` and `vtimezone-proven`: the VTIMEZONE alone
    /// gives the database's offset. Returns its index.
    fn prove(&mut self, at: DateTime, tzid: &str) -> Result<usize, CalendarFault> {
        let Some(number) = self.zones.iter().position(|zone| zone.name == tzid) else {
            return self.fault(Rule::OneVtimezonePerZone, format!("no VTIMEZONE for {tzid}"));
        };
        self.zones[number].is_used = true;
        if let Some(event) = self.events.last_mut() {
            event.zone = Some(self.zones[number].span.clone());
        }
        let ReadZone { zone, rules, .. } = &self.zones[number];
        let Some(zone) = zone else {
            return self
                .fault(Rule::VtimezoneAsOutlookReads, format!("{tzid} is not a canonical zone"));
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
        if rules.offset_at(at) == Offset::One(truth.seconds()) {
            Ok(number)
        } else {
            self.fault(Rule::VtimezoneProven, format!("the VTIMEZONE of {tzid} is wrong for {at}"))
        }
    }

    fn end_event(&mut self) -> Result<(), CalendarFault> {
        if let Some(span) = self.events.last_mut() {
            span.event.end = self.at;
        }
        let event = &self.event;
        if event.stamp != event.modified {
            return self.fault(Rule::DtstampFromRecord, "DTSTAMP is not LAST-MODIFIED");
        }
        // Texts of the same form sort like the times.
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

    pub(super) fn finish_alarm(&self) -> Result<(), CalendarFault> {
        match self.stack[..] {
            [(ComponentKind::Event, 0)] => Ok(()),
            _ => self.fault(Rule::OneAlarmAtMost, "not exactly one alarm"),
        }
    }

    pub(super) fn finish(self) -> Result<Vec<EventSpan>, CalendarFault> {
        if !self.stack.is_empty() {
            return self.fault(Rule::Utf8WithCrlf, "a component is not ended");
        }
        if let Some(zone) = self.zones.iter().find(|zone| !zone.is_used) {
            let what = format!("the VTIMEZONE of {} is not used", zone.name);
            return self.fault(Rule::OneVtimezonePerZone, what);
        }
        let FeedValues { names, intervals } = &self.feed;
        if names[0] != names[1] {
            return self.fault(Rule::FeedNamesItself, "NAME is not X-WR-CALNAME");
        }
        if intervals[0] != intervals[1] {
            return self.fault(Rule::RefreshHints, "REFRESH-INTERVAL is not X-PUBLISHED-TTL");
        }
        match (self.expected, self.events.len()) {
            (_, 0) => self.fault(Rule::FeedNeverEmpty, "no VEVENT"),
            (Expected::Session, 2..) => {
                self.fault(Rule::SessionFileAddsOneEvent, "more than one VEVENT")
            }
            _ => Ok(self.events),
        }
    }
}

/// The rule that an oddity violates.
fn broken(oddity: &Oddity) -> Rule {
    match oddity {
        Oddity::LongLine(_) | Oddity::OddFold | Oddity::FoldInEscape => Rule::LinesOf75Octets,
        Oddity::Character(_) | Oddity::CrInside => Rule::TextEscaped,
        Oddity::LowerCaseName | Oddity::NotALine => Rule::ParametersQuoted,
        _ => Rule::Utf8WithCrlf,
    }
}
