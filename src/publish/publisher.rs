//! Runs the pipeline again and again over a set of files. Does not wait for changes;
//! [`super::Reloader`] does.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::collect::collect;
use super::owners::RecordOwners;
use super::state::{BeforePass, Pace, Pass, State, no_files};
use super::{Published, Settings, SiteChange, pass, vanished};
use crate::store::{ReadError, Scan};

/// Runs the pipeline again and again.
#[derive(Debug)]
pub struct Publisher {
    settings: Settings,
    state: State,
    /// Whether the last pass ended by a panic, so that its state may be inconsistent.
    has_panicked: bool,
}

/// The result of another pass.
#[derive(Debug)]
pub struct Reloaded {
    /// Everything that is served, of changed series and unchanged ones.
    pub published: Published,
    /// The changes for subscribers.
    pub changes: Vec<SiteChange>,
}

impl Publisher {
    /// A publisher that has read nothing yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        let state = State::new(settings);
        Self { settings: settings.clone(), state, has_panicked: false }
    }

    /// Makes the next pass read every file again, because the last one panicked.
    pub(super) fn note_panic(&mut self) {
        self.has_panicked = true;
    }

    /// Reads everything that changed and publishes it; the first time, everything.
    ///
    /// # Errors
    /// When a path is missing or a directory cannot be listed. Everything else is a finding.
    pub fn load(&mut self, now: Timestamp) -> Result<Published, ReadError> {
        let touched = self.state.files.scan(&Scan::Everything)?;
        self.run(&touched, Pace::AtOnce, now);
        self.state.has_loaded = true;
        Ok(collect(&self.settings, &self.state))
    }

    /// Runs another pass while the last one's result is served. Returns `None` if nothing changed. If
    /// nothing can be read, or no file is left, everything stays as it is, with a finding.
    pub fn reload(&mut self, scan: &Scan, now: Timestamp) -> Option<Reloaded> {
        let had_files = self.state.has_definitions();
        let recovers = self.has_failed();
        let pace = if *scan == Scan::Requested { Pace::AtOnce } else { Pace::Settled };
        let scan = if recovers { &Scan::Everything } else { scan };
        let touched = match self.scan(scan) {
            Ok(touched) => touched,
            Err(error) => return self.fail(error.to_string()),
        };
        if self.state.is_empty() && (had_files || recovers) {
            // A volume that is not mounted looks like this; nobody retires all series at once.
            for (path, definition) in std::mem::take(&mut self.state.definitions) {
                self.state.lose(&path, &definition);
            }
            self.state.owners = RecordOwners::default();
            return self.fail(format!("no file is left in `{}`", self.settings.path_list()));
        }
        self.state.failure = None;
        let is_due = || self.state.definitions.values().any(|one| one.is_due(pace, now));
        if touched.is_empty() && !recovers && !is_due() {
            return None;
        }
        let before = self.run(&touched, pace, now);
        let change = |one: &BeforePass| SiteChange::between(one, self.state.good(&one.0));
        let changes = before.iter().filter_map(change).collect();
        Some(Reloaded { changes, published: collect(&self.settings, &self.state) })
    }

    /// Whether the last pass could read nothing, so that everything is served as before.
    pub(super) fn has_failed(&self) -> bool {
        self.state.failure.is_some()
    }

    /// How long until the first waiting cancellation is published, if any waits.
    pub(super) fn settles_in(&self, now: Timestamp) -> Option<Duration> {
        vanished::settles_in(&self.state, now)
    }

    fn run(&mut self, touched: &HashSet<PathBuf>, pace: Pace, now: Timestamp) -> Vec<BeforePass> {
        pass::run(&Pass { settings: &self.settings, touched, pace, now }, &mut self.state)
    }

    fn scan(&mut self, scan: &Scan) -> Result<HashSet<PathBuf>, ReadError> {
        if !self.has_panicked {
            return self.state.files.scan(scan);
        }
        let mut files = no_files(&self.settings);
        let mut touched = files.scan(&Scan::Everything)?;
        self.state.files = files;
        self.has_panicked = false;
        touched.extend(self.state.definitions.keys().cloned());
        Ok(touched)
    }

    fn fail(&mut self, why: String) -> Option<Reloaded> {
        if self.state.failure.as_ref() == Some(&why) {
            return None;
        }
        self.state.failure = Some(why);
        let published = collect(&self.settings, &self.state);
        Some(Reloaded { published, changes: Vec::new() })
    }
}
