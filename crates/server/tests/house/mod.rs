//! A small installation behind the whole server, asked as HTTP asks it; the time is told.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]
#![allow(dead_code, reason = "every test file uses a part of it")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request};
use engine::port::store::Holder;
use engine::port::{Failure, Repeat};
use engine::{Caller, Engine, Options, Person, Ports, Team};
use http_body_util::BodyExt;
use interpreter::actor::Surface;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use server::{PasswordCost, Server};
use testkit::{MemoryStore, Play, PlayedConnector, SeededChance, ToldClock};
use tower::ServiceExt;

pub const PASSWORD: &str = "a kettle, a lamp, a box";

/// Nobody is in it: the way to begin is the setup link.
pub struct House {
    pub store: Arc<MemoryStore>,
    pub clock: Arc<ToldClock>,
    pub engine: Engine,
    pub server: Server,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub json: Json,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A signed-in browser.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    pub cookie: String,
    pub csrf: String,
}

impl Browser {
    pub fn of(answer: &Answer) -> Browser {
        assert_eq!(answer.status, 200, "{answer:?}");
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Browser { cookie, csrf: answer.json["csrf"].as_str().unwrap().to_owned() }
    }
}

/// A request to be.
pub struct Asked(Request<Body>);

impl Asked {
    pub fn new(method: &str, path: &str) -> Asked {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = method.parse::<Method>().unwrap();
        *request.uri_mut() = path.parse().unwrap();
        Asked(request).header("host", "house.test").from("192.0.2.7:1234")
    }

    pub fn get(path: &str) -> Asked {
        Asked::new("GET", path)
    }

    pub fn post(path: &str, json: Json) -> Asked {
        Asked::new("POST", path).json(json)
    }

    pub fn json(self, json: Json) -> Asked {
        self.header("content-type", "application/json").body(json.to_string())
    }

    pub fn body(mut self, body: impl Into<Body>) -> Asked {
        *self.0.body_mut() = body.into();
        self
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Asked {
        self.0.headers_mut().insert(name, value.parse().unwrap());
        self
    }

    pub fn without(mut self, header: &str) -> Asked {
        self.0.headers_mut().remove(header);
        self
    }

    pub fn from(mut self, address: &str) -> Asked {
        let address: SocketAddr = address.parse().unwrap();
        self.0.extensions_mut().insert(ConnectInfo(address));
        self
    }

    /// As a browser's page does it.
    pub fn by(self, browser: &Browser) -> Asked {
        if browser.cookie.is_empty() {
            return self;
        }
        self.header("cookie", &browser.cookie).header("x-csrf-token", &browser.csrf)
    }

    pub fn token(self, token: &str) -> Asked {
        self.header("authorization", &format!("Bearer {token}"))
    }
}

impl House {
    pub async fn new() -> House {
        House::with(server::Options::default()).await
    }

    pub async fn with(options: server::Options) -> House {
        House::made(options, |_| {}).await
    }

    /// With people in it, and an engine as it is made here.
    pub async fn sized(engine: impl FnOnce(&mut Options)) -> House {
        let house = House::made(server::Options { demo: true, ..server::Options::default() }, engine).await;
        house.engine.configure_people(people()).await.unwrap();
        house
    }

    async fn made(options: server::Options, engine: impl FnOnce(&mut Options)) -> House {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(ToldClock::at("2026-03-02T09:00:00Z".parse().unwrap()));
        let ports = Ports {
            store: store.clone(),
            connectors: Arc::new(shop()).alone("shop", 2, Duration::from_secs(30)),
            clock: clock.clone(),
            chance: Arc::new(SeededChance::new(1)),
        };
        let holder = Holder { id: "one".into(), pid: 1, host: "desk".into(), address: None };
        let mut made = Options::new(holder);
        engine(&mut made);
        let engine = Engine::open(ports, made).await.unwrap();
        engine.lead().await.unwrap();
        let cheap = PasswordCost { memory: 8, passes: 1 };
        let usual = options.password_cost == PasswordCost::default();
        let options = server::Options { password_cost: if usual { cheap } else { options.password_cost }, ..options };
        let server = Server::new(engine.clone(), options);
        let router = server.router();
        House { store, clock, engine, server, router }
    }

    /// A house with people in it, who are signed in with a click.
    pub async fn lived_in() -> House {
        let house = House::with(server::Options { demo: true, ..server::Options::default() }).await;
        house.engine.configure_people(people()).await.unwrap();
        house.publish().await;
        house
    }

    pub async fn publish(&self) {
        let procedure = procedure::read::read(PROCEDURE, procedure::read::Spelling::Yaml, &()).clean().unwrap();
        self.engine.publish(&ada(), &procedure, "First.").await.unwrap();
    }

    pub async fn ask(&self, asked: Asked) -> Answer {
        let response = self.router.clone().oneshot(asked.0).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Json::Null);
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, json }
    }

    /// The answer's head; its body goes on.
    pub async fn begin(&self, asked: Asked) -> axum::response::Response {
        self.router.clone().oneshot(asked.0).await.unwrap()
    }

    /// Signs somebody in with a click.
    pub async fn be(&self, person: &str) -> Browser {
        Browser::of(&self.ask(Asked::post("/api/v1/session/demo", json!({"person": person}))).await)
    }

    /// Makes the first owner, `ada`, by the link of the terminal.
    pub async fn owned(&self) -> Browser {
        let secret = self.engine.offer_setup().await.unwrap().unwrap();
        let owner = json!({"secret": secret, "id": "ada", "name": "Ada Lovelace", "password": PASSWORD});
        Browser::of(&self.ask(Asked::post("/api/v1/setup", owner)).await)
    }

    pub async fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.ask(Asked::post("/api/v1/session", json!({"name": name, "password": password}))).await
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Starts a run whose one task is an agent's.
    pub async fn start(&self, by: &Browser) -> (String, String) {
        let begun = json!({"procedure": "returns", "data": {"order": "A-1"}});
        let run = self.ask(Asked::post("/api/v1/runs", begun).by(by)).await;
        assert!(run.status < 300, "{run:?}");
        let run = run.json["run"].as_str().unwrap().to_owned();
        (run, "1".to_owned())
    }

    /// The kinds of the ledger's entries about anything but runs.
    pub async fn ledger(&self) -> Vec<(String, String)> {
        use engine::port::Store;
        let entries = self.store.ledger(0, 10_000).await.unwrap();
        entries.into_iter().filter(|entry| entry.kind != "run").map(|entry| (entry.kind, entry.subject)).collect()
    }

    /// Everything that the store keeps in the ledger's payloads, as one text.
    pub async fn payloads(&self) -> String {
        use engine::ledger::LedgerContent;
        use engine::port::Store;
        let entries = self.store.ledger(0, 10_000).await.unwrap();
        let payloads = entries.into_iter().filter_map(|entry| match entry.content {
            LedgerContent::Change { payload: Some((_, payload)), .. } => Some(payload),
            LedgerContent::Change { .. } | LedgerContent::Run { .. } => None,
        });
        payloads.collect()
    }
}

/// A shop that does not answer what became of a refund.
fn shop() -> PlayedConnector {
    let lost = Play::Fail(Failure::unknown("timeout", "no answer"));
    PlayedConnector::new().with("refund", Repeat::Never, [lost])
}

pub fn ada() -> Caller {
    Caller::new("ada", Surface::CommandLine)
}

/// One of every sort. Lena answers for the procedure, Bob and Cleo do its work.
pub fn people() -> Vec<Person> {
    let make = |id: &str, roles: &[&str]| {
        let mut person = Person::new(id);
        person.roles = roles.iter().map(|role| role.parse().unwrap()).collect();
        person
    };
    let mut ada = make("ada", &[]);
    ada.administrator = true;
    let mut eve = make("eve", &[]);
    eve.editor = true;
    let mut otto = make("otto", &[]);
    otto.auditor = true;
    let mut mia = make("mia", &[]);
    mia.machine = true;
    vec![
        ada,
        make("lena", &["lead"]),
        make("bob", &["agent"]),
        make("cleo", &["agent"]),
        eve,
        otto,
        mia,
        make("vera", &[]),
    ]
}

pub fn team() -> Team {
    Team { id: "day".into(), name: "Day shift".into(), members: Default::default(), roles: Default::default() }
}

pub const PROCEDURE: &str = "
procedure: 1
id: returns
title: Returns
owner: lead
review: every 90 days
readers: []
roles: {agent: Answers., lead: Leads.}
data:
  order: {type: string}
  photo: {type: file, optional: true}
  note: {type: string}
triggers: [{manual: {roles: [agent]}}]
steps:
  - {id: inspect, title: Inspect the item, person: {role: agent, collect: [note]}}
  - {id: agree, title: Agree, approve: {by: lead, not_by: inspect}}
";
