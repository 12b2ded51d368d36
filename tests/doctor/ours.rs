//! The production service, asked as the big clients ask, has nothing to complain about.

use std::path::Path;

use kalends::diagnostic::{Style, to_text};
use kalends::doctor::examine;
use kalends::publish::{Records, Settings, publish};

use crate::doctor::{SETTINGS, verdicts};
use crate::support::spawn_app;

#[test]
fn our_own_service_has_no_finding_in_feed_or_session_file() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("schedules");
    let settings = Settings::new(vec![directory], Records::Locked);
    let published = publish(&settings, "2030-01-01T00:00:00Z".parse().unwrap()).unwrap();
    let app = spawn_app(published.snapshot().unwrap());
    for (path, events) in
        [("/ehealth-security-2020.ics", 3), ("/ehealth-security-2020/pandemic.ics", 1)]
    {
        for scheme in ["http", "webcal"] {
            let report = examine(&format!("{scheme}://{}{path}", app.address), SETTINGS);
            assert_eq!(to_text(&report.findings, Style::Plain), "");
            assert_eq!(report.events, events);
            assert!(verdicts(&report).iter().all(|line| line.contains("would ")));
            assert!(report.requests.len() > 10, "{:?}", report.requests);
        }
    }
}
