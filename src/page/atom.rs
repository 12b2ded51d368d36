//! Changes of a series as an Atom feed (RFC 4287): new, moved and cancelled sessions, newest first.
//!
//! Uses only the record, which keeps what people plan by; a changed description adds no entry.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::changes::{self, Changed, Withheld};
use super::context::PageContext;
use super::layout::PageLanguage;
use crate::address::{OfSeries, OfSession};
use crate::i18n::Words;
use crate::model::{SessionId, Uid};
use crate::revision::{Fields, RecordEntry};

/// Maximum number of entries: feed readers keep earlier ones.
const MAX_ENTRIES: usize = 50;

/// One change.
struct FeedEntry<'a> {
    at: Timestamp,
    session: &'a SessionId,
    /// The SEQUENCE after the change.
    sequence: u32,
    title: String,
    text: String,
}

/// Renders the feed of changes.
#[must_use]
pub fn atom(site: &PageContext<'_>) -> String {
    let series = site.series;
    let language = PageLanguage::of(series.language.as_ref());
    let words = language.words;
    let mut news: Vec<FeedEntry<'_>> =
        site.record.sessions().flat_map(|(id, entry)| news_of(words, id, entry)).collect();
    news.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.session.cmp(b.session)));
    let shown = &news[..news.len().min(MAX_ENTRIES)];
    let updated = shown.first().map_or(site.record.created(), |news| news.at);
    // An entry is the same in the feed of each part.
    let id = format!("urn:uuid:{}", Uid::of_series(&series.authority, &series.id));
    let feed_id = series.calendar_uid();
    let author = series.organizer.as_ref().map_or(&series.title, |organizer| &organizer.name);
    // Relative without a public URL, as on pages.
    let link = |of| site.absolute(of).map_or_else(|| site.link(0, of), |url| url.to_string());
    let mut feed = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = write!(
        feed,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\
         <id>urn:uuid:{feed_id}</id><title>{}</title><updated>{updated}</updated>\
         <author><name>{}</name></author><link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
        escaped(language.lang()),
        escaped(&words.changes_of(series.title.as_str()).to_string()),
        escaped(author.as_str()),
        escaped(&link(OfSeries::Page)),
        escaped(&link(OfSeries::Atom)),
    );
    for FeedEntry { at, session, sequence, title, text } in shown {
        let _ = write!(
            feed,
            "\n<entry><id>{id}#{session}/{sequence}</id><title>{}</title><updated>{at}</updated>\
             <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/><content>{}</content></entry>",
            escaped(title),
            escaped(&link(session.to(OfSession::Page))),
            escaped(text),
        );
    }
    feed.push_str("\n</feed>\n");
    feed.shrink_to_fit();
    feed
}

/// The changes of a session, oldest first. The first ones are missing if the record's history was cut.
fn news_of<'a>(
    words: &'static Words,
    id: &'a SessionId,
    entry: &'a RecordEntry,
) -> Vec<FeedEntry<'a>> {
    let now = entry.plan_by();
    let withheld = Withheld::of(entry);
    let states: Vec<&Fields> =
        entry.past().iter().map(|past| past.fields()).chain([&now]).collect();
    let sequences: Vec<u32> =
        entry.past().iter().map(|past| past.sequence()).chain([entry.sequence()]).collect();
    let title = |fields: &Fields| withheld.title(fields).unwrap_or_default();
    let mut news = Vec::new();
    if let (Some(first), Some(0)) = (states.first(), sequences.first()) {
        let text = changes::told(words, first, &withheld);
        let title = words.labelled(words.new_session, &title(first)).to_string();
        news.push(FeedEntry { at: entry.created(), session: id, sequence: 0, title, text });
    }
    for (at, past) in entry.past().iter().enumerate() {
        let (old, new) = (states[at], states[at + 1]);
        let lines = changes::changes(words, [old, new], &withheld).into_iter().map(
            |Changed { label, old, new }| {
                let [old, new] =
                    [old, new].map(|side| side.unwrap_or_else(|| words.none.to_owned()));
                words.labelled(label, &format!("{old} → {new}")).to_string()
            },
        );
        let what =
            if new.get("status") == Some("cancelled") { words.cancelled } else { words.changed };
        news.push(FeedEntry {
            at: past.until(),
            session: id,
            sequence: sequences[at + 1],
            title: words.labelled(&title(new), what).to_string(),
            text: lines.collect::<Vec<_>>().join("\n"),
        });
    }
    news
}

/// Texts contain no control characters except tabs and line breaks, so this is sufficient.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
