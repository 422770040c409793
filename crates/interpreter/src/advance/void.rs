//! Approvals whose subject changed.

use procedure::document::{Name, StepId, Verb};
use procedure::value::Value;

use super::raise::{engine_exception, raise_at};
use super::words;
use crate::decide::Decision;
use crate::event::ApprovalVoided;
use crate::id::ActivationId;
use crate::state::{Approval, Lane, LaneState, Phase, Scope, State, Work};

/// Voids approvals, and votes of approvals under way, whose covered names changed since.
pub(super) fn void_approvals(run: &mut Decision<'_>) {
    let standing = run.state.approvals.clone();
    for approval in standing {
        let changed = changed_since(&approval.scopes(&run.state), &approval.covers, approval.given);
        // What was voided before may have sent the run back, and taken this one away.
        if changed.is_empty() || !run.state.approvals.contains(&approval) {
            continue;
        }
        let (step, kept) = (approval.step.clone(), Some(approval.given));
        run.emit(ApprovalVoided { step: step.clone(), changed: changed.clone(), kept, activation: None });
        let Some((site, enter)) = site(run, &approval) else { continue };
        let names = words::names(run, changed.iter().map(|name| name.as_str()));
        let message = format!("{names} changed after {} was approved", words::step(run, &step));
        raise_at(run, site, enter, engine_exception("approval-void"), message, None, Value::Null, true);
    }
    void_votes(run);
}

fn void_votes(run: &mut Decision<'_>) {
    let open: Vec<(ActivationId, u64)> = run
        .state
        .activations
        .iter()
        .filter_map(|(id, activation)| match &activation.work {
            Work::Approve { votes, .. } => votes.iter().map(|vote| vote.sequence).min().map(|first| (*id, first)),
            _ => None,
        })
        .collect();
    for (id, first) in open {
        let step = run.step_of(id);
        let Verb::Approve { approve } = &step.verb else { continue };
        let changed = changed_since(&run.state.scopes(Some(id)), &approve.covers, first);
        if changed.is_empty() || run.activation(id).phase != Phase::Working {
            continue;
        }
        run.emit(ApprovalVoided { step: step.id.clone(), changed, kept: None, activation: Some(id) });
        let returned = vec!["what was approved has changed since; look at it again".to_owned()];
        super::approve::open(run, id, approve, returned);
    }
}

fn changed_since(scopes: &[&Scope], names: &[Name], sequence: u64) -> Vec<Name> {
    let later = |name: &&Name| State::changed_at(scopes.iter().copied(), name).is_some_and(|at| at > sequence);
    names.iter().filter(later).cloned().collect()
}

/// Where the run stands in the lane of the approval, or of a block around it, and the step to enter there again.
fn site(run: &Decision<'_>, approval: &Approval) -> Option<(ActivationId, StepId)> {
    let (mut at, enter) =
        approval.lineage.iter().find_map(|(parent, lane, step)| match run.state.lane(*parent, lane)? {
            LaneState::Running(id) => Some((*id, step.clone())),
            LaneState::Start | LaneState::Next(_) | LaneState::After(_) | LaneState::Done => None,
        })?;
    // A step that waits for its handler stays so; what the handler does is interrupted instead.
    while matches!(run.activation(at).phase, Phase::Raised(_)) {
        at = run.activation(at).lanes.get(&Lane::Handler)?.running()?;
    }
    Some((at, enter))
}
