//! One dispatcher a file, and nothing dispatched from a restored file before a person has looked.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::port::store::RESTORED;
use engine::port::{Repeat, Store};
use engine::run::start::{Beginning, Which};
use jiff::SignedDuration;
use procedure::value::Value;
use testkit::{Play, PlayedConnector};
use world::{World, ada, bob, holder, moment, procedure};

const CALL: &str = "
roles: {agent: Answers., lead: Leads.}
steps: [{id: look, title: Look, call: shop.look}]
";

fn shop() -> PlayedConnector {
    PlayedConnector::new().with("look", Repeat::Safe, [Play::Give(Value::Null)])
}

#[tokio::test]
async fn a_second_dispatcher_is_refused_and_told_who_dispatches() {
    let world = World::idle(shop()).await;
    let now = moment("2026-03-02T09:00:00Z");
    world.store.lease(&holder("somebody"), now, now + SignedDuration::from_secs(30)).await.unwrap();
    let refused = world.engine.lead().await.unwrap_err();
    assert_eq!(refused.code(), "lease-held");
    let said = refused.to_string();
    assert!(said.contains("4711") && said.contains("desk") && said.contains("127.0.0.1:7070"), "{said}");
    world.clock.advance(SignedDuration::from_secs(31));
    world.engine.lead().await.unwrap();
    world.engine.step_down().await.unwrap();
    assert_eq!(world.store.leased().await.unwrap(), None);
}

#[tokio::test]
async fn whoever_does_not_lead_sends_nothing() {
    let world = World::idle(shop()).await;
    let which = Which::Document(procedure(CALL).into());
    let run = world.engine.start(&ada(), which, Beginning::default()).await.unwrap().run;
    world.settle().await;
    assert!(world.shop.asked().is_empty());
    world.engine.lead().await.unwrap();
    world.settle().await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

#[tokio::test]
async fn a_restored_file_waits_for_a_person() {
    let world = World::idle(shop()).await;
    let which = Which::Document(procedure(CALL).into());
    let run = world.engine.start(&ada(), which, Beginning::default()).await.unwrap().run;
    world.store.keep_fact(RESTORED, Some(b"\x01")).await.unwrap();
    world.engine.lead().await.unwrap();
    world.settle().await;
    assert!(world.shop.asked().is_empty());
    let listed = world.engine.may_have_happened(&ada()).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].run.clone(), listed[0].what.as_str()), (run.clone(), "shop.look"));
    assert_eq!(world.engine.resume_dispatch(&bob(), "Seen.").await.unwrap_err().code(), "denied");
    world.engine.resume_dispatch(&ada(), "Seen.").await.unwrap();
    world.settle().await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

#[tokio::test]
async fn the_dispatcher_wakes_for_timers_by_itself_and_stops_when_told() {
    let world = World::new(shop()).await;
    let text = "
roles: {agent: Answers., lead: Leads.}
steps: [{id: rest, title: Rest, wait: {for: 4h}}]
";
    let run = world.start(&procedure(text), &[]).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let engine = world.engine.clone();
    let dispatching = tokio::spawn(async move {
        engine
            .dispatch(async {
                let _ = stopped.await;
            })
            .await
    });
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    world.clock.advance(SignedDuration::from_hours(5));
    while world.ended(&run).await.is_none() {
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    dispatching.await.unwrap().unwrap();
}
