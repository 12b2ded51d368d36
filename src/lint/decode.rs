//! Bytes → text: what is not UTF-8, and characters that a fold tore apart.

use super::codes;
use super::notes::{Fault, Notes};
use crate::diagnostic::Span;
use crate::rules::Rule;

/// Replaces bytes that are not UTF-8.
const REPLACEMENT: usize = char::REPLACEMENT_CHARACTER.len_utf8();

/// The text of a calendar; bytes that are not UTF-8 become U+FFFD.
pub(super) fn decode(bytes: &[u8], notes: &mut Notes) -> String {
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
        // The rest of a character that was torn apart follows the fold.
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
