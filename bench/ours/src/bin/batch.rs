//! A table of cases in one process: for profiling what the command line's `--batch` does, without its reading and
//! printing.

use std::path::Path;
use std::time::Instant;

use bench_ours::{SCORED, caller, open, procedure};
use engine::run::start::Which;
use measure::Plan;
use procedure::value::{Value, Values};

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let engine = open(Path::new(&plan.store)).await;
    let cases = (0..plan.runs).map(|case| Values::from([("account_id".to_owned(), Value::from(format!("ACC{case}")))]));
    let begun = Instant::now();
    let mut ended = 0;
    let done = engine
        .run_batch(&caller(), Which::Document(procedure(SCORED)), cases, plan.in_flight, |case| {
            let changed = case.result.expect("a case runs");
            ended += usize::from(changed.state.status.is_terminal());
        })
        .await
        .expect("the batch runs");
    let took = begun.elapsed();
    assert_eq!((done, ended), (plan.runs, plan.runs), "every case ends");
    measure::report("batch", plan.runs, took, &[]);
    engine.step_down().await.expect("nothing is under way");
}
