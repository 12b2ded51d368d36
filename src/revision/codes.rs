//! The kinds of findings about records: K300–K349.

use crate::diagnostic::{Code, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $id:literal $meaning:literal;)*) => {
        $($(#[$doc])* pub static $name: Code =
            Code { id: $id, severity: Severity::Error, meaning: $meaning };)*
        /// All of them, in order.
        pub const ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    /// A line that kalends does not write.
    LINE "K300" "a line of a record is not as kalends writes it";
    /// Conflict markers of git.
    CONFLICT "K301" "a record holds conflict markers of a merge";
    /// The last line is missing.
    TRUNCATED "K302" "a record ends before its last line, `[end]`";
    /// Written by a later release.
    VERSION "K303" "a record was written by a newer release";
    /// A key or section that must be there.
    MISSING "K304" "a key or section of a record is missing";
    /// A key or section that no record has.
    UNKNOWN "K305" "a key or section of a record is unknown";
    /// A value of another type.
    TYPE "K306" "a value in a record has the wrong type";
    /// A value that its key cannot have.
    VALUE "K307" "a value in a record is not valid";
    /// Something that can stand only once.
    DUPLICATE "K308" "a session, UID, key or section stands twice in a record";
    /// Fields that were changed by something else than kalends.
    FINGERPRINT "K309" "the fields of a session do not match their fingerprint";
    /// A record of another series.
    SERIES "K320" "a record belongs to another series than the definition beside it";
    /// Another authority: every entry would be issued again.
    AUTHORITY "K321" "the authority of a published series changed";
    /// No further revision can be counted.
    EXHAUSTED "K322" "a revision counter of a record is exhausted";
    /// An identity that was given away.
    TAKEN "K323" "a new session would get the identity of a published one";
    /// An older identifier that cannot be taken over.
    FORMER "K324" "a `was` that the record contradicts";
    /// Nothing to withdraw.
    NEVER_PUBLISHED "K325" "a retired series that was never published";
}
