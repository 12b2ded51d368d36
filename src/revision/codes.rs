//! Kinds of findings about records: K300–K349, K360–K369.

use crate::diagnostic::codes;

codes! {
    LINE = "K300", Error, "a line of a record is not as kalends writes it";
    CONFLICT = "K301", Error, "a record contains conflict markers of a merge";
    TRUNCATED = "K302", Error, "a record ends before its last line, `[end]`";
    VERSION = "K303", Error, "a record was written by a newer release";
    MISSING = "K304", Error, "a key or section of a record is missing";
    UNKNOWN = "K305", Error, "a key or section of a record is unknown";
    TYPE = "K306", Error, "a value in a record has the wrong type";
    VALUE = "K307", Error, "a value in a record is not valid";
    DUPLICATE = "K308", Error, "a session, UID, key or section occurs twice in a record";
    FINGERPRINT = "K309", Error, "the fields of a session do not match their fingerprint";
    IDENTITY = "K310", Error, "the lines of a series or session in a record do not match their digest";
    UNSIGNED = "K311", Error, "a digest is missing from a record that has others";
    AHEAD = "K312", Warning, "an instant in a record is ahead of the clock";
    CLOCK = "K313", Error, "the clock cannot be right, so nothing is published";
    SERIES = "K320", Error, "the record next to a definition belongs to another series";
    AUTHORITY = "K321", Error, "the authority of a published series changed";
    EXHAUSTED = "K322", Error, "a revision counter of a record is exhausted";
    TAKEN = "K323", Error, "a new session would get the identity of a published one";
    FORMER = "K324", Error, "a `was` that contradicts the record";
    NEVER_PUBLISHED = "K325", Error, "a retired series that was never published";
    WOULD_OPEN = "K326", Error, "a private series would become public because `access` is missing";
    TWO_IDENTITIES = "K360", Error, "two records that cannot be merged: one series or session has two identities";
    FELL = "K361", Error, "a SEQUENCE is below that of the revision compared with";
    LOST = "K362", Error, "a session is missing from a record that had it in the revision compared with";
    OTHER_UID = "K363", Error, "a session has another UID than in the revision compared with";
    STARTED_AGAIN = "K364", Error, "a record of the revision compared with is missing or was started again";
    UNREADABLE_BEFORE = "K365", Error, "a record cannot be read in the revision compared with";
}
