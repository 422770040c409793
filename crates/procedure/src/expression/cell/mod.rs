//! Cells of decision tables: unary tests (DMN 1.5, 10.3.1), and the sets of values they admit.
//!
//! `any` or `-`, `< 50`, `[1..5]`, `(1..5]`, `]1..5[`, `a, b`, `not(a)`, `null`, `=field`. A bare word is a text, a
//! number, a date or a truth value as the column's kind asks; a text that looks like something else stands in quotes.
//! `null` is met by an unknown input; any other test but `any` reads its input, so an unknown one leaves it open.

mod reading;

use std::fmt;
use std::ops::Bound;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::day;
use super::evaluate::Machine;
use super::region::Region;
use super::{Expression, ExpressionError, Failure, Limits, Read, Scope, compare};
use crate::value::Value;

/// Longest cell, in bytes.
pub const MAX_SOURCE: usize = 4_096;

/// One cell: its text as written, and its test. Equal when the texts are.
#[derive(Clone)]
pub struct Cell {
    source: String,
    test: Test,
}

/// What a cell asks of its input.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Met by everything; does not read the input.
    Any,
    /// Met by an unknown input.
    Unknown,
    Equal(Term),
    Less(Term),
    LessOrEqual(Term),
    Greater(Term),
    GreaterOrEqual(Term),
    Between {
        from: Term,
        to: Term,
        from_included: bool,
        to_included: bool,
    },
    /// Met when one of them is.
    OneOf(Vec<Test>),
    Not(Box<Test>),
}

/// A value in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// Read as the column's kind asks; in quotes always a text.
    Literal { text: String, quoted: bool },
    /// `=field`
    Field(Expression),
}

/// What kind of values a column's input has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Not known before it runs: a literal is what it looks like.
    Any,
    Bool,
    Number,
    Text,
    Date,
    Moment,
    Duration,
}

impl Column {
    /// The kind of a value; nothing for kinds that no test fits.
    pub fn of(value: &Value) -> Option<Column> {
        match value {
            Value::Bool(_) => Some(Column::Bool),
            Value::Number(_) => Some(Column::Number),
            Value::Text(_) => Some(Column::Text),
            Value::Date(_) => Some(Column::Date),
            Value::Moment(_) => Some(Column::Moment),
            Value::Duration(_) => Some(Column::Duration),
            Value::Null | Value::File(_) | Value::List(_) | Value::Object(_) => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Column::Any => "a value",
            Column::Bool => "true or false",
            Column::Number => "a number",
            Column::Text => "a text",
            Column::Date => "a date like 2026-01-31",
            Column::Moment => "a moment like 2026-01-31T09:30:00Z",
            Column::Duration => "a duration like 4h",
        }
    }
}

impl Term {
    /// The literal as a value of the column's kind.
    fn literal(text: &str, quoted: bool, column: Column) -> Option<Value> {
        let number =
            || Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok().map(Value::Number);
        let truth = || text.parse().ok().map(Value::Bool);
        let point = || day::read_iso(text, &TimeZone::UTC);
        match column {
            Column::Text => Some(Value::from(text)),
            Column::Any if quoted => Some(Value::from(text)),
            Column::Any => number().or_else(truth).or_else(point).or_else(|| Some(Value::from(text))),
            Column::Bool => truth().filter(|_| !quoted),
            Column::Number => number().filter(|_| !quoted),
            Column::Date => point().filter(|value| matches!(value, Value::Date(_))),
            // As text, so that a date-time without an offset is read in the calendar's zone.
            Column::Moment => point().map(|_| Value::from(text)),
            Column::Duration => text.parse().ok().map(Value::Duration),
        }
    }

    fn value(&self, column: Column, machine: &Evaluator<'_>) -> Result<Value, Failure> {
        match self {
            Term::Literal { text, quoted } => Term::literal(text, *quoted, column)
                .ok_or_else(|| Failure::bad(format!("the cell's `{text}` is not {}", column.noun()))),
            Term::Field(expression) => expression.evaluate(machine.scope, machine.limits),
        }
    }
}

struct Evaluator<'a> {
    scope: &'a dyn Scope,
    limits: &'a Limits,
}

impl Cell {
    /// Reads a cell.
    pub fn parse(text: &str) -> Result<Cell, ExpressionError> {
        let source = text.trim();
        let offset = source.as_ptr() as usize - text.as_ptr() as usize;
        if source.len() > MAX_SOURCE {
            let message = format!("the cell has {} bytes, and {MAX_SOURCE} are the most", source.len());
            return Err(ExpressionError::new("cell-too-long", offset..offset + source.len(), message));
        }
        let test = reading::tests(source, offset, 0)?;
        Ok(Cell { source: source.to_owned(), test })
    }

    /// The cell that every input meets.
    pub fn any() -> Cell {
        Cell { source: "any".to_owned(), test: Test::Any }
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn test(&self) -> &Test {
        &self.test
    }

    /// Whether the input is not looked at.
    pub fn is_any(&self) -> bool {
        self.test == Test::Any
    }

    /// What is wrong with the cell in a column of this kind.
    pub fn fit(&self, column: Column) -> Vec<ExpressionError> {
        let mut errors = Vec::new();
        let whole = 0..self.source.len();
        self.test.visit(&mut |test| {
            for term in test.terms() {
                if let Term::Literal { text, quoted } = term
                    && Term::literal(text, *quoted, column).is_none()
                {
                    let found =
                        ExpressionError::new("cell-type", whole.clone(), format!("`{text}` is not {}", column.noun()));
                    errors.push(found.fix(format!("write {}, a field as `=name`, or `any`", column.noun())));
                }
            }
            let ordered = !matches!(test, Test::Any | Test::Unknown | Test::Equal(_) | Test::OneOf(_) | Test::Not(_));
            if ordered && matches!(column, Column::Text | Column::Bool) {
                errors.push(
                    ExpressionError::new(
                        "cell-type",
                        whole.clone(),
                        format!("`{}` compares, but the input is {}", self.source, column.noun()),
                    )
                    .fix("list the values, as in `a, b`"),
                );
            }
            if ordered && errors.is_empty() && test.region(column).is_some_and(|region| region.is_empty()) {
                errors.push(
                    ExpressionError::new(
                        "empty-interval",
                        whole.clone(),
                        format!("no value lies in `{}`", self.source),
                    )
                    .fix("put the smaller end first"),
                );
            }
        });
        errors
    }

    /// The values that meet the cell; nothing when that depends on a field, or on the calendar's zone.
    pub fn region(&self, column: Column) -> Option<Region> {
        let mut region = self.test.region(column)?;
        region.null = self.test.unknown() == Some(true);
        Some(region)
    }

    /// The texts written out in the cell, to be compared with what the input allows.
    pub fn literal_texts(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        self.test.visit(&mut |test| {
            texts.extend(test.terms().into_iter().filter_map(|term| match term {
                Term::Literal { text, .. } => Some(text.as_str()),
                Term::Field(_) => None,
            }));
        });
        texts
    }

    /// The expressions after `=`.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut found = Vec::new();
        self.test.visit(&mut |test| {
            found.extend(test.terms().into_iter().filter_map(|term| match term {
                Term::Field(expression) => Some(expression),
                Term::Literal { .. } => None,
            }));
        });
        found
    }

    /// Every name that the cell itself may read, besides its input.
    pub fn reads(&self) -> Vec<Read> {
        self.expressions().into_iter().flat_map(Expression::reads).collect()
    }

    /// Whether the input meets the cell. `name` is what an unknown input is called.
    pub fn matches(
        &self,
        input: Option<&Value>,
        name: &str,
        scope: &dyn Scope,
        limits: &Limits,
    ) -> Result<bool, Failure> {
        match input.filter(|value| !value.is_null()) {
            None => self.test.unknown().ok_or_else(|| Failure::Unknown { name: name.to_owned() }),
            Some(value) => self.test.met(value, &Evaluator { scope, limits }),
        }
    }

    /// The cell in words that follow its input's name: "is at least 3", "is none of a, b".
    pub fn in_words(&self) -> String {
        self.test.words(false)
    }
}

impl Test {
    fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Test)) {
        visit(self);
        match self {
            Test::OneOf(tests) => tests.iter().for_each(|test| test.visit(visit)),
            Test::Not(test) => test.visit(visit),
            Test::Any
            | Test::Unknown
            | Test::Equal(_)
            | Test::Less(_)
            | Test::LessOrEqual(_)
            | Test::Greater(_)
            | Test::GreaterOrEqual(_)
            | Test::Between { .. } => {}
        }
    }

    fn terms(&self) -> Vec<&Term> {
        match self {
            Test::Any | Test::Unknown | Test::OneOf(_) | Test::Not(_) => Vec::new(),
            Test::Equal(term)
            | Test::Less(term)
            | Test::LessOrEqual(term)
            | Test::Greater(term)
            | Test::GreaterOrEqual(term) => vec![term],
            Test::Between { from, to, .. } => vec![from, to],
        }
    }

    /// What an unknown input gives; nothing when the test would read it.
    fn unknown(&self) -> Option<bool> {
        match self {
            Test::Any | Test::Unknown => Some(true),
            Test::Not(test) => test.unknown().map(|met| !met),
            Test::OneOf(tests) => {
                let answers: Vec<Option<bool>> = tests.iter().map(Test::unknown).collect();
                if answers.contains(&Some(true)) {
                    return Some(true);
                }
                (!answers.contains(&None)).then_some(false)
            }
            Test::Equal(_)
            | Test::Less(_)
            | Test::LessOrEqual(_)
            | Test::Greater(_)
            | Test::GreaterOrEqual(_)
            | Test::Between { .. } => None,
        }
    }

    fn met(&self, value: &Value, evaluator: &Evaluator<'_>) -> Result<bool, Failure> {
        let order = |term: &Term| {
            let column =
                Column::of(value).ok_or_else(|| Failure::bad(format!("a cell cannot test {}", value.kind())))?;
            let other = term.value(column, evaluator)?;
            let mut machine = Machine::new(evaluator.scope, evaluator.limits);
            if matches!(self, Test::Equal(_)) {
                return compare::equal(&mut machine, value, &other)
                    .map(|equal| if equal { std::cmp::Ordering::Equal } else { std::cmp::Ordering::Less });
            }
            compare::order(&mut machine, value, &other)
        };
        Ok(match self {
            Test::Any => true,
            Test::Unknown => false,
            Test::Equal(term) => order(term)?.is_eq(),
            Test::Less(term) => order(term)?.is_lt(),
            Test::LessOrEqual(term) => order(term)?.is_le(),
            Test::Greater(term) => order(term)?.is_gt(),
            Test::GreaterOrEqual(term) => order(term)?.is_ge(),
            Test::Between { from, to, from_included, to_included } => {
                let (above, below) = (order(from)?, order(to)?);
                (above.is_gt() || *from_included && above.is_eq()) && (below.is_lt() || *to_included && below.is_eq())
            }
            Test::OneOf(tests) => {
                for test in tests {
                    if test.met(value, evaluator)? {
                        return Ok(true);
                    }
                }
                false
            }
            Test::Not(test) => !test.met(value, evaluator)?,
        })
    }

    /// The known values that meet the test.
    fn region(&self, column: Column) -> Option<Region> {
        let range = |from: Bound<&Term>, to: Bound<&Term>| interval(from, to, column);
        match self {
            Test::Any => Some(Region::everything()),
            Test::Unknown => Some(Region::null()),
            Test::Equal(term) => match term {
                Term::Literal { text, quoted } => match Term::literal(text, *quoted, column)? {
                    Value::Duration(_) => None,
                    Value::Text(_) if column == Column::Moment => range(Bound::Included(term), Bound::Included(term)),
                    value => Some(Region::value(&value)),
                },
                Term::Field(_) => None,
            },
            Test::Less(term) => range(Bound::Unbounded, Bound::Excluded(term)),
            Test::LessOrEqual(term) => range(Bound::Unbounded, Bound::Included(term)),
            Test::Greater(term) => range(Bound::Excluded(term), Bound::Unbounded),
            Test::GreaterOrEqual(term) => range(Bound::Included(term), Bound::Unbounded),
            Test::Between { from, to, from_included, to_included } => range(
                if *from_included { Bound::Included(from) } else { Bound::Excluded(from) },
                if *to_included { Bound::Included(to) } else { Bound::Excluded(to) },
            ),
            Test::OneOf(tests) => {
                tests.iter().try_fold(Region::empty(), |region, test| Some(region.union(&test.region(column)?)))
            }
            Test::Not(test) => Some(test.region(column)?.complement()),
        }
    }

    fn words(&self, negated: bool) -> String {
        let is = if negated { "is not" } else { "is" };
        match self {
            Test::Any => "is anything".to_owned(),
            Test::Unknown if negated => "is known".to_owned(),
            Test::Unknown => "is not known".to_owned(),
            Test::Equal(term) => format!("{is} {term}"),
            Test::Less(term) => format!("{is} less than {term}"),
            Test::LessOrEqual(term) => format!("{is} at most {term}"),
            Test::Greater(term) => format!("{is} more than {term}"),
            Test::GreaterOrEqual(term) => format!("{is} at least {term}"),
            Test::Between { from, to, from_included, to_included } => {
                let without = |end: &Term, included: bool| {
                    if included { end.to_string() } else { format!("{end} (not included)") }
                };
                format!("{is} from {} to {}", without(from, *from_included), without(to, *to_included))
            }
            Test::OneOf(tests) => {
                let all_equal: Option<Vec<String>> = tests
                    .iter()
                    .map(|test| match test {
                        Test::Equal(term) => Some(term.to_string()),
                        _ => None,
                    })
                    .collect();
                match all_equal {
                    Some(terms) => format!("is {} {}", if negated { "none of" } else { "one of" }, terms.join(", ")),
                    None => {
                        let joint = if negated { " and " } else { " or " };
                        tests.iter().map(|test| test.words(negated)).collect::<Vec<_>>().join(joint)
                    }
                }
            }
            Test::Not(test) => test.words(!negated),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Literal { text, quoted: true } => write!(f, "'{text}'"),
            Term::Literal { text, .. } => f.write_str(text),
            Term::Field(expression) => write!(f, "{expression}"),
        }
    }
}

/// The values between two literals, as far as they do not depend on fields or on the zone.
fn interval(from: Bound<&Term>, to: Bound<&Term>, column: Column) -> Option<Region> {
    fn end<T>(end: Bound<&Term>, read: impl Fn(&str, bool) -> Option<T>) -> Option<Bound<T>> {
        let literal = |term: &Term| match term {
            Term::Literal { text, quoted } => read(text, *quoted),
            Term::Field(_) => None,
        };
        Some(match end {
            Bound::Included(term) => Bound::Included(literal(term)?),
            Bound::Excluded(term) => Bound::Excluded(literal(term)?),
            Bound::Unbounded => Bound::Unbounded,
        })
    }
    let value = |text: &str, quoted: bool| Term::literal(text, quoted, column);
    let number = |text: &str, quoted: bool| match value(text, quoted)? {
        Value::Number(number) => Some(number),
        _ => None,
    };
    let date = |text: &str, quoted: bool| match value(text, quoted)? {
        Value::Date(date) => Some(date),
        _ => None,
    };
    // Only a moment with its offset is the same in every zone.
    let moment = |text: &str, _: bool| text.parse::<jiff::Timestamp>().ok();
    match column {
        Column::Number => Some(Region::numbers(end(from, number)?, end(to, number)?)),
        Column::Date => Some(Region::dates(end(from, date)?, end(to, date)?)),
        Column::Moment => Some(Region::moments(end(from, moment)?, end(to, moment)?)),
        Column::Any | Column::Bool | Column::Text | Column::Duration => None,
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cell({:?})", self.source)
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Cell {}
