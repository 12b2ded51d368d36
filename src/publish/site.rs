//! Published series → the map of addresses.

use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::errors::error_pages;
use super::pages::{Look, logo_entry};
use super::status::status;
use super::{Published, PublishedSeries, Retired, Unavailable};
use crate::address::{self, INDEX};
use crate::diagnostic::{Finding, Severity, to_json};
use crate::model::{Audience, SeriesId, Zone};
use crate::page::{self, ListedPart};
use crate::revision::Change;
use crate::snapshot::{
    Closed, Edition, Entry, Failure, Name, Resource, Served, Snapshot, SnapshotBuilder,
    SnapshotProblem, Unavailable as NotNow, Variants,
};

/// When to ask again for a series that is being mended, in seconds.
const RETRY_AFTER_SECONDS: NonZeroU32 = NonZeroU32::new(300).expect("300 is not zero");

/// One of every snapshot: the same bytes, compressed once.
static OPENAPI: LazyLock<Resource> = LazyLock::new(|| Resource::json(page::openapi_json()));

/// A series that is not served just now.
pub(super) fn not_now(id: &SeriesId) -> NotNow {
    NotNow::new(RETRY_AFTER_SECONDS, format!("series {id} cannot be served; see /readyz"))
}

/// A change as the log tells it.
pub(super) fn in_words(change: &Change) -> String {
    format!("`{}` {}", change.id, change.kind.as_str())
}

/// A series that is served.
struct Listed<'a> {
    id: &'a SeriesId,
    aliases: &'a [SeriesId],
    audience: &'a Audience,
    listed: &'a ListedPart,
    served: Served,
}

/// 1. Every series takes the addresses of its own; those served as they last were as well.
/// 2. Aliases take what is left: of series as they are now first.
/// 3. What cannot be served says so where nothing else stands.
pub(super) fn snapshot(published: &Published) -> Result<Snapshot, SnapshotProblem> {
    let mut all: Vec<Listed<'_>> = published
        .series
        .par_iter()
        .map(|one| {
            let edition: Arc<dyn Edition> = Arc::<PublishedSeries>::clone(one);
            Listed {
                id: &one.series.id,
                aliases: &one.series.aliases,
                audience: published.audience(one),
                listed: one.rendered().listed(one),
                served: Served::Held(edition),
            }
        })
        .collect();
    if !published.shelved.is_empty() {
        all.extend(published.shelved.iter().map(|one| Listed {
            id: &one.id,
            aliases: &one.aliases,
            audience: &Audience::Everyone,
            listed: &one.listed,
            served: Served::OnRequest(Arc::clone(&one.lazy)),
        }));
        all.sort_unstable_by_key(|one| one.id);
    }
    let mut builder = SnapshotBuilder::new();
    builder.reserve(all.len());
    all.iter().try_for_each(|one| builder.serve(&one.served, one.audience))?;
    let (kept, current): (Vec<_>, Vec<_>) = all
        .iter()
        .filter(|one| !one.aliases.is_empty())
        .partition(|one| published.kept.contains(one.id));
    for one in current.into_iter().chain(kept) {
        let former = Name::Former(one.served.clone());
        for alias in one.aliases {
            builder.name(&alias.as_str().into(), &former, one.audience);
        }
    }
    for unavailable in &published.unavailable {
        let closed = Name::Closed(Arc::new(closed(unavailable)));
        for id in std::iter::once(&unavailable.id).chain(&unavailable.aliases) {
            builder.name(&id.as_str().into(), &closed, &unavailable.audience);
        }
    }
    let listed = all.iter().filter(|one| !one.audience.is_private());
    let listed: Vec<&ListedPart> = listed.map(|one| one.listed).collect();
    let (html, json) = rayon::join(
        || {
            let look = Look::of(None, &published.branding);
            let html = page::index_html(&listed, &published.branding, look.style());
            look.page(html)
        },
        || Resource::json(page::index_json(&listed)),
    );
    builder.insert(INDEX, Entry::Variants(Box::new(Variants { html, json })))?;
    builder.show_errors(error_pages(&published.branding));
    if let Some((path, logo)) = logo_entry(&published.branding) {
        builder.insert(path, logo)?;
    }
    builder.insert(address::OPENAPI, Entry::Resource(OPENAPI.clone()))?;
    builder.set_status(status(published));
    Ok(builder.build(&failures(published), Zone::database_version()))
}

fn closed(unavailable: &Unavailable) -> Closed {
    Closed {
        entry: match unavailable.retired {
            Retired::Yes => Entry::Gone,
            Retired::No => Entry::Unavailable(not_now(&unavailable.id)),
        },
        sessions: unavailable.sessions.iter().cloned().collect(),
        languages: unavailable.languages.iter().cloned().collect(),
    }
}

/// What is said in place of the files of private series and of what is wrong with them: the log and
/// `check` have that.
const PRIVATE_SERIES: &str = "a private series";

/// One failure a file, with its errors; of files that are or may be private, that there are errors.
fn failures(published: &Published) -> Vec<Failure> {
    let errors = published.findings.iter().filter(|found| found.severity() == Severity::Error);
    let (hidden, told): (Vec<&Finding>, Vec<&Finding>) =
        errors.partition(|finding| published.private_files.hide(finding));
    fn name(finding: &Finding) -> &str {
        finding.file().map_or("", |file| file.name())
    }
    let told = told.chunk_by(|a, b| name(a) == name(b)).map(|group| {
        let source = group.first().map_or_else(String::new, |first| name(first).to_owned());
        let findings: Vec<Finding> = group.iter().map(|finding| (*finding).clone()).collect();
        Failure { source, findings: to_json(&findings) }
    });
    // Last, for their place among the others would say between which names theirs are.
    let hidden = hidden
        .chunk_by(|a, b| name(a) == name(b))
        .map(|_| Failure { source: PRIVATE_SERIES.to_owned(), findings: to_json(&[]) });
    told.chain(hidden).collect()
}
