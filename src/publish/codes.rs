//! Kinds of findings about definitions and records together.

use crate::diagnostic::codes;

codes! {
    STALE = "K350", Error, "a record behind its definition, where records may not be written";
    ORPHAN = "K351", Warning, "a record without a definition: its addresses answer 410 Gone";
    VANISHED = "K352", Error, "a record that went away while its series was served";
    MASS_REMOVAL = "K353", Error, "most upcoming sessions of a series would be removed at once";
}
