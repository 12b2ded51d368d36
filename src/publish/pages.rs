//! Parts that the pages of a series share: styles, policies, file names.

use std::fmt::Display;

use jiff::Timestamp;

use super::links::Linked;
use crate::address::{LOGO, OfSeries};
use crate::model::{Colour, Series, Session, SessionId, WebUrl};
use crate::page::embed::{self, Embedded};
use crate::page::mail::{self, Campaign, Mail, Topic};
use crate::page::{self, Branding, LogoForm, PageContext, SCRIPT};
use crate::revision::{Record, RecordEntry as Recorded};
use crate::snapshot::{Entry, FileName, LastModified, PagePolicy, Reach, Resource, SeriesReach};

pub(super) fn series_reach((series, record): (&Series, &Record), reach: &Reach) -> SeriesReach {
    SeriesReach::new(series.id.as_str(), modified(record.revised()).unix_seconds(), reach)
}

pub(super) fn modified(at: Timestamp) -> LastModified {
    LastModified::from_unix_seconds(at.as_second())
        .expect("records hold instants of the years 1970 to 9999")
}

/// The address of its page, unless that is secret or unknown.
pub(super) fn page_url(linked: Linked<'_>) -> Option<WebUrl> {
    linked.public_url()?.at(linked.series.base_without_language().to(OfSeries::Page))
}

/// The file name of a document. `stem`: identifiers.
pub(super) fn file_name(stem: &impl Display, extension: &str) -> FileName {
    FileName::parse(&format!("{stem}.{extension}"))
        .expect("identifiers are letters, digits and hyphens")
}

/// A part of a series' invitation mail, unless its address is secret or unknown.
pub(super) fn mail(site: &PageContext<'_>, theme: &Theme, of: OfSeries<'_>) -> Option<Resource> {
    let campaign = Campaign::default();
    let mail = Mail::new(site, Topic::Series, &campaign)?;
    Some(match of {
        OfSeries::Mail => Resource::page(mail::email_html(&mail), &theme.framing),
        OfSeries::MailBlock => Resource::page(mail::document(&mail), &PagePolicy::of_mail()),
        _ => Resource::mail(mail::draft(&mail), &file_name(&site.series.id, "eml")),
    })
}

/// The logo, if there is one.
pub(super) fn logo_entry(branding: &Branding) -> Option<(&'static str, Entry)> {
    let logo = branding.logo.as_ref()?;
    let resource = match logo.form() {
        LogoForm::Svg => Resource::drawing(logo.bytes().clone()),
        LogoForm::Png => Resource::picture(logo.bytes().clone()),
    };
    Some((LOGO, Entry::Resource(resource)))
}

/// The styles of pages and their policies, hashed once.
#[derive(Debug)]
pub(super) struct Theme {
    style: String,
    policy: PagePolicy,
    /// For the page that has another page in a frame.
    framing: PagePolicy,
    /// For the page with the form to choose sessions.
    choosing: PagePolicy,
    card_style: String,
    card: PagePolicy,
}

impl Theme {
    pub(super) fn of(colour: Option<Colour>, branding: &Branding) -> Self {
        let style = format!("{}{}", page::style(colour), branding.style());
        let policy = PagePolicy::of(Some(&style), Some(SCRIPT));
        let framing = PagePolicy::with_frame(&style, SCRIPT);
        let choosing = PagePolicy::with_form(&style, SCRIPT);
        let card_style = format!("{}{}", embed::card_style(colour), branding.own_style());
        let card = PagePolicy::of_card(&card_style, branding.frame_ancestors.as_str());
        Self { style, policy, framing, choosing, card_style, card }
    }

    /// The text of the style element.
    pub(super) fn style(&self) -> &str {
        &self.style
    }

    /// The policy of pages with this style and our script.
    pub(super) fn policy(&self) -> &PagePolicy {
        &self.policy
    }

    /// A page with this style and our script.
    pub(super) fn page(&self, html: String) -> Resource {
        Resource::page(html, &self.policy)
    }

    /// A page with the form to choose sessions.
    pub(super) fn choosing_page(&self, html: String) -> Resource {
        Resource::page(html, &self.choosing)
    }

    /// A card of a series or a session.
    pub(super) fn card(&self, site: &PageContext<'_>, what: Embedded<'_>) -> Resource {
        Resource::page(embed::card_html(site, what, &self.card_style), &self.card)
    }
}

/// A session, in the definition or removed from it.
pub(super) fn session_of<'a>(
    series: &'a Series,
    id: &SessionId,
    entry: &'a Recorded,
) -> Option<&'a Session> {
    match entry.withdrawn() {
        Some(withdrawn) => Some(withdrawn.session()),
        None => series.sessions.iter().find(|session| session.id == *id),
    }
}
