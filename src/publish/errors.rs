//! What people are shown in place of pages, in every language: made once for each house.

use std::sync::{Arc, Mutex, PoisonError};

use super::pages::Look;
use crate::i18n::Words;
use crate::model::Language;
use crate::page::{Branding, ErrorTexts, error_html};
use crate::snapshot::ErrorPages;

/// A process publishes for one house; each of its snapshots shows the same pages.
static MADE: Mutex<Option<(Arc<Branding>, Arc<ErrorPages>)>> = Mutex::new(None);

pub(super) fn error_pages(branding: &Arc<Branding>) -> Arc<ErrorPages> {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((whose, pages)) = &*made
        && Arc::ptr_eq(whose, branding)
    {
        return Arc::clone(pages);
    }
    let pages = Arc::new(make(branding));
    *made = Some((Arc::clone(branding), Arc::clone(&pages)));
    pages
}

fn make(branding: &Branding) -> ErrorPages {
    let look = Look::of(None, branding);
    let english = Words::of(None);
    let others = Words::all().filter(|words| words.tag() != english.tag());
    let pages = std::iter::once(english).chain(others).filter_map(|words| {
        let page =
            |title, text| error_html(words, ErrorTexts { title, text }, branding, look.style());
        let pages = [
            page(words.not_found, words.not_found_text),
            page(words.gone, words.gone_text),
            page(words.unavailable, words.unavailable_text),
        ];
        Some((Language::parse(words.tag()).ok()?, pages))
    });
    ErrorPages::new(pages.collect(), look.policy())
}
