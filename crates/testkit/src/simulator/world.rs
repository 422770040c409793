//! The other systems: they answer, refuse, are slow, lose answers, and remember what was done to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use engine::port::{ActionDescription, Chance, Clock, Connector, Connectors, Failure, Link, Repeat, Request};
use jiff::SignedDuration;
use procedure::value::{Value, Values};

use super::{Crash, Sabotage};
use crate::{SeededChance, ToldClock};

/// A shop and a bank in one.
pub struct World {
    clock: Arc<ToldClock>,
    crash: Arc<Crash>,
    chance: SeededChance,
    sabotage: Option<Sabotage>,
    /// Whether slow answers are among the faults; they need a store that answers at once.
    slow: bool,
    facts: Mutex<Facts>,
}

#[derive(Default)]
struct Facts {
    /// From then on everything answers.
    calm: bool,
    /// Keys under which something was done.
    done: BTreeSet<String>,
    /// Keys of requests of `tell` whose sender does not know for certain that nothing was done.
    open: BTreeSet<String>,
    /// The keys that money was paid under, by the order that it was for.
    paid: BTreeMap<String, BTreeSet<String>>,
    /// Slow answers that are still to come.
    slow: usize,
    broken: Option<String>,
}

/// What happens to a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Answered,
    Refused,
    Busy,
    /// Done, and the answer is lost.
    LostAfter,
    /// Not done, and nobody can tell.
    LostBefore,
    Slow,
}

impl World {
    pub fn new(clock: Arc<ToldClock>, crash: Arc<Crash>, seed: u64, slow: bool, sabotage: Option<Sabotage>) -> Self {
        let chance = SeededChance::new(seed ^ 0x0077_6f72_6c64);
        World { clock, crash, chance, sabotage, slow, facts: Mutex::default() }
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on everything answers.
    pub fn calm_down(&self) {
        self.facts().calm = true;
    }

    /// Whether slow answers are still to come.
    pub fn is_slow(&self) -> bool {
        self.facts().slow > 0
    }

    /// A new life of the process: nobody waits for the old answers any more.
    pub fn hang_up(&self) {
        self.facts().slow = 0;
    }

    /// The law that was broken out here, if one was.
    pub fn broken(&self) -> Option<String> {
        self.facts().broken.clone()
    }

    fn fate(&self) -> Fate {
        if self.facts().calm {
            return Fate::Answered;
        }
        let mut byte = [0];
        self.chance.fill(&mut byte);
        match byte[0] % 12 {
            0 => Fate::Refused,
            1 | 2 => Fate::Busy,
            3 => Fate::LostAfter,
            4 => Fate::LostBefore,
            5 if self.slow => Fate::Slow,
            _ => Fate::Answered,
        }
    }

    /// A request came in.
    fn arrive(&self, request: &Request) {
        let mut facts = self.facts();
        let sent_before = request.action == *"tell" && !facts.open.insert(request.key.clone());
        if sent_before {
            facts.broken = Some(format!("`tell` must not be repeated, and was sent again under {}", request.key));
        }
    }

    /// It is carried out.
    fn act(&self, request: &Request) {
        let mut facts = self.facts();
        // A key that is known is recognised: nothing happens twice.
        let key = match self.sabotage {
            Some(Sabotage::ChangesKeys) => format!("{} {}", request.key, request.attempt),
            _ => request.key.clone(),
        };
        facts.done.insert(key.clone());
        if request.action == *"pay"
            && let Some(Value::Text(order)) = request.arguments.get("order")
        {
            let keys = facts.paid.entry(order.clone()).or_default();
            keys.insert(key);
            if keys.len() > 1 {
                let keys: Vec<String> = keys.iter().cloned().collect();
                facts.broken = Some(format!("order {order} was paid {} times: {}", keys.len(), keys.join(", ")));
            }
        }
    }

    /// The sender knows that nothing was done.
    fn forgive(&self, request: &Request) {
        self.facts().open.remove(&request.key);
    }
}

fn answer(request: &Request) -> Value {
    let a = Value::from(i64::try_from(request.key.len() % 7).unwrap_or(0));
    Value::Object(Values::from([("a".to_owned(), a), ("status".to_owned(), Value::from("ok"))]))
}

#[async_trait]
impl Connector for World {
    fn kind(&self) -> &'static str {
        "simulated"
    }

    fn actions(&self) -> Vec<ActionDescription> {
        let action = |name: &str, repeat| ActionDescription {
            action: name.parse().expect("a name of an action"),
            title: name.to_owned(),
            repeat,
            required: Vec::new(),
            closed: false,
        };
        let tell = if self.sabotage == Some(Sabotage::CallsNeverSafe) { Repeat::Safe } else { Repeat::Never };
        vec![
            action("act", Repeat::Keyed),
            action("look", Repeat::Safe),
            action("pay", Repeat::Keyed),
            action("tell", tell),
        ]
    }

    async fn call(&self, request: &Request) -> Result<Value, Failure> {
        let mut fate = self.fate();
        // Whoever recognises a key does not refuse what was done under it.
        if fate == Fate::Refused && self.facts().done.contains(&request.key) {
            fate = Fate::Answered;
        }
        self.crash.pass().await;
        self.arrive(request);
        match fate {
            Fate::Refused | Fate::Busy => {
                self.crash.pass().await;
                self.forgive(request);
                let failure = if fate == Fate::Busy {
                    Failure::transient("busy", "try later")
                } else {
                    Failure::permanent("refused", "no")
                };
                Err(failure)
            }
            Fate::LostBefore => Err(Failure::unknown("timeout", "no answer")),
            Fate::LostAfter => {
                self.act(request);
                Err(Failure::unknown("timeout", "no answer"))
            }
            Fate::Answered => {
                self.act(request);
                self.crash.pass().await;
                Ok(answer(request))
            }
            Fate::Slow => {
                self.act(request);
                self.facts().slow += 1;
                let later = self.clock.now().checked_add(SignedDuration::from_secs(90)).unwrap_or_default();
                self.clock.sleep_until(later).await;
                let mut facts = self.facts();
                facts.slow = facts.slow.saturating_sub(1);
                Ok(answer(request))
            }
        }
    }
}

/// The one connector, under the name that procedures give it.
pub struct Shop(pub Arc<World>);

impl Connectors for Shop {
    fn link(&self, name: &str) -> Option<Link> {
        let link = Link { connector: self.0.clone(), concurrency: 2, time_limit: Duration::from_secs(30) };
        (name == "shop").then_some(link)
    }

    fn names(&self) -> Vec<String> {
        vec!["shop".into()]
    }
}
