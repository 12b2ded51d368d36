//! The keys of a definition: one table from which come the reader's "unknown key", the JSON Schema
//! and the tables of docs/reference/keys.md.

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier.
    Id,
    /// Text of one line that nobody reads but editors.
    Line,
    /// Text of one line, which a table may give by language.
    Text,
    /// Text of any number of lines, which a table may give by language.
    Prose,
    /// A domain name.
    Domain,
    /// A time zone name.
    Zone,
    /// A language tag.
    Language,
    /// A link.
    Url,
    /// A mail address.
    Email,
    /// A CSS3 colour name or `#rrggbb`.
    Colour,
    /// A length of time such as `"1h30m"`.
    Duration,
    /// A TOML date, local date-time or date-time with an offset.
    Time,
    /// `"confirmed"`, `"tentative"` or `"cancelled"`.
    Status,
    /// `"mark"` or `"remove"`.
    OnCancel,
    /// `true` or `false`.
    Bool,
    /// `[latitude, longitude]`.
    Geo,
    /// A list of identifiers.
    Ids,
    /// An identifier or a list of them.
    IdOrIds,
    /// A list of lines, each of which a table may give by language.
    Lines,
    /// The SHA-256 of something, in hexadecimal digits.
    Sha256,
    /// `"everyone"`, or a list of tables of the fields given.
    Audience(&'static [Field]),
    /// A line, which a table may give by language, or a table of the fields given.
    LineOrTable(&'static [Field]),
    /// A table of the fields given.
    Table(&'static [Field]),
    /// A list of tables of the fields given.
    Tables(&'static [Field]),
}

impl Kind {
    /// The shape in words, as findings and the reference say it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Id => "an identifier",
            Self::Line => "text of one line",
            Self::Text => "text of one line, or a table of texts by language",
            Self::Prose => "text, or a table of texts by language",
            Self::Domain => "a domain name",
            Self::Zone => "a time zone name",
            Self::Language => "a language tag",
            Self::Url => "a link",
            Self::Email => "a mail address",
            Self::Colour => "a colour",
            Self::Duration => "a length of time such as \"1h30m\"",
            Self::Time => "a date or date-time without quotes",
            Self::Status => "\"confirmed\", \"tentative\" or \"cancelled\"",
            Self::OnCancel => "\"mark\" or \"remove\"",
            Self::Bool => "true or false",
            Self::Geo => "[latitude, longitude]",
            Self::Ids => "a list of identifiers",
            Self::IdOrIds => "an identifier or a list of them",
            Self::Lines => "a list of texts",
            Self::Sha256 => "64 hexadecimal digits",
            Self::Audience(_) => "\"everyone\" or a list of tables",
            Self::LineOrTable(_) => "text, a table of texts by language, or a table",
            Self::Table(_) => "a table",
            Self::Tables(_) => "a list of tables",
        }
    }
}

/// One key.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// The shape of its value.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

const fn required(key: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field { key, kind, required: true, meaning }
}

const fn optional(key: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field { key, kind, required: false, meaning }
}

/// Keys of a series, at the top of the file.
pub static SERIES: &[Field] = &[
    required("title", Kind::Text, "name of the series and of its calendar"),
    required(
        "authority",
        Kind::Domain,
        "who issues these events; part of every UID: never change it",
    ),
    optional("id", Kind::Id, "part of addresses and UIDs; the file's name without it"),
    optional("description", Kind::Prose, "what the series is about"),
    optional("timezone", Kind::Zone, "IANA Area/Location name or UTC, for sessions that name none"),
    optional(
        "announced_as",
        Kind::Text,
        "how announcements name the clock; shown, never computed with",
    ),
    optional(
        "language",
        Kind::Language,
        "language of plain texts, and of those missing in others; a must where texts are tables",
    ),
    optional("url", Kind::Url, "the series' page on the web; default of the sessions"),
    optional("organizer", Kind::Table(ORGANIZER), "who organises"),
    optional("categories", Kind::Lines, "what every session belongs to"),
    optional("color", Kind::Colour, "the calendar's colour: a CSS name or #rrggbb"),
    optional("image", Kind::Url, "a picture of the series"),
    optional("aliases", Kind::Ids, "older ids whose addresses lead here"),
    optional("location", Kind::LineOrTable(VENUE), "default of the sessions"),
    optional("duration", Kind::Duration, "default of the sessions"),
    optional("join", Kind::Url, "default of the sessions"),
    optional("reminder", Kind::Duration, "default of the sessions"),
    optional("status", Kind::Status, "default of the sessions; confirmed without it"),
    optional(
        "on_cancel",
        Kind::OnCancel,
        "whether cancelled and withdrawn sessions stay in the feed (mark, without it) or leave it",
    ),
    optional("retired", Kind::Bool, "true withdraws the series for good"),
    optional(
        "access",
        Kind::Audience(ACCESS),
        "makes the series private: tokens that open it, one [[access]] each",
    ),
    required("session", Kind::Tables(SESSION), "the sessions, one [[session]] each"),
];

/// Keys of a session.
pub static SESSION: &[Field] = &[
    required("id", Kind::Id, "part of the address and the UID: never change it"),
    optional("was", Kind::IdOrIds, "older ids of the same session, which keep its entry alive"),
    required("title", Kind::Text, "the entry's title"),
    required("start", Kind::Time, "local date-time, date (all-day), or date-time with an offset"),
    optional("end", Kind::Time, "of the same shape as start; for all-day sessions the last day"),
    optional("duration", Kind::Duration, "instead of end: hours and minutes, or days"),
    optional("description", Kind::Prose, "what the session is about"),
    optional("timezone", Kind::Zone, "where it differs from the series'"),
    optional(
        "location",
        Kind::LineOrTable(VENUE),
        "a place on one line; \"Online\" for the join link",
    ),
    optional("join", Kind::Url, "the link by which one takes part"),
    optional("url", Kind::Url, "the session's page on the web"),
    optional("speakers", Kind::Tables(SPEAKER), "who speaks, in order"),
    optional("categories", Kind::Lines, "beside those of the series"),
    optional("status", Kind::Status, "whether it takes place"),
    optional("busy", Kind::Bool, "whether it blocks time; true, for all-day sessions false"),
    optional("reminder", Kind::Duration, "an alarm before the start, in the session's own file"),
];

/// Keys of one `access`.
pub static ACCESS: &[Field] = &[
    required("name", Kind::Line, "whom the token was given to; only editors see it"),
    required("token_sha256", Kind::Sha256, "hash of the token, as `kalends token` prints it"),
];

/// Keys of `organizer`.
pub static ORGANIZER: &[Field] = &[
    required("name", Kind::Text, "a person or body"),
    optional("email", Kind::Email, "for questions"),
    optional("as_property", Kind::Bool, "write ORGANIZER: read-only invitations in some calendars"),
];

/// Keys of `location` as a table.
pub static VENUE: &[Field] = &[
    required("name", Kind::Text, "what the place is called"),
    optional("address", Kind::Text, "street and town on one line"),
    optional("geo", Kind::Geo, "[latitude, longitude] in degrees"),
];

/// Keys of one of the `speakers`.
pub static SPEAKER: &[Field] = &[
    required("name", Kind::Text, "a person, or the body they speak for"),
    optional("role", Kind::Text, "what they do in the session"),
    optional("organisation", Kind::Text, "where they are from"),
];
