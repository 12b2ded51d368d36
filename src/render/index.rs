//! The list of series at `/`, for people and for machines. A plain list; links are relative, so
//! that it works below any path of a proxy.

use std::fmt::Write as _;

use serde::Serialize;

use crate::model::{Series, When};

/// A series as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Language of the texts, if known.
    pub language: Option<String>,
    /// Address of the feed, relative to the list.
    pub calendar: String,
    /// Sessions in order.
    pub sessions: Vec<ListedSession>,
}

/// A session as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedSession {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Start: an instant in UTC, or a date for whole days.
    pub start: String,
    /// End: an instant in UTC, or the last day.
    pub end: String,
    /// Zone of the local time, if it has one.
    pub timezone: Option<&'static str>,
    /// `confirmed`, `tentative` or `cancelled`.
    pub status: &'static str,
    /// Address of its file, relative to the list.
    pub calendar: String,
    /// The time in words, by the clock of the place.
    #[serde(skip)]
    pub shown: String,
}

impl Listed {
    /// What the list shows of a series.
    #[must_use]
    pub fn of(series: &Series) -> Self {
        let sessions = series.sessions.iter().map(|session| {
            let (start, end, timezone, shown) = match session.when {
                When::Timed { zone, start, end } => {
                    let day = start.local().strftime("%Y-%m-%d %H:%M");
                    let until = end.local().strftime("%H:%M");
                    let clock = zone.abbreviation_at(start.utc());
                    let shown = format!("{day}–{until} {clock}");
                    (start.utc().to_string(), end.utc().to_string(), Some(zone.name()), shown)
                }
                When::AllDay { first, last } if first == last => {
                    (first.to_string(), last.to_string(), None, first.to_string())
                }
                When::AllDay { first, last } => {
                    (first.to_string(), last.to_string(), None, format!("{first} – {last}"))
                }
            };
            ListedSession {
                id: session.id.to_string(),
                title: session.title.to_string(),
                start,
                end,
                timezone,
                status: session.status.as_str(),
                calendar: format!("{}/{}.ics", series.id, session.id),
                shown,
            }
        });
        Self {
            id: series.id.to_string(),
            title: series.title.to_string(),
            language: series.language.as_ref().map(|language| language.to_string()),
            calendar: format!("{}.ics", series.id),
            sessions: sessions.collect(),
        }
    }
}

/// The list as JSON: `{"series": [...]}`.
#[must_use]
pub fn index_json(series: &[Listed]) -> String {
    serde_json::json!({ "series": series }).to_string()
}

/// The list as a page.
#[must_use]
pub fn index_html(series: &[Listed]) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Calendars</title>\n<h1>Calendars</h1>\n",
    );
    if series.is_empty() {
        page.push_str("<p>No series is published here yet.</p>\n");
    }
    for listed in series {
        let lang = listed.language.as_ref().map(|tag| format!(" lang=\"{}\"", escape(tag)));
        let _ = write!(
            page,
            "<section{}>\n<h2>{}</h2>\n<p><a href=\"{}\">The whole series</a> (copy this link to \
             subscribe)</p>\n<ul>\n",
            lang.unwrap_or_default(),
            escape(&listed.title),
            escape(&listed.calendar)
        );
        for session in &listed.sessions {
            let status = match session.status {
                "confirmed" => String::new(),
                other => format!(" ({other})"),
            };
            let _ = writeln!(
                page,
                "<li><a href=\"{}\">{}</a>, <time datetime=\"{}\">{}</time>{status}</li>",
                escape(&session.calendar),
                escape(&session.title),
                escape(&session.start),
                escape(&session.shown)
            );
        }
        page.push_str("</ul>\n</section>\n");
    }
    page.push_str("</html>\n");
    page
}

/// Text → HTML text or attribute value in double quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_cannot_become_markup() {
        let listed = Listed {
            id: "x".into(),
            title: "<script>\"'&".into(),
            language: None,
            calendar: "x.ics".into(),
            sessions: Vec::new(),
        };
        let page = index_html(&[listed]);
        assert!(page.contains("<h2>&lt;script&gt;&quot;&#39;&amp;</h2>"));
        assert!(!page.contains("<script"));
    }
}
