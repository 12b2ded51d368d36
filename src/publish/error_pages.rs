//! Error pages for people in every language, rendered once for each publisher.

use std::sync::{Arc, Mutex, PoisonError};

use super::pages::Theme;
use crate::i18n::Words;
use crate::model::Language;
use crate::page::{Branding, ErrorTexts, error_html};
use crate::snapshot::ErrorPages;

/// A process has one publisher; all its snapshots share the pages.
static RENDERED: Mutex<Option<(Arc<Branding>, Arc<ErrorPages>)>> = Mutex::new(None);

pub(super) fn error_pages(branding: &Arc<Branding>) -> Arc<ErrorPages> {
    let mut rendered = RENDERED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((owner, pages)) = &*rendered
        && Arc::ptr_eq(owner, branding)
    {
        return Arc::clone(pages);
    }
    let pages = Arc::new(render(branding));
    *rendered = Some((Arc::clone(branding), Arc::clone(&pages)));
    pages
}

fn render(branding: &Branding) -> ErrorPages {
    let theme = Theme::of(None, branding);
    let english = Words::of(None);
    let others = Words::all().filter(|words| words.tag() != english.tag());
    let pages = std::iter::once(english).chain(others).filter_map(|words| {
        let page =
            |title, text| error_html(words, ErrorTexts { title, text }, branding, theme.style());
        let pages = [
            page(words.not_found, words.not_found_text),
            page(words.gone, words.gone_text),
            page(words.unavailable, words.unavailable_text),
        ];
        Some((Language::parse(words.tag()).ok()?, pages))
    });
    ErrorPages::new(pages.collect(), theme.policy())
}
