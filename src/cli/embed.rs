//! `kalends embed`: prints HTML that other sites paste.

use super::subject::{Subject, no_address};
use super::{Exit, Failure, Output, Tell};
use crate::page::embed::{self, Embedded};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    subject: Subject,

    /// Format to print
    #[arg(long, value_name = "FORMAT", default_value = "iframe")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// An `<iframe>` of the card
    Iframe,
    /// HTML without a frame
    Html,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    arguments.subject.with(output, |site, session, output| {
        let what = session.map_or(Embedded::Series, Embedded::Session);
        let snippet = match arguments.format {
            Format::Iframe => embed::frame_snippet(site, what),
            Format::Html => embed::html_snippet(site, what),
        };
        let snippet = snippet.ok_or_else(|| no_address(site))?;
        Ok(output.line(Tell::Result, &snippet)?)
    })
}
