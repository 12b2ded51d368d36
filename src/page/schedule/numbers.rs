//! Numbers of sessions: the formats identify an event by a positive integer in addition to its UUID.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::model::{SessionId, Uid};
use crate::revision::Record;

/// Numbers every session ever published, so that a number is never used twice in a series.
///
/// A number is a hash of the UID, and so does not depend on other sessions. Two sessions with one hash
/// are rarer than one in a million series of 50; the one published first keeps it, and the other gets the
/// next hash.
pub(super) fn numbers(record: &Record) -> BTreeMap<&SessionId, u32> {
    let mut sessions: Vec<_> = record.sessions().collect();
    sessions.sort_by_key(|(_, entry)| (entry.created(), entry.uid()));
    let numbers = assign(sessions.iter().map(|(_, entry)| entry.uid()), hash);
    sessions.iter().map(|(id, _)| *id).zip(numbers).collect()
}

fn assign<'a>(
    uids: impl Iterator<Item = &'a Uid>,
    hash: impl Fn(&Uid, u32) -> u32,
) -> impl Iterator<Item = u32> {
    let mut taken = BTreeSet::from([0]);
    uids.map(move |uid| {
        let mut attempt = 0;
        let mut number = hash(uid, attempt);
        while !taken.insert(number) {
            attempt += 1;
            number = hash(uid, attempt);
        }
        number
    })
}

/// 31 bits, since readers use signed 32-bit integers.
fn hash(uid: &Uid, attempt: u32) -> u32 {
    let hashed = Sha256::new().chain_update(attempt.to_be_bytes()).chain_update(uid.as_str());
    hashed.finalize().iter().take(4).fold(0, |bits, byte| bits << 8 | u32::from(*byte)) >> 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uids(texts: &[&str]) -> Vec<Uid> {
        texts.iter().map(|text| Uid::parse(text).expect("a UID")).collect()
    }

    #[test]
    fn a_number_is_pinned_for_ever() {
        // Checked against Python: int.from_bytes(sha256(bytes(4) + b'a').digest()[:4], 'big') >> 1
        assert_eq!(hash(&uids(&["a"])[0], 0), 833_381_998);
    }

    #[test]
    fn of_two_sessions_with_one_hash_the_first_keeps_it() {
        let hash = |uid: &Uid, attempt: u32| match uid.as_str() {
            "zero" => attempt,
            _ => 7 + attempt,
        };
        let (few, more) = (uids(&["one", "two"]), uids(&["one", "two", "three", "zero"]));
        assert_eq!(assign(few.iter(), hash).collect::<Vec<_>>(), [7, 8]);
        assert_eq!(assign(more.iter(), hash).collect::<Vec<_>>(), [7, 8, 9, 1]);
    }
}
