//! Roles: every one that is named is declared, and every one that is declared is used.

use std::collections::BTreeSet;

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Recipient, RoleRef, Step, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let procedure = index.procedure;
    let root = Path::root();
    for place in &index.steps {
        by_fields(index, place.step, &place.path, report);
    }
    let readers = procedure.readers.iter().flatten().enumerate();
    let named = readers.map(|(at, role)| (role, root.key("readers").index(at))).chain(procedure.named_roles());
    let known = || procedure.roles.keys().map(|role| role.as_str());
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (role, path) in named {
        if !procedure.roles.contains_key(role.as_str()) {
            report.push(
                Diagnostic::error("unknown-role", path, format!("the role `{role}` is not declared"))
                    .because("Only roles under `roles` can be held, shown and trained for.")
                    .fix(super::meant(role, known(), &format!("Add it: `roles: {{{role}: What it does.}}`"))),
            );
        }
        used.insert(role.as_str());
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

/// Steps whose role a field names.
fn by_fields(index: &Index<'_>, step: &Step, path: &Path, report: &mut Report<'_>) {
    let (at, several) = match &step.verb {
        Verb::Approve { .. } => (path.key("approve").key("by"), true),
        _ => (path.key("person").key("role"), false),
    };
    let doers = step.verb.doers().iter().enumerate();
    let mut named: Vec<_> =
        doers.map(|(index, role)| (role, if several { at.index(index) } else { at.clone() })).collect();
    if let Verb::Notify { notify } = &step.verb
        && let Recipient::Role(role) = &notify.to
    {
        named.push((role, path.key("notify").key("to")));
    }
    for (role, path) in named {
        if let RoleRef::Field(name) = role {
            field(index, name, path, report);
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
