//! What caches between the service and its readers go by (RFC 9111, and RFC 9110 where it speaks of
//! them). nginx and Varnish, with the same in view, are put in front by `tests/judges.sh`.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use kalends::clock;
use kalends::snapshot::{Entry, LastModified, Resource, SnapshotBuilder};

use crate::support::{App, CALENDAR, Connection, Response, series_site, spawn_app};

/// One address for each kind of answer, with the status of a plain GET.
const ANSWERS: [(&str, u16); 13] = [
    ("/", 200),
    ("/ehealth", 200),
    ("/ehealth.ics", 200),
    ("/ehealth/opening.ics", 200),
    ("/openapi.json", 200),
    ("/robots.txt", 200),
    ("/healthz", 200),
    ("/readyz", 200),
    ("/old-name.ics", 308),
    ("/ehealth/subscribe/google", 302),
    ("/nothing", 404),
    ("/retired.ics", 410),
    ("/broken.ics", 503),
];

fn directives(response: &Response) -> Vec<&str> {
    response.header("cache-control").unwrap().split(", ").collect()
}

/// The names in all lines of Vary, sorted.
fn vary(response: &Response) -> Vec<&str> {
    let lines = response.headers.iter().filter(|(name, _)| name == "vary");
    let mut names: Vec<&str> = lines.flat_map(|(_, value)| value.split(", ")).collect();
    names.sort_unstable();
    names
}

/// The whole answer as text, with what the client of these tests leaves out.
fn raw(app: &App, target: &str) -> String {
    let mut connection = Connection::open(app.address);
    connection.send(format!("GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
    String::from_utf8(connection.receive_to_end()).unwrap().to_ascii_lowercase()
}

#[test]
fn no_cache_has_to_guess_how_long_an_answer_is_fresh() {
    let app = spawn_app(series_site());
    for (target, status) in ANSWERS {
        let response = app.get(target);
        assert_eq!(response.status, status, "{target}");
        let directives = directives(&response);
        let lasts = directives.iter().any(|directive| directive.starts_with("max-age="));
        assert!(lasts != directives.contains(&"no-cache"), "{target}: {directives:?}");
    }
}

#[test]
fn a_calendar_is_fresh_for_five_minutes_in_any_cache() {
    let app = spawn_app(series_site());
    for target in ["/ehealth.ics", "/ehealth/opening.ics"] {
        assert_eq!(directives(&app.get(target)), ["public", "max-age=300"], "{target}");
    }
}

#[test]
fn what_depends_on_the_moment_is_asked_for_every_time() {
    let app = spawn_app(series_site());
    for target in ["/healthz", "/readyz", "/broken.ics"] {
        assert_eq!(directives(&app.get(target)), ["no-cache"], "{target}");
    }
    let failed = app.ask("GET", "/ehealth.ics", "If-Match: \"other\"\r\n");
    assert_eq!(directives(&failed), ["no-cache"]);
    assert_eq!(directives(&app.ask("POST", "/ehealth.ics", "")), ["no-cache"]);
}

#[test]
fn a_304_has_every_field_by_which_a_cache_freshens_what_it_has() {
    let app = spawn_app(series_site());
    for target in ["/", "/ehealth", "/ehealth.ics", "/ehealth/opening.ics", "/openapi.json"] {
        let whole = app.get(target);
        let condition = format!("If-None-Match: {}\r\n", whole.header("etag").unwrap());
        let fresh = app.ask("GET", target, &condition);
        assert_eq!(fresh.status, 304, "{target}");
        for name in ["etag", "last-modified", "cache-control", "content-location", "expires"] {
            assert_eq!(fresh.header(name), whole.header(name), "{target}: {name}");
        }
        assert_eq!(vary(&fresh), vary(&whole), "{target}");
        // What describes a body would overwrite the description of the stored one.
        for name in ["content-type", "content-encoding", "content-length"] {
            assert_eq!(fresh.header(name), None, "{target}: {name}");
        }
    }
}

#[test]
fn each_choice_at_an_address_names_the_same_request_fields() {
    let app = spawn_app(series_site());
    let choices = ["", "Accept: application/json\r\n", "Accept: text/html\r\n", "Accept: a/b\r\n"];
    let answers = choices.map(|headers| app.ask("GET", "/", headers));
    assert!(answers.iter().any(|answer| answer.body != answers[0].body), "a choice there is");
    for answer in &answers {
        assert_eq!(vary(answer), ["accept"]);
    }
}

#[test]
fn no_answer_varies_by_everything() {
    let app = spawn_app(series_site());
    for (target, _) in ANSWERS {
        assert!(!vary(&app.get(target)).contains(&"*"), "{target}");
    }
}

#[test]
fn what_only_caches_may_say_is_not_said() {
    let app = spawn_app(series_site());
    for (target, _) in ANSWERS {
        let response = app.get(target);
        for name in ["age", "expires", "pragma", "warning"] {
            assert_eq!(response.header(name), None, "{target}: {name}");
        }
    }
}

#[test]
fn what_is_asked_of_caches_changes_no_answer() {
    let app = spawn_app(series_site());
    let plain = app.get("/ehealth.ics");
    for asked in ["no-cache", "no-store", "max-age=0", "min-fresh=600", "max-stale", "no-transform"]
    {
        let headers = format!("Cache-Control: {asked}\r\nPragma: no-cache\r\n");
        assert_eq!(app.ask("GET", "/ehealth.ics", &headers), plain, "{asked}");
    }
    // Only a cache without a copy answers this with 504.
    let only = app.ask("GET", "/ehealth.ics", "Cache-Control: only-if-cached\r\n");
    assert_eq!(only, plain);
}

#[test]
fn credentials_of_others_change_no_answer() {
    let app = spawn_app(series_site());
    let plain = app.get("/ehealth.ics");
    let headers = "Authorization: Basic dTpw\r\nCookie: a=b\r\n";
    assert_eq!(app.ask("GET", "/ehealth.ics", headers), plain);
}

/// Date and Last-Modified of an answer as `raw` gives it.
fn dates(answer: &str) -> (Option<SystemTime>, Option<SystemTime>) {
    let read = |name: &str| {
        let mut values = answer.lines().filter_map(|line| line.strip_prefix(name));
        let value = values.next()?;
        assert_eq!(values.next(), None, "{name} stands there once: {answer}");
        // Written small by `raw`; days and months have one capital.
        let words = value.split(' ').map(|word| match word.split_at_checked(1) {
            Some((first, rest)) if word != "gmt" => first.to_ascii_uppercase() + rest,
            _ => word.to_ascii_uppercase(),
        });
        let value = words.collect::<Vec<_>>().join(" ");
        Some(httpdate::parse_http_date(&value).unwrap_or_else(|_| panic!("{value}")))
    };
    (read("date: "), read("last-modified: "))
}

#[test]
fn every_answer_has_the_date_it_was_made_and_no_later_one() {
    let app = spawn_app(series_site());
    for (target, _) in ANSWERS {
        let (made, modified) = dates(&raw(&app, target));
        let made = made.unwrap_or_else(|| panic!("{target}: no Date"));
        assert!(modified.is_none_or(|modified| modified <= made), "{target}");
    }
}

/// A feed that was last modified so many seconds from now.
fn feed_in(seconds: i64) -> App {
    let at = LastModified::from_unix_seconds(clock::now().as_second() + seconds).unwrap();
    let mut builder = SnapshotBuilder::new();
    builder.insert("/talks.ics", Entry::Resource(Resource::feed(CALENDAR, at))).unwrap();
    spawn_app(builder.build(&[], "2026f"))
}

/// The status that a feed's reader gets who has it from then.
fn since(app: &App, at: SystemTime) -> u16 {
    let at = httpdate::fmt_http_date(at);
    app.ask("GET", "/talks.ics", &format!("If-Modified-Since: {at}\r\n")).status
}

#[test]
fn what_a_clock_that_is_ahead_wrote_was_modified_now() {
    let app = feed_in(3600);
    let (Some(date), Some(modified)) = dates(&raw(&app, "/talks.ics")) else { panic!("no date") };
    assert_eq!(date, modified);
    let now = UNIX_EPOCH + Duration::from_secs(clock::unix_seconds());
    assert!(now.duration_since(date).unwrap() < Duration::from_secs(60));
    // Who has that moment's bytes misses nothing that changes before the time of the record.
    assert_eq!(since(&app, modified), 200);
    assert_eq!(since(&app, date + Duration::from_secs(7200)), 304);
}

#[test]
fn no_moment_is_dated_before_what_was_published_in_it() {
    let app = feed_in(1);
    let started = Instant::now();
    // The Date that is sent otherwise is half a second old at times.
    while started.elapsed() < Duration::from_millis(2500) {
        let (Some(date), Some(modified)) = dates(&raw(&app, "/talks.ics")) else {
            panic!("no date");
        };
        assert!(modified <= date, "{modified:?} {date:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_refused_method_is_no_success_that_would_drop_what_caches_hold() {
    let app = spawn_app(series_site());
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let response = app.ask(method, "/ehealth.ics", "");
        assert!((400..500).contains(&response.status), "{method}");
        for name in ["location", "content-location"] {
            assert_eq!(response.header(name), None, "{method}: {name}");
        }
    }
}
