//! Markdown gives back what was printed, whatever the prose holds, and loads agents' procedures as they are.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod tree;

use procedure::diagnostic::{Part, Path};
use procedure::print;
use procedure::read::{Spelling, read};
use procedure::source::{Limits, Node, SourceMap, markdown};
use proptest::prelude::*;

/// The same whatever the order of keys.
fn sorted(node: &Node) -> Node {
    if let Some(items) = node.items() {
        return Node::sequence(items.iter().map(sorted));
    }
    if let Some(entries) = node.entries() {
        let mut entries: Vec<_> = entries.iter().map(|entry| (entry.key.clone(), sorted(&entry.value))).collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        return Node::mapping(entries);
    }
    node.clone()
}

fn step() -> impl Strategy<Value = Node> {
    let text = || tree::text().prop_map(Node::text);
    let prose = prop::collection::vec(tree::text(), 1..6).prop_map(|lines| Node::text(lines.join("\n")));
    let instructions = prop::option::of(prose);
    let rest = prop::collection::btree_map("[a-z]{1,6}|```|id", tree::tree(), 0..3);
    (prop_oneof!["[a-z-]{1,8}".prop_map(Node::text), text()], text(), instructions, rest).prop_map(
        |(id, title, instructions, rest)| {
            let mut entries = vec![("id".to_owned(), id), ("title".to_owned(), title)];
            entries.extend(instructions.map(|text| ("instructions".to_owned(), text)));
            entries.extend(rest.into_iter().filter(|(key, _)| key != "id"));
            Node::mapping(entries)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printed_markdown_reads_back_as_the_same_tree(
        steps in prop::collection::vec(prop_oneof![9 => step(), 1 => tree::tree()], 0..4),
        more in prop::collection::btree_map("[a-z]{1,6}", tree::tree(), 0..3),
    ) {
        let mut entries = vec![("procedure".to_owned(), Node::plain("1"))];
        entries.extend(more.into_iter().filter(|(key, _)| !["steps", "procedure"].contains(&key.as_str())));
        entries.push(("steps".to_owned(), Node::sequence(steps)));
        let root = Node::mapping(entries);
        let text = markdown::print(&root);
        let parsed = markdown::parse(&text, &Limits::default());
        prop_assert!(parsed.diagnostics.is_empty(), "{:#?}\n{text}", parsed.diagnostics);
        prop_assert!(sorted(&root).same(&sorted(&parsed.root)), "{root:#?}\n{text}\n{:#?}", parsed.root);
        prop_assert_eq!(markdown::print(&parsed.root), text);
    }

    #[test]
    fn any_text_is_read_without_a_panic(parts in prop::collection::vec(prop_oneof![
        tree::text(),
        prop::sample::select(vec![
            "---", "procedure: 1", "# T", "## Steps", "## Parameters", "### 1. A {#a}", "### ", "```yaml", "```", "**Constraints:**",
            "- You MUST a because b", "- **a** (required): b", "- **b** (optional, default: c", "  - nested", "id: x", "{#", "###",
        ]).prop_map(str::to_owned),
    ], 0..20), breaks in prop::sample::select(vec!["\n", "\r\n"])) {
        let text = parts.join(breaks);
        let parsed = markdown::parse(&text, &Limits::default());
        let _ = read(&text, Spelling::Markdown, &());
        for found in parsed.diagnostics {
            prop_assert!(text.get(found.span.unwrap()).is_some());
        }
    }
}

const OURS: &str = "\
---
procedure: 1
id: fix
title: Fix it
roles: {agent: Fixes.}
data: {photo: {type: file}, order: {type: string}}
---

A word before.

## Steps

Another.

### 1. Look at {{ order }} {#look}

> Look closely:

```yaml
not: the keys
```

#### Mind

- the edges

```yaml
person: {role: agent, collect: [photo]}
checks: [{that: order = 'x'}]
```

### Say it

Just say.

```yaml
notify: {to: agent, text: Done}
```

### 3. Say it

```yaml
title: Say it again
notify: {to: agent, text: 'Done {{ order }}'}
```

## Notes

Not ours.
";

#[test]
fn places_lead_back_into_the_markdown() {
    let reading = read(OURS, Spelling::Markdown, &());
    let found: String = reading
        .diagnostics
        .iter()
        .map(|found| {
            let span = found.span.clone().unwrap();
            let at = reading.source.position(span.start);
            format!("{}:{} {} at {} `{}`\n", at.line, at.column, found.code, found.path, &OURS[span])
        })
        .collect();
    insta::assert_snapshot!("places-in-markdown", found);
    let parsed = markdown::parse(OURS, &Limits::default());
    let source = SourceMap::new(OURS, parsed.root);
    let first = Path::root().key("steps").index(0);
    let at =
        |path: &Path, within: Option<std::ops::Range<usize>>| &OURS[source.span(path, Part::Value, within.as_ref())];
    assert_eq!(at(&first.key("id"), None), "look");
    assert_eq!(at(&first.key("title"), None), "Look at {{ order }}");
    assert_eq!(at(&first.key("instructions"), Some(2..6)), "Look");
    assert_eq!(at(&first.key("person").key("role"), None), "agent");
    assert!(at(&first.key("instructions"), None).ends_with("- the edges"));
}

#[test]
fn ids_are_made_from_titles_where_there_are_none() {
    let text = "---\nprocedure: 1\n---\n## Steps\n### 1. Grüße, Welt!\n### 2. Grüße Welt\n### 3.\n### 4. 2nd try\n";
    let parsed = markdown::parse(text, &Limits::default());
    let ids: Vec<&str> = parsed
        .root
        .get("steps")
        .unwrap()
        .items()
        .unwrap()
        .iter()
        .map(|step| step.get("id").unwrap().as_text().unwrap())
        .collect();
    assert_eq!(ids, ["gruesse-welt", "gruesse-welt-2", "step", "step-2nd-try"]);
}

const SOP: &str = "\
# Release a Web Page

## Overview

This procedure brings a page to readers.
It is done with care.

## Parameters

- **page_path** (required): The file of the page, relative to the root.
- **mode** (optional, default: \"careful\"): How to go about it:
  - \"careful\": ask before each step
  - \"quick\": ask nothing
- **now** (optional): A moment.

**Constraints for parameter acquisition:**
- You MUST ask for all required parameters at once
- You SHOULD be brief

## Steps

### 1. Check the Page

Read the page and look for mistakes, such as `{{ name }}` left in the text.

```bash
# not a heading
lint {page_path}
```

**Constraints:**
- You MUST read the whole page, including
  its footer
- You MUST NOT change a word because the author answers for them
- You SHOULD note the time
- All links MUST work

### 2. Publish

**Constraints:**
- You MUST ask before publishing because readers see it at once

#### 2.1 Tell people

You MAY write a note.

## Troubleshooting

Ask somebody.
";

#[test]
fn an_agents_procedure_loads_as_it_is() {
    let reading = read(SOP, Spelling::Markdown, &());
    let warnings: Vec<_> = reading.diagnostics.iter().map(|found| (found.code, found.is_error())).collect();
    assert_eq!(warnings, [("stray-text", false)]);
    let procedure = reading.clean().unwrap();
    insta::assert_snapshot!("agent-procedure", print::to_yaml(&procedure));
    let again = read(&print::to_markdown(&procedure), Spelling::Markdown, &()).clean().unwrap();
    assert_eq!(again, procedure);
}
