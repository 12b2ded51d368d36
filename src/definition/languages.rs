//! Texts by language: `title = "…"`, or `title = { en = "…", da = "…" }`.
//!
//! Reads the texts of all languages, so that every mistake in them is found.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Field, ValueKind};
use super::help::list;
use super::localized::Localized;
use super::reader::{KeyName, Placed, Table, TableReader};
use super::{codes, synonyms};
use crate::diagnostic::Span;
use crate::model::{Language, Line, Prose, TextProblem};

/// Most languages of one series.
const MAX_LANGUAGES: usize = 50;

/// The languages of two letters (ISO 639-1), each followed by a space.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch \
co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky \
la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om \
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta \
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// Country codes that people write for a language.
const COUNTRIES: [(&str, &str); 9] = [
    ("at", "de"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("gr", "el"),
    ("jp", "ja"),
    ("ua", "uk"),
    ("us", "en"),
];

/// Whether translations are missing where a text is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plain {
    /// Missing: the text is a sentence or a title.
    Missing,
    /// Not missing: the text is a name, which is the same in every language by default.
    Name,
}

/// One text as written, with its tag and language where it has them.
struct WrittenText<'a> {
    language: Option<(&'a str, Language)>,
    text: Placed<&'a str>,
}

/// Reads `language` and, from the title, which languages are offered.
pub(super) fn read(reader: &mut TableReader, table: &Table<'_>) -> Option<Language> {
    let written = table.values.get("language").and_then(|written| written.get_ref().as_str());
    let own = match written.and_then(synonyms::language_tag) {
        Some(tag) => {
            let text = reader.text(table, "language", ValueKind::Language)?;
            reader
                .bad_value(table, "language", text, "is the name of a language, not its tag")
                .add_help(format!("write `language = \"{tag}\"`"));
            None
        }
        None => reader.parsed(table, "language", ValueKind::Language, Language::parse),
    };
    reader.languages.is_reported |= own.is_none() && table.values.get("language").is_some();
    reader.languages.own.clone_from(&own);
    let Some(title) = table.values.get("title") else { return own };
    let offered = &mut reader.languages.offered;
    for (key, _) in title.get_ref().as_table().into_iter().flatten() {
        offered.extend(known(key.get_ref()).ok().filter(|language| !offered.contains(language)));
    }
    let count = offered.len();
    if count > MAX_LANGUAGES {
        let headline = format!("`title` has {count} languages; the most is {MAX_LANGUAGES}");
        reader
            .find(&codes::TOO_MANY, title.span().into(), headline)
            .add_help("write a series for each group of languages");
    }
    own
}

/// Reads a text of one line that needs translations.
pub(super) fn line(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
) -> Option<Localized<Line>> {
    text(reader, table, key, (ValueKind::Line, Plain::Missing), Line::parse)
}

/// Reads a name on one line.
pub(super) fn name(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
) -> Option<Localized<Line>> {
    text(reader, table, key, (ValueKind::Line, Plain::Name), Line::parse)
}

pub(super) fn prose(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
) -> Option<Localized<Prose>> {
    text(reader, table, key, (ValueKind::Prose, Plain::Missing), Prose::parse)
}

fn text<T>(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
    (kind, plain): (ValueKind, Plain),
    parse: impl Fn(&str) -> Result<T, TextProblem>,
) -> Option<Localized<T>> {
    let found = table.values.get(key)?;
    let Some(written) = written_texts(reader, table, key, found, plain) else {
        reader.wrong_type(table, key, found, kind);
        return None;
    };
    localized(reader, table.named(key), written, |reader, name, text| {
        parse(text.value).map_err(|problem| reader.text_problem(name, text, problem)).ok()
    })
}

/// An item of a list of texts, each of which may be a table by language.
pub(super) fn item<T>(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
    item: &Spanned<DeValue<'_>>,
    read: impl Fn(&mut TableReader, KeyName<'_>, Placed<&str>) -> Option<T>,
) -> Option<Localized<T>> {
    let Some(written) = written_texts(reader, table, key, item, Plain::Missing) else {
        reader.wrong_text(format_args!("{}: an item", table.named(key)), item);
        return None;
    };
    localized(reader, table.named(key), written, read)
}

/// Whether all keys of a table are language tags, so that it contains texts by language. `fields`: the
/// keys that the table may have otherwise.
pub(super) fn is_by_language(values: &DeTable<'_>, fields: &[Field]) -> bool {
    let is_tag =
        |key: &str| !fields.iter().any(|field| field.key == key) && Language::parse(key).is_ok();
    !values.is_empty() && values.iter().all(|(key, _)| is_tag(key.get_ref()))
}

fn localized<'a, T>(
    reader: &mut TableReader,
    name: KeyName<'a>,
    written: Vec<WrittenText<'a>>,
    read: impl Fn(&mut TableReader, KeyName<'_>, Placed<&str>) -> Option<T>,
) -> Option<Localized<T>> {
    let mut values: Option<Localized<T>> = None;
    for WrittenText { language, text } in written {
        let tag = language.as_ref().map(|(tag, _)| *tag);
        let value = read(reader, name.with_tag(tag), text);
        match (&mut values, value, language) {
            (Some(values), Some(value), Some((_, language))) => values.add(language, value),
            (None, Some(value), _) => values = Some(Localized::new(value)),
            _ => {}
        }
    }
    values
}

/// The texts of a value, in the series' own language first; `None` if it is neither text nor a table.
fn written_texts<'a>(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
    found: &'a Spanned<DeValue<'a>>,
    plain: Plain,
) -> Option<Vec<WrittenText<'a>>> {
    let span: Span = found.span().into();
    match found.get_ref() {
        DeValue::String(text) => {
            if plain == Plain::Missing {
                miss(reader, table.named(key), span, None);
            }
            Some(vec![WrittenText { language: None, text: Placed { value: &**text, span } }])
        }
        DeValue::Table(texts) => Some(texts_by_language(reader, table, key, texts, span)),
        _ => None,
    }
}

fn texts_by_language<'a>(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
    texts: &'a DeTable<'a>,
    span: Span,
) -> Vec<WrittenText<'a>> {
    let given: Vec<Language> =
        texts.iter().filter_map(|(tag, _)| known(tag.get_ref()).ok()).collect();
    let mut written: Vec<WrittenText<'a>> = Vec::new();
    for (tag, value) in texts {
        let name = table.named(key).with_tag(Some(tag.get_ref()));
        let Some(language) = language_of(reader, name, tag, &written) else { continue };
        match value.get_ref() {
            DeValue::String(text) => {
                let text = Placed { value: &**text, span: value.span().into() };
                written.push(WrittenText { language: Some((tag.get_ref(), language)), text });
            }
            _ => reader.wrong_text(name, value),
        }
    }
    let Some(own) = reader.languages.own.clone() else {
        if !std::mem::replace(&mut reader.languages.is_reported, true) {
            let headline = "`language` is missing, and texts are given by language".to_owned();
            reader.find(&codes::MISSING_KEY, span, headline).add_help(
                "add `language = \"en\"`: the language of plain texts, and of texts that others \
                 lack",
            );
        }
        return written;
    };
    written.sort_by_key(|one| one.language.as_ref().is_none_or(|(_, language)| *language != own));
    // A value of another type was reported already.
    if !given.contains(&own) {
        let headline = table.about(&format!("`{key}.{own}` is missing"));
        reader
            .find(&codes::MISSING_KEY, span, headline)
            .add_help(format!("add `{own} = \"…\"`: it is used where a translation is missing"));
    }
    miss(reader, table.named(key), span, Some(&given));
    written
}

/// The language of a key, if the series is offered in it and it occurs once.
fn language_of(
    reader: &mut TableReader,
    name: KeyName<'_>,
    tag: &Spanned<Cow<'_, str>>,
    before: &[WrittenText<'_>],
) -> Option<Language> {
    let (headline, help) = match known(tag.get_ref()) {
        Err(help) => (format!("{name} is in no language that is known"), help),
        Ok(language) => {
            let is_it = |other: &WrittenText<'_>| {
                other.language.as_ref().is_some_and(|(_, other)| *other == language)
            };
            let languages = &reader.languages;
            if before.iter().any(is_it) {
                let headline = format!("{name}: that language has a text already");
                (headline, "remove one of the two".to_owned())
            } else if languages.own.as_ref() == Some(&language)
                || languages.offered.contains(&language)
            {
                return Some(language);
            } else {
                let headline = format!("{name}: the series' title has no text in that language");
                let help = format!(
                    "write the title of the series as a table, with a text in `{language}`: its \
                     languages are those of the series"
                );
                (headline, help)
            }
        }
    };
    reader.find(&codes::BAD_LANGUAGE, tag.span().into(), headline).add_help(help);
    None
}

/// Reports the languages that a text is missing in. `given`: the languages in a table; `None` for a
/// plain text.
fn miss(reader: &mut TableReader, name: KeyName<'_>, span: Span, given: Option<&[Language]>) {
    let Some(own) = &reader.languages.own else { return };
    let is_missing = |language: &&Language| !given.is_some_and(|given| given.contains(language));
    let missing: Vec<&Language> = reader.languages.others().filter(is_missing).collect();
    if missing.is_empty() {
        return;
    }
    let tags = list(missing.iter().map(|language| language.as_str()));
    let headline = format!("{name} is not given in {tags}; the text in `{own}` is used");
    let texts: Vec<String> = missing.iter().map(|tag| format!("{tag} = \"…\"")).collect();
    let texts = texts.join(", ");
    let help = match given {
        None => format!("write `{{ {own} = \"…\", {texts} }}`"),
        Some(_) => format!("add `{texts}`"),
    };
    reader.find(&codes::UNTRANSLATED, span, headline).add_help(help);
}

/// The language of a tag, or a help.
fn known(tag: &str) -> Result<Language, String> {
    let language = Language::parse(tag)
        .map_err(|_| "write a language tag such as `en`, `pt-BR` or `sr-Latn`".to_owned())?;
    let first = language.as_str().split('-').next().unwrap_or_default();
    if first.len() > 2 || TWO_LETTERS.split(' ').any(|known| known == first) {
        return Ok(language);
    }
    match COUNTRIES.iter().find(|(country, _)| *country == first) {
        Some((_, meant)) => Err(format!("`{first}` is a country; did you mean `{meant}`?")),
        None => Err("write the language's two letters by ISO 639-1, such as `en`".to_owned()),
    }
}
