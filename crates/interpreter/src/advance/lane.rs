//! The next step of a block.

use procedure::document::StepId;

use crate::decide::Decision;
use crate::event::{BlockDone, StepEntered};
use crate::id::ActivationId;
use crate::state::{Lane, LaneState};

/// Enters the lane's next step, or finds it done.
pub(super) fn go_on(run: &mut Decision<'_>, parent: Option<ActivationId>, lane: &Lane) {
    let Some(at) = run.state.lane(parent, lane) else { return };
    let next = match at {
        LaneState::Start => {
            run.state.block_of(parent, lane).and_then(|block| run.program.block(&block).first().cloned())
        }
        LaneState::Next(step) => Some(step.clone()),
        LaneState::After(step) => run.program.after(step).cloned(),
        LaneState::Running(_) | LaneState::Done => return,
    };
    match (next, parent) {
        (Some(step), _) => enter(run, parent, lane, step),
        (None, Some(activation)) => run.emit(BlockDone { activation, lane: lane.clone() }),
        (None, None) => super::success::complete(run),
    }
}

fn enter(run: &mut Decision<'_>, parent: Option<ActivationId>, lane: &Lane, step: StepId) {
    let visit = run.state.visits.get(&step).copied().unwrap_or(0) + 1;
    let activation = run.next_activation();
    run.emit(StepEntered { activation, step, parent, lane: lane.clone(), visit });
}
