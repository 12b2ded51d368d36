//! The running command: SIGHUP, its log, and no endless reloads from its own records.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use tempfile::TempDir;

use crate::reload::desk::{eventually, talk};
use crate::support::{Connection, TIMEOUT};

struct Serving {
    process: Child,
    home: TempDir,
    address: SocketAddr,
    log: Receiver<String>,
}

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("schedules")).unwrap();
        fs::write(home.path().join("schedules/talk.toml"), talk("Talk", 14)).unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_kalends"))
            .args(["serve", "--listen", "127.0.0.1:0", "--workers", "1"])
            .args(arguments)
            .current_dir(home.path())
            .env_clear()
            .env("RUST_LOG", "kalends=debug")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.trim_end_matches('/');
        let address = address.parse().unwrap();
        let stderr = BufReader::new(process.stderr.take().unwrap());
        let (sender, log) = mpsc::channel();
        thread::spawn(move || stderr.lines().try_for_each(|line| sender.send(line.unwrap())));
        let serving = Self { process, home, address, log };
        // Once it says so, it listens to signals too.
        serving.logged("listening on");
        serving
    }

    /// Waits for a line.
    fn logged(&self, part: &str) -> String {
        loop {
            let line = self.log.recv_timeout(TIMEOUT).unwrap_or_else(|_| panic!("no line: {part}"));
            if line.contains(part) {
                return line;
            }
        }
    }

    fn write(&self, text: &str) {
        fs::write(self.home.path().join("schedules/talk.toml"), text).unwrap();
    }

    fn feed(&self) -> String {
        Connection::open(self.address).ask("GET", "/talk.ics", "").text().to_owned()
    }

    fn hang_up(&self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-HUP", &id]).status().unwrap().success());
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn sighup_reads_the_files_again_where_nothing_is_watched() {
    let serving = Serving::start(&["--no-watch"]);
    for sequence in 1..4 {
        serving.write(&talk("Talk", 14 + sequence));
        serving.hang_up();
        serving.logged("on SIGHUP");
        serving.logged("series `talk`: `opening` changed");
        assert!(serving.feed().contains(&format!("SEQUENCE:{sequence}\r\n")));
    }
}

#[test]
fn an_edit_is_served_and_each_thing_is_told_once() {
    let serving = Serving::start(&["--poll", "1"]);
    serving.write(&talk("Talk", 15));
    serving.logged("series `talk`: `opening` changed");
    eventually("it is served", || serving.feed().contains("SEQUENCE:1\r\n"));
    serving.write("nonsense");
    serving.logged("error[K001]");
    // Several looks later, by events and polls, nothing more was said of it.
    for _ in 0..3 {
        serving.hang_up();
        serving.logged("on SIGHUP");
    }
    serving.write(&talk("Talk", 16));
    let mut between = Vec::new();
    loop {
        let line = serving.log.recv_timeout(TIMEOUT).unwrap();
        if line.contains("no errors any more") {
            break;
        }
        between.push(line);
    }
    assert!(!between.iter().any(|line| line.contains("K001")), "{between:?}");
    let news = between.iter().filter(|line| line.contains("series `talk`")).count();
    assert_eq!(news, 1, "{between:?}");
}
