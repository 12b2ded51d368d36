//! Kinds of findings about what was rendered.

use crate::diagnostic::codes;

codes! {
    GUARD = "K400", Error, "a calendar that may not be served: a defect of kalends";
    FEED_TOO_LARGE = "K401", Error, "a feed that Google would not read";
    FEED_LARGE = "K402", Warning, "a feed so large that some calendars fail";
}
