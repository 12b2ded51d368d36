//! The headers of the big clients' requests.

use crate::lint::CalendarApp as Reader;

/// A kind of client. Its User-Agent has the words by which servers recognise it, and `kalends-doctor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClientProfile {
    pub(super) name: &'static str,
    pub(super) headers: &'static [(&'static str, &'static str)],
    /// The program with the reader that `lint` knows, if any.
    pub(super) reader: Option<Reader>,
}

/// Sends no Accept at all.
pub(super) const GOOGLE: ClientProfile = ClientProfile {
    name: Reader::Google.name(),
    headers: &[
        ("User-Agent", "Google-Calendar-Importer (kalends-doctor)"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Google),
};
pub(super) const OUTLOOK: ClientProfile = ClientProfile {
    name: Reader::Outlook.name(),
    headers: &[
        ("User-Agent", "Microsoft Exchange (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Outlook),
};
/// Does not accept compression, so that at least one answer is uncompressed.
pub(super) const APPLE: ClientProfile = ClientProfile {
    name: Reader::Apple.name(),
    headers: &[
        ("User-Agent", "macOS/15.0 dataaccessd/1.0 (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
    ],
    reader: Some(Reader::Apple),
};
pub(super) const THUNDERBIRD: ClientProfile = ClientProfile {
    name: Reader::Thunderbird.name(),
    headers: &[
        ("User-Agent", "Mozilla/5.0 Gecko/20100101 Thunderbird/128.0 (kalends-doctor)"),
        ("Accept", "text/calendar,text/plain;q=0.8,*/*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Thunderbird),
};
/// Mail gateways follow links before people do.
pub(super) const SCANNER: ClientProfile = ClientProfile {
    name: "link scanners",
    headers: &[
        ("User-Agent", "Mozilla/5.0 (compatible; link scanner; kalends-doctor)"),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("Accept-Encoding", "identity"),
    ],
    reader: None,
};

/// Its server fetches the calendar, its web page reads it.
pub(super) const NEXTCLOUD: ClientProfile = ClientProfile {
    name: Reader::Nextcloud.name(),
    headers: &[
        ("User-Agent", "Nextcloud Webcal Service (kalends-doctor)"),
        ("Accept", "text/calendar, application/calendar+json, application/calendar+xml"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Nextcloud),
};
/// DAVx5 subscribes through ICSx5.
pub(super) const DAVX5: ClientProfile = ClientProfile {
    name: Reader::Davx5.name(),
    headers: &[
        ("User-Agent", "ICSx5/2.2 (kalends-doctor)"),
        ("Accept", "text/calendar, */*;q=0.9"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::Davx5),
};
pub(super) const HOME_ASSISTANT: ClientProfile = ClientProfile {
    name: Reader::HomeAssistant.name(),
    headers: &[
        ("User-Agent", "HomeAssistant/2026.8 (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
    ],
    reader: Some(Reader::HomeAssistant),
};

/// All kinds, in the order of the summary.
pub(super) const ALL: [ClientProfile; 8] =
    [GOOGLE, OUTLOOK, APPLE, THUNDERBIRD, NEXTCLOUD, DAVX5, HOME_ASSISTANT, SCANNER];
