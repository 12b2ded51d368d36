//! The `kalends` command: parses the command line, runs it, reports once how it failed.

use std::io;
use std::process::ExitCode;

use clap::Parser as _;
use kalends::cli::{self, Arguments, Exit, Output, Tell};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    env_logger::Builder::from_env(
        env_logger::Env::default().default_filter_or("info,actix_server=warn"),
    )
    .init();
    let arguments = Arguments::parse();
    let mut output = Output::of_process();
    let exit = cli::run(arguments, &mut output).unwrap_or_else(|failure| {
        let reader_left = failure
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        if !reader_left {
            let mut chain = format!("error: {failure}");
            let mut cause = failure.source();
            while let Some(source) = cause {
                // Some errors name their cause themselves.
                let source_text = source.to_string();
                if !chain.contains(&source_text) {
                    chain.push_str(&format!(": {source_text}"));
                }
                cause = source.source();
            }
            // Nothing is left to do when stderr is broken as well.
            let _ = output.line(Tell::Aside, &chain);
        }
        Exit::Failed
    });
    ExitCode::from(exit.code())
}
