//! `kalends explain`: a finding's section of the reference: an example, the cause and the fix.

use super::{CommandError, Exit, Output, Stream};

/// A section for each code, as the book has them.
const FINDINGS: &str = include_str!("../../docs/reference/findings.md");

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArguments {
    /// Code of a finding
    #[arg(value_name = "CODE")]
    code: String,
}

pub(super) fn run(arguments: &ExplainArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let code = arguments.code.to_uppercase();
    let Some(section) = section(&code) else {
        return Err(
            format!("`{}` is not the code of a finding, such as `K031`", arguments.code).into()
        );
    };
    output.line(Stream::Result, &format!("{code}\n\n{section}"))?;
    Ok(Exit::Clean)
}

/// The text below the heading of a code.
fn section(code: &str) -> Option<&'static str> {
    let (_, below) = FINDINGS.split_once(&format!("\n## {code}\n"))?;
    Some(below.split("\n## ").next().unwrap_or(below).trim())
}
