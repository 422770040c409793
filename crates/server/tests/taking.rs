//! What is taken away whole: copies, exports, the configuration.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Asked, House};
use http_body_util::BodyExt;
use serde_json::{Value as Json, json};
use server::{Configured, Options};

/// A house whose copies stand in this folder until they are taken.
async fn house(spool: &tempfile::TempDir) -> House {
    let configured = |key: &str, value: Json| Configured { key: key.into(), value, origin: "default".into() };
    let options = Options {
        demo: true,
        spool: spool.path().to_owned(),
        configuration: vec![configured("autonomy", Json::Null), configured("secrets.crm-token", json!("•••"))],
        ..Options::default()
    };
    let house = House::with(options).await;
    house.engine.configure_people(house::people()).await.unwrap();
    house.publish().await;
    house
}

#[tokio::test]
async fn a_backup_comes_as_a_file_and_the_ledger_says_who_took_it() {
    let spool = tempfile::tempdir().unwrap();
    let house = house(&spool).await;
    let ada = house.be("ada").await;
    let copy = house.ask(Asked::new("POST", "/api/v1/backup").header("accept-encoding", "gzip").by(&ada)).await;
    assert_eq!((copy.status, copy.header("content-type")), (200, "application/vnd.sqlite3"), "{copy:?}");
    assert_eq!(copy.header("content-disposition"), "attachment; filename=\"understudy-2026-03-02T090000Z.sqlite\"");
    assert_eq!(copy.header("content-length"), copy.text.len().to_string(), "it is not packed on the way");
    // That it was taken is in the copy, too.
    assert!(copy.text.contains("backed-up") && copy.text.contains("a download"), "{}", copy.text);
    let told = house.ask(Asked::get("/api/v1/ledger?kind=backed-up").by(&ada)).await.json;
    assert_eq!(told["items"][0]["words"], "Copied everything to a download");
    assert_eq!(told["items"][0]["who"]["id"], "ada");
    assert_eq!(std::fs::read_dir(spool.path()).unwrap().count(), 0, "nothing of it stays behind");
}

#[tokio::test]
async fn one_backup_is_taken_at_a_time_and_a_refused_one_leaves_nothing() {
    let spool = tempfile::tempdir().unwrap();
    let house = house(&spool).await;
    let ada = house.be("ada").await;
    let asked = || Asked::new("POST", "/api/v1/backup").by(&ada);
    let first = house.begin(asked()).await;
    let second = house.ask(asked()).await;
    assert_eq!((second.status, second.code()), (409, "under-way"));
    first.into_body().collect().await.unwrap();
    drop(house.ask(asked()).await);
    // Whoever goes away in the middle is in nobody's way.
    drop(house.begin(asked()).await);
    assert_eq!(house.ask(asked()).await.status, 200);
    let before = house.ledger().await.len();
    assert_eq!(house.ask(Asked::new("POST", "/api/v1/backup").by(&house.be("otto").await)).await.status, 403);
    assert_eq!(house.ledger().await.len(), before + 1, "the signing in alone");
    assert_eq!(std::fs::read_dir(spool.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn the_configuration_is_shown_to_those_who_oversee_the_installation() {
    let spool = tempfile::tempdir().unwrap();
    let house = house(&spool).await;
    let shown = house.ask(Asked::get("/api/v1/configuration").by(&house.be("otto").await)).await;
    assert_eq!(shown.json["items"][1], json!({"key": "secrets.crm-token", "value": "•••", "origin": "default"}));
    assert_eq!(house.ask(Asked::get("/api/v1/configuration").by(&house.be("bob").await)).await.status, 403);
}

#[tokio::test]
async fn a_long_journal_and_the_whole_ledger_go_out_part_by_part() {
    let spool = tempfile::tempdir().unwrap();
    let house = house(&spool).await;
    let (ada, bob) = (house.be("ada").await, house.be("bob").await);
    let (run, _) = house.start(&bob).await;
    for number in 0..1_100 {
        house.pass(1);
        let note = Asked::post(&format!("/api/v1/runs/{run}/note"), json!({"text": format!("Note {number}.")}));
        assert_eq!(house.ask(note.by(&bob)).await.status, 200);
    }
    for path in [format!("/api/v1/runs/{run}/export"), "/api/v1/ledger/export".to_owned()] {
        for reveal in [false, true] {
            let asked = if reveal { Asked::post(&path, json!({"reason": "A test."})) } else { Asked::get(&path) };
            let mut body = house.begin(asked.by(&ada)).await.into_body();
            let (mut parts, mut text) = (0, String::new());
            while let Some(frame) = body.frame().await {
                parts += 1;
                text.push_str(std::str::from_utf8(frame.unwrap().data_ref().unwrap()).unwrap());
            }
            assert!(parts > 2, "{path} came in {parts} parts");
            assert!(text.lines().all(|line| serde_json::from_str::<Json>(line).is_ok()), "each line is whole");
            assert_eq!(text.lines().filter(|line| line.contains("Note ")).count(), 1_100, "{path}");
        }
    }
    assert_eq!(house.ledger().await.iter().filter(|(kind, _)| kind == "revealed").count(), 2);
}

#[tokio::test]
async fn an_administrator_erases_the_journal_of_an_ended_run() {
    let spool = tempfile::tempdir().unwrap();
    let house = house(&spool).await;
    let (ada, bob) = (house.be("ada").await, house.be("bob").await);
    let (run, _) = house.start(&bob).await;
    let erase = || Asked::post(&format!("/api/v1/runs/{run}/erase"), json!({"reason": "Gus asked for it."})).by(&ada);
    assert_eq!(house.ask(erase()).await.code(), "still-open");
    let cancel = Asked::post(&format!("/api/v1/runs/{run}/cancel"), json!({"reason": "A test."})).by(&ada);
    assert_eq!(house.ask(cancel).await.status, 200);
    assert_eq!(house.ask(erase()).await.status, 204);
    assert!(house.payloads().await.contains("Gus asked for it."));
    let ledger = house.ask(Asked::get("/api/v1/ledger/export").by(&ada)).await.text;
    assert!(
        ledger.contains("\"started\"") && !ledger.contains("A-1"),
        "its hashes stay, its content does not: {ledger}"
    );
}
