//! A document's tree as Markdown.

use crate::source::tree::{Entry, Node, NodeKind};
use crate::source::{Limits, yaml};

use super::steps::is_id;

/// Prints a document. Whatever its headings and prose could not give back is written as YAML.
pub fn print(root: &Node) -> String {
    let NodeKind::Mapping(entries) = &root.kind else { return front(root) };
    let steps = entries.iter().position(|entry| entry.key == "steps");
    let Some((at, steps)) = steps.and_then(|at| Some((at, entries[at].value.items()?))) else { return front(root) };
    let mut rest = entries.clone();
    rest.remove(at);
    let mut out = front(&NodeKind::Mapping(rest).into());
    out.push_str("\n## Steps\n");
    for (index, step) in steps.iter().enumerate() {
        match section(index + 1, step) {
            Some(section) => {
                out.push('\n');
                out.push_str(&section);
            }
            // An item that is no step, which only YAML can hold.
            None => return front(root),
        }
    }
    out
}

fn front(root: &Node) -> String {
    format!("---\n{}---\n", yaml::print(root))
}

/// A step's section; nothing for what is no mapping.
fn section(number: usize, step: &Node) -> Option<String> {
    let entries = step.entries()?;
    // In prose where it reads back, else among the keys, one after the other.
    let attempts: [&[&str]; 4] = [&["id", "title", "instructions"], &["id", "title"], &["id"], &[]];
    attempts.iter().map(|shown| write(number, entries, shown)).find(|section| reads_back(section, step))
}

fn write(number: usize, entries: &[Entry], shown: &[&str]) -> String {
    let text = |key: &str| {
        let entry = entries.iter().find(|entry| entry.key == key && shown.contains(&key))?;
        entry.value.as_text()
    };
    let (id, title, instructions) = (text("id"), text("title"), text("instructions"));
    let mut out = format!("### {number}.");
    if let Some(title) = title {
        out.push(' ');
        out.push_str(title);
    }
    if let Some(id) = id.filter(|id| is_id(id)) {
        out.push_str(" {#");
        out.push_str(id);
        out.push('}');
    }
    out.push('\n');
    if let Some(instructions) = instructions {
        out.push('\n');
        out.push_str(instructions);
        out.push('\n');
    }
    let keys: Vec<Entry> = entries
        .iter()
        .filter(|entry| match entry.key.as_str() {
            "id" => !id.is_some_and(is_id),
            "title" => title.is_none(),
            "instructions" => instructions.is_none(),
            _ => true,
        })
        .cloned()
        .collect();
    if !keys.is_empty() {
        let yaml = yaml::print(&NodeKind::Mapping(keys).into());
        let fence = "`".repeat(longest_run(&yaml).max(2) + 1);
        out.push_str(&format!("\n{fence}yaml\n{yaml}{fence}\n"));
    }
    out
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Whether a section, with another behind it, gives back the step and nothing else; the order of keys does not count.
fn reads_back(section: &str, step: &Node) -> bool {
    let text = format!("---\nprocedure: 1\n---\n\n## Steps\n\n{section}\n### 2. Next {{#next}}\n");
    let parsed = super::parse(&text, &Limits::default());
    let steps = parsed.root.get("steps").and_then(Node::items).unwrap_or_default();
    parsed.diagnostics.is_empty() && matches!(steps, [read, _] if same_entries(read, step))
}

fn same_entries(read: &Node, step: &Node) -> bool {
    let (Some(read), Some(step)) = (read.entries(), step.entries()) else { return false };
    read.len() == step.len()
        && step.iter().all(|wanted| read.iter().any(|entry| entry.key == wanted.key && entry.value.same(&wanted.value)))
}
