//! Reads a file into lines and components, and reports damage. Does not interpret values.

use std::sync::Arc;

use super::codes;
use super::notes::AdoptNotes;
use crate::diagnostic::{SourceFile, Span};
use crate::ical::Damage;
use crate::ical::{Component, ContentLine, Oddity, decode, read_calendars, utf_16};
use crate::lint::{not_a_line, shown};

/// The parts of a calendar that adoption uses.
#[derive(Default)]
pub(super) struct RawCalendar<'t> {
    pub(super) lines: Vec<ContentLine<'t>>,
    pub(super) events: Vec<Component<'t>>,
    pub(super) zones: Vec<Component<'t>>,
}

/// Decodes a file's text, with findings about its encoding.
pub(super) fn text(name: &str, bytes: &[u8]) -> (Arc<SourceFile>, AdoptNotes) {
    let mut damages = Vec::new();
    let utf_16 = utf_16(bytes);
    let is_utf_16 = utf_16.is_some();
    let text =
        utf_16.unwrap_or_else(|| decode(bytes, &mut |damage, span| damages.push((damage, span))));
    let file = SourceFile::new(name, text);
    let mut notes = AdoptNotes::new(&file);
    if is_utf_16 {
        let headline = "the file is in UTF-16, not UTF-8; it is read nevertheless";
        let help = "save the file as UTF-8 at the source: calendar programs read nothing else";
        notes.find(&codes::DECODED, Span { start: 0, end: 0 }, headline, help);
    }
    for (damage, span) in damages {
        match damage {
            Damage::Torn => {
                let headline = "a line is folded inside a character; the character is restored";
                let help = "fold lines between two characters at the source";
                notes.find(&codes::DECODED, span, headline, help);
            }
            Damage::Byte(byte) => {
                let help = match byte {
                    0xA0.. => format!(
                        "save or send the file as UTF-8; if it is in Latin-1, this byte is `{}`",
                        char::from(byte)
                    ),
                    _ => "save or send the file as UTF-8: this byte has no letter".to_owned(),
                };
                notes
                    .find(&codes::NOT_UTF8, span, "text is not UTF-8", help)
                    .note(|| format!("it has the byte 0x{byte:02X}"));
            }
        }
    }
    (file, notes)
}

/// Reads a calendar's components. Several calendars in one file are merged.
pub(super) fn read<'t>(file: &'t SourceFile, notes: &mut AdoptNotes) -> RawCalendar<'t> {
    let calendars = read_calendars(file.text(), &mut |oddity, span| match oddity {
        Oddity::NotALine => {
            let headline = "a line that is not of the form `NAME:value` is left out";
            let line = file.text().get(span.start..span.end).unwrap_or_default();
            notes.find(&codes::LINE, span, headline, not_a_line(line));
        }
        Oddity::Second => {
            let headline =
                "the file has more than one calendar; all their events become one series";
            notes.find(
                &codes::CHANGED,
                span,
                headline,
                "to keep them apart, save each calendar as its own file and adopt each",
            );
        }
        Oddity::NoBegin
        | Oddity::Trailing
        | Oddity::TooDeep
        | Oddity::WrongEnd(_)
        | Oddity::Open(_)
        | Oddity::Nothing => {
            let help = not_calendar(&oddity, file.text());
            notes.find(&codes::NOT_CALENDAR, span, oddity.what(), help);
        }
        _ => {}
    });
    let mut raw = RawCalendar::default();
    for calendar in calendars {
        raw.lines.extend(calendar.lines);
        for component in calendar.children {
            match component.name.as_str() {
                "VEVENT" => raw.events.push(component),
                "VTIMEZONE" => raw.zones.push(component),
                name => {
                    let headline = format!("`{}` is left out", shown(name));
                    let help = format!(
                        "a series has events only: write what people need to know of the `{}` into a \
                         description",
                        shown(name)
                    );
                    notes.find(&codes::LOST, component.span, headline, help);
                }
            }
        }
    }
    raw
}

/// Help for a text that is not a complete calendar.
fn not_calendar(oddity: &Oddity, text: &str) -> String {
    let first = text.trim_start_matches('\u{FEFF}').trim().lines().next().unwrap_or_default();
    match oddity {
        Oddity::Trailing => "remove everything after `END:VCALENDAR`".to_owned(),
        Oddity::Open(name) => {
            format!("download the file again, completely: `END:{}` is missing", shown(name))
        }
        Oddity::WrongEnd(name) => {
            format!("remove `END:{name}`, or write `BEGIN:{name}` before it", name = shown(name))
        }
        Oddity::TooDeep => "write an `END:` line for each `BEGIN:` line".to_owned(),
        _ if first.starts_with('<') => {
            "this is a web page: give the address of the `.ics` file that it links to".to_owned()
        }
        _ if first.is_empty() => "give the `.ics` file itself: this file is empty".to_owned(),
        _ => format!("give the `.ics` file itself: this file begins with `{}`", shown(first)),
    }
}
