//! Findings that need all definitions: addresses claimed twice.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::access::StatedAccess;
use super::codes;
use super::series::Definition;
use super::umbrella::Umbrella;
use crate::diagnostic::{Finding, SourceFile, Span};
use crate::model::SeriesId;

/// The addresses that a definition claims.
#[derive(Clone, Debug)]
pub struct Claims {
    file: Arc<SourceFile>,
    id: Option<SeriesId>,
    id_span: Span,
    audience: StatedAccess,
    /// Of a definition with errors, none.
    aliases: Vec<(SeriesId, Span)>,
}

impl Claims {
    /// The claims of a definition; to be read before its series is taken out.
    #[must_use]
    pub fn of(definition: &Definition) -> Self {
        let of_series = definition.series.iter().flat_map(|series| series.aliases.iter().cloned());
        let of_umbrella = definition.umbrella.iter().flat_map(Umbrella::aliases).cloned();
        let aliases = of_series.chain(of_umbrella);
        Self {
            file: Arc::clone(&definition.file),
            id: definition.id.clone(),
            id_span: definition.id_span,
            audience: definition.audience.clone(),
            aliases: aliases.zip(definition.alias_spans.iter().copied()).collect(),
        }
    }

    /// The same without the file's text, for catalogues too large to keep all texts. Findings of
    /// [`disputes`] must then be placed in the text again ([`Finding::within`]).
    #[must_use]
    pub fn without_text(self) -> Self {
        Self { file: SourceFile::new(self.file.name(), ""), ..self }
    }

    /// Whether both claim the same addresses.
    #[must_use]
    pub fn are_those_of(&self, others: &Self) -> bool {
        self.id == others.id
            && self.aliases.iter().map(|(alias, _)| alias).eq(others.aliases.iter().map(|(a, _)| a))
    }

    /// Who may read the series, as far as it can be known.
    #[must_use]
    pub fn audience(&self) -> &StatedAccess {
        &self.audience
    }

    /// The name of the file.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.file.name()
    }

    /// The identifier, as far as it can be known.
    #[must_use]
    pub fn id(&self) -> Option<&SeriesId> {
        self.id.as_ref()
    }
}

/// Findings about addresses claimed twice, by the number of the claim that loses. The first claim keeps
/// the address; series with another claim on it must not be served.
#[must_use]
pub fn disputes(claims: &[&Claims]) -> BTreeMap<usize, Vec<Finding>> {
    let mut owners: HashMap<&SeriesId, &SourceFile> = HashMap::with_capacity(claims.len());
    let mut disputes: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    for (number, claim) in claims.iter().enumerate() {
        let Some(id) = &claim.id else { continue };
        if let Some(owner) = owners.get(id) {
            let headline = format!("series `{id}` is defined by {} already", owner.name());
            let finding = Finding::new(&codes::DUPLICATE_SERIES, headline)
                .at(&claim.file, claim.id_span)
                .mentioning(owner.name())
                .help("give one of the two another `id`, or remove the file");
            disputes.entry(number).or_default().push(finding);
        } else {
            owners.insert(id, &claim.file);
        }
    }
    for (number, claim) in claims.iter().enumerate() {
        if claim.aliases.is_empty() || disputes.contains_key(&number) {
            continue;
        }
        for (alias, span) in &claim.aliases {
            if let Some(owner) = owners.get(alias) {
                let headline = format!("alias `{alias}` is an address of {}", owner.name());
                let finding = Finding::new(&codes::ALIAS_TAKEN, headline)
                    .at(&claim.file, *span)
                    .mentioning(owner.name())
                    .help("remove the alias from one of the two");
                disputes.entry(number).or_default().push(finding);
            } else {
                owners.insert(alias, &claim.file);
            }
        }
    }
    disputes
}

/// Adds the findings of [`disputes`] to their definitions, and takes out the series of the losers.
pub fn check(definitions: &mut [Definition]) {
    let claims: Vec<Claims> = definitions.iter().map(Claims::of).collect();
    for (number, findings) in disputes(&claims.iter().collect::<Vec<_>>()) {
        definitions[number].findings.extend(findings);
        definitions[number].series = None;
        definitions[number].umbrella = None;
    }
}
