//! What is kept in memory and what pushes it out; how much one person brings.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod world;

use engine::run::start::{Beginning, Which};
use interpreter::id::RunId;
use testkit::PlayedConnector;
use world::{World, ada, bob, procedure};

#[tokio::test]
async fn asking_for_runs_that_are_not_there_pushes_no_run_out_of_memory() {
    let world = World::with(PlayedConnector::new(), |options| options.live_runs = 4).await;
    let ask = procedure(
        "review: every 90 days\nroles: {agent: Answers., lead: Leads.}\nsteps: [{id: ask, title: Ask, person: {role: agent}}]\n",
    );
    world.engine.publish(&ada(), &ask, "First.").await.unwrap();
    let which = Which::Latest("returns".parse().unwrap());
    let run = world.engine.start(&ada(), which, Beginning::default()).await.unwrap().run;
    let read = world.store.journals_read();
    for number in 0..20 {
        let none = RunId::new(format!("none-{number}"));
        assert_eq!(world.engine.run(&bob(), &none).await.unwrap_err().code(), "no-such-run");
        assert_eq!(world.engine.pause(&bob(), &none, "A test.".into()).await.unwrap_err().code(), "no-such-run");
    }
    world.engine.run(&ada(), &run).await.unwrap();
    assert_eq!(world.store.journals_read(), read, "the run was still there");
}

#[tokio::test]
async fn the_files_that_one_person_brings_within_a_day_are_bounded() {
    let world = World::with(PlayedConnector::new(), |options| options.files_a_day = 10).await;
    let bring = async |caller: &engine::Caller, content: &str| {
        let kept = world.engine.attach(caller, content.as_bytes().to_vec()).await;
        kept.map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(bring(&bob(), "123456").await, Ok(()));
    assert_eq!(bring(&bob(), "12345").await, Err("too-many-files"));
    assert_eq!(bring(&bob(), "1234").await, Ok(()));
    assert_eq!(bring(&ada(), "12345").await, Ok(()), "each has their own");
    world.advance(24).await;
    assert_eq!(bring(&bob(), "12345").await, Ok(()));
}

#[tokio::test]
async fn publishing_gives_up_examples_that_take_too_long_and_publishes_nothing() {
    let world = World::new(PlayedConnector::new()).await;
    let ports = engine::Ports {
        store: world.store.clone(),
        connectors: std::sync::Arc::new(PlayedConnector::new()).alone("shop", 2, std::time::Duration::from_secs(1)),
        clock: world.clock.clone(),
        chance: std::sync::Arc::new(testkit::SeededChance::new(2)),
    };
    let mut options = engine::Options::new(world::holder("two"));
    options.longest_check = Some(std::time::Duration::ZERO);
    let hurried = engine::Engine::open(ports, options).await.unwrap();
    let written = procedure("roles: {lead: Leads.}\nsteps:\n  - {id: ask, title: Ask, person: {role: lead}}\n");
    assert_eq!(hurried.publish(&world::ada(), &written, "First.").await.unwrap_err().code(), "too-slow");
    assert!(world.engine.procedures(&world::ada()).await.unwrap().is_empty());
    world.engine.publish(&world::ada(), &written, "First.").await.unwrap();
}
