//! Content lines → the parts of a calendar that matter here: its own lines, its events with their
//! alarms, the places its zones name. Understands no value.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::codes;
use super::notes::Notes;
use crate::diagnostic::{SourceFile, Span};
use crate::reading::{ContentLine, content_lines};

/// A VEVENT.
pub(super) struct RawEvent {
    /// Its BEGIN.
    pub(super) span: Span,
    pub(super) lines: Vec<ContentLine>,
    pub(super) alarms: Vec<RawAlarm>,
}

impl RawEvent {
    /// The first property of a name.
    pub(super) fn get(&self, name: &str) -> Option<&ContentLine> {
        self.lines.iter().find(|line| line.name == name)
    }
}

/// A VALARM.
pub(super) struct RawAlarm {
    /// Its BEGIN.
    pub(super) span: Span,
    pub(super) lines: Vec<ContentLine>,
}

/// A calendar as it is written.
#[derive(Default)]
pub(super) struct RawCalendar {
    pub(super) lines: Vec<ContentLine>,
    pub(super) events: Vec<RawEvent>,
    /// X-LIC-LOCATION of the VTIMEZONEs that have one, by TZID.
    pub(super) locations: BTreeMap<String, String>,
}

/// Most components inside each other: a calendar, an event, an alarm, and one for good measure.
const MAX_DEPTH: usize = 4;

/// Takes a calendar apart. What makes it none is noted.
pub(super) fn read(file: &Arc<SourceFile>, notes: &mut Notes) -> RawCalendar {
    let mut reader = Reader::default();
    for line in content_lines(file.text()) {
        match line {
            Ok(line) => {
                if let Err((span, headline)) = reader.line(line, notes) {
                    broken(notes, span, headline);
                    return reader.calendar;
                }
            }
            Err(span) if reader.stack.is_empty() => {
                broken(notes, span, "the file does not begin with `BEGIN:VCALENDAR`".to_owned());
                return reader.calendar;
            }
            Err(span) => {
                let headline = "a line without a name and a colon is left out".to_owned();
                notes.count(&codes::LINE, headline, span, "");
            }
        }
    }
    let end = file.text().trim_end().len();
    let span = Span { start: end, end };
    match reader.stack.last() {
        Some(open) => broken(notes, span, format!("the file ends before `END:{open}`")),
        None if !reader.seen => broken(notes, span, "the file holds no calendar".to_owned()),
        None => {}
    }
    reader.calendar
}

fn broken(notes: &mut Notes, span: Span, headline: String) {
    notes.find(&codes::NOT_CALENDAR, span, headline).add_help(
        "give the `.ics` file itself, whole: a page about it or half a download is no calendar",
    );
}

#[derive(Default)]
struct Reader {
    calendar: RawCalendar,
    stack: Vec<String>,
    seen: bool,
    tzid: Option<String>,
    location: Option<String>,
}

impl Reader {
    fn line(&mut self, line: ContentLine, notes: &mut Notes) -> Result<(), (Span, String)> {
        let path: Vec<&str> = self.stack.iter().map(String::as_str).collect();
        match (line.name.as_str(), path.as_slice()) {
            ("BEGIN", _) => return self.begin(&line, notes),
            ("END", _) => return self.end(&line),
            (_, []) => {
                let headline = "the file does not begin with `BEGIN:VCALENDAR`".to_owned();
                return Err((line.span, headline));
            }
            (_, [_]) => self.calendar.lines.push(line),
            ("TZID", [_, "VTIMEZONE"]) => self.tzid = Some(line.value),
            ("X-LIC-LOCATION", [_, "VTIMEZONE"]) => self.location = Some(line.value),
            (_, [_, "VEVENT"]) => {
                if let Some(event) = self.calendar.events.last_mut() {
                    event.lines.push(line);
                }
            }
            (_, [_, "VEVENT", "VALARM"]) => {
                let alarms = self.calendar.events.last_mut().map(|event| &mut event.alarms);
                if let Some(alarm) = alarms.and_then(|alarms| alarms.last_mut()) {
                    alarm.lines.push(line);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, line: &ContentLine, notes: &mut Notes) -> Result<(), (Span, String)> {
        let name = line.value.trim().to_ascii_uppercase();
        match (name.as_str(), self.stack.len()) {
            ("VCALENDAR", 0) => self.seen = true,
            (_, 0) => {
                let headline = "the file does not begin with `BEGIN:VCALENDAR`".to_owned();
                return Err((line.span, headline));
            }
            ("VEVENT", 1) => self.calendar.events.push(RawEvent {
                span: line.span,
                lines: Vec::new(),
                alarms: Vec::new(),
            }),
            ("VTIMEZONE", 1) => (self.tzid, self.location) = (None, None),
            ("VALARM", 2) => {
                if let Some(event) = self.calendar.events.last_mut() {
                    event.alarms.push(RawAlarm { span: line.span, lines: Vec::new() });
                }
            }
            ("STANDARD" | "DAYLIGHT", 2) => {}
            (_, 1) => {
                let shown: String = name.chars().take(40).collect();
                notes.lose(format!("`{}`", shown.escape_debug()), line.span, "");
            }
            (_, MAX_DEPTH..) => {
                return Err((line.span, "components are nested without end".to_owned()));
            }
            _ => {}
        }
        self.stack.push(name);
        Ok(())
    }

    fn end(&mut self, line: &ContentLine) -> Result<(), (Span, String)> {
        let name = line.value.trim().to_ascii_uppercase();
        if self.stack.pop().as_deref() != Some(name.as_str()) {
            let shown: String = name.chars().take(40).collect();
            let headline = format!("`END:{}` ends something else", shown.escape_debug());
            return Err((line.span, headline));
        }
        if name == "VTIMEZONE"
            && let (Some(tzid), Some(location)) = (self.tzid.take(), self.location.take())
        {
            self.calendar.locations.insert(tzid, location);
        }
        Ok(())
    }
}
