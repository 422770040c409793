//! An engine on a new file, with connectors that answer at once.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use engine::port::store::Holder;
use engine::port::{ActionDescription, Chance, Clock, Connector, Connectors, Failure, Link, Repeat, Request};
use engine::{Caller, Engine, Options, Person, Ports};
use interpreter::actor::Surface;
use jiff::Timestamp;
use procedure::value::{Value, Values};
use store_sqlite::SqliteStore;

/// The data file in the folder.
pub const FILE: &str = "data.sqlite";

/// The one person of the measured installation.
pub fn caller() -> Caller {
    Caller::new("ann", Surface::CommandLine)
}

/// An engine that leads, on a new file in the folder.
pub async fn open(folder: &Path) -> Engine {
    let store = SqliteStore::open(&folder.join(FILE)).expect("the file can be made");
    let ports = Ports {
        store: Arc::new(store),
        connectors: Arc::new(AtOnce),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
    };
    let holder = Holder { id: "bench".into(), pid: std::process::id(), host: "here".into(), address: None };
    let engine = Engine::open(ports, Options::new(holder)).await.expect("the engine opens");
    let ann = Person { administrator: true, every_role: true, ..Person::new("ann") };
    engine.configure_people(vec![ann]).await.expect("people can be kept");
    engine.lead().await.expect("nobody else leads");
    engine
}

struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep_until(&self, moment: Timestamp) {
        let left = moment.duration_since(Timestamp::now());
        tokio::time::sleep(Duration::try_from(left).unwrap_or_default()).await;
    }
}

struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// Every connector: `first`, `second` and `get`, which answer at once.
struct AtOnce;

impl Connectors for AtOnce {
    fn link(&self, _name: &str) -> Option<Link> {
        Some(Link { connector: Arc::new(AtOnce), concurrency: 64, time_limit: Duration::from_secs(10) })
    }

    fn names(&self) -> Vec<String> {
        vec!["script".into(), "accounts".into()]
    }
}

#[async_trait]
impl Connector for AtOnce {
    fn actions(&self) -> Vec<ActionDescription> {
        let action = |name: &str| ActionDescription {
            action: name.parse().expect("a literal"),
            title: name.into(),
            repeat: Repeat::Safe,
            required: Vec::new(),
            closed: false,
        };
        ["first", "second", "get"].map(action).into()
    }

    async fn call(&self, request: &Request) -> Result<Value, Failure> {
        let number = match request.arguments.get("account_id") {
            Some(Value::Text(account)) => account.trim_start_matches("ACC").parse::<i64>().unwrap_or(0),
            _ => return Ok(Value::from("7")),
        };
        Ok(Value::Object(Values::from([
            ("verified".to_owned(), Value::Bool(number % 2 == 0)),
            ("connected".to_owned(), Value::from(number % 30)),
            ("shared".to_owned(), Value::Bool(number % 3 == 0)),
            ("rate".to_owned(), Value::from(i64::from(number % 5 == 0))),
        ])))
    }
}
