//! The ways that cases went, the most frequent first.

use mining::log::{Log, Variant, Variants};
use mining::performance::{Spread, extent};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{seconds, share};

/// So much of a way is told in a list.
const LONGEST: usize = 200;

/// A part of the list of ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VariantsListed {
    /// How many ways there are in all.
    pub total: usize,
    /// The cases of all of them.
    pub cases: usize,
    pub items: Vec<VariantItem>,
    /// The cursor of the next page; null at the end.
    pub next: Option<String>,
}

/// A way that cases went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VariantItem {
    /// Its place among the ways, from 0: by it its cases are asked for.
    pub variant: usize,
    pub cases: usize,
    /// Of all cases.
    pub share: f64,
    /// Names of activities, at most 200.
    pub trace: Vec<String>,
    /// How many activities it has.
    pub length: usize,
    /// How long its cases take in the middle, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub median: Option<i64>,
}

/// So many ways from a place on.
pub fn of(log: &Log, variants: &Variants, from: usize, limit: usize) -> VariantsListed {
    let end = from.saturating_add(limit).min(variants.len());
    let items = (from.min(end)..end).map(|place| item(log, place, &variants[place])).collect();
    let next = (end < variants.len()).then(|| end.to_string());
    VariantsListed { total: variants.len(), cases: log.len(), items, next }
}

fn item(log: &Log, place: usize, variant: &Variant) -> VariantItem {
    let mut lasts = Spread::default();
    let spans = variant.cases.iter().filter_map(|&case| extent(log, case as usize));
    spans.for_each(|(first, last)| lasts.add(last.saturating_sub(first)));
    let trace = variant.trace.iter().take(LONGEST);
    VariantItem {
        variant: place,
        cases: variant.cases.len(),
        share: share(variant.cases.len(), log.len()),
        trace: trace.map(|activity| log.name(*activity).to_owned()).collect(),
        length: variant.trace.len(),
        median: lasts.median().map(seconds),
    }
}
