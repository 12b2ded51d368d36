//! `kalends rename`: gives a series another id; subscribed calendars keep updating.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::settings::Schedules;
use super::{CommandError, Exit, Output, Stream};
use crate::clock;
use crate::definition::{self, Definition, Renaming};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::SeriesId;
use crate::revision::{Record, series_named};
use crate::store::{self, FileContent, LockWait, NewRecord, Scan, Shelf, WriteError, WriteOutcome};

#[derive(Debug, clap::Args)]
pub(super) struct RenameArguments {
    /// The current id
    #[arg(value_name = "OLD", value_parser = series)]
    old: SeriesId,

    /// The new id
    #[arg(value_name = "NEW", value_parser = series)]
    new: SeriesId,

    #[command(flatten)]
    schedules: Schedules,

    /// Print the changes without making them
    #[arg(long)]
    dry_run: bool,
}

fn series(text: &str) -> Result<SeriesId, String> {
    SeriesId::parse(text).map_err(|problem| format!("it {problem}"))
}

/// The reason nothing was changed.
enum RenameError {
    /// The files have errors.
    Findings(Vec<Finding>),
    Command(CommandError),
}

impl<T: Into<CommandError>> From<T> for RenameError {
    fn from(failure: T) -> Self {
        Self::Command(failure.into())
    }
}

/// 1. Writes the new id into the record, in place. The definition no longer matches it, so nothing
///    is published and no second record starts.
/// 2. Writes the new id into the definition, and the old one into its aliases: both match again.
/// 3. Renames both files after the new id.
///
/// If the process is interrupted at any point, the series still has exactly one record. Running the
/// command again completes the remaining steps.
pub(super) fn run(arguments: &RenameArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let (old, new) = (&arguments.old, &arguments.new);
    let steps = match Steps::plan(&arguments.schedules.schedules, old, new) {
        Ok(steps) => steps,
        Err(RenameError::Command(failure)) => return Err(failure),
        Err(RenameError::Findings(findings)) => {
            output.findings(Stream::Aside, &findings)?;
            return Ok(Exit::Findings);
        }
    };
    let Some(text) = &steps.renaming.text else {
        let file = steps.definition.file.name();
        output.line(
            Stream::Aside,
            &format!(
                "`{file}` cannot be edited without changing other lines; nothing was changed. \
                 Write these lines into it, then run the command again:\n"
            ),
        )?;
        for line in &steps.renaming.lines {
            output.line(Stream::Result, line)?;
        }
        return Ok(Exit::Findings);
    };
    if arguments.dry_run {
        steps.tell(old, new, output)?;
        output.line(Stream::Aside, "nothing was changed (`--dry-run`)")?;
        return Ok(Exit::Clean);
    }
    steps.take(text, old, new)?;
    steps.tell(old, new, output)?;
    Ok(Exit::Clean)
}

/// The planned changes.
struct Steps {
    definition: Definition,
    renaming: Renaming,
    /// Paths of the definition, before and after.
    definition_path: [PathBuf; 2],
    record: Record,
    /// The record's text as read.
    record_text: Arc<SourceFile>,
    record_path: [PathBuf; 2],
}

impl Steps {
    fn plan(directory: &Path, old: &SeriesId, new: &SeriesId) -> Result<Self, RenameError> {
        if old == new {
            return Err(format!("the series already has the id `{new}`").into());
        }
        let mut shelf = Shelf::new(&[directory.to_owned()]);
        shelf.scan(&Scan::Everything)?;
        let (record_path, record_text) = find_record(&shelf, directory, old, new)?;
        let record = Record::parse(&record_text).map_err(RenameError::Findings)?;
        let (path, definition) = find_definition(&shelf, old, new)?;
        let Definition { series, findings, file, .. } = &definition;
        if series.is_none() {
            return Err(RenameError::Findings(findings.clone()));
        }
        let stem = stem(&path);
        let renaming = definition::rename(file, &stem, old, new);
        // A file with a custom name keeps it.
        let moved = path.with_file_name(format!("{new}.toml"));
        let moves = stem == old.as_str() && matches!(moved.try_exists(), Ok(false));
        let definition_path = [path.clone(), if moves { moved } else { path }];
        let record_path = [record_path, store::record_path(directory, new)];
        Ok(Self { definition, renaming, definition_path, record, record_text, record_path })
    }

    fn take(&self, definition: &str, old: &SeriesId, new: &SeriesId) -> Result<(), CommandError> {
        let mut record = self.record_text.text().to_owned();
        if self.record.series() == old {
            let text = renamed(&self.record, new, clock::now());
            write(&self.record_path[0], old, [&record, &text])?;
            record = text;
        }
        let before = self.definition.file.text();
        if definition != before {
            write(&self.definition_path[0], old, [before, definition])?;
        }
        move_file(&self.definition_path, definition)?;
        match move_file(&self.record_path, &record) {
            // A service that saw the definition has already moved the record.
            Err(WriteError::Overtaken { path }) if names(&path, new) => Ok(()),
            moved => Ok(moved?),
        }
    }

    fn tell(
        &self,
        old: &SeriesId,
        new: &SeriesId,
        output: &mut Output,
    ) -> Result<(), CommandError> {
        let mut line = |text: &str| output.line(Stream::Result, text);
        let moved = |[from, to]: &[PathBuf; 2]| {
            if from == to {
                from.display().to_string()
            } else {
                format!("{} → {}", from.display(), to.display())
            }
        };
        line(&format!("{}: `id = \"{new}\"`", moved(&self.record_path)))?;
        let lines: Vec<String> =
            self.renaming.lines.iter().map(|line| format!("`{line}`")).collect();
        line(&format!("{}: {}", moved(&self.definition_path), lines.join(", ")))?;
        let entries = self.record.sessions().count();
        let plural = if entries == 1 { "entry keeps its" } else { "entries keep their" };
        line(&format!("{entries} {plural} UID, SEQUENCE and CREATED"))?;
        let below = if self.record.audience().is_private() { "/private/{token}" } else { "" };
        line(&format!(
            "{below}/{old}… redirects to {below}/{new}… (308) as long as `aliases` contains `{old}`"
        ))?;
        Ok(())
    }
}

fn renamed(record: &Record, new: &SeriesId, now: Timestamp) -> String {
    record.clone().renamed(new.clone(), now).to_text()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Finds the record of `old`, or the one an interrupted run already gave the new id.
fn find_record(
    shelf: &Shelf,
    directory: &Path,
    old: &SeriesId,
    new: &SeriesId,
) -> Result<(PathBuf, Arc<SourceFile>), RenameError> {
    let [own, other] = [old, new].map(|id| store::record_path(directory, id));
    let (mut found, mut taken) = (Vec::new(), Vec::new());
    let unread: Vec<Finding> = shelf
        .findings()
        .filter(|finding| {
            let name = finding.file().map(|file| file.name().to_owned()).unwrap_or_default();
            [&own, &other].iter().any(|path| path.display().to_string() == name)
        })
        .cloned()
        .collect();
    if !unread.is_empty() {
        return Err(RenameError::Findings(unread));
    }
    for path in shelf.records() {
        let FileContent::Text(source) = shelf.record(path) else { continue };
        match series_named(source.text()) {
            Some(id) if id == *old || (id == *new && path == own) => {
                found.push((path.to_owned(), source));
            }
            Some(id) if id == *new => taken.push(path.display().to_string()),
            // An unreadable record may be either.
            None if path == own || path == other => {
                let damaged = Record::parse(&source).err().unwrap_or_default();
                return Err(RenameError::Findings(damaged));
            }
            _ => {}
        }
    }
    if let Some(path) = taken.first() {
        return Err(format!("`{new}` is taken: `{path}` is its record").into());
    }
    if found.len() > 1 {
        let paths: Vec<String> =
            found.iter().map(|(path, _)| format!("`{}`", path.display())).collect();
        return Err(format!("`{old}` has several records: {}", paths.join(", ")).into());
    }
    let none =
        || format!("no record of `{old}` in `{}`: it was never published", directory.display());
    let (path, source) = found.pop().ok_or_else(none)?;
    if path != other && matches!(other.try_exists(), Ok(true)) {
        return Err(
            format!("`{}` is in the way: it belongs to another series", other.display()).into()
        );
    }
    Ok((path, source))
}

/// Finds the definition of `old`, or a definition that already has the new id.
fn find_definition(
    shelf: &Shelf,
    old: &SeriesId,
    new: &SeriesId,
) -> Result<(PathBuf, Definition), RenameError> {
    let (mut of_old, mut of_new) = (Vec::new(), Vec::new());
    let mut claims = Vec::new();
    for path in shelf.definitions() {
        let FileContent::Text(source) = shelf.definition(path) else { continue };
        let definition = definition::parse(&source, &stem(path));
        let aliases = definition.series.iter().flat_map(|series| &series.aliases);
        if aliases.into_iter().any(|alias| alias == new || alias == old) {
            claims.push(path.to_owned());
        }
        match &definition.id {
            Some(id) if id == old => of_old.push((path.to_owned(), definition)),
            Some(id) if id == new => of_new.push((path.to_owned(), definition)),
            _ => {}
        }
    }
    let taken = |path: &Path| {
        let why = format!("`{}` uses an address of `{old}` or `{new}`", path.display());
        RenameError::from(format!("`{new}` cannot be taken: {why}"))
    };
    let found = match (of_old.pop(), of_new.pop()) {
        (Some(_), Some((path, _))) => {
            return Err(format!("`{new}` is taken: `{}` defines it", path.display()).into());
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => {
            let help = format!("restore it first: `{old}.toml`, or a file with `id = \"{old}\"`");
            return Err(format!("no definition of `{old}`; {help}").into());
        }
    };
    if let Some((path, _)) = of_old.first().or(of_new.first()) {
        return Err(taken(path));
    }
    match claims.iter().find(|path| **path != found.0) {
        Some(path) => Err(taken(path)),
        None => Ok(found),
    }
}

fn names(path: &Path, series: &SeriesId) -> bool {
    let there = store::read_again(path).ok().flatten();
    there.is_some_and(|file| series_named(file.text()).as_ref() == Some(series))
}

/// Replaces a file if its text is still as read.
fn write(path: &Path, series: &SeriesId, [before, text]: [&str; 2]) -> Result<(), WriteError> {
    let new = NewRecord { series, before: Some(before), text };
    let _: WriteOutcome = store::write_record_at(path, new, &LockWait::new())?;
    Ok(())
}

fn move_file([from, to]: &[PathBuf; 2], text: &str) -> Result<(), WriteError> {
    if from == to { Ok(()) } else { store::move_record(from, to, text, &LockWait::new()) }
}
