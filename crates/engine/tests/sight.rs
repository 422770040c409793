//! What whoever may not see a step sees of it, and what is left out of exports.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::port::Repeat;
use engine::{Caller, Person};
use interpreter::actor::Surface;
use interpreter::event::Recorded;
use interpreter::id::{PersonId, RunId};
use interpreter::story::Teller;
use interpreter::view::view;
use procedure::value::Value;
use serde_json::Value as Json;
use testkit::{Play, PlayedConnector};
use world::{World, ada, bob, procedure};

const HIDDEN: &str = "
review: every 90 days
roles: {agent: Answers., lead: Leads., staff: Looks after people.}
data:
  who: {type: string}
  offence: {type: string, optional: true}
  reply: {type: object, optional: true}
  advice: {type: string, optional: true}
steps:
  - {id: report, title: Report it, person: {role: agent, collect: [who]}}
  - id: inquiry
    title: Ask about {{ who }}
    visible_to: [staff]
    group:
      steps:
        - {id: hear, title: Hear the witnesses, instructions: Quietly., person: {role: staff, collect: [offence]}}
        - {id: look, title: Look it up, call: shop.look, with: {what: =offence}, save: reply}
  - {id: advise, title: Advise, person: {role: agent, collect: [advice]}}
";

async fn world() -> (World, RunId) {
    let found = Value::from_plain(&serde_json::json!({"record": "an older theft"})).unwrap();
    let world = World::new(PlayedConnector::new().with("look", Repeat::Safe, [Play::Give(found)])).await;
    let mut sue = Person::new("sue");
    sue.roles = ["staff".parse().unwrap()].into();
    let mut people: Vec<Person> = world.engine.directory().people().cloned().collect();
    people.push(sue);
    world.engine.configure_people(people).await.unwrap();
    let run = world.start_by(&bob(), &procedure(HIDDEN), &[]).await;
    world.complete(&bob(), &world.tasks(&run).await[0], &[("who", Value::from("Max"))]).await;
    (world, run)
}

fn sue() -> Caller {
    Caller::new("sue", Surface::Api)
}

/// Everything that somebody can get to see of the run: its screen, its story, its journal, its export.
async fn everything(world: &World, caller: &Caller, run: &RunId) -> String {
    let shown = world.engine.run(caller, run).await.unwrap();
    let journal: Vec<Recorded> = world.engine.journal(caller, run, 0, 1_000).await.unwrap();
    let sight = shown.sight();
    let screen = serde_json::to_string(&view(&sight, &shown.state, &journal)).unwrap();
    let teller = Teller { sight: &sight, state: &shown.state };
    let story: Vec<String> = journal.iter().map(|recorded| teller.tell(recorded)).collect();
    let mut lines = Vec::new();
    let export = world.engine.export_run(caller, run, None).await.unwrap();
    export.each(|line| lines.push(line)).await.unwrap();
    format!("{screen}\n{}\n{}\n{}", story.join("\n"), serde_json::to_string(&journal).unwrap(), lines.join("\n"))
}

#[tokio::test]
async fn whoever_may_not_see_a_step_sees_only_that_there_is_one() {
    let (world, run) = world().await;
    let task = world.tasks(&run).await.remove(0);
    let note = Some("hear".parse().unwrap());
    world.engine.note(&sue(), &run, note, "They saw a theft.".into()).await.unwrap();
    world.complete(&sue(), &task, &[("offence", Value::from("a theft"))]).await;
    assert_eq!(world.tasks(&run).await.len(), 1, "the last step is open");
    let secrets = ["Ask about Max", "Hear the witnesses", "Look it up", "a theft", "an older theft", "sue"];
    let bobs = everything(&world, &bob(), &run).await;
    for secret in &secrets[..5] {
        assert!(!bobs.contains(secret), "bob sees `{secret}` in\n{bobs}");
    }
    for who in [sue(), ada()] {
        let theirs = everything(&world, &who, &run).await;
        for secret in secrets {
            assert!(theirs.contains(secret), "{} does not see `{secret}`", who.person);
        }
    }
    let shown = world.engine.run(&bob(), &run).await.unwrap();
    let journal = world.engine.journal(&bob(), &run, 0, 1_000).await.unwrap();
    let view = view(&shown.sight(), &shown.state, &journal);
    let told: Vec<String> = view
        .steps
        .iter()
        .map(|step| format!("{} {:?} {:?} hidden={}", step.number, step.title, step.state, step.hidden))
        .collect();
    assert_eq!(
        told,
        [
            "1 \"Report it\" Done hidden=false",
            "2 \"\" Done hidden=true",
            "2.1 \"\" Done hidden=true",
            "2.2 \"\" Done hidden=true",
            "3 \"Advise\" Open hidden=false",
        ]
    );
    assert_eq!(view.data["who"], "Max");
    assert_ne!(view.data["offence"], "a theft");
    // Pages of it are pages of what is seen.
    let two = world.engine.journal(&bob(), &run, 0, 2).await.unwrap();
    let rest = world.engine.journal(&bob(), &run, two[1].sequence, 1_000).await.unwrap();
    assert_eq!([two, rest].concat(), journal);
}

#[tokio::test]
async fn whoever_has_a_task_of_a_hidden_step_sees_that_step_while_they_have_it() {
    let (world, run) = world().await;
    assert!(world.tasks(&run).await.len() == 1);
    let before = world.engine.run(&bob(), &run).await.unwrap().hidden;
    let task = world.tasks(&run).await.remove(0);
    let to = Some(PersonId::new("bob"));
    world.engine.reassign(&ada(), &task, to, None, Some("Sue is away.".into())).await.unwrap();
    let during = world.engine.run(&bob(), &run).await.unwrap().hidden;
    let gone: Vec<String> = before.difference(&during).map(ToString::to_string).collect();
    assert_eq!(gone, ["hear"]);
}

const SENSITIVE: &str = "
review: every 90 days
roles: {agent: Answers., lead: Leads.}
data: {iban: {type: string, sensitive: true}, amount: {type: number}}
steps:
  - {id: pay, title: Pay, person: {role: agent, collect: [iban, amount]}}
  - {id: sign, title: Sign, person: {role: lead}}
";

#[tokio::test]
async fn an_export_is_masked_unless_it_is_revealed_for_a_reason_that_stands_in_the_ledger() {
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start_by(&bob(), &procedure(SENSITIVE), &[]).await;
    let values = [("iban", Value::from("DE89370400440532013000")), ("amount", Value::from(12_345))];
    world.complete(&bob(), &world.tasks(&run).await[0], &values).await;
    let lines_of = async |caller: &Caller, reveal: Option<&str>, all: bool| {
        let mut lines: Vec<String> = Vec::new();
        let exported = if all {
            world.engine.export_all(caller, reveal).await
        } else {
            world.engine.export_run(caller, &run, reveal).await
        };
        exported?.each(|line| lines.push(line)).await.map(|()| lines)
    };
    for all in [false, true] {
        let masked = lines_of(&ada(), None, all).await.unwrap().join("\n");
        assert!(!masked.contains("DE8937") && masked.contains("12345"), "{masked}");
        let shown = lines_of(&ada(), Some("The bank asks."), all).await.unwrap();
        assert!(shown.join("\n").contains("DE8937"));
        // A masked line lacks what was committed to; every other one can be verified.
        let masked = lines_of(&ada(), None, all).await.unwrap();
        let bare = |lines: &[String]| {
            let lines = lines.iter().map(|line| serde_json::from_str::<Json>(line).unwrap());
            lines.filter(|line| line.get("event").is_some() && line.get("salt").is_none()).count()
        };
        assert_eq!((bare(&masked), bare(&shown)), (1, 0));
        assert_eq!(lines_of(&ada(), Some("  "), all).await.unwrap_err().code(), "invalid");
    }
    assert_eq!(lines_of(&bob(), Some("I want to."), false).await.unwrap_err().code(), "denied");
    assert!(!lines_of(&bob(), None, false).await.unwrap().join("\n").contains("DE8937"));
    let ledger = lines_of(&ada(), None, true).await.unwrap().join("\n");
    assert_eq!(ledger.matches("The bank asks.").count(), 2, "each revealing stands there with its reason");
}
