//! Renamed sessions: finds the published entry that a session continues.

use std::collections::BTreeMap;

use super::codes;
use super::record::{Record, RecordEntry};
use crate::diagnostic::Finding;
use crate::model::{Series, SessionId};

/// The published entry that a defined session continues.
pub(super) enum Predecessor<'a> {
    /// Nothing: it is new.
    None { was: Vec<SessionId> },
    /// Its own entry.
    Same { old: &'a RecordEntry, was: Vec<SessionId> },
    /// The entry that had the identifier `id` until now.
    Renamed { id: &'a SessionId, old: &'a RecordEntry, was: Vec<SessionId> },
}

/// Former identifiers, from the definition and from the record.
pub(super) struct Renames<'a> {
    series: &'a Series,
    record: Option<&'a Record>,
    /// From the definition: former identifiers by current ones.
    claims: BTreeMap<&'a SessionId, Vec<&'a SessionId>>,
    /// From the record: current identifiers by former ones.
    former: BTreeMap<&'a SessionId, &'a SessionId>,
}

impl<'a> Renames<'a> {
    pub(super) fn new(series: &'a Series, record: Option<&'a Record>) -> Self {
        let mut claims: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (old, new) in &series.former {
            claims.entry(new).or_default().push(old);
        }
        let entries = record.into_iter().flat_map(Record::sessions);
        let former =
            entries.flat_map(|(id, entry)| entry.was.iter().map(move |was| (was, id))).collect();
        Self { series, record, claims, former }
    }

    pub(super) fn predecessor(&self, id: &SessionId) -> Result<Predecessor<'a>, Box<Finding>> {
        let claims = self.claims.get(id).map_or(&[][..], Vec::as_slice);
        let own = self.record.and_then(|record| record.entry(id));
        let mut found: Option<(&'a SessionId, &'a RecordEntry)> = None;
        for claim in claims.iter().copied() {
            let Some((holder, entry)) = self.holder(claim) else { continue };
            match found {
                _ if holder == id => {}
                _ if self.is_defined(holder) => {
                    let why = format!("it became session `{holder}`");
                    let help = "remove `was`: only one session can continue an entry";
                    return Err(self.contradiction(id, claim, &why).help(help).into());
                }
                _ if own.is_some() => {
                    let why = "both were published, each with an entry of its own";
                    let back = format!(
                        "to continue the entry of `{claim}`, give the session its old id again: \
                         `id = \"{holder}\"`"
                    );
                    let help = format!("or remove `was`: `{holder}` stays a cancelled entry");
                    return Err(self.contradiction(id, claim, why).help(back).help(help).into());
                }
                Some((other, _)) if other != holder => {
                    let why = format!("`{other}` and `{holder}` are two entries");
                    let help = "keep the entry that the session continues; the other is withdrawn";
                    return Err(self.contradiction(id, claim, &why).help(help).into());
                }
                _ => found = Some((holder, entry)),
            }
        }
        let was = |old: Option<(&SessionId, &RecordEntry)>| {
            let mut was = old.map_or_else(Vec::new, |(_, entry)| entry.was.clone());
            let more = old.map(|(holder, _)| holder).into_iter().chain(claims.iter().copied());
            for former in more {
                if !was.contains(former) {
                    was.push(former.clone());
                }
            }
            was.retain(|former| former != id);
            was
        };
        if let Some(old) = own {
            return Ok(Predecessor::Same { old, was: was(Some((id, old))) });
        }
        // An identifier stays with its owner, unless the owner is this session.
        if let Some(owner) = self.former.get(id)
            && found.is_none_or(|(holder, _)| holder != *owner)
        {
            return Err(self.taken(id, owner).into());
        }
        match (found, claims.first()) {
            (Some((holder, old)), _) => {
                Ok(Predecessor::Renamed { id: holder, old, was: was(Some((holder, old))) })
            }
            (None, Some(claim)) if self.record.is_some() => {
                let help = "remove `was`, or write the id under which it was published";
                let why = "no such session was published";
                Err(self.contradiction(id, claim, why).help(help).into())
            }
            (None, _) => Ok(Predecessor::None { was: was(None) }),
        }
    }

    /// Finding: a new session would get the identity of another.
    pub(super) fn taken(&self, id: &SessionId, owner: &SessionId) -> Finding {
        let headline = format!("session `{id}` would get the UID of session `{owner}`");
        let finding = Finding::new(&codes::TAKEN, headline)
            .note(format!("`{id}` was published before and is now called `{owner}`"));
        if self.is_defined(owner) {
            finding.help("give the new session another `id`")
        } else {
            finding
                .help(format!("if it is that session, write `was = \"{owner}\"`"))
                .help("if it is another, give it another `id`")
        }
    }

    /// The entry that has or had an identifier.
    fn holder(&self, id: &'a SessionId) -> Option<(&'a SessionId, &'a RecordEntry)> {
        let record = self.record?;
        let holder = if record.entry(id).is_some() { id } else { self.former.get(id)? };
        Some((holder, record.entry(holder)?))
    }

    fn is_defined(&self, id: &SessionId) -> bool {
        self.series.sessions.iter().any(|session| session.id == *id)
    }

    fn contradiction(&self, id: &SessionId, claim: &SessionId, why: &str) -> Finding {
        Finding::new(&codes::FORMER, format!("session `{id}`: `was` `{claim}`: {why}"))
    }
}
