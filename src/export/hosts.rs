//! Writes the configuration of each host for what files cannot express. Lists every address: a
//! pattern would also match addresses that do not exist yet.
//!
//! Addresses contain only lower-case letters, digits and `-_./`; header values and locations may
//! contain quotes, and are escaped by the rules of each host.

use std::fmt::Write as _;

use super::{Content, ExportedResponse, ExportedSite, NOT_FOUND_FILE};

/// The key under which the S3 script lists the keys that it uploaded; no address has this name.
const S3_KEYS: &str = "kalends.keys";
/// The CORS headers that S3 sends; objects cannot set them.
const S3_CORS: &str = r#"{"CORSRules":[{"AllowedOrigins":["*"],"AllowedMethods":["GET","HEAD"],"ExposeHeaders":["ETag","Last-Modified"]}]}"#;
const MADE: &str = "# Written by `kalends export`; the next export overwrites it.\n";

/// `_redirects` of Netlify and Cloudflare Pages: first match wins, one rule a line. Gone addresses
/// are left out, since neither host answers 410: they give 404.
pub(super) fn redirects(site: &ExportedSite) -> String {
    let mut text = MADE.to_owned();
    for answer in &site.answers {
        match &answer.content {
            Content::Redirect(location) => {
                let _ = writeln!(text, "{} {location} {}", answer.address, answer.status);
            }
            Content::File { place, .. } if is_hidden(answer, place) => {
                let place = place.trim_end_matches("index.html");
                let _ = writeln!(text, "{} /{place} 200", answer.address);
            }
            _ => {}
        }
    }
    text
}

/// Whether a host that adds `.html` itself would serve another file.
fn is_hidden(answer: &ExportedResponse, place: &str) -> bool {
    answer.address != "/" && place.ends_with("/index.html")
}

/// `_headers` of the same two: the headers of each file by its address.
pub(super) fn headers(site: &ExportedSite) -> String {
    let mut text = MADE.to_owned();
    for answer in &site.answers {
        if let Content::File { .. } = answer.content {
            let _ = writeln!(text, "{}", answer.address);
            for (name, value) in &answer.headers {
                let _ = writeln!(text, "  {}: {value}", titled(name));
            }
        }
    }
    text
}

/// For nginx, inside a `server` with the exported `site` as its `root`.
pub(super) fn nginx(site: &ExportedSite) -> String {
    let mut text = format!(
        "{MADE}# Inside `server {{ … }}`, with the directory `site` next to this file as its `root`.\n\
         absolute_redirect off;\nerror_page 404 /{NOT_FOUND_FILE};\n"
    );
    let _ = writeln!(text, "location = /{NOT_FOUND_FILE} {{\n    internal;");
    nginx_fields(&mut text, &site.not_found);
    text.push_str("}\nlocation / { return 404; }\n");
    for answer in &site.answers {
        let _ = writeln!(text, "location = {} {{", answer.address);
        match &answer.content {
            Content::File { place, .. } => {
                nginx_fields(&mut text, answer);
                let _ = writeln!(text, "    try_files /{place} =404;");
            }
            Content::Redirect(location) => {
                nginx_fields(&mut text, answer);
                let kept = if answer.status == 308 { "$is_args$args" } else { "" };
                let location = nginx_inner(location);
                let _ = writeln!(text, "    return {} \"{location}{kept}\";", answer.status);
            }
            Content::Gone => text.push_str("    return 410;\n"),
        }
        text.push_str("}\n");
    }
    text
}

fn nginx_fields(text: &mut String, answer: &ExportedResponse) {
    for (name, value) in &answer.headers {
        let _ = match name.as_str() {
            "content-type" => {
                writeln!(text, "    types {{}}\n    default_type \"{}\";", nginx_inner(value))
            }
            _ => writeln!(text, "    add_header {} \"{}\";", titled(name), nginx_inner(value)),
        };
    }
}

/// Escapes text for double quotes in nginx. A dollar sign starts a variable and cannot be escaped;
/// our headers contain none, and in addresses its percent-encoding is equivalent.
fn nginx_inner(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "%24")
}

/// For Caddy, inside a site with the exported `site` as its `root`.
pub(super) fn caddy(site: &ExportedSite) -> String {
    let mut text = format!("{MADE}# Inside a site: `root * …/site`, then `import` this file.\n");
    for answer in &site.answers {
        let _ = writeln!(text, "handle {} {{", answer.address);
        match &answer.content {
            Content::File { place, .. } => {
                caddy_fields(&mut text, answer);
                // Without this, Caddy redirects an address if its file is a directory's index.
                let server = "file_server {\n\t\tdisable_canonical_uris\n\t}";
                let _ = writeln!(text, "\trewrite * /{place}\n\t{server}");
            }
            Content::Redirect(location) => {
                caddy_fields(&mut text, answer);
                let location = caddy_inner(location);
                if answer.status == 308 {
                    // With a question mark only if there is a query.
                    let _ = writeln!(
                        text,
                        "\t@asked expression `{{query}} != \"\"`\n\
                         \tredir @asked \"{location}?{{query}}\" 308\n\
                         \tredir * \"{location}\" 308"
                    );
                } else {
                    let _ = writeln!(text, "\tredir * \"{location}\" {}", answer.status);
                }
            }
            Content::Gone => text.push_str("\trespond 410\n"),
        }
        text.push_str("}\n");
    }
    let _ = writeln!(text, "handle {{\n\terror 404\n}}\nhandle_errors {{");
    caddy_fields(&mut text, &site.not_found);
    let _ = writeln!(
        text,
        "\t@nothing expression `{{http.error.status_code}} == 404`\n\
         \trewrite @nothing /{NOT_FOUND_FILE}\n\tfile_server @nothing\n}}"
    );
    text
}

fn caddy_fields(text: &mut String, answer: &ExportedResponse) {
    text.push_str("\theader {\n");
    for (name, value) in &answer.headers {
        let _ = writeln!(text, "\t\t{} \"{}\"", titled(name), caddy_inner(value));
    }
    // Set at the end, after the file server has guessed a type.
    text.push_str("\t\tdefer\n\t}\n");
}

/// Escapes text for double quotes in a Caddyfile; braces start placeholders.
fn caddy_inner(value: &str) -> String {
    value.replace('"', "\\\"").replace('{', "\\{").replace('}', "\\}")
}

/// For Amazon S3 and compatible services: a script for the AWS command-line client. Routing rules
/// match prefixes and are limited to fifty; a redirecting object is for one address.
pub(super) fn s3(site: &ExportedSite) -> String {
    let mut text = format!(
        "#!/bin/sh\n{MADE}# s3.sh BUCKET: uploads the site to a bucket that serves a web site, with the aws client.\n\
         # Run it in the directory that contains `site`. The bucket's error document is {NOT_FOUND_FILE}; it redirects with 301.\n\
         # It lists its keys in {S3_KEYS}; keys of the last run that are gone are deleted.\n\
         set -eu\nbucket=${{1:?usage: s3.sh BUCKET}}\nexport LC_ALL=C\n\
         work=$(mktemp -d)\ntrap 'rm -rf \"$work\"' EXIT\n: >\"$work/last\"\n\
         put() {{ aws s3api put-object --bucket \"$bucket\" \"$@\" >/dev/null; }}\n\
         if ! said=$(aws s3api get-object --bucket \"$bucket\" --key {S3_KEYS} \"$work/last\" 2>&1); then\n\
         \x20   case $said in *NoSuchKey*) ;; *) echo \"$said\" >&2; exit 1 ;; esac\nfi\n"
    );
    let mut keys = Vec::new();
    for answer in site.answers.iter().chain([&site.not_found]) {
        let key = match (&answer.content, answer.address.trim_start_matches('/')) {
            (Content::File { place, .. }, "" | "404") => place.as_str(),
            (_, key) => key,
        };
        if !matches!(answer.content, Content::Gone) {
            keys.push(key);
        }
        match &answer.content {
            Content::File { place, .. } => {
                let _ = write!(
                    text,
                    "put --key {} --body {}",
                    shell(key),
                    shell(&format!("site/{place}"))
                );
                for (name, flag) in [
                    ("content-type", "--content-type"),
                    ("cache-control", "--cache-control"),
                    ("content-disposition", "--content-disposition"),
                ] {
                    if let Some(value) = answer.header(name) {
                        let _ = write!(text, " {flag} {}", shell(value));
                    }
                }
                text.push('\n');
            }
            Content::Redirect(location) => {
                let location = shell(location);
                let _ = writeln!(
                    text,
                    "put --key {} --website-redirect-location {location}",
                    shell(key)
                );
            }
            Content::Gone => {}
        }
    }
    keys.sort_unstable();
    let _ = write!(
        text,
        "cat >\"$work/keys\" <<'KEYS'\n{}\nKEYS\n\
         comm -23 \"$work/last\" \"$work/keys\" | while read -r key; do\n\
         \x20   aws s3api delete-object --bucket \"$bucket\" --key \"$key\" >/dev/null\ndone\n\
         put --key {S3_KEYS} --body \"$work/keys\" --content-type text/plain\n\
         # Pages of other sites may fetch the files; this replaces the bucket's CORS configuration.\n\
         aws s3api put-bucket-cors --bucket \"$bucket\" --cors-configuration '{S3_CORS}' >/dev/null\n",
        keys.join("\n")
    );
    text
}

fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// `x-robots-tag` in the usual capitals; header names are case-insensitive.
fn titled(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_by_the_rules_of_each_host() {
        assert_eq!(nginx_inner(r#"inline; filename="a\b$c""#), r#"inline; filename=\"a\\b%24c\""#);
        assert_eq!(caddy_inner(r#"a "b" {c}"#), r#"a \"b\" \{c\}"#);
        assert_eq!(shell("it's"), r"'it'\''s'");
        assert_eq!(titled("x-robots-tag"), "X-Robots-Tag");
    }
}
