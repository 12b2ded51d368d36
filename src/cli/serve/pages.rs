//! Flags about the pages for people.

use crate::model::{Line, WebUrl};
use crate::page::{FrameAncestors, House};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Pages {
    /// Who publishes, as every page says at its end
    #[arg(long, value_name = "NAME", env = "KALENDS_ORGANISATION", value_parser = line)]
    organisation: Option<Line>,

    /// Your legal notice, which every page links to
    #[arg(long, value_name = "URL", env = "KALENDS_IMPRINT", value_parser = link)]
    imprint: Option<WebUrl>,

    /// What you say of privacy, which every page links to
    #[arg(long, value_name = "URL", env = "KALENDS_PRIVACY", value_parser = link)]
    privacy: Option<WebUrl>,

    /// Who may frame the cards at `/{series}/embed`: `*`, `none`, or origins parted by blanks
    #[arg(
        long,
        value_name = "ORIGINS",
        env = "KALENDS_FRAME_ANCESTORS",
        default_value = "*",
        value_parser = FrameAncestors::parse,
    )]
    frame_ancestors: FrameAncestors,
}

impl Pages {
    pub(super) fn house(&self) -> House {
        let Self { organisation, imprint, privacy, frame_ancestors } = self.clone();
        House { organisation, imprint, privacy, frame_ancestors }
    }
}

fn line(text: &str) -> Result<Line, String> {
    Line::parse(text).map_err(|problem| format!("it {problem}"))
}

fn link(text: &str) -> Result<WebUrl, String> {
    WebUrl::parse(text).map_err(|problem| format!("it {problem}"))
}
