//! Finding codes of files.

use crate::diagnostic::codes;

codes! {
    UNREADABLE = "K500", Error, "a file that cannot be read";
    TOO_LARGE = "K501", Error, "a file over the limit";
    NOT_UTF8 = "K502", Error, "a file that is not UTF-8";
    UNWRITABLE = "K503", Error, "a record that cannot be written";
    OVERTAKEN = "K504", Error, "a record that another process writes or wrote at the same time";
    NOT_REGULAR = "K505", Error, "a directory, pipe, socket or device where a file belongs";
    NOT_DURABLE = "K506", Warning, "a record that was written but may not survive a power failure";
    FULL = "K507", Error, "a record that would be too large, even without its history";
    HISTORY_LEFT_OUT = "K508", Warning, "a record that is full: its oldest history was left out";
}
