//! A process tree is discovered from what was done: the inductive miner, and its variant that leaves out what is
//! infrequent.
//!
//! Leemans, Fahland, van der Aalst, *Discovering Block-Structured Process Models from Event Logs* (2013) and *... from
//! Event Logs Containing Infrequent Behaviour* (2014); Leemans, *Robust Process Mining with Guarantees* (2017). The
//! activities of a log are divided by the first cut that its directly-follows relation allows, the log is divided with
//! them, and each part is explained in the same way. The order of cuts and fall-throughs is that of the reference
//! implementation in pm4py, so that models can be compared. Whatever a tie leaves open is decided by name: the same log
//! gives the same tree, in whichever order its cases come.
//!
//! It knows nothing of times, people and data: only which activity came after which.

mod cuts;
mod fall;
mod fold;
mod follows;
mod split;
mod sublog;

use crate::log::{Activity, Log, Name, Variants};
use crate::tree::Tree;

use cuts::Cut;
use fall::Fall;
use follows::Counts;
use sublog::{Gather, Sublog};

/// How many different activities a log may have for a tree to be discovered: the relation between all of them is held
/// in memory, and no reader could follow a model of more.
pub const MOST_ACTIVITIES: usize = 2_000;

/// Why no tree was discovered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error(
        "a model was to be discovered from {found} different activities, and {MOST_ACTIVITIES} is the most; leave out rare activities or join those that mean the same"
    )]
    TooManyActivities { found: usize },
}

/// The process tree of a log.
///
/// `noise` is the share of the most frequent behaviour below which behaviour is left out, between 0 and 1; with 0 every
/// case of the log fits the tree. The tree is flat (no block within a block of the same kind), but otherwise as it was
/// found; [`Tree::reduced`] says the same in fewer blocks.
///
/// # Errors
/// When the log has more than [`MOST_ACTIVITIES`].
pub fn inductive(log: &Log, variants: &Variants, noise: f64) -> Result<Tree<Activity>, Refused> {
    let found = log.activities().len();
    if found > MOST_ACTIVITIES {
        return Err(Refused::TooManyActivities { found });
    }
    let mut by_name: Vec<(&str, Activity)> =
        log.activities().iter().map(|(Name(number), text)| (text, Activity(number))).collect();
    by_name.sort_unstable();
    let mut rank = vec![0; found];
    for (place, (_, activity)) in by_name.iter().enumerate() {
        rank[activity.index()] = place as u16;
    }
    let mut all = Gather::default();
    for variant in variants.iter() {
        all.add(variant.trace.iter().map(|activity| rank[activity.index()]), variant.cases.len() as u64);
    }
    let ranks: Vec<u16> = (0..found as u16).collect();
    let tree = explain(all.finish(&ranks), noise.clamp(0.0, 1.0));
    Ok(fold::flat(tree).map(&mut |&rank: &u16| by_name[usize::from(rank)].1))
}

/// The tree of one part of the log.
fn explain(mut log: Sublog, noise: f64) -> Tree<u16> {
    if log.variants() == 0 {
        return Tree::Silent;
    }
    if log.empty > 0 {
        let all = (log.empty + log.cases()) as f64;
        let skipped = noise == 0.0 || log.empty as f64 > noise * all;
        log.empty = 0;
        if skipped {
            return Tree::Choice(vec![Tree::Silent, explain(log, noise)]);
        }
    }
    if let Some(activity) = log.single() {
        return Tree::Activity(activity);
    }
    let counts = Counts::of(&log);
    let follows = counts.all();
    let mut cut = cuts::find(&follows);
    if cut.is_none() && noise > 0.0 {
        cut = cuts::find(&counts.frequent(noise));
    }
    match cut {
        Some(cut) => divided(&log, &cut, noise),
        None => fallen(&log, fall::find(&log, &follows), noise),
    }
}

fn divided(log: &Sublog, cut: &Cut, noise: f64) -> Tree<u16> {
    let mut children: Vec<Tree<u16>> = split::split(log, cut).into_iter().map(|part| explain(part, noise)).collect();
    match cut {
        Cut::Choice(_) => Tree::Choice(children),
        Cut::Sequence(_) => Tree::Sequence(children),
        Cut::Parallel(_) => Tree::Parallel(children),
        Cut::Loop { .. } => Tree::Loop { redo: children.split_off(1), body: Box::new(children.remove(0)) },
    }
}

fn fallen(log: &Sublog, fall: Fall, noise: f64) -> Tree<u16> {
    match fall {
        Fall::Beside { one, others } => Tree::Parallel(vec![explain(one, noise), explain(others, noise)]),
        Fall::Again(round) => Tree::Loop { body: Box::new(explain(round, noise)), redo: vec![Tree::Silent] },
        Fall::Anything => {
            let any: Vec<Tree<u16>> = log.names.iter().map(|&name| Tree::Activity(name)).collect();
            Tree::Loop { body: Box::new(Tree::Silent), redo: vec![Tree::Choice(any)] }
        }
    }
}
