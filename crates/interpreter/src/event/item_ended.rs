//! An item of an `each` ended.

use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, Work};

/// An item of an `each` ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemEnded {
    pub activation: ActivationId,
    /// Counts from 0.
    pub index: u32,
    /// What it gives to the lists that `gather` names.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub gathered: Values,
}

impl Apply for ItemEnded {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            if let Work::Each(items) = &mut activation.work {
                items.ended += 1;
                let own = items.scopes.remove(&self.index).unwrap_or_default();
                // The item's own names are gone, so nothing can change them any more.
                let place = (Some(self.activation), Lane::Item(self.index));
                for approval in &mut state.approvals {
                    if approval.lineage.iter().any(|(parent, lane, _)| (*parent, lane) == (place.0, &place.1)) {
                        approval.covers.retain(|name| !own.values.contains_key(name.as_str()));
                    }
                }
                state.approvals.retain(|approval| !approval.covers.is_empty());
                items.gathered.insert(self.index, self.gathered.clone());
            }
            activation.lanes.remove(&Lane::Item(self.index));
        }
        state.settle(self.activation);
    }
}
