//! Decodes bytes to text: UTF-16, bytes that are not UTF-8, and characters split by a fold.

use crate::diagnostic::Span;

/// A problem with the bytes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// A line is folded inside a character (RFC 5545 §3.1 asks readers to unfold first). The
    /// character is rejoined before the fold.
    Torn,
    /// A byte that is not UTF-8; U+FFFD replaces it and the rest of its sequence.
    Byte(u8),
}

/// The text of a UTF-16 file, detected by its byte order mark or by the zeros in its first
/// characters.
pub(crate) fn utf_16(bytes: &[u8]) -> Option<String> {
    let join: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] | [b'B' | b'b', 0, b'E' | b'e', 0, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] | [0, b'B' | b'b', 0, b'E' | b'e', ..] => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, _) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| join(*pair));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Decodes the text of a calendar.
pub(crate) fn decode(bytes: &[u8], damaged: &mut impl FnMut(Damage, Span)) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        let Some(first) = chunk.invalid().first() else { continue };
        let start = text.len();
        let fold = chunks.peek().map(|next| next.valid());
        let fold = fold.filter(|next| matches!(*next, "\r\n " | "\n " | "\r\n\t" | "\n\t"));
        let damage = match fold {
            Some(fold) if *first >= 0xC2 => {
                // The rest of the character follows the fold, a byte in each chunk.
                let mut whole = chunk.invalid().to_vec();
                while let Some(more) = chunks.next() {
                    whole.extend(more.invalid());
                    let goes_on = chunks.peek().is_some_and(|next| next.valid().is_empty());
                    if !goes_on || str::from_utf8(&whole).is_ok() {
                        break;
                    }
                }
                text.push_str(str::from_utf8(&whole).unwrap_or("\u{FFFD}"));
                text.push_str(fold);
                Damage::Torn
            }
            _ => {
                text.push(char::REPLACEMENT_CHARACTER);
                Damage::Byte(*first)
            }
        };
        let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
        damaged(damage, Span { start, end });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_a_fold_tore_apart_are_whole_again() {
        for whole in ["é", "€", "🩺"] {
            for at in 1..whole.len() {
                let (head, tail) = whole.as_bytes().split_at(at);
                let bytes = [b"X:a", head, b"\r\n ", tail, b"b\xFF\r\n"].concat();
                let mut found = Vec::new();
                let text = decode(&bytes, &mut |damage, span| found.push((damage, span.start)));
                assert_eq!(text, format!("X:a{whole}\r\n b\u{FFFD}\r\n"));
                assert_eq!(found, [(Damage::Torn, 3), (Damage::Byte(0xFF), 7 + whole.len())]);
            }
        }
    }

    #[test]
    fn utf_16_is_read_in_either_order() {
        let units = "BEGIN:é".encode_utf16();
        let (little, big): (Vec<_>, Vec<_>) =
            units.map(|unit| (unit.to_le_bytes(), unit.to_be_bytes())).unzip();
        assert_eq!(utf_16(&little.concat()).as_deref(), Some("BEGIN:é"));
        assert_eq!(utf_16(&big.concat()).as_deref(), Some("BEGIN:é"));
        assert_eq!(utf_16(b"BEGIN:VCALENDAR"), None);
    }
}
