//! Tasks that nobody may take, and tasks of people who have left.
//!
//! Each task is judged when it is opened, and again when somebody who could have taken it loses the role or leaves. What
//! people who have left had in hand goes back to the roles.

use std::collections::BTreeSet;

use interpreter::actor::Surface;
use interpreter::id::{PersonId, RunId, TaskId};
use interpreter::state::{Status, TaskKind};
use interpreter::{Command, Envelope, decide};
use procedure::document::RoleId;

use crate::directory::{Caller, Directory};
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Page, TaskOrder, TaskQuery, TaskScope};
use crate::run::follow::Job;

/// How many of the tasks that were opened last are judged by whoever begins to lead: more than can have been opened
/// between a commit and what follows from it.
const LATEST: usize = 50;

impl Engine {
    /// Tells the run when nobody may take a task: everybody who holds the role is barred, or nobody holds it.
    pub(super) async fn anybody_left(&self, run: &RunId, task: TaskId) -> Result<(), Error> {
        let directory = self.directory();
        if directory.is_empty() {
            return Ok(());
        }
        let mut live = self.look(run).await?;
        let assignee = live.state.tasks.get(&task).and_then(|open| open.assignee.as_ref());
        if assignee.is_some_and(|person| has_left(&directory, person)) {
            self.tell(run, Command::Release { task }).await?;
            live = self.look(run).await?;
        }
        // While a run is paused nobody may take anything, which says nothing of who is left.
        if live.state.status != Status::Running {
            return Ok(());
        }
        let open = live.state.tasks.get(&task).filter(|open| !matches!(open.kind, TaskKind::Settle { .. }));
        if open.is_none_or(|open| open.assignee.is_some()) {
            return Ok(());
        }
        let at = self.now();
        // Where others work, the account that the program runs under is nobody who does the work of a role.
        let roles_of = directory.is_of_one().then_some(&*live.program.procedure);
        let may = directory.people().filter(|person| person.active).any(|person| {
            let caller = Caller::new(person.id.as_str(), Surface::Api);
            let standing = directory.standing(&caller, roles_of, at);
            let envelope = Envelope { at, standing, command: Command::Claim { task } };
            decide(&live.program, &live.state, &envelope).is_ok()
        });
        if may { Ok(()) } else { self.tell(run, Command::NobodyLeft { task }).await }
    }

    /// Judges the tasks that were offered to these roles, or that these people had in hand.
    pub(super) async fn people_left(&self, roles: BTreeSet<RoleId>, people: BTreeSet<PersonId>) -> Result<(), Error> {
        // Of several changes made in one turn, as the configuration makes them, the last one may give what the first one took.
        drop(self.people_turn().await);
        let offered = (!roles.is_empty()).then_some(TaskScope::Roles(roles));
        for scope in people.into_iter().map(TaskScope::Person).chain(offered) {
            let query = TaskQuery::from(scope);
            let mut page = Page::first(Page::MOST);
            // All are read before the first is judged, since judging takes them from the list.
            let mut tasks = Vec::new();
            loop {
                let found = self.store().tasks(&query, &page).await?;
                tasks.extend(found.rows.into_iter().map(|row| (row.run, row.task)));
                match found.next {
                    Some(next) => page = Page::from(Page::MOST, next),
                    None => break,
                }
            }
            for (run, task) in tasks {
                self.anybody_left(&run, task).await?;
            }
        }
        Ok(())
    }

    /// Judges what a crash may have left unjudged.
    pub(super) async fn judge_latest_tasks(&self) -> Result<(), Error> {
        let query = TaskQuery { order: TaskOrder::Opened, ..TaskQuery::from(TaskScope::All) };
        let latest = self.store().tasks(&query, &Page::first(LATEST)).await?.rows.into_iter();
        self.dispatch_all(latest.map(|row| Job::AnybodyLeft { run: row.run, task: row.task }).collect());
        Ok(())
    }
}

/// Somebody from outside is in no directory.
fn has_left(directory: &Directory, person: &PersonId) -> bool {
    !person.as_str().starts_with("guest:") && !directory.person(person).is_some_and(|known| known.active)
}
