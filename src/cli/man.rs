//! `kalends man`: writes manual pages, generated from the same declarations as `--help`.

use std::path::PathBuf;

use super::{CommandError, Exit};

#[derive(Debug, clap::Args)]
pub(super) struct ManArguments {
    /// Target directory; created if missing
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Writes the pages of all commands.
pub(super) fn run(arguments: &ManArguments, command: clap::Command) -> Result<Exit, CommandError> {
    let directory = &arguments.directory;
    std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(command.disable_help_subcommand(true), directory))
        .map_err(|error| format!("cannot write to `{}`: {error}", directory.display()))?;
    Ok(Exit::Clean)
}
