//! The JSON Schema of a definition, generated from the field table.

use serde_json::{Map, Value, json};

use super::access::EVERYONE;
use super::fields::{Field, SERIES, ValueKind};
use super::session::INTENDED;
use crate::model::{Line, OnCancel, Prose, Status};

/// Returns the JSON Schema of a definition file, in draft 7, which TOML editors read.
#[must_use]
pub fn schema() -> Value {
    let mut schema = object(SERIES);
    // An umbrella has no sessions.
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|key| key != "session");
    }
    let either = ["session", "umbrella"].map(|key| json!({ "required": [key] }));
    schema.insert("oneOf".into(), json!(either));
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".into(), json!("Kalends series definition"));
    Value::Object(schema)
}

fn object(fields: &[Field]) -> Map<String, Value> {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut value = kind(field.kind);
            value.insert("description".into(), json!(field.meaning));
            (field.key.to_owned(), Value::Object(value))
        })
        .collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    into_map(json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    }))
}

fn kind(kind: ValueKind) -> Map<String, Value> {
    let slug = "^[a-z0-9]+(-[a-z0-9]+)*$";
    into_map(match kind {
        ValueKind::Id => json!({ "type": "string", "pattern": slug, "maxLength": 64 }),
        ValueKind::Line => text(Line::MAX_UNITS),
        ValueKind::Text => by_language(&text(Line::MAX_UNITS)),
        ValueKind::Prose => by_language(&text(Prose::MAX_UNITS)),
        ValueKind::Domain => json!({ "type": "string", "pattern": "^[a-z0-9-]+(\\.[a-z0-9-]+)+$" }),
        ValueKind::Zone => {
            json!({ "type": "string", "pattern": "^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$" })
        }
        ValueKind::Language | ValueKind::Colour | ValueKind::Duration => {
            json!({ "type": "string" })
        }
        ValueKind::Url => {
            json!({ "type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://" })
        }
        ValueKind::Email => json!({ "type": "string", "format": "email" }),
        // Editors hand TOML dates and date-times to the schema as text.
        ValueKind::Time => json!({ "type": "string" }),
        ValueKind::Status => json!({ "enum": Status::NAMES.map(|(name, _)| name) }),
        ValueKind::OnCancel => json!({ "enum": OnCancel::NAMES.map(|(name, _)| name) }),
        ValueKind::ClockChange => json!({ "enum": [INTENDED] }),
        ValueKind::Bool => json!({ "type": "boolean" }),
        ValueKind::Geo => json!({
            "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
        }),
        ValueKind::Ids => {
            json!({ "type": "array", "items": { "type": "string", "pattern": slug } })
        }
        ValueKind::Members => json!({ "anyOf": [
            { "const": super::umbrella::EVERY_SERIES },
            { "type": "array", "items": { "type": "string", "pattern": slug }, "minItems": 1 },
        ] }),
        ValueKind::IdOrIds => json!({ "anyOf": [
            { "type": "string", "pattern": slug },
            { "type": "array", "items": { "type": "string", "pattern": slug } },
        ] }),
        ValueKind::Lines => {
            json!({ "type": "array", "items": by_language(&json!({ "type": "string" })) })
        }
        ValueKind::Sha256 => json!({ "type": "string", "pattern": "^[0-9A-Fa-f]{64}$" }),
        ValueKind::Audience(fields) => json!({ "anyOf": [
            { "enum": [EVERYONE] },
            { "type": "array", "items": object(fields) },
        ] }),
        ValueKind::LineOrTable(fields) => {
            let text = json!({ "type": "string", "minLength": 1 });
            json!({ "anyOf": [text, texts(&text), object(fields)] })
        }
        ValueKind::Table(fields) => Value::Object(object(fields)),
        ValueKind::Tables(fields) => {
            json!({ "type": "array", "items": object(fields), "minItems": 1 })
        }
    })
}

fn text(longest: usize) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": longest })
}

/// A text, or a table of them by language.
fn by_language(text: &Value) -> Value {
    json!({ "anyOf": [text, texts(text)] })
}

fn texts(text: &Value) -> Value {
    json!({
        "type": "object",
        "patternProperties": { "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$": text },
        "additionalProperties": false,
        "minProperties": 1,
    })
}

fn into_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
