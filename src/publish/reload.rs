//! Publishes again whenever something happened to the files: one pass at a time, on a thread of
//! its own, exchanged for what was served before all at once.
//!
//! Does not know what happened; [`Watch`] says when to look, [`Publisher`] finds out.

use std::collections::BTreeSet;
use std::io;
use std::thread::{self, JoinHandle};

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
}

type Told = (String, String, &'static str, String);

/// A reloader at work. It ends when this is dropped, after the pass under way.
#[derive(Debug)]
pub struct Reloading {
    wake: Wake,
    thread: Option<JoinHandle<()>>,
}

impl Reloader {
    /// Goes on where `publisher` stands. `published`: what it came to, whose findings have been
    /// told already and whose snapshot is in `shared`.
    #[must_use]
    pub fn new(publisher: Publisher, published: &Published, shared: &Shared) -> Self {
        let told = published.findings.iter().map(told).collect();
        Self { publisher, shared: shared.clone(), told }
    }

    /// Runs on a thread of its own until the handle is dropped. The first pass comes at once, for
    /// what happened before anybody watched.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn spawn(mut self, mut watch: Watch) -> io::Result<Reloading> {
        let wake = watch.wake();
        let thread = thread::Builder::new().name("reload".to_owned()).spawn(move || {
            self.pass(&Scan::Everything);
            while let Some(scan) = watch.next_scan() {
                self.pass(&scan);
            }
        })?;
        Ok(Reloading { wake, thread: Some(thread) })
    }

    /// One pass: looks, publishes, exchanges the snapshot, tells the log.
    pub fn pass(&mut self, scan: &Scan) {
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
        self.shared.progress().note(outcome);
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
    /// A handle that asks for a pass, as SIGHUP does.
    #[must_use]
    pub fn wake(&self) -> Wake {
        self.wake.clone()
    }
}

impl Drop for Reloading {
    fn drop(&mut self) {
        self.wake.stop();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("reloading ended by a defect of kalends; what was served last stayed");
        }
    }
}
