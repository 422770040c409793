//! The JSON Schema (2020-12) of a procedure document, generated from the types.
//!
//! It gives editors completion and hover text. It is as strict as shapes go; what only a reader can judge (expressions,
//! references, what a table's rows hold) it leaves to the reader.

use schemars::generate::SchemaSettings;
use serde_json::Value as Json;

use crate::document::Procedure;

/// The schema of a whole document.
pub fn json_schema() -> Json {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<Procedure>().to_value()
}
