//! Cases that can never be taken: a condition that cannot hold, or that the cases before it leave nothing for.
//!
//! Comparisons of one name with written values are understood (`x <= 5`, `x == 'a'`, `x in [1..5]`, `done`), and what
//! `and`, `or` and `not` make of them. Of anything else only that it may hold is assumed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::Report;
use super::index::Index;
use super::reachable::constant;
use super::site::Moment;
use super::space::{self, Axis, Boxed};
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Decide, Otherwise, Verb};
use crate::expression::{Kind, Node, Operator, Region, TypeScope};
use crate::value::{Decimal, Value};

/// Most boxes of one condition.
const MOST_BOXES: usize = 64;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for (at, place) in index.steps.iter().enumerate() {
        if let Verb::Decide { decide } = &place.step.verb
            && !decide.cases.is_empty()
        {
            cases(index, at, decide, &place.path.key("decide"), report);
        }
    }
}

fn cases(index: &Index<'_>, step: usize, decide: &Decide, path: &Path, report: &mut Report<'_>) {
    let scope = index.types.seen(index, Some(step), None, None, Moment::Entry);
    let sets: Vec<Set> = decide.cases.iter().map(|case| set(case.when.root(), false)).collect();
    let nulls: BTreeSet<&str> = sets.iter().flat_map(|set| set.nulls.iter().map(String::as_str)).collect();
    let names: BTreeSet<&str> =
        sets.iter().flat_map(|set| set.boxes.iter().flat_map(|one| one.keys().map(String::as_str))).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let axes: Vec<Axis> = names.iter().map(|name| axis(index, &scope, name, nulls.contains(name))).collect();
    let boxed = |one: &BTreeMap<String, Region>| -> Boxed {
        let on = |(name, axis): (&&str, &Axis)| {
            one.get(*name).map_or(axis.values.clone(), |region| region.intersect(&axis.values))
        };
        names.iter().zip(&axes).map(on).collect()
    };
    let mut taken: Vec<(usize, Boxed)> = Vec::new();
    // The case after which nothing is left, and why.
    let mut always = None;
    for (number, (case, set)) in decide.cases.iter().zip(&sets).enumerate() {
        let here = path.key("cases").index(number).key("when");
        let own: Vec<Boxed> = set.boxes.iter().map(&boxed).collect();
        if let Some(before) = always {
            report.push(unreachable(here, "a case before it always holds", path, Some(before)));
        } else if constant(&case.when) == Some(false) {
            report.push(
                Diagnostic::error(
                    "unreachable-case",
                    here,
                    "this case can never be taken: its condition is never true",
                )
                .because("It reads nothing, so no run can change it.")
                .fix("Remove the case, or write the condition that was meant."),
            );
        } else if matches!(space::uncovered(&axes, own.clone(), []), Ok(None)) {
            report.push(
                Diagnostic::error("unreachable-case", here, "this case can never be taken: its condition cannot hold")
                    .because("No value that the names may have meets all of it at once.")
                    .fix("Compare with a value that can be, or remove the case."),
            );
        } else if !taken.is_empty()
            && matches!(space::uncovered(&axes, own.clone(), taken.iter().map(|(_, one)| one)), Ok(None))
        {
            let one = taken.iter().find(|(_, one)| matches!(space::uncovered(&axes, own.clone(), [one]), Ok(None)));
            let why = "the cases before it take everything that meets it";
            report.push(unreachable(here, why, path, one.map(|(case, _)| *case)));
        } else if constant(&case.when) == Some(true) {
            always = Some(number);
        }
        if set.exact {
            taken.extend(own.into_iter().map(|one| (number, one)));
        }
    }
    if let Some(Otherwise::Branch { .. }) = &decide.otherwise {
        let whole: Boxed = axes.iter().map(|axis| axis.values.clone()).collect();
        let here = path.key("otherwise");
        if let Some(before) = always {
            report.push(unreachable(here, "a case before it always holds", path, Some(before)).at_key());
        } else if !axes.is_empty()
            && matches!(space::uncovered(&axes, vec![whole], taken.iter().map(|(_, one)| one)), Ok(None))
        {
            report.push(unreachable(here, "the cases before it take everything", path, None).at_key());
        }
    }
}

fn unreachable(here: Path, why: &str, path: &Path, before: Option<usize>) -> Diagnostic {
    let found = Diagnostic::error("unreachable-case", here, format!("this case can never be taken: {why}"))
        .because("The first case that holds is taken.")
        .fix("Put the narrower case first, or remove this one.");
    match before {
        Some(case) => found.related(path.key("cases").index(case).key("when"), "taken before"),
        None => found,
    }
}

fn axis(index: &Index<'_>, scope: &dyn TypeScope, name: &str, null: bool) -> Axis {
    let path: Vec<&str> = name.split('.').collect();
    let mut axis = Axis::of(&space::type_of(scope, &path), space::field_of(index, &path));
    if null {
        axis.values = axis.values.union(&Region::null());
    }
    axis
}

/// What meets a condition.
struct Set {
    /// Everything that meets it is in one of these; a name that is not in one may be anything.
    boxes: Vec<BTreeMap<String, Region>>,
    /// Whether everything in them meets it.
    exact: bool,
    /// Names that it tests for having a value.
    nulls: BTreeSet<String>,
}

impl Set {
    fn one(name: String, region: Region) -> Set {
        Set { boxes: vec![BTreeMap::from([(name, region)])], exact: true, nulls: BTreeSet::new() }
    }

    fn all(exact: bool) -> Set {
        Set { boxes: vec![BTreeMap::new()], exact, nulls: BTreeSet::new() }
    }

    fn none() -> Set {
        Set { boxes: Vec::new(), exact: true, nulls: BTreeSet::new() }
    }

    fn and(self, other: Set) -> Set {
        let mut boxes = Vec::new();
        for left in &self.boxes {
            for right in &other.boxes {
                let mut both = left.clone();
                for (name, region) in right {
                    let common = both.get(name).map_or_else(|| region.clone(), |known| known.intersect(region));
                    both.insert(name.clone(), common);
                }
                boxes.push(both);
            }
        }
        Set { boxes, exact: self.exact && other.exact, nulls: self.nulls }.with(other.nulls).bounded()
    }

    fn or(mut self, other: Set) -> Set {
        self.boxes.extend(other.boxes);
        self.exact &= other.exact;
        self.with(other.nulls).bounded()
    }

    fn with(mut self, nulls: BTreeSet<String>) -> Set {
        self.nulls.extend(nulls);
        self
    }

    fn bounded(self) -> Set {
        if self.boxes.len() <= MOST_BOXES { self } else { Set { nulls: self.nulls, ..Set::all(false) } }
    }
}

fn set(node: &Node, negated: bool) -> Set {
    match &node.kind {
        Kind::Bool(truth) => {
            if *truth == negated {
                Set::none()
            } else {
                Set::all(true)
            }
        }
        Kind::Not(inner) => set(inner, !negated),
        Kind::Binary { operator, left, right } => match operator {
            Operator::And | Operator::Or => {
                let (left, right) = (set(left, negated), set(right, negated));
                if (*operator == Operator::And) != negated { left.and(right) } else { left.or(right) }
            }
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {
                comparison(*operator, left, right, negated).unwrap_or_else(|| Set::all(false))
            }
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Power
            | Operator::Otherwise => Set::all(false),
        },
        Kind::In { value, set, negated: not } => member(value, set, *not != negated).unwrap_or_else(|| Set::all(false)),
        Kind::Name(_) | Kind::Member { .. } => match node.path() {
            Some(path) => Set::one(path.join("."), Region::bool(!negated)),
            None => Set::all(false),
        },
        Kind::Null
        | Kind::Number(_)
        | Kind::Text(_)
        | Kind::Index { .. }
        | Kind::Slice { .. }
        | Kind::List(_)
        | Kind::Object(_)
        | Kind::Negate(_)
        | Kind::Interval { .. }
        | Kind::Choose { .. }
        | Kind::Call { .. }
        | Kind::Method { .. }
        | Kind::Loop { .. } => Set::all(false),
    }
}

/// A value that is written out.
fn value(node: &Node) -> Option<Value> {
    Some(match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(truth) => Value::Bool(*truth),
        Kind::Number(number) => Value::Number(*number),
        Kind::Text(text) => Value::from(text.as_str()),
        Kind::Negate(inner) => match value(inner)? {
            Value::Number(number) => Value::Number(-number),
            _ => return None,
        },
        _ => return None,
    })
}

fn number(node: &Node) -> Option<Decimal> {
    match value(node)? {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

fn comparison(operator: Operator, left: &Node, right: &Node, negated: bool) -> Option<Set> {
    let (path, written, operator) = match (left.path(), right.path()) {
        (Some(path), None) => (path, right, operator),
        (None, Some(path)) => (path, left, mirrored(operator)),
        _ => return None,
    };
    let name = path.join(".");
    if matches!(operator, Operator::Equal | Operator::NotEqual) {
        let value = value(written)?;
        let equal = (operator == Operator::Equal) != negated;
        let region = Region::value(&value);
        if value.is_null() {
            let region = if equal { region } else { region.complement() };
            return Some(Set::one(name.clone(), region).with(BTreeSet::from([name])));
        }
        let known = |region: Region| region.without(&Region::null());
        return Some(Set::one(name, if equal { region } else { known(region.complement()) }));
    }
    let at = number(written)?;
    let (from, to) = match operator {
        Operator::Less => (Bound::Unbounded, Bound::Excluded(at)),
        Operator::LessOrEqual => (Bound::Unbounded, Bound::Included(at)),
        Operator::Greater => (Bound::Excluded(at), Bound::Unbounded),
        _ => (Bound::Included(at), Bound::Unbounded),
    };
    Some(Set::one(name, among_numbers(Region::numbers(from, to), negated)))
}

/// The other numbers when negated: anything but a number is a clash either way.
fn among_numbers(region: Region, negated: bool) -> Region {
    let all = Region::numbers(Bound::Unbounded, Bound::Unbounded);
    if negated { all.without(&region) } else { region }
}

fn mirrored(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        other => other,
    }
}

fn member(of: &Node, set: &Node, negated: bool) -> Option<Set> {
    let name = of.path()?.join(".");
    match &set.kind {
        Kind::List(items) => {
            let mut region = Region::empty();
            for item in items {
                let value = value(item).filter(|value| !value.is_null())?;
                region = region.union(&Region::value(&value));
            }
            let region = if negated { region.complement().without(&Region::null()) } else { region };
            Some(Set::one(name, region))
        }
        Kind::Interval { from, to, from_included, to_included } => {
            let (from, to) = (number(from)?, number(to)?);
            let from = if *from_included { Bound::Included(from) } else { Bound::Excluded(from) };
            let to = if *to_included { Bound::Included(to) } else { Bound::Excluded(to) };
            Some(Set::one(name, among_numbers(Region::numbers(from, to), negated)))
        }
        _ => None,
    }
}
