//! Where a page stands among those of the same thing in other languages, and the switch between them.

use maud::{Markup, html};

use crate::address::{Base, OfSeries};
use crate::model::{Language, Series};
use crate::words::Words;

/// The address that a page is made for.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The series in its own language.
    own: &'a Series,
    /// The language that the page speaks.
    language: Option<&'a Language>,
    /// What its address begins with.
    base: Base<'a>,
}

impl<'a> Standing<'a> {
    /// Of a page in one of the languages of a series.
    #[must_use]
    pub fn new(own: &'a Series, language: Option<&'a Language>, base: Base<'a>) -> Self {
        Self { own, language, base }
    }

    /// From a page so many steps below that of the series up to where the addresses of series begin.
    pub(super) fn up(&self, steps: usize) -> String {
        "../".repeat(steps + usize::from(self.base.language.is_some()))
    }
}

/// Links to the same page, `steps` below that of the series, in each of its languages.
pub(super) fn language_switch(standing: &Standing<'_>, steps: usize, page: OfSeries<'_>) -> Markup {
    let languages: Vec<&Language> = standing.own.languages().collect();
    let in_language = |tag| Base { language: Some(tag), ..standing.own.id.base() };
    html! {
        @if languages.len() > 1 {
            nav .languages aria-label=(Words::of(standing.language).language) {
                @for (number, language) in languages.iter().enumerate() {
                    @let tag = language.as_str();
                    @let name = Words::find(language).map_or(tag, |words| words.name());
                    @if number > 0 { " · " }
                    @if Some(*language) == standing.language {
                        span lang=(tag) aria-current="true" { (name) }
                    } @else {
                        a href=(format!("{}{:#}", standing.up(steps), in_language(tag).to(page))) lang=(tag) hreflang=(tag) rel="alternate" {
                            (name)
                        }
                    }
                }
            }
        }
    }
}
