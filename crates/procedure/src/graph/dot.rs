//! The graph in Graphviz' DOT language.

use std::collections::BTreeMap;

use super::mermaid::{Inside, inside, label};
use super::{EdgeKind, Graph, NodeKind};

/// The graph as DOT text. Every id and label is quoted and escaped.
pub fn to_dot(graph: &Graph) -> String {
    let ids: BTreeMap<&str, usize> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let mut out =
        String::from("digraph procedure {\n  node [fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\"];\n");
    write(&inside(graph), None, 1, &ids, &mut out);
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (ids.get(edge.from.as_str()), ids.get(edge.to.as_str())) else { continue };
        let style = match edge.kind {
            EdgeKind::Flow => "",
            EdgeKind::Exception => ", style=dashed",
            EdgeKind::Loop => ", constraint=false",
        };
        let label = quoted(edge.label.as_deref().unwrap_or_default());
        out.push_str(&format!("  n{from} -> n{to} [label={label}{style}];\n"));
    }
    out.push_str("}\n");
    out
}

fn write(inside: &Inside<'_>, parent: Option<&str>, depth: usize, ids: &BTreeMap<&str, usize>, out: &mut String) {
    let indent = "  ".repeat(depth);
    for node in inside.get(&parent).into_iter().flatten() {
        let Some(at) = ids.get(node.id.as_str()) else { continue };
        let label = quoted(&label(node));
        let shape = match node.kind {
            NodeKind::Start | NodeKind::End => "oval",
            NodeKind::Step => "box",
            NodeKind::Decision => "diamond",
            NodeKind::Gateway => "circle",
            NodeKind::Exception => "octagon",
            NodeKind::Block => {
                out.push_str(&format!("{indent}subgraph cluster_{at} {{\n{indent}  label={label};\n"));
                write(inside, Some(&node.id), depth + 1, ids, out);
                out.push_str(&format!("{indent}}}\n"));
                continue;
            }
        };
        let style = if node.exceptional { ", style=dashed" } else { "" };
        out.push_str(&format!("{indent}n{at} [label={label}, shape={shape}{style}];\n"));
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
