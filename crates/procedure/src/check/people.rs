//! Steps that somebody may do: who is barred is somebody, and somebody is left.
//!
//! Without knowing who holds which role only what the document alone shows is told.

use std::collections::BTreeSet;

use super::Report;
use super::escalation;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{AutonomyLevel, Barred, Block, Join, RoleRef, Step, Trigger, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for (at, place) in index.steps.iter().enumerate() {
        let (roles, barred, quorum, path): (Vec<(&RoleRef, Path)>, &[Barred], u32, Path) = match &place.step.verb {
            Verb::Person { person } => {
                let path = place.path.key("person");
                (vec![(&person.role, path.key("role"))], &person.not_by, 1, path)
            }
            Verb::Approve { approve } => {
                let path = place.path.key("approve");
                let by = path.key("by");
                let roles = approve.by.iter().enumerate().map(|(at, role)| (role, by.index(at)));
                (roles.collect(), &approve.not_by, approve.quorum.unwrap_or(1), path)
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
            | Verb::Notify { .. }
            | Verb::Procedure(_)
            | Verb::Raise { .. }
            | Verb::End { .. } => {
                misplaced(place.step, &place.path, report);
                continue;
            }
        };
        if matches!(place.step.verb, Verb::Person { .. }) {
            misplaced(place.step, &place.path, report);
        }
        if quorum == 0 {
            report.push(
                Diagnostic::error("nobody-needed", path.key("quorum"), "an approval by nobody is none")
                    .fix("Write how many people of each role must agree, at least 1."),
            );
        }
        for (number, barred) in barred.iter().enumerate() {
            if let Barred::Step(id) = barred {
                step(index, at, id, path.key("not_by").index(number), report);
            }
        }
        held(index, &place.step.id, &roles, barred, quorum, &path, report);
    }
}

/// `autonomy` says how far a machine goes; a step that no machine does has none.
fn misplaced(step: &Step, path: &Path, report: &mut Report<'_>) {
    if step.autonomy.is_none() || matches!(step.verb, Verb::Call(_) | Verb::Agent { .. } | Verb::Decide { .. }) {
        return;
    }
    let verb = step.verb.key();
    report.push(
        Diagnostic::error("autonomy-misplaced", path.key("autonomy"), format!("a `{verb}` step has no autonomy"))
            .at_key()
            .because("Autonomy says how far a machine may go in a call, a decision, an agent's work or an approval.")
            .fix("Remove it."),
    );
}

/// Whether people do the step, so that there is somebody to bar.
fn by_people(step: &Step) -> bool {
    let people = step.autonomy.as_ref().is_some_and(|autonomy| autonomy.level != AutonomyLevel::Auto);
    people || matches!(step.verb, Verb::Person { .. } | Verb::Approve { .. })
}

/// The block of `outer` that holds `step`.
fn block_in(index: &Index<'_>, outer: Option<usize>, step: usize) -> usize {
    let mut at = step;
    while index.steps[at].parent != outer {
        match index.steps[at].parent {
            Some(parent) => at = parent,
            None => break,
        }
    }
    index.steps[at].block
}

fn step(index: &Index<'_>, at: usize, id: &str, path: Path, report: &mut Report<'_>) {
    let Some(other) = index.find(id) else {
        report.push(escalation::unknown(index, id, path));
        return;
    };
    let there = &index.steps[other];
    let refuse = |code, message: String, why: &str, fix: &str| {
        Diagnostic::error(code, path.clone(), message).because(why).fix(fix).related(there.path.key("id"), "the step")
    };
    let looped = |step: usize| {
        index
            .around(step)
            .any(|outer| matches!(index.steps[outer].step.verb, Verb::Repeat { .. }) && index.within(other, outer))
    };
    if other == at {
        // In a loop it asks for somebody else on every pass.
        if !looped(at) {
            report.push(refuse(
                "nobody-left",
                format!("the step `{id}` bars whoever does it"),
                "Whoever did a step cannot have done it before; and when it is done again, they are barred from their own work.",
                "Name the step whose doer must not do this one, or `starter`.",
            ));
        }
        return;
    }
    if !by_people(there.step) {
        let verb = there.step.verb.key();
        report.push(refuse(
            "not-by-machine",
            format!("nobody does the step `{id}`, a `{verb}`, so nobody is barred"),
            "`not_by` keeps two pairs of eyes apart; here there is only one.",
            "Name a `person` or `approve` step.",
        ));
        return;
    }
    if index.in_handler(at) || index.in_handler(other) {
        return;
    }
    let around: Vec<usize> = index.around(at).collect();
    let common = index.around(other).find(|outer| around.contains(outer));
    let apart = block_in(index, common, at) != block_in(index, common, other);
    let verb = common.map(|common| &index.steps[common].step.verb);
    match verb {
        Some(Verb::Decide { .. }) if apart => {
            report.push(refuse(
                "not-by-later",
                format!("the step `{id}` stands in another case, so it is never done before this one"),
                "Only one case is taken, so nobody is ever barred.",
                "Name a step that comes before the decision.",
            ));
            return;
        }
        Some(Verb::Together { .. }) if apart => {
            report.push(refuse(
                "not-by-later",
                format!("the step `{id}` runs beside this one, so perhaps nobody is barred yet"),
                "Whoever does this one first is not kept from doing the other.",
                "Put the two steps one after the other, or let each bar the other's doer.",
            ));
            return;
        }
        Some(_) | None => {}
    }
    if other > at && !looped(at) {
        report.push(refuse(
            "not-by-later",
            format!("the step `{id}` comes after this one, so nobody is barred"),
            "`not_by` bars whoever did a step before.",
            &format!("Let `{id}` bar whoever does this one: `not_by: {}`.", index.steps[at].step.id),
        ));
        return;
    }
    // A step around both is skipped with both.
    let skipped =
        index.lineage(other).take_while(|outer| Some(*outer) != common).find_map(|outer| skips(index, outer, common));
    if let Some(why) = skipped {
        report.push(
            Diagnostic::warning(
                "not-by-skippable",
                path.clone(),
                format!("the step `{id}` may be skipped, and then nobody is barred"),
            )
            .because(why)
            .fix("Name a step that is always done, or make this one depend on the same condition.")
            .related(there.path.key("id"), "the step"),
        );
    }
}

fn skips(index: &Index<'_>, step: usize, common: Option<usize>) -> Option<String> {
    let place = &index.steps[step];
    let id = &place.step.id;
    if place.step.condition.is_some() {
        return Some(format!("`{id}` has an `if`."));
    }
    let parent = place.parent.filter(|parent| Some(*parent) != common)?;
    let around = &index.steps[parent].step;
    match (&around.verb, &index.blocks[place.block].block) {
        (Verb::Decide { .. }, _) => Some(format!("`{id}` stands in one of the cases of `{}`.", around.id)),
        (Verb::Together { together }, _) if together.join == Join::Any => {
            Some(format!("`{}` goes on as soon as one of its branches is done.", around.id))
        }
        (Verb::Each { .. }, _) => Some(format!("The list of `{}` may be empty.", around.id)),
        (Verb::Group { group }, Block::Body(_)) if group.until.is_some() => {
            Some(format!("`{}` is left as soon as its `until` holds.", around.id))
        }
        _ => None,
    }
}

/// Somebody holds the role, and is not surely barred. That nobody holds it yet is for whoever gives out roles, and nothing
/// that the document could mend.
fn held(
    index: &Index<'_>,
    id: &str,
    roles: &[(&RoleRef, Path)],
    barred: &[Barred],
    quorum: u32,
    path: &Path,
    report: &mut Report<'_>,
) {
    let Some(people) = index.context.people else { return };
    let of = |role: &str| people.get(role).cloned().unwrap_or_default();
    // Who is surely barred: the only person who can have done the other step.
    let mut out: BTreeSet<String> = BTreeSet::new();
    for barred in barred {
        match barred {
            Barred::Starter => out.extend(starter(index).filter(|only| only.len() == 1).into_iter().flatten()),
            Barred::Step(id) => {
                let doers = index.find(id).map(|other| doers(index.steps[other].step)).unwrap_or_default();
                out.extend(doers.into_iter().map(of).filter(|only| only.len() == 1).flatten());
            }
        }
    }
    let mut all: BTreeSet<String> = BTreeSet::new();
    let mut known = true;
    for (role, path) in roles {
        let RoleRef::Role(role) = role else {
            known = false;
            continue;
        };
        let holders = of(role);
        if holders.is_empty() {
            known = false;
            report.push(
                Diagnostic::warning("nobody-left", path.clone(), format!("nobody here holds the role `{role}`"))
                    .because(format!("A run that reaches the step `{id}` would stop there with `nobody-left`."))
                    .fix(format!("Give somebody the role `{role}` in the settings, under people.")),
            );
            continue;
        }
        let left: BTreeSet<String> = holders.difference(&out).cloned().collect();
        if left.len() < quorum as usize {
            let (count, needed) = (left.len(), quorum);
            let message = match count {
                0 => format!("whoever holds the role `{role}` is barred from the step `{id}`"),
                _ => format!("the step `{id}` needs {needed} people of the role `{role}`, and only {count} may do it"),
            };
            let barred: Vec<&String> = holders.intersection(&out).collect();
            let why = if barred.is_empty() {
                "The run would stop here with `nobody-left`.".to_owned()
            } else {
                format!("`not_by` bars {}. The run would stop here with `nobody-left`.", super::listed(barred))
            };
            report.push(
                Diagnostic::error("nobody-left", path.clone(), message)
                    .because(why)
                    .fix("Give the role to more people, or change who is barred."),
            );
            return;
        }
        all.extend(left);
    }
    let needed = roles.len() * quorum as usize;
    if known && all.len() < needed {
        report.push(
            Diagnostic::error(
                "nobody-left",
                path.key("by"),
                format!("the approval needs {needed} people, and only {} hold its roles", all.len()),
            )
            .because("A person counts once per approval, whatever roles they hold.")
            .fix("Give the roles to more people, or ask fewer of them."),
        );
    }
}

fn doers(step: &Step) -> Vec<&str> {
    match step.verb.doers() {
        [] => {
            let confirms = step.autonomy.as_ref().and_then(|autonomy| autonomy.role.as_ref());
            confirms.map(|role| role.as_str()).into_iter().collect()
        }
        roles => roles.iter().filter_map(role_of).collect(),
    }
}

fn role_of(role: &RoleRef) -> Option<&str> {
    match role {
        RoleRef::Role(role) => Some(role),
        RoleRef::Field(_) => None,
    }
}

/// Everybody who can have started the run, where only people start it.
fn starter(index: &Index<'_>) -> Option<BTreeSet<String>> {
    let people = index.context.people?;
    let mut found = BTreeSet::new();
    for trigger in &index.procedure.triggers {
        match trigger {
            Trigger::Manual { manual } if !manual.roles.is_empty() => {
                found.extend(manual.roles.iter().flat_map(|role| people.get(role).cloned().unwrap_or_default()));
            }
            Trigger::Manual { .. } | Trigger::Event { .. } | Trigger::Schedule { .. } => return None,
        }
    }
    (!index.procedure.triggers.is_empty()).then_some(found)
}
