//! Command line: one file per subcommand. Exit codes: 0 clean, 1 findings, 2 failed.
//!
//! Settings come from flags and `KALENDS_*` variables, declared together; no lower module reads the
//! environment.

mod adopt;
mod check;
mod completions;
mod doctor;
mod email;
mod embed;
mod exit;
mod explain;
mod export;
mod health;
mod init;
mod lint;
mod man;
mod merge;
mod output;
mod pages;
mod plan;
mod publish;
mod record;
mod rename;
mod render;
mod schema;
mod serve;
mod settings;
mod since;
mod subject;
mod token;

use std::sync::LazyLock;

use clap::{CommandFactory as _, Parser, Subcommand};

pub use exit::{CommandError, Exit};
pub use output::{Output, Stream};

use crate::model::Zone;

static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!("{} (time zone data {})", env!("CARGO_PKG_VERSION"), Zone::database_version())
});

/// Publishes a series of events as calendars with entries that update in place.
#[derive(Debug, Parser)]
#[command(name = "kalends", version = VERSION.as_str(), max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the calendars over HTTP
    #[command(
        after_help = "`--help` explains every option, including limits and logs.",
        after_long_help = "Example:\n  kalends serve --public-url https://calendar.example.org --listen 127.0.0.1:8080"
    )]
    Serve(Box<serve::ServeArguments>),
    /// Check definitions and their records; writes nothing
    #[command(after_long_help = "Example:\n  kalends check schedules/autumn-school.toml")]
    Check(check::CheckArguments),
    /// Show what publishing would change, and which people it affects; writes nothing
    #[command(after_long_help = "Example:\n  kalends plan --format markdown")]
    Plan(plan::PlanArguments),
    /// Update the records; serves nothing
    #[command(
        after_long_help = "Example:\n  kalends publish --public-url https://calendar.example.org"
    )]
    Publish(publish::PublishArguments),
    /// Print the calendar of a series or session; writes nothing
    #[command(after_long_help = "Example:\n  kalends render autumn-school/opening")]
    Render(render::RenderArguments),
    /// Print a block, links or QR code for a mail campaign, or write all of them to a directory
    #[command(
        after_long_help = "Example:\n  kalends email autumn-school --public-url https://calendar.example.org --out mail"
    )]
    Email(email::EmailArguments),
    /// Print the HTML that embeds a series or session in another site
    #[command(
        after_long_help = "Example:\n  kalends embed autumn-school/opening --public-url https://calendar.example.org"
    )]
    Embed(embed::EmbedArguments),
    /// Write the whole site as files, for a static host or CDN
    #[command(
        after_long_help = "Example:\n  kalends export --public-url https://calendar.example.org --out public"
    )]
    Export(export::ExportArguments),
    /// Give a series another id and redirect its old addresses
    #[command(
        after_long_help = "Example:\n  kalends rename autumn-school autumn-academy --dry-run"
    )]
    Rename(rename::RenameArguments),
    /// Merge the records of two branches that both published: a merge driver for git
    #[command(
        after_long_help = "Example:\n  git config merge.kalends.driver 'kalends merge %O %A %B %P'"
    )]
    Merge(merge::MergeArguments),
    /// Print the JSON Schema of a definition
    #[command(after_long_help = "Example:\n  kalends schema > schema.json")]
    Schema,
    /// Write a commented first definition
    #[command(after_long_help = "Example:\n  kalends init spring-school")]
    Init(init::InitArguments),
    /// Take over a published calendar, keeping the UIDs that people's calendars know
    #[command(
        after_long_help = "Example:\n  kalends adopt talks.ics --id talks --authority example.org"
    )]
    Adopt(adopt::AdoptArguments),
    /// Repair a damaged record; shows the changes, writes with `--write`
    #[command(after_long_help = "Example:\n  kalends record repair autumn-school")]
    Record(record::RecordArguments),
    /// Create a token that opens a private series, and print the lines for its definition
    #[command(
        after_long_help = "Example:\n  kalends token board --series autumn-school >> schedules/autumn-school.toml"
    )]
    Token(token::TokenArguments),
    /// Check any calendar for problems in real clients, line by line
    #[command(after_long_help = "Example:\n  kalends lint talks.ics")]
    Lint(lint::LintArguments),
    /// Fetch any published calendar as the big clients do, and report what each would show
    #[command(after_long_help = "Example:\n  kalends doctor https://example.org/talks.ics")]
    Doctor(doctor::DoctorArguments),
    /// Explain a finding by its code: an example, the cause and the fix
    #[command(after_long_help = "Example:\n  kalends explain K031")]
    Explain(explain::ExplainArguments),
    /// Check that a running service answers: exit code 0 if it does
    #[command(
        after_long_help = "Example:\n  kalends health --listen unix:/run/kalends/kalends.sock --ready"
    )]
    Health(health::HealthArguments),
    /// Write the manual pages, one for each command
    #[command(after_long_help = "Example:\n  kalends man man")]
    Man(man::ManArguments),
    /// Print completions for a shell
    #[command(after_long_help = "Example:\n  kalends completions bash > kalends.bash")]
    Completions(completions::CompletionsArguments),
}

/// Runs a command.
///
/// # Errors
/// When the command fails.
pub fn run(arguments: Arguments, output: &mut Output) -> Result<Exit, CommandError> {
    match arguments.command {
        Command::Serve(arguments) => serve::run(&arguments, output),
        Command::Check(arguments) => check::run(&arguments, output),
        Command::Plan(arguments) => plan::run(&arguments, output),
        Command::Publish(arguments) => publish::run(&arguments, output),
        Command::Render(arguments) => render::run(&arguments, output),
        Command::Email(arguments) => email::run(&arguments, output),
        Command::Embed(arguments) => embed::run(&arguments, output),
        Command::Export(arguments) => export::run(&arguments, output),
        Command::Rename(arguments) => rename::run(&arguments, output),
        Command::Merge(arguments) => merge::run(&arguments, output),
        Command::Schema => schema::run(output),
        Command::Init(arguments) => init::run(&arguments, output),
        Command::Adopt(arguments) => adopt::run(&arguments, output),
        Command::Record(arguments) => record::run(&arguments, output),
        Command::Token(arguments) => token::run(&arguments, output),
        Command::Lint(arguments) => lint::run(&arguments, output),
        Command::Doctor(arguments) => doctor::run(&arguments, output),
        Command::Explain(arguments) => explain::run(&arguments, output),
        Command::Health(arguments) => health::run(&arguments, output),
        Command::Man(arguments) => man::run(&arguments, command()),
        Command::Completions(arguments) => completions::run(&arguments, command(), output),
    }
}

/// Returns the whole command line, for completions and for tests that compare it with the reference.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command()
}
