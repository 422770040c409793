//! A procedure made ready to run: every step by its id, every block by what holds it.

use std::collections::BTreeMap;
use std::sync::Arc;

use procedure::document::{Block, Exception, ExceptionId, Procedure, Step, StepId, Verb};
use procedure::hash::ContentHash;
use procedure::time::Calendar;

use crate::mask::Mask;

/// A version of a procedure, indexed.
#[derive(Debug, Clone)]
pub struct Program {
    pub procedure: Arc<Procedure>,
    pub version: ContentHash,
    /// The procedure's calendar, or the site's.
    pub calendar: Calendar,
    /// The names that hold something sensitive.
    pub mask: Mask,
    steps: BTreeMap<StepId, Place>,
    blocks: BTreeMap<Block, Arc<[StepId]>>,
}

/// A step and where it stands.
#[derive(Debug, Clone)]
pub struct Place {
    pub step: Arc<Step>,
    pub block: Block,
    pub index: usize,
}

impl Program {
    /// Indexes a checked procedure. `site` is the calendar where the procedure has none.
    pub fn new(procedure: Arc<Procedure>, version: ContentHash, site: &Calendar) -> Self {
        let mut steps = BTreeMap::new();
        let mut blocks: BTreeMap<Block, Vec<StepId>> = BTreeMap::new();
        for at in procedure.all_steps() {
            blocks.entry(at.block.clone()).or_default().push(at.step.id.clone());
            let place = Place { step: Arc::new(at.step.clone()), block: at.block, index: at.index };
            steps.insert(at.step.id.clone(), place);
        }
        let calendar = procedure.calendar.clone().unwrap_or_else(|| site.clone());
        let blocks = blocks.into_iter().map(|(block, ids)| (block, ids.into())).collect();
        let mask = Mask::of(&procedure);
        Program { procedure, version, calendar, mask, steps, blocks }
    }

    pub fn place(&self, step: &StepId) -> Option<&Place> {
        self.steps.get(step)
    }

    /// The steps of a block, in order; empty for a block that is not there.
    pub fn block(&self, block: &Block) -> &[StepId] {
        self.blocks.get(block).map_or(&[], |steps| steps)
    }

    /// The step after this one in the same block.
    pub fn after(&self, step: &StepId) -> Option<&StepId> {
        let place = self.place(step)?;
        self.block(&place.block).get(place.index + 1)
    }

    /// The declared exceptions of the group that is named, or of the document.
    pub fn exceptions(&self, group: Option<&StepId>) -> &[Exception] {
        match group {
            None => &self.procedure.exceptions,
            Some(step) => match self.place(step).map(|place| &place.step.verb) {
                Some(Verb::Group { group }) => &group.exceptions,
                _ => &[],
            },
        }
    }

    pub fn exception(&self, group: Option<&StepId>, id: &ExceptionId) -> Option<&Exception> {
        self.exceptions(group).iter().find(|exception| exception.id == *id)
    }
}
