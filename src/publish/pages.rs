//! What the pages of a series have in common, and what is on them. Where they are, `edition` knows.

use std::fmt::Display;
use std::sync::OnceLock;

use jiff::Timestamp;

use super::PublishedSeries;
use super::links::Linked;
use crate::address::{LOGO, OfSeries};
use crate::model::{Colour, Series, Session, SessionId, WebUrl};
use crate::page::embed::{self, Embedded};
use crate::page::mail::{self, Campaign, Mail, Topic};
use crate::page::{self, Branding, ListedPart, LogoForm, PageContext, SCRIPT};
use crate::revision::{Record, RecordEntry as Recorded};
use crate::snapshot::{
    Entry, FileName, LastModified, PagePolicy, Reach, Resource, SeriesReach, Slots,
};

/// What is rendered of a series, and what all its pages have in common.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) slots: Slots,
    pub(super) look: Look,
    listed: OnceLock<ListedPart>,
}

impl Rendered {
    pub(super) fn of(published: &PublishedSeries) -> Self {
        let PublishedSeries { series, record, branding, reach, .. } = published;
        let sessions = record
            .sessions()
            .map(|(id, entry)| (id.as_str(), entry.was().iter().map(SessionId::as_str)));
        let reach = series_reach((series, record), reach);
        Self {
            slots: Slots::new(reach, series.is_private(), record.languages(), sessions),
            look: Look::of(series.colour, branding),
            listed: OnceLock::new(),
        }
    }

    /// Its part of the list of series.
    pub(super) fn listed(&self, published: &PublishedSeries) -> &ListedPart {
        self.listed.get_or_init(|| ListedPart::of(&published.series, &published.record))
    }
}

pub(super) fn series_reach((series, record): (&Series, &Record), reach: &Reach) -> SeriesReach {
    SeriesReach::new(series.id.as_str(), modified(record.revised()).unix_seconds(), reach)
}

pub(super) fn modified(at: Timestamp) -> LastModified {
    LastModified::from_unix_seconds(at.as_second())
        .expect("records hold instants of the years 1970 to 9999")
}

/// Where its page is, if others can be told.
pub(super) fn page_url(linked: Linked<'_>) -> Option<WebUrl> {
    linked.public_url()?.at(linked.series.id.base().to(OfSeries::Page))
}

/// The file name of a document. `stem`: made of identifiers.
pub(super) fn file_name(stem: &impl Display, extension: &str) -> FileName {
    FileName::parse(&format!("{stem}.{extension}"))
        .expect("identifiers are letters, digits and hyphens")
}

/// A part of the mail kit of a series, where others can be told of it.
pub(super) fn mail(site: &PageContext<'_>, look: &Look, of: OfSeries<'_>) -> Option<Resource> {
    let campaign = Campaign::default();
    let mail = Mail::new(site, Topic::Series, &campaign)?;
    Some(match of {
        OfSeries::Mail => Resource::page(mail::email_html(&mail), &look.framing),
        OfSeries::MailBlock => Resource::page(mail.document(), &PagePolicy::of_mail()),
        _ => Resource::mail(mail.draft(), &file_name(&site.series.id, "eml")),
    })
}

/// The logo, where there is one.
pub(super) fn logo_entry(branding: &Branding) -> Option<(&'static str, Entry)> {
    let logo = branding.logo.as_ref()?;
    let resource = match logo.form() {
        LogoForm::Svg => Resource::drawing(logo.bytes().clone()),
        LogoForm::Png => Resource::picture(logo.bytes().clone()),
    };
    Some((LOGO, Entry::Resource(resource)))
}

/// The styles and policies of pages, counted once.
#[derive(Debug)]
pub(super) struct Look {
    style: String,
    policy: PagePolicy,
    /// Of the one page that frames another.
    framing: PagePolicy,
    card_style: String,
    card: PagePolicy,
}

impl Look {
    pub(super) fn of(colour: Option<Colour>, branding: &Branding) -> Self {
        let style = format!("{}{}", page::style(colour), branding.style());
        let policy = PagePolicy::of(Some(&style), Some(SCRIPT));
        let framing = PagePolicy::with_frame(&style, SCRIPT);
        let card_style = format!("{}{}", embed::card_style(colour), branding.own_style());
        let card = PagePolicy::of_card(&card_style, branding.frame_ancestors.as_str());
        Self { style, policy, framing, card_style, card }
    }

    /// The text of the style element.
    pub(super) fn style(&self) -> &str {
        &self.style
    }

    /// Of pages that have this style and our script.
    pub(super) fn policy(&self) -> &PagePolicy {
        &self.policy
    }

    /// A page that has this style and our script.
    pub(super) fn page(&self, html: String) -> Resource {
        Resource::page(html, &self.policy)
    }

    /// A card of a series or a session.
    pub(super) fn card(&self, site: &PageContext<'_>, what: Embedded<'_>) -> Resource {
        Resource::page(embed::card_html(site, what, &self.card_style), &self.card)
    }
}

/// A session, in the definition or taken out of it.
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
