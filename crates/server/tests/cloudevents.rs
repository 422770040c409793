//! Events from other systems, in each mode of CloudEvents 1.0 over HTTP.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Answer, Asked, House};
use serde_json::{Value as Json, json};

const TICKETS: &str = "
procedure: 1
id: tickets
title: Tickets
owner: lead
review: every 90 days
roles: {lead: Leads.}
data: {ticket: {type: string}, answer: {type: string, optional: true}}
triggers:
  - {event: com.example.ticket.created, set: {ticket: =event.data.ticket}, key: =event.data.ticket}
steps:
  - {id: hear, title: Hear, wait: {event: com.example.ticket.answered, when: event.data.ticket == ticket}, save: {answer: =event.data.answer}}
  - {id: look, title: Look, person: {role: lead}}
";

/// A house with the procedure, and the secret of a machine's token.
async fn listening() -> (House, String) {
    let house = House::lived_in().await;
    let procedure = procedure::read::read(TICKETS, procedure::read::Spelling::Yaml, &()).clean().unwrap();
    house.engine.publish(&house::ada(), &procedure, "First.").await.unwrap();
    let ada = house.be("ada").await;
    let token = json!({"person": "mia", "name": "desk", "scopes": ["events"], "expires_at": "2026-03-03T09:00:00Z"});
    let token = house.ask(Asked::post("/api/v1/tokens", token).by(&ada)).await;
    let secret = token.json["secret"].as_str().unwrap().to_owned();
    (house, secret)
}

fn event(kind: &str, id: &str, data: Json) -> Json {
    json!({"specversion": "1.0", "id": id, "source": "desk", "type": kind, "data": data, "subject": "left alone"})
}

async fn send(house: &House, token: &str, kind: &'static str, body: &Json) -> Answer {
    let asked = Asked::new("POST", "/api/v1/cloudevents").header("content-type", kind).body(body.to_string());
    house.ask(asked.token(token)).await
}

const ONE: &str = "application/cloudevents+json";
const MANY: &str = "application/cloudevents-batch+json; charset=utf-8";

#[tokio::test]
async fn an_event_starts_a_run_once_and_another_reaches_it() {
    let (house, token) = listening().await;
    let created = event("com.example.ticket.created", "e1", json!({"ticket": "T-1"}));
    let started = send(&house, &token, ONE, &created).await;
    assert_eq!(started.status, 200, "{started:?}");
    let run = started.json["items"][0]["started"][0].as_str().unwrap().to_owned();
    let again = send(&house, &token, ONE, &created).await;
    assert_eq!(again.json["items"][0], json!({"id": "e1", "started": [], "reached": [], "failed": []}));
    let answers = ["T-0", "T-1"]
        .map(|ticket| event("com.example.ticket.answered", ticket, json!({"ticket": ticket, "answer": "yes"})));
    let reached = send(&house, &token, MANY, &json!(answers)).await;
    assert_eq!(reached.json["items"][1]["reached"], json!([run]), "{reached:?}");
    house.engine.settle_until_idle().await.unwrap();
    let ada = house.be("ada").await;
    let screen = house.ask(Asked::get(&format!("/api/v1/runs/{run}")).by(&ada)).await;
    assert!(screen.text.contains("\"yes\""), "{screen:?}");
}

#[tokio::test]
async fn in_binary_mode_the_attributes_are_headers() {
    let (house, token) = listening().await;
    let asked = || {
        Asked::new("POST", "/api/v1/cloudevents")
            .header("ce-specversion", "1.0")
            .header("ce-id", "e%201")
            .header("ce-source", "/desk")
            .header("ce-type", "com.example.ticket.created")
            .header("ce-time", "2026-03-02T08:59:00Z")
            .token(&token)
    };
    let started = house.ask(asked().json(json!({"ticket": "T-1"}))).await;
    assert_eq!(started.json["items"][0]["started"].as_array().unwrap().len(), 1, "{started:?}");
    assert_eq!(started.json["items"][0]["id"], "e 1");
    let text = house.ask(asked().header("content-type", "text/plain").body("T-1")).await;
    assert_eq!((text.status, text.code()), (415, "not-json"));
    let late = house.ask(asked().header("ce-time", "yesterday").json(json!({}))).await;
    assert_eq!((late.status, late.code()), (400, "bad-header"));
}

#[tokio::test]
async fn one_run_is_reached_by_a_sender_who_knows_it() {
    let (house, token) = listening().await;
    let created = event("com.example.ticket.created", "e1", json!({"ticket": "T-1"}));
    let run = send(&house, &token, ONE, &created).await.json["items"][0]["started"][0].as_str().unwrap().to_owned();
    let answered = event("com.example.ticket.answered", "e2", json!({"ticket": "T-1", "answer": "no"}));
    let to = |run: &str| {
        let asked = Asked::new("POST", &format!("/api/v1/runs/{run}/cloudevents")).header("content-type", ONE);
        asked.body(answered.to_string()).token(&token)
    };
    assert_eq!(house.ask(to(&run)).await.json["items"][0]["reached"], json!([run]));
    assert_eq!(house.ask(to(&run)).await.json["items"][0]["reached"], json!([]));
    assert_eq!(house.ask(to("unheard-of")).await.status, 404);
}

#[tokio::test]
async fn what_is_no_event_is_refused_in_words_and_nothing_starts() {
    let (house, token) = listening().await;
    let good = event("com.example.ticket.created", "e1", json!({"ticket": "T-1"}));
    let with = |name: &str, value: Json| {
        let mut event = good.clone();
        event[name] = value;
        event
    };
    for (kind, body, status, code) in [
        (ONE, json!([good]), 422, "invalid"),
        (ONE, json!({"id": "e1"}), 422, "invalid"),
        (ONE, with("specversion", json!("0.3")), 422, "invalid"),
        (ONE, with("data_base64", json!("AAAA")), 422, "invalid"),
        (ONE, with("type", json!("no type at all")), 422, "invalid"),
        (ONE, with("id", json!("")), 422, "invalid"),
        (MANY, json!(vec![good.clone(); 101]), 422, "invalid"),
        ("application/json", good.clone(), 415, "not-json"),
    ] {
        let refused = send(&house, &token, kind, &body).await;
        assert_eq!((refused.status, refused.code()), (status, code), "{body}: {refused:?}");
    }
    let garbage = Asked::new("POST", "/api/v1/cloudevents").header("content-type", ONE).body("{").token(&token);
    assert_eq!(house.ask(garbage).await.code(), "bad-json");
    // A person's session delivers none, unless it is an administrator's.
    let bob = house.be("bob").await;
    let by_bob = Asked::new("POST", "/api/v1/cloudevents").header("content-type", ONE).body(good.to_string());
    assert_eq!(house.ask(by_bob.by(&bob)).await.status, 403);
    let open = house.ask(Asked::get("/api/v1/runs").by(&house.be("ada").await)).await;
    assert_eq!(open.json["items"], json!([]));
}
