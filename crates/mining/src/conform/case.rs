//! One case beside a procedure: move by move, with what departs at each.

use procedure::document::Procedure;
use serde::Serialize;

use super::deviation::{Class, StepNamed};
use super::judge::Found;
use super::{Options, Prepared, named, words};
use crate::align::Move;
use crate::log::{Activity, Log};
use crate::performance::{completed, completions};

/// One move of a case beside a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseMove {
    pub kind: MoveKind,
    /// Which of the case's events; nothing where the procedure alone moves.
    pub event: Option<u32>,
    /// The step that is done, or should have been; nothing for what the procedure does not have here.
    pub step: Option<StepNamed>,
    /// What departs here.
    pub found: Vec<CaseFinding>,
}

/// Who moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// The case does what the procedure says.
    Both,
    /// The case does what the procedure does not have here.
    Log,
    /// The procedure has a step here that the case does not do.
    Model,
}

/// Something that departs in one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseFinding {
    pub class: Class,
    pub step: Option<StepNamed>,
    /// As in [`super::Deviation`]: class, step and detail together say which deviation it is.
    pub detail: String,
    pub words: String,
    /// Why it is accepted, where it is.
    pub accepted: Option<String>,
}

/// One case beside a procedure, as [`super::conform`] compares it, in an order that the procedure allows; the case's events keep theirs. What departs is what
/// [`super::conform`] finds in this case. Steps that the procedure no longer asks for, after one of its exceptions ended
/// the case, are not told.
///
/// # Panics
/// If the log has no such case.
pub fn case(procedure: &Procedure, log: &Log, case: usize, options: &Options<'_>) -> Vec<CaseMove> {
    let first = log.range(case).start;
    let completions = completions(log, log.range(case));
    // Which of the case's events one of those that are compared is.
    let own =
        |event: u32| completions.as_ref().map_or(event, |completions| (completions[event as usize] - first) as u32);
    let log = &*completed(log);
    let prepared = Prepared::new(procedure, log, options.mapping);
    let calendar = procedure.calendar.as_ref().unwrap_or(options.calendar);
    let judge = prepared.judge(procedure, log, calendar);
    let case = log.case(case);
    let labels: Vec<Activity> =
        case.trace().iter().map(|activity| prepared.labels.of_activity[activity.index()]).collect();
    let alignment = prepared.model.align(&labels, options.budget);
    let mut all = judge.flow(case.trace(), &labels, &alignment);
    all.extend(judge.data(case, &alignment));

    let steps = named(procedure);
    let moves = alignment.moves.iter().map(|one| {
        let (kind, event, step) = match one {
            Move::Both { event, leaf } => (MoveKind::Both, Some(own(*event)), judge.step_of(*leaf)),
            Move::Log { event } => (MoveKind::Log, Some(own(*event)), None),
            Move::Model { leaf } => (MoveKind::Model, None, judge.step_of(*leaf)),
        };
        CaseMove { kind, event, step: step.map(|step| steps[step].clone()), found: Vec::new() }
    });
    let mut moves: Vec<CaseMove> = moves.collect();
    for Found { what, at, instead } in all {
        let step = what.step.map(|step| steps[step].clone());
        let accepted = options.acceptance.reason(what.class, step.as_ref().map(|step| step.id.as_str()), &what.detail);
        let words = words::title(what.class, step.as_ref(), &what.detail);
        let finding = CaseFinding { class: what.class, step, detail: what.detail, words, accepted };
        if let (Some(place), Some(step)) = (instead, &finding.step) {
            let words = words::expected_here(step);
            moves[place].found.push(CaseFinding { words, ..finding.clone() });
        }
        // What shows before all moves is told with the first.
        if let Some(one) = moves.get_mut(at.unwrap_or(0)) {
            one.found.push(finding);
        }
    }
    moves.retain(|one| one.kind != MoveKind::Model || !one.found.is_empty());
    moves
}
