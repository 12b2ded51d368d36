//! Values that several tables of a definition have.

use super::codes;
use super::fields::ValueKind;
use super::help::nearest;
use super::reader::{Placed, Table, TableReader};
use super::time::{self, Length};
use crate::model::{Colour, Geo, IdProblem, Reminder};

/// Most older identifiers of one session or part.
const MAX_FORMER: usize = 100;

/// The older identifiers of a session or part.
pub(super) fn read_former<T>(
    reader: &mut TableReader,
    table: &Table<'_>,
    parse: impl Fn(&str) -> Result<T, IdProblem> + Copy,
) -> Vec<Placed<T>> {
    let is_one = table.values.get("was").is_some_and(|found| found.get_ref().is_str());
    let texts = if is_one {
        reader.text(table, "was", ValueKind::IdOrIds).into_iter().collect()
    } else {
        reader.texts(table, "was", ValueKind::IdOrIds, MAX_FORMER)
    };
    texts
        .into_iter()
        .filter_map(|text| {
            let value = reader.id(table.named("was"), text, parse)?;
            Some(Placed { value, span: text.span })
        })
        .collect()
}

/// The position of a place or room.
pub(super) fn read_geo(reader: &mut TableReader, table: &Table<'_>) -> Option<Geo> {
    let pair = reader.pair(table, "geo")?;
    match Geo::new(pair.value.0, pair.value.1) {
        Ok(geo) => Some(geo),
        Err(problem) => {
            let headline = format!("{} {problem}", table.named("geo"));
            reader.find(&codes::BAD_VALUE, pair.span, headline).add_help("latitude comes first");
            None
        }
    }
}

/// The time from an alarm to the start.
pub(super) fn read_reminder(reader: &mut TableReader, table: &Table<'_>) -> Option<Reminder> {
    let length = time::length(reader, table, "reminder")?;
    let minutes = match length.value {
        Length::Minutes(minutes) => minutes,
        Length::Days(days) => i64::from(days) * 24 * 60,
        Length::Refused => return None,
    };
    match Reminder::from_minutes(minutes) {
        Ok(reminder) => Some(reminder),
        Err(problem) => {
            let headline = format!("{} {problem}", table.named("reminder"));
            reader.find(&codes::BAD_VALUE, length.span, headline).add_help("shorten it");
            None
        }
    }
}

/// The colour of a calendar.
pub(super) fn read_colour(reader: &mut TableReader, table: &Table<'_>) -> Option<Colour> {
    let text = reader.text(table, "color", ValueKind::Colour)?;
    let colour = Colour::parse(text.value);
    if colour.is_none() {
        let near = nearest(text.value, Colour::names());
        let finding = reader.bad_value(table, "color", text, "is not a colour");
        match near {
            Some(near) => finding.add_help(format!("did you mean `{near}`?")),
            None => finding.add_help("write a CSS colour name such as `steelblue`, or `#rrggbb`"),
        };
    }
    colour
}
