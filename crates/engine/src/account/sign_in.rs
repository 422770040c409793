//! Signing in with a password, and what slows down whoever guesses.

use interpreter::actor::{Actor, Surface};
use interpreter::id::PersonId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Credential;
use super::session::NewSession;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::{Error, Unproven};
use crate::port::store::{ChangeKind, Passing, PassingKind};

/// Wrong tries at one account before it is locked.
const TRIES_OF_ACCOUNT: u32 = 5;

/// Wrong tries from one address before it is locked: many people can be behind one.
const TRIES_OF_ADDRESS: u32 = 20;

/// The longest lock. The first takes a second, each further one twice as long.
const LONGEST_LOCK: SignedDuration = SignedDuration::from_mins(15);

/// How long wrong tries are remembered.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

/// How long an address from where somebody signed in counts their tries by itself, so that whoever guesses elsewhere does
/// not lock them out.
const KNOWN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Longest name that is looked for, in bytes.
const LONGEST_NAME: usize = 200;

/// A try to sign in that was counted as wrong, until it is found right.
#[derive(Debug)]
pub struct Attempt {
    person: Option<PersonId>,
    /// What the password must match. Where there is none, the surface checks against something that takes as long.
    pub credential: Option<Credential>,
    counted: Vec<String>,
    /// Whether it locks the account, should it be wrong.
    locks: bool,
    address: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Tries {
    wrong: u32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    locked_until: Option<Timestamp>,
}

impl Engine {
    /// Counts a try, and gives what the password must match. Refuses while the account or the address is locked.
    ///
    /// A name that nobody has is counted like any other, so that nobody learns which names there are.
    pub async fn try_sign_in(&self, name: &str, address: Option<&str>) -> Result<Attempt, Error> {
        let name = name.trim();
        if name.is_empty() || name.len() > LONGEST_NAME {
            return Err(Unproven::Password.into());
        }
        let _turn = self.inner.tries.lock().await;
        let now = self.now();
        let known = match address {
            Some(from) => self.store().passing(PassingKind::Tries, &known(name, from)).await?,
            None => None,
        };
        let account = match address.filter(|_| known.is_some_and(|known| known.until > now)) {
            Some(from) => format!("account {name} at {from}"),
            None => format!("account {name}"),
        };
        let account = (account, TRIES_OF_ACCOUNT);
        let keys: Vec<(String, u32)> =
            std::iter::once(account).chain(address.map(|from| (format!("address {from}"), TRIES_OF_ADDRESS))).collect();
        let mut counts = Vec::new();
        for (key, most) in keys {
            let tries = self.tries(&key, now).await?;
            if let Some(until) = tries.locked_until.filter(|until| *until > now) {
                let left = until.duration_since(now).as_secs().unsigned_abs();
                return Err(Error::Locked { seconds: left.max(1) });
            }
            counts.push((key, most, tries));
        }
        let address = address.map(str::to_owned);
        let mut attempt = Attempt { person: None, credential: None, counted: Vec::new(), locks: false, address };
        for (key, most, mut tries) in counts {
            tries.wrong = tries.wrong.saturating_add(1);
            if let Some(more) = tries.wrong.checked_sub(most) {
                let lock = SignedDuration::from_secs(1_i64 << more.min(20)).min(LONGEST_LOCK);
                tries.locked_until = now.checked_add(lock).ok();
                attempt.locks |= key.starts_with("account ");
            }
            self.keep_tries(&key, &tries, now).await?;
            attempt.counted.push(key);
        }
        let person = self.directory().person(&PersonId::new(name)).cloned();
        if let Some(person) = person.filter(|person| person.active) {
            attempt.credential = self.account(&person.id).await?.map(|account| account.credential);
            attempt.person = Some(person.id);
        }
        Ok(attempt)
    }

    /// What became of the try: whose it was, where it was `right`.
    pub async fn settle_sign_in(&self, attempt: Attempt, right: bool) -> Result<PersonId, Error> {
        let Attempt { person, credential, counted, locks, address } = attempt;
        let Some(person) = person else { return Err(Unproven::Password.into()) };
        if !right || credential.is_none() {
            if locks {
                let actor = Actor { person: None, role: None, on_behalf_of: None, surface: Surface::Web };
                let payload = serde_json::json!({"person": person});
                self.enter(ChangeKind::AccountLocked, person.as_str(), actor, &payload, vec![], vec![]).await?;
            }
            return Err(Unproven::Password.into());
        }
        let _turn = self.inner.tries.lock().await;
        let now = self.now();
        for key in counted {
            // One right try of an address does not make good the wrong ones at other accounts.
            let wrong = self.tries(&key, now).await?.wrong.saturating_sub(1);
            let wrong = if key.starts_with("account ") { 0 } else { wrong };
            if wrong == 0 {
                self.store().take_passing(PassingKind::Tries, &key).await?;
            } else {
                self.keep_tries(&key, &Tries { wrong, locked_until: None }, now).await?;
            }
        }
        if let Some(from) = address {
            let (key, owner) = (known(person.as_str(), &from), person.to_string());
            let until = now.checked_add(KNOWN).unwrap_or(Timestamp::MAX);
            let row = Passing { kind: PassingKind::Tries, key, owner, value: "{}".to_owned(), until };
            self.store().keep_passing(row).await?;
        }
        Ok(person)
    }

    /// Begins a session for whoever made the try, where it was `right`.
    pub async fn sign_in(&self, attempt: Attempt, right: bool) -> Result<NewSession, Error> {
        let person = self.settle_sign_in(attempt, right).await?;
        self.begin_session(&person, "password").await
    }

    /// Begins a session without a proof. For demonstrations alone: the surface asks whether this is one.
    pub async fn sign_in_freely(&self, person: &PersonId) -> Result<NewSession, Error> {
        let directory = self.directory();
        let known = directory.person(person).is_some_and(|person| person.active);
        if !known {
            return Err(Error::Nothing { what: "active person", name: person.to_string() });
        }
        self.begin_session(person, "demonstration").await
    }

    async fn tries(&self, key: &str, now: Timestamp) -> Result<Tries, Error> {
        let kept = self.store().passing(PassingKind::Tries, key).await?.filter(|kept| kept.until > now);
        kept.map_or(Ok(Tries::default()), |kept| super::parse("tries", key, &kept.value))
    }

    async fn keep_tries(&self, key: &str, tries: &Tries, now: Timestamp) -> Result<(), Error> {
        let value = serde_json::to_string(tries).expect("tries are a number and a moment");
        let until = now.checked_add(MEMORY).unwrap_or(Timestamp::MAX);
        let row = Passing { kind: PassingKind::Tries, key: key.to_owned(), owner: String::new(), value, until };
        Ok(self.store().keep_passing(row).await?)
    }

    /// The actor of somebody who is known by what was just proved.
    pub(super) fn proven(&self, person: &PersonId) -> Actor {
        let caller = Caller::new(person.as_str(), Surface::Web);
        self.directory().standing(&caller, None, self.now()).actor
    }
}

/// The key of the note that somebody signed in from an address.
fn known(name: &str, address: &str) -> String {
    format!("known {name} at {address}")
}
