//! Commands handled a second by the interpreter alone, on one thread: no store, no dispatch.
//!
//! A command is handled when its events are decided and the state after them is there. Two procedures: one whose run is
//! a call, four scores and a decision (two commands), one whose run is a person's task and an approval (three).

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use bench_ours::{APPROVED, SCORED, program};
use interpreter::actor::{Actor, Standing, Surface};
use interpreter::command::{Approve, Complete, Start, Trigger};
use interpreter::id::{PersonId, RunId};
use interpreter::{Command, Envelope, Program, State, decide};
use jiff::Timestamp;
use measure::Plan;
use procedure::value::{Value, Values};

fn main() {
    let plan = Plan::from_arguments();
    let scored = program(SCORED);
    let approved = program(APPROVED);
    time("decided-by-rules", plan.runs, |run| by_rules(&scored, run));
    time("decided-by-people", plan.runs, |run| by_people(&approved, run));
}

fn time(subject: &str, runs: usize, one: impl Fn(usize) -> (usize, State)) {
    for run in 0..runs.div_ceil(10) {
        black_box(one(run));
    }
    let begun = Instant::now();
    let mut commands = 0;
    for run in 0..runs {
        let (given, state) = black_box(one(run));
        assert!(state.status.is_terminal(), "run {run} did not end: {:?}", state.status);
        commands += given;
    }
    measure::report(subject, commands, begun.elapsed(), &[]);
}

fn person(name: &str, role: &str) -> Standing {
    let actor =
        Actor { person: Some(PersonId::new(name)), role: None, on_behalf_of: None, surface: Surface::CommandLine };
    let role = role.parse().expect("a role's name");
    Standing { actor, roles: BTreeSet::from([role]), linked: BTreeSet::new(), administrator: false }
}

fn start(run: usize, data: Values) -> Command {
    Command::Start(Start {
        run: RunId::new(format!("run-{run}")),
        number: 1,
        data,
        settings: Values::new(),
        trigger: Trigger::Manual,
        parent: None,
        autonomy_cap: None,
    })
}

fn values<const N: usize>(fields: [(&str, Value); N]) -> Values {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn give(program: &Program, state: &State, standing: Standing, command: Command) -> State {
    let envelope = Envelope { at: Timestamp::UNIX_EPOCH, standing, command };
    let decided = decide(program, state, &envelope).expect("the command is lawful");
    black_box(decided.events);
    decided.state
}

fn by_rules(program: &Program, run: usize) -> (usize, State) {
    let data = values([("account_id", Value::from(format!("ACC{run}")))]);
    let state = give(program, &State::default(), person("ann", "clerk"), start(run, data));
    let effect = *state.effects.keys().next().expect("a call waits");
    let account = values([
        ("account_id", Value::from(format!("ACC{run}"))),
        ("verified", Value::Bool(run.is_multiple_of(2))),
        ("connected", Value::from((run % 30) as i64)),
        ("shared", Value::Bool(run.is_multiple_of(3))),
        ("rate", Value::from(i64::from(run.is_multiple_of(5)))),
    ]);
    let result = Command::EffectSucceeded { effect, result: Value::Object(account), reused: false };
    (2, give(program, &state, Standing::engine(), result))
}

fn by_people(program: &Program, run: usize) -> (usize, State) {
    let data = values([("subject", Value::from("a chair"))]);
    let state = give(program, &State::default(), person("ann", "clerk"), start(run, data));
    let task = *state.tasks.keys().next().expect("a task waits");
    let values = values([("amount", Value::from((run % 100) as i64))]);
    let done = Command::Complete(Complete { task, values, signed: false, revision: None });
    let state = give(program, &state, person("ann", "clerk"), done);
    let task = *state.tasks.keys().next().expect("an approval waits");
    let revision = state.sequence;
    let agreed = Command::Approve(Approve { task, revision, values: Values::new(), signed: false, arguments: None });
    (3, give(program, &state, person("bob", "lead"), agreed))
}
