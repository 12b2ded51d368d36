//! Checks texts, links, categories and empty properties.

use super::form::unencoded;
use super::notes::{FaultNotes, LintFault, shown};
use super::{codes, fix};
use crate::definition::TAGS;
use crate::diagnostic::Span;
use crate::ical::ContentLine;
use crate::model::{Line, WebUrl};
use crate::rules::Rule;

/// Checks a property of type TEXT, or one of several texts between commas.
pub(super) fn check(line: &ContentLine<'_>, is_list: bool, source: &str, notes: &mut FaultNotes) {
    let entities: Vec<_> = entities(&line.value).collect();
    escapes(line, is_list, &entities, source, notes);
    if let Some((at, entity, meant)) = entities.first() {
        let name = line.name.as_ref();
        let headline =
            format!("{name} has an HTML entity (`{entity}`), which calendars show as it is");
        let help =
            format!("decode the HTML before it is written as iCalendar: here, write `{meant}`");
        let fault = LintFault::new(&codes::MARKUP, Rule::PlainDescription, headline, help);
        notes.at(place(line, source, *at, entity.len()), fault.kind(format!("{name} entity")));
    }
    let lower = line.value.to_ascii_lowercase();
    if let Some(tag) = TAGS.iter().find(|tag| lower.contains(**tag)) {
        let at = lower.find(*tag).unwrap_or(0);
        let headline = format!("{} has HTML (`{tag}`); most calendars show the tags", line.name);
        let help = "write plain text, with each link on its own line";
        let place = place(line, source, at, tag.len());
        notes.at(
            place,
            LintFault::new(&codes::MARKUP, Rule::PlainDescription, headline, help)
                .kind(line.name.clone()),
        );
    }
}

/// RFC 5545 §3.3.11.
fn escapes(
    line: &ContentLine<'_>,
    is_list: bool,
    entities: &[Entity<'_>],
    source: &str,
    notes: &mut FaultNotes,
) {
    let ends = |(start, entity, _): &Entity<'_>| start + entity.len() - 1;
    // One finding of each sort in a line, at its first place.
    let mut reported: [bool; 3] = [false; 3];
    let mut chars = line.value.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let (sort, code, length) = match (c, chars.peek().map(|(_, c)| *c)) {
            ('\\', Some('\\')) => {
                chars.next();
                match chars.peek() {
                    Some((_, 'n' | 'N')) => (0, &codes::BACKSLASH_N, 3),
                    _ => continue,
                }
            }
            ('\\', Some('n' | 'N' | ';' | ',')) => {
                chars.next();
                continue;
            }
            ('\\', other) => (1, &codes::ESCAPE, 1 + other.map_or(0, char::len_utf8)),
            (',', _) if is_list => continue,
            (';', _) if entities.binary_search_by_key(&at, ends).is_ok() => continue,
            (',' | ';', _) => (2, &codes::ESCAPE, 1),
            _ => continue,
        };
        if std::mem::replace(&mut reported[sort], true) {
            continue;
        }
        let kind = format!("{} {sort}", line.name);
        if notes.repeats(line.span, code, &kind) {
            continue;
        }
        let written = shown(line.value.get(at..at + length).unwrap_or("\\"));
        let fault = if sort == 0 {
            let headline = format!(
                "{} has a backslash followed by n; several calendars show a line break",
                line.name
            );
            let help = "for a line break, write one backslash before n; if a backslash is meant, \
                        reword the text";
            LintFault::new(code, Rule::TextEscaped, headline, help)
        } else if sort == 1 {
            let headline = format!("{} has `{written}`, which escapes nothing", line.name);
            let help = format!(
                "write `\\{written}` for a backslash; only `\\\\`, `\\;`, `\\,` and `\\n` are escapes"
            );
            LintFault::new(code, Rule::TextEscaped, headline, help)
        } else {
            let headline = format!("{} has `{written}` without a backslash before it", line.name);
            let help = format!("write `\\{written}`: some readers end the text there");
            LintFault::new(code, Rule::TextEscaped, headline, help)
        };
        notes.at(place(line, source, at, length), fault.kind(kind));
    }
}

/// HTML entities that occur in texts copied from web pages.
const ENTITIES: [(&str, &str); 26] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("bull", "•"),
    ("middot", "·"),
    ("euro", "€"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("ccedil", "ç"),
];

/// An HTML entity: its place in the value, as written, and its meaning.
type Entity<'v> = (usize, &'v str, String);

/// The HTML entities of a value, in order, their `;` escaped or not.
fn entities(value: &str) -> impl Iterator<Item = Entity<'_>> {
    value.match_indices('&').filter_map(|(at, _)| {
        let rest = &value[at + 1..];
        let end = rest.find(';').filter(|end| *end < 12)?;
        let name = rest[..end].strip_suffix('\\').unwrap_or(&rest[..end]);
        let number =
            |text: &str, radix| u32::from_str_radix(text, radix).ok().and_then(char::from_u32);
        let meant = match name.strip_prefix('#') {
            Some(code) => match code.strip_prefix(['x', 'X']) {
                Some(hex) => number(hex, 16)?.to_string(),
                None => number(code, 10)?.to_string(),
            },
            None => {
                ENTITIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1.to_owned()
            }
        };
        Some((at, &value[at..=at + 1 + end], meant))
    })
}

/// Rule `titles-of-one-line`.
pub(super) fn one_line(line: &ContentLine<'_>, notes: &mut FaultNotes) {
    let text = line.text();
    let units = text.encode_utf16().count();
    let most = Line::OUTLOOK_UNITS;
    if units > most {
        let headline = format!("{} has {units} characters; Outlook cuts after {most}", line.name);
        let help = "move the rest to DESCRIPTION";
        let fault = LintFault::new(&codes::TITLE, Rule::TitlesOfOneLine, headline, help);
        notes.at(line.span, fault.kind(format!("{} long", line.name)));
    }
    if text.contains('\n') {
        let headline = format!("{} has a line break; lists show only the first line", line.name);
        let joined = line.value.replace("\\n", "\\, ").replace("\\N", "\\, ");
        let help = fix::write_or(&fix::line(line, &joined), "write it on one line, with commas");
        let fault = LintFault::new(&codes::TITLE, Rule::TitlesOfOneLine, headline, help);
        notes.at(line.span, fault.kind(format!("{} lines", line.name)));
    }
}

/// Rule `no-empty-or-repeated-property`.
pub(super) fn not_empty(line: &ContentLine<'_>, notes: &mut FaultNotes) {
    if line.value.trim().is_empty() && !notes.repeats(line.span, &codes::EMPTY, &line.name) {
        let headline = format!("{} has no value", shown(&line.name));
        let fault = LintFault::new(
            &codes::EMPTY,
            Rule::NoEmptyOrRepeatedProperty,
            headline,
            "leave the property out",
        );
        notes.at(line.span, fault.kind(line.name.clone()));
    }
}

/// Rule `values-validated`.
pub(super) fn link(line: &ContentLine<'_>, notes: &mut FaultNotes) {
    let value = line.value.as_ref();
    if value.trim().is_empty() {
        return;
    }
    // WHATWG's parser, as in browsers and `WebUrl`, corrects characters that RFC 3986 does not allow.
    let problem = match (WebUrl::parse(value), unencoded(value)) {
        (Err(problem), _) => problem.to_string(),
        (Ok(_), Some(c)) => format!("has `{c}`, which must be percent-encoded"),
        (Ok(_), None) if !has_host(value) => "has no host, or an empty part in its name".to_owned(),
        (Ok(_), None) => return,
    };
    if notes.repeats(line.span, &codes::LINK, &line.name) {
        return;
    }
    let headline = format!("{} `{}` {problem}", line.name, shown(value));
    let help = fix::link(value).map_or_else(
        || "write an absolute `https:` link, percent-encoded and not escaped".to_owned(),
        |link| fix::write_or(&fix::line(line, &link), "percent-encode it"),
    );
    let fault = LintFault::new(&codes::LINK, Rule::ValuesValidated, headline, help);
    notes.at(line.span, fault.kind(line.name.clone()));
}

/// Whether a link has a host without empty labels.
fn has_host(link: &str) -> bool {
    let Some((_, rest)) = link.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let labels = host.strip_suffix('.').unwrap_or(host);
    labels.split('.').all(|label| !label.is_empty())
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Rule `no-empty-or-repeated-property`.
pub(super) fn categories(line: &ContentLine<'_>, notes: &mut FaultNotes) {
    for item in line.texts() {
        let what = match item.trim() {
            "" => "is empty".to_owned(),
            text if text.contains([',', ';']) => {
                format!("`{}` contains a separator; several calendars split it in two", shown(text))
            }
            _ => continue,
        };
        let parts = item.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        let help = match parts.collect::<Vec<_>>().join(",") {
            parts if parts.is_empty() => "leave out the comma before or after it".to_owned(),
            parts => format!("write `{}` for several categories", shown(&parts)),
        };
        let fault = LintFault::new(
            &codes::CATEGORIES,
            Rule::NoEmptyOrRepeatedProperty,
            format!("a category {what}"),
            help,
        );
        notes.at(line.span, fault);
        return;
    }
}

/// The place of a part of the value in the source, with folds skipped.
fn place(line: &ContentLine<'_>, source: &str, at: usize, length: usize) -> Span {
    let mut left = line.value_at + at;
    let mut offset = line.span.start;
    let mut rest = source.get(offset..).unwrap_or_default();
    while !rest.is_empty() {
        let end = rest.find('\n').unwrap_or(rest.len());
        let physical = rest[..end].strip_suffix('\r').unwrap_or(&rest[..end]);
        if left < physical.len() || (left == physical.len() && left == 0) {
            let start = offset + left;
            return Span { start, end: (start + length).min(offset + physical.len()) };
        }
        left -= physical.len();
        // The space of the fold is not part of the line.
        let skipped = (end + 2).min(rest.len());
        offset += skipped;
        rest = source.get(offset..).unwrap_or_default();
    }
    line.span
}
