//! Why a use case did not do what was asked.

use interpreter::Rejected;
use interpreter::id::RunId;
use procedure::diagnostic::Diagnostic;
use procedure::document::ProcedureId;
use procedure::expression::Failure;
use procedure::hash::ContentHash;

use crate::port::store::StoreError;
use crate::watching::{ImportReport, ObjectsFound};

/// A refusal or a failure. Nothing was changed unless the text says so.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("you may not {what}: {because}")]
    Denied { what: String, because: String },
    #[error("{0}")]
    Rejected(#[from] Rejected),
    #[error("there is no run {0}")]
    NoRun(RunId),
    #[error("there is no procedure `{0}` that is published")]
    NoProcedure(ProcedureId),
    #[error("`{procedure}` has no publication {number}; the latest is {latest}")]
    NoPublication { procedure: ProcedureId, number: u32, latest: u32 },
    #[error("there is no document {0} in the store")]
    NoDocument(ContentHash),
    #[error("there is no {what} `{name}`")]
    Nothing { what: &'static str, name: String },
    #[error("the procedure has {} that must be put right before it is published", mistakes(.0))]
    Mistakes(Vec<Diagnostic>),
    #[error("{what} is wrong: {because}")]
    Invalid { what: &'static str, because: String },
    #[error("the trigger of `{procedure}` cannot be judged: {failure}")]
    Trigger { procedure: ProcedureId, failure: Failure },
    #[error("dispatch is paused: {0}")]
    Paused(String),
    #[error("run {0} was changed by others again and again; try once more")]
    Busy(RunId),
    #[error("this idempotency key was used for another request; take a new one")]
    KeyReused,
    #[error("{0}")]
    Unproven(#[from] Unproven),
    /// Told to whoever holds the secret, and to nobody else.
    #[error("{}", how.told(host))]
    LinkEnded {
        how: Ended,
        /// Who gave the link out, by name.
        host: String,
    },
    #[error("too many wrong tries; try again in {seconds} seconds")]
    Locked { seconds: u64 },
    /// Somebody was quicker.
    #[error("{what}")]
    ChangedMeanwhile { what: String },
    #[error("that took longer than {seconds} seconds and was given up; make it smaller, or try again later")]
    TooSlow { seconds: u64 },
    #[error("the files of one day would have more than {most} bytes together; bring it tomorrow, or make it smaller")]
    FilesFull { most: u64 },
    #[error("other event logs arrive at this moment; send it again in a while")]
    LogsArriving,
    #[error("it did not arrive whole; nothing of it was kept, send it again")]
    BrokenOff,
    #[error("the event log has more than {most} bytes, and that is the most; pack it with gzip, or bring a part of it")]
    LogTooLarge { most: u64 },
    /// With what was found instead.
    #[error("nothing in this file could be read as an event of a case, so that nothing was kept; {}", found(.0))]
    NotALog(Box<ImportReport>),
    #[error("this is a log of objects, and a case is one object: say of which type, {}", names(.0))]
    WhichObjects(Vec<ObjectsFound>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Nobody could be shown to be who they say. It does not tell which part was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    #[error("the name or the password is wrong")]
    Password,
    #[error("this session has ended; sign in again")]
    Session,
    #[error("this API token is not known, was revoked, or has expired")]
    Token,
    #[error("this link is not known, was used, or has expired; ask whoever sent it for a new one")]
    Link,
}

impl Unproven {
    /// Stable, kebab-case.
    pub fn code(self) -> &'static str {
        match self {
            Unproven::Password => "wrong-password",
            Unproven::Session => "session-ended",
            Unproven::Token => "bad-token",
            Unproven::Link => "bad-link",
        }
    }
}

/// Why a guest's link opens nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Its time is over.
    Expired,
    TakenBack,
    /// The task was done, by the guest or by somebody else, or is not wanted any more.
    Done,
    /// Whoever gave it out has no part in the task now.
    HostMayNot,
}

impl Ended {
    fn told(self, host: &str) -> String {
        match self {
            Ended::Expired => format!("the time of this link is over; ask {host} for a new one"),
            Ended::TakenBack => format!("{host} took this link back; ask {host} whether you are still to do something"),
            Ended::Done => {
                format!("what this link was for is done or not needed any more; {host} can tell you more")
            }
            Ended::HostMayNot => {
                format!("{host}, who gave you this link, has no part in it any more; ask whoever you deal with there")
            }
        }
    }

    /// Stable, kebab-case.
    pub fn code(self) -> &'static str {
        match self {
            Ended::Expired => "link-expired",
            Ended::TakenBack => "link-taken-back",
            Ended::Done => "link-done",
            Ended::HostMayNot => "link-closed",
        }
    }
}

/// Most mistakes that one message names.
const MOST_MISTAKES: usize = 10;

fn mistakes(found: &[Diagnostic]) -> String {
    match found {
        [only] => format!("a mistake ({}: {})", only.code, only.message),
        many => {
            let first: Vec<String> =
                many.iter().take(MOST_MISTAKES).map(|found| format!("{} ({})", found.message, found.code)).collect();
            let more = if many.len() > MOST_MISTAKES { "; …" } else { "" };
            format!("{} mistakes ({}{more})", many.len(), first.join("; "))
        }
    }
}

/// The problems that a file has.
fn found(report: &ImportReport) -> String {
    let problems: Vec<&str> = report.problems.iter().map(|problem| problem.message.as_str()).take(3).collect();
    if problems.is_empty() { report.end.message.clone() } else { problems.join("; ") }
}

fn names(types: &[ObjectsFound]) -> String {
    let names: Vec<String> = types.iter().take(MOST_MISTAKES).map(|found| format!("`{}`", found.name)).collect();
    names.join(" or ")
}

impl Error {
    /// Stable, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Denied { .. } => "denied",
            Error::Rejected(rejected) => rejected.code(),
            Error::NoRun(_) => "no-such-run",
            Error::NoProcedure(_) => "no-such-procedure",
            Error::NoPublication { .. } => "no-such-publication",
            Error::NoDocument(_) => "no-such-document",
            Error::Nothing { .. } => "nothing-there",
            Error::Mistakes(_) => "mistakes",
            Error::Invalid { .. } => "invalid",
            Error::Trigger { .. } => "trigger",
            Error::Paused(_) => "dispatch-paused",
            Error::Busy(_) => "busy",
            Error::KeyReused => "key-reused",
            Error::Unproven(unproven) => unproven.code(),
            Error::LinkEnded { how, .. } => how.code(),
            Error::Locked { .. } => "locked",
            Error::ChangedMeanwhile { .. } => "changed-meanwhile",
            Error::TooSlow { .. } => "too-slow",
            Error::FilesFull { .. } => "too-many-files",
            Error::LogsArriving => "too-many-uploads",
            Error::BrokenOff => "not-received",
            Error::LogTooLarge { .. } => "too-large",
            Error::NotALog(_) => "not-a-log",
            Error::WhichObjects(_) => "which-objects",
            Error::Store(error) => error.code(),
        }
    }
}
