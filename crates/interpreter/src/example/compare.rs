//! What an example came to, beside what it expects.

use procedure::document::Example;
use procedure::value::Value;

use crate::program::Program;
use crate::state::{State, Status};

/// One thing in which an example came out otherwise than it expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// `run`, `outcome`, `path`, `exceptions`, `success`, or `data.name`.
    pub what: String,
    pub expected: String,
    pub found: String,
}

pub(super) fn compare(program: &Program, example: &Example, state: &State, stopped: Option<String>) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let mut differ = |what: &str, expected: String, actual: String| {
        if expected != actual {
            found.push(Mismatch { what: what.to_owned(), expected, found: actual });
        }
    };
    if let Some(stopped) = stopped {
        differ("run", "ends".to_owned(), stopped);
    }
    let expect = &example.expect;
    if let Some(outcome) = &expect.outcome {
        differ("outcome", outcome.to_string(), outcome_of(state));
    }
    if !expect.path.is_empty() {
        differ("path", join(&expect.path), join(&state.path));
    }
    if !expect.exceptions.is_empty() {
        differ("exceptions", join(&expect.exceptions), join(&state.raised));
    }
    for (name, expected) in &expect.data {
        let actual = state.scope.values.get(name.as_str()).cloned().unwrap_or_default();
        // What the example writes plainly is compared as its field would have it.
        let expected = match program.procedure.data.get(name) {
            Some(field) if !expected.is_null() => field.accept(expected.clone()).unwrap_or_else(|_| expected.clone()),
            Some(_) | None => expected.clone(),
        };
        if expected != actual {
            differ(&format!("data.{name}"), plain(&expected), plain(&actual));
        }
    }
    for position in &state.failed_criteria {
        if let Some(criterion) = program.procedure.success.get(*position) {
            differ("success", criterion.that.to_string(), "does not hold".to_owned());
        }
    }
    found
}

fn outcome_of(state: &State) -> String {
    match &state.status {
        Status::Ended { outcome } => outcome.to_string(),
        Status::Cancelled => "cancelled".to_owned(),
        Status::New | Status::Running | Status::Paused { .. } => "none, the run goes on".to_owned(),
    }
}

fn join<T: std::fmt::Display>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    format!("[{}]", items.join(", "))
}

fn plain(value: &Value) -> String {
    value.to_plain().to_string()
}
