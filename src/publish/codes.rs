//! Kinds of findings about definitions and records together.

use crate::diagnostic::codes;

codes! {
    STALE = "K350", Error, "a record behind its definition, where records may not be written";
    ORPHAN = "K351", Error, "a record whose definition is gone, of a series that was not retired";
    VANISHED = "K352", Error, "a record that went away while its series was served";
    MASS_REMOVAL = "K353", Error, "most upcoming sessions of a series would be removed at once";
    SEVERAL_RECORDS = "K354", Error, "several records are of one series";
    LOOKS_RENAMED = "K355", Error, "a new series with the sessions of one whose definition is gone";
    MISPLACED = "K356", Warning, "a record whose file is not called after its series";
    SETTLING = "K357", Warning, "a cancellation that waits until its file has settled";
    LOST = "K358", Error, "a definition and its record that went away while their series was served";
    ELSEWHERE = "K359", Error, "a record in another directory than the definition of its series";
}
