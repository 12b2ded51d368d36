//! Alarms: rule `one-alarm-at-most`.

use jiff::SignedDuration;

use super::notes::{CalendarKind, FaultNotes, LintFault};
use super::properties::is_right;
use super::table::ALARM_PART;
use super::{codes, fix};
use crate::ical::{Component, duration};
use crate::rules::Rule;

/// Checks the alarms of an event.
pub(super) fn check(event: &Component<'_>, kind: CalendarKind, notes: &mut FaultNotes) {
    let alarms = event.children.iter().filter(|part| part.name == "VALARM");
    let mut report = |alarm: &Component<'_>, sort: &'static str, headline: &str, help: &str| {
        if !notes.repeats(alarm.span, &codes::ALARM, sort) {
            notes.at(
                alarm.span,
                LintFault::new(&codes::ALARM, Rule::OneAlarmAtMost, headline, help).kind(sort),
            );
        }
    };
    for (at, alarm) in alarms.enumerate() {
        if kind == CalendarKind::Feed {
            let headline = "an alarm in a feed rings for everyone who subscribes";
            report(alarm, "feed", headline, "leave it out: people set their own");
        } else if at == 1 {
            let headline = "an event has more than one alarm; Outlook keeps one";
            report(alarm, "several", headline, "keep one");
        }
        let word = |name: &str| alarm.get(name).map(|line| line.value.trim().to_ascii_uppercase());
        if word("ACTION").is_some_and(|action| action != "DISPLAY") {
            let headline = "an alarm has another ACTION than DISPLAY; most calendars drop it";
            report(alarm, "action", headline, "write `ACTION:DISPLAY`");
        }
        // `properties` reports a value that is not a trigger.
        let trigger = alarm.get("TRIGGER").filter(|line| is_right(line, ALARM_PART));
        let trigger = trigger.map(|line| duration(line.value.trim()));
        let is_before = |(days, time): (i32, SignedDuration)| days <= 0 && !time.is_positive();
        if trigger.is_some_and(|length| !length.is_some_and(is_before)) {
            let headline = "an alarm does not ring before the start; Outlook reads its time as one \
                            before the start";
            report(
                alarm,
                "trigger",
                headline,
                &format!("write `{}`", fix::trigger(alarm.get("TRIGGER"))),
            );
        }
    }
}
