//! Changing one part of a YAML text: only that part changes, comments stay.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod tree;

use procedure::diagnostic::Path;
use procedure::source::edit::{EditError, insert, remove, rename, set};
use procedure::source::{Limits, Node, NodeKind, yaml};
use proptest::prelude::*;

const TEXT: &str = "\
# the head
procedure: 1   # the format
title:    Old title  # shown
empty:
steps:   # in order
  # the first
  - id: a      # its id
    title: One
    with: {x: 1, y: [a, b], }   # flow

  # the second
  - title: Two
    id: b
    text: |   # words
      some
      words

    # behind the words
    more: >-
      folded
      text
# between
last: 'x'  # the last
";

fn at(path: &str) -> Path {
    path.split('/').filter(|part| !part.is_empty()).fold(Path::root(), |path, part| match part.parse::<usize>() {
        Ok(index) => path.index(index),
        Err(_) => path.key(part),
    })
}

/// The lines that differ, as a reviewer would see them.
fn changed(old: &str, new: &str) -> String {
    let old: Vec<&str> = old.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let lines = |lines: &[&str], sign: &str| {
        lines[head..lines.len() - tail].iter().map(|line| format!("{sign}{line}\n")).collect::<String>()
    };
    format!("{}{}", lines(&old, "- "), lines(&new, "+ "))
}

#[test]
fn each_change_touches_only_its_own_lines() {
    let words = Node::text("one\ntwo\n");
    let mapping = Node::mapping([("a", Node::plain("1")), ("b", Node::text("no"))]);
    let big = Node::mapping([("steps", Node::sequence([mapping.clone(), Node::mapping([("c", words.clone())])]))]);
    let long = Node::text("a word and ".repeat(20).trim_end());
    let cases: Vec<(&str, Result<String, EditError>)> = vec![
        ("set /title", set(TEXT, &at("title"), &Node::text("New: title"))),
        ("set /title to lines", set(TEXT, &at("title"), &words)),
        ("set /title to a long text", set(TEXT, &at("title"), &long)),
        ("set /title to a mapping", set(TEXT, &at("title"), &big)),
        ("set /empty", set(TEXT, &at("empty"), &Node::plain("true"))),
        ("set /empty/x", set(TEXT, &at("empty/x"), &mapping)),
        ("set /steps to a text", set(TEXT, &at("steps"), &Node::text("none"))),
        ("set /steps/0/with/x", set(TEXT, &at("steps/0/with/x"), &Node::text("a, b"))),
        ("set /steps/0/with/z", set(TEXT, &at("steps/0/with/z"), &mapping)),
        ("set /steps/0/if", set(TEXT, &at("steps/0/if"), &Node::text("a > 1"))),
        ("set /steps/1/text", set(TEXT, &at("steps/1/text"), &Node::text("short"))),
        ("set /steps/1/more", set(TEXT, &at("steps/1/more"), &Node::text("one\ntwo"))),
        ("set /steps/1/new", set(TEXT, &at("steps/1/new"), &big)),
        ("set /steps/1", set(TEXT, &at("steps/1"), &mapping)),
        ("set /new", set(TEXT, &at("new"), &big)),
        ("insert /steps/0", insert(TEXT, &at("steps/0"), &mapping)),
        ("insert /steps/1", insert(TEXT, &at("steps/1"), &big)),
        ("insert /steps/2", insert(TEXT, &at("steps/2"), &mapping)),
        ("insert /steps/0/with/y/1", insert(TEXT, &at("steps/0/with/y/1"), &Node::text("no"))),
        ("insert /steps/0/with/y/2", insert(TEXT, &at("steps/0/with/y/2"), &Node::text("c"))),
        ("insert /empty/0", insert(TEXT, &at("empty/0"), &Node::text("c"))),
        ("insert /title", insert(TEXT, &at("title"), &mapping)),
        ("insert /steps/7", insert(TEXT, &at("steps/7"), &mapping)),
        ("remove /title", remove(TEXT, &at("title"))),
        ("remove /steps", remove(TEXT, &at("steps"))),
        ("remove /steps/0", remove(TEXT, &at("steps/0"))),
        ("remove /steps/1/title", remove(TEXT, &at("steps/1/title"))),
        ("remove /steps/0/with/x", remove(TEXT, &at("steps/0/with/x"))),
        ("remove /steps/0/with/y", remove(TEXT, &at("steps/0/with/y"))),
        ("remove /steps/0/with/y/0", remove(TEXT, &at("steps/0/with/y/0"))),
        ("remove /last", remove(TEXT, &at("last"))),
        ("remove /nothing", remove(TEXT, &at("nothing"))),
        ("rename /title", rename(TEXT, &at("title"), "on")),
        ("rename /title to a name that is taken", rename(TEXT, &at("title"), "last")),
        ("set in a broken text", set("a: [", &at("a"), &Node::text("b"))),
    ];
    let report: String = cases
        .into_iter()
        .map(|(name, result)| match result {
            Ok(new) => format!("{name}\n{}\n", changed(TEXT, &new)),
            Err(error) => format!("{name}\n! {}: {error}\n\n", error.code()),
        })
        .collect();
    insta::assert_snapshot!(report);
}

#[test]
fn line_breaks_of_the_text_are_kept() {
    let text = "a: 1\r\nb: 2\r\n";
    assert_eq!(set(text, &at("a"), &Node::text("x\ny")).unwrap(), "a: |-\r\n  x\r\n  y\r\nb: 2\r\n");
    assert_eq!(remove(text, &at("a")).unwrap(), "b: 2\r\n");
}

/// Every place of a tree.
fn places(node: &Node, path: &Path, found: &mut Vec<Path>) {
    found.push(path.clone());
    for (index, item) in node.items().unwrap_or_default().iter().enumerate() {
        places(item, &path.index(index), found);
    }
    for entry in node.entries().unwrap_or_default() {
        places(&entry.value, &path.key(&entry.key), found);
    }
}

/// Puts a comment above every block line of a printed text that no scalar spans, and behind some.
fn commented(text: &str) -> String {
    let parsed = yaml::parse(text, &Limits::default());
    let mut starts = Vec::new();
    fn scalars(node: &Node, found: &mut Vec<std::ops::Range<usize>>) {
        if let NodeKind::Scalar { .. } = node.kind {
            found.push(node.span.clone());
        }
        node.items().unwrap_or_default().iter().for_each(|item| scalars(item, found));
        node.entries().unwrap_or_default().iter().for_each(|entry| scalars(&entry.value, found));
    }
    scalars(&parsed.root, &mut starts);
    let mut out = String::new();
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        // Only before lines that begin outside of all scalars, behind which blank lines could count.
        let inside = starts.iter().any(|span| span.start < at && at <= span.end + 1) || line.trim().is_empty();
        if !inside {
            out.push_str(&format!("# comment {number}\n"));
        }
        out.push_str(line);
        at += line.len();
    }
    out
}

/// Whether nothing but one stretch of bytes differs, and an insertion only adds.
fn is_one_stretch(old: &str, new: &str, what: &str) -> bool {
    let head = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(rest).take_while(|(a, b)| a == b).count();
    what != "insert" || head + tail == old.len()
}

fn comments(text: &str) -> Vec<String> {
    text.lines().filter(|line| line.starts_with("# comment ")).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_change_anywhere_leaves_the_rest_byte_for_byte(
        tree in tree::tree(), value in tree::tree(), pick in any::<prop::sample::Index>(), name in tree::text()
    ) {
        let text = commented(&yaml::print(&tree));
        let parsed = yaml::parse(&text, &Limits::default());
        prop_assume!(parsed.is_clean() && parsed.root.same(&tree));
        let mut all = Vec::new();
        places(&tree, &Path::root(), &mut all);
        all.remove(0);
        if all.is_empty() {
            return Ok(());
        }
        let path = &all[pick.index(all.len())];
        let results = [
            ("set", set(&text, path, &value)),
            ("insert", insert(&text, path, &value)),
            ("add", set(&text, &path.parent().key(name.clone()), &value)),
            ("remove", remove(&text, path)),
            ("rename", rename(&text, path, &name)),
        ];
        for (what, result) in results {
            match result {
                Ok(new) => {
                    let read = yaml::parse(&new, &Limits::default());
                    prop_assert!(read.is_clean(), "{what} {path} broke\n{text}\n{new}");
                    if matches!(what, "insert" | "rename") {
                        for comment in comments(&text) {
                            prop_assert!(new.contains(&comment), "{what} {path} lost {comment}\n{text}\n{new}");
                        }
                    }
                    prop_assert!(is_one_stretch(&text, &new, what), "{what} {path} changed more\n{text}\n{new}");
                }
                Err(EditError::Unreadable { .. }) => prop_assert!(false, "a clean text is readable"),
                Err(EditError::NoSuchPlace { .. } | EditError::Occupied { .. }) => {}
                Err(EditError::Entangled { .. }) => prop_assert!(false, "{what} {path} with {value:#?} is entangled in\n{text}"),
            }
        }
    }
}
