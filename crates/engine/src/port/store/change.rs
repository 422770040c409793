//! Changes that belong to no run's journal: publications, people, configuration, notices, dead letters.

use std::collections::{BTreeMap, BTreeSet};

use interpreter::actor::Actor;
use interpreter::id::{PersonId, RunId};
use jiff::Timestamp;
use procedure::document::{ProcedureId, RoleId, StepId};
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};

use super::batch::Claim;
use super::passing::{Passing, PassingKind};

/// What kind of change an entry of the ledger is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A procedure was published.
    Published,
    /// A document was kept so that runs can follow it without a publication.
    DocumentKept,
    /// A person, or what a person may do, changed.
    PersonChanged,
    PersonRemoved,
    ConfigurationChanged,
    /// A schedule was followed: a moment started a run, was left out, or waits.
    ScheduleFollowed,
    /// A command of the engine's own was refused by a run.
    DeadLetter,
    /// Content was erased.
    Erased,
    /// Sensitive values were shown to somebody.
    Revealed,
    /// Dispatch was stopped, or goes on.
    DispatchChanged,
    /// Somebody said whether a request in doubt was carried out.
    DoubtSettled,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out, or was.
    SignedOut,
    /// Somebody gave a wrong password too often.
    AccountLocked,
    /// A password was set, or a link to set one was given out.
    AccountChanged,
    TokenIssued,
    TokenRevoked,
    TeamChanged,
    TeamRemoved,
    /// A task was opened to somebody from outside.
    GuestInvited,
    GuestRevoked,
    DraftSaved,
    DraftRemoved,
    /// Everything was copied to somewhere else.
    BackedUp,
    LogImported,
    LogRemoved,
    /// Somebody said which activities of a log are which steps of a procedure.
    MappingSaid,
    DeviationAccepted,
    AcceptanceWithdrawn,
}

impl ChangeKind {
    pub const ALL: [ChangeKind; 29] = [
        ChangeKind::Published,
        ChangeKind::DocumentKept,
        ChangeKind::PersonChanged,
        ChangeKind::PersonRemoved,
        ChangeKind::ConfigurationChanged,
        ChangeKind::ScheduleFollowed,
        ChangeKind::DeadLetter,
        ChangeKind::Erased,
        ChangeKind::Revealed,
        ChangeKind::DispatchChanged,
        ChangeKind::DoubtSettled,
        ChangeKind::SignedIn,
        ChangeKind::SignedOut,
        ChangeKind::AccountLocked,
        ChangeKind::AccountChanged,
        ChangeKind::TokenIssued,
        ChangeKind::TokenRevoked,
        ChangeKind::TeamChanged,
        ChangeKind::TeamRemoved,
        ChangeKind::GuestInvited,
        ChangeKind::GuestRevoked,
        ChangeKind::DraftSaved,
        ChangeKind::DraftRemoved,
        ChangeKind::BackedUp,
        ChangeKind::LogImported,
        ChangeKind::LogRemoved,
        ChangeKind::MappingSaid,
        ChangeKind::DeviationAccepted,
        ChangeKind::AcceptanceWithdrawn,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            ChangeKind::Published => "published",
            ChangeKind::DocumentKept => "document-kept",
            ChangeKind::PersonChanged => "person-changed",
            ChangeKind::PersonRemoved => "person-removed",
            ChangeKind::ConfigurationChanged => "configuration-changed",
            ChangeKind::ScheduleFollowed => "schedule-followed",
            ChangeKind::DeadLetter => "dead-letter",
            ChangeKind::Erased => "erased",
            ChangeKind::Revealed => "revealed",
            ChangeKind::DispatchChanged => "dispatch-changed",
            ChangeKind::DoubtSettled => "doubt-settled",
            ChangeKind::SignedIn => "signed-in",
            ChangeKind::SignedOut => "signed-out",
            ChangeKind::AccountLocked => "account-locked",
            ChangeKind::AccountChanged => "account-changed",
            ChangeKind::TokenIssued => "token-issued",
            ChangeKind::TokenRevoked => "token-revoked",
            ChangeKind::TeamChanged => "team-changed",
            ChangeKind::TeamRemoved => "team-removed",
            ChangeKind::GuestInvited => "guest-invited",
            ChangeKind::GuestRevoked => "guest-revoked",
            ChangeKind::DraftSaved => "draft-saved",
            ChangeKind::DraftRemoved => "draft-removed",
            ChangeKind::BackedUp => "backed-up",
            ChangeKind::LogImported => "log-imported",
            ChangeKind::LogRemoved => "log-removed",
            ChangeKind::MappingSaid => "mapping-said",
            ChangeKind::DeviationAccepted => "deviation-accepted",
            ChangeKind::AcceptanceWithdrawn => "acceptance-withdrawn",
        }
    }
}

/// One change and its entry in the ledger.
#[derive(Debug, Clone)]
pub struct Change {
    pub at: Timestamp,
    pub actor: Actor,
    pub kind: ChangeKind,
    /// What changed, by its id.
    pub subject: String,
    /// What the ledger commits to: before and after, as JSON. Erasable.
    pub payload: String,
    pub salt: [u8; 16],
    pub writes: Vec<Write>,
    /// Keys that nobody may have claimed before.
    pub claims: Vec<Claim>,
}

/// A row that a change writes.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    Document {
        version: ContentHash,
        /// Canonical JSON.
        text: String,
    },
    /// Its number must be the next of its procedure.
    Publication(Publication),
    Record(Record),
    RemoveRecord {
        collection: Collection,
        id: String,
    },
    DeadLetter(DeadLetter),
    Notice(Notice),
    /// Kept for a while, together with the change.
    Passing(Passing),
    /// Ends everything of the kind that is the owner's.
    EndPassing {
        kind: PassingKind,
        owner: String,
    },
    /// Erases the content of a run's journal; its hashes stay. Refused while the run is open.
    EraseJournal(RunId),
    /// Takes the doubt from a `once` key.
    EndDoubt {
        key: String,
    },
    /// Content that is kept for as long as its owner says so: what the owner named before and does not name now is not
    /// kept for it any more.
    Hold {
        /// Unique among all owners: what it is and its id.
        owner: String,
        content: BTreeSet<ContentHash>,
    },
    /// Keeps a small fact about the installation; `None` forgets it.
    Fact {
        name: &'static str,
        value: Option<Vec<u8>>,
    },
    /// Erases the payload of an entry of the ledger; its hash stays.
    ErasePayload(u64),
}

/// A procedure made current.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    pub procedure: ProcedureId,
    /// Counts from 1.
    pub number: u32,
    pub version: ContentHash,
    /// The versions that its sub-procedures have.
    pub pins: BTreeMap<ProcedureId, Pin>,
    pub author: Option<PersonId>,
    /// Why it was changed.
    pub rationale: String,
    pub at: Timestamp,
}

/// A sub-procedure as a publication fixed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    pub number: u32,
    pub version: ContentHash,
}

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collection {
    People,
    Configuration,
    /// How far each schedule is.
    Schedules,
    /// Runs that a schedule will start when the run before has ended.
    Queued,
    /// How people prove who they are: by person.
    Accounts,
    Tokens,
    Teams,
    /// People from outside, each with one task.
    Guests,
    /// Documents that are being written.
    Drafts,
    /// Texts of publications as their authors wrote them: by procedure and number.
    Texts,
    /// Event logs that were brought from elsewhere: what is known of them. Their content stands in parts beside.
    EventLogs,
    /// Which activities are which steps: by log and procedure.
    Mappings,
    /// Deviations from procedures that somebody accepted.
    Acceptances,
}

impl Collection {
    pub const ALL: [Collection; 13] = [
        Collection::People,
        Collection::Configuration,
        Collection::Schedules,
        Collection::Queued,
        Collection::Accounts,
        Collection::Tokens,
        Collection::Teams,
        Collection::Guests,
        Collection::Drafts,
        Collection::Texts,
        Collection::EventLogs,
        Collection::Mappings,
        Collection::Acceptances,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Collection::People => "people",
            Collection::Configuration => "configuration",
            Collection::Schedules => "schedules",
            Collection::Queued => "queued",
            Collection::Accounts => "accounts",
            Collection::Tokens => "tokens",
            Collection::Teams => "teams",
            Collection::Guests => "guests",
            Collection::Drafts => "drafts",
            Collection::Texts => "texts",
            Collection::EventLogs => "event-logs",
            Collection::Mappings => "mappings",
            Collection::Acceptances => "acceptances",
        }
    }
}

/// One thing of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub collection: Collection,
    pub id: String,
    /// JSON.
    pub value: String,
}

/// A command of the engine's own that a run refused, so that what it carried was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    pub at: Timestamp,
    pub run: RunId,
    /// What was to happen, such as `the result of effect 3`.
    pub what: String,
    /// The code of the refusal.
    pub code: String,
    pub reason: String,
}

/// A word to somebody, kept until a channel delivers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub at: Timestamp,
    pub run: RunId,
    pub step: Option<StepId>,
    pub role: Option<RoleId>,
    pub person: Option<PersonId>,
    pub subject: Option<String>,
    pub text: String,
}
