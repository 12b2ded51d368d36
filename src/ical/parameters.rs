//! The parameters of a content line (RFC 5545 §3.2), as written. Understands no parameter.

use super::lines::ContentLine;

/// A parameter as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parameter<'l> {
    /// In the case in which it is written.
    pub(crate) name: &'l str,
    /// With its quotes; several values are separated by commas.
    pub(crate) value: &'l str,
}

/// Why a part between two `;` is not a parameter (RFC 5545 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// It has no `=`.
    NoValue,
    /// Its name is empty, or has another character than letters, digits and hyphens.
    Name,
    /// A quote does not begin or end a value.
    Quote,
}

impl<'l> Parameter<'l> {
    /// Its values without their quotes, and whether each was in quotes.
    pub(crate) fn values(self) -> impl Iterator<Item = (&'l str, bool)> {
        unquoted(self.value, ',').map(|value| {
            let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            inner.map_or((value, false), |inner| (inner, true))
        })
    }
}

impl ContentLine<'_> {
    /// Its parameters in order, with the text of each that is malformed.
    pub(crate) fn parameters(
        &self,
    ) -> impl Iterator<Item = Result<Parameter<'_>, (Malformed, &str)>> {
        unquoted(&self.parameters, ';').skip(1).map(|part| {
            let (name, value) = part.split_once('=').ok_or((Malformed::NoValue, part))?;
            if name.is_empty() || !is_token(name) {
                return Err((Malformed::Name, part));
            }
            let parameter = Parameter { name, value };
            if parameter.values().any(|(value, _)| value.contains('"')) {
                return Err((Malformed::Quote, part));
            }
            Ok(parameter)
        })
    }
}

/// Letters, digits and hyphens, as names and words of the standard have; also nothing at all.
pub(crate) fn is_token(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Subtags of one to eight letters and digits (RFC 5646 §2.1).
pub(crate) fn is_language_tag(text: &str) -> bool {
    text.split('-').all(|subtag| (1..=8).contains(&subtag.len()) && is_token(subtag))
}

/// The parts of a text between separators that are not in quotes.
fn unquoted(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ical::lines::Lines;

    #[test]
    fn parameters_are_taken_apart_outside_quotes() {
        let text = r#"X;A="b;c:d",e;f=g;h;i j=k;=l;M=n"o"p:value"#;
        let line = Lines::new(text).next(&mut |_, _| {}).expect("a line").expect("well-formed");
        let found: Vec<_> = line.parameters().collect();
        let parameter = |name, value| Ok(Parameter { name, value });
        assert_eq!(
            found,
            [
                parameter("A", r#""b;c:d",e"#),
                parameter("f", "g"),
                Err((Malformed::NoValue, "h")),
                Err((Malformed::Name, "i j=k")),
                Err((Malformed::Name, "=l")),
                Err((Malformed::Quote, r#"M=n"o"p"#)),
            ]
        );
        let first = found[0].expect("a parameter");
        assert_eq!(first.values().collect::<Vec<_>>(), [("b;c:d", true), ("e", false)]);
    }
}
