//! SIGTERM ends the process, whatever hangs.

use std::fs::{self, File};
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Connection, TIMEOUT};
use crate::transport::serving::{KALENDS, Serving, home};

#[test]
fn a_look_at_the_files_that_hangs_does_not_hold_the_end_up() {
    let mut serving = Serving::start(&["--listen", "127.0.0.1:0", "--no-watch"]);
    // As a publication that was stopped holds it.
    let lock = File::create(serving.path("schedules/.talk.lock.tmp")).unwrap();
    lock.lock().unwrap();
    let definition = serving.path("schedules/talk.toml");
    let text = fs::read_to_string(&definition).unwrap();
    fs::write(&definition, text.replace("14:00", "15:00")).unwrap();
    serving.signal("-HUP");
    serving.logged("on SIGHUP");
    serving.signal("-TERM");
    assert!(serving.ended().success());
}

#[test]
fn a_log_that_nobody_reads_does_not_hold_the_end_up() {
    let home = home();
    let mut process = Command::new(KALENDS)
        .args(["serve", "--listen", "127.0.0.1:0", "--access-log", "text", "--stop-timeout", "1"])
        .current_dir(home.path())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = [0; 256];
    let length = process.stdout.as_mut().unwrap().read(&mut said).unwrap();
    let said = String::from_utf8_lossy(&said[..length]).into_owned();
    let (_, rest) = said.split_once("http://").unwrap();
    let address = rest.split('/').next().unwrap().parse().unwrap();
    let started = Instant::now();
    // Until the pipe is full, and the worker waits for somebody to read.
    loop {
        assert!(started.elapsed() < TIMEOUT, "the log is never full");
        let mut connection = Connection::open(address);
        let request = "GET /talk.ics HTTP/1.1\r\nHost: h\r\n\r\n";
        connection.send(request.repeat(200));
        if connection.is_silent_for(Duration::from_secs(1)) {
            break;
        }
    }
    let id = process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let signalled = Instant::now();
    while process.try_wait().unwrap().is_none() {
        assert!(signalled.elapsed() < TIMEOUT, "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}
