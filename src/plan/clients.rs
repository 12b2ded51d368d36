//! How calendar apps handle updates, as data. docs/reference/calendars.md shows the same table, and
//! a test compares the two.
//!
//! Sources: code of open-source apps, vendors' documents and users' reports; not tried on every
//! device.

/// A family of calendar apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientBehaviour {
    /// Its usual name.
    pub name: &'static str,
    /// When a changed or new entry of a subscribed feed arrives.
    pub changed: &'static str,
    /// The effect of opening the changed file again.
    pub opened_again: OpenedAgain,
    /// How an entry that is cancelled in the feed is shown.
    pub cancelled: &'static str,
}

/// The effect of opening the changed file again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedAgain {
    /// The entry changes.
    InPlace,
    /// A second entry appears next to the old one.
    Duplicate,
    /// The old entry stays.
    Nothing,
    /// Reports contradict each other.
    Unclear,
}

impl OpenedAgain {
    /// All variants, the best first.
    pub const ALL: [Self; 4] = [Self::InPlace, Self::Duplicate, Self::Nothing, Self::Unclear];

    /// The words that describe it.
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
) -> ClientBehaviour {
    ClientBehaviour { name, changed, opened_again, cancelled }
}

/// All known families. Every feed asks for one hour (rule `refresh-hints`).
#[rustfmt::skip]
pub const CLIENTS: [ClientBehaviour; 8] = [
    client("Google Calendar", "within 4–24 h, hints ignored", OpenedAgain::Nothing, "vanishes"),
    client("Outlook classic", "by X-PUBLISHED-TTL: 1 h", OpenedAgain::Duplicate, "looks alive: title and free/busy only"),
    client("Outlook.com, new Outlook", "every 3–24 h", OpenedAgain::Duplicate, "title and free/busy only"),
    client("Apple macOS", "user's setting, 5 min to a week", OpenedAgain::InPlace, "struck through"),
    client("Apple iOS", "only charging and on Wi-Fi by default", OpenedAgain::Unclear, "struck through"),
    client("Thunderbird", "30 min by default", OpenedAgain::Nothing, "struck through"),
    client("Android", "needs an app (ICSx5)", OpenedAgain::Duplicate, "per app"),
    client("Nextcloud", "by REFRESH-INTERVAL: 1 h", OpenedAgain::Nothing, "struck through"),
];
