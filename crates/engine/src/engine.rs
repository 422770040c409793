//! The engine: its ports, what it keeps in memory, and how it is opened.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use interpreter::Program;
use interpreter::id::RunId;
use jiff::{SignedDuration, Timestamp};
use procedure::document::AutonomyLevel;
use procedure::hash::ContentHash;
use procedure::read::Spelling;
use procedure::time::Calendar;

use crate::access::{Access, Deed, Thing, access};
use crate::catalogue::place::Places;
use crate::directory::{Caller, Directory};
use crate::dispatch::Dispatch;
use crate::error::Error;
use crate::feed::Feed;
use crate::port::store::{Collection, Holder, StoreError};
use crate::port::{Chance, Clock, Connectors, Store};
use crate::run::follow::Job;
use crate::run::live::LiveRuns;
use crate::watching::Watching;

/// How many texts are checked at once while they are written.
const PROOFS: usize = 2;

/// The outside, as the engine needs it.
#[derive(Clone)]
pub struct Ports {
    pub store: Arc<dyn Store>,
    pub connectors: Arc<dyn Connectors>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
}

/// What an installation sets.
#[derive(Debug, Clone)]
pub struct Options {
    /// The calendar of procedures that have none of their own.
    pub calendar: Calendar,
    /// The highest autonomy that any step gets.
    pub autonomy_cap: Option<AutonomyLevel>,
    /// This process, when it asks for the dispatcher's lease.
    pub holder: Holder,
    /// How long the lease is taken for; it is renewed after a third of it.
    pub lease: SignedDuration,
    /// Most runs whose state is kept in memory.
    pub live_runs: usize,
    /// Most bytes of files that one person brings within a day.
    pub files_a_day: u64,
    /// How long a text may be checked, with its examples: while it is written, and when it is published. Without a limit it
    /// is checked in its turn, by no clock, for histories that come out the same each time. A server sets one.
    pub longest_check: Option<Duration>,
    /// Largest event log that is brought, in bytes as it comes: packed, where it is packed.
    pub largest_log: u64,
    /// How many bytes of event logs are kept in memory to be looked at.
    pub watched_memory: usize,
    /// The fewest people of whom a figure about people is shown.
    pub smallest_group: usize,
    /// Does one job after the other, in the order in which they came up, and none before [`Engine::finish_jobs`] or
    /// [`Engine::settle_until_idle`]: for histories that come out the same each time. A server leaves it off.
    pub in_order: bool,
}

impl Options {
    pub fn new(holder: Holder) -> Self {
        Options {
            calendar: Calendar::default(),
            autonomy_cap: None,
            holder,
            lease: SignedDuration::from_secs(30),
            live_runs: 10_000,
            files_a_day: 2 << 30,
            longest_check: Some(Duration::from_secs(10)),
            largest_log: 1 << 30,
            watched_memory: 1 << 30,
            smallest_group: mining::log::Guard::default().smallest(),
            in_order: false,
        }
    }
}

/// Everything that can be done with the system. Cheap to clone; all clones are one engine.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub ports: Ports,
    pub options: Options,
    pub directory: RwLock<Arc<Directory>>,
    pub programs: Mutex<HashMap<ContentHash, Arc<Program>>>,
    pub live: LiveRuns,
    pub dispatch: Dispatch,
    /// Places for texts that are checked while they are written.
    pub proofs: Places,
    pub watching: Watching,
    pub feed: Feed,
    /// Tries to sign in take turns, so that none goes uncounted.
    pub tries: tokio::sync::Mutex<()>,
    /// Changes of people and teams take turns: each is made upon the one before, and what is in memory is the latest.
    pub people: tokio::sync::Mutex<()>,
}

/// The turn of whoever changes people or teams.
pub(crate) type PeopleTurn<'a> = tokio::sync::MutexGuard<'a, ()>;

impl Engine {
    /// Opens the engine on a store. Nothing is dispatched before [`Engine::lead`].
    pub async fn open(ports: Ports, options: Options) -> Result<Self, Error> {
        let directory = read_directory(&*ports.store).await?;
        let (head, _) = ports.store.ledger_head().await?;
        let live = LiveRuns::new(options.live_runs);
        let watching = Watching::new(options.watched_memory);
        let inner = Inner {
            ports,
            options,
            directory: RwLock::new(Arc::new(directory)),
            programs: Mutex::default(),
            live,
            dispatch: Dispatch::default(),
            proofs: Places::new(PROOFS),
            watching,
            feed: Feed::from(head),
            tries: tokio::sync::Mutex::default(),
            people: tokio::sync::Mutex::default(),
        };
        Ok(Engine { inner: Arc::new(inner) })
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.inner.ports.store
    }

    pub(crate) fn chance(&self) -> &dyn Chance {
        &*self.inner.ports.chance
    }

    /// The moment, by the clock of the ports.
    pub fn now(&self) -> Timestamp {
        self.inner.ports.clock.now()
    }

    /// Everybody, as last read.
    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.inner.directory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits for the turn to change people and teams. Read what is to change after it.
    pub(crate) async fn people_turn(&self) -> PeopleTurn<'_> {
        self.inner.people.lock().await
    }

    pub(crate) async fn read_directory(&self, _: &PeopleTurn<'_>) -> Result<(), Error> {
        let (before, after) = (self.directory(), Arc::new(read_directory(self.store()).await?));
        let (roles, people) = before.lost_in(&after);
        *self.inner.directory.write().unwrap_or_else(PoisonError::into_inner) = after;
        if !roles.is_empty() || !people.is_empty() {
            self.dispatch_all(vec![Job::PeopleLeft { roles, people }]);
        }
        Ok(())
    }

    /// Passes the gate, or says why not. `what` completes "you may not …".
    pub(crate) fn allow(&self, caller: &Caller, deed: Deed, thing: Thing<'_>, what: &str) -> Result<(), Error> {
        match access(&self.directory(), caller, self.now(), deed, thing) {
            Access::Allowed => Ok(()),
            Access::Denied { because } => Err(Error::Denied { what: what.to_owned(), because }),
        }
    }

    pub(crate) fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        self.chance().fill(&mut salt);
        salt
    }

    /// A fresh id: a UUID of version 7 (RFC 9562), so that ids are in the order of time.
    pub fn new_run_id(&self) -> RunId {
        let mut random = [0; 10];
        self.chance().fill(&mut random);
        let millis = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        RunId::new(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string())
    }

    /// A version of a procedure, ready to run. Versions never change, so they are read once.
    pub(crate) async fn program(&self, version: ContentHash) -> Result<Arc<Program>, Error> {
        let programs = &self.inner.programs;
        if let Some(known) = programs.lock().unwrap_or_else(PoisonError::into_inner).get(&version) {
            return Ok(Arc::clone(known));
        }
        let text = self.store().document(version).await?.ok_or(Error::NoDocument(version))?;
        let damaged = |because: String| StoreError::Damaged { what: format!("document {version}"), because };
        let read = procedure::read::read(&text, Spelling::Json, &());
        let procedure = read
            .procedure
            .ok_or_else(|| damaged(read.diagnostics.first().map_or_else(String::new, |first| first.message.clone())))?;
        if procedure::print::content_hash(&procedure) != version {
            return Err(damaged("its content is not what its hash says".into()).into());
        }
        let program = Arc::new(Program::new(Arc::new(procedure), version, &self.inner.options.calendar));
        self.remember(&program);
        Ok(program)
    }

    pub(crate) fn remember(&self, program: &Arc<Program>) {
        let mut programs = self.inner.programs.lock().unwrap_or_else(PoisonError::into_inner);
        programs.entry(program.version).or_insert_with(|| Arc::clone(program));
    }
}

async fn read_directory(store: &dyn Store) -> Result<Directory, Error> {
    let mut people = BTreeMap::new();
    for record in store.records(Collection::People).await? {
        let person: crate::directory::Person = serde_json::from_str(&record.value).map_err(|error| {
            StoreError::Damaged { what: format!("the entry of `{}`", record.id), because: error.to_string() }
        })?;
        people.insert(record.id, person);
    }
    let mut teams = Vec::new();
    for record in store.records(Collection::Teams).await? {
        let team: crate::directory::Team = serde_json::from_str(&record.value).map_err(|error| {
            StoreError::Damaged { what: format!("the team `{}`", record.id), because: error.to_string() }
        })?;
        teams.push(team);
    }
    Ok(Directory::new(people.into_values()).with_teams(teams))
}
