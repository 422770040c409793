//! What every connector keeps to, whatever it is.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod desk;
mod server;

use connectors::Registry;
use desk::{Desk, call, request};
use engine::port::Certainty;
use serde_json::{Value as Json, json};
use server::{Answer, Server};

/// One connector of each kind, each with an action `get` that needs `id`.
async fn every_kind() -> (Desk, Server, Registry) {
    let desk = Desk::new();
    desk.file("t.csv", "id,n\na,1\n");
    let server = Server::answering(Answer::json("200 OK", "{}")).await;
    let port = server.port;
    let registry = desk.build(&format!(
        "
table: {{table: {{file: t.csv, key: id}}}}
http:
  http:
    base: http://127.0.0.1:{port}
    allow_internal: [127.0.0.1]
    actions: {{get: {{method: GET, path: '/things/{{id}}'}}}}
scripted:
  scripted: {{actions: {{get: {{required: [id], answers: [{{when: {{id: a}}, give: {{n: 1}}}}]}}}}}}
"
    ));
    (desk, server, registry.unwrap())
}

#[tokio::test]
async fn an_action_that_is_not_there_is_unknown_for_good() {
    let (_desk, server, registry) = every_kind().await;
    for (name, entry) in registry.iter() {
        for action in ["gett", "nothing", "get.get"] {
            let failure = entry.connector.call(&request(action, json!({}))).await.unwrap_err();
            assert_eq!(failure.error, "unknown-action", "{name}");
            assert!(!failure.transient && failure.certainty == Certainty::NotDone, "{name}");
        }
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn garbage_arguments_are_invalid_and_nothing_is_sent() {
    let (_desk, server, registry) = every_kind().await;
    let deep = (0..60).fold(json!(1), |inner, _| json!([inner]));
    let garbage: [Json; 8] = [
        json!({}),
        json!({"": ""}),
        json!({"id": null}),
        json!({"id": []}),
        json!({"id": {"id": "a"}}),
        json!({"id": deep}),
        json!({"other": "a"}),
        json!({"\u{0}\u{ffff}": "\u{202e}"}),
    ];
    for (name, _) in registry.iter() {
        for arguments in &garbage {
            let failure = call(&registry, &format!("{name}.get"), arguments.clone()).await.unwrap_err();
            assert_eq!(failure.error, "invalid", "{name} of {arguments}: {failure}");
            assert!(!failure.transient && failure.certainty == Certainty::NotDone, "{name}");
        }
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn every_described_action_is_known_and_the_order_is_stable() {
    let (_desk, _server, registry) = every_kind().await;
    for (name, entry) in registry.iter() {
        assert_eq!(entry.connector.actions(), entry.connector.actions());
        for described in entry.connector.actions() {
            let mut asked = request("get", json!({}));
            asked.action = described.action.clone();
            let answer = entry.connector.call(&asked).await;
            assert!(
                answer.err().is_none_or(|failure| failure.error != "unknown-action"),
                "{name}.{}",
                described.action
            );
        }
    }
}
