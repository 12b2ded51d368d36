//! An HTTP/1.1 client that corrects nothing: the server receives exactly the given bytes.

use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream};

use socket2::{Domain, Socket, Type};

use super::TIMEOUT;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) version: String,
    pub(crate) status: u16,
    /// Names in lower case, in the order sent, without Date.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert_eq!(values.next(), None, "{name} occurs once");
        value
    }

    /// Sorted, since their order has no meaning.
    pub(crate) fn sorted_headers(&self) -> Vec<(String, String)> {
        let mut headers = self.headers.clone();
        headers.sort();
        headers
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        Self::of(TcpStream::connect_timeout(&address, TIMEOUT).unwrap())
    }

    /// A connection from another address of this machine.
    pub(crate) fn open_from(from: IpAddr, to: SocketAddr) -> Self {
        let socket = Socket::new(Domain::for_address(to), Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::new(from, 0).into()).unwrap();
        socket.connect_timeout(&to.into(), TIMEOUT).unwrap();
        Self::of(socket.into())
    }

    fn of(stream: TcpStream) -> Self {
        stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        stream.set_write_timeout(Some(TIMEOUT)).unwrap();
        Self { stream, unread: Vec::new() }
    }

    /// Sends bytes; a connection already closed by the server is not an error.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        match self.stream.write_all(bytes.as_ref()) {
            Err(error) if is_closed(error.kind()) => {}
            result => result.unwrap(),
        }
    }

    /// Closes the sending side.
    pub(crate) fn finish_sending(&self) {
        match self.stream.shutdown(Shutdown::Write) {
            Err(error) if error.kind() == ErrorKind::NotConnected => {}
            result => result.unwrap(),
        }
    }

    pub(crate) fn ask(&mut self, method: &str, target: &str, headers: &str) -> Response {
        self.send(format!("{method} {target} HTTP/1.1\r\nHost: h\r\n{headers}\r\n"));
        self.receive(method).unwrap()
    }

    /// The same; `None` if the server closed instead.
    pub(crate) fn ask_if_open(&mut self, method: &str, target: &str) -> Option<Response> {
        self.send(format!("{method} {target} HTTP/1.1\r\nHost: h\r\n\r\n"));
        self.receive(method)
    }

    /// The next response, to a request with this method; `None` if the server closed instead.
    pub(crate) fn receive(&mut self, method: &str) -> Option<Response> {
        let mut response = self.receive_head()?;
        let bodyless = method == "HEAD" || matches!(response.status, 100..=199 | 204 | 304);
        if !bodyless {
            let length: usize = response.header("content-length").unwrap().parse().unwrap();
            while self.unread.len() < length {
                assert!(self.read_more(), "the body ends early");
            }
            response.body = self.unread.drain(..length).collect();
        }
        Some(response)
    }

    pub(crate) fn receive_head(&mut self) -> Option<Response> {
        let end = loop {
            if let Some(at) = self.unread.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            if !self.read_more() {
                assert_eq!(self.unread, b"", "a head ends early");
                return None;
            }
        };
        let head: Vec<u8> = self.unread.drain(..end + 4).collect();
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let mut status_line = lines.next().unwrap().splitn(3, ' ');
        Some(Response {
            version: status_line.next().unwrap().to_owned(),
            status: status_line.next().unwrap().parse().unwrap(),
            headers: lines
                .map(|line| line.split_once(": ").unwrap())
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .filter(|(name, _)| name != "date")
                .collect(),
            body: Vec::new(),
        })
    }

    /// Reads exactly this many bytes of a body.
    pub(crate) fn receive_some(&mut self, count: usize) {
        while self.unread.len() < count {
            assert!(self.read_more(), "the body ends early");
        }
        self.unread.drain(..count);
    }

    /// Everything up to the end of the connection.
    pub(crate) fn receive_to_end(&mut self) -> Vec<u8> {
        while self.read_more() {}
        std::mem::take(&mut self.unread)
    }

    /// The connection's error from the server, without reading earlier data.
    pub(crate) fn error(&self) -> Option<std::io::Error> {
        self.stream.take_error().unwrap()
    }

    /// Whether nothing arrives within this time.
    pub(crate) fn is_silent_for(&mut self, time: std::time::Duration) -> bool {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let silent = self.stream.peek(&mut [0]).is_err_and(|error| {
            matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
        });
        self.stream.set_read_timeout(Some(TIMEOUT)).unwrap();
        silent
    }

    /// Whether the server has closed the connection and sent nothing before.
    pub(crate) fn is_closed(&mut self) -> bool {
        self.unread.is_empty() && !self.read_more()
    }

    fn read_more(&mut self) -> bool {
        let mut chunk = vec![0; 64 * 1024];
        match self.stream.read(&mut chunk) {
            Err(error) if is_closed(error.kind()) => false,
            // The fuzzer's timer sends signals.
            Err(error) if error.kind() == ErrorKind::Interrupted => self.read_more(),
            result => {
                let count = result.unwrap();
                self.unread.extend_from_slice(&chunk[..count]);
                count > 0
            }
        }
    }
}

fn is_closed(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted
    )
}
