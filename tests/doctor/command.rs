//! `kalends lint` and `kalends doctor` as people run them.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use insta::assert_snapshot as pinned;

use crate::doctor::{Answer, FEED, good, serve};

fn kalends(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kalends"))
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> (i32, &str, &str) {
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn lint_reads_files_and_the_standard_input_and_exits_1_for_errors_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("talks.ics");
    let path = path.to_str().unwrap();
    fs::write(path, FEED).unwrap();
    let output = kalends(&["lint", path], "");
    let line = format!("{path}: a feed of 3 events: no problems found\n");
    assert_eq!(told(&output), (0, "", line.as_str()));

    let output = kalends(&["lint", "-"], &FEED.replace("X-PUBLISHED-TTL:PT1H\r\n", ""));
    let (code, text, verdict) = told(&output);
    assert_eq!(code, 0);
    assert!(
        text.starts_with("warning[K723]: ")
            && text.ends_with("\n1 warning\n`kalends explain K723` says more\n"),
        "{text}"
    );
    assert_eq!(verdict, "standard input: a feed of 3 events: readable, but see the warnings\n");

    let output = kalends(&["lint", "-", path], &FEED.replacen("UID:", "X-UID:", 1));
    let (code, text, verdict) = told(&output);
    assert_eq!(code, 1);
    assert!(text.contains("error[K713]: ") && text.contains(" --> standard input:"), "{text}");
    assert_eq!(verdict.lines().count(), 2, "{verdict}");

    let output = kalends(&["lint", "nowhere.ics"], "");
    assert_eq!(told(&output).0, 2);
}

#[test]
fn lint_gives_machines_the_findings_with_their_places() {
    let output = kalends(&["lint", "--format", "json", "-"], &FEED.replacen("UID:", "X-UID:", 1));
    let (code, text, _) = told(&output);
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!((code, json["events"].as_u64(), json["calendars"].as_u64()), (1, Some(3), Some(1)));
    let finding = &json["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["column"].as_u64()), (Some("K713"), Some(1)));
}

#[test]
fn doctor_ends_with_a_line_for_each_kind_of_client() {
    let server = serve(|request| match request.target.as_str() {
        "/robots.txt" => Answer::new(200).body("User-agent: *\nDisallow: /talks\n"),
        _ if request.is_from("Microsoft") => Answer::new(403),
        _ => good(request),
    });
    let output = kalends(&["doctor", &server.url()], "");
    let (code, text, aside) = told(&output);
    assert_eq!(code, 1, "{text}");
    pinned!(text.replace(&server.address.to_string(), "127.0.0.1:80"), @r#"
    error[K776]: robots.txt blocks Google: `Disallow: /talks`
    --> http://127.0.0.1:80/talks.ics
     = note: rule `robots-may-fetch`: robots.txt allows calendars; no cookie, no challenge, the same for every client
     = help: write `Allow: /talks.ics` next to that line, and send `X-Robots-Tag: noindex` with the calendar instead

    error[K779]: Outlook gets 403, where others get the calendar
    --> http://127.0.0.1:80/talks.ics
     = note: rule `robots-may-fetch`: robots.txt allows calendars; no cookie, no challenge, the same for every client
     = help: give `User-Agent: Microsoft Exchange (kalends-doctor)` the same answer as others, without firewall rules, challenges or User-Agent checks

    2 errors
    `kalends explain K776` says more

    Google:         would not read it: a robots.txt that blocks Google (K776)
    Outlook:        would not read it: it gets 403 (K779)
    Apple:          would read it
    Thunderbird:    would read it
    Nextcloud:      would read it
    DAVx5:          would read it
    Home Assistant: would read it
    link scanners:  would follow the link
    "#);
    assert_eq!(aside, "17 requests, 3 events\n");
}

#[test]
fn doctor_gives_machines_what_it_asked_and_exits_0_for_warnings_alone() {
    let server = serve(|request| good(request).with("Set-Cookie", "id=1"));
    let output = kalends(&["doctor", "--format", "json", &server.url()], "");
    let (code, text, _) = told(&output);
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(code, 0, "{text}");
    assert_eq!(json["findings"][0]["code"], "K777");
    assert_eq!(json["requests"][0]["client"], "Google");
    assert_eq!(json["clients"][0]["verdict"], "would read it");
}

#[test]
fn doctor_takes_addresses_alone_and_one_that_is_dead_is_a_finding() {
    let output = kalends(&["doctor", "talks.ics"], "");
    let (code, _, aside) = told(&output);
    assert_eq!(code, 2);
    assert!(aside.contains("`kalends lint` reads files"), "{aside}");
    let output = kalends(&["doctor", "http://127.0.0.1:1/talks.ics"], "");
    let (code, text, _) = told(&output);
    assert_eq!(code, 1);
    assert!(text.starts_with("error[K760]: no complete answer"), "{text}");
}
