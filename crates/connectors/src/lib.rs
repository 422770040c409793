//! Connectors to other systems: tables, HTTP, and a scripted one.
//!
//! [`Configuration`] is read from a file, [`Registry::build`] turns it into connectors. Each connector sends one request
//! and reports what came of it; retry, back-off, concurrency and the ledger are the engine's.
//!
//! Refused: unknown keys, secrets written into a configuration, addresses inside the network that nobody allowed, and
//! files and answers beyond their limits. Nothing here prints a secret, or an argument of a call.

pub mod configuration;
pub mod http;
mod registry;
pub mod scripted;
pub mod secret;
pub mod table;

pub use configuration::{Configuration, ConfigurationError, Format};
pub use registry::{Limits, Registry};
pub use secret::{Secret, SecretName};
