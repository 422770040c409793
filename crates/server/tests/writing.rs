//! Procedures over HTTP: read, written, checked, tried, published; and the installation around them.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod shop;

use axum::body::Body;
use axum::http::Request;
use engine::port::store::{Change, ChangeKind, Collection, Record, Store, Write};
use interpreter::actor::{Actor, Surface};
use serde_json::{Value as Json, json};
use shop::{Answer, RETURNS, Shop};

async fn with_match(shop: &Shop, who: &str, method: &str, path: &str, tag: Option<&str>, body: Json) -> Answer {
    let mut request =
        Request::builder().method(method).uri(format!("/api/v1{path}")).header("content-type", "application/json");
    if let Some(tag) = tag {
        request = request.header("if-match", format!("\"{tag}\""));
    }
    shop.send(who, request, Body::from(body.to_string())).await
}

#[tokio::test]
async fn the_library_says_what_there_is_and_what_goes_on() {
    let shop = Shop::open().await;
    shop.start("ORD-1").await;
    let list = shop.get("cleo", "/procedures").await.ok();
    let item = &list["items"][0];
    assert_eq!((item["id"].as_str(), item["open_runs"].as_u64()), (Some("returns"), Some(1)));
    assert_eq!(item["owner"], json!({"role": "lead", "title": "Lead"}));
    assert_eq!(item["review"], json!({"due": "2026-05-31T00:00:00Z", "overdue": false}));
    assert_eq!(item["may"], json!({"start": true, "edit": false, "publish": false}));
    assert_eq!(shop.get("lea", "/procedures").await.ok()["items"][0]["may"]["publish"], true);
    for (query, found) in
        [("?q=money", 1), ("?q=SHOP%20return", 1), ("?tag=shop", 1), ("?owner=agent", 0), ("?q=tea", 0)]
    {
        let list = shop.get("cleo", &format!("/procedures{query}")).await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), found, "{query}");
    }
    let read = shop.get("cleo", "/procedures/returns").await.ok();
    assert!(read["html"].as_str().unwrap().contains("id=\"step-inspect\""));
    assert_eq!(read["start"]["fields"][0]["name"], "order_id");
    assert_eq!(read["document"]["id"], "returns");
    assert!(read["graph"]["nodes"].as_array().unwrap().len() > 4);
    for path in ["nothing", "No%20Id", "returns?number=4"] {
        let refused = shop.get("cleo", &format!("/procedures/{path}")).await;
        assert_eq!(refused.status.as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_draft_is_saved_upon_what_its_writer_saw() {
    let shop = Shop::open().await;
    shop.post("cleo", "/drafts", json!({"procedure": "returns"})).await.refused(403, "denied");
    shop.post("eve", "/drafts", json!({})).await.refused(422, "invalid");
    let begun = shop.post("eve", "/drafts", json!({"procedure": "returns"})).await;
    let tag = begun.headers["etag"].to_str().unwrap().trim_matches('"').to_owned();
    let draft = begun.ok();
    assert_eq!((draft["etag"].as_str(), draft["base_number"].as_u64()), (Some(tag.as_str()), Some(1)));
    let path = format!("/drafts/{}", draft["id"].as_str().unwrap());
    with_match(&shop, "eve", "PUT", &path, None, json!({"text": "x"})).await.refused(428, "needs-match");
    let saved = with_match(&shop, "eve", "PUT", &path, Some(&tag), json!({"text": "title: Newer"})).await.ok();
    assert_eq!(saved["title"], "Newer");
    let stale = with_match(&shop, "lea", "PUT", &path, Some(&tag), json!({"text": "title: Older"})).await;
    let stale = stale.refused(412, "changed-meanwhile");
    assert_eq!(stale["current"]["text"], "title: Newer", "nothing is lost");
    for who in ["out", "bob"] {
        shop.get(who, &path).await.refused(404, "nothing-there");
        let taken = with_match(&shop, who, "DELETE", &path, saved["etag"].as_str(), json!({})).await;
        taken.refused(404, "nothing-there");
    }
    assert_eq!(shop.get("aud", "/drafts").await.ok()["items"][0]["title"], "Newer");
    assert_eq!(shop.get("out", "/drafts").await.ok()["items"], json!([]));
    let gone = with_match(&shop, "lea", "DELETE", &path, saved["etag"].as_str(), json!({})).await;
    assert_eq!(gone.status.as_u16(), 204);
    shop.get("eve", &path).await.refused(404, "nothing-there");
}

#[tokio::test]
async fn a_draft_is_published_by_the_owner_and_once() {
    let shop = Shop::open().await;
    let text = RETURNS.replace("title: Process a return", "title: Take a return");
    let mut drafts = Vec::new();
    for _ in 0..2 {
        let draft = shop.post("lea", "/drafts", json!({"procedure": "returns"})).await.ok();
        let path = format!("/drafts/{}", draft["id"].as_str().unwrap());
        let saved = with_match(&shop, "lea", "PUT", &path, draft["etag"].as_str(), json!({"text": text})).await.ok();
        drafts.push((path, saved["etag"].as_str().unwrap().to_owned()));
    }
    let (path, tag) = &drafts[0];
    let changes = shop.get("lea", &format!("{path}/diff")).await.ok();
    assert_eq!(changes["changes"][0]["weight"], "wording", "what publishing would change is told before");
    shop.get("out", &format!("{path}/diff")).await.refused(404, "nothing-there");
    let publish = format!("{path}/publish");
    let rationale = || json!({"rationale": "It says what is done."});
    with_match(&shop, "eve", "POST", &publish, Some(tag), rationale()).await.refused(403, "denied");
    with_match(&shop, "lea", "POST", &publish, Some(tag), json!({"rationale": " "})).await.refused(422, "invalid");
    let done = with_match(&shop, "lea", "POST", &publish, Some(tag), rationale()).await;
    assert_eq!(done.status.as_u16(), 201);
    assert_eq!(done.ok()["number"], 2);
    shop.get("lea", path).await.refused(404, "nothing-there");
    let (other, tag) = &drafts[1];
    let late = with_match(&shop, "lea", "POST", &format!("{other}/publish"), Some(tag), rationale()).await;
    late.refused(412, "changed-meanwhile");
    let versions = shop.get("cleo", "/procedures/returns/versions").await.ok();
    assert_eq!(versions["items"][0]["rationale"], "It says what is done.");
    let diff = shop.get("cleo", "/procedures/returns/diff?from=1&to=2").await.ok();
    assert_eq!(
        (diff["changes"][0]["subject"].as_str(), diff["changes"][0]["weight"].as_str()),
        (Some("procedure"), Some("wording"))
    );
    let draft = shop.post("eve", "/drafts", json!({"text": "procedure: 1\nid: broken\ntitle: B\n"})).await.ok();
    let publish = format!("/drafts/{}/publish", draft["id"].as_str().unwrap());
    let refused = with_match(&shop, "ana", "POST", &publish, draft["etag"].as_str(), rationale()).await;
    assert!(!refused.refused(422, "mistakes")["errors"].as_array().unwrap().is_empty());
}

/// A change that nobody made through the engine.
fn damage() -> Change {
    Change {
        at: "2026-03-02T09:00:00Z".parse().unwrap(),
        actor: Actor { person: None, role: None, on_behalf_of: None, surface: Surface::Engine },
        kind: ChangeKind::Published,
        subject: "returns".into(),
        payload: "{}".into(),
        salt: [0; 16],
        writes: Vec::new(),
        claims: Vec::new(),
    }
}

#[tokio::test]
async fn what_an_author_wrote_comes_back_with_its_comments() {
    let shop = Shop::open().await;
    let printed = shop.get("cleo", "/procedures/returns").await.ok()["text"].as_str().unwrap().to_owned();
    assert!(printed.starts_with("procedure: 1"), "nobody gave a text: the document is printed");
    let rationale = || json!({"rationale": "It is explained."});
    let publish = async |text: &str| {
        let draft = shop.post("lea", "/drafts", json!({"procedure": "returns"})).await.ok();
        let path = format!("/drafts/{}", draft["id"].as_str().unwrap());
        let saved = with_match(&shop, "lea", "PUT", &path, draft["etag"].as_str(), json!({"text": text})).await.ok();
        let tag = saved["etag"].as_str();
        with_match(&shop, "lea", "POST", &format!("{path}/publish"), tag, rationale()).await.ok();
        draft["text"].as_str().unwrap().to_owned()
    };
    // A YAML text whose comments look like the headings of Markdown.
    let mine = format!("# How we return\n\n## For whom asks\n{}\n# The end <script>é\n", RETURNS.trim_start());
    assert_eq!(publish(&mine).await, printed);
    assert_eq!(shop.get("cleo", "/procedures/returns").await.ok()["text"], mine);
    assert_eq!(shop.get("cleo", "/procedures/returns?number=1").await.ok()["text"], printed);
    let markdown = shop.post("eve", "/convert", json!({"text": mine, "to": "markdown"})).await.ok();
    let markdown = markdown["text"].as_str().unwrap().to_owned();
    assert_eq!(publish(&markdown).await, mine, "a draft begins where the last author stopped");
    assert_eq!(shop.get("cleo", "/procedures/returns").await.ok()["text"], markdown);
    let same = shop.post("eve", "/convert", json!({"text": mine, "to": "yaml"})).await.ok();
    assert_eq!(same["text"], mine, "a text that is YAML already keeps its comments");
    // The same content under two numbers, each with its own words beside it.
    assert_eq!(shop.get("cleo", "/procedures/returns?number=2").await.ok()["text"], mine);

    let records = shop.store.records(Collection::Texts).await.unwrap();
    assert_eq!(records.iter().map(|kept| kept.id.as_str()).collect::<Vec<_>>(), ["returns 2", "returns 3"]);
    let ledger = shop.get("ana", "/ledger?kind=published").await.ok();
    assert_eq!(ledger["items"].as_array().unwrap().len(), 3);
    let export = shop.get("ana", "/ledger/export").await;
    let lines = String::from_utf8(export.bytes).unwrap();
    let hash = procedure::hash::ContentHash::of(mine.as_bytes()).to_string();
    assert!(lines.contains(&hash), "the ledger commits to the text: {hash}");

    for damaged in ["{", "7", "\"title: Another\"", "\"\u{0}\""] {
        let record = Record { collection: Collection::Texts, id: "returns 3".into(), value: damaged.into() };
        shop.store.record(Change { writes: vec![Write::Record(record)], ..damage() }).await.unwrap();
        let text = shop.get("cleo", "/procedures/returns").await.ok()["text"].as_str().unwrap().to_owned();
        assert_eq!(text, printed, "a text that says something else is not shown: {damaged}");
    }
}

#[tokio::test]
async fn a_text_is_checked_while_it_is_written() {
    let shop = Shop::open().await;
    let proof = shop.post("eve", "/check", json!({"text": RETURNS})).await.ok();
    let errors: Vec<&Json> =
        proof["diagnostics"].as_array().unwrap().iter().filter(|found| found["severity"] == "error").collect();
    assert_eq!(errors, Vec::<&Json>::new());
    assert_eq!(proof["examples"], json!(["a small one is paid"]));
    // Places are counted as editors count: 𝄞 is two units.
    let text = "procedure: 1\nid: x\ntitle: 𝄞\nsteps:\n  - {id: a, title: A, persn: {role: b}}\n";
    let proof = shop.post("eve", "/check", json!({"text": text})).await.ok();
    let units: Vec<u16> = text.encode_utf16().collect();
    let place = |found: &Json, key: &str| usize::try_from(found[key].as_u64().unwrap()).unwrap();
    let marked = |found: &Json| String::from_utf16(&units[place(found, "from")..place(found, "to")]).unwrap();
    let found = proof["diagnostics"].as_array().unwrap().iter().find(|found| marked(found) == "persn");
    let found = found.unwrap_or_else(|| panic!("{}", proof["diagnostics"]));
    assert_eq!((found["line"].as_u64(), found["column"].as_u64()), (Some(5), Some(23)));
    for text in ["", "{", "- - -", "\u{0}", "a: &a [*a]", "---\n## Steps\n", &"[".repeat(100_000)] {
        let proof = shop.post("eve", "/check", json!({"text": text})).await.ok();
        assert!(!proof["diagnostics"].as_array().unwrap().is_empty(), "{text:.20}");
    }
    shop.post("eve", "/check", json!({"text": "x".repeat((1 << 20) + 1)})).await.refused(422, "invalid");
    shop.post("eve", "/check", json!({"text": 7})).await.refused(422, "invalid");
    shop.post("eve", "/check", json!({"text": "x".repeat(3 << 20)})).await.refused(413, "too-large");
}

#[tokio::test]
async fn examples_are_tried_and_say_which_way_they_took() {
    let shop = Shop::open().await;
    let tried = shop.post("eve", "/try", json!({"text": RETURNS})).await.ok();
    let one = &tried[0];
    assert_eq!((one["passed"].as_bool(), one["outcome"].as_str()), (Some(true), Some("completed")));
    assert_eq!(one["path"], json!(["inspect", "choose", "pay"]));
    assert_eq!(one["states"]["sign-off"], "skipped");
    assert!(one["nodes"].as_array().unwrap().contains(&json!("step:pay")));
    assert!(!one["edges"].as_array().unwrap().is_empty());
    assert!(!one["journal"].as_array().unwrap().is_empty());
    let wrong = RETURNS.replace("outcome: completed, path", "outcome: gone, path");
    let tried = shop.post("eve", "/try", json!({"text": wrong})).await.ok();
    assert_eq!(tried[0]["mismatches"][0], json!({"what": "outcome", "expected": "gone", "found": "completed"}));
    shop.post("eve", "/try", json!({"text": RETURNS, "examples": ["none"]})).await.refused(404, "nothing-there");
    shop.post("eve", "/try", json!({"text": "nonsense"})).await.refused(422, "mistakes");
    let json_text = shop.post("eve", "/convert", json!({"text": RETURNS, "to": "json"})).await.ok();
    let back = shop.post("eve", "/convert", json!({"text": json_text["text"], "to": "markdown"})).await.ok();
    assert!(back["text"].as_str().unwrap().contains("## Steps"));
    assert_eq!(shop.get("eve", "/schema").await.ok()["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let starter = shop.get("eve", "/starter").await.ok()["text"].clone();
    let proof = shop.post("eve", "/check", json!({"text": starter})).await.ok();
    let mut found = proof["diagnostics"].as_array().unwrap().iter();
    // Nobody here holds its roles yet; nothing else is wrong.
    let wanted = |found: &Json| found["code"] == "nobody-left" && found["severity"] == "warning";
    assert!(found.all(wanted), "{}", proof["diagnostics"]);
}

#[tokio::test]
async fn the_ledger_tells_what_was_changed_and_verifies() {
    let shop = Shop::open().await;
    shop.start("ORD-1").await;
    for who in ["cleo", "lea", "eve"] {
        for path in ["/ledger", "/ledger/export", "/connectors", "/dead-letters", "/in-doubt", "/doubts"] {
            shop.get(who, path).await.refused(403, "denied");
        }
    }
    let list = shop.get("aud", "/ledger?kind=published").await.ok();
    assert_eq!(list["items"][0]["words"], "Published returns as version 1: It is new.");
    assert_eq!(list["items"][0]["who"], json!({"id": "ana", "name": "Ana"}));
    let runs = shop.get("aud", "/ledger?kind=run").await.ok();
    assert!(runs["items"][0]["words"].as_str().unwrap().contains("Process a return"));
    let holds = shop.post("aud", "/ledger/verify", json!({})).await.ok();
    assert_eq!(holds["holds"], true);
    shop.post("aud", "/ledger/checkpoint", json!({})).await.refused(403, "denied");
    let signed = shop.post("ana", "/ledger/checkpoint", json!({})).await.ok();
    let against = shop.post("aud", "/ledger/verify", json!({"checkpoint": signed})).await.ok();
    assert_eq!(against["holds"], true);
    let mut forged = signed.clone();
    forged["number"] = json!(1);
    shop.post("aud", "/ledger/verify", json!({"checkpoint": forged})).await.refused(422, "invalid");
    let export = shop.get("aud", "/ledger/export").await;
    let text = String::from_utf8(export.bytes).unwrap();
    assert!(text.lines().count() > 5 && text.lines().all(|line| serde_json::from_str::<Json>(line).is_ok()));
}

#[tokio::test]
async fn the_installation_is_looked_at_and_stopped_by_its_administrator() {
    let shop = Shop::open().await;
    let connectors = shop.get("aud", "/connectors").await.ok();
    assert_eq!(connectors["items"][0]["name"], "shop");
    shop.post("aud", "/connectors/shop/test", json!({})).await.refused(403, "denied");
    assert_eq!(shop.post("ana", "/connectors/shop/test", json!({})).await.ok()["ok"], true);
    shop.post("ana", "/connectors/none/test", json!({})).await.refused(404, "nothing-there");
    let schedules = shop.get("cleo", "/schedules").await.ok();
    assert_eq!(schedules["items"][0]["next"][0], "2026-04-01T07:00:00Z");
    assert!(schedules["items"][0]["words"].as_str().unwrap().contains("starts by itself"));
    assert_eq!(shop.get("cleo", "/dispatch").await.ok(), json!({"paused": false, "here": true}));
    shop.post("lea", "/dispatch/pause", json!({"reason": "x"})).await.refused(403, "denied");
    let paused = shop.post("ana", "/dispatch/pause", json!({"reason": "The shop moves."})).await.ok();
    assert_eq!(paused, json!({"paused": true, "here": false}));
    let resumed = shop.post("ana", "/dispatch/resume", json!({"reason": "It has moved."})).await.ok();
    assert_eq!(resumed["paused"], false);
    let ledger = shop.get("ana", "/ledger?kind=dispatch-changed").await.ok();
    assert_eq!(ledger["items"][1]["words"], "Stopped dispatch: The shop moves.");
    assert_eq!(shop.get("ana", "/dead-letters").await.ok()["items"], json!([]));
    assert_eq!(shop.get("ana", "/in-doubt").await.ok()["items"], json!([]));
    assert_eq!(shop.get("ana", "/doubts").await.ok()["items"], json!([]));
    let doubt = json!({"key": "shop.refund ORD-1", "happened": false, "reason": "I asked them."});
    shop.post("cleo", "/in-doubt/settle", doubt.clone()).await.refused(403, "denied");
    shop.post("ana", "/in-doubt/settle", doubt).await.refused(404, "nothing-there");
    assert_eq!(shop.get("cleo", "/notices").await.ok()["items"], json!([]));
    let read = shop.post("cleo", "/notices/read", json!({"until": "2026-03-02T09:00:00Z"})).await;
    assert_eq!(read.status.as_u16(), 204);
}

#[tokio::test]
async fn texts_are_checked_for_those_who_write_procedures() {
    let shop = Shop::open().await;
    for path in ["/check", "/try"] {
        for who in ["out", "bob"] {
            shop.post(who, path, json!({"text": RETURNS})).await.refused(403, "denied");
        }
        // Lea answers for a procedure, Eve edits any, Aud looks at what they write.
        for who in ["lea", "eve", "aud", "ana"] {
            shop.post(who, path, json!({"text": RETURNS})).await.ok();
        }
    }
    shop.post("out", "/convert", json!({"text": RETURNS, "to": "json"})).await.ok();
}
