//! Kinds of findings about definitions. Codes are stable: never renumbered, never reused.

use crate::diagnostic::codes;

codes! {
    SYNTAX = "K001", Error, "the file is not TOML";
    UNKNOWN_KEY = "K010", Error, "a key that definitions do not have";
    MISSING_KEY = "K011", Error, "a required key is missing";
    WRONG_TYPE = "K012", Error, "a value of the wrong type";
    CONTRADICTION = "K013", Error, "two keys that contradict each other";
    BAD_ID = "K014", Error, "not an identifier";
    DUPLICATE_SESSION = "K015", Error, "two sessions with one id";
    DUPLICATE_SERIES = "K016", Error, "two files define one series";
    ALIAS_TAKEN = "K017", Error, "an alias that is the address of something else";
    EMPTY_SERIES = "K018", Error, "a series without sessions";
    FORMER_TAKEN = "K019", Error, "a former id of a session that belongs to another";
    BAD_TEXT = "K020", Error, "text that cannot be published: empty, a control character, a line break";
    LONG_TEXT = "K021", Error, "text over the limit";
    BAD_URL = "K022", Error, "not a link that can be published";
    BAD_VALUE = "K023", Error, "a value outside what the key allows";
    TOO_MANY = "K024", Error, "a list over the limit";
    ACCESS_TWICE = "K025", Error, "two accesses of a series with one name or one token";
    BAD_LANGUAGE = "K026", Error, "a text in a language that is unknown, has one already, or is not the title's";
    PART_TAKEN = "K027", Error, "the id of a track, room, category or variant belongs to another";
    ZONE_REFUSED = "K030", Error, "a time zone name that can be read in more than one way";
    ZONE_UNKNOWN = "K031", Error, "an unknown time zone name";
    ZONE_MISSING = "K032", Error, "a local time without a time zone";
    TIME_SKIPPED = "K033", Error, "a local time that the clocks skip";
    TIME_TWICE = "K034", Error, "a local time that the clocks show twice";
    TIME_UNUSABLE = "K035", Error, "a date-time that no session can have";
    TITLE_LONG = "K100", Warning, "a title or place that Outlook cuts";
    OVERLAP = "K101", Warning, "two sessions at the same time";
    CLOCK_CHANGE = "K102", Warning, "the clocks change between two sessions";
    LINK_UNENCRYPTED = "K103", Warning, "a link by http";
    BACKSLASH_N = "K104", Warning, "a backslash followed by n, which several calendars misread";
    LAW_CHANGED = "K105", Warning, "the zone's law changed lately; older devices will be wrong";
    MARKUP = "K106", Warning, "HTML in a text; most calendars show the tags";
    OTHER_OFFSET = "K107", Warning, "a written offset that is not the zone's on that day";
    UNTRANSLATED = "K108", Warning, "a text that is missing in a language of the series";
    RESERVED_DOMAIN = "K109", Warning, "a domain that is reserved for examples, in a series that is new";
    TEMPLATE_TEXT = "K110", Warning, "a text left from the template of `kalends init`, in a series that is new";
    LINK_REWRITTEN = "K111", Warning, "a link that a mail system rewrote";
    LONG_SESSION = "K112", Warning, "a session with a start time that lasts more than 24 hours";
    IN_THE_PAST = "K113", Warning, "a session that is new to the record and was over a week ago or earlier";
    YEAR_LATE = "K114", Warning, "an end that is a year late";
    PART_EMPTY = "K115", Warning, "a track, room or category without sessions";
}
