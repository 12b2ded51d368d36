//! Links that are safe in a calendar.

use std::fmt;

use super::ids::display_as_str;
use crate::address::Address;

/// The reason a text cannot be published as a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrlProblem {
    /// The URL parser's message.
    Unreadable(String),
    /// Neither `https` nor `http`.
    Scheme(String),
    /// A user name or password, which every reader of the calendar would see.
    Credentials,
    /// A space or control character, which `url` would silently drop or encode.
    Character(char),
    /// More bytes than allowed.
    TooLong(usize),
}

impl fmt::Display for UrlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "is not an absolute URL: {why}"),
            Self::Scheme(scheme) => write!(f, "begins with `{scheme}:`, not `https:` or `http:`"),
            Self::Credentials => write!(f, "holds a user name or password"),
            Self::Character(c) => write!(f, "has U+{:04X}, which no URL has", u32::from(*c)),
            Self::TooLong(max) => write!(f, "is longer than {max} bytes"),
        }
    }
}

/// A normalised absolute `https` or `http` URL: ASCII only, percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebUrl(Box<str>);

impl WebUrl {
    /// Longest URL known to work in browsers and mail programs, in bytes.
    pub const MAX_BYTES: usize = 2_000;

    /// # Errors
    /// The reason `text` cannot be published as a link.
    pub fn parse(text: &str) -> Result<Self, UrlProblem> {
        if is_normal(text) && text.len() <= Self::MAX_BYTES {
            return Ok(Self(text.into()));
        }
        if let Some(c) = text.chars().find(|c| c.is_whitespace() || c.is_control()) {
            return Err(UrlProblem::Character(c));
        }
        let url =
            ::url::Url::parse(text).map_err(|error| UrlProblem::Unreadable(error.to_string()))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(UrlProblem::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UrlProblem::Credentials);
        }
        let normal = url.as_str();
        if normal.len() > Self::MAX_BYTES {
            return Err(UrlProblem::TooLong(Self::MAX_BYTES));
        }
        // The WHATWG parser keeps a few characters that a URI (RFC 3986 §2) cannot contain, such as `\\` and
        // `"` in fragments.
        match normal.chars().find(|c| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '\\'))
        {
            Some(c) => Err(UrlProblem::Character(c)),
            None => Ok(Self(normal.into())),
        }
    }

    /// Address of the service below this URL; `None` if too long.
    #[must_use]
    pub fn at(&self, address: Address<'_>) -> Option<Self> {
        let text = format!("{}{address}", self.0.trim_end_matches('/'));
        let is_short = text.len() <= Self::MAX_BYTES;
        // Addresses contain only characters that are unchanged in any part of a URL.
        debug_assert!(!is_short || Self::parse(&text).is_ok_and(|url| *url.0 == text), "{text}");
        is_short.then(|| Self(text.into()))
    }

    /// The URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the link is encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

display_as_str!(WebUrl);

/// Whether a text is certainly a normalised URL, without asking the URL parser. Covers most links: a
/// name of lower-case labels below a top-level domain of letters, and a path of unreserved characters
/// where no segment starts with a dot.
fn is_normal(text: &str) -> bool {
    let Some((host, path)) = text.strip_prefix("https://").and_then(|rest| rest.split_once('/'))
    else {
        return false;
    };
    let in_label = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = |label: &str| {
        let ends = label.starts_with('-') || label.ends_with('-') || label.contains("--");
        !label.is_empty() && !ends && label.bytes().all(in_label)
    };
    let is_name = host.split('.').all(is_label)
        && host.rsplit_once('.').is_some_and(|(_, top)| {
            !top.is_empty() && top.bytes().all(|byte| byte.is_ascii_lowercase())
        });
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_~.".contains(&byte);
    is_name && path.bytes().all(unreserved) && !path.starts_with('.') && !path.contains("/.")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_looks_normal_is_left_as_it_is_by_the_url_parser(
            text in "https://([a-z0-9]{0,3}(-|--|xn--)?[a-z0-9x.]{0,4}\\.?){0,3}(/[A-Za-z0-9_~.%-]{0,4}){0,4}"
        ) {
            if is_normal(&text) {
                let parsed = ::url::Url::parse(&text).expect("a URL");
                prop_assert_eq!(parsed.as_str(), text);
            }
        }
    }

    #[test]
    fn usual_links_need_no_parser() {
        for (text, expected) in [
            ("https://meet.example.org/room/1", true),
            ("https://example.org/", true),
            ("https://example.org", false),
            ("http://example.org/", false),
            ("https://example.org/../x", false),
            ("https://example.org/%7e", false),
            ("https://1.2.3.4/", false),
            ("https://example.0x1/", false),
            ("https://xn--bcher-kva.example/", false),
            ("https://Example.org/", false),
            ("https://a1-b.example.org/x", true),
            ("https://-a.example.org/", false),
            ("https://a-.example.org/", false),
            ("https://a--b.example.org/", false),
            ("https://a..example/", false),
            ("https://example./", false),
            ("https://example/", false),
            ("https://example.org1/", false),
            ("https://exa_mple.org/", false),
            ("https://example.org/a/.b", false),
            ("https://example.org/a?b", false),
        ] {
            assert_eq!(is_normal(text), expected, "{text}");
        }
    }

    #[test]
    fn links_are_normalised() {
        let url = WebUrl::parse("HTTPS://Example.ORG:443/ä?q=ü#x").expect("valid");
        assert_eq!(url.as_str(), "https://example.org/%C3%A4?q=%C3%BC#x");
    }

    #[test]
    fn what_cannot_be_published_is_refused() {
        let problem = |text| WebUrl::parse(text).expect_err("refused");
        assert!(matches!(problem("example.org/x"), UrlProblem::Unreadable(_)));
        assert!(matches!(problem("/x"), UrlProblem::Unreadable(_)));
        assert_eq!(problem("javascript:alert(1)"), UrlProblem::Scheme("javascript".into()));
        assert_eq!(problem("https://a:b@example.org/"), UrlProblem::Credentials);
        assert_eq!(problem("https://example.org/\r\nX:1"), UrlProblem::Character('\r'));
        assert_eq!(problem("https://example.org/a b"), UrlProblem::Character(' '));
        let long = format!("https://example.org/{}", "a".repeat(WebUrl::MAX_BYTES));
        assert_eq!(problem(&long), UrlProblem::TooLong(WebUrl::MAX_BYTES));
    }
    #[test]
    fn a_link_has_2000_bytes_at_most() {
        // Checked with and without the parser.
        for begin in ["https://example.org/", "https://example.org/?"] {
            let of_length = |length: usize| format!("{begin}{}", "a".repeat(length - begin.len()));
            assert!(WebUrl::parse(&of_length(2000)).is_ok(), "{begin}");
            assert_eq!(WebUrl::parse(&of_length(2001)), Err(UrlProblem::TooLong(2000)), "{begin}");
        }
    }

    #[test]
    fn what_a_uri_cannot_hold_is_refused_wherever_the_parser_leaves_it() {
        for user in ["https://a@example.org/", "https://:b@example.org/"] {
            assert_eq!(WebUrl::parse(user), Err(UrlProblem::Credentials), "{user}");
        }
        let problem = WebUrl::parse(r"https://example.org/?q#a\b");
        assert_eq!(problem, Err(UrlProblem::Character('\\')));
        let problem = WebUrl::parse("https://example.org/\u{7f}");
        assert_eq!(problem, Err(UrlProblem::Character('\u{7f}')));
    }

    #[test]
    fn what_is_refused_is_said() {
        for (text, said) in [
            ("x", "is not an absolute URL: relative URL without a base"),
            ("mailto:a@example.org", "begins with `mailto:`, not `https:` or `http:`"),
            ("https://a:b@example.org/", "holds a user name or password"),
            ("https://example.org/a b", "has U+0020, which no URL has"),
        ] {
            assert_eq!(
                WebUrl::parse(text).map_err(|problem| problem.to_string()),
                Err(said.into())
            );
        }
        assert_eq!(UrlProblem::TooLong(2000).to_string(), "is longer than 2000 bytes");
        let is_https = |text| WebUrl::parse(text).expect("a URL").is_https();
        assert!(is_https("https://example.org/") && !is_https("http://example.org/"));
    }
}
