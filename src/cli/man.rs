//! `kalends man`: manual pages, from the same declaration as the help.

use std::path::PathBuf;

use super::{Exit, Failure};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Where to write them; made where it is missing
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Of the whole command line.
pub(super) fn run(arguments: &Arguments, command: clap::Command) -> Result<Exit, Failure> {
    let directory = &arguments.directory;
    std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(command.disable_help_subcommand(true), directory))
        .map_err(|error| format!("cannot write to `{}`: {error}", directory.display()))?;
    Ok(Exit::Clean)
}
