//! A log that is looked at.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use mining::graph::{Counted, Graph};
use mining::log::{Log, Variants};

use super::compare::Compared;
use super::kept::About;
use super::memory::Key;
use super::view::overview::LogFigures;
use super::view::{Hidden, hidden};
use super::{Filter, LogId, runs};
use crate::access::Deed;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

/// A log in memory, or a part of one, with what was made of it.
#[derive(Debug)]
pub struct Watched {
    pub id: LogId,
    /// What people call it.
    pub name: String,
    pub log: Log,
    /// Attributes that tell who somebody is, in all of the log.
    pub(super) hidden: Arc<Hidden>,
    graph: OnceLock<Graph>,
    variants: OnceLock<Variants>,
    pub(super) figures: OnceLock<LogFigures>,
    /// Comparisons with procedures, the last one first.
    pub(super) compared: tokio::sync::Mutex<Vec<Compared>>,
}

impl Watched {
    /// All of a log.
    pub(super) fn new(id: LogId, name: String, log: Log) -> Self {
        let hidden = Arc::new(hidden(&log));
        Watched {
            id,
            name,
            log,
            hidden,
            graph: OnceLock::new(),
            variants: OnceLock::new(),
            figures: OnceLock::new(),
            compared: tokio::sync::Mutex::default(),
        }
    }

    /// A part of it. What tells who somebody is in all of it does so here.
    fn part(&self, filter: &Filter) -> Self {
        Watched {
            id: self.id.clone(),
            name: self.name.clone(),
            log: filter.apply(&self.log),
            hidden: Arc::clone(&self.hidden),
            graph: OnceLock::new(),
            variants: OnceLock::new(),
            figures: OnceLock::new(),
            compared: tokio::sync::Mutex::default(),
        }
    }

    /// Which activity follows which. It is made when it is asked for first: see [`Engine::reckon`].
    pub fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| Graph::of(&self.log, Counted::Completed))
    }

    /// The ways that cases went. It is made when it is asked for first.
    pub fn variants(&self) -> &Variants {
        self.variants.get_or_init(|| Variants::of(&self.log))
    }

    /// The earliest and the latest moment.
    pub fn extent(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        extent(&self.log)
    }

    /// About how much memory it takes, with what is made of it.
    pub(super) fn bytes(&self) -> usize {
        self.log.bytes() + 4 * (self.log.len() + self.log.events()) + 4096
    }
}

/// The earliest and the latest moment of a log.
pub(super) fn extent(log: &Log) -> (Option<Timestamp>, Option<Timestamp>) {
    let times = || log.cases().flat_map(|case| case.events()).filter_map(|event| event.time());
    let stamp = |moment: mining::log::Moment| Timestamp::from_microsecond(moment.0).ok();
    (times().min().and_then(stamp), times().max().and_then(stamp))
}

impl Engine {
    /// A log, or the part of it that a filter lets through, for whoever may look at it: from memory, or read anew.
    pub async fn watched(&self, caller: &Caller, id: &LogId, filter: &Filter) -> Result<Arc<Watched>, Error> {
        let about = self.about_log(caller, Deed::Read, id).await?;
        let as_of = match id {
            LogId::Uploaded(_) => 0,
            LogId::Runs(procedure) => runs::over(self, procedure).await?,
        };
        let key = Key { log: id.clone(), filter: filter.key() };
        if let Some(found) = self.inner.watching.find(&key, as_of) {
            return Ok(found);
        }
        let whole = self.whole(id, &about, as_of).await?;
        if filter.is_everything() {
            return Ok(whole);
        }
        let turn = self.inner.watching.turn(&key);
        let _turn = turn.lock().await;
        if let Some(found) = self.inner.watching.find(&key, as_of) {
            return Ok(found);
        }
        filter.judge(&whole.log, &whole.hidden)?;
        let filter = filter.clone();
        let part = Arc::new(self.reckon(move || whole.part(&filter)).await?);
        self.inner.watching.keep(key, as_of, &part);
        Ok(part)
    }

    async fn whole(&self, id: &LogId, about: &About, as_of: u64) -> Result<Arc<Watched>, Error> {
        let key = Key { log: id.clone(), filter: String::new() };
        let turn = self.inner.watching.turn(&key);
        let _turn = turn.lock().await;
        if let Some(found) = self.inner.watching.find(&key, as_of) {
            return Ok(found);
        }
        let log = match about {
            About::Uploaded(kept) => self.read_log(kept).await?,
            About::Runs(procedure) => runs::log_of(self, &procedure.id).await?,
        };
        let (own, name) = (id.clone(), about.name().to_owned());
        let watched = Arc::new(self.reckon(move || Watched::new(own, name, log)).await?);
        self.inner.watching.keep(key, as_of, &watched);
        Ok(watched)
    }
}
