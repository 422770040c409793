//! A connector that does what a test says, and remembers what it was asked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use engine::port::{ActionDescription, Connector, Connectors, Failure, Link, Repeat, Request};
use procedure::document::Dotted;
use procedure::value::Value;
use tokio::sync::Notify;

/// What the connector does with a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Play {
    Give(Value),
    Fail(Failure),
    /// Answers only after [`PlayedConnector::let_go`].
    Hang(Value),
}

/// Plays a list a action: the first entry for the first request, its last one ever after.
pub struct PlayedConnector {
    actions: BTreeMap<Dotted, (Repeat, Vec<Play>)>,
    asked: Mutex<Vec<Request>>,
    gate: Notify,
}

impl PlayedConnector {
    pub fn new() -> Self {
        PlayedConnector { actions: BTreeMap::new(), asked: Mutex::default(), gate: Notify::new() }
    }

    /// Adds an action.
    ///
    /// # Panics
    /// If the name is no action's, or there is nothing to play.
    #[must_use]
    pub fn with(mut self, action: &str, repeat: Repeat, plays: impl IntoIterator<Item = Play>) -> Self {
        let plays: Vec<Play> = plays.into_iter().collect();
        assert!(!plays.is_empty(), "an action without an answer");
        self.actions.insert(action.parse().expect("an action's name"), (repeat, plays));
        self
    }

    /// Every request, in order.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets those that hang answer.
    pub fn let_go(&self) {
        self.gate.notify_waiters();
    }

    /// As the connectors of an installation: this one alone, by this name.
    pub fn alone(self: &Arc<Self>, name: &str, concurrency: usize, time_limit: Duration) -> Arc<Alone> {
        let link = Link { connector: Arc::clone(self) as Arc<dyn Connector>, concurrency, time_limit };
        Arc::new(Alone { name: name.to_owned(), link })
    }
}

impl Default for PlayedConnector {
    fn default() -> Self {
        PlayedConnector::new()
    }
}

#[async_trait]
impl Connector for PlayedConnector {
    fn kind(&self) -> &'static str {
        "played"
    }

    fn actions(&self) -> Vec<ActionDescription> {
        let describe = |(action, (repeat, _)): (&Dotted, &(Repeat, Vec<Play>))| ActionDescription {
            action: action.clone(),
            title: action.to_string(),
            repeat: *repeat,
            required: Vec::new(),
            closed: false,
        };
        self.actions.iter().map(describe).collect()
    }

    async fn call(&self, request: &Request) -> Result<Value, Failure> {
        let Some((_, plays)) = self.actions.get(&request.action) else {
            return Err(Failure::permanent("invalid", "there is no such action"));
        };
        let play = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            let before = asked.iter().filter(|other| other.action == request.action).count();
            asked.push(request.clone());
            plays[before.min(plays.len() - 1)].clone()
        };
        match play {
            Play::Give(value) => Ok(value),
            Play::Fail(failure) => Err(failure),
            Play::Hang(value) => {
                self.gate.notified().await;
                Ok(value)
            }
        }
    }
}

/// The connectors of an installation that has one.
pub struct Alone {
    name: String,
    link: Link,
}

impl Connectors for Alone {
    fn link(&self, name: &str) -> Option<Link> {
        (name == self.name).then(|| self.link.clone())
    }

    fn names(&self) -> Vec<String> {
        vec![self.name.clone()]
    }
}
