//! Small trees for the tests of the rules.

use std::fs;

use super::{Finding, Project, Rule};

/// Writes the files, reads them as a project and returns what the rule refuses, a line each.
pub fn refused(rule: Rule, files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be created");
        fs::write(path, text).expect("the file can be written");
    }
    let project = Project::read(folder.path()).expect("the tree can be read");
    let mut findings = rule(&project);
    findings.sort();
    findings.iter().map(Finding::to_string).collect()
}

/// The manifest of a crate that depends on `dependencies`, each a whole line of TOML below its own table head.
pub fn manifest(name: &str, dependencies: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{dependencies}\n")
}

/// The manifest of a workspace without a root package.
pub const WORKSPACE: &str = "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n[workspace.lints]\n";
