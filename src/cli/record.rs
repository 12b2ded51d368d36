//! `kalends record`: repairs publication records, instead of editing them by hand.

use std::path::{Path, PathBuf};

use super::settings::Schedules;
use super::{CommandError, Exit, Output, Stream};
use crate::clock;
use crate::diagnostic::SourceFile;
use crate::model::SeriesId;
use crate::revision::{FetchState, OldRelease, Record, RepairStep};
use crate::store::{self, LockWait, NewRecord};

#[derive(Debug, clap::Args)]
pub(super) struct RecordArguments {
    #[command(subcommand)]
    command: RecordCommand,
}

#[derive(Debug, clap::Subcommand)]
enum RecordCommand {
    /// Show a record's problems and how to repair them; writes only with `--write`
    Repair(RepairArguments),
}

#[derive(Debug, clap::Args)]
struct RepairArguments {
    /// A series, or the file of its record
    #[arg(value_name = "SERIES|FILE")]
    record: String,

    #[command(flatten)]
    schedules: Schedules,

    /// Write the repaired record
    #[arg(long)]
    write: bool,

    /// Also reset revision times that a wrong clock wrote; only if nobody has fetched them
    #[arg(long)]
    unfetched: bool,

    /// Only rewrite the record in the format of this older release
    #[arg(long, value_name = "RELEASE", value_parser = ["0.1"], conflicts_with = "unfetched")]
    for_release: Option<String>,
}

pub(super) fn run(arguments: &RecordArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let RecordCommand::Repair(arguments) = &arguments.command;
    let path = arguments.path()?;
    let file = match store::read_again(&path) {
        Ok(Some(file)) => file,
        Ok(None) => return Err(format!("the record `{}` does not exist", path.display()).into()),
        Err(finding) => {
            output.findings(Stream::Aside, &[*finding])?;
            return Ok(Exit::Findings);
        }
    };
    match arguments.for_release {
        Some(_) => for_release(arguments, &path, &file, output),
        None => repair(arguments, &path, &file, output),
    }
}

impl RepairArguments {
    fn path(&self) -> Result<PathBuf, CommandError> {
        let path = Path::new(&self.record);
        if path.extension().is_some_and(|extension| extension == "lock") {
            return Ok(path.to_owned());
        }
        let id = SeriesId::parse(&self.record).map_err(|problem| {
            let name = self.record.escape_debug();
            format!("`{name}` {problem}; write the id of a series, or a file `….lock`")
        })?;
        Ok(store::record_path(&self.schedules.schedules, &id))
    }
}

fn repair(
    arguments: &RepairArguments,
    path: &Path,
    file: &SourceArc,
    output: &mut Output,
) -> Result<Exit, CommandError> {
    let fetched = if arguments.unfetched { FetchState::Nothing } else { FetchState::Perhaps };
    let repaired = match Record::repair(file, clock::now(), fetched) {
        Ok(repaired) => repaired,
        Err(findings) => {
            output.findings(Stream::Aside, &findings)?;
            let line = "this cannot be repaired from the record alone; nothing was written";
            output.line(Stream::Aside, line)?;
            return Ok(Exit::Findings);
        }
    };
    output.findings(Stream::Aside, &repaired.findings)?;
    for step in &repaired.steps {
        output.line(Stream::Result, &step.to_string())?;
    }
    if !repaired.steps.iter().any(RepairStep::is_change) {
        output.line(Stream::Aside, "nothing to repair")?;
        return Ok(Exit::Clean);
    }
    let text = repaired.record.to_text();
    if !arguments.write {
        return not_written(output);
    }
    write(path, file, repaired.record.series(), &text, output)
}

fn for_release(
    arguments: &RepairArguments,
    path: &Path,
    file: &SourceArc,
    output: &mut Output,
) -> Result<Exit, CommandError> {
    let record = match Record::parse(file) {
        Ok(record) => record,
        Err(findings) => {
            output.findings(Stream::Aside, &findings)?;
            return Ok(Exit::Findings);
        }
    };
    let text = Record::text_for(file, OldRelease::V0_1);
    let less = file.text().lines().count() - text.lines().count();
    if less == 0 {
        output.line(Stream::Aside, "release 0.1 reads this record as it is")?;
        return Ok(Exit::Clean);
    }
    let lines = if less == 1 { "1 line".to_owned() } else { format!("{less} lines") };
    let line = format!("{}: removes {lines} unknown to release 0.1", path.display());
    output.line(Stream::Result, &line)?;
    if !arguments.write {
        return not_written(output);
    }
    write(path, file, record.series(), &text, output)
}

fn not_written(output: &mut Output) -> Result<Exit, CommandError> {
    output.line(
        Stream::Aside,
        "nothing was written; run the command again with `--write` to apply this",
    )?;
    Ok(Exit::Findings)
}

fn write(
    path: &Path,
    file: &SourceArc,
    series: &SeriesId,
    text: &str,
    output: &mut Output,
) -> Result<Exit, CommandError> {
    let directory = store::directory_of(path);
    if store::record_path(&directory, series)
        != directory.join(path.file_name().unwrap_or_default())
    {
        let path = path.display();
        return Err(
            format!("`{path}` is the record of `{series}`: rename it to `{series}.lock`").into()
        );
    }
    let record = NewRecord { series, before: Some(file.text()), text };
    match store::write_record(&directory, record, &LockWait::new()) {
        Ok(written) => {
            output.findings(Stream::Aside, &written.finding().into_iter().collect::<Vec<_>>())?;
            output.line(Stream::Aside, &format!("wrote `{}`", path.display()))?;
            Ok(Exit::Clean)
        }
        Err(error) => {
            output.findings(Stream::Aside, &[error.finding().in_file(file)])?;
            Ok(Exit::Findings)
        }
    }
}

type SourceArc = std::sync::Arc<SourceFile>;
