//! Fetches a calendar from a file or over HTTP, as a single reader would.
//!
//! Does not interpret it, keeps no cookies, and asks once. `doctor` imitates several readers.

use std::fs::File;
use std::io::Read as _;
use std::time::Duration;

/// Timeout of a whole response.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Timeout of connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Most redirects that are followed.
const MAX_REDIRECTS: u32 = 5;

/// A file's or response's bytes.
#[derive(Clone, Debug)]
pub struct FetchedFile {
    /// The name without `.ics`: the file's, or the last segment of the URL.
    pub stem: String,
    /// The unchanged bytes.
    pub bytes: Vec<u8>,
}

/// The reason nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// A missing or unreadable file.
    #[error("cannot read `{source_name}`: {source}")]
    File {
        /// As given.
        source_name: String,
        /// The cause.
        source: std::io::Error,
    },
    /// No response, or an error status.
    #[error("cannot fetch `{url}`: {source}")]
    Http {
        /// As asked.
        url: String,
        /// The cause.
        source: Box<ureq::Error>,
    },
    /// More bytes than the limit.
    #[error("`{source_name}` has more than {} MiB", max_bytes / 1024 / 1024)]
    TooLarge {
        /// As given.
        source_name: String,
        /// The limit.
        max_bytes: usize,
    },
}

/// Whether a text is a URL and not a file name.
#[must_use]
pub fn is_address(source: &str) -> bool {
    source.split_once("://").is_some_and(|(scheme, _)| {
        ["http", "https", "webcal", "webcals"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

/// Reads a file, or the response of a URL, of at most `max_bytes`.
///
/// # Errors
/// When there is nothing to read, or more than the limit.
pub fn fetch(source: &str, max_bytes: usize) -> Result<FetchedFile, FetchError> {
    let bytes = if is_address(source) {
        let (scheme, rest) = source.split_once("://").unwrap_or(("https", source));
        if scheme.to_ascii_lowercase().starts_with("webcal") {
            // `webcal` does not imply encryption: first https, then http.
            let secure = get(&format!("https://{rest}"), max_bytes);
            let plain = scheme.eq_ignore_ascii_case("webcal");
            match secure {
                Err(FetchError::Http { .. }) if plain => get(&format!("http://{rest}"), max_bytes)?,
                other => other?,
            }
        } else {
            get(source, max_bytes)?
        }
    } else {
        read(source, max_bytes)?
    };
    Ok(FetchedFile { stem: stem(source), bytes })
}

fn read(path: &str, max_bytes: usize) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|source| FetchError::File { source_name: path.to_owned(), source })?;
    within(path, bytes, max_bytes)
}

fn get(url: &str, max_bytes: usize) -> Result<Vec<u8>, FetchError> {
    let failed = |source| FetchError::Http { url: url.to_owned(), source: Box::new(source) };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .max_redirects(MAX_REDIRECTS)
        .user_agent(concat!("kalends/", env!("CARGO_PKG_VERSION")))
        .accept("text/calendar, */*;q=0.1")
        .build()
        .into();
    let mut answer = agent.get(url).call().map_err(failed)?;
    let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    match answer.body_mut().with_config().limit(limit).read_to_vec() {
        Ok(bytes) => within(url, bytes, max_bytes),
        Err(ureq::Error::BodyExceedsLimit(_)) => {
            Err(FetchError::TooLarge { source_name: url.to_owned(), max_bytes })
        }
        Err(error) => Err(failed(error)),
    }
}

fn within(source: &str, bytes: Vec<u8>, max_bytes: usize) -> Result<Vec<u8>, FetchError> {
    if bytes.len() > max_bytes {
        return Err(FetchError::TooLarge { source_name: source.to_owned(), max_bytes });
    }
    Ok(bytes)
}

fn stem(source: &str) -> String {
    let path =
        if is_address(source) { source.split(['?', '#']).next().unwrap_or(source) } else { source };
    let name = path.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".ics").unwrap_or(name).to_owned()
}
