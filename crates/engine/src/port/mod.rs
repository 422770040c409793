//! What the engine needs of the outside: a store, connectors, a clock, chance.

mod chance;
mod clock;
mod connector;
mod connectors;
pub mod store;

pub use chance::Chance;
pub use clock::Clock;
pub use connector::{ActionDescription, Certainty, Connector, Failure, Repeat, Request};
pub use connectors::{Connectors, Link};
pub use store::Store;
