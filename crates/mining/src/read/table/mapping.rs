//! Which column is what: guessed from the names of the columns and from what stands in them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::time::TimeFormat;

/// Which column of a table is what. It is guessed, shown, and can be given instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mapping {
    /// What stands between the fields of a CSV file.
    pub delimiter: char,
    pub case: Option<String>,
    pub activity: Option<String>,
    pub time: Option<String>,
    pub person: Option<String>,
    pub transition: Option<String>,
    pub times: TimeFormat,
    /// Whether the day comes first in a date, or the month, cannot be told from the beginning of the table.
    pub day_or_month: bool,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            delimiter: ',',
            case: None,
            activity: None,
            time: None,
            person: None,
            transition: None,
            times: TimeFormat::Iso,
            day_or_month: false,
        }
    }
}

/// Names of columns, the surest first, in small letters with blanks for `_`, `-` and `.`.
const CASE: &[&str] = &[
    "case:concept:name",
    "case id",
    "caseid",
    "case",
    "case key",
    "case number",
    "case name",
    "trace id",
    "trace",
    "process instance",
    "process instance id",
    "instance id",
    "ticket id",
    "ticket",
    "incident id",
    "order id",
    "order number",
    "request id",
    "vorgang",
    "vorgangsnummer",
    "fall",
    "fall id",
    "fallnummer",
    "id",
];
const ACTIVITY: &[&str] = &[
    "concept:name",
    "activity",
    "activity name",
    "event",
    "event name",
    "event type",
    "task",
    "task name",
    "step",
    "action",
    "operation",
    "aktivität",
    "tätigkeit",
    "schritt",
    "status",
];
const TIME: &[&str] = &[
    "time:timestamp",
    "timestamp",
    "complete timestamp",
    "completed at",
    "end time",
    "time",
    "event time",
    "datetime",
    "date time",
    "occurred at",
    "created at",
    "end",
    "date",
    "zeitstempel",
    "zeitpunkt",
    "datum",
    "zeit",
    "start timestamp",
    "start time",
    "start",
];
const PERSON: &[&str] = &[
    "org:resource",
    "resource",
    "user",
    "username",
    "user name",
    "user id",
    "person",
    "employee",
    "agent",
    "assignee",
    "originator",
    "performed by",
    "actor",
    "bearbeiter",
    "mitarbeiter",
    "ressource",
];
const TRANSITION: &[&str] = &["lifecycle:transition", "lifecycle", "lifecycle transition", "transition"];

impl Mapping {
    /// Guesses from the names of the columns and some rows.
    pub(super) fn guess(delimiter: char, columns: &[String], rows: &[Vec<String>]) -> Self {
        let mut taken = BTreeSet::new();
        let time_of = |column: usize| {
            let values = rows.iter().filter_map(|row| row.get(column)).map(String::as_str);
            TimeFormat::guess(values.filter(|text| !text.is_empty()))
        };
        let spelled: Vec<String> =
            columns.iter().map(|name| name.trim().to_lowercase().replace(['_', '-', '.'], " ")).collect();
        let mut named = |names: &[&str], fits: &dyn Fn(usize) -> bool| {
            let found = names.iter().find_map(|name| {
                (0..spelled.len()).find(|&column| spelled[column] == *name && fits(column) && !taken.contains(&column))
            });
            taken.extend(found);
            found
        };
        let any = |_: usize| true;
        let time = named(TIME, &|column| rows.is_empty() || time_of(column).is_some());
        let mut case = named(CASE, &any);
        let mut activity = named(ACTIVITY, &any);
        let person = named(PERSON, &any);
        let transition = named(TRANSITION, &any);
        let time = time.or_else(|| (0..columns.len()).find(|&at| !taken.contains(&at) && time_of(at).is_some()));
        taken.extend(time);
        let distinct = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).filter(|text| !text.is_empty()).collect::<BTreeSet<_>>().len()
        };
        if case.is_none() {
            // What repeats, but is the most different of what does.
            let repeats = |&column: &usize| !taken.contains(&column) && (2..rows.len()).contains(&distinct(column));
            case = (0..columns.len()).rev().filter(repeats).max_by_key(|&column| distinct(column));
            taken.extend(case);
        }
        if activity.is_none() {
            let words = |&column: &usize| {
                let letters =
                    |row: &Vec<String>| row.get(column).is_some_and(|text| text.contains(char::is_alphabetic));
                !taken.contains(&column) && distinct(column) > 1 && rows.iter().any(letters)
            };
            activity = (0..columns.len()).filter(words).min_by_key(|&column| distinct(column));
        }
        let (times, day_or_month) = time.and_then(time_of).unwrap_or((TimeFormat::Iso, false));
        let name = |column: Option<usize>| column.map(|column| columns[column].clone());
        Self {
            delimiter,
            case: name(case),
            activity: name(activity),
            time: name(time),
            person: name(person),
            transition: name(transition),
            times,
            day_or_month,
        }
    }
}
