//! Sets of values, exact: what a table's cell admits, and what the cells of a table leave open.
//!
//! A region has a part for each kind of value: intervals of numbers, dates and moments, a finite or co-finite set of
//! texts, truth values, and whether the unknown value is in it. Dates and moments are counted one by one (a day, a
//! nanosecond), so `(2026-01-01..2026-01-02)` is known to be empty; numbers are dense.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Bound;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::written;
use crate::value::Value;

/// A point of a line that intervals lie on.
pub trait Point: Clone + Ord {
    /// The next point, on a line that is counted one by one; nothing on a dense one and at the end.
    fn next(&self) -> Option<Self>;

    /// Whether no point lies before this one.
    fn is_first(&self) -> bool;

    /// Whether no point lies after this one.
    fn is_last(&self) -> bool;
}

impl Point for Decimal {
    fn next(&self) -> Option<Self> {
        None
    }

    fn is_first(&self) -> bool {
        *self == Decimal::MIN
    }

    fn is_last(&self) -> bool {
        *self == Decimal::MAX
    }
}

impl Point for Date {
    fn next(&self) -> Option<Self> {
        self.tomorrow().ok()
    }

    fn is_first(&self) -> bool {
        *self == Date::MIN
    }

    fn is_last(&self) -> bool {
        *self == Date::MAX
    }
}

impl Point for Timestamp {
    fn next(&self) -> Option<Self> {
        self.checked_add(jiff::SignedDuration::from_nanos(1)).ok()
    }

    fn is_first(&self) -> bool {
        *self == Timestamp::MIN
    }

    fn is_last(&self) -> bool {
        *self == Timestamp::MAX
    }
}

/// A place between points: before or after `at`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Cut<T> {
    at: T,
    after: bool,
}

impl<T: Point> Cut<T> {
    fn new(at: T, after: bool) -> Self {
        match at.next().filter(|_| after) {
            Some(next) => Cut { at: next, after: false },
            None => Cut { at, after },
        }
    }
}

/// The points between two cuts.
type Part<T> = (Option<Cut<T>>, Option<Cut<T>>);

/// Disjoint intervals in ascending order, none touching the next; without a cut, an end is open to infinity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intervals<T> {
    parts: Vec<Part<T>>,
}

impl<T: Point> Intervals<T> {
    fn empty() -> Self {
        Intervals { parts: Vec::new() }
    }

    fn between(from: Bound<T>, to: Bound<T>) -> Self {
        // A cut beyond the first or last point would leave a part without any point.
        let from = match from {
            Bound::Excluded(at) if at.is_last() => return Intervals::empty(),
            Bound::Included(at) if at.is_first() => None,
            Bound::Included(at) => Some(Cut::new(at, false)),
            Bound::Excluded(at) => Some(Cut::new(at, true)),
            Bound::Unbounded => None,
        };
        let to = match to {
            Bound::Excluded(at) if at.is_first() => return Intervals::empty(),
            Bound::Included(at) if at.is_last() => None,
            Bound::Included(at) => Some(Cut::new(at, true)),
            Bound::Excluded(at) => Some(Cut::new(at, false)),
            Bound::Unbounded => None,
        };
        if matches!((&from, &to), (Some(from), Some(to)) if from >= to) {
            return Intervals::empty();
        }
        Intervals { parts: vec![(from, to)] }
    }

    fn complement(&self) -> Self {
        let mut parts = Vec::new();
        let mut start = None;
        let mut open = true;
        for (from, to) in &self.parts {
            if let Some(from) = from {
                parts.push((start.take(), Some(from.clone())));
            }
            match to {
                Some(to) => start = Some(to.clone()),
                None => open = false,
            }
        }
        if open {
            parts.push((start, None));
        }
        Intervals { parts }
    }

    fn intersect(&self, other: &Self) -> Self {
        let mut parts = Vec::new();
        for (from, to) in &self.parts {
            for (other_from, other_to) in &other.parts {
                // Without a cut the start lies before, and the end after, every cut.
                let start = from.clone().max(other_from.clone());
                let end = match (to, other_to) {
                    (Some(to), Some(other)) => Some(to.min(other).clone()),
                    (Some(end), None) | (None, Some(end)) => Some(end.clone()),
                    (None, None) => None,
                };
                if !matches!((&start, &end), (Some(start), Some(end)) if start >= end) {
                    parts.push((start, end));
                }
            }
        }
        parts.sort();
        Intervals { parts }
    }

    fn contains(&self, point: &T) -> bool {
        self.parts.iter().any(|(from, to)| {
            from.as_ref().is_none_or(|from| (&from.at, from.after) <= (point, false))
                && to.as_ref().is_none_or(|to| (point, false) < (&to.at, to.after))
        })
    }

    /// The intervals with their ends.
    pub fn bounds(&self) -> impl Iterator<Item = (Bound<&T>, Bound<&T>)> {
        self.parts.iter().map(|(from, to)| {
            let from = match from {
                None => Bound::Unbounded,
                Some(Cut { at, after: false }) => Bound::Included(at),
                Some(Cut { at, after: true }) => Bound::Excluded(at),
            };
            let to = match to {
                None => Bound::Unbounded,
                Some(Cut { at, after: false }) => Bound::Excluded(at),
                Some(Cut { at, after: true }) => Bound::Included(at),
            };
            (from, to)
        })
    }
}

/// A finite set of texts, or all texts but a finite set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Texts {
    Only(BTreeSet<String>),
    AllBut(BTreeSet<String>),
}

impl Texts {
    fn complement(&self) -> Self {
        match self {
            Texts::Only(texts) => Texts::AllBut(texts.clone()),
            Texts::AllBut(texts) => Texts::Only(texts.clone()),
        }
    }

    fn intersect(&self, other: &Self) -> Self {
        match (self, other) {
            (Texts::Only(left), Texts::Only(right)) => Texts::Only(left & right),
            (Texts::Only(only), Texts::AllBut(but)) | (Texts::AllBut(but), Texts::Only(only)) => {
                Texts::Only(only - but)
            }
            (Texts::AllBut(left), Texts::AllBut(right)) => Texts::AllBut(left | right),
        }
    }

    fn contains(&self, text: &str) -> bool {
        match self {
            Texts::Only(texts) => texts.contains(text),
            Texts::AllBut(texts) => !texts.contains(text),
        }
    }

    fn example(&self) -> Option<String> {
        match self {
            Texts::Only(texts) => texts.first().cloned(),
            Texts::AllBut(texts) => std::iter::once("other".to_owned())
                .chain((1..).map(|count| format!("other {count}")))
                .find(|candidate| !texts.contains(candidate)),
        }
    }
}

/// A set of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub null: bool,
    /// Whether `false` and `true` are in it.
    pub bools: [bool; 2],
    pub numbers: Intervals<Decimal>,
    pub dates: Intervals<Date>,
    pub moments: Intervals<Timestamp>,
    pub texts: Texts,
    /// Values of all other kinds, of which nothing more is told.
    pub others: bool,
}

impl Region {
    pub fn empty() -> Self {
        Region {
            null: false,
            bools: [false; 2],
            numbers: Intervals::empty(),
            dates: Intervals::empty(),
            moments: Intervals::empty(),
            texts: Texts::Only(BTreeSet::new()),
            others: false,
        }
    }

    /// Every value, and the unknown one.
    pub fn everything() -> Self {
        Region::empty().complement()
    }

    /// The unknown value alone.
    pub fn null() -> Self {
        Region { null: true, ..Region::empty() }
    }

    pub fn numbers(from: Bound<Decimal>, to: Bound<Decimal>) -> Self {
        Region { numbers: Intervals::between(from, to), ..Region::empty() }
    }

    pub fn dates(from: Bound<Date>, to: Bound<Date>) -> Self {
        Region { dates: Intervals::between(from, to), ..Region::empty() }
    }

    pub fn moments(from: Bound<Timestamp>, to: Bound<Timestamp>) -> Self {
        Region { moments: Intervals::between(from, to), ..Region::empty() }
    }

    /// These texts alone.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Region { texts: Texts::Only(texts.into_iter().map(Into::into).collect()), ..Region::empty() }
    }

    /// Every text.
    pub fn any_text() -> Self {
        Region { texts: Texts::AllBut(BTreeSet::new()), ..Region::empty() }
    }

    pub fn bool(truth: bool) -> Self {
        Region { bools: [!truth, truth], ..Region::empty() }
    }

    /// This value alone; for a kind that regions do not tell apart, every value of such a kind.
    pub fn value(value: &Value) -> Self {
        match value {
            Value::Null => Region::null(),
            Value::Bool(truth) => Region::bool(*truth),
            Value::Number(number) => Region::numbers(Bound::Included(*number), Bound::Included(*number)),
            Value::Text(text) => Region::texts([text.as_str()]),
            Value::Date(date) => Region::dates(Bound::Included(*date), Bound::Included(*date)),
            Value::Moment(moment) => Region::moments(Bound::Included(*moment), Bound::Included(*moment)),
            Value::Duration(_) | Value::File(_) | Value::List(_) | Value::Object(_) => {
                Region { others: true, ..Region::empty() }
            }
        }
    }

    #[must_use]
    pub fn complement(&self) -> Self {
        Region {
            null: !self.null,
            bools: self.bools.map(|held| !held),
            numbers: self.numbers.complement(),
            dates: self.dates.complement(),
            moments: self.moments.complement(),
            texts: self.texts.complement(),
            others: !self.others,
        }
    }

    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Region {
            null: self.null && other.null,
            bools: [self.bools[0] && other.bools[0], self.bools[1] && other.bools[1]],
            numbers: self.numbers.intersect(&other.numbers),
            dates: self.dates.intersect(&other.dates),
            moments: self.moments.intersect(&other.moments),
            texts: self.texts.intersect(&other.texts),
            others: self.others && other.others,
        }
    }

    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.complement().intersect(&other.complement()).complement()
    }

    /// What is in this region and not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    pub fn is_empty(&self) -> bool {
        *self == Region::empty()
    }

    pub fn contains(&self, value: &Value) -> bool {
        match value {
            Value::Null => self.null,
            Value::Bool(truth) => self.bools[usize::from(*truth)],
            Value::Number(number) => self.numbers.contains(number),
            Value::Text(text) => self.texts.contains(text),
            Value::Date(date) => self.dates.contains(date),
            Value::Moment(moment) => self.moments.contains(moment),
            Value::Duration(_) | Value::File(_) | Value::List(_) | Value::Object(_) => self.others,
        }
    }

    /// A value in the region, as plain as there is one: a whole number before a fraction, a known value before the
    /// unknown one. Nothing for an empty region, and for one that holds only kinds it does not tell apart.
    pub fn example(&self) -> Option<Value> {
        let known = self
            .texts
            .example()
            .map(Value::Text)
            .or_else(|| self.numbers.bounds().min_by_key(|part| simple(*part).abs()).map(|part| number(part, self)))
            .or_else(|| (self.bools != [false; 2]).then_some(Value::Bool(self.bools[1])))
            .or_else(|| self.dates.bounds().next().map(day))
            .or_else(|| self.moments.bounds().next().map(moment));
        known.or(self.null.then_some(Value::Null))
    }
}

/// A number near the interval's end that is nearest to zero.
fn simple((from, to): (Bound<&Decimal>, Bound<&Decimal>)) -> Decimal {
    match (from, to) {
        (Bound::Included(at) | Bound::Excluded(at), _) if at.is_sign_positive() => *at,
        (_, Bound::Included(at) | Bound::Excluded(at)) if at.is_sign_negative() => *at,
        _ => Decimal::ZERO,
    }
}

fn number(part: (Bound<&Decimal>, Bound<&Decimal>), region: &Region) -> Value {
    let near = simple(part);
    let one = Decimal::ONE;
    let above = near.floor().checked_add(one).unwrap_or(near);
    let below = near.ceil().checked_sub(one).unwrap_or(near);
    let candidates = [near, above, below];
    let inside = |candidate: &Decimal| {
        region.numbers.contains(candidate) && {
            let above = match part.0 {
                Bound::Included(at) => candidate >= at,
                Bound::Excluded(at) => candidate > at,
                Bound::Unbounded => true,
            };
            let below = match part.1 {
                Bound::Included(at) => candidate <= at,
                Bound::Excluded(at) => candidate < at,
                Bound::Unbounded => true,
            };
            above && below
        }
    };
    let found = candidates.into_iter().find(inside);
    Value::Number(found.unwrap_or_else(|| match part {
        (Bound::Included(from) | Bound::Excluded(from), Bound::Included(to) | Bound::Excluded(to)) => {
            // Halved first, so that the ends of the line do not overflow.
            from / Decimal::TWO + to / Decimal::TWO
        }
        _ => near,
    }))
}

fn day((from, to): (Bound<&Date>, Bound<&Date>)) -> Value {
    Value::Date(match (from, to) {
        (Bound::Included(at) | Bound::Excluded(at), _) => *at,
        (_, Bound::Excluded(at)) => at.yesterday().unwrap_or(*at),
        (_, Bound::Included(at)) => *at,
        (Bound::Unbounded, Bound::Unbounded) => Date::constant(2026, 1, 1),
    })
}

fn moment((from, to): (Bound<&Timestamp>, Bound<&Timestamp>)) -> Value {
    let second = jiff::SignedDuration::from_secs(1);
    let nanosecond = jiff::SignedDuration::from_nanos(1);
    Value::Moment(match (from, to) {
        (Bound::Included(at) | Bound::Excluded(at), _) => *at,
        (_, Bound::Excluded(at)) => {
            at.checked_sub(second).or_else(|_| at.checked_sub(nanosecond)).unwrap_or(Timestamp::MIN)
        }
        (_, Bound::Included(at)) => *at,
        (Bound::Unbounded, Bound::Unbounded) => Timestamp::UNIX_EPOCH,
    })
}

/// The region as a table's cell would write it.
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if self.null {
            parts.push("null".to_owned());
        }
        parts
            .extend(["false", "true"].into_iter().zip(self.bools).filter(|(_, held)| *held).map(|(t, _)| t.to_owned()));
        parts.extend(self.numbers.bounds().map(|part| interval(part, "any number", |at| written::number(*at))));
        parts.extend(self.dates.bounds().map(|part| interval(part, "any date", Date::to_string)));
        parts.extend(self.moments.bounds().map(|part| interval(part, "any moment", Timestamp::to_string)));
        match &self.texts {
            Texts::Only(texts) => parts.extend(texts.iter().map(|text| format!("'{text}'"))),
            Texts::AllBut(texts) if texts.is_empty() => parts.push("any text".to_owned()),
            Texts::AllBut(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| format!("'{text}'")).collect();
                parts.push(format!("not({})", texts.join(", ")));
            }
        }
        f.write_str(if parts.is_empty() { "nothing" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}

fn interval<T: PartialEq>((from, to): (Bound<&T>, Bound<&T>), all: &str, show: impl Fn(&T) -> String) -> String {
    match (from, to) {
        (Bound::Unbounded, Bound::Unbounded) => all.to_owned(),
        (Bound::Included(from), Bound::Unbounded) => format!(">= {}", show(from)),
        (Bound::Excluded(from), Bound::Unbounded) => format!("> {}", show(from)),
        (Bound::Unbounded, Bound::Included(to)) => format!("<= {}", show(to)),
        (Bound::Unbounded, Bound::Excluded(to)) => format!("< {}", show(to)),
        (Bound::Included(from), Bound::Included(to)) if from == to => show(from),
        (Bound::Included(at) | Bound::Excluded(at), Bound::Included(end) | Bound::Excluded(end)) => {
            let open = if matches!(from, Bound::Included(_)) { '[' } else { '(' };
            let close = if matches!(to, Bound::Included(_)) { ']' } else { ')' };
            format!("{open}{}..{}{close}", show(at), show(end))
        }
    }
}
