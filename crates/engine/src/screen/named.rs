//! Who and what, by id and by the name that people know.

use interpreter::id::PersonId;
use procedure::document::{Procedure, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::directory::Directory;

/// A procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcedureNamed {
    pub id: String,
    pub title: String,
    /// The publication's number; 0 for a document that was not published.
    pub number: u32,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonNamed {
    pub id: String,
    pub name: String,
}

/// A role of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RoleNamed {
    pub role: String,
    pub title: String,
}

impl PersonNamed {
    /// By the directory; somebody who is not in it is called by their id.
    pub fn of(directory: &Directory, id: &PersonId) -> Self {
        let known = directory.person(id).map(|person| person.name.clone()).filter(|name| !name.is_empty());
        PersonNamed { id: id.to_string(), name: known.unwrap_or_else(|| id.to_string()) }
    }
}

impl RoleNamed {
    /// By the procedure; a role without a title is called by the words of its id.
    pub fn of(procedure: &Procedure, role: &RoleId) -> Self {
        let titled = procedure.roles.get(role).and_then(|role| role.title.clone());
        RoleNamed { role: role.to_string(), title: titled.unwrap_or_else(|| in_words(role.as_str())) }
    }
}

/// `support-lead` as `Support lead`.
pub(super) fn in_words(id: &str) -> String {
    let spaced = id.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
