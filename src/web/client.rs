//! The kind of calendar client, recognised by its User-Agent: for counters and the access log. No
//! response depends on it (rule `robots-may-fetch`), and the header is not stored.

use std::cell::Cell;
use std::hash::BuildHasher as _;
use std::sync::LazyLock;

use actix_http::header::{HeaderMap, USER_AGENT};
use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::fast::RandomState;

/// The kinds of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClientKind {
    Google,
    Apple,
    Outlook,
    Exchange,
    Thunderbird,
    Icsx5,
    Browser,
    LinkScanner,
    Other,
}

impl ClientKind {
    pub(super) const ALL: [Self; 9] = [
        Self::Google,
        Self::Apple,
        Self::Outlook,
        Self::Exchange,
        Self::Thunderbird,
        Self::Icsx5,
        Self::Browser,
        Self::LinkScanner,
        Self::Other,
    ];

    /// Its name in metrics and logs.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Apple => "apple",
            Self::Outlook => "outlook",
            Self::Exchange => "exchange",
            Self::Thunderbird => "thunderbird",
            Self::Icsx5 => "icsx5",
            Self::Browser => "browser",
            Self::LinkScanner => "link_scanner",
            Self::Other => "other",
        }
    }
}

/// Substrings of User-Agents; vendors document few of them. Without any of these, a `Mozilla/5.0`
/// prefix means a browser, and anything else another client.
const MARKS: [(&str, ClientKind); 32] = [
    ("google-calendar", ClientKind::Google),
    ("googlecalendar", ClientKind::Google),
    ("calendaragent", ClientKind::Apple),
    ("dataaccessd", ClientKind::Apple),
    ("accountsd", ClientKind::Apple),
    ("ical/", ClientKind::Apple),
    ("exchangeservicesclient", ClientKind::Exchange),
    ("microsoft exchange", ClientKind::Exchange),
    ("microsoft-exchange", ClientKind::Exchange),
    ("microsoft.exchange", ClientKind::Exchange),
    ("microsoft office", ClientKind::Outlook),
    ("microsoft outlook", ClientKind::Outlook),
    ("ms-office", ClientKind::Outlook),
    ("macoutlook", ClientKind::Outlook),
    ("outlook-ios", ClientKind::Outlook),
    ("outlook-android", ClientKind::Outlook),
    ("thunderbird/", ClientKind::Thunderbird),
    ("lightning/", ClientKind::Thunderbird),
    ("icsx5", ClientKind::Icsx5),
    ("icsdroid", ClientKind::Icsx5),
    // A phone maker with "bot" in its name.
    ("cubot", ClientKind::Other),
    ("bot", ClientKind::LinkScanner),
    ("crawl", ClientKind::LinkScanner),
    ("spider", ClientKind::LinkScanner),
    ("preview", ClientKind::LinkScanner),
    ("scanner", ClientKind::LinkScanner),
    ("facebookexternalhit", ClientKind::LinkScanner),
    ("whatsapp/", ClientKind::LinkScanner),
    ("safelinks", ClientKind::LinkScanner),
    ("proofpoint", ClientKind::LinkScanner),
    ("mimecast", ClientKind::LinkScanner),
    ("barracuda", ClientKind::LinkScanner),
];

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostFirst)
        .build(MARKS.map(|(mark, _)| mark))
        .expect("thirty short patterns make an automaton")
});

/// Longest part of a User-Agent that is searched, in bytes.
const MAX_BYTES: usize = 512;

/// A cache of recent User-Agents and their kinds, by hash. User-Agents repeat, and hashing costs a
/// tenth of searching. A collision, once in 2^64, only affects counting.
#[derive(Debug)]
pub(super) struct UserAgentCache {
    hasher: RandomState,
    clients: [Cell<(u64, ClientKind)>; SLOTS],
}

/// A power of two.
const SLOTS: usize = 256;

impl UserAgentCache {
    pub(super) fn none() -> Self {
        // Built now, so that the first client does not wait for it.
        LazyLock::force(&FINDER);
        Self {
            hasher: RandomState::default(),
            clients: [const { Cell::new((0, ClientKind::Other)) }; SLOTS],
        }
    }

    /// Returns the kind of client that sent these headers.
    pub(super) fn client(&self, headers: &HeaderMap) -> ClientKind {
        let Some(value) = headers.get(USER_AGENT) else { return ClientKind::Other };
        let text = value.as_bytes();
        let text = &text[..text.len().min(MAX_BYTES)];
        let hash = self.hasher.hash_one(text);
        let slot = &self.clients[usize::try_from(hash % SLOTS as u64).unwrap_or_default()];
        let (met, client) = slot.get();
        if met == hash {
            return client;
        }
        let client = tell(text);
        slot.set((hash, client));
        client
    }
}

fn tell(text: &[u8]) -> ClientKind {
    let marks = FINDER.find_iter(text).map(|found| MARKS[found.pattern().as_usize()].1);
    match marks.into_iter().find(|client| *client != ClientKind::Other) {
        Some(client) => client,
        None if text.starts_with(b"Mozilla/5.0 (") => ClientKind::Browser,
        None => ClientKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use actix_http::header::HeaderValue;

    use super::*;

    #[test]
    fn calendars_are_told_by_what_they_say_of_themselves() {
        let met = UserAgentCache::none();
        for (text, expected) in [
            ("Google-Calendar-Importer", ClientKind::Google),
            ("Mozilla/5.0 (compatible; Google-Calendar-Importer/1.0)", ClientKind::Google),
            ("macOS/14.5 (23F79) dataaccessd/1.0", ClientKind::Apple),
            ("iOS/17.5 (21F79) dataaccessd/1.0", ClientKind::Apple),
            ("Mac+OS+X/10.15.7 (19H2) CalendarAgent/930.5", ClientKind::Apple),
            (
                "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)",
                ClientKind::Outlook,
            ),
            ("Mozilla/4.0 (compatible; ms-office; MSOffice 16)", ClientKind::Outlook),
            ("Microsoft Exchange/15.20", ClientKind::Exchange),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4",
                ClientKind::Thunderbird,
            ),
            ("ICSx5/2.2.3 (ical4j/3.2)", ClientKind::Icsx5),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)", ClientKind::Browser),
            ("Mozilla/5.0 (compatible; Googlebot/2.1)", ClientKind::LinkScanner),
            ("Mozilla/5.0 (Windows NT 10.0) SkypeUriPreview Preview/0.5", ClientKind::LinkScanner),
            ("Mozilla/5.0 (Linux; Android 13; CUBOT X50) AppleWebKit/537.36", ClientKind::Browser),
            ("Dalvik/2.1.0 (Linux; U; Android 10; CUBOT_NOTE_S)", ClientKind::Other),
            ("Mozilla/5.0 (Linux; CUBOT X50) (compatible; bingbot/2.0)", ClientKind::LinkScanner),
            ("curl/8.5.0", ClientKind::Other),
            ("", ClientKind::Other),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, HeaderValue::from_str(text).unwrap());
            for _ in ["when first met", "when met again"] {
                assert_eq!(met.client(&headers), expected, "{text}");
            }
        }
        assert_eq!(met.client(&HeaderMap::new()), ClientKind::Other);
    }

    #[test]
    fn every_mark_is_found_and_names_are_unlike() {
        for (mark, expected) in MARKS {
            assert_eq!(tell(mark.as_bytes()), expected, "{mark}");
        }
        for (number, client) in ClientKind::ALL.into_iter().enumerate() {
            assert_eq!(client as usize, number);
        }
    }
}
