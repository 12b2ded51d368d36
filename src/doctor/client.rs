//! How the big clients ask, and what is said of each in the end.

/// A kind of client. What it says of itself is what servers would tell it by, and who asks in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) name: &'static str,
    pub(super) headers: &'static [(&'static str, &'static str)],
}

/// Sends no Accept at all.
pub(super) const GOOGLE: Client = Client {
    name: "Google",
    headers: &[
        ("User-Agent", "Google-Calendar-Importer (kalends-doctor)"),
        ("Accept-Encoding", "gzip"),
    ],
};
pub(super) const OUTLOOK: Client = Client {
    name: "Outlook",
    headers: &[
        ("User-Agent", "Microsoft Exchange (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip"),
    ],
};
/// Asked without compression, so that one client at least is.
pub(super) const APPLE: Client = Client {
    name: "Apple",
    headers: &[
        ("User-Agent", "macOS/15.0 dataaccessd/1.0 (kalends-doctor)"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
    ],
};
pub(super) const THUNDERBIRD: Client = Client {
    name: "Thunderbird",
    headers: &[
        ("User-Agent", "Mozilla/5.0 Gecko/20100101 Thunderbird/128.0 (kalends-doctor)"),
        ("Accept", "text/calendar,text/plain;q=0.8,*/*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    ],
};
/// Mail gateways follow links before people do.
pub(super) const SCANNER: Client = Client {
    name: "link scanners",
    headers: &[
        ("User-Agent", "Mozilla/5.0 (compatible; link scanner; kalends-doctor)"),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("Accept-Encoding", "identity"),
    ],
};

/// In the order of the summary.
pub(super) const ALL: [Client; 5] = [GOOGLE, OUTLOOK, APPLE, THUNDERBIRD, SCANNER];
