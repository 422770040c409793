//! Every Rust source file begins with `//!`: what it is for, then what it refuses.
//!
//! Refuses a file without; tests are spared, since their names say it, and generated files.

use std::path::Path;

use super::{Finding, Project};

/// Refuses the files that do not begin with a module doc comment.
pub fn check(project: &Project) -> Vec<Finding> {
    let sources = project.sources.iter().filter(|source| source.extension() == "rs" && !source.is_generated());
    let refused = sources.filter(|source| !is_test(&source.path) && !begins_with_doc(&source.text));
    let findings = refused.map(|source| Finding {
        path: source.path.clone(),
        line: Some(1),
        message: "begins without `//!`; say in a sentence what the file is for, then what it refuses".to_owned(),
    });
    findings.collect()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests")
}

/// Whether the first thing in the file, but for blank lines and inner attributes, is a module doc comment.
fn begins_with_doc(text: &str) -> bool {
    let mut open_brackets = 0_isize;
    for line in text.lines().map(str::trim) {
        let attribute = open_brackets > 0 || line.starts_with("#!");
        if attribute {
            open_brackets +=
                line.chars().fold(0, |sum, next| sum + isize::from(next == '[') - isize::from(next == ']'));
        } else if !line.is_empty() {
            return line.starts_with("//!");
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::fixture::refused;

    #[test]
    fn a_file_that_begins_with_code_is_refused() {
        let findings = refused(
            super::check,
            &[
                ("src/bare.rs", "fn f() {}\n//! Too late.\n"),
                ("src/empty.rs", ""),
                ("src/said.rs", "//! Why.\n"),
                (
                    "fuzz/fuzz_targets/cell.rs",
                    "#![no_main]\n#![expect(\n    missing_docs,\n    reason = \"x\"\n)]\n\n//! Why.\n",
                ),
                ("crates/run/tests/laws.rs", "#[test]\nfn f() {}\n"),
            ],
        );
        let places: Vec<&str> = findings.iter().filter_map(|finding| finding.split(": ").next()).collect();
        assert_eq!(places, ["src/bare.rs:1", "src/empty.rs:1"]);
    }
}
