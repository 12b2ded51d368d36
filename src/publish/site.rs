//! Published series → the map of addresses.

use std::fmt::Display;
use std::num::NonZeroU32;
use std::sync::LazyLock;

use jiff::Timestamp;
use rayon::prelude::*;

use super::errors::error_pages;
use super::links::{Below, all_path, link_entries, link_paths};
use super::pages::{
    Look, embed_paths, has_address, logo_entry, machine_paths, mail_paths, moved_embeds,
    qr_entries, qr_paths,
};
use super::view::Views;
use super::{Published, PublishedSeries, Retired, Unavailable, metrics};
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

/// Every path of Kalends that belongs to a series and a session.
pub(super) fn feed_path(series: &impl Display) -> String {
    format!("/{series}.ics")
}

pub(super) fn session_path(series: &impl Display, session: &SessionId) -> String {
    format!("/{series}/{session}.ics")
}

pub(super) fn page_path(series: &impl Display) -> String {
    format!("/{series}")
}

pub(super) fn session_page_path(series: &impl Display, session: &SessionId) -> String {
    format!("/{series}/{session}")
}

fn reach_path(series: &impl Display) -> String {
    format!("/{series}/reach")
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
    builder.insert("/", Entry::Variants(Box::new(Variants { html, json })))?;
    builder.show_errors(error_pages(&published.house));
    if let Some((path, logo)) = logo_entry(&published.house) {
        builder.insert(path, logo)?;
    }
    builder.insert("/openapi.json", Entry::Resource(OPENAPI.clone()))?;
    let metrics = Resource::metrics(metrics::text(published));
    builder.insert("/metrics", Entry::Resource(metrics))?;
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
    let mut placed = views.own().calendars(&series.id)?;
    placed.extend(views.pages()?);
    placed.extend(qr_entries(published)?);
    placed.push(Placed::new(&reach_path(&series.id), Entry::Reach(reach))?);
    Ok(placed)
}

/// Everything at the addresses of each language. One that is offered no longer goes on in the series'
/// own words.
fn in_languages(views: &Views<'_>) -> Result<Vec<Group>, SnapshotProblem> {
    let published = views.published();
    let group = |language: Language| {
        let view = views.in_language(&language);
        let address = format!("{language}/{}", published.series.id);
        let mut placed = view.calendars(&address)?;
        placed.extend(views.pages_below(&language, &address)?);
        Group::new(placed)
    };
    published.record.languages().into_iter().map(group).collect()
}

/// What leads from older identifiers to the series.
fn by_alias(below: Below<'_>) -> Result<Vec<Group>, SnapshotProblem> {
    let Below { series, record, .. } = below;
    let audience = series.audience.as_ref().unwrap_or(&Audience::Everyone);
    let moved = |from: &str, to: &str| moved(from, to, audience);
    let everything = |from: &str, to: &str| {
        let (from, to) = (&from, &to);
        let mut entries = vec![
            moved(&feed_path(from), &feed_path(to))?,
            moved(&page_path(from), &page_path(to))?,
            moved(&all_path(from), &all_path(to))?,
        ];
        for (old, new) in machine_paths(from).iter().zip(machine_paths(to)) {
            entries.push(moved(old, &new)?);
        }
        if has_address(below) {
            for (old, new) in mail_paths(from).iter().zip(mail_paths(to)) {
                entries.push(moved(old, &new)?);
            }
        }
        entries.extend(moved_embeds(below, &page_path(from), &page_path(to))?);
        for (id, _) in record.sessions() {
            let (path, page) = (session_path(to, id), session_page_path(to, id));
            for id in std::iter::once(id).chain(former(record, id)) {
                entries.push(moved(&session_path(from, id), &path)?);
                let old = session_page_path(from, id);
                entries.push(moved(&old, &page)?);
                entries.extend(moved_embeds(below, &old, &page)?);
            }
        }
        Ok(entries)
    };
    let languages = record.languages();
    let mut by_alias = Vec::new();
    for alias in &series.aliases {
        let mut entries = everything(alias.as_str(), series.id.as_str())?;
        entries.push(moved(&reach_path(alias), &reach_path(&series.id))?);
        entries.extend(link_entries(below, alias)?);
        if has_address(below) {
            for (old, new) in qr_paths(alias).iter().zip(qr_paths(&series.id)) {
                entries.push(moved(old, &new)?);
            }
        }
        by_alias.push(Group::new(entries)?);
        for language in &languages {
            let at = |id: &SeriesId| format!("{language}/{id}");
            let mut entries = everything(&at(alias), &at(&series.id))?;
            let translated = series.in_language(language).unwrap_or(series);
            entries.extend(link_entries(Below { series: translated, ..below }, &at(alias))?);
            by_alias.push(Group::new(entries)?);
        }
    }
    Ok(by_alias)
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

pub(super) fn moved(from: &str, to: &str, audience: &Audience) -> Result<Placed, SnapshotProblem> {
    let redirect =
        if audience.is_private() { Redirect::beside(from, to) } else { Redirect::renamed(to) };
    let redirect = redirect.expect("identifiers are letters, digits and hyphens");
    Placed::new(from, Entry::Redirect(redirect))
}

fn unavailable_groups(
    id: &SeriesId,
    unavailable: &Unavailable,
) -> Result<Vec<Group>, SnapshotProblem> {
    let entry = || match unavailable.retired {
        Retired::Yes => Entry::Gone,
        Retired::No => Entry::Unavailable(not_now(&unavailable.id)),
    };
    let below = |address: &str, more: Vec<String>| {
        let address = &address;
        let of_session = |session| {
            let page = session_page_path(address, session);
            let [card, oembed] = embed_paths(&page);
            [session_path(address, session), page, card, oembed]
        };
        let sessions = unavailable.sessions.iter().flat_map(of_session);
        let paths = [feed_path(address), page_path(address)].into_iter().chain(more);
        let paths = paths.chain(machine_paths(address)).chain(mail_paths(address)).chain(sessions);
        let paths = paths.chain(embed_paths(&page_path(address)));
        let paths = paths.chain(link_paths(address, &unavailable.sessions));
        let placed = paths.map(|path| Placed::new(&path, entry())).collect::<Result<_, _>>()?;
        Group::new(placed)
    };
    let plain = std::iter::once(below(
        id.as_str(),
        std::iter::once(reach_path(id)).chain(qr_paths(id)).collect(),
    ));
    let languages = unavailable.languages.iter();
    plain.chain(languages.map(|language| below(&format!("{language}/{id}"), Vec::new()))).collect()
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
