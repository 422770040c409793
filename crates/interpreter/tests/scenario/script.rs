//! One line of a script as a command: who asks for what.

use std::collections::BTreeSet;

use interpreter::actor::{Actor, Standing, Surface};
use interpreter::command::{Approve, Complete, EffectFailed, Override, Settlement, Start, Trigger};
use interpreter::id::{ActivationId, EffectId, PersonId, RunId, TaskId, TimerId};
use interpreter::state::TaskKind;
use interpreter::{Command, State};
use procedure::value::{Value, Values};
use serde_json::Value as Json;

use super::document::Scenario;

/// The roles of the people in every scenario.
const PEOPLE: [(&str, &[&str]); 7] = [
    ("ann", &["agent"]),
    ("ben", &["agent"]),
    ("lea", &["lead"]),
    ("max", &["lead"]),
    ("cho", &["chief"]),
    ("duo", &["lead", "chief"]),
    ("root", &[]),
];

/// Who gives a command.
pub fn standing(scenario: &Scenario, line: &Json, otherwise: Option<&str>) -> Standing {
    let Some(name) = text(line, "by").or(otherwise.map(str::to_owned)) else { return Standing::engine() };
    let roles = PEOPLE.iter().find(|(person, _)| *person == name).map_or(&[][..], |(_, roles)| roles);
    let linked = scenario.linked.get(&name).into_iter().flatten().map(PersonId::new).collect();
    Standing {
        actor: Actor {
            person: Some(PersonId::new(&name)),
            role: None,
            on_behalf_of: text(line, "for").map(PersonId::new),
            surface: Surface::CommandLine,
        },
        roles: roles.iter().map(|role| role.parse().unwrap()).collect::<BTreeSet<_>>(),
        linked,
        administrator: name == "root",
    }
}

/// The command of a line, and who gives it when the line does not say.
pub fn command(state: &State, line: &Json) -> (Command, Option<&'static str>) {
    let (verb, target) = line.as_object().and_then(|line| line.iter().next()).expect("a line is a mapping");
    let step = target.as_str().unwrap_or_default();
    let task = || task(state, line, step);
    let effect = || effect(state, line, step);
    let words = |key: &str| text(line, key).unwrap_or_else(|| "because".into());
    let command = match verb.as_str() {
        "start" => return (start(target), Some("ann")),
        "claim" => return (Command::Claim { task: task() }, Some("ann")),
        "release" => return (Command::Release { task: task() }, Some("ann")),
        "reassign" => {
            let command = Command::Reassign {
                task: task(),
                assignee: text(line, "to").map(PersonId::new),
                role: text(line, "role").map(|role| role.parse().unwrap()),
                reason: text(line, "reason"),
            };
            return (command, Some("lea"));
        }
        "complete" => {
            let values = values(line, "values");
            let signed = line.get("sign").is_some();
            let complete = Complete { task: task(), values, signed, revision: number(line, "revision") };
            return (Command::Complete(complete), Some("ann"));
        }
        "approve" => {
            let arguments = line.get("arguments").map(|_| values(line, "arguments"));
            let approve = Approve {
                task: task(),
                revision: number(line, "revision").unwrap_or(state.sequence),
                values: values(line, "values"),
                signed: line.get("sign").is_some(),
                arguments,
            };
            return (Command::Approve(approve), Some("lea"));
        }
        "refuse" => {
            let revision = number(line, "revision");
            return (Command::Refuse { task: task(), reason: words("reason"), revision }, Some("lea"));
        }
        "choose" => {
            let option = number(line, "option").unwrap_or_default() as usize;
            let revision = number(line, "revision");
            return (Command::Choose { task: task(), option, revision }, Some("lea"));
        }
        "raise" => {
            let exception = text(line, "exception").map(|id| id.parse().unwrap());
            return (Command::Raise { task: task(), exception, words: words("words") }, Some("ann"));
        }
        "settle" => {
            let settlement = match text(line, "with").as_deref() {
                Some("continue") => Settlement::Continue,
                Some("retry") | None => Settlement::Retry,
                Some(outcome) => Settlement::End(outcome.parse().unwrap()),
            };
            return (Command::Settle { task: task(), settlement, reason: words("reason") }, Some("lea"));
        }
        "result" => Command::EffectSucceeded {
            effect: effect(),
            result: value(line.get("value").unwrap_or(&Json::Null)),
            reused: line.get("reused").is_some(),
        },
        "fail" => Command::EffectFailed(EffectFailed {
            effect: effect(),
            error: text(line, "error").unwrap_or_else(|| "unavailable".into()).parse().unwrap(),
            message: text(line, "message").unwrap_or_else(|| "it did not work".into()),
            repeatable: line.get("final").is_none(),
            in_doubt: line.get("in_doubt").is_some(),
        }),
        "child-ended" => Command::ChildEnded {
            effect: effect(),
            outcome: text(line, "outcome").unwrap_or_else(|| "completed".into()).parse().unwrap(),
            outputs: values(line, "outputs"),
        },
        "child-raised" => Command::ChildRaised {
            effect: effect(),
            exception: words("exception").parse().unwrap(),
            message: words("message"),
        },
        "timer" => Command::TimerFired { timer: TimerId(target.as_u64().unwrap_or_default() as u32) },
        "event" => {
            Command::EventArrived { event: step.parse().unwrap(), data: value(line.get("data").unwrap_or(&Json::Null)) }
        }
        "nobody-left" => Command::NobodyLeft { task: task() },
        "pause" => return (Command::Pause { reason: words("reason") }, Some("lea")),
        "resume" => return (Command::Resume, Some("lea")),
        "cancel" => return (Command::Cancel { reason: words("reason") }, Some("lea")),
        "skip" => {
            let activation = match number(line, "activation") {
                Some(id) => ActivationId(id as u32),
                None => open(state, step).expect("the step is open"),
            };
            return (Command::Skip { activation, reason: words("reason") }, Some("lea"));
        }
        "jump" => return (Command::Jump { to: step.parse().unwrap(), reason: words("reason") }, Some("lea")),
        "override" => {
            let replacement = Override {
                within: number(line, "within").map(|id| ActivationId(id as u32)),
                step: step.parse().unwrap(),
                values: values(line, "values"),
                code: text(line, "code").unwrap_or_else(|| "wrong".into()),
                words: words("words"),
            };
            return (Command::Override(replacement), Some("lea"));
        }
        "note" => return (Command::AddNote { step: None, text: step.to_owned() }, Some("ann")),
        other => panic!("`{other}` is no command of a script"),
    };
    (command, None)
}

fn start(given: &Json) -> Command {
    Command::Start(Start {
        run: RunId::new(text(given, "run").unwrap_or_else(|| "run".into())),
        number: number(given, "number").unwrap_or(1) as u32,
        data: values(given, "data"),
        settings: values(given, "settings"),
        trigger: if given.get("example").is_some() { Trigger::Example } else { Trigger::Manual },
        parent: None,
        autonomy_cap: text(given, "cap").map(|cap| serde_json::from_value(Json::String(cap)).unwrap()),
    })
}

fn open(state: &State, step: &str) -> Option<ActivationId> {
    state.activations.iter().find(|(_, open)| open.step == *step).map(|(id, _)| *id)
}

/// The task that is meant: by its number, or the first of the step, of the role where one is said.
fn task(state: &State, line: &Json, step: &str) -> TaskId {
    if let Some(id) = number(line, "task") {
        return TaskId(id as u32);
    }
    let role = text(line, "role");
    let mut of_step = state.tasks.iter().filter(|(_, task)| {
        let step_fits = state.activations.get(&task.activation).is_some_and(|open| open.step == *step);
        let role_fits = role.as_ref().is_none_or(|role| match &task.kind {
            TaskKind::Approve { role: asked } => asked == role.as_str(),
            _ => true,
        });
        step_fits && role_fits
    });
    let nth = number(line, "nth").unwrap_or(0) as usize;
    of_step.nth(nth).map_or(TaskId(999), |(id, _)| *id)
}

fn effect(state: &State, line: &Json, step: &str) -> EffectId {
    if let Some(id) = number(line, "effect") {
        return EffectId(id as u32);
    }
    let of_step = state
        .effects
        .iter()
        .find(|(_, effect)| state.activations.get(&effect.activation).is_some_and(|open| open.step == *step));
    of_step.map_or(EffectId(999), |(id, _)| *id)
}

pub fn text(line: &Json, key: &str) -> Option<String> {
    line.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

pub fn number(line: &Json, key: &str) -> Option<u64> {
    line.get(key).and_then(Json::as_u64)
}

fn values(line: &Json, key: &str) -> Values {
    match line.get(key).map(value) {
        Some(Value::Object(values)) => values,
        _ => Values::new(),
    }
}

fn value(plain: &Json) -> Value {
    Value::from_plain(plain).unwrap()
}
