//! Identifiers of sessions: those from which the UIDs were derived, if they can be found, else slugs of
//! the titles. The same calendar gives the same identifiers.

use std::collections::{BTreeMap, BTreeSet};

use super::event::SourceEvent;
use crate::definition::zone_names::fold;
use crate::model::{Authority, SeriesId, SessionId, Uid, When};

/// Maximum length of a title's slug; leaves room for a date.
const MAX_SLUG: usize = 48;
/// Maximum number of a title's words that are combined: some hundred derivations.
const MAX_WORDS: usize = 16;

/// Whether the UID was derived from the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IdOrigin {
    /// Proven by the UID.
    Uid,
    /// Made from the title.
    Title,
}

/// Identifiers in use.
#[derive(Default)]
pub(super) struct Taken {
    ids: BTreeSet<SessionId>,
    /// The next number for a title and day.
    next: BTreeMap<String, usize>,
}

impl Taken {
    pub(super) fn insert(&mut self, id: SessionId) {
        self.ids.insert(id);
    }

    pub(super) fn contains(&self, id: &SessionId) -> bool {
        self.ids.contains(id)
    }

    /// Chooses an identifier for an event, and marks it as in use.
    pub(super) fn identify(
        &mut self,
        authority: &Authority,
        series: &SeriesId,
        event: &SourceEvent,
    ) -> (SessionId, IdOrigin) {
        let slug = slug(event.content.title.as_str());
        if event.uid.is_uuid()
            && let Some(id) = proven(authority, series, event, &slug)
            && self.ids.insert(id.clone())
        {
            return (id, IdOrigin::Uid);
        }
        let day = match event.content.when {
            When::Timed { start, .. } => start.local().date(),
            When::AllDay { first, .. } => first,
        };
        let short = shortened(&slug);
        let dated = format!("{short}-{day}");
        let next = self.next.entry(dated.clone()).or_insert(2);
        let counted = std::iter::from_fn(|| {
            *next += 1;
            Some(format!("{dated}-{}", *next - 1))
        });
        let first = [short, dated.clone(), format!("event-{day}")];
        let id = first
            .into_iter()
            .chain(counted)
            .filter_map(|text| SessionId::parse(text.trim_matches('-')).ok())
            .find(|id| !self.ids.contains(id))
            .expect("the numbers never end, and a number ends an identifier that is allowed");
        self.ids.insert(id.clone());
        (id, IdOrigin::Title)
    }
}

/// Lower-case letters and digits between single hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Cuts a slug between two words.
fn shortened(slug: &str) -> String {
    if slug.len() <= MAX_SLUG {
        return slug.to_owned();
    }
    let cut = &slug[..=MAX_SLUG];
    cut.rfind('-').map_or(&slug[..MAX_SLUG], |at| &slug[..at]).to_owned()
}

/// The identifier from which the UID was derived: the whole title, the end of its link, or up to
/// three words of the title in their order. Chance cannot give the right UID.
fn proven(
    authority: &Authority,
    series: &SeriesId,
    event: &SourceEvent,
    slug: &str,
) -> Option<SessionId> {
    let link = event.content.url.as_ref().map_or("", |url| url.as_str());
    let segment = link.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let segment = segment.split(['?', '#', '.']).next().unwrap_or_default();
    let words: Vec<&str> = slug.split('-').take(MAX_WORDS).collect();
    let page = event.page.clone().unwrap_or_default();
    let mut candidates = vec![page, slug.to_owned(), segment.to_owned()];
    for (at, one) in words.iter().enumerate() {
        candidates.push((*one).to_owned());
        for (next, two) in words.iter().enumerate().skip(at + 1) {
            candidates.push(format!("{one}-{two}"));
            candidates.extend(words[next + 1..].iter().map(|three| format!("{one}-{two}-{three}")));
        }
    }
    candidates
        .into_iter()
        .filter_map(|text| SessionId::parse(&text).ok())
        .find(|id| Uid::of_session(authority, series, id) == event.uid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_and_end_with_a_word() {
        assert_eq!(slug("  Größe & Übung: 1. Teil!"), "grosse-ubung-1-teil");
        assert_eq!(slug("日本"), "");
        let long = "a word ".repeat(20);
        assert_eq!(shortened(&slug(&long)), "a-word-a-word-a-word-a-word-a-word-a-word-a-word");
    }
}
