//! Parses values in a record file.

use jiff::Timestamp;

use super::block::{Damaged, RecordNotes, SectionReader, ValueType};
use super::codes;
use super::fingerprint::Fingerprint;
use super::instant;
use super::membership::{Membership, PublishedParts};
use super::rewrites::{FIRST_FORMAT, FORMAT};
use super::write::{FOREIGN_UID, FORMAT_KEY, FORMER_PARTS, PARTS, UID};
use crate::diagnostic::Finding;
use crate::model::{Access, Language, Line, PartKey, TokenHash, Uid};

/// The UID: a UUID under `uid`, as kalends derives them; anything else under `foreign_uid`.
pub(super) fn uid(notes: &mut RecordNotes<'_>, head: &SectionReader<'_>) -> Result<Uid, Damaged> {
    let foreign =
        head.optional(notes, (FOREIGN_UID, ValueType::Text), |text| match Uid::parse(text) {
            Ok(uid) if uid.is_uuid() => Err(format!("is a UUID, which belongs under `{UID}`")),
            Ok(uid) => Ok(uid),
            Err(problem) => Err(problem.to_string()),
        })?;
    let Some(foreign) = foreign else {
        return head.required(notes, (UID, ValueType::Text), |text| {
            Uid::parse(text).ok().filter(Uid::is_uuid).ok_or("is not a UUID in lower case")
        });
    };
    if head.peek(UID).is_some() {
        let headline = format!("{}: both `{UID}` and `{FOREIGN_UID}`", head.subject());
        return Err(notes.damage(&codes::DUPLICATE, head.span(FOREIGN_UID), headline));
    }
    Ok(foreign)
}

/// The number of the writer's rendering rules. For unknown rules, this release cannot know which
/// entries it writes differently, and so cannot keep their LAST-MODIFIED right.
pub(super) fn format(
    notes: &mut RecordNotes<'_>,
    head: &SectionReader<'_>,
) -> Result<u32, Damaged> {
    let format =
        head.optional(notes, (FORMAT_KEY, ValueType::Number), number)?.unwrap_or(FIRST_FORMAT);
    if (FIRST_FORMAT..=FORMAT).contains(&format) {
        return Ok(format);
    }
    let headline = format!("the record has format {format}, this release writes {FORMAT}");
    let finding = Finding::new(&codes::VERSION, headline)
        .at(notes.file, head.span(FORMAT_KEY))
        .help("run the release of kalends that wrote it, or a later one");
    notes.findings.push(finding);
    Err(Damaged)
}

/// A language tag in canonical form.
pub(super) fn language(tag: &str) -> Result<Language, &'static str> {
    let language = Language::parse(tag).ok().filter(|language| language.as_str() == tag);
    language.ok_or("is not a language tag")
}

/// A number without leading zeros.
pub(super) fn number(text: &str) -> Result<u32, &'static str> {
    let number: Option<u32> = text.parse().ok();
    number.filter(|number| number.to_string() == text).ok_or("is not a whole number")
}

pub(super) fn instant(text: &str) -> Result<Timestamp, &'static str> {
    instant::parse(text).ok_or("is not an instant such as `2020-09-23T12:00:00Z`")
}

/// A token's hash and its name.
pub(super) fn access(text: &str) -> Result<Access, &'static str> {
    let (hash, name) = text.split_once(' ').unwrap_or((text, ""));
    let access = TokenHash::parse(hash).zip(Line::parse(name).ok());
    access
        .map(|(token, name)| Access { name, token })
        .filter(|access| format!("{} {}", access.token, access.name) == text)
        .ok_or("is not the hash of a token and its name")
}

/// The key of a part.
fn part(text: &str) -> Result<PartKey, &'static str> {
    PartKey::parse(text).ok_or("is not a part such as `track/policy`")
}

/// The key of a part and its title.
fn titled_part(text: &str) -> Result<(PartKey, Line), &'static str> {
    let (key, title) = text.split_once(' ').unwrap_or((text, ""));
    let title = Line::parse(title).ok().filter(|line| line.as_str() == title);
    PartKey::parse(key).zip(title).ok_or("is not a part and its title")
}

/// A former key of a part and the current one.
fn renamed_part(text: &str) -> Result<(PartKey, PartKey), &'static str> {
    let (old, today) = text.split_once(' ').unwrap_or((text, ""));
    PartKey::parse(old).zip(PartKey::parse(today)).ok_or("is not the keys of a renamed part")
}

pub(super) fn fingerprint(text: &str) -> Result<Fingerprint, &'static str> {
    Fingerprint::parse(text).ok_or("is not a fingerprint of 32 hexadecimal digits in lower case")
}

impl PublishedParts {
    /// Reads them from the head of a record.
    pub(super) fn read(
        notes: &mut RecordNotes<'_>,
        head: &SectionReader<'_>,
    ) -> Result<Self, Damaged> {
        let titles = head.list(notes, PARTS, titled_part)?.into_iter().collect();
        Ok(Self { titles, former: head.list(notes, FORMER_PARTS, renamed_part)? })
    }
}

impl Membership {
    /// Reads it from the head of a session.
    pub(super) fn read(
        notes: &mut RecordNotes<'_>,
        head: &SectionReader<'_>,
    ) -> Result<Self, Damaged> {
        Ok(Self {
            parts: head.list(notes, PARTS, part)?.into_iter().collect(),
            former: head.list(notes, FORMER_PARTS, part)?.into_iter().collect(),
        })
    }
}
