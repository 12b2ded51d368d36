//! Time of reloading one changed definition among many, as a fraction of a full load.
//!
//! `cargo bench --bench reload` (10,000 series), `-- --quick` (500). Full load: a new process reads,
//! checks and renders everything into a snapshot, with existing records and files in the page cache.
//! Reload: one definition is edited, its record written and synchronised, and the snapshot exchanged;
//! the changed file is named by a file system event, or found by a full scan as in a poll.

#![allow(clippy::print_stdout, reason = "it prints its results")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use kalends::publish::{Published, Publisher, Records, Settings};
use kalends::snapshot::{Coding, Shared, Snapshot};
use kalends::store::Scan;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SESSIONS: usize = 3;
const FULL_LOADS: usize = 3;
const RELOADS: usize = 25;
/// Limit of a reload, as a fraction of a full load.
const ALLOWED: f64 = 0.01;

fn definition(number: usize, edit: usize) -> String {
    let mut text = format!(
        "title = \"Lectures {number}\"\nauthority = \"example.org\"\nduration = \"1h30m\"\n\
         timezone = \"Europe/Brussels\"\nlocation = \"Online\"\n\
         description = \"A series of public lectures with questions and answers.\"\n"
    );
    for session in 0..SESSIONS {
        text.push_str(&format!(
            "\n[[session]]\nid = \"lecture-{session}\"\ntitle = \"Lecture {session} of {number}\"\n\
             start = 2027-0{}-1{}T1{}:00:00\njoin = \"https://example.org/{number}/{session}\"\n\
             description = \"What this lecture is about, edit {edit}.\"\n",
            session + 1,
            number % 10,
            session
        ));
    }
    text
}

fn now() -> Timestamp {
    "2027-01-01T09:00:00Z".parse().expect("a timestamp")
}

fn path(directory: &Path, number: usize) -> PathBuf {
    directory.join(format!("lectures-{number}.toml"))
}

fn edit(directory: &Path, number: usize, edit: usize) -> PathBuf {
    let (path, temporary) = (path(directory, number), directory.join(".edit"));
    fs::write(&temporary, definition(number, edit)).expect("written");
    fs::rename(&temporary, &path).expect("renamed");
    path
}

fn rendered(published: &Published) -> Snapshot {
    let snapshot = published.snapshot().expect("built");
    snapshot.warm();
    snapshot
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The cost of compressing bodies, which happens while serving.
fn measure_encoding(snapshot: &Snapshot) {
    let started = Instant::now();
    snapshot.encode();
    let taken = started.elapsed();
    let (mut bodies, mut plain, mut gzip, mut brotli, mut zstd) = (0, 0, 0, 0, 0);
    let every = snapshot.every();
    for resource in every.iter().flat_map(|(_, entry)| entry.resources()) {
        for encoded in resource.encoded() {
            match encoded.coding() {
                Coding::Gzip => {
                    bodies += 1;
                    plain += resource.body().len();
                    gzip += encoded.body().len();
                }
                Coding::Brotli => brotli += encoded.body().len(),
                Coding::Zstd => zstd += encoded.body().len(),
            }
        }
    }
    let part = |bytes: usize| 100.0 * bytes as f64 / plain as f64;
    println!(
        "encoding of {bodies} bodies of {} kB, one core: {taken:.1?}; gzip {:.0} %, brotli {:.0} %, zstd {:.0} %",
        plain / 1000,
        part(gzip),
        part(brotli),
        part(zstd)
    );
}

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let count = if quick { 500 } else { 10_000 };
    let directory = tempfile::tempdir().expect("directory");
    for number in 0..count {
        edit(directory.path(), number, 0);
    }
    let settings = Settings::new(vec![directory.path().to_owned()], Records::Write);
    Publisher::new(&settings).load(now()).expect("read");

    let mut kept = None;
    let full = median(
        (0..FULL_LOADS)
            .map(|_| {
                kept = None;
                let started = Instant::now();
                let mut publisher = Publisher::new(&settings);
                let published = publisher.load(now()).expect("read");
                let shared = Shared::new(rendered(&published));
                let taken = started.elapsed();
                assert_eq!((published.series.len(), published.has_errors()), (count, false));
                kept = Some((publisher, shared));
                taken
            })
            .collect(),
    );
    let (mut publisher, shared) = kept.expect("loaded at least once");
    let files = count * (SESSIONS + 1);
    println!("full load of {count} series, {files} calendars: {full:.1?}");

    measure_encoding(&shared.load_full());
    let mut edits = 0;
    for (name, named) in [("file named by an event", true), ("full scan", false)] {
        // Metadata of new files is not trusted yet: the first scan settles it.
        let _ = publisher.reload(&Scan::Everything, now());
        let reload = median(
            (0..RELOADS)
                .map(|_| {
                    edits += 1;
                    let path = edit(directory.path(), edits * 7 % count, edits);
                    let scan = if named { Scan::Paths([path].into()) } else { Scan::Everything };
                    let started = Instant::now();
                    let reloaded = publisher.reload(&scan, now()).expect("it changed");
                    shared.store(rendered(&reloaded.published));
                    let taken = started.elapsed();
                    assert_eq!(reloaded.changes.len(), 1);
                    taken
                })
                .collect(),
        );
        let ratio = reload.as_secs_f64() / full.as_secs_f64();
        println!("reload of one, {name}: {reload:.2?}, 1/{:.0} of a full load", 1.0 / ratio);
        if named && !quick {
            assert!(ratio < ALLOWED, "more than 1/{:.0} of a full load", 1.0 / ALLOWED);
        }
    }
}
