//! Which activities of a log are which steps of a procedure: guessed, and as somebody said.

use std::collections::{BTreeMap, BTreeSet};

use mining::conform::Mapping;
use procedure::document::{Procedure, ProcedureId};
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Filter, LogId, Watched, runs};
use crate::access::Deed;
use crate::directory::{Caller, Upon};
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Claim, ClaimKind, Collection, Record, StoreError, Write};

/// Most activities of which somebody says something, and the longest name of one, in bytes.
const MOST_SAID: usize = 10_000;
const LONGEST_NAME: usize = 64 << 10;

/// What somebody said, as it is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Said {
    activities: BTreeMap<String, Vec<String>>,
    /// Counts how often it was said.
    revision: u64,
}

/// Which activities are which steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActivityMapping {
    /// The most frequent first.
    pub activities: Vec<ActivityMapped>,
    /// What `If-Match` is to say for the next change.
    pub etag: String,
}

/// An activity, and the steps it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActivityMapped {
    pub activity: String,
    /// How often it was done.
    pub times: u64,
    /// The steps' ids; none where it is no step.
    pub steps: Vec<String>,
    /// Whether this was guessed from the names, and nobody said it.
    pub guessed: bool,
}

fn key(log: &LogId, procedure: &ProcedureId) -> String {
    format!("{log} {procedure}")
}

fn etag(key: &str, said: &Said) -> String {
    ContentHash::of(format!("{key} {}", said.revision).as_bytes()).short()
}

impl Engine {
    async fn said(&self, key: &str) -> Result<Said, Error> {
        let Some(value) = self.store().record_of(Collection::Mappings, key).await? else { return Ok(Said::default()) };
        serde_json::from_str(&value).map_err(|error| {
            StoreError::Damaged { what: format!("the mapping of {key}"), because: error.to_string() }.into()
        })
    }

    /// Which activities of a log are which steps: what can be guessed, and above it what was said. What was said of steps
    /// that this version of the procedure has not is not counted. For whoever has passed the gates of both.
    pub(crate) async fn mapping_for(&self, watched: &Watched, procedure: &Procedure) -> Result<Mapping, Error> {
        let said = self.said(&key(&watched.id, &procedure.id)).await?;
        Ok(mapping(watched, procedure, &said))
    }

    /// The same to be looked at and changed.
    pub async fn activity_mapping(
        &self,
        caller: &Caller,
        log: &LogId,
        procedure: &ProcedureId,
    ) -> Result<ActivityMapping, Error> {
        let watched = self.watched(caller, log, &Filter::default()).await?;
        let (_, document) = self.procedure(caller, procedure, None).await?;
        let key = key(log, procedure);
        let said = self.said(&key).await?;
        let mapping = mapping(&watched, &document, &said);
        let mut times = vec![0_u64; watched.log.activities().len()];
        for case in watched.log.cases() {
            case.trace().iter().for_each(|activity| times[activity.index()] += 1);
        }
        let activities = watched.log.activities().iter().zip(times);
        let mut activities: Vec<ActivityMapped> = activities
            .map(|((_, name), times)| ActivityMapped {
                activity: name.to_owned(),
                times,
                steps: mapping.steps(name).iter().map(ToString::to_string).collect(),
                guessed: !said.activities.contains_key(name),
            })
            .collect();
        activities.sort_by(|one, other| (other.times, &one.activity).cmp(&(one.times, &other.activity)));
        Ok(ActivityMapping { activities, etag: etag(&key, &said) })
    }

    /// Says which activities are which steps, upon what the caller saw: in the place of all that was said before. An
    /// activity that is not named is guessed.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the procedure has no such step, or the log no such activity.
    pub async fn map_activities(
        &self,
        caller: &Caller,
        (log, procedure): (&LogId, &ProcedureId),
        upon: Upon<'_>,
        activities: BTreeMap<String, Vec<String>>,
    ) -> Result<ActivityMapping, Error> {
        self.about_log(caller, Deed::Act, log).await?;
        let invalid = |because: String| Error::Invalid { what: "the mapping", because };
        if *log == LogId::Runs(procedure.clone()) {
            return Err(invalid("the runs of a procedure are its own steps; there is nothing to map".to_owned()));
        }
        if activities.len() > MOST_SAID || activities.keys().any(|name| name.len() > LONGEST_NAME) {
            return Err(invalid(format!("it names more than {MOST_SAID} activities, or one that is too long")));
        }
        let watched = self.watched(caller, log, &Filter::default()).await?;
        let (_, document) = self.procedure(caller, procedure, None).await?;
        let mut judged = Mapping::default();
        for (activity, steps) in &activities {
            if watched.log.activities().find(activity).is_none() {
                let name: String = activity.chars().take(80).collect();
                return Err(invalid(format!("the log has no activity `{name}`")));
            }
            judged.say(&document, activity, steps).map_err(|unknown| invalid(unknown.to_string()))?;
        }
        let key = key(log, procedure);
        let before = self.said(&key).await?;
        upon.judge("the mapping", Some(&etag(&key, &before)))?;
        let distinct = |steps: Vec<String>| steps.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let activities = activities.into_iter().map(|(activity, steps)| (activity, distinct(steps))).collect();
        let after = Said { activities, revision: before.revision + 1 };
        let value = serde_json::to_string(&after).expect("a mapping has a JSON form");
        let writes = vec![Write::Record(Record { collection: Collection::Mappings, id: key.clone(), value })];
        // Of two that were made upon the same state one is refused.
        let claim = Claim {
            kind: ClaimKind::Request,
            key: format!("mapping {key} {}", before.revision),
            by: key.clone(),
            value: None,
        };
        let actor = self.directory().standing(caller, Some(&document), self.now()).actor;
        let payload = serde_json::json!({"before": before.activities, "after": after.activities});
        match self.enter(ChangeKind::MappingSaid, &key, actor, &payload, writes, vec![claim]).await {
            Ok(_) => self.activity_mapping(caller, log, procedure).await,
            Err(Error::Store(StoreError::ClaimTaken { .. })) => {
                let what = "somebody changed this mapping since you opened it; look at it again".to_owned();
                Err(Error::ChangedMeanwhile { what })
            }
            Err(other) => Err(other),
        }
    }

    /// What removes all that was said of a log's activities.
    pub(super) async fn mappings_of(&self, log: &LogId) -> Result<Vec<Write>, Error> {
        let of = format!("{log} ");
        let all = self.store().records(Collection::Mappings).await?.into_iter();
        let own = all.filter(|record| record.id.starts_with(&of));
        Ok(own.map(|record| Write::RemoveRecord { collection: Collection::Mappings, id: record.id }).collect())
    }
}

fn mapping(watched: &Watched, procedure: &Procedure, said: &Said) -> Mapping {
    if watched.id == LogId::Runs(procedure.id.clone()) {
        return runs::mapping(procedure, &watched.log);
    }
    let mut mapping = Mapping::guess(procedure, &watched.log);
    for (activity, steps) in &said.activities {
        let known: Vec<String> = steps.iter().filter(|step| procedure.step(step).is_some()).cloned().collect();
        mapping.say(procedure, activity, &known).expect("these are steps of the procedure");
    }
    mapping
}
