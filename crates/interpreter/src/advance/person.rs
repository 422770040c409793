//! `person:` a role does it by hand.

use procedure::document::{Person, RoleId, RoleRef};
use procedure::expression::Scope as _;
use procedure::value::Value;

use super::raise::{engine_exception, raise};
use super::values::{LIMITS, raise_failure};
use crate::decide::Decision;
use crate::event::TaskOpened;
use crate::id::{ActivationId, PersonId};
use crate::state::TaskKind;

pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId, person: &Person) {
    open(run, id, person, Vec::new());
}

/// Opens the step's task; `returned` says why the form came back.
pub(super) fn open(run: &mut Decision<'_>, id: ActivationId, person: &Person, returned: Vec<String>) {
    let Some(role) = role(run, id, &person.role) else { return no_role(run, id, &person.role) };
    let assignee = match &person.assign {
        None => None,
        Some(formula) => match formula.evaluate(&run.names(id), &LIMITS) {
            Ok(Value::Text(name)) => Some(PersonId::new(name)),
            Ok(Value::Null) => None,
            Ok(other) => {
                let message = format!("`assign` names {}, where a person's name is wanted", other.kind());
                return raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
            }
            Err(failure) => return raise_failure(run, id, "assign", &failure),
        },
    };
    let (task, due) = (run.next_task(), run.activation(id).due);
    let kind = TaskKind::Work;
    // Whoever was given the step keeps it when the form comes back.
    let (candidates, assignee) = match run.activation(id).handed.clone().filter(|_| !returned.is_empty()) {
        Some(handed) => (handed.candidates, handed.assignee),
        None => (vec![role], assignee),
    };
    run.emit(TaskOpened { task, activation: id, kind, candidates, assignee, due, returned });
}

/// The role that is meant, if the field that names it holds one of the procedure's.
pub(crate) fn role(run: &Decision<'_>, id: ActivationId, role: &RoleRef) -> Option<RoleId> {
    match role {
        RoleRef::Role(role) => Some(role.clone()),
        RoleRef::Field(name) => {
            let names = run.names(id);
            let value = names.get(name)?;
            let role: RoleId = value.as_text()?.parse().ok()?;
            run.program.procedure.roles.contains_key(&role).then_some(role)
        }
    }
}

pub(super) fn no_role(run: &mut Decision<'_>, id: ActivationId, role: &RoleRef) {
    let message = match role {
        RoleRef::Role(role) => format!("`{role}` is no role"),
        RoleRef::Field(name) => format!("`{name}` names no role of this procedure"),
    };
    raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
}
