//! Throughput of each pipeline stage in sessions per second, on one core and on all.
//!
//! `cargo bench --bench pipeline` measures 100, 1,000 and 10,000 definitions of ten sessions each;
//! `-- --quick` 10 and 100, once; `-- guard` only the stages with that word. Rounds go through all
//! stages and alternate between the thread pools, so that a slower machine slows all of them;
//! the table has the median and the range. It has no limits: equal columns show that time grows linearly
//! with size.
#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kalends::definition;
use kalends::diagnostic::SourceFile;
use kalends::model::{Series, WebUrl};
use kalends::publish::{Published, Records, Settings, publish};
use kalends::render::{self, Draft};
use kalends::revision::Record;
use kalends::store::{self, NewRecord};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

#[path = "support/definitions.rs"]
mod definitions;

use definitions::{SESSIONS, definition_text, first_record, now, stem};

/// As in the service.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The measured stages, in the order of the pipeline, with their names in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Parse,
    ReadRecord,
    Reconcile,
    Render,
    Guard,
    Snapshot,
    LoadUnwritten,
    LoadFirst,
    WriteRecords,
    LoadAgain,
}

const ALL: [Stage; 10] = [
    Stage::Parse,
    Stage::ReadRecord,
    Stage::Reconcile,
    Stage::Render,
    Stage::Guard,
    Stage::Snapshot,
    Stage::LoadUnwritten,
    Stage::LoadFirst,
    Stage::WriteRecords,
    Stage::LoadAgain,
];

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::Parse => "parse definitions",
            Self::ReadRecord => "parse records",
            Self::Reconcile => "reconcile, first time",
            Self::Render => "render",
            Self::Guard => "guard",
            Self::Snapshot => "snapshot",
            Self::LoadUnwritten => "load, no records, none written",
            Self::LoadFirst => "load, no records, all written",
            Self::WriteRecords => "  of that: writing, with fsync",
            Self::LoadAgain => "load, records there",
        }
    }
}

/// Seconds of one run, by size, stage and threads.
type Timings = BTreeMap<(usize, Stage, usize), Vec<f64>>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let quick = arguments.iter().any(|argument| argument == "--quick");
    // Cargo itself adds `--bench`.
    let words: Vec<_> = arguments.iter().filter(|word| !word.starts_with('-')).collect();
    let stages: Vec<Stage> = ALL
        .into_iter()
        .filter(|stage| words.is_empty() || words.iter().any(|word| stage.words().contains(*word)))
        .collect();
    let sizes: &[usize] = if quick { &[10, 100] } else { &[100, 1_000, 10_000] };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let pools: Vec<(usize, ThreadPool)> = if cores == 1 { vec![1] } else { vec![1, cores] }
        .into_iter()
        .map(|threads| (threads, ThreadPoolBuilder::new().num_threads(threads).build()))
        .map(|(threads, pool)| (threads, pool.expect("a thread pool")))
        .collect();

    let mut timings = Timings::new();
    for &size in sizes {
        let input = Input::new(size);
        // The first round is not counted: it builds the time zones and warms the caches.
        for round in 0..=if quick { 1 } else { rounds(size) } {
            for stage in &stages {
                for (threads, pool) in &pools {
                    let time = pool.install(|| input.time(*stage));
                    if round > 0 {
                        let key = (size, *stage, *threads);
                        timings.entry(key).or_default().push(time.as_secs_f64());
                    }
                }
            }
        }
    }
    print_table(&timings, &pools.iter().map(|(threads, _)| *threads).collect::<Vec<_>>());
}

/// The large size takes tens of seconds per round on a disk with slow flushes.
fn rounds(size: usize) -> usize {
    if size < 10_000 { 7 } else { 3 }
}

/// Definitions, and the input of each stage from the previous one.
struct Input {
    directory: tempfile::TempDir,
    definitions: Vec<Arc<SourceFile>>,
    series: Vec<Series>,
    records: Vec<Record>,
    record_files: Vec<Arc<SourceFile>>,
    drafts: Vec<Draft>,
    base: WebUrl,
}

impl Input {
    fn new(size: usize) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let definitions: Vec<_> = (0..size)
            .map(|number| {
                let text = definition_text(number);
                let path = directory.path().join(format!("{}.toml", stem(number)));
                fs::write(&path, &text).expect("a definition written");
                SourceFile::new(path.display().to_string(), text)
            })
            .collect();
        let series: Vec<Series> = definitions.iter().enumerate().map(parse).collect();
        let base = WebUrl::parse("https://events.example.org").expect("an address");
        let records: Vec<Record> = series.iter().map(first_record).collect();
        let record_files = records
            .iter()
            .map(|record| SourceFile::new(format!("{}.lock", record.series()), record.to_text()))
            .collect();
        let drafts = series
            .iter()
            .zip(&records)
            .map(|(series, record)| render::calendars(series, record, Some(&base)))
            .collect();
        Self { directory, definitions, series, records, record_files, drafts, base }
    }

    /// Runs one stage once, on the calling pool; its input is prepared before.
    fn time(&self, stage: Stage) -> Duration {
        match stage {
            Stage::LoadUnwritten | Stage::LoadFirst | Stage::WriteRecords => self.remove_records(),
            Stage::LoadAgain => self.leave_records(),
            _ => {}
        }
        match stage {
            Stage::Parse => timed(|| drain(self.definitions.par_iter().enumerate().map(parse))),
            Stage::ReadRecord => {
                let read = |file| Record::parse(file).expect("whole");
                timed(|| drain(self.record_files.par_iter().map(read)))
            }
            Stage::Reconcile => timed(|| drain(self.series.par_iter().map(first_record))),
            Stage::Render => {
                timed(|| {
                    let published = self.series.par_iter().zip(&self.records);
                    drain(published.map(|(series, record)| {
                        render::calendars(series, record, Some(&self.base))
                    }));
                })
            }
            Stage::Guard => {
                let drafts = self.drafts.clone();
                timed(|| {
                    drain(drafts.into_par_iter().map(|draft| render::check(draft).0.expect("good")))
                })
            }
            Stage::Snapshot => {
                let published = published(&self.settings(Records::Pretend));
                timed(|| rendered(&published))
            }
            Stage::LoadUnwritten => timed(|| load(&self.settings(Records::Pretend))),
            Stage::LoadFirst | Stage::LoadAgain => timed(|| load(&self.settings(Records::Write))),
            Stage::WriteRecords => timed(|| {
                self.records.par_iter().for_each(|record| {
                    let path = self.record_path(record);
                    let before = fs::read_to_string(path).ok();
                    let new = NewRecord {
                        series: record.series(),
                        before: before.as_deref(),
                        text: &record.to_text(),
                    };
                    let wait = store::LockWait::none();
                    let written = store::write_record(self.directory.path(), new, &wait);
                    let _ = black_box(written).expect("a record written");
                });
            }),
        }
    }

    fn settings(&self, records: Records) -> Settings {
        let paths = vec![self.directory.path().to_owned()];
        Settings { public_url: Some(self.base.clone()), ..Settings::new(paths, records) }
    }

    fn record_path(&self, record: &Record) -> PathBuf {
        store::record_path(self.directory.path(), record.series())
    }

    fn remove_records(&self) {
        for path in self.records.iter().map(|record| self.record_path(record)) {
            if path.exists() {
                fs::remove_file(path).expect("a record removed");
            }
        }
    }

    fn leave_records(&self) {
        for (record, file) in self.records.iter().zip(&self.record_files) {
            let path = self.record_path(record);
            if !path.exists() {
                fs::write(path, file.text()).expect("a record written");
            }
        }
    }
}

fn parse((number, file): (usize, &Arc<SourceFile>)) -> Series {
    definition::parse(file, &stem(number)).series.expect("a valid definition")
}

fn published(settings: &Settings) -> Published {
    let published = publish(settings, now()).expect("a readable directory");
    assert!(!published.has_errors());
    published
}

fn load(settings: &Settings) {
    rendered(&published(settings));
}

fn rendered(published: &Published) {
    let snapshot = published.snapshot().expect("no address taken twice");
    snapshot.warm();
    black_box(snapshot);
}

/// Runs an iterator to its end and drops the items, as part of the measurement.
fn drain<T: Send>(values: impl ParallelIterator<Item = T>) {
    values.for_each(|value| drop(black_box(value)));
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn print_table(timings: &Timings, threads: &[usize]) {
    println!("Sessions a second, median (lowest to highest); {SESSIONS} sessions a definition.\n");
    print!("{:<31}{:>9}", "stage", "sessions");
    for count in threads {
        let title = if *count == 1 { "1 core".to_owned() } else { format!("{count} cores") };
        print!("{title:>31}");
    }
    println!("{:>8}", if threads.len() > 1 { "gain" } else { "" });
    let mut rows: Vec<(Stage, usize)> =
        timings.keys().map(|(size, stage, _)| (*stage, *size)).collect();
    rows.sort_unstable();
    rows.dedup();
    for (stage, size) in rows {
        let sessions = size * SESSIONS;
        print!("{:<31}{sessions:>9}", stage.words());
        let mut medians = Vec::new();
        for count in threads {
            let [low, median, high] = rates(&timings[&(size, stage, *count)], sessions);
            print!("{:>31}", format!("{median:.0} ({low:.0} to {high:.0})"));
            medians.push(median);
        }
        match medians.as_slice() {
            [one, all] => println!("{:>7.2}x", all / one),
            _ => println!(),
        }
    }
}

/// Lowest, median and highest rate.
fn rates(seconds: &[f64], sessions: usize) -> [f64; 3] {
    let mut seconds = seconds.to_vec();
    seconds.sort_by(f64::total_cmp);
    let rate = |at: usize| u32::try_from(sessions).map_or(0.0, f64::from) / seconds[at];
    [rate(seconds.len() - 1), rate(seconds.len() / 2), rate(0)]
}
