//! Begins a run.

use procedure::value::Values;

use super::{Start, Trigger, permit};
use crate::advance;
use crate::decide::Decision;
use crate::event::Started;
use crate::names::Names;
use crate::rejected::Rejected;
use crate::state::State;

pub(super) fn carry_out(run: &mut Decision<'_>, start: &Start) -> Result<(), Rejected> {
    let manual = matches!(start.trigger, Trigger::Manual | Trigger::Batch);
    if manual {
        may_start(run)?;
    } else if matches!(start.trigger, Trigger::Example) {
        permit::example(run, "start a run as an example")?;
    } else {
        permit::engine(run, "start a run by this trigger")?;
    }
    let mut wrong = Vec::new();
    let data = fields(&run.program.procedure.data, &start.data, "data", &mut wrong);
    let settings = fields(&run.program.procedure.settings, &start.settings, "settings", &mut wrong);
    if !wrong.is_empty() {
        return Err(Rejected::Values(wrong));
    }
    // The due moment is a fact of the start, seen from the data that the run begins with.
    let mut seen = State { settings: settings.clone(), started_at: Some(run.at), ..State::default() };
    seen.scope.values.clone_from(&data);
    let due = advance::due_of_run(&Names::new(run.program, &seen, None, run.at), run.at);
    run.emit_by(
        None,
        Started {
            run: start.run.clone(),
            procedure: run.program.procedure.id.clone(),
            number: start.number,
            data,
            settings,
            trigger: start.trigger.clone(),
            parent: start.parent.clone(),
            autonomy_cap: start.autonomy_cap,
            due,
            due_from_start: advance::due_counts_from_start(run.program),
        },
    );
    advance::start_run_clocks(run);
    Ok(())
}

/// By hand a run is started by the roles of a `manual` trigger, the owner, or an administrator; by any role of the
/// procedure where no trigger says.
fn may_start(run: &Decision<'_>) -> Result<(), Rejected> {
    use procedure::document::Trigger;
    let procedure = &run.program.procedure;
    let mut named = procedure.triggers.iter().filter_map(|trigger| match trigger {
        Trigger::Manual { manual } => Some(&manual.roles),
        Trigger::Event { .. } | Trigger::Schedule { .. } => None,
    });
    let holds = |role| run.standing.roles.contains(role);
    let by_trigger = match named.next() {
        None => procedure.roles.keys().any(|role| holds(role) && !procedure.only_reads(role)),
        Some(first) => std::iter::once(first).chain(named).any(|roles| roles.is_empty() || roles.iter().any(holds)),
    };
    if by_trigger { Ok(()) } else { permit::owner(run, "start this procedure").map(|_| ()) }
}

/// Values of declared fields, typed, with the defaults of those that were left out.
fn fields(
    declared: &indexmap::IndexMap<procedure::document::Name, procedure::document::Field>,
    given: &Values,
    noun: &'static str,
    wrong: &mut Vec<String>,
) -> Values {
    let mut values = Values::new();
    for name in given.keys().filter(|name| !declared.contains_key(name.as_str())) {
        let known = declared.keys().map(|name| name.as_str());
        let hint = procedure::diagnostic::did_you_mean(name, known).map(|hint| format!("; {hint}")).unwrap_or_default();
        wrong.push(format!("`{name}` is not among the procedure's {noun}{hint}"));
    }
    for (name, field) in declared {
        let value = given.get(name.as_str()).filter(|value| !value.is_null()).or(field.default.as_ref());
        let Some(value) = value else { continue };
        match advance::accept(name, field, value.clone()) {
            Ok(value) => {
                values.insert(name.as_str().to_owned(), value);
            }
            Err(messages) => wrong.extend(messages),
        }
    }
    values
}
