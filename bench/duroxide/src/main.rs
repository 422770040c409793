//! Call, wait for a signal, call: on duroxide with its SQLite provider.
//!
//! The signal is a queued event, which is kept until the orchestration asks for it; the positional kind is dropped when
//! it comes before the wait. The provider sets its own `synchronous`; nothing public changes it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use duroxide::providers::sqlite::SqliteProvider;
use duroxide::runtime::registry::ActivityRegistry;
use duroxide::runtime::{Runtime, RuntimeOptions};
use duroxide::{ActivityContext, Client, OrchestrationContext, OrchestrationRegistry, OrchestrationStatus};
use measure::Plan;
use tokio::task::JoinSet;

const PATIENCE: Duration = Duration::from_secs(300);

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let workers = plan
        .rest
        .iter()
        .find_map(|word| word.strip_prefix("--workers="))
        .map_or(2, |word| word.parse().expect("a whole number follows --workers="));
    let file = std::path::Path::new(&plan.store).join("duroxide.sqlite");
    let address = format!("sqlite:{}?mode=rwc", file.display());
    let store = Arc::new(SqliteProvider::new(&address, None).await.expect("the file can be opened"));

    let activities = ActivityRegistry::builder()
        .register("first", |_: ActivityContext, input: String| async move { Ok(input) })
        .register("second", |_: ActivityContext, input: String| async move { Ok(input) })
        .build();
    let program = |run: OrchestrationContext, input: String| async move {
        let first = run.schedule_activity("first", input).await?;
        let signal = run.dequeue_event("signal").await;
        run.schedule_activity("second", format!("{first} {signal}")).await
    };
    let orchestrations = OrchestrationRegistry::builder().register("program", program).build();
    let options = RuntimeOptions {
        orchestration_concurrency: workers,
        worker_concurrency: workers,
        dispatcher_min_poll_interval: Duration::from_millis(1),
        ..RuntimeOptions::default()
    };
    let runtime = Runtime::start_with_options(store.clone(), activities, orchestrations, options).await;

    let begun = Instant::now();
    let mut under_way = JoinSet::new();
    let mut completed = 0;
    for number in 0..plan.runs {
        if under_way.len() >= plan.in_flight {
            completed += usize::from(under_way.join_next().await.expect("one is under way").expect("no run panics"));
        }
        let client = Client::new(store.clone());
        under_way.spawn(one(client, format!("run-{number}")));
    }
    while let Some(ended) = under_way.join_next().await {
        completed += usize::from(ended.expect("no run panics"));
    }
    let took = begun.elapsed();
    let failed = (plan.runs - completed) as f64;
    measure::report("duroxide", completed, took, &[("workers", workers as f64), ("failed", failed)]);
    runtime.shutdown(None).await;
}

/// Whether the run completed. The runtime gives a run up for good when its file stays locked too long.
async fn one(client: Client, run: String) -> bool {
    client.start_orchestration(&run, "program", "7").await.expect("a run can be started");
    client.enqueue_event(&run, "signal", "go").await.expect("a signal can be sent");
    match client.wait_for_orchestration(&run, PATIENCE).await.expect("the run ends") {
        OrchestrationStatus::Completed { output, .. } => {
            assert_eq!(output, "7 go");
            true
        }
        OrchestrationStatus::Failed { .. } => false,
        other => panic!("run {run} ended as {other:?}"),
    }
}
