//! What is wrong with one case: the moves of its alignment, and what its data, its people and its times say.

use std::collections::BTreeMap;

use jiff::Timestamp;
use procedure::document::{Barred, Due, Finish, Procedure, RoleRef, Step, StepId, Verb};
use procedure::time::{Base, Calendar, due_moment};

use super::data::Fields;
use super::deviation::{Class, What};
use super::flow::Guard;
use super::lower::About;
use crate::align::{Alignment, Move, Taken};
use crate::log::{Activity, Case, Column, Event, Log};

/// Something wrong with a case, and where in its alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub what: What,
    /// The move at which it shows; nothing before all of them.
    pub at: Option<usize>,
    /// Of a step that was done elsewhere: the move at which it should have been.
    pub instead: Option<usize>,
}

impl Found {
    fn at(what: What, place: usize) -> Self {
        Self { what, at: Some(place), instead: None }
    }
}

/// What all cases are judged against.
pub(super) struct Judge<'a> {
    pub procedure: &'a Procedure,
    pub log: &'a Log,
    pub calendar: &'a Calendar,
    pub about: &'a [About],
    pub fields: Fields<'a>,
    /// By the step: the label under which it is compared with the log's activities.
    pub of_step: &'a [Option<Activity>],
    pub role: Option<&'a Column>,
    /// The ways of choices that the log can show: some step on them has an activity. See [`Judge::visible`].
    pub visible: Vec<Guard>,
}

impl<'a> Judge<'a> {
    /// What the alignment of a variant says of all its cases.
    pub fn flow(&self, trace: &[Activity], labels: &[Activity], alignment: &Alignment) -> Vec<Found> {
        let mut extra: Vec<(usize, u32)> = Vec::new();
        let mut missing: Vec<(usize, usize)> = Vec::new();
        let mut ended_by_handler = false;
        for (place, step) in alignment.moves.iter().enumerate() {
            match step {
                Move::Log { event } => extra.push((place, *event)),
                Move::Model { leaf } => {
                    missing.extend(self.step_of(*leaf).filter(|_| !ended_by_handler).map(|step| (place, step)));
                }
                Move::Both { leaf, .. } => {
                    ended_by_handler |= self.step_of(*leaf).is_some_and(|step| self.ends_run(step))
                }
            }
        }
        let mut found = Vec::new();
        for (place, step) in missing {
            // The same work, elsewhere than it should be.
            let moved = extra.iter().position(|&(_, event)| Some(labels[event as usize]) == self.of_step[step]);
            let what = |class| What { class, step: Some(step), detail: String::new() };
            match moved {
                Some(moved) => {
                    let (done, _) = extra.remove(moved);
                    found.push(Found { instead: Some(place), ..Found::at(what(Class::OutOfOrder), done) });
                }
                None => found.push(Found::at(what(Class::Missing), place)),
            }
        }
        for (place, event) in extra {
            found.push(Found::at(self.extra(trace, labels, alignment, event), place));
        }
        found
    }

    fn extra(&self, trace: &[Activity], labels: &[Activity], alignment: &Alignment, event: u32) -> What {
        let label = labels[event as usize];
        let step = self.of_step.iter().position(|own| *own == Some(label));
        let Some(step) = step else {
            let detail = self.log.name(trace[event as usize]).to_owned();
            return What { class: Class::Extra, step: None, detail };
        };
        let is_done = alignment
            .moves
            .iter()
            .any(|step| matches!(step, Move::Both { event, .. } if labels[*event as usize] == label));
        let class =
            if !is_done && self.is_of_another_way(step, &alignment.taken) { Class::WrongBranch } else { Class::Extra };
        let detail = if class == Class::Extra && is_done { "again".to_owned() } else { String::new() };
        What { class, step: Some(step), detail }
    }

    /// The ways on which some step stands that the log has an activity for.
    pub fn visible(&self) -> Vec<Guard> {
        let shown = self.of_step.iter().enumerate().filter(|(_, label)| label.is_some());
        shown.flat_map(|(step, _)| self.ways_to(step)).collect()
    }

    /// Whether a step stands in a way of a decision that the case did not go.
    fn is_of_another_way(&self, step: usize, taken: &[Taken]) -> bool {
        let went: Vec<Guard> = taken.iter().filter_map(|taken| self.guard(taken)).collect();
        self.ways_to(step)
            .iter()
            .any(|guard| !went.contains(guard) && went.iter().any(|other| same_choice(*guard, *other)))
    }

    /// The ways of decisions in which a step stands.
    fn ways_to(&self, step: usize) -> Vec<Guard> {
        let steps = self.procedure.all_steps();
        let mut guards = Vec::new();
        let mut at = &steps[step];
        loop {
            let place = |id: &StepId| steps.iter().position(|at| at.step.id == *id);
            let own = place(&at.step.id).expect("a step of the procedure");
            if at.step.condition.is_some() {
                guards.push(Guard::If(own, true));
            }
            let Some(owner) = at.block.owner().and_then(place) else { return guards };
            match &at.block {
                procedure::document::Block::Case(_, index) => guards.push(Guard::Case(owner, *index)),
                procedure::document::Block::Otherwise(_) => guards.push(Guard::Otherwise(owner)),
                procedure::document::Block::Procedure
                | procedure::document::Block::Body(_)
                | procedure::document::Block::Recheck(_)
                | procedure::document::Block::Branch(..)
                | procedure::document::Block::Handler(..) => {}
            }
            at = &steps[owner];
        }
    }

    fn guard(&self, taken: &Taken) -> Option<Guard> {
        match &self.about[taken.node] {
            About::Choice(ways) => ways.get(taken.branch).copied().filter(|guard| *guard != Guard::Free),
            About::Block | About::Step(_) => None,
        }
    }

    pub fn step_of(&self, leaf: usize) -> Option<usize> {
        match &self.about[leaf] {
            About::Step(step) => Some(*step),
            About::Block | About::Choice(_) => None,
        }
    }

    /// Whether a step belongs to a handler after which the run has ended.
    fn ends_run(&self, step: usize) -> bool {
        let id = &self.fields.steps[step].id;
        let ends = |exception: &&procedure::document::Exception| matches!(exception.then.finish, Finish::End { .. });
        let mut handlers = self.procedure.exceptions.iter().filter(ends);
        handlers.any(|exception| exception.then.steps.iter().any(|own| own.id == *id))
    }

    /// What the case's own data, people and times say.
    pub fn data(&self, case: Case<'a>, alignment: &Alignment) -> Vec<Found> {
        let events: Vec<Event<'a>> = case.events().collect();
        let mut found = Vec::new();
        self.branches(case, &events, alignment, &mut found);
        self.steps(case, &events, alignment, &mut found);
        found
    }

    /// Ways that were taken although the data says another.
    fn branches(&self, case: Case<'_>, events: &[Event<'_>], alignment: &Alignment, found: &mut Vec<Found>) {
        let mut data = self.fields.of(case);
        let mut learned = 0;
        let mut taken: Vec<&Taken> = alignment.taken.iter().collect();
        taken.sort_by_key(|taken| taken.at);
        for taken in taken {
            while learned < (taken.at as usize).min(events.len()) {
                data.learn(events[learned]);
                learned += 1;
            }
            let Some(went) = self.guard(taken) else { continue };
            let (step, should) = match went {
                Guard::Free => continue,
                Guard::If(step, _) => (step, data.condition(step).map(|holds| Guard::If(step, holds))),
                Guard::Case(step, _) | Guard::Otherwise(step) => (step, data.way(step)),
            };
            let Some(should) = should.filter(|should| *should != went) else { continue };
            // Between two ways that leave no trace the alignment goes any one.
            let is_told = |guard: Guard| match guard {
                Guard::If(step, _) => self.visible.contains(&Guard::If(step, true)),
                Guard::Free | Guard::Case(..) | Guard::Otherwise(_) => self.visible.contains(&guard),
            };
            if !is_told(went) && !is_told(should) {
                continue;
            }
            let detail = self.in_words(should);
            let what = What { class: Class::WrongBranch, step: Some(step), detail };
            found.push(Found { what, at: move_of(alignment, taken.at.checked_sub(1)), instead: None });
        }
    }

    fn in_words(&self, guard: Guard) -> String {
        match guard {
            Guard::Free => String::new(),
            Guard::If(_, true) => "it should have been done".to_owned(),
            Guard::If(_, false) => "it should have been left out".to_owned(),
            Guard::Otherwise(_) => "no case holds".to_owned(),
            Guard::Case(step, index) => {
                let Verb::Decide { decide } = &self.fields.steps[step].verb else { return String::new() };
                let case = &decide.cases[index];
                let label = case.title.clone().unwrap_or_else(|| case.when.in_words(&|_| None));
                format!("the case is: {label}")
            }
        }
    }

    /// What is wrong with steps that were done: who, when, with what.
    fn steps(&self, case: Case<'_>, events: &[Event<'a>], alignment: &Alignment, found: &mut Vec<Found>) {
        let mut data = self.fields.of(case);
        let mut done: BTreeMap<&StepId, Vec<Event<'a>>> = BTreeMap::new();
        let mut before: Option<Event<'a>> = None;
        for (place_of_move, step) in alignment.moves.iter().enumerate() {
            let (event, leaf) = match step {
                Move::Both { event, leaf } => (*event, Some(*leaf)),
                Move::Log { event } => (*event, None),
                Move::Model { .. } => continue,
            };
            let now = events[event as usize];
            data.learn(now);
            if let Some(place) = leaf.and_then(|leaf| self.step_of(leaf)) {
                let step = self.fields.steps[place];
                let mut tell = |class, detail: String| {
                    found.push(Found::at(What { class, step: Some(place), detail }, place_of_move));
                };
                if let Some(barred) = barred(step).iter().find(|barred| same_person(barred, now, events, &done)) {
                    tell(Class::FourEyes, in_words(barred, self.procedure));
                }
                if let Some(role) = self.wrong_role(step, now) {
                    tell(Class::WrongRole, role);
                }
                if self.is_late(step, before.unwrap_or(events[0]), now) {
                    tell(Class::Late, String::new());
                }
                for field in self.lacking(step, now, &data) {
                    tell(Class::MissingEvidence, field);
                }
                done.entry(&step.id).or_default().push(now);
                before = Some(now);
            }
        }
    }

    /// The role that a log names for an event, where it is none that may do the step.
    fn wrong_role(&self, step: &Step, event: Event<'_>) -> Option<String> {
        let crate::log::Value::Text(named) = self.role?.get(event.index)? else { return None };
        let allowed: Vec<&RoleRef> = if let Verb::Person { person } = &step.verb {
            vec![&person.role]
        } else if let Verb::Approve { approve } = &step.verb {
            approve.by.iter().collect()
        } else {
            return None;
        };
        let is = |role: &RoleRef| match role {
            RoleRef::Role(id) => {
                let title = self.procedure.roles.get(id).and_then(|role| role.title.as_deref());
                named.eq_ignore_ascii_case(id.as_str()) || title.is_some_and(|title| named.eq_ignore_ascii_case(title))
            }
            // Which role a field names is the case's own affair.
            RoleRef::Field(_) => true,
        };
        (!allowed.into_iter().any(is)).then(|| named.to_owned())
    }

    /// Whether a step was done after it was due, counted from the last step before it.
    fn is_late(&self, step: &Step, before: Event<'_>, now: Event<'_>) -> bool {
        let within = match &step.due {
            Some(Due::Within(within)) => *within,
            Some(Due::From { after: None, plus: Some(plus), minus: None, at: None }) => *plus,
            Some(Due::From { .. }) | None => return false,
        };
        let moment = |event: Event<'_>| Timestamp::from_microsecond(event.time()?.0).ok();
        let (Some(entered), Some(done)) = (moment(before), moment(now)) else { return false };
        due_moment(self.calendar, Base::Moment(entered), Some(within), None, None).is_ok_and(|due| done > due)
    }

    /// Fields that whoever does the step fills in, and that this event lacks although the log tells them elsewhere.
    fn lacking(&self, step: &Step, event: Event<'_>, data: &super::data::Data<'_, '_>) -> Vec<String> {
        let Verb::Person { person } = &step.verb else { return Vec::new() };
        let is_needed = |name: &str| self.procedure.data.get(name).is_some_and(|field| !field.optional);
        let collected = person.collect.iter().map(|name| name.as_str()).filter(|name| is_needed(name));
        let evidence =
            person.evidence.iter().filter(|(_, when)| data.holds(when) == Some(true)).map(|(name, _)| name.as_str());
        let lacks = |name: &&str| self.fields.tells(name) && !self.fields.has(event, name);
        let names: std::collections::BTreeSet<&str> = collected.chain(evidence).filter(lacks).collect();
        names.into_iter().map(str::to_owned).collect()
    }
}

/// The move of an event.
fn move_of(alignment: &Alignment, event: Option<u32>) -> Option<usize> {
    let event = event?;
    alignment.moves.iter().position(|step| match step {
        Move::Both { event: own, .. } | Move::Log { event: own } => *own == event,
        Move::Model { .. } => false,
    })
}

fn barred(step: &Step) -> &[Barred] {
    if let Verb::Person { person } = &step.verb {
        &person.not_by
    } else if let Verb::Approve { approve } = &step.verb {
        &approve.not_by
    } else {
        &[]
    }
}

fn same_person(barred: &Barred, now: Event<'_>, all: &[Event<'_>], done: &BTreeMap<&StepId, Vec<Event<'_>>>) -> bool {
    let Some(person) = now.person() else { return false };
    match barred {
        Barred::Starter => all.first().and_then(|first| first.person()) == Some(person),
        Barred::Step(step) => {
            done.get(step).is_some_and(|events| events.iter().any(|event| event.person() == Some(person)))
        }
    }
}

fn in_words(barred: &Barred, procedure: &Procedure) -> String {
    match barred {
        Barred::Starter => "whoever started the case".to_owned(),
        Barred::Step(id) => procedure
            .step(id.as_str())
            .map_or_else(|| id.to_string(), |step| format!("whoever did “{}”", step.title.source())),
    }
}

fn same_choice(one: Guard, other: Guard) -> bool {
    let step = |guard| match guard {
        Guard::Free => None,
        Guard::If(step, _) => Some((step, true)),
        Guard::Case(step, _) | Guard::Otherwise(step) => Some((step, false)),
    };
    step(one).is_some() && step(one) == step(other)
}
