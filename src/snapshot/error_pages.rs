//! Error pages for people, rendered in advance in every language.

use bytes::Bytes;

use super::{HeaderText, PagePolicy};
use crate::model::Language;

/// Why a page cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was ever published there.
    NotFound,
    /// It was withdrawn for good.
    Gone,
    /// It cannot be shown just now.
    Unavailable,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NotFound, Self::Gone, Self::Unavailable];
}

/// A page of each [`Fault`] in each language.
#[derive(Clone, Debug)]
pub struct ErrorPages {
    languages: Vec<Language>,
    pages: Vec<[Bytes; 3]>,
    policy: HeaderText,
}

impl ErrorPages {
    /// `pages`: in each language one page for each of [`Fault::ALL`]; the first language is the default.
    /// `policy`: the policy of all pages.
    #[must_use]
    pub fn new(pages: Vec<(Language, [String; 3])>, policy: &PagePolicy) -> Self {
        let (languages, pages): (Vec<_>, Vec<_>) = pages.into_iter().unzip();
        let pages = pages.into_iter().map(|pages| pages.map(Bytes::from)).collect();
        Self { languages, pages, policy: policy.header().clone() }
    }

    /// The languages.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The page in one of them; in the first by default.
    #[must_use]
    pub fn page(&self, fault: Fault, language: Option<&Language>) -> Option<&Bytes> {
        let place = self.languages.iter().position(|one| Some(one) == language);
        self.pages.get(place.unwrap_or(0))?.get(fault as usize)
    }

    /// The value of Content-Security-Policy.
    #[must_use]
    pub fn content_security_policy(&self) -> &HeaderText {
        &self.policy
    }
}
