//! What people do with tasks and runs: every act of a person on a run comes through here.

use interpreter::Command;
use interpreter::command::{Approve, Complete, Override, Settlement};
use interpreter::id::{ActivationId, PersonId, RunId, TaskId};
use procedure::document::{ExceptionId, RoleId, StepId};

use super::change::{By, Changed};
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Notice, NoticeQuery, Page, Paged, TaskRow, TaskScope};

/// Which tasks of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inbox {
    /// Assigned to the person.
    Mine,
    /// Assigned to nobody, for the person's roles.
    MyRoles,
    /// Both.
    Both,
    /// Everybody's; for those who oversee.
    Everybody,
}

/// A task by its run and number, as people name it: `RUN/3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRef {
    pub run: RunId,
    pub task: TaskId,
}

impl std::str::FromStr for TaskRef {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::Invalid {
            what: "the task's name",
            because: "write the run, a `/` and the task's number".to_owned(),
        };
        let (run, task) = text.rsplit_once('/').ok_or_else(wrong)?;
        Ok(TaskRef { run: RunId::new(run), task: task.parse().map_err(|_| wrong())? })
    }
}

impl std::fmt::Display for TaskRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.run, self.task)
    }
}

impl Engine {
    /// The tasks that wait for somebody: those due first.
    pub async fn inbox(&self, caller: &Caller, inbox: Inbox, page: &Page) -> Result<Paged<TaskRow>, Error> {
        self.allow(caller, Deed::Read, Thing::Inbox(&caller.person), "see this inbox")?;
        let directory = self.directory();
        let at = self.now();
        let every = directory.person(&caller.person).is_some_and(|person| person.every_role);
        let roles = directory.roles(&caller.person, at);
        let me = caller.person.clone();
        let scope = match inbox {
            Inbox::Mine => TaskScope::Person(me),
            Inbox::Everybody => {
                self.allow(caller, Deed::Read, Thing::Installation, "see everybody's tasks")?;
                TaskScope::All
            }
            // Whoever holds every role has no list of them.
            Inbox::MyRoles | Inbox::Both if every => TaskScope::All,
            Inbox::MyRoles => TaskScope::Roles(roles),
            Inbox::Both => TaskScope::Inbox(me, roles),
        };
        Ok(self.store().tasks(&scope.into(), page).await?)
    }

    /// What was said to the person and to the roles that the person holds, newest first.
    pub async fn notices(&self, caller: &Caller, page: &Page) -> Result<Paged<Notice>, Error> {
        self.allow(caller, Deed::Read, Thing::Inbox(&caller.person), "see these notices")?;
        let roles = self.directory().roles(&caller.person, self.now());
        let query = NoticeQuery { person: Some(caller.person.clone()), roles, run: None };
        Ok(self.store().notices(&query, page).await?)
    }

    /// Gives a run a command of a person's. Commands that carry what came from outside are the engine's alone.
    pub async fn act(&self, caller: &Caller, run: &RunId, command: Command) -> Result<Changed, Error> {
        match &command {
            Command::Start(_)
            | Command::EffectSucceeded { .. }
            | Command::EffectFailed(_)
            | Command::ChildEnded { .. }
            | Command::ChildRaised { .. }
            | Command::TimerFired { .. }
            | Command::EventArrived { .. }
            | Command::NobodyLeft { .. } => {
                let because = "that is not for people to say".to_owned();
                Err(Error::Denied { what: "give this command".into(), because })
            }
            Command::Claim { .. }
            | Command::Release { .. }
            | Command::Reassign { .. }
            | Command::Complete(_)
            | Command::Approve(_)
            | Command::Refuse { .. }
            | Command::Choose { .. }
            | Command::Raise { .. }
            | Command::Settle { .. }
            | Command::Pause { .. }
            | Command::Resume
            | Command::Cancel { .. }
            | Command::Skip { .. }
            | Command::Jump { .. }
            | Command::Override(_)
            | Command::AddNote { .. } => self.change(run, &By::Caller(caller.clone()), command).await,
        }
    }

    pub async fn claim(&self, caller: &Caller, task: &TaskRef) -> Result<Changed, Error> {
        self.act(caller, &task.run, Command::Claim { task: task.task }).await
    }

    pub async fn release(&self, caller: &Caller, task: &TaskRef) -> Result<Changed, Error> {
        self.act(caller, &task.run, Command::Release { task: task.task }).await
    }

    pub async fn reassign(
        &self,
        caller: &Caller,
        task: &TaskRef,
        assignee: Option<PersonId>,
        role: Option<RoleId>,
        reason: Option<String>,
    ) -> Result<Changed, Error> {
        if let Some(person) = &assignee
            && !self.directory().person(person).is_some_and(|person| person.active)
        {
            return Err(Error::Nothing { what: "active person", name: person.to_string() });
        }
        self.act(caller, &task.run, Command::Reassign { task: task.task, assignee, role, reason }).await
    }

    pub async fn complete(&self, caller: &Caller, run: &RunId, complete: Complete) -> Result<Changed, Error> {
        self.act(caller, run, Command::Complete(complete)).await
    }

    pub async fn approve(&self, caller: &Caller, run: &RunId, approve: Approve) -> Result<Changed, Error> {
        self.act(caller, run, Command::Approve(approve)).await
    }

    pub async fn refuse(
        &self,
        caller: &Caller,
        task: &TaskRef,
        reason: String,
        revision: Option<u64>,
    ) -> Result<Changed, Error> {
        self.act(caller, &task.run, Command::Refuse { task: task.task, reason, revision }).await
    }

    /// Takes one of the options that a form of this revision showed, by its position.
    pub async fn choose(
        &self,
        caller: &Caller,
        task: &TaskRef,
        option: usize,
        revision: u64,
    ) -> Result<Changed, Error> {
        let choose = Command::Choose { task: task.task, option, revision: Some(revision) };
        self.act(caller, &task.run, choose).await
    }

    pub async fn raise(
        &self,
        caller: &Caller,
        task: &TaskRef,
        exception: Option<ExceptionId>,
        words: String,
    ) -> Result<Changed, Error> {
        self.act(caller, &task.run, Command::Raise { task: task.task, exception, words }).await
    }

    pub async fn settle(
        &self,
        caller: &Caller,
        task: &TaskRef,
        settlement: Settlement,
        reason: String,
    ) -> Result<Changed, Error> {
        self.act(caller, &task.run, Command::Settle { task: task.task, settlement, reason }).await
    }

    pub async fn pause(&self, caller: &Caller, run: &RunId, reason: String) -> Result<Changed, Error> {
        self.act(caller, run, Command::Pause { reason }).await
    }

    pub async fn resume(&self, caller: &Caller, run: &RunId) -> Result<Changed, Error> {
        self.act(caller, run, Command::Resume).await
    }

    pub async fn cancel(&self, caller: &Caller, run: &RunId, reason: String) -> Result<Changed, Error> {
        self.act(caller, run, Command::Cancel { reason }).await
    }

    pub async fn skip(
        &self,
        caller: &Caller,
        run: &RunId,
        activation: ActivationId,
        reason: String,
    ) -> Result<Changed, Error> {
        self.act(caller, run, Command::Skip { activation, reason }).await
    }

    /// Skips a step that is open; `item` counts from 0 where it is open for several items.
    pub async fn skip_step(
        &self,
        caller: &Caller,
        run: &RunId,
        step: &StepId,
        item: Option<usize>,
        reason: String,
    ) -> Result<Changed, Error> {
        let state = self.run(caller, run).await?.state;
        let open: Vec<ActivationId> =
            state.activations.iter().filter(|(_, activation)| activation.step == *step).map(|(id, _)| *id).collect();
        let invalid = |what, because| Error::Invalid { what, because };
        let activation = match (open.as_slice(), item) {
            ([only], None) => *only,
            ([], _) => return Err(invalid("the step", format!("`{step}` is not open in this run"))),
            (_, Some(item)) => *open
                .get(item)
                .ok_or_else(|| invalid("the item", format!("`{step}` is open for {} items", open.len())))?,
            (_, None) => {
                let because = format!("`{step}` is open for {} items; say which, counted from 0", open.len());
                return Err(invalid("the step", because));
            }
        };
        self.skip(caller, run, activation, reason).await
    }

    /// Skips the step that a task is of: of a step that is open for several items, the item that the task is of.
    pub async fn skip_task(
        &self,
        caller: &Caller,
        run: &RunId,
        step: &StepId,
        task: TaskId,
        reason: String,
    ) -> Result<Changed, Error> {
        let state = self.run(caller, run).await?.state;
        let open = state.tasks.get(&task).map(|task| task.activation);
        let of = open.filter(|id| state.activations.get(id).is_some_and(|activation| activation.step == *step));
        self.skip(caller, run, of.ok_or(interpreter::Rejected::NoTask(task))?, reason).await
    }

    pub async fn jump(&self, caller: &Caller, run: &RunId, to: StepId, reason: String) -> Result<Changed, Error> {
        self.act(caller, run, Command::Jump { to, reason }).await
    }

    /// Replaces values that a machine's step set.
    pub async fn override_values(&self, caller: &Caller, run: &RunId, change: Override) -> Result<Changed, Error> {
        self.act(caller, run, Command::Override(change)).await
    }

    pub async fn note(
        &self,
        caller: &Caller,
        run: &RunId,
        step: Option<StepId>,
        text: String,
    ) -> Result<Changed, Error> {
        self.act(caller, run, Command::AddNote { step, text }).await
    }
}
