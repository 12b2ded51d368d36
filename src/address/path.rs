//! The one place in which paths are read and written.

use std::fmt;

use super::rows::{Of, ROWS, Row};
use super::{Address, OfSeries, OfSession, PRIVATE, Target, is_language};

impl<'a> Address<'a> {
    /// Reads a path in its normal form; `None` where no address has that form. Whether anything is
    /// there, only the site knows.
    #[must_use]
    pub fn parse(path: &'a str) -> Option<Self> {
        let of_site = ROWS.iter().find(|row| matches!(row.of, Of::Site) && row.end == path);
        if let Some(row) = of_site {
            return Some(Self { token: None, language: None, target: Target::Site(row.end) });
        }
        let mut rest = path.strip_prefix('/')?;
        let (mut token, mut language) = (None, None);
        if let Some(below) = rest.strip_prefix(PRIVATE).and_then(|rest| rest.strip_prefix('/')) {
            let (found, after) = below.split_once('/').filter(|(token, _)| !token.is_empty())?;
            (token, rest) = (Some(found), after);
        }
        if let Some((first, after)) = rest.split_once('/').filter(|(first, _)| is_language(first)) {
            (language, rest) = (Some(first), after);
        }
        let (series, end) = split(rest).filter(|(series, _)| !is_language(series))?;
        Some(Self { token, language, target: Target::Series(series, OfSeries::parse(end)?) })
    }
}

/// An identifier, and what comes behind it.
fn split(text: &str) -> Option<(&str, &str)> {
    let of_id = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let end = text.bytes().position(|byte| !of_id(byte)).unwrap_or(text.len());
    text.split_at_checked(end).filter(|(id, _)| !id.is_empty())
}

impl<'a> OfSeries<'a> {
    /// `end`: what comes behind the identifier of the series.
    fn parse(end: &'a str) -> Option<Self> {
        let own = ROWS.iter().find_map(|row| {
            let Of::Series(all) = row.of else { return None };
            let rest = end.strip_prefix(row.end)?;
            all.iter().find(|of| of.calendar() == rest).copied()
        });
        own.or_else(|| {
            let (id, end) = split(end.strip_prefix('/')?)?;
            ROWS.iter().find_map(|row| {
                let Of::Session(all) = row.of else { return None };
                let rest = end.strip_prefix(row.end)?;
                let mut all = all.iter().map(|of| Self::Session(id, *of));
                all.find(|of| of.calendar() == rest)
            })
        })
    }

    /// The last segment, where it is a calendar.
    fn calendar(self) -> &'static str {
        match self {
            Self::Subscribe(calendar) | Self::Session(_, OfSession::Add(calendar)) => {
                calendar.as_str()
            }
            _ => "",
        }
    }
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = Row::of(self).end;
        let Target::Series(series, of) = self.target else {
            return f.write_str(if f.alternate() { &end[1..] } else { end });
        };
        let session = if let OfSeries::Session(id, _) = of { ["/", id] } else { [""; 2] };
        let token = self.token.map_or([""; 4], |token| ["/", PRIVATE, "/", token]);
        let language = self.language.map_or([""; 2], |language| ["/", language]);
        let parts = [&token[..], &language, &["/", series], &session, &[end, of.calendar()]];
        let mut pieces = parts.into_iter().flatten().filter(|piece| !piece.is_empty());
        if f.alternate() {
            pieces.next();
        }
        pieces.try_for_each(|piece| f.write_str(piece))
    }
}
