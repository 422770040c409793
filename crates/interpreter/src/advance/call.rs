//! What reaches outside: calls, agents, documents, notices, sub-procedures; and who may let them go out.

use indexmap::IndexMap;
use procedure::document::{AutonomyLevel, Name, Recipient, RoleRef, Save, Step, Verb};
use procedure::expression::Failure;
use procedure::template::Template;
use procedure::value::{Value, Values};

use super::values::{LIMITS, Trouble, compute, raise_failure, raise_trouble, role_of_step, typed};
use crate::decide::Decision;
use crate::event::{EffectRequested, TaskOpened};
use crate::id::{ActivationId, PersonId};
use crate::state::{Addressee, EffectRequest, TaskKind};

/// Prepares the request; sends it, or gives it to a person first.
pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId, step: &Step) {
    let request = match request(run, id, &step.verb) {
        Ok(request) => request,
        Err(Trouble::Failure(failure)) => return raise_failure(run, id, "with", &failure),
        Err(trouble @ (Trouble::Missing(_) | Trouble::Refused(_))) => return raise_trouble(run, id, "with", trouble),
    };
    let level = autonomy(run, step);
    let kind = match level {
        AutonomyLevel::Auto => return send(run, id, step, request),
        AutonomyLevel::Confirm => TaskKind::Confirm { request },
        AutonomyLevel::Human => TaskKind::ByHand {
            fields: save_fields(&step.verb),
            suggested: Some(request),
            because: "a person does this by hand".to_owned(),
        },
    };
    let (task, due, candidates) = (run.next_task(), run.activation(id).due, role_of_step(run, id));
    run.emit(TaskOpened { task, activation: id, kind, candidates, assignee: None, due, returned: Vec::new() });
}

/// How far the machine may go at this step: its own autonomy, under the deployment's cap.
pub(super) fn autonomy(run: &Decision<'_>, step: &Step) -> AutonomyLevel {
    let own = step.autonomy.as_ref().map_or(AutonomyLevel::Auto, |autonomy| autonomy.level);
    // Only what acts on the world or decides is capped; telling people and rendering are not.
    let capped = matches!(step.verb, Verb::Call(_) | Verb::Agent { .. } | Verb::Decide { .. } | Verb::Approve { .. });
    match run.state.autonomy_cap {
        Some(cap) if capped => own.min(cap),
        Some(_) | None => own,
    }
}

/// Sends a request under a new key.
pub(crate) fn send(run: &mut Decision<'_>, id: ActivationId, step: &Step, request: EffectRequest) {
    let once = match &step.verb {
        Verb::Call(call) => call.once.as_ref(),
        _ => None,
    };
    let once = match once.map(|formula| formula.evaluate(&run.names(id), &LIMITS)) {
        None => None,
        Some(Ok(Value::Null)) => {
            let unknown = Failure::Unknown { name: "once".into() };
            return raise_failure(run, id, "once", &unknown);
        }
        Some(Ok(value)) => Some(super::values::in_words(&value, run.program.calendar.timezone.time_zone())),
        Some(Err(failure)) => return raise_failure(run, id, "once", &failure),
    };
    let effect = run.next_effect();
    let key = format!("{}-{effect}", run.state.run.as_ref().map_or("", |id| id.as_str()));
    run.emit_by_cause(EffectRequested { effect, activation: id, request, key, once, attempt: 1 });
}

/// The names that a result is kept under.
pub(crate) fn save_fields(verb: &Verb) -> Vec<Name> {
    let save = match verb {
        Verb::Call(call) => call.save.as_ref(),
        Verb::Procedure(procedure) => procedure.save.as_ref(),
        Verb::Document { save, .. } | Verb::Wait { save, .. } => save.as_ref(),
        Verb::Agent { agent } => return agent.returns.keys().cloned().collect(),
        _ => None,
    };
    match save {
        None => Vec::new(),
        Some(Save::Whole(name)) => vec![name.clone()],
        Some(Save::Parts(parts)) => parts.keys().cloned().collect(),
    }
}

/// What a step keeps of a result.
pub(crate) fn keep(run: &Decision<'_>, id: ActivationId, result: &Value) -> Result<Values, Trouble> {
    let step = run.step_of(id);
    let save = match &step.verb {
        Verb::Call(call) => call.save.as_ref(),
        Verb::Procedure(procedure) => procedure.save.as_ref(),
        Verb::Document { save, .. } | Verb::Wait { save, .. } => save.as_ref(),
        Verb::Agent { agent } => return returns(agent.returns.iter(), result),
        _ => None,
    };
    let kept = match save {
        None => Values::new(),
        Some(Save::Whole(name)) => Values::from([(name.as_str().to_owned(), result.clone())]),
        Some(Save::Parts(parts)) => {
            // What a wait keeps is of the event that came; of anything else it is of the result.
            let event = super::wait::envelope(result);
            let names = match &step.verb {
                Verb::Wait { .. } => run.names(id).with("event", &event),
                _ => run.names(id).with("result", result),
            };
            compute(&names, parts).map_err(Trouble::Failure)?
        }
    };
    typed(run, kept)
}

/// What an agent must return, as its types have it. Untrusted: anything else it says is dropped.
pub(crate) fn returns<'a>(
    fields: impl Iterator<Item = (&'a Name, &'a procedure::document::Field)>,
    result: &Value,
) -> Result<Values, Trouble> {
    let Value::Object(given) = result else {
        return Err(Trouble::Refused(vec![format!("the agent returned {}, where an object is wanted", result.kind())]));
    };
    let mut kept = Values::new();
    for (name, field) in fields {
        match given.get(name.as_str()).filter(|value| !value.is_null()) {
            Some(value) => {
                let value = super::values::accept(name, field, value.clone()).map_err(Trouble::Refused)?;
                kept.insert(name.as_str().to_owned(), value);
            }
            None if field.optional => {
                kept.insert(name.as_str().to_owned(), Value::Null);
            }
            None => return Err(Trouble::Missing(name.as_str().to_owned())),
        }
    }
    Ok(kept)
}

fn request(run: &Decision<'_>, id: ActivationId, verb: &Verb) -> Result<EffectRequest, Trouble> {
    let names = run.names(id);
    let render = |template: &Template| super::values::render(run, id, template).map_err(Trouble::Failure);
    match verb {
        Verb::Call(call) => {
            let arguments = call
                .with
                .iter()
                .map(|(name, formula)| Ok((name.clone(), formula.evaluate(&names, &LIMITS).map_err(Trouble::Failure)?)))
                .collect::<Result<Values, Trouble>>()?;
            Ok(EffectRequest::Call { action: call.call.clone(), arguments })
        }
        Verb::Agent { agent } => Ok(EffectRequest::Agent {
            goal: render(&agent.goal)?,
            tools: agent.tools.iter().map(tool).collect(),
            turns: agent.limits.turns,
            tokens: agent.limits.tokens,
            seconds: agent.limits.time.and_then(|time| match time {
                procedure::time::Duration::Elapsed(seconds) => Some(seconds),
                procedure::time::Duration::WorkingDays(_) | procedure::time::Duration::WorkingHours(_) => None,
            }),
            returns: agent.returns.keys().cloned().collect(),
        }),
        Verb::Document { document, .. } => Ok(EffectRequest::Document {
            // A document is the record itself: it holds what it is about unmasked; `check` says where that may not be.
            text: document.template.render(&names, &LIMITS).map_err(Trouble::Failure)?.text,
            format: document.format.into(),
            name: match &document.name {
                Some(name) => render(name)?,
                None => run.activation(id).step.to_string(),
            },
        }),
        Verb::Notify { notify } => Ok(EffectRequest::Notify {
            to: addressee(run, id, &notify.to)?,
            subject: notify.subject.as_ref().map(&render).transpose()?,
            text: render(&notify.text)?,
        }),
        Verb::Procedure(call) => {
            let data: IndexMap<Name, _> = call.with.clone();
            Ok(EffectRequest::Procedure {
                procedure: call.procedure.clone(),
                data: compute(&names, &data).map_err(Trouble::Failure)?,
            })
        }
        Verb::Person { .. }
        | Verb::Approve { .. }
        | Verb::Set { .. }
        | Verb::Decide { .. }
        | Verb::Group { .. }
        | Verb::Together { .. }
        | Verb::Repeat { .. }
        | Verb::Each { .. }
        | Verb::Wait { .. }
        | Verb::Raise { .. }
        | Verb::End { .. } => Err(Trouble::Refused(vec!["this step asks nothing of another system".into()])),
    }
}

fn tool(tool: &procedure::document::Tool) -> String {
    match tool {
        procedure::document::Tool::Action(action) => action.to_string(),
        procedure::document::Tool::All(connector) => format!("{connector}.*"),
    }
}

fn addressee(run: &Decision<'_>, id: ActivationId, to: &Recipient) -> Result<Addressee, Trouble> {
    match to {
        Recipient::Role(role @ (RoleRef::Role(_) | RoleRef::Field(_))) => super::person::role(run, id, role)
            .map(Addressee::Role)
            .ok_or_else(|| Trouble::Refused(vec!["`to` names no role of this procedure".into()])),
        Recipient::Person { person } => match person.evaluate(&run.names(id), &LIMITS).map_err(Trouble::Failure)? {
            Value::Text(name) => Ok(Addressee::Person(PersonId::new(name))),
            Value::Null => Err(Trouble::Missing("to".into())),
            other => Err(Trouble::Refused(vec![format!("`to` is {}, where a person's name is wanted", other.kind())])),
        },
    }
}
