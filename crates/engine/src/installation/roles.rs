//! The roles that published procedures have, and who holds them.

use std::collections::BTreeMap;

use interpreter::id::PersonId;
use procedure::document::{ProcedureId, RoleId};

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

/// A role, as procedures speak of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSeen {
    pub id: RoleId,
    /// As the first procedure that has one calls it.
    pub title: Option<String>,
    pub procedures: Vec<ProcedureId>,
    /// Active people who hold it themselves or in a team.
    pub holders: Vec<PersonId>,
}

impl Engine {
    /// Every role of published procedures, and every role that somebody holds, by id.
    pub async fn roles(&self, caller: &Caller) -> Result<Vec<RoleSeen>, Error> {
        self.allow(caller, Deed::Read, Thing::People, "see people and roles")?;
        let mut titles: BTreeMap<RoleId, (Option<String>, Vec<ProcedureId>)> = BTreeMap::new();
        for publication in self.store().latest_publications().await? {
            let program = self.program(publication.version).await?;
            for (id, role) in &program.procedure.roles {
                let (title, procedures) = titles.entry(id.clone()).or_default();
                *title = title.take().or_else(|| role.title.clone());
                procedures.push(publication.procedure.clone());
            }
        }
        let directory = self.directory();
        let held = directory.people().flat_map(|person| &person.roles);
        for role in held.chain(directory.teams().flat_map(|team| &team.roles)) {
            titles.entry(role.clone()).or_default();
        }
        let seen = titles.into_iter().map(|(id, (title, procedures))| {
            let holders = directory.holders(&id).map(|person| person.id.clone()).collect();
            RoleSeen { id, title, procedures, holders }
        });
        Ok(seen.collect())
    }
}
