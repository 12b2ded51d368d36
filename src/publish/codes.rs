//! Kinds of findings about definitions and records together.

use crate::diagnostic::codes;

codes! {
    STALE = "K350", Error, "a record behind its definition, where records may not be written";
    UNCLAIMED = "K351", Error, "a record that lost its definition, of a series that was not retired";
    VANISHED = "K352", Error, "a record that went away while its series was served";
    MASS_REMOVAL = "K353", Error, "most upcoming sessions of a series would be removed at once";
    SEVERAL_RECORDS = "K354", Error, "several records are of one series";
    LOOKS_RENAMED = "K355", Error, "a new series with the sessions of a series that lost its definition";
    MISPLACED = "K356", Warning, "a record with another file name than its series";
    SETTLING = "K357", Warning, "a cancellation that waits until its file has settled";
    LOST = "K358", Error, "a definition and its record that went away while their series was served";
    ELSEWHERE = "K359", Error, "a record in another directory than the definition of its series";
    UMBRELLA_OF_SERIES = "K396", Error, "an umbrella with the id of a series that was published";
    UMBRELLA_NOT_SERVED = "K397", Error, "an umbrella without sessions, or too large without its past";
    UMBRELLA_TRIMMED = "K398", Warning, "an umbrella too large for its past sessions";
    UMBRELLA_MEMBER = "K399", Warning, "an umbrella names something other than a public series";
}
