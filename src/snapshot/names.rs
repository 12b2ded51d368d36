//! The names of series in addresses: one map for the public, one for the holders of each token.
//! Redirects are computed from these names, not stored.
//!
//! Contains no token, nor any address with one: redirects below a token are relative, and every client
//! resolves them to an address below its own token.

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::edition::every;
use super::{Edition, Entry, LazySlot, Redirect, Selection, SeriesReach};
use crate::address::{Address, AddressTarget, OfSeries, OldNames, PartKind, PartRef, Row};
use crate::model::{Language, SessionId};

/// Names of series, looked up for every request. Names come from definitions, so nobody can choose
/// colliding hashes.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(HashMap<Arc<str>, Name, RandomState>);

/// The meaning of a name.
#[derive(Clone, Debug)]
pub enum Name {
    /// The series of that identifier.
    Series(Served),
    /// The series that once had that identifier.
    Former(Served),
    /// A series that is not served.
    Closed(Arc<Closed>),
}

/// A series that is served.
#[derive(Clone, Debug)]
pub enum Served {
    /// In memory.
    Held(Arc<dyn Edition>),
    /// Loaded on request.
    OnRequest(Arc<LazySlot>),
}

/// A series that is not served, with the entry at its addresses.
#[derive(Debug)]
pub struct Closed {
    /// The entry at each of its addresses.
    pub entry: Entry,
    /// Its sessions, by current and older identifiers.
    pub sessions: BTreeSet<SessionId>,
    /// Languages with addresses of their own.
    pub languages: Vec<Language>,
}

/// An entry at a path: held by the snapshot, or created for this request.
#[derive(Clone, Debug)]
pub enum Found<'a> {
    /// Held by the snapshot.
    Held(&'a Entry),
    /// A computed redirect, or an entry of a series that may be dropped from the cache meanwhile.
    Shared(Arc<Entry>),
}

impl Deref for Found<'_> {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        match self {
            Self::Held(entry) => entry,
            Self::Shared(entry) => entry,
        }
    }
}

impl Names {
    /// Gives a name a meaning, unless it has one. Returns whether it had none.
    pub(super) fn add(&mut self, name: &Arc<str>, meaning: &Name) -> bool {
        let is_new = !self.0.contains_key(name);
        if is_new {
            self.0.insert(Arc::clone(name), meaning.clone());
        }
        is_new
    }

    pub(super) fn reserve(&mut self, names: usize) {
        self.0.reserve(names);
    }

    /// Finds the entry at an address.
    pub(super) fn find(&self, address: &Address<'_>) -> Option<Found<'_>> {
        let AddressTarget::Series(name, _) = address.target else { return None };
        match self.0.get(name)? {
            Name::Series(served) => served.find(address, Naming::Current),
            Name::Former(served) => served.find(address, Naming::Former),
            Name::Closed(closed) => closed.find(address).map(Found::Held),
        }
    }

    /// All entries at public addresses, with their paths, and whether these begin with a language.
    pub(super) fn every(&self) -> Vec<(String, bool, Arc<Entry>)> {
        let mut all = Vec::new();
        for (name, meaning) in &self.0 {
            let mut push = |language: Option<&str>, part, of, find: &dyn Fn(&Address<'_>) -> _| {
                let target = AddressTarget::Series(name, of);
                let address = Address { token: None, language, part, target };
                let entry: Option<Arc<Entry>> = find(&address);
                all.extend(entry.map(|entry| (address.to_string(), language.is_some(), entry)));
            };
            let (served, naming) = match meaning {
                Name::Series(served) => (served, Naming::Current),
                Name::Former(served) => (served, Naming::Former),
                Name::Closed(closed) => {
                    let sessions: Vec<&str> =
                        closed.sessions.iter().map(SessionId::as_str).collect();
                    for (language, of) in every(&closed.languages, &sessions) {
                        push(language, None, of, &|address| {
                            closed.find(address).cloned().map(Arc::new)
                        });
                    }
                    continue;
                }
            };
            let Ok(edition) = served.edition() else { continue };
            for (language, part, of) in edition.slots().addresses() {
                push(language, part, of, &|address| {
                    locate(&*edition, address, naming).map(Located::shared)
                });
            }
        }
        all
    }

    /// The series with current names.
    pub(super) fn served(&self) -> impl Iterator<Item = &Served> {
        self.0.values().filter_map(|meaning| match meaning {
            Name::Series(served) => Some(served),
            Name::Former(_) | Name::Closed(_) => None,
        })
    }
}

/// Whether an address has the series' current identifier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    Current,
    Former,
}

/// The entry at an address of an edition, or a redirect.
enum Located<'a> {
    Entry(&'a Arc<Entry>),
    /// Made for this request.
    Made(Box<Entry>),
    Moved(Redirect),
}

impl Located<'_> {
    fn shared(self) -> Arc<Entry> {
        match self {
            Self::Entry(entry) => Arc::clone(entry),
            Self::Made(entry) => Arc::new(*entry),
            Self::Moved(redirect) => Arc::new(Entry::Redirect(redirect)),
        }
    }
}

impl Served {
    fn find(&self, address: &Address<'_>, naming: Naming) -> Option<Found<'_>> {
        let lazy = match self {
            Self::Held(edition) => {
                return Some(match locate(&**edition, address, naming)? {
                    Located::Entry(entry) => Found::Held(entry),
                    other => Found::Shared(other.shared()),
                });
            }
            Self::OnRequest(lazy) => lazy,
        };
        Some(Found::Shared(match lazy.edition() {
            Ok(edition) => locate(&*edition, address, naming)?.shared(),
            Err(unavailable) => unavailable,
        }))
    }

    /// Returns the edition, loading it if necessary.
    fn edition(&self) -> Result<Arc<dyn Edition>, Arc<Entry>> {
        match self {
            Self::Held(edition) => Ok(Arc::clone(edition)),
            Self::OnRequest(lazy) => lazy.edition(),
        }
    }

    pub(super) fn reach(&self) -> &SeriesReach {
        match self {
            Self::Held(edition) => edition.slots().reach(),
            Self::OnRequest(lazy) => lazy.reach(),
        }
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &Arc<str> {
        self.reach().id()
    }
}

/// Rule `renamed-answers-308`: an older name redirects to the current address if that has an entry.
fn locate<'a>(
    edition: &'a dyn Edition,
    address: &Address<'_>,
    naming: Naming,
) -> Option<Located<'a>> {
    let AddressTarget::Series(_, of) = address.target else { return None };
    match address.part {
        None => locate_whole(edition, address, of, naming),
        Some(PartRef { kind: PartKind::Select, id }) => {
            locate_selection(edition, address, id, naming)
        }
        Some(part) => {
            let (today, is_former) = edition.slots().part_today(part)?;
            let entry = edition.part(today)?.get(address.language, of)?;
            if naming == Naming::Current && !is_former {
                return Some(Located::Entry(entry));
            }
            moved(edition, address, Some(today), of, entry)
        }
    }
}

fn locate_whole<'a>(
    edition: &'a dyn Edition,
    address: &Address<'_>,
    of: OfSeries<'_>,
    naming: Naming,
) -> Option<Located<'a>> {
    if naming == Naming::Current
        && let Some(entry) = edition.get(address.language, of)
    {
        return Some(Located::Entry(entry));
    }
    let slots = edition.slots();
    let of = match (slots.renamed(of), naming) {
        (Some(renamed), _) => renamed,
        (None, Naming::Former) => of,
        (None, Naming::Current) => return None,
    };
    let entry = edition.get(address.language, of)?;
    moved(edition, address, None, of, entry)
}

/// A selection: made for the request, or redirected to its current identifiers in order.
fn locate_selection<'a>(
    edition: &'a dyn Edition,
    address: &Address<'_>,
    sessions: &str,
    naming: Naming,
) -> Option<Located<'a>> {
    let AddressTarget::Series(_, of) = address.target else { return None };
    let slots = edition.slots();
    let language = match address.language {
        Some(tag) => Some(slots.language(tag)?),
        None => None,
    };
    let ids = match edition.select(language, sessions, of)? {
        Selection::Entry(entry) if naming == Naming::Current => {
            return Some(Located::Made(entry));
        }
        Selection::Entry(_) => sessions.to_owned(),
        Selection::Moved(ids) => ids,
    };
    let part = PartRef { kind: PartKind::Select, id: &ids };
    redirect(edition, address, Some(part), of).map(Located::Moved)
}

/// An entry at an older name: the redirect to the current one, or the entry if it is a redirect itself.
fn moved<'a>(
    edition: &'a dyn Edition,
    address: &Address<'_>,
    part: Option<PartRef<'_>>,
    of: OfSeries<'_>,
    entry: &'a Arc<Entry>,
) -> Option<Located<'a>> {
    if Row::of(address).old_names == OldNames::Direct {
        return Some(Located::Entry(entry));
    }
    redirect(edition, address, part, of).map(Located::Moved)
}

fn redirect(
    edition: &dyn Edition,
    address: &Address<'_>,
    part: Option<PartRef<'_>>,
    of: OfSeries<'_>,
) -> Option<Redirect> {
    let slots = edition.slots();
    let old = Address { token: None, ..*address }.to_string();
    let target = AddressTarget::Series(slots.reach().series(), of);
    let new = Address { token: None, language: address.language, part, target }.to_string();
    let redirect =
        if slots.is_private { Redirect::beside(&old, &new) } else { Redirect::renamed(&new) };
    redirect.ok()
}

impl Closed {
    fn find(&self, address: &Address<'_>) -> Option<&Entry> {
        let AddressTarget::Series(_, of) = address.target else { return None };
        let is_language = |tag: &str| self.languages.iter().any(|one| one.as_str() == tag);
        let is_known = match of {
            OfSeries::Session(id, _) => self.sessions.iter().any(|one| one.as_str() == id),
            _ => true,
        };
        let in_language =
            address.language.is_none_or(|tag| Row::of(address).languages && is_language(tag));
        (is_known && in_language).then_some(&self.entry)
    }
}
