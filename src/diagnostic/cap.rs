//! Limits on the number of findings: nobody reads thousands of a kind, and a file full of errors would
//! produce a hundred times its size.

use std::collections::{BTreeMap, HashMap};

use super::{Code, Finding};

/// Most findings of one code in one file.
pub const MAX_OF_A_CODE: usize = 100;

/// Most findings of one code over all files, approximately.
const MAX_OF_ALL_FILES: usize = 20_000;

/// Most findings of one code per file, for a number of files: fewer, the more files there are.
#[must_use]
pub fn most_of_a_code(files: usize) -> usize {
    (MAX_OF_ALL_FILES / files.max(1)).clamp(3, MAX_OF_A_CODE)
}

/// Collects the findings of one file, at most [`MAX_OF_A_CODE`] per code.
#[derive(Debug, Default)]
pub struct Capped {
    findings: Vec<Finding>,
    counts: BTreeMap<&'static str, usize>,
    noted: usize,
}

impl Capped {
    /// Adds a finding, or only counts it.
    pub fn push(&mut self, finding: Finding) {
        self.noted += 1;
        let count = self.counts.entry(finding.code().id).or_default();
        *count += 1;
        if *count <= MAX_OF_A_CODE {
            self.findings.push(finding);
        }
    }

    /// The number of findings, including those not kept.
    #[must_use]
    pub fn noted(&self) -> usize {
        self.noted
    }

    /// Returns the findings kept, and per code one finding for the rest.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        for (id, count) in self.counts {
            let more = count.saturating_sub(MAX_OF_A_CODE);
            let last = self.findings.iter().rfind(|finding| finding.code().id == id);
            if let (Some(last), 1..) = (last, more) {
                let rest = last.rest(more, MAX_OF_A_CODE);
                self.findings.push(rest);
            }
        }
        self.findings
    }
}

/// Keeps the first `most` findings per code and file, and adds one for the rest. A finding for a rest
/// counts as all it represents.
#[must_use]
pub fn cap(findings: Vec<Finding>, most: usize) -> Vec<Finding> {
    if findings.len() <= most {
        return findings;
    }
    let mut groups: HashMap<(Option<String>, &'static Code), Group> = HashMap::new();
    let mut kept = Vec::new();
    for finding in findings {
        let file = finding.file().map(|file| file.name().to_owned());
        let group = groups.entry((file, finding.code())).or_default();
        if finding.stands_for() == 1 && group.kept < most {
            group.kept += 1;
            group.last = Some(kept.len());
            kept.push(finding);
        } else {
            group.more += finding.stands_for();
            if finding.stands_for() > 1 {
                group.rest = Some(finding);
            }
        }
    }
    let mut rest: Vec<(usize, Finding)> = groups
        .into_values()
        .filter(|group| group.more > 0)
        .filter_map(|group| {
            let rest = match group.rest {
                Some(rest) if rest.stands_for() == group.more => rest,
                Some(rest) => rest.rest(group.more, group.kept),
                None => kept[group.last?].rest(group.more, group.kept),
            };
            Some((group.last?, rest))
        })
        .collect();
    // In the order of discovery, not of a hash.
    rest.sort_by_key(|(last, _)| *last);
    kept.extend(rest.into_iter().map(|(_, finding)| finding));
    kept
}

#[derive(Default)]
struct Group {
    kept: usize,
    /// Index of the last finding kept.
    last: Option<usize>,
    /// The existing finding for a rest.
    rest: Option<Finding>,
    more: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Severity, SourceFile, sort};

    static ONE: Code = Code { id: "K998", severity: Severity::Error, meaning: "one" };
    static OTHER: Code = Code { id: "K999", severity: Severity::Warning, meaning: "another" };

    #[test]
    fn each_code_of_each_file_has_its_first_findings_and_the_number_of_the_rest() {
        let files = ["a.toml", "b.toml"].map(|name| SourceFile::new(name, "x\n".repeat(1_000)));
        let mut findings = Vec::new();
        for file in &files {
            for line in 0..500 {
                findings
                    .push(Finding::new(&ONE, format!("{line}")).at(file, line * 2..line * 2 + 1));
            }
            findings.push(Finding::new(&OTHER, "once").in_file(file));
        }
        let shown = |findings: &[Finding]| -> Vec<String> {
            let rest = findings.iter().filter(|finding| finding.stands_for() > 1);
            rest.map(|finding| format!("{} {}", finding.place(), finding.headline())).collect()
        };
        let mut capped = cap(findings, MAX_OF_A_CODE);
        sort(&mut capped);
        assert_eq!(capped.len(), 2 * (MAX_OF_A_CODE + 2));
        let more = "400 more like the 100 that are shown";
        assert_eq!(
            shown(&capped),
            ["a.toml", "b.toml"].map(|file| format!("{file}:1001:1 {more}"))
        );
        let again = cap(capped.clone(), MAX_OF_A_CODE);
        assert_eq!(shown(&again), shown(&capped));
        assert_eq!(again.len(), capped.len());
        let fewer = cap(again, 3);
        assert_eq!(fewer.len(), 2 * (3 + 2));
        assert!(shown(&fewer)[0].ends_with("497 more like the 3 that are shown"));
    }

    #[test]
    fn what_is_collected_is_counted_beyond_what_is_kept() {
        let file = SourceFile::new("a.lock", "");
        let mut capped = Capped::default();
        for number in 0..100_000 {
            capped.push(Finding::new(&ONE, format!("{number}")).in_file(&file));
        }
        assert_eq!(capped.noted(), 100_000);
        let findings = capped.finish();
        assert_eq!(findings.len(), MAX_OF_A_CODE + 1);
        let last = findings.last().map(Finding::headline);
        assert_eq!(last, Some("99900 more like the 100 that are shown"));
    }
}
