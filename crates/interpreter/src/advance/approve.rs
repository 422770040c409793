//! `approve:` a decision by people.

use std::collections::BTreeMap;

use procedure::document::{Approve, AutonomyLevel, RoleId, Step};

use super::call::autonomy;
use super::judge;
use super::person::{no_role, role};
use crate::decide::Decision;
use crate::event::{ApprovalOpened, TaskOpened};
use crate::id::ActivationId;
use crate::state::{Outcome, TaskKind};

pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId, step: &Step, approve: &Approve) {
    // A machine that may decide alone agrees when every check holds; otherwise people do.
    let alone = autonomy(run, step) == AutonomyLevel::Auto && step.autonomy.is_some() && !step.checks.is_empty();
    if alone && judge::all_hold(run, id, step) {
        return super::judge::done(run, id, Outcome::Completed);
    }
    open(run, id, approve, Vec::new());
}

/// Opens a task for each role that must agree.
pub(super) fn open(run: &mut Decision<'_>, id: ActivationId, approve: &Approve, returned: Vec<String>) {
    let mut roles: BTreeMap<RoleId, ()> = BTreeMap::new();
    for by in &approve.by {
        let Some(found) = role(run, id, by) else { return no_role(run, id, by) };
        roles.insert(found, ());
    }
    run.emit(ApprovalOpened { activation: id, quorum: approve.quorum.unwrap_or(1).max(1) });
    let due = run.activation(id).due;
    for role in roles.into_keys() {
        let task = run.next_task();
        run.emit(TaskOpened {
            task,
            activation: id,
            kind: TaskKind::Approve { role: role.clone() },
            candidates: vec![role],
            assignee: None,
            due,
            returned: returned.clone(),
        });
    }
}
