//! Finding codes of rendered calendars.

use crate::diagnostic::codes;

codes! {
    GUARD = "K400", Error, "a calendar that must not be served: a bug in kalends";
    FEED_TOO_LARGE = "K401", Error, "a feed too large for Google";
    FEED_LARGE = "K402", Warning, "a feed so large that some calendars fail";
}
