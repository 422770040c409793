//! Every crate keeps the lints of the workspace: no unsafe code, no `unwrap`, no left-over printing.
//!
//! Refuses a manifest that does not take them over, because cargo would not say that it lints less.

use super::{Finding, Project};

/// Refuses the crates that do not inherit the lints.
pub fn check(project: &Project) -> Vec<Finding> {
    let manifests = project.crates.iter().map(|krate| krate.folder.join("Cargo.toml"));
    let bare = manifests.filter(|path| {
        let manifest = project.sources.iter().find(|source| source.path == *path);
        !manifest.is_some_and(|manifest| inherits(&manifest.text))
    });
    let findings = bare.map(|path| Finding {
        path,
        line: None,
        message: "does not take over the lints; add `[lints]` with `workspace = true`".to_owned(),
    });
    findings.collect()
}

fn inherits(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.by_ref().any(|line| line == "[lints]") && lines.next() == Some("workspace = true")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{WORKSPACE, manifest, refused};

    #[test]
    fn a_crate_with_lints_of_its_own_is_refused() {
        let (kept, bare) = (manifest("engine", "[lints]\nworkspace = true"), manifest("models", "[lints.clippy]\n"));
        let findings = refused(
            super::check,
            &[
                ("Cargo.toml", WORKSPACE),
                ("crates/engine/Cargo.toml", &kept),
                ("crates/engine/src/lib.rs", ""),
                ("crates/models/Cargo.toml", &bare),
                ("crates/models/src/lib.rs", ""),
            ],
        );
        assert_eq!(
            findings,
            ["crates/models/Cargo.toml: does not take over the lints; add `[lints]` with `workspace = true`"]
        );
    }
}
