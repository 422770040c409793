//! Blocks: what their lanes lead to.

use procedure::document::{BranchId, Group, Join, Together, Verb};

use super::values::LIMITS;
use super::{each, judge, lane, repeat};
use crate::decide::Decision;
use crate::event::{BlockOpened, GroupOpened, TogetherOpened, UntilJudged};
use crate::id::ActivationId;
use crate::state::{Lane, LaneState, Outcome, Work};

pub(super) fn begin_group(run: &mut Decision<'_>, id: ActivationId, group: &Group) {
    if group.until.is_none() {
        return run.emit(BlockOpened { activation: id, lanes: vec![Lane::Body] });
    }
    run.emit(GroupOpened { activation: id });
}

pub(super) fn begin_together(run: &mut Decision<'_>, id: ActivationId, together: &Together) {
    let branches: Vec<BranchId> = together.branches.keys().cloned().collect();
    if branches.is_empty() {
        return judge::done(run, id, Outcome::Completed);
    }
    run.emit(TogetherOpened { activation: id, branches, any: together.join == Join::Any });
}

/// Takes a block one step further: a lane's next step, or its end.
pub(super) fn go_on(run: &mut Decision<'_>, id: ActivationId) {
    if let Work::Group { judged } = run.activation(id).work
        && !go_on_in_group(run, id, judged)
    {
        return;
    }
    let activation = run.activation(id);
    if let Work::Each(_) = activation.work {
        return each::go_on(run, id);
    }
    // The first branch done ends the others before they take another step.
    if let Work::Together { any: true } = activation.work
        && activation.lanes.any_done()
    {
        return judge::done(run, id, Outcome::Completed);
    }
    if let Some(next) = ready_lane(run, id) {
        return lane::go_on(run, Some(id), &next);
    }
    match run.activation(id).work {
        Work::Repeat { pass } => repeat::after_pass(run, id, pass),
        Work::Block
        | Work::Group { .. }
        | Work::Together { .. }
        | Work::None
        | Work::Person { .. }
        | Work::Approve { .. }
        | Work::Effect { .. }
        | Work::Each(_)
        | Work::Wait { .. } => judge::done(run, id, Outcome::Completed),
    }
}

pub(super) fn ready_lane(run: &Decision<'_>, id: ActivationId) -> Option<Lane> {
    let lanes = &run.activation(id).lanes;
    // Branches are begun in the order of the document, whatever they are called.
    if let Work::Together { .. } = run.activation(id).work
        && let Verb::Together { together } = &run.step_of(id).verb
    {
        let branches = together.branches.keys().map(|branch| Lane::Branch(branch.clone()));
        if let Some(lane) = branches.into_iter().find(|lane| lanes.get(lane).is_some_and(LaneState::is_ready)) {
            return Some(lane);
        }
    }
    lanes.first_ready()
}

/// Judges a group's `until` on entry and after each step, its `recheck` first. True when its steps may go on.
fn go_on_in_group(run: &mut Decision<'_>, id: ActivationId, judged: bool) -> bool {
    if judged {
        return true;
    }
    let step = run.step_of(id);
    let Verb::Group { group } = &step.verb else { return true };
    let Some(until) = &group.until else { return true };
    if group.recheck.is_some() {
        match run.activation(id).lanes.get(&Lane::Recheck) {
            None => {
                run.emit(BlockOpened { activation: id, lanes: vec![Lane::Recheck] });
                return false;
            }
            Some(LaneState::Done) => {}
            Some(_) => {
                lane::go_on(run, Some(id), &Lane::Recheck);
                return false;
            }
        }
    }
    let names = run.names(id);
    let holds = until.holds(&names, &LIMITS);
    let inputs = until.explain(&names, &LIMITS);
    match holds {
        Ok(true) => judge::done(run, id, Outcome::Completed),
        // Unknown means not yet.
        Ok(false) | Err(procedure::expression::Failure::Unknown { .. }) => {
            run.emit(UntilJudged { activation: id, inputs });
        }
        Err(failure) => super::values::raise_failure(run, id, "until", &failure),
    }
    false
}
