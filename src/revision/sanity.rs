//! Checks whether the machine's clock is plausible, and whether a record is young enough to start
//! again.

use jiff::{SignedDuration, Timestamp};

use super::codes;
use super::instant;
use super::record::Record;
use crate::diagnostic::Finding;

/// 2020-01-01T00:00:00Z: no machine that runs this release has an earlier clock.
const EARLIEST: Timestamp = Timestamp::constant(1_577_836_800, 0);
/// 2200-01-01T00:00:00Z.
const LATEST: Timestamp = Timestamp::constant(7_258_118_400, 0);
/// Maximum difference between publishers' clocks.
const MAX_BEHIND: SignedDuration = SignedDuration::from_hours(24);
/// While a record is younger, few people can have its entries.
const YOUNG: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Why nothing may be published now. Wrong instants would be permanent, and a clock in the future
/// would block every later revision. The finding has no place.
#[must_use]
pub fn clock_fault(record: Option<&Record>, now: Timestamp) -> Option<Finding> {
    let clock = instant::whole_seconds(now);
    let why = if now < EARLIEST || now > LATEST {
        format!("the clock of this machine says {clock}, which cannot be right")
    } else {
        let newest = record?.revised();
        if newest.duration_since(now) <= MAX_BEHIND {
            return None;
        }
        format!("the clock of this machine says {clock}, and the record was written at {newest}")
    };
    let finding = Finding::new(&codes::CLOCK, why)
        .note("nothing was published: entries would keep wrong instants for ever")
        .help("set the clock of this machine, then publish again");
    Some(match record {
        Some(record) if now >= EARLIEST && now <= LATEST => finding.help(format!(
            "if the clock is right and the record is wrong, run `kalends record repair {}`",
            record.series
        )),
        _ => finding,
    })
}

impl Record {
    /// Whether it may still be deleted to start again: first published under seven days ago, and
    /// since then no entry was withdrawn or had its SEQUENCE raised.
    #[must_use]
    pub fn is_young(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.created);
        let is_first =
            |entry: &super::RecordEntry| entry.sequence == 0 && entry.withdrawn.is_none();
        age < YOUNG && !age.is_negative() && self.sessions.values().all(is_first)
    }

    /// The help that explains how to start again and the loss, while the record is young.
    #[must_use]
    pub fn beginning_anew(&self, now: Timestamp) -> Option<String> {
        self.is_young(now).then(|| {
            format!(
                "if this was a trial (first published {}, nothing moved since), delete `{}.lock` and \
                 publish again: subscribers get every entry anew, and entries that people added one \
                 by one stay as they are and are never updated",
                self.created, self.series
            )
        })
    }
}
