//! Findings about cancelled and removed sessions.

use jiff::{SignedDuration, Timestamp};

use super::codes;
use crate::diagnostic::Finding;
use crate::model::{Session, When};
use crate::revision::{MassRemoval, Record};

/// The number of sessions that a finding names.
const MAX_NAMED: usize = 10;

pub(super) fn finding(removal: &MassRemoval, record: &Record, now: Timestamp) -> Finding {
    let (count, upcoming) = (removal.removed.len(), removal.upcoming);
    let mut named: Vec<String> = removal.removed.iter().take(MAX_NAMED).map(line).collect();
    if count > MAX_NAMED {
        named.push(format!("and {} more", count - MAX_NAMED));
    }
    let headline = format!("{count} of {upcoming} upcoming sessions would be removed");
    let finding = Finding::new(&codes::MASS_REMOVAL, headline)
        .note(named.join("\n"))
        .note("every subscriber would see each of them cancelled; nothing was written")
        .help("put them back, if that was a slip")
        .help("if their ids changed, write `was = \"the-old-id\"` into each")
        .help("to remove them all the same, run once with `--allow-mass-removal`");
    match record.beginning_anew(now) {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// The finding about sessions that are not cancelled yet, because the file may not be complete.
pub(super) fn settling(count: usize, settle: SignedDuration) -> Finding {
    let plural = if count == 1 { "" } else { "s" };
    let seconds = settle.as_secs();
    let headline = format!("{count} session{plural} would be cancelled or withdrawn");
    Finding::new(&codes::SETTLING, headline)
        .note(format!("published once the file has not changed for {seconds} s (`--settle`)"))
        .help("SIGHUP publishes it now; put the sessions back, if that was a slip")
}

fn line(session: &Session) -> String {
    let day = match session.when {
        When::Timed { start, .. } => start.local().date(),
        When::AllDay { first, .. } => first,
    };
    format!("`{}` on {day}: {}", session.id, session.title)
}
