//! What all pages have in common: the frame and its language, and how texts become paragraphs.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::look::SCRIPT;
use crate::model::Language;
use crate::words::{Direction, Filled, Piece, Words};

/// A leaf of a calendar, in the page itself: browsers ask for no `/favicon.ico`.
pub(super) const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23888'/%3E%3Cpath d='M2 6h12v8H2z' fill='%23fff'/%3E%3C/svg%3E";

/// The languages of a page: that of our words, and that of the series' texts where it is another.
#[derive(Clone, Copy)]
pub(super) struct Tongue<'a> {
    pub(super) words: &'static Words,
    /// Of the page.
    lang: &'a str,
    /// Of texts, where the page's is another.
    pub(super) texts: Option<&'a str>,
}

impl<'a> Tongue<'a> {
    pub(super) fn of(language: Option<&'a Language>) -> Self {
        let words = Words::of(language);
        match language {
            Some(language) if Words::find(language).is_none() => {
                Self { words, lang: words.tag(), texts: Some(language.as_str()) }
            }
            Some(language) => Self { words, lang: language.as_str(), texts: None },
            None => Self { words, lang: words.tag(), texts: None },
        }
    }

    /// The language of the page.
    pub(super) fn lang(&self) -> &'a str {
        self.lang
    }

    /// Texts in another language may also run the other way.
    pub(super) fn direction(&self) -> Option<&'static str> {
        self.texts.map(|_| "auto")
    }
}

/// A page around its content.
pub(super) struct Frame<'a> {
    pub(super) tongue: Tongue<'a>,
    pub(super) title: &'a str,
    /// More of the head.
    pub(super) head: Markup,
    /// What stands above everything.
    pub(super) logo: Markup,
    /// Where the way back leads, and what it is called.
    pub(super) back: Option<(String, &'a str)>,
    /// The same page in other languages.
    pub(super) languages: Markup,
    pub(super) content: Markup,
    pub(super) footer: Markup,
}

impl Frame<'_> {
    /// `style`: the text of its style element.
    pub(super) fn page(&self, style: &str) -> String {
        let Tongue { words, lang, .. } = self.tongue;
        let dir = (words.direction() == Direction::Rtl).then_some("rtl");
        let page = html! {
            (DOCTYPE)
            html lang=(lang) dir=[dir] {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (self.title) }
                link rel="icon" href=(ICON);
                (self.head)
                style { (PreEscaped(style)) }
                body {
                    a .skip href="#main" { (words.skip_to_content) }
                    header .top {
                        (self.logo)
                        @if let Some((href, name)) = &self.back {
                            a href=(href) { span aria-hidden="true" { (if dir.is_some() { "→ " } else { "← " }) } (name) }
                        }
                        (self.languages)
                    }
                    main #main data-yours=(words.your_time("{time}")) data-ended=(words.session_ended)
                        data-next=(words.next_session) { (self.content) }
                    footer { (self.footer) }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        let mut page = page.into_string();
        // It stays for long: what growing left over need not.
        page.shrink_to_fit();
        page
    }
}

/// Prose: blank lines part paragraphs, other line breaks stay, addresses become links.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            p {
                @for (number, line) in paragraph.lines().enumerate() {
                    @if number > 0 { br; }
                    (line_with_links(line))
                }
            }
        }
    }
}

fn line_with_links(line: &str) -> Markup {
    html! {
        @for piece in line.split_inclusive(' ') {
            @let word = piece.trim_end();
            @if word.starts_with("https://") || word.starts_with("http://") {
                @let (address, mark) = without_mark(word);
                (link(address)) (mark) (piece[word.len()..])
            } @else {
                (piece)
            }
        }
    }
}

/// A sentence's full stop behind an address is none of the address.
fn without_mark(word: &str) -> (&str, &str) {
    word.split_at(word.trim_end_matches(['.', ',', ';', ':', ')']).len())
}

/// An address that the page's author was given, not one of ours.
pub(super) fn link(address: &str) -> Markup {
    // An address reads from left to right in every script.
    html! { a href=(address) rel="noopener" dir="ltr" { (address) } }
}

/// Words of ours, with markup for what fills their slots.
pub(super) fn filled(text: &Filled<'_>, slot: impl Fn(&str, &str) -> Markup) -> Markup {
    html! {
        @for piece in text.pieces() {
            @match piece {
                Piece::Words(words) => (words),
                Piece::Slot(name, value) => (slot(name, value)),
            }
        }
    }
}

/// `Label: value`, as the language writes it.
pub(super) fn labelled(words: &Words, label: &str, value: &Markup) -> Markup {
    filled(&words.labelled(label, ""), |slot, text| match slot {
        "value" => value.clone(),
        _ => html! { (text) },
    })
}

/// `, announced as CET`: behind a time, what announcements call the clock.
pub(super) fn announced_as(words: &Words, announced: &str) -> Markup {
    html! { (words.comma) " " (words.announced_as) " " bdi { (announced) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_keeps_its_lines_and_links() {
        insta::assert_snapshot!(
            prose("Bring <b>.\nSee https://example.org/a?b&c.\n\nhttps://example.org/").into_string(),
            @r#"<p>Bring &lt;b&gt;.<br>See <a href="https://example.org/a?b&amp;c" rel="noopener" dir="ltr">https://example.org/a?b&amp;c</a>.</p><p><a href="https://example.org/" rel="noopener" dir="ltr">https://example.org/</a></p>"#
        );
    }
}
