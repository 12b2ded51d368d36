//! Reads `access`: who may read the series. Findings never repeat the file's text: a token that was
//! pasted instead of its hash must not reach a log.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::fields::{ACCESS, ValueKind};
use super::reader::{Placed, Table, TableReader};
use super::{codes, keys};
use crate::diagnostic::Finding;
use crate::model::{Access, Audience, TokenHash};

/// Most tokens of a series.
const MAX_ACCESSES: usize = 100;
/// The value of `access` for a public series.
pub(super) const EVERYONE: &str = "everyone";

/// The access that a definition gives to its series, as far as it can be read. Even a file with errors
/// shows which tokens are revoked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StatedAccess {
    /// Nothing.
    #[default]
    Nothing,
    /// Something that cannot be read.
    Unreadable(Remains),
    /// This.
    Of(Audience),
}

/// The remains of `access` in a file that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remains {
    /// The hashes that occur in it: other tokens are revoked. `None`: not even its bytes are known.
    pub hashes: Option<BTreeSet<TokenHash>>,
    /// Whether something of `access` is still there, so that it may be that of a private series.
    pub has_access: bool,
}

impl Remains {
    /// Reads the remains of a file that is not text.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::of_hashes(Some(TokenHash::all_in(bytes)))
    }

    /// The remains of a file that contains these hashes; `None`: its bytes are unknown.
    #[must_use]
    pub fn of_hashes(hashes: Option<BTreeSet<TokenHash>>) -> Self {
        let has_access = hashes.as_ref().is_some_and(|hashes| !hashes.is_empty());
        Self { hashes, has_access }
    }
}

impl StatedAccess {
    /// The audience while the definition cannot be published. `last`: the audience of the last
    /// publication. A reader needs access by both, as far as they are known: a token is revoked at
    /// once, and a private series becomes public only by a publication.
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

    /// The access by several definitions, any of which may be the right one.
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

    /// Whether readers without a token may not see the definition's findings. `last`: as above. A
    /// series is private if its access can neither be read nor is known from before.
    #[must_use]
    pub fn hides(&self, last: Option<&Audience>) -> bool {
        let may_have_turned = matches!(self, Self::Unreadable(remains) if remains.has_access);
        may_have_turned || self.or_last(last).is_private()
    }

    /// The access in a file that is not TOML. `document`: the part that could be parsed.
    pub(super) fn of_broken(text: &str, document: Option<&DeTable<'_>>) -> Self {
        let mut remains = Remains::of_bytes(text.as_bytes());
        let written = document.and_then(|document| document.get("access"));
        remains.has_access |=
            written.is_some_and(|written| written.get_ref().as_str() != Some(EVERYONE));
        Self::Unreadable(remains)
    }
}

pub(super) fn read(reader: &mut TableReader, table: &Table<'_>) -> StatedAccess {
    let before = reader.findings.len();
    let said = read_all(reader, table);
    reader.findings[before..].iter_mut().for_each(Finding::withhold_lines);
    said
}

fn read_all(reader: &mut TableReader, table: &Table<'_>) -> StatedAccess {
    let Some(written) = table.values.get("access") else { return StatedAccess::Nothing };
    match written.get_ref() {
        DeValue::String(word) if word == EVERYONE => return StatedAccess::Of(Audience::Everyone),
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
            return StatedAccess::Unreadable(remains);
        }
    }
    let mut accesses: Vec<Access> = Vec::new();
    for (index, item) in reader
        .tables(table, "access", ValueKind::Audience(ACCESS), MAX_ACCESSES)
        .into_iter()
        .enumerate()
    {
        let Some(access) = read_one(reader, &item, index) else { continue };
        let twice = accesses.iter().find_map(|other| {
            if other.name == access.name {
                Some("name occurs twice")
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
    StatedAccess::Of(Audience::Holders(accesses))
}

fn read_one(reader: &mut TableReader, item: &Placed<&DeTable<'_>>, index: usize) -> Option<Access> {
    let mut table =
        Table { values: item.value, span: item.span, name: format!("access {}", index + 1) };
    let name = reader.plain_line(&table, "name");
    if let Some(name) = &name {
        table.name = format!("access `{name}`");
    }
    keys::check(reader, &table, ACCESS);
    let written = reader.text(&table, "token_sha256", ValueKind::Sha256)?;
    let Some(token) = TokenHash::parse(written.value) else {
        let headline = table.about("`token_sha256` is not 64 hexadecimal digits");
        let finding = reader.find(&codes::BAD_VALUE, written.span, headline);
        if TokenHash::of(written.value).is_some() {
            finding.add_note(
                "it may be a token itself: anyone who can read this file or its history could use it",
            );
        }
        finding.add_help(
            "run `kalends token NAME`, paste the lines it prints, and hand out the token",
        );
        return None;
    };
    Some(Access { name: name?, token })
}

/// Hides the lines of findings that may contain a token, in any key.
pub(super) fn veil(findings: &mut [Finding]) {
    findings.iter_mut().for_each(|finding| finding.withhold_lines_with("token"));
}
