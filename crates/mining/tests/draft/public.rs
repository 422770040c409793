//! Public event logs lie beside the project, if anywhere.
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs::File;
use std::path::{Path, PathBuf};

use mining::draft::{Draft, Options, draft};
use procedure::check::{Context, check};
use procedure::read::Spelling;

fn logs() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = ["../shared/cases/event-logs", "../../shared/cases/event-logs"].map(|path| root.join(path));
    let found = found.into_iter().find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: there is no ../shared/cases/event-logs beside the project");
    }
    found
}

fn drafted(file: &str, title: &str) -> Option<Draft> {
    let file = File::open(logs()?.join(file)).unwrap();
    let log = mining::read::xes(file, &mining::read::Options::default(), &mut mining::read::unwatched).log;
    let drafted = draft(&log, &Options { title: title.to_owned(), ..Options::default() }).unwrap();
    // For whoever reads the drafts: `DRAFTS=folder cargo test`.
    if let Some(folder) = std::env::var_os("DRAFTS") {
        let folder = PathBuf::from(folder);
        let name = drafted.procedure.id.as_str();
        std::fs::write(folder.join(format!("{name}.sop.yaml")), procedure::print::to_yaml(&drafted.procedure)).unwrap();
        std::fs::write(folder.join(format!("{name}.txt")), procedure::render::text(&drafted.procedure, 110)).unwrap();
        let told = format!("{}\n{:#?}\n{:?}", drafted.tree, drafted.fitness, drafted.precision);
        std::fs::write(folder.join(format!("{name}.tree.txt")), told).unwrap();
    }
    Some(drafted)
}

fn is_sound(drafted: &Draft) {
    let yaml = procedure::print::to_yaml(&drafted.procedure);
    let again = procedure::read::read(&yaml, Spelling::Yaml, &()).clean().unwrap();
    assert_eq!(again, drafted.procedure);
    let wrong: Vec<_> = check(&again, &Context::default()).into_iter().map(|found| found.message).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn road_fines_become_a_procedure() {
    let Some(drafted) = drafted("RTFMP.xes.gz", "Handle a road traffic fine") else { return };
    is_sound(&drafted);
}

#[test]
fn sepsis_care_becomes_a_procedure() {
    let Some(drafted) = drafted("Sepsis.xes.gz", "Care for a patient with sepsis") else { return };
    is_sound(&drafted);
}

#[test]
fn permits_become_a_procedure() {
    let Some(drafted) = drafted("receipt.xes.gz", "Receive a permit application") else { return };
    is_sound(&drafted);
}

#[test]
fn tickets_become_a_procedure() {
    let Some(drafted) = drafted("helpdesk.xes.gz", "Work on a ticket") else { return };
    is_sound(&drafted);
}

/// How many steps of work the road has at a coverage.
fn steps(file: &str, coverage: f64) -> Option<usize> {
    let file = File::open(logs()?.join(file)).unwrap();
    let log = mining::read::xes(file, &mining::read::Options::default(), &mut mining::read::unwatched).log;
    let drafted = draft(&log, &Options { coverage, rules: None, ..Options::default() }).unwrap();
    Some(drafted.tree.leaves().len())
}

#[test]
fn a_draft_grows_with_the_coverage() {
    for (file, least) in [("running-example.xes", 3), ("receipt.xes.gz", 8)] {
        let mut all = Vec::new();
        for tenth in 0..=10 {
            let Some(steps) = steps(file, f64::from(tenth) / 10.0) else { return };
            all.push(steps);
        }
        assert!(all.is_sorted(), "{file}: {all:?}");
        assert!(all[10] >= all[0] + least, "{file}: {all:?}");
    }
}
