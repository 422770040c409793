//! Sub-procedures: pinned versions, ends and exceptions that come up, cancelling that goes down.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::port::Store;
use engine::port::store::{Page, RunQuery};
use engine::run::start::{Beginning, Which};
use interpreter::id::RunId;
use procedure::value::Value;
use testkit::PlayedConnector;
use world::{World, ada, document};

fn below(ending: &str) -> procedure::document::Procedure {
    document(&format!(
        "
procedure: 1
id: below
title: Below
owner: lead
review: every 90 days
roles: {{agent: Answers., lead: Leads.}}
data: {{note: {{type: string}}, done: {{type: string, optional: true}}}}
outputs: [done]
outcomes: {{given-up: {{counts: failure}}}}
steps:
  - {{id: ask, title: Ask, person: {{role: agent, collect: [note]}}}}
  - id: say
    title: Say
    set: {{done: ={ending}}}
"
    ))
}

fn above() -> procedure::document::Procedure {
    document(
        "
procedure: 1
id: above
title: Above
owner: lead
review: every 90 days
roles: {agent: Answers., lead: Leads.}
data: {answer: {type: string, optional: true}}
outputs: [answer]
steps:
  - id: delegate
    title: Delegate
    procedure: below
    save: {answer: =result.done}
",
    )
}

async fn child_of(world: &World, run: &RunId) -> RunId {
    let query = RunQuery { parent: Some(run.clone()), ..RunQuery::default() };
    world.store.runs(&query, &Page::first(9)).await.unwrap().rows[0].run.clone()
}

async fn started(world: &World) -> RunId {
    world.engine.publish(&ada(), &below("note + '!'"), "First.").await.unwrap();
    world.engine.publish(&ada(), &above(), "First.").await.unwrap();
    // A later version of the sub-procedure is not the one that was pinned.
    world.engine.publish(&ada(), &below("note + '?'"), "Second.").await.unwrap();
    let which = Which::Latest("above".parse().unwrap());
    let run = world.engine.start(&ada(), which, Beginning::default()).await.unwrap().run;
    world.settle().await;
    run
}

#[tokio::test]
async fn a_sub_procedure_runs_its_pinned_version_and_gives_its_outputs() {
    let world = World::new(PlayedConnector::new()).await;
    let run = started(&world).await;
    let child = child_of(&world, &run).await;
    assert_eq!(world.ended(&run).await, None);
    let tasks = world.tasks(&child).await;
    world.complete(&ada(), &tasks[0], &[("note", Value::from("done"))]).await;
    assert_eq!(world.ended(&child).await.as_deref(), Some("completed"));
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
    let journal = world.journal(&run).await;
    let interpreter::Event::Ended(end) = &journal.last().unwrap().event else { panic!("{journal:?}") };
    assert_eq!(end.outputs["answer"], Value::from("done!"));
}

#[tokio::test]
async fn an_end_that_was_not_told_is_told_after_a_crash() {
    let mut world = World::new(PlayedConnector::new()).await;
    let run = started(&world).await;
    let child = child_of(&world, &run).await;
    // The process that would tell the run above has no lease any more.
    let tasks = world.tasks(&child).await;
    world.engine.step_down().await.unwrap();
    let complete = interpreter::command::Complete {
        task: tasks[0].task,
        values: world::values(&[("note", Value::from("done"))]),
        signed: false,
        revision: None,
    };
    world.engine.complete(&ada(), &child, complete).await.unwrap();
    assert_eq!(world.ended(&run).await, None);
    world.crash(PlayedConnector::new()).await;
    world.settle().await;
    assert_eq!(world.ended(&run).await.as_deref(), Some("completed"));
}

#[tokio::test]
async fn cancelling_goes_down() {
    let world = World::new(PlayedConnector::new()).await;
    let run = started(&world).await;
    let child = child_of(&world, &run).await;
    world.engine.cancel(&ada(), &run, "Not needed.".into()).await.unwrap();
    world.settle().await;
    assert_eq!(world.ended(&child).await.as_deref(), Some("(cancelled)"));
}

#[tokio::test]
async fn a_cancelled_sub_procedure_is_an_error_above() {
    let world = World::new(PlayedConnector::new()).await;
    let run = started(&world).await;
    let child = child_of(&world, &run).await;
    world.engine.cancel(&ada(), &child, "Not needed.".into()).await.unwrap();
    world.settle().await;
    assert_eq!(world.raised(&run).await, ["cancelled"]);
}

#[tokio::test]
async fn what_a_sub_procedure_does_not_handle_comes_up() {
    let world = World::new(PlayedConnector::new()).await;
    let run = started(&world).await;
    let child = child_of(&world, &run).await;
    let tasks = world.tasks(&child).await;
    world.engine.raise(&ada(), &tasks[0], None, "The form is on fire.".into()).await.unwrap();
    world.settle().await;
    assert_eq!(world.raised(&child).await, ["unforeseen"]);
    assert_eq!(world.raised(&run).await, ["unforeseen"]);
    assert_eq!(world.ended(&child).await.as_deref(), Some("(cancelled)"), "nothing waits for it any more");
}
