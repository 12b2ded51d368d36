//! Log output. A process has one logger, so these tests have a separate process.

#[cfg(test)]
mod access;
#[cfg(test)]
#[path = "../private/desk.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod desk;
#[cfg(test)]
#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use the rest")]
mod support;
#[cfg(test)]
mod tokens;

use std::fmt;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use log::{Level, LevelFilter, Log, Metadata, Record};

static LINES: Mutex<Vec<Line>> = Mutex::new(Vec::new());

struct Line {
    level: Level,
    target: String,
    text: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.level, self.target, self.text)
    }
}

/// Keeps every line of every crate.
struct Kept;

impl Log for Kept {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let target = record.target().to_owned();
        lines().push(Line { level: record.level(), target, text: record.args().to_string() });
    }

    fn flush(&self) {}
}

fn lines() -> MutexGuard<'static, Vec<Line>> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn keep_lines() {
    static START: Once = Once::new();
    START.call_once(|| {
        log::set_logger(&Kept).expect("the first logger");
        log::set_max_level(LevelFilter::Trace);
    });
}
