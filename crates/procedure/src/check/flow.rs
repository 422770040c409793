//! Which names can have a value where.
//!
//! The analysis walks the process tree once and keeps, for every point, the names that *some* path can have provided by
//! then. A name that no path can have provided when it is read is an error; one that only some paths provide is not.
//!
//! **What a run starts with.** A declared field is given at the start when it has a default; when a trigger or an example
//! gives it; and when no step outside of handlers collects, saves or sets it: then whoever starts the run is asked for
//! it, and may leave it out if it is optional. A field that a step provides is provided by that step alone; an update, which
//! reads the value that it replaces, provides nothing.
//!
//! **Blocks.** Branches of a choice add up. Branches of `together` see nothing of each other. What is first written in an
//! `each` stays inside it. The first pass of a `repeat` sees nothing of the later ones; reads under a condition may. A
//! skipped step provides nothing, but another path went through it. What a handler provides counts from the start of the
//! block that it stands for, since the step that raised is entered again. `steps.x` is provided by leaving the step `x`.

use std::collections::BTreeMap;

use super::index::Index;
use super::reachable;
use super::write::{Given, Write};
use crate::document::{Block, Otherwise, Trigger, Verb};
use crate::expression::Why;

/// A set of names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names(Vec<u64>);

impl Names {
    pub fn insert(&mut self, name: usize) {
        let word = name / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (name % 64);
    }

    pub fn has(&self, name: usize) -> bool {
        self.0.get(name / 64).is_some_and(|word| word & (1 << (name % 64)) != 0)
    }

    pub fn add(&mut self, other: &Names) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}

/// What can be known at one point.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    /// Names that some path can have provided.
    pub maybe: Names,
    /// Names that only a later pass of a loop around can see.
    pub later: Names,
    /// Whether the point can be reached at all.
    pub live: bool,
}

impl State {
    /// What is known where the two meet.
    fn meet(mut self, other: &State) -> State {
        self.maybe.add(&other.maybe);
        self.live |= other.live;
        self
    }

    /// What is known under a condition: a later pass may have come first.
    fn under_condition(mut self) -> State {
        self.maybe.add(&self.later.clone());
        self
    }
}

/// The states at every step.
#[derive(Default)]
pub(super) struct Flow {
    ids: BTreeMap<String, usize>,
    /// When the run starts.
    pub start: State,
    pub entry: Vec<State>,
    /// After the step's work.
    pub left: Vec<State>,
    /// After the steps that it holds.
    pub inside: Vec<State>,
    /// All that the run itself can ever know, without what belongs to items.
    pub anytime: State,
}

/// The name under which a visit of a step is known.
fn visit(step: &str) -> String {
    format!("steps.{}", step.replace('-', "_"))
}

impl Flow {
    pub fn of(index: &Index<'_>) -> Flow {
        let count = index.steps.len();
        let mut flow = Flow { entry: vec![State::default(); count], ..Flow::default() };
        flow.left = flow.entry.clone();
        flow.inside = flow.entry.clone();
        for name in index.procedure.data.keys() {
            flow.intern(name.to_string());
        }
        for write in &index.writes {
            flow.intern(write.name.to_owned());
        }
        for place in &index.steps {
            flow.intern(visit(&place.step.id));
        }
        let mut start = State { live: true, ..State::default() };
        for name in given(index) {
            flow.provide(&mut start.maybe, name);
        }
        let handlers: Vec<usize> = index.top.iter().copied().skip(1).collect();
        let mut all = start.clone();
        for block in &handlers {
            all.maybe.add(&flow.written(index, *block, false));
        }
        flow.start = start;
        let main = index.top.first().copied();
        let mut anytime = all.clone();
        if let Some(main) = main {
            flow.block(index, main, all.clone());
            anytime.maybe.add(&flow.written(index, main, false));
        }
        let mut raised = all;
        if let Some(main) = main {
            raised.maybe.add(&flow.written(index, main, true));
        }
        for block in handlers {
            flow.block(index, block, raised.clone());
        }
        flow.anytime = anytime;
        flow
    }

    fn intern(&mut self, name: String) {
        let next = self.ids.len();
        self.ids.entry(name).or_insert(next);
    }

    /// The name of a path that an expression reads: a root name, or `steps.x`; nothing for names that steps do not
    /// provide.
    pub fn key(&self, path: &[String]) -> Option<usize> {
        match path {
            [root, step, ..] if root == "steps" => self.ids.get(&format!("steps.{step}")).copied(),
            [root, ..] => self.ids.get(root.as_str()).copied(),
            [] => None,
        }
    }

    fn provide(&self, names: &mut Names, name: &str) {
        if let Some(id) = self.ids.get(name) {
            names.insert(*id);
        }
    }

    /// Every name that the steps of a block write, at any depth; those of items too, where asked for.
    pub fn written(&self, index: &Index<'_>, block: usize, items: bool) -> Names {
        let mut names = Names::default();
        self.collect(index, block, items, &mut names);
        names
    }

    fn collect(&self, index: &Index<'_>, block: usize, items: bool, names: &mut Names) {
        for step in &index.blocks[block].steps {
            for write in index.writes_of(*step) {
                self.provide(names, write.name);
            }
            let place = &index.steps[*step];
            self.provide(names, &visit(&place.step.id));
            if items || !matches!(place.step.verb, Verb::Each { .. }) {
                for inner in &place.blocks {
                    self.collect(index, *inner, items, names);
                }
            }
        }
    }

    fn block(&mut self, index: &Index<'_>, block: usize, mut state: State) -> State {
        for step in &index.blocks[block].steps {
            state = self.step(index, *step, state);
        }
        state
    }

    fn step(&mut self, index: &Index<'_>, at: usize, before: State) -> State {
        let step = index.steps[at].step;
        let condition = step.condition.as_ref().map(reachable::constant);
        let mut entry = match condition {
            Some(_) => before.clone().under_condition(),
            None => before.clone(),
        };
        entry.live = before.live && condition != Some(Some(false));
        self.entry[at] = entry.clone();
        self.inside[at] = entry.clone();
        let mut done = self.work(index, at, entry);
        self.provide(&mut done.maybe, &visit(&step.id));
        self.left[at] = done.clone();
        let out = match condition {
            None | Some(Some(true)) => done,
            Some(None | Some(false)) => before.clone().meet(&done),
        };
        State { later: before.later, ..out }
    }

    fn own(&self, index: &Index<'_>, at: usize, mut state: State) -> State {
        for write in index.writes_of(at) {
            self.provide(&mut state.maybe, write.name);
        }
        state
    }

    fn work(&mut self, index: &Index<'_>, at: usize, entry: State) -> State {
        let place = &index.steps[at];
        match &place.step.verb {
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Call(_)
            | Verb::Agent { .. }
            | Verb::Set { .. }
            | Verb::Wait { .. }
            | Verb::Document { .. }
            | Verb::Notify { .. }
            | Verb::Procedure(_) => self.own(index, at, entry),
            Verb::Raise { raise } => State { live: entry.live && index.goes_on_after(at, raise), ..entry },
            Verb::End { .. } => State { live: false, ..entry },
            Verb::Decide { .. } => self.decide(index, at, entry),
            Verb::Group { group } => self.group(index, at, entry, group.until.is_some()),
            Verb::Together { .. } => {
                let mut out = entry.clone();
                for block in &place.blocks {
                    let end = self.block(index, *block, entry.clone());
                    out.maybe.add(&end.maybe);
                    out.live &= end.live;
                }
                self.inside[at] = out.clone();
                out
            }
            Verb::Repeat { .. } => {
                let mut out = entry;
                for block in &place.blocks {
                    let mut first = out.clone();
                    first.later.add(&self.written(index, *block, false));
                    out = self.block(index, *block, first);
                }
                self.inside[at] = out.clone();
                out
            }
            Verb::Each { .. } => {
                for block in &place.blocks {
                    self.inside[at] = self.block(index, *block, entry.clone());
                }
                // The list may be empty.
                self.own(index, at, entry)
            }
        }
    }

    fn decide(&mut self, index: &Index<'_>, at: usize, entry: State) -> State {
        let place = &index.steps[at];
        let Verb::Decide { decide } = &place.step.verb else { return entry };
        let base = entry.clone().under_condition();
        let mut out: Option<State> = None;
        let mut meet = |end: State| out = Some(out.take().map_or(end.clone(), |out| out.meet(&end)));
        let inner = |wanted: &Block| place.blocks.iter().copied().find(|id| index.blocks[*id].block == *wanted);
        for (number, case) in decide.cases.iter().enumerate() {
            let mut state = base.clone();
            case.set.keys().for_each(|name| self.provide(&mut state.maybe, name));
            state.live &= reachable::constant(&case.when) != Some(false);
            if let Some(block) = inner(&Block::Case(place.step.id.clone(), number)) {
                state = self.block(index, block, state);
            }
            meet(state);
        }
        if let Some(table) = &decide.table {
            let mut state = base.clone();
            table.results.iter().for_each(|name| self.provide(&mut state.maybe, name));
            meet(state);
        }
        match &decide.otherwise {
            None => {}
            Some(Otherwise::Continue) => meet(base),
            Some(Otherwise::Branch { set, .. }) => {
                let mut state = base;
                set.keys().for_each(|name| self.provide(&mut state.maybe, name));
                if let Some(block) = inner(&Block::Otherwise(place.step.id.clone())) {
                    state = self.block(index, block, state);
                }
                meet(state);
            }
        }
        let out = out.unwrap_or(entry);
        self.inside[at] = out.clone();
        out
    }

    fn group(&mut self, index: &Index<'_>, at: usize, entry: State, until: bool) -> State {
        let blocks = &index.steps[at].blocks;
        let is = |id: &usize, handler: bool| match index.blocks[*id].block {
            Block::Handler(..) => handler,
            Block::Procedure
            | Block::Body(_)
            | Block::Recheck(_)
            | Block::Branch(..)
            | Block::Case(..)
            | Block::Otherwise(_) => !handler,
        };
        let mut state = entry;
        for handler in blocks.iter().filter(|id| is(id, true)) {
            state.maybe.add(&self.written(index, *handler, false));
        }
        let mut raised = state.clone();
        // On entry `recheck` comes before the steps.
        let recheck = |id: &&usize| matches!(index.blocks[**id].block, Block::Recheck(_));
        let mut own: Vec<usize> = blocks.iter().filter(|id| is(id, false)).copied().collect();
        own.sort_by_key(|id| !recheck(&id));
        for block in own {
            raised.maybe.add(&self.written(index, block, true));
            state = self.block(index, block, state);
        }
        state.live |= until && raised.live;
        for handler in blocks.iter().filter(|id| is(id, true)) {
            self.block(index, *handler, raised.clone());
        }
        self.inside[at] = state.clone();
        state
    }
}

/// The declared fields that a run can have at its start.
fn given<'a>(index: &Index<'a>) -> Vec<&'a str> {
    let procedure = index.procedure;
    let mut found = asked(index);
    for (name, field) in &procedure.data {
        let triggered = procedure.triggers.iter().any(|trigger| match trigger {
            Trigger::Manual { .. } => false,
            Trigger::Event { set, .. } => set.contains_key(name),
            Trigger::Schedule { each, set, .. } => {
                set.contains_key(name) || each.as_ref().is_some_and(|(each, _)| each == name)
            }
        });
        if triggered || field.default.is_some() || procedure.examples.iter().any(|one| one.given.contains_key(name)) {
            found.push(name);
        }
    }
    found
}

/// Whether a write needs the value that the name had before: `amount: =amount - discount`.
fn updates(write: &Write<'_>) -> bool {
    match &write.given {
        Given::Formula(formula) | Given::Part(formula) => {
            formula.reads().iter().any(|read| read.root() == write.name && read.why == Why::Always)
        }
        Given::Collected | Given::Result | Given::Returned(_) | Given::Gathered(_) | Given::Cell(_) => false,
    }
}

/// The declared fields that no step outside of handlers provides, so that whoever starts a run gives them.
pub(super) fn asked<'a>(index: &Index<'a>) -> Vec<&'a str> {
    let provides = |write: &&Write<'_>| !index.in_handler(write.step) && !updates(write);
    let mut provided: Vec<&str> = index.writes.iter().filter(provides).map(|write| write.name).collect();
    provided.sort_unstable();
    index.procedure.data.keys().map(|name| name.as_str()).filter(|name| provided.binary_search(name).is_err()).collect()
}
