//! Decision tables (DMN 1.5, 8.2.10: hit policies).

use procedure::document::{Decide, Hit, Row, Table};
use procedure::expression::Failure;
use procedure::value::{Value, Values};

use super::decide::{Verdict, note, otherwise};
use super::raise::{engine_exception, raise};
use super::values::{LIMITS, ask_or, raise_failure};
use crate::decide::Decision;
use crate::event::Choice;
use crate::id::ActivationId;

/// The rows that hold, as the table's hit policy counts them.
pub(super) fn judge(run: &mut Decision<'_>, id: ActivationId, decide: &Decide, table: &Table) -> Option<Verdict> {
    let mut inputs = Vec::new();
    let mut rows = Vec::new();
    for (position, row) in table.rules.iter().enumerate() {
        let holds = holds(run, id, table, row, &mut inputs);
        if ask_or(run, id, "table", holds)? {
            rows.push(position);
            if table.hit == Hit::First {
                break;
            }
        }
    }
    if rows.is_empty() {
        return otherwise(run, id, decide, inputs);
    }
    verdict(run, id, decide, rows, inputs)
}

/// Whether a row's tests hold; an input is read only where the row tests it.
fn holds(
    run: &Decision<'_>,
    id: ActivationId,
    table: &Table,
    row: &Row,
    inputs: &mut Vec<(String, Value)>,
) -> Result<bool, Failure> {
    let names = run.names(id);
    for (input, cell) in table.inputs.iter().zip(&row.inputs) {
        if cell.is_any() {
            continue;
        }
        note(inputs, run, id, input);
        let (value, unknown) = match input.evaluate(&names, &LIMITS) {
            Ok(value) => (Some(value), input.source().to_owned()),
            Err(Failure::Unknown { name }) => (None, name),
            Err(failure) => return Err(failure),
        };
        if !cell.matches(value.as_ref(), &unknown, &names, &LIMITS)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What these rows come to.
pub(super) fn verdict(
    run: &mut Decision<'_>,
    id: ActivationId,
    decide: &Decide,
    rows: Vec<usize>,
    inputs: Vec<(String, Value)>,
) -> Option<Verdict> {
    let table = decide.table.as_ref()?;
    let mut results = Vec::new();
    for row in rows.iter().filter_map(|row| table.rules.get(*row)) {
        let computed: Result<Vec<Value>, Failure> =
            row.results.iter().map(|result| result.evaluate(&run.names(id), &LIMITS)).collect();
        match computed {
            Ok(values) => results.push(values),
            Err(failure) => {
                raise_failure(run, id, "table", &failure);
                return None;
            }
        }
    }
    let taken: Vec<usize> = match table.hit {
        Hit::First | Hit::Collect => (0..rows.len()).collect(),
        Hit::Unique if rows.len() > 1 => return clash(run, id, &rows, "only one may"),
        Hit::Any if results.windows(2).any(|pair| pair[0] != pair[1]) => {
            return clash(run, id, &rows, "their results differ");
        }
        Hit::Unique | Hit::Any => vec![0],
        Hit::Priority => {
            let rank = |values: &Vec<Value>| rank(run, table, values);
            let first = (0..results.len()).min_by_key(|at| rank(&results[*at])).unwrap_or(0);
            vec![first]
        }
    };
    let values: Values = table
        .results
        .iter()
        .enumerate()
        .map(|(column, name)| {
            let cell = |at: &usize| results.get(*at).and_then(|row| row.get(column)).cloned().unwrap_or_default();
            let value = match table.hit {
                Hit::Collect => Value::List(taken.iter().map(cell).collect()),
                Hit::First | Hit::Unique | Hit::Any | Hit::Priority => taken.first().map(cell).unwrap_or_default(),
            };
            (name.as_str().to_owned(), value)
        })
        .collect();
    let chosen: Vec<usize> = taken.iter().filter_map(|at| rows.get(*at)).copied().collect();
    let because = chosen.iter().filter_map(|row| table.rules.get(*row)).filter_map(|row| row.because.clone()).collect();
    Some(Verdict { choice: Choice::Rows(chosen), inputs, because, values })
}

/// Where the results stand among their fields' allowed values; column by column.
fn rank(run: &Decision<'_>, table: &Table, values: &[Value]) -> Vec<usize> {
    let of = |(name, value): (&procedure::document::Name, &Value)| {
        let field = run.program.procedure.data.get(name);
        field.and_then(|field| field.allowed.iter().position(|allowed| allowed == value)).unwrap_or(usize::MAX)
    };
    table.results.iter().zip(values).map(of).collect()
}

fn clash(run: &mut Decision<'_>, id: ActivationId, rows: &[usize], why: &str) -> Option<Verdict> {
    let rows = rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join(" and ");
    let message = format!("rows {rows} of the table hold, and {why}");
    raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
    None
}
