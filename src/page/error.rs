//! Error pages for people. Programs get the same as a problem document.

use maud::html;

use super::branding::Branding;
use super::layout::{Layout, PageLanguage};
use crate::i18n::Words;
use crate::model::Language;

/// The texts of an error page.
#[derive(Clone, Copy, Debug)]
pub struct ErrorTexts {
    /// The heading.
    pub title: &'static str,
    /// One or two sentences.
    pub text: &'static str,
}

/// Renders the page. It may appear at any path, so it has no relative links. `style`: the text of its
/// style element.
#[must_use]
pub fn error_html(
    words: &'static Words,
    told: ErrorTexts,
    branding: &Branding,
    style: &str,
) -> String {
    let language = Language::parse(words.tag()).ok();
    let frame = Layout {
        language: PageLanguage::of(language.as_ref()),
        title: told.title,
        head: html! { meta name="robots" content="noindex"; },
        logo: html! {},
        back: None,
        languages: html! {},
        content: html! {
            h1 { (told.title) }
            p .lead { (told.text) }
        },
        footer: branding.lines(words),
    };
    frame.page(style)
}
