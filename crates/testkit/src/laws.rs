//! What holds of every run, in every state, whatever was asked of it.
//!
//! Gives the broken law in words. Refuses nothing that a run may be; it looks at states from outside, through what the
//! interpreter publishes, and never at how a state came about.

use std::collections::BTreeSet;

use interpreter::id::{ActivationId, TaskId};
use interpreter::state::{Activation, Lane, LaneState, Phase, Purpose, Status, Work};
use interpreter::{Decided, Envelope, Program, Recorded, Rejected, State, apply, decide};

/// A law that was broken, in words.
pub type Broken = String;

/// Decides a command twice and checks everything that must hold of its decision.
pub fn decide_lawfully(
    program: &Program,
    state: &State,
    envelope: &Envelope,
) -> Result<Result<Decided, Rejected>, Broken> {
    let decided = decide(program, state, envelope);
    if decided != decide(program, state, envelope) {
        return Err("deciding twice gives two decisions".into());
    }
    if let Ok(decided) = &decided {
        a_decision(program, state, decided)?;
    }
    Ok(decided)
}

/// What holds of a decision: its events lead to its state, also after they were written down and read again.
pub fn a_decision(program: &Program, before: &State, decided: &Decided) -> Result<(), Broken> {
    let mut state = before.clone();
    for (offset, recorded) in decided.events.iter().enumerate() {
        let wanted = before.sequence + 1 + offset as u64;
        if recorded.sequence != wanted {
            return Err(format!("event {} where {wanted} comes next", recorded.sequence));
        }
        apply(&mut state, &read_again(recorded)?);
    }
    if state != decided.state {
        return Err(format!("the events do not lead to the state\n{}", difference(&state, &decided.state)?));
    }
    let text = serde_json::to_string(&decided.state).map_err(|error| error.to_string())?;
    let again: State = serde_json::from_str(&text).map_err(|error| format!("a state cannot be read: {error}"))?;
    if again != decided.state {
        return Err(format!("a state changes when it is read again\n{}", difference(&again, &decided.state)?));
    }
    if before.status.is_terminal() && decided.state.status != before.status {
        return Err("a run that had ended goes on".into());
    }
    a_state(program, &decided.state)
}

/// An event, written and read.
pub fn read_again(recorded: &Recorded) -> Result<Recorded, Broken> {
    let text = serde_json::to_string(recorded).map_err(|error| error.to_string())?;
    let again: Recorded = serde_json::from_str(&text).map_err(|error| format!("cannot be read: {error}: {text}"))?;
    if again != *recorded {
        return Err(format!("an event changes when it is read again: {text}"));
    }
    Ok(again)
}

/// The lines in which two states differ.
fn difference(one: &State, other: &State) -> Result<String, Broken> {
    let lines = |state| serde_json::to_string_pretty(state).map_err(|error| error.to_string());
    let (one, other): (String, String) = (lines(one)?, lines(other)?);
    let (left, right): (BTreeSet<&str>, BTreeSet<&str>) = (one.lines().collect(), other.lines().collect());
    let only = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| a.difference(b).copied().collect::<Vec<_>>().join("\n");
    Ok(format!("replayed:\n{}\nlive:\n{}", only(&left, &right), only(&right, &left)))
}

/// What holds of a state between two commands.
pub fn a_state(program: &Program, state: &State) -> Result<(), Broken> {
    if state.status == Status::New {
        return Ok(());
    }
    if state.status.is_terminal() {
        return nothing_waits(state);
    }
    for (id, activation) in &state.activations {
        if program.place(&activation.step).is_none() {
            return Err(format!("activation {id} is of `{}`, which the procedure does not have", activation.step));
        }
        if state.lane(activation.parent, &activation.lane) != Some(&LaneState::Running(*id)) {
            return Err(format!("activation {id} of `{}` is not reached from a lane", activation.step));
        }
        for (lane, at) in &activation.lanes {
            if let LaneState::Running(child) = at
                && state.activations.get(child).is_none_or(|child| child.parent != Some(*id) || child.lane != *lane)
            {
                return Err(format!(
                    "lane {lane} of activation {id} (`{}`) leads to {child}, which is not there",
                    activation.step
                ));
            }
        }
    }
    let ready: BTreeSet<ActivationId> =
        state.activations.iter().filter(|(_, activation)| activation.is_ready()).map(|(id, _)| *id).collect();
    if ready != state.ready {
        return Err(format!("ready is {:?}, and what can go on is {ready:?}", state.ready));
    }
    belongings(state)?;
    if state.status == Status::Running { goes_on(program, state) } else { Ok(()) }
}

fn nothing_waits(state: &State) -> Result<(), Broken> {
    let left = state.activations.len() + state.ready.len() + state.tasks.len() + state.timers.len() + state.kept.len();
    if left > 0 {
        return Err("a run ended and something of it still waits".into());
    }
    match state.effects.iter().find(|(_, effect)| !effect.abandoned) {
        Some((id, _)) => Err(format!("a run ended and effect {id} still counts")),
        None => Ok(()),
    }
}

/// Tasks, effects and timers belong to open activations; an effect that does not is abandoned.
fn belongings(state: &State) -> Result<(), Broken> {
    let open = |id: &ActivationId| state.activations.contains_key(id);
    if let Some((id, _)) = state.tasks.iter().find(|(_, task)| !open(&task.activation)) {
        return Err(format!("task {id} belongs to no open step"));
    }
    if let Some((id, _)) = state.timers.iter().find(|(_, timer)| timer.activation.is_some_and(|of| !open(&of))) {
        return Err(format!("timer {id} belongs to no open step"));
    }
    for (id, effect) in &state.effects {
        let awaited = state
            .activations
            .get(&effect.activation)
            .is_some_and(|activation| matches!(activation.work, Work::Effect { effect: Some(of), .. } if of == *id));
        if awaited == effect.abandoned {
            return Err(format!("effect {id} is abandoned: {}, awaited: {awaited}", effect.abandoned));
        }
    }
    for (id, task) in &state.tasks {
        if !task_is_known(&state.activations[&task.activation], *id) {
            return Err(format!("task {id} is open, and its step does not know it"));
        }
    }
    Ok(())
}

/// Whether the activation's phase, or what it goes back to, holds this task.
fn task_is_known(activation: &Activation, id: TaskId) -> bool {
    let by_work = match &activation.work {
        Work::Approve { tasks, .. } => tasks.values().any(|task| *task == id),
        work => work.task() == Some(id),
    };
    by_work || phase_holds(&activation.phase, id)
}

fn phase_holds(phase: &Phase, id: TaskId) -> bool {
    match phase {
        Phase::Asking { task, back } => *task == id || phase_holds(back, id),
        Phase::Raised(raised) => {
            raised.task == Some(id) || raised.back.as_ref().is_some_and(|back| phase_holds(back, id))
        }
        _ => false,
    }
}

/// A run never stalls: every open step waits for something that can be named.
fn goes_on(program: &Program, state: &State) -> Result<(), Broken> {
    if state.yielded {
        let set = state.timers.values().any(|timer| timer.purpose == Purpose::GoOn);
        return if set { Ok(()) } else { Err("the run yielded, and no timer takes it on".into()) };
    }
    if let Some(id) = state.ready.first() {
        return Err(format!("activation {id} of `{}` can go on and did not", state.activations[id].step));
    }
    match &state.lane {
        LaneState::Running(_) => {}
        other => return Err(format!("nothing of the run is open, and it has not ended: {other:?}")),
    }
    for (id, activation) in &state.activations {
        if let Err(why) = waits(program, state, *id, activation) {
            let text = serde_json::to_string(activation).unwrap_or_default();
            return Err(format!("activation {id} of `{}` waits for nothing: {why}\n{text}", activation.step));
        }
    }
    Ok(())
}

/// What an open step waits for is there.
fn waits(program: &Program, state: &State, id: ActivationId, activation: &Activation) -> Result<(), String> {
    let task =
        |task: &TaskId| if state.tasks.contains_key(task) { Ok(()) } else { Err(format!("task {task} is not open")) };
    let running = || activation.lanes.values().any(|lane| lane.running().is_some());
    match &activation.phase {
        Phase::Asking { task: asked, .. } => task(asked),
        Phase::Raised(raised) => match (activation.lanes.get(&Lane::Handler), raised.task) {
            (Some(LaneState::Running(_)), _) => Ok(()),
            (_, Some(settled)) => task(&settled),
            (lane, None) => Err(format!("its handler is {lane:?}")),
        },
        Phase::Working => match &activation.work {
            Work::Person { task: work } => task(work),
            Work::Approve { tasks, .. } if tasks.is_empty() => Err("no role is left to agree".into()),
            Work::Approve { tasks, .. } => tasks.values().try_for_each(task),
            Work::Effect { task: Some(by_hand), .. } => task(by_hand),
            Work::Effect { effect: Some(effect), retry, .. } => match (state.effects.get(effect), retry) {
                (None, _) => Err(format!("effect {effect} is not under way")),
                (Some(_), Some(timer)) if !state.timers.contains_key(timer) => Err(format!("timer {timer} is not set")),
                (Some(_), _) => Ok(()),
            },
            Work::Effect { effect: None, .. } => Err("neither an effect nor a task".into()),
            Work::Wait { event: Some(_), .. } => Ok(()),
            Work::Wait { event: None, .. } => {
                let set =
                    state.timers.values().any(|timer| timer.activation == Some(id) && timer.purpose == Purpose::Wait);
                let until = program.place(&activation.step).is_some_and(|place| match &place.step.verb {
                    procedure::document::Verb::Wait { wait, .. } => wait.until.is_some(),
                    _ => false,
                });
                // A moment that is not known yet is a value that somebody has to bring.
                if set || until { Ok(()) } else { Err("no moment is waited for".into()) }
            }
            Work::Each(items) if items.running() < items.at_once && items.has_waiting() => {
                Err("an item could begin and did not".into())
            }
            Work::Block | Work::Group { .. } | Work::Together { .. } | Work::Repeat { .. } | Work::Each(_) => {
                if running() { Ok(()) } else { Err("no step of it is open".into()) }
            }
            Work::None => Err("it has begun nothing".into()),
        },
        Phase::Entered | Phase::Failed(_) | Phase::Judging(_) | Phase::Leaving(_) => Err("it could go on".into()),
    }
}
