//! What was found good before: the same bytes are good again. VEVENTs of one series stand in two
//! calendars, and most calendars have one of a few VTIMEZONEs.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::Event;
use super::zone::ZoneRules;
use crate::model::Zone;

/// A VEVENT without its alarm and END that was found good.
pub(super) struct KnownEvent<'t> {
    pub(super) body: &'t str,
    pub(super) lines: usize,
    pub(super) seen: u64,
    pub(super) event: Event<'t>,
    /// Of the VTIMEZONE by which its times were proven.
    pub(super) rules: Option<Rc<ZoneRules>>,
}

/// A VTIMEZONE that was found good.
#[derive(Clone)]
pub(super) struct KnownZone {
    pub(super) name: Rc<str>,
    /// The zone that has this name.
    pub(super) zone: Option<Zone>,
    pub(super) rules: Rc<ZoneRules>,
}

/// One that stands there again.
pub(super) struct Again {
    pub(super) lines: usize,
    pub(super) zone: KnownZone,
}

/// Its bytes after the BEGIN.
struct KnownBlock {
    block: Box<str>,
    lines: usize,
    zone: KnownZone,
}

/// Blocks that a thread remembers: more than there are zones.
const MAX_KNOWN: usize = 1024;

thread_local! {
    /// By their first lines.
    static KNOWN: RefCell<HashMap<Box<str>, KnownBlock>> = RefCell::new(HashMap::new());
}

/// The known block that `rest` begins with. `first`: its first line.
pub(super) fn zone<'t>(first: &str, rest: &'t str) -> Option<(&'t str, Again)> {
    KNOWN.with_borrow(|known| {
        let known = known.get(first).filter(|known| rest.starts_with(&*known.block))?;
        let again = Again { lines: known.lines, zone: known.zone.clone() };
        Some((&rest[..known.block.len()], again))
    })
}

/// `block`: everything after the BEGIN, of so many lines.
pub(super) fn remember(block: &str, lines: usize, zone: &KnownZone) {
    let Some(end) = memchr::memchr(b'\n', block.as_bytes()) else { return };
    KNOWN.with_borrow_mut(|known| {
        if known.len() < MAX_KNOWN {
            let value = KnownBlock { block: block.into(), lines, zone: zone.clone() };
            known.insert(block[..=end].into(), value);
        }
    });
}
