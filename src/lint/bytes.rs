//! Bytes → text, and what is wrong with the physical lines (rules `utf-8-with-crlf`,
//! `lines-of-75-octets` and `text-escaped`). Understands no property.

use super::codes;
use super::notes::{Fault, Notes};
use crate::diagnostic::{Code, Span};
use crate::rules::Rule;

/// RFC 5545 §3.1: without the line break.
const MAX_OCTETS: usize = 75;
/// What stands in the text for bytes that are none.
const REPLACEMENT: usize = char::REPLACEMENT_CHARACTER.len_utf8();

/// The text of a calendar; bytes that are no UTF-8 become U+FFFD.
pub(super) fn read(bytes: &[u8], notes: &mut Notes) -> String {
    let mut text = decode(bytes, notes);
    if !text.contains('\n') && text.contains('\r') {
        // Lines of old Macintoshes; places stay where they are.
        notes.at(first_line(&text), line_end("ends in CR alone, as all do"));
        text = text.replace('\r', "\n");
    } else {
        physical_lines(&text, notes);
    }
    characters(&text, notes);
    text
}

fn first_line(text: &str) -> Span {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    Span { start: 0, end }
}

fn decode(bytes: &[u8], notes: &mut Notes) -> String {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let fault = Fault::new(
            &codes::NOT_UTF8,
            Rule::Utf8WithCrlf,
            "the file is UTF-16, as some editors save it",
            "save it as UTF-8 without a byte order mark",
        );
        notes.whole(fault);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        let span = Span { start: text.len(), end: text.len() + REPLACEMENT };
        text.push(char::REPLACEMENT_CHARACTER);
        // The rest of a character that was torn apart stands after the fold.
        let next = chunks.peek().map(|next| next.valid());
        let folded = chunk.invalid()[0] >= 0xC2
            && next.is_some_and(|next| matches!(next, "\r\n " | "\n " | "\r\n\t" | "\n\t"));
        if folded {
            let fault = Fault::new(
                &codes::FOLD_CHARACTER,
                Rule::LinesOf75Octets,
                "a line is folded inside a character",
                "fold between characters: count octets, but never break a UTF-8 sequence; Google \
                 ignores the whole calendar",
            );
            notes.at(span, fault);
            if let Some(rest) = chunks.next() {
                text.push_str(rest.valid());
            }
        } else {
            let byte = chunk.invalid()[0];
            let fault = Fault::new(
                &codes::NOT_UTF8,
                Rule::Utf8WithCrlf,
                format!("byte 0x{byte:02X} is not UTF-8"),
                "save or send the file as UTF-8; Latin-1 and Windows code pages lose letters",
            );
            notes.at(span, fault);
        }
    }
    text
}

fn line_end(what: &str) -> Fault {
    let help = "end every line in CR and LF (RFC 5545 §3.1); strict readers take a lone LF or CR \
                for part of the line";
    Fault::new(&codes::LINE_END, Rule::Utf8WithCrlf, format!("a line {what}"), help).kind(what)
}

fn physical_lines(text: &str, notes: &mut Notes) {
    if text.starts_with('\u{FEFF}') {
        let fault = Fault::new(
            &codes::MARK,
            Rule::Utf8WithCrlf,
            "the file begins with a byte order mark",
            "begin with the bytes `BEGIN:VCALENDAR`; some readers find no calendar behind the mark",
        );
        notes.at(Span { start: 0, end: '\u{FEFF}'.len_utf8() }, fault);
    }
    let mut at = 0;
    while at < text.len() {
        let length = text[at..].find('\n');
        let end = length.map_or(text.len(), |length| at + length);
        let whole = &text[at..end];
        let line = whole.strip_suffix('\r').unwrap_or(whole);
        let span = Span { start: at, end: at + line.len() };
        let mut ends = |what: &str| {
            if !notes.repeats(span, &codes::LINE_END, what) {
                notes.at(span, line_end(what));
            }
        };
        if length.is_none() {
            ends("ends with the file");
        } else if line.len() == whole.len() {
            ends("ends in LF alone");
        }
        if line.contains('\r') {
            ends("has a CR inside");
        }
        if line.trim_matches(['\u{FEFF}']).is_empty()
            && !notes.repeats(span, &codes::EMPTY_LINE, "")
        {
            let help = "leave it out; some readers end there";
            notes.at(
                span,
                Fault::new(&codes::EMPTY_LINE, Rule::Utf8WithCrlf, "a line is empty", help),
            );
        }
        if line.len() > MAX_OCTETS && !notes.repeats(span, &codes::LONG_LINE, "") {
            let headline = format!("a line has {} octets; the most is {MAX_OCTETS}", line.len());
            let help = "fold it: CR, LF and a blank, between two characters (RFC 5545 §3.1)";
            notes.at(span, Fault::new(&codes::LONG_LINE, Rule::LinesOf75Octets, headline, help));
        }
        let next = text.get(end + 1..).unwrap_or_default();
        let backslashes = line.len() - line.trim_end_matches('\\').len();
        let tail = Span { start: span.end.saturating_sub(1), end: span.end };
        let torn = backslashes % 2 == 1 && next.starts_with([' ', '\t']);
        if torn && !notes.repeats(tail, &codes::FOLD_ESCAPE, "") {
            let help = "fold before the backslash: some readers undo escapes before folds";
            let headline = "a line is folded inside an escape";
            notes.at(tail, Fault::new(&codes::FOLD_ESCAPE, Rule::LinesOf75Octets, headline, help));
        }
        at = end + 1;
    }
}

fn characters(text: &str, notes: &mut Notes) {
    for (at, c) in text.char_indices() {
        if (' '..='~').contains(&c) {
            continue;
        }
        let span = Span { start: at, end: at + c.len_utf8() };
        let code = match c {
            '\r' | '\n' | '\t' => continue,
            '\u{FEFF}' if at == 0 => continue,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => &codes::DIRECTION,
            '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}' => &codes::CONTROL,
            _ if c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE => &codes::CONTROL,
            _ => continue,
        };
        if !notes.repeats(span, code, c.encode_utf8(&mut [0; 4])) {
            notes.at(span, forbidden(c, code));
        }
    }
}

fn forbidden(c: char, code: &'static Code) -> Fault {
    let named = format!("U+{:04X}", u32::from(c));
    let (headline, help) = if code == &codes::DIRECTION {
        (
            format!("{named} changes the direction in which text is shown"),
            "leave it out: it reorders what follows, in lists of others' entries too",
        )
    } else {
        (
            format!("{named} may not stand in a calendar"),
            "leave it out, or write `\\n` where a line break was meant (RFC 5545 §3.1)",
        )
    };
    Fault::new(code, Rule::TextEscaped, headline, help).kind(c.to_string())
}
