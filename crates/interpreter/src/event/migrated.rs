//! The run goes on with another version.

use procedure::document::StepId;
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{Apply, Recorded};
use crate::state::{Purpose, State};

/// The run goes on with another version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Migrated {
    pub from: ContentHash,
    pub to: ContentHash,
    /// The publication's number.
    pub number: u32,
    /// Steps whose ids differ between the two, old to new.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub steps: BTreeMap<StepId, StepId>,
    /// Where the other version has the escalation rules whose clocks run, old position to new. The clocks of the rest
    /// stop.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub rules: BTreeMap<usize, usize>,
    pub reason: String,
}

impl Apply for Migrated {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.version = Some(self.to);
        state.number = self.number;
        state.rename_steps(&self.steps);
        state.timers.retain(|_, timer| match &mut timer.purpose {
            Purpose::Escalate { rule } => match self.rules.get(rule) {
                Some(position) => {
                    *rule = *position;
                    true
                }
                None => false,
            },
            Purpose::Remind { .. } | Purpose::Wait | Purpose::Retry | Purpose::GoOn => true,
        });
    }
}
