//! How work departs from a procedure: every case is aligned with the process tree that the procedure is, and its data, its
//! people and its times are held against what the steps ask.
//!
//! Data conditions are judged where the log tells the data; what it does not tell is not judged, and not counted as wrong.

mod accept;
mod case;
mod data;
mod deviation;
mod explain;
mod flow;
mod judge;
mod lower;
mod mapping;
mod statistics;
pub mod words;

use std::collections::BTreeMap;

use procedure::document::Procedure;
use procedure::time::Calendar;
use rayon::prelude::*;
use serde::Serialize;

pub use accept::{Acceptance, Accepted};
pub use case::{CaseFinding, CaseMove, MoveKind, case};
pub use deviation::{Changed, Class, Deviation, Explanation, Period, StepNamed, TimeImpact};
pub use mapping::{Mapping, UnknownStep};

use crate::align::{self, Budget, Fitness, Model};
use crate::log::{Case, Log, Moment, Variants};
use crate::performance::completed;
use crate::set::Set;
use deviation::What;
use judge::{Found, Judge};

/// How a log is compared.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    pub mapping: &'a Mapping,
    /// When time is worked, where the procedure does not say.
    pub calendar: &'a Calendar,
    /// Deviations that were accepted.
    pub acceptance: &'a Acceptance,
    pub budget: Budget,
}

/// How a log departs from a procedure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conformance {
    pub cases: usize,
    pub events: usize,
    pub variants: usize,
    /// Cases without any deviation that counts.
    pub conforming: usize,
    #[serde(serialize_with = "fitness")]
    pub fitness: Fitness,
    /// Cases whose deviations were not proven to be the fewest possible.
    pub unproven: usize,
    /// Activities that are no step of the procedure, with how often they occur.
    pub unknown_activities: Vec<(String, usize)>,
    /// Steps that people or systems do and that the log has no activity for: nothing is said of them.
    pub unseen_steps: Vec<StepNamed>,
    /// The most frequent first; accepted ones last.
    pub deviations: Vec<Deviation>,
}

/// Parts of a log's time in a trend.
const PERIODS: usize = 12;
/// A change with a larger chance than this is not told; what is told carries its chance.
const SURE_CHANGE: f64 = 0.05;

/// Compares every case of a log with a procedure. Where the log tells starts and completions, a step is done when it is
/// complete, and what else the log tells of it is no work of its own.
pub fn conform(procedure: &Procedure, log: &Log, options: &Options<'_>) -> Conformance {
    let log = &*completed(log);
    let prepared = Prepared::new(procedure, log, options.mapping);
    let Prepared { labels, model, .. } = &prepared;
    let variants = Variants::of(log);
    let relabelled: Vec<Vec<_>> = variants
        .iter()
        .map(|variant| variant.trace.iter().map(|activity| labels.of_activity[activity.index()]).collect())
        .collect();
    let alignments: Vec<_> = relabelled.par_iter().map(|trace| model.align(trace, options.budget)).collect();

    let calendar = procedure.calendar.as_ref().unwrap_or(options.calendar);
    let judge = prepared.judge(procedure, log, calendar);
    let mut by_case: Vec<Vec<Found>> = vec![Vec::new(); log.len()];
    let judged: Vec<Vec<(u32, Vec<Found>)>> = (0..variants.len())
        .into_par_iter()
        .map(|index| {
            let (variant, alignment) = (&variants[index], &alignments[index]);
            let same = judge.flow(&variant.trace, &relabelled[index], alignment);
            let own = |&case: &u32| {
                let mut found = same.clone();
                found.extend(judge.data(log.case(case as usize), alignment));
                (case, found)
            };
            variant.cases.iter().map(own).collect()
        })
        .collect();
    judged.into_iter().flatten().for_each(|(case, found)| by_case[case as usize] = found);

    let unproven = variants.iter().zip(&alignments).filter(|(_, alignment)| !alignment.is_optimal());
    let unproven = unproven.map(|(variant, _)| variant.cases.len()).sum();
    let deviations = deviations(procedure, log, calendar, options.acceptance, &by_case);
    let mut wrong = vec![false; log.len()];
    deviations
        .iter()
        .filter(|deviation| deviation.accepted.is_none())
        .flat_map(|deviation| &deviation.cases)
        .for_each(|&case| wrong[case as usize] = true);
    Conformance {
        cases: log.len(),
        events: log.events(),
        variants: variants.len(),
        conforming: wrong.iter().filter(|wrong| !**wrong).count(),
        fitness: align::fitness(model, log, &variants, &alignments),
        unproven,
        unknown_activities: unknown_activities(log, options.mapping),
        unseen_steps: unseen_steps(procedure, labels),
        deviations,
    }
}

/// A procedure as a log is aligned with it.
struct Prepared {
    labels: mapping::Labels,
    model: Model,
    about: Vec<lower::About>,
}

impl Prepared {
    fn new(procedure: &Procedure, log: &Log, mapping: &Mapping) -> Self {
        let labels = mapping::Labels::new(procedure, log, mapping);
        let (tree, about) = lower::lower(&flow::flow(procedure), &labels);
        Self { model: Model::new(&tree), labels, about }
    }

    fn judge<'a>(&'a self, procedure: &'a Procedure, log: &'a Log, calendar: &'a Calendar) -> Judge<'a> {
        let judge = Judge {
            procedure,
            log,
            calendar,
            about: &self.about,
            fields: data::Fields::new(procedure, log, calendar.timezone.time_zone().clone()),
            of_step: &self.labels.of_step,
            role: ["org:role", "role"].iter().find_map(|key| log.event_columns().get(*key)),
            visible: Vec::new(),
        };
        Judge { visible: judge.visible(), ..judge }
    }
}

fn unknown_activities(log: &Log, mapping: &Mapping) -> Vec<(String, usize)> {
    let mut counts = vec![0; log.activities().len()];
    log.cases().flat_map(|case| case.trace()).for_each(|activity| counts[activity.index()] += 1);
    let unknown = log.activities().iter().filter(|(_, name)| mapping.steps(name).is_empty());
    unknown.map(|(activity, name)| (name.to_owned(), counts[activity.index()])).collect()
}

fn unseen_steps(procedure: &Procedure, labels: &mapping::Labels) -> Vec<StepNamed> {
    let steps = named(procedure);
    let unseen = procedure.all_steps().into_iter().enumerate();
    unseen
        .filter(|(place, at)| labels.of_step[*place].is_none() && at.step.verb.is_work())
        .map(|(place, _)| steps[place].clone())
        .collect()
}

/// Every step as people know it, in the order of [`Procedure::all_steps`].
fn named(procedure: &Procedure) -> Vec<StepNamed> {
    let numbers: BTreeMap<&str, String> =
        procedure::render::numbers(procedure).into_iter().map(|(step, number)| (step.id.as_str(), number)).collect();
    let name = |(step, title): (&procedure::document::Step, String)| StepNamed {
        id: step.id.to_string(),
        number: numbers.get(step.id.as_str()).cloned().unwrap_or_default(),
        title,
    };
    procedure::render::titles(procedure).into_iter().map(name).collect()
}

fn deviations(
    procedure: &Procedure,
    log: &Log,
    calendar: &Calendar,
    acceptance: &Acceptance,
    by_case: &[Vec<Found>],
) -> Vec<Deviation> {
    let mut found: BTreeMap<&What, (usize, Vec<u32>)> = BTreeMap::new();
    for (case, all) in by_case.iter().enumerate() {
        for one in all {
            let (occurrences, cases) = found.entry(&one.what).or_default();
            *occurrences += 1;
            if cases.last() != Some(&(case as u32)) {
                cases.push(case as u32);
            }
        }
    }
    let steps = named(procedure);
    let factorials = statistics::Factorials::up_to(log.len());
    let rows: Vec<Set> = found
        .values()
        .map(|(_, cases)| {
            let mut row = Set::none(log.len());
            cases.iter().for_each(|&case| row.add(case as usize));
            row
        })
        .collect();
    let groups = explain::groups(log);
    let explained = explain::explain(&rows, log.len(), &groups, &factorials);
    let time = Times::of(log);
    let mut deviations = Vec::new();
    for (((what, (occurrences, cases)), row), explained) in found.into_iter().zip(&rows).zip(explained) {
        let step = what.step.map(|step| steps[step].clone());
        let accepted = acceptance.reason(what.class, step.as_ref().map(|step| step.id.as_str()), &what.detail);
        let among = explained.first().map(|(place, told)| (&groups[*place], told));
        deviations.push(Deviation {
            class: what.class,
            step,
            detail: what.detail.clone(),
            occurrences,
            share: cases.len() as f64 / log.len() as f64,
            trend: time.trend(row),
            changed: time.changed(row, among, calendar, &factorials),
            time: time.impact(log, row),
            explained: explained.into_iter().map(|(_, told)| told).collect(),
            cases,
            accepted,
        });
    }
    deviations.sort_by_key(|deviation| (deviation.accepted.is_some(), std::cmp::Reverse(deviation.cases.len())));
    deviations
}

/// The cases of a log that tell their time, the earliest first.
struct Times {
    order: Vec<(Moment, usize)>,
}

impl Times {
    fn of(log: &Log) -> Self {
        let begin = |case: Case<'_>| case.events().find_map(|event| event.time());
        let mut order: Vec<_> = log.cases().filter_map(|case| Some((begin(case)?, case.index))).collect();
        order.sort();
        Self { order }
    }

    fn trend(&self, row: &Set) -> Vec<Period> {
        let size = self.order.len().div_ceil(PERIODS).max(1);
        let period = |cases: &[(Moment, usize)]| Period {
            from: written(cases[0].0),
            cases: cases.len(),
            deviating: cases.iter().filter(|(_, case)| row.has(*case)).count(),
        };
        self.order.chunks(size).map(period).collect()
    }

    /// When a deviation became more frequent, or less: among the cases that explain it best, otherwise among all.
    fn changed(
        &self,
        row: &Set,
        among: Option<(&explain::Group, &Explanation)>,
        calendar: &Calendar,
        factorials: &statistics::Factorials,
    ) -> Option<Changed> {
        let within = |members: Option<&Set>| -> Option<(Changed, f64)> {
            let cases: Vec<_> =
                self.order.iter().filter(|(_, case)| members.is_none_or(|members| members.has(*case))).collect();
            let hits: Vec<bool> = cases.iter().map(|(_, case)| row.has(*case)).collect();
            let change = statistics::change(&hits, factorials)?;
            let moment = jiff::Timestamp::from_microsecond(cases[change.at].0.0).ok()?;
            let changed = Changed {
                on: calendar.timezone.civil(moment).date().to_string(),
                before: change.before as f64 / change.at as f64,
                since: change.after as f64 / (cases.len() - change.at) as f64,
                chance: change.chance,
                among: None,
            };
            Some((changed, change.chance))
        };
        let whole = within(None);
        let part = among.and_then(|(group, told)| {
            let (changed, chance) = within(Some(&group.members))?;
            let among = Some(format!("{} {}", told.attribute, told.condition));
            Some((Changed { among, ..changed }, chance))
        });
        let sure = |found: Option<(Changed, f64)>| {
            found.filter(|(_, chance)| *chance < SURE_CHANGE).map(|(changed, _)| changed)
        };
        sure(part).or_else(|| sure(whole))
    }

    fn impact(&self, log: &Log, row: &Set) -> Option<TimeImpact> {
        let took = |deviating: bool| {
            let lasts = |case: usize| {
                let mut times = log.case(case).events().filter_map(|event| event.time());
                let first = times.next()?;
                let last = times.next_back().unwrap_or(first);
                Some((last.0 - first.0) / 1_000_000)
            };
            statistics::median((0..log.len()).filter(|case| row.has(*case) == deviating).filter_map(lasts).collect())
        };
        Some(TimeImpact { with: took(true)?, without: took(false)? })
    }
}

fn written(moment: Moment) -> String {
    jiff::Timestamp::from_microsecond(moment.0).map_or_else(|_| String::new(), |moment| moment.to_string())
}

fn fitness<S: serde::Serializer>(fitness: &Fitness, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap as _;
    let mut map = serializer.serialize_map(Some(5))?;
    map.serialize_entry("fitting", &fitness.fitting)?;
    map.serialize_entry("mean", &fitness.mean)?;
    map.serialize_entry("log", &fitness.log)?;
    map.serialize_entry("lower", &fitness.lower)?;
    map.serialize_entry("cost", &fitness.cost)?;
    map.end()
}
