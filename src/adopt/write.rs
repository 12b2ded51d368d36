//! Writes a series as the text of a definition, for people to edit.
//!
//! Writes only values that differ from the defaults. The `toml` crate quotes them; the caller reads the
//! text again and compares.

use std::fmt::Write as _;

use toml::Value;

use crate::model::{Category, Moment, Place, Series, Session, Status, When};

/// Does not name the source: a calendar's address may be a secret.
const HEADER: &str = "\
# Made from a calendar that people have. The record next to this file holds the UIDs of their
# entries: keep and commit both files.

";

/// The text of a definition for `series`. Does not write speakers and aliases, which adopted series do
/// not have.
pub(super) fn definition(series: &Series) -> String {
    let mut text = DefinitionText(String::new());
    text.0.push_str(HEADER);
    text.string("title", series.title.as_str());
    text.string("authority", series.authority.as_str());
    text.optional("timezone", series.zone.map(|zone| zone.name()));
    text.optional("language", series.language.as_ref().map(|tag| tag.as_str()));
    text.optional("url", series.url.as_ref().map(|url| url.as_str()));
    if let Some(organizer) = &series.organizer {
        let mut table = format!("{{ name = {}", quoted(organizer.name.as_str()));
        if let Some(email) = &organizer.email {
            let _ = write!(table, ", email = {}", quoted(email.as_str()));
        }
        if organizer.as_property {
            table.push_str(", as_property = true");
        }
        text.raw("organizer", &format!("{table} }}"));
    }
    text.categories(&series.categories);
    text.optional("color", series.colour.map(|colour| colour.hex()).as_deref());
    text.optional("image", series.image.as_ref().map(|url| url.as_str()));
    text.optional("description", series.description.as_ref().map(|text| text.as_str()));
    for session in &series.sessions {
        text.0.push_str("\n[[session]]\n");
        text.session(series, session);
    }
    text.0
}

struct DefinitionText(String);

impl DefinitionText {
    fn raw(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn string(&mut self, key: &str, value: &str) {
        self.raw(key, &quoted(value));
    }

    fn optional(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.string(key, value);
        }
    }

    fn categories(&mut self, categories: &[Category]) {
        if !categories.is_empty() {
            let names: Vec<_> = categories.iter().map(|name| quoted(name.as_str())).collect();
            self.raw("categories", &format!("[{}]", names.join(", ")));
        }
    }

    fn session(&mut self, series: &Series, session: &Session) {
        let session = session.defined();
        self.string("id", session.id.as_str());
        self.string("title", session.title.as_str());
        self.when(series, &session.when);
        if session.status != Status::default() {
            self.string("status", session.status.as_str());
        }
        if session.busy != matches!(session.when, When::Timed { .. }) {
            self.raw("busy", if session.busy { "true" } else { "false" });
        }
        match &session.place {
            None => {}
            Some(Place::Online) => self.string("location", "Online"),
            Some(Place::Label(label)) => self.string("location", label.as_str()),
            Some(Place::Venue { name, address, geo }) => {
                let mut table = format!("{{ name = {}", quoted(name.as_str()));
                if let Some(address) = address {
                    let _ = write!(table, ", address = {}", quoted(address.as_str()));
                }
                if let Some(geo) = geo {
                    let _ = write!(table, ", geo = [{}]", geo.to_string().replace(';', ", "));
                }
                self.raw("location", &format!("{table} }}"));
            }
        }
        self.optional("join", session.join.as_ref().map(|url| url.as_str()));
        if session.url != series.url {
            self.optional("url", session.url.as_ref().map(|url| url.as_str()));
        }
        let own: Vec<Category> = session
            .categories
            .iter()
            .filter(|category| !series.categories.contains(category))
            .cloned()
            .collect();
        self.categories(&own);
        if let Some(reminder) = session.reminder {
            self.string("reminder", &format!("{}m", reminder.minutes()));
        }
        self.optional("description", session.description.as_ref().map(|text| text.as_str()));
    }

    fn when(&mut self, series: &Series, when: &When) {
        match when {
            When::AllDay { first, last } => {
                self.raw("start", &first.to_string());
                self.raw("end", &last.to_string());
            }
            When::Timed { zone, start, end } => {
                // Rule `no-skipped-or-repeated-hour`: a repeated hour needs its offset, and start
                // and end must have the same form.
                let repeated = start.is_repeated() || end.is_repeated();
                let written = |moment: &Moment| match repeated {
                    true => {
                        let offset = zone.offset_at(moment.utc());
                        moment.utc().display_with_offset(offset).to_string()
                    }
                    false => moment.local().strftime("%Y-%m-%dT%H:%M:%S").to_string(),
                };
                self.raw("start", &written(start));
                self.raw("end", &written(end));
                if series.zone != Some(*zone) {
                    self.string("timezone", zone.name());
                }
            }
        }
    }
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}
