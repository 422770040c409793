//! HTTP: the API, live updates, sign-in, the embedded screens.
//!
//! A handler decodes, calls one use case of the engine, and encodes; it is also its own description. This crate knows
//! nothing of stores, connectors or configuration files, and decides nothing about who may do what: the engine's gate
//! does. What it adds is what a network needs: who is calling, how much, how often, and in which words.

mod browse;
mod certificate;
pub mod decode;
mod description;
mod download;
mod gate;
mod health;
mod in_time;
mod listen;
mod live;
mod metrics;
mod options;
mod paging;
pub mod problem;
mod route;
mod screen;
mod server;

pub use certificate::ListenError;
pub use description::description;
pub use gate::SignedIn;
pub use options::{Configured, Limits, Options, PasswordCost, Rate, Tls};
pub use paging::{Listed, Paging};
pub use problem::Problem;
/// Whether the screens were built into this program; otherwise it serves a page that says how.
pub use screen::BUILT as HAS_SCREENS;
pub use server::Server;
