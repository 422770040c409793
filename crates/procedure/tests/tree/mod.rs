//! Arbitrary trees and nasty texts, for the properties of readers and printers.

use procedure::source::Node;
use proptest::prelude::*;

/// Texts that readers of YAML, JSON and Markdown stumble over, and any others.
pub fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "",
        " ",
        "\n",
        "\n\n",
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "~",
        "null",
        "true",
        "=",
        "<<",
        "1:30",
        "2026-01-01",
        "0o17",
        "0x1F",
        "017",
        "1_000",
        "1e3",
        ".inf",
        "-.INF",
        ".nan",
        "1.10",
        "007",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "- a",
        "-",
        "---",
        "...",
        "--- a",
        "? a",
        ": a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "'",
        "\"",
        "''",
        "it's",
        "[a]",
        "{a}",
        "a, b",
        "a\n",
        "a\n\n",
        "\na",
        " a",
        "a ",
        "a\n b\nc",
        "a\n  \nb",
        "  a\nb",
        "a\tb",
        "\ta",
        "a\r\nb",
        "a\u{85}b",
        "a\u{2028}b",
        "\u{feff}",
        "\u{feff}a",
        "\u{0}",
        "\u{7}",
        "\u{7f}",
        "\u{9f}",
        "\u{a0}",
        "\u{fffe}",
        "\u{1f600}",
        "a\\b",
        "\\n",
        "```",
        "~~~",
        "## Steps",
        "### 1. A {#a}",
        "a\n```yaml\nb: c\n```\nd",
        "a  \nb",
        "= x",
        "=x ? 'a' : 'b'",
        "> quoted",
        "<!-- c -->",
        "a\n---\nb",
        "1. a\n2. b",
    ])
    .prop_map(str::to_owned);
    let line = prop_oneof![
        3 => nasty,
        2 => "[a-z]{1,8}( [a-z]{1,8}){0,30}",
        1 => any::<String>(),
        1 => "[ \\t\\n#:\\-'\"\\[\\]{},&*!|>%@`a~=]{0,12}",
    ];
    prop_oneof![
        4 => line.clone(),
        1 => prop::collection::vec(line, 1..4).prop_map(|lines| lines.join("\n")),
    ]
}

fn scalar() -> impl Strategy<Value = Node> {
    let literal = prop::sample::select(vec![
        "",
        "null",
        "~",
        "true",
        "False",
        "12",
        "-0.50",
        "1e3",
        "0o17",
        "0xff",
        ".inf",
        "99999999999999999999999999999999",
        "abc",
    ])
    .prop_map(Node::plain);
    prop_oneof![4 => text().prop_map(Node::text), 1 => literal]
}

pub fn tree() -> impl Strategy<Value = Node> {
    scalar().prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Node::sequence),
            prop::collection::btree_map(text(), inner, 0..6).prop_map(Node::mapping),
        ]
    })
}
