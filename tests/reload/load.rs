//! Constant load during a thousand reloads: no request fails, and none sees half a change.

use std::collections::HashSet;
use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use kalends::publish::Reloader;
use kalends::snapshot::{Entry, Snapshot};
use kalends::store::{FileEvents, Scan, Watch, WatchSettings};

use crate::reload::desk::{eventually, publisher, talk};
use crate::support::{Connection, Response, spawn_app};

/// Passes driven directly.
const RELOADS: usize = 1_000;
/// Edits noticed by the watch.
const WATCHED: usize = 5;
const CLIENTS: usize = 3;

/// Every version carries its number in everything there is to see.
fn version(number: usize) -> String {
    let text = talk(&format!("Version {number}"), 14);
    let text = text.replace("\"Opening\"", &format!("\"Opening {number}\""));
    let more = format!("[[session]]\nid = \"closing\"\ntitle = \"Closing {number}\"\n");
    format!("{text}\n{more}start = 2027-09-24T14:00:00\n")
}

/// The one number that a body carries.
fn number(response: &Response) -> usize {
    let numbers: HashSet<usize> = response
        .text()
        .lines()
        .filter(|line| line.starts_with("SUMMARY:") || line.starts_with("NAME:"))
        .map(|line| line.rsplit_once(' ').unwrap().1.parse().unwrap())
        .collect();
    assert_eq!(numbers.len(), 1, "a mix: {}", response.text());
    numbers.into_iter().next().unwrap()
}

/// Sends requests until stopped; returns their number, and every pair of ETag and body.
fn client(
    address: SocketAddr,
    ended: &AtomicBool,
    answers: &AtomicUsize,
) -> HashSet<(String, Vec<u8>)> {
    let mut seen = HashSet::new();
    let mut connection = Connection::open(address);
    let mut last = 0;
    while !ended.load(Ordering::Relaxed) {
        for path in ["/talk.ics", "/talk/opening.ics", "/talk/closing.ics"] {
            let response = connection.ask("GET", path, "");
            assert_eq!(response.status, 200, "{response:?}");
            let number = number(&response);
            assert!(number >= last, "{path} went back from {last} to {number}");
            last = number;
            seen.insert((response.header("etag").unwrap().to_owned(), response.body));
            answers.fetch_add(1, Ordering::Relaxed);
        }
    }
    seen
}

fn pairs(snapshot: &Snapshot) -> Vec<(String, Vec<u8>)> {
    snapshot
        .every()
        .iter()
        .filter_map(|(_, entry)| match &**entry {
            Entry::Resource(resource) => {
                let etag = String::from_utf8(resource.etag().as_bytes().to_vec()).unwrap();
                Some((etag, resource.body().to_vec()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn a_thousand_reloads_under_load_fail_no_request_and_mix_no_versions() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("talk.toml");
    fs::write(&file, version(0)).unwrap();
    let (publisher, loaded) = publisher(home.path());
    let app = spawn_app(loaded.snapshot().unwrap());
    let mut reloader = Reloader::new(publisher, &loaded, &app.shared);
    let ended = Arc::new(AtomicBool::new(false));
    let answers = Arc::new(AtomicUsize::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (address, ended, answers) = (app.address, Arc::clone(&ended), Arc::clone(&answers));
            thread::spawn(move || client(address, &ended, &answers))
        })
        .collect();

    let mut published: HashSet<(String, Vec<u8>)> = pairs(&app.shared.load()).into_iter().collect();
    for number in 1..=RELOADS {
        let temporary = home.path().join(".talk.toml.new");
        fs::write(&temporary, version(number)).unwrap();
        fs::rename(&temporary, &file).unwrap();
        let scan =
            if number % 2 == 0 { Scan::Everything } else { Scan::Paths([file.clone()].into()) };
        reloader.pass(&scan);
        let fresh = pairs(&app.shared.load());
        assert!(fresh.iter().any(|pair| !published.contains(pair)), "reload {number} did nothing");
        published.extend(fresh);
    }
    let during = answers.load(Ordering::Relaxed);
    assert!(during > RELOADS, "{during} answers are no load");

    let watch = Watch::new(WatchSettings {
        paths: vec![home.path().to_owned()],
        events: FileEvents::Listen,
        poll_interval: None,
    });
    let reloading = reloader.spawn(watch).unwrap();
    for number in RELOADS + 1..=RELOADS + WATCHED {
        fs::write(&file, version(number)).unwrap();
        let title = format!("SUMMARY:Opening {number}\r\n");
        eventually("it is served", || {
            let now = pairs(&app.shared.load());
            now.iter().any(|(_, body)| String::from_utf8_lossy(body).contains(&title))
        });
        published.extend(pairs(&app.shared.load()));
    }
    drop(reloading);
    ended.store(true, Ordering::Relaxed);
    for client in clients {
        let seen = client.join().unwrap();
        for pair in &seen {
            assert!(published.contains(pair), "never published: {}", pair.0);
        }
    }
}
