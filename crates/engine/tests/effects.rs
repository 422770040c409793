//! Effects: sent after their commit, once where once is wanted, never twice where that would be a second effect.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::port::{Failure, Repeat};
use engine::run::once::{Doubt, Found};
use procedure::value::Value;
use testkit::{Play, PlayedConnector};
use world::{World, procedure};

fn paid() -> Value {
    Value::from("paid")
}

const REFUND: &str = "
roles: {agent: Answers., lead: Leads.}
data: {order_id: {type: string}, refund: {type: string, optional: true}}
steps:
  - id: pay
    title: Pay
    call: shop.refund
    with: {id: =order_id}
    save: refund
";

const ONCE: &str = "
roles: {agent: Answers., lead: Leads.}
data: {order_id: {type: string}, refund: {type: string, optional: true}}
steps:
  - id: pay
    title: Pay
    call: shop.refund
    with: {id: =order_id}
    once: =order_id
    save: refund
";

#[tokio::test]
async fn a_result_is_kept_and_the_run_ends() {
    let world = World::new(PlayedConnector::new().with("refund", Repeat::Keyed, [Play::Give(paid())])).await;
    let run = world.start(&procedure(REFUND), &[("order_id", Value::from("ORD-1"))]).await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
    let asked = world.shop.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].key.as_str(), asked[0].attempt), (format!("{run}-1").as_str(), 1));
    assert_eq!(asked[0].arguments["id"], Value::from("ORD-1"));
}

#[tokio::test]
async fn a_failure_that_passes_is_tried_again_under_the_same_key() {
    let fails = Play::Fail(Failure::unknown("timeout", "no answer"));
    let shop = PlayedConnector::new().with("refund", Repeat::Keyed, [fails.clone(), fails, Play::Give(paid())]);
    let world = World::new(shop).await;
    let text = REFUND.to_owned() + "    on_error: {failure: {retry: 3, backoff: 1h, then: {end: completed}}}\n";
    let run = world.start(&procedure(&text), &[("order_id", Value::from("ORD-1"))]).await;
    assert_eq!(world.shop.asked().len(), 1);
    world.advance(1).await;
    assert_eq!(world.shop.asked().len(), 2);
    world.advance(1).await;
    assert_eq!(world.shop.asked().len(), 2, "the pause doubles");
    world.advance(1).await;
    let asked = world.shop.asked();
    assert_eq!(asked.iter().map(|request| request.attempt).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(asked.iter().all(|request| request.key == asked[0].key));
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

#[tokio::test]
async fn what_may_have_happened_and_must_not_be_repeated_is_a_persons() {
    let fails = Play::Fail(Failure::unknown("timeout", "no answer"));
    let world = World::new(PlayedConnector::new().with("refund", Repeat::Never, [fails])).await;
    let text = REFUND.to_owned() + "    on_error: {failure: {retry: 3, backoff: 1s, then: {raise: broken}}}\n";
    let text = text + "exceptions: [{id: broken, title: Broken, severity: minor, then: {end: completed}}]\n";
    let run = world.start(&procedure(&text), &[("order_id", Value::from("ORD-1"))]).await;
    world.advance(24).await;
    assert_eq!(world.shop.asked().len(), 1);
    assert_eq!(world.names(&run).await.iter().filter(|name| *name == "effect-failed").count(), 1);
}

#[tokio::test]
async fn after_a_crash_what_is_safe_goes_out_again_and_the_rest_is_in_doubt() {
    for (repeat, sent_again) in [(Repeat::Safe, true), (Repeat::Keyed, true), (Repeat::Never, false)] {
        let hangs = PlayedConnector::new().with("refund", repeat, [Play::Hang(paid())]);
        let mut world = World::new(hangs).await;
        let which = engine::run::start::Which::Document(procedure(REFUND).into());
        let data = world::values(&[("order_id", Value::from("ORD-1"))]);
        let beginning = engine::run::start::Beginning { data, ..Default::default() };
        let run = world.engine.start(&world::ada(), which, beginning).await.unwrap().run;
        while world.shop.asked().is_empty() {
            tokio::task::yield_now().await;
        }
        let key = world.shop.asked()[0].key.clone();
        world.crash(PlayedConnector::new().with("refund", repeat, [Play::Give(paid())])).await;
        world.settle().await;
        let asked = world.shop.asked();
        assert_eq!(asked.len(), usize::from(sent_again), "{repeat:?}");
        if sent_again {
            assert_eq!(asked[0].key, key);
            assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
        } else {
            assert_eq!(world.raised(&run).await, ["in-doubt"]);
        }
    }
}

#[tokio::test]
async fn one_once_key_is_paid_once_over_all_runs() {
    let world = World::new(PlayedConnector::new().with("refund", Repeat::Keyed, [Play::Give(paid())])).await;
    let procedure = procedure(ONCE);
    let first = world.start(&procedure, &[("order_id", Value::from("ORD-1"))]).await;
    let second = world.start(&procedure, &[("order_id", Value::from("ORD-1"))]).await;
    let third = world.start(&procedure, &[("order_id", Value::from("ORD-2"))]).await;
    assert_eq!(world.shop.asked().len(), 2);
    for run in [&first, &second, &third] {
        assert_eq!(world.ended(run).await.as_deref(), Some("completed"));
    }
    let reused = world.journal(&second).await.iter().any(|recorded| {
        matches!(&recorded.event, interpreter::Event::EffectSucceeded(done) if done.reused && done.result == paid())
    });
    assert!(reused);
}

#[tokio::test]
async fn a_doubt_is_lifted_by_whoever_answers_for_it_and_that_stands_in_the_ledger() {
    for (found, asked) in [(Found::Happened(paid()), 1), (Found::DidNot, 2)] {
        let lost = Play::Fail(Failure::unknown("timeout", "no answer"));
        let shop = PlayedConnector::new().with("refund", Repeat::Never, [lost, Play::Give(paid())]);
        let world = World::new(shop).await;
        let procedure = procedure(ONCE);
        let data = [("order_id", Value::from("ORD-1"))];
        let first = world.start(&procedure, &data).await;
        assert_eq!(world.raised(&first).await, ["in-doubt"]);
        let second = world.start(&procedure, &data).await;
        assert_eq!((world.raised(&second).await, world.shop.asked().len()), (vec!["in-doubt".to_owned()], 1));
        let key = "shop.refund ORD-1";
        let page = engine::port::store::Page::first(9);
        let doubts = world.engine.doubts(&world::ada(), &page).await.unwrap().rows;
        assert_eq!(doubts, [Doubt { key: key.to_owned(), run: first.clone() }]);
        assert_eq!(world.engine.doubts(&world::bob(), &page).await.unwrap_err().code(), "denied");
        let shown =
            async |caller: &engine::Caller, run| world.engine.run_screen(caller, run).await.map(|run| run.doubts);
        assert_eq!(shown(&world::ada(), &first).await.unwrap(), [key]);
        assert_eq!(shown(&world::ada(), &second).await.unwrap(), [] as [&str; 0]);
        assert_eq!(shown(&world::bob(), &first).await.unwrap_or_default(), [] as [&str; 0]);
        let settle = async |caller: &engine::Caller, key: &str, reason: &str| {
            world.engine.settle_once(caller, key, found.clone(), reason).await.map_err(|error| error.code())
        };
        assert_eq!(settle(&world::bob(), key, "I think so.").await, Err("denied"));
        assert_eq!(settle(&world::bob(), "shop.refund ORD-9", "I think so.").await, Err("denied"));
        assert_eq!(settle(&world::ada(), "shop.refund ORD-9", "I looked.").await, Err("nothing-there"));
        assert_eq!(settle(&world::ada(), key, " ").await, Err("invalid"));
        assert_eq!(settle(&world::ada(), key, "The bank says so.").await, Ok(()));
        assert_eq!(settle(&world::ada(), key, "The bank says so.").await, Err("nothing-there"));
        assert_eq!(shown(&world::ada(), &first).await.unwrap(), [] as [&str; 0]);
        let third = world.start(&procedure, &data).await;
        assert_eq!(world.ended(&third).await.as_deref(), Some("completed"));
        assert_eq!(world.shop.asked().len(), asked, "{found:?}");
        let mut lines = Vec::new();
        world.engine.export_all(&world::ada(), None).await.unwrap().each(|line| lines.push(line)).await.unwrap();
        let entries: Vec<_> = lines.iter().filter(|line| line.contains("doubt-settled")).collect();
        assert!(matches!(entries.as_slice(), [one] if one.contains("The bank says so.")), "{entries:?}");
    }
}

#[tokio::test]
async fn a_second_run_waits_while_the_first_one_pays() {
    let shop = PlayedConnector::new().with("refund", Repeat::Keyed, [Play::Hang(paid())]);
    let world = World::new(shop).await;
    let which = || engine::run::start::Which::Document(procedure(ONCE).into());
    let data = world::values(&[("order_id", Value::from("ORD-1"))]);
    let beginning = engine::run::start::Beginning { data, ..Default::default() };
    let first = world.engine.start(&world::ada(), which(), beginning.clone()).await.unwrap().run;
    while world.shop.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    let second = world.engine.start(&world::ada(), which(), beginning).await.unwrap().run;
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.shop.asked().len(), 1);
    world.shop.let_go();
    world.settle().await;
    assert_eq!(world.shop.asked().len(), 1);
    assert_eq!(world.ended(&first).await.as_deref(), Some("completed"));
    assert_eq!(world.ended(&second).await.as_deref(), Some("completed"));
}

#[tokio::test]
async fn a_hung_call_frees_its_place_and_its_late_answer_is_journalled() {
    let shop = PlayedConnector::new().with("refund", Repeat::Safe, [Play::Hang(paid())]);
    let world = World::new(shop).await;
    let which = engine::run::start::Which::Document(procedure(REFUND).into());
    let data = world::values(&[("order_id", Value::from("ORD-1"))]);
    let beginning = engine::run::start::Beginning { data, ..Default::default() };
    let run = world.engine.start(&world::ada(), which, beginning).await.unwrap().run;
    while world.shop.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    world.clock.advance(jiff::SignedDuration::from_secs(31));
    world.settle().await;
    assert_eq!(world.raised(&run).await, ["timeout"]);
    world.shop.let_go();
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
    assert!(world.names(&run).await.contains(&"note-added".to_owned()));
    let letters = world.engine.dead_letters(&world::ada(), &engine::port::store::Page::first(9)).await.unwrap().rows;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].code, "no-such-effect");
}

#[tokio::test]
async fn no_more_requests_are_under_way_than_a_connector_takes() {
    let shop = PlayedConnector::new().with("refund", Repeat::Safe, [Play::Hang(paid())]);
    let world = World::new(shop).await;
    for number in 0..6 {
        let which = engine::run::start::Which::Document(procedure(REFUND).into());
        let data = world::values(&[("order_id", Value::from(format!("ORD-{number}")))]);
        let beginning = engine::run::start::Beginning { data, ..Default::default() };
        world.engine.start(&world::ada(), which, beginning).await.unwrap();
    }
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.shop.asked().len(), 2);
    // Their time is up: the next two go out although the first two still hang.
    world.clock.advance(jiff::SignedDuration::from_secs(31));
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.shop.asked().len(), 4);
}

#[tokio::test]
async fn a_document_shows_foreign_markup_and_keeps_none_of_it() {
    let world = World::new(PlayedConnector::new()).await;
    let text = "
roles: {agent: Answers., lead: Leads.}
data: {note: {type: string}, letter: {type: file, optional: true}}
steps:
  - id: write
    title: Write
    document: {template: '# Letter {{ note }} [x](javascript:alert(1))', format: html, name: 'a/b'}
    save: letter
";
    let run = world.start(&procedure(text), &[("note", Value::from("<script>alert(1)</script>"))]).await;
    let view = world.engine.run(&world::ada(), &run).await;
    let journal = world.journal(&run).await;
    let file = journal.iter().find_map(|recorded| match &recorded.event {
        interpreter::Event::EffectSucceeded(done) => match &done.result {
            Value::File(file) => Some(file.clone()),
            _ => None,
        },
        _ => None,
    });
    let file = file.unwrap();
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("a-b.html", "text/html"));
    assert!(view.is_ok());
    let content = world.engine.attachment(&world::ada(), &run, file.sha256.parse().unwrap()).await.unwrap();
    let html = String::from_utf8(content).unwrap();
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script") && !html.contains("javascript:"), "{html}");
}

#[tokio::test]
async fn what_cannot_be_rendered_says_so_and_a_model_that_is_not_there_asks_a_person() {
    let world = World::new(PlayedConnector::new()).await;
    let text = "
roles: {agent: Answers., lead: Leads.}
data: {answer: {type: string, optional: true}}
steps:
  - id: write
    title: Write
    document: {template: 'x', format: pdf}
    on_error: {unsupported-format: continue}
  - id: think
    title: Think
    agent: {goal: Think., returns: {answer: {type: string}}}
";
    let run = world.start(&procedure(text), &[]).await;
    assert!(world.raised(&run).await.is_empty());
    assert_eq!(world.tasks(&run).await.len(), 1);
}
