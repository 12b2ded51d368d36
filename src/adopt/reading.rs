//! A calendar as it is written, and what makes it none. Understands no value.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::codes;
use super::notes::Notes;
use crate::diagnostic::SourceFile;
use crate::ical::{Component, ContentLine, Oddity, read_calendars};

/// The parts of a calendar that matter here.
#[derive(Default)]
pub(super) struct RawCalendar<'t> {
    pub(super) lines: Vec<ContentLine<'t>>,
    pub(super) events: Vec<Component<'t>>,
    /// X-LIC-LOCATION of the VTIMEZONEs that have one, by TZID.
    pub(super) locations: BTreeMap<String, String>,
}

/// Takes a calendar apart; several in one file are one.
pub(super) fn read<'t>(file: &'t Arc<SourceFile>, notes: &mut Notes) -> RawCalendar<'t> {
    let calendars = read_calendars(file.text(), &mut |oddity, span| match oddity {
        Oddity::NotALine => {
            let headline = "a line without a name and a colon is left out".to_owned();
            notes.count(&codes::LINE, headline, span, "");
        }
        Oddity::NoBegin
        | Oddity::Trailing
        | Oddity::TooDeep
        | Oddity::WrongEnd(_)
        | Oddity::Open(_)
        | Oddity::Nothing => {
            notes.find(&codes::NOT_CALENDAR, span, oddity.what()).add_help(
                "give the `.ics` file itself, whole: a page about it or half a download is no \
                 calendar",
            );
        }
        _ => {}
    });
    let mut raw = RawCalendar::default();
    for calendar in calendars {
        raw.lines.extend(calendar.lines);
        for component in calendar.children {
            match component.name.as_str() {
                "VEVENT" => raw.events.push(component),
                "VTIMEZONE" => {
                    let value = |name: &str| Some(component.get(name)?.value.clone().into_owned());
                    let named = (value("TZID"), value("X-LIC-LOCATION"));
                    if let (Some(tzid), Some(location)) = named {
                        raw.locations.insert(tzid, location);
                    }
                }
                name => {
                    let shown: String = name.chars().take(40).collect();
                    notes.lose(format!("`{}`", shown.escape_debug()), component.span, "");
                }
            }
        }
    }
    raw
}
