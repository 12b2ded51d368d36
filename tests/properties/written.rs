//! A plan written as TOML, in any of the ways that people write it.

use std::fmt::Write as _;

use jiff::Timestamp;
use kalends::model::Zone;

use crate::generate::{Plan, Talk, Time, local_once};

/// A manner of writing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    /// 0: `"…"`; 1: `'…'` where that is possible; 2: `"""…"""`.
    pub(crate) quotes: u8,
    pub(crate) comments: bool,
    /// Sessions from the last to the first.
    pub(crate) reversed: bool,
    /// Times with their offset, even where the local time would do.
    pub(crate) offsets: bool,
    /// `id` of the series, for a file of another name.
    pub(crate) id: Option<&'static str>,
}

impl Manner {
    pub(crate) fn write(self, plan: &Plan) -> String {
        let mut text = String::from("authority = \"example.org\"\n");
        let mut line = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                if self.comments {
                    let _ = writeln!(text, "\n# {key} = \"not this\" \t 🩺");
                }
                let comment = if self.comments { "   # why" } else { "" };
                let _ = writeln!(text, "{key} = {value}{comment}");
            }
        };
        line("id", self.id.map(|id| self.quoted(id)));
        line("title", Some(self.quoted(&plan.title)));
        line("description", plan.description.as_deref().map(|it| self.quoted(it)));
        line("timezone", Some(self.quoted(plan.zone)));
        line("language", plan.language.map(|it| self.quoted(it)));
        line("announced_as", plan.announced_as.as_deref().map(|it| self.quoted(it)));
        line("url", plan.url.as_deref().map(|it| self.quoted(it)));
        line("color", plan.colour.map(|it| self.quoted(it)));
        line("categories", self.list(&plan.categories));
        line(
            "organizer",
            plan.organizer.as_ref().map(|(name, as_property)| {
                let name = self.quoted(name);
                format!(
                    "{{ name = {name}, email = \"a@example.org\", as_property = {as_property} }}"
                )
            }),
        );
        let mut talks: Vec<&Talk> = plan.talks.iter().collect();
        if self.reversed {
            talks.reverse();
        }
        for talk in talks {
            self.talk(&mut text, plan, talk);
        }
        text
    }

    fn talk(self, text: &mut String, plan: &Plan, talk: &Talk) {
        text.push_str(if self.comments { "\n\n[[session]] # next\n\n" } else { "[[session]]\n" });
        let mut lines: Vec<(&str, Option<String>)> = vec![
            ("id", Some(self.quoted(&talk.id))),
            ("title", Some(self.quoted(&talk.title))),
            ("description", talk.description.as_deref().map(|it| self.quoted(it))),
            ("timezone", talk.zone.map(|it| self.quoted(it))),
            ("status", talk.status.map(|it| self.quoted(it))),
            ("busy", talk.busy.map(|it| it.to_string())),
            ("location", talk.location.as_deref().map(|it| self.quoted(it))),
            ("join", talk.join.as_deref().map(|it| self.quoted(it))),
            ("url", talk.url.as_deref().map(|it| self.quoted(it))),
            ("categories", self.list(&talk.categories)),
            ("reminder", talk.reminder.map(|minutes| format!("\"{minutes}m\""))),
            ("speakers", self.speakers(&talk.speakers)),
        ];
        match talk.time {
            Time::Days(first, last) => {
                lines.push(("start", Some(first.to_string())));
                lines.push(("end", Some(last.to_string())));
            }
            Time::Timed(start, end) => {
                let zone = talk.zone_in(plan);
                lines.push(("start", Some(self.time(zone, start))));
                lines.push(("end", Some(self.time(zone, end))));
            }
        }
        if self.reversed {
            lines.reverse();
        }
        for (key, value) in lines {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {value}");
            }
        }
    }

    fn time(self, zone: Zone, at: Timestamp) -> String {
        match local_once(zone, at) {
            Some(local) if !self.offsets => local.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            _ => at.to_string(),
        }
    }

    fn speakers(self, speakers: &[(String, Option<String>)]) -> Option<String> {
        let tables: Vec<String> = speakers
            .iter()
            .map(|(name, role)| {
                let role = role.as_ref().map(|role| format!(", role = {}", self.quoted(role)));
                format!("{{ name = {}{} }}", self.quoted(name), role.unwrap_or_default())
            })
            .collect();
        (!tables.is_empty()).then(|| format!("[{}]", tables.join(", ")))
    }

    fn list(self, items: &[String]) -> Option<String> {
        let items: Vec<String> = items.iter().map(|item| self.quoted(item)).collect();
        (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))
    }

    fn quoted(self, text: &str) -> String {
        let literal = |c: char| c != '\'' && (c == '\t' || !c.is_ascii_control());
        match self.quotes {
            1 if text.chars().all(literal) => format!("'{text}'"),
            2 => {
                let escaped = text.chars().map(|c| match c {
                    '\n' => "\n".to_owned(),
                    c => escape(c),
                });
                format!("\"\"\"\n{}\"\"\"", escaped.collect::<String>())
            }
            _ => format!("\"{}\"", text.chars().map(escape).collect::<String>()),
        }
    }
}

fn escape(c: char) -> String {
    match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\t' => "\\t".to_owned(),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    }
}
