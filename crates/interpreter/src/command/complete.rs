//! Does a task: work, values asked for, a call made by hand.

use procedure::document::{Name, Person, Verb};
use procedure::expression::Failure;
use procedure::value::Values;

use super::{Complete, permit};
use crate::advance;
use crate::decide::Decision;
use crate::event::TaskCompleted;
use crate::rejected::Rejected;
use crate::state::{Task, TaskKind};

pub(super) fn carry_out(run: &mut Decision<'_>, complete: &Complete) -> Result<(), Rejected> {
    let task = permit::open_task(run, complete.task)?;
    let other = |kind, instead| Rejected::OtherKind { task: complete.task, kind, instead };
    let step = run.step_of(task.activation);
    let fields: Vec<Name> = match &task.kind {
        TaskKind::Work => match &step.verb {
            Verb::Person { person } => fields_of(person),
            _ => Vec::new(),
        },
        TaskKind::Supply { fields } | TaskKind::ByHand { fields, .. } => fields.clone(),
        TaskKind::Approve { .. } => return Err(other("an approval", "approve or refuse it")),
        TaskKind::Confirm { .. } => return Err(other("a request to confirm", "approve or refuse it")),
        TaskKind::Choose { .. } => return Err(other("a decision", "choose one of its options")),
        TaskKind::Settle { .. } => return Err(other("an exception to settle", "settle it")),
    };
    let role = permit::task(run, complete.task, &task)?;
    permit::fresh(run, task.activation, &fields, complete.revision.filter(|_| !fields.is_empty()))?;
    let values = match &step.verb {
        Verb::Agent { agent } if matches!(task.kind, TaskKind::ByHand { .. }) => {
            let given = procedure::value::Value::Object(complete.values.clone());
            advance::returns(agent.returns.iter(), &given).map_err(|trouble| Rejected::Values(trouble.words()))?
        }
        _ => permit::form(run, task.activation, &fields, &complete.values)?,
    };
    // What an expression waits for is wanted, even where a run may be without it.
    if let TaskKind::Supply { fields } = &task.kind
        && let Some(name) = fields.iter().find(|name| match values.get(name.as_str()) {
            Some(value) => value.is_null(),
            None => !known(run, &task, name),
        })
    {
        return Err(Rejected::Values(vec![format!("`{name}` is wanted")]));
    }
    // What a machine would have saved is this visit's; a value from before does not stand for it.
    if let TaskKind::ByHand { fields, .. } = &task.kind
        && let Some(name) =
            fields.iter().find(|name| !values.contains_key(name.as_str()) && !may_be_left_out(run, name))
    {
        return Err(Rejected::Values(vec![format!("`{name}` is wanted")]));
    }
    let signature = match task.kind {
        TaskKind::Work => permit::signature(&step, complete.signed)?,
        _ => None,
    };
    if let (TaskKind::Work, Verb::Person { person }) = (&task.kind, &step.verb) {
        evidence(run, task.activation, person, &values)?;
    }
    let (activation, step) = (task.activation, step.id.clone());
    run.emit_by(role, TaskCompleted { task: complete.task, activation, step, values, signature });
    Ok(())
}

fn may_be_left_out(run: &Decision<'_>, name: &Name) -> bool {
    run.program.procedure.data.get(name).is_some_and(|field| field.optional)
}

fn known(run: &Decision<'_>, task: &Task, name: &str) -> bool {
    use procedure::expression::Scope as _;
    run.names(task.activation).get(name).is_some_and(|value| !value.is_null())
}

/// What a form may fill: what it collects, and its evidence.
fn fields_of(person: &Person) -> Vec<Name> {
    // Evidence is checked for itself: it is wanted only where its condition holds.
    person
        .collect
        .iter()
        .cloned()
        .chain(person.evidence.keys().filter(|name| !person.collect.contains(*name)).cloned())
        .collect()
}

/// Refuses a form without the evidence that its own values demand.
fn evidence(run: &Decision<'_>, id: crate::id::ActivationId, person: &Person, values: &Values) -> Result<(), Rejected> {
    let names = run.names(id);
    let seen = Filled { names: &names, values };
    let mut missing = Vec::new();
    for (name, condition) in &person.evidence {
        use procedure::expression::Scope as _;
        let there = seen.get(name).is_some_and(|value| !value.is_null());
        if there {
            continue;
        }
        match condition.holds(&seen, &advance::LIMITS) {
            Ok(true) => missing.push(format!("`{name}` is wanted as evidence, because `{condition}` holds")),
            Ok(false) => {}
            // Unknown is never false: what cannot be judged is wanted.
            Err(Failure::Unknown { name: unknown }) => {
                missing.push(format!("`{name}` is wanted as evidence, because `{unknown}` is not known"));
            }
            Err(failure) => missing.push(format!("the evidence `{name}`: {failure}")),
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(Rejected::Values(missing)) }
}

/// The run's names with a form's values over them.
struct Filled<'a> {
    names: &'a crate::names::Names<'a>,
    values: &'a Values,
}

impl procedure::expression::Scope for Filled<'_> {
    fn get(&self, name: &str) -> Option<std::borrow::Cow<'_, procedure::value::Value>> {
        match self.values.get(name) {
            Some(value) => Some(std::borrow::Cow::Borrowed(value)),
            None => self.names.get(name),
        }
    }

    fn zone(&self) -> &jiff::tz::TimeZone {
        self.names.zone()
    }
}
