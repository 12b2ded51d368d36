//! `kalends schema`: prints the JSON Schema of a definition.

use super::{CommandError, Exit, Output, Stream};
use crate::definition::schema;

pub(super) fn run(output: &mut Output) -> Result<Exit, CommandError> {
    output.line(Stream::Result, &format!("{:#}", schema()))?;
    Ok(Exit::Clean)
}
