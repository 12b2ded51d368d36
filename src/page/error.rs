//! What people are shown in place of a page. Machines are told the same by a problem document.

use maud::html;

use super::frame::{Frame, Tongue};
use super::house::House;
use crate::model::Language;
use crate::words::Words;

/// What is said, in the words of a language.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// In a few words.
    pub title: &'static str,
    /// In a sentence or two.
    pub text: &'static str,
}

/// The page. Nobody knows below what it stands, so nothing in it is relative. `style`: the text of its
/// style element.
#[must_use]
pub fn error_html(words: &'static Words, told: Told, house: &House, style: &str) -> String {
    let language = Language::parse(words.tag()).ok();
    let frame = Frame {
        tongue: Tongue::of(language.as_ref()),
        title: told.title,
        head: html! { meta name="robots" content="noindex"; },
        logo: html! {},
        back: None,
        languages: html! {},
        content: html! {
            h1 { (told.title) }
            p .lead { (told.text) }
        },
        footer: house.lines(words),
    };
    frame.page(style)
}
