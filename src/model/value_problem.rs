//! The reason a small value was rejected.

use std::fmt;

/// The reason a small value was rejected; the text completes "`value` …".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueProblem(pub(super) String);

impl fmt::Display for ValueProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
