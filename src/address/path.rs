//! Parses and writes paths.

use std::fmt;

use super::rows::Row;
use super::{
    Address, AddressTarget, Calendar, OfSeries, OfSession, PRIVATE, PartKind, PartRef,
    RESERVED_PARTS, is_language, rows,
};

impl<'a> Address<'a> {
    /// Parses a path in its normal form; `None` if no address has that form. Identifiers are not checked:
    /// the snapshot knows which exist.
    ///
    /// Called for every request, so it branches on the text instead of scanning the table.
    #[must_use]
    pub fn parse(path: &'a str) -> Option<Self> {
        if let Some(of_site) = rows::site_path(path) {
            return Some(Self {
                token: None,
                language: None,
                part: None,
                target: AddressTarget::Site(of_site),
            });
        }
        // Cheap test first: tags begin with two or three letters, so few segments are scanned.
        read(path, |segment| {
            let begin = segment.as_bytes();
            matches!(begin, [_, _] | [_, _, _] | [_, _, b'-', ..] | [_, _, _, b'-', ..])
                && is_language(segment)
        })
    }

    /// The other reading of a path that starts with either a series or a language, such as
    /// `/es-419/talks`, which [`Address::parse`] reads as a session's page.
    #[must_use]
    pub fn parse_in_language(path: &'a str) -> Option<Self> {
        let is_tag = |segment: &str| segment.contains('-') && !is_language(segment);
        read(path, is_tag).filter(|address| address.language.is_some())
    }
}

/// The part of a path from its token on; `None` for public addresses.
pub(crate) fn below_tokens(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.strip_prefix(PRIVATE)?.strip_prefix('/')
}

fn read<'a>(path: &'a str, is_tag: impl Fn(&str) -> bool) -> Option<Address<'a>> {
    let mut rest = path.strip_prefix('/')?;
    let (mut token, mut language) = (None, None);
    if let Some(below) = below_tokens(path) {
        let (found, after) = below.split_once('/').filter(|(token, _)| !token.is_empty())?;
        (token, rest) = (Some(found), after);
    }
    let (mut series, mut end) = split(rest)?;
    if let Some(below) = end.strip_prefix('/')
        && is_tag(series)
    {
        language = Some(series);
        (series, end) = split(below).filter(|(series, _)| !is_language(series))?;
    }
    let (part, of) = match of_series(end) {
        Some(of) => (None, of),
        // A session may be called `track`: its addresses come first.
        None => of_part(end).map(|(part, of)| (Some(part), of))?,
    };
    Some(Address { token, language, part, target: AddressTarget::Series(series, of) })
}

/// Parses `/{kind}/{id}` and the part of a path after it.
fn of_part(end: &str) -> Option<(PartRef<'_>, OfSeries<'_>)> {
    let (kind, below) = end.strip_prefix('/')?.split_once('/')?;
    let kind = PartKind::parse(kind)?;
    let (id, end) = split(below)?;
    let of = of_series(end).filter(|of| !matches!(of, OfSeries::Session(..)))?;
    let whole =
        Address { token: None, language: None, part: None, target: AddressTarget::Series("", of) };
    let is_known = Row::of(&whole).parts && !RESERVED_PARTS.contains(&id);
    is_known.then_some((PartRef { kind, id }, of))
}

/// Splits an identifier from the text after it.
fn split(text: &str) -> Option<(&str, &str)> {
    let end = memchr::memchr2(b'/', b'.', text.as_bytes()).unwrap_or(text.len());
    text.split_at_checked(end).filter(|(id, _)| !id.is_empty())
}

/// Parses the part of a path after the series' identifier.
fn of_series(end: &str) -> Option<OfSeries<'_>> {
    let Some(below) = end.strip_prefix('/') else {
        return match end {
            ".ics" => Some(OfSeries::Feed),
            "" => Some(OfSeries::Page),
            ".json" => Some(OfSeries::Json),
            ".atom" => Some(OfSeries::Atom),
            _ => None,
        };
    };
    // Session files first: they are requested most.
    let is_id = |id: &&str| !id.is_empty() && memchr::memchr2(b'/', b'.', id.as_bytes()).is_none();
    if let Some(id) = below.strip_suffix(".ics").filter(is_id) {
        let file = OfSeries::Session(id, OfSession::File);
        return Some(if id == "all" { OfSeries::All } else { file });
    }
    let (first, after) = split(below)?;
    match (first, after) {
        ("reach", "") => return Some(OfSeries::Reach),
        ("qr", ".svg") => return Some(OfSeries::QrSvg),
        ("qr", ".png") => return Some(OfSeries::QrPng),
        ("embed", "") => return Some(OfSeries::Embed),
        ("oembed", ".json") => return Some(OfSeries::Oembed),
        ("email", "") => return Some(OfSeries::Mail),
        ("email", ".html") => return Some(OfSeries::MailBlock),
        ("email", ".eml") => return Some(OfSeries::MailDraft),
        ("subscribe", after) if !after.is_empty() => {
            let calendar = after.strip_prefix('/').and_then(Calendar::parse);
            if let Some(calendar) = calendar {
                return Some(OfSeries::Subscribe(calendar));
            }
        }
        _ => {}
    }
    let of = match after {
        "" => OfSession::Page,
        "/embed" => OfSession::Embed,
        "/oembed.json" => OfSession::Oembed,
        after => OfSession::Add(Calendar::parse(after.strip_prefix("/add/")?)?),
    };
    Some(OfSeries::Session(first, of))
}

/// The last segment, if it is a calendar's name.
fn calendar_of(of: OfSeries<'_>) -> &'static str {
    match of {
        OfSeries::Subscribe(calendar) | OfSeries::Session(_, OfSession::Add(calendar)) => {
            calendar.as_str()
        }
        _ => "",
    }
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = Row::of(self).end;
        let AddressTarget::Series(series, of) = self.target else {
            return f.write_str(if f.alternate() { &end[1..] } else { end });
        };
        let session = if let OfSeries::Session(id, _) = of { ["/", id] } else { [""; 2] };
        let token = self.token.map_or([""; 4], |token| ["/", PRIVATE, "/", token]);
        let language = self.language.map_or([""; 2], |language| ["/", language]);
        let part = self.part.map_or([""; 4], |part| ["/", part.kind.as_str(), "/", part.id]);
        let pieces =
            [&token[..], &language, &["/", series], &part, &session, &[end, calendar_of(of)]];
        let mut pieces = pieces.into_iter().flatten().filter(|piece| !piece.is_empty());
        if f.alternate() {
            pieces.next();
        }
        pieces.try_for_each(|piece| f.write_str(piece))
    }
}
