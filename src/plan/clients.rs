//! What calendars do with an update, as data: docs/reference/calendars.md shows the same table, and a test compares
//! the two.
//!
//! From the source of those that are open, vendors' documents and reports of users; not tried on
//! every device.

/// One family of calendars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// What people call it.
    pub name: &'static str,
    /// When a changed or new entry of a subscribed feed arrives.
    pub changed: &'static str,
    /// What comes of opening the changed file again.
    pub opened_again: OpenedAgain,
    /// What becomes of an entry that is cancelled in the feed.
    pub cancelled: &'static str,
}

/// What comes of opening the changed file again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedAgain {
    /// The entry changes.
    InPlace,
    /// A second entry stands beside the old one.
    Duplicate,
    /// The old entry stays.
    Nothing,
    /// Reports contradict each other.
    Unclear,
}

impl OpenedAgain {
    /// All of them, the best first.
    pub const ALL: [Self; 4] = [Self::InPlace, Self::Duplicate, Self::Nothing, Self::Unclear];

    /// The words for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InPlace => "updates in place",
            Self::Duplicate => "adds a duplicate",
            Self::Nothing => "changes nothing",
            Self::Unclear => "unclear",
        }
    }
}

const fn client(
    name: &'static str,
    changed: &'static str,
    opened_again: OpenedAgain,
    cancelled: &'static str,
) -> Client {
    Client { name, changed, opened_again, cancelled }
}

/// Every family that is known of. An hour is what every feed asks for (rule `refresh-hints`).
#[rustfmt::skip]
pub const CLIENTS: [Client; 8] = [
    client("Google Calendar", "within 4–24 h, hints ignored", OpenedAgain::Nothing, "vanishes"),
    client("Outlook classic", "by X-PUBLISHED-TTL: 1 h", OpenedAgain::Duplicate, "looks alive: title and free/busy only"),
    client("Outlook.com, new Outlook", "every 3–24 h", OpenedAgain::Duplicate, "title and free/busy only"),
    client("Apple macOS", "user's setting, 5 min to a week", OpenedAgain::InPlace, "struck through"),
    client("Apple iOS", "only charging and on Wi-Fi by default", OpenedAgain::Unclear, "struck through"),
    client("Thunderbird", "30 min by default", OpenedAgain::Nothing, "struck through"),
    client("Android", "needs an app (ICSx5)", OpenedAgain::Duplicate, "per app"),
    client("Nextcloud", "by REFRESH-INTERVAL: 1 h", OpenedAgain::Nothing, "struck through"),
];
