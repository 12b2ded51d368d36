//! Calendar programs with known readers, and their losses by each fault.

use super::codes;
use crate::diagnostic::{Code, Severity};

/// A calendar program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarApp {
    /// Google Calendar.
    Google,
    /// Outlook, Outlook.com and Exchange.
    Outlook,
    /// Calendar of macOS and iOS.
    Apple,
    /// Thunderbird.
    Thunderbird,
    /// Nextcloud, its server and its web page.
    Nextcloud,
    /// DAVx5 and ICSx5.
    Davx5,
    /// Home Assistant.
    HomeAssistant,
}

use CalendarApp::{Apple, Davx5, Google, HomeAssistant, Nextcloud, Outlook, Thunderbird};

impl CalendarApp {
    /// All of them.
    pub const ALL: &[Self] =
        &[Google, Outlook, Apple, Thunderbird, Nextcloud, Davx5, HomeAssistant];

    /// The program's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Google => "Google",
            Outlook => "Outlook",
            Apple => "Apple",
            Thunderbird => "Thunderbird",
            Nextcloud => "Nextcloud",
            Davx5 => "DAVx5",
            HomeAssistant => "Home Assistant",
        }
    }
}

/// A client's loss by a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// It drops the whole calendar.
    Calendar,
    /// It drops the event.
    Event,
    /// It shows the event at another time, in another state, with other text or twice.
    Wrong,
}

impl Loss {
    const fn words(self, is_one: bool) -> &'static str {
        match (self, is_one) {
            (Self::Calendar, true) => "drops the calendar",
            (Self::Calendar, false) => "drop the calendar",
            (Self::Event, true) => "drops the event",
            (Self::Event, false) => "drop the event",
            (Self::Wrong, true) => "shows the event wrongly",
            (Self::Wrong, false) => "show the event wrongly",
        }
    }
}

/// The clients' losses by a fault.
pub(super) type Losses = &'static [(Loss, &'static [CalendarApp])];

pub(super) const NOBODY: Losses = &[];
const EVERYONE: Losses = &[(Loss::Calendar, CalendarApp::ALL)];
const SHOWN: Losses = &[(Loss::Wrong, CalendarApp::ALL)];

// Home Assistant's reader validates every known property, and drops the calendar at the first failure.
// ical4j (DAVx5) and sabre/vobject (Nextcloud) reject values of another type. ical.js (Thunderbird,
// Nextcloud's page) rejects them only in properties that it computes with.

/// A wrong start, end or length.
pub(super) const TIME: Losses =
    &[(Loss::Calendar, &[HomeAssistant]), (Loss::Event, &[Thunderbird, Nextcloud, Davx5])];
/// A wrong RECURRENCE-ID.
pub(super) const OCCURRENCE: Losses = &[(Loss::Event, &[Thunderbird, Nextcloud, Davx5])];
/// A wrong stamp or date of a list.
pub(super) const STAMP: Losses =
    &[(Loss::Calendar, &[HomeAssistant]), (Loss::Event, &[Nextcloud, Davx5])];
/// A wrong RRULE.
pub(super) const RULE: Losses =
    &[(Loss::Calendar, &[Thunderbird, HomeAssistant]), (Loss::Event, &[Nextcloud, Davx5])];
/// A wrong number or pair of numbers.
pub(super) const NUMBER: Losses = &[(Loss::Calendar, &[HomeAssistant]), (Loss::Event, &[Davx5])];
/// A wrong value that only DAVx5 rejects.
pub(super) const NUMBER_WITH_SPACES: Losses = &[(Loss::Event, &[Davx5])];
/// A wrong value that only Home Assistant rejects.
pub(super) const HOME: Losses = &[(Loss::Calendar, &[HomeAssistant])];
/// A wrong alarm.
pub(super) const ALARM: Losses =
    &[(Loss::Calendar, &[Nextcloud, HomeAssistant]), (Loss::Event, &[Davx5])];
/// A VTIMEZONE that cannot be read.
pub(super) const ZONE: Losses =
    &[(Loss::Calendar, &[Davx5, HomeAssistant]), (Loss::Wrong, &[Outlook])];
/// Text in an encoding of mail.
pub(super) const ENCODED: Losses = &[
    (Loss::Event, &[Nextcloud]),
    (Loss::Wrong, &[Google, Apple, Thunderbird, Davx5, HomeAssistant]),
];
/// An unknown TZID without a VTIMEZONE.
pub(super) const UNKNOWN_ZONE: Losses =
    &[(Loss::Calendar, &[HomeAssistant]), (Loss::Wrong, &[Outlook, Apple, Thunderbird, Nextcloud])];
/// A value of VALUE that is not a type.
pub(super) const UNKNOWN_TYPE: Losses = &[(Loss::Event, &[Thunderbird, Nextcloud])];
/// A space in the first line.
pub(super) const SPACE_FIRST: Losses = &[(Loss::Calendar, &[Google, HomeAssistant])];
/// A second calendar.
pub(super) const SECOND: Losses = &[(Loss::Calendar, &[HomeAssistant])];
/// Something after the calendar.
pub(super) const TRAILING: Losses = &[(Loss::Calendar, &[Thunderbird])];
/// An event inside another component.
pub(super) const NESTED: Losses = &[(Loss::Event, &[Thunderbird, HomeAssistant])];
/// The whole file in another encoding.
pub(super) const UTF_16: Losses = EVERYONE;
/// An end that is not after the start.
pub(super) const ORDER: Losses = SHOWN;

/// Default losses by code.
static BY_CODE: &[(&Code, Losses)] = &[
    (&codes::NOT_CALENDAR, EVERYONE),
    (&codes::NOT_UTF8, SHOWN),
    (&codes::FOLD_CHARACTER, &[(Loss::Calendar, &[Google])]),
    (&codes::NOT_LINE, &[(Loss::Calendar, &[Thunderbird, Davx5, HomeAssistant])]),
    (&codes::CONTROL, HOME),
    (&codes::MARK, HOME),
    (&codes::UID_MISSING, SHOWN),
    (&codes::UID_TWICE, &[(Loss::Event, &[Google, Outlook, Apple, Thunderbird, Nextcloud, Davx5])]),
    (&codes::METHOD_MESSAGE, &[(Loss::Wrong, &[Outlook, Apple, Thunderbird])]),
    (&codes::VERSION, &[(Loss::Calendar, &[Outlook])]),
    (
        &codes::STATUS,
        &[
            (Loss::Calendar, &[HomeAssistant]),
            (Loss::Wrong, &[Google, Outlook, Apple, Thunderbird, Nextcloud, Davx5]),
        ],
    ),
    (&codes::ZONE_NAME, &[(Loss::Wrong, &[Google, Apple, Nextcloud, Davx5, HomeAssistant])]),
    (&codes::ZONE_MISSING, &[(Loss::Wrong, &[Outlook])]),
    (&codes::ZONE_OFFSET, &[(Loss::Wrong, &[Outlook, Apple, Davx5])]),
    (&codes::FLOATING, SHOWN),
    (&codes::NO_SUCH_TIME, SHOWN),
    (&codes::START, TIME),
    (&codes::END, TIME),
    (
        &codes::TWICE_LOST,
        &[
            (Loss::Calendar, &[HomeAssistant]),
            (Loss::Wrong, &[Google, Outlook, Apple, Thunderbird, Nextcloud, Davx5]),
        ],
    ),
    (&codes::FEED_TOO_LARGE, &[(Loss::Calendar, &[Google])]),
    (&codes::NO_EVENT, &[(Loss::Event, CalendarApp::ALL)]),
    (&codes::BEFORE_CALENDAR, &[(Loss::Calendar, &[Google])]),
];

/// The default losses by a fault with a code.
pub(super) fn losses(code: &Code) -> Losses {
    BY_CODE.iter().find(|(known, _)| *known == code).map_or(NOBODY, |(_, losses)| losses)
}

/// The code of a value of a wrong type.
pub(super) fn code(losses: Losses) -> &'static Code {
    if losses.is_empty() { &codes::VALUE } else { &codes::VALUE_LOST }
}

/// `Home Assistant drops the calendar; Nextcloud and DAVx5 drop the event`.
pub(super) fn sentence(code: &Code, losses: Losses) -> Option<String> {
    if losses.is_empty() || code.severity != Severity::Error {
        return None;
    }
    let parts = losses.iter().map(|(loss, clients)| {
        let names: Vec<&str> = clients.iter().map(|client| client.name()).collect();
        let who = match names.as_slice() {
            all if all.len() == CalendarApp::ALL.len() => "all clients".to_owned(),
            [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            names => names.concat(),
        };
        format!("{who} {}", loss.words(names.len() == 1))
    });
    Some(parts.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_but_that_of_the_table_of_properties_names_who_loses() {
        for code in codes::ALL {
            let is_named = !losses(code).is_empty();
            let is_error = code.severity == Severity::Error && *code != &codes::VALUE_LOST;
            assert_eq!(is_named, is_error, "{}", code.id);
        }
    }
}
