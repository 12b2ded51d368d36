//! Connections need open files: the limit on them is raised as far as the system allows.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::Command;

use crate::transport::serving::{KALENDS, Serving, home};

/// Under `ulimit` with these arguments, until it says something.
fn with_limit(limit: &str, part: &str) -> (Serving, String) {
    let mut command = Command::new("sh");
    let start = format!("ulimit {limit}; exec \"$0\" serve \"$@\"");
    command.args(["-c", &start, KALENDS, "--listen", "127.0.0.1:0", "--max-connections", "1000"]);
    Serving::start_until(command, home(), part)
}

#[test]
fn the_limit_is_raised_to_what_the_connections_need() {
    let (serving, _) = with_limit("-Sn 64", "listening on");
    let limits = fs::read_to_string(format!("/proc/{}/limits", serving.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    assert_eq!(files.split_whitespace().nth(3), Some("2256"), "{files}");
}

#[test]
fn fewer_files_than_the_connections_need_are_told() {
    let (_serving, told) = with_limit("-n 300", "LimitNOFILE");
    assert!(told.contains("22 of 1000 connections"), "{told}");
}
