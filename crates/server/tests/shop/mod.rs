//! A shop with people, a procedure, and the API in front of it; no socket, no wall clock.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]
#![allow(dead_code, reason = "every test file uses a part of it")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use engine::account::NewToken;
use engine::port::store::Holder;
use engine::{Caller, Engine, Options, Person, Ports, Scope};
use http_body_util::BodyExt;
use interpreter::actor::Surface;
use interpreter::id::PersonId;
use jiff::Timestamp;
use procedure::read::Spelling;
use serde_json::{Value as Json, json};
use server::Server;
use testkit::{MemoryStore, PlayedConnector, SeededChance, ToldClock};
use tower::ServiceExt;

/// What the shop does with a returned item.
pub const RETURNS: &str = "
procedure: 1
id: returns
title: Process a return
purpose: The customer has the money back.
owner: lead
review: every 90 days
tags: [shop]
roles: {agent: Answers customers., lead: Leads., clerk: Pays.}
data:
  order_id: {type: string, ask: 'Which order is it?'}
  amount: {type: number, minimum: 0, unit: EUR, title: Amount}
  note: {type: string, optional: true, maxLength: 2000}
  photo: {type: file, optional: true, accept: ['image/*']}
  iban: {type: string, optional: true, sensitive: true}
  remedy: {type: string, enum: [refund, manual], optional: true}
triggers:
  - manual: {roles: [agent]}
  - schedule: 0 7 1 * *
    set: {order_id: monthly, amount: 1}
steps:
  - id: inspect
    title: 'Inspect {{ order_id }}'
    instructions: 'Look at **{{ order_id }}**.'
    rules: [{must: Be polite., because: Customers remember.}]
    person: {role: agent, collect: [amount, note], evidence: {photo: amount > 500}}
  - id: choose
    title: Choose a remedy
    decide:
      cases:
        - {when: amount > 100, set: {remedy: manual}, because: Large sums are looked at.}
      otherwise: {set: {remedy: refund}}
  - id: sign-off
    title: Approve the refund
    if: amount > 10
    approve: {by: lead, not_by: [starter, inspect], covers: [amount]}
  - id: pay
    title: Pay it out
    visible_to: [clerk]
    person: {role: clerk, collect: [iban]}
exceptions:
  - {id: lost, title: The item is lost, severity: major, then: {end: gone}}
outcomes: {gone: {counts: failure}}
success: [{that: amount > 0, because: Something was paid.}]
examples:
  - name: a small one is paid
    given: {order_id: ORD-1, amount: 5}
    answers: {inspect: {amount: 5}, pay: {}}
    expect: {outcome: completed, path: [inspect, choose, pay]}
";

pub struct Shop {
    pub engine: Engine,
    pub clock: Arc<ToldClock>,
    pub store: Arc<MemoryStore>,
    router: axum::Router,
    tokens: BTreeMap<&'static str, String>,
}

/// Ana administers; Lea and Leo lead; Bob and Cleo are agents; Kim pays; Aud audits; Eve only edits; Out has no part in anything.
pub const PEOPLE: [&str; 9] = ["ana", "lea", "leo", "bob", "cleo", "kim", "aud", "eve", "out"];

fn person(id: &str) -> Person {
    let mut person = Person::new(id);
    person.name = format!("{}{}", id[..1].to_uppercase(), &id[1..]);
    match id {
        "ana" => person.administrator = true,
        "lea" | "leo" => person.roles = ["lead".parse().unwrap()].into(),
        "bob" | "cleo" => person.roles = ["agent".parse().unwrap()].into(),
        "kim" => person.roles = ["clerk".parse().unwrap()].into(),
        "aud" => person.auditor = true,
        "eve" => person.editor = true,
        _ => {}
    }
    person
}

/// What the API answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub json: Json,
}

impl Answer {
    #[track_caller]
    pub fn ok(self) -> Json {
        assert!(self.status.is_success(), "{}: {}", self.status, self.json);
        self.json
    }

    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Json {
        assert_eq!((self.status.as_u16(), self.json["code"].as_str()), (status, Some(code)), "{}", self.json);
        self.json
    }
}

impl Shop {
    pub async fn open() -> Shop {
        let store = Arc::new(MemoryStore::new());
        let clock = Arc::new(ToldClock::at("2026-03-02T09:00:00Z".parse::<Timestamp>().unwrap()));
        let ports = Ports {
            store: store.clone(),
            connectors: Arc::new(PlayedConnector::new()).alone("shop", 2, Duration::from_secs(30)),
            clock: clock.clone(),
            chance: Arc::new(SeededChance::new(7)),
        };
        let holder = Holder { id: "test".into(), pid: 1, host: "desk".into(), address: None };
        let engine = Engine::open(ports, Options::new(holder)).await.unwrap();
        engine.configure_people(PEOPLE.iter().map(|id| person(id)).collect()).await.unwrap();
        engine.lead().await.unwrap();
        let mut tokens = BTreeMap::new();
        for id in PEOPLE {
            let wanted = NewToken {
                person: PersonId::new(id),
                name: "test".into(),
                scopes: [Scope::Read, Scope::Work, Scope::Write, Scope::Administer].into(),
                expires_at: "2026-06-01T00:00:00Z".parse().unwrap(),
            };
            let (_, secret) = engine.issue_token(&Caller::new(id, Surface::Web), wanted).await.unwrap();
            tokens.insert(id, secret);
        }
        let mut options = server::Options::default();
        let much = server::Rate { burst: 1_000_000, second: 1_000_000 };
        (options.limits.person, options.limits.address) = (much, much);
        let router = Server::new(engine.clone(), options).router();
        let shop = Shop { engine, clock, store, router, tokens };
        shop.publish(RETURNS).await;
        shop
    }

    pub async fn publish(&self, text: &str) {
        let document = procedure::read::read(text, Spelling::Yaml, &()).clean().unwrap();
        self.engine.publish(&Caller::new("ana", Surface::Web), &document, "It is new.").await.unwrap();
    }

    pub async fn send(&self, who: &str, request: axum::http::request::Builder, body: Body) -> Answer {
        let token = &self.tokens[who];
        let request = request.header("authorization", format!("Bearer {token}")).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        let json = serde_json::from_slice(&bytes).unwrap_or(Json::Null);
        Answer { status, headers, bytes, json }
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, Request::get(format!("/api/v1{path}")), Body::empty()).await
    }

    pub async fn post(&self, who: &str, path: &str, body: Json) -> Answer {
        let request = Request::post(format!("/api/v1{path}")).header("content-type", "application/json");
        let answer = self.send(who, request, Body::from(body.to_string())).await;
        self.engine.settle_until_idle().await.unwrap();
        answer
    }

    /// Completes a task as its form stands.
    pub async fn complete(&self, who: &str, run: &str, task: u32, values: Json) -> Answer {
        let path = format!("/runs/{run}/tasks/{task}");
        let form = self.get(who, &path).await;
        // A task that is not there has no revision, which is not what is refused.
        let revision = form.json["revision"].as_u64().unwrap_or_default();
        self.post(who, &format!("{path}/complete"), json!({"values": values, "revision": revision})).await
    }

    /// Bob starts a return.
    pub async fn start(&self, order: &str) -> String {
        let started = self.post("bob", "/runs", json!({"procedure": "returns", "data": {"order_id": order}})).await;
        started.ok()["run"].as_str().unwrap().to_owned()
    }

    /// Cleo inspects, so that the refund waits for the lead.
    pub async fn inspected(&self, order: &str, amount: &str) -> String {
        let run = self.start(order).await;
        self.complete("cleo", &run, 1, json!({"amount": amount})).await.ok();
        run
    }
}
