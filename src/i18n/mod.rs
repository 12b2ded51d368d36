//! Rung 2: the service's texts in every language, and how each writes dates and times.
//!
//! A language is a file in `locales` in Fluent syntax, compiled in and read on first use. Slots are
//! filled without isolation marks, so that calendars keep their bytes. Plural forms follow CLDR's
//! rules. Dates and times are written by ICU4X with compiled-in CLDR data, so every machine writes the
//! same.
//!
//! Independent of calendars and pages, which take the texts they need.
//!
//! ```
//! use jiff::civil::date;
//! use kalends::model::Language;
//! use kalends::i18n::Words;
//!
//! let words = Words::of(Language::parse("da-DK").ok().as_ref());
//! assert_eq!(words.when, "Hvornår");
//! assert_eq!(words.session_count(2), "2 sessioner");
//! assert_eq!(words.session_of("1", "6").to_string(), "Session 1 af 6");
//! assert_eq!(words.full_date(date(2020, 9, 23)), "onsdag 23. september 2020");
//! ```

mod catalogue;
mod dates;
mod direction;
mod fluent;
mod formats;
mod locales;
mod lookup;
mod negotiate;
mod pattern;
#[cfg(test)]
mod tests;

pub use catalogue::Words;
pub use dates::TimeRange;
pub use direction::Direction;
pub use negotiate::{best_for, weight};
pub use pattern::{Filled, Piece};
