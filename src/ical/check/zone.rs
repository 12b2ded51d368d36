//! Checks that Outlook reads a VTIMEZONE like other clients: one yearly pair of rules, or one
//! constant offset (rule `vtimezone-as-outlook-reads`).

use crate::ical::components::read_calendars;
use crate::ical::observances::{Day, Observance, Observances};
use crate::ical::values::UtcOffset;

/// The year of every DTSTART.
const FIRST_YEAR: i16 = 1970;

/// Parses a VTIMEZONE, from BEGIN to END. `None` if it has another shape, or values that are not in
/// their shortest form. Its allowed properties are checked elsewhere.
pub(in crate::ical) fn read_zone(text: &str) -> Option<Observances> {
    let calendar = ["BEGIN:VCALENDAR\r\n", text, "END:VCALENDAR\r\n"].concat();
    let calendars = read_calendars(&calendar, &mut |_, _| {});
    let zone = calendars.first()?.children.first()?;
    let observances = Observances::read(zone)?;
    let same = zone.children.iter().zip(&observances.all).all(|(component, observance)| {
        forms(observance)
            .iter()
            .all(|(name, form)| component.get(name).map(|line| &*line.value) == form.as_deref())
    });
    let kinds: Vec<&str> = zone.children.iter().map(|child| child.name.as_str()).collect();
    let has_shape = match (kinds.as_slice(), observances.all.as_slice()) {
        (["STANDARD"], [only]) => only.rule.is_none() && only.from == only.to,
        (["STANDARD", "DAYLIGHT"], [standard, daylight])
        | (["DAYLIGHT", "STANDARD"], [daylight, standard]) => {
            let is_pair = standard.to == daylight.from && daylight.to == standard.from;
            is_pair && daylight.to > standard.to && is_yearly(standard) && is_yearly(daylight)
        }
        _ => false,
    };
    let is_first = |observance: &Observance| observance.start.year() == FIRST_YEAR;
    (same && has_shape && observances.all.iter().all(is_first)).then_some(observances)
}

/// The values of an observance in their shortest form.
fn forms(observance: &Observance) -> [(&'static str, Option<String>); 4] {
    let offset = |seconds: i32| (seconds.abs() < 24 * 3600).then(|| UtcOffset(seconds).to_string());
    [
        ("DTSTART", Some(observance.start.strftime("%Y%m%dT%H%M%S").to_string())),
        ("TZOFFSETFROM", offset(observance.from)),
        ("TZOFFSETTO", offset(observance.to)),
        ("RRULE", observance.rule.map(|rule| rule.to_string())),
    ]
}

/// Whether it repeats each year, on a day that Outlook can store, including the first year.
fn is_yearly(observance: &Observance) -> bool {
    observance.rule.is_some_and(|rule| {
        matches!(rule.day, Day::Nth(-1 | 1..=4, _))
            && rule.in_year(FIRST_YEAR) == Some(observance.start.date())
    })
}
