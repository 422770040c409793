//! The roles that a document names, with their places: who has a part in it, and who only reads it.

use std::collections::BTreeSet;

use super::{Exception, Procedure, Reaction, Recipient, RoleId, RoleRef, Step, Trigger, Verb};
use crate::diagnostic::Path;

impl Procedure {
    /// Every role that has a part in the work, each time it is named; roles that a field names are in the field's `enum`.
    /// Those under `readers` are not among them.
    pub fn named_roles(&self) -> Vec<(&RoleId, Path)> {
        let root = Path::root();
        let mut named: Vec<(&RoleId, Path)> = Vec::new();
        named.extend(self.owner.iter().map(|owner| (owner, root.key("owner"))));
        for (at, trigger) in self.triggers.iter().enumerate() {
            if let Trigger::Manual { manual } = trigger {
                let path = root.key("triggers").index(at).key("manual").key("roles");
                named.extend(manual.roles.iter().enumerate().map(|(at, role)| (role, path.index(at))));
            }
        }
        for (at, rule) in self.escalation.iter().enumerate() {
            let path = root.key("escalation").index(at);
            named.extend(rule.notify.iter().enumerate().map(|(at, role)| (role, path.key("notify").index(at))));
            named.extend(rule.reassign.iter().map(|role| (role, path.key("reassign"))));
        }
        handlers(&self.exceptions, &root.key("exceptions"), &mut named);
        for at in self.all_steps() {
            step(at.step, &at.path, &mut named);
        }
        named
    }

    /// Whether the role does nothing here but read: it stands under `readers`, and has no part in the work.
    pub fn only_reads(&self, role: &RoleId) -> bool {
        let reads = self.readers.as_ref().is_some_and(|readers| readers.contains(role));
        reads && !self.roles_with_a_part().contains(role.as_str())
    }

    /// Roles that have a part in the work, those included that a field may name.
    pub fn roles_with_a_part(&self) -> BTreeSet<&str> {
        let by_field = self.data.values().flat_map(|field| field.allowed.iter().filter_map(|value| value.as_text()));
        self.named_roles().into_iter().map(|(role, _)| role.as_str()).chain(by_field).collect()
    }
}

impl Reaction {
    /// The role that is asked in the end.
    pub fn asks(&self) -> Option<&RoleId> {
        match self {
            Reaction::Ask { ask } => Some(ask),
            Reaction::Retry { then, .. } => then.as_deref().and_then(Reaction::asks),
            Reaction::Continue | Reaction::Raise { .. } | Reaction::End { .. } => None,
        }
    }
}

fn handlers<'a>(exceptions: &'a [Exception], path: &Path, named: &mut Vec<(&'a RoleId, Path)>) {
    for (at, exception) in exceptions.iter().enumerate() {
        let path = path.index(at).key("then").key("escalate");
        named.extend(exception.then.escalate.iter().map(|role| (role, path.clone())));
    }
}

fn step<'a>(step: &'a Step, path: &Path, named: &mut Vec<(&'a RoleId, Path)>) {
    let mut by = |role: &'a RoleRef, path: Path| {
        if let RoleRef::Role(role) = role {
            named.push((role, path));
        }
    };
    match &step.verb {
        Verb::Person { person } => by(&person.role, path.key("person").key("role")),
        Verb::Approve { approve } => {
            let path = path.key("approve").key("by");
            approve.by.iter().enumerate().for_each(|(at, role)| by(role, path.index(at)));
        }
        Verb::Notify { notify } => {
            if let Recipient::Role(role) = &notify.to {
                by(role, path.key("notify").key("to"));
            }
        }
        Verb::Group { group } => handlers(&group.exceptions, &path.key("group").key("exceptions"), named),
        Verb::Call(_)
        | Verb::Agent { .. }
        | Verb::Set { .. }
        | Verb::Decide { .. }
        | Verb::Together { .. }
        | Verb::Repeat { .. }
        | Verb::Each { .. }
        | Verb::Wait { .. }
        | Verb::Document { .. }
        | Verb::Procedure(_)
        | Verb::Raise { .. }
        | Verb::End { .. } => {}
    }
    let seen = step.visible_to.iter().enumerate();
    named.extend(seen.map(|(at, role)| (role, path.key("visible_to").index(at))));
    if let Some(role) = step.autonomy.as_ref().and_then(|autonomy| autonomy.role.as_ref()) {
        named.push((role, path.key("autonomy")));
    }
    for (error, reaction) in &step.on_error {
        named.extend(reaction.asks().map(|role| (role, path.key("on_error").key(error.as_str()))));
    }
}
