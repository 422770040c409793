//! The laws of runs, for any procedure and any commands.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use interpreter::{State, replay};
use jiff::Timestamp;
use proptest::prelude::*;
use testkit::generate::{self, Tape};
use testkit::laws;

/// Most commands to one run.
const MOST_COMMANDS: usize = 120;

fn play(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut tape = Tape::new(bytes);
    let (program, text) = generate::document(&mut tape);
    let mut state = State::default();
    let mut journal = Vec::new();
    let mut now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    for _ in 0..MOST_COMMANDS {
        if tape.is_empty() {
            break;
        }
        let envelope = generate::command(&mut tape, &program, &state, &mut now);
        let decided = laws::decide_lawfully(&program, &state, &envelope)
            .map_err(|broken| TestCaseError::fail(format!("{broken}\n{envelope:?}\n{text}\n{}", told(&journal))))?;
        if let Ok(decided) = decided {
            journal.extend(decided.events);
            state = decided.state;
        }
    }
    prop_assert!(replay(&journal) == state, "the journal does not lead to the state\n{text}");
    Ok(())
}

fn told(journal: &[interpreter::Recorded]) -> String {
    let line = |recorded: &interpreter::Recorded| serde_json::to_string(&recorded.event).unwrap();
    journal.iter().map(line).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn every_law_holds_of_any_procedure_under_any_commands(bytes in prop::collection::vec(any::<u8>(), 0..900)) {
        play(&bytes)?;
    }
}
