//! The form on a series' page with which a reader chooses sessions.

use std::collections::BTreeSet;

use actix_http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use actix_http::{RequestHead, StatusCode};

use super::respond::without_body;
use super::{Response, address};
use crate::address::{Address, AddressTarget, PartKind, PartRef};
use crate::model::SessionId;
use crate::snapshot::Entry;

/// The name of the form's parameter, once for each session.
const PARAMETER: &str = "select=";

/// The response to a request with chosen sessions: 303 to their selection, relative, so that it works
/// below tokens and proxies. `None` without any.
pub(super) fn redirect(entry: &Entry, head: &RequestHead) -> Option<Response> {
    let query = head.uri.query().filter(|query| query.contains(PARAMETER))?;
    if !matches!(entry, Entry::Variants(_) | Entry::Languages(_)) {
        return None;
    }
    let address = address::of_series_page(head.uri.path())?;
    let AddressTarget::Series(series, of) = address.target else { return None };
    let chosen: BTreeSet<&str> = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix(PARAMETER))
        .filter(|id| SessionId::parse(id).is_ok())
        .collect();
    let chosen = chosen.into_iter().collect::<Vec<_>>().join("_");
    let part = Some(PartRef { kind: PartKind::Select, id: &chosen }).filter(|_| !chosen.is_empty());
    let target = AddressTarget::Series(series, of);
    let to = Address { token: None, language: None, part: Some(part?), target };
    let location = HeaderValue::from_str(&format!("{to:#}")).ok()?;
    let mut response = without_body(StatusCode::SEE_OTHER);
    let headers = response.headers_mut();
    headers.insert(LOCATION, location);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Some(response)
}
