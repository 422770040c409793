//! Event logs that are taken away: as they are read again, without names, and with them for a reason.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use house::{Asked, Browser, House};
use serde_json::{Value as Json, json};

const CSV: &str = "case,activity,time,person,region,handled by
T-1,Open,2026-01-05T09:00:00Z,Maria Huber,north,Maria Huber
T-1,Close,2026-01-05T11:00:00Z,Jon Doe,north,Jon Doe
T-2,Open,2026-01-25T09:00:00Z,Jon Doe,south,Jon Doe
";

async fn brought(house: &House, by: &Browser) -> String {
    let columns = "case=case&activity=activity&time=time&person=person";
    let asked = Asked::new("POST", &format!("/api/v1/event-logs?name=desk.csv&pseudonyms=false&{columns}"));
    let answer = house.ask(asked.header("content-type", "application/octet-stream").body(CSV).by(by)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json["log"]["id"].as_str().unwrap().to_owned()
}

/// Brings what was taken away again: what is told of it.
async fn again(house: &House, by: &Browser, text: String) -> Json {
    let asked = Asked::new("POST", "/api/v1/event-logs?name=again.xes");
    let answer = house.ask(asked.header("content-type", "application/octet-stream").body(text).by(by)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json
}

#[tokio::test]
async fn a_log_that_is_taken_away_is_read_again_without_names() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let at = format!("/api/v1/event-logs/{}/export", brought(&house, &eve).await);
    let whole = house.ask(Asked::get(&format!("{at}?format=xes")).by(&eve)).await;
    assert_eq!(whole.status, 200, "{whole:?}");
    assert!(!whole.text.contains("Huber") && !whole.text.contains("Doe"), "{}", whole.text);
    let read = again(&house, &eve, whole.text.clone()).await;
    assert_eq!((&read["log"]["cases"], &read["log"]["events"]), (&json!(2), &json!(3)), "{read}");
    assert_eq!(read["report"]["problems"], json!([]));
    assert_eq!(whole.text.matches(r#"key="region" value="north""#).count(), 2, "{}", whole.text);
    // The same person is the same pseudonym, in the next export as well.
    let again = house.ask(Asked::get(&format!("{at}?format=xes")).by(&eve)).await;
    assert_eq!(again.text, whole.text);
    let part = house.ask(Asked::get(&format!("{at}?format=xes&has=Close")).by(&eve)).await;
    assert_eq!(part.text.matches("<trace>").count(), 1, "{}", part.text);
    let objects = house.ask(Asked::get(&format!("{at}?format=ocel")).by(&eve)).await;
    let objects: Json = serde_json::from_str(&objects.text).unwrap();
    assert_eq!(objects["events"].as_array().unwrap().len(), 3);
    assert_eq!(house.ask(Asked::get(&format!("{at}?format=pdf")).by(&eve)).await.status, 400);
}

#[tokio::test]
async fn names_are_told_for_a_reason_that_the_ledger_keeps() {
    let house = House::lived_in().await;
    let (eve, otto) = (house.be("eve").await, house.be("otto").await);
    let id = brought(&house, &eve).await;
    let named = |reason: &str, by: &Browser| {
        let at = format!("/api/v1/event-logs/{id}/export?format=xes");
        house.ask(Asked::post(&at, json!({"reason": reason})).by(by))
    };
    assert_eq!(named("I am curious.", &eve).await.status, 403);
    assert_eq!(named("  ", &otto).await.status, 422);
    let told = named("The court asks.", &otto).await;
    assert_eq!(told.status, 200, "{told:?}");
    assert!(told.text.contains("Maria Huber"));
    let revealed: Vec<_> = house.ledger().await.into_iter().filter(|(kind, _)| kind == "revealed").collect();
    assert_eq!(revealed, [("revealed".to_owned(), id.clone())]);
    assert!(house.payloads().await.contains("The court asks."));
}
