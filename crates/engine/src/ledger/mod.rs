//! The ledger: every change of anything in one gapless chain of hashes, and the journals' own chains beneath it.
//!
//! Hashes are taken over salted commitments, so that content can be erased while the chain stays whole. The exact bytes
//! are defined in `docs/audit.md`; whoever follows them can verify an export without this program.

mod chain;
mod checkpoint;
mod entry;
mod export;
mod seal;
mod told;
mod verify;

pub use chain::GENESIS;
pub use checkpoint::{Checkpoint, CheckpointError, SigningKey, signing_key};
pub use entry::{JournalEntry, LedgerContent, LedgerEntry, Payload};
pub use export::{export_journal, export_journal_masked, export_ledger};
pub use seal::{Sealed, commitment};
pub use told::{Difference, LedgerLine};
pub use verify::{Broken, Found, Place, Verified, verify};
