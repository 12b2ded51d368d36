//! The kinds of findings about records: K300–K349.

use crate::diagnostic::codes;

codes! {
    LINE = "K300", Error, "a line of a record is not as kalends writes it";
    CONFLICT = "K301", Error, "a record holds conflict markers of a merge";
    TRUNCATED = "K302", Error, "a record ends before its last line, `[end]`";
    VERSION = "K303", Error, "a record was written by a newer release";
    MISSING = "K304", Error, "a key or section of a record is missing";
    UNKNOWN = "K305", Error, "a key or section of a record is unknown";
    TYPE = "K306", Error, "a value in a record has the wrong type";
    VALUE = "K307", Error, "a value in a record is not valid";
    DUPLICATE = "K308", Error, "a session, UID, key or section stands twice in a record";
    FINGERPRINT = "K309", Error, "the fields of a session do not match their fingerprint";
    SERIES = "K320", Error, "a record belongs to another series than the definition beside it";
    AUTHORITY = "K321", Error, "the authority of a published series changed";
    EXHAUSTED = "K322", Error, "a revision counter of a record is exhausted";
    TAKEN = "K323", Error, "a new session would get the identity of a published one";
    FORMER = "K324", Error, "a `was` that the record contradicts";
    NEVER_PUBLISHED = "K325", Error, "a retired series that was never published";
    WOULD_OPEN = "K326", Error, "a private series that would become public by saying nothing";
}
