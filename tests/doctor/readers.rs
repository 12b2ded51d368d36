//! The verdict about each client, by its reader.

use insta::assert_snapshot as pinned;

use crate::doctor::{Answer, FEED, found, good, serve, verdicts};

#[test]
fn a_304_to_any_date_keeps_updates_from_those_who_ask_by_it() {
    let text = found(|request| match request.header("if-modified-since") {
        "" => good(request),
        _ => Answer { status: 304, ..good(request) },
    });
    pinned!(text, @r#"
    error[K768]: 304 to `If-Modified-Since: Tue, 22 Sep 2020 12:00:00 GMT`, a day before Last-Modified
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: compare the date (RFC 9110 §13.1.3): Apple's calendars send nothing else, and never see an update

    1 error
    "#);
}

#[test]
fn a_line_before_the_calendar_is_what_google_drops_it_for() {
    let server = serve(|request| match request.target.as_str() {
        "/robots.txt" => good(request),
        _ => good(request).body(format!(" \r\n{FEED}")),
    });
    let (report, text) = server.examined();
    assert!(text.contains("error[K758]: a line of spaces is before `BEGIN:VCALENDAR`"), "{text}");
    let refused = "would not read it: an empty line before `BEGIN:VCALENDAR` (K758)";
    assert_eq!(
        verdicts(&report)[..7],
        [
            format!("Google: {refused}"),
            "Outlook: would read it".to_owned(),
            "Apple: would read it".to_owned(),
            "Thunderbird: would read it".to_owned(),
            "Nextcloud: would read it".to_owned(),
            "DAVx5: would read it".to_owned(),
            format!("Home Assistant: {refused}"),
        ]
    );
}

#[test]
fn each_client_has_the_verdict_of_its_own_reader() {
    let bad = FEED.replace("SEQUENCE:", "RRULE:FREQ=NEVER\r\nSEQUENCE:");
    let server = serve(move |request| good(request).body(bad.clone()));
    let (report, _) = server.examined();
    let verdicts = verdicts(&report);
    assert_eq!(verdicts[0], "Google: would read it");
    for refused in [3, 6] {
        assert!(
            verdicts[refused].ends_with("drops the event or the calendar (K756)"),
            "{verdicts:?}"
        );
        assert!(verdicts[refused].contains(": would not read it: "), "{verdicts:?}");
    }
    for client in [4, 5] {
        assert!(verdicts[client].ends_with("lose or misplace events (K756)"), "{verdicts:?}");
    }
}
