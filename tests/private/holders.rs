//! What the holders of tokens get, and everyone else does not.

use crate::private::desk::{BOARD, Desk, NOBODY, PRESS, TALKS, access, below, private};

const PATHS: [&str; 4] = ["/talks.ics", "/talks/opening.ics", "/talks", "/talks/opening"];

#[test]
fn a_private_series_stands_below_its_tokens_and_nowhere_else() {
    let desk = Desk::open(&[("talks.toml", &private())]);
    for path in PATHS {
        desk.assert_never_heard_of(path);
        desk.assert_never_heard_of(&below(NOBODY, path));
        let board = desk.get(&below(BOARD, path));
        assert_eq!(board.status, 200, "{path}");
        assert_eq!(board, desk.get(&below(PRESS, path)), "all holders get the same");
        assert_eq!(board.header("cache-control"), Some("private, no-cache"));
        assert_eq!(board.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(board.header("x-robots-tag"), Some("noindex"));
        let head = desk.app.ask("HEAD", &below(BOARD, path), "");
        assert_eq!(head.sorted_headers(), board.sorted_headers(), "{path}");
        let known = format!("If-None-Match: {}\r\n", board.header("etag").unwrap());
        let again = desk.app.ask("GET", &below(BOARD, path), &known);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("cache-control"), Some("private, no-cache"));
        assert_eq!(again.header("etag"), board.header("etag"));
    }
    assert!(desk.get(&below(BOARD, "/talks.ics")).text().contains("SUMMARY:Opening"));
}

#[test]
fn what_is_no_token_is_answered_as_anything_that_never_was() {
    let desk = Desk::open(&[("talks.toml", &private())]);
    let long = "b".repeat(5_000);
    for path in [
        "/private",
        "/private/",
        "/private.ics",
        "/private/talks.ics",
        "/private//talks.ics",
        &below(BOARD, ""),
        &below(BOARD, "/"),
        &below(BOARD, "//talks.ics"),
        &below(BOARD, "/talks.ics/"),
        &below(BOARD, "/others.ics"),
        &below(BOARD, "/healthz"),
        &below(&BOARD.to_uppercase(), "/talks.ics"),
        &below(&BOARD[1..], "/talks.ics"),
        &below(&long, "/talks.ics"),
        &format!("/Private/{BOARD}/talks.ics"),
        &format!("/private/{BOARD}%2Ftalks.ics"),
        &format!("/private/private/{BOARD}/talks.ics"),
        &format!("{BOARD}/talks.ics").replace("bb", "/b"),
    ] {
        desk.assert_never_heard_of(path);
    }
    // The hash that the definition and the record hold opens nothing.
    let hash = desk.read("talks.lock");
    let (_, hash) = hash.split_once("private = [\"").unwrap();
    desk.assert_never_heard_of(&below(&hash[..64], "/talks.ics"));
    assert_eq!(desk.status(&format!("/%70rivate/{BOARD}/talks%2Eics")), 200, "RFC 3986 §6.2.2.2");
    assert_eq!(desk.status("/private/%zz"), 400);
    assert_eq!(
        desk.app.ask("POST", &below(BOARD, "/talks.ics"), "Content-Length: 0\r\n").status,
        405
    );
}

#[test]
fn a_private_series_is_on_no_list_and_a_public_one_is_where_it_was() {
    let open = TALKS.replace("Board talks", "Open talks");
    let desk = Desk::open(&[("talks.toml", &private()), ("open-talks.toml", &open)]);
    for path in ["/", "/?format=json", "/robots.txt", "/readyz"] {
        let text = desk.get(path).text().to_owned();
        assert!(!text.contains("Board") && !text.contains("/talks"), "{path}: {text}");
    }
    assert!(desk.get("/").text().contains("Open talks"));
    let public = desk.get("/open-talks.ics");
    assert_eq!(public.header("cache-control"), Some("public, max-age=300"));
    assert!(public.text().contains("https://calendar.example.org/open-talks/opening?r=0"));
    desk.assert_never_heard_of(&below(BOARD, "/open-talks.ics"));
    assert!(!desk.get(&below(BOARD, "/talks")).text().contains("All series"));
    assert!(desk.get("/open-talks").text().contains("All series"));
}

#[test]
fn old_addresses_lead_to_new_ones_below_the_same_token() {
    let text = private()
        .replacen("title", "aliases = [\"lectures\"]\ntitle", 1)
        .replace("id = \"opening\"", "id = \"start\"\nwas = \"opening\"");
    let desk = Desk::open(&[("talks.toml", &text)]);
    for (old, reference, new) in [
        ("/lectures.ics", "talks.ics", "/talks.ics"),
        ("/lectures", "talks", "/talks"),
        ("/lectures/start.ics", "../talks/start.ics", "/talks/start.ics"),
        ("/lectures/opening", "../talks/start", "/talks/start"),
        ("/talks/opening.ics", "../talks/start.ics", "/talks/start.ics"),
    ] {
        let response = desk.get(&below(BOARD, old));
        assert_eq!(response.status, 308, "{old}");
        assert_eq!(response.header("location"), Some(reference));
        assert_eq!(response.header("cache-control"), Some("private, no-cache"));
        let base = format!("http://{}{}", desk.app.address, below(BOARD, old));
        let target = url::Url::parse(&base).unwrap().join(reference).unwrap();
        assert_eq!(target.path(), below(BOARD, new), "one hop, the same token");
        assert_eq!(desk.status(target.path()), 200);
        desk.assert_never_heard_of(old);
    }
    let location = desk.get(&below(BOARD, "/lectures.ics?utm_source=mail"));
    assert_eq!(location.header("location"), Some("talks.ics?utm_source=mail"));
}

#[test]
fn a_slash_at_the_end_of_a_page_is_one_hop_to_it() {
    let named = |id: &str, text: &str| {
        text.replacen("title", &format!("aliases = [\"{id}\"]\nlanguage = \"en\"\ntitle"), 1)
            .replace("\"Board talks\"", "{ en = \"Talks\", da = \"Foredrag\" }")
            .replace("id = \"opening\"", "id = \"start\"\nwas = \"opening\"")
    };
    let open = named("walking", TALKS);
    let closed = named("lectures", &private());
    let desk = Desk::open(&[("talks.toml", &closed), ("open-talks.toml", &open)]);
    for (path, new) in [
        ("/open-talks/", "/open-talks"),
        ("/open-talks/start/", "/open-talks/start"),
        ("/open-talks/opening/", "/open-talks/start"),
        ("/da/open-talks/", "/da/open-talks"),
        ("/da/open-talks/start/", "/da/open-talks/start"),
        ("/walking/", "/open-talks"),
    ] {
        let response = desk.get(&format!("{path}?r=1"));
        let location = format!("{new}?r=1");
        assert_eq!((response.status, response.header("location")), (308, Some(&*location)));
        assert_eq!(desk.status(new), 200, "one hop");
    }
    for (path, new) in [
        ("/talks/", "/talks"),
        ("/talks/start/", "/talks/start"),
        ("/da/talks/start/", "/da/talks/start"),
        ("/talks/opening/", "/talks/start"),
        ("/lectures/", "/talks"),
    ] {
        let response = desk.get(&below(BOARD, path));
        let location = response.header("location").unwrap();
        assert_eq!(response.status, 308, "{path}");
        assert!(!location.contains(BOARD), "a reference does not repeat the token");
        assert_eq!(response.header("cache-control"), Some("private, no-cache"));
        let base = format!("http://{}{}", desk.app.address, below(BOARD, path));
        let target = url::Url::parse(&base).unwrap().join(location).unwrap();
        assert_eq!(target.path(), below(BOARD, new), "one hop, the same token");
        assert_eq!(desk.status(target.path()), 200);
        desk.assert_never_heard_of(path);
        desk.assert_never_heard_of(&below(NOBODY, path));
    }
}

#[test]
fn no_page_of_another_site_reads_what_a_token_opens() {
    let text = private().replacen("title", "aliases = [\"lectures\"]\ntitle", 1);
    let desk = Desk::open(&[("talks.toml", &text)]);
    for path in [
        "/talks.ics",
        "/talks/opening.ics",
        "/talks/all.ics",
        "/talks.json",
        "/talks.atom",
        "/talks/schedule.xml",
        "/talks/schedule.json",
        "/talks?format=json",
        "/lectures.ics",
        "/nothing.ics",
        "/talks/nothing.json",
    ] {
        for token in [BOARD, NOBODY] {
            let response =
                desk.app.ask("GET", &below(token, path), "Origin: https://h.example\r\n");
            let open = response.headers.iter().any(|(name, _)| name.starts_with("access-control"));
            assert!(!open, "{path} {response:?}");
        }
    }
}

#[test]
fn one_token_may_open_several_series() {
    let text = |title: &str| TALKS.replace("Board talks", title) + &access("board", BOARD);
    let files = [("talks.toml", text("Talks")), ("walks.toml", text("Walks"))];
    let desk = Desk::open(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    assert!(desk.get(&below(BOARD, "/talks")).text().contains("<h1>Talks"));
    assert!(desk.get(&below(BOARD, "/walks")).text().contains("<h1>Walks"));
}

#[test]
fn relative_links_of_pages_stay_below_the_token() {
    let desk = Desk::open(&[("talks.toml", &private())]);
    for page in ["/talks", "/talks/opening"] {
        let base = url::Url::parse(&format!("http://h{}", below(BOARD, page))).unwrap();
        let text = desk.get(&below(BOARD, page)).text().to_owned();
        let links = text.split("href=\"").skip(1);
        let links: Vec<&str> = links.filter(|link| !link.starts_with("data:")).collect();
        assert!(links.len() >= 2, "{text}");
        for link in links {
            let (link, _) = link.split_once('"').unwrap();
            let target = base.join(link).unwrap();
            assert!(target.path().starts_with(&below(BOARD, "/")), "{link} on {page}");
            let answer = desk.get(target.path());
            match answer.header("location") {
                None => assert_eq!(answer.status, 200, "{link} on {page}"),
                // To the file, or to a calendar of others.
                Some(to) => {
                    let target = target.join(to).unwrap();
                    let is_ours = target.path().starts_with(&below(BOARD, "/"));
                    assert!(is_ours || target.scheme() == "https", "{link} on {page}");
                }
            }
        }
    }
}

#[test]
fn codings_are_made_of_private_calendars_too() {
    let text = private().replace("\"Opening\"", &format!("\"{}\"", "Opening ".repeat(40)));
    let desk = Desk::open(&[("talks.toml", &text)]);
    desk.app.shared.load_full().encode();
    let target = below(BOARD, "/talks.ics");
    let plain = desk.get(&target);
    let gzip = desk.app.ask("GET", &target, "Accept-Encoding: gzip\r\n");
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert_ne!(gzip.header("etag"), plain.header("etag"));
}
