//! The content of a mail: sessions and links, for every form.

use crate::address::{Calendar, OfSeries, OfSession};
use crate::i18n::Words;
use crate::model::{Session, Status, WebUrl};
use crate::page::calendars::name_of;
use crate::page::context::PageContext;
use crate::page::links::with_parameter;

/// Maximum number of sessions in a mail; the rest is a link to the page.
pub const MAX_SESSIONS: usize = 20;

/// Parameters that name the mail in links to our pages. Links that add or subscribe omit them: they show
/// no page of ours, and calendars contain no parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Campaign {
    /// `utm_source`: the source, such as `newsletter`.
    pub source: Option<String>,
    /// `utm_medium`: the medium, such as `email`.
    pub medium: Option<String>,
    /// `utm_campaign`: the campaign's name.
    pub name: Option<String>,
}

/// The subject of a mail.
#[derive(Clone, Copy, Debug)]
pub enum Topic<'a> {
    /// All sessions.
    Series,
    /// One of them.
    Session(&'a Session),
}

/// The source of all parts of a mail.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    pub(super) site: &'a PageContext<'a>,
    pub(super) topic: Topic<'a>,
    campaign: &'a Campaign,
}

/// A link and its name.
pub(super) struct Link {
    pub(super) name: String,
    pub(super) url: String,
}

impl<'a> Mail<'a> {
    /// `None` without an absolute address.
    #[must_use]
    pub fn new(
        site: &'a PageContext<'a>,
        topic: Topic<'a>,
        campaign: &'a Campaign,
    ) -> Option<Self> {
        let mail = Self { site, topic, campaign };
        mail.page().map(|_| mail)
    }

    /// Lists all links, one per line after its name.
    #[must_use]
    pub fn links(&self) -> String {
        self.all_links().map(|link| format!("{}: {}\n", link.name, link.url)).collect()
    }

    /// The address of the mail's page, without the campaign's parameters.
    #[must_use]
    pub fn page(&self) -> Option<WebUrl> {
        self.site.absolute(self.of(OfSeries::Page, OfSession::Page))
    }

    pub(super) fn words(&self) -> &'static Words {
        Words::of(self.site.series.language.as_ref())
    }

    pub(super) fn title(&self) -> &'a str {
        match self.topic {
            Topic::Series => self.site.series.title.as_str(),
            Topic::Session(session) => session.title.as_str(),
        }
    }

    /// The heading above the links that add.
    pub(super) fn invitation(&self) -> &'static str {
        match self.topic {
            Topic::Series => self.words().mail_add_series,
            Topic::Session(_) => self.words().mail_add_session,
        }
    }

    /// The listed sessions, and the number of the others.
    pub(super) fn sessions(&self) -> (&'a [Session], usize) {
        match self.topic {
            Topic::Session(session) => (std::slice::from_ref(session), 0),
            Topic::Series => {
                let all = self.site.series.sessions.as_slice();
                let shown = &all[..all.len().min(MAX_SESSIONS)];
                (shown, all.len() - shown.len())
            }
        }
    }

    pub(super) fn is_cancelled(&self, session: &Session) -> bool {
        self.site.status_of(session) == Status::Cancelled
    }

    pub(super) fn is_tentative(&self, session: &Session) -> bool {
        self.site.status_of(session) == Status::Tentative
    }

    /// The mails of the listed sessions, if this one is about the series.
    pub(super) fn of_sessions(&self) -> impl Iterator<Item = Self> {
        let sessions = matches!(self.topic, Topic::Series).then(|| self.sessions().0);
        let topics = sessions.into_iter().flatten().map(Topic::Session);
        topics.map(|topic| Self { topic, ..*self })
    }

    /// Whether any session can be added.
    pub(super) fn can_be_added(&self) -> bool {
        match self.topic {
            Topic::Series => self.site.record.retired().is_none(),
            Topic::Session(session) => !self.is_cancelled(session),
        }
    }

    pub(super) fn link(&self, of: OfSeries<'_>) -> String {
        let path = || format!("{:#}", self.site.address(of));
        self.site.absolute(of).map_or_else(path, |url| url.to_string())
    }

    /// The link to a page, with the campaign's parameters.
    pub(super) fn page_link(&self, page: OfSeries<'_>) -> String {
        let Campaign { source, medium, name } = self.campaign;
        [("utm_source", source), ("utm_medium", medium), ("utm_campaign", name)]
            .into_iter()
            .fold(self.link(page), |url, (key, value)| {
                with_parameter(&url, key, value.as_deref().unwrap_or_default())
            })
    }

    /// The link to the mail's page.
    pub(super) fn own_page(&self) -> String {
        self.page_link(self.of(OfSeries::Page, OfSession::Page))
    }

    pub(super) fn of(&self, series: OfSeries<'a>, session: OfSession) -> OfSeries<'a> {
        match self.topic {
            Topic::Series => series,
            Topic::Session(one) => one.id.to(session),
        }
    }

    /// One link per calendar; empty if nothing can be added.
    pub(super) fn calendars(&self) -> Vec<Link> {
        if !self.can_be_added() {
            return Vec::new();
        }
        let link = |calendar: Calendar| {
            let of = self.of(OfSeries::Subscribe(calendar), OfSession::Add(calendar));
            Link { name: name_of(self.words(), calendar).to_owned(), url: self.link(of) }
        };
        Calendar::MENU.map(link).into()
    }

    /// The file, for any other calendar.
    pub(super) fn file(&self) -> Option<Link> {
        let name = match self.topic {
            Topic::Series => self.words().download_all,
            Topic::Session(_) => self.words().other_calendar,
        };
        let of = self.of(OfSeries::All, OfSession::File);
        self.can_be_added().then(|| Link { name: name.to_owned(), url: self.link(of) })
    }

    pub(super) fn all_links(&self) -> impl Iterator<Item = Link> {
        let page = Link { name: self.words().open_page.to_owned(), url: self.own_page() };
        let feed = matches!(self.topic, Topic::Series) && self.can_be_added();
        let feed = feed.then(|| Link {
            name: self.words().subscribe_to_all.to_owned(),
            url: self.link(OfSeries::Feed),
        });
        std::iter::once(page).chain(self.calendars()).chain(feed).chain(self.file())
    }
}
