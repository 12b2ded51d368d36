//! Response bodies: bytes in memory, or only their length.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_http::body::{BodySize, MessageBody};
use bytes::Bytes;

/// Longest piece copied to a connection at once, in bytes: the maximum memory for data a slow reader
/// has not received.
const PIECE: usize = 64 * 1024;

/// The body of a response.
#[derive(Debug)]
pub(super) enum Body {
    /// Bytes shared with the snapshot.
    Bytes(Bytes),
    /// Only the length, for HEAD: actix-http drops the bytes of a HEAD anyway, so they need not be kept.
    Length(u64),
}

impl Body {
    /// The same body without its bytes.
    pub(super) fn without_bytes(self) -> Self {
        Self::Length(self.len())
    }

    /// Length in bytes, whether sent or not.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Length(length) => *length,
        }
    }
}

impl MessageBody for Body {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.len())
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(match self.get_mut() {
            Self::Bytes(bytes) if bytes.len() > PIECE => Some(Ok(bytes.split_to(PIECE))),
            Self::Bytes(bytes) if !bytes.is_empty() => Some(Ok(std::mem::take(bytes))),
            Self::Bytes(_) | Self::Length(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::rt::System;

    use super::*;

    fn all_of(body: Body) -> Bytes {
        System::new().block_on(to_bytes(body)).expect("nothing can fail")
    }

    #[test]
    fn a_long_body_comes_in_pieces_and_whole() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            assert_eq!(all_of(Body::Bytes(Bytes::from(bytes.clone()))), bytes);
        }
        let mut body = Body::Bytes(Bytes::from(vec![0; 2 * PIECE]));
        let mut context = Context::from_waker(std::task::Waker::noop());
        let Poll::Ready(Some(Ok(piece))) = Pin::new(&mut body).poll_next(&mut context) else {
            panic!("there is more");
        };
        assert_eq!(piece.len(), PIECE);
    }

    #[test]
    fn a_length_has_no_bytes() {
        let body = Body::Bytes(Bytes::from_static(b"BEGIN")).without_bytes();
        assert!(matches!(body.size(), BodySize::Sized(5)));
        assert_eq!(all_of(body), "");
    }
}
