//! A small installation: people, one connector, a clock that is told the time.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]
#![allow(dead_code, reason = "every test file uses a part of it")]

use std::sync::Arc;
use std::time::Duration;

use engine::derive;
use engine::port::Store;
use engine::port::store::{Holder, Page, TaskScope};
use engine::run::inbox::TaskRef;
use engine::run::start::{Beginning, Which};
use engine::{Caller, Engine, Options, Person, Ports};
use interpreter::actor::Surface;
use interpreter::command::Complete;
use interpreter::event::{Event, Recorded};
use interpreter::id::RunId;
use jiff::{SignedDuration, Timestamp};
use procedure::document::Procedure;
use procedure::read::Spelling;
use procedure::value::{Value, Values};
use testkit::{MemoryStore, PlayedConnector, SeededChance, ToldClock};

pub struct World {
    pub store: Arc<MemoryStore>,
    pub clock: Arc<ToldClock>,
    pub shop: Arc<PlayedConnector>,
    pub engine: Engine,
}

pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn ada() -> Caller {
    Caller::new("ada", Surface::CommandLine)
}

pub fn bob() -> Caller {
    Caller::new("bob", Surface::Api)
}

/// Ada administers, Bob and Cleo are agents, Mia is a machine.
fn people() -> Vec<Person> {
    let agent: procedure::document::RoleId = "agent".parse().unwrap();
    let lead = "lead".parse().unwrap();
    let mut ada = Person::new("ada");
    (ada.administrator, ada.roles) = (true, [agent.clone(), lead].into());
    ada.accounts.insert("os:ada".into());
    let mut bob = Person::new("bob");
    bob.roles = [agent.clone()].into();
    let mut cleo = Person::new("cleo");
    cleo.roles = [agent].into();
    let mut mia = Person::new("mia");
    mia.machine = true;
    vec![ada, bob, cleo, mia]
}

pub fn holder(id: &str) -> Holder {
    Holder { id: id.into(), pid: 4711, host: "desk".into(), address: Some("127.0.0.1:7070".into()) }
}

impl World {
    /// A world that dispatches.
    pub async fn new(shop: PlayedConnector) -> World {
        let world = World::idle(shop).await;
        world.engine.lead().await.unwrap();
        world
    }

    pub async fn idle(shop: PlayedConnector) -> World {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(ToldClock::at(moment("2026-03-02T09:00:00Z")));
        let shop = Arc::new(shop);
        let engine = open(&store, &clock, &shop, 1).await;
        engine.configure_people(people()).await.unwrap();
        World { store, clock, shop, engine }
    }

    /// A world that dispatches, with other limits.
    pub async fn with(shop: PlayedConnector, set: impl FnOnce(&mut Options)) -> World {
        let world = World::idle(shop).await;
        let mut options = Options::new(holder("process 1"));
        set(&mut options);
        let engine = open_with(&world.store, &world.clock, &world.shop, 1, options).await;
        engine.lead().await.unwrap();
        World { engine, ..world }
    }

    /// The process is gone and another one takes over: nothing but the store is left.
    pub async fn crash(&mut self, shop: PlayedConnector) {
        self.shop = Arc::new(shop);
        self.store.keep_fact("unused", None).await.unwrap();
        let before = self.store.leased().await.unwrap();
        if let Some(lease) = before {
            self.store.release(&lease.holder).await.unwrap();
        }
        self.engine = open(&self.store, &self.clock, &self.shop, 2).await;
        self.engine.lead().await.unwrap();
    }

    pub async fn start(&self, procedure: &Procedure, data: &[(&str, Value)]) -> RunId {
        self.start_by(&ada(), procedure, data).await
    }

    pub async fn start_by(&self, caller: &Caller, procedure: &Procedure, data: &[(&str, Value)]) -> RunId {
        let which = Which::Document(Arc::new(procedure.clone()));
        let beginning = Beginning { data: values(data), ..Beginning::default() };
        let changed = self.engine.start(caller, which, beginning).await.unwrap();
        self.settle().await;
        changed.run
    }

    pub async fn settle(&self) {
        self.engine.settle_until_idle().await.unwrap();
        self.rows_follow_from_journals().await;
    }

    pub async fn advance(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
        self.settle().await;
    }

    pub async fn journal(&self, run: &RunId) -> Vec<Recorded> {
        self.store.journal(run, 0, 10_000).await.unwrap()
    }

    /// The names of a run's events.
    pub async fn names(&self, run: &RunId) -> Vec<String> {
        self.journal(run).await.iter().map(|recorded| recorded.event.name()).collect()
    }

    pub async fn ended(&self, run: &RunId) -> Option<String> {
        self.journal(run).await.iter().find_map(|recorded| match &recorded.event {
            Event::Ended(ended) => Some(ended.outcome.to_string()),
            Event::Cancelled(_) => Some("(cancelled)".into()),
            _ => None,
        })
    }

    pub async fn raised(&self, run: &RunId) -> Vec<String> {
        let journal = self.journal(run).await;
        let raised = journal.iter().filter_map(|recorded| match &recorded.event {
            Event::ExceptionRaised(raised) => Some(raised.exception.to_string()),
            _ => None,
        });
        raised.collect()
    }

    /// The open tasks of a run.
    pub async fn tasks(&self, run: &RunId) -> Vec<TaskRef> {
        let found = self.store.tasks(&TaskScope::Run(run.clone()).into(), &Page::first(100)).await.unwrap();
        found.rows.into_iter().map(|row| TaskRef { run: row.run, task: row.task }).collect()
    }

    pub async fn complete(&self, caller: &Caller, task: &TaskRef, data: &[(&str, Value)]) {
        let complete = Complete { task: task.task, values: values(data), signed: false, revision: None };
        self.engine.complete(caller, &task.run, complete).await.unwrap();
        self.settle().await;
    }

    async fn program(&self, version: procedure::hash::ContentHash) -> interpreter::Program {
        let text = self.store.document(version).await.unwrap().unwrap();
        let procedure = procedure::read::read(&text, Spelling::Json, &()).clean().unwrap();
        interpreter::Program::new(Arc::new(procedure), version, &procedure::time::Calendar::default())
    }

    /// The second law: what the store keeps beside the journals always follows from them.
    pub async fn rows_follow_from_journals(&self) {
        let mut effects = Vec::new();
        let mut tasks = 0;
        let mut timers = 0;
        let runs = self.store.runs(&Default::default(), &Page::first(1000)).await.unwrap().rows;
        for row in &runs {
            let state = interpreter::replay(&self.journal(&row.run).await);
            let version = state.version.unwrap();
            let program = self.program(version).await;
            let rows = derive::rows(&row.run, &row.origin, &program, &state);
            assert_eq!(row.progress, derive::progress(&state, version, row.progress.updated_at));
            for task in rows.tasks.values() {
                let kept =
                    self.store.tasks(&TaskScope::Run(row.run.clone()).into(), &Page::first(1000)).await.unwrap().rows;
                assert!(kept.contains(task), "{task:?} is missing among {kept:?}");
            }
            tasks += rows.tasks.len();
            timers += rows.timers.len();
            effects.extend(rows.effects.into_values());
        }
        let page = Page::first(1000);
        assert_eq!(self.store.tasks(&TaskScope::All.into(), &page).await.unwrap().rows.len(), tasks);
        assert_eq!(self.store.timers(Timestamp::MAX, 1000).await.unwrap().len(), timers);
        let mut kept = self.store.effects(&page).await.unwrap().rows;
        kept.iter_mut().for_each(|row| row.begun = 0);
        assert_eq!(kept.len(), effects.len());
        assert!(effects.iter().all(|row| kept.contains(row)), "{effects:?} are not {kept:?}");
    }
}

async fn open(store: &Arc<MemoryStore>, clock: &Arc<ToldClock>, shop: &Arc<PlayedConnector>, seed: u64) -> Engine {
    open_with(store, clock, shop, seed, Options::new(holder(&format!("process {seed}")))).await
}

async fn open_with(
    store: &Arc<MemoryStore>,
    clock: &Arc<ToldClock>,
    shop: &Arc<PlayedConnector>,
    seed: u64,
    options: Options,
) -> Engine {
    let ports = Ports {
        store: store.clone(),
        connectors: shop.alone("shop", 2, Duration::from_secs(30)),
        clock: clock.clone(),
        chance: Arc::new(SeededChance::new(seed)),
    };
    Engine::open(ports, options).await.unwrap()
}

pub fn values(data: &[(&str, Value)]) -> Values {
    data.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// Reads a procedure; the head that all have in common is added.
pub fn procedure(text: &str) -> Procedure {
    let text = format!("procedure: 1\nid: returns\ntitle: Returns\nowner: lead\n{text}");
    document(&text)
}

pub fn document(text: &str) -> Procedure {
    procedure::read::read(text, Spelling::Yaml, &()).clean().unwrap_or_else(|wrong| panic!("{wrong:#?}"))
}
