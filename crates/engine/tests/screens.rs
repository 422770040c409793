//! What people see of runs: the diagram with its way, forms, drafts under a race.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::catalogue::draft::Begun;
use engine::screen::GraphShown;
use interpreter::Program;
use interpreter::id::TaskId;
use procedure::time::Calendar;
use std::sync::Arc;
use testkit::PlayedConnector;
use world::{World, ada, bob, document, procedure};

/// The edges that an example went along, as `from -> to`.
fn way(text: &str, example: usize) -> Vec<String> {
    let document = procedure(text);
    let version = procedure::print::content_hash(&document);
    let program = Program::new(Arc::new(document.clone()), version, &Calendar::default());
    let played = interpreter::example::play(&program, &document.examples[example]);
    assert!(played.passes(), "{:?}", played.mismatches);
    let (graph, _) = GraphShown::after(&program, &played.state, &played.journal);
    graph.edges.iter().filter(|edge| edge.taken).map(|edge| format!("{} -> {}", edge.from, edge.to)).collect()
}

#[test]
fn the_diagram_shows_the_way_that_a_run_took() {
    let text = "
roles: {agent: A., lead: L.}
data: {kind: {type: string}, n: {type: number, default: 0}}
steps:
  - id: sort
    title: Sort
    decide:
      cases:
        - when: kind == 'a'
          steps: [{id: one, title: One, person: {role: agent}}]
        - {when: kind == 'b', set: {n: 1}}
      otherwise: {steps: [{id: other, title: Other, person: {role: agent}}]}
  - id: both
    title: Both
    together:
      branches:
        left: [{id: l, title: L, person: {role: agent}}]
        right: [{id: r, title: R, if: kind == 'b', person: {role: agent}}]
  - id: again
    title: Again
    repeat: {until: n > 1, at_most: 3, steps: [{id: more, title: More, set: {n: =n + 1}}]}
  - {id: last, title: Last, if: kind == 'z', person: {role: agent}}
examples:
  - {name: a, given: {kind: a}, expect: {path: [sort, one, both, l, again, more, more]}}
  - {name: b, given: {kind: b}, expect: {path: [sort, both, l, r, again, more]}}
";
    assert_eq!(
        way(text, 0),
        [
            "start -> step:sort",
            "step:sort -> step:one",
            "step:one -> step:sort/join",
            "step:sort/join -> step:both",
            "step:both -> step:l",
            "step:both -> step:r",
            "step:l -> step:both/join",
            "step:r -> step:both/join",
            "step:both/join -> step:again/pass",
            "step:again/pass -> step:more",
            "step:more -> step:again/until",
            "step:again/until -> step:again/pass",
            "step:again/until -> step:last",
            "step:last -> end:completed",
        ]
    );
    let second = way(text, 1);
    assert!(second.contains(&"step:sort -> step:sort/join".to_owned()), "{second:#?}");
    assert!(!second.iter().any(|edge| edge.contains("step:one") || edge.contains("step:other")), "{second:#?}");
}

#[tokio::test]
async fn of_two_who_save_one_draft_at_once_one_is_told() {
    let world = World::new(PlayedConnector::new()).await;
    let draft = world.engine.begin_draft(&ada(), Begun::Text("title: A".into())).await.unwrap();
    let save = |text: &str| {
        let (engine, id, etag, text) = (world.engine.clone(), draft.id.clone(), draft.etag.clone(), text.to_owned());
        async move { engine.save_draft(&ada(), &id, &etag, text, None).await }
    };
    let (one, other) = tokio::join!(save("title: B"), save("title: C"));
    let saved = [&one, &other].into_iter().filter(|saved| saved.is_ok()).count();
    assert_eq!(saved, 1);
    let refused = [one, other].into_iter().find_map(Result::err).unwrap();
    assert_eq!(refused.code(), "changed-meanwhile");
    assert_eq!(world.engine.begin_draft(&bob(), Begun::Text("x".into())).await.unwrap_err().code(), "denied");
}

#[tokio::test]
async fn a_form_in_an_item_shows_the_items_own_values() {
    let world = World::new(PlayedConnector::new()).await;
    let text = "procedure: 1
id: returns
title: Returns
owner: lead
roles: {agent: A., lead: L.}
data:
  items: {type: array, items: {type: string}}
  note: {type: string, optional: true}
steps:
  - id: all
    title: All
    each:
      of: items
      as: item
      steps:
        - {id: look, title: 'Look at {{ item }}', person: {role: agent, collect: [note]}}
";
    let items = procedure::value::Value::List(vec!["kettle".into(), "<b>pan</b>".into()]);
    let run = world.start(&document(text), &[("items", items)]).await;
    let form = world.engine.task_form(&bob(), &run, TaskId(1)).await.unwrap();
    assert_eq!(form.item.title, "Look at kettle");
    assert!(form.item.short && form.item.yours);
    let task = world.tasks(&run).await.remove(0);
    world.complete(&bob(), &task, &[]).await;
    let form = world.engine.task_form(&bob(), &run, TaskId(2)).await.unwrap();
    assert_eq!(form.item.title, "Look at <b>pan</b>", "a title is a text, and is shown as one");
}
