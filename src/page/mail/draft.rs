//! Draft mail with both blocks: `X-Unsent` makes Outlook open it for sending. Always the same bytes, so
//! it has no date and no sender.
//!
//! No calendar is attached: an attached file is a copy that is never updated.

use mail_builder::MessageBuilder;
use mail_builder::headers::Header as _;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest as _, Sha256};

use super::block::document;
use super::message::Mail;
use super::plain;

const SUBJECT: &str = "Subject: ";

/// Size of an encoded word, so that its line has at most 76 characters (RFC 2047 §2).
const OCTETS: usize = 16;

/// Renders a message (RFC 5322) for a mail program to complete and send: without sender, recipient and
/// date.
#[must_use]
pub fn draft(mail: &Mail<'_>) -> String {
    let (text, html) = (plain::text(mail), document(mail));
    let parts = vec![
        MimePart::new(
            ContentType::new("text/plain").attribute("charset", "utf-8"),
            BodyPart::Text(text.as_str().into()),
        ),
        MimePart::new(
            ContentType::new("text/html").attribute("charset", "utf-8"),
            BodyPart::Text(html.as_str().into()),
        ),
    ];
    let boundary = boundary(&text, &html);
    let kind = ContentType::new("multipart/alternative").attribute("boundary", boundary.as_str());
    let mut message = subject(mail.title());
    message.extend_from_slice(b"X-Unsent: 1\r\nMIME-Version: 1.0\r\n");
    MessageBuilder::new().body(MimePart::new(kind, parts)).serialize_body(&mut message);
    String::from_utf8(message).expect("headers and bodies are encoded as ASCII")
}

/// The Subject header. RFC 2047 §6.2: anything that looks like an encoded word is decoded anywhere, so a
/// title containing the start of one is encoded as a whole.
fn subject(title: &str) -> Vec<u8> {
    let mut header = SUBJECT.as_bytes().to_vec();
    if title.is_ascii() && title.contains("=?") {
        let words = title.as_bytes().chunks(OCTETS).map(|octets| {
            let octets: String = octets.iter().map(|octet| format!("={octet:02X}")).collect();
            format!("=?utf-8?Q?{octets}?=")
        });
        header.extend_from_slice(words.collect::<Vec<_>>().join("\r\n ").as_bytes());
        header.extend_from_slice(b"\r\n");
    } else {
        Text::new(title).write_header(&mut header, SUBJECT.len());
    }
    header
}

/// RFC 2046 §5.1.1: a boundary in neither part, since it is a hash of both. Quoted-printable and base64
/// never write `=_`.
fn boundary(text: &str, html: &str) -> String {
    let hash = Sha256::new().chain_update(text).chain_update(html).finalize();
    hash.iter().take(12).fold(String::from("=_"), |boundary, byte| format!("{boundary}{byte:02x}"))
}
