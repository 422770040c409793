//! Publishing and starting: by hand, by events, by the table; each redelivery harmless.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::Caller;
use engine::port::store::{Page, RunQuery};
use engine::port::{Repeat, Store};
use engine::run::start::{Beginning, CloudEvent, Which};
use interpreter::actor::Surface;
use procedure::value::{Value, Values};
use testkit::{Play, PlayedConnector};
use world::{World, ada, bob, document, procedure, values};

fn ticket() -> procedure::document::Procedure {
    document(
        "
procedure: 1
id: ticket
title: Ticket
owner: lead
review: every 90 days
roles: {agent: Answers., lead: Leads.}
data: {ticket: {type: string}, answer: {type: object, optional: true}}
triggers:
  - event: com.example.ticket
    when: event.data.kind == 'return'
    set: {ticket: =event.data.id}
    key: =event.data.id
steps:
  - id: reply
    title: Wait for the reply
    wait: {event: com.example.reply, when: event.data.id == ticket}
    save: answer
",
    )
}

fn event(kind: &str, id: &str, data: &[(&str, &str)]) -> CloudEvent {
    let data: Vec<(&str, Value)> = data.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
    CloudEvent {
        id: id.into(),
        source: "shop".into(),
        event: kind.parse().unwrap(),
        time: None,
        data: Value::Object(values(&data)),
    }
}

fn mia() -> Caller {
    Caller::new("mia", Surface::Api)
}

#[tokio::test]
async fn an_event_starts_one_run_and_the_next_one_moves_it() {
    let world = World::new(PlayedConnector::new()).await;
    world.engine.publish(&ada(), &ticket(), "First.").await.unwrap();
    let created = event("com.example.ticket", "e1", &[("kind", "return"), ("id", "T-1")]);
    let delivered = world.engine.deliver(&mia(), created.clone()).await.unwrap();
    assert_eq!(delivered.started.len(), 1);
    let run = &delivered.started[0];
    // The same event again, and another one about the same ticket.
    for again in ["e1", "e2"] {
        let event = CloudEvent { id: again.into(), ..created.clone() };
        assert!(world.engine.deliver(&mia(), event).await.unwrap().started.is_empty());
    }
    let other = event("com.example.ticket", "e3", &[("kind", "praise"), ("id", "T-2")]);
    assert!(world.engine.deliver(&mia(), other).await.unwrap().started.is_empty());
    world.settle().await;
    let reply = event("com.example.reply", "e4", &[("id", "T-1")]);
    assert_eq!(world.engine.deliver(&mia(), reply.clone()).await.unwrap().reached, std::slice::from_ref(run));
    world.settle().await;
    assert_eq!(world.ended(run).await.as_deref(), Some("completed"));
    assert!(world.engine.deliver(&mia(), reply).await.unwrap().reached.is_empty());
    assert_eq!(world.engine.deliver(&bob(), created).await.unwrap_err().code(), "denied");
}

#[tokio::test]
async fn an_event_brought_to_one_run_moves_that_run_alone_and_once() {
    let world = World::new(PlayedConnector::new()).await;
    let data = [("ticket", Value::from("T-1"))];
    let (one, other) = (world.start(&ticket(), &data).await, world.start(&ticket(), &data).await);
    let unfit = event("com.example.reply", "e1", &[("id", "T-2")]);
    assert_eq!(world.engine.signal(&mia(), &one, &unfit).await.unwrap().reached, std::slice::from_ref(&one));
    world.settle().await;
    assert_eq!(world.ended(&one).await, None, "what does not fit is kept, and nothing more");
    let reply = event("com.example.reply", "e2", &[("id", "T-1")]);
    assert_eq!(world.engine.signal(&bob(), &one, &reply).await.unwrap_err().code(), "denied");
    assert_eq!(world.engine.signal(&mia(), &one, &reply).await.unwrap().reached, std::slice::from_ref(&one));
    world.settle().await;
    assert_eq!(world.ended(&one).await.as_deref(), Some("completed"));
    assert_eq!(world.ended(&other).await, None);
    // Again, and after the end.
    let events = world.journal(&one).await.len();
    assert!(world.engine.signal(&mia(), &one, &reply).await.unwrap().reached.is_empty());
    let late = CloudEvent { id: "e3".into(), ..reply.clone() };
    assert!(world.engine.signal(&mia(), &one, &late).await.unwrap().reached.is_empty());
    assert_eq!(world.journal(&one).await.len(), events);
    // The other run takes the very same event: what was brought to one was not brought to all.
    assert_eq!(world.engine.signal(&mia(), &other, &reply).await.unwrap().reached, std::slice::from_ref(&other));
    world.settle().await;
    assert_eq!(world.ended(&other).await.as_deref(), Some("completed"));
    let unknown = interpreter::id::RunId::new("nowhere");
    assert_eq!(world.engine.signal(&mia(), &unknown, &reply).await.unwrap_err().code(), "no-such-run");
}

const SHORT: &str = "
review: every 90 days
roles: {agent: Answers., lead: Leads.}
data: {amount: {type: number}, found: {type: string, optional: true}, double: {type: number, optional: true}}
outputs: [double]
steps:
  - {id: look, title: Look, call: shop.look, with: {id: =amount}, save: found}
  - {id: set, title: Set, set: {double: =amount * 2}}
";

#[tokio::test]
async fn a_start_without_what_no_step_provides_is_refused_and_names_it() {
    let world = World::new(PlayedConnector::new()).await;
    for data in [vec![], vec![("amount", Value::Null)], vec![("found", Value::from("x"))]] {
        let beginning = Beginning { data: values(&data), ..Beginning::default() };
        let which = Which::Document(procedure(SHORT).into());
        let refused = world.engine.start(&ada(), which, beginning).await.unwrap_err();
        assert_eq!(refused.code(), "values");
        assert!(refused.to_string().contains("`amount` is wanted at the start"), "{refused}");
    }
    let all = RunQuery::default();
    assert!(world.engine.runs(&ada(), &all, &Page::first(9)).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn one_idempotency_key_is_one_run() {
    let world = World::new(PlayedConnector::new().with("look", Repeat::Safe, [Play::Give(Value::from("x"))])).await;
    let beginning = Beginning {
        data: values(&[("amount", Value::from(1))]),
        idempotency_key: Some("k1".into()),
        ..Beginning::default()
    };
    let which = || Which::Document(procedure(SHORT).into());
    let first = world.engine.start(&ada(), which(), beginning.clone()).await.unwrap();
    let second = world.engine.start(&ada(), which(), beginning.clone()).await.unwrap();
    assert_eq!(first.run, second.run);
    let other = world.engine.start(&bob(), which(), beginning.clone()).await.unwrap();
    assert_ne!(first.run, other.run, "a key is its caller's own");
    let more = Beginning { data: values(&[("amount", Value::from(2))]), ..beginning };
    let refused = world.engine.start(&ada(), which(), more).await.unwrap_err();
    assert_eq!(refused.code(), "key-reused", "a key answers what it was used for, and nothing else");
}

#[tokio::test]
async fn a_table_of_cases_is_run_with_every_case_once() {
    let world = World::new(PlayedConnector::new().with("look", Repeat::Safe, [Play::Give(Value::from("x"))])).await;
    let cases = (0..50).map(|number| {
        // One case in ten is no number.
        let amount = if number % 10 == 9 { Value::from("many") } else { Value::from(number) };
        Values::from([("amount".to_owned(), amount)])
    });
    let mut seen = Vec::new();
    let mut refused = 0;
    let which = Which::Document(procedure(SHORT).into());
    let count = world
        .engine
        .run_batch(&ada(), which, cases, 8, |done| {
            seen.push(done.case);
            match done.result {
                Ok(changed) => assert!(changed.state.status.is_terminal()),
                Err(error) => {
                    assert_eq!(error.code(), "values");
                    refused += 1;
                }
            }
        })
        .await
        .unwrap();
    seen.sort_unstable();
    assert_eq!((count, refused), (50, 5));
    assert_eq!(seen, (0..50).collect::<Vec<_>>());
    assert_eq!(world.store.runs(&RunQuery::default(), &Page::first(100)).await.unwrap().rows.len(), 45);
    world.rows_follow_from_journals().await;
    let verified = world.engine.verify(&ada(), None).await.unwrap();
    assert!(verified.is_ok(), "{verified:?}");
}

#[tokio::test]
async fn a_publication_is_checked_numbered_and_the_owners() {
    let world = World::new(PlayedConnector::new().with("look", Repeat::Safe, [Play::Give(Value::Null)])).await;
    let good = procedure(SHORT);
    assert_eq!(world.engine.publish(&bob(), &good, "Mine.").await.unwrap_err().code(), "denied");
    assert_eq!(world.engine.publish(&ada(), &good, "  ").await.unwrap_err().code(), "invalid");
    let first = world.engine.publish(&ada(), &good, "First.").await.unwrap();
    let second = world.engine.publish(&ada(), &good, "Again.").await.unwrap();
    assert_eq!((first.number, second.number, first.version), (1, 2, second.version));
    let bad = procedure(&SHORT.replace("=amount * 2", "=amonut * 2"));
    assert_eq!(world.engine.publish(&ada(), &bad, "Oops.").await.unwrap_err().code(), "mistakes");
    let failing = SHORT.to_owned()
        + "examples: [{name: doubles, given: {amount: 2}, answers: {shop.look: x}, expect: {data: {double: 5}}}]\n";
    let error = world.engine.publish(&ada(), &procedure(&failing), "Oops.").await.unwrap_err();
    assert_eq!(error.code(), "mistakes");
    assert!(error.to_string().contains("example"), "{error}");
    let unknown = procedure(&SHORT.replace("shop.look", "shop.lock"));
    assert_eq!(world.engine.publish(&ada(), &unknown, "Oops.").await.unwrap_err().code(), "mistakes");
}

#[tokio::test]
async fn a_run_stays_on_its_version() {
    let mut world = World::new(PlayedConnector::new()).await;
    let text = |word: &str| {
        procedure(&format!(
            "
review: every 90 days
roles: {{agent: Answers., lead: Leads.}}
data: {{note: {{type: string}}, word: {{type: string, optional: true}}}}
steps:
  - {{id: ask, title: Ask, person: {{role: agent, collect: [note]}}}}
  - {{id: say, title: Say, set: {{word: {word}}}}}
"
        ))
    };
    let first = world.engine.publish(&ada(), &text("one"), "First.").await.unwrap();
    let which = Which::Latest("returns".parse().unwrap());
    let run = world.engine.start(&ada(), which, Beginning::default()).await.unwrap().run;
    world.engine.publish(&ada(), &text("two"), "Second.").await.unwrap();
    world.crash(PlayedConnector::new()).await;
    let tasks = world.tasks(&run).await;
    world.complete(&ada(), &tasks[0], &[("note", Value::from("x"))]).await;
    let journal = world.journal(&run).await;
    assert!(journal.iter().all(|recorded| recorded.version == first.version));
    assert_eq!(interpreter::replay(&journal).scope.values["word"], Value::from("one"));
}

#[tokio::test]
async fn a_run_is_moved_to_another_version_after_a_preview() {
    let mut world = World::new(PlayedConnector::new()).await;
    let text = |step: &str| {
        procedure(&format!(
            "
review: every 90 days
roles: {{agent: Answers., lead: Leads.}}
data: {{note: {{type: string}}, word: {{type: string, optional: true}}}}
steps:
  - {{id: {step}, title: Ask, person: {{role: agent, collect: [note]}}}}
  - {{id: say, title: Say, set: {{word: {step}}}}}
"
        ))
    };
    world.engine.publish(&ada(), &text("ask"), "First.").await.unwrap();
    let which = Which::Latest("returns".parse().unwrap());
    let run = world.engine.start(&ada(), which, Beginning::default()).await.unwrap().run;
    let second = world.engine.publish(&ada(), &text("enquire"), "Second.").await.unwrap();
    let none = std::collections::BTreeMap::new();
    assert!(!world.engine.preview_migration(&ada(), &run, 2, &none).await.unwrap().possible);
    let error = world.engine.migrate(&ada(), &run, 2, none, "Newer.".into()).await.unwrap_err();
    assert_eq!(error.code(), "no-migration");
    let names = std::collections::BTreeMap::from([("ask".parse().unwrap(), "enquire".parse().unwrap())]);
    world.engine.migrate(&ada(), &run, 2, names, "Newer.".into()).await.unwrap();
    let row = world.store.run(&run).await.unwrap().unwrap();
    assert_eq!((row.progress.number, row.progress.version), (2, second.version));
    world.crash(PlayedConnector::new()).await;
    let tasks = world.tasks(&run).await;
    world.complete(&ada(), &tasks[0], &[("note", Value::from("x"))]).await;
    let state = interpreter::replay(&world.journal(&run).await);
    assert_eq!(state.scope.values["word"], Value::from("enquire"));
}
