//! Allowed properties of each component (the calendar rules), with their parameters (rule
//! `parameters-quoted`).

use super::Expected;
use crate::ical::is_language_tag;
use crate::rules::Rule;

/// Components that kalends writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ComponentKind {
    Calendar,
    TimeZone,
    Standard,
    Daylight,
    Event,
    Alarm,
}

impl ComponentKind {
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "VCALENDAR" => Self::Calendar,
            "VTIMEZONE" => Self::TimeZone,
            "STANDARD" => Self::Standard,
            "DAYLIGHT" => Self::Daylight,
            "VEVENT" => Self::Event,
            "VALARM" => Self::Alarm,
            _ => return None,
        })
    }

    pub(super) fn parent(self) -> Option<Self> {
        match self {
            Self::Calendar => None,
            Self::TimeZone | Self::Event => Some(Self::Calendar),
            Self::Standard | Self::Daylight => Some(Self::TimeZone),
            Self::Alarm => Some(Self::Event),
        }
    }
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueForm {
    Text,
    /// TEXT without a line break.
    Line,
    /// Lines between commas.
    Texts,
    /// The name of the program that wrote the calendar (rule `fixed-head`).
    Producer,
    /// An absolute link.
    Uri,
    /// A mail address as a URI.
    Mail,
    Utc,
    /// DATE, DATE-TIME in UTC or with a TZID.
    Time,
    Number,
    /// `latitude;longitude` in degrees.
    Position,
    /// A CSS3 colour name (RFC 7986 §5.9).
    ColourName,
    /// `#rrggbb`.
    ColourValue,
    /// A duration.
    Interval,
    /// A duration before the start.
    Before,
    /// One of these values.
    OneOf(&'static [&'static str]),
    /// Any text without control characters; parsed elsewhere.
    Token,
}

/// An allowed property.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    pub(super) name: &'static str,
    pub(super) form: ValueForm,
    /// The rule that requires it, if it is required.
    pub(super) rule: Option<Rule>,
    /// Allowed only in the feed.
    feed_only: bool,
    /// Required parameters with their values.
    fixed: &'static [(&'static str, &'static str)],
    /// An optional parameter.
    free: Option<&'static str>,
}

const fn must(name: &'static str, form: ValueForm, rule: Rule) -> Spec {
    Spec { rule: Some(rule), ..may(name, form) }
}

const fn may(name: &'static str, form: ValueForm) -> Spec {
    Spec { name, form, rule: None, feed_only: false, fixed: &[], free: None }
}

const fn feed(spec: Spec) -> Spec {
    Spec { feed_only: true, ..spec }
}

/// Adds an optional parameter.
const fn with(free: &'static str, spec: Spec) -> Spec {
    Spec { free: Some(free), ..spec }
}

/// Adds required parameters.
const fn fixed(fixed: &'static [(&'static str, &'static str)], spec: Spec) -> Spec {
    Spec { fixed, ..spec }
}

const URI: (&str, &str) = ("VALUE", "URI");

static CALENDAR: &[Spec] = &[
    must("VERSION", ValueForm::OneOf(&["2.0"]), Rule::FixedHead),
    must("PRODID", ValueForm::Producer, Rule::FixedHead),
    must("CALSCALE", ValueForm::OneOf(&["GREGORIAN"]), Rule::FixedHead),
    with("LANGUAGE", feed(must("NAME", ValueForm::Line, Rule::FeedNamesItself))),
    feed(must("X-WR-CALNAME", ValueForm::Line, Rule::FeedNamesItself)),
    feed(must("X-WR-RELCALID", ValueForm::Token, Rule::FeedNamesItself)),
    with("LANGUAGE", feed(may("DESCRIPTION", ValueForm::Text))),
    feed(may("X-WR-CALDESC", ValueForm::Text)),
    feed(must("LAST-MODIFIED", ValueForm::Utc, Rule::FeedNamesItself)),
    feed(may("URL", ValueForm::Uri)),
    fixed(&[URI], feed(may("SOURCE", ValueForm::Uri))),
    feed(may("COLOR", ValueForm::ColourName)),
    feed(may("X-APPLE-CALENDAR-COLOR", ValueForm::ColourValue)),
    fixed(&[URI, ("DISPLAY", "BADGE")], feed(may("IMAGE", ValueForm::Uri))),
    fixed(
        &[("VALUE", "DURATION")],
        feed(must("REFRESH-INTERVAL", ValueForm::Interval, Rule::RefreshHints)),
    ),
    feed(must("X-PUBLISHED-TTL", ValueForm::Interval, Rule::RefreshHints)),
];

static TIME_ZONE: &[Spec] = &[must("TZID", ValueForm::Token, Rule::OneVtimezonePerZone)];

static OBSERVANCE: &[Spec] = &[
    must("DTSTART", ValueForm::Token, Rule::VtimezoneAsOutlookReads),
    must("TZOFFSETFROM", ValueForm::Token, Rule::VtimezoneAsOutlookReads),
    must("TZOFFSETTO", ValueForm::Token, Rule::VtimezoneAsOutlookReads),
    may("RRULE", ValueForm::Token),
    must("TZNAME", ValueForm::Line, Rule::VtimezoneAsOutlookReads),
];

static EVENT: &[Spec] = &[
    must("UID", ValueForm::Line, Rule::OneUidPerSession),
    must("DTSTAMP", ValueForm::Utc, Rule::DtstampFromRecord),
    must("CREATED", ValueForm::Utc, Rule::DtstampFromRecord),
    must("LAST-MODIFIED", ValueForm::Utc, Rule::LastModifiedMoves),
    must("SEQUENCE", ValueForm::Number, Rule::SequenceNeverFalls),
    must("DTSTART", ValueForm::Time, Rule::DtendAlways),
    must("DTEND", ValueForm::Time, Rule::DtendAlways),
    with("LANGUAGE", must("SUMMARY", ValueForm::Line, Rule::TitlesOfOneLine)),
    must(
        "STATUS",
        ValueForm::OneOf(&["CONFIRMED", "TENTATIVE", "CANCELLED"]),
        Rule::MovedSessionKeepsUid,
    ),
    must("TRANSP", ValueForm::OneOf(&["OPAQUE", "TRANSPARENT"]), Rule::BusySaidTwice),
    must(
        "X-MICROSOFT-CDO-BUSYSTATUS",
        ValueForm::OneOf(&["BUSY", "TENTATIVE", "FREE"]),
        Rule::BusySaidTwice,
    ),
    with("LANGUAGE", may("LOCATION", ValueForm::Line)),
    may("GEO", ValueForm::Position),
    with("LANGUAGE", may("DESCRIPTION", ValueForm::Text)),
    may("URL", ValueForm::Uri),
    fixed(&[URI], may("CONFERENCE", ValueForm::Uri)),
    with("LANGUAGE", may("CATEGORIES", ValueForm::Texts)),
    with("LANGUAGE", may("CONTACT", ValueForm::Line)),
    with("CN", may("ORGANIZER", ValueForm::Mail)),
];

static ALARM: &[Spec] = &[
    must("ACTION", ValueForm::OneOf(&["DISPLAY"]), Rule::OneAlarmAtMost),
    with("LANGUAGE", must("DESCRIPTION", ValueForm::Line, Rule::OneAlarmAtMost)),
    must("TRIGGER", ValueForm::Before, Rule::OneAlarmAtMost),
];

fn specs(component: ComponentKind) -> &'static [Spec] {
    match component {
        ComponentKind::Calendar => CALENDAR,
        ComponentKind::TimeZone => TIME_ZONE,
        ComponentKind::Standard | ComponentKind::Daylight => OBSERVANCE,
        ComponentKind::Event => EVENT,
        ComponentKind::Alarm => ALARM,
    }
}

/// The property with that name, if it is allowed, and its index in the component. `seen` has a bit
/// for each index that was seen before.
pub(super) fn spec(
    component: ComponentKind,
    name: &str,
    expected: Expected,
    seen: u64,
) -> Option<(usize, &'static Spec)> {
    let allowed =
        |spec: &Spec| spec.name == name && (expected == Expected::Feed || !spec.feed_only);
    let specs = specs(component);
    // Properties usually follow the order of the table, so the next one is tried first.
    let next = (u64::BITS - seen.leading_zeros()) as usize;
    let from = |skip: usize| specs.iter().enumerate().skip(skip).find(|(_, spec)| allowed(spec));
    from(next).or_else(|| from(0))
}

/// The first required property that is missing, with the rule that requires it.
pub(super) fn missing(
    component: ComponentKind,
    seen: u64,
    expected: Expected,
) -> Option<(&'static str, Rule)> {
    let wanted = |spec: &Spec| expected == Expected::Feed || !spec.feed_only;
    let unseen = |index: usize| seen & (1 << index) == 0;
    let mut specs = specs(component).iter().enumerate();
    specs.find_map(|(index, spec)| {
        let rule = spec.rule.filter(|_| wanted(spec) && unseen(index))?;
        Some((spec.name, rule))
    })
}

/// Names and values of parameters.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    /// No property that we write has more.
    all: [(&'a str, &'a str); 2],
    count: usize,
}

impl<'a> Parameters<'a> {
    pub(super) fn as_slice(&self) -> &[(&'a str, &'a str)] {
        &self.all[..self.count]
    }
}

/// Parses the part of a line that starts at the first `;`.
pub(super) fn parameters(text: &str) -> Result<Parameters<'_>, String> {
    let (mut parameters, mut rest) = (Parameters::default(), text);
    while let Some(parameter) = rest.strip_prefix(';') {
        let (key, after) = parameter.split_once('=').ok_or("a parameter has no `=`")?;
        let (value, after) = parameter_value(key, after)?;
        if parameters.as_slice().iter().any(|(seen, _)| *seen == key) {
            return Err(format!("parameter {key} occurs twice"));
        }
        let free = parameters.all.get_mut(parameters.count).ok_or("more than two parameters")?;
        *free = (key, value);
        parameters.count += 1;
        rest = after;
    }
    if rest.is_empty() { Ok(parameters) } else { Err(format!("`{rest}` after a parameter")) }
}

/// Rule `parameters-quoted`: values with other characters than letters, digits and hyphens are
/// quoted. A TZID is not: every client writes and compares it bare, and zone names contain no
/// delimiter.
fn parameter_value<'a>(key: &str, after: &'a str) -> Result<(&'a str, &'a str), String> {
    if let Some(quoted) = after.strip_prefix('"') {
        return quoted.split_once('"').ok_or_else(|| "a quote is not closed".to_owned());
    }
    let end = after.find([':', ';', ',', '"']).unwrap_or(after.len());
    let (value, rest) = after.split_at(end);
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || byte == b'-' || (key == "TZID" && b"/_+".contains(&byte))
    };
    if value.is_empty() || !value.bytes().all(plain) {
        return Err(format!("parameter {key} needs quotes"));
    }
    Ok((value, rest))
}

/// Checks that the property has its required parameters and otherwise only optional ones. Those of
/// a time are parsed with its value.
pub(super) fn check_parameters(spec: &Spec, there: &[(&str, &str)]) -> Result<(), String> {
    if spec.form == ValueForm::Time {
        return Ok(());
    }
    let (fixed, free) = (spec.fixed, spec.free);
    if let Some((missing, _)) = fixed.iter().find(|one| !there.contains(one)) {
        return Err(format!("no {missing}"));
    }
    let allowed =
        |(key, _): &&(&str, &str)| free == Some(*key) || fixed.iter().any(|(name, _)| name == key);
    if let Some((key, _)) = there.iter().find(|parameter| !allowed(parameter)) {
        return Err(format!("parameter {key} is not allowed here"));
    }
    match there.iter().find(|(key, value)| *key == "LANGUAGE" && !is_language_tag(value)) {
        Some((_, value)) => Err(format!("`{value}` is not a language tag")),
        None => Ok(()),
    }
}
