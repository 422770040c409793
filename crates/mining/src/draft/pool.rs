//! Trees that a draft may be made of, from the plainest to the most complete, and which of them is taken.
//!
//! The same trees are looked at whatever the coverage: discovered from the activities of many cases or of all, with more or
//! less filtering, with work that is done again told apart from the first time or not, and then mended one edit at a time.
//! The coverage is the price of what a reader has to take in; a lower price never buys a smaller tree, so that the draft
//! grows with the coverage.

use std::collections::BTreeMap;

use super::edits::edits;
use super::evidence::Evidence;
use super::simplify::{self, Coverage, plain};
use super::traces::{Renamed, again_renamed, bare, burden, fit, needless, sample};
use crate::discover::Refused;
use crate::log::{Activity, Log};
use crate::quality;
use crate::tree::Tree;

/// The coverages at which trees are discovered and simplified.
const LADDER: [f64; 5] = [0.0, 0.5, 0.8, 0.95, 1.0];
/// ... and those at which the best tree found is mended.
const MENDED: [f64; 4] = [0.0, 0.5, 0.8, 0.95];
/// How much of the fit a reader gives for one thing less to take in, at a coverage of nothing.
const PRICE: f64 = 0.016;
/// Worth that differs by less is equal.
const EQUAL: f64 = 1e-9;
/// The last coverage before everything.
const NEARLY_ALL: f64 = 0.999;
/// So many trees are tried while one is mended.
const MOST_TRIED: usize = 250;
/// So many of the best trees are mended.
const STARTS: usize = 2;

/// Trees over the activities of a log, each with how well the log fits it.
struct Pool {
    /// Some of the log's cases.
    sample: Log,
    /// How well it fits, and what it asks of a reader.
    fits: BTreeMap<Tree<Activity>, (f64, usize)>,
}

impl Pool {
    fn worth(&mut self, tree: &Tree<Activity>, price: f64) -> f64 {
        let (fit, burden) = *self.fits.entry(tree.clone()).or_insert_with(|| {
            let evidence = Evidence::of(&self.sample, tree);
            (fit(tree, &evidence), burden(tree) + needless(tree, &evidence))
        });
        fit - price * burden as f64
    }

    /// The tree that is worth most at a price; of equals the more complete, then the one that leaves less open.
    fn best(&self, price: f64) -> Tree<Activity> {
        let mut best: Option<(f64, usize, usize, &Tree<Activity>)> = None;
        for (tree, (fit, burden)) in &self.fits {
            let (burden, depth) = (*burden, quality::simplicity(tree).depth);
            let own = fit - price * burden as f64;
            let better = best.is_none_or(|(most, other, shallow, _)| {
                own > most + EQUAL || (own > most - EQUAL && (burden, depth) > (other, shallow))
            });
            if better {
                best = Some((own, burden, depth, tree));
            }
        }
        best.map_or(Tree::Silent, |(.., tree)| tree.clone())
    }

    /// All trees, the one that is worth most at a price first.
    fn ranked(&self, price: f64) -> Vec<Tree<Activity>> {
        let worth = |(_, (fit, burden)): (&Tree<Activity>, &(f64, usize))| fit - price * *burden as f64;
        let mut all: Vec<(&Tree<Activity>, f64)> = self.fits.iter().map(|found| (found.0, worth(found))).collect();
        all.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        all.into_iter().map(|(tree, _)| tree.clone()).collect()
    }

    /// Mends a tree, one edit at a time, while that is worth it.
    fn mend(&mut self, mut tree: Tree<Activity>, price: f64) {
        let mut tried = 0;
        // What makes it simpler is tried first.
        for only_simpler in [true, false, true] {
            tree = self.edited(tree, price, only_simpler, &mut tried);
        }
    }

    fn edited(
        &mut self,
        mut tree: Tree<Activity>,
        price: f64,
        only_simpler: bool,
        tried: &mut usize,
    ) -> Tree<Activity> {
        let mut most = self.worth(&tree, price);
        // Where the last edit was made the next one is looked for: each part has its turn before any is looked at again.
        let (mut place, mut looked_at) = (0, 0);
        let mut possible = edits(&tree);
        while looked_at < possible.len() && *tried < MOST_TRIED {
            place %= possible.len();
            let next = plain(possible[place].clone());
            place += 1;
            looked_at += 1;
            let allowed = if only_simpler { burden(&tree) - 1 } else { 2 * burden(&tree) + 8 };
            if next.leaves().is_empty() || burden(&next) > allowed {
                continue;
            }
            *tried += usize::from(!self.fits.contains_key(&next));
            let own = self.worth(&next, price);
            if own > most + 1e-9 {
                (most, tree, looked_at) = (own, next, 0);
                possible = edits(&tree);
            }
        }
        tree
    }
}

fn price(coverage: f64) -> f64 {
    PRICE * (1.0 - coverage.clamp(0.0, 1.0))
}

/// The tree of a log at a coverage.
///
/// # Errors
/// When the log has more activities than can be discovered.
pub(super) fn tree(log: &Log, coverage: Coverage) -> Result<Tree<Activity>, Refused> {
    let mut pool = Pool { sample: sample(log), fits: BTreeMap::new() };
    let bare = bare(log, 1);
    let mut complete = Vec::new();
    for step in LADDER {
        let found = discovered(&bare, Coverage(step))?;
        for tree in &found {
            pool.worth(tree, 0.0);
        }
        complete = found;
    }
    for step in MENDED {
        for tree in pool.ranked(price(step)).into_iter().take(STARTS) {
            pool.mend(tree, price(step));
        }
    }
    if coverage.rest() > 0.0 {
        return Ok(pool.best(price(coverage.0)));
    }
    // What every case goes through, and no less than was told before.
    let least = burden(&pool.best(price(NEARLY_ALL)));
    complete.sort_by_key(|tree| (burden(tree) < least, burden(tree)));
    Ok(complete.into_iter().next().unwrap_or(Tree::Silent))
}

/// Trees of the activities that matter at a coverage.
fn discovered(log: &Log, coverage: Coverage) -> Result<Vec<Tree<Activity>>, Refused> {
    let frequent = super::frequent(log, coverage);
    let own = log.keep_events(|event| frequent.contains(&event.activity()));
    let back = |tree: Tree<Activity>, names: &Log| {
        tree.map(&mut |activity| Activity(log.activities().find(names.name(*activity)).map_or(0, |name| name.0)))
    };
    let mut trees = Vec::new();
    let rest = coverage.rest();
    let ways = [(rest, rest), (rest / 4.0, rest), (rest / 4.0, rest / 2.0), (rest / 4.0, rest / 4.0)];
    let judged = sample(&own);
    // Where nothing may be left out, every way is the same.
    let ways = if rest > 0.0 { &ways[..] } else { &ways[..1] };
    for &(of_variants, noise) in ways {
        trees.push(back(simplify::simple(&own, &judged, coverage, 1.0 - of_variants, noise)?, &own));
    }
    if let Some(Renamed { log: renamed, of }) = again_renamed(&own, coverage.rare(own.len() as u64)) {
        let judged = sample(&renamed);
        for &(of_variants, noise) in ways {
            let tree = simplify::simple(&renamed, &judged, coverage, 1.0 - of_variants, noise)?;
            trees.push(back(plain(tree.map(&mut |activity| of[activity.index()])), &own));
        }
    }
    Ok(trees.into_iter().filter(|tree| !tree.leaves().is_empty()).collect())
}
