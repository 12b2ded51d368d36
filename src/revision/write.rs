//! Writes the text form of a record: TOML, one key a line, sessions by identifier, the same bytes
//! on any machine. `parse` accepts exactly this output.

use std::ops::Range;

use jiff::Timestamp;

use super::fields::Fields;
use super::history::PastRevision;
use super::identity::{self, IDENTITY};
use super::record::{Record, RecordEntry};
use super::rewrites::FIRST_FORMAT;
use super::translations::Translations;
use crate::model::{Access, Line, PartKey, SessionId, Uid};

/// The version of the form that this release writes.
pub(super) const VERSION: u32 = 1;

const HEADER: &str = "\
# The publication record of this series: what subscribers have been given. Kalends writes it.
# Commit it beside the definition, as Cargo.lock is. Do not edit or delete it: without it, updates
# no longer reach the entries that people have. `kalends check` tells how to mend it after a merge.
";

pub(super) const SERIES: &str = "[series]";
pub(super) const SERIES_FIELDS: &str = "[series.fields]";
pub(super) const SESSION: &str = "[[session]]";
pub(super) const SESSION_FIELDS: &str = "[session.fields]";
/// An earlier revision of the session above.
pub(super) const PAST: &str = "[[session.past]]";
pub(super) const PAST_FIELDS: &str = "[session.past.fields]";
/// Texts of the section above in another language; followed by its tag and `]`.
pub(super) const SERIES_TEXTS: &str = "[series.texts.";
pub(super) const SESSION_TEXTS: &str = "[session.texts.";
pub(super) const PAST_TEXTS: &str = "[session.past.texts.";
/// The key of languages that are no longer offered.
pub(super) const FORMER_LANGUAGES: &str = "former_languages";
/// The key of parts: those of the series, each with its title; those of a session.
pub(super) const PARTS: &str = "parts";
/// The key of former keys of parts, each with the current one; of parts that a session left.
pub(super) const FORMER_PARTS: &str = "former_parts";
/// The key of a UID derived by kalends.
pub(super) const UID: &str = "uid";
/// The key of a UID from another system.
pub(super) const FOREIGN_UID: &str = "foreign_uid";
/// The key of a private series' tokens: hash and name of each. A public series has none.
pub(super) const PRIVATE: &str = "private";
/// The key of the number of the writer's rendering rules. A record of the first rules has none.
pub(super) const FORMAT_KEY: &str = "format";
/// The last line, so that a truncated file is detected.
pub(super) const END: &str = "[end]";

impl Record {
    /// The text of the record's file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = RecordText(String::with_capacity(1_000 * (self.sessions.len() + 1)));
        text.0.push_str(HEADER);
        text.raw("version", &VERSION.to_string());
        let start = text.0.len();
        text.section(SERIES);
        text.string("id", self.series.as_str());
        text.string("authority", self.authority.as_str());
        if self.format != FIRST_FORMAT {
            text.raw(FORMAT_KEY, &self.format.to_string());
        }
        text.instant("created", self.created);
        text.instant("revised", self.revised);
        text.optional_instant("retired", self.retired);
        text.optional_instant("gone", self.gone);
        if let Some(accesses) = self.audience.accesses() {
            let access = |access: &Access| format!("{} {}", access.token, access.name);
            text.list(PRIVATE, accesses.iter().map(access));
        }
        if !self.former_languages.is_empty() {
            let languages = self.former_languages.iter().map(ToString::to_string);
            text.list(FORMER_LANGUAGES, languages);
        }
        if !self.parts.titles.is_empty() {
            let part = |(key, title): (&PartKey, &Line)| format!("{key} {title}");
            text.list(PARTS, self.parts.titles.iter().map(part));
        }
        if !self.parts.former.is_empty() {
            let pair = |(old, today): &(PartKey, PartKey)| format!("{old} {today}");
            text.list(FORMER_PARTS, self.parts.former.iter().map(pair));
        }
        let head = start..text.0.len();
        text.fields(SERIES_FIELDS, &self.fields);
        text.texts(SERIES_TEXTS, &self.texts);
        text.sign(head);
        for (id, entry) in &self.sessions {
            text.entry(id, entry);
        }
        text.section(END);
        text.0
    }
}

/// The key for a UID. Ours are UUIDs, and anything else under `uid` is damage; UIDs adopted from
/// another system have their own key.
pub(super) fn uid_key(uid: &Uid) -> &'static str {
    if uid.is_uuid() { UID } else { FOREIGN_UID }
}

/// Size of an earlier revision in the record's text, in bytes.
pub(super) fn past_bytes(past: &PastRevision) -> usize {
    let mut text = RecordText(String::new());
    text.past(past);
    text.0.len()
}

struct RecordText(String);

impl RecordText {
    fn section(&mut self, header: &str) {
        self.0.push('\n');
        self.0.push_str(header);
        self.0.push('\n');
    }

    fn raw(&mut self, key: &str, value: &str) {
        for part in [key, " = ", value, "\n"] {
            self.0.push_str(part);
        }
    }

    fn string(&mut self, key: &str, value: &str) {
        self.0.push_str(key);
        self.0.push_str(" = ");
        self.quoted(value);
        self.0.push('\n');
    }

    fn list(&mut self, key: &str, values: impl Iterator<Item = String>) {
        self.0.push_str(key);
        self.0.push_str(" = [");
        for (place, value) in values.enumerate() {
            self.0.push_str(if place == 0 { "" } else { ", " });
            self.quoted(&value);
        }
        self.0.push_str("]\n");
    }

    fn instant(&mut self, key: &str, value: Timestamp) {
        self.raw(key, &value.to_string());
    }

    fn optional_instant(&mut self, key: &str, value: Option<Timestamp>) {
        if let Some(value) = value {
            self.instant(key, value);
        }
    }

    fn fields(&mut self, header: &str, fields: &Fields) {
        self.section(header);
        for (key, value) in fields.iter() {
            self.string(key.name(), value);
        }
    }

    /// Texts in each language, under its own header: `[session.texts.da]`.
    fn texts(&mut self, header: &str, texts: &Translations) {
        for (language, fields) in texts.iter() {
            self.fields(&format!("{header}{language}]"), fields);
        }
    }

    fn entry(&mut self, id: &SessionId, entry: &RecordEntry) {
        let start = self.0.len();
        self.section(SESSION);
        self.string("id", id.as_str());
        self.string(uid_key(&entry.uid), entry.uid.as_str());
        if !entry.was.is_empty() {
            self.list("was", entry.was.iter().map(ToString::to_string));
        }
        self.raw("sequence", &entry.sequence.to_string());
        self.instant("created", entry.created);
        self.instant("revised", entry.revised);
        self.optional_instant("withdrawn", entry.withdrawn().map(|withdrawn| withdrawn.at));
        self.optional_instant("left_feed", entry.left_feed);
        for (key, parts) in
            [(PARTS, &entry.membership.parts), (FORMER_PARTS, &entry.membership.former)]
        {
            if !parts.is_empty() {
                self.list(key, parts.iter().map(ToString::to_string));
            }
        }
        self.string("schedule", &entry.schedule.to_string());
        self.string("content", &entry.content.to_string());
        let head = start..self.0.len();
        self.fields(SESSION_FIELDS, &entry.fields);
        self.texts(SESSION_TEXTS, &entry.texts);
        for past in &entry.past {
            self.past(past);
        }
        self.sign(head);
    }

    /// Adds the digest of the last block to its head.
    fn sign(&mut self, head: Range<usize>) {
        let identity = identity::of_lines(&self.0[head.start..]);
        self.0.insert_str(head.end, &format!("{IDENTITY} = \"{identity}\"\n"));
    }

    fn past(&mut self, past: &PastRevision) {
        self.section(PAST);
        self.raw("sequence", &past.sequence.to_string());
        self.instant("until", past.until);
        self.fields(PAST_FIELDS, &past.fields);
        self.texts(PAST_TEXTS, &past.texts);
    }

    /// Writes a TOML basic string. Escapes every character that an editor might treat as a line
    /// break, so that one key stays one line.
    fn quoted(&mut self, value: &str) {
        self.0.push('"');
        let mut rest = value;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_escaped(*c)) {
            self.0.push_str(&rest[..at]);
            match c {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\t' => self.0.push_str("\\t"),
                other => self.0.push_str(&format!("\\u{:04x}", u32::from(other))),
            }
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.push_str(rest);
        self.0.push('"');
    }
}

fn is_escaped(c: char) -> bool {
    matches!(c, '"' | '\\' | '\u{2028}' | '\u{2029}') || c.is_control()
}
