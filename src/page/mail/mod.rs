//! Mail kit: blocks to paste into a mail, and a draft ready to send.
//!
//! Every link is an absolute address of ours, so that mails already sent can be fixed. Needs the public
//! address, and excludes private series: their addresses differ for each token holder.
//!
//! Contains no markup for mail programs: Gmail and Apple read it only for tickets the reader has
//! reserved, from registered senders. An announcement is neither.

mod block;
mod draft;
mod email;
mod message;
mod plain;

pub use block::{block_html, document};
pub use draft::draft;
pub use email::email_html;
pub use message::{Campaign, MAX_SESSIONS, Mail, Topic};
pub use plain::text;
