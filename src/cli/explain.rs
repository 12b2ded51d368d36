//! `kalends explain`: a finding's section of the reference: an example, the cause and the fix.

use super::{CommandError, Exit, Output, Stream};

/// A section for each code, as the book has them.
const FINDINGS: &str = include_str!("../../docs/reference/findings.md");

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArguments {
    /// Code of a finding: `K031`, or its number alone
    #[arg(value_name = "CODE")]
    code: String,
}

pub(super) fn run(arguments: &ExplainArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let code = code(&arguments.code);
    let Some((section, code)) = code.and_then(|code| Some((section(&code)?, code))) else {
        return Err(
            format!("`{}` is not the code of a finding, such as `K031`", arguments.code).into()
        );
    };
    output.line(Stream::Result, &format!("{code}\n\n{section}"))?;
    Ok(Exit::Clean)
}

/// The code in full, of `K031`, `k31` or `31`.
fn code(written: &str) -> Option<String> {
    let digits = written.strip_prefix(['K', 'k']).unwrap_or(written);
    // `parse` alone would accept a sign.
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)?;
    Some(format!("K{:03}", number.parse::<u16>().ok()?))
}

/// The text below the heading of a code.
fn section(code: &str) -> Option<&'static str> {
    let (_, below) = FINDINGS.split_once(&format!("\n## {code}\n"))?;
    Some(below.split("\n## ").next().unwrap_or(below).trim())
}
