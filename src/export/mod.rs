//! Rung 8: the whole site as files, for hosts that serve nothing else.
//!
//! `Site` is what the service answers, asked of the service itself; `hosts` says how each host is told
//! what a file cannot hold (status, header fields, redirects); `write` puts it all into a directory,
//! `target`, and only what changed. Bytes are those of `serve`, so a file has the same hash everywhere.

mod hosts;
mod manifest;
mod target;
mod write;

use std::collections::BTreeSet;

use bytes::Bytes;

use crate::address::{Address, Row};
use crate::snapshot::{Entry, Shared};
use crate::web::{PlainAnswer, PlainSite};

pub use write::{ExportError, Written, write};

/// Where the page for addresses at which there is nothing lies.
const NOT_FOUND_FILE: &str = "404.html";
/// What a host that is given files alone may be told of each of them. What is left out is the host's
/// own: its ETag, its Date; Last-Modified is the time of the file.
const OF_HOSTS: [&str; 2] = ["etag", "last-modified"];

/// Everything that stands at the addresses of a site.
#[derive(Debug)]
pub struct Site {
    /// Ordered by address.
    answers: Vec<Answer>,
    /// The page where there is nothing.
    not_found: Answer,
}

/// What stands at one address.
#[derive(Debug)]
struct Answer {
    address: String,
    status: u16,
    /// Without what is the host's own.
    headers: Vec<(String, String)>,
    etag: Option<String>,
    last_modified: Option<String>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// A file, by its place below the root.
    File { place: String, body: Bytes },
    /// Another address: its status is permanent or not.
    Redirect(String),
    /// Nothing any more.
    Gone,
}

/// An address that has nothing good to serve, so that there is nothing good to export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "nothing good can be served at `{0}`: mend its series first; what was exported before stays"
)]
pub struct Unavailable(pub String);

impl Site {
    /// Asks the service for all there is.
    ///
    /// # Errors
    /// When a series is published but cannot be served.
    pub fn of(shared: &Shared) -> Result<Self, Unavailable> {
        let asked = PlainSite::new(shared);
        let snapshot = shared.load();
        snapshot.warm();
        let all = snapshot.every();
        let lasting = all.iter().filter(|(path, entry)| lasts(path, entry));
        let addresses: Vec<&str> = lasting.map(|(path, _)| path.as_str()).collect();
        let known: BTreeSet<&str> = addresses.iter().copied().collect();
        let answers = addresses.iter().map(|address| {
            let given = asked.get(address);
            Answer::new(address, given, |address, media_type| place(address, media_type, &known))
        });
        let answers = answers.collect::<Result<Vec<_>, _>>()?;
        // No id of a series begins with a number and a point.
        let given = PlainAnswer { status: 200, ..asked.get_in_person("/404") };
        let not_found = Answer::new("/404", given, |_, _| NOT_FOUND_FILE.to_owned())?;
        Ok(Self { answers, not_found })
    }

    /// How many addresses there are.
    #[must_use]
    pub fn addresses(&self) -> usize {
        self.answers.len()
    }

    /// All that lie in a file, with their places and bodies; the page for nothing is the last.
    fn files(&self) -> impl Iterator<Item = (&Answer, &str, &Bytes)> {
        self.answers.iter().chain([&self.not_found]).filter_map(|answer| match &answer.content {
            Content::File { place, body } => Some((answer, place.as_str(), body)),
            _ => None,
        })
    }
}

impl Answer {
    fn new(
        address: &str,
        given: PlainAnswer,
        place: impl FnOnce(&str, &str) -> String,
    ) -> Result<Self, Unavailable> {
        let content = match given.status {
            200 => {
                let place = place(address, given.header("content-type").unwrap_or_default());
                Content::File { place, body: given.body.clone() }
            }
            302 | 308 => Content::Redirect(given.header("location").unwrap_or_default().to_owned()),
            410 => Content::Gone,
            _ => return Err(Unavailable(address.to_owned())),
        };
        let own = |name: &str| given.header(name).map(ToOwned::to_owned);
        let (etag, last_modified) = (own("etag"), own("last-modified"));
        let mut headers = given.headers;
        headers.retain(|(name, _)| !OF_HOSTS.contains(&name.as_str()) && name != "location");
        if matches!(content, Content::Gone) {
            // The host says it in its own words.
            headers.retain(|(name, _)| name != "content-type");
        }
        // A file is one answer to everyone: nothing is chosen.
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

/// Whether it is the same tomorrow: what tells of a running process is no file.
fn lasts(path: &str, entry: &Entry) -> bool {
    let is_live = Address::parse(path).is_some_and(|address| Row::of(&address).is_live);
    !is_live || matches!(entry, Entry::Gone | Entry::Unavailable(_))
}

/// The file of an address: pages have `.html` behind their name, as hosts that leave it out of
/// addresses look for it. Where that is another address, the page is its directory's index.
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
