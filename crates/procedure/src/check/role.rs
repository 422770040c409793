//! Roles: every one that is named is declared, and every one that is declared is used.

use std::collections::BTreeSet;

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Recipient, RoleRef, Step, Trigger, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let procedure = index.procedure;
    let root = Path::root();
    let mut named: Vec<(&str, Path)> = Vec::new();
    if let Some(owner) = &procedure.owner {
        named.push((owner, root.key("owner")));
    }
    for (at, trigger) in procedure.triggers.iter().enumerate() {
        if let Trigger::Manual { manual } = trigger {
            let path = root.key("triggers").index(at).key("manual").key("roles");
            named.extend(manual.roles.iter().enumerate().map(|(at, role)| (role.as_str(), path.index(at))));
        }
    }
    for (at, rule) in procedure.escalation.iter().enumerate() {
        let path = root.key("escalation").index(at);
        named.extend(rule.notify.iter().enumerate().map(|(at, role)| (role.as_str(), path.key("notify").index(at))));
        named.extend(rule.reassign.iter().map(|role| (role.as_str(), path.key("reassign"))));
    }
    for declared in &index.exceptions {
        let escalate = declared.exception.then.escalate.iter();
        named.extend(escalate.map(|role| (role.as_str(), declared.path.key("then").key("escalate"))));
    }
    for place in &index.steps {
        step(index, place.step, &place.path, &mut named, report);
    }
    let known = || procedure.roles.keys().map(|role| role.as_str());
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (role, path) in named {
        if !procedure.roles.contains_key(role) {
            report.push(
                Diagnostic::error("unknown-role", path, format!("the role `{role}` is not declared"))
                    .because("Only roles under `roles` can be held, shown and trained for.")
                    .fix(super::meant(role, known(), &format!("Add it: `roles: {{{role}: What it does.}}`"))),
            );
        }
        used.insert(role);
    }
    // A field may name any of them.
    let by_field: BTreeSet<&str> = index
        .procedure
        .data
        .values()
        .flat_map(|field| field.allowed.iter().filter_map(|value| value.as_text()))
        .collect();
    for role in procedure.roles.keys().filter(|role| !used.contains(role.as_str()) && !by_field.contains(role.as_str()))
    {
        report.push(
            Diagnostic::warning(
                "unused-role",
                root.key("roles").key(role.as_str()),
                format!("nothing uses the role `{role}`"),
            )
            .at_key()
            .fix("Give it a step, or remove it."),
        );
    }
}

fn step<'a>(index: &Index<'_>, step: &'a Step, path: &Path, named: &mut Vec<(&'a str, Path)>, report: &mut Report<'_>) {
    let mut by = |role: &'a RoleRef, path: Path, named: &mut Vec<(&'a str, Path)>| match role {
        RoleRef::Role(role) => named.push((role, path)),
        RoleRef::Field(name) => field(index, name, path, report),
    };
    match &step.verb {
        Verb::Person { person } => by(&person.role, path.key("person").key("role"), named),
        Verb::Approve { approve } => {
            for (at, role) in approve.by.iter().enumerate() {
                by(role, path.key("approve").key("by").index(at), named);
            }
        }
        Verb::Notify { notify } => {
            if let Recipient::Role(role) = &notify.to {
                by(role, path.key("notify").key("to"), named);
            }
        }
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
        | Verb::Procedure(_)
        | Verb::Raise { .. }
        | Verb::End { .. } => {}
    }
    let seen = step.visible_to.iter().enumerate();
    named.extend(seen.map(|(at, role)| (role.as_str(), path.key("visible_to").index(at))));
    if let Some(role) = step.autonomy.as_ref().and_then(|autonomy| autonomy.role.as_ref()) {
        named.push((role, path.key("autonomy")));
    }
    for (error, reaction) in &step.on_error {
        if let Some(role) = super::reaction_asks(reaction) {
            named.push((role, path.key("on_error").key(error.as_str())));
        }
    }
}

/// A field that names a role needs roles as its allowed values.
fn field(index: &Index<'_>, name: &str, path: Path, report: &mut Report<'_>) {
    let data = &index.procedure.data;
    let Some(field) = data.get(name) else {
        let fix = super::meant(
            name,
            data.keys().map(|name| name.as_str()),
            "Declare it under `data`, with roles as its `enum`.",
        );
        report.push(
            Diagnostic::error(
                "unknown-field",
                path,
                format!("`data` does not declare `{name}`, which is to name a role"),
            )
            .fix(fix),
        );
        return;
    };
    let declared = path_of(name);
    if field.allowed.is_empty() {
        report.push(
            Diagnostic::error("role-field", path, format!("`{name}` is to name a role, but any text may stand in it"))
                .because("Who may do a step must be known before it runs.")
                .fix(format!("Limit `{name}` to roles: `enum: [role-a, role-b]`."))
                .related(declared, "the field"),
        );
        return;
    }
    for (at, value) in field.allowed.iter().enumerate() {
        if !value.as_text().is_some_and(|role| index.procedure.roles.contains_key(role)) {
            let shown = super::fit::shown(value);
            let known = index.procedure.roles.keys().map(|role| role.as_str());
            report.push(
                Diagnostic::error(
                    "role-field",
                    declared.key("enum").index(at),
                    format!("{shown} is not a declared role"),
                )
                .because(format!("`{name}` names the role of a step, so each of its values must be a role."))
                .fix(super::meant(value.as_text().unwrap_or_default(), known, "Declare the role, or remove the value."))
                .related(path.clone(), "the step's role"),
            );
        }
    }
}

fn path_of(name: &str) -> Path {
    Path::root().key("data").key(name)
}
