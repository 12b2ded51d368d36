//! Findings of `kalends lint`: K700–K759.
//!
//! An error makes a real client lose or misplace an event; all others are warnings.

use crate::diagnostic::codes;

codes! {
    NOT_CALENDAR = "K700", Error, "a file that is not a calendar, or not a complete one";
    NOT_UTF8 = "K701", Error, "text that is not UTF-8";
    FOLD_CHARACTER = "K702", Error, "a line folded inside a character";
    NOT_LINE = "K703", Error, "a line that is not of the form `NAME;PARAMETER=value:value`";
    CONTROL = "K704", Error, "a character that is not allowed in calendars";
    MARK = "K705", Error, "a byte order mark";
    LINE_END = "K706", Warning, "a line that does not end in CRLF";
    EMPTY_LINE = "K707", Warning, "an empty line";
    LONG_LINE = "K708", Warning, "a line over 75 octets";
    FOLD_ESCAPE = "K709", Warning, "a line folded inside an escape";
    ESCAPE = "K710", Warning, "text with an invalid escape, or without one it needs";
    BACKSLASH_N = "K711", Warning, "a backslash followed by n, which several readers show as a line break";
    DIRECTION = "K712", Warning, "a character that changes the writing direction";
    UID_MISSING = "K713", Error, "an event without a UID";
    UID_TWICE = "K714", Error, "a UID that occurs twice";
    REVISION = "K715", Warning, "an event without DTSTAMP, LAST-MODIFIED or SEQUENCE";
    STAMP_NOW = "K716", Warning, "a DTSTAMP that is not the time of the last revision";
    REVISION_FORM = "K717", Warning, "a DTSTAMP, LAST-MODIFIED or CREATED that is not in UTC, or a SEQUENCE out of range";
    METHOD_MESSAGE = "K718", Error, "a METHOD that makes the calendar a message to one person";
    METHOD = "K719", Warning, "a METHOD in a published calendar";
    PEOPLE = "K720", Warning, "an attendee, or an organiser without CONTACT";
    NAMED_FILE = "K721", Warning, "a file of one event that Outlook opens as another calendar";
    FEED_NAME = "K722", Warning, "a feed without a name, or with two";
    REFRESH = "K723", Warning, "a feed without a refresh interval, or with two";
    FEED_IDENTITY = "K724", Warning, "a feed without an identity for Outlook";
    VERSION = "K725", Error, "a calendar of another VERSION or CALSCALE";
    PRODID = "K726", Warning, "a PRODID that is missing or that of Outlook";
    STATUS = "K727", Error, "a STATUS that is not valid for events";
    CANCELLED = "K728", Warning, "a cancelled event that does not look cancelled";
    ZONE_NAME = "K729", Error, "an ambiguous or unknown time zone name";
    ZONE_NAME_LOCAL = "K730", Warning, "a time zone name that some programs do not know";
    ZONE_MISSING = "K731", Error, "a time zone without its VTIMEZONE";
    ZONE_IDLE = "K732", Warning, "a VTIMEZONE that is unused, repeated or after an event";
    ZONE_RULES = "K733", Warning, "a VTIMEZONE that Outlook reads differently";
    ZONE_OFFSET = "K734", Error, "a VTIMEZONE that gives a wrong time";
    FLOATING = "K735", Error, "a time without a time zone";
    NO_SUCH_TIME = "K736", Error, "a local time that the clocks skip or show twice";
    START = "K737", Error, "a start that is missing, or not a date or time";
    END = "K738", Error, "an end that is invalid, not after the start, or of another type";
    NO_END = "K739", Warning, "an event without DTEND";
    TITLE = "K740", Warning, "a title that is missing, or a title or place that is cut";
    MARKUP = "K741", Warning, "HTML in a text: tags or entities; most calendars show them as they are";
    LINK = "K742", Warning, "a URL that is not a web link";
    ALT_DESC = "K743", Warning, "a second description in HTML";
    BUSY = "K744", Warning, "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS that disagree or are invalid";
    ALARM = "K745", Warning, "an alarm in a feed, or an alarm that does not ring as meant";
    RECURRENCE = "K746", Warning, "a repetition rule in a published calendar";
    ATTACHMENT = "K747", Warning, "an attachment";
    EMPTY = "K748", Warning, "a property without a value";
    TWICE_LOST = "K749", Error, "a repeated property for which a client drops the calendar";
    TWICE = "K750", Warning, "a repeated property that may occur once";
    CATEGORIES = "K751", Warning, "a category that is empty or contains a separator";
    FEED_TOO_LARGE = "K752", Error, "a calendar that is too large for Google";
    FEED_LARGE = "K753", Warning, "a calendar so large that some clients fail";
    NO_EVENT = "K754", Error, "a calendar without events: subscribers delete theirs";
    GEO = "K755", Warning, "a GEO that is out of range";
    VALUE_LOST = "K756", Error, "a property that is missing or not of its type, for which a client drops the event or the calendar";
    VALUE = "K757", Warning, "a property or parameter that is not of its type, or in the wrong place";
    BEFORE_CALENDAR = "K758", Error, "an empty line before `BEGIN:VCALENDAR`";
    INVISIBLE = "K759", Warning, "an invisible character";
}
