//! What comes from outside has limits, and garbage gets a clear answer.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Answer, Asked, House};
use serde_json::json;
use server::{Limits, Options, PasswordCost, Rate};

#[tokio::test]
async fn what_arrived_and_takes_too_long_is_the_servers_fault_and_not_the_callers() {
    let limits = Limits { time: std::time::Duration::ZERO, ..Limits::default() };
    // A password is checked beside everything else; this one takes a thousand times as long as is left.
    let password_cost = PasswordCost { memory: 19_456, passes: 60 };
    let house = House::with(Options { limits, password_cost, ..Options::default() }).await;
    let sign_in = json!({"name": "bob", "password": "kettle drum orchard 41"});
    let answer = house.ask(Asked::post("/api/v1/session", sign_in)).await;
    assert_eq!((answer.status, answer.code(), answer.header("retry-after")), (503, "too-slow", "5"), "{answer:?}");
}

#[tokio::test]
async fn garbage_gets_a_problem_that_says_what_is_wrong() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let post = |body: &str| Asked::new("POST", "/api/v1/runs").by(&bob).body(body.to_owned());
    let json = |asked: Asked| asked.header("content-type", "application/json");
    for (asked, status, code) in [
        (json(post("{")), 400, "bad-json"),
        (json(post("")), 400, "bad-json"),
        (json(post("\u{0}\u{fffd}")), 400, "bad-json"),
        (json(post("[]")), 422, "invalid"),
        (json(post("{\"procedure\": 7}")), 422, "invalid"),
        (json(post(&"[".repeat(100_000))), 422, "invalid"),
        (json(post(&format!("{{\"procedure\": \"x\", \"data\": {{\"a\": {}", "[".repeat(100_000)))), 400, "bad-json"),
        (post("{}").header("content-type", "text/plain"), 415, "not-json"),
        (Asked::get("/api/v1/runs?limit=many").by(&bob), 400, "bad-query"),
        (Asked::get("/api/v1/people?cursor=%00").by(&bob), 400, "bad-cursor"),
        (Asked::get("/api/v1/runs/nowhere").by(&bob), 404, "no-such-run"),
        (Asked::get("/api/v1/nothing").by(&bob), 404, "no-such-route"),
        (Asked::new("PUT", "/api/v1/runs").by(&bob), 405, "method-not-allowed"),
    ] {
        let answer = house.ask(asked).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{answer:?}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.json["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
    }
}

#[tokio::test]
async fn an_oversized_body_is_refused() {
    let limits = Limits { body: 1_000, ..Limits::default() };
    let house = House::with(Options { demo: true, limits, ..Options::default() }).await;
    let long = json!({"name": "x".repeat(2_000), "password": ""});
    let answer = house.ask(Asked::post("/api/v1/session", long)).await;
    assert_eq!((answer.status, answer.code()), (413, "too-large"));
}

#[tokio::test]
async fn a_flood_from_one_address_is_told_when_to_come_again_and_others_are_not_held_up() {
    let limits = Limits { address: Rate { burst: 10, second: 1 }, ..Limits::default() };
    let house = House::with(Options { limits, ..Options::default() }).await;
    let look = |from: &str| Asked::get("/api/v1/setup").from(from);
    for _ in 0..10 {
        assert_eq!(house.ask(look("192.0.2.9:1")).await.status, 200);
    }
    // What somebody says about where they come from changes nothing.
    let flood = house.ask(look("192.0.2.9:2").header("x-forwarded-for", "198.51.100.1")).await;
    assert_eq!((flood.status, flood.code(), flood.header("retry-after")), (429, "too-many-requests", "1"));
    assert_eq!(house.ask(look("192.0.2.10:1")).await.status, 200);
    house.pass(1);
    assert_eq!(house.ask(look("192.0.2.9:3")).await.status, 200);
    assert_eq!(house.ask(look("192.0.2.9:3")).await.status, 429);
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_callers_own_address_counts() {
    let limits = Limits { address: Rate { burst: 1, second: 1 }, ..Limits::default() };
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let house = House::with(Options { limits, trusted_proxies, ..Options::default() }).await;
    let look = |hops: &str| Asked::get("/api/v1/setup").from("10.0.0.1:1").header("x-forwarded-for", hops);
    assert_eq!(house.ask(look("198.51.100.1")).await.status, 200);
    assert_eq!(house.ask(look("198.51.100.2, 10.0.0.2")).await.status, 200);
    // The first hop is what the caller wrote; the last one that is not ours counts.
    assert_eq!(house.ask(look("203.0.113.5, 198.51.100.2")).await.status, 429);
}

#[tokio::test]
async fn one_persons_flood_holds_up_nobody_else() {
    let limits = Limits { person: Rate { burst: 5, second: 1 }, ..Limits::default() };
    let house = House::with(Options { demo: true, limits, ..Options::default() }).await;
    house.engine.configure_people(house::people()).await.unwrap();
    let (bob, cleo) = (house.be("bob").await, house.be("cleo").await);
    for _ in 0..5 {
        assert_eq!(house.ask(Asked::get("/api/v1/me").by(&bob)).await.status, 200);
    }
    assert_eq!(house.ask(Asked::get("/api/v1/me").by(&bob)).await.status, 429);
    assert_eq!(house.ask(Asked::get("/api/v1/me").by(&cleo)).await.status, 200);
}

#[tokio::test]
async fn a_request_with_a_key_is_carried_out_once() {
    let house = House::lived_in().await;
    let (bob, cleo) = (house.be("bob").await, house.be("cleo").await);
    let start = |order: &str| {
        let begun = json!({"procedure": "returns", "data": {"order": order}});
        Asked::post("/api/v1/runs", begun).header("idempotency-key", "k-1")
    };
    let first = house.ask(start("A-1").by(&bob)).await;
    let again = house.ask(start("A-1").by(&bob)).await;
    assert_eq!((first.status, &first.json), (again.status, &again.json));
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    let other = house.ask(start("A-2").by(&bob)).await;
    assert_eq!((other.status, other.code()), (422, "key-reused"));
    let hers = house.ask(start("A-1").by(&cleo)).await;
    assert_ne!(hers.json["run"], first.json["run"], "a key is its person's");
    // A key is remembered for a day; after that it may be used for something else, and what was started stays started.
    house.pass(25 * 3_600);
    let bob = house.be("bob").await;
    let same = house.ask(start("A-1").by(&bob)).await;
    assert_eq!((same.status, &same.json["run"]), (201, &first.json["run"]));
    house.pass(25 * 3_600);
    let bob = house.be("bob").await;
    let next = house.ask(start("A-2").by(&bob)).await;
    assert_eq!(next.status, 201, "{next:?}");
    assert_ne!(next.json["run"], first.json["run"], "no request is answered with another's run");
    let token = json!({"name": "x", "scopes": ["read"], "expires_at": "2026-04-03T09:00:00Z"});
    let token = || Asked::post("/api/v1/tokens", token.clone()).header("idempotency-key", "k-2").by(&bob);
    assert_eq!(house.ask(token()).await.status, 201);
    assert_eq!(house.ask(token()).await.code(), "already-answered", "a secret is kept nowhere");
}

#[tokio::test]
async fn a_request_with_a_key_is_carried_out_although_its_caller_hangs_up() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let begun = json!({"procedure": "returns", "data": {"order": "A-1"}});
    let start = || Asked::post("/api/v1/runs", begun.clone()).header("idempotency-key", "k-1").by(&bob);
    // Looked at once and dropped, as a connection that breaks drops it.
    let broken = tokio::time::timeout(std::time::Duration::ZERO, house.ask(start())).await;
    drop(broken);
    let mut answer = house.ask(start()).await;
    for _ in 0..10_000 {
        if answer.code() != "under-way" {
            break;
        }
        tokio::task::yield_now().await;
        answer = house.ask(start()).await;
    }
    assert_eq!(answer.status, 201, "{answer:?}");
    let runs = house.ask(Asked::get("/api/v1/runs").by(&bob)).await;
    assert_eq!(runs.json["items"].as_array().unwrap().len(), 1, "{runs:?}");
}

#[tokio::test]
async fn what_was_revealed_is_not_kept_and_is_shown_again_only_for_a_reason_of_its_own() {
    let house = House::lived_in().await;
    let (bob, ada) = (house.be("bob").await, house.be("ada").await);
    let (run, task) = house.start(&bob).await;
    for path in [format!("/api/v1/runs/{run}/tasks/{task}/reveal"), format!("/api/v1/runs/{run}/export")] {
        let reason = json!({"reason": "A complaint."});
        let reveal = || Asked::post(&path, reason.clone()).header("idempotency-key", "k-1").by(&ada);
        assert_eq!(house.ask(reveal()).await.status, 200, "{path}");
        assert_eq!(house.ask(reveal()).await.code(), "already-answered", "{path}");
    }
    let revealed = house.ledger().await.into_iter().filter(|(kind, _)| kind == "revealed").count();
    assert_eq!(revealed, 2);
}

#[tokio::test]
async fn what_changes_nothing_is_worked_out_anew_and_kept_nowhere() {
    use engine::port::Store;
    use engine::port::store::PassingKind;
    let house = House::lived_in().await;
    let lena = house.be("lena").await;
    let check = || Asked::post("/api/v1/check", json!({"text": house::PROCEDURE})).header("idempotency-key", "k-1");
    for _ in 0..2 {
        let checked = house.ask(check().by(&lena)).await;
        assert_eq!((checked.status, checked.header("idempotent-replayed")), (200, ""), "{checked:?}");
    }
    assert_eq!(house.store.passing_of(PassingKind::Answer, "lena").await.unwrap(), []);
}

#[tokio::test]
async fn every_answer_tells_the_browser_to_trust_nothing_else() {
    let house = House::new().await;
    for path in ["/", "/inbox", "/api", "/api/openapi.json", "/api/v1/setup", "/api/v1/session", "/healthz"] {
        let answer = house.ask(Asked::get(path)).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self';"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("cache-control").is_empty() && !answer.header("x-request-id").is_empty(), "{path}");
    }
    let first = house.ask(Asked::get("/inbox")).await;
    let again = house.ask(Asked::get("/inbox")).await;
    let policy = |answer: &Answer| answer.header("content-security-policy").to_owned();
    assert!(policy(&first).contains("style-src 'self' 'nonce-") && !policy(&first).contains("unsafe-inline"));
    assert_ne!(policy(&first), policy(&again), "a nonce is used once");
    assert_eq!(first.header("cache-control"), "no-store");
    assert_eq!(house.ask(Asked::get("/assets/none.js")).await.status, 404);
    let named = house.ask(Asked::get("/healthz").header("x-request-id", "trace-4711")).await;
    assert_eq!(named.header("x-request-id"), "trace-4711");
    let wild = house.ask(Asked::get("/healthz").header("x-request-id", "a b;c<script>")).await;
    assert_eq!(wild.header("x-request-id").len(), 16);
}

#[tokio::test]
async fn measures_are_for_this_machine_and_for_administrators() {
    let house = House::lived_in().await;
    let (ada, bob) = (house.be("ada").await, house.be("bob").await);
    house.start(&bob).await;
    assert_eq!(house.ask(Asked::get("/metrics")).await.status, 401);
    assert_eq!(house.ask(Asked::get("/metrics").by(&bob)).await.status, 403);
    let proxied = Asked::get("/metrics").from("127.0.0.1:1").header("x-forwarded-for", "198.51.100.1");
    assert_eq!(house.ask(proxied).await.status, 401);
    assert_eq!(house.ask(Asked::get("/metrics").by(&ada)).await.status, 200);
    let measures = house.ask(Asked::get("/metrics").from("127.0.0.1:1")).await;
    for line in [
        "understudy_runs{status=\"running\"} 1",
        "understudy_tasks_open 1",
        "understudy_dispatches 1",
        "understudy_http_request_duration_seconds_count{route=\"/api/v1/session/demo\",method=\"POST\",status=\"200\"} 2",
    ] {
        assert!(measures.text.lines().any(|found| found == line), "{line} is not in {}", measures.text);
    }
    // Behind a public address whoever is on this machine may be a proxy that does not say for whom it asks.
    let options = server::Options { public_url: Some("https://desk.example".into()), ..server::Options::default() };
    let public = House::with(options).await;
    assert_eq!(public.ask(Asked::get("/metrics").from("127.0.0.1:1")).await.status, 401);
    assert_eq!(house.ask(Asked::get("/readyz")).await.status, 200);
    house.engine.step_down().await.unwrap();
    assert_eq!(house.ask(Asked::get("/readyz")).await.status, 503);
}

#[tokio::test]
async fn each_file_has_its_own_answer_whatever_the_key_of_the_request() {
    let house = House::lived_in().await;
    let bob = house.be("bob").await;
    let send = |content: &'static str| {
        Asked::new("POST", "/api/v1/attachments").header("idempotency-key", "k-1").body(content).by(&bob)
    };
    let (one, other) = (house.ask(send("one")).await, house.ask(send("another")).await);
    assert_eq!((one.status, other.status), (201, 201), "{other:?}");
    assert_ne!(one.json["sha256"], other.json["sha256"]);
}

#[tokio::test]
async fn files_that_arrive_without_end_hold_up_their_sender_and_nobody_else() {
    let limits = Limits { upload_wait: std::time::Duration::from_millis(20), ..Limits::default() };
    let house = House::with(server::Options { demo: true, limits, ..server::Options::default() }).await;
    house.engine.configure_people(house::people()).await.unwrap();
    let (bob, cleo) = (house.be("bob").await, house.be("cleo").await);
    let endless = || {
        let body = axum::body::Body::from_stream(futures_util::stream::pending::<Result<&[u8], std::io::Error>>());
        Asked::new("POST", "/api/v1/attachments").header("content-length", "1000").body(body).by(&bob)
    };
    let (mut one, mut two) = (Box::pin(house.ask(endless())), Box::pin(house.ask(endless())));
    let small = || Asked::new("POST", "/api/v1/attachments").body("small");
    tokio::select! {
        biased;
        _ = &mut one => panic!("it has no end"),
        _ = &mut two => panic!("it has no end"),
        third = house.ask(small().by(&bob)) => {
            assert_eq!((third.status, third.code(), third.header("retry-after")), (429, "too-many-uploads", "10"));
        }
    }
    assert_eq!(house.ask(small().by(&cleo)).await.status, 201);
    drop(one);
    assert_eq!(house.ask(small().by(&bob)).await.status, 201);
}

#[tokio::test]
async fn a_failure_of_the_store_is_for_the_log_and_not_for_whoever_asks() {
    use engine::port::Store;
    use engine::port::store::{Change, ChangeKind, Collection, Record, Write};
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let record = Record { collection: Collection::Drafts, id: "one".into(), value: "{\"told\": nowhere".into() };
    let damage = Change {
        at: house.engine.now(),
        actor: interpreter::actor::Actor::engine(),
        kind: ChangeKind::DraftSaved,
        subject: "one".into(),
        payload: "{}".into(),
        salt: [0; 16],
        writes: vec![Write::Record(record)],
        claims: vec![],
    };
    house.store.record(damage).await.unwrap();
    let failed = house.ask(Asked::get("/api/v1/drafts").by(&eve)).await;
    assert_eq!((failed.status, failed.code()), (500, "failed"));
    assert!(!failed.text.contains("one") && !failed.text.contains("line"), "{}", failed.text);
    assert!(!failed.header("x-request-id").is_empty());
}
