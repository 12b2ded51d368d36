//! Kinds of findings about calendars of others: K600–K649.

use crate::diagnostic::codes;

codes! {
    NOT_CALENDAR = "K600", Error, "a file that is no calendar, or not a whole one";
    LINE = "K601", Warning, "a line of a calendar that says nothing; it is left out";
    RECURRENCE = "K602", Error, "a repeating event, which cannot be carried over";
    UID = "K603", Error, "an event whose UID is missing, stands twice or is none";
    TIME = "K604", Error, "an event whose time cannot be carried over";
    ZONE = "K605", Error, "a time of an event whose zone nobody can tell";
    VALUE = "K606", Error, "a value of an event that definitions cannot hold";
    MADE = "K607", Error, "a definition that was made of a calendar and cannot be published";
    LANGUAGE = "K608", Error, "a calendar in another language than the series' own";
    NOT_UTF8 = "K609", Error, "bytes that are not UTF-8: what they meant is lost";
    PRIVATE = "K610", Error, "an event that is not for everyone";
    LOST = "K620", Warning, "something that definitions do not have; it is left out";
    ZONE_READ = "K621", Warning, "a zone that was told from another name";
    UID_ESCAPED = "K622", Warning, "a UID that was written without the escapes it needs";
    UNMATCHED = "K623", Warning, "a session or entry that has no counterpart";
    GUESSED = "K624", Warning, "a session that was told by its title and start, not by its UID";
    ADDRESS = "K625", Warning, "an identifier that is not the one published before";
    FALLS = "K626", Warning, "a SEQUENCE that is lower than the one people have";
    CHANGED = "K627", Warning, "a value that is published otherwise than the calendar has it";
    INVISIBLE = "K628", Warning, "a character that nobody sees; it is left out";
    DECODED = "K629", Warning, "a file in UTF-16 or folded inside a character; it is read as it was meant";
    LENGTH = "K630", Warning, "an event without an end, which takes the length that was given";
}
