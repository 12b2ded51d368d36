//! Gives a series another id by editing its definition's text: comments and layout stay.
//!
//! Writes no file. An edit that would change anything else is not made.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::series::parse;
use crate::diagnostic::{SourceFile, has_errors};
use crate::model::SeriesId;

/// How a definition gets another id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The lines that say it, for people who edit by themselves.
    pub lines: Vec<String>,
    /// The text with them; `None` where they cannot be put in without changing anything else.
    pub text: Option<String>,
}

/// Plans that the series of `file`, known as `old`, is called `new` and leads from the old addresses
/// to the new ones. `stem` is the file's name without `.toml`. A definition that says some of it
/// already is given the rest.
#[must_use]
pub fn rename(file: &Arc<SourceFile>, stem: &str, old: &SeriesId, new: &SeriesId) -> Renaming {
    let text = file.text();
    let Ok(document) = DeTable::parse(text) else {
        return Renaming { lines: lines(new, &[old.to_string()]), text: None };
    };
    let table = document.get_ref();
    let mut edits = Edits { text, edits: Vec::new() };
    let mut missing = Vec::new();
    match table.get("id") {
        Some(id) => edits.replace(id.span(), format!("\"{new}\"")),
        None if stem == new.as_str() => {}
        None => missing.push(format!("id = \"{new}\"")),
    }
    let aliases = aliases(table);
    let written: Vec<&str> = aliases.iter().map(|(alias, _)| *alias).collect();
    let own = aliases.iter().find(|(alias, _)| *alias == new.as_str());
    if !written.contains(&old.as_str()) {
        match (own, table.get("aliases")) {
            // It gets a former id again.
            (Some((_, span)), _) => edits.replace(span.clone(), format!("\"{old}\"")),
            (None, Some(list)) => edits.append(list, old),
            (None, None) => missing.push(format!("aliases = [\"{old}\"]")),
        }
    }
    edits.insert_lines(table, &missing);
    let mut wanted: Vec<String> =
        written.iter().filter(|alias| **alias != new.as_str()).map(ToString::to_string).collect();
    if !wanted.iter().any(|alias| alias == old.as_str()) {
        wanted.push(old.to_string());
    }
    let edited = edits.apply();
    let text = is_safe(file, stem, (&edited, new, &wanted)).then_some(edited);
    Renaming { lines: lines(new, &wanted), text }
}

fn lines(id: &SeriesId, aliases: &[String]) -> Vec<String> {
    let aliases: Vec<String> = aliases.iter().map(|alias| format!("\"{alias}\"")).collect();
    vec![format!("id = \"{id}\""), format!("aliases = [{}]", aliases.join(", "))]
}

/// The aliases that are written, and where.
fn aliases<'a>(table: &'a DeTable<'_>) -> Vec<(&'a str, Range<usize>)> {
    let Some(DeValue::Array(items)) = table.get("aliases").map(Spanned::get_ref) else {
        return Vec::new();
    };
    let alias = |item: &'a Spanned<DeValue<'_>>| Some((item.get_ref().as_str()?, item.span()));
    items.iter().filter_map(alias).collect()
}

/// Whether the edited text has the new id and is otherwise the same series as `file`.
fn is_safe(
    file: &Arc<SourceFile>,
    stem: &str,
    (edited, id, aliases): (&str, &SeriesId, &[String]),
) -> bool {
    let others = |text: &str| -> Option<toml::Table> {
        let mut table: toml::Table = text.parse().ok()?;
        table.remove("id");
        table.remove("aliases");
        Some(table)
    };
    let definition = parse(&SourceFile::new(file.name(), edited), stem);
    let Some(series) = definition.series.filter(|_| !has_errors(&definition.findings)) else {
        return false;
    };
    let mut said: Vec<String> = series.aliases.iter().map(ToString::to_string).collect();
    let mut wanted = aliases.to_vec();
    said.sort();
    wanted.sort();
    let before = others(file.text());
    series.id == *id && said == wanted && before.is_some() && before == others(edited)
}

/// Edits of one text, applied at once.
struct Edits<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn replace(&mut self, span: Range<usize>, with: String) {
        self.edits.push((span, with));
    }

    /// Adds an id to the end of a list.
    fn append(&mut self, list: &Spanned<DeValue<'_>>, id: &SeriesId) {
        let DeValue::Array(items) = list.get_ref() else { return };
        match items.last() {
            // Before a comma at the end, if there is one.
            Some(last) => self.replace(last.span().end..last.span().end, format!(", \"{id}\"")),
            None => {
                let inside = list.span().start + 1;
                self.replace(inside..inside, format!("\"{id}\""));
            }
        }
    }

    /// Inserts lines below the one of `authority`, which every definition has at its top.
    fn insert_lines(&mut self, table: &DeTable<'_>, lines: &[String]) {
        let Some(authority) = table.get("authority").filter(|_| !lines.is_empty()) else { return };
        let from = authority.span().end;
        let line_end = self.text[from..].find('\n').map(|at| from + at + 1);
        let line_break = match line_end {
            Some(end) if self.text[..end].ends_with("\r\n") => "\r\n",
            _ => "\n",
        };
        let at = line_end.unwrap_or(self.text.len());
        let before = if line_end.is_none() { line_break } else { "" };
        let lines: String = lines.iter().map(|line| format!("{line}{line_break}")).collect();
        self.replace(at..at, format!("{before}{lines}"));
    }

    fn apply(mut self) -> String {
        self.edits.sort_by_key(|(span, _)| span.start);
        let mut text = self.text.to_owned();
        for (span, with) in self.edits.into_iter().rev() {
            text.replace_range(span, &with);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: &str = "\n[[session]]\nid = \"a\"\ntitle = \"A\"\nstart = 2031-05-01 # a day\n";

    fn id(text: &str) -> SeriesId {
        SeriesId::parse(text).expect(text)
    }

    fn renamed(head: &str, stem: &str) -> Renaming {
        let file = SourceFile::new("schedules/x.toml", format!("{head}{SESSION}"));
        rename(&file, stem, &id("talks"), &id("autumn"))
    }

    /// The head of the definition, renamed.
    fn head(before: &str, stem: &str) -> String {
        let text = renamed(before, stem).text.expect("edited");
        text.strip_suffix(SESSION).expect("the session is as it was").to_owned()
    }

    #[test]
    fn lines_are_added_below_the_authority() {
        let before = "#:schema x.json\n\n# Ours.\ntitle = \"T\"\nauthority = \"a.example\"  # us\nurl = \"https://a.example/\"\n";
        let added = "# us\nid = \"autumn\"\naliases = [\"talks\"]\n";
        assert_eq!(head(before, "talks"), before.replace("# us\n", added));
        // The file is called so already.
        let added = "# us\naliases = [\"talks\"]\n";
        assert_eq!(head(before, "autumn"), before.replace("# us\n", added));
        let crlf = "title = \"T\"\r\nauthority = \"a.example\"\r\n";
        let added = format!("{crlf}id = \"autumn\"\r\naliases = [\"talks\"]\r\n");
        assert_eq!(head(crlf, "talks"), added);
    }

    #[test]
    fn what_is_written_is_changed_in_its_place() {
        let added = "aliases = [\"talks\"]\n";
        for (before, after, below) in [
            ("id = 'talks' # the id", "id = \"autumn\" # the id", added),
            ("id = \"talks\"\naliases = []", "id = \"autumn\"\naliases = [\"talks\"]", ""),
            (
                "aliases = [ # none\n]\nid = \"talks\"",
                "aliases = [\"talks\" # none\n]\nid = \"autumn\"",
                "",
            ),
            (
                "aliases = [\"spring\", 'summer']",
                "aliases = [\"spring\", 'summer', \"talks\"]",
                "id = \"autumn\"\n",
            ),
            (
                "id = \"talks\"\naliases = [\n  \"spring\", # 1\n]",
                "id = \"autumn\"\naliases = [\n  \"spring\", \"talks\", # 1\n]",
                "",
            ),
            // It gets a former id again.
            (
                "id = \"talks\"\naliases = [\"spring\", \"autumn\"]",
                "id = \"autumn\"\naliases = [\"spring\", \"talks\"]",
                "",
            ),
            (
                "id = \"autumn\"\naliases = [\"talks\"]",
                "id = \"autumn\"\naliases = [\"talks\"]",
                "",
            ),
        ] {
            let whole =
                |head, below| format!("title = \"T\"\n{head}\nauthority = \"a.example\"\n{below}");
            assert_eq!(head(&whole(before, ""), "talks"), whole(after, below));
        }
    }

    #[test]
    fn what_cannot_be_edited_safely_is_left_to_people() {
        let many: Vec<String> = (0..100).map(|number| format!("\"a-{number}\"")).collect();
        for head in [
            format!("title = \"T\"\nauthority = \"a.example\"\naliases = [{}]\n", many.join(", ")),
            "title = \"T\"\nauthority = \"a.example\"\naliases = \"spring\"\n".to_owned(),
            "title = \"T\"\nauthority = \"a.example\nid = \"talks\"\n".to_owned(),
        ] {
            let renaming = renamed(&head, "talks");
            assert_eq!(renaming.text, None, "{head}");
            assert_eq!(renaming.lines[0], "id = \"autumn\"");
            assert!(renaming.lines[1].ends_with("\"talks\"]"), "{:?}", renaming.lines);
        }
    }
}
