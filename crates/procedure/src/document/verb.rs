//! What can be asked of any verb: who does it, and which names it writes.

use super::{Name, Otherwise, RoleRef, Save, Verb};

impl Verb {
    /// The roles that do it by hand: of a `person` or an `approve`; nobody does the others.
    pub fn doers(&self) -> &[RoleRef] {
        match self {
            Verb::Person { person } => std::slice::from_ref(&person.role),
            Verb::Approve { approve } => &approve.by,
            Verb::Call(_)
            | Verb::Agent { .. }
            | Verb::Set { .. }
            | Verb::Decide { .. }
            | Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Each { .. }
            | Verb::Wait { .. }
            | Verb::Document { .. }
            | Verb::Notify { .. }
            | Verb::Procedure(_)
            | Verb::Raise { .. }
            | Verb::End { .. } => &[],
        }
    }

    /// What it keeps of a result.
    pub fn save(&self) -> Option<&Save> {
        match self {
            Verb::Call(call) => call.save.as_ref(),
            Verb::Procedure(call) => call.save.as_ref(),
            Verb::Wait { save, .. } | Verb::Document { save, .. } => save.as_ref(),
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Agent { .. }
            | Verb::Set { .. }
            | Verb::Decide { .. }
            | Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Each { .. }
            | Verb::Notify { .. }
            | Verb::Raise { .. }
            | Verb::End { .. } => None,
        }
    }

    /// The names that the step itself writes, without those of the steps within it.
    pub fn writes(&self) -> Vec<&Name> {
        match self {
            Verb::Person { person } => person.collect.iter().chain(person.evidence.keys()).collect(),
            Verb::Approve { approve } => approve.collect.iter().collect(),
            Verb::Agent { agent } => agent.returns.keys().collect(),
            Verb::Set { set } => set.keys().collect(),
            Verb::Decide { decide } => {
                let cases = decide.cases.iter().flat_map(|case| case.set.keys());
                let results = decide.table.iter().flat_map(|table| &table.results);
                let otherwise = decide.otherwise.iter().flat_map(|otherwise| match otherwise {
                    Otherwise::Branch { set, .. } => set.keys().collect::<Vec<_>>(),
                    Otherwise::Continue => Vec::new(),
                });
                cases.chain(results).chain(otherwise).collect()
            }
            Verb::Each { each } => each.gather.keys().collect(),
            Verb::Call(_) | Verb::Procedure(_) | Verb::Wait { .. } | Verb::Document { .. } => match self.save() {
                Some(Save::Whole(name)) => vec![name],
                Some(Save::Parts(parts)) => parts.keys().collect(),
                None => Vec::new(),
            },
            Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Notify { .. }
            | Verb::Raise { .. }
            | Verb::End { .. } => Vec::new(),
        }
    }
}
