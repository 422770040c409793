//! YAML and JSON: what is printed reads back as the same tree, and no text makes a reader fail.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod tree;

use procedure::source::{Limits, Node, Parsed, json, yaml};
use proptest::prelude::*;

fn clean(parsed: Parsed, text: &str) -> Node {
    assert!(parsed.diagnostics.is_empty(), "{:#?}\nin\n{text}", parsed.diagnostics);
    parsed.root
}

/// Spans lie within the text, children within their parents.
fn check_spans(node: &Node, text: &str) {
    assert!(text.get(node.span.clone()).is_some(), "{:?} of {text:?}", node.span);
    for item in node.items().unwrap_or_default() {
        check_spans(item, text);
        assert!(node.span.start <= item.span.start && item.span.end <= node.span.end, "{node:?} in {text:?}");
    }
    for entry in node.entries().unwrap_or_default() {
        assert!(text.get(entry.key_span.clone()).is_some());
        assert!(node.span.start <= entry.key_span.start && entry.key_span.end <= node.span.end, "{node:?} in {text:?}");
        check_spans(&entry.value, text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printed_yaml_reads_back_as_the_same_tree(tree in tree::tree()) {
        let text = yaml::print(&tree);
        let read = clean(yaml::parse(&text, &Limits::default()), &text);
        prop_assert!(tree.same(&read), "{tree:#?}\n{text}\n{read:#?}");
        prop_assert_eq!(yaml::print(&read), text, "printing is not stable");
    }

    #[test]
    fn printed_json_reads_back_as_the_same_tree(tree in tree::tree()) {
        let text = json::print(&tree);
        let read = clean(json::parse(&text, &Limits::default()), &text);
        // A number that no decimal holds has no JSON form of ours but text.
        if !text.contains(".inf") && !text.contains("9999999999") {
            prop_assert!(tree.same(&read), "{tree:#?}\n{text}\n{read:#?}");
        }
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        check_spans(&read, &text);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in tree::text(), more in any::<String>()) {
        let text = format!("{text}{more}");
        for parsed in [yaml::parse(&text, &Limits::default()), json::parse(&text, &Limits::default())] {
            check_spans(&parsed.root, &text);
            for diagnostic in &parsed.diagnostics {
                let span = diagnostic.span.clone().unwrap();
                prop_assert!(text.get(span).is_some());
            }
        }
    }

    #[test]
    fn a_printed_tree_with_a_hole_is_read_without_a_panic(tree in tree::tree(), at in any::<prop::sample::Index>(), insert in "[\\[\\]{}:#,'\"\\-\n\t &*!]{0,3}") {
        for text in [yaml::print(&tree), json::print(&tree)] {
            let at = at.index(text.len() + 1);
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let broken = format!("{}{insert}{}", &text[..at], text[at..].chars().skip(1).collect::<String>());
            for parsed in [yaml::parse(&broken, &Limits::default()), json::parse(&broken, &Limits::default())] {
                check_spans(&parsed.root, &broken);
            }
        }
    }

    #[test]
    fn our_json_reader_accepts_what_serde_json_accepts(text in "[\\[\\]{}:,\"0-9a-z.eE+\\-\\\\u \n]{0,12}") {
        let ours = json::parse(&text, &Limits::default());
        let duplicate = ours.diagnostics.iter().any(|diagnostic| diagnostic.code == "duplicate-key");
        // serde_json refuses numbers beyond a double's range, which is no question of syntax.
        if !duplicate && !text.contains(['e', 'E']) {
            prop_assert_eq!(ours.is_clean(), serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{:?}", ours);
        }
    }
}
