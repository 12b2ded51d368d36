//! Kinds of findings about files as files.

use crate::diagnostic::codes;

codes! {
    UNREADABLE = "K500", Error, "a file that cannot be read";
    TOO_LARGE = "K501", Error, "a file over the limit";
    NOT_UTF8 = "K502", Error, "a file that is not UTF-8";
    UNWRITABLE = "K503", Error, "a record that cannot be written";
    OVERTAKEN = "K504", Error, "a record that another process wrote at the same time";
}
