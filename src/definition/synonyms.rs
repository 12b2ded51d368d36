//! Words that people write where a definition has another: keys of other programs, names of languages.

/// Keys that other programs and people use, and what to write here.
static KEYS: [(&[&str], &str); 10] = [
    (
        &["date", "day", "when", "time", "begin", "begins", "dtstart", "start_time", "starts"],
        "write it as `start = 2027-09-23T14:00:00`",
    ),
    (&["until", "dtend", "end_time", "ends", "finish"], "write it as `end = 2027-09-23T15:30:00`"),
    (&["name", "summary", "subject", "topic", "heading"], "write it as `title = \"…\"`"),
    (
        &["address", "street"],
        "write name and address as one: `location = { name = \"…\", address = \"…\" }`",
    ),
    (&["place", "venue", "where", "room"], "write it as `location = \"…\"`"),
    (
        &["link", "zoom", "teams", "webex", "meeting", "meeting_url", "call"],
        "write it as `join = \"https://…\"`",
    ),
    (&["website", "web", "homepage", "page"], "write it as `url = \"https://…\"`"),
    (
        &["text", "abstract", "details", "body", "notes"],
        "write it as `description = \"\"\"…\"\"\"`",
    ),
    (
        &[
            "repeat",
            "repeats",
            "recurrence",
            "recurring",
            "rrule",
            "frequency",
            "every",
            "weekly",
            "monthly",
        ],
        "write a `[[session]]` for each date: each has its own id, so that one can be moved or cancelled alone",
    ),
    (&["cancelled", "canceled"], "write `status = \"cancelled\"`"),
];

/// Names of languages, in English and in themselves, and their tags.
static LANGUAGES: [(&[&str], &str); 28] = [
    (&["arabic", "العربية"], "ar"),
    (&["bulgarian", "български"], "bg"),
    (&["catalan", "català"], "ca"),
    (&["croatian", "hrvatski"], "hr"),
    (&["czech", "čeština"], "cs"),
    (&["danish", "dansk"], "da"),
    (&["dutch", "nederlands"], "nl"),
    (&["english"], "en"),
    (&["estonian", "eesti"], "et"),
    (&["finnish", "suomi"], "fi"),
    (&["french", "français", "francais"], "fr"),
    (&["german", "deutsch"], "de"),
    (&["greek", "ελληνικά"], "el"),
    (&["hungarian", "magyar"], "hu"),
    (&["icelandic", "íslenska"], "is"),
    (&["irish", "gaeilge"], "ga"),
    (&["italian", "italiano"], "it"),
    (&["latvian", "latviešu"], "lv"),
    (&["lithuanian", "lietuvių"], "lt"),
    (&["maltese", "malti"], "mt"),
    (&["norwegian", "norsk"], "nb"),
    (&["polish", "polski"], "pl"),
    (&["portuguese", "português"], "pt"),
    (&["romanian", "română"], "ro"),
    (&["slovak", "slovenčina"], "sk"),
    (&["slovenian", "slovene", "slovenščina"], "sl"),
    (&["spanish", "español"], "es"),
    (&["swedish", "svenska"], "sv"),
];

fn find(table: &[(&'static [&'static str], &'static str)], word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    table.iter().find(|(words, _)| words.contains(&&*word)).map(|&(_, meaning)| meaning)
}

/// What to write instead of a key that is not one of ours.
pub(super) fn for_key(key: &str) -> Option<&'static str> {
    find(&KEYS, key)
}

/// The tag of a language that was written by its name.
pub(super) fn language_tag(name: &str) -> Option<&'static str> {
    find(&LANGUAGES, name)
}
