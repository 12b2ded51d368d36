//! One file a language, in the order of the switch: that of the Union's own pages (by the names that
//! languages have for themselves), then the others. English stands in the catalogue.

use super::catalogue::{ENGLISH, Words};

/// A language that fills every text of the catalogue.
macro_rules! words {
    ($direction:ident, $tag:literal, $name:literal; $($key:ident: $value:expr,)+) => {
        use std::sync::OnceLock;

        use crate::words::Direction;
        use crate::words::catalogue::Words;
        #[allow(clippy::allow_attributes, unused_imports, reason = "no language has all six")]
        use crate::words::count::Form::{Few, Many, One, Other, Two, Zero};

        pub(super) static WORDS: Words = Words {
            direction: Direction::$direction,
            tag: $tag,
            name: $name,
            formats: OnceLock::new(),
            $($key: $value,)+
        };
    };
}

mod ar;
mod bg;
mod cs;
mod da;
mod de;
mod el;
mod es;
mod et;
mod fi;
mod fr;
mod ga;
mod hr;
mod hu;
mod is;
mod it;
mod lt;
mod lv;
mod mt;
mod nl;
mod no;
mod pl;
mod pt;
mod ro;
mod sk;
mod sl;
mod sv;
mod uk;

/// Every language there is.
pub(super) static ALL: [&Words; 28] = [
    &bg::WORDS,
    &es::WORDS,
    &cs::WORDS,
    &da::WORDS,
    &de::WORDS,
    &et::WORDS,
    &el::WORDS,
    &ENGLISH,
    &fr::WORDS,
    &ga::WORDS,
    &hr::WORDS,
    &it::WORDS,
    &lv::WORDS,
    &lt::WORDS,
    &hu::WORDS,
    &mt::WORDS,
    &nl::WORDS,
    &pl::WORDS,
    &pt::WORDS,
    &ro::WORDS,
    &sk::WORDS,
    &sl::WORDS,
    &fi::WORDS,
    &sv::WORDS,
    &is::WORDS,
    &no::WORDS,
    &uk::WORDS,
    &ar::WORDS,
];
