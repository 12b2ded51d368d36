//! The source of a series' pages.

use super::branding::Branding;
use super::changes;
use super::languages::PageLocation;
use crate::address::{Address, Base, OfSeries, PartKind, PartRef};
use crate::i18n::Words;
use crate::model::{Line, Place, Series, Session, SessionId, Status, WebUrl, When};
use crate::revision::{Record, RecordEntry, Withdrawn};

/// Whether selections of sessions have addresses: a program must answer them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selections {
    /// Served, so pages lead to them.
    #[default]
    Served,
    /// Not served: the pages are files on a host without the program.
    Missing,
}

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
    /// Whether to lead to selections.
    pub selections: Selections,
}

impl PageContext<'_> {
    /// The base without a slash at its end.
    pub(super) fn root_url(&self) -> Option<&str> {
        let base = self.base.filter(|_| !self.series.is_private())?;
        Some(base.as_str().trim_end_matches('/'))
    }

    /// An address of the series, in the language of its texts, without the base.
    pub(super) fn address<'s>(&'s self, of: OfSeries<'s>) -> Address<'s> {
        self.series.base().to(of)
    }

    /// The same address below the base.
    pub(super) fn absolute(&self, of: OfSeries<'_>) -> Option<WebUrl> {
        self.base.filter(|_| !self.series.is_private())?.at(self.address(of))
    }

    /// The same address, relative to a page `steps` below the series' page.
    pub(super) fn link(&self, steps: usize, of: OfSeries<'_>) -> String {
        format!("{}{:#}", self.location.up(steps), self.address(of))
    }

    /// The page of a part of the series, relative to the series' page.
    pub(super) fn part_link(&self, part: PartRef<'_>) -> String {
        let base = Base { part: Some(part), ..self.series.base() };
        format!("{}{:#}", self.location.up(0), base.to(OfSeries::Page))
    }

    /// The page of the whole series, relative to that of a part.
    pub(super) fn whole_link(&self) -> String {
        let base = Base { part: None, ..self.series.base() };
        format!("{}{:#}", self.location.up(0), base.to(OfSeries::Page))
    }

    /// The page of a selection of one session, relative to the session's page.
    pub(super) fn selection_link(&self, session: &SessionId) -> String {
        let part = Some(PartRef { kind: PartKind::Select, id: session.as_str() });
        let base = Base { part, ..self.series.base() };
        format!("{}{:#}", self.location.up(1), base.to(OfSeries::Page))
    }

    /// An address without a language, relative in the same way.
    pub(super) fn plain_link(&self, steps: usize, of: OfSeries<'_>) -> String {
        format!("{}{:#}", self.location.up(steps), self.series.base_without_language().to(of))
    }

    /// The series' picture, if it is on the service's host: pages load nothing from other hosts.
    pub(super) fn own_image(&self) -> Option<&str> {
        let (base, image) = (self.base?.as_str(), self.series.image.as_ref()?.as_str());
        let after_scheme = base.find("://")? + 3;
        let host = base[after_scheme..].find('/').map_or(base, |at| &base[..after_scheme + at]);
        image.strip_prefix(host).filter(|rest| rest.starts_with('/'))
    }

    /// Relative path to the service's root. Private pages are two steps deeper, below a token.
    pub(super) fn root(&self, steps: usize) -> String {
        self.location.up(steps + if self.series.is_private() { 2 } else { 0 })
    }

    /// The status of a session; cancelled if it was removed.
    pub(super) fn status_of(&self, session: &Session) -> Status {
        match self.record.entry(&session.id).and_then(RecordEntry::withdrawn) {
            Some(_) => Status::Cancelled,
            None => session.status,
        }
    }

    /// The previous time of a session that moved; a cancelled one shows none.
    pub(super) fn moved_from(&self, session: &Session) -> Option<When> {
        let is_cancelled = self.status_of(session) == Status::Cancelled;
        let entry = self.record.entry(&session.id).filter(|_| !is_cancelled)?;
        changes::moved_from(entry, session.when)
    }

    /// A session as shown to people; a removed one as in its tombstone.
    pub(super) fn shown<'a>(&'a self, session: &'a Session) -> &'a Session {
        let entry = self.record.entry(&session.id);
        entry.and_then(RecordEntry::withdrawn).map_or(session, Withdrawn::session)
    }

    /// The place of a session, in words.
    pub(super) fn place_of(&self, session: &Session) -> Option<String> {
        let words = Words::of(self.series.language.as_ref());
        place_in_words(words, self.shown(session))
    }

    /// The announced name of a session's clock.
    pub(super) fn announced_as<'a>(
        &'a self,
        session: &Session,
        entry: &'a RecordEntry,
    ) -> Option<&'a Line> {
        match entry.withdrawn() {
            Some(withdrawn) => withdrawn.announced_as(),
            None => self.series.announced_as_of(session),
        }
    }
}

/// The name and address of a place.
pub(super) fn place_in_words(words: &Words, session: &Session) -> Option<String> {
    Some(match session.place.as_ref()? {
        Place::Online => words.online.to_owned(),
        Place::Label(name) => name.to_string(),
        Place::Venue { name, address: Some(address), .. } => format!("{name}, {address}"),
        Place::Venue { name, address: None, .. } => name.to_string(),
    })
}
