//! One pass over a document, for all rules: its steps with what holds them, its exceptions, what is written where, and
//! every expression with what it can see.

use std::collections::BTreeMap;

use super::Context;
use super::flow::Flow;
use super::inferred::Types;
use super::site::{self, Site};
use super::write::{self, Write};
use crate::diagnostic::{Path, Segment};
use crate::document::{Block, Exception, Finish, Procedure, Resume, Step, Verb};

/// A document made ready for the rules.
pub(super) struct Index<'a> {
    pub procedure: &'a Procedure,
    pub context: &'a Context<'a>,
    /// Every step at any depth: a block's steps before the next block's, a step before what it holds.
    pub steps: Vec<Place<'a>>,
    pub blocks: Vec<BlockAt>,
    /// The document's own blocks: its steps, then its handlers.
    pub top: Vec<usize>,
    pub exceptions: Vec<Declared<'a>>,
    pub writes: Vec<Write<'a>>,
    pub sites: Vec<Site<'a>>,
    pub types: Types,
    pub flow: Flow,
    by_id: BTreeMap<&'a str, usize>,
}

/// A step and where it stands.
pub(super) struct Place<'a> {
    pub step: &'a Step,
    pub path: Path,
    /// The block it stands in.
    pub block: usize,
    /// The step whose block that is.
    pub parent: Option<usize>,
    /// The blocks it holds.
    pub blocks: Vec<usize>,
}

/// A list of steps.
pub(super) struct BlockAt {
    pub block: Block,
    pub steps: Vec<usize>,
}

/// A declared exception.
pub(super) struct Declared<'a> {
    pub exception: &'a Exception,
    pub path: Path,
    /// The group that declares it; the document where absent.
    pub group: Option<usize>,
}

pub(super) fn join(path: &Path, below: &Path) -> Path {
    below.segments().iter().fold(path.clone(), |path, segment| match segment {
        Segment::Key(key) => path.key(key.as_str()),
        Segment::Index(index) => path.index(*index),
    })
}

impl<'a> Index<'a> {
    pub fn new(procedure: &'a Procedure, context: &'a Context<'a>) -> Self {
        let mut index = Index {
            procedure,
            context,
            steps: Vec::new(),
            blocks: Vec::new(),
            top: Vec::new(),
            exceptions: Vec::new(),
            writes: Vec::new(),
            sites: Vec::new(),
            types: Types::default(),
            flow: Flow::default(),
            by_id: BTreeMap::new(),
        };
        index.declare(&procedure.exceptions, &Path::root().key("exceptions"), None);
        for (block, path, steps) in procedure.blocks() {
            let id = index.add(block, &path, steps, None);
            index.top.push(id);
        }
        for (at, place) in index.steps.iter().enumerate() {
            index.by_id.entry(place.step.id.as_str()).or_insert(at);
        }
        index.writes = write::all(&index);
        index.sites = site::all(&index);
        index.types = Types::of(&index);
        index.flow = Flow::of(&index);
        index
    }

    fn declare(&mut self, exceptions: &'a [Exception], path: &Path, group: Option<usize>) {
        for (at, exception) in exceptions.iter().enumerate() {
            self.exceptions.push(Declared { exception, path: path.index(at), group });
        }
    }

    fn add(&mut self, block: Block, path: &Path, steps: &'a [Step], parent: Option<usize>) -> usize {
        let id = self.blocks.len();
        // `recheck` holds one step, not a list.
        let single = matches!(block, Block::Recheck(_));
        self.blocks.push(BlockAt { block, steps: Vec::new() });
        for (at, step) in steps.iter().enumerate() {
            let here = if single { path.clone() } else { path.index(at) };
            let place = self.steps.len();
            if let Verb::Group { group } = &step.verb {
                self.declare(&group.exceptions, &here.key("group").key("exceptions"), Some(place));
            }
            self.blocks[id].steps.push(place);
            self.steps.push(Place { step, path: here.clone(), block: id, parent, blocks: Vec::new() });
            for (inner, below, steps) in step.blocks() {
                let inner = self.add(inner, &join(&here, &below), steps, Some(place));
                self.steps[place].blocks.push(inner);
            }
        }
        id
    }

    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub fn step_ids(&self) -> impl Iterator<Item = &'a str> {
        self.by_id.keys().copied()
    }

    /// The steps around a step, the innermost first, without itself.
    pub fn around(&self, step: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.steps[step].parent, |at| self.steps[*at].parent)
    }

    /// Whether `step` is `outer`, or stands within it.
    pub fn within(&self, step: usize, outer: usize) -> bool {
        step == outer || self.around(step).any(|at| at == outer)
    }

    /// The step itself, then the steps around it.
    pub fn lineage(&self, step: usize) -> impl Iterator<Item = usize> {
        std::iter::once(step).chain(self.around(step))
    }

    /// Whether the step stands in a handler, at any depth.
    pub fn in_handler(&self, step: usize) -> bool {
        self.lineage(step).any(|at| matches!(self.blocks[self.steps[at].block].block, Block::Handler(..)))
    }

    /// The declaration that handles this exception when the step raises it: of the innermost group around, else the
    /// document's. A handler's own steps are handled further out.
    pub fn handler(&self, step: usize, exception: &str) -> Option<&Declared<'a>> {
        let declared = |group: Option<usize>| {
            self.exceptions.iter().find(|known| known.group == group && known.exception.id == *exception)
        };
        let mut at = step;
        while let Some(parent) = self.steps[at].parent {
            let handles = !matches!(self.blocks[self.steps[at].block].block, Block::Handler(..));
            if handles && let Some(found) = declared(Some(parent)) {
                return Some(found);
            }
            at = parent;
        }
        declared(None)
    }

    /// Whether a run goes on after the step when it raises this exception.
    pub fn goes_on_after(&self, step: usize, exception: &str) -> bool {
        self.handler(step, exception)
            .is_some_and(|handler| matches!(handler.exception.then.finish, Finish::Resume { resume: Resume::Continue }))
    }

    /// A step's own writes.
    pub fn writes_of(&self, step: usize) -> impl Iterator<Item = &Write<'a>> {
        let start = self.writes.partition_point(|write| write.step < step);
        self.writes[start..].iter().take_while(move |write| write.step == step)
    }
}
