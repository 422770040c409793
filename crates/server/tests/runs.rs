//! Runs over HTTP: started, looked at, found, changed.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod shop;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value as Json, json};
use shop::{RETURNS, Shop};

#[tokio::test]
async fn a_run_is_started_by_those_who_may_and_once_a_key() {
    let shop = Shop::open().await;
    let body = json!({"procedure": "returns", "data": {"order_id": "ORD-1"}});
    shop.post("kim", "/runs", body.clone()).await.refused(403, "denied");
    shop.post("bob", "/runs", json!({"procedure": "nothing"})).await.refused(404, "no-such-procedure");
    shop.post("bob", "/runs", json!({"procedure": "returns", "number": 9})).await.refused(404, "no-such-publication");
    shop.post("bob", "/runs", json!({"procedure": "returns", "data": {"order_id": 7}})).await.refused(422, "values");
    shop.post("bob", "/runs", json!({"procedure": "returns", "runner": "ana"})).await.refused(422, "invalid");
    let mut runs = Vec::new();
    for _ in 0..2 {
        let request = Request::post("/api/v1/runs")
            .header("content-type", "application/json")
            .header("idempotency-key", "one-and-the-same");
        let started = shop.send("bob", request, Body::from(body.to_string())).await;
        assert_eq!(started.status.as_u16(), 201);
        runs.push(started.ok()["run"].clone());
    }
    assert_eq!(runs[0], runs[1]);
    let list = shop.get("bob", "/runs?starter=me").await.ok();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn runs_are_found_by_what_they_are_and_by_whom() {
    let shop = Shop::open().await;
    let first = shop.start("ORD-1").await;
    let second = shop.start("ORD-2").await;
    shop.post("lea", &format!("/runs/{second}/cancel"), json!({"reason": "Ordered twice."})).await.ok();
    for (who, query, found) in [
        ("cleo", "", &["ORD-2", "ORD-1"][..]),
        ("cleo", "?status=open", &["ORD-1"]),
        ("cleo", "?status=cancelled", &["ORD-2"]),
        ("cleo", "?q=ord-2", &["ORD-2"]),
        ("cleo", "?starter=bob&procedure=returns", &["ORD-2", "ORD-1"]),
        ("cleo", "?starter=me", &[]),
        ("cleo", "?outcome=gone", &[]),
        ("cleo", "?since=2026-03-02T10:00:00Z", &[]),
        ("aud", "", &["ORD-2", "ORD-1"]),
        ("out", "", &[]),
    ] {
        let list = shop.get(who, &format!("/runs{query}")).await.ok();
        let cases: Vec<&str> =
            list["items"].as_array().unwrap().iter().map(|item| item["case"].as_str().unwrap()).collect();
        assert_eq!(cases, found, "{who} {query}");
    }
    // Where a page ends tells nobody whether words stand in runs that they may not see.
    let nothing = json!({"items": [], "next": null});
    for query in ["?q=ord&limit=1", "?q=nowhere&limit=1"] {
        assert_eq!(shop.get("out", &format!("/runs{query}")).await.ok(), nothing, "{query}");
    }
    let item = shop.get("cleo", "/runs?status=open").await.ok()["items"][0].clone();
    assert_eq!((item["run"].as_str(), item["open_tasks"].as_u64()), (Some(first.as_str()), Some(1)));
    assert_eq!(item["started_by"], json!({"id": "bob", "name": "Bob"}));
    for bad in ["?status=odd", "?since=yesterday", "?limit=x"] {
        shop.get("cleo", &format!("/runs{bad}")).await.refused(400, "bad-query");
    }
}

#[tokio::test]
async fn the_screen_says_where_a_run_stands_and_which_way_it_took() {
    let shop = Shop::open().await;
    let run = shop.inspected("ORD-1", "500").await;
    let screen = shop.get("lea", &format!("/runs/{run}")).await.ok();
    let states: Vec<(&str, &str)> = screen["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| (step["id"].as_str().unwrap(), step["state"].as_str().unwrap()))
        .collect();
    assert_eq!(states, [("inspect", "done"), ("choose", "done"), ("sign-off", "open"), ("pay", "next")]);
    let decision = &screen["decisions"][0];
    assert_eq!(decision["step"], "choose");
    assert_eq!(decision["inputs"][0]["name"], "amount");
    assert_eq!(decision["because"][0], "Large sums are looked at.");
    let graph = &screen["graph"];
    let node = |id: &str| graph["nodes"].as_array().unwrap().iter().find(|node| node["id"] == id).unwrap().clone();
    assert_eq!(node("step:choose")["state"], "done");
    assert_eq!(node("step:pay")["state"], "next");
    let taken: Vec<Json> =
        graph["edges"].as_array().unwrap().iter().filter(|edge| edge["taken"] == true).cloned().collect();
    assert!(taken.iter().any(|edge| edge["from"] == "step:choose" && edge["case"] == 0), "{taken:#?}");
    assert!(!taken.iter().any(|edge| edge["case"] == 1), "{taken:#?}");
    assert!(!taken.iter().any(|edge| edge["to"] == "step:pay"), "{taken:#?}");
    assert_eq!(screen["may"]["override"], true);
    assert_eq!(screen["tasks"][0]["task"], "2");
    let lines = shop.get("lea", &format!("/runs/{run}/journal?limit=3")).await.ok();
    assert_eq!(lines["items"].as_array().unwrap().len(), 3);
    assert!(lines["items"][0]["text"].as_str().unwrap().contains("Process a return"));
    let rest = shop.get("lea", &format!("/runs/{run}/journal?after={}", lines["next"].as_str().unwrap())).await.ok();
    assert_eq!(rest["items"][0]["sequence"], 4);
}

#[tokio::test]
async fn the_owner_pauses_overrides_skips_and_says_why() {
    let shop = Shop::open().await;
    let run = shop.inspected("ORD-1", "50").await;
    let path = |act: &str| format!("/runs/{run}/{act}");
    shop.post("cleo", &path("pause"), json!({"reason": "Lunch."})).await.refused(403, "not-allowed");
    shop.post("lea", &path("pause"), json!({"reason": ""})).await.refused(422, "empty");
    assert_eq!(shop.post("lea", &path("pause"), json!({"reason": "Lunch."})).await.ok()["status"], "paused");
    shop.post("lea", &path("tasks/2/claim"), json!({})).await.refused(409, "run-paused");
    shop.post("lea", &path("resume"), json!({})).await.ok();
    let change = json!({"step": "choose", "values": {"remedy": "manual"}, "code": "policy", "words": "As agreed."});
    shop.post("lea", &path("override"), change).await.ok();
    let wrong = json!({"step": "choose", "values": {"amount": 1}, "code": "policy", "words": "x"});
    shop.post("lea", &path("override"), wrong).await.refused(422, "values");
    shop.post("lea", &path("note"), json!({"text": "<script>alert(1)</script>"})).await.ok();
    shop.post("lea", &path("skip"), json!({"step": "inspect", "reason": "x"})).await.refused(422, "invalid");
    shop.post("lea", &path("skip"), json!({"step": "sign-off", "reason": "Agreed by phone."})).await.ok();
    let screen = shop.get("lea", &format!("/runs/{run}")).await.ok();
    assert_eq!(screen["steps"][2]["state"], "skipped");
    assert_eq!(screen["steps"][2]["why"], "Agreed by phone.");
    shop.post("lea", &path("cancel"), json!({"reason": "Enough."})).await.ok();
    shop.post("lea", &path("pause"), json!({"reason": "x"})).await.refused(409, "run-ended");
}

#[tokio::test]
async fn what_a_procedure_was_before_is_no_way_around_what_it_is() {
    let shop = Shop::open().await;
    let first = json!({"procedure": "returns", "number": 1, "data": {"order_id": "ORD-1"}});
    shop.get("out", "/procedures/returns?number=1").await.ok();
    shop.post("bob", "/runs", first.clone()).await.ok();
    shop.publish(&RETURNS.replace("tags: [shop]", "tags: [shop]\nreaders: []")).await;
    for path in ["/procedures/returns", "/procedures/returns?number=1"] {
        shop.get("out", path).await.refused(404, "no-such-procedure");
    }
    shop.post("bob", "/runs", first.clone()).await.refused(403, "denied");
    shop.post("bob", "/runs", json!({"procedure": "returns", "data": {"order_id": "ORD-1"}})).await.ok();
    shop.post("lea", "/runs", first).await.ok();
}

#[tokio::test]
async fn a_run_moves_to_another_version_after_a_preview() {
    let shop = Shop::open().await;
    let run = shop.start("ORD-1").await;
    shop.publish(&RETURNS.replace("title: Choose a remedy", "title: Choose the remedy")).await;
    let screen = shop.get("lea", &format!("/runs/{run}")).await.ok();
    assert_eq!((screen["procedure"]["number"].as_u64(), screen["latest"].as_u64()), (Some(1), Some(2)));
    let preview = shop.post("lea", &format!("/runs/{run}/migration-preview"), json!({"number": 2})).await.ok();
    assert_eq!(preview["possible"], true);
    assert_eq!(preview["steps"][0]["step"], "inspect");
    let body = json!({"number": 2, "reason": "A better title."});
    shop.post("cleo", &format!("/runs/{run}/migrate"), body.clone()).await.refused(403, "not-allowed");
    shop.post("lea", &format!("/runs/{run}/migrate"), body).await.ok();
    let screen = shop.get("lea", &format!("/runs/{run}")).await.ok();
    assert_eq!(screen["procedure"]["number"], 2);
}

#[tokio::test]
async fn what_is_sensitive_is_shown_to_nobody_but_for_a_reason() {
    let shop = Shop::open().await;
    let run = shop.inspected("ORD-1", "5").await;
    shop.complete("kim", &run, 2, json!({"iban": "DE89370400440532013000"})).await.ok();
    for path in ["", "/journal", "/export"] {
        let shown = shop.get("lea", &format!("/runs/{run}{path}")).await;
        let text = String::from_utf8(shown.bytes).unwrap();
        assert!(!text.contains("DE89370400440532013000"), "{path}: {text}");
    }
    let reveal = format!("/runs/{run}/export");
    shop.post("lea", &reveal, json!({"reason": "I am curious."})).await.refused(403, "denied");
    let all = shop.post("ana", &reveal, json!({"reason": "A complaint."})).await;
    assert!(String::from_utf8(all.bytes).unwrap().contains("DE89370400440532013000"));
    let ledger = shop.get("aud", "/ledger?kind=revealed").await.ok();
    assert!(ledger["items"][0]["words"].as_str().unwrap().contains("A complaint."));
}

#[tokio::test]
async fn a_form_shows_what_is_sensitive_for_a_reason_that_is_kept() {
    let shop = Shop::open().await;
    let body = json!({"procedure": "returns", "data": {"order_id": "ORD-1", "iban": "DE89370400440532013000"}});
    let run = shop.post("bob", "/runs", body).await.ok()["run"].as_str().unwrap().to_owned();
    shop.complete("cleo", &run, 1, json!({"amount": 5})).await.ok();
    let path = format!("/runs/{run}/tasks/2");
    let form = shop.get("ana", &path).await.ok();
    assert!(!form.to_string().contains("DE89370400440532013000") && form["fields"][0]["sensitive"] == true);
    let reveal = format!("{path}/reveal");
    shop.post("kim", &reveal, json!({"reason": "To pay it."})).await.refused(403, "denied");
    shop.post("ana", &reveal, json!({"reason": " "})).await.refused(422, "invalid");
    let shown = shop.post("ana", &reveal, json!({"reason": "A complaint."})).await.ok();
    assert_eq!(shown["current"]["iban"], "DE89370400440532013000");
    assert_eq!(shop.get("aud", "/ledger?kind=revealed").await.ok()["items"].as_array().unwrap().len(), 1);

    // Whoever has claimed the task has to see what they work with; nothing more of the run, and nobody else.
    assert_eq!(shop.get("kim", &path).await.ok()["may"]["reveal"], false);
    shop.post("kim", &format!("{path}/claim"), json!({})).await.ok();
    let form = shop.get("kim", &path).await.ok();
    assert!(form["may"]["reveal"] == true && !form.to_string().contains("DE89370400440532013000"));
    shop.post("kim", &reveal, json!({"reason": ""})).await.refused(422, "invalid");
    let shown = shop.post("kim", &reveal, json!({"reason": "To pay it."})).await.ok();
    assert_eq!(shown["current"]["iban"], "DE89370400440532013000");
    let ledger = shop.get("aud", "/ledger?kind=revealed").await.ok();
    assert_eq!(ledger["items"][0]["who"]["id"], "kim");
    let words = ledger["items"][0]["words"].as_str().unwrap();
    assert!(words.contains("task 2 of") && words.contains("To pay it."), "{words}");
    shop.post("kim", &format!("/runs/{run}/export"), json!({"reason": "To pay it."})).await.refused(403, "denied");
    shop.post("lea", &reveal, json!({"reason": "I am curious."})).await.refused(403, "denied");
    shop.post("kim", &format!("{path}/release"), json!({})).await.ok();
    shop.post("kim", &reveal, json!({"reason": "To pay it."})).await.refused(403, "denied");
}

#[tokio::test]
async fn a_script_in_a_text_stays_a_text() {
    let shop = Shop::open().await;
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>";
    let body = json!({"procedure": "returns", "data": {"order_id": script}});
    let run = shop.post("bob", "/runs", body).await.ok()["run"].as_str().unwrap().to_owned();
    let form = shop.get("cleo", &format!("/runs/{run}/tasks/1")).await.ok();
    let html = form["instructions_html"].as_str().unwrap();
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert!(html.contains("&lt;script"), "{html}");
    // What is no HTML says so, and browsers are told not to guess.
    for path in [format!("/runs/{run}"), "/tasks".to_owned(), "/runs".to_owned()] {
        let answer = shop.get("bob", &path).await;
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("application/json"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
    let text = format!("procedure: 1\nid: x\ntitle: '{script}'\npurpose: '{script}'\nsteps: []\n");
    let proof = shop.post("eve", "/check", json!({"text": text})).await.ok();
    assert!(!proof["html"].as_str().unwrap_or_default().contains("<script"), "{proof}");
}

#[tokio::test]
async fn files_come_first_and_go_out_as_downloads() {
    let shop = Shop::open().await;
    let run = shop.start("ORD-1").await;
    let send = |name: &str, kind: &str, bytes: &[u8]| {
        let request = Request::post("/api/v1/attachments").header("x-file-name", name).header("content-type", kind);
        shop.send("cleo", request, Body::from(bytes.to_vec()))
    };
    let png = send("..%2Fa%0A%C3%BC.png", "text/html", b"\x89PNG\r\n\x1a\nrest").await.ok();
    assert_eq!((png["name"].as_str(), png["media_type"].as_str()), (Some("aü.png"), Some("image/png")));
    let page = send("x.html", "text/html", b"<script>alert(1)</script>").await.ok();
    assert_eq!(page["media_type"], "text/plain", "a page of somebody else's is never one of ours");
    let mut unknown = png.clone();
    unknown["sha256"] = json!("0".repeat(64));
    let values = |photo: &Json| json!({"amount": 600, "photo": photo});
    shop.complete("cleo", &run, 1, values(&unknown)).await.refused(422, "invalid");
    let mut longer = png.clone();
    longer["size"] = json!(1);
    shop.complete("cleo", &run, 1, values(&longer)).await.refused(422, "invalid");
    shop.complete("cleo", &run, 1, json!({"amount": 600})).await.refused(422, "values");
    let path = format!("/runs/{run}/attachments/{}", png["sha256"].as_str().unwrap());
    shop.get("cleo", &path).await.refused(404, "nothing-there");
    shop.complete("cleo", &run, 1, values(&png)).await.ok();
    let fetched = shop.get("lea", &path).await;
    assert_eq!(fetched.bytes, b"\x89PNG\r\n\x1a\nrest");
    assert_eq!(fetched.headers["content-disposition"], "attachment; filename*=UTF-8''a%C3%BC.png");
    assert_eq!(fetched.headers["x-content-type-options"], "nosniff");
    assert!(fetched.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    shop.get("out", &path).await.refused(404, "no-such-run");
    shop.get("lea", &format!("/runs/{run}/attachments/odd")).await.refused(404, "nothing-there");
}

/// Somebody photographs each part.
const PARTS: &str = "
procedure: 1
id: parts
title: Photograph the parts
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads., clerk: Pays.}
data:
  parts: {type: array, items: {type: string}}
  photo: {type: file, optional: true}
steps:
  - id: all
    title: All parts
    each:
      of: parts
      as: part
      steps:
        - {id: shoot, title: Photograph it, person: {role: agent, collect: [photo]}}
        - {id: look, title: Look at it, person: {role: lead}}
  - {id: close, title: Close it, person: {role: lead}}
";

async fn attach(shop: &Shop, who: &str, content: &'static [u8]) -> Json {
    let request = Request::post("/api/v1/attachments").header("x-file-name", "part.txt");
    shop.send(who, request, Body::from(content)).await.ok()
}

#[tokio::test]
async fn a_file_of_one_item_is_fetched_while_the_item_is_open_and_after() {
    let shop = Shop::open().await;
    shop.publish(PARTS).await;
    let begun = json!({"procedure": "parts", "data": {"parts": ["lamp"]}});
    let run = shop.post("bob", "/runs", begun).await.ok()["run"].as_str().unwrap().to_owned();
    let photo = attach(&shop, "cleo", b"a lamp").await;
    shop.complete("cleo", &run, 1, json!({"photo": photo})).await.ok();
    let path = format!("/runs/{run}/attachments/{}", photo["sha256"].as_str().unwrap());
    assert_eq!(shop.get("lea", &path).await.bytes, b"a lamp");
    shop.complete("lea", &run, 2, json!({})).await.ok();
    let fetched = shop.get("lea", &path).await;
    assert_eq!(
        (fetched.bytes.as_slice(), &fetched.headers["content-disposition"]),
        (&b"a lamp"[..], &"attachment; filename*=UTF-8''part.txt".parse::<axum::http::HeaderValue>().unwrap())
    );
    let other = format!("/runs/{run}/attachments/{}", "0".repeat(64));
    shop.get("lea", &other).await.refused(404, "nothing-there");
}

#[tokio::test]
async fn whoever_knows_what_a_file_hashes_to_does_not_have_it() {
    let shop = Shop::open().await;
    let photo = attach(&shop, "cleo", b"\x89PNG\r\n\x1a\nfor cleo's eyes").await;
    // Out has no part in anything, and may read nothing of it; nor does a procedure of one's own help.
    let start = |photo: &Json| json!({"procedure": "returns", "data": {"order_id": "ORD-1", "photo": photo}});
    let refused = shop.post("bob", "/runs", start(&photo)).await.refused(422, "invalid");
    let mut smaller = photo.clone();
    smaller["size"] = json!(1);
    let wrong = shop.post("bob", "/runs", start(&smaller)).await.refused(422, "invalid");
    assert_eq!(refused["detail"], wrong["detail"], "its size is not told either");
    let run = shop.post("cleo", "/runs", start(&photo)).await.ok()["run"].as_str().unwrap().to_owned();
    // Where a run shows it, it is named again.
    shop.complete("bob", &run, 1, json!({"amount": 600, "photo": photo})).await.ok();
    // Whoever brings the same content has it.
    let same = attach(&shop, "bob", b"\x89PNG\r\n\x1a\nfor cleo's eyes").await;
    assert_eq!(same["sha256"], photo["sha256"]);
    shop.post("bob", "/runs", start(&photo)).await.ok();
}

#[tokio::test]
async fn a_file_that_no_run_names_goes_after_a_day_and_a_named_one_stays() {
    let shop = Shop::open().await;
    let (kept, lost) = (
        attach(&shop, "bob", b"\x89PNG\r\n\x1a\nnamed").await,
        attach(&shop, "bob", b"\x89PNG\r\n\x1a\nforgotten").await,
    );
    let start = |photo: &Json| json!({"procedure": "returns", "data": {"order_id": "ORD-1", "photo": photo}});
    let run = shop.post("bob", "/runs", start(&kept)).await.ok()["run"].as_str().unwrap().to_owned();
    shop.clock.advance(jiff::SignedDuration::from_hours(23));
    shop.engine.sweep().await.unwrap();
    let again = shop.post("bob", "/runs", start(&lost)).await.ok();
    shop.clock.advance(jiff::SignedDuration::from_hours(2));
    let third = attach(&shop, "bob", b"\x89PNG\r\n\x1a\nand a third").await;
    shop.engine.sweep().await.unwrap();
    for (run, file) in [(&json!(run), &kept), (&again["run"], &lost)] {
        let path = format!("/runs/{}/attachments/{}", run.as_str().unwrap(), file["sha256"].as_str().unwrap());
        assert_eq!(shop.get("bob", &path).await.status, 200);
    }
    shop.clock.advance(jiff::SignedDuration::from_hours(24));
    shop.engine.sweep().await.unwrap();
    shop.post("bob", "/runs", start(&third)).await.refused(422, "invalid");
}
