//! Mail addresses, and their form in `mailto:` URIs.

use std::borrow::Cow;
use std::fmt;

use super::ids::display_as_str;
use super::{Authority, ValueProblem};

/// A mail address; an internationalised domain is stored in its ASCII form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(Box<str>);

impl Email {
    /// # Errors
    /// When `text` is not `local@domain` with a local part of the characters in RFC 5322 §3.2.3 (atext
    /// and dots).
    pub fn parse(text: &str) -> Result<Self, ValueProblem> {
        let problem =
            || ValueProblem("is not a mail address such as `events@example.org`".to_owned());
        let (local, domain) = text.rsplit_once('@').ok_or_else(problem)?;
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let domain = if domain.is_ascii() {
            Cow::Borrowed(domain)
        } else {
            let host = ::url::Host::parse(domain).map_err(|_| problem())?;
            Cow::Owned(host.to_string())
        };
        let is_valid = !local.is_empty()
            && local.chars().all(is_allowed)
            && Authority::parse(&domain.to_ascii_lowercase()).is_ok();
        let address = format!("{local}@{domain}");
        if is_valid && address.len() <= 254 { Ok(Self(address.into())) } else { Err(problem()) }
    }

    /// Reads the address of a `mailto:` URI, without the scheme.
    ///
    /// # Errors
    /// As [`Email::parse`].
    pub fn from_mailto(text: &str) -> Result<Self, ValueProblem> {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('%') {
            bytes.extend_from_slice(before.as_bytes());
            let digits = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(digits.unwrap_or(b'%'));
            rest = if digits.is_some() { &after[2..] } else { after };
        }
        bytes.extend_from_slice(rest.as_bytes());
        Self::parse(&String::from_utf8_lossy(&bytes))
    }

    /// The address as a `mailto:` URI contains it.
    #[must_use]
    pub fn in_mailto(&self) -> Cow<'_, str> {
        // RFC 6068 §2: of the characters that a local part may have, these need percent-encoding.
        let is_encoded = |c: char| "#%&/=?^`{|}".contains(c);
        if !self.0.contains(is_encoded) {
            return Cow::Borrowed(&self.0);
        }
        let mut encoded = String::with_capacity(self.0.len() + 8);
        for c in self.0.chars() {
            if is_encoded(c) {
                encoded.push_str(&format!("%{:02X}", u32::from(c)));
            } else {
                encoded.push(c);
            }
        }
        Cow::Owned(encoded)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

display_as_str!(Email);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusual_addresses_are_accepted_and_encoded_in_mailto() {
        for (written, address, uri) in [
            ("events@example.org", "events@example.org", "events@example.org"),
            ("o'neill+talks@example.org", "o'neill+talks@example.org", "o'neill+talks@example.org"),
            ("a%b&c@example.org", "a%b&c@example.org", "a%25b%26c@example.org"),
            ("a/b?c#d@example.org", "a/b?c#d@example.org", "a%2Fb%3Fc%23d@example.org"),
            ("info@bücher.example", "info@xn--bcher-kva.example", "info@xn--bcher-kva.example"),
            ("Info@Example.ORG", "Info@Example.ORG", "Info@Example.ORG"),
        ] {
            let email = Email::parse(written).expect(written);
            assert_eq!((email.as_str(), &*email.in_mailto()), (address, uri));
            assert_eq!(Email::from_mailto(uri), Ok(email));
        }
    }

    #[test]
    fn other_texts_are_not_addresses() {
        for text in [
            "",
            "@example.org",
            "a@",
            "a b@example.org",
            "a@b@example.org",
            "é@example.org",
            "a\"b@example.org",
            "a,b@example.org",
            "a(b)@example.org",
            "a@exa mple.org",
            "a@-b.org",
        ] {
            assert!(Email::parse(text).is_err(), "{text}");
        }
        let (longest, longer) = ("a".repeat(242), "a".repeat(243));
        assert!(Email::parse(&format!("{longest}@example.org")).is_ok());
        assert!(Email::parse(&format!("{longer}@example.org")).is_err());
        assert_eq!(Email::from_mailto("100%@example.org"), Email::parse("100%@example.org"));
    }
}
