//! `kalends completions`: prints shell completions.

use clap_complete::Shell;

use super::{Exit, Failure, Output};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints completions for the whole command line.
pub(super) fn run(
    arguments: &Arguments,
    mut command: clap::Command,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "kalends", &mut script);
    output.bytes(&script)?;
    Ok(Exit::Clean)
}
