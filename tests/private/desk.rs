//! A directory of definitions with a service that gets requests between edits.

use std::fs;
use std::num::NonZeroUsize;

use kalends::model::{TokenHash, WebUrl};
use kalends::publish::{Publisher, Records, Settings, publish};
use kalends::store::Scan;
use kalends::web::ServerSettings;
use tempfile::TempDir;

use crate::support::{App, Response, spawn_app_with};

pub(crate) const BOARD: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
pub(crate) const PRESS: &str = "pppppppppppppppppppppppppppppppp";
/// Of the form of a token, and nobody's.
pub(crate) const NOBODY: &str = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";

pub(crate) const TALKS: &str = r#"
title = "Board talks"
authority = "example.org"
timezone = "Europe/Brussels"
duration = "1h"

[[session]]
id = "opening"
title = "Opening"
start = 2027-09-23T14:00:00

[[session]]
id = "closing"
title = "Closing"
start = 2027-09-24T14:00:00
"#;

/// The lines that give access.
pub(crate) fn access(name: &str, token: &str) -> String {
    let hash = TokenHash::of(token).unwrap();
    format!("\n[[access]]\nname = \"{name}\"\ntoken_sha256 = \"{hash}\"\n")
}

/// The series with the tokens of the board and the press.
pub(crate) fn private() -> String {
    format!("{TALKS}{}{}", access("board", BOARD), access("press", PRESS))
}

pub(crate) struct Desk {
    pub(crate) home: TempDir,
    pub(crate) app: App,
    publisher: Publisher,
    settings: Settings,
}

impl Desk {
    pub(crate) fn open(files: &[(&str, &str)]) -> Self {
        Self::open_with(files, &ServerSettings::default())
    }

    pub(crate) fn open_with(files: &[(&str, &str)], server: &ServerSettings) -> Self {
        let home = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(home.path().join(name), text).unwrap();
        }
        let settings = Settings {
            public_url: Some(WebUrl::parse("https://calendar.example.org").unwrap()),
            ..Settings::new(vec![home.path().to_owned()], Records::Write)
        };
        let mut publisher = Publisher::new(&settings);
        let published = publisher.load("2026-01-01T09:00:00Z".parse().unwrap()).unwrap();
        let server = ServerSettings { workers: NonZeroUsize::MIN, ..server.clone() };
        let app = spawn_app_with(published.snapshot().unwrap(), server);
        Self { home, app, publisher, settings }
    }

    pub(crate) fn edit(&mut self, name: &str, text: &str, now: &str) {
        fs::write(self.home.path().join(name), text).unwrap();
        self.look(now);
    }

    pub(crate) fn look(&mut self, now: &str) {
        let reloaded = self.publisher.reload(&Scan::Everything, now.parse().unwrap());
        self.app.shared.store(reloaded.unwrap().published.snapshot().unwrap());
    }

    /// As a service that is started anew on the files as they lie there.
    pub(crate) fn restart(&mut self, records: Records, now: &str) {
        let settings = Settings { records, ..self.settings.clone() };
        let published = publish(&settings, now.parse().unwrap()).unwrap();
        self.app.shared.store(published.snapshot().unwrap());
    }

    pub(crate) fn get(&self, target: &str) -> Response {
        self.app.get(target)
    }

    pub(crate) fn status(&self, target: &str) -> u16 {
        self.get(target).status
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.home.path().join(name)).unwrap()
    }

    /// The same answer as an address gets where nothing ever was.
    pub(crate) fn assert_never_heard_of(&self, target: &str) {
        let ask = |target: &str| {
            let mut response = self.get(target);
            let mut document = response.json();
            document["request_id"] = "some".into();
            response.body = document.to_string().into_bytes();
            response
        };
        // An address with an extension is not a page, so its errors are not pages either.
        let (_, last) = target.rsplit_once('/').unwrap_or_default();
        let path = last.split('?').next().unwrap_or_default();
        let end = path.find('.').map_or("", |at| &path[at..]);
        assert_eq!(ask(target), ask(&format!("/nothing-was-ever-here{end}")), "{target}");
    }
}

pub(crate) fn below(token: &str, path: &str) -> String {
    format!("/private/{token}{path}")
}
