//! Texts made to hurt a reader are refused quickly, with a finding that says why.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::source::{Limits, Parsed, json, markdown, yaml};

type Reader = fn(&str, &Limits) -> Parsed;

const MIB: usize = 1 << 20;

fn codes(parsed: &Parsed) -> Vec<&'static str> {
    parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn ten_megabytes_are_refused_by_their_size() {
    let text = "[".repeat(10 * MIB);
    for read in [yaml::parse as Reader, json::parse, markdown::parse] {
        assert_eq!(codes(&read(&text, &Limits::default())), ["too-large"]);
    }
}

/// With room for the whole text, the depth is refused where it is passed.
#[test]
fn deep_nesting_is_refused_where_it_begins() {
    let limits = Limits { bytes: usize::MAX, ..Limits::default() };
    let yaml = yaml::parse as Reader;
    let steps: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let cases = [
        ("[".repeat(10 * MIB), yaml),
        ("{a: ".repeat(3 * MIB), yaml),
        ("- ".repeat(5 * MIB), yaml),
        ("? ".repeat(5 * MIB), yaml),
        ("[a: ".repeat(MIB), yaml),
        (steps, yaml),
        ("[".repeat(10 * MIB), json::parse as Reader),
        ("{\"a\":".repeat(2 * MIB), json::parse as Reader),
    ];
    for (text, read) in cases {
        let parsed = read(&text, &limits);
        let start = &text[..20];
        assert!(parsed.diagnostics.iter().any(|found| found.code == "too-deep"), "{start}: {:?}", codes(&parsed));
        assert!(parsed.diagnostics[0].span.clone().unwrap().end < 10_000, "{start}");
    }
}

#[test]
fn sixty_four_levels_are_read_and_one_more_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\": ", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        for read in [yaml::parse as Reader, json::parse] {
            assert!(read(&nested(64), &Limits::default()).is_clean());
            assert_eq!(codes(&read(&nested(65), &Limits::default())), ["too-deep"]);
        }
    }
    assert!(yaml::parse(&format!("{}1", "- ".repeat(64)), &Limits::default()).is_clean());
    assert_eq!(codes(&yaml::parse(&format!("{}1", "- ".repeat(65)), &Limits::default())), ["too-deep"]);
}

#[test]
fn too_many_values_are_refused() {
    let limits = Limits { nodes: 1000, ..Limits::default() };
    assert_eq!(codes(&yaml::parse(&"- 1\n".repeat(1001), &limits)), ["too-many-values"]);
    let json = format!("[{}1]", "1,".repeat(1000));
    assert_eq!(codes(&json::parse(&json, &limits)), ["too-many-values"]);
}

/// A quarter of a megabyte of anything takes time in proportion: a quadratic reader would take minutes here.
#[test]
fn anything_large_is_read_in_linear_time() {
    let patterns = [
        "- a\n",
        "a ",
        "a\n",
        "#",
        "# a\n",
        "\n",
        "'",
        "\"",
        "''",
        "a: 1\n",
        "{}",
        "[],",
        "&a ",
        "*a ",
        "!a ",
        ": ",
        "?\n",
        "|\n",
        ">\n",
        " ",
        "\t",
        "\\",
        "%",
        "---\n",
        "...\n",
        "a: |\n  b\n",
        "- 'a\n",
        "a#",
        "a: b: ",
        "{a, ",
        "- - a\n",
        "\u{feff}",
        "\r",
        "\"\\u",
        "``` yaml\n",
        "## Steps\n",
        "### 1. A\n",
        "**Constraints:**\n- You MUST a\n",
        "~~~",
        "<!--",
        "[a](",
        "*",
        "_a_ ",
        "> ",
        "1. ",
    ];
    for pattern in patterns {
        let text = pattern.repeat(MIB / 4 / pattern.len());
        for read in [yaml::parse as Reader, json::parse, markdown::parse] {
            let _ = read(&text, &Limits::default());
        }
        let text = format!("---\na: [\"{text}");
        for read in [yaml::parse as Reader, json::parse, markdown::parse] {
            let _ = read(&text[..text.floor_char_boundary(text.len().min(MIB / 4))], &Limits::default());
        }
    }
}
