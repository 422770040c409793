//! What people see of runs: the diagram with its way, forms, drafts under a race.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::catalogue::draft::Begun;
use engine::directory::{Caller, Person};
use engine::port::store::{Page, RunQuery, Words};
use engine::screen::{GraphShown, InboxScope, TaskFilter};
use interpreter::Program;
use interpreter::actor::Surface;
use interpreter::id::{PersonId, TaskId};
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

#[tokio::test]
async fn a_run_is_told_by_the_names_that_people_know() {
    let world = World::new(PlayedConnector::new()).await;
    let named =
        Person { name: "Cleo Park".into(), ..world.engine.directory().person(&PersonId::new("cleo")).unwrap().clone() };
    world.engine.put_person(&ada(), named).await.unwrap();
    let text = "procedure: 1
id: claims
title: Claims
owner: lead
roles: {agent: {title: Claims agent}, lead: {title: Team lead}}
settings: {limit: {type: number, unit: EUR, default: 500, title: The limit}}
data:
  amount: {type: number, unit: EUR, title: Claimed}
  lines: {type: array, items: {type: string}}
  note: {type: string, optional: true, title: Remark}
steps:
  - id: decide
    title: Who decides
    decide:
      cases:
        - {when: amount <= settings.limit and amount > 0, steps: [{id: small, title: Small, person: {role: agent}}]}
        - {when: amount > 10000, steps: [{id: board, title: Board, person: {role: lead}}]}
      otherwise: {steps: [{id: large, title: Large, set: {note: large}}]}
  - id: all
    title: All
    each: {of: lines, as: line, steps: [{id: see, title: 'See {{ line }}', person: {role: agent, collect: [note]}}]}
";
    let lines = procedure::value::Value::List(vec!["roof".into()]);
    let run = world.start(&document(text), &[("amount", 620.into()), ("lines", lines)]).await;
    let cleo = Caller::new("cleo", Surface::Web);
    let task = world.tasks(&run).await.remove(0);
    world.engine.claim(&cleo, &task).await.unwrap();
    let screen = world.engine.run_screen(&cleo, &run).await.unwrap();
    let why = |id: &str| screen.steps.iter().find(|step| step.id == id).unwrap().why.clone().unwrap_or_default();
    assert_eq!(why("small"), "Claimed 620 EUR > 500 EUR (‘The limit’)");
    assert_eq!(why("board"), "Claimed 620 EUR ≤ 10000 EUR");
    assert_eq!(why("see"), "Cleo Park has it");
    let node = screen.graph.nodes.iter().find(|node| node.step.as_deref() == Some("see")).unwrap();
    assert_eq!(node.label, "See roof");
    world.complete(&cleo, &task, &[("note", procedure::value::Value::Null)]).await;
    let journal = world.engine.journal_in_words(&cleo, &run, 0, 100).await.unwrap();
    let told = |event: &str| {
        let lines = journal.iter().filter(|line| line.event == event);
        lines.map(|line| format!("{}: {}", line.who.clone().unwrap_or_default(), line.text)).collect::<Vec<_>>()
    };
    assert_eq!(told("task-opened"), [": Waits for Claims agent"]);
    assert_eq!(told("task-claimed"), ["Cleo Park as Claims agent: Cleo Park took “See roof”"]);
    assert_eq!(told("step-entered").last().unwrap(), ": Entered “See roof”");
    assert_eq!(
        told("task-completed"),
        ["Cleo Park as Claims agent: Completed “See roof” with Remark = nothing"],
        "null empties an optional field"
    );
    let claimed = journal.iter().find(|line| line.event == "task-claimed").unwrap();
    assert_eq!(claimed.person.as_deref(), Some("cleo"), "the id stands beside");
}

#[tokio::test]
async fn all_of_an_inbox_is_everything_that_the_person_may_see() {
    let world = World::new(PlayedConnector::new()).await;
    let text = "procedure: 1
id: claims
title: Claims
owner: agent
roles: {agent: Answers for it., lead: Pays.}
steps: [{id: pay, title: Pay, person: {role: lead}}]
";
    world.engine.publish(&ada(), &document(text), "Needed.").await.unwrap();
    world.start(&document(text), &[]).await;
    let (filter, page) = (TaskFilter::default(), Page::first(10));
    for (scope, found) in [(InboxScope::Mine, 0), (InboxScope::Roles, 0), (InboxScope::All, 1)] {
        let rows = world.engine.task_items(&bob(), scope, &filter, &page).await.unwrap().rows;
        assert_eq!(rows.len(), found, "{scope:?}: bob holds the owner's role, and not the lead's");
        assert!(rows.iter().all(|row| !row.yours));
    }
    assert_eq!(world.engine.task_counts(&bob()).await.unwrap().all, 1);
    let mia = Caller::new("mia", Surface::Web);
    assert!(world.engine.task_items(&mia, InboxScope::All, &filter, &page).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn while_a_run_is_paused_nothing_in_it_is_due_or_late() {
    let text = "
roles: {agent: A., lead: L.}
data: {note: {type: string}}
steps:
  - {id: look, title: Look at it, person: {role: agent, collect: [note]}, due: 1h}
";
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start(&procedure(text), &[]).await;
    world.engine.pause(&ada(), &run, "A part is missing.".into()).await.unwrap();
    world.advance(3).await;
    let late = TaskFilter { overdue: true, ..TaskFilter::default() };
    let find = async |filter: &TaskFilter| {
        world.engine.task_items(&bob(), InboxScope::Roles, filter, &Page::first(9)).await.unwrap().rows
    };
    assert_eq!(find(&late).await, []);
    assert_eq!(world.engine.task_counts(&bob()).await.unwrap().overdue, 0);
    let shown = &find(&TaskFilter::default()).await[0];
    assert_eq!((shown.paused, shown.overdue, shown.short), (true, false, false));
    world.rows_follow_from_journals().await;
    world.engine.resume(&ada(), &run).await.unwrap();
    let shown = &find(&TaskFilter::default()).await[0];
    assert_eq!((shown.paused, shown.overdue), (false, false), "its clocks stood still");
    world.advance(2).await;
    assert_eq!(find(&late).await.len(), 1);
}

#[tokio::test]
async fn runs_are_found_by_the_title_of_their_procedure_by_whoever_may_see_them() {
    let world = World::new(PlayedConnector::new()).await;
    let text = |id: &str, title: &str, role: &str| {
        format!(
            "procedure: 1\nid: {id}\ntitle: {title}\npurpose: It is done.\nowner: {role}\nreview: every 90 days\n\
             roles: {{{role}: R.}}\nsteps:\n  - {{id: do, title: Do it, person: {{role: {role}}}}}\n"
        )
    };
    for (id, title, role) in [("mend", "Mend a kettle", "agent"), ("pay", "Pay a kettle-maker", "treasurer")] {
        let document = document(&text(id, title, role));
        world.engine.publish(&ada(), &document, "It is needed.").await.unwrap();
        world.start_by(&ada(), &document, &[]).await;
    }
    let find = async |who: &Caller, words: &str| {
        let query = RunQuery { words: Words::of(words), ..RunQuery::default() };
        let found = world.engine.run_items(who, &query, &Page::first(9)).await.unwrap().rows;
        found.into_iter().map(|item| item.procedure.title).collect::<Vec<_>>()
    };
    assert_eq!(find(&ada(), "KETTLE").await, ["Pay a kettle-maker", "Mend a kettle"]);
    assert_eq!(find(&ada(), "mend kettle").await, ["Mend a kettle"]);
    assert_eq!(find(&ada(), "mend teapot").await, [""; 0]);
    // Bob is an agent, and no treasurer.
    assert_eq!(find(&bob(), "kettle").await, ["Mend a kettle"]);
}

#[test]
fn a_limit_that_a_number_may_not_reach_is_told_apart_from_one_that_it_may() {
    let text = "
data:
  weight: {type: number, exclusiveMinimum: 0, maximum: 30}
  share: {type: number, minimum: 0, exclusiveMaximum: 1}
steps:
  - {id: use, title: Use, if: weight > share, set: {weight: =weight + share}}
";
    let fields = engine::screen::fields_at_start(&procedure(text));
    let limits: Vec<_> = fields
        .iter()
        .map(|field| {
            [&field.minimum, &field.exclusive_minimum, &field.maximum, &field.exclusive_maximum].map(Option::as_deref)
        })
        .collect();
    assert_eq!(limits, [[None, Some("0"), Some("30"), None], [Some("0"), None, None, Some("1")]]);
}
