//! Cases as rows of a list.

use jiff::Timestamp;
use mining::log::{Case, Log, Moment, Value};
use mining::performance::extent;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{cut, seconds, stamp};
use crate::watching::runs::CASE as RUN_CASE;

/// No longer name is told in a list, in characters.
const LONGEST_NAME: usize = 200;

/// A part of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CasesListed {
    /// How many cases there are in all.
    pub total: usize,
    pub items: Vec<CaseItem>,
    /// The cursor of the next page; null at the end.
    pub next: Option<String>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseItem {
    /// Its place in the part of the log that is looked at: by it the case is read, with the same filter.
    pub case: usize,
    pub name: String,
    /// The run that it is, in a log of our own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub run: Option<String>,
    /// Its first and its last event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub to: Option<Timestamp>,
    pub events: usize,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub duration: Option<i64>,
}

/// So many cases from a place of the list on: of these cases, or of all; and of them those whose name has this text.
/// `ours`: the cases are runs.
pub fn of(
    (log, ours): (&Log, bool),
    among: Option<&[u32]>,
    search: &str,
    (from, limit): (usize, usize),
) -> CasesListed {
    let wanted = search.trim().to_lowercase();
    let fits = |&case: &u32| {
        let (name, run) = called(log.case(case as usize), ours);
        [Some(name), run].into_iter().flatten().any(|name| name.to_lowercase().contains(&wanted))
    };
    let found: Vec<u32> = match among {
        Some(cases) => cases.iter().copied().filter(fits).collect(),
        None => (0..log.len() as u32).filter(fits).collect(),
    };
    let items: Vec<CaseItem> =
        found.iter().skip(from).take(limit).map(|&case| item(log, ours, case as usize)).collect();
    let end = from.saturating_add(items.len());
    CasesListed { total: found.len(), next: (end < found.len()).then(|| end.to_string()), items }
}

/// What people call a case, and the run that it is, in a log of our own.
pub(super) fn called(case: Case<'_>, ours: bool) -> (&str, Option<&str>) {
    if !ours {
        return (case.name(), None);
    }
    match case.value(RUN_CASE) {
        Some(Value::Text(name)) => (name, Some(case.name())),
        Some(Value::Number(_) | Value::Whole(_) | Value::Moment(_) | Value::Flag(_)) | None => {
            (case.name(), Some(case.name()))
        }
    }
}

fn item(log: &Log, ours: bool, place: usize) -> CaseItem {
    let case = log.case(place);
    let span = extent(log, place);
    let (name, run) = called(case, ours);
    CaseItem {
        case: place,
        name: cut(name, LONGEST_NAME),
        run: run.map(str::to_owned),
        from: span.and_then(|(first, _)| stamp(Moment(first))),
        to: span.and_then(|(_, last)| stamp(Moment(last))),
        events: case.trace().len(),
        duration: span.map(|(first, last)| seconds(last.saturating_sub(first) as f64)),
    }
}
