//! Published series → the map of addresses.

use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use jiff::Timestamp;
use rayon::prelude::*;

use super::links::{Below, all_path, link_entries, link_paths};
use super::pages::{has_address, machine_paths, page_entries, qr_path};
use super::{Published, PublishedSeries, Retired, Unavailable, metrics};
use crate::diagnostic::{Finding, Severity, to_json};
use crate::model::{Audience, Series, SeriesId, SessionId, Zone};
use crate::page::{self, Listed, ListedPart};
use crate::render::{self, Calendars};
use crate::revision::{Change, Entry as Recorded, Record};
use crate::snapshot::{
    Entry, Failure, FileName, Group, Home, LastModified, Placed, Reach, Recipe, Redirect, Resource,
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
fn feed_path(series: &SeriesId) -> String {
    format!("/{series}.ics")
}

fn session_path(series: &SeriesId, session: &SessionId) -> String {
    format!("/{series}/{session}.ics")
}

pub(super) fn page_path(series: &SeriesId) -> String {
    format!("/{series}")
}

pub(super) fn session_page_path(series: &SeriesId, session: &SessionId) -> String {
    format!("/{series}/{session}")
}

fn reach_path(series: &SeriesId) -> String {
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
            let group = unavailable_group(id, unavailable)?;
            share_what_is_left(&mut builder, &group, &unavailable.audience)?;
        }
    }
    let listed = parts.iter().filter(|(audience, _)| !audience.is_private());
    let listed: Vec<&ListedPart> = listed.map(|(_, part)| &part.listed).collect();
    let (html, json) = rayon::join(
        || {
            let style = page::style(None);
            let html = page::index_html(&listed, &published.house, &style);
            Resource::page_with_script(html, &style, page::SCRIPT)
        },
        || Resource::json(page::index_json(&listed)),
    );
    builder.insert("/", Entry::Variants(Box::new(Variants { html, json })))?;
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
    Ok(Part {
        own: Own::Ahead(Group::new(entries(published)?)?),
        by_alias: by_alias(below)?,
        listed: ListedPart::of(below.series, below.record),
    })
}

/// Everything at the addresses of a series' own.
pub(super) fn entries(published: &PublishedSeries) -> Result<Vec<Placed>, SnapshotProblem> {
    let (series, record) = (&published.series, &published.record);
    let moved = |from: &str, to: &str| moved(from, to, published.audience());
    let calendars = &published.calendars;
    let revised = modified(record.revised());
    let reach = SeriesReach::new(series.id.as_str(), revised.unix_seconds(), &published.reach);
    let feed = Resource::feed(body(calendars, Which::Feed), revised).reported_to(&published.reach);
    let listed = Listed::of(series, record);
    let mut own = vec![
        Placed::new(&feed_path(&series.id), Entry::Resource(feed))?,
        Placed::new(&reach_path(&series.id), Entry::Reach(reach))?,
        Placed::new(&all_path(&series.id), Entry::Resource(all_sessions(published)))?,
    ];
    own.extend(page_entries(published, &listed)?);
    own.extend(link_entries(Below::of(published), &series.id)?);
    for (number, (id, _)) in calendars.sessions.iter().enumerate() {
        let revised = record.entry(id).map_or(record.revised(), |entry| entry.revised());
        let name = FileName::parse(&format!("{}-{id}.ics", series.id))
            .expect("identifiers are letters, digits and hyphens");
        let path = session_path(&series.id, id);
        let body = body(calendars, Which::Session(number));
        let file = Resource::session_file(body, &name, modified(revised));
        let file = file.reported_to(&published.reach);
        own.push(Placed::new(&path, Entry::Resource(file))?);
        let page = session_page_path(&series.id, id);
        for old in former(record, id) {
            own.push(moved(&session_path(&series.id, old), &path)?);
            own.push(moved(&session_page_path(&series.id, old), &page)?);
        }
    }
    Ok(own)
}

/// What leads from older identifiers to the series.
fn by_alias(below: Below<'_>) -> Result<Vec<Group>, SnapshotProblem> {
    let Below { series, record, .. } = below;
    let audience = series.audience.as_ref().unwrap_or(&Audience::Everyone);
    let moved = |from: &str, to: &str| moved(from, to, audience);
    let mut by_alias = Vec::new();
    for alias in &series.aliases {
        let mut entries = vec![
            moved(&feed_path(alias), &feed_path(&series.id))?,
            moved(&page_path(alias), &page_path(&series.id))?,
            moved(&reach_path(alias), &reach_path(&series.id))?,
            moved(&all_path(alias), &all_path(&series.id))?,
        ];
        entries.extend(link_entries(below, alias)?);
        for (id, _) in record.sessions() {
            let path = session_path(&series.id, id);
            let page = session_page_path(&series.id, id);
            for id in std::iter::once(id).chain(former(record, id)) {
                entries.push(moved(&session_path(alias, id), &path)?);
                entries.push(moved(&session_page_path(alias, id), &page)?);
            }
        }
        for (old, new) in machine_paths(alias).iter().zip(machine_paths(&series.id)) {
            entries.push(moved(old, &new)?);
        }
        if has_address(below) {
            entries.push(moved(&qr_path(alias), &qr_path(&series.id))?);
        }
        by_alias.push(Group::new(entries)?);
    }
    Ok(by_alias)
}

/// All sessions in one file, to add.
fn all_sessions(published: &PublishedSeries) -> Resource {
    let name = FileName::parse(&format!("{}.ics", published.series.id))
        .expect("identifiers are letters, digits and hyphens");
    let body = render::all_sessions(&published.calendars.feed);
    Resource::session_file(body, &name, modified(published.record.revised()))
        .reported_to(&published.reach)
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

fn moved(from: &str, to: &str, audience: &Audience) -> Result<Placed, SnapshotProblem> {
    let redirect =
        if audience.is_private() { Redirect::beside(from, to) } else { Redirect::renamed(to) };
    let redirect = redirect.expect("identifiers are letters, digits and hyphens");
    Placed::new(from, Entry::Redirect(redirect))
}

/// One of a series' calendars.
enum Which {
    Feed,
    Session(usize),
}

struct Body(Arc<Calendars>, Which);

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        match self.1 {
            Which::Feed => self.0.feed.as_bytes(),
            Which::Session(number) => {
                self.0.sessions.get(number).map_or(b"", |(_, text)| text.as_bytes())
            }
        }
    }
}

/// The bytes of a calendar, which stay where they are.
fn body(calendars: &Arc<Calendars>, which: Which) -> Bytes {
    Bytes::from_owner(Body(Arc::clone(calendars), which))
}

fn unavailable_group(id: &SeriesId, unavailable: &Unavailable) -> Result<Group, SnapshotProblem> {
    let entry = || match unavailable.retired {
        Retired::Yes => Entry::Gone,
        Retired::No => Entry::Unavailable(not_now(&unavailable.id)),
    };
    let of_session = |session| [session_path(id, session), session_page_path(id, session)];
    let sessions = unavailable.sessions.iter().flat_map(of_session);
    let links = link_paths(id, &unavailable.sessions);
    let paths = [feed_path(id), page_path(id), reach_path(id), qr_path(id)].into_iter();
    let paths = paths.chain(machine_paths(id)).chain(sessions).chain(links);
    let placed = paths.map(|path| Placed::new(&path, entry())).collect::<Result<_, _>>()?;
    Group::new(placed)
}

fn modified(at: Timestamp) -> LastModified {
    LastModified::from_unix_seconds(at.as_second())
        .expect("records hold instants of the years 1970 to 9999")
}

/// What stands in place of a private series' file and of what is wrong with it: the log has that.
const PRIVATE_SERIES: &str = "a private series";

/// One failure a file: its errors.
fn failures(published: &Published) -> Vec<Failure> {
    let errors: Vec<Finding> = published
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .cloned()
        .collect();
    let name =
        |finding: &Finding| finding.file().map_or_else(String::new, |file| file.name().to_owned());
    errors
        .chunk_by(|a, b| name(a) == name(b))
        .map(|group| {
            let source = group.first().map(name).unwrap_or_default();
            // An address that two files dispute names the other one.
            let names = |file: &String| {
                source == *file || group.iter().any(|finding| finding.headline().contains(file))
            };
            if published.private_files.iter().any(names) {
                return Failure { source: PRIVATE_SERIES.to_owned(), findings: to_json(&[]) };
            }
            Failure { source, findings: to_json(group) }
        })
        .collect()
}
