//! Links that are used once: the first owner's, and the one to set a new password.

use interpreter::id::PersonId;
use jiff::{SignedDuration, Timestamp};

use super::secret::sealed;
use super::session::{NewSession, end_all};
use super::{Account, Credential};
use crate::access::{Deed, Thing};
use crate::directory::{Caller, Person};
use crate::engine::Engine;
use crate::error::{Error, Unproven};
use crate::port::store::{ChangeKind, Collection, Passing, PassingKind, Record, Write};

/// How long a link is good.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// What makes the first owner; a person's id for any other link.
const SETUP: &str = "setup";
const RESET: &str = "reset";

impl Engine {
    /// Whether nobody can sign in yet.
    pub async fn needs_owner(&self) -> Result<bool, Error> {
        Ok(self.store().records(Collection::Accounts).await?.is_empty())
    }

    /// A secret by which the first owner is made, where there is none. Called by whoever starts the process.
    pub async fn offer_setup(&self) -> Result<Option<String>, Error> {
        if !self.needs_owner().await? {
            return Ok(None);
        }
        Ok(Some(self.link(SETUP, "").await?))
    }

    /// Makes the first owner, who is signed in from then on.
    pub async fn set_up(
        &self,
        secret: &str,
        id: &str,
        name: &str,
        credential: Credential,
    ) -> Result<NewSession, Error> {
        let _turn = self.inner.tries.lock().await;
        let people = self.people_turn().await;
        if !self.needs_owner().await? {
            let because = "there is an owner already; sign in".to_owned();
            return Err(Error::Denied { what: "set this installation up".into(), because });
        }
        let found = self.store().passing(PassingKind::Link, &sealed(secret)).await?;
        found.filter(|found| found.value == SETUP && found.until > self.now()).ok_or(Unproven::Link)?;
        let known = self.directory().person(&PersonId::new(id)).cloned();
        let mut person = known.unwrap_or_else(|| Person::new(id));
        (person.administrator, person.active) = (true, true);
        if !name.trim().is_empty() {
            person.name = name.trim().to_owned();
        }
        let id = person.id.clone();
        self.write_person(&people, self.proven(&id), person).await?;
        drop(people);
        self.store().take_passing(PassingKind::Link, &sealed(secret)).await?;
        self.keep_credential(&id, self.proven(&id), credential, "set-up").await?;
        self.begin_session(&id, "set-up").await
    }

    /// A secret by which the person sets a new password, once. For administrators.
    pub async fn offer_reset(&self, caller: &Caller, person: &PersonId) -> Result<(String, Timestamp), Error> {
        self.allow(caller, Deed::Act, Thing::People, "let somebody set a new password")?;
        // A token with which passwords are set would be as good as everybody's.
        self.allow(caller, Deed::Act, Thing::Account(person), "let somebody set a new password")?;
        let directory = self.directory();
        let nobody = || Error::Nothing { what: "active person", name: person.to_string() };
        directory.person(person).filter(|person| person.active).ok_or_else(nobody)?;
        let secret = self.link(RESET, person.as_str()).await?;
        let actor = directory.standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"what": "link-given"});
        self.enter(ChangeKind::AccountChanged, person.as_str(), actor, &payload, vec![], vec![]).await?;
        Ok((secret, self.now().checked_add(LIFETIME).unwrap_or(Timestamp::MAX)))
    }

    /// Sets a new password by a link, ends the person's sessions, and begins a new one.
    pub async fn reset(&self, secret: &str, credential: Credential) -> Result<NewSession, Error> {
        let found = self.store().take_passing(PassingKind::Link, &sealed(secret)).await?;
        let found = found.filter(|found| found.value == RESET && found.until > self.now()).ok_or(Unproven::Link)?;
        let person = PersonId::new(&found.owner);
        self.directory().person(&person).filter(|person| person.active).ok_or(Unproven::Link)?;
        self.keep_credential(&person, self.proven(&person), credential, "reset").await?;
        // Whoever was locked out by somebody's guesses is let in.
        self.store().take_passing(PassingKind::Tries, &format!("account {person}")).await?;
        self.begin_session(&person, "link").await
    }

    /// Sets the caller's own password and ends all of the person's sessions but a new one.
    pub async fn change_password(&self, caller: &Caller, credential: Credential) -> Result<NewSession, Error> {
        self.allow(caller, Deed::Act, Thing::Account(&caller.person), "change your password")?;
        let person = &caller.person;
        self.keep_credential(person, self.proven(person), credential, "changed").await?;
        self.begin_session(person, "password").await
    }

    /// Gives somebody a first password, as the configuration or a demonstration says.
    pub async fn configure_password(&self, person: &PersonId, credential: Credential) -> Result<(), Error> {
        self.keep_credential(person, interpreter::actor::Actor::engine(), credential, "configured").await
    }

    async fn keep_credential(
        &self,
        person: &PersonId,
        actor: interpreter::actor::Actor,
        credential: Credential,
        what: &str,
    ) -> Result<(), Error> {
        let account = Account { credential, changed_at: self.now() };
        let payload = serde_json::json!({"what": what});
        let outstanding = Write::EndPassing { kind: PassingKind::Link, owner: person.to_string() };
        let writes = vec![account.write(person), end_all(person), outstanding];
        self.enter(ChangeKind::AccountChanged, person.as_str(), actor, &payload, writes, vec![]).await?;
        Ok(())
    }

    async fn link(&self, what: &str, owner: &str) -> Result<String, Error> {
        let secret = self.secret();
        let until = self.now().checked_add(LIFETIME).unwrap_or(Timestamp::MAX);
        let (key, value, owner) = (sealed(&secret), what.to_owned(), owner.to_owned());
        self.store().keep_passing(Passing { kind: PassingKind::Link, key, owner, value, until }).await?;
        Ok(secret)
    }
}

/// Takes away what somebody signs in with, together with the person.
pub(crate) fn forget(person: &PersonId) -> Vec<Write> {
    let id = person.to_string();
    let links = Write::EndPassing { kind: PassingKind::Link, owner: id.clone() };
    vec![Write::RemoveRecord { collection: Collection::Accounts, id }, end_all(person), links]
}

/// A record as it is written.
pub(super) fn record(collection: Collection, id: &str, value: &impl serde::Serialize) -> Write {
    let value = serde_json::to_string(value).expect("records hold texts, moments and lists");
    Write::Record(Record { collection, id: id.to_owned(), value })
}
