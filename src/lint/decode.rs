//! Decodes a calendar's bytes, and reports bytes that are not UTF-8.

use super::clients::UTF_16;
use super::codes;
use super::notes::{FaultNotes, LintFault};
use crate::ical::{self, Damage};
use crate::rules::Rule;

/// The text of a file in UTF-16, with a finding.
pub(super) fn utf_16(bytes: &[u8], notes: &mut FaultNotes) -> Option<String> {
    let text = ical::utf_16(bytes)?;
    let fault = LintFault::new(
        &codes::NOT_UTF8,
        Rule::Utf8WithCrlf,
        "the file is UTF-16, as some editors save it",
        "save it as UTF-8 without a byte order mark",
    );
    notes.whole(fault.costing(UTF_16));
    Some(text)
}

/// The text of a calendar; bytes that are not UTF-8 become U+FFFD.
pub(super) fn decode(bytes: &[u8], notes: &mut FaultNotes) -> String {
    ical::decode(bytes, &mut |damage, span| {
        let fault = match damage {
            Damage::Torn => LintFault::new(
                &codes::FOLD_CHARACTER,
                Rule::LinesOf75Octets,
                "a line is folded inside a character",
                "fold between characters: count octets, but never break a UTF-8 sequence; Google \
                 ignores the whole calendar",
            ),
            Damage::Byte(byte) => LintFault::new(
                &codes::NOT_UTF8,
                Rule::Utf8WithCrlf,
                format!("byte 0x{byte:02X} is not UTF-8"),
                "save or send the file as UTF-8; Latin-1 and Windows code pages lose letters",
            ),
        };
        notes.at(span, fault);
    })
}
