//! Layout shared by all pages: frame, language, and paragraphs of texts.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::stylesheet::SCRIPT;
use crate::i18n::{Direction, Filled, Piece, Words};
use crate::model::Language;

/// A calendar icon inside the page, so that browsers do not ask for `/favicon.ico`.
pub(super) const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23888'/%3E%3Cpath d='M2 6h12v8H2z' fill='%23fff'/%3E%3C/svg%3E";

/// Languages of a page: of its own words, and of the series' texts if different.
#[derive(Clone, Copy)]
pub(super) struct PageLanguage<'a> {
    pub(super) words: &'static Words,
    /// The page's language.
    lang: &'a str,
    /// The texts' language, if different.
    pub(super) texts: Option<&'a str>,
}

impl<'a> PageLanguage<'a> {
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

    /// The page's language.
    pub(super) fn lang(&self) -> &'a str {
        self.lang
    }

    /// The texts' direction, if their language is different.
    pub(super) fn direction(&self) -> Option<&'static str> {
        self.texts.map(|_| "auto")
    }
}

/// A page without its content.
pub(super) struct Layout<'a> {
    pub(super) language: PageLanguage<'a>,
    pub(super) title: &'a str,
    /// Additional elements of the head.
    pub(super) head: Markup,
    /// The logo above everything.
    pub(super) logo: Markup,
    /// Target and name of the link back.
    pub(super) back: Option<(String, &'a str)>,
    /// Links to the same page in other languages.
    pub(super) languages: Markup,
    pub(super) content: Markup,
    pub(super) footer: Markup,
}

impl Layout<'_> {
    /// Renders the page. `style`: the text of its style element.
    pub(super) fn page(&self, style: &str) -> String {
        let PageLanguage { words, lang, .. } = self.language;
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
        // The page is kept for long, so spare capacity is freed.
        page.shrink_to_fit();
        page
    }
}

/// Renders prose: empty lines separate paragraphs, other line breaks stay, URLs become links.
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

/// Splits punctuation off the end of a URL.
fn without_mark(word: &str) -> (&str, &str) {
    word.split_at(word.trim_end_matches(['.', ',', ';', ':', ')']).len())
}

/// Renders a link from the page's author, not one of ours.
pub(super) fn link(address: &str) -> Markup {
    // A URL reads from left to right in every script.
    html! { a href=(address) rel="noopener" dir="ltr" { (address) } }
}

/// Renders a text with markup for its values.
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

/// Renders `Label: value` with the language's punctuation.
pub(super) fn labelled(words: &Words, label: &str, value: &Markup) -> Markup {
    filled(&words.labelled(label, ""), |slot, text| match slot {
        "value" => value.clone(),
        _ => html! { (text) },
    })
}

/// Renders `, announced as CET`: the announced clock name after a time.
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
