//! A procedure from a log: a document that can be read, corrected, checked and run, written from what people did.
//!
//! What most cases do becomes steps, in the blocks that the inductive miner finds; what few cases do becomes exceptions;
//! every part tells how many cases it rests on. One number, the coverage, trades simplicity for completeness. Choices are
//! decided by mined rules where these are sure, and otherwise by a person who is asked; roles come from the log or from who
//! does the same work; due times are what nine cases in ten keep.
//!
//! The result passes [`procedure::check`] without errors. It says how work was done, not how it should be: it is a draft
//! for whoever answers for the work. It names no person, and gives no figure of groups that are too small.

mod choices;
mod conditions;
mod document;
mod edits;
mod evidence;
mod examples;
mod naming;
mod order;
mod pool;
mod rare;
mod roles;
mod simplify;
mod span;
mod steps;
mod traces;
mod written;

use std::collections::BTreeSet;

use procedure::document::Procedure;

use crate::align::{self, Fitness};
use crate::decide;
use crate::discover;
use crate::log::{Activity, Guard, Log, Variants};
use crate::performance;
use crate::quality::{self, Precision, Simplicity};
use crate::tree::Tree;
use document::Document;
use evidence::Evidence;
use rare::Rare;
use simplify::Coverage;

/// How a draft is written.
#[derive(Debug, Clone)]
pub struct Options {
    /// How much of what cases do the steps should cover, from 0 (the main road only) to 1 (everything).
    pub coverage: f64,
    pub title: String,
    /// The document's id; made of the title where absent.
    pub id: Option<String>,
    /// The smallest group of people of which figures are told.
    pub guard: Guard,
    /// What is asked of a mined rule; no rules are looked for where absent.
    pub rules: Option<decide::Settings>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            coverage: 0.8,
            title: "Procedure drafted from a log".to_owned(),
            id: None,
            guard: Guard::default(),
            rules: Some(decide::Settings::default()),
        }
    }
}

/// Why nothing was drafted.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("a procedure was to be drafted from a log without any event; give a log of finished cases")]
    Empty,
    #[error(transparent)]
    Undiscovered(#[from] discover::Refused),
    /// A mistake of ours: every draft can be read and checked.
    #[error("the draft is not a valid document: {0}")]
    Invalid(String),
}

/// A drafted procedure, and how well it tells what the log does.
#[derive(Debug, Clone)]
pub struct Draft {
    pub procedure: Procedure,
    /// The tree that its steps are, over the names of the log.
    pub tree: Tree<String>,
    /// How well the whole log fits the steps; exceptions are no part of them.
    pub fitness: Fitness,
    pub precision: Precision,
    pub simplicity: Simplicity,
    /// What became an exception, the most frequent first.
    pub exceptions: Vec<LeftOut>,
    /// What is too rare even for that.
    pub dropped: Vec<LeftOut>,
    /// How many choices mined rules decide.
    pub rules: usize,
}

/// Work that is no step of the draft.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    pub title: String,
    /// As the log names them.
    pub activities: Vec<String>,
    pub cases: u64,
}

/// More exceptions are no longer read.
const MOST_EXCEPTIONS: usize = 20;

/// Drafts a procedure from a log.
///
/// # Errors
/// When the log has no events, or more activities than can be discovered.
pub fn draft(log: &Log, options: &Options) -> Result<Draft, Refused> {
    let log = &*performance::completed(log);
    if log.events() == 0 {
        return Err(Refused::Empty);
    }
    let coverage = Coverage(options.coverage);
    let main = Part::of(log, &pool::tree(log, coverage)?);
    let left_out = left_out(log, &main);
    let least = (log.len() as u64).div_ceil(1000);
    let steps: BTreeSet<Activity> = whole(log, &main).leaves().into_iter().copied().collect();
    let (exceptions, dropped): (Vec<(usize, Rare)>, Vec<_>) = rare::groups(log, &left_out, &steps)
        .into_iter()
        .enumerate()
        .partition(|(place, rare)| *place < MOST_EXCEPTIONS && rare.cases >= least);
    let exceptions: Vec<Rare> = exceptions.into_iter().map(|(_, rare)| rare).collect();
    let dropped: Vec<Rare> = dropped.into_iter().map(|(_, rare)| rare).collect();
    let sideways: Vec<Part> = exceptions.iter().map(|rare| Part::of(log, &rare.tree)).collect();

    let whole = whole(log, &main);
    let model = align::Model::of(&whole);
    let variants = Variants::of(log);
    let alignments = align::variants(&model, &variants, align::Budget::default());
    let fitness = align::fitness(&model, log, &variants, &alignments);

    let document =
        Document { log, options, main: &main, exceptions: &exceptions, sideways: &sideways, fitness: &fitness };
    let (procedure, rules) = document.valid()?;
    let named = |rare: &Rare| LeftOut {
        title: rare.title.clone(),
        activities: rare.activities.iter().map(|activity| log.name(*activity).to_owned()).collect(),
        cases: rare.cases,
    };
    Ok(Draft {
        procedure,
        tree: whole.map(&mut |activity| log.name(*activity).to_owned()),
        fitness,
        precision: quality::precision(&whole, &variants, quality::Budget::default()),
        simplicity: quality::simplicity(&whole),
        exceptions: exceptions.iter().map(named).collect(),
        dropped: dropped.iter().map(named).collect(),
        rules,
    })
}

/// The activities of enough cases; the most frequent one in any case.
fn frequent(log: &Log, coverage: Coverage) -> BTreeSet<Activity> {
    let mut cases = vec![0; log.activities().len()];
    for case in log.cases() {
        let activities: BTreeSet<Activity> = case.trace().iter().copied().collect();
        activities.into_iter().for_each(|activity| cases[activity.index()] += 1);
    }
    let most = cases.iter().copied().max().unwrap_or(0);
    let least = coverage.rare(log.len() as u64).min(most);
    (0..cases.len()).filter(|&index| cases[index] >= least).map(|index| Activity(index as u32)).collect()
}

/// What of the log is in no step, although it was done.
fn left_out(log: &Log, main: &Part) -> BTreeSet<Activity> {
    let kept: BTreeSet<&str> = main.tree.leaves().into_iter().map(|activity| main.log.name(*activity)).collect();
    let all = log.activities().iter().filter(|(_, name)| !kept.contains(name));
    all.map(|(name, _)| Activity(name.0)).collect()
}

/// The tree of the steps over the activities of the whole log.
fn whole(log: &Log, main: &Part) -> Tree<Activity> {
    main.tree.map(&mut |activity| {
        let name = log.activities().find(main.log.name(*activity));
        Activity(name.expect("a part has the activities of its log").0)
    })
}

/// Some of a log's activities, in the cases that have them, as a tree.
struct Part {
    log: Log,
    tree: Tree<Activity>,
    evidence: Evidence,
}

impl Part {
    fn of(log: &Log, tree: &Tree<Activity>) -> Self {
        let kept: BTreeSet<Activity> = tree.leaves().into_iter().copied().collect();
        let own = log.keep_events(|event| kept.contains(&event.activity()));
        let tree = tree.map(&mut |activity| {
            let name = own.activities().find(log.name(*activity));
            Activity(name.map_or(0, |name| name.0))
        });
        let evidence = Evidence::of(&own, &tree);
        Self { log: own, tree, evidence }
    }
}
