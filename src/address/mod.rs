//! Rung 0: the addresses of the service: [`Address`], parsed from a path and written in `path`, and
//! [`ROWS`], the one table of them.
//!
//! Identifiers are plain text here; `publish` decides what an address serves.

mod path;
mod rows;

pub(crate) use path::below_tokens;
pub use rows::{Of, OldNames, RESERVED_SERIES, RESERVED_SESSIONS, ROWS, Row};

/// The list of series.
pub const INDEX: &str = "/";
/// Whether the process answers.
pub const HEALTH: &str = "/healthz";
/// Whether the service should get traffic.
pub const READY: &str = "/readyz";
/// Measurements.
pub const METRICS: &str = "/metrics";
/// The description of all addresses.
pub const OPENAPI: &str = "/openapi.json";
/// What robots may fetch.
pub const ROBOTS: &str = "/robots.txt";
/// The publisher's logo.
pub const LOGO: &str = "/assets/logo";
/// The segment before a token.
pub const PRIVATE: &str = "private";

/// An address of the service. `{}` writes its path, `{:#}` the same without the slash at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// The token that it is below; only of series.
    pub token: Option<&'a str>,
    /// The language that it is in; only of series.
    pub language: Option<&'a str>,
    /// The resource.
    pub target: Target<'a>,
}

/// The resource at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// One of the whole site, by its path.
    Site(&'static str),
    /// A series, by an identifier.
    Series(&'a str, OfSeries<'a>),
}

/// The resources of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfSeries<'a> {
    /// Its page, and the same as JSON.
    Page,
    /// Its feed.
    Feed,
    /// All sessions in one file.
    All,
    /// The series as JSON.
    Json,
    /// What changed.
    Atom,
    /// Which clients have fetched it.
    Reach,
    /// The code that opens its page, as a drawing.
    QrSvg,
    /// The same as a picture.
    QrPng,
    /// A card to embed.
    Embed,
    /// How to embed it.
    Oembed,
    /// The mail kit.
    Mail,
    /// The block of the mail.
    MailBlock,
    /// The mail as a draft.
    MailDraft,
    /// Where a calendar subscribes to it.
    Subscribe(Calendar),
    /// One of its sessions, by an identifier.
    Session(&'a str, OfSession),
}

/// The resources of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfSession {
    /// Its page.
    Page,
    /// Its file.
    File,
    /// A card to embed.
    Embed,
    /// How to embed it.
    Oembed,
    /// Where a calendar adds it.
    Add(Calendar),
}

impl OfSeries<'_> {
    /// How many variants there are, sessions excluded.
    pub const COUNT: usize = 13 + Calendar::ALL.len();

    /// Its number among them; [`OfSeries::COUNT`] for those of sessions.
    #[must_use]
    pub fn number(self) -> usize {
        match self {
            Self::Page => 0,
            Self::Feed => 1,
            Self::All => 2,
            Self::Json => 3,
            Self::Atom => 4,
            Self::Reach => 5,
            Self::QrSvg => 6,
            Self::QrPng => 7,
            Self::Embed => 8,
            Self::Oembed => 9,
            Self::Mail => 10,
            Self::MailBlock => 11,
            Self::MailDraft => 12,
            Self::Subscribe(calendar) => 13 + calendar as usize,
            Self::Session(..) => Self::COUNT,
        }
    }
}

impl OfSession {
    /// How many there are.
    pub const COUNT: usize = 4 + Calendar::ALL.len();

    /// Its number among them.
    #[must_use]
    pub fn number(self) -> usize {
        match self {
            Self::Page => 0,
            Self::File => 1,
            Self::Embed => 2,
            Self::Oembed => 3,
            Self::Add(calendar) => 4 + calendar as usize,
        }
    }
}

/// A calendar that has addresses of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Google Calendar.
    Google,
    /// Outlook.com, the personal one.
    Outlook,
    /// Microsoft 365, at work or school: nobody can guess which of the two somebody has.
    Office365,
    /// Apple's, and every other that opens files and `webcal:` addresses.
    Apple,
}

impl Calendar {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Google, Self::Outlook, Self::Office365, Self::Apple];
    /// All of them, in the order of a menu.
    pub const MENU: [Self; 4] = [Self::Apple, Self::Google, Self::Outlook, Self::Office365];

    /// The calendar with this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|calendar| calendar.as_str() == name)
    }

    /// The last segment of its addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Outlook => "outlook",
            Self::Office365 => "office365",
            Self::Apple => "apple",
        }
    }
}

/// A series under one of its names, in a language or none: what its addresses begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base<'a> {
    /// The token that opens it.
    pub token: Option<&'a str>,
    /// The language in its addresses.
    pub language: Option<&'a str>,
    /// An identifier of it.
    pub series: &'a str,
}

impl<'a> Base<'a> {
    /// Without a token and a language.
    #[must_use]
    pub fn new(series: &'a str) -> Self {
        Self { token: None, language: None, series }
    }

    /// One of the series' addresses.
    #[must_use]
    pub fn to(self, of: OfSeries<'a>) -> Address<'a> {
        let Self { token, language, series } = self;
        Address { token, language, target: Target::Series(series, of) }
    }
}

/// Whether a first segment is that of a language: no series has an identifier of two or three
/// letters, nor one with a capital, as the tags of regions and scripts have.
#[must_use]
pub fn is_language(segment: &str) -> bool {
    let short = (2..=3).contains(&segment.len());
    short && segment.bytes().all(|byte| byte.is_ascii_lowercase())
        || segment.bytes().any(|byte| byte.is_ascii_uppercase())
}
