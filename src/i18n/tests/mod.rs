//! Every language has every text, in its own form.

mod dates;
mod files;
mod texts;

use super::Words;

/// One line per language: its tag and a text.
fn table(says: impl Fn(&Words) -> String) -> String {
    Words::all().map(|words| format!("{} {}\n", words.tag(), says(words))).collect()
}
