//! Every language says everything, in its own way.

mod dates;
mod files;
mod texts;

use super::Words;

/// A line for each language: its tag and what it says.
fn table(says: impl Fn(&Words) -> String) -> String {
    Words::all().map(|words| format!("{} {}\n", words.tag(), says(words))).collect()
}
