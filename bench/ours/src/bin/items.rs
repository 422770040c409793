//! An `each` over many items, on our engine and its store: 2,000 tasks of people at once, and 10,000 items by rules.

use std::path::Path;
use std::time::Instant;

use bench_ours::{caller, open, procedure};
use engine::run::start::{Beginning, Which};
use interpreter::command::Complete;
use measure::Plan;
use procedure::value::{Value, Values};

/// Items that people do, all at once.
const PEOPLES: usize = 2_000;

/// Items that rules do, one after another.
const RULES: usize = 10_000;

/// Tasks of them that are completed.
const COMPLETED: usize = 50;

const BY_PEOPLE: &str = include_str!("../../../procedures/each-by-people.sop.yaml");
const BY_RULES: &str = include_str!("../../../procedures/each-by-rules.sop.yaml");

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let engine = open(Path::new(&plan.store)).await;
    let beginning = |items: usize| {
        let items = Value::List((0..items).map(|item| Value::from(format!("item {item}"))).collect());
        Beginning { data: Values::from([("items".to_owned(), items)]), ..Beginning::default() }
    };

    let begun = Instant::now();
    let which = Which::Document(procedure(BY_PEOPLE));
    let started = engine.start(&caller(), which, beginning(PEOPLES)).await.expect("a run can be started");
    measure::report("each-by-people-start", PEOPLES, begun.elapsed(), &[]);
    assert_eq!(started.state.tasks.len(), PEOPLES, "every item has its task");

    let begun = Instant::now();
    for task in started.state.tasks.keys().take(COMPLETED).copied() {
        let done = Complete { task, values: Values::new(), signed: false, revision: None };
        engine.complete(&caller(), &started.run, done).await.expect("a task can be completed");
    }
    measure::report("each-by-people-complete", COMPLETED, begun.elapsed(), &[]);

    let begun = Instant::now();
    let which = Which::Document(procedure(BY_RULES));
    let started = engine.start(&caller(), which, beginning(RULES)).await.expect("a run can be started");
    assert!(started.state.status.is_terminal(), "it ends by itself: {:?}", started.state.status);
    measure::report("each-by-rules", RULES, begun.elapsed(), &[]);
    engine.step_down().await.expect("nothing is under way");
}
