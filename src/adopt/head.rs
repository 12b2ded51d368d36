//! Reads a calendar's own properties: title, language, colour, address.

use jiff::Timestamp;

use super::event::visible;
use super::notes::AdoptNotes;
use crate::definition::zone_names;
use crate::ical::{self, ContentLine};
use crate::model::{Colour, Language, Line, Prose, WebUrl, Zone};
use crate::render::PRODUCER;

/// The properties of a VCALENDAR that a definition has a key for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Whether Kalends wrote it.
    pub(super) is_ours: bool,
    pub(super) title: Option<Line>,
    pub(super) description: Option<Prose>,
    pub(super) language: Option<Language>,
    pub(super) url: Option<WebUrl>,
    pub(super) colour: Option<Colour>,
    pub(super) image: Option<WebUrl>,
    pub(super) revised: Option<Timestamp>,
    /// The address where it was published.
    pub(super) source: Option<WebUrl>,
    /// X-WR-RELCALID.
    pub(super) identity: Option<String>,
    pub(super) zone: Option<Zone>,
}

pub(super) fn read(lines: &[ContentLine<'_>], notes: &mut AdoptNotes) -> Head {
    let mut head = Head::default();
    for line in lines {
        let text = visible(line, notes);
        match line.name.as_ref() {
            "PRODID" => head.is_ours = text == PRODUCER,
            "NAME" | "X-WR-CALNAME" => {
                if head.title.is_none() {
                    head.title = Line::parse(&text).ok();
                }
                if let Some(language) = line.parameter("LANGUAGE") {
                    head.language = head.language.or_else(|| Language::parse(&language).ok());
                }
            }
            "DESCRIPTION" | "X-WR-CALDESC" => {
                head.description = head.description.or_else(|| Prose::parse(&text).ok());
            }
            "URL" => head.url = WebUrl::parse(line.value.trim()).ok(),
            "SOURCE" => head.source = WebUrl::parse(line.value.trim()).ok(),
            "COLOR" => head.colour = head.colour.or_else(|| Colour::parse(line.value.trim())),
            // Has the exact colour; COLOR has the nearest name.
            "X-APPLE-CALENDAR-COLOR" => {
                let value = line.value.trim();
                let rgb = value.get(..7).unwrap_or(value);
                head.colour = Colour::parse(rgb).or(head.colour);
            }
            "IMAGE" => head.image = WebUrl::parse(line.value.trim()).ok(),
            "LAST-MODIFIED" => head.revised = ical::stamp(&line.value),
            "X-WR-TIMEZONE" => head.zone = zone_names::read(line.value.trim()).only_reading(),
            _ => {}
        }
        if line.name == "X-WR-RELCALID" {
            head.identity = Some(text);
        }
    }
    head
}
