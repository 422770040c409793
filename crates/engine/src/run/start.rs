//! Starting runs by hand, and events from outside that start or move runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use interpreter::command::{Command, Start, Trigger as Cause};
use interpreter::id::RunId;
use interpreter::{Program, Rejected};
use jiff::Timestamp;
use procedure::document::{Dotted, Procedure, ProcedureId, Trigger};
use procedure::hash::ContentHash;
use procedure::value::{Value, Values};

use super::change::{By, Changed};
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Claim, ClaimKind, Publication, StoreError, Write};
use crate::trigger;

/// What is to be run.
#[derive(Debug, Clone)]
pub enum Which {
    /// The latest publication.
    Latest(ProcedureId),
    Number(ProcedureId, u32),
    /// A document that need not be published. Checked by whoever read it.
    Document(Arc<Procedure>),
}

/// How a run is to begin.
#[derive(Debug, Clone, Default)]
pub struct Beginning {
    pub data: Values,
    /// Settings other than the defaults.
    pub settings: Values,
    /// Whoever asks twice with one key gets one run.
    pub idempotency_key: Option<String>,
}

/// An event from outside (CloudEvents 1.0).
#[derive(Debug, Clone, PartialEq)]
pub struct CloudEvent {
    /// Unique with its source.
    pub id: String,
    pub source: String,
    pub event: Dotted,
    pub time: Option<Timestamp>,
    pub data: Value,
}

/// What an event came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    pub started: Vec<RunId>,
    /// Runs that took it, or keep it until a step waits for it.
    pub reached: Vec<RunId>,
    /// Triggers that could not be judged or started nothing, in words.
    pub failed: Vec<String>,
}

/// Longest id, source or key from outside, in bytes.
const MOST_KEY: usize = 1_000;

/// The hash of what is asked for with a key; with the key in it, so that it tells nothing of the data. A publication that
/// came since changes nothing about what was asked.
fn asked(program: &Program, beginning: &Beginning) -> ContentHash {
    let Beginning { data, settings, idempotency_key } = beginning;
    let procedure = &program.procedure.id;
    let asked = serde_json::json!({"key": idempotency_key, "procedure": procedure, "data": data, "settings": settings});
    ContentHash::of(asked.to_string().as_bytes())
}

impl Engine {
    /// Starts a run by hand. Asking the same again with the same idempotency key gives the run that was started; asking
    /// for something else with it is refused.
    pub async fn start(&self, caller: &Caller, which: Which, beginning: Beginning) -> Result<Changed, Error> {
        let (program, number) = self.which(caller, which).await?;
        let run = self.new_run_id();
        let mut claims = Vec::new();
        let asked = asked(&program, &beginning);
        if let Some(key) = beginning.idempotency_key {
            short("the idempotency key", &key)?;
            let key = format!("{} {key}", caller.person);
            let value = Some(asked.to_string());
            claims.push(Claim { kind: ClaimKind::Request, key, by: run.to_string(), value });
        }
        let start = Start {
            run,
            number,
            data: beginning.data,
            settings: beginning.settings,
            trigger: Cause::Manual,
            parent: None,
            autonomy_cap: self.inner.options.autonomy_cap,
        };
        match self.begin(&program, &By::Caller(caller.clone()), start, claims).await {
            Ok(mut changed) => {
                self.dispatch_all(std::mem::take(&mut changed.jobs));
                Ok(changed)
            }
            Err(Error::Store(StoreError::ClaimTaken { kind: ClaimKind::Request, key, by })) => {
                let claim = self.store().claimed(ClaimKind::Request, &key).await?;
                // A claim of an earlier release says nothing of its request.
                if claim.and_then(|claim| claim.value).is_some_and(|before| before != asked.to_string()) {
                    return Err(Error::KeyReused);
                }
                let run = RunId::new(by);
                let live = self.look(&run).await?;
                self.allow_run(caller, &live, Deed::Read, "see this run")?;
                Ok(Changed { run, program: live.program, state: live.state, events: Arc::new([]), jobs: Vec::new() })
            }
            Err(other) => Err(other),
        }
    }

    /// The program, and its publication's number. A document that is new is kept.
    pub(crate) async fn which(&self, caller: &Caller, which: Which) -> Result<(Arc<Program>, u32), Error> {
        match which {
            Which::Latest(procedure) => {
                let publication = self.store().publications(&procedure).await?.pop();
                let publication = publication.ok_or(Error::NoProcedure(procedure))?;
                Ok((self.program(publication.version).await?, publication.number))
            }
            Which::Number(procedure, number) => {
                let all = self.store().publications(&procedure).await?;
                let latest = all.last().map_or(0, |last| last.number);
                let found = all.into_iter().find(|publication| publication.number == number);
                let publication = found.ok_or(Error::NoPublication { procedure, number, latest })?;
                Ok((self.program(publication.version).await?, publication.number))
            }
            Which::Document(procedure) => {
                self.allow(caller, Deed::Act, Thing::Start(&procedure), "start this procedure")?;
                let version = procedure::print::content_hash(&procedure);
                self.keep_document(caller, &procedure, version).await?;
                let program = Arc::new(Program::new(procedure, version, &self.inner.options.calendar));
                self.remember(&program);
                Ok((program, 0))
            }
        }
    }

    /// Keeps a document that no publication has.
    async fn keep_document(&self, caller: &Caller, procedure: &Procedure, version: ContentHash) -> Result<(), Error> {
        if self.store().document(version).await?.is_some() {
            return Ok(());
        }
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"procedure": procedure.id, "version": version});
        let writes = vec![Write::Document { version, text: procedure::print::to_json(procedure) }];
        self.enter(ChangeKind::DocumentKept, &procedure.id, actor, &payload, writes, vec![]).await?;
        Ok(())
    }

    /// Takes an event from outside: it starts the runs whose triggers fit, and reaches the runs that have a step for it.
    /// Delivering it again changes nothing.
    pub async fn deliver(&self, caller: &Caller, event: CloudEvent) -> Result<Delivered, Error> {
        self.allow(caller, Deed::Act, Thing::Events, "deliver events")?;
        short("the event's id", &event.id)?;
        short("the event's source", &event.source)?;
        let mut delivered = Delivered::default();
        for publication in self.store().latest_publications().await? {
            let program = self.program(publication.version).await?;
            for (index, trigger) in program.procedure.triggers.iter().enumerate() {
                if matches!(trigger, Trigger::Event { event: of, .. } if *of == event.event) {
                    self.trigger(&publication, &program, index, trigger, &event, &mut delivered).await?;
                }
            }
        }
        self.reach(&event, &mut delivered).await?;
        Ok(delivered)
    }

    async fn trigger(
        &self,
        publication: &Publication,
        program: &Arc<Program>,
        index: usize,
        trigger: &Trigger,
        event: &CloudEvent,
        delivered: &mut Delivered,
    ) -> Result<(), Error> {
        let Trigger::Event { when, set, key, .. } = trigger else { return Ok(()) };
        let names = trigger::names(program, as_value(event), self.now(), []);
        let judged = trigger::holds(program, &names, when.as_ref()).and_then(|holds| {
            let key = trigger::key(program, &names, key.as_ref())?;
            Ok(holds.then_some((key, trigger::set(program, &names, set)?)))
        });
        let (key, data) = match judged {
            Ok(Some(judged)) => judged,
            Ok(None) => return Ok(()),
            Err(failure) => {
                let failure = Error::Trigger { procedure: publication.procedure.clone(), failure };
                delivered.failed.push(failure.to_string());
                return Ok(());
            }
        };
        let key = key.unwrap_or_else(|| format!("{} {}", event.source, event.id));
        let key = ContentHash::of(key.as_bytes());
        let run = self.new_run_id();
        let claim = Claim {
            kind: ClaimKind::Trigger,
            key: format!("event {}/{index} {key}", publication.procedure),
            by: run.to_string(),
            value: None,
        };
        let start = Start {
            run: run.clone(),
            number: publication.number,
            data,
            settings: Values::new(),
            trigger: Cause::Event { id: event.id.clone() },
            parent: None,
            autonomy_cap: self.inner.options.autonomy_cap,
        };
        match self.begin(program, &By::Engine, start, vec![claim]).await {
            Ok(changed) => {
                self.dispatch_all(changed.jobs);
                delivered.started.push(run);
            }
            Err(Error::Store(StoreError::ClaimTaken { .. })) => {}
            Err(Error::Rejected(rejected)) => delivered.failed.push(format!("{}: {rejected}", publication.procedure)),
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Brings an event from outside to one run, which takes it, or keeps it until a step waits for it. Delivering it again
    /// changes nothing. Whoever knows the run spares every other one the question whether the event is its own.
    pub async fn signal(&self, caller: &Caller, run: &RunId, event: &CloudEvent) -> Result<Delivered, Error> {
        self.allow(caller, Deed::Act, Thing::Events, "deliver events")?;
        short("the event's id", &event.id)?;
        short("the event's source", &event.source)?;
        let mut delivered = Delivered::default();
        let id = ContentHash::of(format!("{} {}", event.source, event.id).as_bytes());
        self.bring(run.clone(), event, &id, &mut delivered).await?;
        Ok(delivered)
    }

    async fn bring(
        &self,
        run: RunId,
        event: &CloudEvent,
        id: &ContentHash,
        delivered: &mut Delivered,
    ) -> Result<(), Error> {
        let key = format!("event {run} {id}");
        let claim = Claim { kind: ClaimKind::Trigger, key, by: run.to_string(), value: None };
        let command = Command::EventArrived { event: event.event.clone(), data: event.data.clone() };
        match self.decide(&run, &By::Engine, command, vec![claim]).await {
            Ok(changed) => {
                self.dispatch_all(changed.jobs);
                delivered.reached.push(run);
                Ok(())
            }
            Err(Error::Store(StoreError::ClaimTaken { .. }) | Error::Rejected(Rejected::Ended)) => Ok(()),
            Err(Error::Rejected(rejected)) => {
                delivered.failed.push(format!("run {run}: {rejected}"));
                Ok(())
            }
            Err(other) => Err(other),
        }
    }

    /// Brings the event to every open run whose procedure has a step that waits for such events.
    async fn reach(&self, event: &CloudEvent, delivered: &mut Delivered) -> Result<(), Error> {
        let id = ContentHash::of(format!("{} {}", event.source, event.id).as_bytes());
        let mut awaiting = BTreeSet::new();
        for version in self.store().open_versions().await? {
            if waits_for(&self.program(version).await?.procedure, &event.event) {
                awaiting.insert(version);
            }
        }
        if awaiting.is_empty() {
            return Ok(());
        }
        for run in self.store().open_runs_of(&awaiting).await? {
            if !delivered.started.contains(&run) {
                self.bring(run, event, &id, delivered).await?;
            }
        }
        Ok(())
    }
}

/// Whether a step of the procedure waits for events of this type.
fn waits_for(procedure: &Procedure, event: &Dotted) -> bool {
    procedure.all_steps().iter().any(|at| {
        matches!(&at.step.verb, procedure::document::Verb::Wait { wait, .. } if wait.event.as_ref() == Some(event))
    })
}

/// The event as a trigger's expressions see it.
fn as_value(event: &CloudEvent) -> Value {
    let time = event.time.map_or(Value::Null, Value::Moment);
    Value::Object(Values::from([
        ("id".to_owned(), Value::from(event.id.as_str())),
        ("source".to_owned(), Value::from(event.source.as_str())),
        ("type".to_owned(), Value::from(event.event.as_str())),
        ("time".to_owned(), time),
        ("data".to_owned(), event.data.clone()),
    ]))
}

fn short(what: &'static str, text: &str) -> Result<(), Error> {
    if text.is_empty() || text.len() > MOST_KEY {
        let because = format!("it has {} bytes, and 1 to {MOST_KEY} are wanted", text.len());
        return Err(Error::Invalid { what, because });
    }
    Ok(())
}
