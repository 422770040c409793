//! Reading a file of scenarios: a list of `name`, `procedure`, `script`.

use std::collections::BTreeMap;
use std::sync::Arc;

use interpreter::Program;
use procedure::document::Procedure;
use procedure::read::{Spelling, read_tree};
use procedure::source::{Limits, Node, NodeKind, yaml};
use procedure::time::Calendar;
use serde_json::Value as Json;

/// One scenario.
pub struct Scenario {
    pub name: String,
    pub program: Program,
    /// Another version, for scenarios that migrate.
    pub next: Option<Program>,
    pub script: Vec<Json>,
    /// Who stands in for whom.
    pub linked: BTreeMap<String, Vec<String>>,
}

/// The scenarios of a file.
pub fn read(text: &str) -> Vec<Scenario> {
    let parsed = yaml::parse(text, &Limits::default());
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    parsed.root.items().expect("a file is a list of scenarios").iter().map(scenario).collect()
}

fn scenario(node: &Node) -> Scenario {
    let name = node.get("name").and_then(Node::as_text).expect("a scenario has a name").to_owned();
    let program = |key: &str| node.get(key).map(|document| program(&name, document));
    let script = plain(node.get("script").expect("a scenario has a script"));
    let linked = node.get("linked").map(plain).unwrap_or_default();
    Scenario {
        program: program("procedure").expect("a scenario has a procedure"),
        next: program("next"),
        script: script.as_array().expect("a script is a list").clone(),
        linked: serde_json::from_value(linked).unwrap_or_default(),
        name,
    }
}

/// JSON in the order of the text.
fn plain(node: &Node) -> Json {
    match &node.kind {
        NodeKind::Sequence(items) => items.iter().map(plain).collect(),
        NodeKind::Mapping(entries) => {
            Json::Object(entries.iter().map(|entry| (entry.key.clone(), plain(&entry.value))).collect())
        }
        NodeKind::Scalar { .. } => {
            let mut found = Vec::new();
            let value = node.to_value(&procedure::diagnostic::Path::root(), &mut found);
            assert!(found.is_empty(), "{found:#?}");
            value.to_plain()
        }
    }
}

/// A procedure; what every scenario would repeat is added. `owner: nobody` is one without an owner.
fn program(name: &str, node: &Node) -> Program {
    let given = node.entries().expect("a procedure is a mapping");
    let mut entries = vec![
        ("procedure".to_owned(), Node::plain("1")),
        ("id".to_owned(), Node::text("case")),
        ("title".to_owned(), Node::text("Case")),
        ("owner".to_owned(), Node::text("lead")),
        ("roles".to_owned(), Node::mapping(["agent", "lead", "chief"].map(|role| (role, Node::null())))),
    ];
    entries.retain(|(key, _)| !given.iter().any(|entry| entry.key == *key));
    entries.extend(given.iter().map(|entry| (entry.key.clone(), entry.value.clone())));
    entries.retain(|(key, value)| key != "owner" || value.as_text() != Some("nobody"));
    let root = titled(Node::mapping(entries));
    let (procedure, found) = read_tree(&root, Spelling::Yaml, &());
    assert!(found.is_empty(), "{name}: {found:#?}");
    let procedure: Procedure = procedure.expect("a procedure without a finding can be read");
    let version = procedure::print::content_hash(&procedure);
    Program::new(Arc::new(procedure), version, &Calendar::default())
}

/// Gives every step, exception and criterion without one a title: its id.
fn titled(node: Node) -> Node {
    let kind = match node.kind {
        NodeKind::Sequence(items) => NodeKind::Sequence(items.into_iter().map(titled).collect()),
        NodeKind::Mapping(mut entries) => {
            for entry in &mut entries {
                entry.value = titled(entry.value.clone());
            }
            let id = entries.iter().find(|entry| entry.key == "id").map(|entry| entry.value.clone());
            let mut node = NodeKind::Mapping(entries).into();
            if let (Some(id), None) = (id, Node::get(&node, "title"))
                && let NodeKind::Mapping(entries) = &mut node.kind
                && entries.len() > 1
                && !entries.iter().any(|entry| matches!(entry.key.as_str(), "type" | "sku"))
            {
                entries.push(procedure::source::Entry { key: "title".into(), key_span: 0..0, value: id });
            }
            return node;
        }
        scalar @ NodeKind::Scalar { .. } => scalar,
    };
    Node { kind, ..node }
}
