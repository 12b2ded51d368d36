//! Output of commands: results to stdout, everything else to stderr, colours only on terminals.

use std::io::{self, Write};

use clap::ValueEnum;

use crate::diagnostic::{Finding, Style, to_text};

/// The two streams of a command.
pub struct Output {
    out: Box<dyn Write>,
    out_style: Style,
    err: Box<dyn Write>,
    err_style: Style,
}

/// The stream of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The result: stdout.
    Result,
    /// Messages about the result: stderr.
    Aside,
}

/// Formats of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Text,
    Json,
}

impl Output {
    /// Uses the process's streams; NO_COLOR and terminal detection decide on colours.
    #[must_use]
    pub fn of_process() -> Self {
        let style = |choice: anstream::ColorChoice| match choice {
            anstream::ColorChoice::Never => Style::Plain,
            _ => Style::Coloured,
        };
        Self {
            out_style: style(anstream::AutoStream::choice(&io::stdout())),
            out: Box::new(io::stdout()),
            err_style: style(anstream::AutoStream::choice(&io::stderr())),
            err: Box::new(io::stderr()),
        }
    }

    /// Writes bytes as they are, to stdout.
    ///
    /// # Errors
    /// When the stream is broken.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.flush()
    }

    /// Writes a line.
    ///
    /// # Errors
    /// When the stream is broken.
    pub fn line(&mut self, stream: Stream, line: &str) -> io::Result<()> {
        match stream {
            Stream::Result => writeln!(self.out, "{line}"),
            Stream::Aside => writeln!(self.err, "{line}"),
        }
    }

    /// Writes findings as text, and how to learn more.
    ///
    /// # Errors
    /// When the stream is broken.
    pub fn findings(&mut self, stream: Stream, findings: &[Finding]) -> io::Result<()> {
        let Some(first) = findings.first() else { return Ok(()) };
        let style = match stream {
            Stream::Result => self.out_style,
            Stream::Aside => self.err_style,
        };
        let text = to_text(findings, style);
        let more = format!("{text}`kalends explain {}` says more", first.code().id);
        self.line(stream, &more)
    }
}
