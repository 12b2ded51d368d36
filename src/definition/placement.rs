//! The places that findings about a read series point to.

use std::collections::BTreeMap;

use super::reader::KeyPlaces;
use crate::model::SessionId;

/// The places that findings about a whole series and its sessions point to.
#[derive(Debug)]
pub(super) struct Placement {
    pub(super) series: KeyPlaces,
    pub(super) by_session: BTreeMap<SessionId, KeyPlaces>,
}
