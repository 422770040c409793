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
use procedure::read::Spelling;
use serde_json::{Map, Value as Json, json};

use crate::align::{self, Fitness};
use crate::discover;
use crate::log::{Activity, Guard, Log, Moment, Variants};
use crate::performance;
use crate::quality::{self, Precision, Simplicity};
use crate::tree::Tree;
use crate::{decide, log};
use conditions::Conditions;
use evidence::Evidence;
use rare::Rare;
use roles::Roles;
use simplify::Coverage;
use steps::{Shared, Source};
use written::{Work, Written};

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

/// What the handlers of a document share.
struct Common<'a> {
    roles: &'a Roles,
    ids: naming::Unique,
    shared: &'a mut Shared,
    /// When a run is due.
    due: Option<span::Agreed>,
}

struct Document<'a> {
    log: &'a Log,
    options: &'a Options,
    main: &'a Part,
    exceptions: &'a [Rare],
    sideways: &'a [Part],
    fitness: &'a Fitness,
}

/// How much is made of mined rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ruled {
    /// What they read is collected by the step that the log has it from.
    Collected,
    /// What they read is asked at the start.
    Asked,
    Never,
}

impl Document<'_> {
    /// The document, and how many rules it has. Rules that read what is not known where they are needed would be an error:
    /// they are then asked for earlier, or left out.
    fn valid(&self) -> Result<(Procedure, usize), Refused> {
        let mut found = String::new();
        for ruled in [Ruled::Collected, Ruled::Asked, Ruled::Never] {
            if ruled != Ruled::Never && self.options.rules.is_none() {
                continue;
            }
            let (json, rules) = self.json(ruled);
            let reading = procedure::read::read(&json.to_string(), Spelling::Json, &());
            let mut wrong: Vec<_> = reading.diagnostics.into_iter().filter(|found| found.is_error()).collect();
            if let Some(procedure) = reading.procedure {
                let checked = procedure::check::check(&procedure, &procedure::check::Context::default());
                wrong.extend(checked.into_iter().filter(|found| found.is_error()));
                if wrong.is_empty() {
                    return Ok((procedure, rules));
                }
            }
            found =
                wrong.iter().map(|found| format!("{}: {}", found.path, found.message)).collect::<Vec<_>>().join("; ");
        }
        Err(Refused::Invalid(found))
    }

    fn json(&self, ruled: Ruled) -> (Json, usize) {
        let roles = Roles::of(self.log, self.options.guard);
        let mut shared = Shared::default();
        let conditions = self.conditions(ruled, &mut shared);
        let source = Source {
            log: &self.main.log,
            tree: &self.main.tree,
            evidence: &self.main.evidence,
            waits: evidence::waits(&self.main.log, &self.main.tree, &self.main.evidence),
            whole: self.log,
            roles: &roles,
            conditions,
            among: "",
        };
        let mut main = steps::write(&source, &mut shared);
        let rules = main.ruled.len();
        let due = self.due(&main);
        let mut common = Common { roles: &roles, ids: naming::Unique::default(), shared: &mut shared, due };
        // Names that the engine and connectors raise by.
        ENGINE.iter().for_each(|known| drop(common.ids.id(known, "exception")));
        let handlers: Vec<Json> = self
            .exceptions
            .iter()
            .zip(self.sideways)
            .map(|(rare, part)| self.handler(rare, part, &mut common))
            .collect();
        if ruled == Ruled::Collected {
            self.collect(&mut main, &shared);
        }
        for key in &shared.read {
            if let Some(field) = conditions::field(self.log, key) {
                shared.data.insert(decide::field(key), field);
            }
        }
        (self.assemble(&main, &shared, &roles, handlers), rules)
    }

    fn conditions(&self, ruled: Ruled, shared: &mut Shared) -> Conditions {
        let Some(settings) = self.options.rules.filter(|_| ruled != Ruled::Never) else { return Conditions::default() };
        let Part { log, tree, evidence } = self.main;
        let found = Conditions::of(log, tree, evidence, settings);
        let keys = found.all_keys();
        if keys.iter().all(|key| shared.names.take(&decide::field(key))) { found } else { Conditions::default() }
    }

    fn handler(&self, rare: &Rare, part: &Part, common: &mut Common<'_>) -> Json {
        let source = Source {
            log: &part.log,
            tree: &part.tree,
            evidence: &part.evidence,
            waits: evidence::waits(&part.log, &part.tree, &part.evidence),
            whole: self.log,
            roles: common.roles,
            conditions: Conditions::default(),
            among: "in which this came up",
        };
        let mut written = steps::write(&source, common.shared);
        written.cap_due(common.due);
        written.note_first(self.came_up(rare));
        // Work that takes the place of a step ends it; other work is done besides.
        let resume = if rare.instead_of.is_some() { "continue" } else { "retry" };
        json!({
            "id": common.ids.id(&rare.title, "exception"),
            "title": naming::title(&rare.title),
            "severity": "minor",
            "then": {"steps": written.json(&written.order), "resume": resume},
        })
    }

    /// How often something rare came up, where, and what else happened then.
    fn came_up(&self, rare: &Rare) -> String {
        let name = |activity: Activity| naming::title(self.log.name(activity));
        let mut note = format!("Came up in {}", naming::share(rare.cases, self.log.len() as u64));
        if let Some((activity, cases)) = rare.after {
            note.push_str(&format!(", most often after {} ({})", name(activity), naming::counted(cases)));
        }
        note.push('.');
        if let Some(other) = rare.instead_of {
            note.push_str(&format!(" It takes the place of {}: raise it there.", name(other)));
        }
        if !rare.seldom.is_empty() {
            let told =
                |(activity, cases): &(Activity, u64)| format!("{} ({})", name(*activity), naming::counted(*cases));
            let titles: Vec<String> = rare.seldom.iter().map(told).collect();
            note.push_str(&format!(" Now and then also: {}.", naming::listed(&titles, 5)));
        }
        note
    }

    /// Has what rules read collected by the work that the log has it from.
    fn collect(&self, written: &mut Written, shared: &Shared) {
        for key in &shared.read {
            let Some(column) = self.main.log.event_columns().get(key) else { continue };
            let mut given = vec![(0u64, 0u64); self.main.log.activities().len()];
            for event in self.main.log.cases().flat_map(|case| case.events()) {
                let (with, all) = &mut given[event.activity().index()];
                *all += 1;
                *with += u64::from(column.get(event.index).is_some());
            }
            for step in &mut written.steps {
                if let Work::Person { collect, activity: Some(activity), .. } = &mut step.work {
                    let (with, all) = given[activity.index()];
                    if with * 2 > all {
                        collect.push(decide::field(key));
                    }
                }
            }
        }
    }

    fn assemble(&self, main: &Written, shared: &Shared, roles: &Roles, handlers: Vec<Json>) -> Json {
        let title = naming::title(&self.options.title);
        let id = self.options.id.clone().unwrap_or_else(|| naming::slug(&title, "procedure"));
        let mut named = Map::new();
        named.insert(
            "process-owner".into(),
            json!({"title": "Process owner", "description": "Answers for this procedure, and corrects this draft."}),
        );
        let text = json!([main.json(&main.order), handlers]).to_string();
        for role in &roles.roles {
            if text.contains(&format!("\"role\":\"{}\"", role.id)) {
                named.insert(role.id.clone(), json!({"title": role.title, "description": role.description}));
            }
        }
        let mut document = json!({
            "procedure": 1,
            "id": id,
            "title": title,
            "purpose": self.purpose(),
            "scope": self.scope(),
            "owner": "process-owner",
            "review": "every 90 days",
            "tags": ["drafted-from-a-log"],
        });
        if let Some(due) = self.due(main) {
            document["due"] = json!(due.text);
        }
        document["roles"] = Json::Object(named);
        if !shared.data.is_empty() {
            document["data"] = Json::Object(shared.data.clone());
        }
        document["triggers"] = json!([{"manual": {"roles": [main.first_role().unwrap_or("process-owner")]}}]);
        document["steps"] = main.json(&main.order);
        if !handlers.is_empty() {
            document["exceptions"] = Json::Array(handlers);
        }
        if let Some(last) = main.last_certain() {
            let that = format!("steps.{}.outcome == 'completed'", last.id.replace('-', "_"));
            document["success"] =
                json!([{"that": that, "because": format!("No run is whole without it: {}.", last.title)}]);
        }
        let examples = examples::examples(&self.main.tree, &self.main.evidence, main, &shared.data);
        if examples.as_array().is_some_and(|examples| !examples.is_empty()) {
            document["examples"] = examples;
        }
        document
    }

    fn purpose(&self) -> String {
        let times = self.log.cases().flat_map(|case| case.events()).filter_map(|event| event.time());
        let (first, last) = times.fold((None, None), |(first, last): (Option<Moment>, Option<Moment>), time| {
            (Some(first.map_or(time, |first| first.min(time))), Some(last.map_or(time, |last| last.max(time))))
        });
        let day = |moment: Moment| {
            jiff::Timestamp::from_microsecond(moment.0)
                .map_or_else(|_| "?".to_owned(), |time| time.strftime("%Y-%m-%d").to_string())
        };
        let when = match (first, last) {
            (Some(first), Some(last)) => format!(", {} to {}", day(first), day(last)),
            _ => String::new(),
        };
        format!(
            "A draft of how this work is done, written from {} and {} events of a log{when}. Whoever answers for the work reads and corrects it before anybody works by it.",
            naming::cases(self.log.len() as u64),
            naming::counted(self.log.events() as u64),
        )
    }

    fn scope(&self) -> String {
        let rest = match self.exceptions.len() {
            0 => String::new(),
            1 => " What is rarer is an exception below.".to_owned(),
            several => format!(" What is rarer is in the {several} exceptions below."),
        };
        format!(
            "The steps are what most cases do: {} of the cases went exactly so, and {} of all that was done and should have been agrees with them.{rest} The numbers in the instructions say how many cases each part rests on.",
            naming::percent(self.fitness.fitting, 1.0),
            naming::percent(self.fitness.log, 1.0),
        )
    }

    /// What nine cases in ten keep, and no less than any step has.
    fn due(&self, main: &Written) -> Option<span::Agreed> {
        let lasts = |case: log::Case<'_>| {
            let mut times = case.events().filter_map(|event| event.time());
            let first = times.next()?;
            Some(times.next_back().unwrap_or(first).0 - first.0)
        };
        let mut lengths: Vec<i64> = self.log.cases().filter_map(lasts).collect();
        let own = span::percentile(&mut lengths, 0.9).and_then(span::agreed)?;
        Some(main.longest_due().map_or(own, |longest| longest.max(own)))
    }
}

/// The exceptions that have a meaning of their own.
const ENGINE: [&str; 14] = [
    "approval-void",
    "bad-data",
    "check-failed",
    "failure",
    "in-doubt",
    "invalid",
    "missing-data",
    "no-case",
    "nobody-left",
    "not-found",
    "refused",
    "timeout",
    "too-many-passes",
    "unforeseen",
];
