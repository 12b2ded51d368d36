//! How commands end.

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain about.
    Clean,
    /// The input has errors.
    Findings,
    /// The command could not do its work.
    Failed,
}

impl Exit {
    /// The process' exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// Why a command could not do its work: said once, by `main`.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
