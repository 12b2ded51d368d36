//! Error pages for people in every language, rendered once for each publisher.

use std::sync::{Arc, Mutex, PoisonError};

use super::pages::Theme;
use crate::model::Language;
use crate::page::{House, Told, error_html};
use crate::snapshot::ErrorPages;
use crate::words::Words;

/// A process has one publisher; all its snapshots share the pages.
static RENDERED: Mutex<Option<(Arc<House>, Arc<ErrorPages>)>> = Mutex::new(None);

pub(super) fn error_pages(house: &Arc<House>) -> Arc<ErrorPages> {
    let mut rendered = RENDERED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((owner, pages)) = &*rendered
        && Arc::ptr_eq(owner, house)
    {
        return Arc::clone(pages);
    }
    let pages = Arc::new(render(house));
    *rendered = Some((Arc::clone(house), Arc::clone(&pages)));
    pages
}

fn render(house: &House) -> ErrorPages {
    let theme = Theme::of(None, house);
    let english = Words::of(None);
    let others = Words::all().filter(|words| words.tag() != english.tag());
    let pages = std::iter::once(english).chain(others).filter_map(|words| {
        let page = |title, text| error_html(words, Told { title, text }, house, theme.style());
        let pages = [
            page(words.not_found, words.not_found_text),
            page(words.gone, words.gone_text),
            page(words.unavailable, words.unavailable_text),
        ];
        Some((Language::parse(words.tag()).ok()?, pages))
    });
    ErrorPages::new(pages.collect(), theme.policy())
}
