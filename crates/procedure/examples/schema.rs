//! Prints the format's JSON Schema: `docs/procedure.schema.json`.
#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

fn main() {
    let schema = procedure::schema::json_schema();
    println!("{}", serde_json::to_string_pretty(&schema).expect("a schema is JSON"));
}
