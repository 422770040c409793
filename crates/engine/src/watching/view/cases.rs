//! Cases as rows of a list.

use jiff::Timestamp;
use mining::log::{Log, Moment};
use mining::performance::extent;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{cut, seconds, stamp};

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
pub fn of(log: &Log, among: Option<&[u32]>, search: &str, from: usize, limit: usize) -> CasesListed {
    let wanted = search.trim().to_lowercase();
    let fits = |&case: &u32| wanted.is_empty() || log.case(case as usize).name().to_lowercase().contains(&wanted);
    let found: Vec<u32> = match among {
        Some(cases) => cases.iter().copied().filter(fits).collect(),
        None => (0..log.len() as u32).filter(fits).collect(),
    };
    let items: Vec<CaseItem> = found.iter().skip(from).take(limit).map(|&case| item(log, case as usize)).collect();
    let end = from.saturating_add(items.len());
    CasesListed { total: found.len(), next: (end < found.len()).then(|| end.to_string()), items }
}

fn item(log: &Log, place: usize) -> CaseItem {
    let case = log.case(place);
    let span = extent(log, place);
    CaseItem {
        case: place,
        name: cut(case.name(), LONGEST_NAME),
        from: span.and_then(|(first, _)| stamp(Moment(first))),
        to: span.and_then(|(_, last)| stamp(Moment(last))),
        events: case.trace().len(),
        duration: span.map(|(first, last)| seconds(last.saturating_sub(first) as f64)),
    }
}
