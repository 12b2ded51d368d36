//! How the big clients ask, and what is said of each in the end.

use crate::lint::Client as Reader;

/// A kind of client. What it says of itself is what servers would tell it by, and who asks in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) name: &'static str,
    pub(super) headers: &'static [(&'static str, &'static str)],
    /// The program whose reader lint knows, if it is one.
    pub(super) reader: Option<Reader>,
}

/// Sends no Accept at all.
pub(super) const GOOGLE: Client = Client {
    name: Reader::Google.name(),
    headers: &[
        ("User-Agent", "Google-Calendar-Importer (kalends-doctor)"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Google),
};
pub(super) const OUTLOOK: Client = Client {
    name: Reader::Outlook.name(),
    headers: &[
        ("User-Agent", "Microsoft Exchange (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Outlook),
};
/// Asked without compression, so that one client at least is.
pub(super) const APPLE: Client = Client {
    name: Reader::Apple.name(),
    headers: &[
        ("User-Agent", "macOS/15.0 dataaccessd/1.0 (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
    ],
    reader: Some(Reader::Apple),
};
pub(super) const THUNDERBIRD: Client = Client {
    name: Reader::Thunderbird.name(),
    headers: &[
        ("User-Agent", "Mozilla/5.0 Gecko/20100101 Thunderbird/128.0 (kalends-doctor)"),
        ("Accept", "text/calendar,text/plain;q=0.8,*/*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Thunderbird),
};
/// Mail gateways follow links before people do.
pub(super) const SCANNER: Client = Client {
    name: "link scanners",
    headers: &[
        ("User-Agent", "Mozilla/5.0 (compatible; link scanner; kalends-doctor)"),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("Accept-Encoding", "identity"),
    ],
    reader: None,
};

/// Its server fetches, its page reads.
pub(super) const NEXTCLOUD: Client = Client {
    name: Reader::Nextcloud.name(),
    headers: &[
        ("User-Agent", "Nextcloud Webcal Service (kalends-doctor)"),
        ("Accept", "text/calendar, application/calendar+json, application/calendar+xml"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Nextcloud),
};
/// Subscriptions of DAVx5 are those of ICSx5.
pub(super) const DAVX5: Client = Client {
    name: Reader::Davx5.name(),
    headers: &[
        ("User-Agent", "ICSx5/2.2 (kalends-doctor)"),
        ("Accept", "text/calendar, */*;q=0.9"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Davx5),
};
pub(super) const HOME_ASSISTANT: Client = Client {
    name: Reader::HomeAssistant.name(),
    headers: &[
        ("User-Agent", "HomeAssistant/2026.8 (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::HomeAssistant),
};

/// In the order of the summary.
pub(super) const ALL: [Client; 8] =
    [GOOGLE, OUTLOOK, APPLE, THUNDERBIRD, NEXTCLOUD, DAVX5, HOME_ASSISTANT, SCANNER];
