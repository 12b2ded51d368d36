//! Texts by language: `title = "…"`, or `title = { en = "…", da = "…" }`.
//!
//! A definition is read once for each language that its title is written in. The first reading is
//! the one in the series' own `language`: it looks at the texts of all languages and notes whatever
//! is wrong with any of them. The others find nothing more and take the texts of theirs.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::codes;
use super::fields::Kind;
use super::help::list;
use super::reader::{Placed, Reader, Table};
use crate::diagnostic::Span;
use crate::model::{Language, Line, Prose, TextProblem};

/// Most languages of one series.
const MAX_LANGUAGES: usize = 50;

/// The languages of two letters (ISO 639-1), each followed by a blank.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch \
co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky \
la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om \
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta \
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// Countries whose letters are taken for their language's.
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

/// The languages of a definition.
#[derive(Debug, Default)]
pub(super) struct Languages {
    /// That of plain texts.
    own: Option<Language>,
    /// Those that texts are wanted in, off the title; none where it is plain.
    offered: Vec<Language>,
    /// The one that is read now, if it is not `own`.
    other: Option<Language>,
    /// Whether it was told that `own` is missing, or it cannot be read.
    told: bool,
}

/// Whether a plain text is a translation that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// It says something, which each language says in its own words.
    Missing,
    /// It names somebody or something: the same in each language, unless it is said otherwise.
    Name,
}

/// One text as written, with the language it is in where that is said.
struct Written<'a> {
    language: Option<Language>,
    /// As headlines name it.
    name: String,
    text: Placed<&'a str>,
}

impl Languages {
    /// Of another reading of the same file.
    pub(super) fn reading(own: &Language, offered: &[Language], other: &Language) -> Self {
        Self {
            own: Some(own.clone()),
            offered: offered.to_vec(),
            other: Some(other.clone()),
            told: false,
        }
    }

    /// Those that texts are wanted in, that of plain texts left out.
    pub(super) fn others(&self) -> Vec<Language> {
        self.offered.iter().filter(|offered| Some(*offered) != self.own.as_ref()).cloned().collect()
    }

    /// All that texts are wanted in.
    pub(super) fn offered(&self) -> &[Language] {
        &self.offered
    }
}

impl Reader {
    /// Reads `language` and, off the title, which languages are offered.
    pub(super) fn read_languages(&mut self, table: &Table<'_>) -> Option<Language> {
        let own = self.parsed(table, "language", Kind::Language, Language::parse);
        self.languages.told = own.is_none() && table.values.get("language").is_some();
        self.languages.own.clone_from(&own);
        if let Some(DeValue::Table(texts)) = table.values.get("title").map(Spanned::get_ref) {
            let mut offered: Vec<Language> = Vec::new();
            for language in texts.iter().filter_map(|(key, _)| known(key.get_ref()).ok()) {
                if !offered.contains(&language) {
                    offered.push(language);
                }
            }
            self.languages.offered = offered;
        }
        own
    }

    /// A text of one line that is said in words.
    pub(super) fn line(&mut self, table: &Table<'_>, key: &str) -> Option<Line> {
        self.in_language(table, key, Kind::Line, Plain::Missing, Line::parse)
    }

    /// A name on one line.
    pub(super) fn name(&mut self, table: &Table<'_>, key: &str) -> Option<Line> {
        self.in_language(table, key, Kind::Line, Plain::Name, Line::parse)
    }

    pub(super) fn prose(&mut self, table: &Table<'_>, key: &str) -> Option<Prose> {
        self.in_language(table, key, Kind::Prose, Plain::Missing, Prose::parse)
    }

    fn in_language<T>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        kind: Kind,
        plain: Plain,
        parse: impl Fn(&str) -> Result<T, TextProblem>,
    ) -> Option<T> {
        let found = table.values.get(key)?;
        let Some(written) = self.written_texts(table, key, found, plain) else {
            self.wrong_type(table, key, found, kind);
            return None;
        };
        self.choose(written, |reader, name, text| match parse(text.value) {
            Ok(value) => Some(value),
            Err(problem) => {
                reader.text_problem(name, text, problem);
                None
            }
        })
    }

    /// An item of a list of texts, each of which may be a table by language.
    pub(super) fn item_in_language<T>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        item: &Spanned<DeValue<'_>>,
        read: impl Fn(&mut Self, &str, Placed<&str>) -> Option<T>,
    ) -> Option<T> {
        match self.written_texts(table, key, item, Plain::Missing) {
            Some(written) => self.choose(written, read),
            None => {
                self.wrong_item(table, key, item);
                None
            }
        }
    }

    /// Whether a table has nothing but tags for keys, so that it holds texts by language; `keys`
    /// are those it would have if it did not.
    pub(super) fn is_by_language(values: &DeTable<'_>, keys: &[&str]) -> bool {
        let is_tag = |key: &str| !keys.contains(&key) && Language::parse(key).is_ok();
        !values.is_empty() && values.iter().all(|(key, _)| is_tag(key.get_ref()))
    }

    /// Every text is read, so that all findings are told; the one of the language that is being
    /// read is taken, or the series' own, which stands first.
    fn choose<T>(
        &mut self,
        written: Vec<Written<'_>>,
        read: impl Fn(&mut Self, &str, Placed<&str>) -> Option<T>,
    ) -> Option<T> {
        let mut chosen = None;
        for (number, one) in written.into_iter().enumerate() {
            let value = read(self, &one.name, one.text);
            let is_wanted = one.language.is_some() && one.language == self.languages.other;
            if number == 0 || is_wanted {
                chosen = value;
            }
        }
        chosen
    }

    /// The texts of a value, the series' own first; nothing if it is neither text nor a table.
    fn written_texts<'a>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        found: &'a Spanned<DeValue<'a>>,
        plain: Plain,
    ) -> Option<Vec<Written<'a>>> {
        let span: Span = found.span().into();
        match found.get_ref() {
            DeValue::String(text) => {
                if plain == Plain::Missing {
                    let missing = self.languages.others();
                    self.miss(table, key, span, &missing, Shape::Plain);
                }
                let text = Placed { value: &**text, span };
                Some(vec![Written { language: None, name: table.named(key), text }])
            }
            DeValue::Table(texts) => Some(self.texts_by_language(table, key, texts, span)),
            _ => None,
        }
    }

    fn texts_by_language<'a>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        texts: &'a DeTable<'a>,
        span: Span,
    ) -> Vec<Written<'a>> {
        let given: Vec<Language> =
            texts.iter().filter_map(|(tag, _)| known(tag.get_ref()).ok()).collect();
        let mut written: Vec<Written<'a>> = Vec::new();
        for (tag, value) in texts {
            let name = table.named(&format!("{key}.{}", shown(tag.get_ref())));
            let Some(language) = self.language_of(table, key, tag, &written) else { continue };
            match value.get_ref() {
                DeValue::String(text) => {
                    let text = Placed { value: &**text, span: value.span().into() };
                    written.push(Written { language: Some(language), name, text });
                }
                _ => self.wrong_text(&name, value),
            }
        }
        let Some(own) = self.languages.own.clone() else {
            if !self.languages.told {
                self.languages.told = true;
                let headline = "`language` is missing, and texts are given by language".to_owned();
                self.find(&codes::MISSING_KEY, span, headline).add_help(
                    "add `language = \"en\"`: the language of plain texts, and of what is missing \
                     in others",
                );
            }
            return written;
        };
        let is_own = |one: &Written<'_>| one.language.as_ref() == Some(&own);
        match written.iter().position(is_own) {
            Some(place) => {
                let first = written.remove(place);
                written.insert(0, first);
            }
            // A value of another type was told already.
            None if given.contains(&own) => {}
            None => {
                let headline = table.about(&format!("`{key}.{own}` is missing"));
                self.find(&codes::MISSING_KEY, span, headline).add_help(format!(
                    "add `{own} = \"…\"`: it stands wherever a translation is missing"
                ));
            }
        }
        let mut missing = self.languages.others();
        missing.retain(|language| !given.contains(language));
        self.miss(table, key, span, &missing, Shape::Table);
        written
    }

    /// The language of a key, if it is one that the series is offered in and stands there once.
    fn language_of(
        &mut self,
        table: &Table<'_>,
        key: &str,
        tag: &Spanned<Cow<'_, str>>,
        before: &[Written<'_>],
    ) -> Option<Language> {
        let span: Span = tag.span().into();
        let name = table.named(&format!("{key}.{}", shown(tag.get_ref())));
        let language = match known(tag.get_ref()) {
            Ok(language) => language,
            Err(help) => {
                let headline = format!("{name} is in no language that is known");
                self.find(&codes::BAD_LANGUAGE, span, headline).add_help(help);
                return None;
            }
        };
        if before.iter().any(|other| other.language.as_ref() == Some(&language)) {
            let headline = format!("{name}: that language has a text already");
            self.find(&codes::BAD_LANGUAGE, span, headline).add_help("remove one of the two");
            return None;
        }
        let is_own = self.languages.own.as_ref() == Some(&language);
        if !is_own && !self.languages.offered.contains(&language) {
            let headline = format!("{name}: the series' title has no text in that language");
            self.find(&codes::BAD_LANGUAGE, span, headline).add_help(format!(
                "write the title of the series as a table, with a text in `{language}`: its \
                 languages are those of the series"
            ));
            return None;
        }
        Some(language)
    }

    /// Notes languages that a text is not given in.
    fn miss(
        &mut self,
        table: &Table<'_>,
        key: &str,
        span: Span,
        missing: &[Language],
        shape: Shape,
    ) {
        let Some(own) = self.languages.own.clone().filter(|_| !missing.is_empty()) else { return };
        let tags = list(missing.iter().map(Language::as_str));
        let headline = format!(
            "{} is not given in {tags}; the text in `{own}` stands there",
            table.named(key)
        );
        let texts: Vec<String> =
            missing.iter().map(|language| format!("{language} = \"…\"")).collect();
        let texts = texts.join(", ");
        self.find(&codes::UNTRANSLATED, span, headline).add_help(match shape {
            Shape::Plain => format!("write `{{ {own} = \"…\", {texts} }}`"),
            Shape::Table => format!("add `{texts}`"),
        });
    }

    /// Notes more languages than a series can have.
    pub(super) fn check_languages(&mut self, table: &Table<'_>) {
        let count = self.languages.offered.len();
        if let (Some(title), true) = (table.values.get("title"), count > MAX_LANGUAGES) {
            let headline = format!("`title` has {count} languages; the most is {MAX_LANGUAGES}");
            self.find(&codes::TOO_MANY, title.span().into(), headline)
                .add_help("write a series for each group of languages");
        }
    }
}

/// How a text is written.
#[derive(Clone, Copy)]
enum Shape {
    Plain,
    Table,
}

/// The language of a tag, or what to write instead.
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

fn shown(tag: &str) -> String {
    let shortened: String = tag.chars().take(80).collect();
    shortened.escape_debug().to_string()
}
