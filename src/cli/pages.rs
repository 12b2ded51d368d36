//! Flags for the web pages.

use std::path::Path;

use crate::model::{Line, WebUrl};
use crate::page::{Branding, FrameAncestors, Logo, Stylesheet};
use crate::store;

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Pages")]
pub(super) struct Pages {
    /// The publisher's name, in the footer of every page
    #[arg(long, value_name = "NAME", env = "KALENDS_ORGANISATION", value_parser = line)]
    organisation: Option<Line>,

    /// Your logo, in the header of every page: SVG or PNG, at most 64 KiB
    #[arg(hide_short_help = true, long, value_name = "FILE", env = "KALENDS_LOGO", value_parser = logo)]
    logo: Option<Logo>,

    /// Your own styles, added after the built-in ones: CSS, at most 16 KiB
    #[arg(hide_short_help = true, long, value_name = "FILE", env = "KALENDS_STYLESHEET", value_parser = stylesheet)]
    stylesheet: Option<Stylesheet>,

    /// Your legal notice, linked in the footer of every page
    #[arg(long, value_name = "URL", env = "KALENDS_IMPRINT", value_parser = link)]
    imprint: Option<WebUrl>,

    /// Your privacy notice, linked in the footer of every page
    #[arg(long, value_name = "URL", env = "KALENDS_PRIVACY", value_parser = link)]
    privacy: Option<WebUrl>,

    /// Sites that may embed the cards at `/{series}/embed`: `*`, `none`, or origins separated by spaces
    #[arg(
        hide_short_help = true,
        long,
        value_name = "ORIGINS",
        env = "KALENDS_FRAME_ANCESTORS",
        default_value = "*",
        value_parser = FrameAncestors::parse,
    )]
    frame_ancestors: FrameAncestors,
}

impl Pages {
    pub(super) fn branding(&self) -> Branding {
        let Self { organisation, logo, stylesheet, imprint, privacy, frame_ancestors } =
            self.clone();
        Branding { organisation, imprint, privacy, frame_ancestors, logo, stylesheet }
    }
}

fn line(text: &str) -> Result<Line, String> {
    Line::parse(text).map_err(|problem| format!("it {problem}"))
}

fn logo(path: &str) -> Result<Logo, String> {
    Logo::parse(read(path)?)
}

fn stylesheet(path: &str) -> Result<Stylesheet, String> {
    let text = String::from_utf8(read(path)?).map_err(|_| "it is not UTF-8")?;
    Stylesheet::parse(&text)
}

fn read(path: &str) -> Result<Vec<u8>, String> {
    store::read_foreign(Path::new(path)).map_err(|error| error.to_string())
}

fn link(text: &str) -> Result<WebUrl, String> {
    WebUrl::parse(text).map_err(|problem| format!("it {problem}"))
}
