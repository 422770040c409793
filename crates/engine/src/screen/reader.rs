//! Who looks, and what of a run is shown to them.

use std::sync::Arc;

use interpreter::actor::Standing;
use interpreter::id::{ActivationId, PersonId, RunId, TaskId};
use interpreter::sight::Sight;
use interpreter::{Program, State};
use jiff::Timestamp;
use procedure::document::{RoleId, StepId};
use procedure::template::Template;

use crate::access::{Access, Deed, RunSeen, Thing, access};
use crate::directory::{Caller, Directory, Vouched};
use crate::engine::Engine;
use crate::port::store::Origin;
use crate::run::change::involved;
use crate::run::live::Live;

/// A run before the eyes of one person.
pub(super) struct Reader<'a> {
    pub directory: Arc<Directory>,
    pub caller: &'a Caller,
    pub standing: Standing,
    pub now: Timestamp,
    pub run: &'a RunId,
    pub origin: &'a Origin,
    pub program: &'a Program,
    pub state: &'a State,
    /// What the person sees of it.
    pub sight: Sight<'a>,
    involved: Vec<PersonId>,
    roles: Vec<RoleId>,
}

impl<'a> Reader<'a> {
    pub fn of(engine: &Engine, caller: &'a Caller, run: &'a RunId, live: &'a Live) -> Self {
        let directory = engine.directory();
        let now = engine.now();
        let standing = directory.standing(caller, Some(&live.program.procedure), now);
        let (involved, roles) = involved(&live.state);
        Reader {
            sight: Sight::without(&live.program, false, engine.hidden_from(caller, &live.program, &live.state))
                .knowing(Arc::clone(&directory) as _),
            directory,
            caller,
            standing,
            now,
            run,
            origin: &live.origin,
            program: &live.program,
            state: &live.state,
            involved,
            roles,
        }
    }

    /// The same with what is sensitive. Whoever calls this has it noted.
    pub fn revealed(self, engine: &Engine) -> Self {
        let hidden = engine.hidden_from(self.caller, self.program, self.state);
        let sight = Sight::without(self.program, true, hidden).knowing(Arc::clone(&self.directory) as _);
        Reader { sight, ..self }
    }

    fn seen(&self) -> RunSeen<'_> {
        RunSeen {
            procedure: &self.program.procedure,
            starter: self.origin.starter.as_ref(),
            involved: &self.involved,
            roles: &self.roles,
        }
    }

    fn may(&self, deed: Deed, thing: Thing<'_>) -> bool {
        access(&self.directory, self.caller, self.now, deed, thing) == Access::Allowed
    }

    /// Whether the person may give the run commands at all.
    pub fn acts(&self) -> bool {
        let thing = match &self.caller.vouched {
            Vouched::Person | Vouched::Token(_) => Thing::Run(self.seen()),
            Vouched::Guest { run, task } => {
                Thing::Task { run: self.seen(), id: run, task: *task, assignee: self.assignee(*task) }
            }
        };
        self.may(Deed::Act, thing)
    }

    /// Whether what a task's form hides as sensitive may be shown to the person, for a reason.
    pub fn may_reveal(&self, task: TaskId) -> bool {
        let thing = Thing::Task { run: self.seen(), id: self.run, task, assignee: self.assignee(task) };
        self.may(Deed::Reveal, thing)
    }

    fn assignee(&self, task: TaskId) -> Option<&PersonId> {
        self.state.tasks.get(&task)?.assignee.as_ref()
    }

    /// Whether more than that there is such a step is shown: it, and every block around it, is for the reader's eyes.
    pub fn sees(&self, step: &StepId) -> bool {
        self.sight.shows(step)
    }

    /// Whether the person answers for the run: the owner's role, or an administrator.
    pub fn owns(&self) -> bool {
        let owner = self.program.procedure.owner.as_ref();
        self.standing.administrator || owner.is_some_and(|owner| self.standing.roles.contains(owner))
    }

    /// A text with the values that an activation sees, sensitive ones masked.
    pub fn text(&self, template: &Template, activation: Option<ActivationId>) -> String {
        interpreter::filled::text(self.program, self.state, activation, self.now, template, self.sight.mask())
    }
}
