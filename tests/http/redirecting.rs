//! The listener that sends everyone on to the public address.

use std::net::SocketAddr;

use kalends::model::WebUrl;
use kalends::web::{self, Listeners, Redirecting, ServerSettings};

use crate::support::{App, Connection, Response, series_site, spawn_app_on};

struct Sending {
    /// Ends with the test.
    _app: App,
    address: SocketAddr,
}

impl Sending {
    fn to(public_url: &str) -> Self {
        let [public, redirect] = [(); 2].map(|()| web::listen("127.0.0.1:0").unwrap());
        let address = redirect.local_addr().unwrap();
        let public_url = WebUrl::parse(public_url).unwrap();
        let redirect = Some(Redirecting { listeners: vec![redirect], public_url });
        let listeners = Listeners { public: vec![public], redirect, ..Listeners::default() };
        let app = spawn_app_on(listeners, series_site(), ServerSettings::default());
        Self { _app: app, address }
    }

    fn ask(&self, method: &str, target: &str) -> Response {
        Connection::open(self.address).ask(method, target, "")
    }

    fn leads(&self, target: &str) -> String {
        let response = self.ask("GET", target);
        assert_eq!(response.status, 308, "{target}");
        response.header("location").unwrap().to_owned()
    }
}

#[test]
fn the_same_path_and_query_at_the_public_address() {
    let sending = Sending::to("https://calendar.example.org/");
    assert_eq!(sending.leads("/"), "https://calendar.example.org/");
    let target = "/talks/opening.ics?download&x=%20";
    assert_eq!(sending.leads(target), format!("https://calendar.example.org{target}"));
    assert_eq!(sending.ask("HEAD", "/").status, 308);
    assert_eq!(sending.ask("GET", "/").header("cache-control"), Some("public, max-age=300"));
    let below = Sending::to("https://example.org/calendars");
    assert_eq!(below.leads("/talks.ics"), "https://example.org/calendars/talks.ics");
}

#[test]
fn nobody_is_sent_where_a_request_says() {
    let sending = Sending::to("https://calendar.example.org/");
    let at_home = |target: &str| {
        let location = sending.leads(target);
        assert!(location.starts_with("https://calendar.example.org/"), "{location}");
        location
    };
    at_home("//evil.example/");
    at_home("evil.example");
    assert_eq!(at_home("http://evil.example/x?y"), "https://calendar.example.org/x?y");
    assert_eq!(at_home("http://evil.example?y"), "https://calendar.example.org/?y");
    assert_eq!(sending.ask("GET", "/\u{e9}").status, 400);
    assert_eq!(sending.ask("GET", &format!("/{}", "a".repeat(8_000))).status, 414);
}

#[test]
fn an_address_with_a_token_is_sent_on_and_kept_by_nobody_else() {
    let sending = Sending::to("https://calendar.example.org/");
    let response = sending.ask("GET", "/private/0123456789abcdef/talks.ics");
    let location = "https://calendar.example.org/private/0123456789abcdef/talks.ics";
    assert_eq!(response.header("location"), Some(location));
    assert_eq!(response.header("cache-control"), Some("private, no-cache"));
}

#[test]
fn only_reading_is_sent_on() {
    let sending = Sending::to("https://calendar.example.org/");
    let response = sending.ask("POST", "/");
    assert_eq!((response.status, response.header("allow")), (405, Some("GET, HEAD")));
    assert_eq!(response.header("location"), None);
}
