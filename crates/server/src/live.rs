//! Live updates: server-sent events whose id is the ledger's number, so that a lost connection goes on where it was.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::response::sse::Event;
use engine::feed::{News, Page};
use futures_util::{Stream, StreamExt};
use serde_json::json;
use tokio::sync::watch;

use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

/// How long news are gathered before they are told.
const GATHER: Duration = Duration::from_millis(50);

/// After this time the connection ends and the browser comes again, so that who it is is asked anew.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Who watches, by person.
#[derive(Default)]
pub(crate) struct Watchers(Mutex<BTreeMap<String, usize>>);

impl Watchers {
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    fn enter(&self, server: &Server, person: &str) -> Result<(), Problem> {
        let limits = server.options().limits;
        let mut by_person = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = by_person.values().sum();
        let own = by_person.get(person).copied().unwrap_or(0);
        if all >= limits.watchers || own >= limits.watchers_of_person {
            let words = "too many connections for live updates are open; close some pages";
            return Err(Problem::new("too-many-watchers", words).retry_after(30));
        }
        *by_person.entry(person.to_owned()).or_default() += 1;
        Ok(())
    }

    fn leave(&self, person: &str) {
        let mut by_person = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = by_person.get_mut(person) {
            *count -= 1;
            if *count == 0 {
                by_person.remove(person);
            }
        }
    }
}

struct Watch {
    server: Server,
    signed: SignedIn,
    after: u64,
    grown: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    ends: tokio::time::Instant,
    ready: VecDeque<Event>,
    over: bool,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.server.watchers().leave(self.signed.caller.person.as_str());
    }
}

/// Everything that the caller may see from entry `after` on; from now on where none is given.
pub(crate) fn watch(
    server: &Server,
    signed: SignedIn,
    after: Option<u64>,
) -> Result<impl Stream<Item = Result<Event, Infallible>> + use<>, Problem> {
    server.engine().may_look(&signed.caller)?;
    let grown = server.engine().watch();
    let head = *grown.borrow();
    server.watchers().enter(server, signed.caller.person.as_str())?;
    // The place to go on from, also for whoever is told nothing before the connection is lost.
    let hello = Event::default().id(after.unwrap_or(head).to_string()).comment("listening");
    let watch = Watch {
        server: server.clone(),
        signed,
        after: after.unwrap_or(head),
        grown,
        stopping: server.stopping(),
        ends: tokio::time::Instant::now() + LONGEST,
        ready: VecDeque::from([hello]),
        over: false,
    };
    let events = futures_util::stream::unfold(watch, |mut watch| async move {
        let event = watch.next().await?;
        Some((Ok(event), watch))
    });
    Ok(events.fuse())
}

impl Watch {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.over {
                return None;
            }
            if *self.grown.borrow_and_update() == self.after {
                tokio::select! {
                    changed = self.grown.changed() => changed.ok()?,
                    _ = self.stopping.wait_for(|stop| *stop) => return None,
                    () = tokio::time::sleep_until(self.ends) => return None,
                }
                tokio::time::sleep(GATHER).await;
            }
            self.read().await?;
        }
    }

    /// Reads on. Nothing where the caller is not known any more.
    async fn read(&mut self) -> Option<()> {
        if !self.signed.holds(&self.server).await {
            return None;
        }
        match self.server.engine().news(&self.signed.caller, self.after).await {
            Ok(Page::Reset { last }) => {
                self.after = last;
                self.ready.push_back(event("reset", last, &json!({})));
            }
            Ok(Page::News { news, last }) => {
                for (number, said) in news {
                    self.tell(number, said);
                }
                self.after = last;
            }
            Err(error) => {
                tracing::info!(code = error.code(), "live updates end");
                self.over = true;
            }
        }
        Some(())
    }

    fn tell(&mut self, number: u64, news: News) {
        match news {
            News::Run { run, revision, status } => {
                let of_run = json!({"run": run, "revision": revision, "status": status.as_str()});
                // Whoever has the first and not the second asks again from before both.
                self.ready.push_back(event("task", number.saturating_sub(1), &json!({"run": run})));
                self.ready.push_back(event("run", number, &of_run));
            }
            News::Procedure(id) => self.ready.push_back(event("procedure", number, &json!({"id": id}))),
            News::Draft(id) => self.ready.push_back(event("draft", number, &json!({"id": id}))),
            News::People => self.ready.push_back(event("people", number, &json!({}))),
        }
    }
}

fn event(name: &str, number: u64, data: &serde_json::Value) -> Event {
    Event::default().event(name).id(number.to_string()).data(data.to_string())
}
