//! Boxes in the space of several inputs, one axis an input: what rows and cases admit, and what they leave open.

use rust_decimal::Decimal;
use std::ops::Bound;

use super::index::Index;
use crate::document::{Field, Type as Kind};
use crate::expression::typing::{Type, TypeScope};
use crate::expression::{Column, Region};
use crate::value::Value;

/// Most boxes that one question may come to; beyond, it stays unanswered.
const MOST_BOXES: usize = 4_000;

/// Most pairs of boxes that one question may compare.
const MOST_WORK: usize = 400_000;

/// One input: what it can be.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    pub column: Column,
    /// Its known values.
    pub values: Region,
    /// Whether its numbers are whole.
    pub whole: bool,
}

/// What is admitted on each axis.
pub(super) type Boxed = Vec<Region>;

impl Axis {
    /// The axis of an input of this type; `field` limits it further.
    pub fn of(found: &Type, field: Option<&Field>) -> Axis {
        let known = Region::everything().without(&Region::null());
        let (column, values) = match found {
            Type::Bool => (Column::Bool, Region::bool(true).union(&Region::bool(false))),
            Type::Number { .. } => (Column::Number, numbers(field)),
            Type::Text { allowed: Some(texts) } => (Column::Text, Region::texts(texts.iter().cloned())),
            Type::Text { allowed: None } | Type::Run => (Column::Text, Region::any_text()),
            Type::Date => (Column::Date, Region::dates(Bound::Unbounded, Bound::Unbounded)),
            Type::Moment => (Column::Moment, Region::moments(Bound::Unbounded, Bound::Unbounded)),
            Type::Duration => (Column::Duration, known),
            Type::Any | Type::Null | Type::File | Type::List(_) | Type::Object { .. } => (Column::Any, known),
        };
        Axis { column, values, whole: field.is_some_and(|field| field.kind == Kind::Integer) }
    }

    /// Whether no value of this axis is in the region.
    pub fn is_empty(&self, region: &Region) -> bool {
        if region.is_empty() {
            return true;
        }
        if !self.whole || region.null {
            return false;
        }
        let rest = Region { numbers: Region::empty().numbers, ..region.clone() };
        rest.is_empty() && whole(region).is_none()
    }

    /// A value of the region, as plain as there is one.
    pub fn example(&self, region: &Region) -> Value {
        if self.whole
            && let Some(number) = whole(region)
        {
            return Value::Number(number);
        }
        region.example().unwrap_or(Value::Null)
    }
}

fn numbers(field: Option<&Field>) -> Region {
    let Some(field) = field else { return Region::numbers(Bound::Unbounded, Bound::Unbounded) };
    let bound = |included: Option<Decimal>, excluded: Option<Decimal>, tighter: fn(Decimal, Decimal) -> bool| match (
        included, excluded,
    ) {
        (Some(at), Some(other)) if tighter(at, other) => Bound::Included(at),
        (_, Some(at)) => Bound::Excluded(at),
        (Some(at), None) => Bound::Included(at),
        (None, None) => Bound::Unbounded,
    };
    let least = bound(field.minimum, field.exclusive_minimum, |at, other| at > other);
    let most = bound(field.maximum, field.exclusive_maximum, |at, other| at < other);
    let allowed = field.allowed.iter().map(Region::value).reduce(|all, one| all.union(&one));
    let all = Region::numbers(least, most);
    allowed.map_or(all.clone(), |allowed| allowed.intersect(&all))
}

/// A whole number in the region, near to zero where an interval allows it.
fn whole(region: &Region) -> Option<Decimal> {
    region.numbers.bounds().find_map(|(from, to)| {
        let least = match from {
            Bound::Included(at) => Some(at.ceil()),
            Bound::Excluded(at) => Some(at.floor().checked_add(Decimal::ONE)?),
            Bound::Unbounded => None,
        };
        let most = match to {
            Bound::Included(at) => Some(at.floor()),
            Bound::Excluded(at) => Some(at.ceil().checked_sub(Decimal::ONE)?),
            Bound::Unbounded => None,
        };
        let near = match (least, most) {
            (Some(least), _) if least > Decimal::ZERO => least,
            (_, Some(most)) if most < Decimal::ZERO => most,
            _ => Decimal::ZERO,
        };
        (least.is_none_or(|least| near >= least) && most.is_none_or(|most| near <= most)).then_some(near)
    })
}

/// What both boxes admit; nothing when that is empty.
pub(super) fn both(axes: &[Axis], left: &Boxed, right: &Boxed) -> Option<Boxed> {
    let mut found = Boxed::with_capacity(axes.len());
    for ((axis, left), right) in axes.iter().zip(left).zip(right) {
        let region = left.intersect(right);
        if axis.is_empty(&region) {
            return None;
        }
        found.push(region);
    }
    Some(found)
}

/// What is in the boxes and not in `cut`.
fn without(axes: &[Axis], boxes: Vec<Boxed>, cut: &Boxed) -> Vec<Boxed> {
    let mut left = Vec::with_capacity(boxes.len());
    for one in boxes {
        let Some(common) = both(axes, &one, cut) else {
            left.push(one);
            continue;
        };
        let mut rest = one;
        for (at, axis) in axes.iter().enumerate() {
            let outside = rest[at].without(&cut[at]);
            if !axis.is_empty(&outside) {
                let mut part = rest.clone();
                part[at] = outside;
                left.push(part);
            }
            rest[at] = common[at].clone();
        }
    }
    left
}

/// A part of the boxes that none of `cuts` covers: a box, nothing when all is covered, or an error when the question
/// comes to too many boxes.
pub(super) fn uncovered<'b>(
    axes: &[Axis],
    boxes: Vec<Boxed>,
    cuts: impl IntoIterator<Item = &'b Boxed>,
) -> Result<Option<Boxed>, TooMany> {
    let full = |one: &Boxed| axes.iter().zip(one).all(|(axis, region)| !axis.is_empty(region));
    let mut left: Vec<Boxed> = boxes.into_iter().filter(full).collect();
    let mut work = 0;
    for cut in cuts {
        work += left.len();
        left = without(axes, left, cut);
        if left.is_empty() {
            return Ok(None);
        }
        if left.len() > MOST_BOXES || work > MOST_WORK {
            return Err(TooMany);
        }
    }
    Ok(left.into_iter().next())
}

/// A question came to more boxes than are looked at.
#[derive(Debug)]
pub(super) struct TooMany;

/// The declared field that a path names: a field of the data, a setting, or a property of one.
pub(super) fn field_of<'a>(index: &Index<'a>, path: &[&str]) -> Option<&'a Field> {
    let (root, rest) = path.split_first()?;
    let (field, rest) = if *root == "settings" {
        let (name, rest) = rest.split_first()?;
        (index.procedure.settings.get(*name)?, rest)
    } else {
        (index.procedure.data.get(*root)?, rest)
    };
    rest.iter().try_fold(field, |field, name| field.properties.get(*name))
}

/// The type of a path.
pub(super) fn type_of(scope: &dyn TypeScope, path: &[&str]) -> Type {
    let Some((root, rest)) = path.split_first() else { return Type::Any };
    let mut found = scope.type_of(root).map_or(Type::Any, |found| found.into_owned());
    for name in rest {
        found = match &found {
            Type::Object { known, .. } => known.get(*name).cloned().unwrap_or(Type::Any),
            _ => Type::Any,
        };
    }
    found
}

/// A counter-example in words: "`score` is 3 and `violation` is personal".
pub(super) fn in_words(names: &[String], axes: &[Axis], one: &Boxed) -> String {
    let parts = names.iter().zip(axes).zip(one).map(|((name, axis), region)| {
        let value = axis.example(region);
        let shown = match &value {
            Value::Null => "unknown".to_owned(),
            Value::Text(text) => format!("'{text}'"),
            Value::Number(number) => crate::expression::written::number(*number),
            other => match other.to_plain() {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            },
        };
        format!("`{name}` is {shown}")
    });
    let parts: Vec<String> = parts.collect();
    match parts.split_last() {
        None => "there is no input".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
