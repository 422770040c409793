//! What follows from a run's journal: the rows that the store keeps so that tasks, timers and effects can be found.
//!
//! Pure. The rows in a store always equal [`rows`] of the state that the journal folds to.

use std::collections::{BTreeMap, BTreeSet};

use interpreter::command::Trigger;
use interpreter::event::{EffectFailed, EffectSucceeded, Event, Recorded, Started};
use interpreter::id::{EffectId, RunId, TaskId, TimerId};
use interpreter::state::{Addressee, Effect, EffectRequest, Status, TaskKind, Work};
use interpreter::{Program, State};
use jiff::Timestamp;
use procedure::hash::ContentHash;
use procedure::value::{File, Value};

use crate::ledger::Sealed;
use crate::port::store::{Claim, ClaimKind, Difference, EffectRow, Notice, Origin, Progress, RunStatus, TaskRow};

/// What waits in a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    pub effects: BTreeMap<EffectId, EffectRow>,
    pub timers: BTreeMap<TimerId, Timestamp>,
    pub tasks: BTreeMap<TaskId, TaskRow>,
}

/// What waits in a run in this state.
pub fn rows(run: &RunId, origin: &Origin, program: &Program, state: &State) -> Rows {
    let paused = matches!(state.status, Status::Paused { .. });
    // A request under a `once` key holds the key until it has come back, also when nothing waits for it any more.
    let effects = state.effects.iter().filter(|(_, effect)| !effect.abandoned || effect.once.is_some());
    // While a run is paused the clocks that count from entry stand still.
    let timers = state.timers.iter().filter(|(_, timer)| !(paused && timer.from_entry));
    Rows {
        effects: effects.map(|(id, effect)| (*id, effect_row(run, *id, effect, state))).collect(),
        timers: timers.map(|(id, timer)| (*id, timer.at)).collect(),
        tasks: state.tasks.keys().filter_map(|id| Some((*id, task_row(run, origin, program, *id, state)?))).collect(),
    }
}

/// How rows differ: what to put and what to take away.
pub fn difference<K: Ord + Clone, V: PartialEq + Clone>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
) -> Difference<K, V> {
    let set = after.iter().filter(|(key, row)| before.get(key) != Some(row));
    let removed = before.keys().filter(|key| !after.contains_key(key));
    Difference { set: set.map(|(key, row)| (key.clone(), row.clone())).collect(), removed: removed.cloned().collect() }
}

fn effect_row(run: &RunId, id: EffectId, effect: &Effect, state: &State) -> EffectRow {
    let waiting = state
        .activations
        .get(&effect.activation)
        .is_some_and(|activation| matches!(activation.work, Work::Effect { retry: Some(_), .. }));
    EffectRow {
        run: run.clone(),
        effect: id,
        attempt: effect.attempt,
        label: label(&effect.request),
        key: effect.key.clone(),
        once: once(effect),
        waiting,
        begun: 0,
    }
}

/// The action, or the word for another kind of effect.
pub fn label(request: &EffectRequest) -> String {
    match request {
        EffectRequest::Call { action, .. } => action.to_string(),
        EffectRequest::Agent { .. } => "agent".into(),
        EffectRequest::Document { .. } => "document".into(),
        EffectRequest::Notify { .. } => "notify".into(),
        EffectRequest::Procedure { .. } => "procedure".into(),
    }
}

/// The key under which at most one success counts, over all runs: the action and the step's key.
pub fn once(effect: &Effect) -> Option<String> {
    effect.once.as_ref().map(|key| format!("{} {key}", label(&effect.request)))
}

fn task_row(run: &RunId, origin: &Origin, program: &Program, id: TaskId, state: &State) -> Option<TaskRow> {
    let task = state.tasks.get(&id)?;
    let step = &state.activations.get(&task.activation)?.step;
    let title = program.place(step).map(|place| {
        let title = &place.step.title;
        // The moment is the task's own, so that the row follows from the journal alone.
        interpreter::filled::text(program, state, Some(task.activation), task.opened_at, title, &program.mask)
    });
    // While a run is paused nothing in it is due: nobody can work on it.
    let paused = matches!(state.status, Status::Paused { .. });
    Some(TaskRow {
        run: run.clone(),
        task: id,
        procedure: origin.procedure.clone(),
        step: step.clone(),
        kind: kind(&task.kind).to_owned(),
        candidates: task.candidates.iter().cloned().collect::<BTreeSet<_>>(),
        assignee: task.assignee.clone(),
        due: task.due.filter(|_| !paused),
        priority: task.priority,
        opened_at: task.opened_at,
        title: title.unwrap_or_default(),
        case: origin.case.clone(),
    })
}

/// The word for what a person is to do.
pub fn kind(kind: &TaskKind) -> &'static str {
    match kind {
        TaskKind::Work => "work",
        TaskKind::Approve { .. } => "approve",
        TaskKind::Supply { .. } => "supply",
        TaskKind::ByHand { .. } => "by-hand",
        TaskKind::Confirm { .. } => "confirm",
        TaskKind::Choose { .. } => "choose",
        TaskKind::Settle { .. } => "settle",
    }
}

/// What never changes about a run, from its first event.
pub fn origin(program: &Program, started: &Started, recorded: &Recorded) -> Origin {
    let (parent, schedule) = match &started.trigger {
        Trigger::Procedure { run, effect } => (Some((run.clone(), *effect)), None),
        Trigger::Schedule { trigger, .. } => (None, Some(*trigger)),
        Trigger::Manual | Trigger::Batch | Trigger::Event { .. } | Trigger::Example => (None, None),
    };
    let named = program.procedure.data.iter().filter(|(_, field)| !field.sensitive);
    let case = named.into_iter().find_map(|(name, _)| match started.data.get(name.as_str()) {
        Some(Value::Text(text)) if !text.is_empty() => Some(text.chars().take(80).collect()),
        Some(Value::Number(number)) => Some(number.normalize().to_string()),
        _ => None,
    });
    Origin {
        procedure: started.procedure.clone(),
        case,
        starter: recorded.actor.person.clone(),
        parent,
        schedule,
        started_at: recorded.at,
    }
}

/// Where the run stands as a whole.
pub fn status(state: &State) -> RunStatus {
    match &state.status {
        Status::New | Status::Running => RunStatus::Running,
        Status::Paused { .. } => RunStatus::Paused,
        Status::Ended { .. } => RunStatus::Ended,
        Status::Cancelled => RunStatus::Cancelled,
    }
}

/// Where a run stands, for lists.
pub fn progress(state: &State, version: ContentHash, updated_at: Timestamp) -> Progress {
    let outcome = match &state.status {
        Status::Ended { outcome } => Some(outcome.clone()),
        Status::New | Status::Running | Status::Paused { .. } | Status::Cancelled => None,
    };
    Progress {
        version,
        number: state.number,
        status: status(state),
        outcome,
        due: state.due,
        ended_at: state.ended_at,
        updated_at,
        failed_criteria: u32::try_from(state.failed_criteria.len()).unwrap_or(u32::MAX),
    }
}

/// The words to people that events bring about.
pub fn notices(run: &RunId, before: &State, events: &[Recorded], after: &State) -> Vec<Notice> {
    let mut notices = Vec::new();
    for recorded in events {
        let notice = |text: &str| Notice {
            at: recorded.at,
            run: run.clone(),
            step: None,
            role: None,
            person: None,
            subject: None,
            text: text.to_owned(),
        };
        if let Event::EscalationRaised(raised) = &recorded.event {
            notices.extend(raised.notify.iter().map(|role| Notice {
                role: Some(role.clone()),
                step: raised.step.clone(),
                ..notice(&raised.text)
            }));
        } else if let Event::Reminded(reminded) = &recorded.event {
            let tasks = after.tasks.values().filter(|task| task.activation == reminded.activation);
            for task in tasks {
                let step = Some(reminded.step.clone());
                match &task.assignee {
                    Some(person) => {
                        let person = Some(person.clone());
                        notices.push(Notice { person, step, ..notice(&reminded.text) });
                    }
                    None => notices.extend(task.candidates.iter().map(|role| Notice {
                        role: Some(role.clone()),
                        step: step.clone(),
                        ..notice(&reminded.text)
                    })),
                }
            }
        } else if let Event::EffectSucceeded(done) = &recorded.event {
            let request = effect(before, events, done.effect).map(|effect| effect.request);
            let Some(EffectRequest::Notify { to, subject, text }) = request else { continue };
            let step = before.activations.get(&done.activation).map(|activation| activation.step.clone());
            let (role, person) = match to {
                Addressee::Role(role) => (Some(role), None),
                Addressee::Person(person) => (None, Some(person)),
            };
            notices.push(Notice { role, person, step, subject, ..notice(&text) });
        }
    }
    notices
}

/// The keys that events claim: successes and doubts under `once`.
///
/// A key is in doubt when its request ended and nobody knows whether it was carried out. Where the run was told, the doubt
/// stands under the run, which may try again. Where nobody was told, because the request had been withdrawn, it stands
/// under the request's own key: not even the same run may.
pub fn claims(run: &RunId, before: &State, events: &[Recorded], after: &State) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut told = BTreeSet::new();
    for recorded in events {
        let (id, verdict) = match &recorded.event {
            Event::EffectSucceeded(EffectSucceeded { effect, reused: true, .. }) => (*effect, None),
            Event::EffectSucceeded(done) => (done.effect, Some(Verdict::Done(&done.result))),
            Event::EffectFailed(EffectFailed { retry_at: Some(_), .. }) => continue,
            Event::EffectFailed(failed) => (failed.effect, failed.in_doubt.then_some(Verdict::Told)),
            Event::EffectReturnedLate(late) => {
                let verdict = match &late.error {
                    // It came too late for its run, and it was carried out all the same.
                    None => Some(Verdict::Done(&late.result)),
                    Some(error) => (*error == *IN_DOUBT).then_some(Verdict::Untold),
                };
                (late.effect, verdict)
            }
            _ => continue,
        };
        told.insert(id);
        let of = verdict.and_then(|verdict| Some((effect(before, events, id)?, verdict)));
        claims.extend(of.and_then(|(effect, verdict)| verdict.claim(run, &effect)));
    }
    // Withdrawn between two tries, the first of which may have been carried out.
    let withdrawn = before.effects.iter().filter(|(id, effect)| {
        effect.doubtful && !effect.abandoned && !after.effects.contains_key(id) && !told.contains(id)
    });
    claims.extend(withdrawn.filter_map(|(_, effect)| Verdict::Untold.claim(run, effect)));
    claims
}

/// What a request's end says of its `once` key.
enum Verdict<'a> {
    Done(&'a Value),
    /// In doubt, as its run knows.
    Told,
    /// In doubt, and nobody was told.
    Untold,
}

impl Verdict<'_> {
    fn claim(&self, run: &RunId, effect: &Effect) -> Option<Claim> {
        let key = once(effect)?;
        Some(match self {
            Verdict::Done(result) => {
                Claim { kind: ClaimKind::Once, key, by: run.to_string(), value: Some(exact(result)) }
            }
            Verdict::Told => Claim { kind: ClaimKind::Doubt, key, by: run.to_string(), value: None },
            Verdict::Untold => Claim { kind: ClaimKind::Doubt, key, by: effect.key.clone(), value: None },
        })
    }
}

/// What an effect fails with when nobody knows whether it was carried out.
pub(crate) const IN_DOUBT: &str = "in-doubt";

fn exact(value: &Value) -> String {
    serde_json::to_string(value).expect("a value has a JSON form, and its keys are texts")
}

/// An effect as it was asked for, before or among these events.
fn effect(before: &State, events: &[Recorded], id: EffectId) -> Option<Effect> {
    before.effects.get(&id).cloned().or_else(|| {
        events.iter().find_map(|recorded| {
            let Event::EffectRequested(asked) = &recorded.event else { return None };
            (asked.effect == id).then(|| Effect {
                activation: asked.activation,
                request: asked.request.clone(),
                key: asked.key.clone(),
                once: asked.once.clone(),
                attempt: asked.attempt,
                doubtful: false,
                abandoned: false,
            })
        })
    })
}

/// How a value that is a file begins in the JSON of an event; nothing else does (`procedure::value`).
const FILE: &str = r#"{"$file":{"sha256":""#;

/// The content that events name.
pub fn files(events: &[Sealed]) -> BTreeSet<ContentHash> {
    let named = |event: &Sealed| -> Vec<ContentHash> {
        let after = event.body.match_indices(FILE).map(|(at, begins)| &event.body[at + begins.len()..]);
        after.filter_map(|rest| rest.get(..64)?.parse().ok()).collect()
    };
    events.iter().flat_map(named).collect()
}

/// What an event says of a file that it names.
pub(crate) fn file(event: &Event, hash: ContentHash) -> Option<File> {
    let body = serde_json::to_string(event).ok()?;
    let at = body.find(&format!("{FILE}{hash}\""))?;
    let text = &body[at + r#"{"$file":"#.len()..];
    serde_json::Deserializer::from_str(text).into_iter::<File>().next()?.ok()
}
