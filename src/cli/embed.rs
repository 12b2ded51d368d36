//! `kalends embed`: prints HTML that other sites paste.

use super::subject::{Subject, no_address};
use super::{CommandError, Exit, Output, Stream};
use crate::page::embed::{self, Embedded};

#[derive(Debug, clap::Args)]
pub(super) struct EmbedArguments {
    #[command(flatten)]
    subject: Subject,

    /// Format to print
    #[arg(long, value_name = "FORMAT", default_value = "iframe")]
    format: EmbedFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum EmbedFormat {
    /// An `<iframe>` of the card
    Iframe,
    /// HTML without a frame
    Html,
}

pub(super) fn run(arguments: &EmbedArguments, output: &mut Output) -> Result<Exit, CommandError> {
    arguments.subject.with(output, |site, session, output| {
        let what = session.map_or(Embedded::Series, Embedded::Session);
        let snippet = match arguments.format {
            EmbedFormat::Iframe => embed::frame_snippet(site, what),
            EmbedFormat::Html => embed::html_snippet(site, what),
        };
        let snippet = snippet.ok_or_else(|| no_address(site))?;
        Ok(output.line(Stream::Result, &snippet)?)
    })
}
