//! The other systems of the demonstration: shop, books, bank, gauges and the rest. They are connectors like any other,
//! in this process, and answer truly: what was posted is found again, a refunded order is refunded, a lot that failed
//! tightens the next inspection. Nothing is sent anywhere.
//!
//! While the history is made a few requests fail, as they do; afterwards none does.

mod books;
mod firm;
mod operations;
mod quality;
mod shop;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use connectors::Registry;
use engine::port::{ActionDescription, Clock as _, Connector, Failure, Link, Repeat, Request};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use procedure::value::Value;
use serde_json::Value as Json;

use super::chance::Dice;
use super::clock::DemoClock;

pub use books::{VENDORS, Vendor};
pub use quality::{PARTS, SUPPLIERS};

/// What the systems know.
pub struct Office {
    seed: u64,
    clock: Arc<DemoClock>,
    until: Timestamp,
    books: Mutex<books::Books>,
    shop: Mutex<shop::Desk>,
    quality: Mutex<quality::Records>,
    operations: Mutex<operations::Room>,
}

impl Office {
    pub fn new(seed: u64, clock: Arc<DemoClock>, until: Timestamp) -> Self {
        Office {
            seed,
            clock,
            until,
            books: Mutex::default(),
            shop: Mutex::default(),
            quality: Mutex::default(),
            operations: Mutex::default(),
        }
    }

    /// Dice for one thing of the world: the same thing is always the same.
    fn dice(&self, words: &str) -> Dice {
        Dice::of(self.seed, words)
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }

    /// The day so many days from the end of the history.
    fn day(&self, from_end: i64) -> Date {
        let moment = self.until.checked_add(SignedDuration::from_hours(24 * from_end)).unwrap_or(self.until);
        moment.to_zoned(TimeZone::UTC).date()
    }

    /// Now and then a request does not get through while the history is made.
    fn trips(&self, name: &str, request: &Request) -> Option<Failure> {
        if !self.clock.is_told() {
            return None;
        }
        let mut dice = self.dice(&format!("{} {}", request.key, request.attempt));
        if dice.percent(96) {
            return None;
        }
        let words = ["answered 503 Service Unavailable", "reset the connection", "did not answer in time"];
        let words = dice.pick(&words);
        Some(Failure::transient("unreachable", format!("{name}.{} {words}", request.action)))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An argument as plain text; empty where it is not given.
fn text(request: &Request, name: &str) -> String {
    match request.arguments.get(name).map(Value::to_plain) {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text,
        Some(other) => other.to_string(),
    }
}

type Answer = fn(&Office, &Request) -> Result<Json, Failure>;

/// What a system can do: action, title, repeat, arguments it must have, and how it answers.
type Offer = (&'static str, &'static str, Repeat, &'static [&'static str], Answer);

/// A system of the demonstration.
struct System {
    name: &'static str,
    office: Arc<Office>,
    offers: &'static [Offer],
}

#[async_trait]
impl Connector for System {
    fn actions(&self) -> Vec<ActionDescription> {
        let describe = |(action, title, repeat, required, _): &Offer| ActionDescription {
            action: action.parse().expect("the actions of the demonstration are dotted names"),
            title: (*title).to_owned(),
            repeat: *repeat,
            required: required.iter().map(|name| (*name).to_owned()).collect(),
            closed: false,
        };
        self.offers.iter().map(describe).collect()
    }

    async fn call(&self, request: &Request) -> Result<Value, Failure> {
        let Some((.., required, answer)) = self.offers.iter().find(|(action, ..)| *request.action == **action) else {
            let message = format!("{} has no action `{}`", self.name, request.action);
            return Err(Failure::permanent("unknown-action", message));
        };
        if let Some(missing) = required.iter().find(|name| !request.arguments.contains_key(**name)) {
            let message = format!("{}.{} needs the argument `{missing}`", self.name, request.action);
            return Err(Failure::permanent("invalid", message));
        }
        if let Some(failure) = self.office.trips(self.name, request) {
            return Err(failure);
        }
        let json = answer(&self.office, request)?;
        Value::from_plain(&json).map_err(|error| Failure::permanent("failure", error.to_string()))
    }
}

/// Adds every system of the demonstration.
pub fn connect(registry: &mut Registry, office: &Arc<Office>) {
    let all = [shop::SYSTEMS, books::SYSTEMS, firm::SYSTEMS, operations::SYSTEMS, quality::SYSTEMS].concat();
    for (name, offers) in all {
        let connector = Arc::new(System { name, office: Arc::clone(office), offers });
        registry.insert(name, Link { connector, concurrency: 16, time_limit: Duration::from_secs(10) });
    }
}
