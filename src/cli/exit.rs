//! Exit codes and failures of commands.

/// The result of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// No findings.
    Clean,
    /// The input has errors.
    Findings,
    /// The command failed.
    Failed,
}

impl Exit {
    /// Returns the process exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }
}

/// The reason a command failed; `main` prints it once.
pub type CommandError = Box<dyn std::error::Error + Send + Sync>;
