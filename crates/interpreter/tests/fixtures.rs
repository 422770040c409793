//! The journals that releases wrote replay to the states that they led to, for ever.
//!
//! A new release adds a folder; it never changes an old one. `REGENERATE_JOURNALS=v1` writes the folder of this release
//! anew from the scenarios, and is for the time before the release only.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod scenario;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use interpreter::{Recorded, State, apply};
use scenario::{document, play};

/// The folder of the release that this code belongs to.
const RELEASE: &str = "v1";

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn sorted(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    paths.sort();
    paths
}

/// The journals of a file; each begins at event 1.
fn journals(path: &Path) -> Vec<Vec<Recorded>> {
    let mut journals: Vec<Vec<Recorded>> = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let recorded: Recorded = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        if recorded.sequence == 1 {
            journals.push(Vec::new());
        }
        journals.last_mut().unwrap().push(recorded);
    }
    journals
}

fn state_of(journal: &[Recorded]) -> State {
    let mut state = State::default();
    journal.iter().for_each(|recorded| apply(&mut state, recorded));
    state
}

/// Writes the journals of this release's scenarios, where that is asked for.
fn regenerate() {
    if std::env::var("REGENERATE_JOURNALS").ok().as_deref() != Some(RELEASE) {
        return;
    }
    let folder = tests().join("fixtures/journals").join(RELEASE);
    // Written by hand: it takes thousands of events to come about.
    let cut_short = folder.join("cut-short.jsonl");
    let states = journals(&cut_short)
        .iter()
        .map(|journal| serde_json::to_string(&state_of(journal)).unwrap() + "\n")
        .collect::<String>();
    std::fs::write(cut_short.with_extension("states"), states).unwrap();
    for path in sorted(&tests().join("scenarios"), "yaml") {
        let scenarios = document::read(&std::fs::read_to_string(&path).unwrap());
        let played: Vec<play::Played> = scenarios.iter().map(play::play).collect();
        let lines =
            played.iter().flat_map(|played| &played.journal).map(|recorded| serde_json::to_string(recorded).unwrap());
        let states = played.iter().map(|played| serde_json::to_string(&played.state).unwrap());
        let family = path.file_stem().unwrap().to_str().unwrap();
        std::fs::write(folder.join(format!("{family}.jsonl")), lines.map(|line| line + "\n").collect::<String>())
            .unwrap();
        std::fs::write(folder.join(format!("{family}.states")), states.map(|line| line + "\n").collect::<String>())
            .unwrap();
    }
}

#[test]
fn the_journals_of_every_release_replay_to_the_states_they_led_to_and_hold_every_event() {
    regenerate();
    let mut events = BTreeSet::new();
    for release in std::fs::read_dir(tests().join("fixtures/journals")).unwrap() {
        for path in sorted(&release.unwrap().path(), "jsonl") {
            let states = std::fs::read_to_string(path.with_extension("states")).unwrap();
            let journals = journals(&path);
            assert_eq!(journals.len(), states.lines().count(), "{}: as many states as journals", path.display());
            for (journal, state) in journals.iter().zip(states.lines()) {
                let kept: serde_json::Value = serde_json::from_str(state).unwrap();
                let replayed = serde_json::to_value(state_of(journal)).unwrap();
                assert_eq!(replayed, kept, "{}: a journal leads to another state", path.display());
                events.extend(journal.iter().map(|recorded| recorded.event.name()));
            }
        }
    }
    let missing: Vec<&str> =
        interpreter::Event::NAMES.into_iter().filter(|name| !events.contains(&kebab(name))).collect();
    assert!(missing.is_empty(), "no journal holds {}", missing.join(", "));
}

fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
