//! Development only: the laws of runs, fakes, the store contract, the simulator.
//!
//! Nothing that ships may import this crate. What is here reads no clock and no chance of its own.

pub mod chance;
pub mod clock;
pub mod connector;
pub mod generate;
pub mod laws;
pub mod memory;
pub mod simulator;
pub mod store_contract;

pub use chance::SeededChance;
pub use clock::ToldClock;
pub use connector::{Play, PlayedConnector};
pub use memory::{Flaw, MemoryStore};
