//! Bytes → text: what is not UTF-8, and characters that a fold tore apart.

use super::clients::UTF_16;
use super::codes;
use super::notes::{Fault, Notes};
use crate::diagnostic::Span;
use crate::rules::Rule;

/// Replaces bytes that are not UTF-8.
const REPLACEMENT: usize = char::REPLACEMENT_CHARACTER.len_utf8();

/// The text of a file in UTF-16, recognised by its byte order mark or by the zeros in its first
/// characters.
pub(super) fn utf_16(bytes: &[u8], notes: &mut Notes) -> Option<String> {
    let join: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] | [b'B' | b'b', 0, b'E' | b'e', 0, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] | [0, b'B' | b'b', 0, b'E' | b'e', ..] => u16::from_be_bytes,
        _ => return None,
    };
    let fault = Fault::new(
        &codes::NOT_UTF8,
        Rule::Utf8WithCrlf,
        "the file is UTF-16, as some editors save it",
        "save it as UTF-8 without a byte order mark",
    );
    notes.whole(fault.costing(UTF_16));
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| join(*pair));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// The text of a calendar; bytes that are not UTF-8 become U+FFFD.
pub(super) fn decode(bytes: &[u8], notes: &mut Notes) -> String {
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
