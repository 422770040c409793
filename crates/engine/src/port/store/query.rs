//! What may be looked for, a page at a time.

use std::collections::BTreeSet;

use interpreter::id::{PersonId, RunId};
use procedure::document::{ProcedureId, RoleId};
use procedure::hash::ContentHash;

use super::row::RunStatus;

/// Where the next page begins. Opaque: only the store that gave it understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// At most this many; stores give no more than [`Page::MOST`].
    pub size: usize,
    pub from: Option<Cursor>,
}

impl Page {
    /// Largest page.
    pub const MOST: usize = 1_000;

    pub fn first(size: usize) -> Self {
        Page { size, from: None }
    }

    /// The page that begins there.
    pub fn from(size: usize, cursor: Cursor) -> Self {
        Page { size, from: Some(cursor) }
    }

    /// How many rows the page may have.
    pub fn limit(&self) -> usize {
        self.size.clamp(1, Page::MOST)
    }
}

/// A page's rows, and where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    pub next: Option<Cursor>,
}

/// Which runs. Every field that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunQuery {
    pub procedure: Option<ProcedureId>,
    pub version: Option<ContentHash>,
    /// Any of these; empty for all.
    pub statuses: BTreeSet<RunStatus>,
    pub starter: Option<PersonId>,
    pub parent: Option<RunId>,
    /// The position of the schedule that started it.
    pub schedule: Option<usize>,
}

impl RunQuery {
    /// Runs in which something can still happen.
    pub fn open() -> Self {
        RunQuery { statuses: BTreeSet::from([RunStatus::Running, RunStatus::Paused]), ..RunQuery::default() }
    }
}

/// Whose tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskScope {
    All,
    Run(RunId),
    /// Assigned to this person.
    Person(PersonId),
    /// Assigned to nobody, for any of these roles.
    Roles(BTreeSet<RoleId>),
    /// Both: assigned to the person, or to nobody and for any of the roles.
    Inbox(PersonId, BTreeSet<RoleId>),
}

/// Whose notices. A notice is found if it is for the person or for one of the roles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeQuery {
    pub person: Option<PersonId>,
    pub roles: BTreeSet<RoleId>,
    pub run: Option<RunId>,
}
