//! Cases that went the same way.

use indexmap::IndexMap;

use super::{Activity, Log};

/// One way through the work: a sequence of activities, and the cases that went it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub trace: Box<[Activity]>,
    /// The log's cases, in its order.
    pub cases: Vec<u32>,
}

/// The variants of a log: the most frequent first, then in the order in which they first appear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Variants(Vec<Variant>);

impl Variants {
    pub fn of(log: &Log) -> Self {
        let mut found: IndexMap<&[Activity], Vec<u32>> = IndexMap::new();
        for case in 0..log.len() {
            found.entry(log.trace(case)).or_default().push(case as u32);
        }
        let mut variants: Vec<Variant> =
            found.into_iter().map(|(trace, cases)| Variant { trace: trace.into(), cases }).collect();
        variants.sort_by_key(|variant| std::cmp::Reverse(variant.cases.len()));
        Self(variants)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Variant> {
        self.0.iter()
    }

    pub fn get(&self, index: usize) -> Option<&Variant> {
        self.0.get(index)
    }
}

impl std::ops::Index<usize> for Variants {
    type Output = Variant;

    fn index(&self, index: usize) -> &Variant {
        &self.0[index]
    }
}
