//! What of a run somebody is shown: the steps that are visible to them, and values without what is sensitive.
//!
//! Every surface shows runs through a [`Sight`], and nothing else decides what is left out. Whoever may not see a step
//! sees that there is one, its number and its state: not its title, not its work, not what the journal says of it, and
//! no value that only such steps write. What a visible step computes from such a value is visible: the procedure says so.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use procedure::document::{RoleId, StepId};

use crate::called::People;
use crate::event::{Event, Recorded};
use crate::id::{ActivationId, EffectId, TaskId};
use crate::mask::Mask;
use crate::program::Program;

/// What one reader sees of a program's runs.
#[derive(Debug, Clone)]
pub struct Sight<'a> {
    pub program: &'a Program,
    hidden: Arc<BTreeSet<StepId>>,
    mask: Cow<'a, Mask>,
    people: Option<Arc<dyn People>>,
}

impl<'a> Sight<'a> {
    /// Every step. `reveal`: with what is sensitive.
    pub fn whole(program: &'a Program, reveal: bool) -> Self {
        let mask = if reveal { Cow::Owned(Mask::default()) } else { Cow::Borrowed(&program.mask) };
        Sight { program, hidden: Arc::default(), mask, people: None }
    }

    /// Every step but these; see [`hidden_steps`].
    pub fn without(program: &'a Program, reveal: bool, hidden: Arc<BTreeSet<StepId>>) -> Self {
        let whole = Sight::whole(program, reveal);
        if hidden.is_empty() {
            return whole;
        }
        let mask = whole.mask.with(&program.procedure, written_only_by(program, &hidden));
        Sight { hidden, mask: Cow::Owned(mask), ..whole }
    }

    /// The same for a reader who knows people by their names.
    #[must_use]
    pub fn knowing(self, people: Arc<dyn People>) -> Self {
        Sight { people: Some(people), ..self }
    }

    pub(crate) fn people(&self) -> Option<&dyn People> {
        self.people.as_deref()
    }

    /// Whether the step is shown.
    pub fn shows(&self, step: &StepId) -> bool {
        !self.hidden.contains(step)
    }

    /// What is masked: what is sensitive, and what only hidden steps write.
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// A whole journal, or its beginning, as this reader sees it.
    pub fn journal(&self, journal: &[Recorded]) -> Vec<Recorded> {
        let mut reader = Reader::default();
        journal.iter().filter_map(|recorded| reader.read(self, recorded)).collect()
    }
}

/// The steps that `sees`, asked with their `visible_to`, denies; with every step within them.
pub fn hidden_steps(program: &Program, sees: impl Fn(&[RoleId]) -> bool) -> BTreeSet<StepId> {
    let mut hidden = BTreeSet::new();
    if !program.has_hidden() {
        return hidden;
    }
    // Blocks come before what they hold.
    for at in program.procedure.all_steps() {
        let within = at.block.owner().is_some_and(|owner| hidden.contains(owner));
        if within || !(at.step.visible_to.is_empty() || sees(&at.step.visible_to)) {
            hidden.insert(at.step.id.clone());
        }
    }
    hidden
}

fn written_only_by(program: &Program, hidden: &BTreeSet<StepId>) -> BTreeSet<String> {
    let steps = program.procedure.all_steps();
    let (unseen, seen): (Vec<_>, Vec<_>) = steps.iter().partition(|at| hidden.contains(&at.step.id));
    let seen: BTreeSet<_> = seen.iter().flat_map(|at| at.step.verb.writes()).collect();
    let unseen = unseen.iter().flat_map(|at| at.step.verb.writes());
    unseen.filter(|name| !seen.contains(name)).map(ToString::to_string).collect()
}

/// Reads a journal from its first event on, and remembers what belongs to hidden steps.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    activations: BTreeSet<ActivationId>,
    tasks: BTreeSet<TaskId>,
    effects: BTreeSet<EffectId>,
}

impl Reader {
    /// The next event as it is seen; none where it belongs to a step that is not shown.
    pub fn read(&mut self, sight: &Sight<'_>, recorded: &Recorded) -> Option<Recorded> {
        if self.hides(sight, &recorded.event) {
            return None;
        }
        let mut seen = sight.mask.recorded(recorded);
        if let Event::Ended(event) = &mut seen.event
            && event.step.as_ref().is_some_and(|step| !sight.shows(step))
        {
            (event.step, event.reason) = (None, None);
        }
        // Nobody knows yet whether a hidden step waits for it.
        if let Event::EventKept(event) = &mut seen.event
            && !sight.hidden.is_empty()
        {
            event.data = Mask::whole(&event.data);
        }
        Some(seen)
    }

    fn hides(&mut self, sight: &Sight<'_>, event: &Event) -> bool {
        if sight.hidden.is_empty() {
            return false;
        }
        let hides = match place(event) {
            Place::Run => false,
            Place::Step(step, activation) => {
                let hides = !sight.shows(step);
                if let Some(activation) = activation.filter(|_| hides) {
                    self.activations.insert(activation);
                }
                hides
            }
            Place::Activation(activation) => self.activations.contains(&activation),
            Place::Task(task) => self.tasks.contains(&task),
            Place::Effect(effect) => self.effects.contains(&effect),
        };
        if hides {
            match event {
                Event::TaskOpened(event) => drop(self.tasks.insert(event.task)),
                Event::EffectRequested(event) => drop(self.effects.insert(event.effect)),
                _ => {}
            }
        }
        hides
    }
}

/// What an event is about.
enum Place<'a> {
    Run,
    Step(&'a StepId, Option<ActivationId>),
    Activation(ActivationId),
    Task(TaskId),
    Effect(EffectId),
}

fn place(event: &Event) -> Place<'_> {
    match event {
        Event::StepEntered(event) => Place::Step(&event.step, Some(event.activation)),
        Event::StepLeft(event) => Place::Step(&event.step, None),
        Event::DecisionMade(event) => Place::Step(&event.step, None),
        Event::TaskCompleted(event) => Place::Step(&event.step, None),
        Event::ApprovalGiven(event) => Place::Step(&event.step, None),
        Event::ApprovalRefused(event) => Place::Step(&event.step, None),
        Event::ApprovalKept(event) => Place::Step(&event.step, None),
        Event::ApprovalVoided(event) => Place::Step(&event.step, None),
        Event::ExceptionRaised(event) => Place::Step(&event.step, None),
        Event::Reminded(event) => Place::Step(&event.step, None),
        Event::OverrideMade(event) => Place::Step(&event.step, None),
        Event::NoteAdded(event) => event.step.as_ref().map_or(Place::Run, |step| Place::Step(step, None)),
        Event::EscalationRaised(event) => event.step.as_ref().map_or(Place::Run, |step| Place::Step(step, None)),
        Event::DueSet(event) => event.activation.map_or(Place::Run, Place::Activation),
        Event::TimerSet(event) => event.activation.map_or(Place::Run, Place::Activation),
        Event::TimerFired(event) => event.activation.map_or(Place::Run, Place::Activation),
        Event::WorkDone(event) => Place::Activation(event.activation),
        Event::BlockOpened(event) => Place::Activation(event.activation),
        Event::BlockDone(event) => Place::Activation(event.activation),
        Event::GroupOpened(event) => Place::Activation(event.activation),
        Event::UntilJudged(event) => Place::Activation(event.activation),
        Event::TogetherOpened(event) => Place::Activation(event.activation),
        Event::PassStarted(event) => Place::Activation(event.activation),
        Event::ItemsFixed(event) => Place::Activation(event.activation),
        Event::ItemStarted(event) => Place::Activation(event.activation),
        Event::ItemEnded(event) => Place::Activation(event.activation),
        Event::ValuesSet(event) => Place::Activation(event.activation),
        Event::TaskOpened(event) => Place::Activation(event.activation),
        Event::ApprovalOpened(event) => Place::Activation(event.activation),
        Event::EffectRequested(event) => Place::Activation(event.activation),
        Event::EffectSucceeded(event) => Place::Activation(event.activation),
        Event::EffectFailed(event) => Place::Activation(event.activation),
        Event::WaitStarted(event) => Place::Activation(event.activation),
        Event::EventTaken(event) => Place::Activation(event.activation),
        Event::ExceptionHandled(event) => Place::Activation(event.activation),
        Event::TaskClaimed(event) => Place::Task(event.task),
        Event::TaskReleased(event) => Place::Task(event.task),
        Event::TaskReassigned(event) => Place::Task(event.task),
        Event::EffectReturnedLate(event) => Place::Effect(event.effect),
        Event::Started(_)
        | Event::Paused(_)
        | Event::Resumed(_)
        | Event::Ended(_)
        | Event::Cancelled(_)
        | Event::SuccessJudged(_)
        | Event::Yielded(_)
        | Event::EventKept(_)
        | Event::ConditionsJudged(_)
        | Event::Jumped(_)
        | Event::Migrated(_) => Place::Run,
    }
}
