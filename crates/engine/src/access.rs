//! The one gate: who may do and who may read what. Everything that is not allowed here is denied.
//!
//! What may be done *within* a run is the procedure's to say and the interpreter's to decide; here it is decided who
//! comes near it at all.

use interpreter::actor::{Standing, Surface};
use interpreter::id::{PersonId, RunId, TaskId};
use jiff::Timestamp;
use procedure::document::{Procedure, RoleId, Trigger};

use crate::directory::{Caller, Directory, Person, Scope, Vouched};

/// What somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    Read,
    Act,
    /// Seeing what is sensitive, for a reason that is kept. Only beside reading.
    Reveal,
}

/// What it is about.
#[derive(Debug, Clone, Copy)]
pub enum Thing<'a> {
    /// Configuration, backups, dispatch. Acting is changing them.
    Installation,
    /// People and roles.
    People,
    /// Journals of everything. Acting is signing a checkpoint, or erasing content. Whoever reads it may have everything
    /// revealed.
    Ledger,
    /// A procedure that is or will be published. Acting is publishing it; `before` is the publication that it replaces.
    Procedure { procedure: &'a Procedure, before: Option<&'a Procedure> },
    /// Starting a run of it by hand. Reading it is reading the procedure.
    Start(&'a Procedure),
    /// A run. Acting is giving it a command, which the interpreter decides.
    Run(RunSeen<'a>),
    /// One task of a run. Whoever may act on the run may; a guest may on this task alone. What its form hides is revealed
    /// to whoever has it, too: they cannot do it otherwise.
    Task { run: RunSeen<'a>, id: &'a RunId, task: TaskId, assignee: Option<&'a PersonId> },
    /// One step of a run.
    Step { run: RunSeen<'a>, visible_to: &'a [RoleId] },
    /// Somebody's inbox and notices. Acting is noting what was read; tasks are acted on themselves.
    Inbox(&'a PersonId),
    /// What somebody writes and has not published, of this procedure where there is one already.
    Draft(Option<&'a Procedure>),
    /// How somebody proves who they are, and what they set about themselves.
    Account(&'a PersonId),
    /// What speaks for somebody without them: API tokens. Acting is making one, which is for whoever answers for what is
    /// done with it. Seeing and revoking them is of the account.
    Voice(&'a PersonId),
    /// Events from outside. Acting is delivering one.
    Events,
    /// Logs of how work is done: that were brought from elsewhere, or, of a procedure, its own runs. Acting is bringing one
    /// or removing it; on a procedure, saying which of its deviations are accepted.
    EventLog { procedure: Option<&'a Procedure> },
    /// Files before a run names them. Acting is keeping one; they are read through the run.
    Content,
}

/// What of a run decides who may see it.
#[derive(Debug, Clone, Copy)]
pub struct RunSeen<'a> {
    pub procedure: &'a Procedure,
    pub starter: Option<&'a PersonId>,
    /// Those to whom a task of it is assigned, or who may take one through a reassignment.
    pub involved: &'a [PersonId],
    /// Roles that tasks were given to beyond the procedure's own.
    pub roles: &'a [RoleId],
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    Allowed,
    Denied { because: String },
}

fn denied(because: impl Into<String>) -> Access {
    Access::Denied { because: because.into() }
}

fn when(allowed: bool, because: &str) -> Access {
    if allowed { Access::Allowed } else { denied(because) }
}

/// Decides every act and every read.
pub fn access(directory: &Directory, caller: &Caller, at: Timestamp, deed: Deed, thing: Thing<'_>) -> Access {
    if matches!(caller.surface, Surface::Engine | Surface::Example) {
        return denied("nobody but the engine acts as the engine");
    }
    match &caller.vouched {
        Vouched::Person => {}
        Vouched::Token(scopes) => {
            let Some(needed) = scope(deed, thing) else {
                return denied("that is for the person, and a token is not enough");
            };
            if !scopes.contains(&needed) {
                return denied(format!("the token has not the scope `{}`", needed.as_str()));
            }
        }
        Vouched::Guest { run, task } => return of_guest(directory, caller, (run, *task), at, deed, thing),
    }
    let Some(person) = directory.person(&caller.person) else {
        return denied(format!("`{}` is nobody this installation knows", caller.person));
    };
    if !person.active {
        return denied(format!("`{}` is not active any more", caller.person));
    }
    if let Some(other) = &caller.on_behalf_of
        && !directory.stands_in(&caller.person, other, at)
    {
        return denied(format!("you do not stand in for `{other}` now"));
    }
    decide(directory, caller, person, at, deed, thing)
}

/// The scope that a token needs; nothing for what no token may do, so that none can make more of itself.
fn scope(deed: Deed, thing: Thing<'_>) -> Option<Scope> {
    match (deed, thing) {
        (Deed::Read, _) => Some(Scope::Read),
        // Whoever may list things need not see what is hidden in them.
        (Deed::Reveal, Thing::Task { .. }) => Some(Scope::Work),
        (Deed::Reveal, _) => Some(Scope::Administer),
        (Deed::Act, Thing::Installation | Thing::People | Thing::Ledger) => Some(Scope::Administer),
        (Deed::Act, Thing::Procedure { .. } | Thing::Draft(_) | Thing::EventLog { .. }) => Some(Scope::Write),
        (
            Deed::Act,
            Thing::Start(_)
            | Thing::Run(_)
            | Thing::Task { .. }
            | Thing::Step { .. }
            | Thing::Inbox(_)
            | Thing::Content,
        ) => Some(Scope::Work),
        (Deed::Act, Thing::Events) => Some(Scope::Events),
        (Deed::Act, Thing::Account(_) | Thing::Voice(_)) => None,
    }
}

/// A guest comes near one task, as long as whoever gave out the link may.
fn of_guest(
    directory: &Directory,
    guest: &Caller,
    link: (&RunId, TaskId),
    at: Timestamp,
    deed: Deed,
    thing: Thing<'_>,
) -> Access {
    let Some(host) = &guest.on_behalf_of else { return denied("nobody gave out this link") };
    let host = Caller::new(host.as_str(), guest.surface);
    match (deed, thing) {
        (Deed::Read | Deed::Act, Thing::Task { id, task, .. }) if (id, task) == link => {
            access(directory, &host, at, deed, thing)
        }
        // The task's own step: what is asked of a step comes after the task's gate.
        (Deed::Read, Thing::Step { .. }) => access(directory, &host, at, deed, thing),
        _ => denied("the link opens one task and nothing else"),
    }
}

fn decide(
    directory: &Directory,
    caller: &Caller,
    person: &Person,
    at: Timestamp,
    deed: Deed,
    thing: Thing<'_>,
) -> Access {
    let oversees = person.administrator || person.auditor;
    let standing = |procedure: &Procedure| directory.standing(caller, Some(procedure), at);
    match (deed, thing) {
        (Deed::Reveal, Thing::Task { assignee, .. }) => {
            let has_it = assignee.is_some_and(|has| hands(caller).any(|hand| hand == has));
            when(oversees || has_it, "that is for whoever has the task, administrators and auditors")
        }
        (Deed::Reveal, _) => when(oversees, "that is for administrators and auditors"),
        (Deed::Read, Thing::Installation | Thing::Ledger) => when(oversees, "that is for administrators and auditors"),
        (Deed::Act, Thing::Installation | Thing::Ledger | Thing::People) => {
            when(person.administrator, "that is for administrators")
        }
        (Deed::Read, Thing::People | Thing::Events) => Access::Allowed,
        (Deed::Act, Thing::Events) => {
            when(person.administrator || person.machine, "events are delivered by machine accounts")
        }
        (Deed::Read, Thing::Procedure { procedure, .. } | Thing::Start(procedure)) => when(
            // Whoever may write drafts of any procedure reads them.
            oversees || person.editor || may_read(&standing(procedure), procedure),
            "it is read by the roles under its `readers`, and by those that have a part in it",
        ),
        (Deed::Act, Thing::Procedure { procedure, before }) => {
            may_publish(directory, person, &standing, procedure, before)
        }
        (Deed::Act, Thing::Start(procedure)) => may_start(person, &standing(procedure), procedure),
        (Deed::Read, Thing::Run(run) | Thing::Task { run, .. }) => {
            when(oversees || takes_part(caller, &standing(run.procedure), run), "you take no part in this run")
        }
        (Deed::Act, Thing::Run(run) | Thing::Task { run, .. }) => {
            let allowed = person.administrator || takes_part(caller, &standing(run.procedure), run);
            when(allowed, "you take no part in this run")
        }
        (Deed::Read, Thing::Step { run, visible_to }) => {
            let standing = standing(run.procedure);
            let shown = visible_to.is_empty() || owns(&standing, run.procedure) || holds_any(&standing, visible_to);
            when(
                oversees || (shown && takes_part(caller, &standing, run)),
                "this step is shown to certain roles, and you hold none of them",
            )
        }
        (Deed::Act, Thing::Step { .. }) => denied("a step is acted on through its task"),
        (Deed::Read, Thing::Inbox(whose)) => {
            let own = *whose == caller.person || caller.on_behalf_of.as_ref() == Some(whose);
            when(own || oversees, "an inbox is its owner's")
        }
        (deed, Thing::Draft(procedure)) => {
            let owned = procedure.is_some_and(|procedure| owns(&standing(procedure), procedure));
            let reads = deed == Deed::Read && person.auditor;
            when(
                person.administrator || person.editor || owned || reads,
                "drafts are for editors, the owner's role of the procedure, and administrators",
            )
        }
        (deed, Thing::EventLog { procedure: None }) => {
            let reads = deed == Deed::Read && person.auditor;
            when(
                person.administrator || person.editor || reads,
                "event logs are for editors and administrators, and for auditors to look at",
            )
        }
        (deed, Thing::EventLog { procedure: Some(procedure) }) => {
            let reads = deed == Deed::Read && person.auditor;
            when(
                person.administrator || owns(&standing(procedure), procedure) || reads,
                "how a procedure's work is done is for its owner's role and administrators, and for auditors to look at",
            )
        }
        (Deed::Read, Thing::Account(whose)) => when(*whose == caller.person || oversees, "that is its owner's"),
        (Deed::Act, Thing::Account(whose)) => {
            when(*whose == caller.person || person.administrator, "that is its owner's and administrators'")
        }
        (Deed::Read, Thing::Voice(_)) => denied("tokens are seen with the account"),
        (Deed::Act, Thing::Voice(whose)) => {
            let machine = directory.person(whose).is_some_and(|whose| whose.machine);
            when(
                *whose == caller.person || (machine && person.administrator),
                "a token acts as its person: people make their own, and administrators those of machine accounts",
            )
        }
        (Deed::Act, Thing::Inbox(whose)) => when(*whose == caller.person, "what was read is noted by whoever read it"),
        (Deed::Act, Thing::Content) => Access::Allowed,
        (Deed::Read, Thing::Content) => denied("a file is read through the run that names it"),
    }
}

/// Publishing is the owner's, of the procedure as it was and as it will be.
fn may_publish(
    directory: &Directory,
    person: &Person,
    standing: &dyn Fn(&Procedure) -> Standing,
    procedure: &Procedure,
    before: Option<&Procedure>,
) -> Access {
    if person.administrator {
        return Access::Allowed;
    }
    // What nobody answers for yet, an editor may publish.
    let nobodys = |each: &Procedure| each.owner.as_ref().is_none_or(|owner| directory.holders(owner).next().is_none());
    let may = |each: &Procedure| owns(&standing(each), each) || (person.editor && nobodys(each));
    let all = std::iter::once(procedure).chain(before).all(may);
    when(all, "publishing is for the owner's role of the procedure, as it was and as it will be, and administrators")
}

fn may_start(person: &Person, standing: &Standing, procedure: &Procedure) -> Access {
    if person.administrator || owns(standing, procedure) {
        return Access::Allowed;
    }
    let mut named = procedure.triggers.iter().filter_map(|trigger| match trigger {
        Trigger::Manual { manual } => Some(&manual.roles),
        Trigger::Event { .. } | Trigger::Schedule { .. } => None,
    });
    let allowed = match named.next() {
        None => has_part(standing, procedure),
        Some(first) => std::iter::once(first).chain(named).any(|roles| roles.is_empty() || holds_any(standing, roles)),
    };
    when(allowed, "starting it is for the roles of its `manual` trigger, its owner, and administrators")
}

/// A procedure without `readers` is for everybody to read; one with them for these, and for its own roles.
fn may_read(standing: &Standing, procedure: &Procedure) -> bool {
    let readers = procedure.readers.iter().flatten();
    let mut roles = readers.chain(procedure.roles.keys());
    procedure.readers.is_none() || owns(standing, procedure) || roles.any(|role| standing.roles.contains(role))
}

/// Whether one of the procedure's roles is held that does more than read it.
fn has_part(standing: &Standing, procedure: &Procedure) -> bool {
    procedure.roles.keys().any(|role| standing.roles.contains(role) && !procedure.only_reads(role))
}

fn owns(standing: &Standing, procedure: &Procedure) -> bool {
    procedure.owner.as_ref().is_some_and(|owner| standing.roles.contains(owner))
}

fn holds_any(standing: &Standing, roles: &[RoleId]) -> bool {
    roles.iter().any(|role| standing.roles.contains(role))
}

/// Who acts, and for whom.
fn hands(caller: &Caller) -> impl Iterator<Item = &PersonId> {
    std::iter::once(&caller.person).chain(&caller.on_behalf_of)
}

/// The starter, whoever has a task of it, and the roles of the procedure.
fn takes_part(caller: &Caller, standing: &Standing, run: RunSeen<'_>) -> bool {
    hands(caller).any(|hand| run.starter == Some(hand) || run.involved.contains(hand))
        || has_part(standing, run.procedure)
        || owns(standing, run.procedure)
        || holds_any(standing, run.roles)
}
