//! Decision tables: cells that fit, rows that do not overlap, gaps, rows that can never count.

use std::ops::Range;

use super::Report;
use super::index::Index;
use super::site::Moment;
use super::space::{self, Axis, Boxed};
use crate::diagnostic::{Diagnostic, Path, did_you_mean};
use crate::document::{Decide, Hit, Table, Verb};
use crate::expression::typing::{self, Type};
use crate::expression::{Cell, Column, Expression, Region, Term, Test};

/// Most rows of a table that is judged for overlaps and gaps: rows are compared in pairs.
const MOST_ROWS: usize = 1_000;

/// Most findings of one kind for one table.
const MOST_TOLD: usize = 5;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for (at, place) in index.steps.iter().enumerate() {
        if let Verb::Decide { decide: Decide { table: Some(table), otherwise, .. } } = &place.step.verb {
            let path = place.path.key("decide").key("table");
            judge(index, at, table, otherwise.is_some(), &path, report);
        }
    }
}

/// A table under judgement.
struct Judged<'a> {
    table: &'a Table,
    rules: Path,
    /// The bytes of each row, where they are known.
    lines: Vec<Range<usize>>,
    names: Vec<String>,
    axes: Vec<Axis>,
    /// What each row admits; nothing where that depends on other fields.
    rows: Vec<Option<Boxed>>,
}

impl Judged<'_> {
    fn at(&self, code: &'static str, row: usize, message: String) -> Diagnostic {
        let found = Diagnostic::error(code, self.rules.clone(), message);
        match self.lines.get(row) {
            Some(line) => found.within(line.clone()),
            None => found,
        }
    }
}

fn judge(index: &Index<'_>, step: usize, table: &Table, otherwise: bool, path: &Path, report: &mut Report<'_>) {
    let rules = path.key("rules");
    let lines = report.rows(&rules, table.rules.len());
    let mut judged = Judged { table, rules, lines, names: Vec::new(), axes: Vec::new(), rows: Vec::new() };
    // The reader counts cells; a document made by a program may be ragged.
    if table.rules.iter().any(|row| row.inputs.len() != table.inputs.len()) {
        return;
    }
    let before = report.found.len();
    for (column, input) in table.inputs.iter().enumerate() {
        let axis = axis(index, step, input, table, column);
        judged.names.push(input.source().to_owned());
        cells(&judged, column, &axis, report);
        judged.axes.push(axis);
    }
    priority(index, &judged, path, report);
    if report.found.len() > before {
        return;
    }
    if table.rules.len() > MOST_ROWS {
        report.push(not_judged(&judged, "overlaps and gaps"));
        return;
    }
    judged.rows = table.rules.iter().map(|row| boxed(&judged.axes, &row.inputs)).collect();
    match table.hit {
        Hit::Unique => overlaps(&judged, report, false),
        Hit::Any => overlaps(&judged, report, true),
        Hit::First => covered(&judged, report),
        Hit::Priority | Hit::Collect => {}
    }
    if !otherwise && table.hit != Hit::Collect {
        gap(&judged, report);
    }
}

/// The axis of a column. Of an input of unknown type the cells tell what it is.
fn axis(index: &Index<'_>, step: usize, input: &Expression, table: &Table, column: usize) -> Axis {
    let scope = index.types.seen(index, Some(step), None, Some(input), Moment::Entry);
    let (mut found, _) = typing::infer(input, &scope);
    let field = input.root().path().and_then(|path| space::field_of(index, &path));
    if matches!(found, Type::Any | Type::Null) {
        found = guess(table.rules.iter().filter_map(|row| row.inputs.get(column)));
    }
    Axis::of(&found, field)
}

fn guess<'a>(cells: impl Iterator<Item = &'a Cell>) -> Type {
    let mut kinds: Vec<Type> = Vec::new();
    for cell in cells {
        let ordered = compares(cell.test());
        for text in cell.literal_texts() {
            let column = [(Column::Number, Type::NUMBER), (Column::Bool, Type::Bool), (Column::Date, Type::Date)]
                .into_iter()
                .find(|(column, _)| literal(text).fit(*column).is_empty());
            kinds.push(match column {
                Some((_, kind)) => kind,
                None if ordered => return Type::Any,
                None => Type::TEXT,
            });
        }
    }
    match kinds.split_first() {
        Some((first, rest)) if rest.iter().all(|kind| kind == first) => first.clone(),
        Some(_) | None => Type::Any,
    }
}

/// A cell of this one text.
fn literal(text: &str) -> Cell {
    Cell::parse(text).unwrap_or_else(|_| Cell::any())
}

fn compares(test: &Test) -> bool {
    match test {
        Test::Less(_) | Test::LessOrEqual(_) | Test::Greater(_) | Test::GreaterOrEqual(_) | Test::Between { .. } => {
            true
        }
        Test::OneOf(tests) => tests.iter().any(compares),
        Test::Not(test) => compares(test),
        Test::Any | Test::Unknown | Test::Equal(_) => false,
    }
}

fn cells(judged: &Judged<'_>, column: usize, axis: &Axis, report: &mut Report<'_>) {
    let name = &judged.names[column];
    let mut told = 0;
    for (number, row) in judged.table.rules.iter().enumerate() {
        let cell = &row.inputs[column];
        let mut found: Vec<(&'static str, String, String)> = cell
            .fit(axis.column)
            .into_iter()
            .map(|error| (error.code, error.message, error.fix.unwrap_or_default()))
            .collect();
        if let (Column::Text, true) = (axis.column, found.is_empty())
            && let crate::expression::region::Texts::Only(known) = &axis.values.texts
        {
            for text in cell.literal_texts().into_iter().filter(|text| !known.contains(*text)) {
                let near = did_you_mean(text, known.iter().map(String::as_str));
                let fix = near.unwrap_or_else(|| format!("its values are {}", super::listed(known)));
                found.push(("never-equal", format!("`{name}` is never '{text}'"), fix));
            }
        }
        let reads_field = |test: &Test| matches!(test, Test::Equal(Term::Field(_)));
        if found.is_empty()
            && !reads_field(cell.test())
            && cell
                .region(axis.column)
                .is_some_and(|region| !region.null && axis.is_empty(&region.intersect(&axis.values)))
        {
            let message = format!("`{name}` is never {cell}");
            found.push(("never-equal", message, format!("its values are {}", axis.values)));
        }
        for (code, message, fix) in found {
            told += 1;
            if told > MOST_TOLD {
                return;
            }
            report.push(
                judged
                    .at(code, number, format!("row {}, `{name}`: {message}", number + 1))
                    .fix(format!("{}.", super::capital(&fix)).replace("?.", "?")),
            );
        }
    }
}

fn boxed(axes: &[Axis], cells: &[Cell]) -> Option<Boxed> {
    let region = |(axis, cell): (&Axis, &Cell)| {
        let region = cell.region(axis.column)?;
        Some(region.intersect(&axis.values.union(&Region::null())))
    };
    axes.iter().zip(cells).map(region).collect()
}

fn priority(index: &Index<'_>, judged: &Judged<'_>, path: &Path, report: &mut Report<'_>) {
    if judged.table.hit != Hit::Priority {
        return;
    }
    let Some(name) = judged.table.results.first() else { return };
    if index.procedure.data.get(name).is_some_and(|field| !field.allowed.is_empty()) {
        return;
    }
    report.push(
        Diagnostic::error(
            "priority-without-enum",
            path.key("results").index(0),
            format!("`{name}` has no order in which its values count"),
        )
        .because("Under `priority` the row counts whose result stands first in the field's `enum`.")
        .fix(format!("Declare it: `data: {{{name}: {{type: string, enum: [first, second]}}}}`.")),
    );
}

fn overlaps(judged: &Judged<'_>, report: &mut Report<'_>, agreeing: bool) {
    let count = judged.rows.len();
    let mut told = 0;
    for later in 1..count {
        let Some(right) = &judged.rows[later] else { continue };
        for earlier in 0..later {
            let Some(left) = &judged.rows[earlier] else { continue };
            let rules = &judged.table.rules;
            if agreeing && rules[earlier].results == rules[later].results {
                continue;
            }
            let Some(common) = space::both(&judged.axes, left, right) else { continue };
            told += 1;
            if told > MOST_TOLD {
                return;
            }
            let when = space::in_words(&judged.names, &judged.axes, &common);
            let (one, other) = (earlier + 1, later + 1);
            report.push(if agreeing {
                judged
                    .at(
                        "table-results-differ",
                        later,
                        format!("rows {one} and {other} both hold when {when}, with different results"),
                    )
                    .because("Under `any` all rows that hold must agree.")
                    .fix("Narrow one of the rows, or use `hit: first`.")
            } else {
                judged
                    .at("table-overlap", later, format!("rows {one} and {other} both hold when {when}"))
                    .because("Under `unique` exactly one row may hold.")
                    .fix("Narrow one of the rows, or use `hit: first`.")
            });
        }
    }
}

/// Says that a question stays open, rather than to keep silent about it.
fn not_judged(judged: &Judged<'_>, what: &str) -> Diagnostic {
    let message = format!("the table is too large to be judged for {what}: it has {} rows", judged.table.rules.len());
    Diagnostic::warning("table-not-judged", judged.rules.clone(), message)
        .at_key()
        .because("Rows are compared with each other, which takes too long here.")
        .fix("Split the table, or try it with examples.")
}

/// Rows that the rows before them leave nothing for.
fn covered(judged: &Judged<'_>, report: &mut Report<'_>) {
    for (number, row) in judged.rows.iter().enumerate().skip(1) {
        let Some(row) = row else { continue };
        // An unknown input stops the decision at the first row that tests it, so it never gets past what covers the rest.
        let known = |region: &Region| {
            let known = region.without(&Region::null());
            if known.is_empty() { region.clone() } else { known }
        };
        let row: &Boxed = &row.iter().map(known).collect();
        // Rows that have nothing in common with this one cannot cover it.
        let before: Vec<&Boxed> = judged.rows[..number]
            .iter()
            .flatten()
            .filter(|one| space::both(&judged.axes, one, row).is_some())
            .collect();
        if before.is_empty() || !matches!(space::uncovered(&judged.axes, vec![row.clone()], before), Ok(None)) {
            continue;
        }
        let single = judged.rows[..number].iter().position(|one| {
            one.as_ref().is_some_and(|one| matches!(space::uncovered(&judged.axes, vec![row.clone()], [one]), Ok(None)))
        });
        let why = match single {
            Some(one) => format!("row {} takes everything that meets it", one + 1),
            None => "the rows before it take everything that meets it".to_owned(),
        };
        report.push(
            judged
                .at("unreachable-row", number, format!("row {} can never count: {why}", number + 1))
                .because("Under `first` the first row that holds counts.")
                .fix("Put the narrower row first, or remove this one."),
        );
    }
}

fn gap(judged: &Judged<'_>, report: &mut Report<'_>) {
    // A row that depends on other fields may cover anything.
    let open = |(axis, cell): (&Axis, &Cell)| cell.region(axis.column).unwrap_or_else(|| axis.values.clone());
    let rows: Vec<Boxed> =
        judged.table.rules.iter().map(|row| judged.axes.iter().zip(&row.inputs).map(open).collect()).collect();
    let whole: Boxed = judged.axes.iter().map(|axis| axis.values.clone()).collect();
    let left = match space::uncovered(&judged.axes, vec![whole], &rows) {
        Ok(Some(left)) => left,
        Ok(None) => return,
        Err(space::TooMany) => {
            report.push(not_judged(judged, "gaps"));
            return;
        }
    };
    let when = space::in_words(&judged.names, &judged.axes, &left);
    report.push(
        Diagnostic::error("table-gap", judged.rules.clone(), format!("no row holds when {when}"))
            .at_key()
            .because("The run would stop there with `no-case`.")
            .fix("Add a row for it, or `otherwise:` beside the table."),
    );
}
