//! Optimal alignments: how a case differs least from a process tree, exactly.
//!
//! A move is an event that the tree does as well (free), an event that it does not (cost 1), or something visible that the
//! tree does and the case does not (cost 1). What nobody sees costs nothing.
//!
//! The cost of every block over every stretch of a trace is computed from the costs of its parts (dynamic programming on
//! process trees with unique labels; Schwanen et al. 2025, doi:10.1007/978-3-031-82225-4_7): a sequence and a loop split the
//! stretch, a choice takes the cheapest part, and the branches of a parallel block, where no two of them know the same
//! activity, each see their own events only and simply add up. That is polynomial, where a search through the states of a
//! net is exponential in the parallel branches. Activities that occur twice elsewhere do no harm.
//!
//! Branches that share activities do not add up: an event could be counted by two of them. Leaving that aside gives a lower
//! bound; an event that two branches claim is forbidden to one or to the other, and both ways are searched, the most
//! promising first ([`Budget::searches`]). An alignment carries its cost and what was proven about it: a hard case is never
//! guessed.

mod costs;
mod model;
mod project;
mod recover;
mod search;

pub use model::Model;
pub use recover::{Move, Taken};

use crate::log::{Log, Variants};

/// How much may be done for one case. Counted in work, not in seconds: the same case is solved on every machine, or on none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Cells of cost tables (two bytes each) that may be kept at a time.
    pub cells: usize,
    /// How often a case may be solved again for events that two branches claim.
    pub searches: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { cells: 64 << 20, searches: 10_000 }
    }
}

/// How one case differs from a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// In an order that the tree allows; the events of the case keep theirs.
    pub moves: Vec<Move>,
    /// Which way was taken at every choice, and whether a loop was left, in order.
    pub taken: Vec<Taken>,
    /// What these moves cost.
    pub cost: u32,
    /// What no alignment of this case can be below. Equal to `cost`: this alignment is optimal.
    pub lower: u32,
}

impl Alignment {
    /// Whether no cheaper alignment exists.
    pub fn is_optimal(&self) -> bool {
        self.lower == self.cost
    }
}

/// The alignments of all variants, in their order. Variants are shared out among the machine's cores; the result does not
/// depend on how.
pub fn variants(model: &Model, variants: &Variants, budget: Budget) -> Vec<Alignment> {
    use rayon::prelude::*;
    let all: Vec<_> = variants.iter().collect();
    all.par_iter().map(|variant| model.align(&variant.trace, budget)).collect()
}

/// How well a log fits a tree (van der Aalst, Adriansyah, van Dongen: *Replaying history on process models*, 2012).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitness {
    /// The share of cases that the tree allows as they are.
    pub fitting: f64,
    /// The mean over cases of one minus cost over the worst cost (the whole case unknown, and the shortest way through).
    pub mean: f64,
    /// One minus the cost of all cases over their worst cost.
    pub log: f64,
    /// The cost of all cases, as far as it was proven from below and from above.
    pub lower: u64,
    pub cost: u64,
}

/// The fitness of a log, from the alignments of its variants.
pub fn fitness(model: &Model, log: &Log, variants: &Variants, alignments: &[Alignment]) -> Fitness {
    let shortest = f64::from(model.shortest());
    let (mut fitting, mut mean, mut worst) = (0.0, 0.0, 0.0);
    let (mut lower, mut cost) = (0u64, 0u64);
    for (variant, alignment) in variants.iter().zip(alignments) {
        let cases = variant.cases.len() as f64;
        let most = variant.trace.len() as f64 + shortest;
        let own = f64::from(alignment.cost);
        fitting += if alignment.cost == 0 { cases } else { 0.0 };
        mean += cases * if most > 0.0 { 1.0 - own / most } else { 1.0 };
        worst += cases * most;
        lower += u64::from(alignment.lower) * variant.cases.len() as u64;
        cost += u64::from(alignment.cost) * variant.cases.len() as u64;
    }
    let all = log.len() as f64;
    let share = |part: f64| if all > 0.0 { part / all } else { 1.0 };
    let of_log = if worst > 0.0 { 1.0 - cost as f64 / worst } else { 1.0 };
    Fitness { fitting: share(fitting), mean: share(mean), log: of_log, lower, cost }
}
