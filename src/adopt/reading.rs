//! Reads a file into lines and components, and reports damage. Does not interpret values.

use std::sync::Arc;

use super::codes;
use super::notes::AdoptNotes;
use crate::diagnostic::{SourceFile, Span};
use crate::ical::Damage;
use crate::ical::{Component, ContentLine, Oddity, decode, read_calendars, utf_16};
use crate::lint::shown;

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
        notes.find(&codes::DECODED, Span { start: 0, end: 0 }, headline, "");
    }
    for (damage, span) in damages {
        match damage {
            Damage::Torn => {
                let headline = "a line is folded inside a character; the character is restored";
                notes.find(&codes::DECODED, span, headline, "");
            }
            Damage::Byte(byte) => {
                let help = "save or send the file as UTF-8: the letters cannot be restored from these bytes";
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
            notes.find(&codes::LINE, span, headline, "");
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
            let help = "give the complete `.ics` file: a web page or half a download is not a \
                        calendar";
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
                    notes.find(&codes::LOST, component.span, headline, "");
                }
            }
        }
    }
    raw
}
