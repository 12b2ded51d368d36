//! Certificate and key in files that are exchanged while the service runs.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;

use rustls::ClientConnection;

use crate::support::{Issued, TIMEOUT, ask_last, localhost};
use crate::transport::serving::{KALENDS, Serving, fails, home};

const TLS: [&str; 6] =
    ["--listen", "127.0.0.1:0", "--tls-certificate", "cert.pem", "--tls-key", "key.pem"];

fn write(home: &Path, certificate: &str, key: &str) {
    fs::write(home.join("cert.pem"), certificate).unwrap();
    fs::write(home.join("key.pem"), key).unwrap();
}

fn write_pair(home: &Path, issued: &Issued) {
    write(home, &issued.certificate, &issued.key);
}

fn start(issued: &Issued, arguments: &[&str]) -> (Serving, SocketAddr) {
    let home = home();
    write_pair(home.path(), issued);
    let mut command = Command::new(KALENDS);
    command.arg("serve").args(TLS).args(arguments).env_clear();
    let serving = Serving::start_as(command, home);
    let address = serving.address_after("on https://");
    (serving, address)
}

#[test]
fn the_certificate_of_the_files_is_shown() {
    let issued = Issued::new();
    let (_serving, address) = start(&issued, &[]);
    let answer = ask_last(&mut issued.connect(address).unwrap(), "GET", "/talk.ics");
    assert!(answer.contains("BEGIN:VCALENDAR"), "{answer}");
}

#[test]
fn http_2_is_offered_where_it_is_switched_on() {
    let issued = Issued::new();
    for (arguments, expected) in [(&[][..], None), (&["--http2"], Some(&b"h2"[..]))] {
        let (_serving, address) = start(&issued, arguments);
        let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).unwrap();
        let mut client = ClientConnection::new(issued.client("h2"), localhost()).unwrap();
        while client.is_handshaking() {
            client.complete_io(&mut stream).unwrap();
        }
        assert_eq!(client.alpn_protocol(), expected);
    }
}

#[test]
fn a_renewed_certificate_is_shown_without_anybody_asking() {
    let (old, new) = (Issued::new(), Issued::new());
    let (serving, address) = start(&old, &["--poll", "1"]);
    assert!(old.is_shown_by(address));
    write_pair(serving.home.path(), &new);
    serving.logged("certificate `cert.pem` reloaded");
    assert!(new.is_shown_by(address));
}

#[test]
fn a_broken_pair_leaves_the_last_good_one_and_is_told_once() {
    let (old, new) = (Issued::new(), Issued::new());
    let (serving, address) = start(&old, &["--no-watch"]);
    let hang_up = || {
        serving.signal("-HUP");
        serving.logged("on SIGHUP");
    };
    write(serving.home.path(), &new.certificate, &old.key);
    // The log line about the pair may come before the signal is sent.
    serving.signal("-HUP");
    let told = serving.logged("cert.pem");
    assert!(told.contains("ERROR"), "{told}");
    assert!(
        told.ends_with(
            "`cert.pem` with `key.pem`: the key does not belong to the certificate; use the two \
             files issued together; still using the previous certificate"
        ),
        "{told}"
    );
    assert!(old.is_shown_by(address));
    hang_up();
    hang_up();
    fs::remove_file(serving.path("key.pem")).unwrap();
    serving.signal("-HUP");
    assert!(serving.logged("ERROR").contains("cannot read `key.pem`"));
    hang_up();
    write_pair(serving.home.path(), &new);
    serving.signal("-HUP");
    let between = serving.logged_until("reloaded");
    assert!(!between.iter().any(|line| line.contains("ERROR")), "{between:?}");
    assert!(new.is_shown_by(address));
}

#[test]
fn a_broken_pair_at_the_start_is_a_failure_that_names_it() {
    let (one, other) = (Issued::new(), Issued::new());
    let home = home();
    let said = |certificate: &str, key: &str| {
        write(home.path(), certificate, key);
        String::from_utf8(fails(&home, &TLS).stderr).unwrap()
    };
    let mismatch = said(&one.certificate, &other.key);
    assert_eq!(
        mismatch,
        "error: `cert.pem` with `key.pem`: the key does not belong to the certificate; use the \
         two files issued together\n"
    );
    assert!(said("nonsense", &one.key).contains("the certificate cannot be read: no items found"));
    assert!(said(&one.certificate, &one.certificate).contains("the key cannot be read"));
    fs::remove_file(home.path().join("cert.pem")).unwrap();
    let missing = String::from_utf8(fails(&home, &TLS).stderr).unwrap();
    assert!(missing.starts_with("error: cannot read `cert.pem`: No such file"), "{missing}");
    let half = String::from_utf8(fails(&home, &TLS[..4]).stderr).unwrap();
    assert!(half.contains("--tls-key"), "{half}");
}
