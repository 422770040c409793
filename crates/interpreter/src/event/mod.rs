//! What happens to a run: the journal's events, each in its own file with what it does to the state.
//!
//! An event is a fact. Applying one never evaluates anything, so that a new release cannot rewrite history; the
//! spelling of every event that a release wrote stays readable for ever.

mod approval_given;
mod approval_kept;
mod approval_opened;
mod approval_refused;
mod approval_voided;
mod block_done;
mod block_opened;
mod cancelled;
mod conditions_judged;
mod decision_made;
mod due_set;
mod effect_failed;
mod effect_requested;
mod effect_returned_late;
mod effect_succeeded;
mod ended;
mod escalation_raised;
mod event_kept;
mod event_taken;
mod exception_handled;
mod exception_raised;
mod group_opened;
mod item_ended;
mod item_started;
mod items_fixed;
mod jumped;
mod migrated;
mod note_added;
mod override_made;
mod pass_started;
mod paused;
mod reminded;
mod resumed;
mod started;
mod step_entered;
mod step_left;
mod success_judged;
mod task_claimed;
mod task_completed;
mod task_opened;
mod task_reassigned;
mod task_released;
mod timer_fired;
mod timer_set;
mod together_opened;
mod until_judged;
mod values_set;
mod wait_started;
mod work_done;
mod yielded;

use jiff::Timestamp;
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};

pub use approval_given::ApprovalGiven;
pub use approval_kept::ApprovalKept;
pub use approval_opened::ApprovalOpened;
pub use approval_refused::ApprovalRefused;
pub use approval_voided::ApprovalVoided;
pub use block_done::BlockDone;
pub use block_opened::BlockOpened;
pub use cancelled::Cancelled;
pub use conditions_judged::ConditionsJudged;
pub use decision_made::{Choice, DecisionMade};
pub use due_set::DueSet;
pub use effect_failed::EffectFailed;
pub use effect_requested::EffectRequested;
pub use effect_returned_late::EffectReturnedLate;
pub use effect_succeeded::EffectSucceeded;
pub use ended::Ended;
pub use escalation_raised::EscalationRaised;
pub use event_kept::EventKept;
pub use event_taken::EventTaken;
pub use exception_handled::{ExceptionHandled, Resumption};
pub use exception_raised::ExceptionRaised;
pub use group_opened::GroupOpened;
pub use item_ended::ItemEnded;
pub use item_started::ItemStarted;
pub use items_fixed::ItemsFixed;
pub use jumped::Jumped;
pub use migrated::Migrated;
pub use note_added::NoteAdded;
pub use override_made::OverrideMade;
pub use pass_started::PassStarted;
pub use paused::Paused;
pub use reminded::Reminded;
pub use resumed::Resumed;
pub use started::Started;
pub use step_entered::StepEntered;
pub use step_left::StepLeft;
pub use success_judged::SuccessJudged;
pub use task_claimed::TaskClaimed;
pub use task_completed::TaskCompleted;
pub use task_opened::TaskOpened;
pub use task_reassigned::TaskReassigned;
pub use task_released::TaskReleased;
pub use timer_fired::TimerFired;
pub use timer_set::TimerSet;
pub use together_opened::TogetherOpened;
pub use until_judged::UntilJudged;
pub use values_set::ValuesSet;
pub use wait_started::WaitStarted;
pub use work_done::WorkDone;
pub use yielded::Yielded;

use crate::actor::Actor;
use crate::id::ActivationId;
use crate::state::State;

/// The version of the events' spelling that this release writes.
pub const FORMAT: u32 = 1;

/// One entry of a run's journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// The version of the spelling ([`FORMAT`]).
    pub format: u32,
    /// Counts from 1, without gaps.
    pub sequence: u64,
    pub at: Timestamp,
    pub actor: Actor,
    /// The content of the procedure that it happened under.
    pub version: ContentHash,
    pub event: Event,
}

/// Folding one fact into a state.
pub(crate) trait Apply {
    fn apply(&self, state: &mut State, recorded: &Recorded);
}

fn is_false(value: &bool) -> bool {
    !value
}

macro_rules! events {
    ($($name:ident),* $(,)?) => {
        /// Something that happened to a run.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Event {
            $($name($name)),*
        }

        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Event::$name(event)
            }
        })*

        impl Event {
            /// Every kind of event, by the name of its type.
            pub const NAMES: [&'static str; [$(stringify!($name)),*].len()] = [$(stringify!($name)),*];

            /// The event's name as the journal spells it.
            pub fn name(&self) -> String {
                let name = match self {
                    $(Event::$name(_) => stringify!($name)),*
                };
                let mut kebab = String::with_capacity(name.len() + 4);
                for letter in name.chars() {
                    if letter.is_ascii_uppercase() && !kebab.is_empty() {
                        kebab.push('-');
                    }
                    kebab.push(letter.to_ascii_lowercase());
                }
                kebab
            }
        }

        impl Apply for Event {
            fn apply(&self, state: &mut State, recorded: &Recorded) {
                match self {
                    $(Event::$name(event) => event.apply(state, recorded)),*
                }
            }
        }
    };
}

events! {
    ApprovalGiven, ApprovalKept, ApprovalOpened, ApprovalRefused, ApprovalVoided, BlockDone, BlockOpened, Cancelled,
    ConditionsJudged, DecisionMade, DueSet, EffectFailed, EffectRequested, EffectReturnedLate,
    EffectSucceeded, Ended, EscalationRaised, EventKept, EventTaken, ExceptionHandled, ExceptionRaised,
    GroupOpened, ItemEnded, ItemStarted, ItemsFixed, Jumped, Migrated, NoteAdded, OverrideMade, PassStarted,
    Paused, Reminded, Resumed, Started, StepEntered, StepLeft, SuccessJudged, TaskClaimed, TaskCompleted,
    TaskOpened, TaskReassigned, TaskReleased, TimerFired, TimerSet, TogetherOpened, UntilJudged, ValuesSet,
    WaitStarted, WorkDone, Yielded,
}

impl Event {
    /// The activation that writes values by this event, if it writes any.
    pub(crate) fn writes(&self) -> Option<ActivationId> {
        let (activation, values) = match self {
            Event::ApprovalGiven(event) => (event.activation, &event.values),
            Event::DecisionMade(event) => (event.activation, &event.values),
            Event::EffectSucceeded(event) if event.kept_as.is_some() => return Some(event.activation),
            Event::EffectSucceeded(event) => (event.activation, &event.saved),
            Event::EventTaken(event) => (event.activation, &event.saved),
            Event::TaskCompleted(event) => (event.activation, &event.values),
            Event::ValuesSet(event) => (event.activation, &event.values),
            Event::WorkDone(event) => (event.activation, &event.values),
            _ => return None,
        };
        (!values.is_empty()).then_some(activation)
    }

    /// Whether conditions, covered approvals or waits may come out differently after it.
    pub(crate) fn is_looked_at(&self) -> bool {
        let entered_or_left = matches!(
            self,
            Event::StepEntered(_)
                | Event::StepLeft(_)
                | Event::GroupOpened(_)
                | Event::BlockOpened(_)
                | Event::ExceptionHandled(_)
        );
        entered_or_left || self.writes().is_some()
    }
}

/// Folds one fact into a state. Total: a fact that does not fit the state changes nothing but its number.
pub fn apply(state: &mut State, recorded: &Recorded) {
    recorded.event.apply(state, recorded);
    state.sequence = recorded.sequence;
}

/// The state that a journal leads to.
pub fn replay<'a>(journal: impl IntoIterator<Item = &'a Recorded>) -> State {
    let mut state = State::default();
    for recorded in journal {
        apply(&mut state, recorded);
    }
    state
}
