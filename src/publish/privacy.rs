//! Which files are private: what is wrong with them is told to those who run the service, and not to
//! everyone.
//!
//! What a definition readably says decides; where it cannot be read, the record does. What neither
//! tells is private.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::publisher::{Held, Publisher};
use crate::definition::{Remains, Said};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::{Audience, SeriesId};
use crate::revision::{Record, audience_named};
use crate::store::{self, FileContent};

/// Names of private files, as findings have them.
#[derive(Debug, Default)]
pub struct PrivateFiles(BTreeSet<String>);

impl PrivateFiles {
    pub(super) fn add(&mut self, path: &Path) {
        self.0.insert(shown(path));
    }

    /// Whether a finding is about one of them, or mentions one.
    pub(super) fn hide(&self, finding: &Finding) -> bool {
        finding.files().any(|file| self.0.contains(file))
    }
}

/// A definition of which cannot be read what series it is.
struct Unidentified<'a> {
    path: &'a Path,
    said: Said,
}

/// Who may know of the series of a damaged record: nobody, where the record does not say it.
pub(super) fn audience_left(record: &Arc<SourceFile>) -> Audience {
    audience_named(record).unwrap_or(Audience::Holders(Vec::new()))
}

/// The name that findings have a file by.
pub(super) fn shown(path: &Path) -> String {
    SourceFile::new(path.display().to_string(), "").name().to_owned()
}

impl Publisher {
    /// The files of private series, and of those that may be.
    pub(super) fn private_files(&self) -> PrivateFiles {
        let mut private = PrivateFiles::default();
        let unidentified = self.unidentified();
        if !unidentified.is_empty() {
            let claimed: HashSet<&SeriesId> =
                self.held().filter_map(|(_, held)| held.claims.id()).collect();
            let known_to_all = self.unclaimed_are_public();
            for Unidentified { path, said } in unidentified {
                let last = match self.lost_at(path) {
                    Some(last) => Some(last.clone()),
                    None if known_to_all => self.recorded_by_name(path, &claimed),
                    None => None,
                };
                if said.hides(last.as_ref()) {
                    private.add(path);
                }
            }
        }
        let mut public_records: HashSet<&Path> = HashSet::new();
        for (path, held) in self.held() {
            let records = held.record.paths().iter().map(std::path::PathBuf::as_path);
            if !is_unidentified(held) && self.is_private(held) {
                private.add(path);
                records.for_each(|record| private.add(record));
            } else {
                public_records.extend(records);
            }
        }
        let unread = self.shelf.unread_records();
        unread.filter(|path| !public_records.contains(path)).for_each(|path| private.add(path));
        // A path that names one definition, and not a directory, is the name of a private file.
        if self.settings.paths.iter().any(|path| path.extension().is_some_and(|it| it == "toml")) {
            private.0.insert(SourceFile::new(self.paths(), "").name().to_owned());
        }
        private
    }

    fn is_private(&self, held: &Held) -> bool {
        if let Some(published) = &held.outcome.published {
            return published.audience().is_private();
        }
        let said = held.claims.audience();
        // Whose the record is, is not settled.
        if held.disputed && matches!(said, Said::Unreadable(_)) {
            return true;
        }
        let good = held.claims.id().and_then(|id| self.good(id)).map(|good| good.audience());
        said.hides(good.or(held.outcome.unavailable.as_ref().map(|not_now| &not_now.audience)))
    }

    /// What the definition of a series says by now of who may read it.
    pub(super) fn said(&self, id: &SeriesId) -> Said {
        if let Some((_, held)) = self.held().find(|(_, held)| held.claims.id() == Some(id)) {
            return held.claims.audience().clone();
        }
        let unidentified = self.unidentified();
        match self.lost.get(id) {
            Some(path) => {
                let found = unidentified.into_iter().find(|one| one.path == path);
                found.map(|one| one.said).unwrap_or_default()
            }
            // None of them can be ruled out.
            None => Said::all_of(unidentified.into_iter().map(|one| one.said)),
        }
    }

    /// Definitions of which cannot be read what series they are.
    fn unidentified(&self) -> Vec<Unidentified<'_>> {
        let held = self.held().filter(|(_, held)| is_unidentified(held));
        let held = held.map(|(path, held)| (path, held.claims.audience().clone()));
        let unread = self
            .shelf
            .unread_definitions()
            .map(|(path, hashes)| (path, Said::Unreadable(Remains::of_hashes(hashes.cloned()))));
        held.chain(unread).map(|(path, said)| Unidentified { path, said }).collect()
    }

    /// Who could read what was last served of the definition at a path, if it cannot be read now.
    fn lost_at(&self, path: &Path) -> Option<&Audience> {
        let (id, _) = self.lost.iter().find(|(_, was)| *was == path)?;
        self.good(id).map(|good| good.audience())
    }

    /// Who may read the series after which a definition is called, if its record says so and no
    /// other definition is of that series.
    fn recorded_by_name(&self, path: &Path, claimed: &HashSet<&SeriesId>) -> Option<Audience> {
        let id = SeriesId::parse(&path.file_stem()?.to_string_lossy()).ok()?;
        if claimed.contains(&id) {
            return None;
        }
        let record = store::record_path(&store::directory_of(path), &id);
        let FileContent::Text(source) = self.shelf.record(&record) else { return None };
        let record = Record::parse(&source).ok().filter(|record| *record.series() == id)?;
        Some(record.audience().clone())
    }

    /// Who may know of a series by all of these records: whom none of them shuts out.
    pub(super) fn audience_of_all<'a>(
        &self,
        records: impl Iterator<Item = &'a Path>,
    ) -> Option<Audience> {
        let one = |path| match self.shelf.record(path) {
            FileContent::Text(source) => Some(audience_left(&source)),
            FileContent::Unreadable => Some(Audience::Holders(Vec::new())),
            FileContent::Nothing => None,
        };
        records.filter_map(one).reduce(|one, other| match (one, other) {
            (Audience::Holders(mut one), Audience::Holders(other)) => {
                one.retain(|access| other.contains(access));
                Audience::Holders(one)
            }
            (Audience::Everyone, other) => other,
            (one, Audience::Everyone) => one,
        })
    }

    /// Whether every record that belongs to no definition is known to be a public series'. A file
    /// that cannot be read may be the definition of any of them.
    fn unclaimed_are_public(&self) -> bool {
        let is_public = |path: &Path| match self.shelf.record(path) {
            FileContent::Text(source) => {
                Record::parse(&source).is_ok_and(|record| !record.audience().is_private())
            }
            FileContent::Nothing => true,
            FileContent::Unreadable => false,
        };
        self.owners.unclaimed().all(is_public)
    }
}

fn is_unidentified(held: &Held) -> bool {
    held.claims.id().is_none() && matches!(held.claims.audience(), Said::Unreadable(_))
}
