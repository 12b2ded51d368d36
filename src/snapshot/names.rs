//! What the names of series in addresses lead to: one map for the public, one for the holders of each
//! token. Redirects are computed from these names, not stored.
//!
//! Holds no token, nor any address that has one in it: redirects below a token are relative, and every
//! client resolves them to an address below the token it has.

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::edition::every;
use super::{Edition, Entry, LazySlot, Redirect, SeriesReach};
use crate::address::{Address, OfSeries, OldNames, Row, Target};
use crate::model::{Language, SessionId};

/// Names of series, looked up for every request, by hashes that nobody can choose collisions of: names
/// come from definitions.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(HashMap<Arc<str>, Name, RandomState>);

/// What a name leads to.
#[derive(Clone, Debug)]
pub enum Name {
    /// The series of that identifier.
    Series(Served),
    /// The series that had that identifier once.
    Former(Served),
    /// A series that is not served.
    Closed(Arc<Closed>),
}

/// A series that is served.
#[derive(Clone, Debug)]
pub enum Served {
    /// Held in memory.
    Held(Arc<dyn Edition>),
    /// Loaded when it is asked for.
    OnRequest(Arc<LazySlot>),
}

/// A series of which nothing is served, and what is answered instead.
#[derive(Debug)]
pub struct Closed {
    /// What is answered at each of its addresses.
    pub entry: Entry,
    /// Its sessions, by today's and older identifiers.
    pub sessions: BTreeSet<SessionId>,
    /// Languages with addresses of their own.
    pub languages: Vec<Language>,
}

/// What is at a path: held by the snapshot, or made for this request.
#[derive(Clone, Debug)]
pub enum Found<'a> {
    /// The snapshot holds it.
    Held(&'a Entry),
    /// A redirect that was computed, or of a series that may be dropped meanwhile.
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

    /// What is at an address.
    pub(super) fn find(&self, address: &Address<'_>) -> Option<Found<'_>> {
        let Target::Series(name, _) = address.target else { return None };
        match self.0.get(name)? {
            Name::Series(served) => served.find(address, Naming::Today),
            Name::Former(served) => served.find(address, Naming::Former),
            Name::Closed(closed) => closed.find(address).map(Found::Held),
        }
    }

    /// Everything at public addresses, with the paths, and whether these begin with a language.
    pub(super) fn every(&self) -> Vec<(String, bool, Arc<Entry>)> {
        let mut all = Vec::new();
        for (name, meaning) in &self.0 {
            let mut push = |language: Option<&str>, of, find: &dyn Fn(&Address<'_>) -> _| {
                let address = Address { token: None, language, target: Target::Series(name, of) };
                let entry: Option<Arc<Entry>> = find(&address);
                all.extend(entry.map(|entry| (address.to_string(), language.is_some(), entry)));
            };
            let (served, naming) = match meaning {
                Name::Series(served) => (served, Naming::Today),
                Name::Former(served) => (served, Naming::Former),
                Name::Closed(closed) => {
                    let sessions: Vec<&str> =
                        closed.sessions.iter().map(SessionId::as_str).collect();
                    for (language, of) in every(&closed.languages, &sessions) {
                        push(language, of, &|address| closed.find(address).cloned().map(Arc::new));
                    }
                    continue;
                }
            };
            let Ok(edition) = served.edition() else { continue };
            for (language, of) in edition.slots().addresses() {
                push(language, of, &|address| place(&*edition, address, naming).map(Place::shared));
            }
        }
        all
    }

    /// The series of today's names.
    pub(super) fn served(&self) -> impl Iterator<Item = &Served> {
        self.0.values().filter_map(|meaning| match meaning {
            Name::Series(served) => Some(served),
            Name::Former(_) | Name::Closed(_) => None,
        })
    }
}

/// Whether an address has the series' identifier of today.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    Today,
    Former,
}

/// What is at an address of an edition.
enum Place<'a> {
    Entry(&'a Arc<Entry>),
    Moved(Redirect),
}

impl Place<'_> {
    fn shared(self) -> Arc<Entry> {
        match self {
            Self::Entry(entry) => Arc::clone(entry),
            Self::Moved(redirect) => Arc::new(Entry::Redirect(redirect)),
        }
    }
}

impl Served {
    fn find(&self, address: &Address<'_>, naming: Naming) -> Option<Found<'_>> {
        let lazy = match self {
            Self::Held(edition) => {
                return Some(match place(&**edition, address, naming)? {
                    Place::Entry(entry) => Found::Held(entry),
                    moved @ Place::Moved(_) => Found::Shared(moved.shared()),
                });
            }
            Self::OnRequest(lazy) => lazy,
        };
        Some(Found::Shared(match lazy.edition() {
            Ok(edition) => place(&*edition, address, naming)?.shared(),
            Err(unavailable) => unavailable,
        }))
    }

    /// The series, loaded now if it is not.
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

/// Rule `renamed-answers-308`: an older name leads to today's address if something is there.
fn place<'a>(edition: &'a dyn Edition, address: &Address<'_>, naming: Naming) -> Option<Place<'a>> {
    let Target::Series(_, of) = address.target else { return None };
    if naming == Naming::Today
        && let Some(entry) = edition.get(address.language, of)
    {
        return Some(Place::Entry(entry));
    }
    let slots = edition.slots();
    let of = match (slots.renamed(of), naming) {
        (Some(renamed), _) => renamed,
        (None, Naming::Former) => of,
        (None, Naming::Today) => return None,
    };
    let entry = edition.get(address.language, of)?;
    if Row::of(address).old_names == OldNames::Direct {
        return Some(Place::Entry(entry));
    }
    let old = Address { token: None, ..*address }.to_string();
    let new =
        Address { token: None, target: Target::Series(slots.reach().series(), of), ..*address };
    let new = new.to_string();
    let redirect =
        if slots.is_private { Redirect::beside(&old, &new) } else { Redirect::renamed(&new) };
    redirect.ok().map(Place::Moved)
}

impl Closed {
    fn find(&self, address: &Address<'_>) -> Option<&Entry> {
        let Target::Series(_, of) = address.target else { return None };
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
