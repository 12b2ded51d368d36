//! No text of a private series is at any address of an umbrella, whatever the umbrella names.

use std::fs;

use kalends::model::WebUrl;
use kalends::publish::{Published, Publisher, Records, Settings};
use kalends::snapshot::Entry;
use kalends::store::Scan;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::{AGAIN, FIRST, cases, instant};

/// In every text of a private series, and in no other.
const SECRET: &str = "Zephyr";
const SERIES: [&str; 4] = ["first", "second", "third", "fourth"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readers {
    Everyone,
    Holders,
    /// Private, in a file that cannot be published.
    Broken,
}

fn series(id: &str, readers: Readers) -> String {
    let word = if readers == Readers::Everyone { "Public" } else { SECRET };
    let access = "[[access]]\nname = \"Ada\"\n\
        token_sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n";
    let head = match readers {
        Readers::Everyone => "",
        Readers::Holders => access,
        Readers::Broken => "[[access]]\nname = \"Ada\"\n",
    };
    format!(
        "title = \"{word} {id}\"\nauthority = \"example.org\"\ncategories = [\"{word}\"]\n{head}\
         [[session]]\nid = \"opening\"\ntitle = \"{word} opening\"\nlocation = \"{word} hall\"\n\
         start = 2027-09-23\n"
    )
}

fn umbrella(named: Option<&[&str]>, categories: &str) -> String {
    let named = named.map_or("\"*\"".to_owned(), |named| format!("{named:?}"));
    format!(
        "title = \"All\"\nauthority = \"example.org\"\n[umbrella]\nseries = {named}\n{categories}"
    )
}

/// The texts at the addresses of the umbrella.
fn texts(published: &Published) -> Vec<(String, String)> {
    let snapshot = published.snapshot().unwrap();
    let of_umbrella = snapshot.every().into_iter().filter(|(path, _)| path.starts_with("/events"));
    let mut texts = Vec::new();
    for (path, _) in of_umbrella {
        let Some(entry) = snapshot.get(&path) else { continue };
        let debug = if let Entry::Redirect(to) = entry { format!("{to:?}") } else { String::new() };
        texts.push((path.clone(), debug));
        for resource in entry.resources() {
            texts.push((path.clone(), String::from_utf8_lossy(resource.body()).into_owned()));
        }
    }
    texts
}

fn readers() -> impl Strategy<Value = [Readers; 4]> {
    proptest::array::uniform4(select(vec![Readers::Everyone, Readers::Holders]))
}

fn later() -> impl Strategy<Value = [Readers; 4]> {
    proptest::array::uniform4(select(vec![Readers::Everyone, Readers::Holders, Readers::Broken]))
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn an_umbrella_shows_no_text_of_a_private_series(
        before in readers(),
        after in later(),
        named in proptest::option::of(subsequence(SERIES.to_vec(), 1..=4)),
        categories in select(vec!["", "past = \"1d\"\n", "categories = [\"Public\", \"Zephyr\"]\n"]),
        is_umbrella_broken in any::<bool>(),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            fs::write(directory.path().join(format!("{name}.toml")), text).unwrap();
        };
        let write_all = |readers: [Readers; 4]| {
            SERIES.into_iter().zip(readers).for_each(|(id, readers)| write(id, &series(id, readers)));
        };
        write_all(before);
        write("events", &umbrella(named.as_deref(), categories));
        let settings = Settings {
            public_url: Some(WebUrl::parse("https://calendar.example.org").unwrap()),
            ..Settings::new(vec![directory.path().to_owned()], Records::Write)
        };
        let mut publisher = Publisher::new(&settings);
        let published = publisher.load(instant(FIRST)).unwrap();
        for (path, text) in texts(&published) {
            prop_assert!(!text.contains(SECRET), "{path}: {text}");
        }
        // Series change their readers, and the umbrella may be broken at that time.
        write_all(after);
        if is_umbrella_broken {
            write("events", "title = \"All");
        }
        if let Some(reloaded) = publisher.reload(&Scan::Requested, instant(AGAIN)) {
            for (path, text) in texts(&reloaded.published) {
                prop_assert!(!text.contains(SECRET), "{path}: {text}");
                let became_private = SERIES.iter().zip(after).filter(|(_, one)| *one != Readers::Everyone);
                for (id, _) in became_private {
                    prop_assert!(!text.contains(&format!("{id}/opening")), "{path}: {text}");
                }
            }
        }
    }
}
