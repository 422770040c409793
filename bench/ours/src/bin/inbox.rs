//! The first page of an inbox while many tasks wait: one line for each kind of list.
//!
//! `--runs` tasks are opened by as many runs; then each list is asked for its first 100 rows again and again.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use bench_ours::{APPROVED, FILE, caller, open, procedure};
use engine::port::Store;
use engine::port::store::{Page, TaskQuery, TaskScope};
use engine::run::start::Which;
use interpreter::id::PersonId;
use measure::Plan;
use procedure::value::{Value, Values};
use store_sqlite::SqliteStore;

/// Rows of a page.
const ROWS: usize = 100;

/// How often each list is asked for.
const TIMES: usize = 50;

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let folder = Path::new(&plan.store);
    let engine = open(folder).await;
    let cases = (0..plan.runs).map(|case| Values::from([("subject".to_owned(), Value::from(format!("no. {case}")))]));
    let which = Which::Document(procedure(APPROVED));
    let opened = engine.run_batch(&caller(), which, cases, plan.in_flight, |_| {}).await.expect("the batch runs");
    assert_eq!(opened, plan.runs, "every run opens a task");
    engine.step_down().await.expect("nothing is under way");

    let store = SqliteStore::open(&folder.join(FILE)).expect("the file is there");
    let roles: BTreeSet<_> = ["clerk", "lead"].map(|role| role.parse().expect("a role's name")).into();
    let ann = PersonId::new("ann");
    for (subject, scope) in [
        ("everybody", TaskScope::All),
        ("roles", TaskScope::Roles(roles.clone())),
        ("inbox", TaskScope::Inbox(ann.clone(), roles)),
        ("person", TaskScope::Person(ann)),
    ] {
        let query = TaskQuery::from(scope);
        let (mut slowest, mut rows) = (Duration::ZERO, 0);
        let begun = Instant::now();
        for _ in 0..TIMES {
            let one = Instant::now();
            rows = store.tasks(&query, &Page::first(ROWS)).await.expect("tasks can be read").rows.len();
            slowest = slowest.max(one.elapsed());
        }
        let more = [("rows", rows as f64), ("slowest_ms", slowest.as_secs_f64() * 1_000.0)];
        measure::report(subject, TIMES, begun.elapsed(), &more);
    }
}
