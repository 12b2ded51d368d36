//! Published series → the map of addresses.

use std::num::NonZeroU32;
use std::sync::LazyLock;

use jiff::Timestamp;
use rayon::prelude::*;

use super::errors::error_pages;
use super::links::{Below, link_entries};
use super::pages::{Look, logo_entry, page_url, qr_entries};
use super::view::Views;
use super::{Published, PublishedSeries, Retired, Unavailable, metrics};
use crate::address::{self, Address, Base, INDEX, METRICS, OfSeries, OldNames, ROWS};
use crate::diagnostic::{Finding, Severity, to_json};
use crate::model::{Audience, Language, Series, SeriesId, SessionId, Zone};
use crate::page::{self, ListedPart};
use crate::revision::{Change, Entry as Recorded, Record};
use crate::snapshot::{
    Entry, Failure, Group, Home, LastModified, Placed, Reach, Recipe, Redirect, Resource,
    SeriesReach, Snapshot, SnapshotBuilder, SnapshotProblem, Unavailable as NotNow, Variants,
};

/// When to ask again for a series that is being mended, in seconds.
const RETRY_AFTER_SECONDS: NonZeroU32 = NonZeroU32::new(300).expect("300 is not zero");

/// One of every snapshot: the same bytes, compressed once.
static OPENAPI: LazyLock<Resource> = LazyLock::new(|| Resource::json(page::openapi_json()));

/// What one series brings into every snapshot that has it.
#[derive(Debug)]
pub(super) struct Part {
    own: Own,
    /// At the addresses of each language.
    languages: Vec<Group>,
    by_alias: Vec<Group>,
    listed: ListedPart,
}

#[derive(Debug)]
enum Own {
    Ahead(Group),
    OnRequest(Home),
}

impl Part {
    /// Of a series whose entries are made of `home` when one of them is asked for.
    pub(super) fn on_request(home: Home, below: Below<'_>) -> Result<Self, SnapshotProblem> {
        Ok(Self {
            own: Own::OnRequest(home),
            languages: Vec::new(),
            by_alias: by_alias(below)?,
            listed: ListedPart::of(below.series, below.record),
        })
    }

    fn own(&self) -> Group {
        match &self.own {
            Own::Ahead(group) => group.clone(),
            Own::OnRequest(home) => home.group(),
        }
    }
}

/// How a series comes to be when one of its addresses is asked for.
pub(super) fn recipe(
    (series, record): (&Series, &Record),
    reach: &Reach,
    open: impl Fn() -> Result<PublishedSeries, String> + Send + Sync + 'static,
) -> Recipe {
    let make = move || entries(&open()?).map_err(|problem| problem.to_string());
    let revised = modified(record.revised()).unix_seconds();
    Recipe {
        key: series.id.as_str().into(),
        make: Box::new(make),
        otherwise: not_now(&series.id),
        reach: Some(SeriesReach::new(series.id.as_str(), revised, reach)),
    }
}

fn not_now(id: &SeriesId) -> NotNow {
    NotNow::new(RETRY_AFTER_SECONDS, format!("series {id} cannot be served; see /readyz"))
}

/// A change as the log tells it.
pub(super) fn in_words(change: &Change) -> String {
    format!("`{}` {}", change.id, change.kind.as_str())
}

/// 1. Every series takes the addresses of its own; those served as they last were as well.
/// 2. Aliases take what is left: of series as they are now first.
/// 3. What cannot be served says so where nothing else stands.
pub(super) fn snapshot(published: &Published) -> Result<Snapshot, SnapshotProblem> {
    let mut found: Vec<(&SeriesId, &Audience, &Part)> = published
        .series
        .par_iter()
        .map(|series| Ok((&series.series.id, published.audience(series), part_of(series)?)))
        .collect::<Result<_, _>>()?;
    if !published.shelved.is_empty() {
        let shelved = published.shelved.iter();
        found.extend(shelved.map(|series| (&series.id, &Audience::Everyone, &series.part)));
        found.sort_unstable_by_key(|(id, ..)| *id);
    }
    let kept = found.iter().map(|(id, ..)| published.kept.contains(*id));
    let kept: Vec<bool> = kept.collect();
    let parts: Vec<(&Audience, &Part)> =
        found.into_iter().map(|(_, audience, part)| (audience, part)).collect();
    let mut builder = SnapshotBuilder::new();
    builder.reserve(parts.len());
    for (audience, part) in &parts {
        share(&mut builder, &part.own(), audience)?;
        part.languages.iter().try_for_each(|group| share(&mut builder, group, audience))?;
    }
    for now_kept in [false, true] {
        for ((audience, part), is_kept) in parts.iter().zip(&kept) {
            if part.by_alias.is_empty() || *is_kept != now_kept {
                continue;
            }
            for group in &part.by_alias {
                share_what_is_left(&mut builder, group, audience)?;
            }
        }
    }
    // What is served keeps its address, whatever else lays claim to it.
    for unavailable in &published.unavailable {
        let ids = std::iter::once(&unavailable.id).chain(&unavailable.aliases);
        for id in ids {
            for group in unavailable_groups(id, unavailable)? {
                share_what_is_left(&mut builder, &group, &unavailable.audience)?;
            }
        }
    }
    let listed = parts.iter().filter(|(audience, _)| !audience.is_private());
    let listed: Vec<&ListedPart> = listed.map(|(_, part)| &part.listed).collect();
    let (html, json) = rayon::join(
        || {
            let look = Look::of(None, &published.house);
            let html = page::index_html(&listed, &published.house, look.style());
            look.page(html)
        },
        || Resource::json(page::index_json(&listed)),
    );
    builder.insert(INDEX, Entry::Variants(Box::new(Variants { html, json })))?;
    builder.show_errors(error_pages(&published.house));
    if let Some((path, logo)) = logo_entry(&published.house) {
        builder.insert(path, logo)?;
    }
    builder.insert(address::OPENAPI, Entry::Resource(OPENAPI.clone()))?;
    let metrics = Resource::metrics(metrics::text(published));
    builder.insert(METRICS, Entry::Resource(metrics))?;
    builder.build(&failures(published), Zone::database_version())
}

/// Puts a group where its readers find it: in public, or below each of their tokens.
fn share(
    builder: &mut SnapshotBuilder,
    group: &Group,
    audience: &Audience,
) -> Result<(), SnapshotProblem> {
    let Some(accesses) = audience.accesses() else { return builder.share(group) };
    accesses.iter().for_each(|access| builder.share_private(group, access.token));
    Ok(())
}

fn share_what_is_left(
    builder: &mut SnapshotBuilder,
    group: &Group,
    audience: &Audience,
) -> Result<(), SnapshotProblem> {
    // Below a token, what stands there stays by itself.
    if !audience.is_private() && builder.has_group(group.key()) {
        return Ok(());
    }
    share(builder, group, audience)
}

/// The part of a series, made once.
fn part_of(published: &PublishedSeries) -> Result<&Part, SnapshotProblem> {
    if let Some(part) = published.part.get() {
        return Ok(part);
    }
    let part = make_part(published)?;
    Ok(published.part.get_or_init(|| part))
}

fn make_part(published: &PublishedSeries) -> Result<Part, SnapshotProblem> {
    let below = Below::of(published);
    let views = Views::of(published);
    Ok(Part {
        own: Own::Ahead(Group::new(entries_of(&views)?)?),
        languages: in_languages(&views)?,
        by_alias: by_alias(below)?,
        listed: ListedPart::of(below.series, below.record),
    })
}

/// Everything at the addresses of a series' own.
pub(super) fn entries(published: &PublishedSeries) -> Result<Vec<Placed>, SnapshotProblem> {
    entries_of(&Views::of(published))
}

fn entries_of(views: &Views<'_>) -> Result<Vec<Placed>, SnapshotProblem> {
    let published = views.published();
    let series = &published.series;
    let revised = modified(published.record.revised()).unix_seconds();
    let reach = SeriesReach::new(series.id.as_str(), revised, &published.reach);
    let base = series.id.base();
    let mut placed = views.own().calendars(base)?;
    placed.extend(views.pages(base, None)?);
    placed.extend(qr_entries(published)?);
    placed.push(Placed::new(&base.to(OfSeries::Reach), Entry::Reach(reach))?);
    Ok(placed)
}

/// Everything at the addresses of each language. One that is offered no longer goes on in the series'
/// own words.
fn in_languages(views: &Views<'_>) -> Result<Vec<Group>, SnapshotProblem> {
    let published = views.published();
    let group = |language: Language| {
        let base = at(&published.series.id, Some(&language));
        let mut placed = views.in_language(&language).calendars(base)?;
        placed.extend(views.pages(base, Some(&language))?);
        Group::new(placed)
    };
    published.record.languages().into_iter().map(group).collect()
}

/// What leads from older identifiers to the series.
fn by_alias(below: Below<'_>) -> Result<Vec<Group>, SnapshotProblem> {
    let Below { series, record, .. } = below;
    let languages = record.languages();
    let mut by_alias = Vec::new();
    for alias in &series.aliases {
        for language in std::iter::once(None).chain(languages.iter().map(Some)) {
            let [from, to] = [alias, &series.id].map(|id| at(id, language));
            let series = language.and_then(|tag| series.in_language(tag)).unwrap_or(series);
            let mut placed = moved_entries(below, from, to)?;
            placed.extend(link_entries(Below { series, ..below }, from)?);
            by_alias.push(Group::new(placed)?);
        }
    }
    Ok(by_alias)
}

/// Where a series is under one of its identifiers.
fn at<'a>(id: &'a SeriesId, language: Option<&'a Language>) -> Base<'a> {
    Base { language: language.map(Language::as_str), ..id.base() }
}

/// What leads from one base of a series to the other; where they are the same, from older identifiers
/// of its sessions.
pub(super) fn moved_entries(
    below: Below<'_>,
    from: Base<'_>,
    to: Base<'_>,
) -> Result<Vec<Placed>, SnapshotProblem> {
    let audience = below.series.audience.as_ref().unwrap_or(&Audience::Everyone);
    let (is_private, is_known) = (audience.is_private(), page_url(below).is_some());
    let mut sessions: Vec<[&str; 2]> = Vec::new();
    for (id, _) in below.record.sessions() {
        let names = std::iter::once(id).chain(former(below.record, id));
        sessions.extend(names.map(|name| [name.as_str(), id.as_str()]));
    }
    let rows = ROWS.iter().filter(|row| {
        row.old_names == OldNames::Moved
            && (row.languages || from.language.is_none())
            && (row.tokens || !is_private)
            && (!row.needs_public_url || is_known)
    });
    let pairs = rows.flat_map(|row| row.of_series(&sessions));
    let pairs = pairs.map(|[old, new]| (from.to(old), to.to(new))).filter(|(old, new)| old != new);
    let moved = |(old, new): (Address<'_>, Address<'_>)| {
        let (old, new) = (old.to_string(), new.to_string());
        let to = if is_private { Redirect::beside(&old, &new) } else { Redirect::renamed(&new) };
        let to = to.expect("identifiers are letters, digits and hyphens");
        Placed::new(&old, Entry::Redirect(to))
    };
    pairs.map(moved).collect()
}

/// The older identifiers of a session. One that another session has is no older one, whatever a
/// record says.
pub(super) fn former<'a>(
    record: &'a Record,
    id: &SessionId,
) -> impl Iterator<Item = &'a SessionId> {
    let former = record.entry(id).map_or(&[][..], Recorded::was);
    former.iter().filter(|old| record.entry(old).is_none())
}

fn unavailable_groups(
    id: &SeriesId,
    unavailable: &Unavailable,
) -> Result<Vec<Group>, SnapshotProblem> {
    let entry = || match unavailable.retired {
        Retired::Yes => Entry::Gone,
        Retired::No => Entry::Unavailable(not_now(&unavailable.id)),
    };
    let sessions: Vec<_> = unavailable.sessions.iter().map(|id| [id.as_str(); 2]).collect();
    let group = |language: Option<&Language>| {
        let rows = ROWS.iter().filter(|row| row.languages || language.is_none());
        let base = at(id, language);
        let all = rows.flat_map(|row| row.of_series(&sessions));
        let placed = all.map(|[of, _]| Placed::new(&base.to(of), entry()));
        Group::new(placed.collect::<Result<_, _>>()?)
    };
    let languages = unavailable.languages.iter().map(Some);
    std::iter::once(None).chain(languages).map(group).collect()
}

pub(super) fn modified(at: Timestamp) -> LastModified {
    LastModified::from_unix_seconds(at.as_second())
        .expect("records hold instants of the years 1970 to 9999")
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
