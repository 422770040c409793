//! Tasks over HTTP: found, done, refused.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod shop;

use serde_json::json;
use shop::Shop;

#[tokio::test]
async fn a_task_is_found_by_those_whose_role_it_is_for() {
    let shop = Shop::open().await;
    let run = shop.start("ORD-4711").await;
    let mine = shop.get("cleo", "/tasks?scope=roles").await.ok();
    let item = &mine["items"][0];
    assert_eq!(item["run"], run);
    assert_eq!(item["title"], "Inspect ORD-4711");
    assert_eq!((item["kind"].as_str(), item["yours"].as_bool()), (Some("work"), Some(true)));
    assert_eq!(item["candidates"][0]["role"], "agent");
    assert_eq!(item["procedure"]["number"], 1);
    for (who, scope, found) in
        [("cleo", "mine", 0), ("kim", "roles", 0), ("out", "all", 0), ("aud", "all", 1), ("ana", "all", 1)]
    {
        let list = shop.get(who, &format!("/tasks?scope={scope}")).await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), found, "{who} {scope}");
    }
    let counts = shop.get("cleo", "/tasks/counts").await.ok();
    assert_eq!(counts, json!({"most": 1000, "mine": 0, "roles": 1, "all": 1, "overdue": 0}));
}

#[tokio::test]
async fn tasks_are_searched_and_come_in_pages() {
    let shop = Shop::open().await;
    for number in 0..5 {
        shop.start(&format!("ORD-{number}")).await;
    }
    let found = shop.get("cleo", "/tasks?scope=roles&q=inspect%20ord-3").await.ok();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(found["items"][0]["case"], "ORD-3");
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = shop.get("cleo", &format!("/tasks?scope=roles&sort=opened&limit=2{cursor}")).await.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["case"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    seen.sort();
    assert_eq!(seen, ["ORD-0", "ORD-1", "ORD-2", "ORD-3", "ORD-4"]);
    shop.get("cleo", "/tasks?scope=everything").await.refused(400, "bad-query");
    shop.get("cleo", "/tasks?procedure=No%20Id").await.refused(422, "invalid");
}

#[tokio::test]
async fn a_form_says_what_is_asked_and_what_one_may_do() {
    let shop = Shop::open().await;
    let run = shop.start("ORD-1").await;
    let form = shop.get("cleo", &format!("/runs/{run}/tasks/1")).await.ok();
    assert_eq!(form["instructions_html"].as_str().unwrap().trim(), "<p>Look at <strong>ORD-1</strong>.</p>");
    let fields = form["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["amount", "note", "photo"]);
    assert_eq!((fields[0]["type"].as_str(), fields[0]["unit"].as_str()), (Some("number"), Some("EUR")));
    assert_eq!((fields[1]["multiline"].as_bool(), fields[1]["required"].as_bool()), (Some(true), Some(false)));
    assert_eq!(fields[2]["evidence"], true);
    assert!(fields[2]["required_when"].as_str().unwrap().contains("500"));
    assert_eq!(form["rules"][0], json!({"kind": "must", "text": "Be polite.", "because": "Customers remember."}));
    assert_eq!(form["exceptions"][0]["id"], "lost");
    assert_eq!(form["may"]["complete"], true);
    assert_eq!(form["may"]["reassign"], false);
    let lead = shop.get("lea", &format!("/runs/{run}/tasks/1")).await.ok();
    assert_eq!((lead["may"]["complete"].as_bool(), lead["may"]["reassign"].as_bool()), (Some(false), Some(true)));
    assert!(lead["why_not"].as_str().unwrap().contains("Agent"));
}

#[tokio::test]
async fn a_completed_form_leads_to_the_next_task() {
    let shop = Shop::open().await;
    let run = shop.start("ORD-1").await;
    let path = format!("/runs/{run}/tasks/1");
    shop.post("cleo", &format!("{path}/claim"), json!({})).await.ok();
    let taken = shop.complete("bob", &run, 1, json!({"amount": "5"})).await;
    taken.refused(403, "assigned-to-other");
    let wrong = shop.complete("cleo", &run, 1, json!({"amount": "-5", "colour": 1})).await;
    let wrong = wrong.refused(422, "values");
    assert_eq!(wrong["errors"].as_array().unwrap().len(), 2, "{wrong}");
    let text = shop.complete("cleo", &run, 1, json!({"amount": "much"})).await;
    text.refused(422, "values");
    let done = shop.complete("cleo", &run, 1, json!({"amount": "7.50"})).await.ok();
    assert_eq!(done["status"], "running");
    assert_eq!(done["next_task"], json!(null), "the next step is somebody else's");
    let screen = shop.get("cleo", &format!("/runs/{run}")).await.ok();
    let amount = screen["data"].as_array().unwrap().iter().find(|shown| shown["name"] == "amount").unwrap();
    assert_eq!(amount["value"], "7.50", "no digit is lost");
    shop.complete("cleo", &run, 1, json!({})).await.refused(404, "no-such-task");
}

#[tokio::test]
async fn nobody_approves_what_they_began_or_did() {
    let shop = Shop::open().await;
    let run = shop.inspected("ORD-1", "50").await;
    let form = shop.get("lea", &format!("/runs/{run}/tasks/2")).await.ok();
    let body = json!({"revision": form["revision"], "values": {}});
    // Who acts is whoever's token it is; what the body or a header says of it is not asked.
    let forged = json!({"revision": form["revision"], "values": {}, "actor": "lea"});
    let forged = shop.post("cleo", &format!("/runs/{run}/tasks/2/approve"), forged).await;
    assert!(forged.status.is_client_error());
    shop.post("cleo", &format!("/runs/{run}/tasks/2/approve"), body.clone()).await.refused(403, "not-your-role");
    // Lea begins one herself: her role does not help.
    let started = shop.post("lea", "/runs", json!({"procedure": "returns", "data": {"order_id": "ORD-2"}})).await;
    let own = started.ok()["run"].as_str().unwrap().to_owned();
    shop.complete("cleo", &own, 1, json!({"amount": 50})).await.ok();
    let form = shop.get("lea", &format!("/runs/{own}/tasks/2")).await.ok();
    assert_eq!(form["may"]["approve"], false);
    assert!(form["why_not"].as_str().unwrap().contains("started"));
    let own_approval = format!("/runs/{own}/tasks/2/approve");
    shop.post("lea", &own_approval, json!({"revision": form["revision"]})).await.refused(403, "barred");
    let done = shop.post("lea", &format!("/runs/{run}/tasks/2/approve"), body).await.ok();
    assert_eq!(done["status"], "running");
}

#[tokio::test]
async fn a_stale_approval_is_refused_with_what_is_there_now() {
    let shop = Shop::open().await;
    let run = shop.inspected("ORD-1", "50").await;
    let seen = shop.get("lea", &format!("/runs/{run}/tasks/2")).await.ok()["revision"].as_u64().unwrap();
    let stale = json!({"revision": 2});
    let refused = shop.post("lea", &format!("/runs/{run}/tasks/2/approve"), stale).await.refused(409, "stale");
    assert_eq!(refused["current"]["revision"], seen);
    assert_eq!(refused["current"]["title"], "Approve the refund");
    assert!(refused["detail"].as_str().unwrap().contains("amount"));
    shop.post("lea", &format!("/runs/{run}/tasks/2/approve"), json!({})).await.refused(422, "invalid");
    let reason = json!({"reason": "Too much.", "revision": seen});
    shop.post("lea", &format!("/runs/{run}/tasks/2/refuse"), reason).await.ok();
}

/// A decision that somebody confirms.
const CHOSEN: &str = "
procedure: 1
id: chosen
title: Choose
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads.}
data: {note: {type: string}, way: {type: string, optional: true}}
steps:
  - {id: ask, title: Ask, person: {role: agent, collect: [note]}}
  - id: pick
    title: Pick
    decide:
      cases: [{when: note == 'short', title: By foot, set: {way: foot}}]
      otherwise: {set: {way: train}}
    autonomy: {confirm: lead}
";

#[tokio::test]
async fn whoever_decides_refuses_or_completes_says_which_form_was_seen() {
    let shop = Shop::open().await;
    shop.publish(CHOSEN).await;
    let begun = shop.post("bob", "/runs", json!({"procedure": "chosen"})).await.ok();
    let run = begun["run"].as_str().unwrap().to_owned();
    let blind =
        [("complete", json!({"values": {}})), ("refuse", json!({"reason": "x"})), ("choose", json!({"option": 0}))];
    for (act, blind) in blind {
        let refused = shop.post("cleo", &format!("/runs/{run}/tasks/1/{act}"), blind).await;
        assert!(refused.refused(422, "invalid")["detail"].as_str().unwrap().contains("revision"), "{act}");
    }
    shop.complete("cleo", &run, 1, json!({"note": "x"})).await.ok();
    let form = shop.get("ana", &format!("/runs/{run}/tasks/2")).await.ok();
    assert_eq!(form["kind"], "choose", "{form}");
    let choose = format!("/runs/{run}/tasks/2/choose");
    // What was seen before the note was written is not what is decided upon.
    let stale = json!({"option": 0, "revision": 1});
    let stale = shop.post("lea", &choose, stale).await.refused(409, "stale");
    assert_eq!(stale["current"]["revision"], form["revision"]);
    shop.post("lea", &choose, json!({"option": 0, "revision": form["revision"]})).await.ok();
}

#[tokio::test]
async fn what_is_out_of_the_ordinary_is_raised_with_words() {
    let shop = Shop::open().await;
    let run = shop.start("ORD-1").await;
    let path = format!("/runs/{run}/tasks/1/raise");
    shop.post("cleo", &path, json!({"exception": "lost", "words": "  "})).await.refused(422, "empty");
    shop.post("cleo", &path, json!({"exception": "stolen", "words": "x"})).await.refused(422, "unknown-name");
    let done = shop.post("cleo", &path, json!({"exception": "lost", "words": "It never came."})).await.ok();
    assert_eq!((done["status"].as_str(), done["outcome"].as_str()), (Some("ended"), Some("gone")));
    let screen = shop.get("lea", &format!("/runs/{run}")).await.ok();
    assert_eq!(screen["exceptions"][0]["words"], "It never came.");
}

#[tokio::test]
async fn what_is_not_for_somebodys_eyes_is_not_there() {
    let shop = Shop::open().await;
    let run = shop.inspected("ORD-1", "5").await;
    // The step is for the clerk alone; the task of it is the second.
    shop.get("cleo", &format!("/runs/{run}/tasks/2")).await.refused(404, "no-such-task");
    shop.get("kim", &format!("/runs/{run}/tasks/2")).await.ok();
    let screen = shop.get("cleo", &format!("/runs/{run}")).await.ok();
    let pay = screen["steps"].as_array().unwrap().iter().find(|step| step["id"] == "pay").unwrap();
    assert_eq!((pay["hidden"].as_bool(), pay["why"].as_str()), (Some(true), None));
    assert!(!screen.to_string().contains("Pay it out"), "{screen}");
    for who in ["out", "eve"] {
        let unknown = shop.get(who, "/runs/there-is-none").await.refused(404, "no-such-run");
        let foreign = shop.get(who, &format!("/runs/{run}")).await.refused(404, "no-such-run");
        let same = |detail: &serde_json::Value, run: &str| detail.as_str().unwrap().replace(run, "RUN");
        assert_eq!(same(&unknown["detail"], "there-is-none"), same(&foreign["detail"], &run), "{who}");
        shop.get(who, &format!("/runs/{run}/tasks/1")).await.refused(404, "no-such-run");
        shop.post(who, &format!("/runs/{run}/cancel"), json!({"reason": "x"})).await.refused(404, "no-such-run");
        shop.get(who, &format!("/runs/{run}/journal")).await.refused(404, "no-such-run");
    }
    for number in ["99", "0", "-1", "x", "4294967296"] {
        shop.get("cleo", &format!("/runs/{run}/tasks/{number}")).await.refused(404, "no-such-task");
    }
}
