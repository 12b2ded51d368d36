//! Listening sockets: TCP and Unix, created here or passed by the system. Accepts no connections.

use std::fmt;
use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

use crate::model::WebUrl;

/// An address that cannot be used for listening.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on `{address}`")]
pub struct ListenError {
    address: String,
    source: io::Error,
}

/// Number of connections that may wait to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog(i32);

impl Backlog {
    /// Many recipients of a mail follow its link at once. The system may allow fewer
    /// (`net.core.somaxconn`).
    pub const DEFAULT: Self = Self(4096);
    /// The maximum of the system call.
    pub const MAX: u32 = i32::MAX.cast_unsigned();

    /// `None` if zero or above [`Backlog::MAX`].
    #[must_use]
    pub fn new(connections: u32) -> Option<Self> {
        i32::try_from(connections).ok().filter(|backlog| *backlog > 0).map(Self)
    }
}

/// Sockets that are already listening.
#[derive(Debug, Default)]
pub struct Listeners {
    /// For everyone.
    pub public: Vec<TcpListener>,
    /// For everyone on this machine, such as a proxy; at least one here or in `public`.
    pub unix: Vec<UnixSocket>,
    /// For `/metrics` only.
    pub metrics: Vec<TcpListener>,
    /// Redirects everyone to the public address.
    pub redirect: Option<Redirecting>,
}

impl From<Vec<TcpListener>> for Listeners {
    /// Listeners without metrics.
    fn from(public: Vec<TcpListener>) -> Self {
        Self { public, ..Self::default() }
    }
}

/// Sockets that redirect everyone.
#[derive(Debug)]
pub struct Redirecting {
    /// For plain HTTP.
    pub listeners: Vec<TcpListener>,
    /// Base of the redirects; never taken from a request (rule `http-leads-to-https`).
    pub public_url: WebUrl,
}

/// Listens on `host:port`; the system chooses a port for port 0.
///
/// # Errors
/// When the address is invalid, in use, or not permitted.
pub fn listen(address: &str) -> Result<TcpListener, ListenError> {
    listen_with(address, Backlog::DEFAULT)
}

/// [`listen`] with another backlog.
///
/// # Errors
/// As [`listen`].
pub fn listen_with(address: &str, backlog: Backlog) -> Result<TcpListener, ListenError> {
    let failed = |source| ListenError { address: address.to_owned(), source };
    let mut last = None;
    for address in address.to_socket_addrs().map_err(failed)? {
        match listen_on(address, backlog) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(failed(last.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into())))
}

fn listen_on(address: SocketAddr, backlog: Backlog) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // A restarted service may listen while connections of the previous one are ending.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(backlog.0)?;
    Ok(socket.into())
}

/// A listening Unix socket.
#[derive(Debug)]
pub struct UnixSocket {
    pub(super) listener: UnixListener,
    pub(super) file: Option<SocketFile>,
}

/// A socket file we created: removed when the service has stopped, unless it was replaced.
#[derive(Debug)]
pub(super) struct SocketFile {
    path: PathBuf,
    identity: FileIdentity,
}

/// Device, inode and creation time: inodes are reused soon.
type FileIdentity = (u64, u64, i64, i64);

fn identity(path: &Path) -> io::Result<FileIdentity> {
    let metadata = fs::symlink_metadata(path)?;
    Ok((metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
}

impl From<UnixListener> for UnixSocket {
    /// A socket created, and later removed, by another process.
    fn from(listener: UnixListener) -> Self {
        Self { listener, file: None }
    }
}

impl UnixSocket {
    /// Its path; `None` if it has none.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        self.listener.local_addr().ok()?.as_pathname().map(Path::to_owned)
    }
}

impl fmt::Display for UnixSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            Some(path) => write!(f, "unix:{}", path.display()),
            None => f.write_str("a Unix socket without a path"),
        }
    }
}

/// Permissions of a Unix socket: everyone with access to its directory may connect, as to a local port.
const SOCKET_MODE: u32 = 0o666;

/// Listens on a Unix socket. Replaces a left-over socket that no process answers on.
///
/// # Errors
/// When a process answers there, something else is at the path, or the path cannot be created.
pub fn listen_unix(path: &Path, backlog: Backlog) -> Result<UnixSocket, ListenError> {
    let failed = |source| ListenError { address: format!("unix:{}", path.display()), source };
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None).map_err(failed)?;
    let address = SockAddr::unix(path).map_err(failed)?;
    match socket.bind(&address) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse && is_left_behind(path) => {
            fs::remove_file(path).and_then(|()| socket.bind(&address))
        }
        result => result,
    }
    .map_err(failed)?;
    fs::set_permissions(path, fs::Permissions::from_mode(SOCKET_MODE)).map_err(failed)?;
    let identity = identity(path).map_err(failed)?;
    let file = SocketFile { path: path.to_owned(), identity };
    // Last, so that nobody connects before the permissions are set.
    socket.listen(backlog.0).map_err(failed)?;
    Ok(UnixSocket { listener: socket.into(), file: Some(file) })
}

/// Whether the path is a socket that no process answers on.
fn is_left_behind(path: &Path) -> bool {
    let is_socket =
        fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_socket());
    let refused = |error: io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    is_socket && UnixStream::connect(path).err().is_some_and(refused)
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let same = identity(&self.path).is_ok_and(|identity| identity == self.identity);
        if same && let Err(error) = fs::remove_file(&self.path) {
            log::warn!("cannot remove the socket `{}`: {error}", self.path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    use std::time::Duration;

    use super::*;

    #[test]
    fn many_connections_wait_until_they_are_accepted() {
        let allowed = fs::read_to_string("/proc/sys/net/core/somaxconn").ok();
        let allowed = allowed.and_then(|text| text.trim().parse().ok()).unwrap_or(128);
        // More than the standard library's 128, if the system allows.
        let waiting = 400.min(allowed);
        let connected = connect_many(&listen("127.0.0.1:0").unwrap(), waiting);
        assert_eq!(connected.len(), waiting);
        // Linux lets one more connection wait than requested.
        let few = listen_with("127.0.0.1:0", Backlog::new(3).unwrap()).unwrap();
        assert!(connect_many(&few, 20).len() < 10);
    }

    fn connect_many(listener: &TcpListener, count: usize) -> Vec<TcpStream> {
        let address = listener.local_addr().unwrap();
        let connect = |_| TcpStream::connect_timeout(&address, Duration::from_millis(500));
        (0..count).map(connect).take_while(Result::is_ok).map(Result::unwrap).collect()
    }

    #[test]
    fn an_address_that_is_taken_or_none_is_named() {
        let taken = listen("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let first = listen(&taken).unwrap();
        for address in [taken.as_str(), "nonsense", "203.0.113.1:1"] {
            let error = listen(address).unwrap_err().to_string();
            assert_eq!(error, format!("cannot listen on `{address}`"));
        }
        drop(first);
    }

    fn socket_in(directory: &tempfile::TempDir) -> PathBuf {
        directory.path().join("kalends.sock")
    }

    #[test]
    fn a_socket_that_somebody_answers_on_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = socket_in(&directory);
        let first = listen_unix(&path, Backlog::DEFAULT).unwrap();
        let error = listen_unix(&path, Backlog::DEFAULT).unwrap_err().to_string();
        assert_eq!(error, format!("cannot listen on `unix:{}`", path.display()));
        assert!(UnixStream::connect(&path).is_ok());
        drop(first);
        assert!(!path.exists(), "it is removed with its listener");
    }

    #[test]
    fn a_socket_that_was_left_behind_is_replaced_and_anything_else_is_not() {
        let directory = tempfile::tempdir().unwrap();
        let path = socket_in(&directory);
        drop(UnixListener::bind(&path).unwrap());
        assert!(path.exists());
        let socket = listen_unix(&path, Backlog::DEFAULT).unwrap();
        assert!(UnixStream::connect(&path).is_ok());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, SOCKET_MODE);
        drop(socket);
        fs::write(&path, "a file").unwrap();
        assert!(listen_unix(&path, Backlog::DEFAULT).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "a file");
    }

    #[test]
    fn the_socket_of_a_successor_is_not_removed() {
        let directory = tempfile::tempdir().unwrap();
        let path = socket_in(&directory);
        let first = listen_unix(&path, Backlog::DEFAULT).unwrap();
        let beside = directory.path().join("successor.sock");
        let successor = listen_unix(&beside, Backlog::DEFAULT).unwrap();
        fs::rename(&beside, &path).unwrap();
        drop(first);
        assert!(UnixStream::connect(&path).is_ok());
        drop(successor);
    }
}
