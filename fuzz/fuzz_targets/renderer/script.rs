//! The input of the renderer target: a script of one field a line, from which any bytes make a
//! valid definition.
//!
//! A line is a letter and the rest; lines before the first `s` are about the series. A line that
//! begins with `+` continues the value before it on a new line, `*3` makes it three times as long.
//! Values that the model rejects are left out, so that no input is wasted on errors that the
//! `definition` target looks for.

use std::fmt::Write as _;

use kalends::model::{
    Authority, Category, Colour, Email, Geo, Language, Line, Prose, Reminder, Resolved, SessionId,
    Status, WebUrl, When, Zone,
};

/// Most sessions: more of them find nothing new and take time.
const MAX_SESSIONS: usize = 12;
/// Most speakers of a session.
const MAX_SPEAKERS: usize = 50;
/// Most bytes of one value: the hostile text of 10 kB, and beyond what titles may have.
const MAX_VALUE: usize = 10_000;

pub(crate) struct Script {
    series: Vec<Field>,
    sessions: Vec<Vec<Field>>,
}

struct Field {
    key: char,
    value: String,
}

impl Script {
    pub(crate) fn read(text: &str) -> Self {
        let mut script = Self { series: Vec::new(), sessions: Vec::new() };
        for line in text.split('\n') {
            let mut rest = line.chars();
            let Some(key) = rest.next() else { continue };
            let rest = rest.as_str();
            let room = script.sessions.len() < MAX_SESSIONS;
            let fields = script.sessions.last_mut().unwrap_or(&mut script.series);
            match (key, fields.last_mut()) {
                ('+', Some(last)) => {
                    last.value.push('\n');
                    last.value.push_str(rest);
                }
                ('*', Some(last)) => {
                    let most = MAX_VALUE / last.value.len().max(1);
                    let times = rest.trim().parse().unwrap_or(2).min(most);
                    last.value = last.value.repeat(times);
                }
                ('s', _) if room => {
                    script.sessions.push(vec![Field { key, value: rest.to_owned() }]);
                }
                _ => fields.push(Field { key, value: rest.to_owned() }),
            }
        }
        if script.sessions.is_empty() {
            script.sessions.push(Vec::new());
        }
        script
    }

    pub(crate) fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// A definition of the series and its first sessions.
    pub(crate) fn definition(&self, sessions: usize) -> String {
        let mut toml = String::new();
        write_series(&mut toml, &self.series);
        let home = zone(&self.series).unwrap_or_else(Zone::utc);
        for (index, fields) in self.sessions.iter().take(sessions).enumerate() {
            write_session(&mut toml, fields, index, home);
        }
        toml
    }
}

fn write_series(toml: &mut String, fields: &[Field]) {
    let authority = find(fields, 'X', |text| Authority::parse(text).is_ok());
    pair(toml, "authority", authority.unwrap_or("example.org"));
    pair(toml, "title", line(fields, 'T').unwrap_or("A series"));
    let home = zone(fields).unwrap_or_else(Zone::utc);
    pair(toml, "timezone", home.name());
    optional(toml, "description", prose(fields, 'D'));
    optional(toml, "announced_as", line(fields, 'A'));
    optional(toml, "language", find(fields, 'L', |text| Language::parse(text).is_ok()));
    optional(toml, "url", url(fields, 'U'));
    optional(toml, "image", url(fields, 'I'));
    optional(toml, "color", find(fields, 'H', |text| Colour::parse(text).is_some()));
    if let Some(name) = line(fields, 'O') {
        let email = find(fields, 'E', |text| Email::parse(text).is_ok());
        let _ = write!(toml, "organizer = {{ name = {}", quoted(name));
        if let Some(email) = email {
            let as_property = fields.iter().any(|field| field.key == 'P');
            let _ = write!(toml, ", email = {}, as_property = {as_property}", quoted(email));
        }
        toml.push_str(" }\n");
    }
    write_categories(toml, fields, 'C');
}

fn write_session(toml: &mut String, fields: &[Field], index: usize, home: Zone) {
    toml.push_str("\n[[session]]\n");
    let unique = |text: &str| format!("{index}-{text}");
    let id = find(fields, 'i', |text| SessionId::parse(&unique(text)).is_ok());
    pair(toml, "id", &unique(id.unwrap_or("session")));
    pair(toml, "title", line(fields, 't').unwrap_or("A session"));
    write_when(toml, fields, home);
    optional(toml, "description", prose(fields, 'd'));
    optional(toml, "join", url(fields, 'j'));
    optional(toml, "url", url(fields, 'u'));
    write_place(toml, fields);
    write_categories(toml, fields, 'c');
    if let Some(status) = fields.iter().rfind(|field| field.key == 'S') {
        let (name, _) = Status::NAMES[status.value.len() % Status::NAMES.len()];
        pair(toml, "status", name);
    }
    if let Some(busy) = fields.iter().rfind(|field| field.key == 'b') {
        let _ = writeln!(toml, "busy = {}", busy.value.len() % 2 == 1);
    }
    let minutes = find(fields, 'm', |text| {
        text.parse().is_ok_and(|minutes| Reminder::from_minutes(minutes).is_ok())
    });
    if let Some(minutes) = minutes {
        let minutes: i64 = minutes.parse().expect("a number, as was asked above");
        pair(toml, "reminder", &format!("{minutes}m"));
    }
    write_speakers(toml, fields);
}

/// The numbers of `s`: year, month, day, hour, minute, length in minutes, all bent into range; of
/// `y`, the days of an all-day session.
fn write_when(toml: &mut String, fields: &[Field], home: Zone) {
    let numbers = |key| -> Vec<i64> {
        let value = fields.iter().rfind(|field| field.key == key).map(|field| field.value.as_str());
        value
            .unwrap_or_default()
            .split(|c: char| !c.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .map(|digits| digits.parse().unwrap_or(i64::from(i32::MAX)))
            .collect()
    };
    let start = numbers('s');
    let part = |at: usize, from: i64, to: i64| {
        let number = start.get(at).copied().unwrap_or(from);
        if (from..=to).contains(&number) { number } else { from + number % (to - from + 1) }
    };
    // A day inside the first and last year, so that no zone pushes it out of the range.
    let (year, month, day) = (part(0, 1971, 2099), part(1, 1, 12), part(2, 1, 28));
    if fields.iter().any(|field| field.key == 'y') {
        let days = numbers('y').first().map_or(1, |days| 1 + days % When::MAX_DAYS);
        let _ = writeln!(toml, "start = {year:04}-{month:02}-{day:02}");
        pair(toml, "duration", &format!("{days}d"));
        return;
    }
    let (hour, minute) = (part(3, 0, 23), part(4, 0, 59));
    let second = part(6, 0, 59);
    let length = part(5, 1, 24 * 60 * 30);
    let own = zone(fields);
    if let Some(own) = own {
        pair(toml, "timezone", own.name());
    }
    let local: jiff::civil::DateTime =
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
            .parse()
            .expect("every part is in range");
    let start = match own.unwrap_or(home).resolve(local) {
        Resolved::Once(_) => format!("{local}"),
        // What the clock skips or shows twice is written in UTC: the end may still be such.
        Resolved::Never { .. } | Resolved::Twice { .. } => format!("{local}Z"),
    };
    let _ = writeln!(toml, "start = {start}");
    pair(toml, "duration", &format!("{}h{}m", length / 60, length % 60));
}

fn write_place(toml: &mut String, fields: &[Field]) {
    if let Some(name) = line(fields, 'v') {
        let _ = write!(toml, "location = {{ name = {}", quoted(name));
        if let Some(address) = line(fields, 'a') {
            let _ = write!(toml, ", address = {}", quoted(address));
        }
        let degrees = |text: &str| -> Option<(f64, f64)> {
            let (latitude, longitude) = text.split_once(' ')?;
            let (latitude, longitude) = (latitude.parse().ok()?, longitude.parse().ok()?);
            Geo::new(latitude, longitude).ok().map(|_| (latitude, longitude))
        };
        if let Some((latitude, longitude)) =
            find(fields, 'g', |text| degrees(text).is_some()).and_then(degrees)
        {
            // Always with a point, and never an exponent: both are TOML.
            let _ = write!(toml, ", geo = [{latitude:.9}, {longitude:.9}]");
        }
        toml.push_str(" }\n");
    } else {
        optional(toml, "location", line(fields, 'l'));
    }
}

fn write_categories(toml: &mut String, fields: &[Field], key: char) {
    let categories: Vec<String> = fields
        .iter()
        .filter(|field| field.key == key)
        .filter(|field| Line::parse(&field.value).is_ok_and(|line| Category::new(line).is_ok()))
        .map(|field| quoted(&field.value))
        .take(20)
        .collect();
    if !categories.is_empty() {
        let _ = writeln!(toml, "categories = [{}]", categories.join(", "));
    }
}

/// `k` is a name; `r` and `o` after it are that speaker's role and organisation.
fn write_speakers(toml: &mut String, fields: &[Field]) {
    let mut speakers: Vec<String> = Vec::new();
    let lines = fields.iter().filter(|field| Line::parse(&field.value).is_ok());
    let mut has = (true, true);
    for field in lines {
        let room = speakers.len() < MAX_SPEAKERS;
        match (field.key, speakers.last_mut()) {
            ('k', _) if room => {
                speakers.push(format!("name = {}", quoted(&field.value)));
                has = (false, false);
            }
            ('r', Some(last)) if !has.0 => {
                let _ = write!(last, ", role = {}", quoted(&field.value));
                has.0 = true;
            }
            ('o', Some(last)) if !has.1 => {
                let _ = write!(last, ", organisation = {}", quoted(&field.value));
                has.1 = true;
            }
            _ => {}
        }
    }
    if !speakers.is_empty() {
        let _ = writeln!(toml, "speakers = [{{ {} }}]", speakers.join(" }, { "));
    }
}

/// The last value of a key that passes.
fn find<'a>(fields: &'a [Field], key: char, passes: impl Fn(&str) -> bool) -> Option<&'a str> {
    let values = fields.iter().filter(|field| field.key == key).map(|field| field.value.as_str());
    values.filter(|value| passes(value)).last()
}

fn line(fields: &[Field], key: char) -> Option<&str> {
    find(fields, key, |text| Line::parse(text).is_ok())
}

fn prose(fields: &[Field], key: char) -> Option<&str> {
    find(fields, key, |text| Prose::parse(text).is_ok())
}

fn url(fields: &[Field], key: char) -> Option<&str> {
    find(fields, key, |text| WebUrl::parse(text).is_ok())
}

/// A zone by its name or by its number among all.
fn zone(fields: &[Field]) -> Option<Zone> {
    let named = |text: &str| {
        let number = text.parse::<usize>().ok();
        Zone::get(text).or_else(|| Zone::all().nth(number? % Zone::all().count()))
    };
    find(fields, 'z', |text| named(text).is_some()).and_then(named)
}

fn optional(toml: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        pair(toml, key, value);
    }
}

fn pair(toml: &mut String, key: &str, value: &str) {
    let _ = writeln!(toml, "{key} = {}", quoted(value));
}

/// A basic string in which everything but letters and digits is escaped.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            text.push(c);
        } else {
            let _ = write!(text, "\\U{:08X}", u32::from(c));
        }
    }
    text.push('"');
    text
}
