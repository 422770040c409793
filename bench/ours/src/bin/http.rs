//! The real server under people: the first page of an inbox of everything, the first load of the screens, and everybody
//! working at once. The data file and the tokens are `crowd`'s.
//!
//! `--store` is the folder with the tokens, `--runs` how many tasks are done, `--in-flight` by how many people; the address
//! of the server is the last word. Each printed line has the median and the 99th percentile in milliseconds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bench_ours::{TOKENS, Visitor};
use hyper::{Method, StatusCode};
use measure::Plan;
use serde_json::{Value as Json, json};

/// How often each list of the overseer is asked for.
const TIMES: usize = 200;

/// How long each call took, by what it was.
type Took = BTreeMap<&'static str, Vec<Duration>>;

#[tokio::main]
async fn main() {
    let plan = Plan::from_arguments();
    let address = plan.rest.last().expect("the server's address is the last word").clone();
    let tokens = std::fs::read_to_string(Path::new(&plan.store).join(TOKENS)).expect("`crowd` wrote the tokens");
    let tokens: Json = serde_json::from_str(&tokens).expect("they are JSON");
    let overseer = tokens["overseer"].as_str().expect("there is an overseer");

    first_load(&mut Visitor::connect(&address, overseer).await).await;
    lists(&mut Visitor::connect(&address, overseer).await).await;

    let left = Arc::new(AtomicUsize::new(plan.runs));
    let people = tokens["people"].as_array().expect("there are people").iter().take(plan.in_flight);
    let begun = Instant::now();
    let working: Vec<_> = people
        .enumerate()
        .map(|(number, token)| {
            let token = token.as_str().expect("a token is a text").to_owned();
            tokio::spawn(work(address.clone(), token, number as u64, Arc::clone(&left)))
        })
        .collect();
    let (mut all, mut beaten) = (Took::new(), 0);
    for person in working {
        let (took, lost) = person.await.expect("nobody stumbles");
        beaten += lost;
        for (what, times) in took {
            all.entry(what).or_default().extend(times);
        }
    }
    let elapsed = begun.elapsed();
    let calls = all.values().map(Vec::len).sum::<usize>();
    let more = [("calls_per_second", calls as f64 / elapsed.as_secs_f64()), ("beaten", f64::from(beaten))];
    measure::report("tasks", all.get("complete").map_or(0, Vec::len), elapsed, &more);
    for (what, times) in all {
        told(what, times);
    }
}

/// One line: the median and the 99th percentile.
fn told(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0;
    measure::report(what, times.len(), times.iter().sum(), &[("median_ms", at(50)), ("p99_ms", at(99))]);
}

/// The lists of somebody who sees everything.
async fn lists(overseer: &mut Visitor) {
    for (what, path) in [
        ("page-roles", "/api/v1/tasks?scope=roles&limit=50"),
        ("page-all", "/api/v1/tasks?scope=all&limit=50"),
        ("counts", "/api/v1/tasks/counts"),
    ] {
        let mut times = Vec::with_capacity(TIMES);
        while times.len() < TIMES {
            let begun = Instant::now();
            let (status, _) = overseer.ask(Method::GET, path, None).await;
            if status == StatusCode::TOO_MANY_REQUESTS {
                // One person may not ask that often for long; what is measured is how long an answer takes.
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            }
            times.push(begun.elapsed());
            assert_eq!(status, StatusCode::OK, "{path}");
        }
        let first = times[0].as_secs_f64() * 1_000.0;
        measure::report(&format!("{what}-coldest"), 1, times[0], &[("median_ms", first), ("p99_ms", first)]);
        told(what, times);
    }
}

/// What a browser loads for the inbox, compressed as the server sends it: the page, what it names, and what the main script
/// says that the inbox needs. Nothing where the program was built without screens.
async fn first_load(visitor: &mut Visitor) {
    let (status, page) = visitor.fetch(Method::GET, "/inbox", None, "gzip").await;
    assert_eq!(status, StatusCode::OK, "the inbox is a page");
    let mut kilobytes = page.len() as f64 / 1_000.0;
    let (_, page) = visitor.fetch(Method::GET, "/inbox", None, "identity").await;
    let page = String::from_utf8_lossy(&page).into_owned();
    let mut files: BTreeSet<String> = named(&page).collect();
    for script in files.clone() {
        let (_, text) = visitor.fetch(Method::GET, &script, None, "identity").await;
        files.extend(of_inbox(&String::from_utf8_lossy(&text)));
    }
    for file in &files {
        kilobytes += visitor.fetch(Method::GET, file, None, "gzip").await.1.len() as f64 / 1_000.0;
    }
    let more = [("kilobytes", kilobytes), ("files", files.len() as f64 + 1.0)];
    measure::report("first-load", 1, Duration::from_secs(1), &more);
}

/// The files of the build that a text names with their whole path.
fn named(text: &str) -> impl Iterator<Item = String> {
    text.split('"').filter(|word| word.starts_with("/assets/")).map(str::to_owned)
}

/// What the bundler wrote into the main script beside the import of the inbox: `import("./InboxPage-….js"),…([0,3,…])`,
/// numbers of a list of files that stands at its beginning.
fn of_inbox(script: &str) -> Vec<String> {
    let list = script.split_once(".f=[").and_then(|(_, rest)| rest.split_once(']')).map(|(list, _)| list);
    let rest = script.split_once("./InboxPage-").map(|(_, rest)| rest);
    let (Some(list), Some(rest)) = (list, rest) else { return Vec::new() };
    let files: Vec<&str> = list.split(',').map(|file| file.trim_matches(['"', '\''])).collect();
    let numbers = rest.split_once("([").and_then(|(_, rest)| rest.split_once(']')).map_or("", |(numbers, _)| numbers);
    let numbers = numbers.split(',').filter_map(|number| number.parse::<usize>().ok());
    numbers.filter_map(|number| files.get(number)).map(|file| format!("/{file}")).collect()
}

/// One person: reads the inbox, opens a task, claims it and completes it, as long as there is something left to do. Where
/// somebody else was quicker, it looks again.
async fn work(address: String, token: String, number: u64, left: Arc<AtomicUsize>) -> (Took, u32) {
    let mut person = Visitor::connect(&address, &token).await;
    let (mut took, mut beaten) = (Took::new(), 0);
    let mut chance = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    while left.load(Ordering::Relaxed) > 0 {
        let (status, page) =
            timed(&mut person, &mut took, "inbox-page", Method::GET, "/api/v1/tasks?scope=roles&limit=50", None).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let rows = page["items"].as_array().expect("a page has rows");
        assert!(!rows.is_empty(), "there are more tasks than are done");
        // A generator of random numbers in three steps (Marsaglia's xorshift).
        for (left, by) in [(true, 13), (false, 7), (true, 17)] {
            chance ^= if left { chance << by } else { chance >> by };
        }
        let row = &rows[usize::try_from(chance % rows.len() as u64).expect("it is small")];
        let task = format!("/api/v1/runs/{}/tasks/{}", row["run"].as_str().expect("a run"), plain(&row["task"]));
        let (status, _) = timed(&mut person, &mut took, "task", Method::GET, &task, None).await;
        if status != StatusCode::OK {
            beaten += 1;
            continue;
        }
        let (status, claimed) =
            timed(&mut person, &mut took, "claim", Method::POST, &format!("{task}/claim"), Some(json!({}))).await;
        if status != StatusCode::OK {
            beaten += 1;
            continue;
        }
        let sent = json!({"values": {"amount": 7}, "revision": claimed["revision"]});
        let (status, done) =
            timed(&mut person, &mut took, "complete", Method::POST, &format!("{task}/complete"), Some(sent)).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        // Several may do one more than is asked for.
        let _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
    }
    (took, beaten)
}

/// A call, and how long it took.
async fn timed(
    person: &mut Visitor,
    took: &mut Took,
    what: &'static str,
    method: Method,
    path: &str,
    sent: Option<Json>,
) -> (StatusCode, Json) {
    let begun = Instant::now();
    let answer = person.ask(method, path, sent.as_ref()).await;
    took.entry(what).or_default().push(begun.elapsed());
    answer
}

/// A number or a text as it stands in a path.
fn plain(id: &Json) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}
