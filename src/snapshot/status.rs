//! The state of publishing that metrics report.

/// Counts of what a snapshot was built from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteStatus {
    /// Digest of all series with their revisions, in hex: equal on replicas that serve the same.
    pub revision: String,
    /// Series that are served as their files define them.
    pub current: usize,
    /// Series that are served as published before, because their files cannot be published.
    pub kept: usize,
    /// Series that cannot be served.
    pub unavailable: usize,
    /// Series that are gone for good.
    pub retired: usize,
    /// Sessions of all served series.
    pub sessions: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Time of the latest revision, in Unix seconds; 0 without series.
    pub last_published_unix: i64,
}
