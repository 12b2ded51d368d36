//! `access`: who may read the series. Nothing that is found here repeats what the file holds: a
//! token that was pasted instead of its hash must not reach a log.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::codes;
use super::fields::{ACCESS, Kind};
use super::reader::{Placed, Reader, Table};
use crate::diagnostic::Finding;
use crate::model::{Access, Audience, TokenHash};

/// Most tokens of a series.
const MAX_ACCESSES: usize = 100;
/// What opens a series to everyone by name.
pub(super) const EVERYONE: &str = "everyone";

/// What a definition says of who may read its series, as far as it can be read. Even one with errors
/// says who no longer may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    #[default]
    Nothing,
    /// Something that cannot be read.
    Unreadable(Remains),
    /// This.
    Of(Audience),
}

/// What is left of `access` in a file that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remains {
    /// The hashes that occur in it: other tokens are revoked. `None`: not even its bytes are known.
    pub hashes: Option<BTreeSet<TokenHash>>,
    /// Whether something of `access` is still there, so that it may be that of a private series.
    pub has_access: bool,
}

impl Remains {
    /// Of a file of which nothing but bytes is known.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::of_hashes(Some(TokenHash::all_in(bytes)))
    }

    /// Of a file in which these hashes occur, as far as its bytes are known.
    #[must_use]
    pub fn of_hashes(hashes: Option<BTreeSet<TokenHash>>) -> Self {
        let has_access = hashes.as_ref().is_some_and(|hashes| !hashes.is_empty());
        Self { hashes, has_access }
    }
}

impl Said {
    /// Who may read what is served while the definition cannot be published. `last`: who could,
    /// when something of it last was. Nobody may who may not by either, as far as that is known: a
    /// token is revoked at once, and what is private opens only by being published.
    #[must_use]
    pub fn or_last(&self, last: Option<&Audience>) -> Audience {
        match (self, last) {
            (Self::Of(said @ Audience::Holders(_)), _) => said.clone(),
            (Self::Unreadable(remains), Some(Audience::Holders(last))) => {
                let hashes = remains.hashes.as_ref();
                let still =
                    |access: &&Access| hashes.is_none_or(|hashes| hashes.contains(&access.token));
                Audience::Holders(last.iter().filter(still).cloned().collect())
            }
            (_, Some(last)) => last.clone(),
            (Self::Unreadable(_), None) => Audience::Holders(Vec::new()),
            (Self::Nothing | Self::Of(Audience::Everyone), None) => Audience::Everyone,
        }
    }

    /// What is said where any of several definitions may be the right one. What is not known to be
    /// read says nothing.
    #[must_use]
    pub fn all_of(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Self::Nothing, |before, said| match (before, said) {
            (Self::Unreadable(mut one), Self::Unreadable(other)) => {
                let hashes = one.hashes.take().into_iter().chain(other.hashes);
                one.hashes = hashes.reduce(|one, other| &one | &other);
                one.has_access |= other.has_access;
                Self::Unreadable(one)
            }
            (Self::Nothing, said) => said,
            (before, _) => before,
        })
    }

    /// Whether what is wrong with the definition is kept from those who hold no token. `last`: as
    /// above; what can neither be read nor was known is private.
    #[must_use]
    pub fn hides(&self, last: Option<&Audience>) -> bool {
        let may_have_turned = matches!(self, Self::Unreadable(remains) if remains.has_access);
        may_have_turned || self.or_last(last).is_private()
    }

    /// Of a file that is not even TOML. `document`: what of it is.
    pub(super) fn of_broken(text: &str, document: Option<&DeTable<'_>>) -> Self {
        let mut remains = Remains::of_bytes(text.as_bytes());
        let written = document.and_then(|document| document.get("access"));
        remains.has_access |=
            written.is_some_and(|written| written.get_ref().as_str() != Some(EVERYONE));
        Self::Unreadable(remains)
    }
}

pub(super) fn read(reader: &mut Reader, table: &Table<'_>) -> Said {
    let before = reader.findings.len();
    let said = read_all(reader, table);
    reader.findings[before..].iter_mut().for_each(Finding::withhold_lines);
    said
}

fn read_all(reader: &mut Reader, table: &Table<'_>) -> Said {
    let Some(written) = table.values.get("access") else { return Said::Nothing };
    match written.get_ref() {
        DeValue::String(word) if word == EVERYONE => return Said::Of(Audience::Everyone),
        DeValue::Array(_) => {}
        other => {
            let code = match other {
                DeValue::String(_) => &codes::BAD_VALUE,
                _ => &codes::WRONG_TYPE,
            };
            let headline = format!("`access` is neither \"{EVERYONE}\" nor a list of tables");
            let help = "run `kalends token NAME` and paste the lines it prints";
            reader.find(code, written.span().into(), headline).add_help(help);
            let mut remains = Remains::of_bytes(reader.file.text().as_bytes());
            remains.has_access = true;
            return Said::Unreadable(remains);
        }
    }
    let mut accesses: Vec<Access> = Vec::new();
    for (index, item) in
        reader.tables(table, "access", Kind::Audience(ACCESS), MAX_ACCESSES).into_iter().enumerate()
    {
        let Some(access) = read_one(reader, &item, index) else { continue };
        let twice = accesses.iter().find_map(|other| {
            if other.name == access.name {
                Some("name stands twice")
            } else {
                (other.token == access.token).then_some("token has another name already")
            }
        });
        match twice {
            None => accesses.push(access),
            Some(why) => {
                let headline = format!("access `{}`: that {why}", access.name);
                reader.find(&codes::ACCESS_TWICE, item.span, headline).add_help(
                    "give each person or group a token of their own: `kalends token NAME`",
                );
            }
        }
    }
    Said::Of(Audience::Holders(accesses))
}

fn read_one(reader: &mut Reader, item: &Placed<&DeTable<'_>>, index: usize) -> Option<Access> {
    let mut table =
        Table { values: item.value, span: item.span, name: format!("access {}", index + 1) };
    let name = reader.plain_line(&table, "name");
    if let Some(name) = &name {
        table.name = format!("access `{name}`");
    }
    reader.check_keys(&table, ACCESS);
    let written = reader.text(&table, "token_sha256", Kind::Sha256)?;
    let Some(token) = TokenHash::parse(written.value) else {
        let headline = table.about("`token_sha256` is not 64 hexadecimal digits");
        let finding = reader.find(&codes::BAD_VALUE, written.span, headline);
        if TokenHash::of(written.value).is_some() {
            finding.add_note(
                "it may be a token itself: whoever can read this file or its history could use it",
            );
        }
        finding.add_help(
            "run `kalends token NAME`, paste the lines it prints, and hand out the token",
        );
        return None;
    };
    Some(Access { name: name?, token })
}

/// Findings on lines that may hold a token, though they were not read as one, show no line.
pub(super) fn veil(findings: &mut [Finding]) {
    findings.iter_mut().for_each(|finding| finding.withhold_lines_with("token"));
}
