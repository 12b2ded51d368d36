//! `kalends schema`: prints the JSON Schema of a definition.

use super::{Exit, Failure, Output, Tell};
use crate::definition::schema;

pub(super) fn run(output: &mut Output) -> Result<Exit, Failure> {
    output.line(Tell::Result, &format!("{:#}", schema()))?;
    Ok(Exit::Clean)
}
