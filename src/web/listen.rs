//! Sockets that listen: TCP and Unix, ours and those that the system hands over. Nothing is
//! accepted here.

use std::fmt;
use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

use crate::model::WebUrl;

/// An address that cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on `{address}`")]
pub struct ListenError {
    address: String,
    source: io::Error,
}

/// Connections that may wait until they are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog(i32);

impl Backlog {
    /// A mail to many people is followed by many at once. The system may allow fewer
    /// (`net.core.somaxconn`).
    pub const DEFAULT: Self = Self(4096);
    /// More the system call cannot say.
    pub const MAX: u32 = i32::MAX.cast_unsigned();

    /// `None`: none may wait, or more than can be said.
    #[must_use]
    pub fn new(connections: u32) -> Option<Self> {
        i32::try_from(connections).ok().filter(|backlog| *backlog > 0).map(Self)
    }
}

/// Sockets that listen already.
#[derive(Debug, Default)]
pub struct Listeners {
    /// For everyone.
    pub public: Vec<TcpListener>,
    /// For everyone on this machine, such as a proxy; at least one of these or the above.
    pub unix: Vec<UnixSocket>,
    /// For `/metrics` and nothing else.
    pub metrics: Vec<TcpListener>,
    /// Where everyone is sent on to the public address.
    pub redirect: Option<Redirecting>,
}

impl From<Vec<TcpListener>> for Listeners {
    /// Measurements are served nowhere.
    fn from(public: Vec<TcpListener>) -> Self {
        Self { public, ..Self::default() }
    }
}

/// Sockets that send everyone on.
#[derive(Debug)]
pub struct Redirecting {
    /// For plain HTTP.
    pub listeners: Vec<TcpListener>,
    /// Where the same path is found; never taken from a request (rule `http-leads-to-https`).
    pub public_url: WebUrl,
}

/// Listens on `host:port`; port 0 lets the system choose.
///
/// # Errors
/// When the address is none, is taken, or may not be used.
pub fn listen(address: &str) -> Result<TcpListener, ListenError> {
    listen_with(address, Backlog::DEFAULT)
}

/// As [`listen`], with a backlog of one's own.
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
    // A service that is started again may listen where connections of the last one still end.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(backlog.0)?;
    Ok(socket.into())
}

/// A Unix socket that listens.
#[derive(Debug)]
pub struct UnixSocket {
    pub(super) listener: UnixListener,
    pub(super) file: Option<SocketFile>,
}

/// Ours: removed when the service has stopped, unless somebody put another in its place.
#[derive(Debug)]
pub(super) struct SocketFile {
    path: PathBuf,
    identity: Identity,
}

/// Device, inode, and when it was made: inodes come again soon.
type Identity = (u64, u64, i64, i64);

fn identity(path: &Path) -> io::Result<Identity> {
    let metadata = fs::symlink_metadata(path)?;
    Ok((metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
}

impl From<UnixListener> for UnixSocket {
    /// A socket that somebody else made, and removes.
    fn from(listener: UnixListener) -> Self {
        Self { listener, file: None }
    }
}

impl UnixSocket {
    /// Where it lies; `None` for one without a path.
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

/// Permissions of a Unix socket: whoever may enter its directory may connect, as on a port of
/// this machine.
const SOCKET_MODE: u32 = 0o666;

/// Listens on a Unix socket. One that a process left behind is replaced: nobody answers on it.
///
/// # Errors
/// When somebody answers there, something else lies there, or nothing may be made there.
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
    // Only now: nobody connects before the permissions are as they stay.
    socket.listen(backlog.0).map_err(failed)?;
    Ok(UnixSocket { listener: socket.into(), file: Some(file) })
}

/// A socket, and nobody answers on it.
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
        // More than the 128 of the standard library, where the system lets us.
        let waiting = 400.min(allowed);
        let connected = connect_many(&listen("127.0.0.1:0").unwrap(), waiting);
        assert_eq!(connected.len(), waiting);
        // Linux lets one more wait than it was told.
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
