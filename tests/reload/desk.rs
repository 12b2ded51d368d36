//! A directory of definitions that is served and watched by the production functions.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use kalends::publish::{Published, Publisher, Records, Reloader, Reloading, Settings};
use kalends::snapshot::{Entry, Shared};
use kalends::store::{FileEvents, Watch, WatchSettings};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::TIMEOUT;

/// A series with a session that starts at this hour.
pub(crate) fn talk(title: &str, hour: u32) -> String {
    format!(
        "title = \"{title}\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\n\
         duration = \"1h\"\n\n[[session]]\nid = \"opening\"\ntitle = \"Opening\"\n\
         start = 2027-09-23T{hour}:00:00\n"
    )
}

/// How changes are noticed.
#[derive(Clone, Copy)]
pub(crate) enum By {
    Events,
    Polling,
    /// Only when asked.
    Asking,
}

pub(crate) struct Desk {
    pub(crate) home: TempDir,
    pub(crate) shared: Shared,
    reloading: Option<Reloading>,
    schedules: PathBuf,
}

impl Desk {
    /// Serves `schedules` in a directory of its own, where `prepare` has put files.
    pub(crate) fn open(by: By, prepare: impl FnOnce(&Path)) -> Self {
        let home = tempfile::tempdir().unwrap();
        prepare(home.path());
        let mut desk = Self {
            schedules: home.path().join("schedules"),
            home,
            shared: Shared::default(),
            reloading: None,
        };
        let (events, poll_interval) = match by {
            By::Events => (FileEvents::Listen, None),
            By::Polling => (FileEvents::Ignore, Some(Duration::from_millis(20))),
            By::Asking => (FileEvents::Ignore, None),
        };
        let settings = WatchSettings { paths: vec![desk.schedules.clone()], events, poll_interval };
        let (publisher, published) = publisher(&desk.schedules);
        desk.shared.store(published.snapshot().unwrap());
        let reloader = Reloader::new(publisher, &published, &desk.shared);
        desk.reloading = Some(reloader.spawn(Watch::new(settings)).unwrap());
        desk
    }

    pub(crate) fn with_talk(by: By) -> Self {
        Self::open(by, |home| {
            fs::create_dir(home.join("schedules")).unwrap();
            fs::write(home.join("schedules/talk.toml"), talk("Talk", 14)).unwrap();
        })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.schedules.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Asks for a pass, as SIGHUP does.
    pub(crate) fn ask(&self) {
        self.reloading.as_ref().unwrap().wake().look();
    }

    /// The ETag and body of a calendar, if one is served there.
    pub(crate) fn calendar(&self, path: &str) -> Option<(String, String)> {
        match self.shared.load().get(path)? {
            Entry::Resource(resource) => {
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                Some((text(resource.etag().as_bytes()), text(resource.body())))
            }
            _ => None,
        }
    }

    pub(crate) fn serves(&self, path: &str, line: &str) -> bool {
        self.calendar(path).is_some_and(|(_, body)| body.lines().any(|found| found == line))
    }

    pub(crate) fn is_gone(&self, path: &str) -> bool {
        matches!(self.shared.load().get(path), Some(Entry::Gone))
    }

    pub(crate) fn readiness(&self) -> Value {
        match self.shared.load().get("/readyz") {
            Some(Entry::Readiness(readiness)) => {
                let document = readiness.document(readiness.status(), None);
                serde_json::from_slice(&document).unwrap()
            }
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.readiness()["status"] == "ready"
    }

    /// The codes of the findings; asserts that something is still served.
    pub(crate) fn is_degraded_by(&self, code: &str) -> bool {
        let document = self.readiness();
        document["status"] == "degraded" && document["failures"][0]["findings"][0]["code"] == code
    }
}

/// What `serve` starts with.
pub(crate) fn publisher(schedules: &Path) -> (Publisher, Published) {
    let settings = Settings::new(vec![schedules.to_owned()], Records::Write);
    let mut publisher = Publisher::new(&settings);
    let published = publisher.load(kalends::clock::now()).unwrap();
    (publisher, published)
}

/// Tries until something holds, within bounds.
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < TIMEOUT, "it does not come true: {what}");
        thread::sleep(Duration::from_millis(2));
    }
}
