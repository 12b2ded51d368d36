//! Publishes again when files changed: one pass at a time, on a separate thread. Each pass replaces the
//! whole snapshot. A pass that panics changes nothing that is served; the next pass reads all files.
//!
//! [`Watch`] decides when to look at the files, [`Publisher`] finds the changes.

use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{Published, Publisher, Reloaded};
use crate::clock;
use crate::diagnostic::{Finding, Severity, Style, to_text};
use crate::snapshot::{Outcome, Shared};
use crate::store::{Scan, Wake, Watch};

/// Keeps the served snapshot up to date.
#[derive(Debug)]
pub struct Reloader {
    publisher: Publisher,
    shared: Shared,
    /// Findings that were logged.
    logged: BTreeSet<LoggedFinding>,
    /// The outcome of the first pass, before the start.
    started: Outcome,
}

/// The identity of a finding in the log: whether it is an error, file, place, headline.
type LoggedFinding = (bool, String, String, String);

/// The handle of a running reloader. Dropping it ends the reloader after the current pass, if that takes
/// at most [`Reloading::LAST_PASS`].
#[derive(Debug)]
pub struct Reloading {
    wake: Wake,
    ended: Receiver<ThreadEnded>,
}

/// The thread has ended without a panic.
#[derive(Debug)]
struct ThreadEnded;

impl Reloader {
    /// Continues after the first pass of `publisher`. `published`: its result, with findings that were
    /// printed already. `shared`: its snapshot.
    #[must_use]
    pub fn new(publisher: Publisher, published: &Published, shared: &Shared) -> Self {
        let logged = published.findings.iter().map(identity).collect();
        let started = if published.has_errors() { Outcome::Kept } else { Outcome::Published };
        Self { publisher, shared: shared.clone(), logged, started }
    }

    /// Runs on a separate thread until the handle is dropped. The first pass begins at once, for changes
    /// before the watch began.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn spawn(mut self, mut watch: Watch) -> io::Result<Reloading> {
        let wake = watch.wake();
        let progress = self.shared.progress();
        progress.expect_every(watch.poll_interval());
        progress.start(self.started, clock::instant());
        let (ending, ended) = mpsc::channel();
        thread::Builder::new().name("reload".to_owned()).spawn(move || {
            self.pass(&Scan::Everything);
            loop {
                watch.look_after(self.publisher.settles_in(clock::now()));
                let Some(scan) = watch.next_scan() else { break };
                self.pass(&scan);
            }
            // The handle stops listening if the pass takes too long.
            let _ = ending.send(ThreadEnded);
        })?;
        Ok(Reloading { wake, ended })
    }

    /// Runs one pass: publishes, replaces the snapshot, logs.
    pub fn pass(&mut self, scan: &Scan) {
        self.shared.progress().begin(clock::instant());
        // After a panic the next pass reads all files again, and the snapshot is replaced as a whole or
        // not at all.
        let outcome = catch_unwind(AssertUnwindSafe(|| self.publish(scan))).unwrap_or_else(|_| {
            // The panic hook has logged the message and the place.
            log::error!(
                "a defect of kalends ended the reading of the files; everything is served as it \
                 was, and the next pass reads all of them"
            );
            self.publisher.note_panic();
            Outcome::Panicked
        });
        self.shared.progress().end(outcome, clock::instant());
    }

    fn publish(&mut self, scan: &Scan) -> Outcome {
        let reloaded = self.publisher.reload(scan, clock::now());
        let mut outcome = match &reloaded {
            _ if self.publisher.has_failed() => Outcome::Failed,
            None => Outcome::Unchanged,
            Some(reloaded) if reloaded.published.has_errors() => Outcome::Kept,
            Some(_) => Outcome::Published,
        };
        if let Some(reloaded) = reloaded {
            match reloaded.published.snapshot() {
                Ok(snapshot) => {
                    // Otherwise the first requests after an edit would wait.
                    snapshot.warm();
                    self.shared.store(snapshot);
                    self.shared.progress().serves_since(clock::unix_seconds());
                }
                Err(problem) => {
                    outcome = Outcome::Failed;
                    log::error!("everything is served as it was: {problem}");
                }
            }
            self.log(&reloaded);
        }
        outcome
    }

    fn log(&mut self, reloaded: &Reloaded) {
        for change in &reloaded.changes {
            log::info!("{change}");
        }
        let findings = &reloaded.published.findings;
        let now: BTreeSet<LoggedFinding> = findings.iter().map(identity).collect();
        let new: Vec<Finding> = findings
            .iter()
            .filter(|finding| !self.logged.contains(&identity(finding)))
            .cloned()
            .collect();
        if !new.is_empty() {
            log::warn!("found on reloading\n{}", to_text(&new, Style::Plain).trim_end());
        }
        let wrong = |logged: &BTreeSet<LoggedFinding>| -> BTreeSet<String> {
            logged.iter().filter(|(is_error, ..)| *is_error).map(|one| one.1.clone()).collect()
        };
        for repaired in wrong(&self.logged).difference(&wrong(&now)) {
            log::info!("{repaired}: no errors any more");
        }
        self.logged = now;
    }
}

fn identity(finding: &Finding) -> LoggedFinding {
    let file = finding.file().map_or_else(String::new, |file| file.name().to_owned());
    let is_error = finding.severity() == Severity::Error;
    (is_error, file, finding.place(), finding.headline().to_owned())
}

impl Reloading {
    /// How long a drop waits for the current pass.
    pub const LAST_PASS: Duration = Duration::from_secs(3);

    /// A handle that requests a pass, as SIGHUP does.
    #[must_use]
    pub fn wake(&self) -> Wake {
        self.wake.clone()
    }
}

impl Drop for Reloading {
    fn drop(&mut self) {
        self.wake.stop();
        match self.ended.recv_timeout(Self::LAST_PASS) {
            Ok(ThreadEnded) => {}
            Err(RecvTimeoutError::Disconnected) => {
                log::error!(
                    "reloading ended by a defect of kalends; everything was served as it was"
                );
            }
            // Files are replaced as a whole, so a pass may end anywhere.
            Err(RecvTimeoutError::Timeout) => log::warn!(
                "not waiting for a look at the files that takes longer than {} s: it hangs, or \
                 there are very many",
                Self::LAST_PASS.as_secs()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::super::settings::{Records, Settings};
    use super::super::tests::defects;
    use super::*;
    use crate::snapshot::Entry;
    use crate::store::{FileEvents, WatchSettings};

    fn write(directory: &Path, name: &str, title: &str) -> PathBuf {
        let path = directory.join(name).with_extension("toml");
        let text = format!(
            "title = \"{title}\"\nauthority = \"calendar.test\"\n\n[[session]]\nid = \"one\"\n\
             title = \"{title}\"\nstart = 2027-09-23T14:00:00Z\nduration = \"1h\"\n"
        );
        fs::write(&path, text).unwrap();
        path
    }

    fn titles(shared: &Shared) -> Vec<String> {
        let snapshot = shared.load();
        let title = |path| match snapshot.get(path) {
            Some(Entry::Resource(resource)) => {
                let text = String::from_utf8_lossy(resource.body()).into_owned();
                text.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).collect()
            }
            _ => "nothing".to_owned(),
        };
        ["/broken/one.ics", "/whole/one.ics"].map(title).to_vec()
    }

    #[test]
    fn a_pass_that_panics_changes_nothing_and_the_next_reads_everything() {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        let broken = write(directory, "broken", "Before");
        write(directory, "whole", "Before");
        let settings = Settings::new(vec![directory.to_owned()], Records::Write);
        let mut publisher = Publisher::new(&settings);
        let published = publisher.load(clock::now()).unwrap();
        let shared = Shared::new(published.snapshot().unwrap());
        let mut reloader = Reloader::new(publisher, &published, &shared);
        let state = || shared.progress().pass_state(clock::instant()).unwrap();

        write(directory, "broken", "After");
        write(directory, "whole", "After");
        defects().insert(broken.clone());
        for times in 1..3 {
            reloader.pass(&Scan::Everything);
            assert_eq!(titles(&shared), ["Before", "Before"]);
            assert_eq!(shared.progress().count(Outcome::Panicked), times);
            assert!(state().is_degraded() && state().under_way.is_none());
        }
        defects().remove(&broken);
        // A pass after a panic reads all files, whatever its request.
        reloader.pass(&Scan::Paths(BTreeSet::new()));
        assert_eq!(titles(&shared), ["After", "After"]);
        assert!(!state().is_degraded());
        reloader.pass(&Scan::Everything);
        assert_eq!(shared.progress().count(Outcome::Unchanged), 1, "it is settled again");
    }

    #[test]
    fn a_pass_that_hangs_is_not_waited_for_for_ever() {
        let settings =
            WatchSettings { paths: Vec::new(), events: FileEvents::Ignore, poll_interval: None };
        // The thread that should send its end continues.
        let (hanging, ended) = mpsc::channel();
        let started = clock::instant();
        drop(Reloading { wake: Watch::new(settings).wake(), ended });
        assert!(started.elapsed() < 2 * Reloading::LAST_PASS);
        assert!(hanging.send(ThreadEnded).is_err(), "nobody waits any more");
    }

    #[test]
    fn the_first_pass_has_an_outcome() {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        write(directory, "whole", "Title");
        let settings = Settings::new(vec![directory.to_owned()], Records::Write);
        let started = || {
            let mut publisher = Publisher::new(&settings);
            let published = publisher.load(clock::now()).unwrap();
            let shared = Shared::new(published.snapshot().unwrap());
            Reloader::new(publisher, &published, &shared).started
        };
        assert_eq!(started(), Outcome::Published);
        fs::write(directory.join("broken.toml"), "no toml").unwrap();
        assert_eq!(started(), Outcome::Kept);
    }
}
