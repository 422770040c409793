//! Sessions: a secret in a browser that stands for somebody who signed in.

use interpreter::actor::Surface;
use interpreter::id::PersonId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::secret::sealed;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::{Error, Unproven};
use crate::port::store::{ChangeKind, Passing, PassingKind, Write};

/// Files that are forgotten in one go.
const SWEPT: usize = 20;

/// A session that nobody used for so long has ended.
const IDLE: SignedDuration = SignedDuration::from_hours(12);

/// No session lasts longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How old the note of its last use may become.
const TOUCH: SignedDuration = SignedDuration::from_mins(5);

/// Somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub person: PersonId,
    pub since: Timestamp,
    /// When it ends if nobody uses it.
    pub until: Timestamp,
}

/// A session and its secret, which nobody sees again.
#[derive(Debug)]
pub struct NewSession {
    pub secret: String,
    pub session: Session,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    since: Timestamp,
    seen: Timestamp,
}

impl Session {
    /// When it ends at the latest.
    pub fn longest(&self) -> Timestamp {
        self.since.checked_add(LONGEST).unwrap_or(Timestamp::MAX)
    }

    /// As every use case takes it.
    pub fn caller(&self) -> Caller {
        Caller::new(self.person.as_str(), Surface::Web)
    }
}

impl Engine {
    pub(super) async fn begin_session(&self, person: &PersonId, by: &str) -> Result<NewSession, Error> {
        let secret = self.secret();
        let since = self.now();
        let row = row(&secret, person, since, since);
        let session = Session { person: person.clone(), since, until: row.until };
        let payload = serde_json::json!({"by": by});
        let writes = vec![Write::Passing(row)];
        self.enter(ChangeKind::SignedIn, person.as_str(), self.proven(person), &payload, writes, vec![]).await?;
        Ok(NewSession { secret, session })
    }

    /// The session that a secret stands for; notes that it was used.
    pub async fn session(&self, secret: &str) -> Result<Session, Error> {
        let key = sealed(secret);
        let kept = self.store().passing(PassingKind::Session, &key).await?.ok_or(Unproven::Session)?;
        let now = self.now();
        if kept.until <= now {
            self.store().take_passing(PassingKind::Session, &key).await?;
            return Err(Unproven::Session.into());
        }
        let person = PersonId::new(&kept.owner);
        let Kept { since, seen } = super::parse("session of", &kept.owner, &kept.value)?;
        let mut until = kept.until;
        if now.duration_since(seen) >= TOUCH {
            let row = row(secret, &person, since, now);
            until = row.until;
            // Signing out, or a new password, may have ended it since it was read: then it stays ended.
            self.store().renew_passing(row).await?;
        }
        Ok(Session { person, since, until })
    }

    /// Whether a session is still good. Does not count as using it.
    pub async fn session_holds(&self, secret: &str) -> Result<bool, Error> {
        let kept = self.store().passing(PassingKind::Session, &sealed(secret)).await?;
        Ok(kept.is_some_and(|kept| kept.until > self.now()))
    }

    /// Ends a session.
    pub async fn sign_out(&self, secret: &str) -> Result<(), Error> {
        let ended = self.store().take_passing(PassingKind::Session, &sealed(secret)).await?;
        if let Some(ended) = ended {
            let person = PersonId::new(&ended.owner);
            let payload = serde_json::json!({});
            self.enter(ChangeKind::SignedOut, person.as_str(), self.proven(&person), &payload, vec![], vec![]).await?;
        }
        Ok(())
    }

    /// Forgets what has passed: sessions, links, answers, tries; and files that no run has come to name.
    pub async fn sweep(&self) -> Result<(), Error> {
        let now = self.now();
        self.store().sweep_passing(now).await?;
        // A few at a time: whoever else writes gets a turn.
        while self.store().sweep_attachments(now, SWEPT).await? == SWEPT {}
        Ok(())
    }
}

/// Ends all sessions of a person, together with a change.
pub(crate) fn end_all(person: &PersonId) -> Write {
    Write::EndPassing { kind: PassingKind::Session, owner: person.to_string() }
}

/// The row of a session that was used now.
fn row(secret: &str, person: &PersonId, since: Timestamp, seen: Timestamp) -> Passing {
    let idle = seen.checked_add(IDLE).unwrap_or(Timestamp::MAX);
    let last = since.checked_add(LONGEST).unwrap_or(Timestamp::MAX);
    let value = serde_json::to_string(&Kept { since, seen }).expect("moments have a JSON form");
    Passing { kind: PassingKind::Session, key: sealed(secret), owner: person.to_string(), value, until: idle.min(last) }
}
