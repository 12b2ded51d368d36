//! `kalends serve` in a process and a directory of its own.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

use tempfile::TempDir;

use crate::support::TIMEOUT;

pub(crate) const KALENDS: &str = env!("CARGO_BIN_EXE_kalends");

const TALK: &str = "title = \"Talk\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\n\
    duration = \"1h\"\n\n[[session]]\nid = \"opening\"\ntitle = \"Opening\"\n\
    start = 2027-09-23T14:00:00\n";

/// A directory with one series in it.
pub(crate) fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("schedules")).unwrap();
    fs::write(home.path().join("schedules/talk.toml"), TALK).unwrap();
    home
}

/// A run that ends by itself.
pub(crate) fn fails(home: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(KALENDS);
    command.arg("serve").args(arguments).current_dir(home.path()).env_clear();
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let record = home.path().join("schedules/talk.lock");
    assert!(!record.exists(), "what cannot be served is not published");
    output
}

pub(crate) struct Serving {
    process: Child,
    pub(crate) home: TempDir,
    said: Receiver<String>,
    log: Receiver<String>,
}

impl Serving {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(KALENDS);
        command.arg("serve").args(arguments);
        Self::start_as(command, home())
    }

    /// Runs a command, which may exec kalends.
    pub(crate) fn start_as(command: Command, home: TempDir) -> Self {
        // Once it says so, it listens to signals too.
        Self::start_until(command, home, "listening on").0
    }

    /// And the line that was waited for.
    pub(crate) fn start_until(mut command: Command, home: TempDir, part: &str) -> (Self, String) {
        let mut process = command
            .current_dir(home.path())
            .env("RUST_LOG", "kalends=debug")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = lines(process.stdout.take().unwrap());
        let log = lines(process.stderr.take().unwrap());
        let serving = Self { process, home, said, log };
        let line = serving.logged(part);
        (serving, line)
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Waits for a line.
    pub(crate) fn logged(&self, part: &str) -> String {
        loop {
            let line = self.log.recv_timeout(TIMEOUT).unwrap_or_else(|_| panic!("no line: {part}"));
            if line.contains(part) {
                return line;
            }
        }
    }

    /// The lines before one.
    pub(crate) fn logged_until(&self, part: &str) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.log.recv_timeout(TIMEOUT).unwrap_or_else(|_| panic!("no line: {part}"));
            if line.contains(part) {
                return lines;
            }
            lines.push(line);
        }
    }

    /// The address behind what stdout says, such as `serving 1 series, 1 session on http://`.
    pub(crate) fn address_after(&self, part: &str) -> SocketAddr {
        loop {
            let line =
                self.said.recv_timeout(TIMEOUT).unwrap_or_else(|_| panic!("no line: {part}"));
            if let Some((_, rest)) = line.split_once(part) {
                return rest.split('/').next().unwrap().parse().unwrap();
            }
        }
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let started = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(started.elapsed() < TIMEOUT, "it does not end");
            thread::yield_now();
        }
    }
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        BufReader::new(from).lines().try_for_each(|line| sender.send(line.unwrap()))
    });
    receiver
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Fails where the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
