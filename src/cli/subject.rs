//! Subject of `email` and `embed`: a series or session with absolute addresses.

use super::render::{in_language, no_session, parts, pretending, series};
use super::settings::{PublicUrl, Schedules};
use super::{CommandError, Exit, Output};
use crate::clock;
use crate::model::Session;
use crate::page::{Branding, PageContext, PageLocation, Selections};
use crate::publish::{Settings, publish};

#[derive(Debug, clap::Args)]
pub(super) struct Subject {
    /// A series, or one of its sessions
    #[arg(value_name = "SERIES[/SESSION]")]
    what: String,

    /// Use this language of the series
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    #[command(flatten)]
    schedules: Schedules,

    #[command(flatten)]
    public_url: PublicUrl,
}

impl Subject {
    /// Calls a function with the series' pages, and with the session if one was named.
    pub(super) fn with(
        &self,
        output: &mut Output,
        act: impl FnOnce(&PageContext<'_>, Option<&Session>, &mut Output) -> Result<(), CommandError>,
    ) -> Result<Exit, CommandError> {
        let Some(base) = &self.public_url.public_url else {
            return Err("other sites need absolute addresses: pass the service's address with \
            `--public-url https://…`"
                .into());
        };
        let settings = Settings { public_url: Some(base.clone()), ..pretending(&self.schedules) };
        let published = publish(&settings, clock::now())?;
        let (wanted, session) = parts(&self.what);
        let found = series(&published, wanted, output)?;
        let (series, record, _) = in_language(found, self.language.as_deref())?;
        let find = |wanted| {
            let found = series.sessions.iter().find(|session| session.id.as_str() == wanted);
            found.ok_or_else(|| {
                no_session(wanted, series.sessions.iter().map(|session| session.id.as_str()))
            })
        };
        let session = session.map(find).transpose()?;
        let location = PageLocation::new(&found.series, series.language.as_ref(), series.id.base());
        let branding = &Branding::default();
        let base = Some(base);
        let site = PageContext {
            series,
            record,
            branding,
            base,
            location: &location,
            style: "",
            selections: Selections::Missing,
        };
        act(&site, session, output)?;
        Ok(Exit::Clean)
    }
}

/// Explains why a series has no address to print.
pub(super) fn no_address(site: &PageContext<'_>) -> CommandError {
    let id = &site.series.id;
    format!("series `{id}` is private: its addresses differ for each token").into()
}
