//! Changes of a session since a reader's copy of it, in words.

use maud::{Markup, html};

use super::time;
use crate::i18n::Words;
use crate::model::{WebUrl, When, without_link};
use crate::revision::{Fields, PastRevision, RecordEntry};

/// A field's name with its old and new value.
pub(super) struct Changed {
    pub(super) label: &'static str,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// Join links to hide (rule `cancelled-entry-stays`): all the session ever had, if it is cancelled now.
pub(super) struct Withheld {
    is_cancelled: bool,
    links: Vec<WebUrl>,
}

impl Withheld {
    pub(super) fn of(entry: &RecordEntry) -> Self {
        let now = entry.plan_by();
        let is_cancelled = now.get("status") == Some("cancelled");
        let states = entry.past().iter().map(PastRevision::fields).chain([&now]);
        let links = states.filter_map(|fields| WebUrl::parse(fields.get("join")?).ok());
        Self { is_cancelled, links: links.filter(|_| is_cancelled).collect() }
    }

    /// The title of a state without these links; `None` if nothing else is left.
    pub(super) fn title(&self, fields: &Fields) -> Option<String> {
        let title = fields.get("title")?;
        Some(self.left_out_of(title).unwrap_or_else(|| title.to_owned()))
    }

    /// A text without these links; `None` if nothing else is left.
    fn left_out_of(&self, text: &str) -> Option<String> {
        self.links.iter().try_fold(text.to_owned(), |text, link| without_link(&text, link))
    }
}

/// The session's last other time, if it has moved.
pub(super) fn moved_from(entry: &RecordEntry, now: When) -> Option<When> {
    let ends = |when: When| match when {
        When::Timed { start, end, .. } => (start.utc(), end.utc()),
        When::AllDay { .. } => (when.sort_key(), when.over_everywhere()),
    };
    let kind = |when: When| matches!(when, When::AllDay { .. });
    let differs = |then: &When| kind(*then) != kind(now) || ends(*then) != ends(now);
    entry.past().iter().rev().filter_map(|past| time::of_fields(past.fields())).find(differs)
}

/// Old and new value of each field that people plan by.
pub(super) fn since(words: &'static Words, past: &PastRevision, entry: &RecordEntry) -> Markup {
    let changes = changes(words, [past.fields(), &entry.plan_by()], &Withheld::of(entry));
    html! {
        @if changes.is_empty() {
            p { (words.changed_back) }
        } @else {
            p { (words.changed_since) }
            dl {
                @for Changed { label, old, new } in &changes {
                    dt { (label) }
                    dd dir="auto" {
                        @if let Some(old) = old { del { (old) } br; }
                        ins { (new.as_deref().unwrap_or(words.none)) }
                    }
                }
            }
        }
        p { (words.update_subscribed) }
        // A cancelled session is not added again.
        @if entry.plan_by().get("status") != Some("cancelled") { p { (words.update_added) } }
    }
}

/// Time and place, one line each.
pub(super) fn told(words: &Words, fields: &Fields, withheld: &Withheld) -> String {
    let place = place(words, [fields, fields], withheld);
    let lines = [(words.when, when(words, fields, fields)), (words.place, place)];
    let lines = lines.into_iter().filter_map(|(label, text)| Some(format!("{label}: {}", text?)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The differences of two states, in order of importance to readers.
pub(super) fn changes(
    words: &'static Words,
    [old, new]: [&Fields; 2],
    withheld: &Withheld,
) -> Vec<Changed> {
    let join =
        |fields: &Fields| fields.get("join").filter(|_| !withheld.is_cancelled).map(str::to_owned);
    let status =
        |fields: &Fields| Some(status(words, fields.get("status").unwrap_or_default()).to_owned());
    let pairs = [
        (words.when, when(words, old, new), when(words, new, old)),
        (words.status, status(old), status(new)),
        (words.title, withheld.title(old), withheld.title(new)),
        (words.place, place(words, [old, new], withheld), place(words, [new, old], withheld)),
        (words.join_link, join(old), join(new)),
    ];
    let differing = pairs.into_iter().filter(|(_, old, new)| old != new);
    differing.map(|(label, old, new)| Changed { label, old, new }).collect()
}

/// The word for a status in the record.
pub(super) fn status(words: &Words, name: &str) -> &'static str {
    match name {
        "cancelled" => words.cancelled,
        "tentative" => words.tentative,
        _ => words.confirmed,
    }
}

/// The time of one state: with the zone if it differs in the other, with instants if the same local time
/// means another instant.
fn when(words: &Words, this: &Fields, other: &Fields) -> Option<String> {
    let when = time::of_fields(this)?;
    let mut text = time::whole(words, when);
    if let Some(zone) = this.get("timezone").filter(|zone| other.get("timezone") != Some(zone)) {
        text.push_str(&format!(" ({zone})"));
    } else if ["start", "end"].iter().any(|key| this.get(key) != other.get(key))
        && time::of_fields(other).is_some_and(|other| time::whole(words, other) == text)
        && let When::Timed { start, end, .. } = when
    {
        text.push_str(&format!(" ({}/{})", start.utc(), end.utc()));
    }
    Some(text)
}

/// The place of one state: with its position if it differs in the other.
fn place(words: &Words, [this, other]: [&Fields; 2], withheld: &Withheld) -> Option<String> {
    let online = || words.online.to_owned();
    let mut text = match this.get("location") {
        Some(name) => withheld.left_out_of(name).unwrap_or_else(online),
        None => this.get("online").map(|_| online())?,
    };
    if let Some(address) = this.get("address").and_then(|text| withheld.left_out_of(text)) {
        text.push_str(&format!(", {address}"));
    }
    if let Some(geo) = this.get("geo").filter(|geo| other.get("geo") != Some(geo)) {
        text.push_str(&format!(" ({geo})"));
    }
    Some(text)
}
