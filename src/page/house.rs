//! Whose pages they are: what stands at the end of every one of them.

use bytes::Bytes;
use maud::{Markup, html};

use super::frame::filled;
use crate::address::LOGO;
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

const LOGO_STYLE: &str = ".brand{flex-basis:100%}.logo{display:block;height:3rem;max-width:100%}";

/// A logo, as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    bytes: Bytes,
    form: LogoForm,
}

/// What a logo is drawn in.
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

    /// Tells by its first bytes what it is.
    ///
    /// # Errors
    /// Says what keeps it from being a logo.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(format!("it has {} bytes, and may have {}", bytes.len(), Self::MAX_BYTES));
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

    /// What it is drawn in.
    #[must_use]
    pub fn form(&self) -> LogoForm {
        self.form
    }
}

/// Styles that end no element and load nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stylesheet(Box<str>);

impl Stylesheet {
    /// Longest text, in bytes: every page carries it.
    pub const MAX_BYTES: usize = 16 * 1024;

    /// # Errors
    /// Says what keeps it from standing in every page.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > Self::MAX_BYTES {
            return Err(format!("it has {} bytes, and may have {}", text.len(), Self::MAX_BYTES));
        }
        let lower = text.to_ascii_lowercase();
        for (never, why) in [
            ("</", "would end the element it stands in"),
            ("@import", "asks for another file, which pages never do"),
            ("url(", "asks for another file, which pages never do"),
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
    /// Its logo, at the head of every page.
    pub logo: Option<Logo>,
    /// Styles of its own, which come after those of pages.
    pub stylesheet: Option<Stylesheet>,
}

impl House {
    /// What comes after the styles of pages.
    #[must_use]
    pub fn style(&self) -> String {
        let logo = if self.logo.is_some() { LOGO_STYLE } else { "" };
        format!("{logo}{}", self.own_style())
    }

    /// Styles of its own, which hold for cards, too.
    #[must_use]
    pub fn own_style(&self) -> &str {
        self.stylesheet.as_ref().map_or("", |own| own.as_str())
    }

    /// `root`: from the page to where `/` is.
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
            @"`https://a/b` is no origin; write one as `https://example.org`, without a path"
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
            @"line 2: `url(` asks for another file, which pages never do"
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
