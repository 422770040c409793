//! Walking a document's steps with their places.

use super::{BranchId, Exception, ExceptionId, Otherwise, Procedure, Step, StepId, Verb};
use crate::diagnostic::Path;

/// A list of steps within a document, by what holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Block {
    /// The document's own steps.
    Procedure,
    /// The steps of a group, a repeat or an each.
    Body(StepId),
    /// The `recheck` step of a group.
    Recheck(StepId),
    Branch(StepId, BranchId),
    /// The steps of the case at this index, counted from 0.
    Case(StepId, usize),
    Otherwise(StepId),
    /// The steps of a handler; of the document's, or of the group's that is named.
    Handler(Option<StepId>, ExceptionId),
}

impl Block {
    /// The step whose block this is; none for the document's own steps and handlers.
    pub fn owner(&self) -> Option<&StepId> {
        match self {
            Block::Procedure => None,
            Block::Body(id) | Block::Recheck(id) | Block::Branch(id, _) | Block::Case(id, _) | Block::Otherwise(id) => {
                Some(id)
            }
            Block::Handler(owner, _) => owner.as_ref(),
        }
    }
}

/// A step with its place.
#[derive(Debug, Clone)]
pub struct StepAt<'a> {
    pub step: &'a Step,
    pub path: Path,
    /// The list it stands in, and where in it, counted from 0.
    pub block: Block,
    pub index: usize,
}

impl Step {
    /// The blocks directly within this step, with their places relative to it.
    pub fn blocks(&self) -> Vec<(Block, Path, &[Step])> {
        let id = || self.id.clone();
        let at = Path::root;
        match &self.verb {
            Verb::Decide { decide } => {
                let cases = decide.cases.iter().enumerate().map(|(index, case)| {
                    let path = at().key("decide").key("cases").index(index).key("steps");
                    (Block::Case(id(), index), path, case.steps.as_slice())
                });
                let otherwise = match &decide.otherwise {
                    Some(Otherwise::Branch { steps, .. }) => Some((
                        Block::Otherwise(id()),
                        at().key("decide").key("otherwise").key("steps"),
                        steps.as_slice(),
                    )),
                    Some(Otherwise::Continue) | None => None,
                };
                cases.chain(otherwise).filter(|(_, _, steps)| !steps.is_empty()).collect()
            }
            Verb::Group { group } => {
                let mut blocks = vec![(Block::Body(id()), at().key("group").key("steps"), group.steps.as_slice())];
                if let Some(recheck) = &group.recheck {
                    let step = std::slice::from_ref(recheck.as_ref());
                    blocks.push((Block::Recheck(id()), at().key("group").key("recheck"), step));
                }
                let handlers = handlers(Some(&self.id), &at().key("group").key("exceptions"), &group.exceptions);
                blocks.extend(handlers);
                blocks
            }
            Verb::Together { together } => together
                .branches
                .iter()
                .map(|(name, steps)| {
                    let path = at().key("together").key("branches").key(name.as_str());
                    (Block::Branch(id(), name.clone()), path, steps.as_slice())
                })
                .collect(),
            Verb::Repeat { repeat } => {
                vec![(Block::Body(id()), at().key("repeat").key("steps"), repeat.steps.as_slice())]
            }
            Verb::Each { each } => vec![(Block::Body(id()), at().key("each").key("steps"), each.steps.as_slice())],
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Call(_)
            | Verb::Agent { .. }
            | Verb::Set { .. }
            | Verb::Wait { .. }
            | Verb::Document { .. }
            | Verb::Notify { .. }
            | Verb::Procedure(_)
            | Verb::Raise { .. }
            | Verb::End { .. } => Vec::new(),
        }
    }
}

fn handlers<'a>(owner: Option<&StepId>, path: &Path, exceptions: &'a [Exception]) -> Vec<(Block, Path, &'a [Step])> {
    exceptions
        .iter()
        .enumerate()
        .filter(|(_, exception)| !exception.then.steps.is_empty())
        .map(|(index, exception)| {
            let block = Block::Handler(owner.cloned(), exception.id.clone());
            (block, path.index(index).key("then").key("steps"), exception.then.steps.as_slice())
        })
        .collect()
}

impl Procedure {
    /// The document's own blocks: its steps, then its handlers.
    pub fn blocks(&self) -> Vec<(Block, Path, &[Step])> {
        let mut blocks = vec![(Block::Procedure, Path::root().key("steps"), self.steps.as_slice())];
        blocks.extend(handlers(None, &Path::root().key("exceptions"), &self.exceptions));
        blocks
    }

    /// Every step, at any depth, in the order of the document; handlers' steps come last in their block's owner.
    pub fn all_steps(&self) -> Vec<StepAt<'_>> {
        let mut found = Vec::new();
        for (block, path, steps) in self.blocks() {
            collect(block, &path, steps, &mut found);
        }
        found
    }

    /// The step of this id, at any depth.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.all_steps().into_iter().map(|at| at.step).find(|step| step.id == *id)
    }
}

fn collect<'a>(block: Block, path: &Path, steps: &'a [Step], found: &mut Vec<StepAt<'a>>) {
    for (index, step) in steps.iter().enumerate() {
        // `recheck` holds one step, not a list.
        let here = if matches!(block, Block::Recheck(_)) { path.clone() } else { path.index(index) };
        found.push(StepAt { step, path: here.clone(), block: block.clone(), index });
        for (inner, below, steps) in step.blocks() {
            let path = below.segments().iter().fold(here.clone(), |path, segment| match segment {
                crate::diagnostic::Segment::Key(key) => path.key(key.as_str()),
                crate::diagnostic::Segment::Index(index) => path.index(*index),
            });
            collect(inner, &path, steps, found);
        }
    }
}
