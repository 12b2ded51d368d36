//! Checks a calendar's time zones: the meaning of TZIDs, and VTIMEZONEs against the time zone database.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::clients::UNKNOWN_ZONE;
use super::notes::{FaultNotes, LintFault, shown};
use super::properties::is_sound;
use super::{codes, fix};
use crate::definition::zone_names::{
    RejectedKind as NameKind, ZoneName, of_tzid, read as read_name,
};
use crate::diagnostic::Span;
use crate::ical::{Component, ContentLine, Observances, Offset, ZoneBlock};
use crate::model::{Resolved, Zone};
use crate::rules::Rule;

/// Maximum number of names that are checked; the database has fewer.
const MAX_NAMES: usize = 1_000;

/// The zones of one calendar.
pub(super) struct ZoneChecks {
    /// By TZID, as written.
    blocks: BTreeMap<String, WrittenZone>,
    /// Zones of the TZIDs used so far.
    known: BTreeMap<String, Option<Zone>>,
}

/// A VTIMEZONE.
struct WrittenZone {
    span: Span,
    rules: Option<Observances>,
}

impl ZoneChecks {
    /// Reads the VTIMEZONEs.
    pub(super) fn read(calendar: &Component<'_>, notes: &mut FaultNotes) -> Self {
        let mut blocks = BTreeMap::new();
        let mut events = false;
        for part in &calendar.children {
            events |= part.name == "VEVENT";
            if part.name != "VTIMEZONE" {
                continue;
            }
            let Some(tzid) = part.get("TZID").map(|line| line.value.to_string()) else { continue };
            let name = shown(&tzid);
            if blocks.contains_key(&tzid) {
                let fault = idle(format!("VTIMEZONE `{name}` occurs twice"), "keep one");
                notes.at(part.span, fault.kind("twice"));
                continue;
            }
            if events {
                let headline = format!("VTIMEZONE `{name}` is after an event");
                let help =
                    "write it before the events: some readers need it when they read an event";
                notes.at(part.span, idle(headline, help).kind("after"));
            }
            let written = WrittenZone { span: part.span, rules: Observances::read(part) };
            if is_sound(part)
                && let Some(why) = otherwise(part, written.rules.is_some())
                && !notes.repeats(part.span, &codes::ZONE_RULES, &tzid)
            {
                let headline = format!("VTIMEZONE `{name}` {why}");
                let help = instead(of_tzid(&tzid, None)).unwrap_or_else(|| {
                    "write one STANDARD and at most one DAYLIGHT, with today's rules".to_owned()
                });
                let fault = LintFault::new(
                    &codes::ZONE_RULES,
                    Rule::VtimezoneAsOutlookReads,
                    headline,
                    help,
                );
                notes.at(part.span, fault.kind(tzid.clone()));
            }
            blocks.insert(tzid, written);
        }
        Self { blocks, known: BTreeMap::new() }
    }

    /// The TZID of the only VTIMEZONE.
    pub(super) fn only_block(&self) -> Option<&str> {
        let mut names = self.blocks.keys();
        let first = names.next()?;
        names.next().is_none().then_some(first.as_str())
    }

    /// Checks a TZID at its first use; returns its zone.
    pub(super) fn uses(&mut self, tzid: &str, span: Span, notes: &mut FaultNotes) -> Option<Zone> {
        if let Some(zone) = self.known.get(tzid) {
            return *zone;
        }
        if self.known.len() >= MAX_NAMES {
            return None;
        }
        let zone = of_tzid(tzid, None);
        self.known.insert(tzid.to_owned(), zone);
        check_name(tzid, zone, span, notes);
        // Clients know `UTC` without rules.
        if !self.blocks.contains_key(tzid) && !zone.is_some_and(Zone::is_utc) {
            let name = shown(tzid);
            let headline = format!(
                "`{name}` has no VTIMEZONE; Outlook shows the event an hour or more too early or late"
            );
            let help = instead(zone).unwrap_or_else(|| "write the time in UTC".to_owned());
            let fault =
                LintFault::new(&codes::ZONE_MISSING, Rule::OneVtimezonePerZone, headline, help);
            let fault = if zone.is_some() { fault } else { fault.costing(UNKNOWN_ZONE) };
            notes.at(span, fault.kind(tzid));
        }
        zone
    }

    /// The instant of a local time in a known zone. Reports faults of the time and the VTIMEZONE.
    pub(super) fn instant(
        &mut self,
        tzid: &str,
        local: DateTime,
        line: &ContentLine<'_>,
        notes: &mut FaultNotes,
    ) -> Option<Timestamp> {
        let zone = self.uses(tzid, line.span, notes)?;
        let name = &line.name;
        match zone.resolve(local) {
            Resolved::Once(at) => {
                let right = zone.offset_at(at);
                let block = self.blocks.get(tzid)?;
                let given = block.rules.as_ref().and_then(|rules| match rules.offset_at(local) {
                    Offset::One(given) | Offset::Twice(given, _) | Offset::Skipped(_, given) => {
                        Some(given)
                    }
                    Offset::Before => None,
                });
                if let Some(given) = given.filter(|given| *given != right.seconds())
                    && !notes.repeats(line.span, &codes::ZONE_OFFSET, tzid)
                {
                    let (given, right) = (shown_offset(given), shown_offset(right.seconds()));
                    let headline = format!(
                        "VTIMEZONE `{}` puts {name} `{local}` at {given}; {zone} is at {right} then",
                        shown(tzid)
                    );
                    let help = instead(Some(zone))
                        .unwrap_or_else(|| "write these times in UTC".to_owned());
                    let fault =
                        LintFault::new(&codes::ZONE_OFFSET, Rule::VtimezoneProven, headline, help);
                    notes.at(line.span, fault.kind(tzid));
                }
                Some(at)
            }
            Resolved::Never { skipped_from, skipped_to } => {
                let (from, to) = (skipped_from.strftime("%H:%M"), skipped_to.strftime("%H:%M"));
                let headline =
                    format!("{name} `{local}` does not exist in {zone} (clocks skip {from}–{to})");
                let meant = local.checked_add(skipped_from.until(skipped_to).unwrap_or_default());
                let meant = fix::line(line, &fix::written(meant.unwrap_or(skipped_to)));
                let help = format!(
                    "write the time that is meant, such as `{meant}`: clients show an hour more or less"
                );
                let fault = LintFault::new(
                    &codes::NO_SUCH_TIME,
                    Rule::NoSkippedOrRepeatedHour,
                    headline,
                    help,
                );
                notes.at(line.span, fault.kind("never"));
                None
            }
            Resolved::Twice { earlier, later } => {
                let utc = |offset: jiff::tz::Offset| {
                    let at = offset.to_timestamp(local).ok();
                    at.map(|at| at.strftime("%Y%m%dT%H%M%SZ").to_string()).unwrap_or_default()
                };
                let headline = format!(
                    "{name} `{local}` is shown twice by the clocks of {zone}: clients differ by an \
                     hour"
                );
                let help = format!(
                    "write it in UTC: `{}` for the first, `{}` for the second",
                    utc(earlier),
                    utc(later)
                );
                let fault = LintFault::new(
                    &codes::NO_SUCH_TIME,
                    Rule::NoSkippedOrRepeatedHour,
                    headline,
                    help,
                );
                notes.at(line.span, fault.kind("twice"));
                None
            }
        }
    }

    /// Reports unused VTIMEZONEs.
    pub(super) fn finish(self, notes: &mut FaultNotes) {
        if self.known.len() >= MAX_NAMES {
            return;
        }
        for (tzid, block) in &self.blocks {
            if !self.known.contains_key(tzid) {
                let headline = format!("VTIMEZONE `{}` is used by no event", shown(tzid));
                let fault = idle(headline, "leave it out").kind("unused");
                notes.at(block.span, fault);
            }
        }
    }
}

fn idle(headline: String, help: &str) -> LintFault {
    LintFault::new(&codes::ZONE_IDLE, Rule::OneVtimezonePerZone, headline, help)
}

/// Rule `named-places-only`.
fn check_name(tzid: &str, zone: Option<Zone>, span: Span, notes: &mut FaultNotes) {
    let name = shown(tzid);
    let local = |headline: String, zone: Zone| {
        let help = if zone.is_utc() {
            "write the time with a Z and no TZID".to_owned()
        } else {
            format!("write `{zone}`, in TZID of the VTIMEZONE too")
        };
        LintFault::new(&codes::ZONE_NAME_LOCAL, Rule::NamedPlacesOnly, headline, help).kind(tzid)
    };
    if let Some(exact) = Zone::get(tzid) {
        if exact.is_utc() {
            let headline =
                format!("`{name}` is written as a time zone; some readers do not know it");
            notes.at(span, local(headline, exact));
        } else if exact.name() != tzid {
            let headline = format!("`{name}` is an old name of {exact}");
            notes.at(span, local(headline, exact));
        }
        return;
    }
    let named = read_name(tzid);
    let readings = match &named {
        ZoneName::Zone(_) => return,
        ZoneName::Refused(refusal) => {
            let certain = matches!(refusal.kind, NameKind::Windows | NameKind::OldName);
            if let Some(zone) = zone.filter(|_| certain) {
                let who = match refusal.kind {
                    NameKind::Windows => "a Windows name",
                    _ => "an old name",
                };
                notes.at(span, local(format!("`{name}` is {who} of {zone}"), zone));
                return;
            }
            let meanings: Vec<&str> =
                refusal.readings.iter().map(|reading| reading.meaning.as_str()).collect();
            format!("may mean {}", meanings.join(", or "))
        }
        ZoneName::Unknown { suggestions } => {
            if let Some(zone) = zone {
                let headline =
                    format!("`{name}` is {zone} with a prefix that some readers do not remove");
                notes.at(span, local(headline, zone));
                return;
            }
            match suggestions.first() {
                Some(near) => format!("is not a time zone; did you mean `{near}`?"),
                None => "is not a known time zone".to_owned(),
            }
        }
    };
    let headline = format!("`{name}` {readings}");
    let help = format!(
        "write the place that is meant, such as `{}`, or UTC: clients that do not read the VTIMEZONE \
         guess",
        named.likeliest_place().unwrap_or("Europe/Brussels")
    );
    notes.at(
        span,
        LintFault::new(&codes::ZONE_NAME, Rule::NamedPlacesOnly, headline, help).kind(tzid),
    );
}

/// Rule `vtimezone-as-outlook-reads`: why Outlook, which keeps one yearly pair of rules, reads a VTIMEZONE
/// differently.
fn otherwise(zone: &Component<'_>, understood: bool) -> Option<String> {
    let count = |name: &str| zone.children.iter().filter(|part| part.name == name).count();
    let has = |name: &str| zone.children.iter().any(|part| part.get(name).is_some());
    let ends = |part: &Component<'_>| {
        let rule = part.get("RRULE").map(|line| line.value.to_ascii_uppercase());
        rule.is_some_and(|rule| rule.contains("UNTIL=") || rule.contains("COUNT="))
    };
    let (standard, daylight) = (count("STANDARD"), count("DAYLIGHT"));
    let rules = zone.children.iter().filter(|part| part.get("RRULE").is_some()).count();
    if standard > 1 || daylight > 1 {
        let all = standard + daylight;
        return Some(format!("has {all} rules, its history; Outlook keeps one yearly pair"));
    }
    if has("RDATE") {
        return Some("lists its changes as RDATE, which Outlook ignores".to_owned());
    }
    if zone.children.iter().any(ends) {
        return Some("has a rule with an end, which Outlook ignores".to_owned());
    }
    if standard == 0 {
        return Some("has no STANDARD".to_owned());
    }
    if daylight == 1 && rules < 2 {
        return Some("has daylight saving time without a yearly rule".to_owned());
    }
    (!understood).then(|| "has an offset or rule that cannot be read".to_owned())
}

/// Help with the VTIMEZONE to write instead.
fn instead(zone: Option<Zone>) -> Option<String> {
    let block = zone.and_then(ZoneBlock::of)?;
    Some(format!("write this one instead:\n{}", block.text().replace("\r\n", "\n").trim_end()))
}

fn shown_offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
