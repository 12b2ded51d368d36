//! State notifications to systemd (`Type=notify`, NOTIFY_SOCKET).

use std::time::Duration;

use sd_notify::NotifyState;

use crate::web::Stage;

/// Returns the watchdog interval (`WatchdogSec=`), if set.
pub(super) fn watchdog() -> Option<Duration> {
    sd_notify::watchdog_enabled()
}

/// Reports a stage of the service; the callback in [`crate::web::ServerSettings`].
pub(super) fn tell(stage: Stage) {
    send(&[match stage {
        Stage::Ready => NotifyState::Ready,
        Stage::Stopping => NotifyState::Stopping,
        Stage::Answering => NotifyState::Watchdog,
    }]);
}

/// Reports a reload. Reloading never interrupts serving, so the service is ready again at once;
/// `Type=notify-reload` waits for both messages.
pub(super) fn tell_reload() {
    if let Ok(since) = NotifyState::monotonic_usec_now() {
        send(&[NotifyState::Reloading, since]);
        send(&[NotifyState::Ready]);
    }
}

/// Does nothing without NOTIFY_SOCKET.
fn send(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        log::debug!("cannot notify systemd: {error}");
    }
}
