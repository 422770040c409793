//! An approval stands from now on, with what it covers.

use procedure::document::{Name, StepId};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::{Approval, Lane, State};

/// An approval stands from now on, with what it covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalKept {
    pub activation: ActivationId,
    pub step: StepId,
    pub covers: Vec<Name>,
    /// Where the step stood: parent, lane and step, itself first, then the blocks around it.
    pub lineage: Vec<(Option<ActivationId>, Lane, StepId)>,
}

impl Apply for ApprovalKept {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        let approval = Approval {
            step: self.step.clone(),
            covers: self.covers.clone(),
            lineage: self.lineage.clone(),
            given: recorded.sequence,
        };
        // One that is given anew in the same place stands for the one before.
        state.approvals.retain(|other| other.lineage != approval.lineage);
        state.approvals.push(approval);
    }
}
