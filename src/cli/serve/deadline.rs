//! The end of the process, whatever hangs: a worker, a look at the files, or the log.

use std::sync::mpsc;
use std::time::Duration;
use std::{process, thread};

use super::super::Exit;
use crate::publish::Reloading;
use crate::web::ServerSettings;

/// What stopping may take beside all that is waited for.
const MARGIN: Duration = Duration::from_secs(5);
/// How long the last line of the log may take.
const LAST_WORD: Duration = Duration::from_secs(1);

/// How long after a signal the process has ended at the latest.
pub(super) fn of(settings: &ServerSettings) -> Duration {
    settings.drain_delay + settings.stop_timeout + Reloading::LAST_PASS + MARGIN
}

/// Ends the process after so long, if it has not ended by itself.
pub(super) fn end_within(limit: Duration) {
    let end = move || {
        thread::sleep(limit);
        // Nobody may be reading the log.
        let (said, saying) = mpsc::channel();
        let say = move || {
            let seconds = limit.as_secs();
            log::error!("something hangs: ending {seconds} s after the signal without it");
            // The process may be over.
            let _ = said.send(());
        };
        if thread::Builder::new().name("last-word".to_owned()).spawn(say).is_ok() {
            // Said, or not: it ends now.
            let _ = saying.recv_timeout(LAST_WORD);
        }
        process::exit(Exit::Failed.code().into());
    };
    if let Err(error) = thread::Builder::new().name("deadline".to_owned()).spawn(end) {
        log::error!("nothing ends the service if it hangs: {error}");
    }
}
