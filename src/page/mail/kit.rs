//! The page of the kit: the block to look at, its HTML and its plain text to copy, the links, the code
//! and the draft to take along.

use maud::{Markup, html};

use super::{Link, Mail};
use crate::page::calendars::copy_button;
use crate::page::embed::{self, Embedded};
use crate::page::frame::{Frame, Tongue};
use crate::page::languages::language_switch;
use crate::words::Words;

/// The page of a series' mail kit. Mails of single sessions have their links here; the rest of them is
/// printed by the command, for it would stand in memory for every session there is.
#[must_use]
pub fn kit_html(mail: &Mail<'_>) -> String {
    let site = mail.site;
    let (series, words) = (site.series, mail.words());
    let tongue = Tongue::of(series.language.as_ref());
    // The page stands one step below that of the series, as those of sessions do.
    let own = format!("../{}", site.own());
    let title = format!("{} · {}", words.mail_kit, series.title);
    let content = html! {
        p .eyebrow lang=[tongue.texts] dir=[tongue.direction()] { (series.title.as_str()) }
        h1 { (words.mail_kit) }
        section {
            h2 { (words.preview) }
            iframe .mail src=(format!("{own}/email.html")) title=(words.preview) sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" {}
            p .actions {
                a .b.first href=(format!("{own}/email.eml")) download { (words.mail_draft) }
            }
        }
        (text_to_copy(words, ("html", "HTML"), &mail.html()))
        (text_to_copy(words, ("text", words.plain_text), &mail.text()))
        section {
            h2 { (words.embed) }
            @if let Some(snippet) = embed::frame_snippet(site, Embedded::Series) {
                (copied(words, "frame", words.embed, &snippet))
            }
            @if let Some(snippet) = embed::html_snippet(site, Embedded::Series) {
                (copied(words, "lines", words.embed, &snippet))
            }
        }
        section {
            h2 { (words.links) }
            dl { @for link in mail.all_links() { (linked(&link)) } }
            @for session in mail.of_sessions() {
                details {
                    summary lang=[tongue.texts] dir=[tongue.direction()] { (session.title()) }
                    dl { @for link in session.all_links() { (linked(&link)) } }
                }
            }
        }
        section {
            h2 { (words.qr_code) }
            img .code src=(format!("../{}{}/qr.svg", site.standing.up(), series.id)) alt=(words.qr_code) loading="lazy" width="176" height="176";
            p .actions {
                @for form in ["svg", "png"] {
                    a .b href=(format!("../{}{}/qr.{form}", site.standing.up(), series.id)) download { (form.to_uppercase()) }
                }
            }
        }
    };
    let frame = Frame {
        tongue,
        title: &title,
        head: html! { meta name="robots" content="noindex"; },
        logo: site.house.head(&format!("../{}", site.root())),
        back: Some((own, series.title.as_str())),
        languages: language_switch(
            site.standing,
            &format!("../{}", site.standing.up()),
            &format!("{}/email", series.id),
        ),
        content,
        footer: html! { (site.house.lines(words)) },
    };
    frame.page(site.style)
}

fn text_to_copy(words: &Words, (id, name): (&str, &str), text: &str) -> Markup {
    html! {
        section {
            h2 { (name) }
            (copied(words, id, name, text))
        }
    }
}

fn copied(words: &Words, id: &str, name: &str, text: &str) -> Markup {
    html! {
        textarea id=(id) rows=(text.len().div_ceil(80).clamp(3, 8)) readonly spellcheck="false" dir="auto" aria-label=(name) { (text) }
        p .actions { (copy_button(words, id, words.copy)) }
    }
}

fn linked(link: &Link) -> Markup {
    html! { dt { (link.name) } dd { a href=(link.url) { (link.url) } } }
}
