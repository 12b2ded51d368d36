//! `/openapi.json` compared with the running service: every address gets requests for every response it
//! can give, and neither may have more than the other.
//!
//! A new address needs its probes here; without them the test names the missing ones.

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use kalends::address::{ROWS, Row};
use kalends::model::WebUrl;
use kalends::page::{Branding, Logo};
use kalends::publish::{Records, Settings, WithoutDefinition, publish};
use kalends::snapshot::Snapshot;
use kalends::web::{self, Listeners, RateLimit, ServerSettings};
use serde_json::{Map, Value};

use crate::support::{App, Connection, Response, Schema, spawn_app, spawn_app_on, spawn_app_with};

/// A series in two languages with an older id and a session with one, long enough to be compressed; a
/// series with a broken definition, and one without a definition.
fn snapshot(logo: &[u8]) -> Snapshot {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, head: &str, session: &str| {
        let text = format!(
            "title = {{ en = \"{name} {}\", da = \"{name}\" }}\nlanguage = \"en\"\nauthority = \"example.org\"\nduration = \"1h\"\n{head}\n\
             [[session]]\n{session}\ntitle = \"Opening\"\nstart = 2027-09-23T14:00:00\n\
             description = \"{}\"\n",
            "words ".repeat(160),
            "words ".repeat(300)
        );
        fs::write(home.path().join(format!("{name}.toml")), text).unwrap();
    };
    let brussels = "timezone = \"Europe/Brussels\"";
    let settings = Settings {
        public_url: Some(WebUrl::parse("https://calendar.example.org").unwrap()),
        branding: Arc::new(Branding {
            logo: Some(Logo::parse(logo.to_vec()).unwrap()),
            ..Branding::default()
        }),
        ..Settings::new(vec![home.path().to_owned()], Records::Write)
    };
    let mut now = "2026-01-01T00:00:00Z".parse().unwrap();
    for name in ["talks", "broken", "ended"] {
        write(name, brussels, "id = \"start\"");
    }
    publish(&settings, now).unwrap();
    let aliases = format!("{brussels}\naliases = [\"old-talks\"]");
    write("talks", &aliases, "id = \"opening\"\nwas = \"start\"\nstatus = \"tentative\"");
    write("broken", "timezone = \"CET\"", "id = \"start\"");
    fs::remove_file(home.path().join("ended.toml")).unwrap();
    now = "2026-02-01T00:00:00Z".parse().unwrap();
    let settings = Settings { without_definition: WithoutDefinition::Ended, ..settings };
    let snapshot = publish(&settings, now).unwrap().snapshot().unwrap();
    snapshot.encode();
    snapshot
}

fn svg() -> Vec<u8> {
    format!("<svg>{}</svg>", "<path/>".repeat(200)).into_bytes()
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

struct Service {
    app: App,
    metrics: SocketAddr,
    document: Value,
    /// Path, method and status of every answer so far.
    met: BTreeSet<(String, String, String)>,
    /// Name of the documented answer, and a header that was in one.
    met_headers: BTreeSet<(String, String)>,
    met_media_types: BTreeSet<(String, String)>,
}

impl Service {
    fn start() -> Self {
        let metrics = web::listen("127.0.0.1:0").unwrap();
        let address = metrics.local_addr().unwrap();
        let public = vec![web::listen("127.0.0.1:0").unwrap()];
        let listeners = Listeners { public, metrics: vec![metrics], ..Listeners::default() };
        let app = spawn_app_on(listeners, snapshot(&svg()), ServerSettings::default());
        let document = app.get("/openapi.json").json();
        Self {
            app,
            metrics: address,
            document,
            met: BTreeSet::new(),
            met_headers: BTreeSet::new(),
            met_media_types: BTreeSet::new(),
        }
    }

    /// Sends GET and HEAD, and checks both responses against the document's `path`.
    fn ask(&mut self, path: &str, target: &str, headers: &str, status: u16) {
        for method in ["GET", "HEAD"] {
            let response = self.app.ask(method, target, headers);
            assert_eq!(response.status, status, "{method} {target} {headers}");
            self.hold(path, method, &response);
        }
    }

    fn ask_measurements(&mut self, method: &str, status: u16) {
        let response = Connection::open(self.metrics).ask(method, "/metrics", "");
        assert_eq!(response.status, status, "{method} /metrics");
        self.hold("/metrics", method, &response);
    }

    fn hold(&mut self, path: &str, method: &str, response: &Response) {
        let what = format!("{method} {path} {}", response.status);
        let item = &self.document["paths"][path];
        assert!(item.is_object(), "{path} is not documented");
        let reference = match method {
            "GET" | "HEAD" => {
                &item[method.to_lowercase()]["responses"][response.status.to_string()]
            }
            _ => &item["x-other-methods"],
        };
        let Some(reference) = reference["$ref"].as_str() else {
            panic!("{what} is not documented")
        };
        let name = reference.strip_prefix("#/components/responses/").unwrap();
        let answer = &self.document["components"]["responses"][name];
        assert!(answer.is_object(), "{what}: no answer {name}");
        let documented = fields(&answer["headers"]);
        for (sent, value) in &response.headers {
            if ["content-length", "connection", "content-type"].contains(&sent.as_str()) {
                continue;
            }
            let found = documented.iter().find(|(name, _)| name.eq_ignore_ascii_case(sent));
            let Some((header, of)) = found else { panic!("{what}: {sent} is not documented") };
            assert_valid(&of["schema"], &value.clone().into(), &format!("{what}: {sent}"));
            self.met_headers.insert((name.to_owned(), header.clone()));
        }
        for (header, of) in documented {
            let is_sent =
                response.headers.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(header));
            assert!(is_sent || of["required"] == false, "{what}: {header} is missing");
        }
        match (response.header("content-type"), &answer["content"]) {
            (None, Value::Null) => assert_eq!(response.body, b"", "{what}"),
            (Some(sent), content) => {
                let schema = &content[sent]["schema"];
                assert!(schema.is_object(), "{what}: {sent} is not documented");
                self.met_media_types.insert((name.to_owned(), sent.to_owned()));
                if sent.ends_with("json")
                    && method != "HEAD"
                    && response.header("content-encoding").is_none()
                {
                    let mut schema = schema.clone();
                    schema["components"] = self.document["components"].clone();
                    close(&mut schema["components"]["schemas"]);
                    assert_valid(&schema, &response.json(), &what);
                }
            }
            (None, content) => panic!("{what}: {content} is documented and nothing sent"),
        }
        let method = match method {
            "GET" | "HEAD" => method.to_lowercase(),
            _ => "x-other-methods".to_owned(),
        };
        self.met.insert((path.to_owned(), method, response.status.to_string()));
    }

    /// Responses in the document that no probe has met. Excludes 500, which no request can cause, and
    /// 431, which has a document only over HTTP/2.
    fn unmet(&self) -> Vec<String> {
        let mut unmet = Vec::new();
        for (path, item) in fields(&self.document["paths"]) {
            for (method, operation) in fields(item) {
                let statuses: Vec<&String> = match method.as_str() {
                    "parameters" | "servers" => continue,
                    "x-other-methods" => vec![],
                    _ => fields(&operation["responses"]).keys().collect(),
                };
                let other = "405".to_owned();
                let statuses = if method == "x-other-methods" { vec![&other] } else { statuses };
                for status in statuses {
                    let met = (path.clone(), method.clone(), status.clone());
                    if !self.met.contains(&met) && !["431", "500"].contains(&status.as_str()) {
                        unmet.push(format!("{method} {path} {status}"));
                    }
                }
            }
        }
        for (name, answer) in fields(&self.document["components"]["responses"]) {
            if ["Defect", "HeadTooLarge"].contains(&name.as_str()) {
                continue;
            }
            let parts = [("headers", &self.met_headers), ("content", &self.met_media_types)];
            for (part, met) in parts {
                let Some(documented) = answer[part].as_object() else { continue };
                let unseen =
                    documented.keys().filter(|key| !met.contains(&(name.clone(), (*key).clone())));
                unmet.extend(unseen.map(|key| format!("{key} of {name}")));
            }
        }
        unmet
    }
}

fn fields(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("{value} is no object"))
}

fn assert_valid(schema: &Value, value: &Value, what: &str) {
    if let Err(errors) = Schema::new(schema).check(value) {
        panic!("{what}: {errors}\n{value}");
    }
}

/// Documents may grow, but not unnoticed: here they hold nothing that is not described.
fn close(schemas: &mut Value) {
    match schemas {
        Value::Object(fields) => {
            if fields.contains_key("properties") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
            fields.values_mut().for_each(close);
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Targets below a series, for the requested path: the plain one, an older id, an invalid address, an
/// unknown one, a retired series and a broken one.
fn below_series(service: &mut Service, path: &str, suffix: &str) {
    let of = |series: &str| format!("/{series}{suffix}");
    service.ask(path, &of("talks"), "", 200);
    service.ask(path, &of("old-talks"), "", 308);
    service.ask(path, &of("%zz"), "", 400);
    service.ask(path, &of("nothing"), "", 404);
    service.ask(path, &of("ended"), "", 410);
    service.ask(path, &of("broken"), "", 503);
}

/// Addresses for conditional and compressed requests.
fn conditions(service: &mut Service, path: &str, target: &str) {
    service.ask(path, target, "", 200);
    service.ask(path, target, "Accept-Encoding: gzip, br\r\n", 200);
    service.ask(path, target, "If-None-Match: *\r\n", 304);
    service.ask(path, target, "If-Match: \"other\"\r\n", 412);
}

/// What leads to the calendars of others.
fn links(service: &mut Service) {
    let (add, subscribe) = ("/{series}/{session}/add/{calendar}", "/{series}/subscribe/{calendar}");
    for calendar in ["google", "outlook", "office365", "apple"] {
        service.ask(add, &format!("/talks/opening/add/{calendar}"), "", 302);
        service.ask(subscribe, &format!("/talks/subscribe/{calendar}"), "", 302);
    }
    for (series, status) in
        [("old-talks", 302), ("%zz", 400), ("nothing", 404), ("ended", 410), ("broken", 503)]
    {
        service.ask(add, &format!("/{series}/start/add/google"), "", status);
        service.ask(subscribe, &format!("/{series}/subscribe/google"), "", status);
    }
    service.ask(add, "/talks/start/add/apple", "", 302);
    service.ask(add, "/talks/opening/add/yahoo", "", 404);
}

#[test]
fn the_service_answers_as_it_says_and_says_all_that_it_answers() {
    let mut service = Service::start();
    let json = "Accept: application/json\r\n";
    conditions(&mut service, "/", "/");
    service.ask("/", "/", json, 200);
    service.ask("/", "/?format=json", "", 200);
    below_series(&mut service, "/{series}", "");
    conditions(&mut service, "/{series}", "/talks");
    service.ask("/{series}", "/talks", "Accept-Language: da\r\n", 200);
    service.ask("/{series}/{session}", "/talks/opening", "Accept-Language: da\r\n", 200);
    // Below a language everything is as without it.
    for (path, target) in [
        ("/{series}", "/da/talks"),
        ("/{series}.ics", "/da/talks.ics"),
        ("/{series}/{session}", "/da/talks/opening"),
        ("/{series}/{session}.ics", "/en/talks/opening.ics"),
    ] {
        conditions(&mut service, path, target);
    }
    service.ask("/{series}", "/talks", json, 200);
    below_series(&mut service, "/{series}.ics", ".ics");
    conditions(&mut service, "/{series}.ics", "/talks.ics");
    for (path, suffix) in [("/{series}/{session}", ""), ("/{series}/{session}.ics", ".ics")] {
        conditions(&mut service, path, &format!("/talks/opening{suffix}"));
        for (target, status) in [
            ("/talks/start", 308),
            ("/old-talks/start", 308),
            ("/talks/%zz", 400),
            ("/talks/nothing", 404),
            ("/ended/start", 410),
            ("/broken/start", 503),
        ] {
            service.ask(path, &format!("{target}{suffix}"), "", status);
        }
    }
    service.ask("/{series}/{session}", "/talks/opening?r=0", "", 200);
    service.ask("/{series}/{session}.ics", "/talks/opening.ics?download", "", 200);
    below_series(&mut service, "/{series}/reach", "/reach");
    below_series(&mut service, "/{series}/all.ics", "/all.ics");
    conditions(&mut service, "/{series}/all.ics", "/talks/all.ics");
    for suffix in [".json", ".atom", "/schedule.xml", "/schedule.json"] {
        let path = format!("/{{series}}{suffix}");
        below_series(&mut service, &path, suffix);
        conditions(&mut service, &path, &format!("/talks{suffix}"));
    }
    let browser = "Accept: text/html,*/*;q=0.8\r\n";
    service.ask("/{series}", "/nothing", browser, 404);
    service.ask("/{series}", "/ended", browser, 410);
    service.ask("/{series}", "/broken", browser, 503);
    conditions(&mut service, "/assets/logo", "/assets/logo");
    let response = spawn_app(snapshot(PNG)).get("/assets/logo");
    service.hold("/assets/logo", "GET", &response);
    let without = spawn_app(Snapshot::empty());
    for method in ["GET", "HEAD"] {
        service.hold("/assets/logo", method, &without.ask(method, "/assets/logo", ""));
    }
    for suffix in
        ["/qr.svg", "/qr.png", "/email", "/email.html", "/email.eml", "/embed", "/oembed.json"]
    {
        let path = format!("/{{series}}{suffix}");
        below_series(&mut service, &path, suffix);
        conditions(&mut service, &path, &format!("/talks{suffix}"));
    }
    for suffix in ["/embed", "/oembed.json"] {
        let path = format!("/{{series}}/{{session}}{suffix}");
        conditions(&mut service, &path, &format!("/talks/opening{suffix}"));
        for (target, status) in [
            ("/talks/start", 308),
            ("/talks/%zz", 400),
            ("/talks/nothing", 404),
            ("/ended/start", 410),
            ("/broken/start", 503),
        ] {
            service.ask(&path, &format!("{target}{suffix}"), "", status);
        }
    }
    links(&mut service);
    service.ask("/healthz", "/healthz", "", 200);
    service.ask("/readyz", "/readyz", "", 200);
    assert_eq!(service.app.get("/readyz").json()["status"], "degraded", "findings are held too");
    conditions(&mut service, "/openapi.json", "/openapi.json");
    conditions(&mut service, "/robots.txt", "/robots.txt");
    service.ask("/metrics", "/metrics", "", 404);
    for (method, status) in [("GET", 200), ("HEAD", 200), ("POST", 405)] {
        service.ask_measurements(method, status);
    }
    let rate_limit = Some(RateLimit { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN });
    let limited =
        spawn_app_with(snapshot(PNG), ServerSettings { rate_limit, ..ServerSettings::default() });
    for (path, target) in [
        ("/", "/"),
        ("/{series}", "/talks"),
        ("/{series}.ics", "/talks.ics"),
        ("/{series}/{session}", "/talks/opening"),
        ("/{series}/{session}.ics", "/talks/opening.ics"),
        ("/{series}/reach", "/talks/reach"),
        ("/{series}.json", "/talks.json"),
        ("/{series}.atom", "/talks.atom"),
        ("/{series}/schedule.xml", "/talks/schedule.xml"),
        ("/{series}/schedule.json", "/talks/schedule.json"),
        ("/{series}/all.ics", "/talks/all.ics"),
        ("/{series}/qr.svg", "/talks/qr.svg"),
        ("/{series}/qr.png", "/talks/qr.png"),
        ("/assets/logo", "/assets/logo"),
        ("/{series}/email", "/talks/email"),
        ("/{series}/email.html", "/talks/email.html"),
        ("/{series}/email.eml", "/talks/email.eml"),
        ("/{series}/embed", "/talks/embed"),
        ("/{series}/oembed.json", "/talks/oembed.json"),
        ("/{series}/{session}/embed", "/talks/opening/embed"),
        ("/{series}/{session}/oembed.json", "/talks/opening/oembed.json"),
        ("/{series}/{session}/add/{calendar}", "/talks/opening/add/google"),
        ("/{series}/subscribe/{calendar}", "/talks/subscribe/google"),
        ("/healthz", "/healthz"),
        ("/readyz", "/readyz"),
        ("/openapi.json", "/openapi.json"),
        ("/robots.txt", "/robots.txt"),
    ] {
        for (method, status) in [("OPTIONS", 405), ("POST", 405), ("DELETE", 405)] {
            let response = service.app.ask(method, target, "");
            assert_eq!(response.status, status, "{method} {target}");
            service.hold(path, method, &response);
        }
        let long = format!("{target}?x={}", "x".repeat(8_000));
        service.ask(path, &long, "", 414);
        let watches = ["/healthz", "/readyz"].contains(&path);
        for method in if watches { &[][..] } else { &["GET", "HEAD"] } {
            // One a second is let through.
            let mut responses = (0..50).map(|_| limited.ask(method, target, ""));
            let refused = responses.find(|response| response.status == 429);
            let response = refused.unwrap_or_else(|| panic!("{method} {target} is not limited"));
            service.hold(path, method, &response);
        }
    }
    service.app.shared.store(Snapshot::empty());
    service.ask("/readyz", "/readyz", "", 503);
    assert_eq!(service.unmet(), [""; 0], "documented, and not met");
}

/// Older ids are answered at the addresses of today's ids, private ones as public ones are, and
/// languages as without them.
#[test]
fn every_row_of_the_table_of_addresses_is_described_and_no_other() {
    let document: Value = serde_json::from_str(&kalends::page::openapi_json()).unwrap();
    let described: BTreeSet<String> = fields(&document["paths"]).keys().cloned().collect();
    assert_eq!(described, ROWS.iter().map(Row::pattern).collect());
    for row in &ROWS {
        for method in Row::METHODS.split(", ").map(str::to_lowercase) {
            let answers = &document["paths"][row.pattern()][&method]["responses"];
            let found = answers.get("200").map_or("", |answer| answer["$ref"].as_str().unwrap());
            let content = document.pointer(&format!("{}/content", found.trim_start_matches('#')));
            let kinds = content.and_then(Value::as_object).into_iter().flat_map(Map::keys);
            let kinds: BTreeSet<&str> =
                kinds.map(|kind| kind.split(';').next().unwrap_or_default()).collect();
            let expected: BTreeSet<&str> = row.media_types.iter().copied().collect();
            assert_eq!(kinds, expected, "{method} {}", row.pattern());
        }
    }
}

#[test]
fn the_description_is_whole() {
    let text = kalends::page::openapi_json();
    let document: Value = serde_json::from_str(&text).unwrap();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split_once('"').unwrap().0;
        assert!(document.pointer(pointer).is_some(), "{pointer} leads nowhere");
    }
    for schema in fields(&document["components"]["schemas"]).values() {
        let mut schema = schema.clone();
        schema["components"] = document["components"].clone();
        Schema::new(&schema);
    }
    for part in ["schemas", "responses", "parameters"] {
        for name in fields(&document["components"][part]).keys() {
            let used = text.contains(&format!("\"$ref\":\"#/components/{part}/{name}\""));
            assert!(used, "nothing refers to {part}/{name}");
        }
    }
    let mut ids = BTreeSet::new();
    for (path, item) in fields(&document["paths"]) {
        for method in ["get", "head", "options"] {
            let Some(id) = item[method]["operationId"].as_str() else { continue };
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
        }
        let declared = item["parameters"].as_array().map_or(0, Vec::len);
        assert_eq!(path.matches('{').count(), declared, "parameters of {path}");
    }
}
