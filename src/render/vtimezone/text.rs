//! The lines of a VTIMEZONE.
//!
//! Every value here is a name of the time zone database, a number or a date: none needs escaping,
//! and no line comes near 75 octets.

use std::fmt;

use jiff::{civil::DateTime, tz::Offset};

use super::rule::Rule;

/// One of the block's sub-components (RFC 5545 §3.6.5).
pub(super) struct Observance<'a> {
    /// `STANDARD` or `DAYLIGHT`.
    pub(super) kind: &'static str,
    /// First onset, by the clock in use until then.
    pub(super) start: DateTime,
    pub(super) from: Offset,
    pub(super) to: Offset,
    /// Where it begins anew each year.
    pub(super) rule: Option<Rule>,
    /// What people call the clock.
    pub(super) name: &'a str,
}

/// An offset as TZOFFSETFROM and TZOFFSETTO hold it.
struct UtcOffset(Offset);

/// The component from BEGIN to END.
pub(super) fn render(tzid: &str, observances: &[Observance<'_>]) -> Box<str> {
    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{tzid}")];
    for observance in observances {
        lines.extend(observance.lines());
    }
    lines.push("END:VTIMEZONE\r\n".to_owned());
    lines.join("\r\n").into_boxed_str()
}

impl Observance<'_> {
    fn lines(&self) -> impl Iterator<Item = String> {
        [
            Some(format!("BEGIN:{}", self.kind)),
            // RFC 5545 §3.6.5: a local time, with neither TZID nor Z.
            Some(format!("DTSTART:{}", self.start.strftime("%Y%m%dT%H%M%S"))),
            Some(format!("TZOFFSETFROM:{}", UtcOffset(self.from))),
            Some(format!("TZOFFSETTO:{}", UtcOffset(self.to))),
            self.rule.map(|rule| format!("RRULE:{rule}")),
            Some(format!("TZNAME:{}", self.name)),
            Some(format!("END:{}", self.kind)),
        ]
        .into_iter()
        .flatten()
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // RFC 5545 §3.3.14: never -0000; seconds only where there are some.
        let seconds = self.0.seconds();
        let (sign, rest) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
        write!(f, "{sign}{:02}{:02}", rest / 3600, rest / 60 % 60)?;
        if rest % 60 != 0 { write!(f, "{:02}", rest % 60) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_a_sign_and_seconds_only_where_there_are_some() {
        for (seconds, text) in [
            (0, "+0000"),
            (20_700, "+0545"),
            (-12_600, "-0330"),
            (-1, "-000001"),
            (1_050, "+001730"),
        ] {
            assert_eq!(UtcOffset(Offset::from_seconds(seconds).unwrap()).to_string(), text);
        }
    }
}
