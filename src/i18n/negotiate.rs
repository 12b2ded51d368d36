//! Language of a page by Accept-Language (RFC 9110 §12.5.4). A calendar's language depends on its
//! address alone (rule `one-language-per-address`).

use crate::model::Language;

/// Most ranges read from one header; browsers send a few.
const MAX_RANGES: usize = 100;

/// A language range (RFC 4647 §2.1) with its weight in thousandths.
struct Range {
    subtags: Vec<String>,
    weight: u16,
}

/// The offered language that suits the reader best; `None` if nothing matches or no preference is given,
/// so that the caller's default applies.
///
/// The lookup steps (RFC 4647 §3.4), for each range in order of weight:
///
/// 1. Compares the range as it is, then removes the last subtag and compares again; a single letter or
///    digit at the end is removed with the subtag after it.
/// 2. Otherwise takes another region of the same language: a reader of `pt` also reads `pt-BR`.
/// 3. Skips `*`, which means the default.
///
/// A language with weight 0 is never chosen. `nb`, `nn` and `no` are one language.
#[must_use]
pub fn best_for<'a>(accept_language: &str, offered: &'a [Language]) -> Option<&'a Language> {
    let mut ranges: Vec<Range> =
        accept_language.split(',').filter_map(range).take(MAX_RANGES).collect();
    let offered: Vec<(&Language, Vec<String>)> = offered
        .iter()
        .map(|language| (language, subtags(language.as_str())))
        .filter(|(_, tag)| !is_excluded(tag, &ranges))
        .collect();
    ranges.retain(|range| range.weight > 0);
    // A stable sort: of equal weights, the first wins.
    ranges.sort_by_key(|range| std::cmp::Reverse(range.weight));
    ranges.iter().find_map(|range| {
        let exact = truncations(&range.subtags)
            .find_map(|wanted| offered.iter().find(|(_, tag)| tag.as_slice() == wanted));
        let other_region = || offered.iter().find(|(_, tag)| is_other_region(&range.subtags, tag));
        exact.or_else(other_region).map(|(language, _)| *language)
    })
}

/// The first subtag in lower case; Norwegian under one of its three.
pub(super) fn primary(tag: &str) -> String {
    let first = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    if matches!(first.as_str(), "nb" | "nn") { "no".to_owned() } else { first }
}

pub(super) fn subtags(tag: &str) -> Vec<String> {
    let rest = tag.split('-').skip(1).map(str::to_ascii_lowercase);
    std::iter::once(primary(tag)).chain(rest).collect()
}

/// `de-AT;q=0.5`; `None` if it is not a range, has an invalid weight, or is `*`.
fn range(item: &str) -> Option<Range> {
    let mut parts = item.split(';').map(str::trim);
    let tag = parts.next()?;
    let weight = match parts.next() {
        None => 1000,
        Some(parameter) => {
            let (name, value) = parameter.split_once('=')?;
            weight(value).filter(|_| name.eq_ignore_ascii_case("q"))?
        }
    };
    // RFC 4647 §2.1: one to eight letters, then letters or digits.
    let is_subtag = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let is_range =
        tag.split('-').all(is_subtag) && tag.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_range && parts.next().is_none()).then(|| Range { subtags: subtags(tag), weight })
}

/// A weight (RFC 9110 §12.4.2) in thousandths: from 0 to 1 with up to three decimals.
#[must_use]
pub fn weight(value: &str) -> Option<u16> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// Whether the most specific range matching the tag gives it weight 0.
fn is_excluded(tag: &[String], ranges: &[Range]) -> bool {
    let holding = ranges.iter().filter(|range| tag.starts_with(&range.subtags));
    holding.max_by_key(|range| range.subtags.len()).is_some_and(|range| range.weight == 0)
}

/// The subtags, then one fewer each time, down to the language alone.
pub(super) fn truncations(subtags: &[String]) -> impl Iterator<Item = &[String]> {
    std::iter::successors(Some(subtags), |longer| {
        let mut shorter = &longer[..longer.len().saturating_sub(1)];
        while let [before @ .., last] = shorter
            && last.len() == 1
        {
            shorter = before;
        }
        (!shorter.is_empty()).then_some(shorter)
    })
}

/// Whether both have the same language and, if given, the same script.
fn is_other_region(range: &[String], tag: &[String]) -> bool {
    let script = |subtags: &[String]| subtags.get(1).filter(|part| part.len() == 4).cloned();
    let same_script = match (script(range), script(tag)) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => true,
    };
    range.first() == tag.first() && same_script
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn best(accept_language: &str, offered: &[&str]) -> Option<String> {
        let offered: Vec<Language> =
            offered.iter().map(|tag| Language::parse(tag).expect("a tag")).collect();
        best_for(accept_language, &offered).map(|language| language.as_str().to_owned())
    }

    #[track_caller]
    fn assert_best(accept_language: &str, offered: &[&str], expected: Option<&str>) {
        assert_eq!(best(accept_language, offered).as_deref(), expected, "{accept_language}");
    }

    #[test]
    fn the_heaviest_range_that_is_offered_wins() {
        assert_best("da, en-GB;q=0.8, en;q=0.7", &["en", "da"], Some("da"));
        assert_best("fr;q=0.2, en;q=0.3", &["fr", "en"], Some("en"));
        assert_best("fr, en", &["en", "fr"], Some("fr"));
        assert_best("hu, fi;q=0.1", &["en", "fi"], Some("fi"));
        assert_best("EN-us", &["da", "en"], Some("en"));
    }

    #[test]
    fn ranges_are_cut_from_the_end() {
        assert_best("zh-Hant-CN-x-private1-private2", &["zh-Hant", "zh"], Some("zh-Hant"));
        assert_best("de-CH-1996, fr", &["fr", "de"], Some("de"));
        assert_best("de-CH, fr", &["fr", "de", "de-CH"], Some("de-CH"));
    }

    #[test]
    fn another_region_is_better_than_another_language() {
        assert_best("pt, en;q=0.5", &["en", "pt-BR"], Some("pt-BR"));
        assert_best("pt-BR, en;q=0.5", &["en", "pt", "pt-BR"], Some("pt-BR"));
        assert_best("pt-AO, en;q=0.5", &["en", "pt-BR", "pt"], Some("pt"));
        assert_best("de-AT, en", &["en", "de-CH"], Some("de-CH"));
        assert_best("sr-Cyrl, en", &["sr-Latn", "en"], Some("en"));
    }

    #[test]
    fn norwegian_has_three_tags() {
        for accept in ["nb-NO, nb;q=0.9, en;q=0.1", "nn, en;q=0.5", "no"] {
            assert_best(accept, &["en", "no"], Some("no"));
            assert_best(accept, &["en", "nb"], Some("nb"));
        }
    }

    #[test]
    fn weight_0_excludes() {
        assert_best("fr;q=0, *", &["fr"], None);
        assert_best("pt-BR;q=0, pt", &["pt-BR"], None);
        assert_best("pt;q=0, pt-BR", &["pt-BR"], Some("pt-BR"));
        assert_best("en;q=0.000, en-GB;q=0.1", &["en"], None);
    }

    #[test]
    fn nothing_is_chosen_where_nothing_is_asked_for() {
        for accept in ["", "*", ",,;q=1", "tlh", "e n", "en;q=2", "en;q=", "en;r=1", "en;q=1;q=1"] {
            assert_best(accept, &["en", "da"], None);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_is_among_what_is_offered(
            accept in "(([a-zA-Z*]{0,9}(-[a-zA-Z0-9]{0,9}){0,3}|.{0,9})(; ?[qQ]=[0-9.]{0,5})?,? ?){0,12}",
            offered in proptest::collection::vec("[a-z]{2}(-[A-Z]{2})?", 0..6),
        ) {
            let offered: Vec<Language> = offered.iter().filter_map(|tag| Language::parse(tag).ok()).collect();
            if let Some(chosen) = best_for(&accept, &offered) {
                prop_assert!(offered.contains(chosen));
                let primary = primary(chosen.as_str());
                let asked = accept.to_ascii_lowercase();
                prop_assert!(
                    asked.contains(&primary) || (primary == "no" && (asked.contains("nb") || asked.contains("nn")))
                );
            }
        }

        #[test]
        fn any_text_is_read(accept in "\\PC{0,200}|[\\x00-\\x7f]{0,200}") {
            let offered = [Language::parse("en").expect("a tag")];
            let _ = best_for(&accept, &offered);
        }
    }
}
