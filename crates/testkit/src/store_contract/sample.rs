//! Small commits to check stores with.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use std::collections::BTreeSet;

use engine::ledger::Sealed;
use engine::port::Chance;
use engine::port::store::{Batch, Change, ChangeKind, Difference, EffectRow, Origin, Progress, RunStatus, TaskRow};
use interpreter::actor::{Actor, Surface};
use interpreter::event::{Event, FORMAT, NoteAdded, Recorded};
use interpreter::id::{EffectId, PersonId, RunId, TaskId};
use jiff::Timestamp;
use procedure::hash::ContentHash;

use crate::SeededChance;

/// A moment with all nine digits of its second.
pub fn moment(second: i64) -> Timestamp {
    Timestamp::new(1_760_000_000 + second, 123_456_789).expect("a moment of our time")
}

pub fn run(name: &str) -> RunId {
    RunId::new(name)
}

pub fn person() -> Actor {
    Actor {
        person: Some(PersonId::new("ada")),
        role: Some("support-lead".parse().expect("a role")),
        on_behalf_of: Some(PersonId::new("grace")),
        surface: Surface::CommandLine,
    }
}

/// Notes with the numbers `first..first + count`, by turns of a person and the engine.
pub fn recorded(first: u64, count: u64) -> Vec<Recorded> {
    (first..first + count)
        .map(|sequence| Recorded {
            format: FORMAT,
            sequence,
            at: moment(i64::try_from(sequence).expect("few events")),
            actor: if sequence % 3 == 0 { Actor::engine() } else { person() },
            version: ContentHash::of(if sequence < 5 { b"one" } else { b"two" }),
            event: Event::from(NoteAdded { step: None, text: format!("Grüße, no. {sequence}\n\"quoted\"") }),
        })
        .collect()
}

pub fn sealed(first: u64, count: u64) -> Vec<Sealed> {
    Sealed::all(&recorded(first, count), &SeededChance::new(first))
}

pub fn origin() -> Origin {
    Origin {
        procedure: "returns".parse().expect("an id"),
        case: Some("ORD-1".into()),
        starter: Some(PersonId::new("ada")),
        parent: Some((run("above"), EffectId(7))),
        schedule: Some(2),
        started_at: moment(1),
    }
}

pub fn progress(status: RunStatus) -> Progress {
    let ended = !status.is_open();
    Progress {
        version: ContentHash::of(b"one"),
        number: 3,
        status,
        outcome: ended.then(|| "completed".parse().expect("an outcome")),
        due: Some(moment(86_400)),
        ended_at: ended.then(|| moment(9)),
        updated_at: moment(8),
        failed_criteria: 1,
    }
}

/// Appends `count` notes after `after`; the first commit of a run when that is 0.
pub fn batch(after: u64, count: u64) -> Batch {
    Batch {
        events: sealed(after + 1, count),
        origin: (after == 0).then(origin),
        progress: progress(RunStatus::Running),
        effects: Difference::default(),
        timers: Difference::default(),
        tasks: Difference::default(),
        notices: Vec::new(),
        claims: Vec::new(),
        files: BTreeSet::new(),
    }
}

pub fn effect(of: &RunId, effect: u32, once: Option<&str>) -> (EffectId, EffectRow) {
    let row = EffectRow {
        run: of.clone(),
        effect: EffectId(effect),
        attempt: 1,
        label: "shop.refund".into(),
        key: format!("{of}/{effect}"),
        once: once.map(str::to_owned),
        waiting: false,
        begun: 0,
    };
    (EffectId(effect), row)
}

pub fn task(of: &RunId, task: u32, roles: &[&str]) -> (TaskId, TaskRow) {
    let row = TaskRow {
        run: of.clone(),
        task: TaskId(task),
        procedure: "returns".parse().expect("an id"),
        step: "inspect".parse().expect("a step"),
        kind: "work".into(),
        candidates: roles.iter().map(|role| role.parse().expect("a role")).collect::<BTreeSet<_>>(),
        assignee: None,
        due: None,
        priority: 50,
        opened_at: moment(i64::from(task)),
        title: format!("Inspect Item {task}"),
        case: Some("ORD-1".into()),
    };
    (TaskId(task), row)
}

pub fn change(kind: ChangeKind, subject: &str) -> Change {
    let mut salt = [0; 16];
    SeededChance::new(99).fill(&mut salt);
    Change {
        at: moment(5),
        actor: person(),
        kind,
        subject: subject.into(),
        payload: format!("{{\"subject\":\"{subject}\"}}"),
        salt,
        writes: Vec::new(),
        claims: Vec::new(),
    }
}
