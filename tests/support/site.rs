//! A small site with every kind of entry.

use std::num::NonZeroU32;

use kalends::snapshot::{
    Entry, FileName, LastModified, PagePolicy, Redirect, Resource, Snapshot, SnapshotBuilder,
    UnavailableEntry, Variants,
};

pub(crate) const CALENDAR: &str = "BEGIN:VCALENDAR\r\nX-TEST:feed\r\nEND:VCALENDAR\r\n";
pub(crate) const SESSION: &str = "BEGIN:VCALENDAR\r\nX-TEST:session\r\nEND:VCALENDAR\r\n";
const STYLE: &str = "p{margin:0}";
/// Wed, 23 Sep 2020 12:00:00 GMT.
pub(crate) const LAST_MODIFIED_UNIX: i64 = 1_600_862_400;

pub(crate) fn modified() -> LastModified {
    LastModified::from_unix_seconds(LAST_MODIFIED_UNIX).unwrap()
}

pub(crate) fn feed(body: &'static str) -> Entry {
    Entry::Resource(Resource::feed(body, modified()))
}

/// Every kind of entry once.
pub(crate) fn series_site_builder() -> SnapshotBuilder {
    let session_file = Resource::session_file(
        SESSION,
        &FileName::parse("ehealth-opening.ics").unwrap(),
        modified(),
    );
    let policy = PagePolicy::of(Some(STYLE), None);
    let unavailable = UnavailableEntry::new(NonZeroU32::new(120).unwrap(), "the secret cause");
    let entries = [
        (
            "/",
            Entry::Variants(Box::new(Variants {
                html: Resource::page("<!doctype html><p>series", &policy).modified(modified()),
                json: Resource::json(r#"{"series":[]}"#).modified(modified()),
            })),
        ),
        ("/ehealth.ics", feed(CALENDAR)),
        ("/ehealth/opening.ics", Entry::Resource(session_file)),
        ("/ehealth", Entry::Resource(Resource::page("<!doctype html><p>ehealth", &policy))),
        ("/openapi.json", Entry::Resource(Resource::json("{}"))),
        ("/old-name.ics", Entry::Redirect(Redirect::renamed("/ehealth.ics").unwrap())),
        (
            "/ehealth/subscribe/google",
            Entry::Redirect(Redirect::elsewhere("https://calendar.google.com/?cid=x").unwrap()),
        ),
        ("/retired.ics", Entry::Gone),
        ("/broken.ics", Entry::Unavailable(unavailable)),
    ];
    let mut builder = SnapshotBuilder::new();
    for (path, entry) in entries {
        builder.insert(path, entry).unwrap();
    }
    builder
}

pub(crate) fn series_site() -> Snapshot {
    series_site_builder().build(&[], "2026f")
}
