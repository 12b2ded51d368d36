//! Differences in rendering between releases: an entry with changed bytes gets a later
//! LAST-MODIFIED (rule `last-modified-moves`). SEQUENCE stays, because people need not plan anew.
//!
//! Published bytes are a function of definition, record and release. The record's `format` is the
//! number of the rendering rules that its entries are up to date with. If it is older than
//! [`FORMAT`], [`reconcile`](super::reconcile()) revises the entries that a row of [`REWRITES`]
//! matches.
//!
//! To change published bytes: raise [`FORMAT`] and add a row. Existing rows never change.

use super::fields::Fields;
use super::keys::session as keys;
use super::record::{Record, RecordEntry};
use crate::model::{Language, Line};

/// Number of the rendering rules of this release.
pub const FORMAT: u32 = 3;
/// Number of the rules of a record without a number.
pub(super) const FIRST_FORMAT: u32 = 1;

/// A difference in rendering since some version of the rules.
struct Rewrite {
    /// Number of the first rules that have it.
    format: u32,
    /// Its description; completes "this release writes 2 entries differently:".
    words: &'static str,
    /// Whether an entry with this content, written by older rules, has other bytes now.
    matches: fn(&OldEntry<'_>) -> bool,
}

/// The content of an entry in one language.
struct OldEntry<'a> {
    fields: &'a Fields,
    is_cancelled: bool,
    language: Option<&'a str>,
}

impl OldEntry<'_> {
    /// Whether its place is our word for “online”, and not the link.
    fn shows_online(&self) -> bool {
        let is_link = |join: &str| join.len() <= Line::OUTLOOK_UNITS;
        self.fields.value(&keys::ONLINE).is_some()
            && !self.fields.value(&keys::JOIN).is_some_and(is_link)
    }
}

static REWRITES: [Rewrite; 4] = [
    Rewrite {
        format: 2,
        words: "cancelled sessions lose their join link",
        matches: |said| said.is_cancelled && said.fields.value(&keys::JOIN).is_some(),
    },
    Rewrite {
        format: 2,
        words: "the place of online sessions is in the language of the series",
        matches: |said| said.shows_online() && said.language.is_some_and(says_online_differently),
    },
    Rewrite {
        format: 3,
        words: "entries in Catalan and Turkish no longer have words in English",
        // The link to a session's page has words too, and records do not say whether there is one.
        matches: |said| said.language.is_some_and(|tag| ["ca", "tr"].contains(&primary(tag))),
    },
    Rewrite {
        format: 3,
        words: "entries in Brazilian Portuguese no longer have words of Portugal",
        matches: |said| {
            let has_other_word =
                said.fields.value(&keys::SPEAKERS).is_some() || said.shows_online();
            has_other_word && said.language == Some("pt-BR")
        },
    },
];

/// Languages with another word for an online place than `Online`; earlier rules wrote `Online` in all.
const ONLINE_OTHERWISE: [&str; 18] = [
    "ar", "bg", "el", "es", "et", "fi", "fr", "ga", "hr", "is", "lt", "lv", "nb", "nn", "no", "pt",
    "sl", "uk",
];

fn says_online_differently(tag: &str) -> bool {
    ONLINE_OTHERWISE.contains(&primary(tag))
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

impl Record {
    /// What this release writes differently in an entry, in words; empty if its bytes are the same
    /// in every language that people can have.
    pub(super) fn rewrites_of(&self, entry: &RecordEntry) -> Vec<&'static str> {
        if self.format >= FORMAT {
            return Vec::new();
        }
        let own = entry.fields.value(&keys::LANGUAGE);
        let languages: Vec<_> = [own].into_iter().chain(self.others().map(Some)).collect();
        let newer = REWRITES.iter().filter(|rewrite| rewrite.format > self.format);
        let matching = newer.filter(|rewrite| {
            languages.iter().any(|language| {
                let (fields, is_cancelled) = (&entry.fields, entry.is_cancelled());
                (rewrite.matches)(&OldEntry { fields, is_cancelled, language: *language })
            })
        });
        matching.map(|rewrite| rewrite.words).collect()
    }

    fn others(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|(language, _)| Language::as_str(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_rules_that_this_release_knows() {
        let formats: Vec<u32> = REWRITES.iter().map(|rewrite| rewrite.format).collect();
        assert!(formats.is_sorted() && formats.iter().all(|format| *format > FIRST_FORMAT));
        assert_eq!(formats.last(), Some(&FORMAT));
    }
}
