//! The inbox as its person sees it.

use std::collections::BTreeSet;

use procedure::document::{ProcedureId, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::row;
use super::reader::Reader;
use super::task::TaskItem;
use crate::access::{Deed, RunSeen, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Page, Paged, TaskOrder, TaskQuery, TaskScope, Words};

/// Whose tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum InboxScope {
    /// Assigned to the person.
    #[default]
    Mine,
    /// Assigned to nobody, for the person's roles.
    Roles,
    /// Everything that the person may see: everybody's for those who oversee the installation; else their own, their
    /// roles', and those of every run of the procedures that they own or have a part in.
    All,
}

/// What somebody looks for among tasks.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    pub words: Words,
    pub procedure: Option<ProcedureId>,
    pub role: Option<RoleId>,
    pub overdue: bool,
    pub order: TaskOrder,
}

/// How many tasks there are. It is counted no further than `most`: a number that reaches it says that there are at least so
/// many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskCounts {
    pub most: u64,
    pub mine: u64,
    pub roles: u64,
    pub all: u64,
    /// Of the person's own and their roles', those whose moment has passed.
    pub overdue: u64,
}

impl TaskCounts {
    /// As far as tasks are counted, so that it costs little however many there are.
    pub const MOST: u64 = 1_000;
}

impl Engine {
    /// The tasks of an inbox, as rows.
    pub async fn task_items(
        &self,
        caller: &Caller,
        scope: InboxScope,
        filter: &TaskFilter,
        page: &Page,
    ) -> Result<Paged<TaskItem>, Error> {
        self.allow(caller, Deed::Read, Thing::Inbox(&caller.person), "see this inbox")?;
        let query = TaskQuery {
            scope: self.scope(caller, scope).await?,
            words: filter.words.clone(),
            procedure: filter.procedure.clone(),
            role: filter.role.clone(),
            due_before: filter.overdue.then(|| self.now()),
            order: filter.order,
        };
        let found = self.store().tasks(&query, page).await?;
        let mut rows = Vec::with_capacity(found.rows.len());
        for found in found.rows {
            let live = self.look(&found.run).await?;
            // A version of a procedure may name other roles than the latest, which the search went by.
            if matches!(query.scope, TaskScope::Seen(..))
                && self.allow_run(caller, &live, Deed::Read, "see it").is_err()
            {
                continue;
            }
            // What was done meanwhile is not there any more.
            rows.extend(row(&Reader::of(self, caller, &found.run, &live), found.task));
        }
        Ok(Paged { rows, next: found.next })
    }

    /// How many tasks each part of the inbox has.
    pub async fn task_counts(&self, caller: &Caller) -> Result<TaskCounts, Error> {
        self.allow(caller, Deed::Read, Thing::Inbox(&caller.person), "see this inbox")?;
        let most = TaskCounts::MOST;
        let count = async |scope| self.store().count_tasks(&TaskQuery::from(scope), most).await;
        let own = TaskQuery {
            due_before: Some(self.now()),
            ..TaskQuery::from(TaskScope::Inbox(caller.person.clone(), self.roles_of(caller)))
        };
        Ok(TaskCounts {
            most,
            mine: count(self.scope(caller, InboxScope::Mine).await?).await?,
            roles: count(self.scope(caller, InboxScope::Roles).await?).await?,
            all: count(self.scope(caller, InboxScope::All).await?).await?,
            overdue: self.store().count_tasks(&own, most).await?,
        })
    }

    async fn scope(&self, caller: &Caller, scope: InboxScope) -> Result<TaskScope, Error> {
        Ok(match scope {
            InboxScope::Mine => TaskScope::Person(caller.person.clone()),
            InboxScope::Roles => TaskScope::Roles(self.roles_of(caller)),
            InboxScope::All if self.allow(caller, Deed::Read, Thing::Installation, "see everybody's tasks").is_ok() => {
                TaskScope::All
            }
            InboxScope::All => {
                let procedures = self.seen_procedures(caller).await?;
                TaskScope::Seen(caller.person.clone(), self.roles_of(caller), procedures)
            }
        })
    }

    /// The procedures all of whose runs the person may see: those that they own or have a part in.
    async fn seen_procedures(&self, caller: &Caller) -> Result<BTreeSet<ProcedureId>, Error> {
        let mut seen = BTreeSet::new();
        for publication in self.store().latest_publications().await? {
            let program = self.program(publication.version).await?;
            let any = RunSeen { procedure: &program.procedure, starter: None, involved: &[], roles: &[] };
            if self.allow(caller, Deed::Read, Thing::Run(any), "see its runs").is_ok() {
                seen.insert(publication.procedure);
            }
        }
        Ok(seen)
    }

    /// The roles whose tasks the person may take. Whoever holds every role holds those of all known procedures.
    fn roles_of(&self, caller: &Caller) -> BTreeSet<RoleId> {
        let directory = self.directory();
        let mut roles = directory.roles(&caller.person, self.now());
        if directory.person(&caller.person).is_some_and(|person| person.active && person.every_role) {
            let programs = self.inner.programs.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for program in programs.values() {
                roles.extend(program.procedure.roles.keys().chain(&program.procedure.owner).cloned());
            }
        }
        roles
    }
}
