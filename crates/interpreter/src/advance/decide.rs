//! `decide:` the logic between steps.

use procedure::document::{AutonomyLevel, Decide, Otherwise, Step};
use procedure::expression::Expression;
use procedure::value::{Value, Values};

use super::call::autonomy;
use super::raise::{engine_exception, raise};
use super::table;
use super::values::{LIMITS, ask_or, compute, raise_failure, raise_trouble, role_of_step, typed};
use crate::decide::Decision;
use crate::event::{Choice, DecisionMade, TaskOpened};
use crate::id::ActivationId;
use crate::state::{Lane, TaskKind};

/// What a decision comes to, before it is made.
pub(super) struct Verdict {
    pub choice: Choice,
    pub inputs: Vec<(String, Value)>,
    pub because: Vec<String>,
    pub values: Values,
}

pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId, step: &Step, decide: &Decide) {
    let verdict = match &decide.table {
        Some(rules) => table::judge(run, id, decide, rules),
        None => cases(run, id, decide),
    };
    let Some(verdict) = verdict else { return };
    if autonomy(run, step) == AutonomyLevel::Auto {
        return make(run, id, verdict);
    }
    let options = options(decide);
    let suggested = option_of(&verdict.choice, decide).and_then(|position| options.get(position).cloned());
    let kind = TaskKind::Choose { options, suggested, values: verdict.values };
    let (task, due, candidates) = (run.next_task(), run.activation(id).due, role_of_step(run, id));
    run.emit(TaskOpened { task, activation: id, kind, candidates, assignee: None, due, returned: Vec::new() });
}

fn make(run: &mut Decision<'_>, id: ActivationId, verdict: Verdict) {
    let Verdict { choice, inputs, because, values } = verdict;
    match typed(run, values) {
        Ok(values) => {
            let lane = lane_of(&choice).filter(|lane| {
                let block = lane.block(&run.activation(id).step);
                !run.program.block(&block).is_empty()
            });
            let step = run.activation(id).step.clone();
            run.emit_by_cause(DecisionMade { activation: id, step, choice, inputs, because, values, lane });
        }
        Err(trouble) => raise_trouble(run, id, "set", trouble),
    }
}

/// The block that a choice opens, if it has steps.
fn lane_of(choice: &Choice) -> Option<Lane> {
    match choice {
        Choice::Case(position) => Some(Lane::Case(*position)),
        Choice::Otherwise => Some(Lane::Otherwise),
        Choice::Rows(_) | Choice::Continue => None,
    }
}

/// The first case that holds, or what holds otherwise.
fn cases(run: &mut Decision<'_>, id: ActivationId, decide: &Decide) -> Option<Verdict> {
    let mut inputs = Vec::new();
    for (position, case) in decide.cases.iter().enumerate() {
        let holds = case.when.holds(&run.names(id), &LIMITS);
        note(&mut inputs, run, id, &case.when);
        if ask_or(run, id, "when", holds)? {
            return verdict_of_case(run, id, decide, position, inputs);
        }
    }
    otherwise(run, id, decide, inputs)
}

fn verdict_of_case(
    run: &mut Decision<'_>,
    id: ActivationId,
    decide: &Decide,
    position: usize,
    inputs: Vec<(String, Value)>,
) -> Option<Verdict> {
    let case = decide.cases.get(position)?;
    let computed = compute(&run.names(id), &case.set);
    let values = match computed {
        Ok(values) => values,
        Err(failure) => {
            raise_failure(run, id, "set", &failure);
            return None;
        }
    };
    let because = case.because.iter().cloned().collect();
    Some(Verdict { choice: Choice::Case(position), inputs, because, values })
}

/// What a decision comes to when nothing else holds.
pub(super) fn otherwise(
    run: &mut Decision<'_>,
    id: ActivationId,
    decide: &Decide,
    inputs: Vec<(String, Value)>,
) -> Option<Verdict> {
    match &decide.otherwise {
        None => {
            let message = "no case holds, and there is no `otherwise`".to_owned();
            raise(run, id, engine_exception(super::NO_CASE), message, None, Value::Null);
            None
        }
        Some(Otherwise::Continue) => {
            Some(Verdict { choice: Choice::Continue, inputs, because: Vec::new(), values: Values::new() })
        }
        Some(Otherwise::Branch { because, set, .. }) => {
            let computed = compute(&run.names(id), set);
            match computed {
                Ok(values) => Some(Verdict {
                    choice: Choice::Otherwise,
                    inputs,
                    because: because.iter().cloned().collect(),
                    values,
                }),
                Err(failure) => {
                    raise_failure(run, id, "set", &failure);
                    None
                }
            }
        }
    }
}

/// Adds what an expression read, each name once.
pub(super) fn note(inputs: &mut Vec<(String, Value)>, run: &Decision<'_>, id: ActivationId, expression: &Expression) {
    for (name, value) in expression.explain(&run.names(id), &LIMITS) {
        if !inputs.iter().any(|(known, _)| *known == name) {
            inputs.push((name, value));
        }
    }
}

/// What a person may choose: the cases or rows in order, then `otherwise`.
pub(crate) fn options(decide: &Decide) -> Vec<String> {
    let cases = decide.cases.iter().map(|case| {
        case.title.clone().or_else(|| case.because.clone()).unwrap_or_else(|| case.when.source().to_owned())
    });
    let rows = decide.table.iter().flat_map(|table| table.rules.iter()).map(|row| {
        let results = row.results.iter().map(|result| match result.to_plain() {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        });
        results.collect::<Vec<_>>().join(", ")
    });
    cases.chain(rows).chain(decide.otherwise.iter().map(|_| "otherwise".to_owned())).collect()
}

fn option_of(choice: &Choice, decide: &Decide) -> Option<usize> {
    match choice {
        Choice::Case(position) => Some(*position),
        Choice::Rows(rows) => rows.first().copied(),
        Choice::Otherwise | Choice::Continue => Some(decide.cases.len() + rows(decide)),
    }
}

fn rows(decide: &Decide) -> usize {
    decide.table.as_ref().map_or(0, |table| table.rules.len())
}

/// Makes the decision that a person chose among the options. False when there is no such option.
pub(crate) fn choose(run: &mut Decision<'_>, id: ActivationId, decide: &Decide, option: usize) -> bool {
    // What was there to be seen is journalled with the choice, whoever makes it.
    let mut inputs = Vec::new();
    let tested = decide.table.iter().flat_map(|table| &table.inputs);
    for expression in decide.cases.iter().map(|case| &case.when).chain(tested) {
        note(&mut inputs, run, id, expression);
    }
    let verdict = if option < decide.cases.len() {
        verdict_of_case(run, id, decide, option, inputs)
    } else if option < decide.cases.len() + rows(decide) {
        table::verdict(run, id, decide, vec![option - decide.cases.len()], inputs)
    } else if option == decide.cases.len() + rows(decide) && decide.otherwise.is_some() {
        otherwise(run, id, decide, inputs)
    } else {
        return false;
    };
    if let Some(verdict) = verdict {
        make(run, id, verdict);
    }
    true
}
