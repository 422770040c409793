//! What the engine needs of the outside: a store, connectors, a clock, chance.

mod connector;

pub use connector::{ActionDescription, Certainty, Connector, Failure, Repeat, Request};
