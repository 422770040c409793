//! The file itself, where no other process dispatches it.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use connectors::Registry;
use engine::directory::{Absence, Caller, Directory, Person};
use engine::port::store::{Holder, Lease, Store, StoreError};
use engine::port::{Chance, Clock};
use engine::{Engine, Options, Ports};
use interpreter::actor::Surface;
use interpreter::id::PersonId;
use jiff::Timestamp;
use serde_json::Value as Json;
use store_sqlite::SqliteStore;
use tokio::sync::mpsc;

use super::answer::answer;
use super::socket::Remote;
use super::{Desk, Need, Refusal, Request};
use crate::configuration::{Account, Configuration};

/// How often another process's short work is waited for, and how long each time.
const PATIENCE: (u32, Duration) = (100, Duration::from_millis(100));

/// The engine on a file that this process has open.
pub struct Local {
    pub engine: Engine,
    store: Arc<SqliteStore>,
    caller: Caller,
    leads: bool,
}

/// Finds whoever dispatches, or opens the file.
pub async fn open(configuration: &Configuration, need: Need) -> Result<Desk> {
    // Whoever may use the socket need not be able to read the file.
    let address = super::server::address(configuration)?.display().to_string();
    if let Ok(remote) = Remote::connect(&address, limit(configuration)).await {
        return Ok(Desk::Remote(remote));
    }
    let file = &configuration.data.value;
    if need == Need::Read && !file.exists() {
        bail!("there is no data file {} yet; `understudy run` or `understudy publish` makes it", file.display());
    }
    let store = open_store(file)?;
    lead_or_reach(configuration, need, store, None).await
}

/// Takes the lease for an engine, which is opened where there is none yet, or finds the process that has it.
async fn lead_or_reach(
    configuration: &Configuration,
    need: Need,
    store: Arc<SqliteStore>,
    mut engine: Option<Engine>,
) -> Result<Desk> {
    let file = &configuration.data.value;
    // Tables are loaded by whoever may call them: not for a look, and not where a server does it.
    for _ in 0..PATIENCE.0 {
        match serving(&store).await? {
            Some((lease, address)) => match Remote::connect(&address, limit(configuration)).await {
                Ok(remote) => return Ok(Desk::Remote(remote)),
                // A socket without anybody behind it was left by a crash.
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => store.release(&lease.holder).await?,
                // A server that stops takes its socket away first, and the lease goes when its work is done.
                Err(error) if error.kind() == ErrorKind::NotFound => tokio::time::sleep(PATIENCE.1).await,
                Err(error) => bail!("a server holds the data file, and its socket {address} does not answer: {error}"),
            },
            None if need == Need::Read => {
                let engine = open_engine(configuration, Arc::clone(&store), Registry::default(), None).await?;
                return local(engine, store, configuration, false).await;
            }
            None => {}
        }
        let engine = match &engine {
            Some(engine) => engine,
            None => {
                let registry = configuration.registry()?;
                engine.insert(open_engine(configuration, Arc::clone(&store), registry, None).await?)
            }
        };
        match engine.lead().await {
            Ok(()) => return local(engine.clone(), store, configuration, true).await,
            Err(engine::Error::Store(StoreError::LeaseHeld(lease))) => {
                give_up_dead(&store, &lease).await?;
                tokio::time::sleep(PATIENCE.1).await;
            }
            Err(other) => return Err(Refusal::from(other).into()),
        }
    }
    match store.leased().await? {
        Some(lease) => Err(Refusal::from(engine::Error::from(StoreError::LeaseHeld(Box::new(lease)))).into()),
        None => bail!("the dispatcher's lease of {} changes hands all the time; try again", file.display()),
    }
}

async fn local(engine: Engine, store: Arc<SqliteStore>, configuration: &Configuration, leads: bool) -> Result<Desk> {
    configure(&engine, configuration).await?;
    let caller = caller(&engine, &Account::of_process())?;
    Ok(Desk::Local(Box::new(Local { engine, store, caller, leads })))
}

/// How long the process that answers may be silent.
fn limit(configuration: &Configuration) -> Duration {
    Duration::from_secs(configuration.time_limits.value.answer)
}

impl Local {
    pub async fn answer(&self, request: Request, line: &mut (dyn FnMut(String) -> Result<()> + Send)) -> Result<Json> {
        let (stop, mut stopped) = mpsc::unbounded_channel();
        let mut failed = false;
        let mut keep = |text: String| {
            if !failed && let Err(error) = line(text) {
                failed = true;
                // The receiver is gone only when the answer is.
                let _ = stop.send(error);
            }
        };
        let answered = tokio::select! {
            // Nobody reads on: what is not begun need not begin.
            Some(error) = stopped.recv() => return Err(error),
            answered = answer(&self.engine, &self.caller, request, &mut keep) => answered?,
        };
        if let Ok(error) = stopped.try_recv() {
            return Err(error);
        }
        if self.leads {
            self.engine.settle_until_idle().await.map_err(Refusal::from)?;
        }
        Ok(answered)
    }

    /// Gives the lease back for a while, once what is under way is done.
    pub async fn rest(&mut self) -> Result<()> {
        if std::mem::take(&mut self.leads) {
            self.engine.step_down().await.map_err(Refusal::from)?;
        }
        Ok(())
    }

    /// Takes the lease again; the process that has it meanwhile, where that one answers.
    pub async fn wake(&mut self, configuration: &Configuration) -> Result<Option<Desk>> {
        if self.leads {
            return Ok(None);
        }
        let store = Arc::clone(&self.store);
        lead_or_reach(configuration, Need::Act, store, Some(self.engine.clone())).await.map(Some)
    }

    pub async fn close(mut self) -> Result<()> {
        self.rest().await
    }
}

/// Opens the data file, which nobody but its owner may read.
pub fn open_store(file: &Path) -> Result<Arc<SqliteStore>> {
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o077));
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("could not make the folder {}", folder.display()))?;
    }
    Ok(Arc::new(SqliteStore::open(file)?))
}

/// The engine with the adapters of this installation.
pub async fn open_engine(
    configuration: &Configuration,
    store: Arc<SqliteStore>,
    registry: Registry,
    address: Option<String>,
) -> Result<Engine> {
    let ports =
        Ports { store, connectors: Arc::new(registry), clock: Arc::new(WallClock), chance: Arc::new(SystemChance) };
    let mut options =
        Options::new(Holder { id: uuid::Uuid::now_v7().to_string(), pid: std::process::id(), host: host(), address });
    options.calendar = configuration.calendar.value.clone();
    options.autonomy_cap = configuration.autonomy.value;
    options.smallest_group = configuration.watching.value.smallest_group.get();
    Ok(Engine::open(ports, options).await.map_err(Refusal::from)?)
}

/// Brings the directory to what the configuration says. Whoever came from an older one and is not in it any more keeps
/// an entry, and may do nothing.
pub async fn configure(engine: &Engine, configuration: &Configuration) -> Result<()> {
    let mut people = configured(configuration)?;
    if configuration.is_single_user() && somebody_elses(&engine.directory(), &people) {
        return Ok(());
    }
    let gone: Vec<Person> = engine
        .directory()
        .people()
        .filter(|person| person.active && person.accounts.iter().any(|account| account.starts_with("os:")))
        .filter(|person| people.iter().all(|kept| kept.id != person.id))
        .map(|person| Person { active: false, accounts: Default::default(), ..person.clone() })
        .collect();
    // What people set about themselves on the screens, and the configuration says nothing of, stays.
    let directory = engine.directory();
    for person in &mut people {
        let Some(known) = directory.person(&person.id) else { continue };
        person.zone = person.zone.take().or_else(|| known.zone.clone());
        person.editor |= known.editor;
        if person.absences.is_empty() {
            person.absences = known.absences.clone();
        }
        if person.name.is_empty() {
            person.name = known.name.clone();
        }
    }
    people.splice(0..0, gone);
    Ok(engine.configure_people(people).await.map_err(Refusal::from)?)
}

/// Whether the file is that of accounts other than these. A file without configured people is its first account's for good:
/// another one, such as root's, takes nothing over by opening it, and is refused like any that is not known.
fn somebody_elses(directory: &Directory, people: &[Person]) -> bool {
    let of_machine =
        |person: &&Person| person.active && person.accounts.iter().any(|account| account.starts_with("os:"));
    let mut known = directory.people().filter(of_machine).peekable();
    known.peek().is_some() && !known.any(|known| people.iter().any(|own| !own.accounts.is_disjoint(&known.accounts)))
}

fn configured(configuration: &Configuration) -> Result<Vec<Person>> {
    if configuration.is_single_user() {
        let account = Account::of_process();
        return Ok(vec![Person {
            accounts: [format!("os:{account}")].into(),
            every_role: true,
            administrator: true,
            ..Person::new(&account.name)
        }]);
    }
    let zone = configuration.calendar.value.timezone.time_zone().clone();
    let mut people = Vec::new();
    for (id, person) in &configuration.people.value {
        let mut absences = Vec::new();
        if let (Some(delegate), Some(absence)) = (&person.delegate, person.out_of_office) {
            let from = absence.from.to_zoned(zone.clone())?.timestamp();
            let until = absence.until.tomorrow()?.to_zoned(zone.clone())?.timestamp();
            absences.push(Absence { from, until: Some(until), delegate: PersonId::new(delegate) });
        }
        people.push(Person {
            name: person.name.clone().unwrap_or_default(),
            accounts: [format!("os:{}", person.account(id))].into(),
            roles: person.roles.clone(),
            administrator: person.administrator,
            auditor: person.auditor,
            machine: person.machine,
            absences,
            ..Person::new(id)
        });
    }
    Ok(people)
}

/// The person whose account this is.
pub fn caller(engine: &Engine, account: &Account) -> Result<Caller, Refusal> {
    let directory = engine.directory();
    let person = directory.of_account(&format!("os:{account}")).filter(|person| person.active);
    let person = person.ok_or_else(|| Refusal {
        code: "unknown-account".to_owned(),
        message: format!(
            "the account `{account}` is that of nobody this installation knows; an administrator adds it under [people] of the configuration"
        ),
        unable: false,
    })?;
    Ok(Caller::new(person.id.as_str(), Surface::CommandLine))
}

/// The address of a process that dispatches and answers, if there is one.
async fn serving(store: &SqliteStore) -> Result<Option<(Lease, String)>> {
    let Some(lease) = store.leased().await? else { return Ok(None) };
    let alive = lease.until > Timestamp::now() && !is_dead(&lease);
    let address = lease.holder.address.clone().filter(|_| alive);
    Ok(address.map(|address| (lease, address)))
}

/// A process of this machine that is not there any more cannot give its lease back.
pub async fn give_up_dead(store: &SqliteStore, lease: &Lease) -> Result<()> {
    if is_dead(lease) {
        tracing::info!(pid = lease.holder.pid, "the process that dispatched is gone; its lease is taken over");
        store.release(&lease.holder).await?;
    }
    Ok(())
}

fn is_dead(lease: &Lease) -> bool {
    let Ok(pid) = i32::try_from(lease.holder.pid) else { return false };
    if lease.holder.host != host() {
        return false;
    }
    if nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None) == Err(nix::errno::Errno::ESRCH) {
        return true;
    }
    // Killed, and not yet taken notice of by its parent (proc(5): the state stands after the name in brackets).
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, state)| state.starts_with('Z'))
}

fn host() -> String {
    nix::unistd::gethostname().map_or_else(|_| "unknown".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The machine's clock.
pub struct WallClock;

/// Longest sleep, so that a clock that was set forward is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

#[async_trait]
impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep_until(&self, moment: Timestamp) {
        loop {
            let left = moment.duration_since(Timestamp::now());
            let Ok(left) = Duration::try_from(left) else { return };
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left.min(LONGEST_SLEEP)).await;
        }
    }
}

/// The operating system's chance.
struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
