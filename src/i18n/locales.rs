//! The available languages, in the order of a language switch: first those of the European Union, in the
//! order of its own pages (by their own names), then the others. To add one, add its file to `locales`
//! and its tag here.

use std::sync::LazyLock;

use super::catalogue::Words;

/// A language and its texts, read on first use.
pub(super) struct Locale {
    pub(super) tag: &'static str,
    pub(super) words: LazyLock<Words>,
}

macro_rules! locales {
    ($($tag:literal)+) => {
        pub(super) static LOCALES: [Locale; [$($tag),+].len()] = [$(
            Locale {
                tag: $tag,
                words: LazyLock::new(|| {
                    Words::read($tag, include_str!(concat!("../../locales/", $tag, ".ftl")))
                        .expect("a test reads every file")
                }),
            }
        ),+];
    };
}

locales! {
    "bg" "es" "cs" "da" "de" "et" "el" "en" "fr" "ga" "hr" "it" "lv" "lt" "hu" "mt" "nl" "pl"
    "pt" "pt-BR" "ro" "sk" "sl" "fi" "sv" "is" "no" "ca" "tr" "uk" "ar"
}
