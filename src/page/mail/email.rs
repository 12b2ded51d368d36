//! Page of the mail kit: a preview of the block, its HTML and plain text to copy, links, QR code and
//! draft.

use maud::{Markup, html};

use super::block::block_html;
use super::message::{Link, Mail};
use super::plain;
use crate::address::OfSeries;
use crate::i18n::Words;
use crate::page::calendars::copy_button;
use crate::page::embed::{self, Embedded};
use crate::page::languages::language_switch;
use crate::page::layout::{Layout, PageLanguage};

/// The page of a series' mail kit. It links to mails of single sessions; only the
/// command prints their other parts, since pages of all sessions would fill the memory.
#[must_use]
pub fn email_html(mail: &Mail<'_>) -> String {
    let site = mail.site;
    let (series, words) = (site.series, mail.words());
    let language = PageLanguage::of(series.language.as_ref());
    let title = format!("{} · {}", words.mail_kit, series.title);
    let content = html! {
        p .eyebrow lang=[language.texts] dir=[language.direction()] { (series.title.as_str()) }
        h1 { (words.mail_kit) }
        section {
            h2 { (words.preview) }
            iframe .mail src=(site.link(1, OfSeries::MailBlock)) title=(words.preview) sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" {}
            p .actions {
                a .b.first href=(site.link(1, OfSeries::MailDraft)) download { (words.mail_draft) }
            }
        }
        (text_to_copy(words, ("html", "HTML"), &block_html(mail)))
        (text_to_copy(words, ("text", words.plain_text), &plain::text(mail)))
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
                    summary lang=[language.texts] dir=[language.direction()] { (session.title()) }
                    dl { @for link in session.all_links() { (linked(&link)) } }
                }
            }
        }
        section {
            h2 { (words.qr_code) }
            img .code src=(site.plain_link(1, OfSeries::QrSvg)) alt=(words.qr_code) loading="lazy" width="176" height="176";
            p .actions {
                @for (form, of) in [("SVG", OfSeries::QrSvg), ("PNG", OfSeries::QrPng)] {
                    a .b href=(site.plain_link(1, of)) download { (form) }
                }
            }
        }
    };
    let frame = Layout {
        language,
        title: &title,
        head: html! { meta name="robots" content="noindex"; },
        logo: site.branding.head(&site.root(1)),
        back: Some((site.link(1, OfSeries::Page), series.title.as_str())),
        languages: language_switch(site.location, 1, OfSeries::Mail),
        content,
        footer: html! { (site.branding.lines(words)) },
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
