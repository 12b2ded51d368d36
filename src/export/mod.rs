//! Rung 8: exports the whole site as files, for static hosts.
//!
//! `ExportedSite` contains the service's own answers. `hosts` writes the configuration of each host for
//! what a file cannot express: status, headers, redirects. `write` updates a directory (`target`),
//! changed files only. Bytes are those of `serve`, so a file has the same hash everywhere.

mod hosts;
mod manifest;
mod target;
mod write;

use std::collections::BTreeSet;

use bytes::Bytes;

use crate::address::{Address, Row};
use crate::snapshot::{Entry, Shared};
use crate::web::{PlainAnswer, PlainSite};

pub use write::{ExportError, ExportOutcome, write};

/// The file of the page for unknown addresses.
const NOT_FOUND_FILE: &str = "404.html";
/// Headers that a static host sets itself, and that are left out; Last-Modified is the time of the
/// file.
const OF_HOSTS: [&str; 2] = ["etag", "last-modified"];

/// The answers at all addresses of a site.
#[derive(Debug)]
pub struct ExportedSite {
    /// Ordered by address.
    answers: Vec<ExportedResponse>,
    /// The page for unknown addresses.
    not_found: ExportedResponse,
}

/// The answer at one address.
#[derive(Debug)]
struct ExportedResponse {
    address: String,
    status: u16,
    /// Without the headers that the host sets.
    headers: Vec<(String, String)>,
    etag: Option<String>,
    last_modified: Option<String>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// A file, by its path below the root.
    File { place: String, body: Bytes },
    /// A redirect to another address; the status says whether it is permanent.
    Redirect(String),
    /// Removed for good.
    Gone,
}

/// An address that cannot be served at present, so the site cannot be exported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` cannot be served: fix its series first; the previous export stays as it is")]
pub struct UnavailableAddress(pub String);

impl ExportedSite {
    /// Requests every address from the service.
    ///
    /// # Errors
    /// If a series is published but cannot be served.
    pub fn of(shared: &Shared) -> Result<Self, UnavailableAddress> {
        let asked = PlainSite::new(shared);
        let snapshot = shared.load();
        snapshot.warm();
        let all = snapshot.every();
        let lasting = all.iter().filter(|(path, entry)| lasts(path, entry));
        let addresses: Vec<&str> = lasting.map(|(path, _)| path.as_str()).collect();
        let known: BTreeSet<&str> = addresses.iter().copied().collect();
        let answers = addresses.iter().map(|address| {
            let given = asked.get(address);
            ExportedResponse::new(address, given, |address, media_type| {
                place(address, media_type, &known)
            })
        });
        let answers = answers.collect::<Result<Vec<_>, _>>()?;
        // An id of a series cannot start with a number and a dot.
        let given = PlainAnswer { status: 200, ..asked.get_in_person("/404") };
        let not_found = ExportedResponse::new("/404", given, |_, _| NOT_FOUND_FILE.to_owned())?;
        Ok(Self { answers, not_found })
    }

    /// Number of addresses.
    #[must_use]
    pub fn addresses(&self) -> usize {
        self.answers.len()
    }

    /// All files with their paths and bodies; the page for unknown addresses is the last.
    fn files(&self) -> impl Iterator<Item = (&ExportedResponse, &str, &Bytes)> {
        self.answers.iter().chain([&self.not_found]).filter_map(|answer| match &answer.content {
            Content::File { place, body } => Some((answer, place.as_str(), body)),
            _ => None,
        })
    }
}

impl ExportedResponse {
    fn new(
        address: &str,
        given: PlainAnswer,
        place: impl FnOnce(&str, &str) -> String,
    ) -> Result<Self, UnavailableAddress> {
        let content = match given.status {
            200 => {
                let place = place(address, given.header("content-type").unwrap_or_default());
                Content::File { place, body: given.body.clone() }
            }
            302 | 308 => Content::Redirect(given.header("location").unwrap_or_default().to_owned()),
            410 => Content::Gone,
            _ => return Err(UnavailableAddress(address.to_owned())),
        };
        let own = |name: &str| given.header(name).map(ToOwned::to_owned);
        let (etag, last_modified) = (own("etag"), own("last-modified"));
        let mut headers = given.headers;
        headers.retain(|(name, _)| !OF_HOSTS.contains(&name.as_str()) && name != "location");
        if matches!(content, Content::Gone) {
            // The host sends its own.
            headers.retain(|(name, _)| name != "content-type");
        }
        // A file is the same for everyone: nothing is negotiated.
        headers.retain(|(name, _)| name != "vary");
        Ok(Self {
            address: address.to_owned(),
            status: given.status,
            headers,
            etag,
            last_modified,
            content,
        })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }
}

/// Whether it is static: answers about the running process are not exported.
fn lasts(path: &str, entry: &Entry) -> bool {
    let is_live = Address::parse(path).is_some_and(|address| Row::of(&address).is_live);
    !is_live || matches!(entry, Entry::Gone | Entry::Unavailable(_))
}

/// The file of an address. Pages have `.html` after their name, as expected by hosts that omit it
/// from addresses. If that is another address, the page is the index of its directory.
fn place(address: &str, media_type: &str, known: &BTreeSet<&str>) -> String {
    let below = address.trim_start_matches('/');
    let is_page = media_type.starts_with("text/html");
    let last = below.rsplit('/').next().unwrap_or_default();
    if below.is_empty() {
        "index.html".to_owned()
    } else if !is_page || last.contains('.') {
        below.to_owned()
    } else if known.contains(format!("{address}.html").as_str()) {
        format!("{below}/index.html")
    } else {
        format!("{below}.html")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_a_file_of_its_own() {
        let known = BTreeSet::from(["/talks/email", "/talks/email.html"]);
        for (address, media_type, expected) in [
            ("/", "text/html; charset=utf-8", "index.html"),
            ("/talks", "text/html; charset=utf-8", "talks.html"),
            ("/talks.ics", "text/calendar; charset=utf-8", "talks.ics"),
            ("/talks/email", "text/html; charset=utf-8", "talks/email/index.html"),
            ("/talks/email.html", "text/html; charset=utf-8", "talks/email.html"),
            ("/assets/logo", "image/png", "assets/logo"),
        ] {
            assert_eq!(place(address, media_type, &known), expected);
        }
    }
}
