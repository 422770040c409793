//! The laws, looked at from outside: in the store, run by run.

use std::collections::BTreeMap;

use engine::derive;
use engine::ledger;
use engine::port::Store;
use engine::port::store::{Page, RunQuery, RunRow, TaskScope};
use interpreter::event::{Event, Recorded};
use interpreter::id::{EffectId, RunId};
use interpreter::{Program, State, replay};
use jiff::Timestamp;
use procedure::hash::ContentHash;

use crate::laws;

/// A run as its journal has it.
#[derive(Clone)]
pub struct Seen {
    pub row: RunRow,
    pub journal: Vec<Recorded>,
    pub state: State,
}

fn failed(error: impl std::fmt::Display) -> String {
    format!("the store failed: {error}")
}

/// Every run, from the store.
pub async fn runs(store: &dyn Store) -> Result<Vec<Seen>, String> {
    let rows = store.runs(&RunQuery::default(), &Page::first(Page::MOST)).await.map_err(failed)?.rows;
    let mut seen = Vec::new();
    for row in rows {
        let journal = store.journal(&row.run, 0, usize::MAX >> 1).await.map_err(failed)?;
        let state = replay(&journal);
        seen.push(Seen { row, journal, state });
    }
    Ok(seen)
}

/// Every run; only what is new is read.
pub async fn runs_after(store: &dyn Store, known: &mut BTreeMap<RunId, Seen>) -> Result<Vec<Seen>, String> {
    let rows = store.runs(&RunQuery::default(), &Page::first(Page::MOST)).await.map_err(failed)?.rows;
    let mut seen = Vec::new();
    for row in rows {
        let run = known.entry(row.run.clone()).or_insert_with(|| Seen {
            row: row.clone(),
            journal: Vec::new(),
            state: State::default(),
        });
        for recorded in store.journal(&row.run, run.state.sequence, usize::MAX >> 1).await.map_err(failed)? {
            interpreter::apply(&mut run.state, &recorded);
        }
        run.row = row;
        seen.push(run.clone());
    }
    Ok(seen)
}

/// Checks everything that must hold between two steps.
pub async fn everything(store: &dyn Store, programs: &BTreeMap<ContentHash, Program>) -> Result<Vec<Seen>, String> {
    let seen = runs(store).await?;
    let mut rows = derive::Rows::default();
    let (mut tasks, mut timers, mut effects) = (0, 0, 0);
    for run in &seen {
        let id = &run.row.run;
        a_journal(run).map_err(|law| format!("run {id}: {law}"))?;
        let program = run.state.version.and_then(|version| programs.get(&version));
        let program = program.ok_or_else(|| format!("run {id} follows a version that nobody gave it"))?;
        laws::a_state(program, &run.state).map_err(|law| format!("run {id}: {law}"))?;
        rows = derive::rows(id, &run.row.origin, program, &run.state);
        tasks += rows.tasks.len();
        timers += rows.timers.len();
        effects += rows.effects.len();
        let kept =
            store.tasks(&TaskScope::Run(id.clone()).into(), &Page::first(Page::MOST)).await.map_err(failed)?.rows;
        if kept.len() != rows.tasks.len() || kept.iter().any(|task| rows.tasks.get(&task.task) != Some(task)) {
            return Err(format!("run {id}: the store's tasks are not those of the journal"));
        }
    }
    drop(rows);
    let all_tasks = store.tasks(&TaskScope::All.into(), &Page::first(Page::MOST)).await.map_err(failed)?.rows.len();
    let all_timers = store.timers(Timestamp::MAX, Page::MOST).await.map_err(failed)?.len();
    let all_effects = store.effects(&Page::first(Page::MOST)).await.map_err(failed)?.rows.len();
    if (all_tasks, all_timers, all_effects) != (tasks, timers, effects) {
        return Err(format!(
            "the store has {all_tasks} tasks, {all_timers} timers, {all_effects} effects, and the journals lead to {tasks}, {timers}, {effects}"
        ));
    }
    match ledger::verify(store, None).await.map_err(failed)? {
        Ok(verified) => {
            let written: u64 = seen.iter().map(|run| run.journal.len() as u64).sum();
            if verified.events == written {
                Ok(seen)
            } else {
                Err(format!("the ledger stands for {} events, and the journals hold {written}", verified.events))
            }
        }
        Err(broken) => Err(format!("the ledger does not verify: {broken}")),
    }
}

/// What holds of a journal by itself.
fn a_journal(run: &Seen) -> Result<(), String> {
    let gap = run.journal.iter().enumerate().find(|(at, recorded)| recorded.sequence != *at as u64 + 1);
    if let Some((at, recorded)) = gap {
        return Err(format!("event {} stands at place {}", recorded.sequence, at + 1));
    }
    if run.row.sequence != run.state.sequence {
        return Err(format!("the list says event {}, and the journal {}", run.row.sequence, run.state.sequence));
    }
    let mut results: BTreeMap<EffectId, u32> = BTreeMap::new();
    let mut ends = 0;
    for recorded in &run.journal {
        let effect = match &recorded.event {
            Event::EffectSucceeded(event) => event.effect,
            Event::EffectFailed(event) if event.retry_at.is_none() => event.effect,
            Event::EffectReturnedLate(event) => event.effect,
            Event::Ended(_) | Event::Cancelled(_) => {
                ends += 1;
                continue;
            }
            _ => continue,
        };
        let count = results.entry(effect).or_default();
        *count += 1;
        if *count > 1 {
            return Err(format!("effect {effect} has two results"));
        }
    }
    if ends > 1 { Err("it ended twice".into()) } else { Ok(()) }
}

/// What has to be under way or done is: nothing that could be done is left in a process that is idle and calm.
pub async fn nothing_is_forgotten(store: &dyn Store, seen: &[Seen], now: Timestamp) -> Result<(), String> {
    if let Some(timer) = store.timers(now, 1).await.map_err(failed)?.first() {
        return Err(format!("timer {} of run {} was due at {} and did not fire", timer.timer, timer.run, timer.at));
    }
    let effects = store.effects(&Page::first(Page::MOST)).await.map_err(failed)?.rows;
    for effect in &effects {
        // Another one with its `once` key was sent and has not come back: it stands behind that.
        let behind = effect.once.is_some()
            && effects.iter().any(|other| {
                other.once == effect.once
                    && other.begun > 0
                    && (&other.run, other.effect) != (&effect.run, effect.effect)
            });
        let child = seen.iter().any(|run| {
            run.row.origin.parent == Some((effect.run.clone(), effect.effect)) && run.row.progress.status.is_open()
        });
        let paused =
            of(seen, &effect.run).is_some_and(|run| run.row.progress.status == engine::port::store::RunStatus::Paused);
        if !(effect.waiting || child || paused || behind) {
            return Err(format!("effect {} of run {} ({}) is forgotten", effect.effect, effect.run, effect.label));
        }
    }
    Ok(())
}

/// The run of this id.
pub fn of<'a>(seen: &'a [Seen], run: &RunId) -> Option<&'a Seen> {
    seen.iter().find(|seen| seen.row.run == *run)
}

/// Every journal, an event a line; what cannot be read is left out.
pub fn story(store: &dyn Store) -> String {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() else { return String::new() };
    let seen = runtime.block_on(runs(store)).unwrap_or_default();
    let lines = seen.iter().flat_map(|run| {
        run.journal.iter().map(move |recorded| {
            let event = serde_json::to_string(&recorded.event).unwrap_or_default();
            format!("{} {} {} {event}\n", run.row.run, recorded.sequence, recorded.at)
        })
    });
    lines.collect()
}
