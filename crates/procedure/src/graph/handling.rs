//! Exceptions in the graph: what raises them, how they are handled, where the run goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Builder, Here, Open};
use super::{Edge, EdgeKind, NodeKind};
use crate::document::{
    Consequence, Exception, ExceptionId, Finish, OutcomeId, Procedure, Reaction, Resume, Step, StepId, Verb,
};
use crate::render::words::{error_name, lowered};

/// Something a step does when it goes wrong.
enum Mishap {
    Raise(ExceptionId),
    End(OutcomeId),
}

impl<'a> Builder<'a> {
    /// Whether a step that raises goes on after its exception was handled.
    pub(super) fn resumes(&self, step: &Step) -> bool {
        let Verb::Raise { raise } = &step.verb else { return true };
        let found = self.handler(&step.id, raise);
        found.is_some_and(|(_, exception)| exception.then.finish == Finish::Resume { resume: Resume::Continue })
    }

    /// The handler of an exception that a step raises: the innermost group's around it, else the document's.
    fn handler(&self, step: &StepId, raised: &ExceptionId) -> Option<(Option<StepId>, &'a Exception)> {
        let mut step = step.to_string();
        // Each turn goes one block outward; a document with an id twice must not turn for ever.
        for _ in 0..self.around.len() {
            let Some((Some(owner), from_handler)) = self.around.get(&step) else { break };
            let found = self.words.find(owner).and_then(|owner| match &owner.verb {
                // A group does not handle what its own handlers raise.
                Verb::Group { group } if !from_handler => group.exceptions.iter().find(|other| other.id == *raised),
                _ => None,
            });
            if let Some(exception) = found {
                return Some((Some(owner.clone()), exception));
            }
            step = owner.to_string();
        }
        let exceptions = &self.words.procedure.exceptions;
        exceptions.iter().find(|exception| exception.id == *raised).map(|exception| (None, exception))
    }

    /// Adds every exception with its handler, and the edges to and from it.
    pub(super) fn handlers(&mut self, procedure: &'a Procedure) {
        let mut handlers: Vec<(Option<StepId>, &Exception, String)> = Vec::new();
        for (at, exception) in procedure.exceptions.iter().enumerate() {
            handlers.push((None, exception, format!("E{}.", at + 1)));
        }
        let steps = procedure.all_steps();
        for found in &steps {
            if let Verb::Group { group } = &found.step.verb {
                let number = self.words.number(&found.step.id).unwrap_or_default();
                for (at, exception) in group.exceptions.iter().enumerate() {
                    handlers.push((Some(found.step.id.clone()), exception, format!("{number}E{}.", at + 1)));
                }
            }
        }
        // All handlers' steps are drawn before any edge between them, because one may raise for another.
        let open: Vec<Vec<Open>> = handlers
            .iter()
            .map(|(group, exception, prefix)| {
                let id = exception_id(group.as_ref(), &exception.id);
                let node = self.node(&id, NodeKind::Exception, None, exception.title.clone(), None, true);
                let here = Here { parent: None, exceptional: true, prefix, before: 0 };
                self.sequence(&exception.then.steps, here, vec![Open { from: node, label: None, case: None }])
            })
            .collect();
        let mut raisers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for found in &steps {
            for (handler, work) in self.mishaps(found.step) {
                raisers.entry(handler).or_default().push(work);
            }
        }
        for ((group, exception, _), open) in handlers.iter().zip(open) {
            let raisers = raisers.remove(&exception_id(group.as_ref(), &exception.id)).unwrap_or_default();
            self.finish_handling(exception, &raisers, open);
        }
        self.drop_unhandled_ways(procedure);
    }

    /// The edges from a handler's end; `raisers` are the nodes whose exception it handles.
    fn finish_handling(&mut self, exception: &Exception, raisers: &[String], open: Vec<Open>) {
        match &exception.then.finish {
            Finish::End { end } => {
                let end = self.end(end, true);
                for open in open {
                    self.edge(&open.from, &end, EdgeKind::Flow, open.label);
                }
            }
            Finish::Resume { resume: Resume::Retry } => {
                for to in raisers {
                    for open in &open {
                        self.edge(&open.from, to, EdgeKind::Loop, Some("again".to_owned()));
                    }
                }
            }
            Finish::Resume { resume: Resume::RetryBlock { retry } } => {
                if let Some(to) = self.entries.get(retry.as_str()).cloned() {
                    for open in &open {
                        self.edge(&open.from, &to, EdgeKind::Loop, Some("again from here".to_owned()));
                    }
                }
            }
            Finish::Resume { resume: Resume::Continue } => {
                // It goes on to wherever the step that raised would.
                let onward: Vec<Edge> = self
                    .edges
                    .iter()
                    .filter(|edge| edge.kind != EdgeKind::Exception && raisers.contains(&edge.from))
                    .cloned()
                    .collect();
                for edge in onward {
                    for open in &open {
                        self.edge(&open.from, &edge.to, edge.kind, Some("go on".to_owned()));
                    }
                }
            }
        }
    }

    /// Draws the dashed edges of a step; gives the handlers they lead to, with the step's node.
    fn mishaps(&mut self, step: &Step) -> Vec<(String, String)> {
        let Some(from) = self.works.get(step.id.as_str()).cloned() else { return Vec::new() };
        let mut handlers = Vec::new();
        for (mishap, label) in self.outcomes_of(step) {
            let to = match mishap {
                Mishap::Raise(raised) => match self.handler(&step.id, &raised) {
                    Some((group, exception)) => {
                        let handler = exception_id(group.as_ref(), &exception.id);
                        if !handlers.contains(&(handler.clone(), from.clone())) {
                            handlers.push((handler.clone(), from.clone()));
                        }
                        handler
                    }
                    None => continue,
                },
                Mishap::End(outcome) => self.end(&outcome, true),
            };
            self.edge(&from, &to, EdgeKind::Exception, label);
        }
        handlers
    }

    /// A `raise` step goes on only by way of its handler, whose edges stand for its own.
    fn drop_unhandled_ways(&mut self, procedure: &Procedure) {
        let raising: BTreeSet<String> = procedure
            .all_steps()
            .iter()
            .filter(|found| matches!(found.step.verb, Verb::Raise { .. }))
            .filter_map(|found| self.works.get(found.step.id.as_str()).cloned())
            .collect();
        self.edges.retain(|edge| edge.kind == EdgeKind::Exception || !raising.contains(&edge.from));
    }

    fn outcomes_of(&self, step: &Step) -> Vec<(Mishap, Option<String>)> {
        let mut found = Vec::new();
        if let Verb::Raise { raise } = &step.verb {
            found.push((Mishap::Raise(raise.clone()), None));
        }
        for check in &step.checks {
            let label = format!("unless {}", lowered(&self.words.expression(&check.that)));
            found.extend(check.otherwise.as_ref().and_then(mishap).map(|it| (it, Some(label))));
        }
        if let Verb::Approve { approve } = &step.verb {
            found.extend(approve.on_refuse.as_ref().and_then(mishap).map(|it| (it, Some("if refused".to_owned()))));
        }
        for (error, reaction) in &step.on_error {
            let label = error_name(error, step.on_error.len() == 1);
            found.extend(reacted(reaction).map(|it| (it, Some(label))));
        }
        found
    }
}

fn exception_id(group: Option<&StepId>, exception: &ExceptionId) -> String {
    match group {
        Some(group) => format!("step:{group}/exception:{exception}"),
        None => format!("exception:{exception}"),
    }
}

fn mishap(consequence: &Consequence) -> Option<Mishap> {
    match consequence {
        Consequence::Continue => None,
        Consequence::Raise { raise } => Some(Mishap::Raise(raise.clone())),
        Consequence::End { end } => Some(Mishap::End(end.clone())),
    }
}

fn reacted(reaction: &Reaction) -> Option<Mishap> {
    match reaction {
        Reaction::Continue | Reaction::Ask { .. } => None,
        Reaction::Raise { raise } => Some(Mishap::Raise(raise.clone())),
        Reaction::End { end } => Some(Mishap::End(end.clone())),
        Reaction::Retry { then, .. } => then.as_deref().and_then(reacted),
    }
}
