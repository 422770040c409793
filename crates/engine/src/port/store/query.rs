//! What may be looked for, a page at a time.

use std::collections::{BTreeMap, BTreeSet};

use interpreter::id::{PersonId, RunId};
use jiff::Timestamp;
use procedure::document::{OutcomeId, ProcedureId, RoleId};
use procedure::hash::ContentHash;

use super::row::{Origin, RunRow, RunStatus};

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
    pub outcome: Option<OutcomeId>,
    /// Started at this moment or later.
    pub since: Option<Timestamp>,
    /// Started before this moment.
    pub until: Option<Timestamp>,
    /// Each of these stands in the case or the id, in whatever case of letters, or is answered by [`RunQuery::titled`].
    pub words: Words,
    /// By word: the procedures in whose title it stands, whose runs it finds too.
    pub titled: BTreeMap<String, BTreeSet<ProcedureId>>,
}

impl RunQuery {
    /// Whether the words find this run.
    pub fn finds(&self, run: &RunId, origin: &Origin) -> bool {
        let haystack = RunRow::haystack(run, origin);
        let titled = |word: &str| self.titled.get(word).is_some_and(|named| named.contains(&origin.procedure));
        self.words.iter().all(|word| haystack.contains(word) || titled(word))
    }

    /// Runs in which something can still happen.
    pub fn open() -> Self {
        RunQuery { statuses: BTreeSet::from([RunStatus::Running, RunStatus::Paused]), ..RunQuery::default() }
    }
}

/// How much there is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Runs by where they stand; absent where there is none.
    pub runs: BTreeMap<RunStatus, u64>,
    /// Open tasks.
    pub tasks: u64,
    /// Asked of other systems and not come back.
    pub effects: u64,
    pub dead_letters: u64,
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
    /// As [`TaskScope::Inbox`], and every task of these procedures' runs.
    Seen(PersonId, BTreeSet<RoleId>, BTreeSet<ProcedureId>),
}

/// Which tasks, in which order. Every part that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskQuery {
    pub scope: TaskScope,
    /// Each of these stands in the title, the case or the run's id, in whatever case of letters.
    pub words: Words,
    pub procedure: Option<ProcedureId>,
    /// Offered to this role, whoever has it.
    pub role: Option<RoleId>,
    /// Due before this moment.
    pub due_before: Option<Timestamp>,
    pub order: TaskOrder,
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskOrder {
    /// Those due first, then by priority; without a due moment last.
    #[default]
    Due,
    /// Those that matter most, then as by [`TaskOrder::Due`].
    Priority,
    /// Those opened last.
    Opened,
}

impl From<TaskScope> for TaskQuery {
    /// All of the scope, those due first.
    fn from(scope: TaskScope) -> Self {
        TaskQuery {
            scope,
            words: Words::default(),
            procedure: None,
            role: None,
            due_before: None,
            order: TaskOrder::Due,
        }
    }
}

/// What somebody typed to find something: a few words in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// Most words that are looked for.
    pub const MOST: usize = 10;

    /// The words of a text, at most [`Words::MOST`].
    pub fn of(text: &str) -> Self {
        Words(text.split_whitespace().take(Words::MOST).map(str::to_lowercase).collect())
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// What is looked through: these parts in lower case, a line each. Stores keep it beside a row.
    pub fn haystack<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
        parts.into_iter().map(str::to_lowercase).collect::<Vec<_>>().join("\n")
    }

    /// Whether each word stands in it.
    pub fn stand_in(&self, haystack: &str) -> bool {
        self.0.iter().all(|word| haystack.contains(word))
    }
}

/// Which entries of the ledger. Every part that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerQuery {
    /// `run`, or the kind of a change.
    pub kind: Option<String>,
    /// What changed, by its id, whole.
    pub subject: Option<String>,
    /// Who changed it. Changes of runs stand in their journals, and name nobody here.
    pub person: Option<PersonId>,
    /// At this moment or later.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// What goes on of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunsOf {
    pub all: u64,
    /// Runs in which something can still happen.
    pub open: u64,
    /// When the latest one was started.
    pub latest: Option<Timestamp>,
}

/// Whose notices. A notice is found if it is for the person or for one of the roles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeQuery {
    pub person: Option<PersonId>,
    pub roles: BTreeSet<RoleId>,
    pub run: Option<RunId>,
}
