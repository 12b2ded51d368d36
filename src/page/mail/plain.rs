//! Plain text block of a mail.

use std::fmt::Write as _;

use super::message::{Mail, Topic};
use crate::address::OfSession;
use crate::page::time;

/// RFC 5322 §2.1.1: maximum characters per line.
const WIDTH: usize = 78;

/// Renders plain text in lines of at most 78 characters, except links.
#[must_use]
pub fn text(mail: &Mail<'_>) -> String {
    let words = mail.words();
    let mut text = String::new();
    if let Topic::Session(_) = mail.topic {
        wrap(&mut text, "", mail.site.series.title.as_str());
    }
    wrap(&mut text, "", mail.title());
    let (sessions, more) = mail.sessions();
    for session in sessions {
        text.push('\n');
        if let Topic::Series = mail.topic {
            wrap(&mut text, "* ", session.title.as_str());
        }
        let entry = mail.site.record.entry(&session.id);
        let announced = entry.and_then(|entry| mail.site.announced_as(session, entry));
        let announced = announced.map_or_else(String::new, |clock| {
            format!("{} {} {clock}", words.comma, words.announced_as)
        });
        wrap(&mut text, "  ", &format!("{}{announced}", time::whole(words, session.when)));
        if let Some(place) = mail.site.place_of(session) {
            wrap(&mut text, "  ", &place);
        }
        if mail.is_cancelled(session) {
            wrap(&mut text, "  ", words.notice);
        }
        if mail.is_tentative(session) {
            wrap(&mut text, "  ", words.tentative);
        }
        if let Some(was) = mail.site.moved_from(session) {
            wrap(&mut text, "  ", words.session_moved);
            wrap(
                &mut text,
                "  ",
                &words.labelled(words.old_time, &time::whole(words, was)).to_string(),
            );
        }
        if let Topic::Series = mail.topic {
            wrap(&mut text, "  ", &mail.page_link(session.id.to(OfSession::Page)));
        }
    }
    if more > 0 {
        let _ = write!(text, "\n+ {}\n", words.session_count(more as u64));
    }
    let calendars = mail.calendars();
    if !calendars.is_empty() {
        text.push('\n');
        wrap(&mut text, "", &words.label(mail.invitation()).to_string());
        for link in calendars.into_iter().chain(mail.file()) {
            let _ = write!(text, "\n{}\n{}\n", words.label(&link.name), link.url);
        }
    }
    let _ = write!(text, "\n{}\n{}\n", words.label(words.open_page), mail.own_page());
    text
}

/// Breaks between words. A word longer than a line, such as a link, gets its own line.
fn wrap(text: &mut String, indent: &str, paragraph: &str) {
    let mut indent = indent;
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        let length = indent.chars().count() + line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && length > WIDTH {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{indent}{line}");
            line.clear();
            indent = if indent.is_empty() { "" } else { "  " };
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{indent}{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_between_words_and_links_do_not() {
        let mut text = String::new();
        wrap(
            &mut text,
            "* ",
            &format!("{}https://example.org/{}", "word ".repeat(20), "x".repeat(80)),
        );
        let lines: Vec<_> = text.lines().map(|line| line.chars().count()).collect();
        assert_eq!(lines, [76, 26, 102]);
    }
}
