//! Recognised mistakes in the form of a line, and files that are not definitions at all.

use super::fields::{SERIES, SESSION};
use super::slips::{Slip, is_value, may_hold_secret, quoted};

/// Finds the right line, if the line has this mistake.
type FindLine = fn(&str) -> Option<String>;

/// Each mistake: its headline, and the function that recognises it.
static FORMS: [(&str, FindLine); 6] = [
    ("a session begins with two brackets on each side", header),
    ("`=` is missing between the key and its value", no_equals_sign),
    ("a line ends after its value, without a comma or semicolon", trailing_mark),
    ("the text has a quote at one end only", one_quote),
    ("the text has a quote at one end only", one_quote_before_comment),
    ("this is not a `key = value` line", remark),
];

/// The longest line that a help repeats, in bytes.
const MAX_LINE: usize = 200;

/// The mistake in the form of the first of these lines, if it is a known one.
pub(super) fn malformed(text: &str) -> Option<Slip> {
    let mut lines = text.lines();
    let (line, next) = (lines.next()?.trim_end(), lines.next().unwrap_or_default().trim());
    if line.len() > MAX_LINE || may_hold_secret(line) {
        return None;
    }
    if let Some(right) = two_lines(line, next) {
        let help = vec![format!("write it on one line: `{right}`")];
        return Some(Slip { what: "the text continues on the next line", help, lines: 2 });
    }
    FORMS.iter().find_map(|&(what, find)| {
        let help = vec![format!("write `{}`", find(line)?)];
        Some(Slip { what, help, lines: 1 })
    })
}

fn is_known_key(text: &str) -> bool {
    let first = text.split('.').next().unwrap_or_default();
    SERIES.iter().chain(SESSION).any(|field| field.key == first)
}

/// `[ [session] ]`, `[[session]`, `[Session]`.
fn header(line: &str) -> Option<String> {
    let line = line.split('#').next()?.trim();
    let is_header = line.starts_with('[') || line.ends_with(']');
    let name = line.trim_matches(['[', ']', ' ']);
    let is_session = matches!(name.to_ascii_lowercase().as_str(), "session" | "sessions");
    (is_header && is_session && line != "[[session]]").then(|| "[[session]]".to_owned())
}

/// `title: "Opening"`, `title "Opening"`, `title Opening`.
fn no_equals_sign(line: &str) -> Option<String> {
    if line.contains('=') {
        return None;
    }
    let end = line.find(|c: char| c == ':' || c.is_whitespace())?;
    let (key, rest) = line.split_at(end);
    let value = rest.trim_start().trim_start_matches(':').trim();
    let is_colon = rest.trim_start().starts_with(':');
    let is_quoted = value.starts_with(['"', '\'', '[', '{']) && is_value(value);
    if !is_known_key(key) || value.is_empty() || !(is_colon || is_quoted) {
        return None;
    }
    let value = if is_value(value) { Some(value.to_owned()) } else { quoted(value).pop() };
    value.map(|value| format!("{key} = {value}"))
}

/// `language = "en";`
fn trailing_mark(line: &str) -> Option<String> {
    let right = line.trim_end_matches([';', ',', ' ']);
    let (key, value) = right.split_once('=')?;
    (right != line && is_known_key(key.trim()) && is_value(value)).then(|| right.trim().to_owned())
}

/// `title = "Opening`, `title = Opening"`.
fn one_quote(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let is_one_sided = value.matches('"').count() == 1 && !value.contains(['#', '[', '{']);
    let value = value.trim();
    if !is_one_sided || !(value.starts_with('"') || value.ends_with('"')) {
        return None;
    }
    // Word may have typed the other one.
    let value = quoted(value.trim_matches(['"', '“', '”', '„'])).pop()?;
    Some(format!("{} = {value}", key.trim()))
}

/// `title = "Opening   # the first one`
fn one_quote_before_comment(line: &str) -> Option<String> {
    let (before, comment) = line.split_once(" #")?;
    Some(format!("{} #{comment}", one_quote(before.trim_end())?))
}

/// A text in quotes that begins on one line and ends on the next.
fn two_lines(line: &str, next: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let value = value.trim().strip_prefix('"')?;
    let rest = next.strip_suffix('"')?;
    let is_text = !value.contains('"') && !rest.contains(['"', '=']);
    if !is_text {
        return None;
    }
    let value = quoted(&format!("{} {}", value.trim_end(), rest.trim_start())).pop()?;
    Some(format!("{} = {value}", key.trim()))
}

/// A sentence that was meant as a comment.
fn remark(line: &str) -> Option<String> {
    let is_prose = line.split_whitespace().count() > 1 && !line.contains(['=', '[', ']', '{', '"']);
    (is_prose && line.starts_with(char::is_alphabetic)).then(|| format!("# {line}"))
}

/// Another kind of file under the name of a definition.
pub(super) struct OtherFormat {
    /// The headline.
    pub(super) what: &'static str,
    pub(super) help: &'static str,
    /// How such files begin, in lower case.
    starts: &'static [&'static str],
}

static FORMATS: [OtherFormat; 5] = [
    OtherFormat {
        what: "this is a document of a word processor (RTF), not plain text",
        help: "in WordPad or Word, choose Save as, and the type Plain Text",
        starts: &["{\\rtf"],
    },
    OtherFormat {
        what: "this is a calendar file (.ics), not a definition",
        help: "rename it to `.ics` and run `kalends adopt` on it: it writes the definition",
        starts: &["begin:vcalendar"],
    },
    OtherFormat {
        what: "this is a web page or XML, not a definition",
        help: "save the text of the definition itself; on a code site choose Raw, then save",
        starts: &["<!doctype", "<html", "<?xml", "<head", "<body"],
    },
    OtherFormat {
        what: "the lines with three backticks belong to a chat or a web page, not to the definition",
        help: "remove the first and the last line",
        starts: &["```"],
    },
    OtherFormat {
        what: "this is JSON or YAML, not TOML",
        help: "run `kalends init NAME` for a definition to fill in; a line is `key = value`",
        starts: &["{", "---\n", "---\r\n"],
    },
];

static TABLE: OtherFormat = OtherFormat {
    what: "this is a table (CSV), not a definition",
    help: "run `kalends init NAME` for a definition to fill in, and write a `[[session]]` for each row",
    starts: &[],
};

/// Recognises files that are not TOML by their first characters.
pub(super) fn other_format(text: &str) -> Option<&'static OtherFormat> {
    let start: String =
        text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
    let begins = |format: &&OtherFormat| format.starts.iter().any(|with| start.starts_with(with));
    let first = start.lines().next().unwrap_or_default();
    let has_columns = [',', ';', '\t'].iter().any(|mark| first.matches(*mark).count() > 1);
    let is_table = has_columns && !first.contains(['=', '#', '[', '"']);
    FORMATS.iter().find(begins).or_else(|| is_table.then_some(&TABLE))
}
