//! Runs the command as people do.

use std::path::Path;
use std::process::{Command, Output};

/// Runs `kalends` in a directory, with an empty environment.
pub(crate) fn kalends(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kalends"))
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .output()
        .expect("it runs")
}
