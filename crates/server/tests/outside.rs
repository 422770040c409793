//! Programs with tokens, and guests with a link.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Asked, Browser, House};
use serde_json::{Value as Json, json};
use server::Limits;

async fn token(house: &House, by: &Browser, scopes: &[&str]) -> Json {
    let wanted = json!({"name": "for a test", "scopes": scopes, "expires_at": "2026-03-03T09:00:00Z"});
    let issued = house.ask(Asked::post("/api/v1/tokens", wanted).by(by)).await;
    assert_eq!(issued.status, 201, "{issued:?}");
    issued.json
}

#[tokio::test]
async fn a_token_does_what_its_scopes_and_its_person_may_and_makes_no_more_of_itself() {
    let house = House::lived_in().await;
    let (bob, ada) = (house.be("bob").await, house.be("ada").await);
    let read = token(&house, &bob, &["read"]).await["secret"].as_str().unwrap().to_owned();
    let work = token(&house, &bob, &["read", "work"]).await["secret"].as_str().unwrap().to_owned();
    let rule = token(&house, &bob, &["read", "administer"]).await["secret"].as_str().unwrap().to_owned();
    let start = || Asked::post("/api/v1/runs", json!({"procedure": "returns", "data": {"order": "A-1"}}));
    assert_eq!(house.ask(Asked::get("/api/v1/tasks").token(&read)).await.status, 200);
    let refused = house.ask(start().token(&read)).await;
    assert_eq!((refused.status, refused.code()), (403, "denied"));
    // A token needs no word of a session, and no page's origin.
    assert!(house.ask(start().token(&work)).await.status < 300);
    let team = json!({"name": "", "members": [], "roles": []});
    assert_eq!(house.ask(Asked::new("PUT", "/api/v1/teams/x").json(team).token(&rule)).await.status, 403);
    let more = json!({"name": "more", "scopes": ["read"], "expires_at": "2026-03-03T09:00:00Z"});
    assert_eq!(house.ask(Asked::post("/api/v1/tokens", more).token(&work)).await.status, 403);
    let password = json!({"old": "x", "new": "a word of some length"});
    assert_eq!(house.ask(Asked::new("PUT", "/api/v1/me/password").json(password).token(&work)).await.status, 403);
    let another = json!({"person": "ada", "name": "x", "scopes": ["read"], "expires_at": "2026-03-03T09:00:00Z"});
    assert_eq!(house.ask(Asked::post("/api/v1/tokens", another).by(&bob)).await.status, 403);
    let listed = house.ask(Asked::get("/api/v1/me/tokens").by(&bob)).await;
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 3);
    assert!(!listed.text.contains(&read) && !house.payloads().await.contains(&read));
    let id = listed.json["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.ask(Asked::new("DELETE", &format!("/api/v1/tokens/{id}")).by(&ada)).await.status, 204);
    house.pass(24 * 3_600);
    for spent in [&read, &work, &rule, &"ust_0000000000000000_00".to_owned(), &"nonsense".to_owned()] {
        assert_eq!(house.ask(Asked::get("/api/v1/tasks").token(spent)).await.code(), "bad-token");
    }
}

#[tokio::test]
async fn an_administrator_makes_tokens_of_machines_and_of_no_other_person() {
    let house = House::lived_in().await;
    let ada = house.be("ada").await;
    let of = |person: &str| {
        let expires = "2026-03-03T09:00:00Z";
        let wanted = json!({"person": person, "name": "x", "scopes": ["read", "work"], "expires_at": expires});
        Asked::post("/api/v1/tokens", wanted).by(&ada)
    };
    let refused = house.ask(of("bob")).await;
    assert_eq!((refused.status, refused.code()), (403, "denied"), "{refused:?}");
    assert_eq!(house.ask(of("nobody")).await.status, 403);
    assert_eq!(house.ask(of("ada")).await.status, 201);
    let machine = house.ask(of("mia")).await;
    assert_eq!((machine.status, &machine.json["person"]), (201, &json!("mia")));
    let secret = machine.json["secret"].as_str().unwrap();
    assert_eq!(house.ask(Asked::get("/api/v1/tasks").token(secret)).await.status, 200);
    // Nor by calling somebody a machine for a while.
    let person =
        Asked::new("PATCH", "/api/v1/people/mia").header("if-match", "*").json(json!({"machine": false})).by(&ada);
    assert_eq!(house.ask(person).await.status, 200);
    assert_eq!(house.ask(Asked::get("/api/v1/tasks").token(secret)).await.code(), "bad-token");
}

#[tokio::test]
async fn a_token_sets_no_password_and_one_that_only_reads_keeps_no_file() {
    let house = House::lived_in().await;
    let (bob, ada) = (house.be("bob").await, house.be("ada").await);
    let rule = token(&house, &ada, &["read", "work", "administer"]).await["secret"].as_str().unwrap().to_owned();
    for person in ["bob", "ada"] {
        let reset = Asked::new("POST", &format!("/api/v1/people/{person}/reset")).token(&rule);
        let refused = house.ask(reset).await;
        assert_eq!((refused.status, refused.code()), (403, "denied"), "{refused:?}");
    }
    let reads = token(&house, &bob, &["read"]).await["secret"].as_str().unwrap().to_owned();
    let works = token(&house, &bob, &["work"]).await["secret"].as_str().unwrap().to_owned();
    let file = |by: &str| Asked::new("POST", "/api/v1/attachments").body("some text").token(by);
    assert_eq!(house.ask(file(&reads)).await.code(), "denied");
    assert_eq!(house.ask(file(&works)).await.status, 201);
}

#[tokio::test]
async fn whoever_gets_the_id_of_somebody_who_left_gets_nothing_of_theirs() {
    let house = House::lived_in().await;
    let (bob, ada) = (house.be("bob").await, house.be("ada").await);
    let (run, task) = house.start(&bob).await;
    let (secret, _) = invited(&house, &bob, &run, &task, 3_600).await;
    let reads = token(&house, &bob, &["read"]).await["secret"].as_str().unwrap().to_owned();
    let link = house.ask(Asked::new("POST", "/api/v1/people/bob/reset").by(&ada)).await;
    let link = link.json["link"].as_str().unwrap().rsplit_once('#').unwrap().1.to_owned();
    assert_eq!(house.ask(Asked::new("DELETE", "/api/v1/people/bob").by(&ada)).await.status, 204);
    let another = json!({"id": "bob", "name": "Another Bob", "roles": ["agent"]});
    assert_eq!(house.ask(Asked::post("/api/v1/people", another).by(&ada)).await.status, 201);
    assert_eq!(house.ask(Asked::get("/api/v1/tasks").token(&reads)).await.code(), "bad-token");
    let password = json!({"secret": link, "password": "words of the first bob"});
    assert_eq!(house.ask(Asked::post("/api/v1/session/reset", password)).await.code(), "bad-link");
    assert_eq!(house.ask(Asked::post("/api/v1/guest/task", json!({"secret": secret}))).await.code(), "bad-link");
}

#[tokio::test]
async fn who_acts_is_who_signed_in_whatever_the_payload_says() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let (run, task) = house.start(&bob).await;
    let form = house.ask(Asked::get(&format!("/api/v1/runs/{run}/tasks/{task}")).by(&bob)).await.json;
    let done = json!({"values": {"note": "fine"}, "revision": form["revision"]});
    let mut forged = done.clone();
    (forged["actor"], forged["person"]) = (json!({"person": "lena"}), json!("lena"));
    let path = format!("/api/v1/runs/{run}/tasks/{task}/complete");
    assert_eq!(house.ask(Asked::post(&path, forged).by(&bob)).await.status, 422);
    // Nor does a header make somebody of anybody.
    let as_lena = Asked::post(&path, done.clone()).by(&bob).header("x-on-behalf-of", "lena");
    assert!(matches!(house.ask(as_lena).await.status, 403 | 404));
    assert_eq!(house.ask(Asked::post(&path, done).by(&bob)).await.status, 200);
    let form = house.ask(Asked::get(&format!("/api/v1/runs/{run}/tasks/2")).by(&house.be("lena").await)).await;
    let approve = json!({"revision": form.json["revision"]});
    let path = format!("/api/v1/runs/{run}/tasks/2/approve");
    let own = house.ask(Asked::post(&path, approve.clone()).by(&bob)).await;
    assert_eq!(own.status, 403, "{own:?}");
    assert_eq!(house.ask(Asked::post(&path, approve).by(&house.be("lena").await)).await.status, 200);
}

async fn invited(house: &House, by: &Browser, run: &str, task: &str, lasts: u32) -> (String, String) {
    let path = format!("/api/v1/runs/{run}/tasks/{task}/guest");
    let guest = json!({"name": "Gus of Acme", "email": "gus@acme.test", "expires_in": lasts});
    let answer = house.ask(Asked::post(&path, guest).by(by)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let secret = answer.json["link"].as_str().unwrap().rsplit_once("/guest#").unwrap().1.to_owned();
    (secret, answer.json["guest"]["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_guest_does_one_task_and_comes_near_nothing_else() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let (run, task) = house.start(&bob).await;
    let (secret, _) = invited(&house, &bob, &run, &task, 3_600).await;
    let before = house.engine.news(&house::ada(), 0).await.unwrap();
    // Opening the link, by whomever and however, decides nothing: no server ever sees what follows the `#`.
    for method in ["GET", "HEAD"] {
        house.ask(Asked::new(method, "/guest")).await;
        for path in ["/api/v1/guest/task", "/api/v1/guest/complete"] {
            assert_eq!(house.ask(Asked::new(method, path)).await.status, 405);
        }
    }
    let opened = house.ask(Asked::post("/api/v1/guest/task", json!({"secret": secret}))).await;
    assert_eq!((opened.status, &opened.json["name"]), (200, &json!("Gus of Acme")), "{opened:?}");
    assert_eq!(opened.json["task"]["title"], "Inspect the item");
    let may = opened.json["task"]["may"].as_object().unwrap();
    let may: Vec<&String> = may.iter().filter(|(_, may)| **may == json!(true)).map(|(name, _)| name).collect();
    assert_eq!(may, ["complete"]);
    assert_eq!(house.engine.news(&house::ada(), 0).await.unwrap(), before);
    // The secret is no session and no token.
    let run_path = format!("/api/v1/runs/{run}");
    assert_eq!(house.ask(Asked::get(&run_path).token(&secret)).await.status, 401);
    assert_eq!(house.ask(Asked::get(&run_path).header("cookie", &format!("understudy={secret}"))).await.status, 401);
    let done = json!({"secret": secret, "values": {"note": "as ordered"}, "revision": opened.json["task"]["revision"]});
    let completed = house.ask(Asked::post("/api/v1/guest/complete", done.clone())).await;
    assert_eq!(completed.status, 200, "{completed:?}");
    assert_eq!(house.ask(Asked::post("/api/v1/guest/complete", done)).await.code(), "link-done");
    let over = house.ask(Asked::post("/api/v1/guest/task", json!({"secret": secret}))).await;
    assert_eq!((over.status, over.code()), (410, "link-done"));
    assert!(over.json["detail"].as_str().unwrap().contains("bob can tell"), "{over:?}");
    // Without the secret nothing is told, not even that there was a link.
    let guessed = format!("{}_{}", secret.split_once('_').unwrap().0, "0".repeat(64));
    let guessed = house.ask(Asked::post("/api/v1/guest/task", json!({"secret": guessed}))).await;
    let unknown = house.ask(Asked::post("/api/v1/guest/task", json!({"secret": "0000000000000000_00"}))).await;
    assert_eq!((guessed.status, guessed.code()), (401, "bad-link"));
    assert_eq!(guessed.text, unknown.text);
    let journal = house.ask(Asked::get(&format!("{run_path}/journal")).by(&bob)).await;
    assert!(journal.text.contains("Gus of Acme"), "{}", journal.text);
    // What the guest did, the host did: Bob could not agree to it.
    assert!(house.ledger().await.contains(&("guest-invited".to_owned(), run)));
    assert!(!house.payloads().await.contains(&secret));
}

#[tokio::test]
async fn a_guest_brings_files_for_a_task_that_asks_for_one() {
    let limits = Limits { guest_file: 100, guest_files: 150, ..Limits::default() };
    let house = House::with(server::Options { demo: true, limits, ..server::Options::default() }).await;
    house.engine.configure_people(house::people()).await.unwrap();
    let asks = house::PROCEDURE.replace("collect: [note]", "collect: [note, photo]");
    let procedure = procedure::read::read(&asks, procedure::read::Spelling::Yaml, &()).clean().unwrap();
    house.engine.publish(&house::ada(), &procedure, "First.").await.unwrap();
    let bob = house.be("bob").await;
    let (run, task) = house.start(&bob).await;
    let (secret, _) = invited(&house, &bob, &run, &task, 3_600).await;
    let path = "/api/v1/guest/attachments";
    let bring = |secret: &str, size: usize| {
        Asked::new("POST", path).header("x-guest-secret", secret).header("x-file-name", "box.png").body(vec![7; size])
    };
    let kept = house.ask(bring(&secret, 100)).await;
    assert_eq!((kept.status, &kept.json["name"]), (201, &json!("box.png")), "{kept:?}");
    assert_eq!(house.ask(bring(&secret, 101)).await.code(), "attachment-too-large");
    assert_eq!(house.ask(bring(&secret, 51)).await.code(), "attachment-too-large", "together they are too many");
    assert_eq!(house.ask(bring("0000000000000000_00", 1)).await.code(), "bad-link");
    assert_eq!(house.ask(Asked::new("POST", path).body("x")).await.code(), "bad-header");
    // What is no guest's stays closed to one.
    let own = Asked::new("POST", "/api/v1/attachments").header("x-guest-secret", &secret).body("x");
    assert_eq!(house.ask(own).await.status, 401);
    let done = json!({"secret": secret, "values": {"note": "as ordered", "photo": kept.json}});
    let done = house.ask(Asked::post("/api/v1/guest/complete", done)).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(house.ask(bring(&secret, 1)).await.code(), "link-done");
    let sha256 = kept.json["sha256"].as_str().unwrap();
    let fetched = Asked::get(&format!("/api/v1/runs/{run}/attachments/{sha256}")).by(&bob);
    assert_eq!(house.ask(fetched).await.status, 200);
}

#[tokio::test]
async fn a_task_that_asks_for_no_file_takes_none_from_a_guest() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let (run, task) = house.start(&bob).await;
    let (secret, _) = invited(&house, &bob, &run, &task, 3_600).await;
    let file = Asked::new("POST", "/api/v1/guest/attachments").header("x-guest-secret", &secret).body("x");
    assert_eq!(house.ask(file).await.code(), "denied");
}

#[tokio::test]
async fn a_link_ends_by_time_by_its_host_and_with_the_hosts_rights() {
    let house = House::lived_in().await;
    let (bob, vera) = (house.be("bob").await, house.be("vera").await);
    let (run, task) = house.start(&bob).await;
    let refused = Asked::post(&format!("/api/v1/runs/{run}/tasks/{task}/guest"), json!({"name": "Gus"})).by(&vera);
    assert_eq!(house.ask(refused).await.status, 404);
    let open = async |secret: &str| {
        let answer = house.ask(Asked::post("/api/v1/guest/task", json!({"secret": secret}))).await;
        if answer.status == 200 { "open".to_owned() } else { answer.code().to_string() }
    };
    let (short, _) = invited(&house, &bob, &run, &task, 60).await;
    let (revoked, id) = invited(&house, &bob, &run, &task, 3_600).await;
    let (left, _) = invited(&house, &bob, &run, &task, 3_600).await;
    assert_eq!(house.ask(Asked::get("/api/v1/guests").by(&bob)).await.json["items"].as_array().unwrap().len(), 3);
    assert_eq!(house.ask(Asked::new("DELETE", &format!("/api/v1/guests/{id}")).by(&vera)).await.status, 404);
    assert_eq!(house.ask(Asked::new("DELETE", &format!("/api/v1/guests/{id}")).by(&bob)).await.status, 204);
    assert_eq!(house.ask(Asked::new("DELETE", &format!("/api/v1/guests/{id}")).by(&bob)).await.status, 404);
    assert_eq!(house.ask(Asked::get("/api/v1/guests").by(&bob)).await.json["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&*open(&short).await, &*open(&revoked).await, &*open(&left).await),
        ("open", "link-taken-back", "open")
    );
    house.pass(60);
    assert_eq!((&*open(&short).await, &*open(&left).await), ("link-expired", "open"));
    let ada = house.be("ada").await;
    let gone =
        Asked::new("PATCH", "/api/v1/people/bob").header("if-match", "*").json(json!({"active": false})).by(&ada);
    assert_eq!(house.ask(gone).await.status, 200);
    assert_eq!(open(&left).await, "link-closed");
}

#[tokio::test]
async fn a_token_that_delivers_events_looks_at_nothing_and_one_that_reads_changes_and_unmasks_nothing() {
    let house = House::lived_in().await;
    let ada = house.be("ada").await;
    let (run, task) = house.start(&house.be("bob").await).await;
    let events = token(&house, &ada, &["events"]).await["secret"].as_str().unwrap().to_owned();
    let reads = token(&house, &ada, &["read"]).await["secret"].as_str().unwrap().to_owned();
    for path in ["/dispatch", "/schema", "/starter", "/session", "/me", "/tasks"] {
        let path = format!("/api/v1{path}");
        let refused = house.ask(Asked::get(&path).token(&events)).await;
        assert_eq!((refused.status, refused.code()), (403, "denied"), "{path}");
        assert_eq!(house.ask(Asked::get(&path).token(&reads)).await.status, 200, "{path}");
    }
    let read = Asked::post("/api/v1/notices/read", json!({"until": "2026-03-02T09:00:00Z"})).token(&reads);
    assert_eq!(house.ask(read).await.code(), "denied");
    for path in [format!("/api/v1/runs/{run}/tasks/{task}/reveal"), format!("/api/v1/runs/{run}/export")] {
        let reveal = Asked::post(&path, json!({"reason": "I am curious."})).token(&reads);
        assert_eq!(house.ask(reveal).await.code(), "denied", "{path}");
    }
}
