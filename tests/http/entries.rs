//! What each kind of entry is answered with (the calendar rules).

use kalends::snapshot::{
    Entry, PagePolicy, Redirect, Resource, Revisions, Snapshot, SnapshotBuilder, SnapshotProblem,
    Variants,
};

use crate::support::{
    CALENDAR, Response, SESSION, feed, series_site, series_site_builder, spawn_app,
};

fn get(target: &str, headers: &str) -> Response {
    spawn_app(series_site()).ask("GET", target, headers)
}

fn is_problem(response: &Response, status: u16, title: &str) {
    assert_eq!(response.status, status);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    let document = response.json();
    assert_eq!(document["type"], "about:blank");
    assert_eq!(document["title"], title);
    assert_eq!(document["status"], status);
    assert!(document["detail"].as_str().unwrap().ends_with('.'));
    assert!(!document["request_id"].as_str().unwrap().is_empty());
}

#[test]
fn a_feed_is_served_with_exactly_its_headers() {
    let response = get("/ehealth.ics", "");
    assert_eq!(response.status, 200);
    assert_eq!(response.text(), CALENDAR);
    let expected = [
        ("access-control-allow-origin", "*"),
        ("access-control-expose-headers", "ETag, Last-Modified"),
        ("cache-control", "public, max-age=300"),
        ("content-length", "45"),
        ("content-type", "text/calendar; charset=utf-8"),
        ("etag", "\"1f7cf5ec31668ab3d25b48f1dd5b6f82\""),
        ("last-modified", "Wed, 23 Sep 2020 12:00:00 GMT"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(response.sorted_headers(), expected);
}

#[test]
fn a_session_file_names_itself() {
    let response = get("/ehealth/opening.ics", "");
    assert_eq!(response.text(), SESSION);
    assert_eq!(response.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert_eq!(response.header("x-robots-tag"), Some("noindex"));
    assert_eq!(
        response.header("content-disposition"),
        Some("inline; filename=\"ehealth-opening.ics\"")
    );
}

#[test]
fn a_download_is_the_same_file_as_an_attachment() {
    for target in ["/ehealth/opening.ics?download", "/ehealth/opening.ics?utm_id=1&download=1"] {
        let response = get(target, "");
        assert_eq!(response.text(), SESSION);
        assert_eq!(
            response.header("content-disposition"),
            Some("attachment; filename=\"ehealth-opening.ics\"")
        );
    }
}

#[test]
fn a_feed_is_never_an_attachment() {
    assert_eq!(get("/ehealth.ics?download", "").header("content-disposition"), None);
}

#[test]
fn parameters_of_campaigns_change_nothing() {
    let app = spawn_app(series_site());
    for path in ["/ehealth.ics", "/ehealth/opening.ics", "/", "/ehealth"] {
        let plain = app.get(path);
        for query in ["?utm_source=mail&utm_campaign=x", "?fbclid=IwAR0", "?", "?&&=&", "?%zz"] {
            assert_eq!(app.get(&format!("{path}{query}")), plain, "{path}{query}");
        }
    }
}

#[test]
fn any_accept_header_or_none_gets_the_calendar() {
    let app = spawn_app(series_site());
    let plain = app.get("/ehealth.ics");
    assert_eq!(plain.header("vary"), None);
    for accept in ["*/*", "text/html", "application/json", "image/png;q=0.1", "", ",;=\"", "*;q=0"]
    {
        let headers = format!("Accept: {accept}\r\n");
        assert_eq!(app.ask("GET", "/ehealth.ics", &headers), plain, "{accept}");
    }
}

#[test]
fn a_range_is_ignored() {
    let response = get("/ehealth.ics", "Range: bytes=0-3\r\nIf-Range: \"x\"\r\n");
    assert_eq!((response.status, response.text()), (200, CALENDAR));
}

#[test]
fn a_page_runs_nothing_and_tells_nobody() {
    let response = get("/ehealth", "");
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(response.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(
        response.header("content-security-policy"),
        Some(
            "default-src 'none'; style-src 'sha256-QRQPRLGyxt3RJiKpYNjpkgHcmHU2PywsfL2e8oI0LQA='; \
             img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    );
    assert_eq!(response.header("x-robots-tag"), None);
}

#[test]
fn no_answer_carries_a_cookie_or_the_name_of_the_server() {
    let app = spawn_app(series_site());
    for target in ["/", "/ehealth", "/ehealth.ics", "/nothing", "/readyz", "/old-name.ics"] {
        let response = app.get(target);
        assert_eq!(response.header("set-cookie"), None);
        assert_eq!(response.header("server"), None);
    }
}

#[test]
fn every_answer_forbids_guessing_its_type() {
    let app = spawn_app(series_site());
    for (path, _) in series_site().every() {
        let response = app.get(&path);
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[test]
fn the_host_header_changes_nothing() {
    let app = spawn_app(series_site());
    for target in ["/", "/old-name.ics", "/nothing"] {
        let mut connection = app.connect();
        connection.send(format!(
            "GET {target} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n"
        ));
        let response = connection.receive("GET").unwrap();
        assert!(!format!("{response:?}").contains("evil"), "{target}");
    }
}

#[test]
fn the_index_is_html_for_people() {
    for accept in ["", "Accept: text/html,*/*;q=0.8\r\n", "Accept: */*\r\n"] {
        let response = get("/", accept);
        assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(response.header("vary"), Some("accept"));
        assert!(response.header("content-security-policy").is_some());
    }
}

#[test]
fn the_index_is_json_for_machines() {
    for (target, headers) in [
        ("/", "Accept: application/json\r\n"),
        ("/", "Accept: text/html;q=0.5\r\nAccept: application/json\r\n"),
        ("/?format=json", ""),
        ("/?utm_id=1&format=json", "Accept: text/html\r\n"),
    ] {
        let response = get(target, headers);
        assert_eq!(response.header("content-type"), Some("application/json"), "{target} {headers}");
        assert_eq!(response.header("vary"), Some("accept"));
        assert_eq!(response.text(), r#"{"series":[]}"#);
    }
}

#[test]
fn a_format_that_is_asked_for_beats_the_accept_header() {
    let response = get("/?format=html", "Accept: application/json\r\n");
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
}

#[test]
fn an_unknown_format_means_nothing() {
    let response = get("/?format=xml", "");
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
}

#[test]
fn the_forms_of_the_index_have_unlike_etags() {
    let app = spawn_app(series_site());
    assert_ne!(app.get("/").header("etag"), app.get("/?format=json").header("etag"));
}

#[test]
fn nothing_is_a_problem_document() {
    let response = get("/nothing", "");
    is_problem(&response, 404, "Not Found");
    assert_eq!(response.header("cache-control"), Some("public, max-age=60"));
}

#[test]
fn problems_have_unlike_request_ids() {
    let app = spawn_app(series_site());
    let ids = [app.get("/a"), app.get("/a")].map(|response| response.json()["request_id"].clone());
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn a_retired_series_is_gone() {
    let response = get("/retired.ics", "");
    is_problem(&response, 410, "Gone");
    assert_eq!(response.header("cache-control"), Some("public, max-age=60"));
}

#[test]
fn a_malformed_address_is_a_bad_request() {
    is_problem(&get("/%zz", ""), 400, "Bad Request");
}

#[test]
fn a_broken_series_is_unavailable_and_keeps_its_cause_to_itself() {
    let response = get("/broken.ics", "");
    is_problem(&response, 503, "Service Unavailable");
    assert_eq!(response.header("retry-after"), Some("120"));
    assert_eq!(response.header("cache-control"), Some("no-cache"));
    assert!(!response.text().contains("secret"));
}

#[test]
fn a_renamed_series_is_one_hop_away() {
    let app = spawn_app(series_site());
    let response = app.get("/old-name.ics");
    assert_eq!(response.status, 308);
    assert_eq!(response.header("location"), Some("/ehealth.ics"));
    assert_eq!(response.body, b"");
    assert_eq!(app.get(response.header("location").unwrap()).status, 200);
}

#[test]
fn a_renamed_series_takes_the_query_along() {
    let response = get("/old-name.ics?download&utm_source=mail", "");
    assert_eq!(response.header("location"), Some("/ehealth.ics?download&utm_source=mail"));
}

#[test]
fn an_address_elsewhere_is_temporary_and_gets_no_query() {
    let response = get("/ehealth/subscribe/google?utm_source=mail", "");
    assert_eq!(response.status, 302);
    assert_eq!(response.header("location"), Some("https://calendar.google.com/?cid=x"));
}

#[test]
fn robots_are_allowed() {
    let response = get("/robots.txt", "");
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(response.text(), "User-agent: *\nAllow: /\n");
}

#[test]
fn unreserved_characters_may_be_percent_encoded() {
    assert_eq!(get("/ehealth%2Eics", "").text(), CALENDAR);
    assert_eq!(get("/%65health.ics", "").text(), CALENDAR);
}

#[test]
fn reserved_characters_may_not_be_percent_encoded() {
    assert_eq!(get("/ehealth%2Fopening.ics", "").status, 404);
}

#[test]
fn a_new_snapshot_is_served_on_connections_that_are_open() {
    let app = spawn_app(series_site());
    let mut connection = app.connect();
    let before = connection.ask("GET", "/ehealth.ics", "");
    let mut builder = SnapshotBuilder::new();
    builder.insert("/ehealth.ics", feed("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")).unwrap();
    app.shared.store(builder.build(&[], "2026f"));
    let after = connection.ask("GET", "/ehealth.ics", "");
    assert_eq!(after.text(), "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    assert_ne!(after.header("etag"), before.header("etag"));
    assert_eq!(connection.ask("GET", "/ehealth", "").status, 404);
}

fn build_with(path: &str, entry: Entry) -> Result<Snapshot, SnapshotProblem> {
    let mut builder = series_site_builder();
    builder.insert(path, entry)?;
    Ok(builder.build(&[], "2026f"))
}

#[test]
fn a_snapshot_refuses_an_empty_calendar() {
    assert_eq!(
        build_with("/a.ics", feed("")).unwrap_err(),
        SnapshotProblem::EmptyCalendar("/a.ics".to_owned())
    );
}

#[test]
fn a_snapshot_refuses_two_things_at_one_path() {
    for path in ["/", "/ehealth.ics", "/healthz", "/readyz", "/robots.txt"] {
        assert_eq!(
            build_with(path, Entry::Gone).unwrap_err(),
            SnapshotProblem::Taken(path.to_owned())
        );
    }
}

#[test]
fn a_snapshot_refuses_paths_with_several_spellings() {
    for path in ["", "a.ics", "/a%20b", "/ä", "/a b", "/a?b", "/a\r\nb"] {
        assert_eq!(
            build_with(path, Entry::Gone).unwrap_err(),
            SnapshotProblem::Path(path.to_owned())
        );
    }
}

#[test]
fn a_redirect_cannot_smuggle_headers() {
    assert!(Redirect::renamed("/a\r\nSet-Cookie: x").is_err());
    assert!(Redirect::elsewhere("https://a.example/\nX: y").is_err());
}

#[test]
fn variants_may_stand_anywhere() {
    let variants = Variants {
        html: Resource::page("h", &PagePolicy::of(None, None)),
        json: Resource::json("{}"),
    };
    let snapshot = build_with("/series", Entry::Variants(Box::new(variants))).unwrap();
    assert_eq!(spawn_app(snapshot).get("/series?format=json").text(), "{}");
}

#[test]
fn a_session_page_is_chosen_by_the_revision_of_the_copy_one_has() {
    let page = |text: &'static str| Resource::page(text, &PagePolicy::of(None, None));
    let older = vec![(2, page("two")), (0, page("zero"))];
    let entry = Entry::Revisions(Box::new(Revisions::new(page("today"), older)));
    let app = spawn_app(build_with("/talks/opening", entry).unwrap());
    for (query, told) in [
        ("", "today"),
        ("?r=0", "zero"),
        ("?utm_source=mail&r=1", "two"),
        ("?r=2", "two"),
        ("?r=3", "today"),
        ("?r=4294967296", "today"),
        ("?r=-1", "today"),
        ("?r=x", "today"),
        ("?r", "today"),
    ] {
        let answer = app.get(&format!("/talks/opening{query}"));
        assert_eq!((answer.status, answer.text()), (200, told), "{query}");
    }
    let etag = app.get("/talks/opening?r=0").header("etag").unwrap().to_owned();
    let header = format!("If-None-Match: {etag}\r\n");
    assert_eq!(app.ask("GET", "/talks/opening?r=0", &header).status, 304);
    assert_eq!(app.ask("GET", "/talks/opening", &header).status, 200);
}

/// Whether pages of other sites may read an answer, and see how to ask for changes alone.
fn is_for_all_sites(response: &Response) -> bool {
    let exposed = response.header("access-control-expose-headers");
    let open = response.header("access-control-allow-origin") == Some("*");
    assert_eq!(exposed, open.then_some("ETag, Last-Modified"));
    assert_eq!(response.header("access-control-allow-credentials"), None);
    open
}

#[test]
fn pages_of_other_sites_may_read_what_machines_read() {
    let app = spawn_app(series_site());
    let json = "Accept: application/json\r\n";
    for (target, headers, status, open) in [
        ("/ehealth.ics", "", 200, true),
        ("/ehealth.ics?utm_source=x", "", 200, true),
        ("/ehealth.ics", "If-None-Match: *\r\n", 304, true),
        ("/ehealth.ics", "If-Match: \"other\"\r\n", 412, true),
        ("/ehealth/opening.ics", "", 200, true),
        ("/openapi.json", "", 200, true),
        ("/", json, 200, true),
        ("/", "", 200, false),
        ("/old-name.ics", "", 308, true),
        ("/retired.ics", "", 410, true),
        ("/broken.ics", "", 503, true),
        ("/nothing.ics", "", 404, false),
        ("/nothing", "", 404, false),
        ("/ehealth", "", 200, false),
        ("/ehealth/subscribe/google", "", 302, false),
        ("/private/token/nothing.ics", "", 404, false),
        ("/%70rivate/token/nothing.ics", "", 404, false),
        ("/healthz", "", 200, false),
        ("/readyz", "", 503, false),
    ] {
        for origin in ["", "Origin: https://example.net\r\n"] {
            for method in ["GET", "HEAD"] {
                let response = app.ask(method, target, &format!("{headers}{origin}"));
                let expected = if target == "/readyz" { response.status } else { status };
                assert_eq!(response.status, expected, "{target}");
                assert_eq!(is_for_all_sites(&response), open, "{method} {target} {headers}");
            }
        }
        let refused = app.ask("POST", target, "Content-Length: 0\r\n");
        assert!(!is_for_all_sites(&refused), "{target}");
    }
}

#[test]
fn a_slash_at_the_end_of_a_page_leads_to_the_page() {
    let app = spawn_app(series_site());
    for (target, location) in
        [("/ehealth/", "/ehealth"), ("/ehealth/?utm_source=x&y", "/ehealth?utm_source=x&y")]
    {
        let response = app.get(target);
        assert_eq!((response.status, response.header("location")), (308, Some(location)));
        assert_eq!(app.ask("HEAD", target, "").sorted_headers(), response.sorted_headers());
        assert_eq!(app.get(location).status, 200);
    }
    for target in ["//", "/ehealth//", "/ehealth.ics/", "/nothing/", "/healthz/", "/openapi.json/"]
    {
        assert_eq!(app.get(target).status, 404, "{target}");
    }
}
