//! The zones nearest to an unknown name.
//!
//! Two names are the same here when only case, accents, spaces and hyphens differ. Suggestions are
//! few on purpose: a far-fetched one is worse than none.

use std::{cmp::Reverse, sync::LazyLock};

use jiff::tz::TimeZoneDatabase;

use super::refusal::city;
use super::tables::PLACES;
use crate::model::Zone;

/// Most suggestions.
const MOST: usize = 3;

/// Shorter names are within an edit or two of everything.
const SHORTEST_MISSPELT: usize = 4;

/// A name that leads to a zone.
struct KnownName {
    /// Folded Area/Location name, or folded place.
    name: String,
    zone: Zone,
}

/// Area/Location names of the database, links included, by name.
static NAMES: LazyLock<Vec<KnownName>> = LazyLock::new(|| {
    let mut names: Vec<KnownName> = TimeZoneDatabase::bundled()
        .available()
        .filter_map(|name| {
            let zone = Zone::get(name.as_str())?;
            Some(KnownName { name: fold(name.as_str()), zone })
        })
        .collect();
    names.sort_by(|a, b| a.name.cmp(&b.name));
    names
});

/// Canonical names near to a written one, best first, at most 3.
///
/// 1. The same except for case, accents, spaces, underscores and hyphens.
/// 2. The city or country alone, or with another area before it or `time` behind it.
/// 3. The fewest edits away, if few enough for the length.
pub(super) fn nearest(written: &str) -> Vec<String> {
    let written = fold(written);
    if let Some(known) = NAMES.iter().find(|known| known.name == written) {
        return vec![known.zone.name().to_owned()];
    }
    let mut zones = places_called(&written);
    if zones.is_empty() {
        zones = places_called(city(&written));
    }
    if zones.is_empty() {
        zones = misspelt(&written);
    }
    let area = written.split_once('/').map(|(area, _)| area);
    // A stable sort: zones in the area that was written come first, else the order stays.
    zones.sort_by_key(|zone| {
        Reverse(area.is_some_and(|area| fold(zone.name()).split('/').next() == Some(area)))
    });
    zones.iter().take(MOST).map(|zone| zone.name().to_owned()).collect()
}

/// Zones for a place that is written without its area: `New York`, `Buenos Aires`, `Belgium`.
pub(super) fn places_called(written: &str) -> Vec<Zone> {
    let written = fold(written);
    let written = written.strip_suffix("_time").unwrap_or(&written);
    let cities = NAMES
        .iter()
        .filter(|known| known.name.strip_suffix(written).is_some_and(|head| head.ends_with('/')))
        .map(|known| known.zone);
    let places =
        PLACES.iter().filter(|(name, _)| *name == written).filter_map(|(_, zone)| Zone::get(zone));
    distinct(cities.chain(places))
}

/// The zones with the fewest edits to their city, their country or, if no area is written, their whole
/// name; in the written area, if that exists.
fn misspelt(written: &str) -> Vec<Zone> {
    let last = city(written);
    let whole = (!written.contains('/')).then_some(written);
    let area = written
        .split_inclusive('/')
        .next()
        .filter(|area| NAMES.iter().any(|known| known.name.starts_with(area)))
        .filter(|_| whole.is_none())
        .unwrap_or("");
    let cities = NAMES
        .iter()
        .filter(|known| known.name.starts_with(area))
        .filter_map(|known| Some((edits(last, city(&known.name))?, known.zone)));
    let places = PLACES
        .iter()
        .filter_map(|(name, zone)| Some((edits(last, name)?, Zone::get(zone)?)))
        .filter(|(_, zone)| fold(zone.name()).starts_with(area));
    let wholes = NAMES.iter().filter_map(|known| Some((edits(whole?, &known.name)?, known.zone)));
    let near: Vec<(usize, Zone)> = cities.chain(places).chain(wholes).collect();
    let fewest = near.iter().map(|(edits, _)| *edits).min();
    let mut zones =
        distinct(near.iter().filter(|(edits, _)| Some(*edits) == fewest).map(|(_, zone)| *zone));
    zones.sort_by_key(|zone| zone.name());
    zones
}

/// Edits between a written and a known name, swapped neighbours counted once; `None` if they are
/// more than a quarter of the written name.
fn edits(written: &str, known: &str) -> Option<usize> {
    let length = written.chars().count();
    if length < SHORTEST_MISSPELT {
        return None;
    }
    let few = length / 4;
    // The difference in length is a lower bound, and cheap.
    if length.abs_diff(known.chars().count()) > few {
        return None;
    }
    Some(strsim::osa_distance(written, known)).filter(|edits| *edits <= few)
}

fn distinct(zones: impl Iterator<Item = Zone>) -> Vec<Zone> {
    let mut seen = Vec::new();
    for zone in zones {
        if !seen.contains(&zone) {
            seen.push(zone);
        }
    }
    seen
}

/// A name in lower case without accents, dots and apostrophes, with one `_` for spaces and hyphens.
pub(crate) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'æ' => folded.push_str("ae"),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ì'..='ï' | 'ī' | 'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ș' | 'ş' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ț' | 'ţ' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            // Accents that are written as characters of their own, dots and apostrophes.
            '\u{300}'..='\u{36F}' | '.' | '\'' | '\u{2019}' => {}
            '/' | '\\' => {
                folded.truncate(folded.trim_end_matches('_').len());
                folded.push('/');
            }
            '_' | '-' | '\u{2010}'..='\u{2013}' => separate(&mut folded),
            letter if letter.is_whitespace() => separate(&mut folded),
            letter => folded.push(letter),
        }
    }
    folded.truncate(folded.trim_end_matches('_').len());
    folded
}

/// One `_` between words, none at the start of a part.
fn separate(folded: &mut String) {
    if !folded.is_empty() && !folded.ends_with(['_', '/']) {
        folded.push('_');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_to_what_they_have_in_common() {
        for (written, folded) in [
            ("Europe/Brussels", "europe/brussels"),
            (" América / São  Paulo ", "america/sao_paulo"),
            ("Port-au-Prince", "port_au_prince"),
            ("St. John's", "st_johns"),
            ("Zu\u{308}rich", "zurich"),
            ("Europe\\Łódź", "europe/lodz"),
            ("İstanbul", "istanbul"),
            (" _-/-_ ", "/"),
            ("", ""),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn no_place_is_listed_that_the_database_leads_to_by_that_name() {
        for (place, zone) in PLACES.iter() {
            let zone = Zone::get(zone).expect(zone);
            let named = NAMES.iter().any(|known| city(&known.name) == *place && known.zone == zone);
            assert!(!named, "{place}");
        }
    }

    #[test]
    fn few_edits_are_forgiven_and_none_in_short_names() {
        assert_eq!(edits("brussles", "brussels"), Some(1));
        assert_eq!(edits("osol", "oslo"), Some(1));
        assert_eq!(edits("orem", "rome"), None);
        assert_eq!(edits("rom", "rome"), None);
    }
}
