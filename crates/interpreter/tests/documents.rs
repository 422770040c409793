//! Whole documents that `check` finds good: their examples come out as they say.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::sync::Arc;

use interpreter::{Program, example, replay};
use procedure::hash::ContentHash;
use procedure::read::{Spelling, read};
use procedure::time::Calendar;

#[test]
fn the_examples_of_good_documents_come_out_as_they_say() {
    let mut played = 0;
    for entry in std::fs::read_dir("../procedure/tests/good").unwrap() {
        let path = entry.unwrap().path();
        let Ok(procedure) = read(&std::fs::read_to_string(&path).unwrap(), Spelling::Yaml, &()).clean() else {
            panic!("{} cannot be read", path.display());
        };
        let procedure = Arc::new(procedure);
        let program = Program::new(procedure.clone(), ContentHash::of(b"1"), &Calendar::default());
        for written in &procedure.examples {
            let run = example::play(&program, written);
            let name = path.file_name().unwrap().display();
            assert!(run.passes(), "{name}, {}: {:#?}\n{:?}", written.name, run.mismatches, run.state.path);
            assert_eq!(replay(&run.journal), run.state);
            played += 1;
        }
    }
    assert!(played > 0);
}
