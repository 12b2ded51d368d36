//! Changes of access to a series, in words.

use std::collections::BTreeSet;

use serde_json::{Value, json as object};

use crate::model::{Access, Audience, SeriesId};
use crate::revision::AccessChange;

/// A sentence for each change. Names are quoted from the definition, on one line.
pub(super) fn words(change: &AccessChange, id: &SeriesId) -> Vec<String> {
    let new = change.new.accesses();
    match (&change.old, new) {
        (None, Some(new)) => vec![format!("private: {}", open_to(new))],
        (Some(Audience::Everyone), Some(new)) => vec![
            format!("becomes private: {}", open_to(new)),
            format!(
                "loses access: everyone else; `/{id}.ics` and its other addresses answer 404, and \
                 its subscribers get no more updates"
            ),
            "every entry is revised: it no longer contains addresses of the service".to_owned(),
        ],
        (Some(Audience::Holders(old)), None) => {
            let mut sentences =
                vec![format!("becomes public: everyone can read it at `/{id}.ics`")];
            if !old.is_empty() {
                sentences.push(format!(
                    "the addresses with the tokens of {} answer 404: their subscribers must \
                     subscribe again",
                    names(old)
                ));
            }
            sentences.push("every entry is revised".to_owned());
            sentences
        }
        (Some(Audience::Holders(old)), Some(new)) => changes_of_tokens(old, new),
        (None | Some(Audience::Everyone), None) => Vec::new(),
    }
}

/// For machines: whether it was private, and the names of added and removed tokens.
pub(super) fn json(change: &AccessChange) -> Value {
    let (old, new) = sides(change);
    object!({
        "was_private": change.old.as_ref().is_some_and(Audience::is_private),
        "granted": of(&without(new, old)),
        "revoked": of(&without(old, new)),
    })
}

fn sides(change: &AccessChange) -> (&[Access], &[Access]) {
    let old = change.old.as_ref().and_then(Audience::accesses).unwrap_or_default();
    (old, change.new.accesses().unwrap_or_default())
}

fn changes_of_tokens(old: &[Access], new: &[Access]) -> Vec<String> {
    let (revoked, granted) = (without(old, new), without(new, old));
    let mut sentences = Vec::new();
    if !revoked.is_empty() {
        sentences.push(format!(
            "loses access: {}: addresses with that token answer 404, and their subscribers get no \
             more updates",
            quoted(&of(&revoked))
        ));
    }
    if !granted.is_empty() {
        sentences.push(format!("gets access: {}", quoted(&of(&granted))));
    }
    if new.is_empty() {
        sentences.push("no token is left: nobody can read it".to_owned());
    }
    if sentences.is_empty() {
        sentences.push(format!("open to the same people: {}", names(new)));
    }
    sentences
}

/// The tokens that are missing from `others`.
fn without<'a>(these: &'a [Access], others: &[Access]) -> Vec<&'a Access> {
    let others: BTreeSet<_> = others.iter().map(|access| access.token).collect();
    these.iter().filter(|access| !others.contains(&access.token)).collect()
}

fn of<'a>(accesses: &[&'a Access]) -> Vec<&'a str> {
    accesses.iter().map(|access| access.name.as_str()).collect()
}

fn open_to(accesses: &[Access]) -> String {
    match accesses {
        [] => "nobody can read it: it has no token".to_owned(),
        _ => format!("only people with a token of {} can read it", names(accesses)),
    }
}

fn names(accesses: &[Access]) -> String {
    quoted(&of(&accesses.iter().collect::<Vec<_>>()))
}

/// As code spans, so that names do not become links in a review; a backtick would end the span.
fn quoted(names: &[&str]) -> String {
    let quoted = names.iter().map(|name| format!("`{}`", name.replace('`', "'")));
    quoted.collect::<Vec<_>>().join(", ")
}
