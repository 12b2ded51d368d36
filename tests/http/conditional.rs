//! Rule `strong-validators` and RFC 9110 §8.8 and §13: validators, 304 and 412. `clauses` says
//! which clause each test is of.

use kalends::snapshot::SnapshotBuilder;

use crate::support::{App, CALENDAR, LAST_MODIFIED_UNIX, Response, feed, series_site, spawn_app};

const AT: &str = "Wed, 23 Sep 2020 12:00:00 GMT";
const BEFORE: &str = "Wed, 23 Sep 2020 11:59:59 GMT";
const AFTER: &str = "Wed, 23 Sep 2020 12:00:01 GMT";
const FUTURE: &str = "Fri, 31 Dec 9999 23:59:59 GMT";

fn etag(app: &App) -> String {
    app.get("/ehealth.ics").header("etag").unwrap().to_owned()
}

fn ask(headers: &str) -> Response {
    let app = spawn_app(series_site());
    let headers = headers.replace("ETAG", &etag(&app));
    app.ask("GET", "/ehealth.ics", &headers)
}

fn is_unchanged(headers: &str) {
    let response = ask(headers);
    assert_eq!(response.status, 304, "{headers}");
}

fn is_served(headers: &str) {
    let response = ask(headers);
    assert_eq!((response.status, response.text()), (200, CALENDAR), "{headers}");
}

fn is_failed(headers: &str) {
    let response = ask(headers);
    assert_eq!(response.status, 412, "{headers}");
    assert_eq!(response.json()["title"], "Precondition Failed");
    assert_eq!(response.header("cache-control"), Some("no-cache"));
}

#[test]
fn the_etag_is_strong_and_the_same_every_time() {
    let app = spawn_app(series_site());
    let first = etag(&app);
    assert!(first.starts_with('"') && first.ends_with('"') && first.len() == 34);
    assert_eq!(etag(&app), first);
    assert_eq!(etag(&spawn_app(series_site())), first);
}

#[test]
fn the_last_modified_header_is_the_resources_own() {
    assert_eq!(httpdate::parse_http_date(AT).unwrap(), {
        let seconds = u64::try_from(LAST_MODIFIED_UNIX).unwrap();
        std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)
    });
    assert_eq!(ask("").header("last-modified"), Some(AT));
}

#[test]
fn the_same_etag_means_unchanged() {
    is_unchanged("If-None-Match: ETAG\r\n");
}

#[test]
fn a_weak_etag_matches_a_strong_one() {
    is_unchanged("If-None-Match: W/ETAG\r\n");
}

#[test]
fn one_etag_of_a_list_is_enough() {
    is_unchanged("If-None-Match: \"a,b\", W/\"c\" ,,ETAG\r\n");
}

#[test]
fn lists_may_go_over_several_lines() {
    is_unchanged("If-None-Match: \"a\"\r\nIf-None-Match: ETAG\r\n");
}

#[test]
fn a_star_matches_whatever_is_there() {
    is_unchanged("If-None-Match: *\r\n");
}

#[test]
fn another_etag_gets_the_calendar() {
    is_served("If-None-Match: \"other\"\r\n");
}

#[test]
fn broken_etags_get_the_calendar() {
    for broken in ["\"unterminated", "ETAGx\"", "", ",", "W/", "\u{e9}", "*, *", "\"", "w/ETAG"] {
        let broken = broken.replace("ETAGx", "xETAG");
        is_served(&format!("If-None-Match: {broken}\r\n"));
    }
}

#[test]
fn an_etag_without_its_quotes_is_no_etag() {
    let app = spawn_app(series_site());
    let bare = etag(&app).replace('"', "");
    let headers = format!("If-None-Match: {bare}\r\n");
    assert_eq!(app.ask("GET", "/ehealth.ics", &headers).status, 200);
}

#[test]
fn an_etag_of_another_form_is_no_match() {
    let app = spawn_app(series_site());
    let html = app.get("/").header("etag").unwrap().to_owned();
    let headers = format!("If-None-Match: {html}\r\nAccept: application/json\r\n");
    assert_eq!(app.ask("GET", "/", &headers).status, 200);
}

#[test]
fn an_unchanged_answer_repeats_the_validators_and_has_no_body() {
    let app = spawn_app(series_site());
    let headers = format!("If-None-Match: {}\r\n", etag(&app));
    let mut connection = app.connect();
    let response = connection.ask("GET", "/ehealth.ics", &headers);
    assert_eq!(response.header("etag"), Some(etag(&app).as_str()));
    assert_eq!(response.header("last-modified"), Some(AT));
    assert_eq!(response.header("cache-control"), Some("public, max-age=300"));
    assert_eq!(response.header("content-type"), None);
    // A body would appear before the next response.
    assert_eq!(connection.ask("GET", "/ehealth.ics", "").text(), CALENDAR);
}

#[test]
fn an_unchanged_index_repeats_vary() {
    let response = spawn_app(series_site()).ask("GET", "/", "If-None-Match: *\r\n");
    assert_eq!(response.status, 304);
    assert_eq!(response.header("vary"), Some("accept"));
}

#[test]
fn the_same_date_means_unchanged() {
    is_unchanged(&format!("If-Modified-Since: {AT}\r\n"));
}

#[test]
fn a_later_date_means_unchanged() {
    is_unchanged(&format!("If-Modified-Since: {AFTER}\r\n"));
}

#[test]
fn a_date_in_the_future_means_unchanged() {
    is_unchanged(&format!("If-Modified-Since: {FUTURE}\r\n"));
}

#[test]
fn an_earlier_date_gets_the_calendar() {
    is_served(&format!("If-Modified-Since: {BEFORE}\r\n"));
}

#[test]
fn the_obsolete_forms_of_dates_are_read() {
    is_unchanged("If-Modified-Since: Wednesday, 23-Sep-20 12:00:00 GMT\r\n");
    is_unchanged("If-Modified-Since: Wed Sep 23 12:00:00 2020\r\n");
    is_served("If-Modified-Since: Wednesday, 23-Sep-20 11:59:59 GMT\r\n");
    is_served("If-Modified-Since: Wed Sep 23 11:59:59 2020\r\n");
}

#[test]
fn an_invalid_date_is_ignored() {
    for date in [
        "",
        "yesterday",
        "1700000000",
        "Thu, 24 Sep 2020 25:00:00 GMT",
        "Wed, 31 Feb 2024 12:00:00 GMT",
        "Thu, 24 Sep 2020 12:00:00 +0200",
        "2020-09-24T12:00:00Z",
        "Thu, 24 Sep 99999 12:00:00 GMT",
        "\u{661}",
    ] {
        is_served(&format!("If-Modified-Since: {date}\r\n"));
        is_served(&format!("If-Unmodified-Since: {date}\r\n"));
    }
}

#[test]
fn two_dates_are_no_date() {
    is_served(&format!("If-Modified-Since: {AFTER}\r\nIf-Modified-Since: {AFTER}\r\n"));
    is_served(&format!("If-Modified-Since: {AFTER}, {AFTER}\r\n"));
}

#[test]
fn another_etag_wins_over_the_same_date() {
    is_served(&format!("If-None-Match: \"other\"\r\nIf-Modified-Since: {AT}\r\n"));
}

#[test]
fn the_same_etag_wins_over_an_earlier_date() {
    is_unchanged(&format!("If-Modified-Since: {BEFORE}\r\nIf-None-Match: ETAG\r\n"));
}

#[test]
fn a_resource_without_a_date_ignores_dates() {
    let app = spawn_app(series_site());
    for name in ["If-Modified-Since", "If-Unmodified-Since"] {
        for date in [FUTURE, "Thu, 01 Jan 1970 00:00:00 GMT"] {
            let response = app.ask("GET", "/ehealth", &format!("{name}: {date}\r\n"));
            assert_eq!(response.status, 200);
            assert_eq!(response.header("last-modified"), None);
        }
    }
}

#[test]
fn if_match_lets_the_same_etag_and_a_star_through() {
    is_served("If-Match: ETAG\r\n");
    is_served("If-Match: \"a\", ETAG\r\n");
    is_served("If-Match: *\r\n");
}

#[test]
fn if_match_fails_for_another_etag() {
    is_failed("If-Match: \"other\"\r\n");
    is_failed("If-Match: \"unterminated\r\n");
    is_failed("If-Match: \r\n");
}

#[test]
fn if_match_compares_strongly() {
    is_failed("If-Match: W/ETAG\r\n");
}

#[test]
fn if_unmodified_since_fails_for_an_earlier_date() {
    is_failed(&format!("If-Unmodified-Since: {BEFORE}\r\n"));
}

#[test]
fn if_unmodified_since_lets_the_same_and_later_dates_through() {
    is_served(&format!("If-Unmodified-Since: {AT}\r\n"));
    is_served(&format!("If-Unmodified-Since: {AFTER}\r\n"));
}

#[test]
fn if_match_wins_over_if_unmodified_since() {
    is_served(&format!("If-Match: ETAG\r\nIf-Unmodified-Since: {BEFORE}\r\n"));
}

#[test]
fn a_failed_precondition_wins_over_an_unchanged_one() {
    is_failed("If-Match: \"other\"\r\nIf-None-Match: ETAG\r\n");
}

#[test]
fn a_precondition_that_holds_leaves_the_others_to_decide() {
    is_unchanged("If-Match: ETAG\r\nIf-None-Match: ETAG\r\n");
    is_unchanged(&format!("If-Unmodified-Since: {AT}\r\nIf-Modified-Since: {AT}\r\n"));
}

#[test]
fn preconditions_do_not_touch_other_answers() {
    let app = spawn_app(series_site());
    for (target, status) in [
        ("/nothing", 404),
        ("/retired.ics", 410),
        ("/old-name.ics", 308),
        ("/broken.ics", 503),
        ("/healthz", 200),
        ("/readyz", 200),
    ] {
        let headers = "If-None-Match: *\r\nIf-Match: \"x\"\r\n";
        assert_eq!(app.ask("GET", target, headers).status, status, "{target}");
    }
}

#[test]
fn other_methods_are_refused_whatever_their_preconditions_say() {
    let app = spawn_app(series_site());
    let conditions = ["If-Match: \"other\"\r\n", "If-None-Match: *\r\n"];
    for method in ["PUT", "POST", "DELETE"] {
        for condition in conditions {
            assert_eq!(app.ask(method, "/ehealth.ics", condition).status, 405, "{method}");
        }
    }
    for condition in conditions {
        assert_eq!(app.ask("OPTIONS", "/ehealth.ics", condition).status, 405);
    }
}

#[test]
fn head_is_weighed_as_get_is() {
    let app = spawn_app(series_site());
    let etag = etag(&app);
    for (headers, status) in [
        (format!("If-None-Match: {etag}\r\n"), 304),
        (format!("If-Modified-Since: {AT}\r\n"), 304),
        (format!("If-Modified-Since: {BEFORE}\r\n"), 200),
        ("If-Match: \"other\"\r\n".to_owned(), 412),
        (format!("If-Unmodified-Since: {BEFORE}\r\n"), 412),
    ] {
        assert_eq!(app.ask("HEAD", "/ehealth.ics", &headers).status, status, "{headers}");
    }
}

#[test]
fn if_range_without_ranges_served_means_nothing() {
    is_served("If-Range: ETAG\r\nRange: bytes=0-3\r\n");
    is_served("If-Range: \"other\"\r\nRange: bytes=0-3\r\n");
    is_served("If-Range: \"other\"\r\n");
    is_unchanged("If-Range: \"other\"\r\nRange: bytes=0-3\r\nIf-None-Match: ETAG\r\n");
}

#[test]
fn a_failed_date_wins_over_an_unchanged_etag() {
    is_failed(&format!("If-Unmodified-Since: {BEFORE}\r\nIf-None-Match: ETAG\r\n"));
}

#[test]
fn an_etag_that_matches_an_insisting_one_still_leaves_another_to_be_served() {
    is_served("If-Match: ETAG\r\nIf-None-Match: \"other\"\r\n");
}

#[test]
fn whatever_is_served_with_other_bytes_has_another_etag() {
    let app = spawn_app(series_site());
    let targets = ["/ehealth.ics", "/ehealth/opening.ics", "/ehealth", "/openapi.json", "/"];
    let mut etags = targets.map(|target| app.get(target).header("etag").unwrap().to_owned());
    etags.sort_unstable();
    assert!(etags.windows(2).all(|two| two[0] != two[1]), "{etags:?}");
    // Bytes that change within a second of the last change have a new tag under the same date.
    let mut builder = SnapshotBuilder::new();
    builder.insert("/ehealth.ics", feed("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")).unwrap();
    app.shared.store(builder.build(&[], "2026f"));
    let other = app.get("/ehealth.ics");
    assert_eq!(other.header("last-modified"), Some(AT));
    assert!(!etags.contains(&other.header("etag").unwrap().to_owned()));
}
