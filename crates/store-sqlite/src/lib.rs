//! The store on one SQLite file.
//!
//! One thread owns the connection that writes and puts what many callers want into one transaction; readers have
//! connections of their own and never wait for it. Every change goes through [`engine::port::Store`]; SQL is nowhere
//! else. It refuses a file that is not ours, and one that a newer release has written.

mod backup;
mod codec;
mod commit;
mod error;
mod migration;
mod passing;
mod read;
mod readers;
mod record;
mod spelling;
mod store;
mod writer;

pub use backup::restore;
pub use error::OpenError;
pub use store::SqliteStore;
