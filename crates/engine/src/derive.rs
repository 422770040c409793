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
use procedure::value::Value;

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
        interpreter::filled::text(program, state, Some(task.activation), task.opened_at, title)
    });
    Some(TaskRow {
        run: run.clone(),
        task: id,
        procedure: origin.procedure.clone(),
        step: step.clone(),
        kind: kind(&task.kind).to_owned(),
        candidates: task.candidates.iter().cloned().collect::<BTreeSet<_>>(),
        assignee: task.assignee.clone(),
        due: task.due,
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

/// The keys that events claim: results of effects, successes and doubts under `once`.
pub fn claims(run: &RunId, before: &State, events: &[Recorded]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for recorded in events {
        let mut claim = |id, kind, result: Option<&Value>| {
            let key = effect(before, events, id).and_then(|effect| once(&effect));
            claims.extend(key.map(|key| Claim { kind, key, by: run.to_string(), value: result.map(exact) }));
        };
        if let Event::EffectSucceeded(EffectSucceeded { effect, result, reused: false, .. }) = &recorded.event {
            claim(*effect, ClaimKind::Once, Some(result));
        } else if let Event::EffectReturnedLate(late) = &recorded.event {
            match &late.error {
                // It came too late for its run, and it was carried out all the same.
                None => claim(late.effect, ClaimKind::Once, Some(&late.result)),
                // Nobody was told, so it stands under the request's own key: not even the same run may try again.
                Some(error) if *error == *IN_DOUBT => {
                    let effect = effect(before, events, late.effect);
                    claims.extend(effect.and_then(|effect| {
                        let by = effect.key.clone();
                        once(&effect).map(|key| Claim { kind: ClaimKind::Doubt, key, by, value: None })
                    }));
                }
                Some(_) => {}
            }
        } else if let Event::EffectFailed(EffectFailed { effect, in_doubt: true, retry_at: None, .. }) = &recorded.event
        {
            claim(*effect, ClaimKind::Doubt, None);
        }
    }
    claims
}

/// What an effect fails with when nobody knows whether it was carried out.
pub(crate) const IN_DOUBT: &str = "in-doubt";

/// The `once` keys that stay in doubt because a request was withdrawn between two tries, the first of which may have been
/// carried out.
///
/// They stand under the request's own key and not the run's: the run may try again what it has been told is in doubt, and
/// of these nobody was told.
pub fn withdrawn_doubts(before: &State, events: &[Recorded], after: &State) -> Vec<Claim> {
    let settled = |id: EffectId| {
        events.iter().any(|recorded| match &recorded.event {
            Event::EffectSucceeded(done) => done.effect == id,
            Event::EffectFailed(failed) => failed.effect == id && failed.retry_at.is_none(),
            _ => false,
        })
    };
    let withdrawn = before.effects.iter().filter(|(id, effect)| {
        effect.doubtful && !effect.abandoned && !after.effects.contains_key(id) && !settled(**id)
    });
    let claim = |effect: &Effect| {
        once(effect).map(|key| Claim { kind: ClaimKind::Doubt, key, by: effect.key.clone(), value: None })
    };
    withdrawn.filter_map(|(_, effect)| claim(effect)).collect()
}

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
