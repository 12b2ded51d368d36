//! Checks a property's parameters: syntax, whether they are allowed, and values.

use super::clients::{ENCODED, HOME, UNKNOWN_TYPE};
use super::form::is_uri;
use super::notes::{FaultNotes, LintFault, shown};
use super::table::Property;
use super::{clients, codes};
use crate::ical::{ContentLine, MalformedParameter, Parameter, is_language_tag, is_token};
use crate::rules::Rule;

/// The form of a parameter's value.
enum ParameterForm {
    Any,
    Token,
    Words(&'static [&'static str]),
    /// A URI in quotes.
    Uri,
    Language,
    /// `text/html`.
    Media,
}

/// The parameters of RFC 5545, RFC 6638, RFC 7986, RFC 9073 and RFC 9253 except VALUE, and CHARSET of
/// vCalendar.
static PARAMETERS: &[(&str, ParameterForm)] = &[
    ("ALTREP", ParameterForm::Uri),
    ("CHARSET", ParameterForm::Any),
    ("CN", ParameterForm::Any),
    ("CUTYPE", ParameterForm::Token),
    ("DELEGATED-FROM", ParameterForm::Uri),
    ("DELEGATED-TO", ParameterForm::Uri),
    ("DERIVED", ParameterForm::Words(&["TRUE", "FALSE"])),
    ("DIR", ParameterForm::Uri),
    ("DISPLAY", ParameterForm::Token),
    ("EMAIL", ParameterForm::Any),
    ("ENCODING", ParameterForm::Words(&["8BIT", "BASE64"])),
    ("FBTYPE", ParameterForm::Token),
    ("FEATURE", ParameterForm::Token),
    ("FMTTYPE", ParameterForm::Media),
    ("GAP", ParameterForm::Any),
    ("LABEL", ParameterForm::Any),
    ("LANGUAGE", ParameterForm::Language),
    ("LINKREL", ParameterForm::Any),
    ("MEMBER", ParameterForm::Uri),
    ("PARTSTAT", ParameterForm::Token),
    ("RANGE", ParameterForm::Words(&["THISANDFUTURE"])),
    ("RELATED", ParameterForm::Words(&["START", "END"])),
    ("RELTYPE", ParameterForm::Token),
    ("ROLE", ParameterForm::Token),
    ("RSVP", ParameterForm::Words(&["TRUE", "FALSE"])),
    ("SCHEDULE-AGENT", ParameterForm::Token),
    ("SCHEDULE-FORCE-SEND", ParameterForm::Token),
    ("SCHEDULE-STATUS", ParameterForm::Any),
    ("SCHEMA", ParameterForm::Uri),
    ("SENT-BY", ParameterForm::Uri),
    ("TZID", ParameterForm::Any),
];

/// RFC 5545 §3.2.20.
const TYPES: [&str; 14] = [
    "BINARY",
    "BOOLEAN",
    "CAL-ADDRESS",
    "DATE",
    "DATE-TIME",
    "DURATION",
    "FLOAT",
    "INTEGER",
    "PERIOD",
    "RECUR",
    "TEXT",
    "TIME",
    "URI",
    "UTC-OFFSET",
];

impl ParameterForm {
    /// The fault of a parameter's value, after the value in a headline.
    fn wrong(&self, (value, is_quoted): (&str, bool)) -> Option<String> {
        let fits = match self {
            Self::Any => true,
            Self::Token => is_token(value),
            Self::Words(words) => words.iter().any(|word| word.eq_ignore_ascii_case(value)),
            Self::Uri if !is_quoted => return Some("is not in quotes".to_owned()),
            Self::Uri => is_uri(value),
            Self::Language => is_language_tag(value),
            Self::Media => value.split_once('/').is_some_and(|(kind, _)| is_token(kind)),
        };
        if fits || value.is_empty() {
            return None;
        }
        let noun = match self {
            Self::Any | Self::Token => "a word of letters, digits and hyphens".to_owned(),
            Self::Words(words) => words.join(" or "),
            Self::Uri => "a URI".to_owned(),
            Self::Language => "a language tag such as `de`".to_owned(),
            Self::Media => "a media type such as `text/plain`".to_owned(),
        };
        Some(format!("is not {noun}"))
    }
}

/// Rule `parameters-quoted`: whether a parameter is malformed. Some readers then drop the calendar.
pub(super) fn check_syntax(line: &ContentLine<'_>, notes: &mut FaultNotes) -> bool {
    let Some((malformed, part)) = line.parameters().find_map(Result::err) else { return false };
    let (what, help) = match malformed {
        MalformedParameter::NoValue => {
            ("has no `=`", "write `NAME=value` after each `;`, or leave it out")
        }
        MalformedParameter::Name => (
            "does not begin with a name",
            "write letters, digits and hyphens before the `=`, and no spaces",
        ),
        MalformedParameter::Quote => (
            "has a quote inside",
            "put quotes around the whole value or leave them out; a quote in it is written `^'` \
             (RFC 6868)",
        ),
    };
    let headline = format!("{}: the parameter `{}` {what}", line.name, shown(part));
    let fault = LintFault::new(&codes::NOT_LINE, Rule::ParametersQuoted, headline, help);
    // ical.js and ical4j accept the other two.
    let is_taken = malformed != MalformedParameter::NoValue;
    notes.at(line.span, if is_taken { fault.costing(HOME) } else { fault }.kind(what));
    true
}

/// Checks the parameters of a well-formed line; `true` if the value need not be checked.
pub(super) fn check(line: &ContentLine<'_>, row: &Property, notes: &mut FaultNotes) -> bool {
    if let Some(said) = line.parameter("VALUE") {
        if !row.types.iter().any(|(name, _)| said.eq_ignore_ascii_case(name)) {
            let names: Vec<&str> = row.types.iter().map(|(name, _)| *name).collect();
            let headline = format!("{} cannot be of the type `{}`", line.name, shown(&said));
            let help = format!("leave VALUE out, or write {}", names.join(" or "));
            let is_type = TYPES.iter().any(|name| said.eq_ignore_ascii_case(name));
            let losses = if is_type || row.losses.is_empty() { row.losses } else { UNKNOWN_TYPE };
            let fault =
                LintFault::new(clients::code(losses), Rule::ValuesValidated, headline, help);
            notes.at(line.span, fault.costing(losses).kind(format!("{} VALUE", line.name)));
            return true;
        }
        if said.bytes().any(|byte| byte.is_ascii_lowercase()) && !row.losses.is_empty() {
            let headline = format!("{}: `VALUE={}` is not in upper case", line.name, shown(&said));
            let help = format!("write `VALUE={}`", said.to_ascii_uppercase());
            let fault = LintFault::new(&codes::VALUE_LOST, Rule::ValuesValidated, headline, help);
            notes.at(line.span, fault.costing(HOME).kind(format!("{} VALUE case", line.name)));
        }
    }
    let mut seen: Vec<String> = Vec::new();
    for parameter in line.parameters().filter_map(Result::ok) {
        let name = parameter.name.to_ascii_uppercase();
        let Some((_, value)) = PARAMETERS.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        if name == "ENCODING" && is_encoded(line, parameter, notes) {
            return true;
        }
        let what = if !row.parameters.contains(&name.as_str()) {
            format!("{name} is not a parameter of {}", line.name)
        } else if seen.contains(&name) {
            format!("{} has {name} twice", line.name)
        } else {
            let wrong = |it| value.wrong(it).map(|what| (shown(it.0), what));
            let Some((value, what)) = parameter.values().find_map(wrong) else {
                seen.push(name);
                continue;
            };
            format!("{}: {name} `{value}` {what}", line.name)
        };
        let kind = format!("{} {name}", line.name);
        let help = match value {
            ParameterForm::Uri if what.ends_with("quotes") => {
                "put it in quotes: it ends at its first colon".to_owned()
            }
            ParameterForm::Words(words) if what.contains('`') => {
                format!("write `{name}={}`", words.join(&format!("` or `{name}=")))
            }
            _ => format!("leave {name} out"),
        };
        let fault = LintFault::new(&codes::VALUE, Rule::ParametersQuoted, what, help);
        notes.at(line.span, fault.kind(kind));
    }
    false
}

/// Whether the value has an encoding of vCalendar, which iCalendar does not have. Reports it.
fn is_encoded(line: &ContentLine<'_>, parameter: Parameter<'_>, notes: &mut FaultNotes) -> bool {
    let encoding = parameter.value.to_ascii_uppercase();
    let is_binary = line.parameter("VALUE").is_some_and(|said| said.eq_ignore_ascii_case("BINARY"));
    if encoding != "QUOTED-PRINTABLE" && (encoding != "BASE64" || is_binary) {
        return false;
    }
    let headline =
        format!("{} is in {encoding}, which iCalendar does not allow for texts", line.name);
    let help = match decoded(&line.value).filter(|_| encoding == "QUOTED-PRINTABLE") {
        Some(text) => {
            format!("write it in UTF-8, without ENCODING and CHARSET: `{}`", shown(&text))
        }
        None => "write it in UTF-8, without ENCODING and CHARSET".to_owned(),
    };
    let fault = LintFault::new(&codes::VALUE_LOST, Rule::ValuesValidated, headline, help);
    notes.at(line.span, fault.costing(ENCODED).kind(format!("{} encoded", line.name)));
    true
}

/// Decodes quoted-printable (RFC 2045 §6.7).
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'=');
        let code = code.and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}
