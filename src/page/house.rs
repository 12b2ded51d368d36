//! Whose pages they are: what stands at the end of every one of them.

use maud::{Markup, html};

use crate::model::{Line, WebUrl};
use crate::words::Words;

/// Who may frame what is meant to be embedded: the value of `frame-ancestors` (CSP Level 3 §6.4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameAncestors(Box<str>);

impl FrameAncestors {
    /// `*`, `none`, or origins parted by blanks, such as `https://example.org` or
    /// `https://*.example.org:8443`.
    ///
    /// # Errors
    /// Says which part is none of these.
    pub fn parse(text: &str) -> Result<Self, String> {
        let sources: Vec<&str> = text.split_ascii_whitespace().collect();
        match sources.as_slice() {
            [] => Err("it is empty; write `*`, `none` or origins".to_owned()),
            ["*"] => Ok(Self("*".into())),
            ["none"] => Ok(Self("'none'".into())),
            sources => match sources.iter().find(|source| !is_origin(source)) {
                Some(source) => Err(format!(
                    "`{}` is no origin; write one as `https://example.org`, without a path",
                    source.escape_debug()
                )),
                None => Ok(Self(sources.join(" ").into())),
            },
        }
    }

    /// As the policy has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Everyone: what is embedded asks for nothing and knows nobody.
impl Default for FrameAncestors {
    fn default() -> Self {
        Self("*".into())
    }
}

fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let (host, port) = rest.split_once(':').unwrap_or((rest, "443"));
    let host = host.strip_prefix("*.").unwrap_or(host);
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.split('.').all(is_label) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Who publishes, and the pages of theirs that law asks for. Nothing of it is in a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// Name of the organisation.
    pub organisation: Option<Line>,
    /// Its legal notice.
    pub imprint: Option<WebUrl>,
    /// What it says of privacy.
    pub privacy: Option<WebUrl>,
    /// Who may frame cards; other pages nobody may.
    pub frame_ancestors: FrameAncestors,
}

impl House {
    pub(super) fn lines(&self, words: &Words) -> Markup {
        let links = [(&self.imprint, words.imprint), (&self.privacy, words.privacy)];
        html! {
            @if let Some(name) = &self.organisation {
                p { (words.published_by) " " bdi { (name.as_str()) } }
            }
            @if self.imprint.is_some() || self.privacy.is_some() {
                p .turn {
                    @for (url, name) in links {
                        @if let Some(url) = url { a href=(url.as_str()) rel="noopener" { (name) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_let_through_and_nothing_that_says_more() {
        let parsed = |text| FrameAncestors::parse(text).map(|found| found.as_str().to_owned());
        assert_eq!(parsed("none").as_deref(), Ok("'none'"));
        let two = "https://example.org  http://*.example.org:8443";
        assert_eq!(parsed(two).as_deref(), Ok("https://example.org http://*.example.org:8443"));
        for bad in [
            "",
            "example.org",
            "https://",
            "https://a/b",
            "https://a;script-src *",
            "https://a:0",
            "https://*",
            "'self'",
            "* https://a",
            "https://a\u{e9}",
            "https://a..b",
            "javascript:x",
        ] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
        insta::assert_snapshot!(
            parsed("https://a/b").unwrap_err(),
            @"`https://a/b` is no origin; write one as `https://example.org`, without a path"
        );
    }
}
