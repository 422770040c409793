//! Who acts. Facts from the authenticated surface, never from a payload.

use std::collections::BTreeSet;

use procedure::document::RoleId;
use serde::{Deserialize, Serialize};

use crate::id::PersonId;

/// The way by which an act came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// The engine itself: timers, schedules, results of effects.
    Engine,
    CommandLine,
    Api,
    Web,
    Chat,
    Mail,
    /// The Model Context Protocol.
    Mcp,
    /// An example in a document.
    Example,
}

/// Who does something, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    /// Absent for the engine itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<PersonId>,
    /// The role in which the person acts, where one was needed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<RoleId>,
    /// For whom a delegate acts.
    #[serde(skip_serializing_if = "Option::is_none", default, rename = "for")]
    pub on_behalf_of: Option<PersonId>,
    pub surface: Surface,
}

impl Actor {
    pub fn engine() -> Self {
        Actor { person: None, role: None, on_behalf_of: None, surface: Surface::Engine }
    }
}

/// What the surface knows of whoever acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub actor: Actor,
    /// Every role the person holds, also through a delegation.
    pub roles: BTreeSet<RoleId>,
    /// The person's delegates and delegators: who counts as the same hands under `not_by`.
    pub linked: BTreeSet<PersonId>,
    /// Whether the person administers the installation.
    pub administrator: bool,
}

impl Standing {
    pub fn engine() -> Self {
        Standing { actor: Actor::engine(), roles: BTreeSet::new(), linked: BTreeSet::new(), administrator: false }
    }

    pub fn is_engine(&self) -> bool {
        self.actor.surface == Surface::Engine
    }

    /// Everybody whose hands these are: the person, whom they act for, and their delegations.
    pub fn hands(&self) -> impl Iterator<Item = &PersonId> {
        self.actor.person.iter().chain(&self.actor.on_behalf_of).chain(&self.linked)
    }
}
