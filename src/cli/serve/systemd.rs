//! Tells systemd how far the service is, where it asks for it (`Type=notify`, NOTIFY_SOCKET).

use sd_notify::NotifyState;

use crate::web::Stage;

/// What [`crate::web::ServerSettings::tell`] calls.
pub(super) fn tell(stage: Stage) {
    send(&[match stage {
        Stage::Ready => NotifyState::Ready,
        Stage::Stopping => NotifyState::Stopping,
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
