//! Commands: most of them fit the run as it is, some name what is not there.

use std::collections::BTreeSet;

use interpreter::actor::{Actor, Standing, Surface};
use interpreter::command::{Approve, Complete, EffectFailed, Override, Settlement, Start, Trigger};
use interpreter::id::{ActivationId, EffectId, PersonId, RunId, TaskId, TimerId};
use interpreter::state::{EffectRequest, TaskKind};
use interpreter::{Command, Envelope, Program, State};
use jiff::{SignedDuration, Timestamp};
use procedure::document::{Name, Verb};
use procedure::value::{Value, Values};

use super::Tape;

const PEOPLE: [(&str, &[&str]); 5] = [
    ("ann", &["agent", "lead", "chief"]),
    ("ben", &["lead", "chief"]),
    ("cho", &["agent", "lead"]),
    ("dan", &["agent"]),
    ("root", &[]),
];

/// The next command to a run, with who gives it and when; `now` moves.
pub fn command(tape: &mut Tape<'_>, program: &Program, state: &State, now: &mut Timestamp) -> Envelope {
    let pauses = [0, 1, 60, 3_600, 86_400, 7 * 86_400];
    *now = now.checked_add(SignedDuration::from_secs(*tape.one_of(&pauses))).unwrap_or(*now);
    let mut at = *now;
    let (command, by_person) = match tape.below(20) {
        _ if state.sequence == 0 => (start(tape), true),
        0..=7 if !state.tasks.is_empty() => (at_a_task(tape, program, state), true),
        8..=11 if !state.effects.is_empty() => (result(tape, state), false),
        12 | 13 if !state.timers.is_empty() => {
            let (id, timer) = pick(tape, &state.timers);
            at = at.max(timer.at);
            *now = at;
            (Command::TimerFired { timer: *id }, false)
        }
        14 => (Command::EventArrived { event: "com.came".parse().expect("a dotted name"), data: event(tape) }, false),
        15 => (Command::Pause { reason: "a while".into() }, true),
        16 => (Command::Resume, true),
        17 if !state.activations.is_empty() => (at_a_step(tape, program, state), true),
        18 => (garbage(tape), tape.once_in(2)),
        _ => (Command::AddNote { step: None, text: "noted".into() }, true),
    };
    let standing = if by_person { person(tape) } else { Standing::engine() };
    Envelope { at, standing, command }
}

fn pick<'a, K, V>(tape: &mut Tape<'_>, map: &'a std::collections::BTreeMap<K, V>) -> (&'a K, &'a V) {
    let nth = tape.below(map.len().min(256));
    map.iter().nth(nth).expect("there are as many")
}

fn person(tape: &mut Tape<'_>) -> Standing {
    let (name, roles) = tape.one_of(&PEOPLE);
    let linked = if tape.once_in(8) { BTreeSet::from([PersonId::new("ann")]) } else { BTreeSet::new() };
    Standing {
        actor: Actor { person: Some(PersonId::new(name)), role: None, on_behalf_of: None, surface: Surface::Api },
        roles: roles.iter().map(|role| role.parse().expect("a role")).collect(),
        linked,
        administrator: *name == "root",
    }
}

fn start(tape: &mut Tape<'_>) -> Command {
    let mut data = Values::new();
    for name in ["a", "b", "c", "d", "list", "boss"] {
        if tape.once_in(2) {
            data.insert(name.into(), fitting(tape, name));
        }
    }
    let caps =
        [None, Some(procedure::document::AutonomyLevel::Confirm), Some(procedure::document::AutonomyLevel::Human)];
    Command::Start(Start {
        run: RunId::new("run"),
        number: 1,
        data,
        settings: Values::new(),
        trigger: Trigger::Manual,
        parent: None,
        autonomy_cap: if tape.once_in(4) { *tape.one_of(&caps) } else { None },
    })
}

/// A value that the field of this name takes.
fn fitting(tape: &mut Tape<'_>, name: &str) -> Value {
    match name {
        "c" => Value::Bool(tape.once_in(2)),
        "d" => Value::from(*tape.one_of(&["x", "2026-03-04T10:00:00Z", "ann", ""])),
        "list" => Value::List((0..tape.below(4)).map(|item| Value::from(item as i64)).collect()),
        "boss" => Value::from(*tape.one_of(&["lead", "chief"])),
        _ => Value::from(tape.below(7) as i64),
    }
}

fn filled(tape: &mut Tape<'_>, fields: &[Name]) -> Values {
    let mut values = Values::new();
    for field in fields {
        match tape.below(8) {
            0 if tape.once_in(2) => {}
            1 if tape.once_in(2) => {
                values.insert(field.to_string(), Value::from("no such thing"));
            }
            _ => {
                values.insert(field.to_string(), fitting(tape, field));
            }
        }
    }
    values
}

fn at_a_task(tape: &mut Tape<'_>, program: &Program, state: &State) -> Command {
    let (id, task) = pick(tape, &state.tasks);
    let id = *id;
    let verb =
        state.activations.get(&task.activation).and_then(|open| program.place(&open.step)).map(|at| &at.step.verb);
    match tape.below(12) {
        9 => return Command::Claim { task: id },
        10 => {
            let exceptions = ["x", "y", "nonesuch"];
            let exception = if tape.once_in(2) { tape.one_of(&exceptions).parse().ok() } else { None };
            return Command::Raise { task: id, exception, words: "odd".into() };
        }
        11 => {
            return match tape.below(3) {
                0 => Command::Release { task: id },
                1 => Command::Reassign { task: id, assignee: Some(PersonId::new("cho")), role: None, reason: None },
                _ => Command::NobodyLeft { task: id },
            };
        }
        _ => {}
    }
    let refuses = tape.once_in(5);
    match &task.kind {
        TaskKind::Approve { .. } | TaskKind::Confirm { .. } if refuses => {
            Command::Refuse { task: id, reason: "no".into(), revision: None }
        }
        TaskKind::Approve { .. } | TaskKind::Confirm { .. } => {
            let collect = match verb {
                Some(Verb::Approve { approve }) => approve.collect.as_slice(),
                _ => &[],
            };
            let revision = if tape.once_in(6) { 1 } else { state.sequence };
            Command::Approve(Approve {
                task: id,
                revision,
                values: filled(tape, collect),
                signed: true,
                arguments: None,
            })
        }
        TaskKind::Work | TaskKind::Supply { .. } | TaskKind::ByHand { .. } => {
            let fields: Vec<Name> = match (&task.kind, verb) {
                (TaskKind::Supply { fields } | TaskKind::ByHand { fields, .. }, _) => fields.clone(),
                (_, Some(Verb::Person { person })) => {
                    person.collect.iter().chain(person.evidence.keys()).cloned().collect()
                }
                _ => Vec::new(),
            };
            Command::Complete(Complete { task: id, values: filled(tape, &fields), signed: true, revision: None })
        }
        TaskKind::Choose { options, .. } => {
            let revision = tape.once_in(6).then_some(1);
            Command::Choose { task: id, option: tape.below(options.len() + 1), revision }
        }
        TaskKind::Settle { .. } => {
            let settlement = match tape.below(4) {
                0 | 1 => Settlement::Continue,
                2 => Settlement::Retry,
                _ => Settlement::End("stopped".parse().expect("an outcome")),
            };
            Command::Settle { task: id, settlement, reason: "so be it".into() }
        }
    }
}

fn result(tape: &mut Tape<'_>, state: &State) -> Command {
    let (id, effect) = pick(tape, &state.effects);
    let effect_id = *id;
    let child = matches!(effect.request, EffectRequest::Procedure { .. });
    match tape.below(6) {
        4 | 5 => Command::EffectFailed(EffectFailed {
            effect: effect_id,
            error: tape.one_of(&["timeout", "no-model", "x"]).parse().expect("an error"),
            message: "it did not work".into(),
            repeatable: !tape.once_in(3),
            in_doubt: tape.once_in(6),
        }),
        3 if child => {
            let exception = "x".parse().expect("an exception");
            Command::ChildRaised { effect: effect_id, exception, message: "below".into() }
        }
        _ if child => {
            let outcome = tape.one_of(&["completed", "stopped"]).parse().expect("an outcome");
            Command::ChildEnded { effect: effect_id, outcome, outputs: object(tape) }
        }
        _ => {
            let result = if tape.once_in(4) { fitting(tape, "a") } else { Value::Object(object(tape)) };
            Command::EffectSucceeded { effect: effect_id, result, reused: false }
        }
    }
}

fn object(tape: &mut Tape<'_>) -> Values {
    let a = if tape.once_in(5) { Value::from("text") } else { fitting(tape, "a") };
    Values::from([("a".to_owned(), a)])
}

fn event(tape: &mut Tape<'_>) -> Value {
    if tape.once_in(4) { Value::from("odd") } else { Value::Object(object(tape)) }
}

fn at_a_step(tape: &mut Tape<'_>, program: &Program, state: &State) -> Command {
    let (id, open) = pick(tape, &state.activations);
    match tape.below(4) {
        0 => Command::Skip { activation: *id, reason: "not now".into() },
        1 => {
            let steps = program.procedure.all_steps();
            let to = steps[tape.below(steps.len().min(256))].step.id.clone();
            Command::Jump { to, reason: "over there".into() }
        }
        2 => {
            let step = state.path.get(tape.below(state.path.len().clamp(1, 256))).unwrap_or(&open.step).clone();
            let name = *tape.one_of(&["a", "b", "e"]);
            let values = Values::from([(name.to_owned(), fitting(tape, name))]);
            Command::Override(Override {
                step,
                within: None,
                values,
                code: "wrong".into(),
                words: "it was wrong".into(),
            })
        }
        _ if tape.once_in(4) => Command::Cancel { reason: "enough".into() },
        _ => Command::AddNote { step: Some(open.step.clone()), text: "noted".into() },
    }
}

/// What names things that are not there, or says nothing.
fn garbage(tape: &mut Tape<'_>) -> Command {
    let n = tape.below(200) as u32;
    match tape.below(10) {
        0 => Command::TimerFired { timer: TimerId(n) },
        1 => Command::EffectSucceeded { effect: EffectId(n), result: Value::Null, reused: false },
        2 => Command::Complete(Complete { task: TaskId(n), values: Values::new(), signed: false, revision: None }),
        3 => Command::Skip { activation: ActivationId(n), reason: String::new() },
        4 => Command::Jump { to: "nowhere".parse().expect("a step"), reason: "there".into() },
        5 => Command::Choose { task: TaskId(n), option: usize::MAX, revision: None },
        6 => start(tape),
        7 => Command::Refuse { task: TaskId(n), reason: "x".repeat(20_000), revision: Some(u64::MAX) },
        8 => Command::Claim { task: TaskId(n) },
        _ => Command::NobodyLeft { task: TaskId(n) },
    }
}
