//! `kalends doctor`: no finding about the production service, and one for each fault of a server.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod caching;
mod command;
mod faults;
mod ours;
mod readers;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use kalends::diagnostic::{Style, to_text};
use kalends::doctor::{ExamineSettings, Report, examine};

/// A feed with nothing to find.
const FEED: &str = include_str!("../golden/ehealth-security-2020.ics");
const TAG: &str = "\"of-these-bytes\"";
const MODIFIED: &str = "Wed, 23 Sep 2020 12:00:00 GMT";

/// A request to the server.
struct Request {
    method: String,
    target: String,
    /// Names in lower case.
    headers: BTreeMap<String, String>,
    /// Number of earlier requests.
    nth: usize,
}

impl Request {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }

    fn is_from(&self, mark: &str) -> bool {
        self.header("user-agent").contains(mark)
    }
}

/// The server's answer.
#[derive(Clone)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: u16) -> Self {
        Self { status, headers: BTreeMap::new(), body: Vec::new() }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.insert(name.to_owned(), value.into());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
}

/// The answer of a server without faults.
fn good(request: &Request) -> Answer {
    if request.target == "/robots.txt" {
        return Answer::new(404);
    }
    let answer = Answer::new(200)
        .with("Content-Type", "text/calendar; charset=utf-8")
        .with("X-Content-Type-Options", "nosniff")
        .with("ETag", TAG)
        .with("Last-Modified", MODIFIED)
        .with("Cache-Control", "public, max-age=300")
        .with("Vary", "Accept-Encoding");
    let matches = match request.header("if-none-match") {
        "" => {
            let since = httpdate::parse_http_date(request.header("if-modified-since"));
            since.is_ok_and(|since| since >= httpdate::parse_http_date(MODIFIED).unwrap())
        }
        tag => tag == TAG,
    };
    if matches { Answer { status: 304, ..answer } } else { answer.body(FEED) }
}

/// A server in this process, on a port that the system chose, with the request lines it got.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

fn serve(answer: impl Fn(&Request) -> Answer + Send + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let noted = Arc::clone(&asked);
    thread::spawn(move || {
        for (nth, stream) in listener.incoming().flatten().enumerate() {
            let mut stream = stream;
            stream.set_read_timeout(Some(crate::support::TIMEOUT)).unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
                head.push(byte[0]);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let mut lines = head.lines();
            let Some(first) = lines.next() else { continue };
            noted.lock().unwrap().push(first.to_owned());
            let mut words = first.split(' ').map(str::to_owned);
            let (method, target) = (words.next().unwrap(), words.next().unwrap_or_default());
            let headers = lines.filter_map(|line| line.split_once(": "));
            let headers = headers.map(|(k, v)| (k.to_ascii_lowercase(), v.to_owned())).collect();
            let request = Request { method, target, headers, nth };
            let mut answer = answer(&request);
            if answer.status != 304 {
                let length = answer.body.len().to_string();
                answer.headers.entry("Content-Length".to_owned()).or_insert(length);
            }
            let mut text = format!("HTTP/1.1 {} x\r\nConnection: close\r\n", answer.status);
            for (name, value) in &answer.headers {
                text.push_str(&format!("{name}: {value}\r\n"));
            }
            text.push_str("\r\n");
            let body = if request.method == "HEAD" { &[][..] } else { &answer.body };
            // A client that has read enough closes the connection.
            let _ = stream.write_all(&[text.as_bytes(), body].concat());
        }
    });
    Server { address, asked }
}

impl Server {
    fn url(&self) -> String {
        format!("http://{}/talks.ics", self.address)
    }

    /// The report and its text, with the port replaced, which differs in each run.
    fn examined(&self) -> (Report, String) {
        let report = examine(&self.url(), SETTINGS);
        let text = to_text(&report.findings, Style::Plain);
        (report, text.replace(&self.address.to_string(), "127.0.0.1:80"))
    }
}

/// Without a pause: the servers here change at once, or never.
const SETTINGS: ExamineSettings = ExamineSettings { pause: Duration::ZERO };

/// The findings about a server, as text.
fn found(answer: impl Fn(&Request) -> Answer + Send + 'static) -> String {
    serve(answer).examined().1
}

fn verdicts(report: &Report) -> Vec<String> {
    report.verdicts.iter().map(|verdict| format!("{}: {}", verdict.client, verdict.words)).collect()
}

#[test]
fn a_server_without_a_fault_has_no_finding_and_is_asked_politely() {
    let server = serve(good);
    let (report, text) = server.examined();
    assert_eq!(text, "");
    assert_eq!(
        verdicts(&report),
        [
            "Google: would read it",
            "Outlook: would read it",
            "Apple: would read it",
            "Thunderbird: would read it",
            "Nextcloud: would read it",
            "DAVx5: would read it",
            "Home Assistant: would read it",
            "link scanners: would follow the link",
        ]
    );
    let asked = server.asked.lock().unwrap();
    assert_eq!(asked.len(), report.requests.len());
    assert!(asked.len() <= kalends::doctor::MAX_REQUESTS, "{}", asked.len());
    assert!(asked.iter().all(|line| line.starts_with("GET ") || line.starts_with("HEAD ")));
}

#[test]
fn every_code_is_pinned_here() {
    let pinned =
        [include_str!("caching.rs"), include_str!("faults.rs"), include_str!("command.rs")]
            .concat();
    for code in kalends::doctor::codes::ALL {
        let shown = format!("{}[{}]: ", code.severity.as_str(), code.id);
        assert!(pinned.contains(&shown), "{} ({}) is produced by no case", code.id, code.meaning);
    }
}
