//! `cargo xtask test`: everything a change must pass, cheapest first; the first failure stops it.
//!
//! The web app comes before the crates: the server takes in what was built of it, so that nothing is built twice.
//! It builds nothing in release and measures nothing: that is `cargo xtask bench`.

use std::env;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::{check, codegen, process, tool, web};

/// A name, and what it does.
type Stage = (&'static str, fn(&Path) -> Result<()>);

/// In order. The crates' tests come last: what a run says at its end is how many tests it ran.
const STAGES: &[Stage] = &[
    ("what must be there", tool::prerequisites),
    ("format", |root| cargo(root, &["fmt", "--all", "--check"])),
    ("structure", check::run),
    ("web app: packages", web::packages),
    ("web app: types and rules", web::check),
    ("web app: tests", web::test),
    ("web app: build", web::build),
    ("clippy", |root| cargo(root, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])),
    ("generated files", |root| codegen::run(root, codegen::Mode::Compare)),
    ("licences, bans, sources", deny),
    ("doc tests", doc_tests),
    ("scenes in a browser", web::scenes),
    ("crate tests", |root| {
        let nextest = tool::cargo_nextest(root)?;
        let nextest = nextest.to_str().context("the path of cargo-nextest is not UTF-8")?;
        process::run(process::command(root, nextest, &["nextest", "run", "--workspace", "--locked"]))
    }),
];

/// Runs the stages and says how long each took.
///
/// # Errors
/// At the first stage that fails: its name, and the command that failed.
pub fn run(root: &Path) -> Result<()> {
    let mut times: Vec<(&str, Duration)> = Vec::new();
    for (name, stage) in STAGES {
        println!("== {name}");
        let start = Instant::now();
        let result = stage(root);
        times.push((name, start.elapsed()));
        if result.is_err() {
            report(&times);
        }
        result.with_context(|| format!("`cargo xtask test` stopped at the stage `{name}`"))?;
    }
    report(&times);
    Ok(())
}

fn report(times: &[(&str, Duration)]) {
    println!("== time");
    for (name, time) in times {
        println!("    {name:<26} {:>7.1} s", time.as_secs_f64());
    }
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    process::run(process::command(root, "cargo", arguments))
}

/// Judges the dependencies by `deny.toml`. The advisory database is no part of it: it is not a package of a registry.
/// Where the tool is missing and cannot be had, a developer goes on without it; continuous integration does not.
fn deny(root: &Path) -> Result<()> {
    let program = match tool::cargo_deny(root) {
        Ok(program) => program,
        Err(error) if env::var_os("CI").is_none() => {
            println!("    skipped: {error:#}");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let program = program.to_str().context("the path of cargo-deny is not UTF-8")?;
    let arguments = ["--workspace", "--locked", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
    process::run(process::command(root, program, &arguments))
}

/// Runs the doc tests of the crates that have any; rustdoc starts once a crate, so the others are spared.
fn doc_tests(root: &Path) -> Result<()> {
    let project = check::Project::read(root)?;
    let with_doc_tests: Vec<&str> = project
        .crates
        .iter()
        .filter(|krate| fs::exists(root.join(&krate.folder).join("src/lib.rs")).unwrap_or(false))
        .filter(|krate| project.sources_of(krate).any(|source| has_doc_test(&source.text)))
        .map(|krate| krate.name.as_str())
        .collect();
    if with_doc_tests.is_empty() {
        println!("    no crate has a doc test");
        return Ok(());
    }
    let mut arguments = vec!["test", "--doc", "--locked"];
    arguments.extend(with_doc_tests.iter().flat_map(|name| ["--package", name]));
    cargo(root, &arguments)
}

/// Whether a doc comment opens a fence that rustdoc runs: no language, or Rust.
fn has_doc_test(text: &str) -> bool {
    let mut open = false;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(comment) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            open = false;
            continue;
        };
        if let Some(language) = comment.trim().strip_prefix("```") {
            if !open && (language.is_empty() || language.starts_with("rust") || language.starts_with("should_panic")) {
                return true;
            }
            open = !open;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_doc_test;

    #[test]
    fn a_fence_in_a_doc_comment_is_a_doc_test_unless_it_names_another_language() {
        assert!(has_doc_test("/// ```\n/// assert!(true);\n/// ```\nfn f() {}"));
        assert!(has_doc_test("//! ```rust\n//! assert!(true);\n//! ```"));
        assert!(!has_doc_test("/// ```yaml\n/// a: 1\n/// ```\nfn f() {}"));
        assert!(!has_doc_test("// ```\nfn f() {}"));
    }
}
