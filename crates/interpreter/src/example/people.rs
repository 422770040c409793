//! The people of an example: each role has some of its own.

use procedure::document::RoleId;

use crate::actor::{Actor, Standing, Surface};
use crate::id::PersonId;
use crate::program::Program;
use crate::state::Task;

/// How many people each role has.
const PEOPLE: usize = 9;

/// Whoever starts the run; does nothing else.
pub(super) fn starter(program: &Program) -> Standing {
    let roles = program.procedure.roles.keys().cloned().collect::<Vec<_>>();
    person("starter", &roles)
}

/// Those who may do a task, in the order in which they are asked.
pub(super) fn who_may(program: &Program, task: &Task) -> Vec<Standing> {
    if let Some(assignee) = &task.assignee {
        let roles = program.procedure.roles.keys().cloned().collect::<Vec<_>>();
        return vec![person(assignee.as_str(), &roles)];
    }
    if task.candidates.is_empty() {
        return vec![Standing { administrator: true, ..person("administrator", &[]) }];
    }
    let of_role = |role: &RoleId| {
        let role = role.clone();
        (1..=PEOPLE).map(move |number| person(&format!("{role}-{number}"), std::slice::from_ref(&role)))
    };
    task.candidates.iter().flat_map(of_role).collect()
}

fn person(name: &str, roles: &[RoleId]) -> Standing {
    let actor = Actor { person: Some(PersonId::new(name)), role: None, on_behalf_of: None, surface: Surface::Example };
    Standing { actor, roles: roles.iter().cloned().collect(), linked: Default::default(), administrator: false }
}
