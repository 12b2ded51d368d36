//! A calendar as it is written, and what makes it none. Understands no value.

use std::sync::Arc;

use super::codes;
use super::notes::Notes;
use crate::diagnostic::{SourceFile, Span};
use crate::ical::Damage;
use crate::ical::{Component, ContentLine, Oddity, decode, read_calendars, utf_16};
use crate::lint::shown;

/// The parts of a calendar that matter here.
#[derive(Default)]
pub(super) struct RawCalendar<'t> {
    pub(super) lines: Vec<ContentLine<'t>>,
    pub(super) events: Vec<Component<'t>>,
    pub(super) zones: Vec<Component<'t>>,
}

/// The text of a file, and its notes.
pub(super) fn text(name: &str, bytes: &[u8]) -> (Arc<SourceFile>, Notes) {
    let mut damages = Vec::new();
    let utf_16 = utf_16(bytes);
    let is_utf_16 = utf_16.is_some();
    let text =
        utf_16.unwrap_or_else(|| decode(bytes, &mut |damage, span| damages.push((damage, span))));
    let file = SourceFile::new(name, text);
    let mut notes = Notes::new(&file);
    if is_utf_16 {
        let headline = "the file is UTF-16, and is read as such";
        notes.find(&codes::DECODED, Span { start: 0, end: 0 }, headline, "");
    }
    for (damage, span) in damages {
        match damage {
            Damage::Torn => {
                let headline = "a line is folded inside a character, which is read as it was";
                notes.find(&codes::DECODED, span, headline, "");
            }
            Damage::Byte(byte) => {
                let help = "save or send the file as UTF-8: nothing tells which letters these were";
                notes
                    .find(&codes::NOT_UTF8, span, "a text is not UTF-8", help)
                    .note(|| format!("it has the byte 0x{byte:02X}"));
            }
        }
    }
    (file, notes)
}

/// Takes a calendar apart; several in one file are one.
pub(super) fn read<'t>(file: &'t SourceFile, notes: &mut Notes) -> RawCalendar<'t> {
    let calendars = read_calendars(file.text(), &mut |oddity, span| match oddity {
        Oddity::NotALine => {
            let headline = "a line without a name and a colon is left out";
            notes.find(&codes::LINE, span, headline, "");
        }
        Oddity::Second => {
            let headline = "a second calendar in the file; the events of all become one series";
            notes.find(&codes::CHANGED, span, headline, "adopt each as a file of its own");
        }
        Oddity::NoBegin
        | Oddity::Trailing
        | Oddity::TooDeep
        | Oddity::WrongEnd(_)
        | Oddity::Open(_)
        | Oddity::Nothing => {
            let help = "give the `.ics` file itself, whole: a page about it or half a download is \
                        no calendar";
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
