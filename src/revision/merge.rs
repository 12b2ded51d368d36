//! Merges the records of two branches that both published.
//!
//! Uses neither git nor files. A change of one side since the common ancestor wins over an
//! unchanged value of the other. The next publication updates the result to the merged definition.
//!
//! 1. Sessions are the same if their UIDs are; entries of either side are kept.
//! 2. If both sides revised an entry differently, the one with the higher SEQUENCE, else the later
//!    revision, stays, and SEQUENCE rises by one: readers of both get a new revision.
//! 3. SEQUENCE is never below that of either side, CREATED never later.
//! 4. A result that equals neither side has a later LAST-MODIFIED than both (rule
//!    `last-modified-moves`).
//! 5. Earlier revisions on which the sides disagree are dropped.
//! 6. A series that one side made private stays private, and a token that one side revoked stays
//!    revoked.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::codes;
use super::fields::Fields;
use super::history::{MAX_PAST, PastRevision};
use super::instant;
use super::keys::series as feed;
use super::record::{Record, RecordEntry, Withdrawn};
use super::translations::Translations;
use crate::diagnostic::Finding;
use crate::model::{Access, Audience, Language, SessionId, TokenHash, Uid};

/// An entry with its identifier.
type NamedEntry<'a> = (&'a SessionId, &'a RecordEntry);

impl Record {
    /// Merges two records with the common ancestor `base`; without it, both sides count as having
    /// changed every difference. Swapping `ours` and `theirs` gives the same result.
    ///
    /// # Errors
    /// If the two give one series or session different identities, or a counter is exhausted. These
    /// findings have no place: the caller knows the files.
    pub fn merge(base: Option<&Self>, ours: &Self, theirs: &Self) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let series = changed(base.map(|base| &base.series), &ours.series, &theirs.series);
        if series.is_none() {
            findings.push(two_identities("the series", "id", &ours.series, &theirs.series));
        }
        if ours.authority != theirs.authority {
            let (ours, theirs) = (&ours.authority, &theirs.authority);
            findings.push(two_identities("the series", "authority", ours, theirs));
        }
        let sessions = merge_sessions(base, ours, theirs, &mut findings);
        let (Some(series), true) = (series, findings.is_empty()) else { return Err(findings) };
        let newer = if is_newer(ours, theirs) { ours } else { theirs };
        let older = if is_newer(ours, theirs) { theirs } else { ours };
        let fields = changed(base.map(|base| &base.fields), &ours.fields, &theirs.fields);
        let fields = fields.unwrap_or(&newer.fields).clone();
        let texts = merge_texts(base.map(|base| &base.texts), &newer.texts, &older.texts);
        let retired = changed(base.map(|base| &base.retired), &ours.retired, &theirs.retired);
        let retired = retired.copied().unwrap_or(ours.retired.max(theirs.retired));
        let gone = changed(base.map(|base| &base.gone), &ours.gone, &theirs.gone);
        let gone = gone.copied().unwrap_or(ours.gone.max(theirs.gone));
        let merged = Self {
            series: series.clone(),
            // Every entry is up to date with the older rules; the next publication applies the
            // newer ones.
            format: ours.format.min(theirs.format),
            created: ours.created.min(theirs.created),
            revised: newer.revised,
            retired,
            gone: gone.filter(|_| retired.is_some()),
            audience: merge_audiences(base.map(|base| &base.audience), ours, theirs),
            former_languages: former_languages(ours, theirs, &fields, &texts),
            fields,
            texts,
            parts: newer.parts.merged(&older.parts),
            sessions,
            ..newer.clone()
        };
        if merged == *ours || merged == *theirs {
            return Ok(merged);
        }
        match instant::after(merged.revised, merged.revised) {
            Some(revised) => Ok(Self { revised, ..merged }),
            None => Err(vec![exhausted("the series")]),
        }
    }
}

/// The value changed by one side only; `None` if both changed it.
fn changed<'a, T: PartialEq>(base: Option<&T>, ours: &'a T, theirs: &'a T) -> Option<&'a T> {
    match base {
        _ if ours == theirs => Some(ours),
        Some(base) if base == ours => Some(theirs),
        Some(base) if base == theirs => Some(ours),
        _ => None,
    }
}

fn is_newer(ours: &Record, theirs: &Record) -> bool {
    let by_text = || ours.to_text().cmp(&theirs.to_text());
    ours.revised.cmp(&theirs.revised).then_with(by_text).is_ge()
}

fn two_identities(
    what: &str,
    key: &str,
    ours: impl std::fmt::Display,
    theirs: impl std::fmt::Display,
) -> Finding {
    let headline = format!("{what} has `{key}` `{ours}` on one side and `{theirs}` on the other");
    Finding::new(&codes::TWO_IDENTITIES, headline).note(
        "an entry cannot have two identities: some readers would keep a copy that is never updated",
    )
}

fn exhausted(what: &str) -> Finding {
    let headline = format!("{what} has reached the maximum number of revisions");
    Finding::new(&codes::EXHAUSTED, headline)
        .help("merge by hand: keep the side with the higher `sequence` and the later `revised`")
}

fn merge_sessions(
    base: Option<&Record>,
    ours: &Record,
    theirs: &Record,
    findings: &mut Vec<Finding>,
) -> BTreeMap<SessionId, RecordEntry> {
    fn by_uid(record: &Record) -> BTreeMap<&Uid, NamedEntry<'_>> {
        record.sessions.iter().map(|(id, entry)| (&entry.uid, (id, entry))).collect()
    }
    let before = base.map(by_uid).unwrap_or_default();
    let (ours, theirs) = (by_uid(ours), by_uid(theirs));
    let uids: BTreeSet<&Uid> = ours.keys().chain(theirs.keys()).copied().collect();
    let mut sessions: BTreeMap<SessionId, RecordEntry> = BTreeMap::new();
    for uid in uids {
        let (id, entry) = match (ours.get(uid), theirs.get(uid)) {
            (Some(ours), Some(theirs)) => {
                match merge_entries(before.get(uid).copied(), *ours, *theirs) {
                    Ok(merged) => merged,
                    Err(finding) => {
                        findings.push(*finding);
                        continue;
                    }
                }
            }
            // Records keep every entry: a side without it never had it or lost it.
            (Some((id, entry)), None) | (None, Some((id, entry))) => {
                ((*id).clone(), (*entry).clone())
            }
            (None, None) => continue,
        };
        if let Some(other) = sessions.get(&id) {
            let finding = two_identities(&format!("session `{id}`"), "uid", &other.uid, &entry.uid);
            findings.push(finding.help(
                "give one of the two another `id` in its definition, publish that branch again, and \
                 merge",
            ));
        } else {
            sessions.insert(id, entry);
        }
    }
    sessions
}

/// The parts of an entry that identify a revision.
fn revision(entry: &RecordEntry) -> (u32, Timestamp, Option<Timestamp>, &Fields) {
    let withdrawn = entry.withdrawn().map(Withdrawn::at);
    (entry.sequence, entry.revised, withdrawn, &entry.fields)
}

fn says_the_same(one: &RecordEntry, other: &RecordEntry) -> bool {
    one.fields == other.fields
        && one.texts == other.texts
        && one.withdrawn.is_some() == other.withdrawn.is_some()
}

fn merge_entries(
    base: Option<NamedEntry<'_>>,
    ours: NamedEntry<'_>,
    theirs: NamedEntry<'_>,
) -> Result<(SessionId, RecordEntry), Box<Finding>> {
    let order =
        |(id, entry): NamedEntry<'_>| (entry.sequence, entry.revised, format!("{id}{entry:?}"));
    let (newer, older) = if order(ours) >= order(theirs) { (ours, theirs) } else { (theirs, ours) };
    let before = base.map(|(_, entry)| revision(entry));
    let is_before = |(_, entry): NamedEntry<'_>| before.as_ref() == Some(&revision(entry));
    let both_changed =
        !is_before(ours) && !is_before(theirs) && revision(ours.1) != revision(theirs.1);
    let (winner, other) =
        if is_before(newer) && !is_before(older) { (older, newer) } else { (newer, older) };
    let id = merge_ids(base.map(|(id, _)| id), winner, other);
    let rises =
        (both_changed && !says_the_same(winner.1, other.1)) || winner.1.sequence < newer.1.sequence;
    let sequence = newer.1.sequence + u32::from(rises);
    let texts = merge_texts(base.map(|(_, base)| &base.texts), &winner.1.texts, &other.1.texts);
    let left_feed = base.map(|(_, base)| &base.left_feed);
    let left_feed = changed(left_feed, &winner.1.left_feed, &other.1.left_feed);
    let merged = RecordEntry {
        was: every_id(id, winner, other),
        sequence,
        created: winner.1.created.min(other.1.created),
        revised: winner.1.revised.max(other.1.revised),
        withdrawn: match &winner.1.withdrawn {
            Some(own) if id != winner.0 => Withdrawn::new(own.at, id, &winner.1.fields)
                .map_or_else(|_| Some(own.clone()), |own| Some(Box::new(own))),
            own => own.clone(),
        },
        left_feed: left_feed.copied().unwrap_or(winner.1.left_feed),
        texts,
        membership: winner.1.membership.merged(&other.1.membership),
        ..winner.1.clone()
    };
    // An added language changes no published byte.
    let publishes =
        |side: &RecordEntry| (revision(side), side.created) == (revision(&merged), merged.created);
    let revised = if publishes(ours.1) || publishes(theirs.1) {
        Some(merged.revised)
    } else {
        instant::after(merged.revised, merged.revised)
    };
    let revised = revised
        .filter(|_| sequence <= RecordEntry::MAX_SEQUENCE)
        .ok_or_else(|| Box::new(exhausted(&format!("session `{id}`"))))?;
    let mut past = Pasts::default();
    for side in [ours.1, theirs.1] {
        let current = both_changed.then(|| side.as_past(revised));
        side.past.iter().cloned().chain(current).for_each(|past_one| past.add(past_one));
    }
    Ok((id.clone(), RecordEntry { revised, past: past.before(sequence), ..merged }))
}

/// The identifier that one side changed; if both did, that of the later entry.
fn merge_ids<'a>(
    base: Option<&SessionId>,
    winner: NamedEntry<'a>,
    other: NamedEntry<'a>,
) -> &'a SessionId {
    let is_older = winner.1.was.len() < other.1.was.len() && other.1.was.contains(winner.0);
    changed(base, winner.0, other.0).unwrap_or(if is_older { other.0 } else { winner.0 })
}

/// Former identifiers from both sides, without the current one.
fn every_id(today: &SessionId, winner: NamedEntry<'_>, other: NamedEntry<'_>) -> Vec<SessionId> {
    let mut was: Vec<SessionId> = Vec::new();
    for (id, entry) in [winner, other] {
        for former in entry.was.iter().chain([id]) {
            if former != today && !was.contains(former) {
                was.push(former.clone());
            }
        }
    }
    was
}

/// Earlier revisions by SEQUENCE; `None` if the sides disagree.
#[derive(Default)]
struct Pasts(BTreeMap<u32, Option<PastRevision>>);

impl Pasts {
    fn add(&mut self, past: PastRevision) {
        let sequence = past.sequence;
        let united = match self.0.get(&sequence) {
            None => Some(past),
            Some(Some(known)) if (&known.fields, &known.texts) == (&past.fields, &past.texts) => {
                Some(PastRevision { until: known.until.max(past.until), ..past })
            }
            Some(_) => None,
        };
        self.0.insert(sequence, united);
    }

    /// The latest revisions below a SEQUENCE, oldest first.
    fn before(self, sequence: u32) -> Vec<PastRevision> {
        let below = self.0.into_iter().filter(|(number, _)| *number < sequence);
        let mut past: Vec<PastRevision> = below.filter_map(|(_, past)| past).collect();
        let more = past.len().saturating_sub(MAX_PAST);
        past.drain(..more);
        past
    }
}

/// Texts by language; if both sides changed those of a language, the winner's.
fn merge_texts(
    base: Option<&Translations>,
    winner: &Translations,
    other: &Translations,
) -> Translations {
    let languages: BTreeSet<&Language> = winner.0.keys().chain(other.0.keys()).collect();
    let merge = |language: &Language| {
        let base = base.map(|base| base.0.get(language));
        let (winner, other) = (winner.0.get(language), other.0.get(language));
        let texts = changed(base.as_ref(), &winner, &other).copied().unwrap_or(winner);
        // Without an ancestor, a removed language cannot be detected.
        let texts = if base.is_none() { texts.or(other) } else { texts };
        Some((language.clone(), texts?.clone()))
    };
    Translations(languages.into_iter().filter_map(merge).collect())
}

fn former_languages(
    ours: &Record,
    theirs: &Record,
    fields: &Fields,
    texts: &Translations,
) -> BTreeSet<Language> {
    let own = fields.value(&feed::LANGUAGE);
    let is_offered =
        |language: &Language| texts.0.contains_key(language) || own == Some(language.as_str());
    // A language with addresses on one side continues, even if the other side does not have it.
    let known = ours.languages().into_iter().chain(theirs.languages());
    known.filter(|language| !is_offered(language)).collect()
}

fn merge_audiences(base: Option<&Audience>, ours: &Record, theirs: &Record) -> Audience {
    let (ours, theirs) = (&ours.audience, &theirs.audience);
    if let Some(audience) = changed(base, ours, theirs) {
        return audience.clone();
    }
    let (ours, theirs) = match (ours, theirs) {
        (Audience::Holders(ours), Audience::Holders(theirs)) => (ours, theirs),
        (Audience::Holders(holders), _) | (_, Audience::Holders(holders)) => {
            return Audience::Holders(holders.clone());
        }
        (Audience::Everyone, Audience::Everyone) => return Audience::Everyone,
    };
    let has = |accesses: &[Access], token: &TokenHash| {
        accesses.iter().any(|access| access.token == *token)
    };
    // Without an ancestor, a token of one side may have been revoked by the other.
    let known = base.map(|base| base.accesses().unwrap_or_default());
    let is_new = |token: &TokenHash| known.is_some_and(|known| !has(known, token));
    let mut united: BTreeMap<TokenHash, &Access> = BTreeMap::new();
    for access in ours.iter().chain(theirs) {
        let token = &access.token;
        if (has(ours, token) && has(theirs, token)) || is_new(token) {
            let known = united.entry(*token).or_insert(access);
            if access.name.as_str() < known.name.as_str() {
                *known = access;
            }
        }
    }
    Audience::Holders(united.into_values().cloned().collect())
}
