//! Kinds of findings about definitions and records together.

use crate::diagnostic::codes;

codes! {
    STALE = "K350", Error, "a record behind its definition, where records may not be written";
    ORPHAN = "K351", Warning, "a record without a definition: its addresses answer 410 Gone";
    MASS_REMOVAL = "K352", Error, "most upcoming sessions of a series would be removed at once";
}
