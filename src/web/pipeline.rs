//! Passes pipelined requests to actix-http one at a time.
//!
//! actix-http 3.20 decodes all requests it has read before it answers the second, and takes HEAD,
//! version and keep-alive of each response from the request decoded last. In `GET, GET, HEAD` the second
//! GET got a Content-Length and no body. So a read ends after one request's head, and the next read
//! waits until everything actix-http writes is written.
//!
//! The end of a head is found only by its empty line: a body with an empty line is merely read in more
//! pieces. A single request costs one search for the line ends of its head.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_http::Protocol;
use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::timeouts::OpenConnection;

/// A connection with reads that end after each head.
#[derive(Debug)]
pub(super) struct OneByOne<T> {
    stream: T,
    /// Bytes after the end of a head.
    surplus: Bytes,
    answer: WriteState,
    heads: Heads,
    /// The connection as seen by the timeouts.
    pub(super) connection: Option<Rc<OpenConnection>>,
}

/// The progress of actix-http's writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WriteState {
    /// Flushed: actix-http does so at the end of each turn, when nothing is left to write.
    Written,
    /// It has received a head, or is writing.
    Due,
    /// The client is not reading.
    Blocked,
}

impl<T> OneByOne<T> {
    pub(super) fn new(
        stream: T,
        protocol: Protocol,
        connection: Option<Rc<OpenConnection>>,
    ) -> Self {
        let heads = if protocol == Protocol::Http2 {
            Heads::NotSought
        } else {
            Heads::Sought(LineState::Begun)
        };
        Self { stream, surplus: Bytes::new(), answer: WriteState::Written, heads, connection }
    }
}

/// The search for the end of a head.
#[derive(Clone, Copy, Debug)]
enum Heads {
    /// HTTP/2 has frames instead.
    NotSought,
    Sought(LineState),
}

/// The end of the current line so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineState {
    /// No character yet.
    Empty,
    Begun,
}

impl Heads {
    /// The number of next bytes up to and including the end of a head; `None` if no head ends in them.
    fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        let Self::Sought(line) = self else { return None };
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            if *line == LineState::Empty {
                // httparse also accepts a single line feed as a line end.
                let returns = rest.iter().take_while(|byte| **byte == b'\r').count();
                match rest.get(returns) {
                    None => return None,
                    Some(b'\n') => {
                        // Empty lines before a request mean nothing, and should not cost a read each.
                        let is_end = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
                        return Some(at + rest.iter().take_while(is_end).count());
                    }
                    Some(_) => *line = LineState::Begun,
                }
            }
            at += memchr::memchr(b'\n', rest)? + 1;
            *line = LineState::Empty;
        }
    }
}

impl<T> OneByOne<T> {
    /// Keeps the bytes of a read after position `filled`.
    fn keep(&mut self, filled: usize, buffer: &mut ReadBuf<'_>) {
        let more = buffer.filled().get(filled..).unwrap_or_default();
        if !more.is_empty() {
            self.surplus = Bytes::copy_from_slice(more);
            buffer.set_filled(filled);
        }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for OneByOne<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if matches!(this.heads, Heads::NotSought) {
            return Pin::new(&mut this.stream).poll_read(context, buffer);
        }
        let before = buffer.filled().len();
        if this.surplus.is_empty() {
            ready!(Pin::new(&mut this.stream).poll_read(context, buffer))?;
        } else if this.answer == WriteState::Written {
            let length = this.surplus.len().min(buffer.remaining());
            let end = this.surplus.get(..length).and_then(|bytes| this.heads.end_in(bytes));
            if end.is_some() {
                this.answer = WriteState::Due;
            }
            buffer.put_slice(&this.surplus.split_to(end.unwrap_or(length)));
            return Poll::Ready(Ok(()));
        }
        let new = buffer.filled().get(before..).unwrap_or_default();
        if this.answer == WriteState::Written {
            if let Some(end) = this.heads.end_in(new) {
                this.answer = WriteState::Due;
                this.keep(before + end, buffer);
            }
            return Poll::Ready(Ok(()));
        }
        if new.is_empty() && this.surplus.is_empty() {
            // The client has stopped sending.
            return Poll::Ready(Ok(()));
        }
        this.keep(before, buffer);
        // The next turn writes the response, unless the client is not reading.
        if this.answer == WriteState::Due {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for OneByOne<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.answer = if written.is_ready() { WriteState::Due } else { WriteState::Blocked };
        written
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = Pin::new(&mut this.stream).poll_flush(context);
        this.answer = if flushed.is_ready() { WriteState::Written } else { WriteState::Blocked };
        if flushed.is_ready() && !this.surplus.is_empty() {
            context.waker().wake_by_ref();
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(context, slices)
    }

    /// HTTP/1.1 is written without vectors; HTTP/2 is passed through.
    fn is_write_vectored(&self) -> bool {
        matches!(self.heads, Heads::NotSought) && self.stream.is_write_vectored()
    }
}
