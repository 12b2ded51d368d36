//! The `kalends` command: parses the command line, runs it, reports a failure once.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use env_logger::fmt::Formatter;
use env_logger::fmt::style::{AnsiColor, Style};
use kalends::cli::{self, Arguments, Exit, Output, Stream};
use kalends::clock;
use kalends::web::ACCESS_TARGET;
use log::{Log, Metadata, Record};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    start_logging();
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
                // Some errors include their cause.
                let source_text = source.to_string();
                if !chain.contains(&source_text) {
                    chain.push_str(&format!(": {source_text}"));
                }
                cause = source.source();
            }
            // If stderr is broken too, the error is lost.
            let _ = output.line(Stream::Aside, &chain);
        }
        Exit::Failed
    });
    ExitCode::from(exit.code())
}

/// Capacity for most lines of the access log.
const LINE_BYTES: usize = 384;

/// `env_logger`, except that lines of JSON have no prefix, for programs that parse them.
struct Logger(env_logger::Logger);

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.0.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if record.target() != ACCESS_TARGET {
            return self.0.log(record);
        }
        let mut line = String::with_capacity(LINE_BYTES);
        // Writing to a String cannot fail.
        let _ = writeln!(line, "{}", record.args());
        if !line.starts_with('{') {
            self.0.log(record);
        } else if self.0.matches(record) {
            // If stderr is broken, the line is lost.
            let _ = io::stderr().write_all(line.as_bytes());
        }
    }

    fn flush(&self) {
        self.0.flush();
    }
}

/// Writes a line in `env_logger`'s default format: `[2027-09-23T14:00:00Z INFO  target] message`.
/// Further lines of a message are indented by four spaces.
fn write_line(line: &mut Formatter, record: &Record<'_>) -> io::Result<()> {
    let level = line.default_level_style(record.level());
    // Without colours, all styles are plain.
    let subtle = if level == Style::new() { level } else { AnsiColor::BrightBlack.on_default() };
    let message = record.args().to_string().replace('\n', "\n    ");
    writeln!(
        line,
        "{subtle}[{subtle:#}{:.0} {level}{:<5}{level:#} {}{subtle}]{subtle:#} {message}",
        clock::now(),
        record.level(),
        record.target()
    )
}

fn start_logging() {
    let logger = env_logger::Builder::from_env(
        env_logger::Env::default().default_filter_or("info,actix_server=warn,actix_http=off"),
    )
    .format(write_line)
    .build();
    log::set_max_level(logger.filter());
    // The first logger of the process is always accepted.
    let _ = log::set_boxed_logger(Box::new(Logger(logger)));
}
