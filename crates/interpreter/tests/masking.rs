//! What is sensitive shows in nothing that leaves a store, and all of it to those who may see it.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::sync::Arc;

use interpreter::actor::{Actor, Standing, Surface};
use interpreter::command::{Complete, Start, Trigger};
use interpreter::event::Event;
use interpreter::id::{EffectId, PersonId, RunId, TaskId, TimerId};
use interpreter::sight::Sight;
use interpreter::story::Teller;
use interpreter::view::view;
use interpreter::{Command, Envelope, Program, Recorded, State, decide, mask};
use jiff::{SignedDuration, Timestamp};
use procedure::hash::ContentHash;
use procedure::read::{Spelling, read_tree};
use procedure::source::{Limits, yaml};
use procedure::time::Calendar;
use procedure::value::Value;
use serde_json::{Value as Json, json};

/// Every place that a sensitive value may reach. The number of the account is the sensitive part of a customer.
const PROCEDURE: &str = r"
procedure: 1
id: pay-out
title: Pay out
owner: lead
roles: {lead: {title: Lead}}
settings: {key: {type: string, sensitive: true}}
data:
  customer: {type: object, properties: {name: {type: string}, iban: {type: string, sensitive: true}}}
  line: {type: string, optional: true}
  tier: {type: string, optional: true}
  copies: {type: array, items: {type: string}, optional: true}
  answer: {type: string, optional: true}
outputs: [tier]
steps:
  - {id: line, title: Set, set: {line: =customer.iban}}
  - id: tier
    title: Tier
    decide:
      table: {hit: first, inputs: [line], results: [tier], rules: any | =line}
  - id: copy
    title: Copy
    each: {of: '[line]', as: one, gather: {copies: =one}, steps: [{id: keep, title: Keep, set: {kept: =one}}]}
  - id: pay
    title: Pay
    call: bank.pay
    with: {to: =customer.iban, name: =customer.name, key: =settings.key}
    save: {answer: =result.number}
    autonomy: confirm
  - {id: kid, title: Kid, procedure: pay-in, with: {account: =line}}
  - {id: think, title: Think, agent: {goal: 'Pay {{ tier }}', returns: {secret: {type: string, sensitive: true}}, limits: {turns: 2}}}
  - {id: look, title: 'Look at {{ customer.name }} {{ customer.iban }}', due: 1h, remind: [{every: 30m}], person: {role: lead, collect: [line]}, checks: [{that: line == 'x'}]}
escalation:
  - {after: {overdue: 10m}, steps: [look], notify: lead, text: 'Late: {{ customer.iban }}'}
";

const SECRET: &str = "DE4711";

struct Run {
    program: Program,
    state: State,
    journal: Vec<Recorded>,
    at: Timestamp,
}

impl Run {
    fn give(&mut self, command: Command) {
        let engine = matches!(
            command,
            Command::EffectSucceeded { .. } | Command::ChildEnded { .. } | Command::TimerFired { .. }
        );
        let standing = if engine { Standing::engine() } else { lead() };
        let envelope = Envelope { at: self.at, standing, command };
        let decided = decide(&self.program, &self.state, &envelope).unwrap();
        self.journal.extend(decided.events);
        self.state = decided.state;
    }

    /// All that a reader is shown of the run, as text.
    fn shown(&self, reveal: bool) -> Vec<String> {
        let sight = Sight::whole(&self.program, reveal);
        let teller = Teller { sight: &sight, state: &self.state };
        let journal = if reveal { self.journal.clone() } else { mask::journal(&self.program, &self.journal) };
        let seen = view(&sight, &self.state, &self.journal);
        let told = self.journal.iter().map(|recorded| teller.tell(recorded));
        let kept = journal.iter().map(|recorded| serde_json::to_string(recorded).unwrap());
        told.chain(kept).chain([serde_json::to_string(&seen).unwrap()]).collect()
    }
}

fn lead() -> Standing {
    let actor =
        Actor { person: Some(PersonId::new("lea")), role: None, on_behalf_of: None, surface: Surface::CommandLine };
    let roles = ["lead".parse().unwrap()].into();
    Standing { actor, roles, linked: Default::default(), administrator: false }
}

fn value(json: &Json) -> Value {
    Value::from_plain(json).unwrap()
}

fn values(json: &Json) -> procedure::value::Values {
    match value(json) {
        Value::Object(values) => values,
        other => panic!("{other:?} is no object"),
    }
}

/// The run up to the form of its last step, which came back once and was reminded of.
fn run() -> Run {
    let parsed = yaml::parse(PROCEDURE, &Limits::default());
    let (procedure, found) = read_tree(&parsed.root, Spelling::Yaml, &());
    assert!(found.is_empty(), "{found:#?}");
    let program = Program::new(Arc::new(procedure.unwrap()), ContentHash::of(b"1"), &Calendar::default());
    let at: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
    let mut run = Run { program, state: State::default(), journal: Vec::new(), at };
    run.give(Command::Start(Start {
        run: RunId::new("run"),
        number: 1,
        data: values(&json!({"customer": {"name": "Ann", "iban": SECRET}})),
        settings: values(&json!({"key": SECRET})),
        trigger: Trigger::Manual,
        parent: None,
        autonomy_cap: None,
    }));
    run
}

fn go_on(run: &mut Run) {
    run.give(Command::Approve(interpreter::command::Approve {
        task: TaskId(1),
        revision: run.state.sequence,
        values: Default::default(),
        signed: false,
        arguments: None,
    }));
    run.give(Command::EffectSucceeded { effect: EffectId(1), result: value(&json!({"number": "7"})), reused: false });
    run.give(Command::ChildEnded {
        effect: EffectId(2),
        outcome: "completed".parse().unwrap(),
        outputs: Default::default(),
    });
    let result = value(&json!({"secret": SECRET}));
    run.give(Command::EffectSucceeded { effect: EffectId(3), result, reused: false });
    run.give(Command::Complete(Complete {
        task: TaskId(2),
        values: values(&json!({"line": SECRET})),
        signed: false,
        revision: None,
    }));
    run.at = run.at.checked_add(SignedDuration::from_hours(2)).unwrap();
    let timers: Vec<TimerId> = run.state.timers.keys().copied().collect();
    timers.into_iter().for_each(|timer| run.give(Command::TimerFired { timer }));
}

#[test]
fn what_is_sensitive_is_in_nothing_that_those_see_who_may_not_see_it() {
    let mut run = run();
    let confirming = run.shown(false);
    go_on(&mut run);
    let names: Vec<String> = run.journal.iter().map(|recorded| recorded.event.name()).collect();
    for wanted in ["reminded", "escalation-raised", "item-ended", "decision-made", "effect-requested"] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} is not in {names:?}");
    }
    for text in confirming.into_iter().chain(run.shown(false)) {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn what_is_not_sensitive_stays_beside_what_is() {
    let mut run = run();
    go_on(&mut run);
    let shown = run.shown(false).concat();
    assert!(shown.contains(r#""customer":{"iban":"•••","name":"Ann"}"#), "{shown}");
    assert!(shown.contains(r#""arguments":{"key":"•••","name":"Ann","to":"•••"}"#), "{shown}");
    assert!(shown.contains("Look at Ann •••"), "{shown}");
}

#[test]
fn who_may_see_what_is_sensitive_sees_it() {
    let run = run();
    let shown = run.shown(true).concat();
    assert!(shown.contains(SECRET) && !shown.contains("•••"), "{shown}");
}

#[test]
fn what_leaves_as_a_notice_is_masked_in_the_journal_itself() {
    let mut run = run();
    go_on(&mut run);
    for recorded in &run.journal {
        match &recorded.event {
            Event::Reminded(event) => assert_eq!(event.text, "Still open: Look at Ann •••"),
            Event::EscalationRaised(event) => assert_eq!(event.text, "Late: •••"),
            _ => {}
        }
    }
}
