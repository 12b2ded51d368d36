//! The Content-Security-Policy of pages: only elements with listed hashes run or load, and no other site
//! shows the pages in frames.
//!
//! Does not read pages: the caller passes the texts of the style and script elements.

use sha2::{Digest, Sha256};

use super::HeaderText;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A policy, hashed once for many pages.
#[derive(Clone, Debug)]
pub struct PagePolicy(HeaderText);

impl PagePolicy {
    /// The policy of pages with one `<style>` element of exactly the text `style` and one script of the
    /// text `script`, if any. Without a style, the browser applies none.
    #[must_use]
    pub fn of(style: Option<&str>, script: Option<&str>) -> Self {
        Self::from_sources(&Sources { style, script, ..Sources::NONE })
    }

    /// The same for a page with another page of ours in a frame.
    #[must_use]
    pub fn with_frame(style: &str, script: &str) -> Self {
        let (style, script) = (Some(style), Some(script));
        Self::from_sources(&Sources { style, script, more: "frame-src 'self'; ", ..Sources::NONE })
    }

    /// The same for a page with a form that asks the same site.
    #[must_use]
    pub fn with_form(style: &str, script: &str) -> Self {
        let (style, script) = (Some(style), Some(script));
        Self::from_sources(&Sources { style, script, form_action: "'self'", ..Sources::NONE })
    }

    /// The policy of a card in frames of other sites. `ancestors`: the sources of frame-ancestors.
    #[must_use]
    pub fn of_card(style: &str, ancestors: &str) -> Self {
        let style = Some(style);
        Self::from_sources(&Sources { style, frame_ancestors: ancestors, ..Sources::NONE })
    }

    /// The policy of a mail's block, which one of our pages has in a frame. Its styles are attributes, as
    /// mail programs need them; nothing else is allowed.
    #[must_use]
    pub fn of_mail() -> Self {
        let style_src = Some("'unsafe-inline'");
        Self::from_sources(&Sources { style_src, frame_ancestors: "'self'", ..Sources::NONE })
    }

    /// The value of Content-Security-Policy.
    pub(super) fn header(&self) -> &HeaderText {
        &self.0
    }

    fn from_sources(sources: &Sources<'_>) -> Self {
        let hash = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text)));
        let Sources { style, style_src, script, more, form_action, frame_ancestors } = *sources;
        let style_src = style.map(hash).unwrap_or(style_src.unwrap_or("'none'").to_owned());
        let script_src =
            script.map_or_else(String::new, |script| format!("script-src {}; ", hash(script)));
        Self(HeaderText::composed(format!(
            "default-src 'none'; {script_src}style-src {style_src}; img-src 'self' data:; {more}\
             base-uri 'none'; form-action {form_action}; frame-ancestors {frame_ancestors}"
        )))
    }
}

/// The sources in a policy.
#[derive(Clone, Copy)]
struct Sources<'a> {
    /// Text of the style element.
    style: Option<&'a str>,
    /// Replaces the hash of the style.
    style_src: Option<&'static str>,
    /// Text of the script element.
    script: Option<&'a str>,
    /// Another directive, with its end.
    more: &'static str,
    form_action: &'static str,
    frame_ancestors: &'a str,
}

impl Sources<'_> {
    const NONE: Sources<'static> = Sources {
        style: None,
        style_src: None,
        script: None,
        more: "",
        form_action: "'none'",
        frame_ancestors: "'none'",
    };
}

/// RFC 4648 §4, for hash sources of CSP.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .chain(std::iter::repeat(&0))
            .take(3)
            .fold(0_usize, |group, byte| group << 8 | usize::from(*byte));
        for digit in 0..4 {
            text.push(if digit <= chunk.len() {
                char::from(ALPHABET[group >> (18 - 6 * digit) & 0x3f])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        // RFC 4648 §10.
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, encoded) in vectors {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn style_and_script_are_admitted_by_their_hashes() {
        let PagePolicy(policy) = PagePolicy::of(Some(""), None);
        insta::assert_snapshot!(
            String::from_utf8_lossy(policy.as_bytes()),
            @"default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        let PagePolicy(policy) = PagePolicy::of(None, Some(""));
        insta::assert_snapshot!(
            String::from_utf8_lossy(policy.as_bytes()),
            @"default-src 'none'; script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; style-src 'none'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
    }
}
