//! Faults of servers, one in each test, with their findings.

use std::net::TcpListener;
use std::thread;

use insta::assert_snapshot as pinned;
use kalends::doctor::examine;

use crate::doctor::{Answer, FEED, SETTINGS, found, good, serve, verdicts};

#[test]
fn an_address_that_breaks_off_is_told() {
    pinned!(found(|request| good(request).with("Content-Length", "100000")), @r#"
    error[K760]: no complete answer: Peer disconnected
    --> http://127.0.0.1:80/talks.ics
     = note: rule `no-wrong-200`: 200 is followed by the whole calendar, and by nothing else
     = help: check the address, and that the server is up and completes its answers

    1 error
    "#);
}

#[test]
fn an_answer_that_is_no_calendars_is_told() {
    pinned!(found(|_| Answer::new(403)), @r#"
    error[K762]: the answer is 403
    --> http://127.0.0.1:80/talks.ics
     = note: rule `no-wrong-200`: 200 is followed by the whole calendar, and by nothing else
     = help: calendar clients send no password: make the address public, or put a secret into its path

    1 error
    "#);
}

#[test]
fn a_page_with_200_is_no_calendar() {
    pinned!(found(|_| Answer::new(200).body("<!doctype html><title>Log in</title>")), @r#"
    error[K763]: the answer is a page, not a calendar
    --> http://127.0.0.1:80/talks.ics
     = note: rule `no-wrong-200`: 200 is followed by the whole calendar, and by nothing else
     = help: give the address of the `.ics` file, without a log-in, consent or challenge page before it

    1 error
    "#);
}

#[test]
fn an_empty_answer_is_no_calendar() {
    pinned!(found(|_| Answer::new(200)), @r#"
    error[K763]: the body is empty: Thunderbird and ICSx5 delete their events
    --> http://127.0.0.1:80/talks.ics
     = note: rule `no-wrong-200`: 200 is followed by the whole calendar, and by nothing else
     = help: answer 503 instead

    1 error
    "#);
}

#[test]
fn another_type_is_told() {
    pinned!(found(|request| good(request).with("Content-Type", "text/html")), @r#"
    warning[K764]: Content-Type is `text/html`
    --> http://127.0.0.1:80/talks.ics
     = note: rule `calendar-content-type`: Content-Type is `text/calendar; charset=utf-8`, with `nosniff`
     = help: send `Content-Type: text/calendar; charset=utf-8`

    1 warning
    "#);
}

#[test]
fn a_type_that_browsers_may_guess_is_told() {
    pinned!(found(|request| good(request).without("X-Content-Type-Options")), @r#"
    warning[K765]: browsers may guess another type than the Content-Type
    --> http://127.0.0.1:80/talks.ics
     = note: rule `calendar-content-type`: Content-Type is `text/calendar; charset=utf-8`, with `nosniff`
     = help: send `X-Content-Type-Options: nosniff`

    1 warning
    "#);
}

#[test]
fn head_is_answered_as_get() {
    let text = found(|request| match request.method.as_str() {
        "HEAD" => good(request).with("Content-Type", "text/plain").with("Content-Length", "0"),
        _ => good(request),
    });
    pinned!(text, @r#"
    warning[K766]: HEAD and GET differ in content-type, content-length
    --> http://127.0.0.1:80/talks.ics
     = note: rule `get-and-head-only`: GET and HEAD give equal headers
     = help: send `content-type: text/calendar; charset=utf-8` with HEAD, as with GET

    1 warning
    "#);
}

#[test]
fn a_query_that_changes_the_answer_is_told() {
    let text = found(|request| match request.target.contains("utm_") {
        true => Answer::new(404),
        false => good(request),
    });
    pinned!(text, @r#"
    error[K774]: a client with `?utm_source=…` in the address gets 404
    --> http://127.0.0.1:80/talks.ics
     = note: rule `stable-addresses`: query parameters such as utm_… change nothing
     = help: answer `/talks.ics?utm_source=…` like `/talks.ics`: mails and messengers add parameters

    1 error
    "#);
}

#[test]
fn redirects_that_clients_do_not_keep_are_told() {
    let text = found(|request| match request.target.as_str() {
        "/talks.ics" => Answer::new(302).with("Location", "/b.ics"),
        "/b.ics" => Answer::new(308).with("Location", "c.ics"),
        _ => good(request),
    });
    pinned!(text, @r#"
    warning[K775]: /talks.ics answers 302, which clients do not remember
    --> http://127.0.0.1:80/talks.ics
     = note: rule `renamed-answers-308`: an address that moved answers 308, in one hop
     = help: answer 308 with `Location: http://127.0.0.1:80/b.ics` for a permanent move; ICSx5 remembers no other status

    warning[K775]: the calendar is more than one redirect away
    --> http://127.0.0.1:80/talks.ics
     = note: rule `renamed-answers-308`: an address that moved answers 308, in one hop
     = help: redirect to `http://127.0.0.1:80/c.ics` directly: some clients do not follow a second redirect

    2 warnings
    "#);
}

#[test]
fn redirects_without_end_are_told() {
    pinned!(found(|_| Answer::new(308).with("Location", "/talks.ics")), @r#"
    error[K762]: the address redirects more than 5 times
    --> http://127.0.0.1:80/talks.ics
     = note: rule `renamed-answers-308`: an address that moved answers 308, in one hop
     = help: redirect to the calendar directly

    warning[K775]: the calendar is more than one redirect away
    --> http://127.0.0.1:80/talks.ics
     = note: rule `renamed-answers-308`: an address that moved answers 308, in one hop
     = help: redirect to `http://127.0.0.1:80/talks.ics` directly: some clients do not follow a second redirect

    1 error, 1 warning
    "#);
}

#[test]
fn a_robots_txt_that_keeps_google_away_is_told() {
    let text = found(|request| match request.target.as_str() {
        "/robots.txt" => Answer::new(200).body("User-agent: *\nDisallow: /*.ics$\n"),
        _ => good(request),
    });
    pinned!(text, @r#"
    error[K776]: robots.txt blocks Google: `Disallow: /*.ics$`
    --> http://127.0.0.1:80/talks.ics
     = note: rule `robots-may-fetch`: robots.txt allows calendars; no cookie, no challenge, the same for every client
     = help: write `Allow: /talks.ics` next to that line, and send `X-Robots-Tag: noindex` with the calendar instead

    1 error
    "#);
}

#[test]
fn a_cookie_is_told_by_its_name_alone() {
    pinned!(found(|request| good(request).with("Set-Cookie", "session=secret; Path=/")), @r#"
    warning[K777]: the answer sets a cookie, `session`
    --> http://127.0.0.1:80/talks.ics
     = note: rule `robots-may-fetch`: robots.txt allows calendars; no cookie, no challenge, the same for every client
     = help: do not send `Set-Cookie: session=…`: caches do not store such answers, and calendars do not send cookies back

    1 warning
    "#);
}

#[test]
fn a_feed_to_save_is_told() {
    let text =
        found(|request| good(request).with("Content-Disposition", "attachment; filename=x.ics"));
    pinned!(text, @r#"
    warning[K778]: a feed has Content-Disposition: `attachment; filename=x.ics`
    --> http://127.0.0.1:80/talks.ics
     = note: rule `session-file-has-a-name`: a feed has no Content-Disposition
     = help: leave it out: browsers save the feed instead of handing it to the calendar

    1 warning
    "#);
}

#[test]
fn a_challenge_for_some_clients_is_told() {
    let text = found(|request| match request.is_from("Thunderbird") {
        true => Answer::new(200).body("<html>Are you human?</html>"),
        false => good(request),
    });
    pinned!(text, @r#"
    error[K779]: Thunderbird gets a page, where others get the calendar
    --> http://127.0.0.1:80/talks.ics
     = note: rule `robots-may-fetch`: robots.txt allows calendars; no cookie, no challenge, the same for every client
     = help: give `User-Agent: Mozilla/5.0 Gecko/20100101 Thunderbird/128.0 (kalends-doctor)` the same answer as others, without firewall rules, challenges or User-Agent checks

    1 error
    "#);
}

#[test]
fn an_answer_that_depends_on_accept_is_told() {
    let text = found(|request| match request.header("accept") {
        "" | "*/*" => good(request),
        accept if accept.contains("text/") => good(request),
        _ => Answer::new(406),
    });
    pinned!(text, @r#"
    error[K780]: a client with `Accept: application/vnd.kalends-doctor` gets 406
    --> http://127.0.0.1:80/talks.ics
     = note: rule `any-accept-header`: any Accept header, or none, gets the calendar
     = help: send the calendar for every Accept header: clients send unusual ones

    1 error
    "#);
}

#[test]
fn a_certificate_that_nobody_trusts_is_a_finding() {
    let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let chain = vec![key.cert.der().clone()];
    let private =
        rustls::pki_types::PrivateKeyDer::try_from(key.signing_key.serialize_der()).unwrap();
    let provider = rustls::crypto::ring::default_provider().into();
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .unwrap();
    let config = std::sync::Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut tls = rustls::ServerConnection::new(config.clone()).unwrap();
            // The client rejects the certificate.
            let _ = tls.complete_io(&mut stream);
        }
    });
    let report = examine(&format!("https://localhost:{port}/talks.ics"), SETTINGS);
    let text = kalends::diagnostic::to_text(&report.findings, kalends::diagnostic::Style::Plain);
    pinned!(text.replace(&port.to_string(), "443"), @r#"
    error[K761]: clients refuse the connection: invalid peer certificate: UnknownIssuer
    --> https://localhost:443/talks.ics
     = note: rule `http-leads-to-https`: http redirects to https at the same path: `webcal:` starts with http
     = help: get a certificate from an authority that clients trust, and send the whole chain with it

    1 error
    "#);
    assert!(verdicts(&report)[0].starts_with("Google: would not read it: a certificate"));
}

#[test]
fn the_findings_of_the_calendar_follow_with_their_lines() {
    let server =
        serve(|request| good(request).body(FEED.replace("STATUS:CONFIRMED", "STATUS:CANCELED")));
    let (report, text) = server.examined();
    let address = " --> http://127.0.0.1:80/talks.ics:";
    assert!(text.starts_with("error[K727]: ") && text.contains(address), "{text}");
    assert_eq!(
        verdicts(&report)[2],
        "Apple: would read it, and may lose or misplace events (K727)"
    );
}

#[test]
fn an_answer_without_end_is_cut_off() {
    let server = serve(|request| good(request).body(vec![b'x'; kalends::lint::MAX_BYTES + 1]));
    let (_, text) = server.examined();
    assert!(text.starts_with("error[K763]: the answer has more than 10 MiB"), "{text}");
}

#[test]
fn a_calendar_without_encryption_is_told_where_it_is_not_of_this_machine() {
    let server = serve(good);
    // 0.0.0.0 leads to this machine, but is not an address of it.
    let report = examine(&format!("http://0.0.0.0:{}/talks.ics", server.address.port()), SETTINGS);
    let text = kalends::diagnostic::to_text(&report.findings, kalends::diagnostic::Style::Plain);
    pinned!(text.replace(&server.address.port().to_string(), "80"), @r#"
    warning[K781]: the calendar is sent without encryption; some clients refuse it, and anyone on the way can change it
    --> http://0.0.0.0:80/talks.ics
     = note: rule `http-leads-to-https`: http redirects to https at the same path: `webcal:` starts with http
     = help: serve it at `https://0.0.0.0:80/talks.ics`, and redirect http there

    1 warning
    "#);
}

#[test]
fn a_client_that_is_refused_keeps_nobody_from_looking_at_the_calendar() {
    let server = serve(|request| match request.is_from("dataaccessd") {
        true => Answer::new(403),
        false => good(request),
    });
    let (report, text) = server.examined();
    let told = "error[K779]: Apple gets 403, where others get the calendar\n";
    assert!(text.starts_with(told) && text.ends_with("\n1 error\n"), "{text}");
    assert_eq!(report.events, 3);
    assert_eq!(verdicts(&report)[2], "Apple: would not read it: it gets 403 (K779)");
    assert_eq!(verdicts(&report)[0], "Google: would read it");
}
