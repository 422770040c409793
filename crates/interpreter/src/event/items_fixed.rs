//! The list of an `each` was fixed.

use procedure::document::Name;
use procedure::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Items, Phase, Work};

/// The list of an `each` was fixed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemsFixed {
    pub activation: ActivationId,
    /// What an item is called.
    pub name: Name,
    pub items: Vec<Value>,
    pub at_once: u32,
}

impl Apply for ItemsFixed {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.work = Work::Each(Items {
                name: self.name.clone(),
                items: self.items.as_slice().into(),
                at_once: self.at_once,
                begun: 0,
                ended: 0,
                scopes: BTreeMap::new(),
                gathered: BTreeMap::new(),
            });
            activation.phase = Phase::Working;
        }
        state.settle(self.activation);
    }
}
