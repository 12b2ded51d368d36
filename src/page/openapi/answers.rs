//! The answers there are, each with its status, headers and media types.

use serde_json::{Map, Value, json};

use super::headers::{FOR_ALL_SITES, Header, cache, may, must};

/// An answer, as addresses name it.
pub(super) struct Answer {
    pub(super) name: &'static str,
    pub(super) status: u16,
    what: &'static str,
    headers: Vec<Header>,
    /// Media type, and the name of a schema where it is JSON.
    content: Vec<(&'static str, Option<&'static str>)>,
}

const CALENDAR: &str = "text/calendar; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";
const SVG: &str = "image/svg+xml";
const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

impl Answer {
    pub(super) fn to_json(&self) -> Value {
        let headers: Map<String, Value> =
            self.headers.iter().map(|header| (header.name.to_owned(), header.to_json())).collect();
        let mut answer = json!({ "description": self.what, "headers": headers });
        if !self.content.is_empty() {
            let content: Map<String, Value> = self
                .content
                .iter()
                .map(|(media_type, schema)| {
                    let schema = schema.map_or_else(
                        || json!({ "type": "string" }),
                        |name| json!({ "$ref": format!("#/components/schemas/{name}") }),
                    );
                    ((*media_type).to_owned(), json!({ "schema": schema }))
                })
                .collect();
            answer["content"] = content.into();
        }
        answer
    }

    /// A reference to the answer of that name.
    pub(super) fn reference(name: &str) -> Value {
        json!({ "$ref": format!("#/components/responses/{name}") })
    }
}

/// All answers.
pub(super) fn all() -> Vec<Answer> {
    let mut all = resources();
    all.extend(moments());
    all.extend(problems());
    all
}

/// What is made ahead and may be kept for minutes.
fn resources() -> Vec<Answer> {
    let resource = |name, what, more: Vec<Header>, content: Vec<(&'static str, _)>| {
        let mut headers = vec![
            must("ETag"),
            cache("public, max-age=300"),
            may("Vary"),
            may("Content-Encoding"),
            must("X-Content-Type-Options"),
        ];
        headers.extend(more);
        // Where people are shown a page, what machines get is for all sites.
        match content.as_slice() {
            [(CALENDAR | JSON | ATOM, _)] => headers.extend(FOR_ALL_SITES.map(must)),
            [_, (JSON, _)] => headers.extend(FOR_ALL_SITES.map(may)),
            _ => {}
        }
        Answer { name, status: 200, what, headers, content }
    };
    let listed = || vec![may("Referrer-Policy"), may("Content-Security-Policy")];
    let page = || vec![must("Referrer-Policy"), must("Content-Security-Policy")];
    let feed = vec![must("Last-Modified"), must("X-Robots-Tag")];
    let file = vec![must("Last-Modified"), must("X-Robots-Tag"), must("Content-Disposition")];
    let picture = vec![must("Referrer-Policy")];
    let logo = vec![must("Referrer-Policy"), may("Content-Security-Policy")];
    let draft = vec![must("Referrer-Policy"), must("Content-Disposition")];
    let lists = |schema| vec![(HTML, None), (JSON, Some(schema))];
    let mut robots = resource("Robots", "What robots may fetch", Vec::new(), vec![(TEXT, None)]);
    let mut picture = resource("QrPicture", "The code", picture, vec![("image/png", None)]);
    // Too short to be compressed, or compressed as it is.
    for answer in [&mut robots, &mut picture] {
        answer.headers.retain(|header| !matches!(header.name, "Vary" | "Content-Encoding"));
    }
    vec![
        resource("Index", "The list of series", listed(), lists("Index")),
        resource("Series", "The series", listed(), lists("Series")),
        resource("SeriesDocument", "The series", Vec::new(), vec![(JSON, Some("Series"))]),
        resource("News", "What changed, as Atom", Vec::new(), vec![(ATOM, None)]),
        resource("Session", "The session's page", page(), vec![(HTML, None)]),
        resource("QrCode", "The code", page(), vec![(SVG, None)]),
        picture,
        resource("Logo", "The logo", logo, vec![(SVG, None), ("image/png", None)]),
        resource("Card", "The card", page(), vec![(HTML, None)]),
        resource("Oembed", "How to embed it", Vec::new(), vec![(JSON, Some("Oembed"))]),
        resource("MailKit", "The kit's page", page(), vec![(HTML, None)]),
        resource("MailBlock", "The block", page(), vec![(HTML, None)]),
        resource("MailDraft", "The draft", draft, vec![("message/rfc822", None)]),
        resource("Feed", "The series' calendar", feed, vec![(CALENDAR, None)]),
        resource("SessionFile", "The session's calendar", file, vec![(CALENDAR, None)]),
        resource(
            "Description",
            "The description of the service",
            Vec::new(),
            vec![(JSON, Some("Description"))],
        ),
        robots,
        Answer {
            name: "NotModified",
            status: 304,
            what: "The client has these bytes already",
            headers: vec![
                must("ETag"),
                cache("public, max-age=300"),
                may("Vary"),
                may("Last-Modified"),
                must("X-Content-Type-Options"),
                may(FOR_ALL_SITES[0]),
                may(FOR_ALL_SITES[1]),
            ],
            content: Vec::new(),
        },
        Answer {
            name: "Elsewhere",
            status: 302,
            what: "Where that is done today; the page, where it cannot be done",
            headers: vec![
                must("Location"),
                cache("public, max-age=300"),
                must("X-Content-Type-Options"),
            ],
            content: Vec::new(),
        },
        Answer {
            name: "Moved",
            status: 308,
            what: "An older id, or a slash at the end; the query string goes along",
            headers: vec![
                must("Location"),
                cache("public, max-age=300"),
                must("X-Content-Type-Options"),
                may(FOR_ALL_SITES[0]),
                may(FOR_ALL_SITES[1]),
            ],
            content: Vec::new(),
        },
    ]
}

/// What depends on the moment.
fn moments() -> Vec<Answer> {
    let moment = |name, status, what, content| Answer {
        name,
        status,
        what,
        headers: vec![cache("no-cache"), must("X-Content-Type-Options")],
        content: vec![content],
    };
    let readiness = (JSON, Some("Readiness"));
    vec![
        moment("Reach", 200, "Whom the series has reached", (JSON, Some("Reach"))),
        moment("Health", 200, "The process answers", (JSON, Some("Health"))),
        moment("Ready", 200, "All or some series are served", readiness),
        moment("Unready", 503, "Nothing is served yet, or the service stops", readiness),
        moment("Metrics", 200, "Measurements as OpenMetrics", (OPENMETRICS, None)),
    ]
}

/// What is told instead.
fn problems() -> Vec<Answer> {
    let problem = |name, status, what, mut headers: Vec<Header>| {
        headers.push(must("X-Content-Type-Options"));
        if !matches!(name, "MethodNotAllowed" | "NotFound" | "MalformedAddress") {
            headers.extend(FOR_ALL_SITES.map(may));
        }
        Answer { name, status, what, headers, content: vec![(PROBLEM, Some("Problem"))] }
    };
    // Browsers are shown a page.
    let shown = |name, status, what, mut headers: Vec<Header>| {
        headers.extend([may("Vary"), may("Content-Security-Policy"), may("Referrer-Policy")]);
        let mut answer = problem(name, status, what, headers);
        answer.content.push((HTML, None));
        answer
    };
    let kept = || vec![cache("public, max-age=60")];
    let fresh = || vec![cache("no-cache")];
    vec![
        problem("MalformedAddress", 400, "A percent sign without two digits", fresh()),
        shown("NotFound", 404, "Nothing was ever published there", kept()),
        problem(
            "MethodNotAllowed",
            405,
            "Any other method than GET and HEAD",
            vec![cache("no-cache"), must("Allow")],
        ),
        shown("Gone", 410, "Retired for good", kept()),
        problem("PreconditionFailed", 412, "Another version than the request insists on", fresh()),
        problem("AddressTooLong", 414, "A longer address than any that is published", fresh()),
        problem("HeadTooLarge", 431, "More header fields than are read", fresh()),
        problem(
            "TooManyRequests",
            429,
            "More requests than one client may send, where that is limited",
            vec![cache("no-cache"), must("Retry-After")],
        ),
        problem("Defect", 500, "A defect of the service", fresh()),
        shown(
            "Unavailable",
            503,
            "Published, but nothing good to serve just now",
            vec![cache("no-cache"), must("Retry-After")],
        ),
    ]
}
