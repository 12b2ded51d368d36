//! TLS: both protocols, exchanging certificates, and HTTP/2's own ways to hold a connection.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::rt::{self, System, net::TcpStream, time::timeout};
use h2::client::{self, SendRequest};
use http::{HeaderMap, Method, Request, StatusCode};
use kalends::web::{self, CertificatePair, Http2, ServerSettings, Tls};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustls::{ClientConnection, StreamOwned};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{
    App, CALENDAR, Connection, Issued, SESSION, TIMEOUT, ask_last, localhost, series_site,
    spawn_app_on, spawn_app_with,
};

type Sender = SendRequest<bytes::Bytes>;
type H2 = client::Connection<TlsStream<TcpStream>, bytes::Bytes>;

fn pair(issued: &Issued) -> CertificatePair {
    CertificatePair::parse(issued.certificate.as_bytes(), issued.key.as_bytes()).unwrap()
}

fn with_tls(issued: &Issued) -> ServerSettings {
    let tls = Some(Tls::new(pair(issued)));
    ServerSettings { workers: NonZeroUsize::MIN, tls, ..ServerSettings::default() }
}

fn with_http_2(issued: &Issued) -> ServerSettings {
    ServerSettings { http2: Http2::On, ..with_tls(issued) }
}

/// The protocol agreed on with a client that offers these, and its response.
fn agreed(address: SocketAddr, issued: &Issued, offered: &[&str]) -> (Option<Vec<u8>>, String) {
    let mut config = Arc::unwrap_or_clone(issued.client(""));
    config.alpn_protocols = offered.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    let client = ClientConnection::new(Arc::new(config), localhost()).unwrap();
    let stream = std::net::TcpStream::connect_timeout(&address, TIMEOUT).unwrap();
    let mut connection = StreamOwned::new(client, stream);
    let answer = ask_last(&mut connection, "GET", "/ehealth.ics");
    (connection.conn.alpn_protocol().map(<[u8]>::to_vec), answer)
}

#[test]
fn http_2_is_not_offered_unless_it_is_switched_on() {
    let issued = Issued::new();
    let app = spawn_app_with(series_site(), with_tls(&issued));
    let http_1_1 = Some(b"http/1.1".to_vec());
    for (offered, expected) in [
        (&["h2", "http/1.1"][..], &http_1_1),
        (&["http/1.1"], &http_1_1),
        (&[], &None),
        // As by a server that does not know of ALPN.
        (&["h2"], &None),
    ] {
        let (protocol, answer) = agreed(app.address, &issued, offered);
        assert_eq!(&protocol, expected, "{offered:?}");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with(CALENDAR));
    }
    let app = spawn_app_with(series_site(), with_http_2(&issued));
    within_bounds(async {
        let stream = TcpStream::connect(app.address).await.unwrap();
        let stream = TlsConnector::from(issued.client("h2")).connect(localhost(), stream).await;
        assert_eq!(stream.unwrap().get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    });
}

/// Sockets that say nothing, and descriptors of each: the client's, the server's and its second one.
const SILENT: u64 = 5_000;
const DESCRIPTORS: u64 = 3;

#[test]
fn silent_sockets_hold_no_handshake_up() {
    let issued = Issued::new();
    // None of them is cut off meanwhile.
    let request_timeout = Duration::from_secs(3600);
    let app =
        spawn_app_with(series_site(), ServerSettings { request_timeout, ..with_tls(&issued) });
    let before = getrlimit(Resource::Nofile);
    let allowed = before.maximum.unwrap_or(u64::MAX);
    setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), ..before }).unwrap();
    // With a reserve for concurrent tests.
    let count = SILENT.min(allowed.saturating_sub(2_000) / DESCRIPTORS);
    println!("{count} silent sockets");
    assert!(count > 600, "more than the handshakes that actix-tls allows");
    let connect = || std::net::TcpStream::connect_timeout(&app.address, TIMEOUT).unwrap();
    let silent: Vec<_> = (0..count).map(|_| connect()).collect();
    // Behind all of them.
    assert!(issued.is_shown_by(app.address));
    let started = Instant::now();
    let answer = ask_last(&mut issued.connect(app.address).unwrap(), "GET", "/ehealth.ics");
    assert!(answer.ends_with(CALENDAR));
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    drop(silent);
}

#[test]
fn silent_sockets_do_not_hold_the_end_up() {
    let issued = Issued::new();
    let hour = Duration::from_secs(3600);
    let settings =
        ServerSettings { request_timeout: hour, stop_timeout: hour, ..with_tls(&issued) };
    let app = spawn_app_with(series_site(), settings);
    let _silent = [app.connect(), app.connect()];
    assert!(issued.is_shown_by(app.address));
    app.begin_stop().recv_timeout(TIMEOUT).unwrap();
    app.ended().unwrap();
}

async fn connect_h2(
    builder: &client::Builder,
    address: SocketAddr,
    issued: &Issued,
) -> (Sender, H2) {
    let stream = TcpStream::connect(address).await.unwrap();
    let connector = TlsConnector::from(issued.client("h2"));
    let stream = connector.connect(localhost(), stream).await.unwrap();
    builder.handshake(stream).await.unwrap()
}

fn request(method: Method, target: &str) -> Request<()> {
    let uri = format!("https://evil.example{target}");
    Request::builder().method(method).uri(uri).body(()).unwrap()
}

async fn ask_h2(sender: &Sender, request: Request<()>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut sender = sender.clone().ready().await.unwrap();
    let (answer, _) = sender.send_request(request, true).unwrap();
    let (parts, mut body) = answer.await.unwrap().into_parts();
    let mut bytes = Vec::new();
    while let Some(chunk) = body.data().await {
        let chunk = chunk.unwrap();
        body.flow_control().release_capacity(chunk.len()).unwrap();
        bytes.extend_from_slice(&chunk);
    }
    (parts.status, parts.headers, bytes)
}

/// Runs a test in a runtime of its own, and no longer than anybody waits.
fn within_bounds<T>(test: impl Future<Output = T>) -> T {
    System::new().block_on(async { timeout(TIMEOUT, test).await.unwrap() })
}

#[test]
fn http_1_1_over_tls_gives_the_same() {
    let issued = Issued::new();
    let app = spawn_app_with(series_site(), with_tls(&issued));
    let mut connection = issued.connect(app.address).unwrap();
    assert_eq!(connection.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    let answer = ask_last(&mut connection, "GET", "/ehealth.ics");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with(CALENDAR), "{answer}");
}

#[test]
fn http_2_is_agreed_on_and_gives_the_same() {
    let issued = Issued::new();
    let app = spawn_app_with(series_site(), with_http_2(&issued));
    within_bounds(async {
        let (sender, connection) = connect_h2(&client::Builder::new(), app.address, &issued).await;
        rt::spawn(connection);
        let (status, headers, body) = ask_h2(&sender, request(Method::GET, "/ehealth.ics")).await;
        assert_eq!((status.as_u16(), body.as_slice()), (200, CALENDAR.as_bytes()));
        let etag = headers["etag"].clone();
        let (_, headers, body) = ask_h2(&sender, request(Method::HEAD, "/ehealth.ics")).await;
        assert_eq!((headers["content-length"].to_str().unwrap(), body.len()), ("45", 0));
        let mut again = request(Method::GET, "/ehealth.ics");
        again.headers_mut().insert("if-none-match", etag);
        assert_eq!(ask_h2(&sender, again).await.0, StatusCode::NOT_MODIFIED);
        let (_, _, body) = ask_h2(&sender, request(Method::GET, "/ehealth/opening.ics")).await;
        assert_eq!(body, SESSION.as_bytes());
    });
}

/// Of every kind of answer.
const TARGETS: [(&str, &str); 7] = [
    ("GET", "/"),
    ("GET", "/ehealth.ics"),
    ("GET", "/old-name.ics?x"),
    ("GET", "/nothing"),
    ("GET", "/broken.ics"),
    ("POST", "/"),
    ("OPTIONS", "/"),
];

#[test]
fn no_answer_names_the_server_or_repeats_the_host() {
    let issued = Issued::new();
    let plain = spawn_app_with(series_site(), ServerSettings::default());
    let app = spawn_app_with(series_site(), with_http_2(&issued));
    let is_mute = |answer: &str| {
        let answer = answer.to_ascii_lowercase();
        let told = ["\r\nserver:", "actix", "rustls", "kalends/", "evil.example", "x-powered-by"];
        assert!(told.iter().all(|told| !answer.contains(told)), "{answer}");
    };
    for (method, target) in TARGETS {
        let mut connection = plain.connect();
        connection.send(format!(
            "{method} {target} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\
             X-Forwarded-Host: evil.example\r\nContent-Length: 0\r\n\r\n"
        ));
        is_mute(&String::from_utf8(connection.receive_to_end()).unwrap());
        is_mute(&ask_last(&mut issued.connect(app.address).unwrap(), method, target));
        within_bounds(async {
            let builder = client::Builder::new();
            let (sender, connection) = connect_h2(&builder, app.address, &issued).await;
            rt::spawn(connection);
            let request = request(method.parse().unwrap(), target);
            let (_, headers, body) = ask_h2(&sender, request).await;
            assert!(!headers.contains_key("server"));
            is_mute(&format!("{headers:?}{}", String::from_utf8(body).unwrap()));
        });
    }
    let mut garbage = plain.connect();
    garbage.send("GARBAGE\r\n\r\n");
    is_mute(&String::from_utf8(garbage.receive_to_end()).unwrap());
}

#[test]
fn a_certificate_is_exchanged_while_connections_are_open() {
    let (old, new) = (Issued::new(), Issued::new());
    let tls = Tls::new(pair(&old));
    let settings = ServerSettings { tls: Some(tls.clone()), ..with_tls(&old) };
    let app = spawn_app_with(series_site(), settings);
    let mut open = old.connect(app.address).unwrap();
    assert!(!new.is_shown_by(app.address));
    tls.exchange(pair(&new));
    assert!(new.is_shown_by(app.address));
    assert!(!old.is_shown_by(app.address));
    assert!(ask_last(&mut open, "GET", "/ehealth.ics").ends_with(CALENDAR));
}

#[test]
fn all_addresses_speak_tls_and_nothing_else() {
    let issued = Issued::new();
    let listeners = [web::listen("127.0.0.1:0").unwrap(), web::listen("127.0.0.1:0").unwrap()];
    let addresses = listeners.each_ref().map(|listener| listener.local_addr().unwrap());
    let _app = spawn_app_on(Vec::from(listeners), series_site(), with_tls(&issued));
    for address in addresses {
        assert!(issued.is_shown_by(address));
        let mut plain = Connection::open(address);
        plain.send("GET /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n");
        let answer = plain.receive_to_end();
        assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    }
}

#[test]
fn a_handshake_that_does_not_come_is_not_waited_for() {
    let issued = Issued::new();
    let request_timeout = Duration::from_millis(200);
    let settings = ServerSettings { request_timeout, ..with_tls(&issued) };
    let app = spawn_app_with(series_site(), settings);
    assert!(app.connect().is_closed());
}

/// A second for everything: a connection is cut off after three of them.
fn impatient(issued: &Issued) -> App {
    let moment = Duration::from_secs(1);
    let settings = ServerSettings {
        keep_alive: moment,
        request_timeout: moment,
        write_timeout: moment,
        ..with_http_2(issued)
    };
    spawn_app_with(series_site(), settings)
}

#[test]
fn an_idle_connection_by_http_2_ends() {
    let issued = Issued::new();
    let app = impatient(&issued);
    within_bounds(async {
        let (sender, connection) = connect_h2(&client::Builder::new(), app.address, &issued).await;
        let ended = rt::spawn(connection);
        assert_eq!(ask_h2(&sender, request(Method::GET, "/ehealth.ics")).await.0, StatusCode::OK);
        // The client answers every ping, which is all that actix-http asks for.
        let _ = ended.await.unwrap();
    });
}

#[test]
fn a_client_by_http_2_that_takes_nothing_is_cut_off() {
    let issued = Issued::new();
    let app = impatient(&issued);
    within_bounds(async {
        let mut builder = client::Builder::new();
        let builder = builder.initial_window_size(0);
        let (sender, connection) = connect_h2(builder, app.address, &issued).await;
        let ended = rt::spawn(connection);
        let mut sender = sender.ready().await.unwrap();
        let (answer, _) = sender.send_request(request(Method::GET, "/ehealth.ics"), true).unwrap();
        let mut body = answer.await.unwrap().into_body();
        assert!(body.data().await.unwrap().is_err());
        let _ = ended.await.unwrap();
    });
}

#[test]
fn an_idle_connection_by_http_2_does_not_hold_the_server_up() {
    let issued = Issued::new();
    let hour = Duration::from_secs(3600);
    let settings = ServerSettings { keep_alive: hour, stop_timeout: hour, ..with_http_2(&issued) };
    let app = spawn_app_with(series_site(), settings);
    within_bounds(async {
        let (sender, connection) = connect_h2(&client::Builder::new(), app.address, &issued).await;
        let ended = rt::spawn(connection);
        assert_eq!(ask_h2(&sender, request(Method::GET, "/ehealth.ics")).await.0, StatusCode::OK);
        let stopped = app.begin_stop();
        let _ = ended.await.unwrap();
        stopped.recv_timeout(TIMEOUT).unwrap();
    });
    app.ended().unwrap();
}

#[test]
fn more_header_fields_than_are_read_are_refused_by_http_2() {
    let issued = Issued::new();
    let app = spawn_app_with(series_site(), with_http_2(&issued));
    within_bounds(async {
        let (sender, connection) = connect_h2(&client::Builder::new(), app.address, &issued).await;
        rt::spawn(connection);
        let mut large = request(Method::GET, "/ehealth.ics");
        for number in 0..20 {
            let name: http::HeaderName = format!("x-{number}").parse().unwrap();
            large.headers_mut().insert(name, "y".repeat(10_000).parse().unwrap());
        }
        let (status, headers, _) = ask_h2(&sender, large).await;
        assert_eq!(status.as_u16(), 431);
        assert_eq!(headers["content-type"], "application/problem+json");
        assert_eq!(ask_h2(&sender, request(Method::GET, "/ehealth.ics")).await.0, StatusCode::OK);
    });
}

#[test]
fn a_body_by_http_2_is_not_read() {
    let issued = Issued::new();
    let app = spawn_app_with(series_site(), with_http_2(&issued));
    let mut plain = issued.connect(app.address).unwrap();
    within_bounds(async {
        let (sender, connection) = connect_h2(&client::Builder::new(), app.address, &issued).await;
        rt::spawn(connection);
        let mut sender = sender.ready().await.unwrap();
        let (answer, mut stream) =
            sender.send_request(request(Method::GET, "/ehealth.ics"), false).unwrap();
        stream.send_data(vec![b'x'; 16 * 1024].into(), false).unwrap();
        assert_eq!(answer.await.unwrap().status(), StatusCode::OK);
    });
    // Others are answered meanwhile.
    plain.write_all(b"GET /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let mut status = [0; 15];
    plain.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 200 OK");
}
