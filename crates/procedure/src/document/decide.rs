//! The logic between steps: cases, and decision tables.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Name, Step};
use crate::expression::{Cell, Expression, Formula};

/// `decide:` cases or a table, and what holds otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Decide {
    /// The first that holds is taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
    /// What is taken when no case or row holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Otherwise>,
}

/// One case of a decision.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Case {
    pub when: Expression,
    /// A short label for diagrams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub set: IndexMap<Name, Formula>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What a decision does when nothing else holds.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged)]
pub enum Otherwise {
    /// `continue`: go on without setting anything.
    #[schemars(with = "String")]
    Continue,
    Branch {
        because: Option<String>,
        set: IndexMap<Name, Formula>,
        steps: Vec<Step>,
    },
}

impl Serialize for Otherwise {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Branch<'a> {
            #[serde(skip_serializing_if = "Option::is_none")]
            because: &'a Option<String>,
            #[serde(skip_serializing_if = "IndexMap::is_empty")]
            set: &'a IndexMap<Name, Formula>,
            #[serde(skip_serializing_if = "<[Step]>::is_empty")]
            steps: &'a [Step],
        }
        match self {
            Otherwise::Continue => serializer.serialize_str("continue"),
            Otherwise::Branch { because, set, steps } => Branch { because, set, steps }.serialize(serializer),
        }
    }
}

/// Which rows of a table count (DMN 1.5, 8.2.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Hit {
    /// Exactly one row holds.
    Unique,
    /// The first row that holds.
    First,
    /// The row that holds whose result stands first among the result's allowed values.
    Priority,
    /// Any row that holds; all that do agree.
    Any,
    /// Every row that holds; each result is a list.
    Collect,
}

/// A decision table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Table {
    pub hit: Hit,
    pub inputs: Vec<Expression>,
    pub results: Vec<Name>,
    /// A row a line: inputs, results, then (optional) why, between `|`.
    #[serde(serialize_with = "rows")]
    #[schemars(with = "String")]
    pub rules: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// One test an input.
    pub inputs: Vec<Cell>,
    /// One value or expression a result.
    pub results: Vec<Formula>,
    pub because: Option<String>,
}

/// Rows as lines with aligned columns; `|` within a cell is written `\|`.
fn rows<S: Serializer>(rows: &[Row], serializer: S) -> Result<S::Ok, S::Error> {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let inputs = row.inputs.iter().map(|cell| cell.to_string());
            let results = row.results.iter().map(crate::read::table::spell);
            inputs.chain(results).chain(row.because.clone()).map(|cell| cell.replace('|', "\\|")).collect()
        })
        .collect();
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|at| cells.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in &cells {
        let last = row.len().saturating_sub(1);
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push_str(" | ");
            }
            text.push_str(cell);
            if at < last {
                text.extend(std::iter::repeat_n(' ', widths[at] - cell.chars().count()));
            }
        }
        text.push('\n');
    }
    serializer.serialize_str(&text)
}
