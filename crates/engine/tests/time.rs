//! Time: timers and schedules with nobody signed in, late ones at once and in order.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::port::store::{NoticeQuery, Page, RunQuery};
use engine::port::{Clock, Store};
use engine::run::start::{Beginning, Which};
use jiff::SignedDuration;
use procedure::value::Value;
use testkit::PlayedConnector;
use world::{World, ada, document, moment, procedure};

#[tokio::test]
async fn a_wait_ends_when_its_moment_comes() {
    let world = World::new(PlayedConnector::new()).await;
    let text = "
roles: {agent: Answers., lead: Leads.}
steps: [{id: rest, title: Rest, wait: {for: 4h}}]
";
    let run = world.start(&procedure(text), &[]).await;
    world.advance(3).await;
    assert_eq!(world.ended(&run).await, None);
    world.advance(1).await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

const OVERDUE: &str = "
roles: {agent: Answers., lead: Leads.}
data: {note: {type: string}}
steps:
  - id: inspect
    title: Inspect
    person: {role: agent, collect: [note]}
    due: 2h
escalation:
  - {after: {overdue: 1h}, steps: [inspect], notify: lead}
  - {after: {overdue: 5h}, steps: [inspect], notify: agent}
";

#[tokio::test]
async fn escalations_fire_with_nobody_there_and_late_ones_in_order() {
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start(&procedure(OVERDUE), &[]).await;
    // The clock jumps over both moments.
    world.advance(24).await;
    let page = Page::first(10);
    let roles = ["lead", "agent"].map(|role| role.parse().unwrap()).into();
    let notices = world.store.notices(&NoticeQuery { roles, ..NoticeQuery::default() }, &page).await.unwrap().rows;
    let order: Vec<String> = notices.iter().rev().filter_map(|it| it.role.as_ref().map(ToString::to_string)).collect();
    assert_eq!(order, ["lead", "agent"]);
    assert!(notices.iter().all(|notice| notice.run == run));
}

#[tokio::test]
async fn timers_survive_a_crash() {
    let mut world = World::new(PlayedConnector::new()).await;
    let text = "
roles: {agent: Answers., lead: Leads.}
steps: [{id: rest, title: Rest, wait: {for: 4h}}]
";
    let run = world.start(&procedure(text), &[]).await;
    world.clock.advance(SignedDuration::from_hours(9));
    world.crash(PlayedConnector::new()).await;
    world.settle().await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

#[tokio::test]
async fn clocks_from_entry_stand_still_while_a_run_is_paused() {
    let world = World::new(PlayedConnector::new()).await;
    let text = "
roles: {agent: Answers., lead: Leads.}
steps: [{id: rest, title: Rest, wait: {for: 4h}}]
";
    let run = world.start(&procedure(text), &[]).await;
    world.advance(1).await;
    world.engine.pause(&ada(), &run, "Lunch".into()).await.unwrap();
    world.advance(10).await;
    assert_eq!(world.ended(&run).await, None);
    world.engine.resume(&ada(), &run).await.unwrap();
    world.advance(2).await;
    assert_eq!(world.ended(&run).await, None);
    world.advance(1).await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

#[tokio::test]
async fn timers_that_stand_still_hold_up_no_other() {
    let world = World::new(PlayedConnector::new()).await;
    let until = |moment: &str| {
        procedure(&format!(
            "
roles: {{agent: Answers., lead: Leads.}}
data: {{moment: {{type: date-time, default: '{moment}'}}}}
steps: [{{id: rest, title: Rest, wait: {{until: =moment}}}}]
"
        ))
    };
    let hour = |hours| (world.clock.now() + SignedDuration::from_hours(hours)).to_string();
    let (early, late) = (until(&hour(1)), until(&hour(2)));
    // More than are read at once; a moment of the calendar passes also while its run is paused.
    for _ in 0..250 {
        let which = Which::Document(std::sync::Arc::new(early.clone()));
        let run = world.engine.start(&ada(), which, Beginning::default()).await.unwrap().run;
        world.engine.pause(&ada(), &run, "Lunch".into()).await.unwrap();
    }
    let run = world.start(&late, &[]).await;
    world.advance(3).await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

fn scheduled(extra: &str) -> procedure::document::Procedure {
    document(&scheduled_text(extra))
}

fn scheduled_text(extra: &str) -> String {
    format!(
        "
procedure: 1
id: stock
title: Count the stock
owner: lead
review: every 90 days
roles: {{agent: Counts., lead: Leads.}}
data: {{shop: {{type: string, default: main}}, at: {{type: date-time, optional: true}}, note: {{type: string}}}}
triggers:
  - schedule: 0 7 * * *
    set: {{at: =event.time}}
{extra}
steps:
  - {{id: count, title: Count, person: {{role: agent, collect: [note]}}}}
"
    )
}

async fn runs(world: &World) -> usize {
    world.store.runs(&RunQuery::default(), &Page::first(100)).await.unwrap().rows.len()
}

#[tokio::test]
async fn of_missed_moments_the_latest_starts_a_run_once() {
    let mut world = World::new(PlayedConnector::new()).await;
    world.engine.publish(&ada(), &scheduled(""), "First.").await.unwrap();
    world.settle().await;
    assert_eq!(runs(&world).await, 0);
    world.advance(24).await;
    assert_eq!(runs(&world).await, 1);
    world.settle().await;
    assert_eq!(runs(&world).await, 1);
    world.clock.advance(SignedDuration::from_hours(24 * 5));
    world.crash(PlayedConnector::new()).await;
    world.settle().await;
    assert_eq!(runs(&world).await, 2);
    let latest = &world.store.runs(&RunQuery::default(), &Page::first(1)).await.unwrap().rows[0];
    let started = &world.journal(&latest.run).await[0];
    let interpreter::Event::Started(started) = &started.event else { panic!("{started:?}") };
    assert_eq!(started.data["at"], Value::Moment(moment("2026-03-08T07:00:00Z")));
}

#[tokio::test]
async fn a_schedule_keeps_its_place_in_time_when_another_comes_before_it() {
    let world = World::new(PlayedConnector::new()).await;
    world.engine.publish(&ada(), &document(&scheduled_text("")), "First.").await.unwrap();
    world.advance(24).await;
    assert_eq!(runs(&world).await, 1);
    // Nobody looks for two days; then one comes out that stands first, and has had no moment yet.
    world.clock.advance(SignedDuration::from_hours(48));
    let both = scheduled_text("").replace("triggers:\n", "triggers:\n  - schedule: 30 * * * *\n");
    world.engine.publish(&ada(), &document(&both), "Every hour too.").await.unwrap();
    world.settle().await;
    assert_eq!(runs(&world).await, 2);
    let latest = &world.store.runs(&RunQuery::default(), &Page::first(1)).await.unwrap().rows[0];
    let interpreter::Event::Started(started) = &world.journal(&latest.run).await[0].event else { panic!() };
    // The daily one was missed; the hourly one sets nothing.
    assert_eq!(started.data["at"], Value::Moment(moment("2026-03-05T07:00:00Z")));
}

#[tokio::test]
async fn each_value_of_a_schedule_has_a_run() {
    let world = World::new(PlayedConnector::new()).await;
    world.engine.publish(&ada(), &scheduled("    each: {shop: [north, south]}"), "First.").await.unwrap();
    world.advance(24).await;
    assert_eq!(runs(&world).await, 2);
}

#[tokio::test]
async fn a_busy_schedule_skips_or_queues_as_it_says() {
    for (when_busy, while_busy, after) in [("skip", 1, 1), ("queue", 1, 2), ("start", 2, 2)] {
        let world = World::new(PlayedConnector::new()).await;
        let procedure = scheduled(&format!("    when_busy: {when_busy}"));
        world.engine.publish(&ada(), &procedure, "First.").await.unwrap();
        world.advance(24).await;
        world.advance(24).await;
        assert_eq!(runs(&world).await, while_busy, "{when_busy}");
        let oldest = world.store.runs(&RunQuery::default(), &Page::first(100)).await.unwrap().rows.pop().unwrap();
        let tasks = world.tasks(&oldest.run).await;
        world.complete(&ada(), &tasks[0], &[("note", Value::from("ok"))]).await;
        assert_eq!(runs(&world).await, after, "{when_busy}");
    }
}

#[tokio::test]
async fn a_schedule_with_each_is_busy_by_value() {
    for (when_busy, after) in [("skip", 3), ("queue", 3), ("start", 4)] {
        let world = World::new(PlayedConnector::new()).await;
        let text = format!("    each: {{shop: [north, south]}}\n    when_busy: {when_busy}");
        world.engine.publish(&ada(), &scheduled(&text), "First.").await.unwrap();
        world.advance(24).await;
        assert_eq!(runs(&world).await, 2, "{when_busy}");
        let open = world.store.runs(&RunQuery::default(), &Page::first(100)).await.unwrap().rows;
        let north = open.iter().find(|row| row.origin.case.as_deref() == Some("north")).unwrap();
        let tasks = world.tasks(&north.run).await;
        world.complete(&ada(), &tasks[0], &[("note", Value::from("ok"))]).await;
        world.advance(24).await;
        assert_eq!(runs(&world).await, after, "{when_busy}");
    }
}

#[tokio::test]
async fn a_queued_run_is_started_by_whoever_takes_over() {
    let mut world = World::new(PlayedConnector::new()).await;
    world.engine.publish(&ada(), &scheduled("    when_busy: queue"), "First.").await.unwrap();
    world.advance(24).await;
    world.advance(24).await;
    assert_eq!(runs(&world).await, 1);
    // The process ends between the commit and what follows from it.
    world.engine.step_down().await.unwrap();
    let oldest = world.store.runs(&RunQuery::default(), &Page::first(100)).await.unwrap().rows.pop().unwrap();
    let task = world.tasks(&oldest.run).await.remove(0);
    world.complete(&ada(), &task, &[("note", Value::from("ok"))]).await;
    assert_eq!(runs(&world).await, 1);
    world.crash(PlayedConnector::new()).await;
    world.settle().await;
    assert_eq!(runs(&world).await, 2);
}
