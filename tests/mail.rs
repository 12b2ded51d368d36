//! The mail kit: its content in any language, and the targets of its links.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use kalends::model::{Language, TokenHash, WebUrl};
use kalends::publish::{Records, Settings, publish};
use kalends::snapshot::{Entry, Resource, Snapshot};
use mail_parser::{Message, MessageParser, MimeHeaders as _};

use crate::support::{self, directory};

const BASE: &str = "https://calendar.example.org/below";
const HOSTILE: &str = "</td><script>alert(1)</script>\\\" ' & <!-- ^;,: 日本 😀 =?utf-8?q?x?=";

fn talks(title: &str) -> String {
    format!("color = \"gold\"\n{}", support::talks(title))
}

fn site_at(directory: &Path, base: Option<&str>) -> Snapshot {
    let settings = Settings {
        public_url: base.map(|base| WebUrl::parse(base).unwrap()),
        ..Settings::new(vec![directory.to_owned()], Records::Write)
    };
    let published = publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published.snapshot().unwrap()
}

fn site(text: &str) -> Snapshot {
    site_at(directory(text).path(), Some(BASE))
}

fn resource<'a>(snapshot: &'a Snapshot, path: &str) -> &'a Resource {
    let Some(Entry::Resource(resource)) = snapshot.get(path) else { panic!("{path}") };
    resource
}

fn text(snapshot: &Snapshot, path: &str) -> String {
    String::from_utf8(resource(snapshot, path).body().to_vec()).unwrap()
}

fn draft(snapshot: &Snapshot) -> Message<'static> {
    let bytes = resource(snapshot, "/talks/email.eml").body().to_vec();
    MessageParser::default().parse(&bytes).unwrap().into_owned()
}

/// The values of an attribute, as a browser reads them.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let quoted = page.split(&start).skip(1);
    quoted.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

fn email(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kalends"))
        .args(["email", "--schedules", "."])
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .output()
        .unwrap()
}

fn printed(directory: &Path, arguments: &[&str]) -> String {
    let output = email(directory, &[&["--public-url", BASE], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refusal(directory: &Path, arguments: &[&str]) -> String {
    let output = email(directory, arguments);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn every_link_leads_to_something_that_is_published() {
    let home = directory(&talks("Talks"));
    let site = site_at(home.path(), Some(BASE));
    let session = printed(home.path(), &["talks/opening"]);
    let links = printed(home.path(), &["talks", "--format", "links"]);
    let of_lines = links.lines().map(|line| line.split_once(": ").unwrap().1.to_owned());
    let mut found: Vec<String> = values(&text(&site, "/talks/email.html"), "href");
    found.extend(values(&session, "href"));
    found.extend(of_lines);
    assert!(found.len() > 20, "{found:?}");
    for link in found {
        let path = link.strip_prefix(BASE).unwrap_or_else(|| panic!("{link}"));
        assert!(site.get(path).is_some(), "{link}");
    }
}

#[test]
fn the_block_is_of_tables_and_inline_styles_alone() {
    let site = site(&talks("Talks"));
    let block = text(&site, "/talks/email.html");
    for never in ["<style", "<script", "<img", "<div", "class=", "src=", "position:", "flex"] {
        assert!(!block.contains(never), "{never}");
    }
    assert_eq!(block.matches("<table").count(), block.matches("role=\"presentation\"").count());
    // Text on the accent is readable: it is the accent of pages on a light background.
    assert!(block.contains("bgcolor=\"#"), "{block}");
    let policy = resource(&site, "/talks/email.html").content_security_policy().unwrap();
    let policy = String::from_utf8_lossy(policy.as_bytes()).into_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"));
    assert!(!policy.contains("script-src"), "{policy}");
}

#[test]
fn what_is_cancelled_says_so_and_is_not_added() {
    let home = directory(&talks("Talks"));
    let session = printed(home.path(), &["talks/outing"]);
    assert!(session.contains("cancelled") && session.contains("line-through"), "{session}");
    assert!(!session.contains("/add/") && !session.contains(".ics"), "{session}");
    let plain = printed(home.path(), &["talks/outing", "--format", "text"]);
    assert!(plain.contains("This session is cancelled.") && !plain.contains("/add/"), "{plain}");
}

#[test]
fn a_tentative_session_is_marked_in_both_forms() {
    let text =
        talks("Talks").replace("id = \"opening\"", "id = \"opening\"\nstatus = \"tentative\"");
    let home = directory(&text);
    for format in ["html", "text"] {
        let printed = printed(home.path(), &["talks", "--format", format]);
        assert!(printed.contains("tentative"), "{printed}");
    }
}

#[test]
fn hostile_words_stay_words() {
    let site = site(&talks(HOSTILE));
    for path in ["/talks/email", "/talks/email.html"] {
        let page = text(&site, path);
        assert!(!page.contains("<script>alert") && !page.contains("<!-- "), "{path}");
        assert!(page.contains("&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;"), "{path}");
    }
    let draft = draft(&site);
    assert_eq!(draft.subject().unwrap(), HOSTILE);
    let names: Vec<_> = draft.headers().iter().map(|header| header.name().to_owned()).collect();
    assert_eq!(names, ["Subject", "X-Unsent", "MIME-Version", "Content-Type"]);
}

#[test]
fn the_draft_holds_both_blocks_and_is_the_same_every_time() {
    let site = site(&talks(HOSTILE));
    let draft = draft(&site);
    let home = directory(&talks(HOSTILE));
    let plain = printed(home.path(), &["talks", "--format", "text"]);
    assert_eq!(draft.body_text(0).unwrap().replace("\r\n", "\n"), plain);
    assert_eq!(draft.body_html(0).unwrap(), text(&site, "/talks/email.html"));
    assert_eq!(draft.parts.len(), 3, "the whole and two forms of it");
    assert!(draft.content_type().unwrap().attribute("boundary").is_some());
    let served = resource(&site, "/talks/email.eml").body().to_vec();
    assert_eq!(printed(home.path(), &["talks", "--format", "eml"]).into_bytes(), served);
    assert!(served.split(|byte| *byte == b'\n').all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
}

#[test]
fn a_title_that_looks_encoded_is_the_subject_as_it_stands() {
    let title = format!("{}=?utf-8?q?x?= and more", "Talks ".repeat(20));
    assert_eq!(draft(&site(&talks(&title))).subject().unwrap(), title);
}

#[test]
fn a_session_that_moved_says_from_when_in_both_forms() {
    let home = directory(&talks("Talks"));
    site_at(home.path(), Some(BASE));
    let later = talks("Talks").replace("2027-09-23T14:00:00", "2027-09-25T10:00:00");
    fs::write(home.path().join("talks.toml"), later).unwrap();
    site_at(home.path(), Some(BASE));
    for format in ["html", "text"] {
        let mail = printed(home.path(), &["talks", "--format", format]);
        let old = "Old time: Thursday 23 September 2027, 14:00–16:00 CEST";
        assert!(mail.contains(old) && mail.contains("25 September 2027, 10:00"), "{mail}");
    }
}

#[test]
fn the_kit_has_the_links_of_every_session_it_lists() {
    let site = site(&talks("Talks"));
    let kit = text(&site, "/talks/email");
    for end in ["add/apple", "add/google", "add/outlook", "add/office365"] {
        assert!(kit.contains(&format!("href=\"{BASE}/talks/opening/{end}\"")), "{end}");
    }
    assert!(kit.contains(&format!("href=\"{BASE}/talks/opening.ics\"")), "{kit}");
    assert!(!kit.contains("/talks/outing/add/"), "nobody adds what is cancelled");
}

#[test]
fn word_is_given_a_width_and_pages_open_outside_of_the_preview() {
    let site = site(&talks("Talks"));
    let block = text(&site, "/talks/email.html");
    assert!(block.contains("<!--[if mso]><table role=\"presentation\" width=\"600\""), "{block}");
    assert!(
        block.ends_with("<!--[if mso]></td></tr></table><![endif]--></body></html>"),
        "{block}"
    );
    assert!(block.contains("<base target=\"_blank\">"), "{block}");
}

#[test]
fn lines_of_plain_text_are_short_but_for_links() {
    let home = directory(&talks(&"Words of a very long title ".repeat(8)));
    let plain = printed(home.path(), &["talks", "--format", "text"]);
    for line in plain.lines() {
        assert!(line.chars().count() <= 78 || line.trim_start().starts_with("https://"), "{line}");
    }
}

#[test]
fn a_campaign_is_told_to_pages_only() {
    let home = directory(&talks("Talks"));
    let campaign = ["--utm-source", "a&b \"<", "--utm-medium", "email", "--utm-campaign", "é"];
    let query = "?utm_source=a%26b%20%22%3C&utm_medium=email&utm_campaign=%C3%A9";
    for what in ["talks", "talks/opening"] {
        let block = printed(home.path(), &[&[what][..], &campaign].concat());
        let (pages, others): (Vec<_>, Vec<_>) =
            values(&block, "href").into_iter().partition(|link| {
                !link.contains("/add/") && !link.contains("/subscribe/") && !link.contains(".ics")
            });
        assert!(
            !others.is_empty() && others.iter().all(|link| !link.contains("utm")),
            "{others:?}"
        );
        assert!(pages.iter().all(|link| link.ends_with(query)), "{pages:?}");
    }
}

#[test]
fn the_command_writes_all_of_it() {
    let home = directory(&talks("Talks"));
    let written = printed(home.path(), &["talks/opening", "--out", "mail"]);
    assert_eq!(written.lines().count(), 6);
    for path in written.lines() {
        assert!(fs::metadata(home.path().join(path)).unwrap().len() > 100, "{path}");
    }
    let block = fs::read_to_string(home.path().join("mail/talks-opening.html")).unwrap();
    assert_eq!(block, printed(home.path(), &["talks/opening"]));
}

#[test]
fn what_has_no_address_has_no_kit() {
    let home = directory(&talks("Talks"));
    let without = site_at(home.path(), None);
    for end in ["", ".html", ".eml"] {
        assert!(without.get(&format!("/talks/email{end}")).is_none(), "{end}");
    }
    let told = refusal(home.path(), &["talks"]);
    assert!(told.contains("`--public-url https://…`"), "{told}");
    let token = "b".repeat(32);
    let hash = TokenHash::of(&token).unwrap();
    let private = talks("Talks").replace(
        "\n[[session]]\nid = \"opening\"",
        &format!("\n[[access]]\nname = \"Ada\"\ntoken_sha256 = \"{hash}\"\n\n[[session]]\nid = \"opening\""),
    );
    let home = directory(&private);
    let site = site_at(home.path(), Some(BASE));
    assert!(site.get("/talks/email").is_none());
    let below = |end: &str| site.get(&format!("/private/{token}/talks{end}"));
    assert!(below(".ics").is_some() && below("/email").is_none());
    let told = refusal(home.path(), &["talks", "--public-url", BASE]);
    assert!(told.contains("series `talks` is private"), "{told}");
    let told = refusal(home.path(), &["talks/nothing", "--public-url", BASE]);
    assert!(told.contains("no session `nothing`; there are: opening, outing"), "{told}");
}

#[test]
fn each_language_has_its_own() {
    let both = talks("Talks").replacen("\"Talks\"", "{ en = \"Talks\", ar = \"محاضرات\" }", 1);
    let site = site(&both);
    let arabic = text(&site, "/ar/talks/email.html");
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    assert!(arabic.contains("محاضرات"));
    let words = kalends::i18n::Words::of(Language::parse("ar").ok().as_ref());
    assert!(arabic.contains(words.mail_add_series));
    for link in values(&arabic, "href") {
        assert!(link.starts_with(&format!("{BASE}/ar/talks")), "{link}");
        assert!(site.get(link.strip_prefix(BASE).unwrap()).is_some(), "{link}");
    }
    assert!(text(&site, "/ar/talks/email").contains("src=\"../../ar/talks/email.html\""));
}

#[test]
fn an_older_id_leads_to_it() {
    let site = site(&format!("aliases = [\"lectures\"]\n{}", talks("Talks")));
    for end in ["email", "email.html", "email.eml", "qr.png"] {
        let found = site.find(&format!("/lectures/{end}"));
        let Some(Entry::Redirect(redirect)) = found.as_deref() else { panic!("{end}") };
        let to = String::from_utf8_lossy(redirect.location().as_bytes()).into_owned();
        assert_eq!(to, format!("/talks/{end}"));
    }
}
