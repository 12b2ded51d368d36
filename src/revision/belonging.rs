//! Checks that a definition and a record belong together: series, authority, audience.

use jiff::Timestamp;

use super::codes;
use super::record::Record;
use crate::diagnostic::Finding;
use crate::model::Series;

/// Checks that the record belongs to the series and that the series stays private if it was.
pub(super) fn check_identity(
    series: &Series,
    record: &Record,
    now: Timestamp,
) -> Result<(), Vec<Finding>> {
    let mut findings = Vec::new();
    if series.id != record.series {
        let (old, new) = (&record.series, &series.id);
        let headline = format!("the record belongs to series `{old}`, the definition to `{new}`");
        findings.push(
            Finding::new(&codes::SERIES, headline)
                .note(
                    "the series' id is part of every address: subscribers would keep requesting \
                     the old ones",
                )
                .help(format!("write `id = \"{old}\"` into the definition"))
                .help(format!(
                    "if `{new}` is another series, keep this record with the definition of `{old}`"
                ))
                .help(format!(
                    "to rename it on purpose, run `kalends rename {old} {new}`: entries stay, and \
                     old addresses lead to the new ones"
                )),
        );
    }
    if series.authority != record.authority {
        let (old, new) = (&record.authority, &series.authority);
        let finding = Finding::new(&codes::AUTHORITY, format!("authority `{old}` became `{new}`"))
            .note(
                "the authority is part of every UID: every subscriber would get every entry \
                     again, and copies added one by one would never be updated",
            )
            .help(format!("write `authority = \"{old}\"`; the domain need not be in use"))
            .help(
                "to issue every entry anew on purpose, retire this series (`retired = true`) \
                     and write a new one with another `id`",
            );
        findings.push(match record.beginning_anew(now) {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
    if record.audience.is_private() && series.audience.is_none() {
        findings.push(would_open(series));
    }
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// Removing the last token looks like revoking it, but would make the series public.
fn would_open(series: &Series) -> Finding {
    Finding::new(
        &codes::WOULD_OPEN,
        format!("series `{}` is private and would become public", series.id),
    )
    .note("nothing was published; everyone with a token can still read the series")
    .help("to revoke the last token, write `access = []`: then nobody can read it")
    .help("to make it public on purpose, write `access = \"everyone\"`")
}

/// Finding: a retired series that nobody subscribed to.
pub(super) fn never_published(series: &Series) -> Finding {
    Finding::new(
        &codes::NEVER_PUBLISHED,
        format!("series `{}` is retired and was never published", series.id),
    )
    .help("delete the file, or remove `retired = true`")
    .help("if it was published, restore its record: only then do subscribers learn of the end")
}
