//! Declared data and settings that nothing uses.

use std::collections::BTreeSet;

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Field, Recipient, RoleRef, Trigger, Unit, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let procedure = index.procedure;
    let mut used: BTreeSet<&str> = index.writes.iter().map(|write| write.name).collect();
    used.extend(procedure.outputs.iter().map(|name| name.as_str()));
    let mut settings: BTreeSet<String> = BTreeSet::new();
    let mut all_settings = false;
    let mut read: BTreeSet<String> = BTreeSet::new();
    for site in &index.sites {
        for one in site.expression.reads() {
            match one.path.as_slice() {
                [root, name, ..] if root == "settings" => {
                    settings.insert(name.clone());
                }
                [root] if root == "settings" => all_settings = true,
                [root, ..] => {
                    read.insert(root.clone());
                }
                [] => {}
            }
        }
    }
    for field in procedure.data.values().chain(procedure.settings.values()) {
        units(field, &mut used);
    }
    for trigger in &procedure.triggers {
        match trigger {
            Trigger::Manual { .. } => {}
            Trigger::Event { set, .. } => used.extend(set.keys().map(|name| name.as_str())),
            Trigger::Schedule { set, each, .. } => {
                used.extend(set.keys().map(|name| name.as_str()));
                used.extend(each.iter().map(|(name, _)| name.as_str()));
            }
        }
    }
    for place in &index.steps {
        let roles: Vec<&RoleRef> = match &place.step.verb {
            Verb::Person { person } => vec![&person.role],
            Verb::Approve { approve } => {
                used.extend(approve.covers.iter().map(|name| name.as_str()));
                approve.by.iter().collect()
            }
            Verb::Notify { notify } => match &notify.to {
                Recipient::Role(role) => vec![role],
                Recipient::Person { .. } => Vec::new(),
            },
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
            | Verb::End { .. } => Vec::new(),
        };
        used.extend(roles.into_iter().filter_map(|role| match role {
            RoleRef::Field(name) => Some(name.as_str()),
            RoleRef::Role(_) => None,
        }));
    }
    let mut warn = |part: &str, name: &str, noun: &str| {
        let path = Path::root().key(part).key(name);
        report.push(
            Diagnostic::warning("unused-name", path, format!("nothing uses the {noun} `{name}`"))
                .at_key()
                .fix("Use it, or remove it."),
        );
    };
    for name in procedure.data.keys().filter(|name| !used.contains(name.as_str()) && !read.contains(name.as_str())) {
        warn("data", name, "field");
    }
    for name in procedure.settings.keys().filter(|name| !all_settings && !settings.contains(name.as_str())) {
        warn("settings", name, "setting");
    }
}

fn units<'a>(field: &'a Field, used: &mut BTreeSet<&'a str>) {
    if let Some(Unit::Field(name)) = &field.unit {
        used.insert(name);
    }
    field.items.iter().for_each(|item| units(item, used));
    field.properties.values().for_each(|part| units(part, used));
}
