//! The pure crates read no clock, no chance, no file, no socket and no environment, and start no thread or process.
//!
//! Refuses the paths and the dependencies that lead there. It reads what is written, not what it means, so it stops
//! mistakes, not malice; the laws' own tests (a replayed journal equals the live run) catch what it cannot see.

use super::paths::paths;
use super::tokens::{Token, tokens};
use super::{Finding, Project};

/// What a pure crate must not touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outside {
    Clock,
    Chance,
    File,
    Socket,
    Thread,
    Environment,
}

impl Outside {
    /// What is touched, and where the value comes from instead.
    fn explanation(self) -> &'static str {
        match self {
            Self::Clock => "the clock; the time comes inside the command or as an argument",
            Self::Chance => "chance; ids and random numbers come inside the command",
            Self::File => "files or terminals; the text comes as an argument",
            Self::Socket => "the network; what other systems say comes as an event",
            Self::Thread => "threads or processes; the engine decides what runs where",
            Self::Environment => "the environment of the process; settings come as arguments",
        }
    }
}

/// The pure crates, and what each may touch all the same.
const PURE: &[(&str, &[Outside])] = &[
    ("procedure", &[]),
    ("interpreter", &[]),
    // Work on independent parts of a log may be shared out where the result does not depend on the order.
    ("mining", &[Outside::Thread]),
    // It owns the file of its search index.
    ("knowledge", &[Outside::File]),
];

/// Segments that, following each other anywhere in a path, lead outside.
const PATHS: &[(&[&str], Outside)] = &[
    (&["SystemTime"], Outside::Clock),
    (&["std", "time", "Instant"], Outside::Clock),
    (&["time", "Instant"], Outside::Clock),
    (&["TimeZone", "system"], Outside::Clock),
    (&["TimeZone", "try_system"], Outside::Clock),
    (&["RandomState"], Outside::Chance),
    (&["Uuid", "new_v4"], Outside::Chance),
    (&["std", "fs"], Outside::File),
    (&["io", "stdin"], Outside::File),
    (&["io", "stdout"], Outside::File),
    (&["io", "stderr"], Outside::File),
    // The zone files of the machine it happens to run on. The bundled ones are the same everywhere.
    (&["TimeZone", "get"], Outside::File),
    (&["tz", "db"], Outside::File),
    (&["std", "net"], Outside::Socket),
    (&["std", "os"], Outside::Socket),
    (&["std", "thread"], Outside::Thread),
    (&["std", "process"], Outside::Thread),
    (&["thread_local"], Outside::Thread),
    (&["std", "env"], Outside::Environment),
];

/// Crates that a pure crate must not depend on, and must not name.
const CRATES: &[(&str, Outside)] = &[
    ("rand", Outside::Chance),
    ("rand_core", Outside::Chance),
    ("getrandom", Outside::Chance),
    ("fastrand", Outside::Chance),
    ("oorandom", Outside::Chance),
    ("uuid", Outside::Chance),
    ("tempfile", Outside::File),
    ("walkdir", Outside::File),
    ("ignore", Outside::File),
    ("notify", Outside::File),
    ("memmap2", Outside::File),
    ("rusqlite", Outside::File),
    ("sqlx", Outside::File),
    ("reqwest", Outside::Socket),
    ("hyper", Outside::Socket),
    ("ureq", Outside::Socket),
    ("axum", Outside::Socket),
    ("socket2", Outside::Socket),
    ("mio", Outside::Socket),
    ("libc", Outside::Socket),
    ("nix", Outside::Socket),
    ("rustix", Outside::Socket),
    ("tokio", Outside::Thread),
    ("async-std", Outside::Thread),
    ("smol", Outside::Thread),
    ("rayon", Outside::Thread),
    ("crossbeam", Outside::Thread),
    ("dotenvy", Outside::Environment),
    ("dirs", Outside::Environment),
];

/// Refuses the ways outside in the sources and the manifests of the pure crates.
pub fn check(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for krate in &project.crates {
        let Some((name, may)) = PURE.iter().find(|(name, _)| *name == krate.name) else { continue };
        let mut refuse = |path: std::path::PathBuf, line, written: String, outside: Outside| {
            if !may.contains(&outside) {
                let message = format!("`{name}` is pure, and `{written}` touches {}", outside.explanation());
                findings.push(Finding { path, line, message });
            }
        };
        for dependency in krate.dependencies.iter().filter(|dependency| !dependency.dev) {
            if let Some((_, outside)) = CRATES.iter().find(|(name, _)| *name == dependency.name) {
                refuse(krate.folder.join("Cargo.toml"), None, dependency.name.clone(), *outside);
            }
        }
        for source in project.sources_of(krate) {
            let tokens = tokens(&source.text);
            for path in paths(&tokens) {
                if let Some(outside) = leads(&path.segments) {
                    refuse(source.path.clone(), Some(path.line), path.segments.join("::"), outside);
                }
            }
            for method in zone_lookups(&tokens) {
                refuse(source.path.clone(), Some(method.line), format!(".{}()", method.text), Outside::File);
            }
        }
    }
    findings
}

/// Where a path leads, if it leads outside.
fn leads(segments: &[&str]) -> Option<Outside> {
    if let [krate, _, ..] = segments
        && let Some((_, outside)) = CRATES.iter().find(|(name, _)| name.replace('-', "_") == *krate)
    {
        return Some(*outside);
    }
    // `Timestamp::now()`, `Uuid::now_v7()`, `Local::today()`, whatever the type was renamed to.
    if let [.., owner, last] = segments
        && owner.starts_with(|first: char| first.is_ascii_uppercase())
        && (*last == "now" || last.starts_with("now_") || *last == "today")
    {
        return Some(Outside::Clock);
    }
    let found = PATHS.iter().find(|(pattern, _)| {
        let within = segments.windows(pattern.len()).any(|window| window == *pattern);
        let globbed = segments.len() > 1
            && segments.last() == Some(&"*")
            && pattern.len() > 1
            && pattern.starts_with(&segments[..segments.len() - 1]);
        within || globbed
    });
    found.map(|(_, outside)| *outside)
}

/// The calls of methods that look a time zone up by name on the machine.
fn zone_lookups<'a>(tokens: &'a [Token<'a>]) -> impl Iterator<Item = &'a Token<'a>> {
    tokens.windows(3).filter_map(|window| match window {
        [dot, method, open] if dot.text == "." && method.text == "in_tz" && open.text == "(" => Some(method),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{WORKSPACE, manifest, refused};

    fn written(krate: &str, source: &str) -> Vec<String> {
        let (manifest, folder) = (manifest(krate, ""), format!("crates/{krate}"));
        let files = [
            ("Cargo.toml", WORKSPACE),
            (&format!("{folder}/Cargo.toml"), manifest.as_str()),
            (&format!("{folder}/src/lib.rs"), source),
        ];
        refused(super::check, &files)
    }

    #[test]
    fn every_way_outside_is_refused_in_a_pure_crate() {
        for source in [
            "use std::time::SystemTime;",
            "use std::time::*;",
            "use std::{collections::BTreeMap, fs};",
            "fn f() { let at = jiff::Timestamp::now(); }",
            "use jiff::Zoned as Moment; fn f() { Moment::now(); }",
            "fn f() { rand::random::<u8>(); }",
            "fn f() { Uuid::now_v7(); }",
            "fn f() { std::env::var(\"HOME\"); }",
            "fn f() { std::thread::spawn(|| {}); }",
            "use tokio::sync::mpsc;",
            "use std::net::TcpStream;",
            "use std::hash::RandomState;",
            "fn f() { at.in_tz(\"Europe/Berlin\"); }",
            "fn f() { jiff::tz::TimeZone::get(\"Europe/Berlin\"); }",
        ] {
            assert_eq!(written("interpreter", source).len(), 1, "{source}");
        }
    }

    #[test]
    fn what_only_looks_like_a_way_outside_is_allowed() {
        let source = r#"
            //! Never reads std::time::SystemTime.
            use std::time::Duration; /* std::fs */
            const REFUSED: &[&str] = &["rand", "std::env::var", "Timestamp::now()"];
            fn f(now: Timestamp, rand: u8) -> Timestamp { command.now.max(now) }
        "#;
        assert_eq!(written("procedure", source), Vec::<String>::new());
    }

    #[test]
    fn other_crates_may_go_outside_and_a_pure_crate_with_leave_within_it() {
        assert_eq!(written("engine", "use std::time::SystemTime;"), Vec::<String>::new());
        assert_eq!(written("knowledge", "use std::fs;"), Vec::<String>::new());
        assert_eq!(
            written("knowledge", "\nuse std::net::TcpStream;"),
            [
                "crates/knowledge/src/lib.rs:2: `knowledge` is pure, and `std::net::TcpStream` touches the network; what other systems say comes as an event"
            ]
        );
    }

    #[test]
    fn a_dependency_that_goes_outside_is_refused_unless_only_tests_see_it() {
        let files = |table: &str| {
            let manifest = manifest("procedure", &format!("[{table}]\ntokio = '1'"));
            refused(
                super::check,
                &[
                    ("Cargo.toml", WORKSPACE),
                    ("crates/procedure/Cargo.toml", &manifest),
                    ("crates/procedure/src/lib.rs", ""),
                ],
            )
        };
        assert_eq!(files("dependencies").len(), 1);
        assert_eq!(files("dev-dependencies"), Vec::<String>::new());
    }
}
