//! Certificate and key files: read at the start, and again when they change.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{io, thread};

use crate::store;
use crate::web::{CertificateError, CertificatePair, Http2, Tls};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "TLS")]
pub(super) struct TlsFiles {
    /// Certificate chain (PEM): TLS on all TCP addresses; reloaded when it changes
    #[arg(long, value_name = "FILE", env = "KALENDS_TLS_CERTIFICATE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,

    /// Private key (PEM) of that certificate
    #[arg(long, value_name = "FILE", env = "KALENDS_TLS_KEY", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,

    /// Also offer HTTP/2. Off by default: one HTTP/2 connection can use gigabytes of memory, so let only
    /// trusted clients connect, such as a proxy
    #[arg(
        hide_short_help = true,
        long,
        env = "KALENDS_HTTP2",
        requires = "tls_certificate",
        value_parser = clap::builder::FalseyValueParser::new(),
    )]
    http2: bool,
}

/// The reason the files contain no valid pair.
#[derive(Debug, thiserror::Error)]
enum FilesError {
    #[error("cannot read `{}`: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("`{}` with `{}`: {source}", certificate.display(), key.display())]
    Invalid { certificate: PathBuf, key: PathBuf, source: CertificateError },
}

impl TlsFiles {
    pub(super) fn http2(&self) -> Http2 {
        if self.http2 { Http2::On } else { Http2::Off }
    }

    /// # Errors
    /// When the files do not contain a matching pair.
    pub(super) fn load(&self) -> Result<Option<Certificate>, super::super::CommandError> {
        let (Some(certificate), Some(key)) = (&self.tls_certificate, &self.tls_key) else {
            return Ok(None);
        };
        let (certificate, key) = (certificate.clone(), key.clone());
        let seen = read(&certificate, &key)?;
        let tls = Tls::new(parse(&certificate, &key, &seen)?);
        let seen = Mutex::new(Seen { texts: Some(seen), unread: None });
        Ok(Some(Certificate { tls, files: Arc::new(CertificateFiles { certificate, key, seen }) }))
    }
}

/// The bytes of certificate and key.
type PemTexts = (Vec<u8>, Vec<u8>);

/// The certificate in use and its files.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    pub(super) tls: Tls,
    files: Arc<CertificateFiles>,
}

#[derive(Debug)]
struct CertificateFiles {
    certificate: PathBuf,
    key: PathBuf,
    seen: Mutex<Seen>,
}

/// Result of the last check, good or bad: each is logged once.
struct Seen {
    texts: Option<PemTexts>,
    unread: Option<String>,
}

impl std::fmt::Debug for Seen {
    /// Omits the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seen")
    }
}

impl Certificate {
    /// Checks the files and switches to a new valid certificate.
    pub(super) fn look(&self) {
        let CertificateFiles { certificate, key, seen } = &*self.files;
        // A check that panicked has changed nothing.
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let result = match read(certificate, key) {
            Ok(texts) if seen.texts.as_ref() == Some(&texts) => {
                seen.unread = None;
                return;
            }
            Ok(texts) => {
                seen.unread = None;
                let pair = parse(certificate, key, &texts);
                seen.texts = Some(texts);
                pair
            }
            Err(error) => {
                let told = error.to_string();
                if seen.unread.replace(told.clone()) == Some(told) {
                    return;
                }
                Err(error)
            }
        };
        match result {
            Ok(pair) => {
                self.tls.exchange(pair);
                log::info!("certificate `{}` reloaded", certificate.display());
            }
            Err(error) => log::error!("{error}; still using the previous certificate"),
        }
    }

    /// Checks at this interval, on a separate thread.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub(super) fn look_every(&self, interval: Duration) -> io::Result<()> {
        let certificate = self.clone();
        let looking = move || {
            loop {
                thread::sleep(interval);
                certificate.look();
            }
        };
        thread::Builder::new().name("certificate".to_owned()).spawn(looking).map(drop)
    }
}

fn read(certificate: &Path, key: &Path) -> Result<PemTexts, FilesError> {
    let read = |path: &Path| {
        store::read_foreign(path)
            .map_err(|source| FilesError::Read { path: path.to_owned(), source })
    };
    Ok((read(certificate)?, read(key)?))
}

fn parse(certificate: &Path, key: &Path, texts: &PemTexts) -> Result<CertificatePair, FilesError> {
    CertificatePair::parse(&texts.0, &texts.1).map_err(|source| FilesError::Invalid {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
        source,
    })
}
