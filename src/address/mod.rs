//! Rung 0: the addresses of the service.
//!
//! [`Address`] is a path in parts, such as token, language, series and resource. `path` parses and writes
//! it, and `parse(write(a)) == a`. [`ROWS`] describes each kind of address once: media types, languages,
//! tokens, redirects. The router, redirects from old names, reserved identifiers, exports, the reference
//! and tests all read that table.
//!
//! Identifiers are plain text here and may not exist: the snapshot decides which addresses are served.
//!
//! ```
//! use kalends::address::{Address, OfSeries, OfSession, AddressTarget};
//!
//! let address = Address::parse("/da/talks/opening.ics").unwrap();
//! assert_eq!(address.language, Some("da"));
//! let file = OfSeries::Session("opening", OfSession::File);
//! assert_eq!(address.target, AddressTarget::Series("talks", file));
//! assert_eq!(address.to_string(), "/da/talks/opening.ics");
//! assert_eq!(format!("{address:#}"), "da/talks/opening.ics");
//! ```

mod path;
mod rows;

pub(crate) use path::below_tokens;
pub use rows::{Of, OldNames, RESERVED_PARTS, RESERVED_SERIES, RESERVED_SESSIONS, ROWS, Row};

/// List of the public series.
pub const INDEX: &str = "/";
/// Health check: the process answers.
pub const HEALTH: &str = "/healthz";
/// Readiness check: the service should get traffic.
pub const READY: &str = "/readyz";
/// Metrics, on their own listener only.
pub const METRICS: &str = "/metrics";
/// OpenAPI document of all addresses.
pub const OPENAPI: &str = "/openapi.json";
/// Rules for robots.
pub const ROBOTS: &str = "/robots.txt";
/// The publisher's logo.
pub const LOGO: &str = "/assets/logo";
/// The segment before a token: `/private/{token}/{series}…`.
pub const PRIVATE: &str = "private";

/// An address of the service. `{}` writes its path, `{:#}` its path without the first slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// The token of a private series.
    pub token: Option<&'a str>,
    /// The language tag; `None` for the series' own language, and for addresses of the site.
    pub language: Option<&'a str>,
    /// The part of the series that the resource is limited to.
    pub part: Option<PartRef<'a>>,
    /// The resource.
    pub target: AddressTarget<'a>,
}

/// The resource at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressTarget<'a> {
    /// A resource of the site, by its path: [`INDEX`], [`HEALTH`], …
    Site(&'static str),
    /// A resource of a series, by its current or a former identifier.
    Series(&'a str, OfSeries<'a>),
}

/// The resources of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfSeries<'a> {
    /// Its page; as JSON if the client prefers that.
    Page,
    /// Its feed.
    Feed,
    /// All sessions in one file, to add and not to subscribe to.
    All,
    /// The series as JSON.
    Json,
    /// Its changes, as an Atom feed.
    Atom,
    /// Its reach: which kinds of clients have fetched it.
    Reach,
    /// The QR code of its page, as SVG.
    QrSvg,
    /// The same as PNG.
    QrPng,
    /// A card to embed.
    Embed,
    /// How to embed it: oEmbed.
    Oembed,
    /// The mail kit.
    Mail,
    /// The block of the mail.
    MailBlock,
    /// The mail as a draft.
    MailDraft,
    /// Its conference schedule, for schedule apps, as XML.
    ScheduleXml,
    /// The same as JSON.
    ScheduleJson,
    /// Redirect to a calendar that subscribes to it.
    Subscribe(Calendar),
    /// A resource of one of its sessions, by a current or former identifier.
    Session(&'a str, OfSession),
}

/// The resources of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfSession {
    /// Its page.
    Page,
    /// Its calendar file.
    File,
    /// A card to embed.
    Embed,
    /// How to embed it: oEmbed.
    Oembed,
    /// Redirect to a calendar that adds it.
    Add(Calendar),
}

impl OfSeries<'_> {
    /// Number of resources of a series, without those of sessions.
    pub const COUNT: usize = 15 + Calendar::ALL.len();

    /// Its index among them, such as for an array of slots; [`OfSeries::COUNT`] for sessions.
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
            Self::ScheduleXml => 13,
            Self::ScheduleJson => 14,
            Self::Subscribe(calendar) => 15 + calendar as usize,
            Self::Session(..) => Self::COUNT,
        }
    }
}

impl OfSession {
    /// Number of resources of a session.
    pub const COUNT: usize = 4 + Calendar::ALL.len();

    /// Its index among them.
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

/// A part of a series, with addresses of its own: `/{series}/{kind}/{id}`, `…/{id}.ics` and others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartRef<'a> {
    /// Its kind.
    pub kind: PartKind,
    /// Its identifier; for a selection the sessions' identifiers, joined by `_`.
    pub id: &'a str,
}

/// The kinds of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Sessions on one subject.
    Track,
    /// Sessions in one room.
    Room,
    /// Sessions of one category.
    Category,
    /// All sessions, with an alarm.
    Variant,
    /// The sessions that a reader chose.
    Select,
}

impl PartKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::Track, Self::Room, Self::Category, Self::Variant, Self::Select];

    /// The kind with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Its name in addresses and definitions.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Room => "room",
            Self::Category => "category",
            Self::Variant => "variant",
            Self::Select => "select",
        }
    }
}

/// A calendar with its own "add" and "subscribe" addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Google Calendar.
    Google,
    /// Outlook.com, the personal one.
    Outlook,
    /// Microsoft 365, at work or school; a server cannot guess which of the two a person uses.
    Office365,
    /// Apple Calendar, and others that open files and `webcal:` addresses.
    Apple,
}

impl Calendar {
    /// All, in the order of their index.
    pub const ALL: [Self; 4] = [Self::Google, Self::Outlook, Self::Office365, Self::Apple];
    /// All, in the order of menus.
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

/// The start of a series' addresses: token, language and identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base<'a> {
    /// The token of a private series.
    pub token: Option<&'a str>,
    /// The language tag, if not the series' own.
    pub language: Option<&'a str>,
    /// One of its identifiers.
    pub series: &'a str,
    /// A part of it; sessions have no addresses below parts.
    pub part: Option<PartRef<'a>>,
}

impl<'a> Base<'a> {
    /// A public series in its own language.
    #[must_use]
    pub fn new(series: &'a str) -> Self {
        Self { token: None, language: None, series, part: None }
    }

    /// One of the series' addresses: that of the part, if it has the resource.
    #[must_use]
    pub fn to(self, of: OfSeries<'a>) -> Address<'a> {
        let Self { token, language, series, part } = self;
        if let OfSeries::Session(id, of) = of
            && let Some((series, session)) = id.split_once('/')
        {
            // A session in an umbrella: its addresses are below its own series.
            return Base { token, ..Base::new(series) }.to(OfSeries::Session(session, of));
        }
        let target = AddressTarget::Series(series, of);
        let whole = Address { token, language, part: None, target };
        Address { part: part.filter(|_| Row::of(&whole).parts), ..whole }
    }
}

/// Whether a path's first segment is a language tag. Identifiers of series are never two or three
/// letters, nor do they have capitals, as tags with a region or script do.
#[must_use]
pub fn is_language(segment: &str) -> bool {
    let short = (2..=3).contains(&segment.len());
    short && segment.bytes().all(|byte| byte.is_ascii_lowercase())
        || segment.bytes().any(|byte| byte.is_ascii_uppercase())
}
