//! Content lines → calendar, events, alarms and time zones, as far as they can be told apart.
//! Faults of the structure are noted; understands no value.

use super::codes;
use super::notes::{Fault, Notes, shown};
use crate::diagnostic::Span;
use crate::reading::{ContentLine, content_lines};
use crate::rules::Rule;

/// A VEVENT, a VALARM, a STANDARD, …
#[derive(Default)]
pub(super) struct Part {
    /// Its BEGIN, in upper case.
    pub(super) name: String,
    /// Where it begins.
    pub(super) span: Option<Span>,
    pub(super) lines: Vec<ContentLine>,
    pub(super) parts: Vec<Part>,
}

impl Part {
    /// The first property of a name.
    pub(super) fn get(&self, name: &str) -> Option<&ContentLine> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// Where it begins; a calendar without a BEGIN begins with the file.
    pub(super) fn place(&self) -> Span {
        self.span.unwrap_or(Span { start: 0, end: 0 })
    }
}

/// Most components inside each other: a calendar, an event, an alarm, and one for good measure.
const MAX_DEPTH: usize = 4;

const WHOLE: &str = "the first line is `BEGIN:VCALENDAR`, the last `END:VCALENDAR`, and every \
                     BEGIN has its END; a page about a calendar or half a download is none";

fn broken(kind: &str, headline: impl Into<String>) -> Fault {
    Fault::new(&codes::NOT_CALENDAR, Rule::Utf8WithCrlf, headline, WHOLE).kind(kind)
}

/// A calendar taken apart.
pub(super) struct Read {
    pub(super) calendar: Part,
    /// Whether all of it was read: what is missing otherwise may stand in the rest.
    pub(super) whole: bool,
}

/// Takes a calendar apart. `None`: there is none at all.
pub(super) fn read(text: &str, notes: &mut Notes) -> Option<Read> {
    let mut stack: Vec<Part> = Vec::new();
    let mut calendar: Option<Part> = None;
    for line in content_lines(text) {
        let line = match line {
            Ok(line) => line,
            Err(span) if stack.is_empty() && calendar.is_none() => {
                notes.at(span, broken("begin", "the file does not begin with `BEGIN:VCALENDAR`"));
                return None;
            }
            Err(span) if notes.repeats(span, &codes::NOT_LINE, "") => continue,
            Err(span) => {
                let help = "begin each line with a name and a colon, or with a blank where it goes \
                            on; a line break in a text is written `\\n`";
                let headline = "a line is no `NAME:value`; strict readers drop the whole calendar";
                notes.at(span, Fault::new(&codes::NOT_LINE, Rule::Utf8WithCrlf, headline, help));
                continue;
            }
        };
        match line.name.as_str() {
            "BEGIN" => {
                let name = line.value.trim().to_ascii_uppercase();
                if stack.is_empty() && (name != "VCALENDAR" || calendar.is_some()) {
                    let (kind, headline) = if calendar.is_some() {
                        ("second", "the file holds more than one calendar; most read the first")
                    } else {
                        ("begin", "the file does not begin with `BEGIN:VCALENDAR`")
                    };
                    notes.at(line.span, broken(kind, headline));
                    return calendar.map(whole);
                }
                if stack.len() >= MAX_DEPTH {
                    notes.at(line.span, broken("deep", "components are nested without end"));
                    return close(stack);
                }
                stack.push(Part { name, span: Some(line.span), ..Part::default() });
            }
            "END" => {
                let name = line.value.trim().to_ascii_uppercase();
                if stack.is_empty() && calendar.is_some() {
                    notes.at(line.span, broken("after", "something follows `END:VCALENDAR`"));
                    return calendar.map(whole);
                }
                if stack.last().is_none_or(|open| open.name != name) {
                    let headline = format!("`END:{}` ends something else", shown(&name));
                    notes.at(line.span, broken("end", headline));
                    return close(stack);
                }
                let Some(part) = stack.pop() else { continue };
                match stack.last_mut() {
                    Some(outer) => outer.parts.push(part),
                    None => calendar = Some(part),
                }
            }
            _ => match stack.last_mut() {
                Some(open) => open.lines.push(line),
                None if calendar.is_some() => {
                    notes.at(line.span, broken("after", "something follows `END:VCALENDAR`"));
                    return calendar.map(whole);
                }
                None => {
                    let headline = "the file does not begin with `BEGIN:VCALENDAR`";
                    notes.at(line.span, broken("begin", headline));
                    return None;
                }
            },
        }
    }
    if let Some(open) = stack.last() {
        let end = text.trim_end().len();
        let headline = format!("the file ends before `END:{}`", shown(&open.name));
        notes.at(Span { start: end, end }, broken("open", headline));
        return close(stack);
    }
    if calendar.is_none() {
        notes.whole(broken("nothing", "the file holds no calendar"));
    }
    calendar.map(whole)
}

fn whole(calendar: Part) -> Read {
    Read { calendar, whole: true }
}

/// What is open when reading ends, put together.
fn close(mut stack: Vec<Part>) -> Option<Read> {
    while stack.len() > 1 {
        let part = stack.pop()?;
        stack.last_mut()?.parts.push(part);
    }
    Some(Read { calendar: stack.pop()?, whole: false })
}
