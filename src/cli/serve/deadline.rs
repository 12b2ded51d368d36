//! Deadline of a shutdown: ends the process even if a worker, a rescan or the log hangs.

use std::sync::mpsc;
use std::time::Duration;
use std::{process, thread};

use super::super::Exit;
use crate::publish::Reloading;
use crate::web::ServerSettings;

/// Time for stopping beyond everything that is waited for.
const MARGIN: Duration = Duration::from_secs(5);
/// Time for writing the last line of the log.
const LAST_WORD: Duration = Duration::from_secs(1);

/// Returns the longest time from a signal to the end of the process.
pub(super) fn of(settings: &ServerSettings) -> Duration {
    settings.drain_delay + settings.stop_timeout + Reloading::LAST_PASS + MARGIN
}

/// Ends the process after `limit` unless it has ended by itself.
pub(super) fn end_within(limit: Duration) {
    let end = move || {
        thread::sleep(limit);
        // The log's reader may be blocked.
        let (said, saying) = mpsc::channel();
        let say = move || {
            let seconds = limit.as_secs();
            log::error!("shutdown hangs: ending the process {seconds} s after the signal");
            // The process may be over.
            let _ = said.send(());
        };
        if thread::Builder::new().name("last-word".to_owned()).spawn(say).is_ok() {
            // Exits whether or not the line was written.
            let _ = saying.recv_timeout(LAST_WORD);
        }
        process::exit(Exit::Failed.code().into());
    };
    if let Err(error) = thread::Builder::new().name("deadline".to_owned()).spawn(end) {
        log::error!("no deadline for the shutdown: {error}");
    }
}
