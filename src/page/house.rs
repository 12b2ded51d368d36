//! Whose pages they are: what stands at the end of every one of them.

use maud::{Markup, html};

use crate::model::{Line, WebUrl};
use crate::words::Words;

/// Who publishes, and the pages of theirs that law asks for. Nothing of it is in a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// Name of the organisation.
    pub organisation: Option<Line>,
    /// Its legal notice.
    pub imprint: Option<WebUrl>,
    /// What it says of privacy.
    pub privacy: Option<WebUrl>,
}

impl House {
    pub(super) fn lines(&self, words: &Words) -> Markup {
        let links = [(&self.imprint, words.imprint), (&self.privacy, words.privacy)];
        html! {
            @if let Some(name) = &self.organisation {
                p { (words.published_by) " " bdi { (name.as_str()) } }
            }
            @if self.imprint.is_some() || self.privacy.is_some() {
                p .turn {
                    @for (url, name) in links {
                        @if let Some(url) = url { a href=(url.as_str()) rel="noopener" { (name) } }
                    }
                }
            }
        }
    }
}
