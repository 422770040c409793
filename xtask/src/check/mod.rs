//! `cargo xtask check`: the structure of the source tree, judged by rules that each have a file of their own.
//!
//! A rule reads the [`Project`] and returns what it refuses. It runs no compiler: what clippy or rustc can refuse is
//! left to them.

mod edges;
#[cfg(test)]
mod fixture;
mod headers;
mod leftovers;
mod length;
mod lints;
mod names;
mod paths;
mod project;
mod purity;
mod tokens;
mod workplace;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

pub use project::Project;

/// What a rule refuses: where, and in one sentence what is wrong and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// From the root of the repository.
    path: PathBuf,
    /// Counted from 1; absent when the whole file or crate is meant.
    line: Option<usize>,
    message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

type Rule = fn(&Project) -> Vec<Finding>;

/// Every rule. A new one is a file with a `check` function and a test that feeds it a bad tree, and a line here.
const RULES: &[Rule] = &[
    edges::check,
    purity::check,
    length::check,
    names::check,
    headers::check,
    leftovers::check,
    workplace::check,
    lints::check,
];

/// Judges the tree at `root` by every rule and prints what they refuse.
///
/// # Errors
/// When the tree cannot be read, or any rule refuses something.
pub fn run(root: &Path) -> Result<()> {
    let project = Project::read(root)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&project)).collect();
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("cargo xtask check refuses {} places; they are listed above", findings.len());
    }
    println!("check: {} crates, {} files, nothing refused", project.crates.len(), project.sources.len());
    Ok(())
}
