//! A body that is served with 200, and its headers.
//!
//! The headers depend on the kind of resource, so that no two calendars differ in them.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::coding::{Encoded, MIN_BYTES};
use super::etag::strong_etag;
use super::{FileName, HeaderText, LastModified, PagePolicy, Reach};

/// The kind of a resource, which determines its fixed headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole series, to subscribe to.
    Feed,
    /// One session, to add.
    SessionFile,
    /// A page for people.
    Page,
    /// A drawing as SVG.
    Drawing,
    /// A picture as PNG.
    Picture,
    /// The draft of a mail.
    Mail,
    /// News, as Atom.
    News,
    /// A conference schedule, as XML.
    Schedule,
    /// A document for machines.
    Json,
    /// Plain text.
    Text,
}

impl Kind {
    /// The value of Content-Type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            // Rule `calendar-content-type`.
            Self::Feed | Self::SessionFile => "text/calendar; charset=utf-8",
            Self::Page => "text/html; charset=utf-8",
            Self::Drawing => "image/svg+xml",
            Self::Picture => "image/png",
            Self::Mail => "message/rfc822",
            Self::News => "application/atom+xml; charset=utf-8",
            Self::Schedule => "application/xml; charset=utf-8",
            // RFC 8259 §11 defines no charset parameter.
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The value of Cache-Control.
    #[must_use]
    pub fn cache_control(self) -> &'static str {
        "public, max-age=300" // Rule `fresh-for-five-minutes`
    }

    /// Whether scripts of other sites may fetch it if it is public: documents for machines.
    #[must_use]
    pub fn is_for_all_sites(self) -> bool {
        matches!(self, Self::Feed | Self::SessionFile | Self::News | Self::Schedule | Self::Json)
    }

    /// Whether it is an iCalendar file.
    #[must_use]
    pub fn is_calendar(self) -> bool {
        matches!(self, Self::Feed | Self::SessionFile)
    }
}

/// How the client wants a file: shown or saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// As the client sees fit.
    Inline,
    /// Saved to disk, with `?download`.
    Download,
}

/// Both forms of Content-Disposition.
#[derive(Clone, Debug)]
struct Disposition {
    inline: HeaderText,
    download: HeaderText,
}

/// A body and its headers. Immutable, cheap to clone.
#[derive(Clone, Debug)]
pub struct Resource {
    body: Bytes,
    kind: Kind,
    etag: HeaderText,
    last_modified: Option<LastModified>,
    disposition: Option<Disposition>,
    content_security_policy: Option<HeaderText>,
    reach: Option<Reach>,
    /// Shared by clones.
    encoded: Arc<OnceLock<Box<[Encoded]>>>,
}

impl Resource {
    /// A whole series. `modified`: when these bytes became current.
    #[must_use]
    pub fn feed(body: impl Into<Bytes>, modified: LastModified) -> Self {
        // Rule `session-file-has-a-name`: no Content-Disposition, a subscription is not a download.
        Self { last_modified: Some(modified), ..Self::new(Kind::Feed, body.into()) }
    }

    /// One session's file. `modified`: when these bytes became current.
    #[must_use]
    pub fn session_file(
        body: impl Into<Bytes>,
        file_name: &FileName,
        modified: LastModified,
    ) -> Self {
        // Rule `session-file-has-a-name`, RFC 6266 §4.
        let disposition =
            |how: &str| HeaderText::composed(format!("{how}; filename=\"{}\"", file_name.as_str()));
        Self {
            last_modified: Some(modified),
            disposition: Some(Disposition {
                inline: disposition("inline"),
                download: disposition("attachment"),
            }),
            ..Self::new(Kind::SessionFile, body.into())
        }
    }

    /// A page for people. `policy`: made from its elements.
    #[must_use]
    pub fn page(body: impl Into<Bytes>, policy: &PagePolicy) -> Self {
        Self::new(Kind::Page, body.into()).with_policy(policy)
    }

    /// A drawing.
    #[must_use]
    pub fn drawing(svg: impl Into<Bytes>) -> Self {
        // Opened directly, it may load and run no more than a page.
        Self::new(Kind::Drawing, svg.into()).with_policy(&PagePolicy::of(None, None))
    }

    fn with_policy(self, policy: &PagePolicy) -> Self {
        Self { content_security_policy: Some(policy.header().clone()), ..self }
    }

    /// A picture.
    #[must_use]
    pub fn picture(png: impl Into<Bytes>) -> Self {
        Self::new(Kind::Picture, png.into())
    }

    /// The draft of a mail, which is saved with that name and opened.
    #[must_use]
    pub fn mail(message: impl Into<Bytes>, file_name: &FileName) -> Self {
        let saved =
            HeaderText::composed(format!("attachment; filename=\"{}\"", file_name.as_str()));
        Self {
            disposition: Some(Disposition { inline: saved.clone(), download: saved }),
            ..Self::new(Kind::Mail, message.into())
        }
    }

    /// A document for machines.
    #[must_use]
    pub fn json(body: impl Into<Bytes>) -> Self {
        Self::new(Kind::Json, body.into())
    }

    /// News, as an Atom feed.
    #[must_use]
    pub fn news(atom: impl Into<Bytes>) -> Self {
        Self::new(Kind::News, atom.into())
    }

    /// A conference schedule.
    #[must_use]
    pub fn schedule(xml: impl Into<Bytes>) -> Self {
        Self::new(Kind::Schedule, xml.into())
    }

    /// Plain text.
    #[must_use]
    pub fn text(body: impl Into<Bytes>) -> Self {
        Self::new(Kind::Text, body.into())
    }

    /// The same resource with the instant at which its bytes became current.
    #[must_use]
    pub fn modified(self, at: LastModified) -> Self {
        Self { last_modified: Some(at), ..self }
    }

    /// The same resource without that instant.
    #[must_use]
    pub fn undated(self) -> Self {
        Self { last_modified: None, ..self }
    }

    /// The same resource with counters for its requests.
    #[must_use]
    pub fn reported_to(self, reach: &Reach) -> Self {
        Self { reach: Some(reach.clone()), ..self }
    }

    fn new(kind: Kind, body: Bytes) -> Self {
        let etag = strong_etag(&body);
        Self {
            body,
            kind,
            etag,
            last_modified: None,
            disposition: None,
            content_security_policy: None,
            reach: None,
            encoded: Arc::default(),
        }
    }

    /// The exact bytes.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Strong entity tag with its quotes.
    #[must_use]
    pub fn etag(&self) -> &HeaderText {
        &self.etag
    }

    /// Whether the body is long enough to be compressed. Caches must then know that other clients may get
    /// other bytes, even before the body is compressed.
    #[must_use]
    pub fn varies(&self) -> bool {
        // A picture is compressed already.
        self.kind != Kind::Picture && self.body.len() >= MIN_BYTES
    }

    /// The compressed bodies that exist, the shortest first.
    #[must_use]
    pub fn encoded(&self) -> &[Encoded] {
        self.encoded.get().map_or(&[], |encoded| encoded)
    }

    /// Whether it is still to be compressed.
    pub(super) fn is_unencoded(&self) -> bool {
        self.varies() && self.encoded.get().is_none()
    }

    /// Compresses the body, once.
    pub fn encode(&self) {
        self.encoded.get_or_init(|| {
            if self.varies() { Encoded::all_of(&self.body) } else { Box::default() }
        });
    }

    /// When these bytes became current, where known.
    #[must_use]
    pub fn last_modified(&self) -> Option<&LastModified> {
        self.last_modified.as_ref()
    }

    /// Content-Disposition; session files have one.
    #[must_use]
    pub fn disposition(&self, delivery: Delivery) -> Option<&HeaderText> {
        self.disposition.as_ref().map(|disposition| match delivery {
            Delivery::Inline => &disposition.inline,
            Delivery::Download => &disposition.download,
        })
    }

    /// The counters for its requests, if any.
    #[must_use]
    pub fn reach(&self) -> Option<&Reach> {
        self.reach.as_ref()
    }

    /// Content-Security-Policy; pages have one.
    #[must_use]
    pub fn content_security_policy(&self) -> Option<&HeaderText> {
        self.content_security_policy.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_etag_is_half_of_the_sha_256_of_the_bytes() {
        // SHA-256("abc"), FIPS 180-4 example.
        let resource = Resource::text("abc");
        assert_eq!(resource.etag().as_bytes(), b"\"ba7816bf8f01cfea414140de5dae2223\"");
    }
}
