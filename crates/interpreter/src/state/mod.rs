//! What a run is at one moment: a fold of its journal, nothing else.

mod activation;
mod effect;
mod lanes;
mod scope;
mod task;
mod timer;
mod turn;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use procedure::document::{AutonomyLevel, Block, Dotted, ExceptionId, Name, OutcomeId, StepId};
use procedure::hash::ContentHash;
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

pub use activation::{Activation, Failure, Handed, Items, Lane, LaneState, Level, Outcome, Phase, Raised, Vote, Work};
pub use effect::{Addressee, Effect, EffectRequest, Format};
pub use lanes::Lanes;
pub use scope::{Scope, StepRecord};
pub use task::{Task, TaskKind};
pub use timer::{Purpose, Timer};
pub use turn::Turn;

use crate::actor::Actor;
use crate::id::{ActivationId, EffectId, PersonId, RunId, TaskId, TimerId};

/// Where a run stands as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nothing has happened yet.
    #[default]
    New,
    Running,
    Paused {
        since: Timestamp,
    },
    /// Ended with an outcome; `completed` where every step was done.
    Ended {
        outcome: OutcomeId,
    },
    Cancelled,
}

impl Status {
    /// Whether nothing more can happen.
    pub fn is_terminal(&self) -> bool {
        match self {
            Status::New | Status::Running | Status::Paused { .. } => false,
            Status::Ended { .. } | Status::Cancelled => true,
        }
    }
}

/// A run at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct State {
    /// Absent before the start.
    pub run: Option<RunId>,
    /// The number of the last event; 0 before the start.
    pub sequence: u64,
    pub status: Status,
    pub version: Option<ContentHash>,
    /// The publication's number.
    pub number: u32,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Who started it.
    pub starter: Option<Actor>,
    /// The highest autonomy that the deployment allows.
    pub autonomy_cap: Option<AutonomyLevel>,
    pub settings: Values,
    /// When the run is due.
    pub due: Option<Timestamp>,
    /// Whether that counts from the start: pausing the run moves it.
    pub due_from_start: bool,
    /// The run's own names.
    pub scope: Scope,
    /// How far the document's own steps are.
    pub lane: LaneState,
    pub activations: BTreeMap<ActivationId, Activation>,
    /// Activations that can go on without anything from outside.
    pub ready: BTreeSet<ActivationId>,
    pub tasks: BTreeMap<TaskId, Task>,
    pub effects: BTreeMap<EffectId, Effect>,
    pub timers: BTreeMap<TimerId, Timer>,
    /// Events that came before anything waited for them, oldest first.
    pub kept: Vec<KeptEvent>,
    /// Everybody who did a step, on any visit.
    pub doers: BTreeMap<StepId, BTreeSet<PersonId>>,
    /// How often each step raised each exception in one item and pass.
    pub raises: BTreeMap<StepId, BTreeMap<ExceptionId, BTreeMap<Turn, u32>>>,
    /// Exceptions whose `when` holds now.
    pub conditions: BTreeSet<Condition>,
    /// Approvals that stand, oldest first.
    pub approvals: Vec<Approval>,
    /// Steps in the order in which they were entered, without skipped ones.
    pub path: Vec<StepId>,
    /// Exceptions raised, in order.
    pub raised: Vec<ExceptionId>,
    /// How often each step was entered.
    pub visits: BTreeMap<StepId, u32>,
    /// Whether a command stopped half-way and a timer goes on.
    pub yielded: bool,
    /// Success criteria that failed, by their position.
    pub failed_criteria: Vec<usize>,
    pub next: Counters,
}

/// An exception with the open group that declares it; none where the document does.
pub type Condition = (Option<ActivationId>, ExceptionId);

/// The next numbers to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    pub activation: u32,
    pub task: u32,
    pub effect: u32,
    pub timer: u32,
}

impl Default for Counters {
    fn default() -> Self {
        Counters { activation: 1, task: 1, effect: 1, timer: 1 }
    }
}

/// An event from outside that is kept until a step waits for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptEvent {
    /// The number of the journal's event that kept it.
    pub sequence: u64,
    pub event: Dotted,
    pub data: Value,
}

/// An approval that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub step: StepId,
    pub covers: Vec<Name>,
    /// Where the step stood: parent, lane and step, itself first, then the blocks around it.
    pub lineage: Vec<(Option<ActivationId>, Lane, StepId)>,
    /// The number of the event that kept it.
    pub given: u64,
}

impl Approval {
    /// The scopes in which what it covers lies, innermost first.
    pub fn scopes<'a>(&self, state: &'a State) -> Vec<&'a Scope> {
        let items = self.lineage.iter().filter_map(|(parent, lane, _)| match (parent, lane) {
            (Some(each), Lane::Item(index)) => state.scope_of_item(*each, *index),
            _ => None,
        });
        items.chain([&state.scope]).collect()
    }
}

impl State {
    /// The activation's ancestors, itself first.
    pub fn lineage(&self, id: ActivationId) -> impl Iterator<Item = &Activation> {
        std::iter::successors(self.activations.get(&id), |activation| {
            activation.parent.and_then(|parent| self.activations.get(&parent))
        })
    }

    /// The item and pass that an activation stands in.
    pub fn turn(&self, id: ActivationId) -> Turn {
        let mut numbers: Vec<u32> = self
            .lineage(id)
            .filter_map(|activation| {
                let around = activation.parent.and_then(|parent| self.activations.get(&parent))?;
                match (&activation.lane, &around.work) {
                    (Lane::Item(index), _) => Some(*index),
                    (Lane::Body, Work::Repeat { pass }) => Some(*pass),
                    _ => None,
                }
            })
            .collect();
        numbers.reverse();
        Turn(numbers)
    }

    /// The block that a lane's steps come from.
    pub fn block_of(&self, parent: Option<ActivationId>, lane: &Lane) -> Option<Block> {
        let Some(parent) = parent else { return Some(Block::Procedure) };
        let activation = self.activations.get(&parent)?;
        if let (Lane::Handler, Phase::Raised(raised)) = (lane, &activation.phase) {
            let level = raised.handler.as_ref()?;
            return Some(Block::Handler(level.group().cloned(), raised.exception.clone()));
        }
        Some(lane.block(&activation.step))
    }

    /// How far a lane is.
    pub fn lane(&self, parent: Option<ActivationId>, lane: &Lane) -> Option<&LaneState> {
        match parent {
            None => Some(&self.lane),
            Some(parent) => self.activations.get(&parent)?.lanes.get(lane),
        }
    }

    pub(crate) fn set_lane(&mut self, parent: Option<ActivationId>, lane: &Lane, to: LaneState) {
        let Some(parent) = parent else {
            self.lane = to;
            return;
        };
        if let Some(activation) = self.activations.get_mut(&parent) {
            activation.lanes.set(lane, to);
        }
        self.group_must_judge(parent, lane);
        self.settle(parent);
    }

    /// After each step of a group its `until` is judged anew.
    fn group_must_judge(&mut self, parent: ActivationId, lane: &Lane) {
        let Some(activation) = self.activations.get_mut(&parent) else { return };
        let left = matches!(activation.lanes.get(lane), Some(LaneState::After(_)));
        if let (Work::Group { judged }, Lane::Body, true) = (&mut activation.work, lane, left) {
            *judged = false;
        }
    }

    pub(crate) fn set_phase(&mut self, id: ActivationId, phase: Phase) {
        if let Some(activation) = self.activations.get_mut(&id) {
            match &mut activation.phase {
                // What comes in while an exception of its surroundings is handled waits for the handler's end.
                Phase::Raised(Raised { back: Some(back), .. }) => **back = phase,
                current => *current = phase,
            }
        }
        self.settle(id);
    }

    /// Keeps values where the activation writes them, and which of them changed: writing what is there is no change.
    pub(crate) fn write(&mut self, id: Option<ActivationId>, values: &Values, sequence: u64) {
        let scope = self.scope_mut(id);
        for (name, value) in values {
            if scope.values.get(name) != Some(value) {
                scope.values.insert(name.clone(), value.clone());
                scope.changed.extend(name.parse::<Name>().map(|name| (name, sequence)));
            }
        }
    }

    /// Keeps what became of a step, in the scope of the lane it stood in.
    pub(crate) fn record(&mut self, parent: Option<ActivationId>, lane: &Lane, step: &StepId, record: StepRecord) {
        let item = match (lane, parent) {
            (Lane::Item(index), Some(each)) => Some((each, *index)),
            _ => parent.and_then(|parent| self.item_of(parent)),
        };
        let scope = match item
            .and_then(|(each, index)| self.activations.get_mut(&each).map(|activation| (&mut activation.work, index)))
        {
            Some((Work::Each(items), index)) => items.scopes.entry(index).or_default(),
            _ => &mut self.scope,
        };
        scope.steps.insert(step.clone(), record);
    }

    /// Remembers whose hands did a step.
    pub(crate) fn count_doer(&mut self, step: &StepId, actor: &Actor) {
        let mut people = actor.person.iter().chain(&actor.on_behalf_of).cloned().peekable();
        if people.peek().is_some() {
            self.doers.entry(step.clone()).or_default().extend(people);
        }
    }

    /// Ends the run: nothing of it waits any more; results under way are still journalled when they come.
    pub(crate) fn finish(&mut self, status: Status, at: Timestamp) {
        self.status = status;
        self.ended_at = Some(at);
        self.lane = LaneState::Done;
        for activation in self.activations.values() {
            if let Work::Effect { effect: Some(effect), retry: Some(_), .. } = &activation.work {
                self.effects.remove(effect);
            }
        }
        self.activations.clear();
        self.conditions.clear();
        self.ready.clear();
        self.tasks.clear();
        self.timers.clear();
        self.kept.clear();
        for effect in self.effects.values_mut() {
            effect.abandoned = true;
        }
    }

    /// Gives steps the ids that another version has for them.
    pub(crate) fn rename_steps(&mut self, names: &BTreeMap<StepId, StepId>) {
        let renamed = |step: &StepId| names.get(step).unwrap_or(step).clone();
        fn keys<T>(map: &mut BTreeMap<StepId, T>, renamed: impl Fn(&StepId) -> StepId) {
            *map = std::mem::take(map).into_iter().map(|(step, value)| (renamed(&step), value)).collect();
        }
        keys(&mut self.doers, renamed);
        keys(&mut self.raises, renamed);
        keys(&mut self.visits, renamed);
        keys(&mut self.scope.steps, renamed);
        let rename_lane = |lane: &mut LaneState| match lane {
            LaneState::Next(step) | LaneState::After(step) => *step = renamed(step),
            LaneState::Start | LaneState::Running(_) | LaneState::Done => {}
        };
        rename_lane(&mut self.lane);
        for activation in self.activations.values_mut() {
            activation.step = renamed(&activation.step);
            activation.lanes.rename(rename_lane);
            let mut phase = &mut activation.phase;
            while let Phase::Raised(raised) = phase {
                raised.step = renamed(&raised.step);
                if let Some(Level::Group(group)) = &mut raised.handler {
                    *group = renamed(group);
                }
                let Some(back) = &mut raised.back else { break };
                phase = back;
            }
            if let Work::Each(items) = &mut activation.work {
                for scope in items.scopes.values_mut() {
                    keys(&mut scope.steps, renamed);
                }
            }
        }
        for approval in &mut self.approvals {
            approval.step = renamed(&approval.step);
            approval.lineage.iter_mut().for_each(|(_, _, step)| *step = renamed(step));
        }
        self.path.iter_mut().for_each(|step| *step = renamed(step));
    }

    /// Whether the run's own block can go on by itself.
    pub(crate) fn root_is_ready(&self) -> bool {
        self.lane.is_ready()
    }

    /// The activations below this one, deepest first; not itself.
    pub(crate) fn below(&self, id: ActivationId) -> Vec<ActivationId> {
        // Whatever is below stands in one of its lanes.
        if self.activations.get(&id).is_none_or(|activation| activation.lanes.is_empty()) {
            return Vec::new();
        }
        // Children always have higher numbers than their parent, so one pass upward finds all.
        let mut found = BTreeSet::from([id]);
        for (child, activation) in self.activations.range(id..) {
            if activation.parent.is_some_and(|parent| found.contains(&parent)) {
                found.insert(*child);
            }
        }
        found.remove(&id);
        found.into_iter().rev().collect()
    }

    /// Forgets the approvals that were given within an activation whose steps begin afresh, or are left for others.
    pub(crate) fn withdraw_approvals_in(&mut self, id: ActivationId) {
        self.approvals.retain(|approval| approval.lineage.iter().all(|(parent, ..)| *parent != Some(id)));
    }

    /// The number of the last event that changed a name, as these scopes see it, innermost first.
    pub fn changed_at<'a>(scopes: impl IntoIterator<Item = &'a Scope>, name: &Name) -> Option<u64> {
        scopes.into_iter().find_map(|scope| scope.changed.get(name)).copied()
    }

    /// Takes away an activation and all below it: their tasks and timers go, their effects no longer count.
    pub(crate) fn remove(&mut self, id: ActivationId) {
        for below in self.below(id) {
            self.forget(below);
        }
        self.forget(id);
    }

    /// Takes away all that the activation's work holds, but not the activation.
    pub(crate) fn withdraw_work(&mut self, id: ActivationId) {
        for below in self.below(id) {
            self.forget(below);
        }
        self.let_go(id);
        if let Some(activation) = self.activations.get_mut(&id) {
            activation.lanes.clear();
            if let Work::Effect { effect, retry, task, .. } = &mut activation.work {
                (*effect, *retry, *task) = (None, None, None);
            }
        }
    }

    fn forget(&mut self, id: ActivationId) {
        self.let_go(id);
        self.activations.remove(&id);
        self.ready.remove(&id);
        self.conditions.retain(|(group, _)| *group != Some(id));
    }

    /// Takes away an activation's tasks and timers. A request that is out is abandoned; one that only waits for its
    /// next try will have no result, and is forgotten.
    fn let_go(&mut self, id: ActivationId) {
        self.tasks.retain(|_, task| task.activation != id);
        self.timers.retain(|_, timer| timer.activation != Some(id));
        let Some(Work::Effect { effect: Some(effect), retry, .. }) = self.activations.get(&id).map(|it| &it.work)
        else {
            return;
        };
        if retry.is_some() {
            self.effects.remove(effect);
        } else if let Some(effect) = self.effects.get_mut(effect) {
            effect.abandoned = true;
        }
    }

    /// Puts the activation among the ready ones, or takes it from them, as its phase and lanes say.
    pub(crate) fn settle(&mut self, id: ActivationId) {
        let ready = self.activations.get(&id).is_some_and(Activation::is_ready);
        if ready {
            self.ready.insert(id);
        } else {
            self.ready.remove(&id);
        }
    }

    /// The item's own scope that this activation writes to, or the run's.
    pub(crate) fn scope_mut(&mut self, id: Option<ActivationId>) -> &mut Scope {
        let Some((each, index)) = id.and_then(|id| self.item_of(id)) else { return &mut self.scope };
        match self.activations.get_mut(&each).map(|activation| &mut activation.work) {
            Some(Work::Each(items)) => items.scopes.entry(index).or_default(),
            _ => &mut self.scope,
        }
    }

    /// The innermost `each` around the activation, with the index of its item.
    pub fn item_of(&self, id: ActivationId) -> Option<(ActivationId, u32)> {
        self.lineage(id).find_map(|activation| match (&activation.lane, activation.parent) {
            (Lane::Item(index), Some(each)) => Some((each, *index)),
            _ => None,
        })
    }

    /// The own names of an item that is under way.
    pub fn scope_of_item(&self, each: ActivationId, index: u32) -> Option<&Scope> {
        match &self.activations.get(&each)?.work {
            Work::Each(items) => items.scopes.get(&index),
            _ => None,
        }
    }

    /// The scopes that an activation reads, innermost first.
    pub fn scopes(&self, id: Option<ActivationId>) -> Vec<&Scope> {
        let mut scopes = Vec::new();
        for activation in id.into_iter().flat_map(|id| self.lineage(id)) {
            if let (Lane::Item(index), Some(parent)) = (&activation.lane, activation.parent)
                && let Some(Work::Each(items)) = self.activations.get(&parent).map(|each| &each.work)
                && let Some(scope) = items.scopes.get(index)
            {
                scopes.push(scope);
            }
        }
        scopes.push(&self.scope);
        scopes
    }
}
