//! Which properties may stand where (the calendar rules), and with which parameters (rule
//! `parameters-quoted`).

use super::Expected;
use crate::ical::is_language_tag;
use crate::rules::Rule;

/// Components that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Component {
    Calendar,
    TimeZone,
    Standard,
    Daylight,
    Event,
    Alarm,
}

impl Component {
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

/// What a value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    /// TEXT without a line break.
    Line,
    /// Lines between commas.
    Texts,
    /// The name of what wrote the calendar (rule `fixed-head`).
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
    /// A name of CSS3 (RFC 7986 §5.9).
    ColourName,
    /// `#rrggbb`.
    ColourValue,
    /// A length of time.
    Interval,
    /// A length of time before the start.
    Before,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Anything without control characters, read elsewhere.
    Token,
}

/// One allowed property.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    pub(super) name: &'static str,
    pub(super) form: Form,
    /// The rule that asks for it, if it must be there.
    pub(super) rule: Option<Rule>,
    /// Only in the feed.
    feed_only: bool,
    /// Parameters that must be there, as they are.
    fixed: &'static [(&'static str, &'static str)],
    /// A parameter that may be there.
    free: Option<&'static str>,
}

const fn must(name: &'static str, form: Form, rule: Rule) -> Spec {
    Spec { rule: Some(rule), ..may(name, form) }
}

const fn may(name: &'static str, form: Form) -> Spec {
    Spec { name, form, rule: None, feed_only: false, fixed: &[], free: None }
}

const fn feed(spec: Spec) -> Spec {
    Spec { feed_only: true, ..spec }
}

/// With a parameter that may be there.
const fn with(free: &'static str, spec: Spec) -> Spec {
    Spec { free: Some(free), ..spec }
}

/// With parameters that must be there.
const fn fixed(fixed: &'static [(&'static str, &'static str)], spec: Spec) -> Spec {
    Spec { fixed, ..spec }
}

const URI: (&str, &str) = ("VALUE", "URI");

static CALENDAR: &[Spec] = &[
    must("VERSION", Form::OneOf(&["2.0"]), Rule::FixedHead),
    must("PRODID", Form::Producer, Rule::FixedHead),
    must("CALSCALE", Form::OneOf(&["GREGORIAN"]), Rule::FixedHead),
    with("LANGUAGE", feed(must("NAME", Form::Line, Rule::FeedNamesItself))),
    feed(must("X-WR-CALNAME", Form::Line, Rule::FeedNamesItself)),
    feed(must("X-WR-RELCALID", Form::Token, Rule::FeedNamesItself)),
    with("LANGUAGE", feed(may("DESCRIPTION", Form::Text))),
    feed(may("X-WR-CALDESC", Form::Text)),
    feed(must("LAST-MODIFIED", Form::Utc, Rule::FeedNamesItself)),
    feed(may("URL", Form::Uri)),
    fixed(&[URI], feed(may("SOURCE", Form::Uri))),
    feed(may("COLOR", Form::ColourName)),
    feed(may("X-APPLE-CALENDAR-COLOR", Form::ColourValue)),
    fixed(&[URI, ("DISPLAY", "BADGE")], feed(may("IMAGE", Form::Uri))),
    fixed(
        &[("VALUE", "DURATION")],
        feed(must("REFRESH-INTERVAL", Form::Interval, Rule::RefreshHints)),
    ),
    feed(must("X-PUBLISHED-TTL", Form::Interval, Rule::RefreshHints)),
];

static TIME_ZONE: &[Spec] = &[must("TZID", Form::Token, Rule::OneVtimezonePerZone)];

static OBSERVANCE: &[Spec] = &[
    must("DTSTART", Form::Token, Rule::VtimezoneAsOutlookReads),
    must("TZOFFSETFROM", Form::Token, Rule::VtimezoneAsOutlookReads),
    must("TZOFFSETTO", Form::Token, Rule::VtimezoneAsOutlookReads),
    may("RRULE", Form::Token),
    must("TZNAME", Form::Line, Rule::VtimezoneAsOutlookReads),
];

static EVENT: &[Spec] = &[
    must("UID", Form::Line, Rule::OneUidPerSession),
    must("DTSTAMP", Form::Utc, Rule::DtstampFromRecord),
    must("CREATED", Form::Utc, Rule::DtstampFromRecord),
    must("LAST-MODIFIED", Form::Utc, Rule::LastModifiedMoves),
    must("SEQUENCE", Form::Number, Rule::SequenceNeverFalls),
    must("DTSTART", Form::Time, Rule::DtendAlways),
    must("DTEND", Form::Time, Rule::DtendAlways),
    with("LANGUAGE", must("SUMMARY", Form::Line, Rule::TitlesOfOneLine)),
    must(
        "STATUS",
        Form::OneOf(&["CONFIRMED", "TENTATIVE", "CANCELLED"]),
        Rule::MovedSessionKeepsUid,
    ),
    must("TRANSP", Form::OneOf(&["OPAQUE", "TRANSPARENT"]), Rule::BusySaidTwice),
    must(
        "X-MICROSOFT-CDO-BUSYSTATUS",
        Form::OneOf(&["BUSY", "TENTATIVE", "FREE"]),
        Rule::BusySaidTwice,
    ),
    with("LANGUAGE", may("LOCATION", Form::Line)),
    may("GEO", Form::Position),
    with("LANGUAGE", may("DESCRIPTION", Form::Text)),
    may("URL", Form::Uri),
    fixed(&[URI], may("CONFERENCE", Form::Uri)),
    with("LANGUAGE", may("CATEGORIES", Form::Texts)),
    with("LANGUAGE", may("CONTACT", Form::Line)),
    with("CN", may("ORGANIZER", Form::Mail)),
];

static ALARM: &[Spec] = &[
    must("ACTION", Form::OneOf(&["DISPLAY"]), Rule::OneAlarmAtMost),
    with("LANGUAGE", must("DESCRIPTION", Form::Line, Rule::OneAlarmAtMost)),
    must("TRIGGER", Form::Before, Rule::OneAlarmAtMost),
];

fn specs(component: Component) -> &'static [Spec] {
    match component {
        Component::Calendar => CALENDAR,
        Component::TimeZone => TIME_ZONE,
        Component::Standard | Component::Daylight => OBSERVANCE,
        Component::Event => EVENT,
        Component::Alarm => ALARM,
    }
}

/// The property of that name, if it may stand there, with its number in the component. `seen`: a
/// bit for each number that was seen before.
pub(super) fn spec(
    component: Component,
    name: &str,
    expected: Expected,
    seen: u64,
) -> Option<(usize, &'static Spec)> {
    let allowed =
        |spec: &Spec| spec.name == name && (expected == Expected::Feed || !spec.feed_only);
    let specs = specs(component);
    // They mostly come in the order of the table: the next one is looked at first.
    let next = (u64::BITS - seen.leading_zeros()) as usize;
    let from = |skip: usize| specs.iter().enumerate().skip(skip).find(|(_, spec)| allowed(spec));
    from(next).or_else(|| from(0))
}

/// The first property that must be there and was not seen, with the rule that asks for it.
pub(super) fn missing(
    component: Component,
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
    /// No property that is written has more.
    all: [(&'a str, &'a str); 2],
    count: usize,
}

impl<'a> Parameters<'a> {
    pub(super) fn as_slice(&self) -> &[(&'a str, &'a str)] {
        &self.all[..self.count]
    }
}

/// Takes the part of a line from the first `;` on apart.
pub(super) fn parameters(text: &str) -> Result<Parameters<'_>, String> {
    let (mut parameters, mut rest) = (Parameters::default(), text);
    while let Some(parameter) = rest.strip_prefix(';') {
        let (key, after) = parameter.split_once('=').ok_or("a parameter without `=`")?;
        let (value, after) = parameter_value(key, after)?;
        if parameters.as_slice().iter().any(|(seen, _)| *seen == key) {
            return Err(format!("parameter {key} stands twice"));
        }
        let free = parameters.all.get_mut(parameters.count).ok_or("more than two parameters")?;
        *free = (key, value);
        parameters.count += 1;
        rest = after;
    }
    if rest.is_empty() { Ok(parameters) } else { Err(format!("`{rest}` after a parameter")) }
}

/// Rule `parameters-quoted`: more than letters, digits and hyphens stands in quotes. A TZID does
/// not: every client writes and compares it bare, and zone names hold nothing that could end it.
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

/// Whether the property has the parameters it must have and may have, and no other. Those of a
/// time are read with its value.
pub(super) fn check_parameters(spec: &Spec, there: &[(&str, &str)]) -> Result<(), String> {
    if spec.form == Form::Time {
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
        Some((_, value)) => Err(format!("`{value}` is no language tag")),
        None => Ok(()),
    }
}
