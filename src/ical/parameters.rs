//! Splits the parameters of a content line (RFC 5545 §3.2), without interpreting them.

/// A parameter as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parameter<'l> {
    /// In its original case.
    pub(crate) name: &'l str,
    /// With quotes; several values are separated by commas.
    pub(crate) value: &'l str,
}

/// Why the text between two `;` is not a parameter (RFC 5545 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MalformedParameter {
    /// It has no `=`.
    NoValue,
    /// Its name is empty, or has characters other than letters, digits and hyphens.
    Name,
    /// A quote is not at the start or end of a value.
    Quote,
}

impl<'l> Parameter<'l> {
    /// Its values without quotes, and whether each was in quotes.
    pub(crate) fn values(self) -> impl Iterator<Item = (&'l str, bool)> {
        unquoted(self.value, ',').map(|value| {
            let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            inner.map_or((value, false), |inner| (inner, true))
        })
    }
}

/// Parameters in order; for malformed ones, their text. `text` starts at the first `;`.
pub(super) fn parameters(
    text: &str,
) -> impl Iterator<Item = Result<Parameter<'_>, (MalformedParameter, &str)>> {
    unquoted(text, ';').skip(1).map(|part| {
        let (name, value) = part.split_once('=').ok_or((MalformedParameter::NoValue, part))?;
        if name.is_empty() || !is_token(name) {
            return Err((MalformedParameter::Name, part));
        }
        let parameter = Parameter { name, value };
        if parameter.values().any(|(value, _)| value.contains('"')) {
            return Err((MalformedParameter::Quote, part));
        }
        Ok(parameter)
    })
}

/// Whether the text is only letters, digits and hyphens, as in names of the standard; may be empty.
pub(crate) fn is_token(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Subtags of one to eight letters and digits (RFC 5646 §2.1).
pub(crate) fn is_language_tag(text: &str) -> bool {
    text.split('-').all(|subtag| (1..=8).contains(&subtag.len()) && is_token(subtag))
}

/// Splits a text at separators outside quotes.
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
                Err((MalformedParameter::NoValue, "h")),
                Err((MalformedParameter::Name, "i j=k")),
                Err((MalformedParameter::Name, "=l")),
                Err((MalformedParameter::Quote, r#"M=n"o"p"#)),
            ]
        );
        let first = found[0].expect("a parameter");
        assert_eq!(first.values().collect::<Vec<_>>(), [("b;c:d", true), ("e", false)]);
    }
}
