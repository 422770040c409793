//! A journal without what is sensitive.

use procedure::value::Value;

use super::{MASK, Mask, hidden};
use crate::event::{Event, Recorded};
use crate::program::Program;
use crate::state::{EffectRequest, TaskKind};

impl Mask {
    /// An entry of a journal as those see it who may not see what is sensitive.
    pub fn recorded(&self, recorded: &Recorded) -> Recorded {
        let mut masked = recorded.clone();
        if self.is_empty() {
            return masked;
        }
        match &mut masked.event {
            Event::Started(event) => {
                event.data = self.values(&event.data);
                for (name, value) in &mut event.settings {
                    *value = self.value(&format!("settings.{name}"), value);
                }
            }
            Event::Ended(event) => event.outputs = self.values(&event.outputs),
            Event::WorkDone(event) => event.values = self.values(&event.values),
            Event::ValuesSet(event) => event.values = self.values(&event.values),
            Event::ItemsFixed(event) => {
                event.items.iter_mut().for_each(|item| *item = self.value(&event.name, item));
            }
            Event::ItemEnded(event) => event.gathered = self.values(&event.gathered),
            Event::UntilJudged(event) => self.inputs(&mut event.inputs),
            Event::DecisionMade(event) => {
                self.inputs(&mut event.inputs);
                event.values = self.values(&event.values);
            }
            Event::TaskOpened(event) => event.kind = self.task(&event.kind),
            Event::TaskCompleted(event) => event.values = self.values(&event.values),
            Event::ApprovalGiven(event) => event.values = self.values(&event.values),
            Event::EffectRequested(event) => self.request(&mut event.request),
            Event::EffectSucceeded(event) => {
                if let Some(name) = &event.kept_as {
                    event.result = self.value(name, &event.result);
                }
                if event.saved.keys().any(|name| self.hides(name)) {
                    event.result = hidden(&event.result);
                }
                event.saved = self.values(&event.saved);
            }
            // Nothing says any more what of it would have been kept, or says it yet.
            Event::EffectReturnedLate(event) => event.result = hidden(&event.result),
            Event::EventKept(event) => event.data = hidden(&event.data),
            Event::EventTaken(event) => {
                if event.saved.keys().any(|name| self.hides(name)) {
                    event.data = hidden(&event.data);
                }
                event.saved = self.values(&event.saved);
            }
            Event::OverrideMade(event) => {
                event.before = self.values(&event.before);
                event.after = self.values(&event.after);
            }
            // These hold no values; words that quote values were masked when they were made.
            Event::Paused(_)
            | Event::Resumed(_)
            | Event::Cancelled(_)
            | Event::SuccessJudged(_)
            | Event::NoteAdded(_)
            | Event::StepEntered(_)
            | Event::DueSet(_)
            | Event::StepLeft(_)
            | Event::BlockOpened(_)
            | Event::BlockDone(_)
            | Event::GroupOpened(_)
            | Event::TogetherOpened(_)
            | Event::PassStarted(_)
            | Event::ItemStarted(_)
            | Event::TaskClaimed(_)
            | Event::TaskReleased(_)
            | Event::TaskReassigned(_)
            | Event::ApprovalOpened(_)
            | Event::ApprovalRefused(_)
            | Event::ApprovalKept(_)
            | Event::ApprovalVoided(_)
            | Event::EffectFailed(_)
            | Event::TimerSet(_)
            | Event::TimerFired(_)
            | Event::Yielded(_)
            | Event::WaitStarted(_)
            | Event::ExceptionRaised(_)
            | Event::ExceptionHandled(_)
            | Event::ConditionsJudged(_)
            | Event::EscalationRaised(_)
            | Event::Reminded(_)
            | Event::Jumped(_)
            | Event::Migrated(_) => {}
        }
        masked
    }

    /// A task as those see it who may not see what is sensitive.
    pub fn task(&self, kind: &TaskKind) -> TaskKind {
        let mut masked = kind.clone();
        match &mut masked {
            TaskKind::ByHand { suggested: Some(request), .. } | TaskKind::Confirm { request } => self.request(request),
            TaskKind::Choose { values, .. } => *values = self.values(values),
            TaskKind::Work
            | TaskKind::Approve { .. }
            | TaskKind::Supply { .. }
            | TaskKind::ByHand { suggested: None, .. }
            | TaskKind::Settle { .. } => {}
        }
        masked
    }

    fn inputs(&self, inputs: &mut [(String, Value)]) {
        for (path, value) in inputs {
            *value = self.value(path, value);
        }
    }

    /// Masks the arguments that are computed from something sensitive, and those of which nobody knows.
    fn request(&self, request: &mut EffectRequest) {
        if self.is_empty() {
            return;
        }
        let (to, arguments) = match request {
            EffectRequest::Call { action, arguments } => (action.to_string(), arguments),
            EffectRequest::Procedure { procedure, data } => (procedure.to_string(), data),
            EffectRequest::Document { text, .. } => {
                if self.documents {
                    *text = MASK.to_owned();
                }
                return;
            }
            // Goals and notices are rendered with what is sensitive masked.
            EffectRequest::Agent { .. } | EffectRequest::Notify { .. } => return,
        };
        for (name, value) in arguments {
            if !self.plain_arguments.contains(&(to.clone(), name.clone())) {
                *value = hidden(value);
            }
        }
    }
}

/// A whole journal without what is sensitive.
pub fn journal(program: &Program, journal: &[Recorded]) -> Vec<Recorded> {
    journal.iter().map(|recorded| program.mask.recorded(recorded)).collect()
}
