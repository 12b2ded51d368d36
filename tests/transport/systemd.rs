//! Sockets passed by systemd, and notifications to it.

use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::process::{Command, Stdio};

use crate::support::{Connection, TIMEOUT};
use crate::transport::serving::{KALENDS, Serving, fails, home};

/// As systemd starts a service: the socket is descriptor 3.
fn activated(socket: impl Into<OwnedFd>) -> Command {
    let mut command = Command::new("sh");
    let start = "exec 3<&0 0</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" serve \"$@\"";
    command.args(["-c", start, KALENDS, "--listen", "systemd"]);
    command.stdin(Stdio::from(socket.into()));
    command
}

#[test]
fn a_tcp_socket_of_systemd_is_served() {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let serving = Serving::start_as(activated(socket), home());
    assert_eq!(serving.address_after("on http://"), address);
    assert_eq!(Connection::open(address).ask("GET", "/talk.ics", "").status, 200);
}

#[test]
fn a_unix_socket_of_systemd_is_served_and_stays() {
    let home = home();
    let path = home.path().join("systemd.sock");
    let socket = UnixListener::bind(&path).unwrap();
    let mut serving = Serving::start_as(activated(socket), home);
    assert!(UnixStream::connect(&path).is_ok());
    serving.signal("-TERM");
    assert!(serving.ended().success());
    assert!(path.exists(), "it is systemd's");
}

#[test]
fn without_a_socket_of_systemd_nothing_is_served() {
    let output = fails(&home(), &["--listen", "systemd"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: systemd passed no socket"), "{said}");
}

#[test]
fn systemd_is_told_how_far_the_service_is() {
    let home = home();
    let path = home.path().join("notify.sock");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(TIMEOUT)).unwrap();
    let told = || {
        let mut bytes = [0; 200];
        let count = socket.recv(&mut bytes).unwrap();
        String::from_utf8(bytes[..count].to_vec()).unwrap().trim().to_owned()
    };
    let mut command = Command::new(KALENDS);
    command.args(["serve", "--listen", "127.0.0.1:0"]).env("NOTIFY_SOCKET", &path);
    let mut serving = Serving::start_as(command, home);
    assert_eq!(told(), "READY=1");
    serving.signal("-HUP");
    let reloading = told();
    assert!(reloading.starts_with("RELOADING=1\nMONOTONIC_USEC="), "{reloading}");
    assert_eq!(told(), "READY=1");
    serving.signal("-TERM");
    assert_eq!(told(), "STOPPING=1");
    assert!(serving.ended().success());
}

#[test]
fn the_watchdog_of_systemd_is_fed() {
    let home = home();
    let path = home.path().join("notify.sock");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(TIMEOUT)).unwrap();
    let mut command = Command::new(KALENDS);
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command.env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "400000");
    let serving = Serving::start_as(command, home);
    for expected in ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"] {
        let mut bytes = [0; 200];
        let count = socket.recv(&mut bytes).unwrap();
        assert_eq!(String::from_utf8_lossy(&bytes[..count]).trim(), expected);
    }
    drop(serving);
}
