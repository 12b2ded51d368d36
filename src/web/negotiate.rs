//! Choice between JSON and HTML for addresses that offer both. Calendars are not negotiated (rule
//! `any-accept-header`).

use actix_http::header::{ACCEPT, HeaderMap};

use super::address;
use crate::i18n;

/// One of the two forms of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageForm {
    Html,
    Json,
}

/// `?format=` decides if valid; otherwise the client's preference.
pub(super) fn form(query: Option<&str>, headers: &HeaderMap) -> PageForm {
    match address::parameter(query, "format") {
        Some("json") => return PageForm::Json,
        Some("html") => return PageForm::Html,
        _ => {}
    }
    let mut lines = headers.get_all(ACCEPT).filter_map(|line| line.to_str().ok());
    let first = lines.next().unwrap_or("");
    match lines.next() {
        None => preferred(first),
        // RFC 9110 §5.3: several lines form one list.
        Some(second) => {
            preferred(&[first, second].into_iter().chain(lines).collect::<Vec<_>>().join(","))
        }
    }
}

/// Whether a person reads the response: only browsers name HTML in Accept.
pub(super) fn is_for_people(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(ACCEPT).filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let range = parts.next().unwrap_or("");
        range.eq_ignore_ascii_case("text/html") && weight(parts).is_some_and(|weight| weight > 0)
    })
}

/// RFC 9110 §12.5.1: the most specific range that matches a type gives its weight.
fn preferred(accept: &str) -> PageForm {
    let (mut html, mut json) = (Weight::default(), Weight::default());
    for item in accept.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let range = parts.next().unwrap_or("").to_ascii_lowercase();
        let Some(weight) = weight(parts) else { continue };
        match range.as_str() {
            "text/html" => html.note(3, weight),
            "text/*" => html.note(2, weight),
            "application/json" => json.note(3, weight),
            "application/*" => json.note(2, weight),
            "*/*" => {
                html.note(1, weight);
                json.note(1, weight);
            }
            _ => {}
        }
    }
    if json.thousandths > html.thousandths { PageForm::Json } else { PageForm::Html }
}

/// The best weight so far, and the specificity of its range.
#[derive(Default)]
struct Weight {
    specificity: u8,
    thousandths: u16,
}

impl Weight {
    fn note(&mut self, specificity: u8, thousandths: u16) {
        if specificity > self.specificity {
            *self = Self { specificity, thousandths };
        }
    }
}

/// RFC 9110 §12.4.2: `q` from 0 to 1 with up to three decimals, 1 if absent. `None` if invalid; the
/// range is then ignored.
pub(super) fn weight<'a>(mut parameters: impl Iterator<Item = &'a str>) -> Option<u16> {
    let Some(q) = parameters.find_map(|parameter| {
        parameter.split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case("q")).map(|(_, q)| q)
    }) else {
        return Some(1000);
    };
    i18n::weight(q)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_type_that_is_not_named_is_never_preferred(
            accept in "((text/html|text/\\*|image/png|.{0,9})(; ?[qQ]=?.{0,6})?,){0,6}"
        ) {
            prop_assume!(!accept.contains("application") && !accept.contains("*/*"));
            prop_assert_eq!(preferred(&accept), PageForm::Html);
        }
    }

    #[test]
    fn html_is_the_default() {
        for accept in ["", "*/*", "text/html,application/json", "text/calendar", "nonsense;q"] {
            assert_eq!(preferred(accept), PageForm::Html, "{accept}");
        }
    }

    #[test]
    fn browsers_get_html() {
        let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(preferred(accept), PageForm::Html);
    }

    #[test]
    fn json_is_for_those_who_prefer_it() {
        for accept in [
            "application/json",
            "Application/JSON ; Q=0.5",
            "application/json, */*;q=0.1",
            "text/html;q=0.4, application/*;q=0.5",
            "text/*;q=0.2, */*;q=0.3",
            "application/json, text/html;q=0.999",
        ] {
            assert_eq!(preferred(accept), PageForm::Json, "{accept}");
        }
    }

    #[test]
    fn of_one_range_that_stands_twice_the_first_counts() {
        let twice = "application/json, application/json;q=0.1, text/html;q=0.5";
        assert_eq!(preferred(twice), PageForm::Json);
    }

    #[test]
    fn a_weight_of_zero_excludes() {
        assert_eq!(preferred("application/json;q=0, */*"), PageForm::Html);
        assert_eq!(preferred("text/html;q=0, */*"), PageForm::Json);
    }

    #[test]
    fn a_range_with_a_broken_weight_is_passed_over() {
        for q in ["2", "1.5", "0.1234", "-1", "", "0.x", ".5", "1.001", "NaN"] {
            assert_eq!(preferred(&format!("application/json;q={q}")), PageForm::Html, "{q}");
        }
    }
}
