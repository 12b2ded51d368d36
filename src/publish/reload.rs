//! Publishes again whenever something happened to the files: one pass at a time, on a thread of
//! its own, exchanged for what was served before all at once. A pass that panics changes nothing
//! that is served; the next one reads everything anew.
//!
//! Does not know what happened; [`Watch`] says when to look, [`Publisher`] finds out.

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

/// Keeps what is served up to date.
#[derive(Debug)]
pub struct Reloader {
    publisher: Publisher,
    shared: Shared,
    /// What the log has been told: file, place and statement.
    told: BTreeSet<Told>,
    /// What became of the reading at the start.
    started: Outcome,
}

type Told = (String, String, &'static str, String);

/// A reloader at work. It ends when this is dropped: after the pass under way, if that takes no
/// longer than [`Reloading::LAST_PASS`].
#[derive(Debug)]
pub struct Reloading {
    wake: Wake,
    ended: Receiver<Ended>,
}

/// The reloader has ended as it should.
#[derive(Debug)]
struct Ended;

impl Reloader {
    /// Goes on where `publisher` stands. `published`: what it came to, whose findings have been
    /// told already and whose snapshot is in `shared`.
    #[must_use]
    pub fn new(publisher: Publisher, published: &Published, shared: &Shared) -> Self {
        let told = published.findings.iter().map(told).collect();
        let started = if published.has_errors() { Outcome::Kept } else { Outcome::Published };
        Self { publisher, shared: shared.clone(), told, started }
    }

    /// Runs on a thread of its own until the handle is dropped. The first pass comes at once, for
    /// what happened before anybody watched.
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
            // Nobody listens any more where the pass took too long.
            let _ = ending.send(Ended);
        })?;
        Ok(Reloading { wake, ended })
    }

    /// One pass: looks, publishes, exchanges the snapshot, tells the log.
    pub fn pass(&mut self, scan: &Scan) {
        self.shared.progress().begin(clock::instant());
        // What a panic leaves half done in the publisher is read anew by the next pass, and what is
        // served is exchanged whole or not at all.
        let outcome = catch_unwind(AssertUnwindSafe(|| self.publish(scan))).unwrap_or_else(|_| {
            // The panic hook has logged the message and the place.
            log::error!(
                "a defect of kalends ended the reading of the files; everything is served as it \
                 was, and the next pass reads all of them"
            );
            self.publisher.begin_anew();
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
                    // Else the first requests after an edit would wait.
                    snapshot.warm();
                    self.shared.store(snapshot);
                    self.shared.progress().serves_since(clock::unix_seconds());
                }
                Err(problem) => {
                    outcome = Outcome::Failed;
                    log::error!("everything is served as it was: {problem}");
                }
            }
            self.tell(&reloaded);
        }
        outcome
    }

    fn tell(&mut self, reloaded: &Reloaded) {
        for news in &reloaded.news {
            log::info!("{news}");
        }
        let findings = &reloaded.published.findings;
        let now: BTreeSet<Told> = findings.iter().map(told).collect();
        let new: Vec<Finding> = findings
            .iter()
            .filter(|finding| !self.told.contains(&told(finding)))
            .cloned()
            .collect();
        if !new.is_empty() {
            log::warn!("found on reloading\n{}", to_text(&new, Style::Plain).trim_end());
        }
        let wrong = |told: &BTreeSet<Told>| -> BTreeSet<String> {
            let errors = told.iter().filter(|told| told.2 == Severity::Error.as_str());
            errors.map(|told| told.0.clone()).collect()
        };
        for mended in wrong(&self.told).difference(&wrong(&now)) {
            log::info!("{mended}: no errors any more");
        }
        self.told = now;
    }
}

fn told(finding: &Finding) -> Told {
    let file = finding.file().map_or_else(String::new, |file| file.name().to_owned());
    (file, finding.place(), finding.severity().as_str(), finding.headline().to_owned())
}

impl Reloading {
    /// How long the pass under way is waited for in the end.
    pub const LAST_PASS: Duration = Duration::from_secs(3);

    /// A handle that asks for a pass, as SIGHUP does.
    #[must_use]
    pub fn wake(&self) -> Wake {
        self.wake.clone()
    }
}

impl Drop for Reloading {
    fn drop(&mut self) {
        self.wake.stop();
        match self.ended.recv_timeout(Self::LAST_PASS) {
            Ok(Ended) => {}
            Err(RecvTimeoutError::Disconnected) => {
                log::error!("reloading ended by a defect of kalends; what was served last stayed");
            }
            // Files are exchanged whole, so a pass may end anywhere.
            Err(RecvTimeoutError::Timeout) => log::warn!(
                "not waiting for a look at the files that takes longer than {} s: it hangs, or \
                 there are very many",
                Self::LAST_PASS.as_secs()
            ),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;
    use std::sync::{Mutex, PoisonError};
    use std::{fs, thread};

    use super::super::{Records, Settings};
    use super::*;
    use crate::snapshot::Entry;
    use crate::store::{FileEvents, WatchSettings};

    /// Files whose series panic on their way through the pipeline.
    static DEFECTS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

    fn defects() -> std::sync::MutexGuard<'static, BTreeSet<String>> {
        DEFECTS.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::publish) fn meet_defect(file: &str) {
        let meets = defects().contains(file);
        assert!(!meets, "the defect in {:?}", thread::current().name());
    }

    fn write(directory: &Path, name: &str, title: &str) -> String {
        let path = directory.join(name).with_extension("toml");
        let text = format!(
            "title = \"{title}\"\nauthority = \"calendar.test\"\n\n[[session]]\nid = \"one\"\n\
             title = \"{title}\"\nstart = 2027-09-23T14:00:00Z\nduration = \"1h\"\n"
        );
        fs::write(&path, text).unwrap();
        path.display().to_string()
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
        // Whatever this pass is asked for, it reads all.
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
        // The thread that would say it has ended goes on.
        let (hanging, ended) = mpsc::channel();
        let started = clock::instant();
        drop(Reloading { wake: Watch::new(settings).wake(), ended });
        assert!(started.elapsed() < 2 * Reloading::LAST_PASS);
        assert!(hanging.send(Ended).is_err(), "nobody waits any more");
    }

    #[test]
    fn the_reading_at_the_start_is_told_as_what_it_was() {
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
