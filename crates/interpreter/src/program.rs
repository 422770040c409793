//! A procedure made ready to run: every step by its id, every block by what holds it.

use std::collections::BTreeMap;
use std::sync::Arc;

use procedure::document::{Block, Exception, ExceptionId, Name, Procedure, Step, StepId, Verb};
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
    asked_at_start: Vec<Name>,
    steps: BTreeMap<StepId, Place>,
    blocks: BTreeMap<Block, Arc<[StepId]>>,
    watches: Watches,
}

/// What has to be looked at when a value changes, so that a procedure without it pays nothing.
#[derive(Debug, Clone, Copy, Default)]
struct Watches {
    conditions: bool,
    conditions_in_groups: bool,
    covers: bool,
    moments: bool,
    hidden: bool,
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
        let conditions = procedure.exceptions.iter().any(|exception| exception.when.is_some());
        let mut watches = Watches { conditions, ..Watches::default() };
        for at in procedure.all_steps() {
            blocks.entry(at.block.clone()).or_default().push(at.step.id.clone());
            watches.note(at.step);
            let place = Place { step: Arc::new(at.step.clone()), block: at.block, index: at.index };
            steps.insert(at.step.id.clone(), place);
        }
        let calendar = procedure.calendar.clone().unwrap_or_else(|| site.clone());
        let blocks = blocks.into_iter().map(|(block, ids)| (block, ids.into())).collect();
        let mask = Mask::of(&procedure);
        let asked = procedure::check::asked_at_start(&procedure).into_iter();
        let wanted =
            |name: &Name| procedure.data.get(name).is_some_and(|field| !field.optional && field.default.is_none());
        let asked_at_start = asked.filter(wanted).collect();
        Program { procedure, version, calendar, mask, asked_at_start, steps, blocks, watches }
    }

    /// The fields that a run has to be given at its start: nothing asks for them later, and they may not be left out.
    pub fn asked_at_start(&self) -> &[Name] {
        &self.asked_at_start
    }

    /// Whether any exception has a `when`.
    pub(crate) fn has_conditions(&self) -> bool {
        self.watches.conditions
    }

    pub(crate) fn has_conditions_in_groups(&self) -> bool {
        self.watches.conditions_in_groups
    }

    /// Whether any approval covers something.
    pub(crate) fn has_covers(&self) -> bool {
        self.watches.covers
    }

    /// Whether any step waits until a moment.
    pub(crate) fn has_moments(&self) -> bool {
        self.watches.moments
    }

    /// Whether any step is for certain roles to see.
    pub(crate) fn has_hidden(&self) -> bool {
        self.watches.hidden
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

impl Watches {
    fn note(&mut self, step: &Step) {
        self.hidden |= !step.visible_to.is_empty();
        match &step.verb {
            Verb::Group { group } => {
                let any = group.exceptions.iter().any(|exception| exception.when.is_some());
                self.conditions |= any;
                self.conditions_in_groups |= any;
            }
            Verb::Approve { approve } => self.covers |= !approve.covers.is_empty(),
            Verb::Wait { wait, .. } => self.moments |= wait.until.is_some(),
            _ => {}
        }
    }
}
