//! What all pages have in common: the frame, the style, and how texts become paragraphs.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The one style element of every page.
pub const STYLE: &str = include_str!("style.css");

/// A page around its content.
pub(super) fn page(title: &str, content: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) }
            style { (PreEscaped(STYLE)) }
            main { (content) }
        }
    };
    page.into_string()
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
    html! { a href=(address) rel="noopener" { (address) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_keeps_its_lines_and_links() {
        insta::assert_snapshot!(
            prose("Bring <b>.\nSee https://example.org/a?b&c.\n\nhttps://example.org/").into_string(),
            @r#"<p>Bring &lt;b&gt;.<br>See <a href="https://example.org/a?b&amp;c" rel="noopener">https://example.org/a?b&amp;c</a>.</p><p><a href="https://example.org/" rel="noopener">https://example.org/</a></p>"#
        );
    }
}
