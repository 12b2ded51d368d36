//! The `kalends` command.
fn main() {}
