//! Who may do and read what; everything else is denied.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::access::{Access, Deed, RunSeen, Thing, access};
use engine::directory::Absence;
use engine::port::store::Page;
use engine::run::inbox::Inbox;
use engine::{Caller, Directory, Person};
use interpreter::actor::Surface;
use interpreter::id::{PersonId, RunId, TaskId};
use procedure::document::RoleId;
use procedure::value::Value;
use testkit::PlayedConnector;
use world::{World, ada, bob, moment, procedure};

fn role(name: &str) -> RoleId {
    name.parse().unwrap()
}

fn directory() -> Directory {
    let person = |id: &str, roles: &[&str]| {
        let mut person = Person::new(id);
        person.roles = roles.iter().map(|name| role(name)).collect();
        person
    };
    let mut admin = person("admin", &[]);
    admin.administrator = true;
    let mut auditor = person("auditor", &[]);
    auditor.auditor = true;
    let mut machine = person("machine", &[]);
    machine.machine = true;
    let mut editor = person("editor", &[]);
    editor.editor = true;
    let mut gone = person("gone", &["agent", "lead"]);
    (gone.active, gone.administrator) = (false, true);
    let mut every = person("every", &[]);
    every.every_role = true;
    let mut away = person("away", &["agent"]);
    away.absences = vec![Absence {
        from: moment("2026-03-01T00:00:00Z"),
        until: Some(moment("2026-03-08T00:00:00Z")),
        delegate: PersonId::new("stand-in"),
    }];
    Directory::new([
        admin,
        auditor,
        machine,
        editor,
        gone,
        every,
        away,
        person("stand-in", &[]),
        person("agent", &["agent"]),
        person("lead", &["lead"]),
        person("starter", &[]),
        person("assignee", &[]),
        person("helper", &["helper"]),
        person("other", &["sales"]),
    ])
}

/// Everybody of the directory, nobody, and somebody who claims to be the engine.
const WHO: [&str; 16] = [
    "admin", "auditor", "machine", "editor", "gone", "every", "away", "stand-in", "agent", "lead", "starter",
    "assignee", "helper", "other", "unknown", "engine",
];

#[test]
fn the_gate_lets_through_exactly_these() {
    let procedure = procedure(
        "
roles: {agent: Answers., lead: Leads.}
triggers: [{manual: {roles: [agent]}}]
steps: [{id: ask, title: Ask, person: {role: agent}}]
",
    );
    let directory = directory();
    let starter = PersonId::new("starter");
    let (involved, roles, leads) = ([PersonId::new("assignee")], [role("helper")], [role("lead")]);
    let run = RunSeen { procedure: &procedure, starter: Some(&starter), involved: &involved, roles: &roles };
    let (agent, machine) = (PersonId::new("agent"), PersonId::new("machine"));
    let publish = Thing::Procedure { procedure: &procedure, before: None };
    let id = RunId::new("r1");
    let task = |assignee| Thing::Task { run, id: &id, task: TaskId(1), assignee };
    let all = "admin auditor machine editor every away stand-in agent lead starter assignee helper other";
    let part = "every away stand-in agent lead starter assignee helper";
    for (name, deed, thing, allowed) in [
        ("read the installation", Deed::Read, Thing::Installation, "admin auditor".to_owned()),
        ("change the installation", Deed::Act, Thing::Installation, "admin".into()),
        ("read people", Deed::Read, Thing::People, all.into()),
        ("change people", Deed::Act, Thing::People, "admin".into()),
        ("read the ledger", Deed::Read, Thing::Ledger, "admin auditor".into()),
        ("act on the ledger", Deed::Act, Thing::Ledger, "admin".into()),
        ("reveal everything", Deed::Reveal, Thing::Ledger, "admin auditor".into()),
        ("reveal a run", Deed::Reveal, Thing::Run(run), "admin auditor".into()),
        ("reveal a task that somebody has", Deed::Reveal, task(Some(&involved[0])), "admin auditor assignee".into()),
        ("reveal a task that nobody has", Deed::Reveal, task(None), "admin auditor".into()),
        ("read a procedure", Deed::Read, publish, all.into()),
        ("publish", Deed::Act, publish, "admin every lead".into()),
        ("read to start", Deed::Read, Thing::Start(&procedure), all.into()),
        ("start", Deed::Act, Thing::Start(&procedure), "admin every away stand-in agent lead".into()),
        ("read a run", Deed::Read, Thing::Run(run), format!("admin auditor {part}")),
        ("act on a run", Deed::Act, Thing::Run(run), format!("admin {part}")),
        ("read a step", Deed::Read, Thing::Step { run, visible_to: &[] }, format!("admin auditor {part}")),
        ("read a leads' step", Deed::Read, Thing::Step { run, visible_to: &leads }, "admin auditor every lead".into()),
        ("act on a step", Deed::Act, Thing::Step { run, visible_to: &[] }, String::new()),
        ("read an inbox", Deed::Read, Thing::Inbox(&agent), "admin auditor agent".into()),
        ("note what was read in an inbox", Deed::Act, Thing::Inbox(&agent), "agent".into()),
        ("make a token for somebody", Deed::Act, Thing::Voice(&agent), "agent".into()),
        ("make a token for a machine", Deed::Act, Thing::Voice(&machine), "admin machine".into()),
        ("look at logs", Deed::Read, Thing::EventLog { procedure: None }, "admin auditor editor".into()),
        ("bring logs", Deed::Act, Thing::EventLog { procedure: None }, "admin editor".into()),
        (
            "look at runs as a log",
            Deed::Read,
            Thing::EventLog { procedure: Some(&procedure) },
            "admin auditor every lead".into(),
        ),
        ("accept deviations", Deed::Act, Thing::EventLog { procedure: Some(&procedure) }, "admin every lead".into()),
        ("read events", Deed::Read, Thing::Events, all.into()),
        ("deliver events", Deed::Act, Thing::Events, "admin machine".into()),
    ] {
        for who in WHO {
            let surface = if who == "engine" { Surface::Engine } else { Surface::Api };
            let caller = Caller::new(if who == "engine" { "admin" } else { who }, surface);
            let decided = access(&directory, &caller, moment("2026-03-02T09:00:00Z"), deed, thing);
            let expected = allowed.split(' ').any(|allowed| allowed == who);
            assert_eq!(decided == Access::Allowed, expected, "{who}: {name}: {decided:?}");
        }
    }
}

#[test]
fn a_procedure_with_readers_is_read_by_these_and_by_whoever_has_a_part_in_it() {
    let some = procedure(
        "
readers: [sales]
roles: {agent: Answers., lead: Leads., sales: Sells.}
steps: [{id: ask, title: Ask, person: {role: agent}}]
",
    );
    let unnamed = procedure("roles: {agent: Answers.}\nsteps: [{id: ask, title: Ask, person: {role: agent}}]\n");
    let directory = directory();
    let run = RunSeen { procedure: &some, starter: None, involved: &[], roles: &[] };
    let part = "every away stand-in agent lead";
    for (name, deed, thing, allowed) in [
        (
            "read what names sales",
            Deed::Read,
            Thing::Procedure { procedure: &some, before: None },
            format!("admin auditor editor {part} other"),
        ),
        ("read to start it", Deed::Read, Thing::Start(&some), format!("admin auditor editor {part} other")),
        // Who only reads takes no part.
        ("start it", Deed::Act, Thing::Start(&some), format!("admin {part}")),
        ("read its runs", Deed::Read, Thing::Run(run), format!("admin auditor {part}")),
        (
            "read what is open",
            Deed::Read,
            Thing::Start(&unnamed),
            format!("admin auditor editor machine {part} starter assignee helper other"),
        ),
    ] {
        for who in WHO.into_iter().filter(|who| *who != "engine") {
            let caller = Caller::new(who, Surface::Api);
            let decided = access(&directory, &caller, moment("2026-03-02T09:00:00Z"), deed, thing);
            let expected = allowed.split(' ').any(|allowed| allowed == who);
            assert_eq!(decided == Access::Allowed, expected, "{who}: {name}: {decided:?}");
        }
    }
}

#[tokio::test]
async fn who_may_not_read_a_procedure_finds_no_publication_of_it() {
    let world = World::new(PlayedConnector::new()).await;
    let closed = procedure(
        "
review: every 90 days
readers: []
roles: {lead: Leads.}
steps: [{id: sign, title: Sign, person: {role: lead}}]
",
    );
    world.engine.publish(&ada(), &closed, "First.").await.unwrap();
    assert_eq!(world.engine.procedures(&ada()).await.unwrap().len(), 1);
    assert_eq!(world.engine.procedures(&bob()).await.unwrap(), []);
    assert_eq!(world.engine.publications(&bob(), &closed.id).await.unwrap(), []);
    for number in [None, Some(1)] {
        let refused = world.engine.procedure(&bob(), &closed.id, number).await.unwrap_err();
        assert_eq!(refused.code(), "no-such-procedure", "it is as if it were not there");
        assert!(world.engine.procedure(&ada(), &closed.id, number).await.is_ok());
    }
}

#[test]
fn a_stand_in_acts_for_the_absent_only_while_they_are_absent() {
    let directory = directory();
    let caller = Caller { on_behalf_of: Some(PersonId::new("away")), ..Caller::new("stand-in", Surface::Web) };
    for (at, allowed) in [
        ("2026-02-28T23:59:59Z", false),
        ("2026-03-01T00:00:00Z", true),
        ("2026-03-07T23:59:59Z", true),
        ("2026-03-08T00:00:00Z", false),
    ] {
        let at = moment(at);
        let decided = access(&directory, &caller, at, Deed::Read, Thing::People);
        assert_eq!(decided == Access::Allowed, allowed, "{at}");
        assert_eq!(directory.roles(&caller.person, at).contains(&role("agent")), allowed, "{at}");
    }
    let standing = directory.standing(&caller, None, moment("2026-09-01T00:00:00Z"));
    assert!(standing.linked.contains(&PersonId::new("away")), "the same hands for ever");
}

const TASK: &str = "
review: every 90 days
roles: {agent: Answers., lead: Leads.}
data: {note: {type: string}}
steps:
  - {id: ask, title: Ask, person: {role: agent, collect: [note]}}
  - {id: agree, title: Agree, approve: {by: lead, not_by: ask}}
";

#[tokio::test]
async fn a_task_is_found_claimed_and_done_by_whoever_may() {
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start(&procedure(TASK), &[]).await;
    let mine = |inbox| world.engine.inbox(&WHO_BOB, inbox, &PAGE);
    static PAGE: Page = Page { size: 10, from: None };
    static WHO_BOB: std::sync::LazyLock<Caller> = std::sync::LazyLock::new(bob);
    let found = mine(Inbox::MyRoles).await.unwrap().rows;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].step.as_str(), found[0].kind.as_str()), ("ask", "work"));
    let task = world.tasks(&run).await.remove(0);
    world.engine.claim(&bob(), &task).await.unwrap();
    assert!(mine(Inbox::MyRoles).await.unwrap().rows.is_empty());
    assert_eq!(mine(Inbox::Mine).await.unwrap().rows.len(), 1);
    let other = Caller::new("cleo", Surface::Api);
    assert_eq!(world.engine.claim(&other, &task).await.unwrap_err().code(), "assigned-to-other");
    world.complete(&bob(), &task, &[("note", Value::from("x"))]).await;
    assert_eq!(world.engine.inbox(&bob(), Inbox::Everybody, &PAGE).await.unwrap_err().code(), "denied");
    assert_eq!(world.tasks(&run).await.len(), 1);
}

#[tokio::test]
async fn when_everybody_is_barred_nobody_is_left() {
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start(&procedure(TASK), &[]).await;
    let task = world.tasks(&run).await.remove(0);
    // Ada is the only lead, and she did the step that bars her.
    world.complete(&ada(), &task, &[("note", Value::from("x"))]).await;
    assert_eq!(world.raised(&run).await, ["nobody-left"]);
}

#[tokio::test]
async fn nobody_is_left_when_the_last_one_loses_the_role() {
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start(&procedure(TASK), &[]).await;
    let task = world.tasks(&run).await.remove(0);
    world.complete(&bob(), &task, &[("note", Value::from("x"))]).await;
    assert!(world.raised(&run).await.is_empty());
    let mut ada_now = world.engine.directory().person(&ada().person).unwrap().clone();
    ada_now.roles.remove("lead");
    world.engine.put_person(&ada(), ada_now).await.unwrap();
    world.settle().await;
    assert_eq!(world.raised(&run).await, ["nobody-left"]);
}

#[tokio::test]
async fn what_somebody_who_leaves_had_in_hand_goes_back_to_the_role() {
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start(&procedure(TASK), &[]).await;
    let task = world.tasks(&run).await.remove(0);
    world.engine.claim(&bob(), &task).await.unwrap();
    let mut bob_now = world.engine.directory().person(&bob().person).unwrap().clone();
    bob_now.active = false;
    world.engine.put_person(&ada(), bob_now).await.unwrap();
    world.settle().await;
    let cleo = Caller::new("cleo", Surface::Api);
    assert_eq!(world.engine.inbox(&cleo, Inbox::MyRoles, &Page::first(9)).await.unwrap().rows.len(), 1);
    assert!(world.raised(&run).await.is_empty());
}

#[tokio::test]
async fn whoever_takes_over_judges_what_was_opened_last() {
    let mut world = World::idle(PlayedConnector::new()).await;
    let run = world.start(&procedure(TASK), &[]).await;
    let task = world.tasks(&run).await.remove(0);
    world.complete(&ada(), &task, &[("note", Value::from("x"))]).await;
    assert!(world.raised(&run).await.is_empty());
    world.crash(PlayedConnector::new()).await;
    world.settle().await;
    assert_eq!(world.raised(&run).await, ["nobody-left"]);
}

#[tokio::test]
async fn strangers_see_no_run_and_no_list_names_it() {
    let world = World::new(PlayedConnector::new()).await;
    let run = world.start(&procedure(TASK), &[]).await;
    let mia = Caller::new("mia", Surface::Api);
    assert_eq!(world.engine.run(&mia, &run).await.unwrap_err().code(), "no-such-run");
    assert_eq!(world.engine.journal(&mia, &run, 0, 9).await.unwrap_err().code(), "no-such-run");
    assert!(world.engine.runs(&mia, &Default::default(), &Page::first(9)).await.unwrap().rows.is_empty());
    assert_eq!(world.engine.runs(&bob(), &Default::default(), &Page::first(9)).await.unwrap().rows.len(), 1);
    let timer = interpreter::Command::TimerFired { timer: interpreter::id::TimerId(1) };
    assert_eq!(world.engine.act(&ada(), &run, timer).await.unwrap_err().code(), "denied");
}

#[tokio::test]
async fn people_are_changed_by_administrators_and_an_account_is_one_persons() {
    let world = World::new(PlayedConnector::new()).await;
    let mut dora = Person::new("dora");
    dora.accounts.insert("os:dora".into());
    assert_eq!(world.engine.put_person(&bob(), dora.clone()).await.unwrap_err().code(), "denied");
    world.engine.put_person(&ada(), dora.clone()).await.unwrap();
    assert_eq!(world.engine.directory().of_account("os:dora"), Some(&dora));
    let mut thief = Person::new("thief");
    thief.accounts.insert("os:dora".into());
    assert_eq!(world.engine.put_person(&ada(), thief).await.unwrap_err().code(), "invalid");
    world.engine.remove_person(&ada(), &dora.id).await.unwrap();
    assert_eq!(world.engine.directory().of_account("os:dora"), None);
    assert!(world.engine.verify(&ada(), None).await.unwrap().is_ok());
}

#[tokio::test]
async fn the_account_that_holds_every_role_is_nobody_left_where_others_work() {
    let world = World::new(PlayedConnector::new()).await;
    let mut runs_it = Person::new("root");
    runs_it.every_role = true;
    world.engine.put_person(&ada(), runs_it).await.unwrap();
    let run = world.start(&procedure(TASK), &[]).await;
    let task = world.tasks(&run).await.remove(0);
    // Ada is the only lead, and she did the step that bars her.
    world.complete(&ada(), &task, &[("note", Value::from("x"))]).await;
    assert_eq!(world.raised(&run).await, ["nobody-left"]);
}

#[tokio::test]
async fn a_role_that_only_a_team_gives_is_held() {
    let world = World::new(PlayedConnector::new()).await;
    let text = "procedure: 1\nid: p\ntitle: P\nowner: lead\nreview: every 90 days\nroles: {helper: Helps., lead: Leads.}\n\
        steps:\n  - {id: ask, title: Ask, person: {role: helper}}\n";
    let unheld = async || {
        let proof = world.engine.proof(&ada(), text.to_owned(), None).await.unwrap();
        proof.diagnostics.iter().filter(|found| found.message.contains("helper")).count()
    };
    assert_eq!(unheld().await, 1);
    let team = engine::Team {
        id: "day".into(),
        name: "Day".into(),
        members: [bob().person].into(),
        roles: [role("helper")].into(),
    };
    world.engine.put_team(&ada(), engine::directory::Upon::Nothing, team).await.unwrap();
    assert_eq!(unheld().await, 0);
}
