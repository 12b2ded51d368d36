//! A catalogue too large to render in advance is served like a small one: the same bytes, tags and
//! findings, for any cache size.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use kalends::address::{OfSeries, PartRef};
use kalends::diagnostic::to_json;
use kalends::model::{Audience, Language, TokenHash};
use kalends::publish::{Publisher, Records, Settings, SiteChangeKind};
use kalends::snapshot::{
    Cache, Codings, Edition, EditionLoader, Entry, LazySlot, Reach, Resource, Selection,
    SeriesReach, Served, Shared, Slots, Snapshot, SnapshotBuilder, UnavailableEntry,
};
use kalends::store::Scan;

/// Opens the private series.
const TOKEN: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

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
    let translated =
        definition("Talks", 2).replacen("\"Talks\"", "{ en = \"Talks\", da = \"Foredrag\" }", 1);
    write(directory, "translated", &format!("language = \"en\"\n{translated}"));
    let hash = TokenHash::of(TOKEN).expect("a token");
    let access = format!("\n[[access]]\nname = \"board\"\ntoken_sha256 = \"{hash}\"\n");
    write(directory, "board", &format!("{}{access}", definition("Private", 2)));
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

/// Every path with its bodies or its target.
fn served(snapshot: &Snapshot) -> BTreeMap<String, Vec<Body>> {
    let of = |entry: &Entry| match entry {
        Entry::Redirect(redirect) => vec![(Vec::new(), redirect.location().as_bytes().to_vec())],
        other => {
            let bodies = other.resources();
            bodies.map(|one| (one.etag().as_bytes().to_vec(), one.body().to_vec())).collect()
        }
    };
    let private = ["", ".ics", ".json", "/part-0", "/part-1.ics"].map(|end| {
        let path = format!("/private/{TOKEN}/board{end}");
        let entry = snapshot.find(&path).unwrap_or_else(|| panic!("{path}"));
        (path, of(&entry))
    });
    let public = snapshot.every().into_iter().map(|(path, entry)| (path, of(&entry)));
    public.chain(private).collect()
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
            assert_eq!((ahead.series.len(), ahead.editions().count()), (9, 9));
            // The large one is always in memory.
            let pinned = if max_bytes == 8 { 1 } else { 9 };
            assert_eq!((lazily.series.len(), lazily.editions().count()), (9, pinned));
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
fn what_is_dropped_for_room_is_loaded_again_with_the_same_tag() {
    let directory = tempfile::tempdir().expect("a directory");
    catalogue(directory.path());
    let serve = |cache: &Cache| {
        let published = publisher(directory.path(), Some(cache)).load(now()).expect("read");
        Shared::new(published.snapshot().expect("built"))
    };
    let paths = (0..5).map(|number| format!("/talks-{number}.ics"));
    let tags = |shared: &Shared| -> Vec<_> {
        paths.clone().map(|path| tag(&shared.load(), &path)).collect()
    };
    let all = Cache::new(1 << 21);
    let shared = serve(&all);
    assert_eq!(all.used_bytes(), 0, "nothing is loaded before it is asked for");
    let expected = tags(&shared);
    assert!(all.used_bytes() > 50_000, "{}", all.used_bytes());
    // Room for a little more than two of them.
    let cache = Cache::new(all.used_bytes() / 2);
    let shared = serve(&cache);
    let exchanges = shared.exchanges();
    for _ in 0..2 {
        assert_eq!(tags(&shared), expected);
        assert!(cache.used_bytes() > 0 && cache.used_bytes() <= cache.max_bytes());
    }
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

    fn make_part(&self, _: PartRef<'_>) -> Option<Arc<dyn Edition>> {
        None
    }

    fn select(&self, _: Option<&Language>, _: &str, _: OfSeries<'_>) -> Option<Selection> {
        None
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

/// Serves series that are loaded on request, each with a page of some length; how often each was loaded.
fn on_request(
    builder: &mut SnapshotBuilder,
    cache: &Cache,
    id: &'static str,
    load: impl Fn() -> Result<Resource, String> + Send + Sync + 'static,
) -> Arc<AtomicUsize> {
    let loads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&loads);
    let load = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        load().map(|resource| page(id, resource))
    };
    let otherwise = UnavailableEntry::new(std::num::NonZeroU32::MIN, "why");
    let loader = EditionLoader { load: Box::new(load), otherwise, reach: reach(id) };
    let served = Served::OnRequest(Arc::new(LazySlot::new(cache, loader)));
    builder.serve(&served, &Audience::Everyone).expect("free");
    loads
}

#[test]
fn an_evicted_series_is_freed_while_a_large_body_is_compressed() {
    let cache = Cache::new(24 << 10);
    let body: Arc<[u8]> = vec![b'a'; 4096].into();
    let weak = Arc::downgrade(&body);
    let mut builder = SnapshotBuilder::new();
    let again = weak.clone();
    on_request(&mut builder, &cache, "evicted", move || {
        let body = Counted(again.upgrade().unwrap_or_else(|| vec![b'a'; 4096].into()));
        Ok(Resource::text(Bytes::from_owner(body)))
    });
    for id in ["first", "second", "third"] {
        on_request(&mut builder, &cache, id, || Ok(Resource::text(noise(5000))));
    }
    // Series are compressed before single resources, so the large body is compressed last.
    let small = page("small", Resource::text(noise(2048)));
    builder.serve(&Served::Held(small), &Audience::Everyone).expect("free");
    let large = Entry::Resource(Resource::text(noise(12 << 20)));
    builder.insert("/large", large).expect("free");
    let shared = Shared::new(builder.build(&[], "2026f"));
    let ask = |id: &str| assert!(shared.load().find(&format!("/{id}")).is_some());
    ["first", "evicted"].iter().for_each(|id| ask(id));
    drop(body);
    assert!(weak.upgrade().is_some(), "there was room for it");

    shared.keep_warm(Codings::Made).expect("a thread");
    while !is_compressed(&shared.load(), "/small") {
        thread::sleep(Duration::from_millis(1));
    }
    ["second", "third"].iter().for_each(|id| ask(id));
    assert!(weak.upgrade().is_none(), "the thread that compresses holds an evicted series");
}

#[test]
fn what_is_asked_for_again_outlives_what_is_not() {
    let mut builder = SnapshotBuilder::new();
    // Each takes about 7 KiB.
    let cache = Cache::new(18 << 10);
    let loads = ["zero", "one", "two", "three", "four"]
        .map(|id| on_request(&mut builder, &cache, id, || Ok(Resource::text(noise(5000)))));
    let snapshot = builder.build(&[], "2026f");
    let ask = |id: &str| assert!(snapshot.find(&format!("/{id}")).is_some());
    ask("zero");
    ask("zero");
    for id in ["one", "two", "three", "four", "one", "two", "three", "four"] {
        ask(id);
        assert!(cache.used_bytes() <= cache.max_bytes());
        ask("zero");
    }
    let [zero, others @ ..] = loads.map(|loads| loads.load(Ordering::Relaxed));
    assert_eq!(zero, 1, "it was still there");
    assert!(others.iter().sum::<usize>() > 5, "{others:?}: there was room for two");
}

#[test]
fn what_many_ask_for_at_once_is_loaded_once() {
    let (mut builder, cache) = (SnapshotBuilder::new(), Cache::new(1 << 20));
    let loads = on_request(&mut builder, &cache, "talks", || Ok(Resource::text(noise(5000))));
    let snapshot = builder.build(&[], "2026f");
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert!(snapshot.find("/talks").is_some()));
        }
    });
    assert_eq!(loads.load(Ordering::Relaxed), 1);
}

#[test]
fn what_cannot_be_loaded_is_unavailable_at_every_address() {
    let (mut builder, cache) = (SnapshotBuilder::new(), Cache::new(1 << 20));
    let broken = || Err("the calendar breaks rule `utf-8-with-crlf`".to_owned());
    let loads = on_request(&mut builder, &cache, "talks", broken);
    let snapshot = builder.build(&[], "2026f");
    for path in ["/talks.ics", "/talks/opening.ics"] {
        let found = snapshot.find(path);
        assert!(matches!(found.as_deref(), Some(Entry::Unavailable(_))), "{path}");
    }
    assert!(snapshot.find("/walks.ics").is_none());
    assert_eq!(loads.load(Ordering::Relaxed), 1, "it is not tried for each request");
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
        reloaded.changes.iter().map(|change| (change.series.as_str(), &change.kind)).collect();
    assert_eq!(news, [("talks-1", &SiteChangeKind::Changed(Vec::new()))]);
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
