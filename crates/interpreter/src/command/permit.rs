//! Who may do what to a run. The surface vouches for who acts; the procedure says what that allows.

use std::collections::BTreeSet;

use procedure::document::{Barred, Name, RoleId, Step, Verb};
use procedure::value::{Value, Values};

use crate::actor::{Standing, Surface};
use crate::advance;
use crate::decide::Decision;
use crate::id::{ActivationId, TaskId};
use crate::rejected::Rejected;
use crate::state::{Phase, State, Status, Task, TaskKind};

/// Longest reason or note, in characters.
pub(crate) const MOST_WORDS: usize = 10_000;

/// An open task of a run that goes on.
pub(crate) fn open_task(run: &Decision<'_>, id: TaskId) -> Result<Task, Rejected> {
    if matches!(run.state.status, Status::Paused { .. }) {
        return Err(Rejected::Paused);
    }
    let task = run.state.tasks.get(&id).cloned().ok_or(Rejected::NoTask(id))?;
    if !matches!(task.kind, TaskKind::Settle { .. })
        && let Some(exception) = held_by(run, task.activation)
    {
        return Err(Rejected::Held { exception });
    }
    Ok(task)
}

/// The exception that a task's step waits for, where one is being handled at it.
fn held_by(run: &Decision<'_>, id: ActivationId) -> Option<procedure::document::ExceptionId> {
    match &run.state.activations.get(&id)?.phase {
        Phase::Raised(raised) => Some(raised.exception.clone()),
        _ => None,
    }
}

/// The role in which whoever acts may do this task, after every rule that could bar them.
pub(crate) fn task(run: &Decision<'_>, id: TaskId, task: &Task) -> Result<Option<RoleId>, Rejected> {
    let standing = run.standing;
    let Some(person) = &standing.actor.person else {
        return Err(Rejected::NoPerson("do a task"));
    };
    if let Some(assignee) = &task.assignee
        && assignee != person
        && Some(assignee) != standing.actor.on_behalf_of.as_ref()
    {
        return Err(Rejected::AssignedToOther { task: id, assignee: assignee.clone() });
    }
    let assigned = task.assignee.is_some();
    let role = task.candidates.iter().find(|role| standing.roles.contains(*role)).cloned();
    // Nobody but an administrator answers for a task that names no role.
    let allowed = assigned || role.is_some() || (task.candidates.is_empty() && standing.administrator);
    if !allowed {
        return Err(Rejected::NotYourRole { task: id, roles: task.candidates.clone() });
    }
    let step = run.step_of(task.activation);
    not_barred(run, &step, standing)?;
    Ok(role)
}

/// Refuses whoever `not_by` bars: the starter, or who did a step, with their delegates and delegators.
pub(crate) fn not_barred(run: &Decision<'_>, step: &Step, standing: &Standing) -> Result<(), Rejected> {
    let barred: &[Barred] = match &step.verb {
        Verb::Approve { approve } => &approve.not_by,
        Verb::Person { person } => &person.not_by,
        _ => &[],
    };
    for bar in barred {
        let because = match bar {
            Barred::Starter => {
                let starter = run.state.starter.as_ref();
                let starters: Vec<_> =
                    starter.iter().flat_map(|actor| actor.person.iter().chain(&actor.on_behalf_of)).collect();
                standing.hands().any(|hand| starters.contains(&hand)).then(|| "you started this run".to_owned())
            }
            Barred::Step(done) => {
                let doers = run.state.doers.get(done);
                let same = doers.is_some_and(|doers| standing.hands().any(|hand| doers.contains(hand)));
                same.then(|| format!("you did {}", advance::words::step(run, done)))
            }
        };
        if let Some(because) = because {
            let because = format!("{because}, and this step is for somebody else");
            return Err(Rejected::Barred { step: step.id.clone(), because });
        }
    }
    Ok(())
}

/// Whoever skips or jumps passes over the step, and over those within it that were not done: who may not do a step may not
/// pass over it either.
pub(crate) fn not_barred_from(run: &Decision<'_>, step: &Step) -> Result<(), Rejected> {
    not_barred(run, step, run.standing)?;
    for (_, _, steps) in step.blocks() {
        for step in steps {
            let open = run.state.activations.values().any(|open| open.step == step.id);
            let done = run.state.scope.steps.contains_key(&step.id) && !open;
            if !done {
                not_barred_from(run, step)?;
            }
        }
    }
    Ok(())
}

/// Only an example of a document.
pub(crate) fn example(run: &Decision<'_>, what: &'static str) -> Result<(), Rejected> {
    let example = run.standing.actor.surface == Surface::Example;
    if example { Ok(()) } else { Err(Rejected::NotAllowed { what, who: "an example".to_owned() }) }
}

/// Only the owner's role, an administrator, or the engine.
pub(crate) fn owner(run: &Decision<'_>, what: &'static str) -> Result<Option<RoleId>, Rejected> {
    let owner = run.program.procedure.owner.as_ref();
    if let Some(owner) = owner.filter(|owner| run.standing.roles.contains(*owner)) {
        return Ok(Some(owner.clone()));
    }
    if run.standing.administrator || run.standing.is_engine() {
        return Ok(None);
    }
    let who = owner.map_or_else(|| "an administrator".to_owned(), |owner| format!("{owner} or an administrator"));
    Err(Rejected::NotAllowed { what, who })
}

/// Only the engine, which carries what came from outside.
pub(crate) fn engine(run: &Decision<'_>, what: &'static str) -> Result<(), Rejected> {
    if run.standing.is_engine() {
        return Ok(());
    }
    Err(Rejected::NotAllowed { what, who: "the engine".to_owned() })
}

/// Words that were asked for, and are there.
pub(crate) fn words(what: &'static str, text: &str) -> Result<String, Rejected> {
    let text = text.trim();
    let found = text.chars().count();
    match found {
        0 => Err(Rejected::Empty(what)),
        _ if found > MOST_WORDS => Err(Rejected::TooLong { what, found, most: MOST_WORDS }),
        _ => Ok(text.to_owned()),
    }
}

/// Refuses a form that shows what has changed since. A form is about the names it fills, or about every name that its
/// step sees.
pub(crate) fn fresh(
    run: &Decision<'_>,
    id: ActivationId,
    names: &[Name],
    revision: Option<u64>,
) -> Result<(), Rejected> {
    let Some(seen) = revision else { return Ok(()) };
    let scopes = run.state.scopes(Some(id));
    let shown: BTreeSet<&Name> = match names {
        [] => scopes.iter().flat_map(|scope| scope.changed.keys()).collect(),
        names => names.iter().collect(),
    };
    let later = |name: &&Name| State::changed_at(scopes.iter().copied(), name).is_some_and(|at| at > seen);
    let changed: Vec<Name> = shown.into_iter().filter(later).cloned().collect();
    if changed.is_empty() { Ok(()) } else { Err(Rejected::Stale { names: changed }) }
}

/// The values of a form: each one a field it has, typed; each field it has to have, there.
///
/// A field that has a value keeps it when the form leaves it out. One that is given as null is emptied: it becomes unknown
/// where the run may be without it, and is wanted otherwise.
pub(crate) fn form(run: &Decision<'_>, id: ActivationId, fields: &[Name], given: &Values) -> Result<Values, Rejected> {
    use procedure::expression::Scope as _;
    let mut wrong = Vec::new();
    let mut values = Values::new();
    for name in given.keys().filter(|name| !fields.iter().any(|field| *field == ***name)) {
        let known = fields.iter().map(Name::as_str);
        let hint = procedure::diagnostic::did_you_mean(name, known).map(|hint| format!("; {hint}")).unwrap_or_default();
        wrong.push(format!("`{name}` is not asked for here{hint}"));
    }
    for name in fields {
        let field = run.program.procedure.data.get(name);
        match (given.get(name.as_str()).filter(|value| !value.is_null()), field) {
            (Some(value), Some(field)) => match advance::accept(name, field, value.clone()) {
                Ok(value) => {
                    values.insert(name.as_str().to_owned(), value);
                }
                Err(messages) => wrong.extend(messages),
            },
            (Some(value), None) => {
                values.insert(name.as_str().to_owned(), value.clone());
            }
            (None, field) => {
                let names = run.names(id);
                let known = names.get(name).is_some_and(|value| !value.is_null());
                let emptied = given.contains_key(name.as_str());
                let optional = field.is_some_and(|field| field.optional);
                if !optional && (emptied || !known) {
                    wrong.push(format!("`{name}` is wanted"));
                } else if emptied && known {
                    values.insert(name.as_str().to_owned(), Value::Null);
                }
            }
        }
    }
    if wrong.is_empty() { Ok(values) } else { Err(Rejected::Values(wrong)) }
}

/// The meaning of the signature, where the step wants one and the person gives it.
pub(crate) fn signature(step: &Step, signed: bool) -> Result<Option<String>, Rejected> {
    let meaning = match &step.verb {
        Verb::Person { person } => person.sign.as_ref(),
        Verb::Approve { approve } => approve.sign.as_ref(),
        _ => None,
    };
    match meaning {
        Some(meaning) if !signed => Err(Rejected::NotSigned { step: step.id.clone(), meaning: meaning.clone() }),
        meaning => Ok(meaning.cloned()),
    }
}
