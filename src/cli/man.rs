//! `kalends man`: writes manual pages, generated from the same declarations as `--help`.

use std::path::PathBuf;

use super::{Exit, Failure};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Target directory; created if missing
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Writes the pages of all commands.
pub(super) fn run(arguments: &Arguments, command: clap::Command) -> Result<Exit, Failure> {
    let directory = &arguments.directory;
    std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(command.disable_help_subcommand(true), directory))
        .map_err(|error| format!("cannot write to `{}`: {error}", directory.display()))?;
    Ok(Exit::Clean)
}
