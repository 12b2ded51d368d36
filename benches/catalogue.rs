//! Start-up time and memory of `kalends serve` with a very large catalogue.
//!
//! `cargo bench --bench catalogue` writes 100,000 definitions of ten sessions and their records once, and
//! serves them in a separate process, three times. Options: `-- 20000` another number, `-- --rounds 5` more
//! rounds, `-- --cache-bytes N` another cache size. Time runs from the start of the process to the end of
//! the first response. Then calendars of a tenth of the series are fetched twice each, so that the render
//! cache reaches its limit.
#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kalends::definition;
use kalends::diagnostic::SourceFile;
use rayon::prelude::*;

#[path = "support/definitions.rs"]
mod definitions;

use definitions::{SESSIONS, definition_text, first_record, stem};

/// Limits of time and memory.
const MOST_SECONDS: f64 = 10.0;
const MOST_MIB: f64 = 1536.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let rounds = after("--rounds").map_or(3, |rounds| rounds.parse().expect("a number"));
    let count: usize = match arguments.first().filter(|first| !first.starts_with('-')) {
        Some(count) => count.parse().expect("a number of series"),
        None => 100_000,
    };
    let directory = tempfile::tempdir().expect("a directory");
    let bytes = write(directory.path(), count);
    let sessions = count * SESSIONS;
    println!(
        "{count} series, {sessions} sessions, {} MB of definitions and records",
        bytes / 1_000_000
    );
    let mut seconds = Vec::new();
    for round in 1..=rounds {
        let run = Run::start(directory.path(), after("--cache-bytes").as_deref());
        let (first, memory) = (run.first.as_secs_f64(), run.memory_mib("VmHWM"));
        seconds.push(first);
        let asked = count.div_ceil(10);
        let rate = run.ask(count, asked);
        println!(
            "{round}: first answer after {first:.1} s, {memory:.0} MiB at most so far; feeds and files of \
             {asked} series made and fetched at {rate:.0} a second, then {:.0} MiB, {:.0} MiB at most",
            run.memory_mib("VmRSS"),
            run.memory_mib("VmHWM"),
        );
    }
    seconds.sort_by(f64::total_cmp);
    let median = seconds[seconds.len() / 2];
    println!(
        "median {median:.1} s; asked for: under {MOST_SECONDS} s and {MOST_MIB} MiB for 100,000 series"
    );
}

/// Definitions and records, and their size in bytes.
fn write(directory: &Path, count: usize) -> u64 {
    let write = |number: usize| {
        let text = definition_text(number);
        let file = SourceFile::new("", text.as_str());
        let series = definition::parse(&file, &stem(number)).series.expect("a valid definition");
        let record = first_record(&series).to_text();
        let path = directory.join(stem(number));
        fs::write(path.with_extension("toml"), &text).expect("a definition written");
        fs::write(path.with_extension("lock"), &record).expect("a record written");
        (text.len() + record.len()) as u64
    };
    (0..count).into_par_iter().map(write).sum()
}

/// A running service.
struct Run {
    process: Child,
    address: String,
    first: Duration,
}

impl Run {
    fn start(directory: &Path, cache_bytes: Option<&str>) -> Self {
        let started = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_kalends"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--no-watch", "--schedules"]);
        command.arg(directory).stdout(Stdio::piped()).stderr(Stdio::null());
        command.args(cache_bytes.iter().flat_map(|bytes| ["--cache-bytes", bytes]));
        let mut process = command.spawn().expect("kalends runs");
        let mut output = BufReader::new(process.stdout.take().expect("piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        let address = line.split("http://").nth(1).and_then(|rest| rest.trim().strip_suffix('/'));
        let address = address.expect("an address").to_owned();
        let mut run = Self { process, address, first: Duration::ZERO };
        let mut connection = run.connect();
        let body = get(&mut connection, &format!("/{}.ics", stem(0)));
        assert!(body.ends_with("END:VCALENDAR\r\n"), "{body}");
        run.first = started.elapsed();
        run
    }

    fn connect(&self) -> BufReader<TcpStream> {
        // It listens before it prints its address, and answers soon after.
        BufReader::new(TcpStream::connect(&self.address).expect("it listens"))
    }

    /// Fetches feed and first session of some series, spread over all, twice; returns responses per second.
    fn ask(&self, count: usize, asked: usize) -> f64 {
        let mut connection = self.connect();
        let started = Instant::now();
        for number in (0..asked).map(|number| number * (count / asked)) {
            let paths = [format!("/{}.ics", stem(number)), format!("/{}/part-0.ics", stem(number))];
            let once = paths.each_ref().map(|path| get(&mut connection, path));
            let again = paths.each_ref().map(|path| get(&mut connection, path));
            assert!(once == again && once[0].len() > once[1].len());
        }
        4.0 * asked as f64 / started.elapsed().as_secs_f64()
    }

    /// A line of `/proc/PID/status`.
    fn memory_mib(&self, name: &str) -> f64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with(name));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kib.map_or(f64::NAN, |kib| kib / 1024.0)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A 200's body, with its tag and time: the parts that must be equal both times.
fn get(connection: &mut BufReader<TcpStream>, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes()).expect("sent");
    let (mut kept, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).expect("a line");
        let lower = line.to_ascii_lowercase();
        assert!(!lower.starts_with("http/") || lower.starts_with("http/1.1 200"), "{path}: {line}");
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        } else if lower.starts_with("etag:") || lower.starts_with("last-modified:") {
            kept.push_str(&line);
        } else if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).expect("the body");
    kept + &String::from_utf8(body).expect("UTF-8")
}
