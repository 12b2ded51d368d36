//! Waits for changes to definitions and records: file system events, a poll for systems without
//! events, and requests.
//!
//! Reads no file and makes no decision: it returns where to look, too often rather than too rarely.
//! Directories that are links, or are inside directories exchanged as a whole, are also watched from
//! outside.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Scan, directory_of};

/// Time without events before files are read: tools write in several steps.
const QUIET: Duration = Duration::from_millis(200);
/// Longest wait for that silence.
const PATIENCE: Duration = Duration::from_secs(2);

/// Most links that are followed, the limit of Linux.
const MAX_LINKS: usize = 40;

/// Paths to watch, and how.
#[derive(Clone, Debug)]
pub struct WatchSettings {
    /// Directories, or single files.
    pub paths: Vec<PathBuf>,
    /// Whether to listen for events of the file system.
    pub events: FileEvents,
    /// Time from one full scan to the next; `None`: no polling.
    pub poll_interval: Option<Duration>,
}

/// Whether to listen for events of the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileEvents {
    /// Where the system provides them.
    Listen,
    /// Never.
    Ignore,
}

/// Waits for changes.
#[derive(Debug)]
pub struct Watch {
    settings: WatchSettings,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    armed: Option<Armed>,
    looked: Instant,
    /// When a scan asked for with a delay is due.
    due: Option<Instant>,
}

/// Requests a scan from another thread.
#[derive(Clone, Debug)]
pub struct Wake(Sender<Message>);

#[derive(Debug)]
enum Message {
    Happened(notify::Result<Event>),
    Look,
    Stop,
}

/// A watcher, and the directories as they were when it started.
#[derive(Debug)]
struct Armed {
    /// Watches while it lives; `None` if watching is not possible.
    _watcher: Option<RecommendedWatcher>,
    places: Vec<WatchTarget>,
}

/// A watched directory.
#[derive(Debug, PartialEq, Eq)]
struct WatchTarget {
    /// The path as given; scans name files by it.
    written: PathBuf,
    absolute: PathBuf,
    /// The resolved path and inode; `None` if it does not exist.
    real: Option<(PathBuf, u64)>,
    /// The links on the way to it.
    links: Vec<PathBuf>,
}

impl Wake {
    /// Requests a full scan.
    pub fn look(&self) {
        // Fails if the watch has ended.
        let _ = self.0.send(Message::Look);
    }

    /// Ends the wait.
    pub fn stop(&self) {
        let _ = self.0.send(Message::Stop);
    }
}

impl Watch {
    /// Starts watching. Without file system events the poll remains, and the log says so.
    #[must_use]
    pub fn new(settings: WatchSettings) -> Self {
        let (sender, receiver) = mpsc::channel();
        let mut watch =
            Self { settings, sender, receiver, armed: None, looked: Instant::now(), due: None };
        watch.arm();
        watch
    }

    /// Interval of full scans.
    #[must_use]
    pub fn poll_interval(&self) -> Option<Duration> {
        self.settings.poll_interval
    }

    /// Returns a handle that requests scans.
    #[must_use]
    pub fn wake(&self) -> Wake {
        Wake(self.sender.clone())
    }

    /// Schedules a full scan after `wait`; `None` cancels it.
    pub fn look_after(&mut self, wait: Option<Duration>) {
        self.due = wait.map(|wait| Instant::now() + wait);
    }

    /// Waits until there is something to scan; `None` when asked to stop.
    pub fn next_scan(&mut self) -> Option<Scan> {
        let mut scan = loop {
            match self.receive(self.until_look()) {
                Ok(Message::Stop) => return None,
                Ok(Message::Look) => return Some(self.requested()),
                Ok(Message::Happened(event)) => {
                    if let Some(scan) = self.scan_after(event) {
                        break scan;
                    }
                }
                // A timeout: `self` holds a sender, so the channel never disconnects.
                Err(_) => return Some(self.everything()),
            }
        };
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.receive(Some(left.min(QUIET))) {
                Ok(Message::Stop) => return None,
                Ok(Message::Look) => scan = Scan::Requested,
                Ok(Message::Happened(event)) => {
                    if let Some(other) = self.scan_after(event) {
                        scan = both(scan, other);
                    }
                }
                Err(_) => break,
            }
            if left.is_zero() {
                break;
            }
        }
        Some(match scan {
            Scan::Everything => self.everything(),
            Scan::Requested => self.requested(),
            paths @ Scan::Paths(_) => paths,
        })
    }

    fn receive(&self, timeout: Option<Duration>) -> Result<Message, RecvTimeoutError> {
        match timeout {
            Some(timeout) => self.receiver.recv_timeout(timeout),
            None => self.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Time until the next automatic full scan, if any.
    fn until_look(&self) -> Option<Duration> {
        let poll = self.settings.poll_interval.map(|interval| self.looked + interval);
        let next = poll.into_iter().chain(self.due).min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    fn requested(&mut self) -> Scan {
        self.everything();
        Scan::Requested
    }

    /// Arms the watcher before the scan, so that no change in between is missed.
    fn everything(&mut self) -> Scan {
        self.arm();
        self.looked = Instant::now();
        self.due = None;
        Scan::Everything
    }

    /// The scan for an event; `None` if it concerns none of our files.
    fn scan_after(&self, event: notify::Result<Event>) -> Option<Scan> {
        let Ok(event) = event else { return Some(Scan::Everything) };
        let reading = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            // Our own reads cause events too: an endless loop.
            EventKind::Access(_) => true,
            _ => false,
        };
        if reading {
            return None;
        }
        if event.need_rescan() || event.paths.is_empty() {
            return Some(Scan::Everything);
        }
        let places = || self.armed.iter().flat_map(|armed| &armed.places);
        let mut scan = None;
        for path in event.paths.iter().filter(|path| !is_temporary(path)) {
            let looks = places().filter_map(|place| place.scan_after(path));
            scan = scan.into_iter().chain(looks).reduce(both);
        }
        scan
    }

    fn arm(&mut self) {
        if self.settings.events == FileEvents::Ignore {
            return;
        }
        let places: Vec<_> = self.settings.paths.iter().map(|path| WatchTarget::of(path)).collect();
        if self.armed.as_ref().is_some_and(|armed| armed.places == places) {
            return;
        }
        let watcher = start(&places, &self.sender);
        if let (Err(error), None) = (&watcher, &self.armed) {
            log::warn!("changes are noticed by polling only: {error}");
        }
        self.armed = Some(Armed { _watcher: watcher.ok(), places });
    }
}

impl WatchTarget {
    fn of(path: &Path) -> Self {
        let written = if path.is_file() { directory_of(path) } else { path.to_owned() };
        let absolute = std::path::absolute(&written).unwrap_or_else(|_| written.clone());
        let real = fs::canonicalize(&written)
            .and_then(|real| Ok((real, fs::metadata(&written)?.ino())))
            .ok();
        let mut links = Vec::new();
        find_links(&absolute, &mut links);
        Self { written, absolute, real, links }
    }

    /// The scan after an event at `path`: that file if it is a definition or record; all files if it is
    /// anything else in the directory or on the way to it.
    fn scan_after(&self, path: &Path) -> Option<Scan> {
        // Some systems report the resolved path of a link.
        let real = self.real.as_ref().and_then(|(real, _)| path.strip_prefix(real).ok());
        if let Some(name) = path.strip_prefix(&self.absolute).ok().or(real) {
            let is_ours = name
                .extension()
                .is_some_and(|extension| extension == "toml" || extension == "lock");
            return Some(if is_ours {
                Scan::Paths(BTreeSet::from([self.written.join(name)]))
            } else {
                Scan::Everything
            });
        }
        let real = self.real.iter().map(|(real, _)| real);
        let on_the_way = real.chain(&self.links).chain([&self.absolute]);
        on_the_way.into_iter().any(|way| way.starts_with(path)).then_some(Scan::Everything)
    }

    /// Directories outside in which the way to this one can change.
    fn outside(&self) -> BTreeSet<PathBuf> {
        let real = self.real.iter().map(|(real, _)| real);
        let ways = real.chain(&self.links).chain([&self.absolute]);
        ways.map(|way| directory_of(way)).filter(|outside| *outside != self.absolute).collect()
    }
}

/// Collects every link on the way to `path` and to their targets.
fn find_links(path: &Path, found: &mut Vec<PathBuf>) {
    for ancestor in path.ancestors() {
        if found.len() >= MAX_LINKS {
            return;
        }
        if let Ok(target) = fs::read_link(ancestor) {
            found.push(ancestor.to_owned());
            find_links(&directory_of(ancestor).join(target), found);
        }
    }
}

/// Temporary files of record writes; the final name gets its own event.
fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && name.ends_with(".tmp")
}

fn start(places: &[WatchTarget], sender: &Sender<Message>) -> notify::Result<RecommendedWatcher> {
    let sender = sender.clone();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Fails if the watch has ended.
        let _ = sender.send(Message::Happened(event));
    })?;
    for place in places {
        for outside in place.outside() {
            // If the way to the directory cannot be watched, the poll remains.
            if let Err(error) = watcher.watch(&outside, RecursiveMode::NonRecursive) {
                log::debug!("{} is not watched: {error}", outside.display());
            }
        }
        // A missing directory is noticed from outside when it appears.
        if place.real.is_some() {
            watcher.watch(&place.absolute, RecursiveMode::NonRecursive)?;
        }
    }
    Ok(watcher)
}

fn both(one: Scan, other: Scan) -> Scan {
    match (one, other) {
        (Scan::Paths(mut one), Scan::Paths(other)) => {
            one.extend(other);
            Scan::Paths(one)
        }
        (Scan::Requested, _) | (_, Scan::Requested) => Scan::Requested,
        _ => Scan::Everything,
    }
}
