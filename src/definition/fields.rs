//! The keys of a definition: one table for the reader, the JSON Schema and docs/reference/keys.md.

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// An identifier.
    Id,
    /// Text of one line that is not published.
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
    /// `"intended"`.
    ClockChange,
    /// `true` or `false`.
    Bool,
    /// `[latitude, longitude]`.
    Geo,
    /// A list of identifiers.
    Ids,
    /// `"*"` or a list of identifiers.
    Members,
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

impl ValueKind {
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
            Self::ClockChange => "\"intended\"",
            Self::Bool => "true or false",
            Self::Geo => "[latitude, longitude]",
            Self::Ids => "a list of identifiers",
            Self::Members => "\"*\" or a list of identifiers",
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
    pub kind: ValueKind,
    /// Whether it must be there.
    pub required: bool,
    /// Its meaning, in one sentence.
    pub meaning: &'static str,
}

const fn required(key: &'static str, kind: ValueKind, meaning: &'static str) -> Field {
    Field { key, kind, required: true, meaning }
}

const fn optional(key: &'static str, kind: ValueKind, meaning: &'static str) -> Field {
    Field { key, kind, required: false, meaning }
}

/// Keys of `[umbrella]`.
pub static UMBRELLA: &[Field] = &[
    required("series", ValueKind::Members, "ids of its series; \"*\" means all public ones"),
    optional("categories", ValueKind::Lines, "only sessions with one of these categories"),
    optional(
        "past",
        ValueKind::Duration,
        "how long a session stays after its end; without it, for ever",
    ),
];

/// Keys of a series, at the top of the file.
pub static SERIES: &[Field] = &[
    required("title", ValueKind::Text, "name of the series and of its calendar"),
    required(
        "authority",
        ValueKind::Domain,
        "who issues these events; part of every UID: never change it",
    ),
    optional("id", ValueKind::Id, "part of addresses and UIDs; the file's name without it"),
    optional("description", ValueKind::Prose, "what the series is about"),
    optional(
        "timezone",
        ValueKind::Zone,
        "IANA Area/Location name or UTC, for sessions that name none",
    ),
    optional(
        "announced_as",
        ValueKind::Text,
        "how announcements name the clock; shown, never computed with",
    ),
    optional(
        "language",
        ValueKind::Language,
        "language of plain texts, and of those missing in others; a must where texts are tables",
    ),
    optional("url", ValueKind::Url, "the series' page on the web; default of the sessions"),
    optional("organizer", ValueKind::Table(ORGANIZER), "who organises"),
    optional("categories", ValueKind::Lines, "what every session belongs to"),
    optional("color", ValueKind::Colour, "the calendar's colour: a CSS name or #rrggbb"),
    optional("image", ValueKind::Url, "a picture of the series"),
    optional("aliases", ValueKind::Ids, "older ids: their addresses redirect here"),
    optional("location", ValueKind::LineOrTable(VENUE), "default of the sessions"),
    optional("duration", ValueKind::Duration, "default of the sessions"),
    optional("join", ValueKind::Url, "default of the sessions"),
    optional("reminder", ValueKind::Duration, "default of the sessions"),
    optional("status", ValueKind::Status, "default of the sessions; confirmed without it"),
    optional(
        "on_cancel",
        ValueKind::OnCancel,
        "whether cancelled and withdrawn sessions stay in the feed (mark, without it) or leave it",
    ),
    optional("retired", ValueKind::Bool, "true withdraws the series for good"),
    optional(
        "access",
        ValueKind::Audience(ACCESS),
        "makes the series private: tokens that open it, one [[access]] each",
    ),
    optional(
        "track",
        ValueKind::Tables(TRACK),
        "subjects to subscribe to by themselves, one [[track]] each",
    ),
    optional("room", ValueKind::Tables(ROOM), "rooms to subscribe to, one [[room]] each"),
    optional(
        "category",
        ValueKind::Tables(CATEGORY),
        "categories to subscribe to, one [[category]] each",
    ),
    optional(
        "variant",
        ValueKind::Tables(VARIANT),
        "the same series with an alarm, one [[variant]] each",
    ),
    optional(
        "umbrella",
        ValueKind::Table(UMBRELLA),
        "makes the file one calendar over several series, instead of sessions",
    ),
    required("session", ValueKind::Tables(SESSION), "the sessions, one [[session]] each"),
];

/// Keys of a session.
pub static SESSION: &[Field] = &[
    required("id", ValueKind::Id, "part of the address and the UID: never change it"),
    optional(
        "was",
        ValueKind::IdOrIds,
        "older ids of the same session, which keep its entry alive",
    ),
    required("title", ValueKind::Text, "the entry's title"),
    required(
        "start",
        ValueKind::Time,
        "local date-time, date (all-day), or date-time with an offset",
    ),
    optional(
        "end",
        ValueKind::Time,
        "of the same shape as start; for all-day sessions the last day",
    ),
    optional("duration", ValueKind::Duration, "instead of end: hours and minutes, or days"),
    optional("description", ValueKind::Prose, "what the session is about"),
    optional("timezone", ValueKind::Zone, "where it differs from the series'"),
    optional(
        "location",
        ValueKind::LineOrTable(VENUE),
        "a place on one line; \"Online\" for the join link",
    ),
    optional("join", ValueKind::Url, "the link by which one takes part"),
    optional("url", ValueKind::Url, "the session's page on the web"),
    optional("speakers", ValueKind::Tables(SPEAKER), "who speaks, in order"),
    optional("track", ValueKind::Id, "the id of a [[track]]"),
    optional("room", ValueKind::Id, "the id of a [[room]]: the place, before the location"),
    optional("language", ValueKind::Language, "the language that it is held in"),
    optional(
        "categories",
        ValueKind::Lines,
        "in addition to those of the series: texts, or ids of a [[category]]",
    ),
    optional("status", ValueKind::Status, "whether it takes place"),
    optional("busy", ValueKind::Bool, "whether it blocks time; true, for all-day sessions false"),
    optional(
        "reminder",
        ValueKind::Duration,
        "an alarm before the start, in the session's own file",
    ),
    optional(
        "clock_change",
        ValueKind::ClockChange,
        "intended: the clocks change before this session, and its local time is right (no K102)",
    ),
];

/// Keys of a track.
pub static TRACK: &[Field] = &[
    required("id", ValueKind::Id, "part of its addresses: never change it"),
    optional("was", ValueKind::IdOrIds, "older ids of the same track"),
    required("title", ValueKind::Text, "its name; also a category of its entries"),
    optional("color", ValueKind::Colour, "the colour of its calendar: a CSS name or #rrggbb"),
];

/// Keys of a room.
pub static ROOM: &[Field] = &[
    required("id", ValueKind::Id, "part of its addresses: never change it"),
    optional("was", ValueKind::IdOrIds, "older ids of the same room"),
    required("name", ValueKind::Text, "what the room is called"),
    optional("address", ValueKind::Text, "street and town on one line"),
    optional("geo", ValueKind::Geo, "[latitude, longitude] in degrees"),
];

/// Keys of a category.
pub static CATEGORY: &[Field] = &[
    required("id", ValueKind::Id, "part of its addresses: never change it"),
    optional("was", ValueKind::IdOrIds, "older ids of the same category"),
    required("title", ValueKind::Text, "its name in entries"),
];

/// Keys of a variant.
pub static VARIANT: &[Field] = &[
    required("id", ValueKind::Id, "part of its addresses: never change it"),
    optional("was", ValueKind::IdOrIds, "older ids of the same variant"),
    required("title", ValueKind::Text, "its name"),
    required("reminder", ValueKind::Duration, "an alarm before the start of each session"),
];

/// Keys of one `access`.
pub static ACCESS: &[Field] = &[
    required("name", ValueKind::Line, "the person or group that has the token; not published"),
    required("token_sha256", ValueKind::Sha256, "hash of the token, as `kalends token` prints it"),
];

/// Keys of `organizer`.
pub static ORGANIZER: &[Field] = &[
    required("name", ValueKind::Text, "a person or body"),
    optional("email", ValueKind::Email, "for questions"),
    optional(
        "as_property",
        ValueKind::Bool,
        "write ORGANIZER: read-only invitations in some calendars",
    ),
];

/// Keys of `location` as a table.
pub static VENUE: &[Field] = &[
    required("name", ValueKind::Text, "what the place is called"),
    optional("address", ValueKind::Text, "street and town on one line"),
    optional("geo", ValueKind::Geo, "[latitude, longitude] in degrees"),
];

/// Keys of one of the `speakers`.
pub static SPEAKER: &[Field] = &[
    required("name", ValueKind::Text, "a person, or the body they speak for"),
    optional("role", ValueKind::Text, "their part in the session"),
    optional("organisation", ValueKind::Text, "where they are from"),
];
