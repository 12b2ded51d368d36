//! How often one client may ask, and who that is.

use std::num::NonZeroU32;

use kalends::web::{Proxies, ProxyHeader, RateLimit, ServerSettings};

use crate::support::{App, series_site, spawn_app, spawn_app_with};

/// Three at once, and then hardly any.
fn limited(trusted: &[&str]) -> App {
    let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
    let burst = NonZeroU32::new(3).unwrap();
    let rate_limit = Some(RateLimit { per_second: NonZeroU32::MIN, burst });
    let proxies = Proxies { trusted, header: ProxyHeader::XForwardedFor };
    spawn_app_with(
        series_site(),
        ServerSettings { rate_limit, proxies, ..ServerSettings::default() },
    )
}

fn spend(app: &App, headers: &str) {
    for _ in 0..3 {
        assert_eq!(app.ask("GET", "/ehealth.ics", headers).status, 200);
    }
}

#[test]
fn too_many_requests_are_told_when_to_come_again() {
    let app = limited(&[]);
    spend(&app, "");
    let response = app.get("/ehealth.ics");
    assert_eq!(response.status, 429);
    assert_eq!(response.header("retry-after"), Some("1"));
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    assert_eq!(response.header("cache-control"), Some("no-cache"));
    assert_eq!(response.json()["title"], "Too Many Requests");
}

#[test]
fn whoever_watches_over_the_service_is_always_answered() {
    let app = limited(&[]);
    spend(&app, "");
    for _ in 0..5 {
        assert_eq!(app.get("/healthz").status, 200);
        assert_eq!(app.get("/readyz").status, 200);
    }
    assert_eq!(app.ask("POST", "/", "Content-Length: 0\r\n").status, 429);
}

#[test]
fn a_trusted_proxy_tells_whose_request_it_is() {
    let app = limited(&["127.0.0.0/8", "10.0.0.0/8"]);
    spend(&app, "X-Forwarded-For: 203.0.113.9, 198.51.100.1, 10.0.0.7\r\n");
    let again = |headers| app.ask("GET", "/ehealth.ics", headers).status;
    assert_eq!(again("X-Forwarded-For: 203.0.113.8, 198.51.100.1\r\n"), 429);
    assert_eq!(again("X-Forwarded-For: 198.51.100.2\r\n"), 200);
}

#[test]
fn nobody_else_is_believed() {
    let app = limited(&[]);
    spend(&app, "X-Forwarded-For: 198.51.100.1\r\n");
    assert_eq!(app.ask("GET", "/", "X-Forwarded-For: 198.51.100.2\r\n").status, 429);
}

#[test]
fn there_is_no_limit_unless_one_is_set() {
    let app = spawn_app(series_site());
    let mut connection = app.connect();
    for _ in 0..1000 {
        assert_eq!(connection.ask("GET", "/ehealth.ics", "").status, 200);
    }
}
