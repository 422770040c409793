//! Which crate may import which: one direction, from the adapters to the document.
//!
//! Refuses every edge that [`MAP`] does not hold, a crate that is not on it, and `testkit` outside of tests.

use std::path::PathBuf;

use super::{Finding, Project, project::Crate};

/// What tests use, and nothing that ships.
const TESTKIT: &str = "testkit";

/// The root package: the only one that names adapters.
const ROOT: &str = "understudy";

/// What an adapter sees: the ports, and the words they are written in.
const BEHIND_A_PORT: &[&str] = &["procedure", "interpreter", "engine"];

/// Every crate and the crates of this repository that it may import. The root package is not on it: it may import all.
const MAP: &[(&str, &[&str])] = &[
    ("procedure", &[]),
    ("interpreter", &["procedure"]),
    ("mining", &["procedure"]),
    ("knowledge", &["procedure"]),
    ("engine", &["procedure", "interpreter", "mining"]),
    ("store-sqlite", BEHIND_A_PORT),
    ("store-postgres", BEHIND_A_PORT),
    ("connectors", BEHIND_A_PORT),
    ("models", BEHIND_A_PORT),
    ("documents", BEHIND_A_PORT),
    ("server", BEHIND_A_PORT),
    (TESTKIT, BEHIND_A_PORT),
    ("xtask", &[]),
];

/// Refuses the edges that are not on the map.
pub fn check(project: &Project) -> Vec<Finding> {
    project.crates.iter().filter(|krate| krate.name != ROOT).flat_map(of_crate).chain(of_root(project)).collect()
}

fn of_crate(krate: &Crate) -> Vec<Finding> {
    let Some((_, allowed)) = MAP.iter().find(|(name, _)| *name == krate.name) else {
        let message = format!(
            "the crate `{}` is not on the map of imports; say in ARCHITECTURE.md why it exists and give it a line in xtask/src/check/edges.rs",
            krate.name
        );
        return vec![Finding { path: krate.folder.join("Cargo.toml"), line: None, message }];
    };
    let refused = krate.dependencies.iter().filter(|dependency| dependency.local).filter(|dependency| {
        let for_tests = dependency.dev && dependency.name == TESTKIT && krate.name != "xtask";
        !for_tests && !allowed.contains(&dependency.name.as_str())
    });
    refused.map(|dependency| refusal(krate, &dependency.name, &permitted(allowed))).collect()
}

/// The root package may import every crate but those that are for development.
fn of_root(project: &Project) -> impl Iterator<Item = Finding> {
    let root = project.crates.iter().filter(|krate| krate.name == ROOT);
    root.flat_map(|krate| {
        let refused = krate.dependencies.iter().filter(|dependency| {
            dependency.local && (dependency.name == "xtask" || (dependency.name == TESTKIT && !dependency.dev))
        });
        refused.map(|dependency| refusal(krate, &dependency.name, "everything but what is for development"))
    })
}

fn refusal(krate: &Crate, imported: &str, permitted: &str) -> Finding {
    let path: PathBuf = krate.folder.join("Cargo.toml");
    let hint = if imported == TESTKIT { "; `testkit` belongs under [dev-dependencies]" } else { "" };
    let message = format!("`{}` imports `{imported}`; it may import {permitted}{hint}", krate.name);
    Finding { path, line: None, message }
}

fn permitted(allowed: &[&str]) -> String {
    if allowed.is_empty() { "no crate of this repository".to_owned() } else { format!("only {}", allowed.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{WORKSPACE, manifest, refused};

    fn tree(crates: &[(&str, &str)]) -> Vec<String> {
        let manifests: Vec<(String, String)> = crates
            .iter()
            .flat_map(|(name, dependencies)| {
                let folder = format!("crates/{name}");
                [
                    (format!("{folder}/Cargo.toml"), manifest(name, dependencies)),
                    (format!("{folder}/src/lib.rs"), String::new()),
                ]
            })
            .collect();
        let mut files = vec![("Cargo.toml", WORKSPACE)];
        files.extend(manifests.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        refused(super::check, &files)
    }

    #[test]
    fn the_edges_of_the_map_are_allowed_and_testkit_is_for_tests() {
        let findings = tree(&[
            ("procedure", ""),
            (
                "interpreter",
                "[dependencies]\nprocedure.path = '../procedure'\n[dev-dependencies]\ntestkit.path = '../testkit'",
            ),
            ("engine", "[dependencies]\ninterpreter.path = '../interpreter'"),
            ("testkit", "[dependencies]\nengine.path = '../engine'"),
        ]);
        assert_eq!(findings, Vec::<String>::new());
    }

    #[test]
    fn an_import_against_the_direction_is_refused() {
        let findings = tree(&[("procedure", "[dependencies]\nengine.path = '../engine'"), ("engine", "")]);
        assert_eq!(
            findings,
            ["crates/procedure/Cargo.toml: `procedure` imports `engine`; it may import no crate of this repository"]
        );
    }

    #[test]
    fn an_adapter_that_imports_another_is_refused_even_for_its_tests() {
        let findings =
            tree(&[("connectors", ""), ("store-sqlite", "[dev-dependencies]\nconnectors.path = '../connectors'")]);
        assert_eq!(
            findings,
            [
                "crates/store-sqlite/Cargo.toml: `store-sqlite` imports `connectors`; it may import only procedure, interpreter, engine"
            ]
        );
    }

    #[test]
    fn testkit_in_what_ships_and_a_crate_off_the_map_are_refused() {
        let findings =
            tree(&[("engine", "[dependencies]\ntestkit.path = '../testkit'"), ("testkit", ""), ("surprise", "")]);
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].ends_with("`testkit` belongs under [dev-dependencies]"), "{findings:?}");
        assert!(findings[1].starts_with("crates/surprise/Cargo.toml: the crate `surprise` is not on the map"));
    }
}
