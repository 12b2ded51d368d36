//! Rung 4: pages for people, and lists for programs at the same addresses.
//!
//! A page depends on a series and its record, uses no clock, and is complete without scripts, images or
//! other sites. Calendars are in `render`; `web` chooses the page for a request.

mod atom;
mod branding;
mod calendars;
mod changes;
pub mod embed;
mod error;
mod head;
mod languages;
mod layout;
pub mod links;
mod list;
pub mod mail;
mod marks;
mod openapi;
mod programme;
mod qr;
mod series;
mod session;
mod stylesheet;
mod time;

pub use atom::atom;
pub use branding::{Branding, FrameAncestors, Logo, LogoForm, Stylesheet};
pub use error::{ErrorTexts, error_html};
pub use languages::PageLocation;
pub use list::{ListedPart, ListedSeries, ListedSession, index_html, index_json};
pub use openapi::openapi_json;
pub use qr::{qr_png, qr_svg};
pub use series::{series_html, series_json};
pub use session::{Copy, session_html};
pub use stylesheet::{SCRIPT, style};

use crate::address::{Address, OfSeries};
use crate::i18n::Words;
use crate::model::{Line, Series, Session, Status, WebUrl};
use crate::revision::{Record, RecordEntry, Withdrawn};

/// The source of a series' pages. Their links are relative, so that they work below any path; absolute
/// ones need `base`.
#[derive(Clone, Copy, Debug)]
pub struct PageContext<'a> {
    /// The series, with its texts in the language of the pages.
    pub series: &'a Series,
    /// Its record.
    pub record: &'a Record,
    /// The publisher.
    pub branding: &'a Branding,
    /// The public URL of the pages, if configured. Private pages have none.
    pub base: Option<&'a WebUrl>,
    /// The page's location among its translations.
    pub location: &'a PageLocation<'a>,
    /// The text of its style element.
    pub style: &'a str,
}

impl PageContext<'_> {
    /// The base without a slash at its end.
    fn root_url(&self) -> Option<&str> {
        let base = self.base.filter(|_| !self.series.is_private())?;
        Some(base.as_str().trim_end_matches('/'))
    }

    /// An address of the series, in the language of its texts, without the base.
    fn address<'s>(&'s self, of: OfSeries<'s>) -> Address<'s> {
        self.series.base().to(of)
    }

    /// The same address below the base.
    fn absolute(&self, of: OfSeries<'_>) -> Option<WebUrl> {
        self.base.filter(|_| !self.series.is_private())?.at(self.address(of))
    }

    /// The same address, relative to a page `steps` below the series' page.
    fn link(&self, steps: usize, of: OfSeries<'_>) -> String {
        format!("{}{:#}", self.location.up(steps), self.address(of))
    }

    /// An address without a language, relative in the same way.
    fn plain_link(&self, steps: usize, of: OfSeries<'_>) -> String {
        format!("{}{:#}", self.location.up(steps), self.series.id.base().to(of))
    }

    /// The series' picture, if it is on the service's host: pages load nothing from other hosts.
    fn own_image(&self) -> Option<&str> {
        let (base, image) = (self.base?.as_str(), self.series.image.as_ref()?.as_str());
        let after_scheme = base.find("://")? + 3;
        let host = base[after_scheme..].find('/').map_or(base, |at| &base[..after_scheme + at]);
        image.strip_prefix(host).filter(|rest| rest.starts_with('/'))
    }

    /// Relative path to the service's root. Private pages are two steps deeper, below a token.
    fn root(&self, steps: usize) -> String {
        self.location.up(steps + if self.series.is_private() { 2 } else { 0 })
    }

    /// The status of a session; cancelled if it was removed.
    fn status_of(&self, session: &Session) -> Status {
        match self.record.entry(&session.id).and_then(RecordEntry::withdrawn) {
            Some(_) => Status::Cancelled,
            None => session.status,
        }
    }

    /// A session as shown to people; a removed one as in its tombstone.
    fn shown<'a>(&'a self, session: &'a Session) -> &'a Session {
        let entry = self.record.entry(&session.id);
        entry.and_then(RecordEntry::withdrawn).map_or(session, Withdrawn::session)
    }

    /// The place of a session, in words.
    fn place_of(&self, session: &Session) -> Option<String> {
        let words = Words::of(self.series.language.as_ref());
        session::place_in_words(words, self.shown(session))
    }

    /// The announced name of a session's clock.
    fn announced_as<'a>(&'a self, session: &Session, entry: &'a RecordEntry) -> Option<&'a Line> {
        match entry.withdrawn() {
            Some(withdrawn) => withdrawn.announced_as(),
            None => self.series.announced_as_of(session),
        }
    }
}
