//! Call, wait for a signal, call: on our own engine and its SQLite store.
//!
//! The signal is an event brought to the run right after its start; the run keeps it until its step waits for it.

use std::path::Path;
use std::time::{Duration, Instant};

use bench_ours::{SIGNALLED, caller, open, procedure};
use engine::Engine;
use engine::run::start::{Beginning, CloudEvent, Which};
use interpreter::state::Status;
use measure::Plan;
use procedure::value::{Value, Values};
use tokio::task::JoinSet;

/// How often it is looked whether a run has ended.
const LOOK: Duration = Duration::from_millis(2);

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let engine = open(Path::new(&plan.store)).await;
    let signalled = procedure(SIGNALLED);
    engine.publish(&caller(), &signalled, "It is measured.").await.expect("it can be published");
    let which = Which::Latest(signalled.id.clone());

    let begun = Instant::now();
    let mut under_way = JoinSet::new();
    for number in 0..plan.runs {
        if under_way.len() >= plan.in_flight {
            under_way.join_next().await.expect("one is under way").expect("no run panics");
        }
        under_way.spawn(one(engine.clone(), which.clone(), number));
    }
    while let Some(ended) = under_way.join_next().await {
        ended.expect("no run panics");
    }
    measure::report("ours", plan.runs, begun.elapsed(), &[]);
    engine.step_down().await.expect("nothing is under way");
}

async fn one(engine: Engine, which: Which, number: usize) {
    let order = Value::from(format!("ORD-{number}"));
    let data = Values::from([("order".to_owned(), order.clone())]);
    let beginning = Beginning { data: data.clone(), ..Beginning::default() };
    let started = engine.start(&caller(), which, beginning).await.expect("a run can be started");
    let event = CloudEvent {
        id: number.to_string(),
        source: "bench".into(),
        event: "com.example.signal".parse().expect("a literal"),
        time: None,
        data: Value::Object(data),
    };
    let delivered = engine.signal(&caller(), &started.run, &event).await.expect("a signal can be sent");
    assert!(delivered.failed.is_empty(), "{:?}", delivered.failed);
    loop {
        let view = engine.run(&caller(), &started.run).await.expect("the run is there");
        match &view.state.status {
            Status::Ended { outcome } => return assert_eq!(outcome.as_str(), "completed"),
            Status::Running => tokio::time::sleep(LOOK).await,
            other => panic!("run {number} is {other:?}"),
        }
    }
}
