//! Published series → the map of addresses.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use jiff::Timestamp;

use super::{Published, PublishedSeries, Retired, Unavailable};
use crate::diagnostic::{Severity, to_json};
use crate::model::{SeriesId, SessionId, Zone};
use crate::render::{Listed, index_html, index_json};
use crate::snapshot::{
    Entry, Failure, FileName, LastModified, Redirect, Resource, Snapshot, SnapshotBuilder,
    SnapshotProblem, Unavailable as NotNow, Variants,
};

/// When to ask again for a series that is being mended, in seconds.
const RETRY_AFTER_SECONDS: NonZeroU32 = NonZeroU32::new(300).expect("300 is not zero");

/// Every path of Kalends that belongs to a series and a session.
fn feed_path(series: &SeriesId) -> String {
    format!("/{series}.ics")
}

fn session_path(series: &SeriesId, session: &SessionId) -> String {
    format!("/{series}/{session}.ics")
}

pub(super) fn snapshot(published: &Published) -> Result<Snapshot, SnapshotProblem> {
    let mut builder = SnapshotBuilder::new();
    let mut taken = BTreeSet::new();
    for series in &published.series {
        insert_series(&mut builder, series)?;
        taken.insert(&series.series.id);
        taken.extend(&series.series.aliases);
    }
    // What is served keeps its address, whatever else lays claim to it.
    for unavailable in published.unavailable.iter().filter(|other| !taken.contains(&other.id)) {
        insert_unavailable(&mut builder, unavailable)?;
    }
    let listed: Vec<Listed> =
        published.series.iter().map(|series| Listed::of(&series.series)).collect();
    builder.insert(
        "/",
        Entry::Variants(Box::new(Variants {
            html: Resource::page(index_html(&listed), None),
            json: Resource::json(index_json(&listed)),
        })),
    )?;
    builder.build(&failures(published), Zone::database_version())
}

fn insert_series(
    builder: &mut SnapshotBuilder,
    published: &PublishedSeries,
) -> Result<(), SnapshotProblem> {
    let (series, record) = (&published.series, &published.record);
    let feed = Resource::feed(published.calendars.feed.clone(), modified(record.revised()));
    builder.insert(&feed_path(&series.id), Entry::Resource(feed))?;
    for (id, text) in &published.calendars.sessions {
        let path = session_path(&series.id, id);
        let revised = record.entry(id).map_or(record.revised(), |entry| entry.revised());
        let name = FileName::parse(&format!("{}-{id}.ics", series.id))
            .expect("identifiers are letters, digits and hyphens");
        let file = Resource::session_file(text.clone(), &name, modified(revised));
        builder.insert(&path, Entry::Resource(file))?;
        for alias in &series.aliases {
            builder.insert(&session_path(alias, id), redirect(&path))?;
        }
        let former = record.entry(id).map_or(&[][..], |entry| entry.was());
        // An identifier that a session has is no older one, whatever a record says.
        for old in former.iter().filter(|old| record.entry(old).is_none()) {
            for series in std::iter::once(&series.id).chain(&series.aliases) {
                builder.insert(&session_path(series, old), redirect(&path))?;
            }
        }
    }
    for alias in &series.aliases {
        builder.insert(&feed_path(alias), redirect(&feed_path(&series.id)))?;
    }
    Ok(())
}

fn redirect(path: &str) -> Entry {
    Entry::Redirect(Redirect::renamed(path).expect("identifiers are letters, digits and hyphens"))
}

fn insert_unavailable(
    builder: &mut SnapshotBuilder,
    unavailable: &Unavailable,
) -> Result<(), SnapshotProblem> {
    let entry = || match unavailable.retired {
        Retired::Yes => Entry::Gone,
        Retired::No => Entry::Unavailable(NotNow::new(
            RETRY_AFTER_SECONDS,
            format!("series {} cannot be served; see /readyz", unavailable.id),
        )),
    };
    for id in std::iter::once(&unavailable.id).chain(&unavailable.aliases) {
        let sessions = unavailable.sessions.iter().map(|session| session_path(id, session));
        for path in std::iter::once(feed_path(id)).chain(sessions) {
            match builder.insert(&path, entry()) {
                // Two broken definitions of one series, or one that another is called by now.
                Err(SnapshotProblem::Taken(_)) => break,
                other => other?,
            }
        }
    }
    Ok(())
}

fn modified(at: Timestamp) -> LastModified {
    LastModified::from_unix_seconds(at.as_second())
        .expect("records hold instants of the years 1970 to 9999")
}

/// One failure a file: its errors.
fn failures(published: &Published) -> Vec<Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    let errors: Vec<_> = published
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .cloned()
        .collect();
    let name = |finding: &crate::diagnostic::Finding| {
        finding.file().map_or_else(String::new, |file| file.name().to_owned())
    };
    for group in errors.chunk_by(|a, b| name(a) == name(b)) {
        failures.push(Failure {
            source: group.first().map(name).unwrap_or_default(),
            findings: to_json(group),
        });
    }
    failures
}
