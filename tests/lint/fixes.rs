//! The help of each finding that is an edit of the file, applied: the finding is gone.

use kalends::diagnostic::Finding;
use kalends::lint::lint;

use crate::lint::{changed, crlf, file, with};

/// The help of a finding.
fn help(finding: &Finding) -> &str {
    finding.helps().first().map(String::as_str).unwrap_or_default()
}

/// The texts between backticks.
fn quoted(help: &str) -> Vec<&str> {
    help.split('`').skip(1).step_by(2).collect()
}

/// The name at the start of a content line.
fn name_of(line: &str) -> &str {
    line.split([':', ';']).next().unwrap_or_default()
}

/// A calendar, line by line, without folds.
struct Edited {
    lines: Vec<String>,
    /// The line of the finding.
    at: usize,
}

impl Edited {
    fn new(text: &str, finding: &Finding) -> Self {
        let start = finding.span().unwrap().start;
        let lines = text.split_terminator("\r\n").map(str::to_owned).collect();
        Self { lines, at: text[..start].matches('\n').count() }
    }

    fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\r\n")).collect()
    }

    /// Removes the line, or the component that begins there.
    fn remove(&mut self) {
        let line = self.lines[self.at].clone();
        let count = match line.strip_prefix("BEGIN:") {
            Some(name) => {
                let end = format!("END:{name}");
                self.lines[self.at..].iter().position(|it| *it == end).unwrap() + 1
            }
            None => 1,
        };
        self.lines.drain(self.at..self.at + count);
    }

    /// Writes a line in place of the faulty one, of the one with its name in the same component, or
    /// as a new one.
    fn write(&mut self, line: &str) {
        let name = name_of(line);
        if name_of(&self.lines[self.at]) == name {
            self.lines[self.at] = line.to_owned();
            return;
        }
        let is_edge = |it: &String| it.starts_with("BEGIN:") || it.starts_with("END:");
        let begin = self.lines[..=self.at].iter().rposition(is_edge).unwrap();
        let rest = &self.lines[begin + 1..];
        let end = begin + 1 + rest.iter().position(is_edge).unwrap();
        match self.lines[begin..end].iter().position(|it| name_of(it) == name) {
            Some(at) => self.lines[begin + at] = line.to_owned(),
            None => self.lines.insert(begin + 1, line.to_owned()),
        }
    }

    /// Writes a VTIMEZONE before the events, in place of the one with its TZID.
    fn write_zone(&mut self, block: &str) {
        let tzid = block.lines().find(|line| line.starts_with("TZID:")).unwrap();
        if let Some(at) = self.lines.iter().position(|line| line == tzid) {
            self.at = at - 1;
            self.remove();
        }
        let at = self.lines.iter().position(|line| line == "BEGIN:VEVENT").unwrap();
        self.lines.splice(at..at, block.lines().map(str::to_owned));
    }
}

/// Does what the help of a finding says.
fn apply(text: &str, finding: &Finding) -> String {
    let help = help(finding);
    let mut edited = Edited::new(text, finding);
    if let Some(block) = help.strip_prefix("write this one instead:\n") {
        edited.write_zone(block);
        return edited.text();
    }
    let texts = quoted(help);
    let span = finding.span().unwrap();
    let is_line = |text: &str| {
        let name = name_of(text);
        name.len() < text.len()
            && name.len() > 1
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
    };
    if help.starts_with("leave ") || help.starts_with("keep one") || help.starts_with("remove ") {
        let is_character = text[span.start..span.end].chars().count() == 1;
        if is_character {
            return format!("{}{}", &text[..span.start], &text[span.end..]);
        }
        edited.remove();
    } else if help.contains("` before it") && help.starts_with("write `END:") {
        let line = texts[0].to_owned();
        edited.lines.insert(edited.at, line);
    } else if help.contains("instead of DURATION") {
        edited.lines[edited.at] = texts[0].to_owned();
    } else if texts[0].starts_with(";VALUE=") {
        let line = &mut edited.lines[edited.at];
        *line = line.replacen(':', &format!("{}:", texts[0]), 1);
    } else if is_line(texts[0]) {
        let many = if help.contains("` and `") { texts.len() } else { 1 };
        texts[..many].iter().for_each(|line| edited.write(line));
    } else if texts[0].starts_with('\\') {
        return format!("{}{}{}", &text[..span.start], texts[0], &text[span.end..]);
    } else {
        let line = &mut edited.lines[edited.at];
        let colon = line.find(':').unwrap();
        line.replace_range(colon + 1.., texts[0]);
    }
    edited.text()
}

#[test]
fn each_help_that_is_an_edit_removes_its_finding() {
    let no_zone = |text: String| {
        let (before, rest) = text.split_once("BEGIN:VTIMEZONE").unwrap();
        format!("{before}{}", rest.split_once("END:VTIMEZONE\r\n").unwrap().1)
    };
    let start = "DTSTART;TZID=Europe/Brussels:20270310T140000";
    let end = "DTEND;TZID=Europe/Brussels:20270310T150000";
    let both =
        "DTSTART;TZID=Europe/Brussels:20270310T140000\nDTEND;TZID=Europe/Brussels:20270310T150000";
    let status = "STATUS:CONFIRMED\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY";
    let alarm = |trigger: &str| {
        file("").replace(
            "END:VEVENT",
            &crlf(&format!(
                "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\n{trigger}\nEND:VALARM\nEND:VEVENT"
            )),
        )
    };
    let cases = [
        ("K704", changed("SUMMARY:One", "SUMMARY:O\u{8}ne")),
        ("K707", changed("SUMMARY:One\n", "SUMMARY:One\n\n")),
        ("K710", changed("SUMMARY:One", "SUMMARY:One, two")),
        ("K710", changed("SUMMARY:One", "SUMMARY:O\\ne\\x")),
        ("K712", changed("SUMMARY:One", "SUMMARY:O\u{202E}ne")),
        ("K713", changed("UID:one@example.org\n", "")),
        ("K715", changed("LAST-MODIFIED:20270101T090000Z\n", "")),
        ("K715", changed("DTSTAMP:20270101T090000Z\n", "")),
        ("K715", changed("SEQUENCE:0\n", "")),
        ("K716", changed("DTSTAMP:20270101T090000Z", "DTSTAMP:20270102T090000Z")),
        ("K717", changed("SEQUENCE:0", "SEQUENCE:0\nCREATED:20270101T090000")),
        ("K718", changed("VERSION:2.0", "VERSION:2.0\nMETHOD:REQUEST")),
        ("K719", changed("VERSION:2.0", "VERSION:2.0\nMETHOD:PUBLISH")),
        ("K720", with("ATTENDEE:mailto:a@example.org")),
        ("K721", file("X-WR-CALNAME:One\n")),
        ("K722", changed("X-WR-CALNAME:Talks\n", "")),
        ("K722", changed("X-WR-CALNAME:Talks", "X-WR-CALNAME:Talk")),
        ("K723", changed("X-PUBLISHED-TTL:PT1H\n", "")),
        ("K723", changed("REFRESH-INTERVAL;VALUE=DURATION:PT1H\n", "")),
        ("K723", changed("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:P1D")),
        ("K724", changed("X-WR-RELCALID:8f1dd9c4-5c1f-4a5e-9d7c-5f5f0e6e9a01\n", "")),
        ("K725", changed("VERSION:2.0", "VERSION:1.0")),
        ("K725", changed("VERSION:2.0\n", "")),
        ("K725", changed("CALSCALE:GREGORIAN", "CALSCALE:JULIAN")),
        ("K727", changed("STATUS:CONFIRMED", "STATUS:CANCELED")),
        (
            "K728",
            changed(
                &format!("SUMMARY:One\nDESCRIPTION:What it is about\n{status}"),
                "SUMMARY:One\nSTATUS:CANCELLED\nTRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:FREE",
            ),
        ),
        ("K731", no_zone(changed("SUMMARY:One", "SUMMARY:One"))),
        ("K732", changed(both, "DTSTART:20270310T140000Z\nDTEND:20270310T150000Z")),
        ("K733", changed("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n", "")),
        ("K735", changed(start, "DTSTART:20270310T140000")),
        ("K736", changed(start, "DTSTART;TZID=Europe/Brussels:20270328T023000")),
        ("K736", changed(end, "DTEND;TZID=Europe/Brussels:20271031T023000")),
        ("K737", changed(&format!("{start}\n"), "")),
        ("K737", changed(start, "DTSTART:20270310")),
        ("K737", changed(start, "DTSTART;TZID=Europe/Brussels:20270310T140000Z")),
        ("K738", changed(both, "DTSTART;VALUE=DATE:20270310\nDTEND;VALUE=DATE:20270310")),
        ("K738", changed(end, "DTEND;VALUE=DATE:20270310")),
        ("K738", changed(start, "DTSTART;VALUE=DATE:20270310")),
        ("K738", changed(end, "DTEND;TZID=Europe/Brussels:20270310T090000")),
        ("K738", changed(end, "DTEND;TZID=Europe/Brussels:20270308T090000")),
        ("K738", changed(end, "DTEND:20270310T150000")),
        ("K738", changed(end, "DURATION:PT0S")),
        ("K739", changed(&format!("{end}\n"), "")),
        ("K740", changed("SUMMARY:One\n", "")),
        ("K740", changed("SUMMARY:One", "SUMMARY:One\\ntwo")),
        ("K742", with("URL:www.example.org/talks")),
        ("K742", with("URL:https://example.org/a b")),
        ("K743", with("X-ALT-DESC:<p>x</p>")),
        ("K744", changed("TRANSP:OPAQUE", "TRANSP:TRANSPARENT")),
        ("K745", alarm("TRIGGER:PT15M")),
        (
            "K745",
            changed(
                "END:VEVENT",
                &format!(
                    "{}END:VEVENT",
                    "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-PT15M\nEND:VALARM\n"
                ),
            ),
        ),
        ("K748", with("COMMENT:")),
        ("K749", with("LOCATION:a\nLOCATION:b")),
        ("K750", with("COLOR:red\nCOLOR:blue")),
        ("K751", with("CATEGORIES:Food\\, drink")),
        ("K755", with("GEO:120.5;45.1")),
        ("K755", with("GEO:120.5;145.1")),
        (
            "K756",
            changed("REFRESH-INTERVAL;VALUE=DURATION:PT1H", "REFRESH-INTERVAL:VALUE=DURATION:PT1H"),
        ),
        ("K757", with("COLOR:#ff0000")),
        ("K757", with("RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270401T000000Z")),
        ("K756", with("RRULE:FREQ=DAILY;UNTIL=20270401")),
        ("K756", with("RRULE:FREQ=DAILY;UNTIL=20270401T000000")),
        ("K757", with("EXDATE;VALUE=DATE:20270317")),
    ];
    let mut failures = Vec::new();
    for (code, text) in cases {
        let of_code = |text: &str| {
            let findings = lint("talks.ics", text.as_bytes()).findings;
            findings.into_iter().find(|finding| finding.code().id == code)
        };
        let Some(finding) = of_code(&text) else {
            failures.push(format!("no {code} in\n{text}"));
            continue;
        };
        let edited = apply(&text, &finding);
        let (headline, help) = (finding.headline(), help(&finding));
        let left = of_code(&edited);
        if edited == text || left.is_some() {
            let left = left.map_or(String::new(), |left| left.headline().to_owned());
            failures.push(format!("{code}: {headline}: `{help}` leaves: {left}\n{edited}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
