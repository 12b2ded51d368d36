//! The publisher's name and links in the page footer, logo and styles.

use bytes::Bytes;
use maud::{Markup, html};

use super::layout::filled;
use crate::address::LOGO;
use crate::i18n::Words;
use crate::model::{Line, WebUrl};

/// Sites that may frame cards: the value of `frame-ancestors` (CSP Level 3 §6.4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameAncestors(Box<str>);

impl FrameAncestors {
    /// Parses `*`, `none`, or origins separated by spaces, such as `https://example.org` or
    /// `https://*.example.org:8443`.
    ///
    /// # Errors
    /// The first invalid part.
    pub fn parse(text: &str) -> Result<Self, String> {
        let sources: Vec<&str> = text.split_ascii_whitespace().collect();
        match sources.as_slice() {
            [] => Err("it is empty; write `*`, `none` or origins".to_owned()),
            ["*"] => Ok(Self("*".into())),
            ["none"] => Ok(Self("'none'".into())),
            sources => match sources.iter().find(|source| !is_origin(source)) {
                Some(source) => Err(format!(
                    "`{}` is not an origin; write it like `https://example.org`, without a path",
                    source.escape_debug()
                )),
                None => Ok(Self(sources.join(" ").into())),
            },
        }
    }

    /// The value for the policy.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// All sites: a card has no forms and no logins.
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

const LOGO_STYLE: &str = ".brand{flex-basis:100%}.logo{display:block;height:3rem;max-width:100%}";

/// A logo and its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    bytes: Bytes,
    form: LogoForm,
}

/// Format of a logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoForm {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
}

impl Logo {
    /// Longest file, in bytes.
    pub const MAX_BYTES: usize = 64 * 1024;

    /// Detects the format by the first bytes.
    ///
    /// # Errors
    /// The reason it is not a logo.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(format!("it has {} bytes; the limit is {}", bytes.len(), Self::MAX_BYTES));
        }
        let form = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            LogoForm::Png
        } else if std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")) {
            LogoForm::Svg
        } else {
            return Err("it is neither SVG nor PNG".to_owned());
        };
        Ok(Self { bytes: bytes.into(), form })
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Its format.
    #[must_use]
    pub fn form(&self) -> LogoForm {
        self.form
    }
}

/// Styles that cannot end the style element or load anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stylesheet(Box<str>);

impl Stylesheet {
    /// Longest text, in bytes: it is part of every page.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// # Errors
    /// The reason it cannot be part of a page.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > Self::MAX_BYTES {
            return Err(format!("it has {} bytes; the limit is {}", text.len(), Self::MAX_BYTES));
        }
        let lower = text.to_ascii_lowercase();
        for (never, why) in [
            ("</", "would end the style element"),
            ("@import", "loads another file, which pages must not do"),
            ("url(", "loads another file, which pages must not do"),
        ] {
            if let Some(at) = lower.find(never) {
                let line = lower[..at].matches('\n').count() + 1;
                return Err(format!("line {line}: `{never}` {why}"));
            }
        }
        Ok(Self(text.trim().into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The publisher, and its legally required pages. Calendars contain none of this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branding {
    /// Name of the organisation.
    pub organisation: Option<Line>,
    /// Its legal notice.
    pub imprint: Option<WebUrl>,
    /// Its privacy notice.
    pub privacy: Option<WebUrl>,
    /// Sites that may frame cards; other pages can never be framed.
    pub frame_ancestors: FrameAncestors,
    /// Its logo, in the header of every page.
    pub logo: Option<Logo>,
    /// Its own styles, added after the built-in ones.
    pub stylesheet: Option<Stylesheet>,
}

impl Branding {
    /// The text added after the built-in styles.
    #[must_use]
    pub fn style(&self) -> String {
        let logo = if self.logo.is_some() { LOGO_STYLE } else { "" };
        format!("{logo}{}", self.own_style())
    }

    /// Its own styles, which also apply to cards.
    #[must_use]
    pub fn own_style(&self) -> &str {
        self.stylesheet.as_ref().map_or("", |own| own.as_str())
    }

    /// Renders the header. `root`: relative path from the page to `/`.
    pub(super) fn head(&self, root: &str) -> Markup {
        html! {
            @if self.logo.is_some() {
                @let name = self.organisation.as_ref().map_or("", |name| name.as_str());
                div .brand { img .logo src=(format!("{root}{}", &LOGO[1..])) alt=(name); }
            }
        }
    }

    pub(super) fn lines(&self, words: &Words) -> Markup {
        let links = [(&self.imprint, words.imprint), (&self.privacy, words.privacy)];
        html! {
            @if let Some(name) = &self.organisation {
                p { (filled(&words.published_by(name.as_str()), |_, name| html! { bdi { (name) } })) }
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
            @"`https://a/b` is not an origin; write it like `https://example.org`, without a path"
        );
    }

    #[test]
    fn a_stylesheet_ends_no_element_and_loads_nothing() {
        let parsed = |text: &str| Stylesheet::parse(text).map(|found| found.as_str().to_owned());
        assert_eq!(parsed("\nbody { color: red }\n").as_deref(), Ok("body { color: red }"));
        for bad in ["</style>", "@IMPORT 'x'", "a{background:URL(x)}", &"x".repeat(16 * 1024 + 1)] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
        insta::assert_snapshot!(
            parsed("a{}\nb{background:url(x)}").unwrap_err(),
            @"line 2: `url(` loads another file, which pages must not do"
        );
    }

    #[test]
    fn a_logo_is_told_by_its_bytes() {
        let parsed = |bytes: &[u8]| Logo::parse(bytes.to_vec()).map(|logo| logo.form());
        assert_eq!(parsed(b"<?xml version=\"1.0\"?><svg/>"), Ok(LogoForm::Svg));
        assert_eq!(parsed(b"\x89PNG\r\n\x1a\n..."), Ok(LogoForm::Png));
        for bad in [&b"GIF89a"[..], b"", b"\xff<svg", &[b' '; 64 * 1024 + 1]] {
            assert!(parsed(bad).is_err());
        }
    }
}
