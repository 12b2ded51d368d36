//! The table of addresses: source of the reference, redirects, reserved identifiers and tests.

use std::sync::LazyLock;

use super::{
    Address, AddressTarget, Calendar, HEALTH, INDEX, LOGO, METRICS, OPENAPI, OfSeries, OfSession,
    PRIVATE, READY, ROBOTS,
};

/// One kind of address, such as the calendar file of a session.
#[expect(clippy::struct_excessive_bools, reason = "the columns of a table")]
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The resources; several only if they differ just in the calendar.
    pub of: Of,
    /// The path after the identifier, without a calendar's name; for the site, the whole path.
    pub end: &'static str,
    /// Media types of its responses; empty for redirects to other sites.
    pub media_types: &'static [&'static str],
    /// Whether it exists in each language.
    pub languages: bool,
    /// Whether it exists below a token.
    pub tokens: bool,
    /// Whether it exists for each part of a series.
    pub parts: bool,
    /// Whether it needs `--public-url` and a public series, since it contains absolute addresses.
    pub needs_public_url: bool,
    /// Response to a former identifier of a series or session.
    pub old_names: OldNames,
    /// Whether it describes the running process, so that exports omit it.
    pub is_live: bool,
    /// One line of documentation.
    pub doc: &'static str,
}

/// The resources of a row, by owner.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// The site.
    Site,
    /// A series.
    Series(&'static [OfSeries<'static>]),
    /// A session.
    Session(&'static [OfSession]),
}

/// Response to a former identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldNames {
    /// 308 to the current address (rule `renamed-answers-308`).
    Moved,
    /// The same as under the current identifier: it is a redirect itself.
    Direct,
}

const HTML: &str = "text/html";
const JSON: &str = "application/json";
const CALENDAR: &str = "text/calendar";

const ROW: Row = Row {
    of: Of::Site,
    end: "",
    media_types: &[],
    languages: true,
    tokens: true,
    parts: false,
    needs_public_url: false,
    old_names: OldNames::Moved,
    is_live: false,
    doc: "",
};
const SITE: Row = Row { languages: false, tokens: false, ..ROW };
const LIVE: Row = Row { is_live: true, ..SITE };
const PUBLIC: Row = Row { tokens: false, ..ROW };
/// Not below tokens: these contain the address, which differs for each holder.
const NAMED: Row = Row { needs_public_url: true, ..PUBLIC };

/// All addresses, in the order of documents.
#[rustfmt::skip]
pub static ROWS: [Row; 28] = [
    Row { end: INDEX, media_types: &[HTML, JSON], doc: "the series published here; HTML, or JSON on request (`Accept` or `?format=json`)", ..SITE },
    Row { of: Of::Series(&[OfSeries::Page]), end: "", media_types: &[HTML, JSON], parts: true, doc: "a series, its sessions and how to subscribe; HTML or JSON, as above", ..ROW },
    Row { of: Of::Series(&[OfSeries::Feed]), end: ".ics", media_types: &[CALENDAR], parts: true, doc: "the series: subscribe", ..ROW },
    Row { of: Of::Series(&[OfSeries::Json]), end: ".json", media_types: &[JSON], parts: true, doc: "the series and its sessions as JSON, whatever is asked for", ..ROW },
    Row { of: Of::Series(&[OfSeries::Atom]), end: ".atom", media_types: &["application/atom+xml"], parts: true, doc: "what changed, as an Atom feed: new sessions, and what moved or was cancelled since", ..ROW },
    Row { of: Of::Series(&[OfSeries::ScheduleXml]), end: "/schedule.xml", media_types: &["application/xml"], doc: "the series as a conference schedule for schedule apps: see [schedules](schedules.md)", ..ROW },
    Row { of: Of::Series(&[OfSeries::ScheduleJson]), end: "/schedule.json", media_types: &[JSON], doc: "the same as JSON", ..ROW },
    Row { of: Of::Session(&[OfSession::Page]), end: "", media_types: &[HTML], doc: "one session and a menu that adds it; with `?r=N`, whether a calendar entry of revision N is the one of today, or what changed", ..ROW },
    Row { of: Of::Session(&[OfSession::File]), end: ".ics", media_types: &[CALENDAR], doc: "one session: add (`?download` to save the file)", ..ROW },
    Row { of: Of::Series(&[OfSeries::All]), end: "/all.ics", media_types: &[CALENDAR], parts: true, doc: "all sessions in one file, to add: a copy, which nothing keeps up to date", ..ROW },
    Row { of: Of::Session(&[OfSession::Add(Calendar::Google), OfSession::Add(Calendar::Outlook), OfSession::Add(Calendar::Office365), OfSession::Add(Calendar::Apple)]), end: "/add/", old_names: OldNames::Direct, doc: "302 to where `google`, `outlook` (.com), `office365` or `apple` adds the session; for mails and pages", ..ROW },
    Row { of: Of::Series(&[OfSeries::Subscribe(Calendar::Google), OfSeries::Subscribe(Calendar::Outlook), OfSeries::Subscribe(Calendar::Office365), OfSeries::Subscribe(Calendar::Apple)]), end: "/subscribe/", old_names: OldNames::Direct, parts: true, doc: "302 to where they subscribe to the series; needs `--public-url`, and leads to the page without it", ..ROW },
    Row { of: Of::Series(&[OfSeries::QrSvg]), end: "/qr.svg", languages: false, media_types: &["image/svg+xml"], parts: true, doc: "QR code of the series' page", ..NAMED },
    Row { of: Of::Series(&[OfSeries::QrPng]), end: "/qr.png", languages: false, media_types: &["image/png"], parts: true, doc: "the same as a picture", ..NAMED },
    Row { of: Of::Series(&[OfSeries::Embed]), end: "/embed", media_types: &[HTML], parts: true, doc: "a card of the series, for others to frame: no script, no cookie", ..PUBLIC },
    Row { of: Of::Session(&[OfSession::Embed]), end: "/embed", media_types: &[HTML], doc: "a card of one session", ..PUBLIC },
    Row { of: Of::Series(&[OfSeries::Oembed]), end: "/oembed.json", media_types: &[JSON], parts: true, doc: "how to embed the series (oEmbed), which its page points to", ..NAMED },
    Row { of: Of::Session(&[OfSession::Oembed]), end: "/oembed.json", media_types: &[JSON], doc: "how to embed one session", ..NAMED },
    Row { of: Of::Series(&[OfSeries::Mail]), end: "/email", media_types: &[HTML], doc: "the mail kit: what a campaign pastes into a mail", ..NAMED },
    Row { of: Of::Series(&[OfSeries::MailBlock]), end: "/email.html", media_types: &[HTML], doc: "the block of that mail, to look at", ..NAMED },
    Row { of: Of::Series(&[OfSeries::MailDraft]), end: "/email.eml", media_types: &["message/rfc822"], doc: "that mail as a draft", ..NAMED },
    Row { of: Of::Series(&[OfSeries::Reach]), end: "/reach", languages: false, is_live: true, media_types: &[JSON], doc: "which revision of the feed each kind of client has fetched, as JSON: see [metrics](metrics.md)", ..ROW },
    Row { end: LOGO, media_types: &["image/svg+xml", "image/png"], doc: "the logo of pages; needs `--logo`", ..SITE },
    Row { end: HEALTH, media_types: &[JSON], doc: "200 while the process answers", ..LIVE },
    Row { end: READY, media_types: &[JSON], doc: "`ready`, `degraded` (some series failed, others are served: still 200) or 503, with the findings", ..LIVE },
    Row { end: METRICS, media_types: &["application/openmetrics-text"], doc: "measurements, with `serve --metrics` and on its listener only", ..LIVE },
    Row { end: OPENAPI, media_types: &[JSON], doc: "this service as OpenAPI 3.1: every address with its statuses, headers and documents", ..SITE },
    Row { end: ROBOTS, media_types: &["text/plain"], doc: "allows everything; calendars are marked `noindex` instead", ..SITE },
];

impl Row {
    /// Methods of every address, as the value of Allow (RFC 9110 §10.2.1).
    pub const METHODS: &str = "GET, HEAD";

    /// The row of an address.
    #[must_use]
    pub fn of(address: &Address<'_>) -> &'static Self {
        static OF_SERIES: LazyLock<[&Row; OfSeries::COUNT]> = LazyLock::new(|| {
            std::array::from_fn(|number| {
                row(
                    |of| matches!(of, Of::Series(all) if all.iter().any(|of| of.number() == number)),
                )
            })
        });
        static OF_SESSION: LazyLock<[&Row; OfSession::COUNT]> = LazyLock::new(|| {
            std::array::from_fn(|number| {
                row(
                    |of| matches!(of, Of::Session(all) if all.iter().any(|of| of.number() == number)),
                )
            })
        });
        match address.target {
            AddressTarget::Site(path) => ROWS
                .iter()
                .find(|row| matches!(row.of, Of::Site) && row.end == path)
                .expect("each path has its row, as a test proves"),
            AddressTarget::Series(_, OfSeries::Session(_, of)) => OF_SESSION[of.number()],
            AddressTarget::Series(_, of) => OF_SERIES[of.number()],
        }
    }

    /// Its resources of a series with these sessions.
    pub(crate) fn of_series<'a>(&self, sessions: &[&'a str]) -> Vec<OfSeries<'a>> {
        match self.of {
            Of::Site => Vec::new(),
            Of::Series(all) => all.to_vec(),
            Of::Session(all) => {
                let each = |id: &'a str| all.iter().map(move |of| OfSeries::Session(id, *of));
                sessions.iter().copied().flat_map(each).collect()
            }
        }
    }

    /// Its path in documents, such as `/{series}/{session}.ics`.
    #[must_use]
    pub fn pattern(&self) -> String {
        let calendar = if self.end.ends_with('/') { "{calendar}" } else { "" };
        match self.of {
            Of::Site => self.end.to_owned(),
            Of::Series(_) => format!("/{{series}}{}{calendar}", self.end),
            Of::Session(_) => format!("/{{series}}/{{session}}{}{calendar}", self.end),
        }
    }
}

fn row(is_of: impl Fn(Of) -> bool) -> &'static Row {
    ROWS.iter().find(|row| is_of(row.of)).expect("each variant has its row, as a test proves")
}

/// Returns the constant for a path of the site.
pub(super) fn site_path(path: &str) -> Option<&'static str> {
    match path {
        INDEX => Some(INDEX),
        HEALTH => Some(HEALTH),
        READY => Some(READY),
        METRICS => Some(METRICS),
        OPENAPI => Some(OPENAPI),
        ROBOTS => Some(ROBOTS),
        LOGO => Some(LOGO),
        _ => None,
    }
}

/// Identifiers that no series may have: first segments of the site's addresses, without extension.
pub static RESERVED_SERIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let site = ROWS.iter().filter(|row| matches!(row.of, Of::Site));
    let words = site.filter_map(|row| row.end.split(['/', '.']).nth(1));
    words.chain([PRIVATE]).collect()
});

/// Identifiers that no session may have: second segments that would equal a session's page or file.
pub static RESERVED_SESSIONS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let below = ROWS.iter().filter(|row| !matches!(row.of, Of::Site));
    let words = below.filter_map(|row| row.end.split('/').nth(1));
    words.map(|word| word.strip_suffix(".ics").unwrap_or(word)).collect()
});

/// Identifiers that no part may have: third segments of a session's addresses, since a session may be
/// called `track`; and `join`, which will be one.
pub const RESERVED_PARTS: [&str; 4] = ["add", "embed", "join", "oembed"];

#[cfg(test)]
mod tests {
    use super::*;

    /// A longer list would make the record of a published series unreadable (K014).
    #[test]
    fn no_more_identifiers_are_reserved_than_ever() {
        let ids = |words: &[&'static str]| {
            let is_id = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
            let mut ids: Vec<_> = words.iter().filter(is_id).copied().collect();
            ids.sort_unstable();
            ids.dedup();
            ids.retain(|id| !id.is_empty());
            ids
        };
        let of_site = ["assets", "healthz", "metrics", "openapi", "private", "readyz", "robots"];
        assert_eq!(ids(&RESERVED_SERIES), of_site);
        let below_series = ["add", "all", "email", "embed", "reach", "subscribe"];
        assert_eq!(ids(&RESERVED_SESSIONS), below_series);
    }
}
