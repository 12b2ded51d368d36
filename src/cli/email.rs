//! `kalends email`: prints the block, links and QR code for a mail campaign.

use std::fs;
use std::path::{Path, PathBuf};

use super::subject::{Subject, no_address};
use super::{CommandError, Exit, Output, Stream};
use crate::page::mail::{self, Campaign, Mail, Topic};
use crate::page::{qr_png, qr_svg};

#[derive(Debug, clap::Args)]
pub(super) struct EmailArguments {
    #[command(flatten)]
    subject: Subject,

    /// Format to print
    #[arg(long, value_name = "FORMAT", default_value = "html", conflicts_with = "out")]
    format: MailFormat,

    /// Write all formats to files in this directory instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Source of the mail, such as `newsletter`: `utm_source` in links to pages
    #[arg(long, value_name = "TEXT")]
    utm_source: Option<String>,

    /// Medium of the mail, such as `email`: `utm_medium` in links to pages
    #[arg(long, value_name = "TEXT")]
    utm_medium: Option<String>,

    /// Name of the campaign: `utm_campaign` in links to pages
    #[arg(long, value_name = "TEXT")]
    utm_campaign: Option<String>,
}

/// One format of the mail kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum MailFormat {
    /// The block for HTML mails
    Html,
    /// The same block as plain text
    Text,
    /// All links with their names
    Links,
    /// A draft mail with both
    Eml,
    /// A QR code of the page's address, as SVG
    Svg,
    /// The same QR code as PNG
    Png,
}

impl MailFormat {
    fn file_name(self, stem: &str) -> String {
        match self {
            Self::Html => format!("{stem}.html"),
            Self::Text => format!("{stem}.txt"),
            Self::Links => format!("{stem}-links.txt"),
            Self::Eml => format!("{stem}.eml"),
            Self::Svg => format!("{stem}-qr.svg"),
            Self::Png => format!("{stem}-qr.png"),
        }
    }

    fn bytes(self, mail: &Mail<'_>) -> Vec<u8> {
        match self {
            Self::Html => mail::block_html(mail).into_bytes(),
            Self::Text => mail::text(mail).into_bytes(),
            Self::Links => mail.links().into_bytes(),
            Self::Eml => mail::draft(mail).into_bytes(),
            Self::Svg => mail.page().and_then(|page| qr_svg(&page)).unwrap_or_default().into(),
            Self::Png => mail.page().and_then(|page| qr_png(&page)).unwrap_or_default(),
        }
    }
}

pub(super) fn run(arguments: &EmailArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let campaign = Campaign {
        source: arguments.utm_source.clone(),
        medium: arguments.utm_medium.clone(),
        name: arguments.utm_campaign.clone(),
    };
    arguments.subject.with(output, |site, session, output| {
        let topic = session.map_or(Topic::Series, Topic::Session);
        let mail = Mail::new(site, topic, &campaign).ok_or_else(|| no_address(site))?;
        let Some(directory) = &arguments.out else {
            return Ok(output.bytes(&arguments.format.bytes(&mail))?);
        };
        let series = &site.series.id;
        let stem = session.map_or_else(|| series.to_string(), |one| format!("{series}-{}", one.id));
        for path in write_all(&mail, directory, &stem)? {
            output.line(Stream::Result, &path.display().to_string())?;
        }
        Ok(())
    })
}

fn write_all(mail: &Mail<'_>, directory: &Path, stem: &str) -> Result<Vec<PathBuf>, CommandError> {
    fs::create_dir_all(directory)
        .map_err(|error| format!("cannot create `{}`: {error}", directory.display()))?;
    let write = |format: &MailFormat| {
        let path = directory.join(format.file_name(stem));
        fs::write(&path, format.bytes(mail))
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
        Ok(path)
    };
    <MailFormat as clap::ValueEnum>::value_variants().iter().map(write).collect()
}
