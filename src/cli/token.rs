//! `kalends token`: creates a token that opens a private series. The only use of random numbers.

use super::settings::PublicUrl;
use super::{CommandError, Exit, Output, Stream};
use crate::address::{Base, OfSeries};
use crate::model::{Line, SeriesId, TokenHash};

/// 160 bits: beyond guessing, which needs 128, and exactly 32 characters.
const BYTES: usize = 20;

#[derive(Debug, clap::Args)]
pub(super) struct TokenArguments {
    /// The holder of the token, such as `board`: written into the definition
    #[arg(value_parser = name)]
    name: Line,

    /// The series it opens, to print its address
    #[arg(long, value_name = "SERIES", value_parser = series)]
    series: Option<SeriesId>,

    #[command(flatten)]
    public_url: PublicUrl,
}

fn name(text: &str) -> Result<Line, String> {
    Line::parse(text).map_err(|problem| format!("it {problem}"))
}

fn series(text: &str) -> Result<SeriesId, String> {
    SeriesId::parse(text).map_err(|problem| format!("it {problem}"))
}

/// Writes the definition's lines to stdout and the token to stderr, so `>> schedules/talks.toml` never
/// writes the token into a file.
pub(super) fn run(arguments: &TokenArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| format!("cannot get random numbers: {error}"))?;
    let token = base32(&bytes);
    let hash = TokenHash::of(&token).ok_or("the new token is not valid: this is a bug")?;
    let name = toml::Value::from(arguments.name.as_str());
    output
        .line(Stream::Result, &format!("\n[[access]]\nname = {name}\ntoken_sha256 = \"{hash}\""))?;
    let mut aside = |line: &str| output.line(Stream::Aside, line);
    aside("\nAdd the lines above at the end of the definition; removing them revokes the token.")?;
    aside("The token is shown only once. Anyone who has it can read the series:\n")?;
    aside(&format!("  {token}\n"))?;
    let base = arguments.public_url.public_url.as_ref();
    let base = base.map_or("", |url| url.as_str().trim_end_matches('/'));
    let series = arguments.series.as_ref().map_or("SERIES", |series| series.as_str());
    let series = Base { token: Some(&token), ..Base::new(series) };
    aside(&format!("  calendar  {base}{}", series.to(OfSeries::Feed)))?;
    aside(&format!("  page      {base}{}", series.to(OfSeries::Page)))?;
    Ok(Exit::Clean)
}

/// RFC 4648 §6 in lower case: letters and digits that are safe in speech, typing and links.
fn base32(bytes: &[u8; BYTES]) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digits = |five: &[u8]| {
        let group = five.iter().fold(0_u64, |group, byte| group << 8 | u64::from(*byte));
        let digit = move |number: u32| ALPHABET[(group >> (35 - 5 * number) & 0x1f) as usize];
        (0..8).map(digit).map(char::from).collect::<Vec<_>>()
    };
    bytes.chunks_exact(5).flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_rfc() {
        // RFC 4648 §10: "fooba" is MZXW6YTB.
        assert_eq!(base32(b"foobafoobafoobafooba"), "mzxw6ytb".repeat(4));
    }
}
