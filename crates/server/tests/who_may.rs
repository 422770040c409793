//! Who may what: every route of the description as every sort of caller, in one table.
//!
//! A route without a sample request below fails. The table is a snapshot; a change of it is a change of who may what,
//! and is read as such.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use std::fmt::Write;

use house::{Asked, Browser, House};
use serde_json::{Value as Json, json};

/// Nobody; somebody without any role; one who works; whoever answers for the procedure; an editor; an auditor; a machine;
/// an administrator; whoever stands in for Lena.
const PEOPLE: [&str; 9] = ["-", "vera", "bob", "lena", "eve", "otto", "mia", "ada", "dee-for-lena"];

/// The administrator's tokens, by their scopes.
const TOKENS: [&str; 6] =
    ["ada:read", "ada:read+work", "ada:read+write", "ada:read+administer", "ada:administer", "ada:events"];

/// A request that is sent once, to a system that does not say what became of it.
const REFUND: &str = "
procedure: 1
id: refunds
title: Refund
owner: lead
review: every 90 days
readers: []
roles: {agent: Answers., lead: Leads.}
data: {order: {type: string}, refund: {type: string, optional: true}}
triggers: [{manual: {roles: [agent]}}]
steps:
  - {id: pay, title: Pay, call: shop.refund, with: {id: =order}, once: =order, save: refund}
";

/// What stands for the parameters of a path, and what there is to act on.
struct Things {
    run: String,
    task: String,
    draft: (String, String),
    token: String,
    guest: String,
    guest_secret: String,
    sha256: String,
    log: String,
    acceptance: String,
}

/// An event log.
const LOG: &str = "case,activity,time\n1,Agree,2026-01-05T09:00:00Z\n";

fn accepted() -> Json {
    json!({"class": "extra", "step": "agree", "reason": "A test."})
}

async fn furnish(house: &House) -> Things {
    let (bob, eve, ada) = (house.be("bob").await, house.be("eve").await, house.be("ada").await);
    let photo =
        Asked::new("POST", "/api/v1/attachments").header("content-type", "image/png").header("x-file-name", "box.png");
    let photo = house.ask(photo.body(&b"\x89PNG\r\n\x1a\n"[..]).by(&bob)).await;
    assert!(photo.status < 300, "{photo:?}");
    let begun = json!({"procedure": "returns", "data": {"order": "A-1", "photo": photo.json}});
    let run = house.ask(Asked::post("/api/v1/runs", begun).by(&bob)).await;
    assert!(run.status < 300, "{run:?}");
    let run = run.json["run"].as_str().unwrap().to_owned();
    let invite = Asked::post(&format!("/api/v1/runs/{run}/tasks/1/guest"), json!({"name": "Gus"})).by(&bob);
    let guest = house.ask(invite).await.json;
    let draft = house.ask(Asked::post("/api/v1/drafts", json!({"text": house::PROCEDURE})).by(&eve)).await;
    assert!(draft.status < 300, "{draft:?}");
    let token = json!({"name": "x", "scopes": ["read"], "expires_at": "2026-03-03T09:00:00Z"});
    let token = house.ask(Asked::post("/api/v1/tokens", token).by(&bob)).await.json;
    let team = json!({"name": "Day", "members": [], "roles": []});
    assert_eq!(house.ask(Asked::new("PUT", "/api/v1/teams/day").json(team).by(&ada)).await.status, 200);
    let refund = procedure::read::read(REFUND, procedure::read::Spelling::Yaml, &()).clean().unwrap();
    house.engine.publish(&house::ada(), &refund, "First.").await.unwrap();
    let begun = json!({"procedure": "refunds", "data": {"order": "A-1"}});
    assert!(house.ask(Asked::post("/api/v1/runs", begun).by(&bob)).await.status < 300);
    house.engine.settle_until_idle().await.unwrap();
    assert_eq!(house.ask(Asked::post("/api/v1/people", json!({"id": "dee"})).by(&ada)).await.status, 201);
    let away = Asked::new("PUT", "/api/v1/me/absence").json(json!({"delegate": "dee"}));
    assert_eq!(house.ask(away.by(&house.be("lena").await)).await.status, 200);
    let log = Asked::new("POST", "/api/v1/event-logs?name=a.csv").body(LOG).by(&eve);
    let log = house.ask(log).await.json;
    let accepted = Asked::post("/api/v1/procedures/returns/accepted-deviations", accepted()).by(&ada);
    let accepted = house.ask(accepted).await.json;
    let text = |json: &Json| json.as_str().unwrap_or_else(|| panic!("{json} is no text")).to_owned();
    Things {
        run,
        task: "1".into(),
        draft: (text(&draft.json["id"]), text(&draft.json["etag"])),
        token: text(&token["id"]),
        guest: text(&guest["guest"]["id"]),
        guest_secret: text(&guest["link"]).rsplit_once('#').unwrap().1.to_owned(),
        sha256: text(&photo.json["sha256"]),
        log: text(&log["log"]["id"]),
        acceptance: text(&accepted["id"]),
    }
}

/// A request to the route that makes sense; nothing where the route is not known here.
fn sample(things: &Things, method: &str, path: &str) -> Option<Asked> {
    let of_id = match path.trim_start_matches("/api/v1/").split('/').next().unwrap() {
        "people" => "cleo",
        "teams" => "day",
        "tokens" => &things.token,
        "guests" => &things.guest,
        "procedures" => "returns",
        "drafts" => &things.draft.0,
        _ => "",
    };
    let at = path
        .replace("{run}", &things.run)
        .replace("{task}", &things.task)
        .replace("{sha256}", &things.sha256)
        .replace("{log}", &things.log)
        .replace("{acceptance}", &things.acceptance)
        .replace("{case}", "0")
        .replace("{name}", "shop")
        .replace("{id}", of_id);
    let none = Some(json!({}));
    let reason = || Some(json!({"reason": "A test."}));
    let text = || Some(json!({"text": house::PROCEDURE}));
    let below = path.trim_start_matches("/api/v1");
    let (query, body) = match (method, below) {
        ("GET", "/procedures/{id}/diff") => ("?from=1&to=1", None),
        ("GET", "/tasks") => ("?scope=all", None),
        // What the test itself does is not counted.
        ("GET", "/ledger") => ("?kind=published", None),
        ("GET", "/tokens" | "/me/tokens") => ("?limit=1", None),
        ("GET" | "PUT", "/event-logs/{log}/mapping") => {
            let body = (method == "PUT").then(|| json!({"activities": {"Agree": ["agree"]}}));
            ("?procedure=returns", body)
        }
        ("GET", "/event-logs/{log}/conformance") => ("?procedure=returns", None),
        ("GET" | "POST", "/event-logs/{log}/export") => ("?format=xes", if method == "POST" { reason() } else { None }),
        ("POST", "/event-logs/{log}/draft") => ("", None),
        ("POST", "/procedures/{id}/accepted-deviations") => ("", Some(accepted())),
        ("GET" | "DELETE", _) => ("", None),
        ("POST", "/backup") => ("", None),
        ("POST", "/runs/{run}/erase") => ("", reason()),
        ("POST", "/runs/{run}/export" | "/runs/{run}/tasks/{task}/reveal" | "/ledger/export") => ("", reason()),
        ("POST", "/setup") => {
            ("", Some(json!({"secret": "x", "id": "x", "name": "x", "password": "a word of length"})))
        }
        ("POST", "/session") => ("", Some(json!({"name": "bob", "password": "x"}))),
        ("POST", "/session/demo") => ("", Some(json!({"person": "bob"}))),
        ("POST", "/session/reset") => ("", Some(json!({"secret": "x", "password": "a word of length"}))),
        ("PATCH", "/me" | "/people/{id}") => ("", Some(json!({"name": "A name"}))),
        // Too weak, which is told to whoever is let in.
        ("PUT", "/me/password") => ("", Some(json!({"old": "x", "new": "weak"}))),
        ("PUT", "/me/absence") => ("", Some(json!({"delegate": "cleo"}))),
        ("POST", "/people") => ("", Some(json!({"id": "zoe"}))),
        ("POST", "/people/{id}/reset") => ("", None),
        ("PUT", "/teams/{id}") => ("", Some(json!({"name": "", "members": [], "roles": []}))),
        ("POST", "/tokens") => {
            ("", Some(json!({"name": "x", "scopes": ["read"], "expires_at": "2026-03-03T09:00:00Z"})))
        }
        ("POST", "/guest/task") => ("", Some(json!({"secret": things.guest_secret}))),
        ("POST", "/guest/complete") => ("", Some(json!({"secret": things.guest_secret, "values": {"note": "x"}}))),
        ("POST", "/runs/{run}/tasks/{task}/guest") => ("", Some(json!({"name": "Gus"}))),
        ("POST", "/runs") => ("", Some(json!({"procedure": "returns", "data": {"order": "A-2"}}))),
        ("POST", "/runs/{run}/pause" | "/runs/{run}/cancel") => ("", reason()),
        ("POST", "/runs/{run}/resume" | "/runs/{run}/tasks/{task}/claim" | "/runs/{run}/tasks/{task}/release") => {
            ("", None)
        }
        ("POST", "/runs/{run}/note") => ("", Some(json!({"text": "A note."}))),
        ("POST", "/runs/{run}/skip") => ("", Some(json!({"step": "inspect", "reason": "A test."}))),
        ("POST", "/runs/{run}/jump") => ("", Some(json!({"to": "agree", "reason": "A test."}))),
        ("POST", "/runs/{run}/override") => {
            ("", Some(json!({"step": "inspect", "values": {"note": "x"}, "code": "other", "words": "A test."})))
        }
        ("POST", "/runs/{run}/migrate") => ("", Some(json!({"number": 1, "reason": "A test."}))),
        ("POST", "/runs/{run}/migration-preview") => ("", Some(json!({"number": 1}))),
        ("POST", "/runs/{run}/tasks/{task}/reassign") => ("", Some(json!({"person": "cleo", "reason": "A test."}))),
        ("POST", "/runs/{run}/tasks/{task}/complete") => ("", Some(json!({"values": {"note": "x"}, "revision": 9}))),
        ("POST", "/runs/{run}/tasks/{task}/approve") => ("", Some(json!({"revision": 1}))),
        ("POST", "/runs/{run}/tasks/{task}/refuse") => ("", Some(json!({"reason": "A test.", "revision": 9}))),
        ("POST", "/runs/{run}/tasks/{task}/choose") => ("", Some(json!({"option": 0, "revision": 9}))),
        ("POST", "/runs/{run}/tasks/{task}/raise") => ("", Some(json!({"words": "A test."}))),
        ("POST", "/runs/{run}/tasks/{task}/settle") => ("", Some(json!({"how": "retry", "reason": "A test."}))),
        ("POST", "/check" | "/try") => ("", text()),
        ("POST", "/convert") => ("", Some(json!({"text": house::PROCEDURE, "from": "yaml", "to": "json"}))),
        ("POST", "/drafts") => ("", Some(json!({"procedure": "returns"}))),
        ("PUT", "/drafts/{id}") => ("", text()),
        ("POST", "/drafts/{id}/publish") => ("", Some(json!({"rationale": "A test."}))),
        ("POST", "/ledger/verify") => ("", none),
        ("POST", "/ledger/checkpoint" | "/connectors/{name}/test") => ("", None),
        ("POST", "/dispatch/pause" | "/dispatch/resume") => ("", reason()),
        ("POST", "/in-doubt/settle") => {
            ("", Some(json!({"key": "shop.refund A-1", "happened": false, "reason": "A test."})))
        }
        ("POST", "/notices/read") => ("", Some(json!({"until": "2026-03-02T09:00:00Z"}))),
        ("POST", "/cloudevents" | "/runs/{run}/cloudevents") => {
            let event = json!({"specversion": "1.0", "id": "e1", "source": "test", "type": "com.example.x"});
            let event = Asked::new(method, &at).json(event);
            return Some(event.header("content-type", "application/cloudevents+json"));
        }
        ("POST", "/guest/attachments") => {
            let file = Asked::new(method, &at).header("x-guest-secret", &things.guest_secret);
            return Some(file.body("a file"));
        }
        ("POST", "/event-logs" | "/event-logs/look") => {
            return Some(Asked::new(method, &format!("{at}?name=a.csv")).body(LOG));
        }
        ("POST", "/attachments") => {
            let file = Asked::new(method, &at).header("content-type", "text/plain").header("x-file-name", "a.txt");
            return Some(file.body("a file"));
        }
        _ => return None,
    };
    let asked = Asked::new(method, &format!("{at}{query}"));
    let asked = match (method, below) {
        (_, "/drafts/{id}" | "/drafts/{id}/publish" | "/drafts/{id}/diff") => {
            asked.header("if-match", &format!("\"{}\"", things.draft.1))
        }
        ("PATCH", "/people/{id}") | ("PUT", "/teams/{id}" | "/event-logs/{log}/mapping") => {
            asked.header("if-match", "*")
        }
        _ => asked,
    };
    Some(match body {
        Some(body) => asked.json(body),
        None => asked,
    })
}

async fn furnished() -> (House, Things) {
    let house = House::lived_in().await;
    let things = furnish(&house).await;
    (house, things)
}

/// The status of the answer, and how many items are in its list.
async fn answer(
    (house, things): &(House, Things),
    method: &str,
    path: &str,
    caller: &str,
) -> Option<(u16, Option<usize>)> {
    let asked = sample(things, method, path)?;
    let asked = match (caller.split_once(':'), caller.split_once("-for-")) {
        (Some((person, scopes)), _) => {
            let scopes: Vec<&str> = scopes.split('+').collect();
            let wanted = json!({"name": "x", "scopes": scopes, "expires_at": "2026-03-03T09:00:00Z"});
            let token = house.ask(Asked::post("/api/v1/tokens", wanted).by(&house.be(person).await)).await;
            asked.token(token.json["secret"].as_str().unwrap())
        }
        (None, Some((person, other))) => asked.by(&house.be(person).await).header("x-on-behalf-of", other),
        (None, None) if caller == "-" => asked.by(&Browser::default()),
        (None, None) => asked.by(&house.be(caller).await),
    };
    if path.ends_with("/events") {
        return Some((house.begin(asked).await.status().as_u16(), None));
    }
    let answered = house.ask(asked).await;
    Some((answered.status, answered.json["items"].as_array().map(Vec::len)))
}

#[tokio::test]
async fn every_route_lets_in_whom_the_table_says() {
    insta::assert_snapshot!(table(&PEOPLE).await);
}

#[tokio::test]
async fn every_route_opens_to_the_scopes_that_the_table_says() {
    insta::assert_snapshot!(table(&TOKENS).await);
}

/// A line for each route: whom it lets in, and how much of a list each of them sees.
async fn table(callers: &[&str]) -> String {
    let described = serde_json::to_value(server::description()).unwrap();
    let mut at = furnished().await;
    let mut table = String::new();
    let mut missing = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method = method.to_uppercase();
            let public = operation["security"] == json!([{}]);
            let mut row = format!("{method:6} {path:45}");
            for &caller in callers {
                let Some((status, items)) = answer(&at, &method, path, caller).await else {
                    missing.push(format!("{method} {path}"));
                    break;
                };
                assert!(status < 500, "{method} {path} as {caller}: {status}");
                assert!(caller != "-" || public || status == 401, "{method} {path} lets in nobody: {status}");
                // Hidden from whoever may not see it, or forbidden.
                let let_in = !matches!(status, 401 | 403 | 404);
                // What was done must not be in the way of the next.
                if method != "GET" && (status < 300 || path.contains("/session")) {
                    at = furnished().await;
                }
                // Who is let in where nobody need be known shows by the answer alone.
                match items {
                    _ if public => write!(row, " {caller}={status}").unwrap(),
                    Some(items) if let_in => write!(row, " {caller}({items})").unwrap(),
                    None if let_in => write!(row, " {caller}").unwrap(),
                    Some(_) | None => {}
                }
            }
            writeln!(table, "{}", row.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap();
        }
    }
    assert!(missing.is_empty(), "these routes have no sample request in who_may.rs: {missing:#?}");
    table
}
