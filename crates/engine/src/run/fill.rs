//! Values that come from a screen or a program, read for the fields that they fill.
//!
//! Refuses files that whoever sends them did not bring and does not see in the run, and files whose size is another.

use std::collections::BTreeMap;

use interpreter::id::{RunId, TaskId};
use interpreter::state::{EffectRequest, TaskKind};
use procedure::document::{Field, ProcedureId, Verb};
use procedure::value::{File, Value, Values};
use serde_json::Value as Json;

use super::change::Changed;
use super::live::Live;
use super::start::{Beginning, Which};
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::screen::{filled, shown};

/// Most names that are sent at once.
const MOST_NAMES: usize = 1_000;

/// Values by name, as plain JSON: numbers may be texts, so that no digit is lost.
pub type Sent = BTreeMap<String, Json>;

impl Engine {
    /// The values of a form of the run. `task`: whose form it is.
    pub async fn fill(&self, caller: &Caller, run: &RunId, task: Option<TaskId>, sent: &Sent) -> Result<Values, Error> {
        let live = self.look(run).await?;
        match task {
            Some(task) => self.allow_task(caller, (run, &live), task, Deed::Read, "see this task")?,
            None => self.allow_run(caller, &live, Deed::Read, "see this run")?,
        }
        let step = task.and_then(|task| {
            let activation = live.state.tasks.get(&task)?.activation;
            live.program.place(&live.state.activations.get(&activation)?.step)
        });
        let returned = |name: &str| match step.map(|place| &place.step.verb) {
            Some(Verb::Agent { agent }) => agent.returns.get(name),
            _ => None,
        };
        let field = |name: &str| live.program.procedure.data.get(name).or_else(|| returned(name));
        self.read_sent((caller, Some(&live)), sent, &field).await
    }

    /// Other arguments for what a machine is about to ask of another system: what stands where a number stood and reads
    /// as one is that number, so that what a screen sends back unchanged is unchanged.
    pub async fn fill_arguments(
        &self,
        caller: &Caller,
        run: &RunId,
        task: TaskId,
        sent: &Sent,
    ) -> Result<Values, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        let prepared = live.state.tasks.get(&task).and_then(|task| match &task.kind {
            TaskKind::Confirm { request: EffectRequest::Call { arguments, .. } } => Some(arguments),
            _ => None,
        });
        let mut values = self.read_sent((caller, Some(&live)), sent, &|_| None).await?;
        for (name, value) in &mut values {
            if let Some(before) = prepared.and_then(|arguments| arguments.get(name)) {
                let unchanged = shown(&live.program.mask.value(name, before)) == shown(value);
                match (before, &*value) {
                    _ if unchanged => *value = before.clone(),
                    (Value::Number(_), Value::Text(text)) => {
                        if let Ok(number) = text.trim().parse() {
                            *value = Value::Number(number);
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(values)
    }

    /// Starts a run of a publication by hand, the latest where no number is given, with values as a screen sends them. An
    /// older one is started by those who may publish: going back to it has what it lacks, such as an approval, left out.
    pub async fn start_filled(
        &self,
        caller: &Caller,
        procedure: &ProcedureId,
        number: Option<u32>,
        sent: &Sent,
        idempotency_key: Option<String>,
    ) -> Result<Changed, Error> {
        let (publication, document) = self.procedure(caller, procedure, number).await?;
        let (latest, current) = self.procedure(caller, procedure, None).await?;
        if publication.number != latest.number {
            let thing = Thing::Procedure { procedure: &document, before: Some(&current) };
            self.allow(caller, Deed::Act, thing, "start an older publication")?;
        }
        let data = self.read_sent((caller, None), sent, &|name| document.data.get(name)).await?;
        let which = Which::Number(publication.procedure, publication.number);
        self.start(caller, which, Beginning { data, idempotency_key, ..Beginning::default() }).await
    }

    /// Refuses values that hold files of others. `run`: where the values go, if it has begun.
    pub async fn judge_files(&self, caller: &Caller, run: Option<&RunId>, values: &Values) -> Result<(), Error> {
        let live = match run {
            Some(run) => Some(self.look(run).await?),
            None => None,
        };
        for (name, value) in values {
            self.are_theirs(caller, live.as_ref(), name, value).await?;
        }
        Ok(())
    }

    async fn are_theirs(&self, caller: &Caller, live: Option<&Live>, name: &str, value: &Value) -> Result<(), Error> {
        let mut files = Vec::new();
        find_files(value, &mut files);
        for file in files {
            self.is_theirs(caller, live, (name, file)).await?;
        }
        Ok(())
    }

    async fn read_sent<'a>(
        &self,
        (caller, live): (&Caller, Option<&Live>),
        sent: &Sent,
        field: &(dyn Fn(&str) -> Option<&'a Field> + Sync),
    ) -> Result<Values, Error> {
        if sent.len() > MOST_NAMES {
            let because = format!("{} names are sent, and {MOST_NAMES} are the most", sent.len());
            return Err(Error::Invalid { what: "the values", because });
        }
        let mut values = Values::new();
        for (name, json) in sent {
            let field = field(name);
            let value = filled(field, json)
                .map_err(|because| Error::Invalid { what: "the values", because: format!("`{name}`: {because}") })?;
            let value = match field.map(|field| field.accept(value.clone())) {
                // Only what is accepted is known to be files; what is not is refused by the run, in its words.
                Some(Ok(accepted)) => accepted,
                Some(Err(_)) | None => value,
            };
            self.are_theirs(caller, live, name, &value).await?;
            values.insert(name.clone(), value);
        }
        Ok(values)
    }
}

fn find_files<'a>(value: &'a Value, found: &mut Vec<&'a File>) {
    match value {
        Value::File(file) => found.push(file),
        Value::List(items) => items.iter().for_each(|item| find_files(item, found)),
        Value::Object(parts) => parts.values().for_each(|part| find_files(part, found)),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Moment(_)
        | Value::Duration(_) => {}
    }
}
