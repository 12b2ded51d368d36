//! Location of a page among its translations, and the language switch.

use maud::{Markup, html};

use crate::address::{Base, OfSeries};
use crate::i18n::Words;
use crate::model::{Language, Series};

/// The address of a page.
#[derive(Clone, Copy, Debug)]
pub struct PageLocation<'a> {
    /// The series in its own language.
    own: &'a Series,
    /// The page's language.
    language: Option<&'a Language>,
    /// The start of its address.
    base: Base<'a>,
}

impl<'a> PageLocation<'a> {
    /// The location of a page in one of the series' languages.
    #[must_use]
    pub fn new(own: &'a Series, language: Option<&'a Language>, base: Base<'a>) -> Self {
        Self { own, language, base }
    }

    /// Relative path from a page, `steps` below the series' page, to the start of series addresses.
    pub(super) fn up(&self, steps: usize) -> String {
        let part = if self.base.part.is_some() { 2 } else { 0 };
        "../".repeat(steps + part + usize::from(self.base.language.is_some()))
    }
}

/// Renders links to the same page, `steps` below the series' page, in each language.
pub(super) fn language_switch(
    location: &PageLocation<'_>,
    steps: usize,
    page: OfSeries<'_>,
) -> Markup {
    let languages: Vec<&Language> = location.own.languages().collect();
    let in_language = |tag| Base { language: Some(tag), ..location.own.base_without_language() };
    html! {
        @if languages.len() > 1 {
            nav .languages aria-label=(Words::of(location.language).language) {
                @for (number, language) in languages.iter().enumerate() {
                    @let tag = language.as_str();
                    @let name = Words::find(language).map_or(tag, |words| words.name());
                    @if number > 0 { " · " }
                    @if Some(*language) == location.language {
                        span lang=(tag) aria-current="true" { (name) }
                    } @else {
                        a href=(format!("{}{:#}", location.up(steps), in_language(tag).to(page))) lang=(tag) hreflang=(tag) rel="alternate" {
                            (name)
                        }
                    }
                }
            }
        }
    }
}
