//! The graph as a Mermaid flowchart.

use std::collections::BTreeMap;

use super::{EdgeKind, Graph, Node, NodeKind};

/// The graph as Mermaid text. Labels are quoted and escaped; ids are `n0`, `n1` … in the order of the nodes.
pub fn to_mermaid(graph: &Graph) -> String {
    let ids: BTreeMap<&str, String> =
        graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), format!("n{at}"))).collect();
    let mut out = String::from("flowchart TD\n");
    write(&inside(graph), None, 1, &ids, &mut out);
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (ids.get(edge.from.as_str()), ids.get(edge.to.as_str())) else { continue };
        let arrow = match edge.kind {
            EdgeKind::Flow | EdgeKind::Loop => "-->",
            EdgeKind::Exception => "-.->",
        };
        match edge.label.as_deref().filter(|label| !label.is_empty()) {
            Some(label) => out.push_str(&format!("  {from} {arrow}|\"{}\"| {to}\n", escaped(label))),
            None => out.push_str(&format!("  {from} {arrow} {to}\n")),
        }
    }
    out
}

fn write(inside: &Inside<'_>, parent: Option<&str>, depth: usize, ids: &BTreeMap<&str, String>, out: &mut String) {
    let indent = "  ".repeat(depth);
    for node in inside.get(&parent).into_iter().flatten() {
        let Some(id) = ids.get(node.id.as_str()) else { continue };
        let label = escaped(&label(node));
        let shape = match node.kind {
            NodeKind::Start | NodeKind::End => format!("([\"{label}\"])"),
            NodeKind::Step => format!("[\"{label}\"]"),
            NodeKind::Decision => format!("{{\"{label}\"}}"),
            NodeKind::Gateway => format!("((\"{label}\"))"),
            NodeKind::Exception => format!("[/\"{label}\"/]"),
            NodeKind::Block => {
                out.push_str(&format!("{indent}subgraph {id}[\"{label}\"]\n"));
                write(inside, Some(&node.id), depth + 1, ids, out);
                out.push_str(&format!("{indent}end\n"));
                continue;
            }
        };
        out.push_str(&format!("{indent}{id}{shape}\n"));
    }
}

/// The nodes within each block, and those within none.
pub(super) type Inside<'a> = BTreeMap<Option<&'a str>, Vec<&'a Node>>;

pub(super) fn inside(graph: &Graph) -> Inside<'_> {
    let mut inside: Inside<'_> = BTreeMap::new();
    for node in &graph.nodes {
        inside.entry(node.parent.as_deref()).or_default().push(node);
    }
    inside
}

/// What is written on a node: its number, its label, who does it.
pub(super) fn label(node: &Node) -> String {
    let number = node.number.as_ref().map(|number| format!("{number}. ")).unwrap_or_default();
    let role = node.role.as_ref().map(|role| format!(" ({role})")).unwrap_or_default();
    let text = format!("{number}{}{role}", node.label);
    if text.trim().is_empty() { " ".to_owned() } else { text }
}

/// Inside quotes everything but letters, digits and plain signs goes as a character entity of Mermaid's.
fn escaped(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for c in label.chars() {
        match c {
            c if c.is_control() => out.push(' '),
            '"' | '#' | ';' | '<' | '>' | '&' | '`' | '\\' | '*' | '_' | '{' | '}' | '[' | ']' | '|' => {
                out.push_str(&format!("#{};", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}
