//! What cases have in common in which a deviation occurs.

use super::deviation::Explanation;
use super::statistics::{Factorials, corrected};
use crate::log::{Column, Log, Value};
use crate::set::Set;

/// A text under which more cases than this differ explains nothing.
const MOST_VALUES: usize = 200;
/// A group smaller than this says nothing.
const SMALLEST: usize = 5;
/// Chances above this are not told.
pub(super) const SURE: f64 = 0.001;
/// An attribute of events that changes in more than one of so many cases is none of the case.
const MOST_CHANGING: usize = 20;
/// Explanations told of one deviation.
const MOST_TOLD: usize = 5;

/// A group of cases: a value of an attribute, or one side of a number.
pub(super) struct Group {
    pub attribute: String,
    pub condition: String,
    pub members: Set,
    size: usize,
}

/// All groups of cases that a log's attributes make: those of cases, and those of events that are the same all through a
/// case. Who somebody is explains nothing here.
pub(super) fn groups(log: &Log) -> Vec<Group> {
    let tells = |key: &str, column: &Column| !log.names_somebody(key, column);
    let of_cases = log.case_columns().iter().filter(|(key, column)| tells(key, column));
    let mut groups: Vec<Group> =
        of_cases.flat_map(|(key, column)| of_values(log, key, |case| column.get(case))).collect();
    let of_events = log.event_columns().iter().filter(|(key, column)| tells(key, column));
    for (key, column) in of_events.filter(|(key, _)| !log.case_columns().contains_key(*key)) {
        if let Some(values) = through_cases(log, column) {
            groups.extend(of_values(log, key, |case| values[case]));
        }
    }
    groups
}

/// The value of an event attribute in each case, the last where a few cases have several; nothing where many have.
fn through_cases<'a>(log: &Log, column: &'a Column) -> Option<Vec<Option<Value<'a>>>> {
    let (mut changing, mut given) = (0, 0);
    let of_case = |case| {
        let mut values = log.range(case).filter_map(|event| column.get(event));
        let first = values.next();
        let (last, changed) =
            values.fold((first, false), |(_, changed), value| (Some(value), changed || Some(value) != first));
        given += usize::from(first.is_some());
        changing += usize::from(changed);
        last
    };
    let values = (0..log.len()).map(of_case).collect();
    (changing * MOST_CHANGING <= given).then_some(values)
}

/// The groups that one attribute makes.
fn of_values<'a>(log: &Log, key: &str, value: impl Fn(usize) -> Option<Value<'a>>) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut texts: indexmap::IndexMap<String, Vec<u32>> = indexmap::IndexMap::new();
    let mut numbers: Vec<(f64, u32)> = Vec::new();
    for case in 0..log.len() {
        match value(case) {
            Some(Value::Text(text)) if texts.len() <= MOST_VALUES => {
                texts.entry(text.to_owned()).or_default().push(case as u32);
            }
            Some(Value::Flag(flag)) => texts.entry(flag.to_string()).or_default().push(case as u32),
            Some(Value::Number(number)) => numbers.push((number, case as u32)),
            Some(Value::Whole(number)) => numbers.push((number as f64, case as u32)),
            Some(Value::Text(_) | Value::Moment(_)) | None => {}
        }
    }
    if texts.len() <= MOST_VALUES {
        for (text, cases) in texts {
            groups.extend(group(log, key, format!("= {text}"), &cases));
        }
    }
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    for tenth in 1..10 {
        let at = numbers.len() * tenth / 10;
        let Some(&(limit, _)) = at.checked_sub(1).and_then(|at| numbers.get(at)) else { continue };
        let above: Vec<u32> = numbers.iter().filter(|(number, _)| *number > limit).map(|(_, case)| *case).collect();
        let below: Vec<u32> = numbers.iter().filter(|(number, _)| *number <= limit).map(|(_, case)| *case).collect();
        groups.extend(group(log, key, format!("> {limit}"), &above));
        groups.extend(group(log, key, format!("<= {limit}"), &below));
    }
    groups
}

fn group(log: &Log, attribute: &str, condition: String, cases: &[u32]) -> Option<Group> {
    if cases.len() < SMALLEST || cases.len() == log.len() {
        return None;
    }
    let mut members = Set::none(log.len());
    cases.iter().for_each(|&case| members.add(case as usize));
    Some(Group { attribute: attribute.to_owned(), condition, members, size: cases.len() })
}

/// For every deviation (a row of the cases in which it occurs, of so many): the groups in which it is more frequent than elsewhere, the
/// least likely to be chance first, and the best of them. Corrected for all tests of all deviations together.
pub(super) fn explain(
    rows: &[Set],
    cases: usize,
    groups: &[Group],
    factorials: &Factorials,
) -> Vec<Vec<(usize, Explanation)>> {
    let mut chances = Vec::new();
    for row in rows {
        let deviating = row.len();
        for group in groups {
            chances.push(factorials.at_least(row.shared(&group.members), group.size, deviating, cases));
        }
    }
    let corrected = corrected(&chances);
    let mut all = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let chances = &corrected[place * groups.len()..(place + 1) * groups.len()];
        let deviating = row.len();
        let mut told = Vec::new();
        for (place, group) in groups.iter().enumerate().filter(|(place, _)| chances[*place] < SURE) {
            let hits = row.shared(&group.members);
            let outside = (deviating - hits) as f64 / (cases - group.size).max(1) as f64;
            told.push((
                place,
                Explanation {
                    attribute: group.attribute.clone(),
                    condition: group.condition.clone(),
                    cases: group.size,
                    deviating: hits,
                    inside: hits as f64 / group.size as f64,
                    outside,
                    chance: chances[place],
                },
            ));
        }
        told.sort_by(|a, b| a.1.chance.total_cmp(&b.1.chance).then(b.1.inside.total_cmp(&a.1.inside)));
        // Of the limits of one number, the most telling on each side.
        let mut limits = std::collections::BTreeSet::new();
        told.retain(|(_, told)| {
            let side = told.condition.split(' ').next().unwrap_or_default().to_owned();
            side == "=" || limits.insert((told.attribute.clone(), side))
        });
        told.truncate(MOST_TOLD);
        all.push(told);
    }
    all
}
