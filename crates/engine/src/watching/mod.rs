//! Watching the work: logs of how it is done, brought from other systems, and of our own runs.
//!
//! A log is looked at through [`Watched`]: parsed once, and kept in memory as long as there is room for it. What was
//! brought stands in the store as it was imported, pseudonymised where nobody asked otherwise. Refuses to tell who did
//! something: what leaves here are figures, and those about people only of groups that are large enough.

mod accepted;
mod compare;
mod export;
mod filter;
pub mod flow;
mod id;
mod import;
mod kept;
mod look;
mod mapping;
mod memory;
mod report;
mod runs;
mod shelf;
mod shown;
pub mod view;
mod watched;

pub use accepted::{AcceptedDeviation, NewAcceptance};
pub use export::{ExportFormat, LogExport};
pub use filter::Filter;
pub use id::LogId;
pub use import::{Columns, Import, Imported};
pub use look::{LOOKED_AT, LogLook};
pub use mapping::{ActivityMapped, ActivityMapping};
pub(crate) use memory::Watching;
pub use report::{
    AttributeSeen, EndOfText, ImportReport, MappingTaken, ObjectsFound, PlaceInText, ProblemFound, ZoneSeen,
};
pub use shelf::{EventLogs, LogSource, LogSummary, RunsAsLog};
pub use shown::{CaseQuery, DraftAsked};
pub use watched::Watched;
