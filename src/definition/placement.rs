//! The places that findings about a read series point to.

use std::collections::BTreeMap;

use super::reader::Places;
use crate::model::SessionId;

/// The places that findings about a whole series and its sessions point to.
pub(super) struct Placement {
    pub(super) series: Places,
    pub(super) by_session: BTreeMap<SessionId, Places>,
}
