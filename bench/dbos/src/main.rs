//! Call, wait for a signal, call: on dbos with PostgreSQL, as its defaults are.
//!
//! The signal is a message, which the database keeps until the workflow receives it.

use std::time::{Duration, Instant};

use dbos::{Config, DBOS, Error, WorkflowRef};
use measure::Plan;
use tokio::task::JoinSet;

const PATIENCE: Duration = Duration::from_secs(300);

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let mut config = Config { app_version: Some("1".to_owned()), ..Config::new("bench", plan.store.as_str()) };
    if let Some(word) = plan.rest.iter().find_map(|word| word.strip_prefix("--connections=")) {
        config.max_connections = word.parse().expect("a whole number follows --connections=");
    }
    let connections = config.max_connections;
    let dbos = DBOS::new(config);
    let program = dbos
        .register_workflow("program", |input: String| async move {
            let first = dbos::step("first", || async { Ok::<_, Error>(input.clone()) }).await?;
            let signal: Option<String> = dbos::recv(None, PATIENCE).await?;
            let signal = signal.unwrap_or_default();
            dbos::step("second", || async { Ok::<_, Error>(format!("{first} {signal}")) }).await
        })
        .expect("a workflow can be registered");
    dbos.launch().await.expect("the database can be reached");

    let begun = Instant::now();
    let mut under_way = JoinSet::new();
    for _ in 0..plan.runs {
        if under_way.len() >= plan.in_flight {
            under_way.join_next().await.expect("one is under way").expect("no run panics");
        }
        under_way.spawn(one(dbos.clone(), program.clone()));
    }
    while let Some(ended) = under_way.join_next().await {
        ended.expect("no run panics");
    }
    let took = begun.elapsed();
    measure::report("dbos", plan.runs, took, &[("connections", f64::from(connections))]);
    dbos.shutdown().await;
}

async fn one(dbos: DBOS, program: WorkflowRef<String, String>) {
    let handle = program.start("7".to_owned()).await.expect("a run can be started");
    dbos.send(handle.workflow_id(), &"go").await.expect("a signal can be sent");
    assert_eq!(handle.result().await.expect("the run ends"), "7 go");
}
