//! Event logs that are brought: read as they arrive, kept, removed, and gone.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod house;

use std::io::{Read, Write};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use engine::port::Store;
use engine::port::store::Holder;
use engine::watching::{Filter, LogId};
use engine::{Engine, Options, Ports};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use futures_util::StreamExt;
use house::{Answer, Asked, Browser, House, ada};
use procedure::hash::ContentHash;
use serde_json::{Value as Json, json};
use server::Limits;
use testkit::SeededChance;

const XES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0">
<trace><string key="concept:name" value="A-1"/><string key="region" value="north"/>
<event><string key="concept:name" value="Inspect the item"/><string key="org:resource" value="Maria Huber"/><date key="time:timestamp" value="2026-01-05T09:00:00Z"/></event>
<event><string key="concept:name" value="Agree"/><string key="org:resource" value="Jon Doe"/><string key="approver" value="Maria Huber"/><date key="time:timestamp" value="2026-01-05T10:00:00Z"/></event>
</trace>
<trace><string key="concept:name" value="A-2"/><string key="region" value="south"/>
<event><string key="concept:name" value="Inspect the item"/><string key="org:resource" value="Jon Doe"/><date key="time:timestamp" value="2026-02-05T09:00:00Z"/></event>
<event><string key="concept:name" value="Call"/><date key="time:timestamp" value="2026-02-05T09:30:00Z"/></event>
</trace>
</log>"#;

const CSV: &str = "ticket;status;when;who
T-1;Opened;05.01.2026 09:00;Maria Huber
T-1;Closed;05.01.2026 11:00;Jon Doe
T-2;Opened;25.01.2026 09:00;Jon Doe
";

const OCEL: &str = r#"{"objectTypes":[{"name":"order","attributes":[]},{"name":"item","attributes":[]}],
"eventTypes":[{"name":"pay","attributes":[]}],
"objects":[{"id":"o1","type":"order","attributes":[]},{"id":"i1","type":"item","attributes":[]},{"id":"i2","type":"item","attributes":[]}],
"events":[{"id":"e1","type":"pay","time":"2026-01-05T09:00:00Z","attributes":[],
"relationships":[{"objectId":"o1","qualifier":""},{"objectId":"i1","qualifier":""},{"objectId":"i2","qualifier":""}]}]}"#;

fn bring(query: &str, body: impl Into<Body>) -> Asked {
    let asked = Asked::new("POST", &format!("/api/v1/event-logs{query}"));
    asked.header("content-type", "application/octet-stream").body(body)
}

async fn brought(house: &House, by: &Browser, query: &str, body: impl Into<Body>) -> Json {
    let answer = house.ask(bring(query, body).by(by)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json
}

async fn listed(house: &House, by: &Browser) -> Answer {
    let answer = house.ask(Asked::get("/api/v1/event-logs").by(by)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn id(log: &Json) -> LogId {
    log["log"]["id"].as_str().unwrap().parse().unwrap()
}

/// Everything that is kept of a log.
async fn content(house: &House, log: &Json) -> String {
    let mut packed = Vec::new();
    for part in parts(house, log).await {
        packed.extend(house.store.attachment(part).await.unwrap().unwrap());
    }
    let mut text = String::new();
    GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
    text
}

/// The engine opened anew on what is kept.
async fn anew(house: &House) -> Engine {
    let ports = Ports {
        store: house.store.clone(),
        connectors: Arc::new(testkit::PlayedConnector::new()).alone("shop", 2, Duration::from_secs(30)),
        clock: house.clock.clone(),
        chance: Arc::new(SeededChance::new(2)),
    };
    let holder = Holder { id: "two".into(), pid: 2, host: "desk".into(), address: None };
    Engine::open(ports, Options::new(holder)).await.unwrap()
}

#[tokio::test]
async fn a_log_that_is_brought_is_listed_and_names_nobody() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let log = brought(&house, &eve, "?name=returns.xes", XES).await;
    let summary = &log["log"];
    assert_eq!((&summary["name"], &summary["format"]), (&json!("returns"), &json!("xes")));
    assert_eq!((&summary["cases"], &summary["events"], &summary["activities"]), (&json!(2), &json!(4), &json!(3)));
    assert_eq!((&summary["from"], &summary["to"]), (&json!("2026-01-05T09:00:00Z"), &json!("2026-02-05T09:30:00Z")));
    assert_eq!(summary["imported_by"]["id"], "eve");
    assert_eq!(log["report"]["end"]["kind"], "complete");
    assert_eq!(log["report"]["pseudonymised"], json!(["approver"]));
    let list = listed(&house, &eve).await;
    assert_eq!(list.json["logs"], json!([summary]));
    assert_eq!((&list.json["smallest_group"], &list.json["may_import"]), (&json!(5), &json!(true)));
    let content = content(&house, &log).await;
    assert!(content.contains("Inspect the item") && content.contains("north"));
    assert!(!content.contains("Huber") && !content.contains("Doe"), "{content}");
    assert!(!house.payloads().await.contains("Huber"));
}

#[tokio::test]
async fn names_stay_where_whoever_brings_it_says_so() {
    let house = House::lived_in().await;
    let log = brought(&house, &house.be("eve").await, "?name=returns.xes&pseudonyms=false", XES).await;
    assert_eq!(log["log"]["pseudonyms"], false);
    assert!(content(&house, &log).await.contains("Maria Huber"));
}

#[tokio::test]
async fn what_is_kept_is_the_same_log_after_a_restart_and_in_every_format() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    for (query, body) in [
        ("?name=a.xes", XES.as_bytes().to_vec()),
        ("?name=a.xes.gz", packed(XES)),
        ("?name=a.csv", CSV.as_bytes().to_vec()),
        ("?name=a.jsonocel&object_type=item", OCEL.as_bytes().to_vec()),
    ] {
        let log = brought(&house, &eve, query, body).await;
        assert_eq!(log["log"]["name"], "a");
        let after = anew(&house).await;
        let before = house.engine.watched(&ada(), &id(&log), &Filter::default()).await.unwrap();
        let after = after.watched(&ada(), &id(&log), &Filter::default()).await.unwrap();
        assert!(before.log == after.log && before.name == after.name, "{query}");
    }
    assert_eq!(listed(&house, &eve).await.json["logs"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_tables_columns_are_guessed_and_what_is_said_counts_before() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let guessed = brought(&house, &eve, "?name=tickets.csv", CSV).await;
    let mapping = &guessed["report"]["mapping"];
    assert_eq!((&mapping["case"], &mapping["activity"]), (&json!("ticket"), &json!("status")));
    assert_eq!((&mapping["delimiter"], &mapping["times"]), (&json!(";"), &json!("day-first")));
    let said = brought(&house, &eve, "?name=tickets.csv&case=who&time=when&person=ticket", CSV).await;
    let mapping = &said["report"]["mapping"];
    assert_eq!((&mapping["case"], &mapping["activity"]), (&json!("who"), &json!("status")), "{mapping}");
    assert_eq!((&said["log"]["cases"], &mapping["person"]), (&json!(2), &json!("ticket")));
}

#[tokio::test]
async fn a_look_keeps_nothing_and_shows_how_a_file_would_be_read() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let look = async |query: &str, body: Vec<u8>| {
        let asked = Asked::new("POST", &format!("/api/v1/event-logs/look{query}")).body(body).by(&eve);
        let answer = house.ask(asked).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json
    };
    for body in [CSV.as_bytes().to_vec(), packed(CSV)] {
        let table = look("?name=tickets.csv", body).await;
        assert_eq!(table["columns"], json!(["ticket", "status", "when", "who"]));
        assert_eq!(table["rows"][0], json!(["T-1", "Opened", "05.01.2026 09:00", "Maria Huber"]));
        assert_eq!((&table["format"], &table["report"]["events"]), (&json!("csv"), &json!(3)));
        assert_eq!((&table["mapping"]["case"], &table["object_types"]), (&json!("ticket"), &Json::Null));
    }
    let objects = look("?name=a.json", OCEL.into()).await;
    assert_eq!(objects["object_types"][1], json!({"name": "item", "objects": 2}));
    // The beginning of a long file does not end in the middle by its own fault.
    let long: String =
        std::iter::once("case,activity\n".to_owned()).chain((0..200_000).map(|at| format!("{at},x\n"))).collect();
    let beginning = look("?name=long.csv", long.as_bytes()[..1 << 20].to_vec()).await;
    let (end, problems) = (&beginning["report"]["end"]["kind"], &beginning["report"]["problems"]);
    let named: Vec<&Json> = problems.as_array().unwrap().iter().map(|found| &found["problem"]).collect();
    assert_eq!((end, named), (&json!("beginning"), vec![&json!("event-without-time")]), "{problems}");
    assert_eq!(listed(&house, &eve).await.json["logs"], json!([]));
    let too_much = Asked::new("POST", "/api/v1/event-logs/look").body(vec![b'x'; (1 << 20) + 1]).by(&eve);
    assert_eq!(house.ask(too_much).await.status, 413);
}

#[tokio::test]
async fn a_log_of_objects_asks_which_are_the_cases() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    for query in ["?name=a.json", "?name=a.json&object_type=nobody"] {
        let answer = house.ask(bring(query, OCEL).by(&eve)).await;
        assert_eq!((answer.status, answer.code()), (422, "which-objects"), "{answer:?}");
        assert_eq!(answer.json["current"]["object_types"][0], json!({"name": "order", "objects": 1}));
        assert!(answer.json["detail"].as_str().unwrap().contains("`order` or `item`"));
    }
    assert_eq!(brought(&house, &eve, "?name=a.json&object_type=item", OCEL).await["log"]["cases"], 2);
}

#[tokio::test]
async fn of_what_breaks_off_nothing_is_kept() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let before = house.ledger().await.len();
    // The connection is lost in the middle, and before the end that the length announced.
    let half = Bytes::copy_from_slice(&XES.as_bytes()[..XES.len() / 2]);
    let lost = futures_util::stream::iter([Ok(half), Err(std::io::Error::other("connection reset"))]);
    let answer = house.ask(bring("?name=a.xes", Body::from_stream(lost)).by(&eve)).await;
    assert_eq!((answer.status, answer.code()), (408, "not-received"), "{answer:?}");
    // Whoever sends it hangs up: the more so where it happens again and again.
    for _ in 0..3 {
        let taken = Arc::new(tokio::sync::Notify::new());
        let waits = Arc::clone(&taken);
        let first = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"<log>"))]);
        let rest = futures_util::stream::poll_fn(move |_| {
            waits.notify_one();
            std::task::Poll::Pending
        });
        tokio::select! {
            answer = house.ask(bring("?name=a.xes", Body::from_stream(first.chain(rest))).by(&eve)) => panic!("{answer:?}"),
            () = taken.notified() => {}
        }
    }
    assert_eq!(listed(&house, &eve).await.json["logs"], json!([]));
    assert_eq!(house.ledger().await.len(), before);
}

#[tokio::test]
async fn a_file_that_ends_in_the_middle_is_kept_as_far_as_it_goes_and_says_so() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let log = brought(&house, &eve, "?name=a.xes", &XES.as_bytes()[..XES.len() - 60]).await;
    assert_eq!((&log["report"]["end"]["kind"], &log["log"]["cases"]), (&json!("cut-off"), &json!(2)), "{log}");
    let packed = packed(XES);
    let log = brought(&house, &eve, "?name=a.xes.gz", packed[..packed.len() - 12].to_vec()).await;
    assert_eq!(log["report"]["end"]["kind"], "cut-off");
}

#[tokio::test]
async fn of_garbage_nothing_is_kept_and_the_report_says_why() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    for garbage in
        [&b""[..], b"\0\x01\xff\xfe\x7f", b"{", b"<html><body>no</body></html>", b"\x1f\x8b\x08garbage", b"a,b\n"]
    {
        let answer = house.ask(bring("?name=x", garbage).by(&eve)).await;
        assert_eq!((answer.status, answer.code()), (422, "not-a-log"), "{answer:?}");
        assert!(answer.json["current"]["report"]["end"]["message"].is_string(), "{answer:?}");
    }
    for query in ["?times=never", "?delimiter=ab", "?pseudonyms=perhaps"] {
        assert!(matches!(house.ask(bring(query, CSV).by(&eve)).await.status, 400 | 422), "{query}");
    }
    assert_eq!(listed(&house, &eve).await.json["logs"], json!([]));
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_also_where_it_does_not_say_so() {
    let house = House::sized(|options| options.largest_log = 600).await;
    let eve = house.be("eve").await;
    let said = bring("?name=a.xes", XES).header("content-length", &XES.len().to_string());
    let pieces = XES.as_bytes().chunks(100).map(|piece| Ok::<_, std::io::Error>(Bytes::from_static(piece)));
    let unsaid = bring("?name=a.xes", Body::from_stream(futures_util::stream::iter(pieces.collect::<Vec<_>>())));
    for asked in [said, unsaid] {
        let answer = house.ask(asked.by(&eve)).await;
        assert_eq!((answer.status, answer.code()), (413, "too-large"), "{answer:?}");
    }
    assert_eq!(brought(&house, &eve, "?name=a.xes.gz", packed(XES)).await["log"]["cases"], 2);
}

#[tokio::test]
async fn a_file_that_stops_arriving_is_given_up() {
    let limits = Limits { log_idle: Duration::from_millis(1), ..Limits::default() };
    let house = House::with(server::Options { demo: true, limits, ..server::Options::default() }).await;
    house.engine.configure_people(house::people()).await.unwrap();
    let eve = house.be("eve").await;
    let begun = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"<log>"))]);
    let stuck = Body::from_stream(begun.chain(futures_util::stream::pending()));
    let answer = house.ask(bring("?name=a.xes", stuck).by(&eve)).await;
    assert_eq!((answer.status, answer.code()), (408, "not-received"), "{answer:?}");
    // Its place is free again.
    for _ in 0..3 {
        brought(&house, &eve, "?name=a.xes", XES).await;
    }
}

#[tokio::test]
async fn two_logs_arrive_at_once() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let (one, two, three) = tokio::join!(
        brought(&house, &eve, "?name=one.xes", XES),
        brought(&house, &eve, "?name=two.csv", CSV),
        brought(&house, &eve, "?name=three.xes", XES),
    );
    let ids = [id(&one), id(&two), id(&three)];
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    assert_eq!(listed(&house, &eve).await.json["logs"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn what_is_removed_is_gone_with_its_content() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let log = brought(&house, &eve, "?name=a.xes", XES).await;
    let other = brought(&house, &eve, "?name=b.csv", CSV).await;
    let path = format!("/api/v1/event-logs/{}", id(&log));
    let parts = parts(&house, &log).await;
    // The daily clean-up does not take what a log holds, however long it lies there.
    house.pass(3 * 86_400);
    house.engine.sweep().await.unwrap();
    for part in &parts {
        assert!(house.store.attached(*part).await.unwrap().is_some());
    }
    let (eve, otto) = (house.be("eve").await, house.be("otto").await);
    assert_eq!(house.ask(Asked::new("DELETE", &path).by(&otto)).await.status, 403);
    assert_eq!(house.ask(Asked::new("DELETE", &path).by(&eve)).await.status, 204);
    for part in &parts {
        assert_eq!(house.store.attached(*part).await.unwrap(), None);
    }
    assert_eq!(house.ask(Asked::new("DELETE", &path).by(&eve)).await.status, 404);
    assert_eq!(house.engine.watched(&ada(), &id(&log), &Filter::default()).await.unwrap_err().code(), "nothing-there");
    assert_eq!(listed(&house, &eve).await.json["logs"], json!([other["log"]]));
    assert!(anew(&house).await.watched(&ada(), &id(&other), &Filter::default()).await.is_ok());
    let told: Vec<String> = house.ledger().await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(told.iter().filter(|kind| *kind == "log-imported").count(), 2);
    assert_eq!(told.iter().filter(|kind| *kind == "log-removed").count(), 1);
    house.engine.verify(&ada(), None).await.unwrap().unwrap();
}

/// The content of a log, as its ledger entry names it.
async fn parts(house: &House, log: &Json) -> Vec<ContentHash> {
    use engine::port::store::Collection;
    let id = log["log"]["id"].as_str().unwrap();
    let kept = house.store.record_of(Collection::EventLogs, id).await.unwrap().unwrap();
    let kept: Json = serde_json::from_str(&kept).unwrap();
    let parts: Vec<ContentHash> = serde_json::from_value(kept["parts"].clone()).unwrap();
    assert!(!parts.is_empty());
    parts
}

#[tokio::test]
async fn what_an_activity_is_was_guessed_until_somebody_says_it() {
    let house = House::lived_in().await;
    let eve = house.be("eve").await;
    let log = id(&brought(&house, &eve, "?name=a.xes", XES).await);
    let path = format!("/api/v1/event-logs/{log}/mapping?procedure=returns");
    let guessed = house.ask(Asked::get(&path).by(&eve)).await;
    let steps = |activity: &str, steps: Json, times: u32, guessed: bool| json!({"activity": activity, "times": times, "steps": steps, "guessed": guessed});
    let inspect = steps("Inspect the item", json!(["inspect"]), 2, true);
    let expected = json!([inspect, steps("Agree", json!(["agree"]), 1, true), steps("Call", json!([]), 1, true)]);
    assert_eq!(guessed.json["activities"], expected);
    let etag = guessed.header("etag").to_owned();
    let say = |etag: &str, activities: Json| {
        let said = Asked::new("PUT", &path).json(json!({"activities": activities})).by(&eve);
        if etag.is_empty() { said } else { said.header("if-match", etag) }
    };
    for (etag, activities, status, code) in [
        ("", json!({}), 428, "needs-match"),
        (&*etag, json!({"Call": ["nowhere"]}), 422, "invalid"),
        (&*etag, json!({"Nothing": ["agree"]}), 422, "invalid"),
        ("\"other\"", json!({"Call": ["agree"]}), 412, "changed-meanwhile"),
    ] {
        let answer = house.ask(say(etag, activities)).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{answer:?}");
    }
    let said = house.ask(say(&etag, json!({"Call": ["agree"], "Agree": []}))).await;
    assert_eq!(said.status, 200, "{said:?}");
    let expected = json!([inspect, steps("Agree", json!([]), 1, false), steps("Call", json!(["agree"]), 1, false)]);
    assert_eq!(said.json["activities"], expected);
    assert_eq!(house.ask(say(&etag, json!({}))).await.status, 412, "it was changed since");
    // The mapping goes with the log.
    assert_eq!(house.ask(Asked::new("DELETE", &format!("/api/v1/event-logs/{log}")).by(&eve)).await.status, 204);
    let left = house.store.records(engine::port::store::Collection::Mappings).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn a_deviation_is_accepted_by_whoever_answers_for_the_procedure_until_it_is_withdrawn() {
    let house = House::lived_in().await;
    let (lena, eve, bob) = (house.be("lena").await, house.be("eve").await, house.be("bob").await);
    let path = "/api/v1/procedures/returns/accepted-deviations";
    let wanted = json!({"class": "missing", "step": "agree", "reason": "Small sums.", "until": "2026-03-31"});
    let accept = |json: &Json| Asked::post(path, json.clone());
    assert_eq!(house.ask(accept(&wanted).by(&eve)).await.status, 403);
    assert_eq!(house.ask(accept(&wanted).by(&bob)).await.status, 403);
    for (name, wrong) in [
        ("class", json!("odd")),
        ("step", json!("nowhere")),
        ("reason", json!("  ")),
        ("until", json!("2026-03-01")),
        ("detail", json!("x".repeat(1_001))),
    ] {
        let mut given = wanted.clone();
        given[name] = wrong;
        let answer = house.ask(accept(&given).by(&lena)).await;
        assert_eq!((answer.status, answer.code()), (422, "invalid"), "{name}: {answer:?}");
    }
    let accepted = house.ask(accept(&wanted).by(&lena)).await;
    assert_eq!(accepted.status, 201, "{accepted:?}");
    assert_eq!(accepted.json["accepted_by"]["id"], "lena");
    for (who, may_withdraw) in [(&lena, true), (&eve, false)] {
        let list = house.ask(Asked::get(path).by(who)).await;
        assert_eq!((list.status, &list.json["items"][0]["may_withdraw"]), (200, &json!(may_withdraw)));
    }
    assert_eq!(house.ask(Asked::get(path).by(&bob)).await.status, 403);
    let one = format!("{path}/{}", accepted.json["id"].as_str().unwrap());
    assert_eq!(house.ask(Asked::new("DELETE", &one).by(&eve)).await.status, 403);
    assert_eq!(house.ask(Asked::new("DELETE", &one).by(&lena)).await.status, 204);
    assert_eq!(house.ask(Asked::new("DELETE", &one).by(&lena)).await.status, 404);
    assert_eq!(house.ask(Asked::get(path).by(&lena)).await.json["items"], json!([]));
    let kinds: Vec<String> = house.ledger().await.into_iter().map(|(kind, _)| kind).collect();
    assert!(kinds.ends_with(&["deviation-accepted".to_owned(), "acceptance-withdrawn".to_owned()]), "{kinds:?}");
    house.engine.verify(&ada(), None).await.unwrap().unwrap();
}
