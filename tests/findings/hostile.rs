//! Hostile input: no panic, an error or a series, and no message that could disturb a terminal.

use proptest::prelude::*;

use crate::findings::{GOOD, changed, found, of_series, of_session, read};

/// Texts that have broken readers of calendars, terminals and files.
const TEXTS: [&str; 16] = [
    "",
    " ",
    "\u{0}",
    "\u{1b}[31mred",
    "a\r\nBEGIN:VEVENT",
    "\u{85}\u{2028}\u{2029}",
    "\u{202e}abc\u{2066}",
    "\u{feff}",
    "\u{fffe}",
    "\u{200b}\u{200d}",
    "🎤👩🏽‍⚕️🇪🇺",
    "\\n\\,;:\"^",
    "e\u{301}\u{301}\u{301}",
    "'; DROP TABLE sessions; --",
    "../../etc/passwd",
    "%00%0d%0a",
];

fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            c if c.is_control() => format!("\\u{:04X}", u32::from(c)).chars().collect(),
            c => vec![c],
        })
        .collect();
    format!("\"{escaped}\"")
}

#[test]
fn no_text_in_any_place_panics_or_goes_unexplained() {
    let long = "é".repeat(100_000);
    for text in TEXTS.into_iter().chain([long.as_str()]) {
        let value = quoted(text);
        for key in ["id", "language", "url", "color", "image", "duration", "join", "reminder"] {
            found(&of_series(&format!("{key} = {value}")));
        }
        for key in ["description", "announced_as", "location", "status"] {
            found(&of_series(&format!("{key} = {value}")));
        }
        for key in ["categories", "aliases"] {
            found(&of_series(&format!("{key} = [{value}]")));
        }
        for key in ["url", "location", "reminder", "timezone", "description"] {
            found(&of_session(&format!("{key} = {value}")));
        }
        found(&of_series(&format!("organizer = {{ name = {value}, email = {value} }}")));
        found(&of_session(&format!("speakers = [{{ name = {value}, role = {value} }}]")));
        for right in ["\"Talks\"", "\"example.org\"", "\"Europe/Brussels\"", "\"one\"", "\"One\""] {
            found(&changed(right, &value));
        }
        found(&of_series(&format!("{value} = 5")));
        read(text, GOOD);
    }
}

#[test]
fn no_message_holds_what_disturbs_a_terminal() {
    for text in TEXTS {
        let value = quoted(text);
        for shown in [
            found(&of_series(&format!("id = {value}"))),
            found(&of_series(&format!("color = {value}"))),
            found(&of_series(&format!("{value} = 1"))),
            found(&changed("\"Europe/Brussels\"", &value)),
            found(&changed("\"example.org\"", &value)),
            crate::findings::found_in(text, GOOD),
        ] {
            let disturbing = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            };
            assert!(!shown.contains(disturbing), "{shown:?}");
        }
    }
}

#[test]
fn deep_nesting_and_long_keys_are_refused_without_a_panic() {
    for text in [
        format!("x = {}", "[".repeat(100_000)),
        format!("x = {}", "{a=".repeat(100_000)),
        format!("x{} = 1", ".a".repeat(100_000)),
        format!("[{}]", "a.".repeat(100_000)),
        format!("{} = 1", "k".repeat(100_000)),
        "[[session]]\n".repeat(10_000),
        "[[session]]\n".repeat(10_001),
    ] {
        found(&text);
    }
}

#[test]
fn times_at_the_edges_are_sessions_or_findings() {
    for time in [
        "0000-01-01T00:00:00",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59",
        "1970-01-01T00:00:00",
        "1970-01-01T00:00:00+14:00",
        "2100-12-31T23:59:59",
        "2100-12-31T23:59:59-12:00",
        "2101-01-01T00:00:00",
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59-23:59",
        "2027-12-31T23:59:60Z",
        "2028-02-29",
        "2027-02-29",
        "2100-12-31",
        "2027-03-10T14:00",
        "2027-03-10T14:00:00.000",
        "2027-03-10T14:00:00.000000001",
        "2027-03-10T14:00:00+25:00",
        "-2027-03-10",
    ] {
        for zone in ["UTC", "Europe/Brussels", "Pacific/Kiritimati", "Pacific/Apia", "CET"] {
            for end in ["duration = \"1h\"", "duration = \"366d\"", "duration = \"8784h\"", ""] {
                let text = changed("start = 2027-03-10T14:00:00", &format!("start = {time}"));
                let text = text.replace("end = 2027-03-10T15:00:00", end);
                found(&text.replace("Europe/Brussels", zone));
            }
        }
    }
}

/// Pieces of definitions, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    let words: Vec<String> = GOOD
        .split_inclusive(['\n', ' '])
        .chain(["[", "]", "{", "}", "\"", "'''", "\"\"\"", "\\", "#", "=", ",", ".", "\n", "nan"])
        .chain(["0x1F", "1e400", "-0", "2027-03-28T02:30:00", "\"CET\"", "[[session]]\n", "é"])
        .map(str::to_owned)
        .collect();
    prop_oneof![4 => prop::sample::select(words), 1 => any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_is_a_series_or_says_why_not(
        pieces in prop::collection::vec(piece(), 0..40), stem in ".{0,12}",
    ) {
        read(&stem, &pieces.concat());
    }

    #[test]
    fn a_good_file_with_any_piece_cut_out_or_put_in_is_a_series_or_says_why_not(
        from in 0..GOOD.len(), length in 0..20_usize, piece in piece(),
    ) {
        let to = (from + length).min(GOOD.len());
        read("talks", &format!("{}{piece}{}", &GOOD[..from], &GOOD[to..]));
    }
}
