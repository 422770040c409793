//! Garbage for every route of the description: a clear refusal, never a failure of ours, and nothing comes of it.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Answer, Asked, Browser, House};
use serde_json::{Value as Json, json};

/// The routes that take no JSON.
const BYTES: [&str; 4] =
    ["/api/v1/attachments", "/api/v1/guest/attachments", "/api/v1/event-logs", "/api/v1/event-logs/look"];

/// Method, path and the media type of the body, where there is one.
fn operations() -> Vec<(String, String, Option<String>)> {
    let described = serde_json::to_value(server::description()).unwrap();
    let mut all = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let content = operation["requestBody"]["content"].as_object();
            let kind = content.and_then(|content| content.keys().next().cloned());
            all.push((method.to_uppercase(), path.clone(), kind));
        }
    }
    all
}

/// The path with `what` in the place of each parameter.
fn with(path: &str, what: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { what } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// What the query of an operation must say.
fn required(method: &str, path: &str) -> String {
    let described = serde_json::to_value(server::description()).unwrap();
    let parameters = described["paths"][path][method.to_lowercase()]["parameters"].as_array().cloned();
    let needed = |one: &Json| one["in"] == "query" && one["required"] == true;
    let named =
        parameters.into_iter().flatten().filter(needed).map(|one| format!("{}=x", one["name"].as_str().unwrap()));
    let query = named.collect::<Vec<_>>().join("&");
    if query.is_empty() { query } else { format!("?{query}") }
}

/// Signing in ends no matter what, so that whoever asks stays who they are.
fn ends_session(method: &str, path: &str) -> bool {
    path.contains("/session") && method != "GET" || path.ends_with("/events")
}

fn judge(answer: &Answer, what: &str, statuses: &[u16]) {
    assert!(statuses.contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
    assert!(!answer.code().is_empty() && !answer.json["detail"].as_str().unwrap().is_empty(), "{what}");
}

async fn house() -> (House, Browser) {
    let limits = server::Limits {
        body: 10_000,
        person: server::Rate { burst: 100_000, second: 1 },
        address: server::Rate { burst: 100_000, second: 1 },
        sign_in: server::Rate { burst: 100_000, second: 1 },
        ..server::Limits::default()
    };
    let house = House::with(server::Options { demo: true, limits, ..server::Options::default() }).await;
    house.engine.configure_people(house::people()).await.unwrap();
    house.publish().await;
    let ada = house.be("ada").await;
    (house, ada)
}

#[tokio::test]
async fn a_body_that_is_none_is_refused_by_every_route() {
    let (house, ada) = house().await;
    let before = house.ledger().await;
    for (method, path, kind) in operations() {
        let Some(kind) = kind.filter(|_| !BYTES.contains(&path.as_str())) else { continue };
        let at = with(&path, "x") + &required(&method, &path);
        let asked = || Asked::new(&method, &at).by(&ada).header("if-match", "\"x\"");
        let json = |body: &str| asked().header("content-type", &kind).body(body.to_owned());
        let what = |garbage: &str| format!("{method} {path} with {garbage}");
        judge(&house.ask(json("{")).await, &what("half an object"), &[400]);
        judge(&house.ask(json("\u{0}")).await, &what("a null byte"), &[400]);
        judge(&house.ask(json("[[[]]]")).await, &what("lists"), &[400, 422]);
        judge(&house.ask(json("{\"nobody-asks-for-this\": 1}")).await, &what("another name"), &[422]);
        judge(&house.ask(asked().header("content-type", "text/html").body("<p>")).await, &what("a page"), &[415]);
        let long = format!("{{\"text\": \"{}\"}}", "x".repeat(20_000));
        judge(&house.ask(json(&long)).await, &what("too much"), &[413]);
    }
    assert_eq!(house.ledger().await, before, "nothing came of it");
}

#[tokio::test]
async fn an_id_that_is_none_or_somebody_elses_is_refused_by_every_route() {
    let (house, ada) = house().await;
    let before = house.ledger().await;
    let long = "x".repeat(5_000);
    for (method, path, kind) in operations() {
        let kind = kind.unwrap_or_else(|| "application/json".into());
        // What is put is made where it is not there.
        if !path.contains('{') || (method == "PUT" && path.contains("/teams/")) {
            continue;
        }
        for id in [
            "nowhere",
            "%00",
            "%2e%2e%2f",
            "..%2F..%2Fetc%2Fpasswd",
            "%3Cscript%3E",
            "'%20OR%201=1--",
            "%F0%9F%92%A9",
            "0",
            "-1",
            &long,
        ] {
            let asked = Asked::new(&method, &with(&path, id)).by(&ada).header("if-match", "\"x\"");
            let asked = asked.header("content-type", &kind).body("{}");
            let answer = house.ask(asked).await;
            let id: String = id.chars().take(40).collect();
            judge(&answer, &format!("{method} {path} of {id}"), &[400, 404, 409, 422]);
        }
    }
    assert_eq!(house.ledger().await, before, "nothing came of it");
}

#[tokio::test]
async fn a_query_that_is_none_is_refused_and_never_a_failure() {
    let (house, ada) = house().await;
    for (method, path, _) in operations() {
        if method != "GET" || ends_session(&method, &path) {
            continue;
        }
        for query in [
            "limit=0&cursor=",
            "limit=99999999999",
            "limit=-1",
            "cursor=%ff",
            "cursor=AAAA",
            "q=%00%27%25_",
            "since=x",
            "until=9999-99-99T00:00:00Z",
            "after=-1",
            "after=18446744073709551615",
            "from=0&to=4294967295",
            "scope=odd",
            "sort=odd",
            "number=0",
            "status=%3Cscript%3E",
            "since=-009999-01-01T00:00:00Z",
            "=&&&==",
        ] {
            let answer = house.ask(Asked::get(&format!("{}?{query}", with(&path, "returns"))).by(&ada)).await;
            assert!(answer.status < 500, "{path}?{query}: {}", answer.text);
            assert!(answer.status < 400 || !answer.code().is_empty(), "{path}?{query}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_session_that_has_ended_lets_in_nobody_anywhere() {
    let (house, ada) = house().await;
    house.pass(13 * 3_600);
    let before = house.ledger().await;
    let described = serde_json::to_value(server::description()).unwrap();
    for (method, path, _) in operations() {
        if described["paths"][&path][method.to_lowercase()]["security"] == json!([{}]) {
            continue;
        }
        let asked = Asked::new(&method, &with(&path, "returns")).by(&ada).json(json!({}));
        let answer = house.ask(asked).await;
        judge(&answer, &format!("{method} {path}"), &[401]);
    }
    assert_eq!(house.ledger().await, before);
}

/// What a browser would carry out, where it took a text for a page.
const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>";

#[tokio::test]
async fn a_script_in_a_text_is_kept_as_a_text_and_answered_as_data() {
    let (house, ada) = house().await;
    let bob = house.be("bob").await;
    let (run, task) = house.start(&bob).await;
    let of_task = format!("/api/v1/runs/{run}/tasks/{task}");
    let name =
        Asked::new("PATCH", "/api/v1/people/vera").header("if-match", "*").json(json!({"name": SCRIPT})).by(&ada);
    assert_eq!(house.ask(name).await.status, 200);
    for asked in [
        Asked::post(&format!("/api/v1/runs/{run}/note"), json!({"text": SCRIPT})),
        Asked::post(&format!("{of_task}/raise"), json!({"words": SCRIPT})),
        Asked::post(&format!("{of_task}/guest"), json!({"name": SCRIPT})),
        Asked::post("/api/v1/check", json!({"text": SCRIPT})),
        Asked::post("/api/v1/convert", json!({"text": SCRIPT, "from": "yaml", "to": "json"})),
        Asked::post("/api/v1/runs", json!({"procedure": SCRIPT})),
        Asked::post(
            "/api/v1/tokens",
            json!({"name": SCRIPT, "scopes": ["read"], "expires_at": "2026-03-03T09:00:00Z"}),
        ),
        Asked::new("POST", "/api/v1/attachments")
            .header("content-type", "text/html")
            .header("x-file-name", "%3Cscript%3Ealert(1)%3C%2Fscript%3E.html")
            .body(SCRIPT),
    ] {
        let answer = house.ask(asked.by(&bob)).await;
        assert!(answer.status < 500, "{answer:?}");
        let kind = answer.header("content-type");
        assert!(matches!(kind, "application/json" | "application/problem+json"), "{kind}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    for path in ["/people", "/me/tokens", "/guests", &format!("/runs/{run}/journal"), &format!("/runs/{run}")] {
        let answer = house.ask(Asked::get(&format!("/api/v1{path}")).by(&bob)).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{path}");
        html(&answer.json, path);
    }
    // The pages hold no data at all, so that nothing in it can become a part of them.
    for path in ["/", &format!("/runs/{SCRIPT}").replace(['<', '>', ' '], "%3C"), "/inbox?q=%3Cscript%3E"] {
        let page = house.ask(Asked::get(path)).await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("alert(1)"), "{path}");
    }
}

/// Only what is named `…html` is HTML, and it holds no tag that anybody wrote.
fn html(json: &Json, path: &str) {
    match json {
        Json::Object(parts) => {
            for (name, part) in parts {
                if let (true, Some(text)) = (name.ends_with("html"), part.as_str()) {
                    assert!(!text.contains("<script") && !text.contains("<img"), "{path} {name}: {text}");
                }
                html(part, path);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| html(item, path)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}
