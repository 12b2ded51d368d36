//! `manifest.json`: every address with its content, and the hash of its file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Content, ExportedResponse, ExportedSite};

/// The exported site. Contains neither time nor author, so equal sites have equal manifests.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of this form.
    pub(super) version: u32,
    /// Ordered by address.
    pub(super) answers: Vec<ManifestEntry>,
    /// Every file in the directory except the manifest, with its SHA-256 in hexadecimal.
    pub(super) files: BTreeMap<String, String>,
}

/// One address.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ManifestEntry {
    address: String,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    /// The ETag of the running service; the host's may differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
    headers: BTreeMap<String, String>,
}

/// The version that is written.
pub(super) const VERSION: u32 = 1;

impl Manifest {
    pub(super) fn of(site: &ExportedSite, files: &BTreeMap<String, Vec<u8>>) -> Self {
        let hashed = |(path, bytes): (&String, &Vec<u8>)| (path.clone(), sha256(bytes));
        Self {
            version: VERSION,
            answers: site.answers.iter().map(ManifestEntry::of).collect(),
            files: files.iter().map(hashed).collect(),
        }
    }

    /// The list of files alone.
    pub(super) fn planned<'a>(places: impl Iterator<Item = &'a String>) -> Self {
        let files = places.map(|place| (place.clone(), String::new())).collect();
        Self { version: VERSION, answers: Vec::new(), files }
    }

    /// The file's text.
    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self)
            .expect("texts, numbers and maps by text serialise into memory");
        text.push(b'\n');
        text
    }
}

impl ManifestEntry {
    fn of(answer: &ExportedResponse) -> Self {
        let (file, location) = match &answer.content {
            Content::File { place, .. } => (Some(format!("site/{place}")), None),
            Content::Redirect(location) => (None, Some(location.clone())),
            Content::Gone => (None, None),
        };
        Self {
            address: answer.address.clone(),
            status: answer.status,
            file,
            location,
            etag: answer.etag.clone(),
            last_modified: answer.last_modified.clone(),
            headers: answer.headers.iter().cloned().collect(),
        }
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
