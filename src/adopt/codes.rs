//! Findings about adopted calendars: K600–K649.

use crate::diagnostic::codes;

codes! {
    NOT_CALENDAR = "K600", Error, "a file that is not a calendar, or not a complete one";
    LINE = "K601", Warning, "a line that is not of the form `NAME:value`; it is left out";
    RECURRENCE = "K602", Error, "a repeating event, which cannot be carried over";
    UID = "K603", Error, "an event with a missing, repeated or invalid UID";
    TIME = "K604", Error, "an event with a time that cannot be carried over";
    ZONE = "K605", Error, "a time in an unknown time zone";
    VALUE = "K606", Error, "a value that definitions cannot hold";
    MADE = "K607", Error, "a definition, made from a calendar, that cannot be published";
    LANGUAGE = "K608", Error, "a calendar in another language than the series' own";
    NOT_UTF8 = "K609", Error, "bytes that are not UTF-8, so their letters are lost";
    PRIVATE = "K610", Error, "a private event";
    LOST = "K620", Warning, "something that definitions do not have; it is left out";
    ZONE_READ = "K621", Warning, "a time zone derived from another name";
    UID_ESCAPED = "K622", Warning, "a UID without the escapes it needs";
    UNMATCHED = "K623", Warning, "a session or entry that has no counterpart";
    GUESSED = "K624", Warning, "a session recognised by its title and start, not by its UID";
    ADDRESS = "K625", Warning, "an identifier that differs from the published one";
    FALLS = "K626", Warning, "a SEQUENCE below the published one";
    CHANGED = "K627", Warning, "a value that differs between the calendar and its publication";
    INVISIBLE = "K628", Warning, "an invisible character; it is left out";
    DECODED = "K629", Warning, "a file in UTF-16, or folded inside a character; it is read nevertheless";
    LENGTH = "K630", Warning, "an event without an end; it gets the default duration";
}
