//! Removes a link from a text: a cancelled session's join link would lead people into an empty room.

use std::ops::Range;

use super::url::WebUrl;

/// Replaces a link between other words.
const LEFT_OUT: &str = "…";
/// Characters that may follow a link in a sentence or be its last ones.
const CLOSING: [char; 14] = ['.', ',', ';', ':', '!', '?', ')', ']', '}', '*', '_', '~', '\'', '/'];
/// Number of closing characters tried one by one; further ones are skipped together.
const MAX_CLOSING: usize = 8;
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// The text without `link`; `None` if nothing else is left.
///
/// Two links are equal if they have the same target: scheme, case of the host and a final slash do not
/// matter, nor does a query or fragment that `link` lacks. A line with only the link is dropped. In
/// other lines an ellipsis replaces it.
#[must_use]
pub fn without_link(text: &str, link: &WebUrl) -> Option<String> {
    let target = LinkTarget::of(link);
    let mut lines: Vec<String> = Vec::new();
    let (mut is_changed, mut closes_gap) = (false, false);
    for line in text.split('\n') {
        let rest = target.left_out_of(line);
        if rest.is_none() && !(closes_gap && line.is_empty()) {
            lines.push(line.to_owned());
        }
        is_changed |= rest.is_some();
        closes_gap = false;
        match rest {
            Some(rest) if has_words(&rest) => lines.push(rest),
            // Of the empty lines around a dropped line, one remains.
            Some(_) => closes_gap = lines.last().is_none_or(String::is_empty),
            None => {}
        }
    }
    let left = lines.join("\n");
    (!is_changed || has_words(&left)).then(|| left.trim().to_owned())
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The target of a link.
#[derive(PartialEq, Eq)]
struct LinkTarget<'a> {
    host: &'a str,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> LinkTarget<'a> {
    fn of(link: &'a WebUrl) -> Self {
        let rest = link.as_str().split_once("://").map_or("", |(_, rest)| rest);
        let split = |text: &'a str, at| match text.split_once(at) {
            Some((before, after)) => (before, Some(after)),
            None => (text, None),
        };
        let (rest, fragment) = split(rest, '#');
        let (rest, query) = split(rest, '?');
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        Self { host, path: path.trim_end_matches('/'), query, fragment }
    }

    /// Whether another link has this target.
    fn is_of(&self, other: &LinkTarget<'_>) -> bool {
        (self.host, self.path) == (other.host, other.path)
            && (self.query.is_none() || self.query == other.query)
            && (self.fragment.is_none() || self.fragment == other.fragment)
    }

    /// The line without the link, if it contained it.
    fn left_out_of(&self, line: &str) -> Option<String> {
        let lower = line.to_ascii_lowercase();
        let mut left = String::new();
        let mut end = 0;
        for start in 0..line.len() {
            if start >= end
                && self.starts_at(&lower, start)
                && let Some(found) = self.find(line, &lower, start)
            {
                left.push_str(&line[end..found.start]);
                left.push_str(LEFT_OUT);
                end = found.end;
            }
        }
        (end > 0).then(|| left + &line[end..])
    }

    /// Whether a link may start at a position of a lower-case line: a scheme, or the bare host.
    fn starts_at(&self, lower: &str, at: usize) -> bool {
        let Some(rest) = lower.get(at..) else { return false };
        let is_inside = |c: char| c.is_alphanumeric() || ".-/@:".contains(c);
        SCHEMES.iter().any(|scheme| rest.starts_with(scheme))
            || (rest.starts_with(self.host) && !lower[..at].ends_with(is_inside))
    }

    /// The link with this target that starts at a position.
    fn find(&self, line: &str, lower: &str, start: usize) -> Option<Range<usize>> {
        let next = SCHEMES.iter().filter_map(|scheme| lower.get(start + 1..)?.find(scheme)).min();
        let most = next.map_or(line.len(), |next| start + 1 + next);
        let ends_run = |c: char| {
            c.is_whitespace() || "<>\"`|\\".contains(c) || !(c.is_ascii() || c.is_alphanumeric())
        };
        let run = &line[start..most];
        let run = &run[..run.find(ends_run).unwrap_or(run.len())];
        // Some scripts put no space after a link.
        let ascii = &run[..run.find(|c: char| !c.is_ascii()).unwrap_or(run.len())];
        let length = [run, ascii].into_iter().find_map(|run| self.length_in(run))?;
        Some(start..start + length)
    }

    /// The length of the link in `run`, without closing punctuation.
    fn length_in(&self, run: &str) -> Option<usize> {
        if run.len() > WebUrl::MAX_BYTES + MAX_CLOSING {
            return None;
        }
        let is_it = |text: &str| {
            let has_scheme = text.contains("://");
            let url = if has_scheme { text.to_owned() } else { format!("https://{text}") };
            WebUrl::parse(&url).is_ok_and(|url| self.is_of(&LinkTarget::of(&url)))
        };
        let shorter = std::iter::successors(Some(run), |text| text.strip_suffix(CLOSING));
        let mut tries = shorter.take(MAX_CLOSING).chain([run.trim_end_matches(CLOSING)]);
        tries.find(|text| is_it(text)).map(str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, link: &str) -> Option<String> {
        without_link(text, &WebUrl::parse(link).expect(link))
    }

    #[test]
    fn a_link_is_left_out_however_it_is_written() {
        let link = "https://meet.example.net/abc";
        for (text, expected) in [
            (link, None),
            ("HTTPS://Meet.Example.NET/abc/", None),
            ("http://meet.example.net/abc", None),
            ("meet.example.net/abc", None),
            ("<https://meet.example.net/abc?pwd=1#x>", None),
            ("https://meet.example.net/%61bc", Some("https://meet.example.net/%61bc")),
            ("Zoom: https://meet.example.net/abc", Some("Zoom: …")),
            ("[Join](https://meet.example.net/abc), please.", Some("[Join](…), please.")),
            ("at https://meet.example.net/abc.", Some("at ….")),
            ("at https://meet.example.net/abc!!!!!!!!!!!!", Some("at …!!!!!!!!!!!!")),
            ("ほら、https://meet.example.net/abcで", Some("ほら、…で")),
            ("a\nhttps://meet.example.net/abc\nb", Some("a\nb")),
            ("a\n\nhttps://meet.example.net/abc\n\nb", Some("a\n\nb")),
            ("https://meet.example.net/abc\n\nb", Some("b")),
            ("https://a.example/1,https://meet.example.net/abc", Some("https://a.example/1,…")),
        ] {
            assert_eq!(without(text, link).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn other_links_stay() {
        let link = "https://meet.example.net/abc";
        for text in [
            "https://meet.example.net/abcd",
            "https://meet.example.net/abc/def",
            "https://meet.example.net/",
            "https://other.meet.example.net/abc",
            "other.meet.example.net/abc and x@meet.example.net/abc",
            "meet.example.net",
            "a\n\n\nb",
            "…",
        ] {
            assert_eq!(without(text, link).as_deref(), Some(text));
        }
        let room = "https://example.org/join?room=5#now";
        for text in [
            "https://example.org/join",
            "https://example.org/join?room=6#now",
            "https://example.org/join?room=5",
        ] {
            assert_eq!(without(text, room).as_deref(), Some(text));
        }
        assert_eq!(without(room, room), None);
    }

    #[test]
    fn a_text_of_many_links_takes_no_long_time() {
        let text = "http://".repeat(2_000) + &"meet.example.net/abc ".repeat(100);
        assert!(without(&text, "https://meet.example.net/abc").is_some());
    }
}
