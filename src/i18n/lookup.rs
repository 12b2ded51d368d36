//! Finds the texts of a language.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::catalogue::Words;
use super::direction::Direction;
use super::locales::LOCALES;
use super::negotiate;
use crate::model::Language;

impl Words {
    /// Texts of the language, or English; see [`find`](Self::find).
    #[must_use]
    pub fn of(language: Option<&Language>) -> &'static Self {
        let english = || LOCALES.iter().find(|locale| locale.tag == "en");
        language.and_then(Self::find).or_else(|| Some(&*english()?.words)).expect("English exists")
    }

    /// Texts of the language, if available: those of its region if there is a file for it, else of the
    /// language, with the region's dates and times.
    #[must_use]
    pub fn find(language: &Language) -> Option<&'static Self> {
        // Called for each entry: a tag spelled as in its file costs no allocation.
        if let Some(locale) = LOCALES.iter().find(|locale| locale.tag == language.as_str()) {
            return Some(&locale.words);
        }
        let subtags = negotiate::subtags(language.as_str());
        let found = negotiate::truncations(&subtags).find_map(|wanted| {
            let tag = wanted.join("-");
            let locale = LOCALES.iter().find(|locale| locale.tag.eq_ignore_ascii_case(&tag))?;
            Some((&*locale.words, &subtags[wanted.len()..]))
        });
        let (words, rest) = found?;
        // A tag is a language, an optional script of four letters, and an optional region.
        let region = rest.last().filter(|part| part.len() < 4);
        Some(region.map_or(words, |region| words.in_region(&region.to_ascii_uppercase())))
    }

    /// The same texts with another region's dates and times. Never freed: regions are few.
    fn in_region(&'static self, region: &str) -> &'static Self {
        static KNOWN: Mutex<BTreeMap<String, &Words>> = Mutex::new(BTreeMap::new());
        let tag = format!("{}-{region}", self.tag);
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(tag).or_insert_with_key(|tag| {
            let dates = tag.clone().leak();
            Box::leak(Box::new(Self { dates, formats: OnceLock::new(), ..*self }))
        })
    }

    /// All languages, in the order of a language switch.
    pub fn all() -> impl ExactSizeIterator<Item = &'static Self> {
        LOCALES.iter().map(|locale| &*locale.words)
    }

    /// The language's tag, as in its file.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// The language's own name, for a language switch.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The writing direction.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }
}
