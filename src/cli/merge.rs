//! `kalends merge`: merges the records of two branches, as git's merge driver for `*.lock`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{CommandError, Exit, Output, Stream};
use crate::diagnostic::{Finding, SourceFile};
use crate::revision::{Record, TooLarge};
use crate::store;

#[derive(Debug, clap::Args)]
pub(super) struct MergeArguments {
    /// The common ancestor's record, `%O`; empty if there is none
    #[arg(value_name = "ANCESTOR")]
    ancestor: PathBuf,

    /// Our record, `%A`, replaced by the merged one
    #[arg(value_name = "OURS")]
    ours: PathBuf,

    /// Their record, `%B`
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,

    /// Path of the record in the repository, `%P`, for messages
    #[arg(value_name = "PATH")]
    path: Option<String>,
}

/// Exits with 1, a conflict to git, if the records cannot be merged; `OURS` is then unchanged.
pub(super) fn run(arguments: &MergeArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let ours = arguments.named(&arguments.ours, "ours")?;
    let theirs = arguments.named(&arguments.theirs, "theirs")?;
    let ancestor = arguments.named(&arguments.ancestor, "ancestor")?;
    let base = match Record::parse(&ancestor) {
        Ok(base) => Some(base),
        Err(_) if ancestor.text().trim().is_empty() => None,
        Err(_) => {
            let name = ancestor.name();
            let line =
                format!("{name}: cannot be read; every difference counts as changed by both");
            output.line(Stream::Aside, &line)?;
            None
        }
    };
    let merged = match (Record::parse(&ours), Record::parse(&theirs)) {
        (Ok(one), Ok(other)) => Record::merge(base.as_ref(), &one, &other)
            .map_err(|findings| findings.into_iter().map(|found| found.in_file(&ours)).collect()),
        (one, other) => {
            let findings = one.err().into_iter().chain(other.err()).flatten();
            Err(findings.collect::<Vec<Finding>>())
        }
    };
    let text = merged.and_then(|record| {
        // A record too large to read back is not written.
        let text = record.within(store::MAX_RECORD_BYTES).map(|trimmed| trimmed.text).map_err(
            |TooLarge { bytes }| {
                vec![store::record_too_large("the merged record", bytes).in_file(&ours)]
            },
        )?;
        Record::parse(&SourceFile::new(ours.name(), &*text)).map(|_| text)
    });
    match text {
        Ok(text) => {
            let path = &arguments.ours;
            fs::write(path, text)
                .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
            Ok(Exit::Clean)
        }
        Err(findings) => {
            output.findings(Stream::Aside, &findings)?;
            Ok(Exit::Findings)
        }
    }
}

impl MergeArguments {
    /// Reads one side, named by its path in the repository.
    fn named(&self, path: &Path, side: &str) -> Result<Arc<SourceFile>, CommandError> {
        let file = store::read_again(path)
            .map_err(|finding| format!("cannot read `{}`: {}", path.display(), finding.headline()))?
            .ok_or_else(|| format!("cannot read `{}`: the file does not exist", path.display()))?;
        let shown = self.path.as_deref().map_or_else(|| path.display().to_string(), str::to_owned);
        Ok(SourceFile::new(format!("{shown} ({side})"), file.text()))
    }
}
