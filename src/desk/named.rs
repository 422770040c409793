//! Runs by a part of their id.
//!
//! Ids begin with the time (UUID version 7), so that those of one hour begin alike: the end of an id names a run as well
//! as its beginning. Refuses a part that fits several runs, naming them, and one that is too short to mean any.

use engine::Engine;
use engine::directory::Caller;
use engine::port::store::{Page, RunQuery};
use interpreter::id::RunId;

use super::Refusal;

/// Letters of a whole id.
const WHOLE: usize = 36;

/// Fewest letters that are looked for.
const SHORTEST: usize = 4;

/// Most runs that are looked through, the newest first.
const MOST_RUNS: usize = 100_000;

/// Most runs that a refusal names.
const MOST_NAMED: usize = 10;

/// The run that a text names: its id, or the beginning or the end of it.
pub async fn named(engine: &Engine, caller: &Caller, text: &str) -> Result<RunId, Refusal> {
    let part = text.to_ascii_lowercase();
    if part.len() >= WHOLE || !part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
        return Ok(RunId::new(text));
    }
    if part.len() < SHORTEST {
        let message =
            format!("`{text}` names no run; give its id, or at least {SHORTEST} letters of its beginning or end");
        return Err(refusal("no-such-run", message));
    }
    let mut found = Vec::new();
    let mut page = Page::first(Page::MOST);
    let mut looked = 0;
    loop {
        let rows = engine.runs(caller, &RunQuery::default(), &page).await?;
        looked += rows.rows.len();
        found.extend(rows.rows.into_iter().filter(|row| {
            let id = row.run.as_str();
            id.starts_with(&part) || id.ends_with(&part)
        }));
        match rows.next.filter(|_| looked < MOST_RUNS) {
            Some(next) => page = Page::from(Page::MOST, next),
            None => break,
        }
    }
    match found.as_slice() {
        [] => Err(refusal("no-such-run", format!("there is no run whose id begins or ends with `{text}`"))),
        [only] => Ok(only.run.clone()),
        several => {
            let mut message = format!("`{text}` fits {} runs; give more letters of one:", several.len());
            for row in several.iter().take(MOST_NAMED) {
                message.push_str(&format!(
                    "\n  {}  {} {}",
                    row.run,
                    row.origin.procedure,
                    row.progress.status.as_str()
                ));
            }
            if several.len() > MOST_NAMED {
                message.push_str("\n  …");
            }
            Err(refusal("ambiguous-run", message))
        }
    }
}

fn refusal(code: &str, message: String) -> Refusal {
    Refusal { code: code.to_owned(), message, unable: false }
}
