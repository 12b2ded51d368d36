//! Tells systemd how far the service is, where it asks for it (`Type=notify`, NOTIFY_SOCKET).

use std::time::Duration;

use sd_notify::NotifyState;

use crate::web::Stage;

/// How long systemd waits for a sign of life (`WatchdogSec=`), where it asks for one.
pub(super) fn watchdog() -> Option<Duration> {
    sd_notify::watchdog_enabled()
}

/// What [`crate::web::ServerSettings::tell`] calls.
pub(super) fn tell(stage: Stage) {
    send(&[match stage {
        Stage::Ready => NotifyState::Ready,
        Stage::Stopping => NotifyState::Stopping,
        Stage::Answering => NotifyState::Watchdog,
    }]);
}

/// Says that files are read again. That is done beside serving, which never ends for it, so the
/// service is ready again at once; `Type=notify-reload` waits for both.
pub(super) fn tell_reload() {
    if let Ok(since) = NotifyState::monotonic_usec_now() {
        send(&[NotifyState::Reloading, since]);
        send(&[NotifyState::Ready]);
    }
}

/// Does nothing where nobody asks.
fn send(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        log::debug!("systemd cannot be told: {error}");
    }
}
