//! The table of properties: RFC 5545, RFC 7986, RFC 9073, RFC 9074, and vendors' properties that clients
//! read. Each row has types, parameters, components and multiplicity.

use super::clients::{ALARM, HOME, Losses, NOBODY, NUMBER, OCCURRENCE, RULE, STAMP, TIME, ZONE};
use super::codes;
use super::form::ValuePattern;
use crate::diagnostic::Code;

/// Components, one bit each.
pub(super) type Within = u16;

const CALENDAR: Within = 1;
pub(super) const EVENT: Within = 1 << 1;
const TODO: Within = 1 << 2;
const JOURNAL: Within = 1 << 3;
const FREE_BUSY: Within = 1 << 4;
const TIME_ZONE: Within = 1 << 5;
const OBSERVANCE: Within = 1 << 6;
pub(super) const ALARM_PART: Within = 1 << 7;
const PARTICIPANT: Within = 1 << 8;
const PLACE: Within = 1 << 9;
const RESOURCE: Within = 1 << 10;

const TASKS: Within = EVENT | TODO | JOURNAL;
const PARTS: Within = PARTICIPANT | PLACE | RESOURCE;
const OBJECTS: Within = TASKS | FREE_BUSY;
const ANY: Within = Within::MAX;

/// The bit of a component; `None` for unknown components.
pub(super) fn within(component: &str) -> Option<Within> {
    Some(match component {
        "VCALENDAR" => CALENDAR,
        "VEVENT" => EVENT,
        "VTODO" => TODO,
        "VJOURNAL" => JOURNAL,
        "VFREEBUSY" => FREE_BUSY,
        "VTIMEZONE" => TIME_ZONE,
        "STANDARD" | "DAYLIGHT" => OBSERVANCE,
        "VALARM" => ALARM_PART,
        "PARTICIPANT" => PARTICIPANT,
        "VLOCATION" => PLACE,
        "VRESOURCE" => RESOURCE,
        _ => return None,
    })
}

/// The components that may contain a component.
pub(super) fn parents(component: Within) -> Within {
    match component {
        CALENDAR => 0,
        OBSERVANCE => TIME_ZONE,
        ALARM_PART => EVENT | TODO,
        PARTICIPANT => OBJECTS,
        PLACE | RESOURCE => OBJECTS | PARTICIPANT,
        _ => CALENDAR,
    }
}

/// How often a property may occur in a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Multiplicity {
    Any,
    /// Once; of two, clients use one or the other.
    Once,
    /// Once; for two, a client drops the calendar.
    OnceOrLost,
}

/// A row of the table.
#[derive(Clone, Copy)]
pub(super) struct Property {
    pub(super) name: &'static str,
    /// Types by their names in VALUE; the first is the default.
    pub(super) types: &'static [(&'static str, ValuePattern)],
    /// Whether commas separate several values.
    pub(super) is_list: bool,
    /// Whether VALUE is required, even for the first type.
    pub(super) says_type: bool,
    /// Allowed parameters, except VALUE and extensions.
    pub(super) parameters: &'static [&'static str],
    pub(super) within: Within,
    /// Components that require it.
    pub(super) needed: Within,
    pub(super) times: Multiplicity,
    /// Losses by a value of another type.
    pub(super) losses: Losses,
    /// A code of its own for a value of another type; a warning only if no client loses anything.
    pub(super) code: Option<&'static Code>,
}

type Types = &'static [(&'static str, ValuePattern)];

const TEXT: Types = &[("TEXT", ValuePattern::Text)];
const PLAIN: Types = &[("TEXT", ValuePattern::Plain)];
const TOKEN: Types = &[("TEXT", ValuePattern::Token)];
const LINK: Types = &[("URI", ValuePattern::Link)];
const URI: Types = &[("URI", ValuePattern::Uri)];
const ADDRESS: Types = &[("CAL-ADDRESS", ValuePattern::Uri)];
const FILE: Types = &[("URI", ValuePattern::Uri), ("BINARY", ValuePattern::Binary)];
const UTC: Types = &[("DATE-TIME", ValuePattern::Utc)];
const DAY_OR_TIME: Types = &[("DATE-TIME", ValuePattern::DateTime), ("DATE", ValuePattern::Date)];
const DATES: Types = &[
    ("DATE-TIME", ValuePattern::DateTime),
    ("DATE", ValuePattern::Date),
    ("PERIOD", ValuePattern::Period),
];
const LOCAL: Types = &[("DATE-TIME", ValuePattern::Local)];
const DURATION: Types = &[("DURATION", ValuePattern::Duration)];
const TRIGGER: Types = &[("DURATION", ValuePattern::Duration), ("DATE-TIME", ValuePattern::Utc)];
const OFFSET: Types = &[("UTC-OFFSET", ValuePattern::Offset)];
const PERIOD: Types = &[("PERIOD", ValuePattern::Period)];
const RECUR: Types = &[("RECUR", ValuePattern::Rule)];
const COUNT: Types = &[("INTEGER", ValuePattern::Integer(0, i32::MAX as i64))];
const DATA: Types =
    &[("TEXT", ValuePattern::Any), ("URI", ValuePattern::Uri), ("BINARY", ValuePattern::Binary)];
const ID_OR_URI: Types =
    &[("TEXT", ValuePattern::Plain), ("URI", ValuePattern::Uri), ("UID", ValuePattern::Plain)];

const EVENT_STATUS: Types =
    &[("TEXT", ValuePattern::Words(&["CONFIRMED", "TENTATIVE", "CANCELLED"]))];
const TODO_STATUS: Types =
    &[("TEXT", ValuePattern::Words(&["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"]))];
const JOURNAL_STATUS: Types = &[("TEXT", ValuePattern::Words(&["DRAFT", "FINAL", "CANCELLED"]))];
const TRANSPARENCY: Types = &[("TEXT", ValuePattern::Words(&["OPAQUE", "TRANSPARENT"]))];
const BUSY: Types =
    &[("TEXT", ValuePattern::Words(&["BUSY", "TENTATIVE", "FREE", "OOF", "WORKINGELSEWHERE"]))];

const NONE: &[&str] = &[];
const ZONED: &[&str] = &["TZID"];
const WORDS: &[&str] = &["ALTREP", "LANGUAGE"];
const LANGUAGE: &[&str] = &["LANGUAGE"];
const PERSON: &[&str] = &[
    "CN",
    "DIR",
    "EMAIL",
    "LANGUAGE",
    "SCHEDULE-AGENT",
    "SCHEDULE-FORCE-SEND",
    "SCHEDULE-STATUS",
    "SENT-BY",
];
const GUEST: &[&str] = &[
    "CN",
    "CUTYPE",
    "DELEGATED-FROM",
    "DELEGATED-TO",
    "DIR",
    "EMAIL",
    "LANGUAGE",
    "MEMBER",
    "PARTSTAT",
    "ROLE",
    "RSVP",
    "SCHEDULE-AGENT",
    "SCHEDULE-FORCE-SEND",
    "SCHEDULE-STATUS",
    "SENT-BY",
];
const MEDIA: &[&str] = &["ENCODING", "FMTTYPE", "FILENAME", "SIZE", "MANAGED-ID", "LABEL"];
const PICTURE: &[&str] = &["ALTREP", "DISPLAY", "ENCODING", "FMTTYPE"];

const fn any(
    name: &'static str,
    types: Types,
    parameters: &'static [&'static str],
    within: Within,
) -> Property {
    Property {
        name,
        types,
        is_list: false,
        says_type: false,
        parameters,
        within,
        needed: 0,
        times: Multiplicity::Any,
        losses: NOBODY,
        code: None,
    }
}

const fn once(
    name: &'static str,
    types: Types,
    parameters: &'static [&'static str],
    within: Within,
) -> Property {
    Property { times: Multiplicity::Once, ..any(name, types, parameters, within) }
}

/// Once, or Home Assistant drops the calendar.
const fn single(
    name: &'static str,
    types: Types,
    parameters: &'static [&'static str],
    within: Within,
) -> Property {
    Property { times: Multiplicity::OnceOrLost, ..any(name, types, parameters, within) }
}

const fn list(property: Property) -> Property {
    Property { is_list: true, ..property }
}

const fn lost(losses: Losses, property: Property) -> Property {
    Property { losses, ..property }
}

const fn needed(needed: Within, property: Property) -> Property {
    Property { needed, ..property }
}

const fn reported_as(code: &'static Code, property: Property) -> Property {
    Property { code: Some(code), ..property }
}

const fn typed(property: Property) -> Property {
    Property { says_type: true, ..property }
}

/// The time of a revision.
const fn stamp(name: &'static str, within: Within) -> Property {
    reported_as(&codes::REVISION_FORM, lost(STAMP, single(name, UTC, NONE, within)))
}

static PROPERTIES: &[Property] = &[
    // RFC 5545 §3.7: the calendar.
    single("VERSION", PLAIN, NONE, CALENDAR),
    single("PRODID", PLAIN, NONE, CALENDAR),
    single("CALSCALE", PLAIN, NONE, CALENDAR),
    single("METHOD", PLAIN, NONE, CALENDAR),
    // §3.8.1: descriptions.
    any("ATTACH", FILE, MEDIA, TASKS | ALARM_PART),
    list(any("CATEGORIES", TEXT, LANGUAGE, CALENDAR | TASKS)),
    single("CLASS", TOKEN, NONE, TASKS),
    any("COMMENT", TEXT, WORDS, OBJECTS | OBSERVANCE | PARTS),
    any("DESCRIPTION", TEXT, WORDS, CALENDAR | JOURNAL | PARTS),
    single("DESCRIPTION", TEXT, WORDS, EVENT | TODO | ALARM_PART),
    lost(NUMBER, single("GEO", &[("FLOAT", ValuePattern::Geo)], NONE, EVENT | TODO | PARTS)),
    single("LOCATION", TEXT, WORDS, EVENT | TODO),
    lost(
        NUMBER,
        single("PERCENT-COMPLETE", &[("INTEGER", ValuePattern::Integer(0, 100))], NONE, TODO),
    ),
    lost(
        NUMBER,
        single(
            "PRIORITY",
            &[("INTEGER", ValuePattern::Integer(0, 9))],
            NONE,
            EVENT | TODO | PARTICIPANT,
        ),
    ),
    list(any("RESOURCES", TEXT, WORDS, EVENT | TODO)),
    reported_as(&codes::STATUS, single("STATUS", EVENT_STATUS, NONE, EVENT)),
    lost(HOME, single("STATUS", TODO_STATUS, NONE, TODO)),
    lost(HOME, single("STATUS", JOURNAL_STATUS, NONE, JOURNAL)),
    once("STATUS", TOKEN, NONE, PARTICIPANT),
    single("SUMMARY", TEXT, WORDS, TASKS | ALARM_PART | PARTICIPANT),
    // §3.8.2: times.
    lost(STAMP, single("COMPLETED", UTC, NONE, TODO)),
    reported_as(&codes::END, lost(TIME, single("DTEND", DAY_OR_TIME, ZONED, EVENT))),
    lost(STAMP, single("DTEND", UTC, NONE, FREE_BUSY)),
    lost(TIME, single("DUE", DAY_OR_TIME, ZONED, TODO)),
    reported_as(&codes::START, lost(TIME, single("DTSTART", DAY_OR_TIME, ZONED, EVENT))),
    lost(TIME, single("DTSTART", DAY_OR_TIME, ZONED, TODO | JOURNAL | FREE_BUSY)),
    needed(OBSERVANCE, lost(ZONE, single("DTSTART", LOCAL, NONE, OBSERVANCE))),
    reported_as(&codes::END, lost(TIME, single("DURATION", DURATION, NONE, EVENT))),
    lost(TIME, single("DURATION", DURATION, NONE, TODO)),
    lost(ALARM, single("DURATION", DURATION, NONE, ALARM_PART)),
    list(lost(STAMP, any("FREEBUSY", PERIOD, &["FBTYPE"], FREE_BUSY))),
    reported_as(&codes::BUSY, single("TRANSP", TRANSPARENCY, NONE, EVENT)),
    // §3.8.3: time zones.
    needed(TIME_ZONE, lost(ZONE, single("TZID", PLAIN, NONE, TIME_ZONE))),
    any("TZNAME", TEXT, LANGUAGE, OBSERVANCE),
    needed(OBSERVANCE, lost(ZONE, single("TZOFFSETFROM", OFFSET, NONE, OBSERVANCE))),
    needed(OBSERVANCE, lost(ZONE, single("TZOFFSETTO", OFFSET, NONE, OBSERVANCE))),
    once("TZURL", URI, NONE, TIME_ZONE),
    // §3.8.4: relations.
    any("ATTENDEE", ADDRESS, GUEST, OBJECTS | ALARM_PART),
    any("CONTACT", TEXT, WORDS, OBJECTS | PARTICIPANT),
    single("ORGANIZER", ADDRESS, PERSON, OBJECTS),
    lost(OCCURRENCE, single("RECURRENCE-ID", DAY_OR_TIME, &["RANGE", "TZID"], TASKS)),
    any("RELATED-TO", ID_OR_URI, &["RELTYPE", "GAP"], TASKS | ALARM_PART | PARTICIPANT),
    single("URL", LINK, NONE, OBJECTS),
    once("URL", LINK, NONE, CALENDAR | PARTS),
    single("UID", PLAIN, NONE, OBJECTS),
    once("UID", PLAIN, NONE, CALENDAR | ALARM_PART | PARTS),
    // §3.8.5: repetition.
    list(lost(STAMP, any("EXDATE", DAY_OR_TIME, ZONED, TASKS))),
    list(lost(STAMP, any("RDATE", DATES, ZONED, TASKS))),
    list(lost(ZONE, any("RDATE", LOCAL, NONE, OBSERVANCE))),
    lost(RULE, single("RRULE", RECUR, NONE, TASKS)),
    lost(ZONE, single("RRULE", RECUR, NONE, OBSERVANCE)),
    // §3.8.6: alarms.
    needed(ALARM_PART, lost(ALARM, single("ACTION", TOKEN, NONE, ALARM_PART))),
    lost(ALARM, single("REPEAT", COUNT, NONE, ALARM_PART)),
    needed(ALARM_PART, lost(ALARM, single("TRIGGER", TRIGGER, &["RELATED"], ALARM_PART))),
    // §3.8.7 and §3.8.8: revision, the rest.
    stamp("CREATED", TASKS | PARTICIPANT),
    stamp("DTSTAMP", OBJECTS | PARTICIPANT),
    stamp("LAST-MODIFIED", CALENDAR | TASKS | TIME_ZONE | PARTICIPANT),
    reported_as(
        &codes::REVISION_FORM,
        lost(NUMBER, single("SEQUENCE", COUNT, NONE, TASKS | PARTICIPANT)),
    ),
    lost(
        HOME,
        any(
            "REQUEST-STATUS",
            &[("TEXT", ValuePattern::RequestStatus)],
            LANGUAGE,
            OBJECTS | PARTICIPANT,
        ),
    ),
    // RFC 7986.
    any("NAME", TEXT, WORDS, CALENDAR | PLACE | RESOURCE),
    typed(lost(HOME, single("REFRESH-INTERVAL", DURATION, NONE, CALENDAR))),
    once("SOURCE", LINK, NONE, CALENDAR),
    once("COLOR", &[("TEXT", ValuePattern::Colour)], NONE, CALENDAR | TASKS),
    typed(any("IMAGE", FILE, PICTURE, CALENDAR | TASKS)),
    typed(any("CONFERENCE", URI, &["FEATURE", "LABEL", "LANGUAGE"], EVENT | TODO)),
    // RFC 9073, RFC 9074, RFC 9253.
    any("STYLED-DESCRIPTION", DATA, &["ALTREP", "LANGUAGE", "FMTTYPE", "DERIVED"], TASKS | PARTS),
    any("STRUCTURED-DATA", DATA, &["ENCODING", "FMTTYPE", "SCHEMA"], ANY),
    once("CALENDAR-ADDRESS", ADDRESS, NONE, PARTICIPANT),
    once("PARTICIPANT-TYPE", TOKEN, NONE, PARTICIPANT),
    list(once("LOCATION-TYPE", TEXT, NONE, PLACE)),
    once("RESOURCE-TYPE", TOKEN, NONE, RESOURCE),
    lost(STAMP, once("ACKNOWLEDGED", UTC, NONE, ALARM_PART)),
    once("PROXIMITY", TOKEN, NONE, ALARM_PART),
    any("CONCEPT", URI, NONE, TASKS),
    any(
        "LINK",
        &[
            ("URI", ValuePattern::Uri),
            ("TEXT", ValuePattern::Text),
            ("UID", ValuePattern::Plain),
            ("XML-REFERENCE", ValuePattern::Uri),
        ],
        &["FMTTYPE", "LABEL", "LANGUAGE", "LINKREL"],
        TASKS,
    ),
    any("REFID", TEXT, NONE, TASKS),
    // Properties of vendors that clients read.
    once("X-WR-CALNAME", TEXT, LANGUAGE, CALENDAR),
    once("X-WR-CALDESC", TEXT, LANGUAGE, CALENDAR),
    once("X-WR-RELCALID", PLAIN, NONE, CALENDAR),
    once("X-PUBLISHED-TTL", DURATION, NONE, CALENDAR),
    reported_as(&codes::BUSY, once("X-MICROSOFT-CDO-BUSYSTATUS", BUSY, NONE, EVENT)),
];

/// The result of looking up a property.
pub(super) enum Lookup {
    Here(&'static Property),
    /// The table has it for other components only.
    Elsewhere,
    /// The table does not have it: RFC 5545 §3.8.8 lets anyone define properties.
    Nowhere,
}

/// The row of a property in a component.
pub(super) fn find(name: &str, within: Within) -> Lookup {
    let mut rows = PROPERTIES.iter().filter(|row| row.name == name).peekable();
    if rows.peek().is_none() {
        return Lookup::Nowhere;
    }
    rows.find(|row| row.within & within != 0).map_or(Lookup::Elsewhere, Lookup::Here)
}

/// The properties that a component requires.
pub(super) fn needed_in(within: Within) -> impl Iterator<Item = &'static Property> {
    PROPERTIES.iter().filter(move |row| row.needed & within != 0)
}
