//! Recognised mistakes in one line of a definition, and the line to write instead.

use jiff::civil::{Date, Time};
use toml::value::Datetime;

use crate::model::{Geo, WebUrl};

/// A recognised mistake.
pub(super) struct Slip {
    /// The headline.
    pub(super) what: &'static str,
    /// Each way to write the line.
    pub(super) help: Vec<String>,
    /// How many lines it covers.
    pub(super) lines: usize,
}

/// A line `key = value`.
struct Assignment<'a> {
    key: &'a str,
    value: &'a str,
    /// The text before and after `=`, with the spaces.
    sides: (&'a str, &'a str),
}

/// Finds the right values of a line, if it has this mistake.
type Recognise = fn(&Assignment<'_>) -> Vec<String>;

/// Each mistake: its headline, an introduction to the help, and the function that recognises it.
/// Only the first can occur in a line with a valid value.
static SLIPS: [(&str, &str, Recognise); 9] = [
    ("a space here is not an ordinary space", "type the spaces again: ", odd_spaces),
    ("a day ends at 00:00:00 of the next day", "", midnight),
    ("the date is not written year-month-day", "", dates),
    ("these are curly quotes, as Word types them", "type straight quotes: ", curly_quotes),
    ("true and false are written in lower case", "", switch),
    ("the position has decimal commas, not points", "", decimal_commas),
    ("a comma is missing between two items", "", comma),
    ("the text has quotes or backslashes inside its quotes", "", inner_quotes),
    ("the text is not in quotes", "", unquoted),
];

/// The mistake in a line that is not TOML, if it is a known one.
pub(super) fn slip(line: &str) -> Option<Slip> {
    let sides = line.split_once('=')?;
    let assignment = Assignment { key: sides.0.trim(), value: sides.1.trim(), sides };
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if may_hold_secret(line) || assignment.key.is_empty() || !assignment.key.chars().all(is_key) {
        return None;
    }
    let is_valid = is_value(assignment.value);
    let slips = if is_valid { &SLIPS[..1] } else { &SLIPS[1..] };
    slips.iter().find_map(|&(what, introduction, recognise)| {
        let values = recognise(&assignment);
        let is_several = values.len() > 1;
        let help = values.into_iter().map(|value| {
            let line = format!("`{} = {value}`", assignment.key);
            match value.get(..10).filter(|_| is_several) {
                Some(date) => format!("for {}, write {line}", day_in_words(date)),
                None if introduction.is_empty() => format!("write {line}"),
                None => format!("{introduction}{line}"),
            }
        });
        let help: Vec<String> = help.collect();
        (!help.is_empty()).then_some(Slip { what, help, lines: 1 })
    })
}

/// Whether a line may hold a token. A help repeats its line, and findings go into logs.
pub(super) fn may_hold_secret(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    ["token", "sha256"].iter().any(|word| lower.contains(word))
}

/// `9 October 2027`.
fn day_in_words(date: &str) -> String {
    date.parse::<Date>().map_or(date.to_owned(), |date| date.strftime("%-d %B %Y").to_string())
}

fn is_time_key(key: &str) -> bool {
    matches!(key, "start" | "end")
}

fn dates(line: &Assignment<'_>) -> Vec<String> {
    if is_time_key(line.key) { date_readings(line.value) } else { Vec::new() }
}

fn midnight(line: &Assignment<'_>) -> Vec<String> {
    if line.value.contains("24:00") { dates(line) } else { Vec::new() }
}

/// Every reading of a written date, or date and time, in the form of TOML.
pub(super) fn date_readings(text: &str) -> Vec<String> {
    let text: String = text.split('#').next().unwrap_or_default().chars().map(plain).collect();
    let text = text.trim_matches(|c: char| matches!(c, '"' | '\'' | ' ' | ','));
    let Some((date, separator, rest)) = date_parts(text).or_else(|| date_in_words(text)) else {
        return Vec::new();
    };
    let Some(time) = clock_time(rest) else { return Vec::new() };
    let orders = match date {
        [year, _, _] if year >= 1000 => vec![date],
        [first, second, year] if separator == '.' => vec![[year, second, first]],
        [first, second, year] => vec![[year, second, first], [year, first, second]],
    };
    let mut readings = Vec::new();
    for [year, month, day] in orders {
        let parts = (i8::try_from(month), i8::try_from(day));
        let (Ok(month), Ok(day)) = parts else { continue };
        let Ok(mut date) = Date::new(year, month, day) else { continue };
        let time = match time {
            Some(TimeOfDay::Midnight) => {
                let Ok(next) = date.tomorrow() else { continue };
                date = next;
                Some(Time::midnight())
            }
            Some(TimeOfDay::At(time)) => Some(time),
            None => None,
        };
        let reading = match time {
            Some(time) => date.to_datetime(time).strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            None => date.to_string(),
        };
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

/// Replaces typographic characters by those on a keyboard.
fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{201c}'..='\u{201f}' | '«' | '»' => '"',
        '\u{2018}'..='\u{201b}' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Three numbers with the same separator, the separator, and the text after them.
fn date_parts(text: &str) -> Option<([i16; 3], char, &str)> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = text.splitn(3, separator);
    let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (third, rest) = rest.split_at(digits);
    let is_year_once = (first.len() == 4) != (third.len() == 4);
    let numbers = [first.parse().ok()?, second.parse().ok()?, third.parse().ok()?];
    (matches!(separator, '/' | '.' | '-') && is_year_once).then_some((numbers, separator, rest))
}

/// The day, month and year of `23 September 2027` or `September 23, 2027`, and the text after them.
fn date_in_words(text: &str) -> Option<([i16; 3], char, &str)> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (mut day, mut month) = (None, None);
    let mut at = 0;
    for word in text.split_inclusive([' ', ',', '-', '/']) {
        at += word.len();
        let word = word.trim_matches([' ', ',', '-', '/', '.']).to_ascii_lowercase();
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i16>();
        match number {
            Ok(year) if year >= 1000 => {
                return Some(([year, month?, day?], ' ', text.get(at..)?));
            }
            Ok(number) if day.is_none() => day = Some(number),
            Ok(_) => return None,
            Err(_) => {
                let named = MONTHS.iter().position(|start| word.starts_with(start));
                let number = named.and_then(|month| i16::try_from(month + 1).ok());
                month = month.or(number);
            }
        }
    }
    None
}

/// A time of day.
#[derive(Clone, Copy)]
enum TimeOfDay {
    At(Time),
    /// 24:00, the end of the day.
    Midnight,
}

/// The time after a date, if there is one; `None` if the text is something else.
fn clock_time(text: &str) -> Option<Option<TimeOfDay>> {
    let text = text.trim_start_matches([' ', ',', 'T', 't']).to_ascii_lowercase();
    let mut text = text.trim();
    for word in ["at ", "from ", "until ", "kl. ", "um ", "à "] {
        text = text.trim_start_matches(word).trim_start();
    }
    if text.is_empty() {
        return Some(None);
    }
    let (text, afternoon) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(text), _) => (text.trim(), Some(12)),
        (_, Some(text)) => (text.trim(), Some(0)),
        _ => (text, None),
    };
    let mut numbers = text.split([':', '.', 'h']).map(str::trim);
    let hour: i8 = numbers.next()?.parse().ok()?;
    let hour = match afternoon {
        Some(hours) if (1..=12).contains(&hour) => hour % 12 + hours,
        Some(_) => return None,
        None => hour,
    };
    let mut next = || match numbers.next() {
        None | Some("") => Some(0),
        Some(number) => number.parse().ok(),
    };
    let (minute, second) = (next()?, next()?);
    if numbers.next().is_some() {
        return None;
    }
    if (hour, minute, second) == (24, 0, 0) {
        return Some(Some(TimeOfDay::Midnight));
    }
    Time::new(hour, minute, second, 0).ok().map(|time| Some(TimeOfDay::At(time)))
}

fn curly_quotes(line: &Assignment<'_>) -> Vec<String> {
    const CURLY: [char; 9] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚'];
    if !line.value.starts_with(CURLY) {
        return Vec::new();
    }
    let text = line.value.trim_matches(|c: char| CURLY.contains(&c) || c.is_whitespace());
    quoted(text.trim_end_matches('"'))
}

fn odd_spaces(line: &Assignment<'_>) -> Vec<String> {
    let is_odd = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t' | '\r');
    let (before, after) = line.sides;
    let outside = after.split(line.value).chain([before]);
    let has_odd = outside.flat_map(str::chars).any(is_odd);
    if has_odd { vec![line.value.to_owned()] } else { Vec::new() }
}

fn switch(line: &Assignment<'_>) -> Vec<String> {
    let right = match line.value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => "true",
        "false" | "no" | "off" => "false",
        _ => return Vec::new(),
    };
    let is_switch = matches!(line.key, "busy" | "retired" | "as_property");
    if is_switch { vec![right.to_owned()] } else { Vec::new() }
}

fn comma(line: &Assignment<'_>) -> Vec<String> {
    if !line.value.starts_with(['[', '{']) {
        return Vec::new();
    }
    let (mut right, mut is_inside) = (String::new(), false);
    for (at, c) in line.value.char_indices() {
        right.push(c);
        is_inside ^= c == '"';
        let rest = line.value.get(at + 1..).unwrap_or_default().trim_start();
        let is_next = rest.starts_with(|c: char| c == '"' || c == '{' || c.is_ascii_alphabetic());
        if matches!(c, '"' | '}') && !is_inside && is_next {
            right.push(',');
        }
    }
    if is_value(&right) { vec![right] } else { Vec::new() }
}

/// `geo = [50,085, 4,035]`, alone or in a `location` of one line.
fn decimal_commas(line: &Assignment<'_>) -> Vec<String> {
    let at = match line.key {
        key if key == "geo" || key.ends_with(".geo") => Some(0),
        _ => line.value.find("geo"),
    };
    let list = at.and_then(|at| {
        let start = at + line.value.get(at..)?.find('[')?;
        Some(start..start + line.value.get(start..)?.find(']')? + 1)
    });
    let Some(list) = list else { return Vec::new() };
    let Some(right) = position(&line.value[list.clone()]) else { return Vec::new() };
    let right = format!("{}{right}{}", &line.value[..list.start], &line.value[list.end..]);
    if is_value(&right) { vec![right] } else { Vec::new() }
}

/// A position with decimal commas, or in quotes, as TOML writes it: `[50.85, 4.35]`.
pub(super) fn position(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "[]\"'()".contains(c));
    let words: Vec<&str> = text.split_whitespace().collect();
    let halves: Vec<&str> = text.split(';').map(str::trim).collect();
    let commas: Vec<&str> = text.split(',').map(str::trim).collect();
    let pair = match (&halves[..], &words[..], &commas[..]) {
        ([first, second], ..) => [first, second].map(|number| number.replace(',', ".")),
        (_, [first, second], _) => {
            [first, second].map(|number| number.trim_end_matches(',').replace(',', "."))
        }
        (.., [first, second]) => [first, second].map(|number| (*number).to_owned()),
        (.., [a, b, c, d]) => [format!("{a}.{b}"), format!("{c}.{d}")],
        _ => return None,
    };
    let [latitude, longitude] = &pair;
    Geo::new(latitude.parse().ok()?, longitude.parse().ok()?).ok()?;
    let list = format!("[{latitude}, {longitude}]");
    is_value(&list).then_some(list)
}

/// The address in a link that Outlook's Safe Links rewrote; `None` inside if it is not readable.
pub(super) fn rewritten_link(link: &WebUrl) -> Option<Option<WebUrl>> {
    let link = url::Url::parse(link.as_str()).ok()?;
    let host = link.host_str()?;
    if !host.ends_with(".safelinks.protection.outlook.com") {
        return None;
    }
    let (_, target) = link.query_pairs().find(|(name, _)| name == "url")?;
    // The help repeats the address, and findings go into logs.
    let is_secret = target.to_ascii_lowercase().contains("token");
    Some(WebUrl::parse(&target).ok().filter(|_| !is_secret))
}

fn inner_quotes(line: &Assignment<'_>) -> Vec<String> {
    let text = line.value.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match text {
        Some(text) if text.contains(['"', '\\']) && !text.starts_with('"') => quoted(text),
        _ => Vec::new(),
    }
}

fn unquoted(line: &Assignment<'_>) -> Vec<String> {
    let text = line.value.split(" #").next().unwrap_or_default().trim();
    let is_canceled = line.key == "status" && text.eq_ignore_ascii_case("canceled");
    let text = if is_canceled { "cancelled" } else { text };
    let is_text = text.starts_with(char::is_alphabetic) && !is_time_key(line.key);
    if is_text && !text.contains('"') { quoted(text) } else { Vec::new() }
}

/// The text in quotes that it does not contain.
pub(super) fn quoted(text: &str) -> Vec<String> {
    let right = match (text.contains(['"', '\\']), text.contains('\'')) {
        (false, _) => format!("\"{text}\""),
        (true, false) => format!("'{text}'"),
        (true, true) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    if is_value(&right) { vec![right] } else { Vec::new() }
}

/// Whether the text is one TOML value.
pub(super) fn is_value(text: &str) -> bool {
    toml::de::DeTable::parse(&format!("x = {text}")).is_ok()
}

/// A text that is a time alone, such as `until 16:00`.
pub(super) fn time_alone(text: &str) -> Option<Time> {
    match clock_time(text)?? {
        TimeOfDay::At(time) => Some(time),
        TimeOfDay::Midnight => Some(Time::midnight()),
    }
}

/// The days of the month of a date that does not exist, such as 30 February.
pub(super) fn days_of_month(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let ([year, month, day], _, _) = date_parts(value.trim().trim_matches('"'))?;
    let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    let days = first.days_in_month();
    let is_beyond = is_time_key(key.trim()) && (i16::from(days) + 1..=31).contains(&day);
    is_beyond.then(|| format!("{} has {days} days; correct the day", first.strftime("%B %Y")))
}

/// The end of a session that was written as a time alone: on the day of its start, or the next.
pub(super) fn end_on_day(start: &Datetime, end: &Datetime) -> Option<String> {
    let (mut date, time) = (start.date?, end.time?);
    let date_of = |date: toml::value::Date| {
        let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
        let (Ok(year), Ok(month), Ok(day)) = parts else { return None };
        Date::new(year, month, day).ok()
    };
    if start.time.is_some_and(|start| start >= time) {
        let next = date_of(date)?.tomorrow().ok()?;
        date.year = u16::try_from(next.year()).ok()?;
        date.month = u8::try_from(next.month()).ok()?;
        date.day = u8::try_from(next.day()).ok()?;
    }
    let end = Datetime { date: Some(date), time: Some(time), offset: start.offset };
    Some(end.to_string())
}

/// A date, or a date and a time, in another year. `written`: as TOML writes it.
pub(super) fn in_year(written: &str, year: i16) -> Option<String> {
    let rest = written.get(4..).filter(|rest| rest.starts_with('-'))?;
    let moved = format!("{year:04}{rest}");
    is_value(&moved).then_some(moved)
}
