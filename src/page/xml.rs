//! Text in XML documents.

/// Escapes a text for an element or an attribute in double quotes.
///
/// Every published text holds only characters that XML 1.0 §2.2 allows: of the control characters it
/// allows tabs and line breaks, and of the others it rejects U+FFFE and U+FFFF.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use crate::model::{Line, Prose};

    /// `Char` of XML 1.0 §2.2.
    fn is_xml(c: char) -> bool {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    }

    #[test]
    fn no_published_text_has_a_character_that_xml_forbids() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            let line = Line::parse(&text).ok().map(|line| line.to_string());
            let prose = Prose::parse(&text).ok().map(|prose| prose.to_string());
            let fits = |text: Option<String>| text.is_none_or(|text| text.chars().all(is_xml));
            assert!(fits(line) && fits(prose), "{c:?}");
        }
    }
}
