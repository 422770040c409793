//! The `http` connector against a server on loopback: what is sent, how answers are read, and what fails how.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod desk;
mod server;

use std::time::Duration;

use connectors::Registry;
use desk::{Desk, call, line, request};
use engine::port::{Certainty, Failure};
use serde_json::json;
use server::{Answer, Server};

const ACTIONS: &str = "
      getOrder: {method: GET, path: '/orders/{id}', query: {full: '{full}', v: '2'}}
      search: {method: GET, path: /orders, query: {q: '{text}'}, result: /data/items}
      create: {method: POST, path: /orders, idempotency_header: X-Request-Id, errors: {409: already-there}}
      change: {method: PATCH, path: '/orders/{id}', body: [state], repeat: keyed, headers: {X-Reason: '{reason}'}}
      put: {method: PUT, path: '/orders/{id}', body: all}
      remove: {method: DELETE, path: '/orders/{id}'}
      probe: {method: HEAD, path: /orders}
";

fn crm(port: u16, options: &str) -> Registry {
    let yaml = format!(
        "crm:\n  http:\n    base: http://127.0.0.1:{port}/api/\n    allow_internal: [127.0.0.0/8]\n    \
         headers: {{X-Shop: north}}\n    auth: {{bearer: {{secret: crm-token}}}}\n    {options}\n    actions:{ACTIONS}"
    );
    Desk::new().build(&yaml).unwrap()
}

async fn answering(answer: Answer) -> (Server, Registry) {
    let server = Server::answering(answer).await;
    let registry = crm(server.port, "");
    (server, registry)
}

#[tokio::test]
async fn each_argument_goes_where_the_action_says() {
    let (server, registry) = answering(Answer::json("200 OK", "{\"data\": {\"items\": [1, 2.50]}}")).await;
    let odd = "a/../b?c#d%2e é";
    call(&registry, "crm.getOrder", json!({"id": odd, "full": true})).await.unwrap();
    call(&registry, "crm.getOrder", json!({"id": 7.5})).await.unwrap();
    assert_eq!(call(&registry, "crm.search", json!({"text": "a&b=c"})).await.unwrap(), json!([1, 2.5]));
    call(&registry, "crm.create", json!({"item": "lamp", "price": 19.9, "note": null})).await.unwrap();
    call(&registry, "crm.change", json!({"id": 1, "state": "open", "reason": "late"})).await.unwrap();
    call(&registry, "crm.put", json!({"id": 1, "state": "open"})).await.unwrap();
    call(&registry, "crm.remove", json!({"id": 1})).await.unwrap();
    assert_eq!(call(&registry, "crm.probe", json!({})).await.unwrap(), json!(null));
    let port = format!(":{}", server.port);
    insta::assert_snapshot!(server.requests().join("\n\n").replace("\r\n", "\n").replace(&port, ":PORT"));
}

#[tokio::test]
async fn no_argument_leads_out_of_its_place_in_the_path() {
    let (server, registry) = answering(Answer::json("200 OK", "{}")).await;
    for id in [
        "../../x",
        "%2e%2e",
        "@evil.example",
        "\\..\\",
        "//evil.example",
        "?x",
        "#x",
        "\u{0}",
        " ",
        "a\r\nB: c",
        "..;",
        ":80",
    ] {
        call(&registry, "crm.remove", json!({"id": id})).await.unwrap();
        let sent = server.requests().pop().unwrap();
        let path = sent.split(' ').nth(1).unwrap();
        let rest = path.strip_prefix("/api/orders/").unwrap();
        assert!(!rest.is_empty() && !rest.contains(['/', '?', '#', '\\', '@']), "{path}");
    }
}

#[tokio::test]
async fn nothing_is_sent_for_arguments_that_do_not_fit() {
    let (server, registry) = answering(Answer::json("200 OK", "{}")).await;
    let mut told = String::new();
    for (action, arguments) in [
        ("crm.getOrder", json!({})),
        ("crm.getOrder", json!({"id": null})),
        ("crm.getOrder", json!({"id": ""})),
        ("crm.remove", json!({"id": ".."})),
        ("crm.remove", json!({"id": "."})),
        ("crm.remove", json!({"id": ["a"]})),
        ("crm.remove", json!({"id": 1, "force": true})),
        ("crm.change", json!({"id": 1})),
        ("crm.change", json!({"id": 1, "state": "open", "reason": "two\r\nlines"})),
        ("crm.search", json!({"text": {"a": 1}})),
        ("crm.serch", json!({})),
    ] {
        told += &format!("{}\n", line(&call(&registry, action, arguments).await.unwrap_err()));
    }
    assert!(server.requests().is_empty());
    insta::assert_snapshot!(told);
}

#[tokio::test]
async fn a_status_says_what_is_known_of_the_effect() {
    let mut told = String::new();
    for status in [301, 400, 401, 403, 404, 408, 409, 410, 418, 422, 429, 500, 502, 503] {
        let (_server, registry) = answering(Answer::json(&format!("{status} X"), "")).await;
        for (action, arguments) in
            [("crm.search", json!({})), ("crm.create", json!({})), ("crm.remove", json!({"id": 1}))]
        {
            let failure = call(&registry, action, arguments).await.unwrap_err();
            told += &format!("{}\n", line(&failure));
        }
    }
    insta::assert_snapshot!(told);
}

#[tokio::test]
async fn an_answer_that_cannot_be_used_leaves_the_effect_of_a_write_unknown() {
    let mut told = String::new();
    let compressed = Answer::with("200 OK", "Content-Encoding: gzip\r\n", "x");
    let cut = Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"a\":".to_vec());
    let long = format!("\"{}\"", "x".repeat(2_000_000));
    let endless = Answer::Bytes(format!("HTTP/1.1 200 OK\r\n\r\n{long}").into_bytes());
    let chunked =
        format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n", long.len());
    for answer in [
        Answer::json("200 OK", "<html>no</html>"),
        Answer::json("200 OK", "{\"a\": 1, \"a\": 2}"),
        Answer::json("200 OK", "1e999"),
        Answer::json("200 OK", &"[".repeat(5_000)),
        Answer::json("200 OK", &long),
        Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\"\xff\"".to_vec()),
        Answer::Bytes(b"no HTTP at all\r\n\r\n".to_vec()),
        Answer::Hangup,
        Answer::Bytes(chunked.into_bytes()),
        compressed,
        cut,
        endless,
    ] {
        let (_server, registry) = answering(answer).await;
        let read = call(&registry, "crm.search", json!({})).await.unwrap_err();
        let write = call(&registry, "crm.create", json!({})).await.unwrap_err();
        assert_eq!((read.certainty, write.certainty), (Certainty::NotDone, Certainty::Unknown), "{write}");
        told += &format!("{}\n", line(&write));
    }
    insta::assert_snapshot!(told);
    let (_server, registry) = answering(Answer::json("200 OK", "{\"data\": []}")).await;
    let failure = call(&registry, "crm.search", json!({})).await.unwrap_err();
    assert!(failure.message.contains("nothing at `/data/items`"), "{failure}");
}

#[tokio::test]
async fn an_empty_answer_is_null_and_long_decimals_stay_exact() {
    for answer in [Answer::json("200 OK", ""), Answer::with("204 No Content", "", "")] {
        let (_server, registry) = answering(answer).await;
        assert_eq!(call(&registry, "crm.create", json!({})).await.unwrap(), json!(null));
    }
    let (_server, registry) = answering(Answer::json("200 OK", "{\"sum\": 12345678901234567.891}")).await;
    assert_eq!(call(&registry, "crm.create", json!({})).await.unwrap()["sum"], "12345678901234567.891");
}

async fn waiting(answer: Answer, action: &str) -> Failure {
    let server = Server::answering(answer).await;
    let registry = crm(server.port, "timeout: 200ms");
    call(&registry, action, json!({})).await.unwrap_err()
}

#[tokio::test]
async fn the_time_limit_holds_for_the_whole_answer_however_it_drips() {
    for answer in [Answer::Silence, Answer::Drip("HTTP/1.1 200 OK\r\n\r\n"), Answer::Drip("HTTP/1.1 200 OK\r\nX-")] {
        let failure = waiting(answer.clone(), "crm.create").await;
        assert_eq!(
            (failure.error.as_str(), failure.certainty, failure.transient),
            ("timeout", Certainty::Unknown, true)
        );
        assert_eq!(waiting(answer, "crm.search").await.certainty, Certainty::NotDone);
    }
}

#[tokio::test]
async fn a_server_that_cannot_show_who_it_is_gets_no_request() {
    let server = Server::answering(Answer::json("200 OK", "{}")).await;
    let yaml = "crm: {http: {base: 'https://localhost:PORT', allow_internal: [localhost], \
                actions: {create: {method: POST, path: /}}}}";
    let registry = Desk::new().build(&yaml.replace("PORT", &server.port.to_string())).unwrap();
    let failure = call(&registry, "crm.create", json!({})).await.unwrap_err();
    assert_eq!(failure.certainty, Certainty::NotDone, "{failure}");
    assert!(server.requests().iter().all(|request| !request.contains("POST")));
}

#[tokio::test]
async fn the_time_limit_of_the_request_is_kept_too() {
    let (_server, registry) = answering(Answer::Silence).await;
    let mut asked = request("search", json!({}));
    asked.time_limit = Duration::from_millis(100);
    let failure = registry.get("crm").unwrap().connector.call(&asked).await.unwrap_err();
    assert_eq!(failure.error, "timeout");
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_was_done() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let failure = call(&crm(port, ""), "crm.create", json!({})).await.unwrap_err();
    assert_eq!(
        (failure.error.as_str(), failure.certainty, failure.transient),
        ("unreachable", Certainty::NotDone, true)
    );
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::answering(Answer::json("200 OK", "{}")).await;
    let location = format!("Location: http://127.0.0.1:{}/\r\n", other.port);
    let (_server, registry) = answering(Answer::with("302 Found", &location, "")).await;
    assert_eq!(call(&registry, "crm.search", json!({})).await.unwrap_err().error, "failure");
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_secret_that_comes_back_in_an_answer_is_not_repeated() {
    let body = "{\"error\": \"bad token\\n tok-very-secret, Bearer tok-very-secret, order personal-4712\"}";
    let (_server, registry) = answering(Answer::json("403 Forbidden", body)).await;
    let failure = call(&registry, "crm.getOrder", json!({"id": "personal-4712"})).await.unwrap_err();
    assert!(!format!("{failure:?}").contains("tok-very-secret"));
    assert!(!failure.message.contains("personal-4712"));
    insta::assert_snapshot!(line(&failure));
}

#[tokio::test]
async fn basic_auth_is_sent_and_hidden_in_every_guise() {
    let coded = "bWU6cGFzcyJ3b3Jk";
    let body = format!("{{\"a\": \"pass\\\"word\", \"b\": \"{coded}\", \"c\": pass\"word}}");
    let server = Server::answering(Answer::json("401 Unauthorized", &body)).await;
    let registry = Desk::new().build(&format!(
        "crm: {{http: {{base: 'http://127.0.0.1:{}', allow_internal: [127.0.0.1], \
         auth: {{basic: {{user: me, secret: crm-password}}}}, actions: {{get: {{method: GET, path: /}}}}}}}}",
        server.port
    ));
    let failure = call(&registry.unwrap(), "crm.get", json!({})).await.unwrap_err();
    assert!(server.requests()[0].to_ascii_lowercase().contains(&format!("basic {}", coded.to_ascii_lowercase())));
    for hidden in ["pass\"word", "pass\\\"word", coded] {
        assert!(!failure.message.contains(hidden), "{failure}");
    }
}

#[test]
fn actions_are_described_with_what_they_need() {
    insta::assert_debug_snapshot!(crm(1, "").get("crm").unwrap().connector.actions());
}

#[test]
fn the_dispatcher_learns_how_many_and_how_long() {
    let registry = crm(1, "concurrency: 3\n    timeout: 2m");
    let entry = registry.get("crm").unwrap();
    assert_eq!((entry.concurrency, entry.time_limit), (3, Duration::from_secs(121)));
}
