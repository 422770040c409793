//! How people prove who they are: passwords, sessions, API tokens, one-time links, guests.
//!
//! The engine keeps what is needed to check a proof and never the proof itself: credentials are opaque to it, and secrets
//! are kept as hashes. It reads no password and no cookie; a surface does, and says what it found.

mod guest;
mod link;
mod own;
mod secret;
mod session;
mod sign_in;
mod token;

use std::fmt;

use interpreter::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use link::forget;
pub(crate) use session::end_all as end_sessions;

pub use guest::{Guest, Invitation};
pub use session::{NewSession, Session};
pub use sign_in::Attempt;
pub use token::{NewToken, Token};

use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Collection, Passing, PassingKind, Record, StoreError, Write};

/// What a password is checked against, in whatever form the surface gave it. Never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Credential(pub String);

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(…)")
    }
}

/// How a person proves who they are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub credential: Credential,
    pub changed_at: Timestamp,
}

impl Account {
    fn write(&self, person: &PersonId) -> Write {
        let value = serde_json::to_string(self).expect("an account has a JSON form");
        Write::Record(Record { collection: Collection::Accounts, id: person.to_string(), value })
    }
}

impl Engine {
    pub(crate) async fn account(&self, person: &PersonId) -> Result<Option<Account>, Error> {
        self.read(Collection::Accounts, person.as_str()).await
    }

    /// Those who have a password, by id.
    pub async fn with_password(&self) -> Result<Vec<PersonId>, Error> {
        let accounts = self.store().records(Collection::Accounts).await?;
        Ok(accounts.into_iter().map(|record| PersonId::new(record.id)).collect())
    }

    async fn read<T: serde::de::DeserializeOwned>(&self, of: Collection, id: &str) -> Result<Option<T>, Error> {
        let Some(value) = self.store().record_of(of, id).await? else { return Ok(None) };
        Ok(Some(parse(of.as_str(), id, &value)?))
    }

    async fn read_all<T: serde::de::DeserializeOwned>(&self, of: Collection) -> Result<Vec<T>, Error> {
        let records = self.store().records(of).await?;
        records.iter().map(|record| parse(of.as_str(), &record.id, &record.value)).collect()
    }
}

fn parse<T: serde::de::DeserializeOwned>(of: &str, id: &str, value: &str) -> Result<T, Error> {
    let damaged =
        |error: serde_json::Error| StoreError::Damaged { what: format!("{of} `{id}`"), because: error.to_string() };
    Ok(serde_json::from_str(value).map_err(damaged)?)
}

/// What requests were answered, for whoever asks again.
impl Engine {
    /// Takes the key of a request, or gives what stands under it already.
    pub async fn begin_answer(&self, row: Passing) -> Result<Option<Passing>, Error> {
        Ok(self.store().begin_passing(row, self.now()).await?)
    }

    pub async fn keep_answer(&self, row: Passing) -> Result<(), Error> {
        Ok(self.store().keep_passing(row).await?)
    }

    pub async fn forget_answer(&self, key: &str) -> Result<(), Error> {
        self.store().take_passing(PassingKind::Answer, key).await?;
        Ok(())
    }
}
