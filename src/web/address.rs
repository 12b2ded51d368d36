//! Parses the path and the query parameters of a request.
//!
//! Never touches a file system, so `..` is a name without meaning.

use std::borrow::Cow;

use crate::address::{Address, AddressTarget, OfSeries, below_tokens};
use crate::snapshot::{self, Entry, Kind, Redirect, Snapshot};

/// The entry at a path, or the reason there is none.
#[derive(Debug)]
pub(super) enum AddressLookup<'a> {
    /// A public entry.
    Entry(snapshot::Found<'a>),
    /// An entry below a valid token.
    Private(snapshot::Found<'a>),
    /// No entry, but a page at the same path without its final slash.
    Slashed(Slashed<'a>),
    /// No entry.
    Nothing,
    /// A `%` without two hexadecimal digits: not an address.
    Malformed,
}

/// The entry at the path without its final slash, which people type and tools add.
#[derive(Debug)]
pub(super) struct Slashed<'a> {
    pub(super) entry: snapshot::Found<'a>,
    /// Whether it is below a valid token.
    pub(super) is_private: bool,
    plain: String,
}

impl<'a> Slashed<'a> {
    fn find(snapshot: &'a Snapshot, path: &str) -> Option<Self> {
        let plain = path.strip_suffix('/')?;
        // Exactly one slash, and not the path `/` itself.
        if plain.ends_with('/') || plain.is_empty() || !is_page(plain) {
            return None;
        }
        let (entry, is_private) = (snapshot.find(plain)?, below_tokens(plain).is_some());
        let answers = match &*entry {
            Entry::Resource(resource) => resource.kind() == Kind::Page,
            Entry::Redirect(redirect) => redirect.is_permanent(),
            Entry::Variants(_) | Entry::Revisions(_) | Entry::Languages(_) => true,
            Entry::Gone | Entry::Unavailable(_) => true,
            Entry::Health(_) | Entry::Readiness(_) | Entry::Reach(_) => false,
        };
        answers.then(|| Self { entry, is_private, plain: plain.to_owned() })
    }

    /// The redirect to the page; `None` if the page is gone or unavailable. Below a token it is relative,
    /// so that the response does not repeat the token.
    pub(super) fn to(&self) -> Option<Redirect> {
        let name = match &*self.entry {
            Entry::Gone | Entry::Unavailable(_) => return None,
            Entry::Redirect(redirect) => {
                std::str::from_utf8(redirect.location().as_bytes()).ok()?
            }
            _ if self.is_private => self.plain.rsplit('/').next()?,
            _ => &self.plain,
        };
        let up = if self.is_private { "../" } else { "" };
        Redirect::renamed(&format!("{up}{name}")).ok()
    }
}

/// Looks up a path as written, then in its normal form.
pub(super) fn find<'a>(snapshot: &'a Snapshot, path: &str) -> AddressLookup<'a> {
    let at = |path: &str| {
        let entry = snapshot.find(path)?;
        Some(if below_tokens(path).is_some() {
            AddressLookup::Private(entry)
        } else {
            AddressLookup::Entry(entry)
        })
    };
    if let Some(found) = at(path) {
        return found;
    }
    let Some(path) = normal_form(path) else { return AddressLookup::Malformed };
    if let Cow::Owned(path) = &path
        && let Some(found) = at(path)
    {
        return found;
    }
    Slashed::find(snapshot, &path).map_or(AddressLookup::Nothing, AddressLookup::Slashed)
}

/// The parsed path, if it is the page of a whole series.
pub(super) fn of_series_page(path: &str) -> Option<Address<'_>> {
    let is_page = |address: &Address<'_>| {
        address.part.is_none() && matches!(address.target, AddressTarget::Series(_, OfSeries::Page))
    };
    let address = Address::parse(path).filter(is_page);
    address.or_else(|| Address::parse_in_language(path).filter(is_page))
}

/// Whether an address is that of a page: its last segment has no extension.
pub(super) fn is_page(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| !last.contains('.'))
}

/// Decodes percent-encoded unreserved characters (RFC 3986 §6.2.2.2): tools that rewrite links sometimes
/// encode `-` and `.`, and both spellings are one address (RFC 9110 §4.2.3). Other triplets stay.
/// `None` if a `%` has no two hexadecimal digits.
fn normal_form(path: &str) -> Option<Cow<'_, str>> {
    if !path.contains('%') {
        return Some(Cow::Borrowed(path));
    }
    let mut normal = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        normal.push_str(before);
        let (digits, remainder) = after.split_at_checked(2)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let byte = u8::from_str_radix(digits, 16).ok()?;
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            normal.push(char::from(byte));
        } else {
            normal.push('%');
            normal.push_str(digits);
        }
        rest = remainder;
    }
    normal.push_str(rest);
    Some(Cow::Owned(normal))
}

/// The value of the first query parameter with this name; empty if it has no value. Other parameters
/// are ignored (rule `stable-addresses`).
pub(super) fn parameter<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    query?
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .find_map(|(key, value)| (key == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unreserved_characters_have_one_spelling() {
        assert_eq!(normal_form("/a%2Db%2eics").as_deref(), Some("/a-b.ics"));
    }

    #[test]
    fn other_triplets_stay_as_they_are() {
        for path in ["/a%2Fb", "/%00", "/%ff", "/%25", "/%E2%80%AE"] {
            assert_eq!(normal_form(path).as_deref(), Some(path));
        }
    }

    #[test]
    fn a_percent_sign_without_two_digits_is_no_address() {
        for path in ["/%", "/%2", "/%zz", "/%+1", "/%é", "/a%2Db%"] {
            assert_eq!(normal_form(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_of_a_normal_form_is_itself(path in "/(%[0-9a-f]{0,2}|%41|.){0,12}") {
            if let Some(normal) = normal_form(&path) {
                // `%2541` stays: decoding never makes a new triplet.
                let again = normal_form(&normal);
                prop_assert_eq!(again.as_deref(), Some(normal.as_ref()));
            }
        }
    }

    #[test]
    fn a_parameter_is_found_by_its_whole_name() {
        let query = Some("utm_source=download&download&format=json");
        assert_eq!(parameter(query, "download"), Some(""));
        assert_eq!(parameter(query, "format"), Some("json"));
        assert_eq!(parameter(Some("downloads=1&xdownload"), "download"), None);
        assert_eq!(parameter(None, "download"), None);
    }
}
