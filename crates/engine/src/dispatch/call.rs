//! A call of another system: its place, its time limit, and what is known when it fails.

use std::sync::Arc;

use interpreter::id::{EffectId, RunId};
use interpreter::state::Effect;
use jiff::{SignedDuration, Timestamp};
use procedure::document::Action;
use procedure::value::{Value, Values};
use tokio::sync::Semaphore;

use super::effect::Outcome;
use super::locked;
use crate::derive;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::Begun;
use crate::port::{Certainty, Failure, Link, Repeat, Request};

/// How many of its time limits a call that did not answer is listened to, so that a late answer is journalled.
const PATIENCE: i32 = 10;

impl Engine {
    pub(super) async fn call(
        &self,
        run: &RunId,
        id: EffectId,
        effect: &Effect,
        action: Action,
        arguments: Values,
    ) -> Result<Outcome, Error> {
        let Some(link) = self.inner.ports.connectors.link(&action.connector) else {
            let known = self.inner.ports.connectors.names().join(", ");
            let message = format!("no connector `{}` is configured (there are: {known})", action.connector);
            return Ok(Outcome::failed("no-connector", message));
        };
        let Some(repeat) = self.repeat(&link, &action) else {
            let message = format!("the connector `{}` has no action `{}`", action.connector, action.action);
            return Ok(Outcome::failed("no-action", message));
        };
        let places = self.places(&action.connector, link.concurrency);
        let place = places.acquire_owned().await.expect("places are never closed");
        // Whether it went out must be known after a crash where a second request would be a second effect.
        let mut again = false;
        let noted = repeat == Repeat::Never || effect.once.is_some();
        if noted {
            match self.store().begin(run, id, effect.attempt).await? {
                Begun::Go => {}
                Begun::Again if repeat == Repeat::Never => return Ok(in_doubt(&action)),
                Begun::Again => again = true,
                Begun::Gone => return Ok(Outcome::Later),
                Begun::Done { value, .. } => return Ok(reused(&value)),
                Begun::Doubtful { by } => {
                    let message = format!(
                        "run {by} sent a request of `{action}` under the same `once` key, and nobody knows whether it was carried out"
                    );
                    return Ok(doubtful(message));
                }
                Begun::Held { .. } => return Ok(Outcome::Behind { once: derive::once(effect).unwrap_or_default() }),
            }
        }
        let request = Request {
            action: action.action.clone(),
            arguments,
            key: effect.key.clone(),
            attempt: effect.attempt,
            time_limit: link.time_limit,
        };
        let connector = Arc::clone(&link.connector);
        let mut call = tokio::spawn(async move { connector.call(&request).await });
        let answer = tokio::select! {
            answer = &mut call => Some(answer),
            () = self.inner.ports.clock.sleep_until(self.limit(&link, 1)) => None,
        };
        drop(place);
        // Under a `once` key it must stay known that a try may have been carried out, also when a later one was not.
        let failed = |failure: Failure| {
            let watched = effect.once.is_some() && (again || failure.certainty == Certainty::Unknown);
            failed(&action, repeat, watched, failure)
        };
        let Some(answer) = answer else {
            self.listen(run, id, call, self.limit(&link, PATIENCE));
            let seconds = link.time_limit.as_secs_f64();
            let failure = Failure::unknown("timeout", format!("`{action}` did not answer within {seconds} s"));
            return Ok(failed(failure));
        };
        Ok(match answer {
            Ok(Ok(result)) => Outcome::Succeeded { result, reused: false },
            Ok(Err(failure)) => failed(failure),
            Err(crash) => {
                let message = format!("the connector of `{action}` broke off: {crash}");
                failed(Failure::unknown("failure", message))
            }
        })
    }

    /// What the action is; `None` when the connector has none of that name.
    fn repeat(&self, link: &Link, action: &Action) -> Option<Repeat> {
        let mut known = locked(&self.inner.dispatch.repeats);
        *known.entry(action.clone()).or_insert_with(|| {
            let actions = link.connector.actions();
            actions.into_iter().find(|description| description.action == action.action).map(|found| found.repeat)
        })
    }

    fn places(&self, connector: &str, concurrency: usize) -> Arc<Semaphore> {
        let mut places = locked(&self.inner.dispatch.places);
        let places = places.entry(connector.to_owned());
        Arc::clone(places.or_insert_with(|| Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS)))))
    }

    /// So many time limits from now.
    fn limit(&self, link: &Link, times: i32) -> Timestamp {
        let limit = SignedDuration::try_from(link.time_limit).unwrap_or(SignedDuration::MAX);
        let limit = limit.checked_mul(times).unwrap_or(SignedDuration::MAX);
        self.now().checked_add(limit).unwrap_or(Timestamp::MAX)
    }

    /// Waits for the answer of a call that gave up its place, and tells the run when it comes.
    fn listen(
        &self,
        run: &RunId,
        id: EffectId,
        mut call: tokio::task::JoinHandle<Result<Value, Failure>>,
        until: Timestamp,
    ) {
        let (engine, run) = (self.clone(), run.clone());
        tokio::spawn(async move {
            let answer = tokio::select! {
                answer = &mut call => answer,
                () = engine.inner.ports.clock.sleep_until(until) => {
                    call.abort();
                    return;
                }
            };
            // That it failed is no news: it was taken for failed when its time was up.
            let Ok(Ok(result)) = answer else { return };
            let outcome = Outcome::Succeeded { result, reused: false };
            if let Err(error) = engine.settle_effect(&run, id, outcome).await {
                tracing::error!(%run, effect = id.0, %error, "a late answer could not be journalled");
            }
        });
    }

    /// Whether another effect with the `once` key is under way.
    pub(super) async fn is_held(&self, once: &str, run: &RunId, id: EffectId) -> Result<bool, Error> {
        let effects = self.all_effects().await?;
        Ok(effects
            .iter()
            .any(|row| row.once.as_deref() == Some(once) && row.begun > 0 && (&row.run, row.effect) != (run, id)))
    }
}

/// A failure, and whether the same request may go out again. `watched`: if it fails for good, it is in doubt.
fn failed(action: &Action, repeat: Repeat, watched: bool, failure: Failure) -> Outcome {
    let unknown = failure.certainty == Certainty::Unknown;
    if unknown && repeat == Repeat::Never {
        let message = format!(
            "`{action}` may have been carried out, and must not be repeated: {}. A person finds out and settles it",
            failure.message
        );
        return doubtful(message);
    }
    Outcome::Failed { error: failure.error, message: failure.message, repeatable: failure.transient, in_doubt: watched }
}

/// It was noted as sent, and its answer was lost.
fn in_doubt(action: &Action) -> Outcome {
    doubtful(format!(
        "`{action}` was sent and its answer was lost; it may have been carried out, and must not be repeated. A person finds out and settles it"
    ))
}

fn doubtful(message: String) -> Outcome {
    let error = "in-doubt".parse().expect("a kebab-case literal");
    Outcome::Failed { error, message, repeatable: false, in_doubt: true }
}

/// The result that an earlier success under the same `once` key left.
fn reused(value: &str) -> Outcome {
    match serde_json::from_str(value) {
        Ok(result) => Outcome::Succeeded { result, reused: true },
        Err(error) => Outcome::failed("failure", format!("the kept result cannot be read: {error}")),
    }
}
