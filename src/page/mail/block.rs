//! HTML block of a mail, in the HTML that mail programs support: tables, attributes, inline styles, a
//! shrinking width, no image. Every text colour has a background colour next to it, so that dark modes
//! invert both.
//!
//! Tables have `fixed` layout, so that a long word breaks instead of widening them.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::message::{Link, Mail, Topic};
use crate::address::OfSession;
use crate::i18n::Direction;
use crate::model::Session;
use crate::page::layout::{PageLanguage, announced_as};
use crate::page::{stylesheet, time};

/// System fonts, Windows first.
const FONT: &str = "font-family:'Segoe UI',-apple-system,Roboto,Helvetica,Arial,sans-serif";
const INK: &str = "color:#1a2230";
const SOFT: &str = "color:#5a6576";

/// For Outlook's Word engine, which ignores `max-width`; a comment to all others.
const WORD_STARTS: PreEscaped<&str> = PreEscaped(
    "<!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->",
);
const WORD_ENDS: PreEscaped<&str> = PreEscaped("<!--[if mso]></td></tr></table><![endif]-->");

/// Renders the block for mail programs: inline styles, no image, no script.
#[must_use]
pub fn block_html(mail: &Mail<'_>) -> String {
    block(mail).into_string()
}

/// Renders the block as a complete document, for a preview.
#[must_use]
pub fn document(mail: &Mail<'_>) -> String {
    let language = PageLanguage::of(mail.site.series.language.as_ref());
    html! {
        (DOCTYPE)
        html lang=(language.lang()) dir=[direction(mail)] {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width,initial-scale=1";
            meta name="robots" content="noindex";
            title { (mail.title()) }
            // Our pages refuse frames, including the preview's.
            base target="_blank";
            body style="margin:0;padding:16px;background:#ffffff" { (block(mail)) }
        }
    }
    .into_string()
}

fn direction(mail: &Mail<'_>) -> Option<&'static str> {
    (mail.words().direction() == Direction::Rtl).then_some("rtl")
}

fn block(mail: &Mail<'_>) -> Markup {
    let words = mail.words();
    let language = PageLanguage::of(mail.site.series.language.as_ref());
    let (lang, dir) = (language.texts, language.direction());
    let accent = stylesheet::accent(mail.site.series.colour);
    let (sessions, more) = mail.sessions();
    let page = mail.own_page();
    let cell = |size: &str| format!("padding:{size};background:#ffffff;{FONT}");
    html! {
        (WORD_STARTS)
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang=(language.lang()) dir=[direction(mail)] style="width:100%;max-width:600px;table-layout:fixed;word-break:break-word;overflow-wrap:anywhere;background:#ffffff" {
            tr { td height="6" bgcolor=(accent) style=(format!("height:6px;font-size:1px;line-height:6px;background:{accent}")) { "\u{a0}" } }
            tr {
                td style=(cell("20px 20px 4px")) {
                    @if let Topic::Session(_) = mail.topic {
                        p lang=[lang] dir=[dir] style=(format!("margin:0 0 4px;font-size:14px;line-height:20px;{SOFT}")) { (mail.site.series.title.as_str()) }
                    }
                    h2 lang=[lang] dir=[dir] style=(format!("margin:0;font-size:24px;line-height:30px;font-weight:bold;{INK}")) {
                        a href=(page) style=(format!("{INK};text-decoration:none")) { (mail.title()) }
                    }
                }
            }
            tr {
                td style=(cell("4px 20px 8px")) {
                    table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;table-layout:fixed" {
                        @for session in sessions { (row(mail, session, &accent)) }
                    }
                    @if more > 0 {
                        p style=(format!("margin:12px 0 0;font-size:16px;line-height:24px;{INK}")) {
                            a href=(page) style=(format!("color:{accent}")) { "+ " (words.session_count(more as u64)) }
                        }
                    }
                }
            }
            @let calendars = mail.calendars();
            @if !calendars.is_empty() {
                tr {
                    td style=(cell("8px 20px 0")) {
                        p style=(format!("margin:0 0 8px;font-size:16px;line-height:24px;font-weight:bold;{INK}")) { (mail.invitation()) }
                        (buttons(&calendars, &accent))
                    }
                }
            }
            tr {
                td style=(cell("12px 20px 20px")) {
                    p style=(format!("margin:0;font-size:14px;line-height:22px;{SOFT}")) {
                        @if let Some(file) = mail.file() {
                            a href=(file.url) style=(format!("color:{accent}")) { (file.name) }
                            " · "
                        }
                        a href=(page) style=(format!("color:{accent}")) { (words.open_page) }
                    }
                }
            }
        }
        (WORD_ENDS)
    }
}

/// Renders day, title, time and place of a session.
fn row(mail: &Mail<'_>, session: &Session, accent: &str) -> Markup {
    let (site, words) = (mail.site, mail.words());
    let language = PageLanguage::of(site.series.language.as_ref());
    let (lang, dir) = (language.texts, language.direction());
    let entry = site.record.entry(&session.id);
    let is_cancelled = mail.is_cancelled(session);
    let moved = site.moved_from(session);
    let (day, _) = time::days(session.when);
    let line = if is_cancelled { ";text-decoration:line-through" } else { "" };
    html! {
        tr {
            td width="68" valign="top" style=(format!("width:68px;padding:12px 0 4px;{FONT}")) {
                table role="presentation" width="56" cellpadding="0" cellspacing="0" border="0" style="border:1px solid #dfe4ea" {
                    tr { td align="center" bgcolor=(accent) style=(format!("padding:2px 0;font-size:12px;line-height:16px;font-weight:bold;background:{accent};color:#ffffff;{FONT}")) { (words.month_short(day)) } }
                    tr { td align="center" bgcolor="#ffffff" style=(format!("padding:2px 0 4px;font-size:22px;line-height:28px;font-weight:bold;background:#ffffff;{INK};{FONT}")) { (day.day()) } }
                }
            }
            td valign="top" style=(format!("padding:12px 12px 4px;background:#ffffff;{FONT}")) {
                @if let Topic::Series = mail.topic {
                    p lang=[lang] dir=[dir] style=(format!("margin:0 0 2px;font-size:16px;line-height:24px;font-weight:bold{line}")) {
                        a href=(mail.page_link(session.id.to(OfSession::Page))) style=(format!("color:{accent}")) { (session.title.as_str()) }
                    }
                }
                p style=(format!("margin:0;font-size:15px;line-height:22px;{INK}{line}")) {
                    (time::whole(words, session.when))
                    @if let Some(announced) = entry.and_then(|entry| site.announced_as(session, entry)) {
                        (announced_as(words, announced.as_str()))
                    }
                }
                @if let Some(place) = site.place_of(session) {
                    p lang=[lang] dir=[dir] style=(format!("margin:0;font-size:15px;line-height:22px;{SOFT}")) { (place) }
                }
                @if is_cancelled {
                    p style="margin:0;font-size:15px;line-height:22px;font-weight:bold;color:#b3261e" { (words.cancelled) }
                }
                @if mail.is_tentative(session) {
                    p style="margin:0;font-size:15px;line-height:22px;font-weight:bold;color:#8a5300" { (words.tentative) }
                }
                @if let Some(was) = moved {
                    p style="margin:0;font-size:15px;line-height:22px;color:#8a5300" {
                        strong { (words.moved) } " · " (words.labelled(words.old_time, &time::whole(words, was)))
                    }
                }
            }
        }
    }
}

/// Renders two buttons per row. The background is the cell's, which every program paints; the padding is
/// the link's, and the cell's in Outlook.
fn buttons(links: &[Link], accent: &str) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;table-layout:fixed" {
            @for pair in links.chunks(2) {
                tr {
                    @for (number, link) in pair.iter().enumerate() {
                        @if number > 0 { td width="2%" style="width:2%;font-size:1px" { "\u{a0}" } }
                        td width="49%" style="width:49%;padding:0 0 8px" {
                            table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" {
                                tr {
                                    td align="center" bgcolor=(accent) style=(format!("background:{accent};border-radius:6px;mso-padding-alt:12px 8px;{FONT}")) {
                                        a href=(link.url) style=(format!("display:block;padding:12px 8px;font-size:16px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none;{FONT}")) { (link.name) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
