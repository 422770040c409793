//! One seed: lives of a process that end in crashes, then one in which everything calms down.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::port::store::Holder;
use engine::port::{Chance, Clock, Store};
use engine::run::Changed;
use engine::run::start::{Beginning, CloudEvent, Which};
use engine::{Caller, Engine, Error, Options, Person, Ports};
use interpreter::actor::Surface;
use interpreter::command::{Approve, Complete, Settlement};
use interpreter::id::RunId;
use interpreter::state::{Status, TaskKind};
use interpreter::{Command, Program};
use jiff::{SignedDuration, Timestamp};
use procedure::document::{Name, Procedure, Verb};
use procedure::hash::ContentHash;
use procedure::time::Calendar;
use procedure::value::{Value, Values};

use super::checks::{self, Seen};
use super::trial::Trial;
use super::world::{Shop, World};
use super::{Crash, Sabotage, pool};
use crate::generate::{self, Tape};
use crate::{SeededChance, ToldClock};

/// Acts in all lives together, before everything calms down.
const ACTS: usize = 30;

/// Most rounds in which everything calms down.
const ROUNDS: usize = 400;

/// How often a process lets everything else go first, before it counts as idle.
const TURNS: usize = 400;

/// What a seed came to; a simulation that covers nothing shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Covered {
    pub runs: usize,
    pub ended: usize,
    pub events: usize,
    pub crashes: usize,
    pub commands: usize,
}

pub struct Journey {
    seed: u64,
    at_once: bool,
    chance: SeededChance,
    store: Arc<dyn Store>,
    clock: Arc<ToldClock>,
    crash: Arc<Crash>,
    world: Arc<World>,
    sabotage: Option<Sabotage>,
    procedures: Vec<Arc<Procedure>>,
    programs: BTreeMap<ContentHash, Program>,
    /// Runs as far as they were read; without their events.
    known: BTreeMap<RunId, Seen>,
    lives: u64,
    acts: usize,
    events: u64,
    covered: Covered,
}

/// How a life ended.
enum End {
    Crashed,
    Done,
}

impl Journey {
    pub fn new(store: Arc<dyn Store>, at_once: bool, seed: u64, sabotage: Option<Sabotage>) -> Self {
        let chance = SeededChance::new(seed);
        let mut bytes = vec![0; 300];
        chance.fill(&mut bytes);
        let procedures = pool::procedures(&bytes);
        let programs = procedures.iter().map(|procedure| {
            let version = procedure::print::content_hash(procedure);
            (version, Program::new(procedure.clone(), version, &Calendar::default()))
        });
        let clock = Arc::new(ToldClock::at("2026-03-02T09:00:00Z".parse().expect("a moment")));
        let crash = Arc::new(Crash::default());
        let world = Arc::new(World::new(clock.clone(), crash.clone(), seed, at_once, sabotage));
        Journey {
            programs: programs.collect(),
            seed,
            at_once,
            chance,
            store,
            clock,
            crash,
            world,
            sabotage,
            procedures,
            known: BTreeMap::new(),
            lives: 0,
            acts: 0,
            events: 0,
            covered: Covered::default(),
        }
    }

    fn below(&self, bound: usize) -> usize {
        let mut bytes = [0; 4];
        self.chance.fill(&mut bytes);
        u32::from_le_bytes(bytes) as usize % bound
    }

    /// Lives until everything is done.
    pub fn travel(mut self) -> Result<Covered, String> {
        loop {
            self.lives += 1;
            let calm = self.acts >= ACTS;
            let boundaries = if calm || self.below(4) == 0 { 0 } else { 1 + self.below(120) as u64 };
            self.crash.live_for(boundaries);
            self.world.hang_up();
            let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
            let crash = self.crash.clone();
            let end = runtime.block_on(async {
                tokio::select! {
                    biased;
                    () = crash.died() => Ok(End::Crashed),
                    end = self.live(calm) => end,
                }
            });
            drop(runtime);
            if let Some(broken) = self.world.broken() {
                return Err(broken);
            }
            match end? {
                End::Crashed => {
                    self.covered.crashes += 1;
                    self.acts += 1;
                }
                End::Done if calm => return Ok(self.covered),
                End::Done => {}
            }
        }
    }

    async fn open(&self) -> Result<Engine, String> {
        let ports = Ports {
            store: Arc::new(Trial { inner: self.store.clone(), crash: self.crash.clone(), sabotage: self.sabotage }),
            connectors: Arc::new(Shop(self.world.clone())),
            clock: self.clock.clone(),
            chance: Arc::new(SeededChance::new(self.seed.rotate_left(17) ^ self.lives)),
        };
        let holder = Holder { id: format!("life {}", self.lives), pid: 1, host: "here".into(), address: None };
        Engine::open(ports, Options { longest_check: None, ..Options::new(holder) }).await.map_err(told)
    }

    async fn live(&mut self, calm: bool) -> Result<End, String> {
        let engine = self.open().await?;
        engine.configure_people(people()).await.map_err(told)?;
        // What the seed made up would not pass the checks of a publication; a run may follow it all the same.
        for procedure in self.procedures.iter().filter(|procedure| procedure.id != *"generated") {
            let known = engine.procedures(&root()).await.map_err(told)?;
            if known.iter().all(|publication| publication.procedure != procedure.id) {
                engine.publish(&root(), procedure, "It is new.").await.map_err(told)?;
            }
        }
        if !calm && self.below(3) == 0 {
            self.race_without_a_leader(&engine).await?;
        }
        // Whoever comes next waits until the lease of a dead process has run out.
        if let Some(lease) = self.store.leased().await.map_err(told)?.filter(|lease| lease.until >= self.clock.now()) {
            self.clock.set(lease.until.checked_add(SignedDuration::from_secs(1)).unwrap_or(lease.until));
        }
        engine.lead().await.map_err(told)?;
        if calm {
            self.world.calm_down();
            return self.calm_down(&engine).await;
        }
        while self.acts < ACTS {
            self.acts += 1;
            self.act(&engine).await?;
            self.look(&engine).await?;
            if self.below(8) == 0 {
                // Stops in good order.
                if !self.world.is_slow() {
                    engine.step_down().await.map_err(told)?;
                }
                break;
            }
        }
        Ok(End::Done)
    }

    /// Lets the process do what it can, as long as nothing but slow answers holds it up; then looks at the laws.
    async fn look(&self, engine: &Engine) -> Result<(), String> {
        let settled = tokio::select! {
            biased;
            settled = engine.settle_until_idle() => Some(settled),
            () = idle(self.at_once) => None,
        };
        settled.transpose().map_err(told)?;
        if let Some(broken) = self.world.broken() {
            return Err(broken);
        }
        // To compute everything anew costs more than the step itself: now and then is enough, since journals stay.
        if self.below(8) == 0 { checks::everything(&*self.store, &self.programs).await.map(drop) } else { Ok(()) }
    }

    /// Two processes of which none dispatches change one run at the same time.
    async fn race_without_a_leader(&mut self, engine: &Engine) -> Result<(), String> {
        let other = self.open().await?;
        let seen = checks::runs_after(&*self.store, &mut self.known).await?;
        let Some((one, two)) = self.command(&seen).zip(self.command_to_same(&seen)) else { return Ok(()) };
        let (first, second) = tokio::join!(engine.act(&one.0, &one.1, one.2), other.act(&two.0, &two.1, two.2));
        self.judge(first).await?;
        self.judge(second).await?;
        checks::everything(&*self.store, &self.programs).await.map(drop)
    }

    async fn act(&mut self, engine: &Engine) -> Result<(), String> {
        let seen = checks::runs_after(&*self.store, &mut self.known).await?;
        let open = seen.iter().filter(|run| run.row.progress.status.is_open()).count();
        match self.below(12) {
            0..=2 if seen.len() < 8 => self.start(engine).await,
            _ if open == 0 && seen.len() < 8 => self.start(engine).await,
            3 => {
                let pauses = [1, 20, 61, 3_600, 86_400, 3 * 86_400];
                self.clock.advance(SignedDuration::from_secs(pauses[self.below(pauses.len())]));
                Ok(())
            }
            4 => {
                // Clocks are set back, too.
                let now = self.clock.now();
                self.clock.set(now.checked_sub(SignedDuration::from_secs(1 + self.below(20) as i64)).unwrap_or(now));
                Ok(())
            }
            5 => {
                // The same event twice.
                self.events += 1;
                for _ in 0..2 {
                    engine.deliver(&machine(), event(self.events)).await.map_err(told)?;
                }
                Ok(())
            }
            6 | 7 => {
                let Some((one, two)) = self.command(&seen).zip(self.command_to_same(&seen)) else { return Ok(()) };
                let (first, second) =
                    tokio::join!(engine.act(&one.0, &one.1, one.2), engine.act(&two.0, &two.1, two.2));
                self.judge(first).await?;
                self.judge(second).await
            }
            _ => {
                let Some((caller, run, command)) = self.command(&seen) else { return Ok(()) };
                let done = engine.act(&caller, &run, command).await;
                self.judge(done).await
            }
        }
    }

    async fn start(&mut self, engine: &Engine) -> Result<(), String> {
        let procedure = &self.procedures[1 + self.below(self.procedures.len() - 1)];
        let mut data = Values::new();
        if procedure.data.contains_key("ref") {
            data.insert("ref".into(), Value::from(["order 1", "order 2"][self.below(2)]));
        }
        let key = (self.below(2) == 0).then(|| format!("request {}", self.below(6)));
        let beginning = Beginning { data, settings: Values::new(), idempotency_key: key };
        let which = match procedure.id.as_str() {
            "generated" => Which::Document(procedure.clone()),
            _ => Which::Latest(procedure.id.clone()),
        };
        let done = engine.start(&caller("ann"), which, beginning).await;
        self.judge(done).await
    }

    /// A command to an open run, by whoever the tape chooses.
    fn command(&self, seen: &[Seen]) -> Option<(Caller, RunId, Command)> {
        let open: Vec<&Seen> = seen.iter().filter(|run| run.row.progress.status.is_open()).collect();
        let run = open.get(self.below(open.len().max(1)))?;
        self.command_to(run)
    }

    /// A command to the open run that is first, where most things meet.
    fn command_to_same(&self, seen: &[Seen]) -> Option<(Caller, RunId, Command)> {
        self.command_to(seen.iter().find(|run| run.row.progress.status.is_open())?)
    }

    fn command_to(&self, run: &Seen) -> Option<(Caller, RunId, Command)> {
        let program = self.programs.get(&run.state.version?)?;
        let mut bytes = [0; 32];
        self.chance.fill(&mut bytes);
        let mut now = self.clock.now();
        let envelope = generate::command(&mut Tape::new(&bytes), program, &run.state, &mut now);
        let person = envelope.standing.actor.person?;
        Some((caller(person.as_str()), run.row.run.clone(), envelope.command))
    }

    /// A refusal is an answer; a failure is not. What was changed is what the journal says.
    async fn judge(&mut self, done: Result<Changed, Error>) -> Result<(), String> {
        self.covered.commands += 1;
        match done {
            Ok(changed) => {
                let known = self.known.get(&changed.run).map(|known| known.state.clone());
                let mut state = known.filter(|known| known.sequence <= changed.state.sequence).unwrap_or_default();
                let wanted = usize::try_from(changed.state.sequence - state.sequence).unwrap_or(usize::MAX);
                if wanted > 0 {
                    for recorded in self.store.journal(&changed.run, state.sequence, wanted).await.map_err(told)? {
                        interpreter::apply(&mut state, &recorded);
                    }
                }
                if state == *changed.state {
                    Ok(())
                } else {
                    Err(format!("run {}: the live state is not what the journal leads to", changed.run))
                }
            }
            // The tape has few keys, so that one comes again for another request.
            Err(
                Error::Denied { .. }
                | Error::Rejected(_)
                | Error::NoProcedure(_)
                | Error::Nothing { .. }
                | Error::KeyReused,
            ) => Ok(()),
            Err(other) => Err(told(other)),
        }
    }

    /// With every answer given and every task done, every run ends, or waits for something that has a name.
    async fn calm_down(&mut self, engine: &Engine) -> Result<End, String> {
        for _ in 0..ROUNDS {
            let settled = tokio::select! {
                biased;
                settled = engine.settle_until_idle() => settled,
                () = idle(self.at_once) => return Err("a calm process does not come to rest".into()),
            };
            settled.map_err(told)?;
            self.look(engine).await?;
            let seen = checks::runs_after(&*self.store, &mut self.known).await?;
            checks::nothing_is_forgotten(&*self.store, &seen, self.clock.now()).await?;
            let open: Vec<&Seen> = seen.iter().filter(|run| run.row.progress.status.is_open()).collect();
            if open.is_empty() {
                break;
            }
            let mut moved = false;
            for run in open {
                moved |= self.do_everything(engine, run).await?;
            }
            if !moved {
                let next = self.store.next_timer(Timestamp::MIN).await.map_err(told)?;
                match next {
                    Some(next) => self.clock.set(next.max(self.clock.now())),
                    // What is left waits for an event, a value or a role: for something with a name.
                    None => break,
                }
            }
        }
        let seen = checks::everything(&*self.store, &self.programs).await?;
        self.covered.runs = seen.len();
        self.covered.ended = seen.iter().filter(|run| !run.row.progress.status.is_open()).count();
        self.covered.events = seen.iter().map(|run| run.journal.len()).sum();
        Ok(End::Done)
    }

    /// Does what a run asks of people. True when anything could be done.
    async fn do_everything(&mut self, engine: &Engine, run: &Seen) -> Result<bool, String> {
        let id = &run.row.run;
        let before = run.state.sequence;
        if matches!(run.state.status, Status::Paused { .. }) {
            let done = engine.act(&caller("ann"), id, Command::Resume).await;
            self.judge(done).await?;
        }
        for (task, open) in &run.state.tasks {
            let program = run.state.version.and_then(|version| self.programs.get(&version));
            let verb = run
                .state
                .activations
                .get(&open.activation)
                .and_then(|activation| program?.place(&activation.step).map(|place| place.step.verb.clone()));
            let fields: Vec<Name> = match (&open.kind, &verb) {
                (TaskKind::Supply { fields } | TaskKind::ByHand { fields, .. }, _) => fields.clone(),
                (TaskKind::Work, Some(Verb::Person { person })) => {
                    person.collect.iter().chain(person.evidence.keys()).cloned().collect()
                }
                (TaskKind::Approve { .. }, Some(Verb::Approve { approve })) => approve.collect.clone(),
                _ => Vec::new(),
            };
            let values: Values = fields.iter().map(|field| (field.to_string(), plausible(field))).collect();
            for person in ["ann", "ben", "cho"] {
                let (task, values) = (*task, values.clone());
                let command = match &open.kind {
                    TaskKind::Work | TaskKind::Supply { .. } | TaskKind::ByHand { .. } => {
                        Command::Complete(Complete { task, values, signed: true, revision: None })
                    }
                    TaskKind::Approve { .. } | TaskKind::Confirm { .. } => {
                        let revision = u64::MAX;
                        Command::Approve(Approve { task, revision, values, signed: true, arguments: None })
                    }
                    TaskKind::Choose { .. } => Command::Choose { task, option: 0, revision: None },
                    TaskKind::Settle { .. } => {
                        Command::Settle { task, settlement: Settlement::Continue, reason: "Let it be.".into() }
                    }
                };
                let done = engine.act(&caller(person), id, command).await;
                let accepted = done.is_ok();
                self.judge(done).await?;
                if accepted {
                    break;
                }
            }
        }
        let after = self.store.run(id).await.map_err(told)?.map_or(before, |row| row.sequence);
        Ok(after > before)
    }
}

fn told(error: impl std::fmt::Display + std::fmt::Debug) -> String {
    format!("what should work failed: {error} ({error:?})")
}

/// Lets everything else go first, again and again.
async fn idle(at_once: bool) {
    if !at_once {
        return std::future::pending().await;
    }
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
}

fn plausible(field: &str) -> Value {
    match field {
        "c" => Value::Bool(true),
        "d" => Value::from("x"),
        "list" => Value::List(vec![Value::from(1_i64)]),
        "boss" => Value::from("lead"),
        _ => Value::from(2_i64),
    }
}

fn caller(person: &str) -> Caller {
    Caller::new(person, Surface::Api)
}

fn root() -> Caller {
    caller("root")
}

fn machine() -> Caller {
    caller("mia")
}

fn event(number: u64) -> CloudEvent {
    CloudEvent {
        id: number.to_string(),
        source: "outside".into(),
        event: "com.came".parse().expect("a dotted name"),
        time: None::<Timestamp>,
        data: Value::Object(Values::from([("a".to_owned(), Value::from(2_i64))])),
    }
}

/// The people of the generator's commands, a machine, and whoever administers.
fn people() -> Vec<Person> {
    let roles = [
        ("ann", &["agent", "lead", "chief"][..]),
        ("ben", &["lead", "chief"]),
        ("cho", &["agent", "lead"]),
        ("dan", &["agent"]),
        ("root", &[]),
        ("mia", &[]),
    ];
    let people = roles.into_iter().map(|(name, roles)| {
        let mut person = Person::new(name);
        person.roles = roles.iter().map(|role| role.parse().expect("a role")).collect();
        person.administrator = name == "root";
        person.machine = name == "mia";
        person
    });
    people.collect()
}
