//! Reads a text as a calendar, and checks its lines and structure (rules `utf-8-with-crlf`,
//! `lines-of-75-octets` and `text-escaped`). Does not interpret properties.

use std::borrow::Cow;

use super::clients::{HOME, SECOND, SPACE_FIRST, TRAILING};
use super::notes::{FaultNotes, LintFault};
use super::{codes, fix};
use crate::diagnostic::{Code, Span};
use crate::ical::{Component, Oddity, is_token, read_calendars};
use crate::rules::Rule;

const QUOTES: &str = "put one quote before and one after the whole parameter value; write a quote inside \
                      it as `^'` (RFC 6868)";
const LINE_BREAKS: &str =
    "leave it out, or write `\\n` where a line break was meant (RFC 5545 §3.1)";
const LINE_ENDS: &str = "end every line with CR LF (RFC 5545 §3.1); strict readers treat a lone LF \
                         or CR as part of the line";
const WHOLE: &str = "begin with `BEGIN:VCALENDAR`, end with `END:VCALENDAR`, and write an END for \
                     every BEGIN; a web page or half a download is not a calendar";

/// The first calendar of a text.
pub(super) struct FirstCalendar<'t> {
    pub(super) calendar: Component<'t>,
    /// Whether all of it was read; otherwise the unread rest may contain missing parts.
    pub(super) whole: bool,
}

/// The line ends of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// All CR, as on old Macintoshes: line ends are not reported again.
    Cr,
    Other,
}

/// Replaces CR by LF if the text has no LF, and CR CR LF by CR LF. Line numbers do not change.
pub(super) fn with_line_ends(text: String, notes: &mut FaultNotes) -> (String, LineEnds) {
    if let Some(end) = text.find("\r\r\n") {
        let headline = "a line ends in CR CR LF, as files written in text mode on Windows do";
        let help =
            "write CR LF, or LF in text mode: readers treat the first CR as part of the value";
        let fault = LintFault::new(&codes::CONTROL, Rule::Utf8WithCrlf, headline, help);
        notes.at(
            Span { start: text[..end].rfind('\n').map_or(0, |at| at + 1), end },
            fault.kind(headline),
        );
        return (text.replace("\r\r\n", "\r\n"), LineEnds::Other);
    }
    let end = text.find('\r').filter(|_| !text.contains('\n'));
    let Some(end) = end else { return (text, LineEnds::Other) };
    let headline = "all lines end in CR alone";
    notes.at(
        Span { start: 0, end },
        LintFault::new(&codes::LINE_END, Rule::Utf8WithCrlf, headline, LINE_ENDS).kind(headline),
    );
    (text.replace('\r', "\n"), LineEnds::Cr)
}

/// Reads the first calendar of a text; `None` if there is none.
pub(super) fn read<'t>(
    text: &'t str,
    ends: LineEnds,
    notes: &mut FaultNotes,
) -> Option<FirstCalendar<'t>> {
    let (mut is_over, mut whole) = (false, true);
    let first = text.len() - text.trim_start_matches(is_blank).len();
    let calendars = read_calendars(text, &mut |oddity, span| {
        let (code, rule, help) = match oddity {
            Oddity::OddFold | Oddity::EmptyLine if span.end <= first => {
                return before(text.get(span.start..span.end).unwrap_or_default(), span, notes);
            }
            Oddity::OddFold | Oddity::LowerCaseName => return,
            Oddity::Character(c) => return character(c, span, notes),
            Oddity::NotALine if is_over => return,
            Oddity::NotALine if has_open_quote(text, span) => {
                (&codes::NOT_LINE, Rule::ParametersQuoted, QUOTES)
            }
            Oddity::NotALine => (&codes::NOT_LINE, Rule::Utf8WithCrlf, ""),
            Oddity::CrInside => (&codes::CONTROL, Rule::TextEscaped, LINE_BREAKS),
            _ => match of_line(&oddity) {
                Some(_) if ends == LineEnds::Cr => return,
                Some(fault) => fault,
                None if is_over => return,
                None => {
                    is_over = true;
                    (&codes::NOT_CALENDAR, Rule::Utf8WithCrlf, WHOLE)
                }
            },
        };
        whole &= !matches!(oddity, Oddity::TooDeep | Oddity::WrongEnd(_) | Oddity::Open(_));
        let what = oddity.what();
        let kind = match oddity {
            _ if code == &codes::LINE_END || code == &codes::CONTROL => what.clone(),
            _ if help == QUOTES => Cow::Borrowed("quote"),
            _ => Cow::Borrowed(""),
        };
        let headline = match oddity {
            Oddity::Nothing => return notes.whole(LintFault::new(code, rule, what, help)),
            _ if notes.repeats(span, code, &kind) => return,
            Oddity::NotALine if help == QUOTES => {
                Cow::Borrowed("a parameter has a quote that is not closed")
            }
            Oddity::NotALine => what + "; strict readers drop the whole calendar",
            _ => what,
        };
        let text_help = || fix::not_a_line(text.get(span.start..span.end).unwrap_or_default());
        let written = if help.is_empty() { text_help() } else { help.to_owned() };
        let fault = LintFault::new(code, rule, headline, written).kind(kind);
        notes.at(
            span,
            match oddity {
                Oddity::Second => fault.costing(SECOND),
                Oddity::Trailing => fault.costing(TRAILING),
                // Only its name is invalid.
                Oddity::NotALine if help != QUOTES && text[span.start..span.end].contains(':') => {
                    fault.costing(HOME)
                }
                _ => fault,
            },
        );
    });
    Some(FirstCalendar { calendar: calendars.into_iter().next()?, whole })
}

/// The code, rule and help for an oddity of a line; `None` for oddities of the structure.
fn of_line(oddity: &Oddity) -> Option<(&'static Code, Rule, &'static str)> {
    Some(match oddity {
        Oddity::ByteOrderMark => (
            &codes::MARK,
            Rule::Utf8WithCrlf,
            "begin with the bytes `BEGIN:VCALENDAR`; some readers find no calendar after the mark",
        ),
        Oddity::BareLf | Oddity::NoLineEnd => (&codes::LINE_END, Rule::Utf8WithCrlf, LINE_ENDS),
        Oddity::EmptyLine => {
            (&codes::EMPTY_LINE, Rule::Utf8WithCrlf, "leave it out; some readers stop there")
        }
        Oddity::LongLine(_) => (
            &codes::LONG_LINE,
            Rule::LinesOf75Octets,
            "fold it with CR LF and a space, between two characters (RFC 5545 §3.1)",
        ),
        Oddity::FoldInEscape => (
            &codes::FOLD_ESCAPE,
            Rule::LinesOf75Octets,
            "fold before the backslash: some readers undo escapes before folds",
        ),
        _ => return None,
    })
}

/// Characters of an empty line.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{FEFF}')
}

/// Reports an empty line before the calendar.
fn before(line: &str, span: Span, notes: &mut FaultNotes) {
    if notes.repeats(span, &codes::BEFORE_CALENDAR, "") {
        return;
    }
    let (headline, losses) = match line {
        "" => ("an empty line is before `BEGIN:VCALENDAR`", None),
        _ => ("a line of spaces is before `BEGIN:VCALENDAR`", Some(SPACE_FIRST)),
    };
    let help = "begin the file with `BEGIN:VCALENDAR`; such a line often comes from a script, from \
                before or after its `<?php … ?>`";
    let fault = LintFault::new(&codes::BEFORE_CALENDAR, Rule::Utf8WithCrlf, headline, help);
    notes.at(span, losses.into_iter().fold(fault, LintFault::costing));
}

/// Whether a line that is not a content line has a parameter with a quote that is not closed.
fn has_open_quote(text: &str, span: Span) -> bool {
    let mut lines = text.get(span.start..).unwrap_or_default().split('\n');
    let first = lines.next().unwrap_or_default();
    let folded = lines.take_while(|line| line.starts_with([' ', '\t']));
    let quotes = std::iter::once(first).chain(folded).flat_map(str::bytes);
    let name = first.split_once(';').map(|(name, _)| name);
    name.is_some_and(is_token) && quotes.filter(|byte| *byte == b'"').count() % 2 == 1
}

fn character(c: char, span: Span, notes: &mut FaultNotes) {
    let code = match c {
        // Readers treat these two as letters.
        '\u{2028}' | '\u{2029}' => return,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => &codes::DIRECTION,
        '\0'..'\u{80}' => &codes::CONTROL,
        _ => &codes::INVISIBLE,
    };
    if notes.repeats(span, code, c.encode_utf8(&mut [0; 4])) {
        return;
    }
    let named = format!("U+{:04X}", u32::from(c));
    let (headline, help) = if code == &codes::DIRECTION {
        (
            format!("{named} changes the direction in which text is shown"),
            "leave it out: it reorders the text after it, even in lists with other entries",
        )
    } else if code == &codes::INVISIBLE {
        (
            format!("a text contains the invisible character {named}"),
            "leave it out: it was copied from a web page or document, and breaks searches and links",
        )
    } else {
        (
            format!("{named} is not allowed in a calendar"),
            "leave it out, or write `\\n` where a line break was meant (RFC 5545 §3.1)",
        )
    };
    notes.at(span, LintFault::new(code, Rule::TextEscaped, headline, help).kind(c.to_string()));
}
