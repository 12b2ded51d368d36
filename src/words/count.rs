//! Texts with a number: which of a language's forms it takes, by CLDR's plural rules.

use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};

use super::Words;
use super::dates::locale;

/// A text for the numbers of one category; `{n}` stands for the number. Only `other` must be there,
/// as the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Arabic 0; Latvian 0, 10–20, 30, …
    Zero(&'static str),
    /// 1 in most languages; 21 too in some.
    One(&'static str),
    /// 2 in Arabic, Irish, Maltese; 102 too in Slovenian.
    Two(&'static str),
    /// 2–4 in Slavic languages, and much else.
    Few(&'static str),
    /// 5–20 in Polish and Ukrainian; a million in French.
    Many(&'static str),
    /// Everything else.
    Other(&'static str),
}

impl Form {
    pub(super) fn category(self) -> PluralCategory {
        match self {
            Self::Zero(_) => PluralCategory::Zero,
            Self::One(_) => PluralCategory::One,
            Self::Two(_) => PluralCategory::Two,
            Self::Few(_) => PluralCategory::Few,
            Self::Many(_) => PluralCategory::Many,
            Self::Other(_) => PluralCategory::Other,
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Zero(text)
            | Self::One(text)
            | Self::Two(text)
            | Self::Few(text)
            | Self::Many(text)
            | Self::Other(text) => text,
        }
    }
}

/// The rules of a language.
pub(super) fn rules(tag: &str) -> PluralRules {
    PluralRules::try_new(locale(tag).into(), PluralRulesOptions::default())
        .expect("compiled data has rules for every locale; a test asks for all of ours")
}

impl Words {
    /// The form that the number takes, with the number in it.
    pub(super) fn count(&self, forms: &[Form], n: u64) -> String {
        let category = self.formats().plurals.category_for(n);
        let form = forms.iter().find(|form| form.category() == category).or(forms.last());
        form.map_or_else(|| n.to_string(), |form| form.text().replace("{n}", &n.to_string()))
    }
}
