//! A catalogue too large to be made ahead is served as one that is: the same bytes with the same
//! tags and the same findings, whatever room there is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use kalends::address::OfSeries;
use kalends::diagnostic::to_json;
use kalends::model::{Audience, Language};
use kalends::publish::{Publisher, Records, Settings, What};
use kalends::snapshot::{
    Cache, Codings, Edition, Entry, Lazy, Reach, Recipe, Resource, SeriesReach, Served, Shared,
    Slots, Snapshot, SnapshotBuilder, Unavailable,
};
use kalends::store::Scan;

fn now() -> Timestamp {
    "2027-01-01T09:00:00Z".parse().expect("a timestamp")
}

/// A definition of some sessions; the zone's law changed lately, which is a warning with a place.
fn definition(title: &str, sessions: usize) -> String {
    let mut text = format!(
        "title = \"{title}\"\nauthority = \"example.org\"\nduration = \"1h\"\n\
         timezone = \"Africa/Casablanca\"\n"
    );
    for session in 0..sessions {
        let (day, hour) = (1 + session % 28, session / 28);
        let _ = write!(
            text,
            "\n[[session]]\nid = \"part-{session}\"\ntitle = \"Part {session}\"\n\
             start = 2027-06-{day:02}T{hour:02}:00:00\ndescription = \"About; this, and that.\"\n"
        );
    }
    text
}

fn catalogue(directory: &Path) {
    for number in 0..5 {
        let name = format!("talks-{number}");
        write(directory, &name, &definition(&name, 3));
    }
    let renamed = format!("aliases = [\"lectures\"]\n{}", definition("Renamed", 2));
    write(directory, "renamed", &renamed);
    write(directory, "large", &definition("More than some calendars read", 600));
}

fn write(directory: &Path, name: &str, text: &str) {
    fs::write(directory.join(format!("{name}.toml")), text).expect("written");
}

fn settings(directory: &Path, cache: Option<&Cache>) -> Settings {
    let paths = vec![directory.to_owned()];
    Settings { cache: cache.cloned(), ..Settings::new(paths, Records::Write) }
}

fn publisher(directory: &Path, cache: Option<&Cache>) -> Publisher {
    Publisher::new(&settings(directory, cache))
}

/// Tag and body.
type Body = (Vec<u8>, Vec<u8>);

/// Every path with its bodies, or with where it leads.
fn served(snapshot: &Snapshot) -> BTreeMap<String, Vec<Body>> {
    let of = |entry: &Entry| match entry {
        Entry::Redirect(redirect) => vec![(Vec::new(), redirect.location().as_bytes().to_vec())],
        other => {
            let bodies = other.resources();
            bodies.map(|one| (one.etag().as_bytes().to_vec(), one.body().to_vec())).collect()
        }
    };
    snapshot.every().into_iter().map(|(path, entry)| (path, of(&entry))).collect()
}

fn tag(snapshot: &Snapshot, path: &str) -> Vec<u8> {
    let Some(Entry::Resource(resource)) = snapshot.find(path).as_deref().cloned() else {
        panic!("{path}")
    };
    resource.etag().as_bytes().to_vec()
}

#[test]
fn what_is_made_on_request_has_the_bytes_tags_and_findings_of_what_is_made_ahead() {
    let directory = tempfile::tempdir().expect("a directory");
    catalogue(directory.path());
    // The first time records are written, the second time they are there.
    for _ in 0..2 {
        for max_bytes in [8, 1 << 26] {
            let cache = Cache::new(max_bytes);
            let ahead = publisher(directory.path(), None).load(now()).expect("read");
            let lazily = publisher(directory.path(), Some(&cache)).load(now()).expect("read");
            assert_eq!((ahead.series.len(), ahead.shelved.len()), (7, 0));
            let expected = if max_bytes == 8 { (1, 6) } else { (7, 0) };
            assert_eq!((lazily.series.len(), lazily.shelved.len()), expected, "{max_bytes}");
            assert_eq!(lazily.counts(), ahead.counts());
            assert!(!ahead.findings.is_empty());
            assert_eq!(to_json(&lazily.findings), to_json(&ahead.findings));
            let [ahead, lazily] = [ahead, lazily].map(|one| one.snapshot().expect("built"));
            assert_eq!(served(&lazily), served(&ahead));
        }
    }
}

#[test]
fn records_of_a_large_catalogue_are_written_before_anything_is_asked_for() {
    let directories = [(); 2].map(|()| tempfile::tempdir().expect("a directory"));
    let caches = [None, Some(Cache::new(8))];
    let records = directories.each_ref().map(|directory| {
        catalogue(directory.path());
        let cache = caches.iter().flatten().last();
        let cache = cache.filter(|_| !std::ptr::eq(directory, &directories[0]));
        publisher(directory.path(), cache).load(now()).expect("read");
        fs::read_to_string(directory.path().join("talks-3.lock")).expect("a record")
    });
    assert_eq!(records[0], records[1]);
}

#[test]
fn what_nobody_asks_for_is_dropped_for_room_and_made_again_with_the_same_tag() {
    let directory = tempfile::tempdir().expect("a directory");
    catalogue(directory.path());
    let cache = Cache::new(8);
    let published = publisher(directory.path(), Some(&cache)).load(now()).expect("read");
    let shared = Shared::new(published.snapshot().expect("built"));
    let exchanges = shared.exchanges();
    let (one, other) = ("/talks-1/part-0.ics", "/talks-2.ics");
    assert_eq!(cache.used_bytes(), 0, "nothing is made before it is asked for");
    let tags = [one, other].map(|path| tag(&shared.load(), path));
    let made = cache.used_bytes();
    assert!(made > 10_000, "{made}");
    cache.make_room();
    assert_eq!(cache.used_bytes(), 0);
    assert_eq!([one, other].map(|path| tag(&shared.load(), path)), tags);
    assert_eq!(cache.used_bytes(), made);
    assert_eq!(shared.exchanges(), exchanges, "for readers nothing was exchanged");
}

/// A body that says whether somebody still has it.
struct Counted(Arc<[u8]>);

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Letters and digits without a pattern: slow to compress, and worth it.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        b"0123456789abcdefghijklmnopqrstuv"[(state % 32) as usize]
    };
    (0..length).map(|_| letter()).collect()
}

/// A series that has nothing but a page.
#[derive(Debug)]
struct Page {
    slots: Slots,
    page: Resource,
}

impl Edition for Page {
    fn slots(&self) -> &Slots {
        &self.slots
    }

    fn render(&self, language: Option<&Language>, of: OfSeries<'_>) -> Option<Entry> {
        let is_page = language.is_none() && of == OfSeries::Page;
        is_page.then(|| Entry::Resource(self.page.clone()))
    }
}

fn reach(id: &str) -> SeriesReach {
    SeriesReach::new(id, 0, &Reach::new(0))
}

fn page(id: &str, page: Resource) -> Arc<dyn Edition> {
    let sessions = std::iter::empty::<(&str, [&str; 0])>();
    Arc::new(Page { slots: Slots::new(reach(id), false, [], sessions), page })
}

fn is_compressed(snapshot: &Snapshot, path: &str) -> bool {
    let entry = snapshot.find(path).expect(path);
    entry.resources().all(|resource| !resource.encoded().is_empty())
}

#[test]
fn an_evicted_series_is_freed_while_a_large_body_is_compressed() {
    let cache = Cache::new(8);
    let body: Arc<[u8]> = vec![b'a'; 4096].into();
    let weak = Arc::downgrade(&body);
    let load = {
        let weak = weak.clone();
        move || {
            let body = Counted(weak.upgrade().unwrap_or_else(|| vec![b'a'; 4096].into()));
            Ok(page("evicted", Resource::text(Bytes::from_owner(body))))
        }
    };
    let otherwise = Unavailable::new(std::num::NonZeroU32::MIN, "why");
    let recipe = Recipe { load: Box::new(load), otherwise, reach: reach("evicted") };
    let evicted = Served::OnRequest(Arc::new(Lazy::new(&cache, recipe)));
    // Series are compressed before what stands alone, so the large body is compressed last.
    let small = page("small", Resource::text(noise(2048)));
    let mut builder = SnapshotBuilder::new();
    builder.serve(&Served::Held(small), &Audience::Everyone).expect("free");
    builder.serve(&evicted, &Audience::Everyone).expect("free");
    let large = Entry::Resource(Resource::text(noise(12 << 20)));
    builder.insert("/large", large).expect("free");
    let shared = Shared::new(builder.build(&[], "2026f"));
    assert!(shared.load().find("/evicted").is_some());
    drop(body);

    shared.keep_warm(Codings::Made).expect("a thread");
    while !is_compressed(&shared.load(), "/small") {
        thread::sleep(Duration::from_millis(1));
    }
    cache.make_room();
    assert!(weak.upgrade().is_none(), "the thread that compresses holds an evicted series");
    assert_eq!(cache.used_bytes(), 0);
}

#[test]
fn what_is_asked_for_again_outlives_what_is_not() {
    let directory = tempfile::tempdir().expect("a directory");
    catalogue(directory.path());
    let probe = Cache::new(8);
    let published = publisher(directory.path(), Some(&probe)).load(now()).expect("read");
    tag(&published.snapshot().expect("built"), "/talks-1.ics");
    // Room for a little more than two of them.
    let cache = Cache::new(probe.used_bytes() * 5 / 2);
    let directory_bytes = directory.path().join("large.toml");
    assert!(fs::metadata(directory_bytes).expect("there").len() > cache.max_bytes() as u64 / 32);
    let published = publisher(directory.path(), Some(&cache)).load(now()).expect("read");
    let shared = Shared::new(published.snapshot().expect("built"));
    let ask = |number: usize| tag(&shared.load(), &format!("/talks-{number}.ics"));
    ask(0);
    ask(0);
    let mut before = 0;
    for number in 1..5 {
        ask(number);
        cache.make_room();
        before = cache.used_bytes();
        assert!(before <= cache.max_bytes());
        ask(0);
        assert_eq!(cache.used_bytes(), before, "it was still there");
    }
    ask(1);
    assert!(cache.used_bytes() > before, "it was dropped");
}

#[test]
fn a_reload_serves_what_changed_and_keeps_what_broke_though_nobody_had_asked_for_it() {
    let directory = tempfile::tempdir().expect("a directory");
    catalogue(directory.path());
    let cache = Cache::new(8);
    let mut publisher = publisher(directory.path(), Some(&cache));
    let before = publisher.load(now()).expect("read").snapshot().expect("built");
    write(directory.path(), "talks-1", &definition("Another title", 3));
    write(directory.path(), "talks-2", "title = ");
    let later = "2027-01-02T09:00:00Z".parse().expect("a timestamp");
    let reloaded = publisher.reload(&Scan::Everything, later).expect("it changed");
    let news: Vec<_> =
        reloaded.news.iter().map(|news| (news.series.as_str(), &news.what)).collect();
    assert_eq!(news, [("talks-1", &What::Changed(Vec::new()))]);
    let after = reloaded.published.snapshot().expect("built");
    assert_ne!(tag(&after, "/talks-1.ics"), tag(&before, "/talks-1.ics"));
    for kept in ["/talks-2.ics", "/talks-2/part-1.ics", "/talks-3.ics"] {
        assert_eq!(tag(&after, kept), tag(&before, kept));
    }
    assert!(publisher.reload(&Scan::Everything, later).is_none(), "nothing is different");
}

#[test]
fn two_definitions_of_one_series_are_told_with_their_places() {
    let directory = tempfile::tempdir().expect("a directory");
    catalogue(directory.path());
    let twice = format!("id = \"talks-1\"\n{}", definition("Twice", 1));
    write(directory.path(), "zwice", &twice);
    let cache = Cache::new(8);
    let [ahead, lazily] = [None, Some(&cache)]
        .map(|cache| publisher(directory.path(), cache).load(now()).expect("read"));
    assert!(ahead.has_errors());
    assert_eq!(to_json(&lazily.findings), to_json(&ahead.findings));
}
