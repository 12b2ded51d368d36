//! Checks documents against a JSON Schema.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

/// A compiled schema.
pub(crate) struct Schema {
    compiled: Schemas,
    index: SchemaIndex,
}

impl Schema {
    /// Compiles a schema, and panics if it is not valid.
    pub(crate) fn new(schema: &Value) -> Self {
        let (mut compiler, mut compiled) = (Compiler::new(), Schemas::new());
        let address = "https://example.org/schema.json";
        compiler.add_resource(address, schema.clone()).expect("a name for the schema");
        let index = compiler.compile(address, &mut compiled);
        let index = index.unwrap_or_else(|error| panic!("{error:#}\n{schema}"));
        Self { compiled, index }
    }

    /// Reports all errors of a document.
    pub(crate) fn check(&self, document: &Value) -> Result<(), String> {
        self.compiled.validate(document, self.index).map_err(|error| format!("{error:#}"))
    }
}
