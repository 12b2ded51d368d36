//! `kalends completions`: prints shell completions.

use clap_complete::Shell;

use super::{CommandError, Exit, Output};

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

/// Prints completions for the whole command line.
pub(super) fn run(
    arguments: &CompletionsArguments,
    mut command: clap::Command,
    output: &mut Output,
) -> Result<Exit, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "kalends", &mut script);
    output.bytes(&script)?;
    Ok(Exit::Clean)
}
