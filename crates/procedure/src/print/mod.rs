//! From the typed document back to text, canonically: one document, one text in each spelling, and one hash.
//!
//! What is printed reads back as the same document. Comments are not part of a document; to change a text and keep
//! them, see [`crate::source::edit`].

use serde_json::Value as Json;

use crate::document::Procedure;
use crate::hash::ContentHash;
use crate::read::Spelling;
use crate::source::{Entry, Node, NodeKind, json, markdown, yaml};

/// The document in a spelling.
pub fn print(procedure: &Procedure, spelling: Spelling) -> String {
    match spelling {
        Spelling::Yaml => to_yaml(procedure),
        Spelling::Json => to_json(procedure),
        Spelling::Markdown => to_markdown(procedure),
    }
}

/// The document as canonical YAML.
pub fn to_yaml(procedure: &Procedure) -> String {
    yaml::print(&to_tree(procedure))
}

/// The document as pretty JSON.
pub fn to_json(procedure: &Procedure) -> String {
    json::print(&to_tree(procedure))
}

/// The document as Markdown: front matter, and a heading a step.
pub fn to_markdown(procedure: &Procedure) -> String {
    markdown::print(&to_tree(procedure))
}

/// The document as a tree, keys in the order in which they are printed.
pub fn to_tree(procedure: &Procedure) -> Node {
    let mut tree = node(plain(procedure));
    if let NodeKind::Mapping(entries) = &mut tree.kind {
        entries.iter_mut().filter(|entry| entry.key == "roles").for_each(|entry| shorten_roles(&mut entry.value));
    }
    tree
}

/// The document's identity: SHA-256 of its JSON without white space, keys sorted by their bytes.
pub fn content_hash(procedure: &Procedure) -> ContentHash {
    let mut json = plain(procedure);
    json.sort_all_objects();
    ContentHash::of(json.to_string().as_bytes())
}

fn plain(procedure: &Procedure) -> Json {
    serde_json::to_value(procedure).expect("every part of a document has a JSON form, and every key is text")
}

fn node(json: Json) -> Node {
    match json {
        Json::Null => Node::null(),
        Json::Bool(value) => Node::plain(value.to_string()),
        Json::Number(number) => Node::plain(number.to_string()),
        Json::String(text) => Node::text(text),
        Json::Array(items) => Node::sequence(items.into_iter().map(node)),
        Json::Object(fields) => Node::mapping(fields.into_iter().map(|(key, value)| (key, node(value)))),
    }
}

/// A role that has nothing but a description is written as that.
fn shorten_roles(roles: &mut Node) {
    let NodeKind::Mapping(entries) = &mut roles.kind else { return };
    for Entry { value, .. } in entries {
        let description = match value.entries() {
            Some([only]) if only.key == "description" => Some(only.value.clone()),
            Some(_) | None => None,
        };
        if let Some(description) = description {
            *value = description;
        }
    }
}
