//! `kalends init`: writes a first definition, valid and commented.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::settings::Schedules;
use super::{CommandError, Exit, Output, Stream};
use crate::definition::slug;
use crate::model::SeriesId;

#[derive(Debug, clap::Args)]
pub(super) struct InitArguments {
    /// Id of the series: part of its addresses, such as `autumn-school-2027`
    name: String,

    #[command(flatten)]
    schedules: Schedules,
}

const TEMPLATE: &str = include_str!("init.toml");

pub(super) fn run(arguments: &InitArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let id = SeriesId::parse(&arguments.name).map_err(|problem| {
        let name = arguments.name.escape_debug();
        match SeriesId::parse(&slug(&arguments.name)) {
            Ok(id) => format!("`{name}` {problem}; write `kalends init {id}`"),
            Err(_) => format!("`{name}` {problem}"),
        }
    })?;
    let directory = &arguments.schedules.schedules;
    let path = directory.join(format!("{id}.toml"));
    fs::create_dir_all(directory).map_err(|error| not_created(directory, &error))?;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| file.write_all(template(&id).as_bytes()))
        .map_err(|error| not_written(&path, &error))?;
    output.line(Stream::Result, &path.display().to_string())?;
    output.line(Stream::Aside, "edit it, run `kalends check`, then `kalends serve`")?;
    Ok(Exit::Clean)
}

fn not_created(directory: &Path, error: &io::Error) -> String {
    let name = directory.display();
    match error.kind() {
        ErrorKind::AlreadyExists => format!(
            "`{name}` is a file, not a directory; move it away, or name a directory with \
             `--schedules DIR`"
        ),
        _ => format!("cannot create `{name}`: {error}"),
    }
}

fn not_written(path: &Path, error: &io::Error) -> String {
    let name = path.display();
    match error.kind() {
        ErrorKind::AlreadyExists => format!(
            "`{name}` already exists and is unchanged; edit it, or run `kalends init` with another id"
        ),
        _ => format!("cannot write `{name}`: {error}"),
    }
}

fn template(id: &SeriesId) -> String {
    TEMPLATE.replace("SERIES", id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::parse;
    use crate::diagnostic::SourceFile;

    #[test]
    fn the_template_is_a_definition_without_findings() {
        let id = SeriesId::parse("autumn-school-2027").expect("valid");
        let definition = parse(&SourceFile::new("x.toml", template(&id)), id.as_str());
        assert!(definition.findings.is_empty(), "{:?}", definition.findings);
        assert!(definition.series.is_some());
    }
}
