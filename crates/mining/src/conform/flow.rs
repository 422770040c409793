//! A procedure as the flow of work that it allows: blocks, choices, and what they depend on.
//!
//! An `end` in the middle is a choice between ending there and going on. Steps of a handler may be done between any others.
//! Two things a tree cannot say are allowed more freely than a run would: the items of an `each` that are worked at once,
//! and the branches that are withdrawn when the first of them is done.

use procedure::document::{Consequence, Finish, Handler, Join, Otherwise, Procedure, Reaction, Step, StepId, Verb};

/// The work that a procedure allows. Steps are places in [`Procedure::all_steps`].
#[derive(Debug, Clone)]
pub(super) enum Flow {
    Nothing,
    Step(usize),
    Sequence(Vec<Flow>),
    Choice(Vec<(Guard, Flow)>),
    Parallel(Vec<Flow>),
    /// The body, and again as often as one likes.
    Again(Box<Flow>),
}

/// What the way of a choice depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard {
    /// Nothing that data could tell.
    Free,
    /// The case of a decision at this place.
    Case(usize, usize),
    /// No case of the decision.
    Otherwise(usize),
    /// The condition of a step: it is done, or left out.
    If(usize, bool),
}

/// What may be done: and then more follows, or then the run has ended.
struct Ways {
    on: Option<Flow>,
    end: Option<Flow>,
}

struct Builder<'a> {
    procedure: &'a Procedure,
    /// In the order of the document.
    steps: Vec<&'a StepId>,
}

/// The flow of a whole procedure.
pub(super) fn flow(procedure: &Procedure) -> Flow {
    let steps = procedure.all_steps().into_iter().map(|at| &at.step.id).collect();
    let builder = Builder { procedure, steps };
    let main = builder.list(&procedure.steps).whole();
    let handlers = procedure.exceptions.iter().map(|exception| builder.handler(&exception.then)).collect();
    builder.besides(main, handlers)
}

impl Ways {
    fn on(flow: Flow) -> Self {
        Self { on: Some(flow), end: None }
    }

    fn whole(self) -> Flow {
        match (self.on, self.end) {
            (Some(on), Some(end)) => Flow::Choice(vec![(Guard::Free, on), (Guard::Free, end)]),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => Flow::Nothing,
        }
    }
}

impl Builder<'_> {
    fn place(&self, step: &Step) -> usize {
        self.steps.iter().position(|own| **own == step.id).expect("a step of the procedure")
    }

    /// Steps one after another. What follows a step is written once, behind the choice to go on.
    fn list(&self, steps: &[Step]) -> Ways {
        let [first, rest @ ..] = steps else { return Ways::on(Flow::Nothing) };
        let first = self.step(first);
        if rest.is_empty() {
            return first;
        }
        let Some(on) = first.on else { return first };
        let rest = self.list(rest);
        let then = |next: Flow| match next {
            Flow::Sequence(mut parts) => {
                parts.insert(0, on.clone());
                Flow::Sequence(parts)
            }
            next => Flow::Sequence(vec![on.clone(), next]),
        };
        let later = rest.end.map(then);
        let end = match (first.end, later) {
            (Some(now), Some(later)) => Some(Flow::Choice(vec![(Guard::Free, now), (Guard::Free, later)])),
            (now, later) => now.or(later),
        };
        Ways { on: rest.on.map(then), end }
    }

    fn step(&self, step: &Step) -> Ways {
        let place = self.place(step);
        let mut ways = self.verb(step, place);
        if ends(step) {
            let ended = Flow::Step(place);
            ways.end = Some(match ways.end {
                Some(end) => Flow::Choice(vec![(Guard::Free, end), (Guard::Free, ended)]),
                None => ended,
            });
        }
        if step.condition.is_some() {
            let left_out = (Guard::If(place, false), Flow::Nothing);
            ways.on = Some(match ways.on {
                Some(on) => Flow::Choice(vec![(Guard::If(place, true), on), left_out]),
                None => Flow::Choice(vec![left_out]),
            });
            ways.end = ways.end.map(|end| Flow::Choice(vec![(Guard::If(place, true), end)]));
        }
        ways
    }

    fn verb(&self, step: &Step, place: usize) -> Ways {
        match &step.verb {
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Call(_)
            | Verb::Agent { .. }
            | Verb::Set { .. }
            | Verb::Wait { .. }
            | Verb::Document { .. }
            | Verb::Notify { .. }
            | Verb::Procedure(_) => Ways::on(Flow::Step(place)),
            Verb::End { .. } => Ways { on: None, end: Some(Flow::Step(place)) },
            Verb::Raise { raise } => {
                let handler = self.procedure.exceptions.iter().find(|exception| exception.id == *raise);
                match handler.map(|exception| &exception.then.finish) {
                    Some(Finish::End { .. }) => Ways { on: None, end: Some(Flow::Step(place)) },
                    Some(Finish::Resume { .. }) | None => Ways::on(Flow::Step(place)),
                }
            }
            Verb::Decide { decide } => {
                let mut on = Vec::new();
                let mut end = Vec::new();
                let mut way = |guard, steps: &[Step]| {
                    let ways = self.list(steps);
                    on.extend(ways.on.map(|flow| (guard, flow)));
                    end.extend(ways.end.map(|flow| (guard, flow)));
                };
                for (index, case) in decide.cases.iter().enumerate() {
                    way(Guard::Case(place, index), &case.steps);
                }
                if !decide.cases.is_empty() {
                    match &decide.otherwise {
                        Some(Otherwise::Branch { steps, .. }) => way(Guard::Otherwise(place), steps),
                        Some(Otherwise::Continue) | None => way(Guard::Otherwise(place), &[]),
                    }
                } else if let Some(Otherwise::Branch { steps, .. }) = &decide.otherwise {
                    way(Guard::Free, &[]);
                    way(Guard::Free, steps);
                }
                let after = |ways: Vec<(Guard, Flow)>| {
                    (!ways.is_empty()).then(|| Flow::Sequence(vec![Flow::Step(place), Flow::Choice(ways)]))
                };
                if on.is_empty() && end.is_empty() {
                    Ways::on(Flow::Step(place))
                } else {
                    Ways { on: after(on), end: after(end) }
                }
            }
            Verb::Group { group } => {
                let mut ways = match (&group.until, &group.recheck) {
                    (None, _) => self.list(&group.steps),
                    (Some(_), recheck) => Ways::on(self.left_early(&group.steps, recheck.as_deref())),
                };
                let handlers: Vec<Flow> =
                    group.exceptions.iter().map(|exception| self.handler(&exception.then)).collect();
                ways.on = ways.on.map(|on| self.besides(on, handlers.clone()));
                ways.end = ways.end.map(|end| self.besides(end, handlers));
                ways
            }
            Verb::Together { together } => {
                let branches = together.branches.values().map(|steps| match together.join {
                    Join::All => self.list(steps).whole(),
                    Join::Any => self.left_early(steps, None),
                });
                Ways::on(Flow::Parallel(branches.collect()))
            }
            Verb::Repeat { repeat } => {
                let body = self.list(&repeat.steps);
                Ways { on: body.on.map(|body| Flow::Again(Box::new(body))), end: body.end }
            }
            Verb::Each { each } => {
                let items = match each.at_once {
                    Some(at_once) if at_once.get() > 1 => {
                        let steps = each.steps.iter().map(|step| self.step(step).whole());
                        Flow::Parallel(steps.map(|step| maybe(Flow::Again(Box::new(step)))).collect())
                    }
                    Some(_) | None => maybe(Flow::Again(Box::new(self.list(&each.steps).whole()))),
                };
                Ways::on(items)
            }
        }
    }

    /// A block that may be left before any of its steps.
    fn left_early(&self, steps: &[Step], recheck: Option<&Step>) -> Flow {
        let mut flow = Flow::Nothing;
        for step in steps.iter().rev() {
            let mut parts = vec![self.step(step).whole()];
            parts.extend(recheck.map(|step| maybe(self.step(step).whole())));
            parts.push(flow);
            flow = maybe(Flow::Sequence(parts));
        }
        flow
    }

    fn handler(&self, handler: &Handler) -> Flow {
        self.list(&handler.steps).whole()
    }

    fn besides(&self, main: Flow, handlers: Vec<Flow>) -> Flow {
        let mut parts = vec![main];
        let worth = handlers.into_iter().filter(|flow| !matches!(flow, Flow::Nothing));
        parts.extend(worth.map(|flow| maybe(Flow::Again(Box::new(flow)))));
        if parts.len() == 1 { parts.remove(0) } else { Flow::Parallel(parts) }
    }
}

fn maybe(flow: Flow) -> Flow {
    Flow::Choice(vec![(Guard::Free, flow), (Guard::Free, Flow::Nothing)])
}

/// Whether a run may end at this step, for what a check, a refusal or an error leads to.
fn ends(step: &Step) -> bool {
    let ends = |consequence: &Consequence| matches!(consequence, Consequence::End { .. });
    let refused =
        if let Verb::Approve { approve } = &step.verb { approve.on_refuse.as_ref().is_some_and(ends) } else { false };
    refused
        || step.checks.iter().any(|check| check.otherwise.as_ref().is_some_and(ends))
        || step.on_error.values().any(gives_up)
}

fn gives_up(reaction: &Reaction) -> bool {
    match reaction {
        Reaction::End { .. } => true,
        Reaction::Retry { then, .. } => then.as_deref().is_some_and(gives_up),
        Reaction::Continue | Reaction::Raise { .. } | Reaction::Ask { .. } => false,
    }
}
