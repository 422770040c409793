//! API tokens: what a program shows instead of a person's password, for some purposes and some time.

use std::collections::BTreeSet;

use interpreter::actor::Surface;
use interpreter::id::PersonId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::link::record;
use super::secret::{same, sealed};
use crate::access::{Deed, Thing};
use crate::directory::{Caller, Scope, Vouched};
use crate::engine::Engine;
use crate::error::{Error, Unproven};
use crate::port::store::{ChangeKind, Collection, Write};

/// What every token begins with, so that it is known for one where it should not be.
const PREFIX: &str = "ust_";

/// No token lasts longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Most tokens of one person.
const MOST: usize = 100;

/// A token as it is shown: without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: String,
    pub person: PersonId,
    pub name: String,
    pub scopes: BTreeSet<Scope>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// What a token is to be.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Whose it is: the caller, or for administrators a machine account.
    pub person: PersonId,
    /// What it is for, in words.
    pub name: String,
    pub scopes: BTreeSet<Scope>,
    pub expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    id: String,
    person: PersonId,
    name: String,
    scopes: BTreeSet<Scope>,
    created_at: Timestamp,
    expires_at: Timestamp,
    hash: String,
    /// Who made it for a machine account; absent where its person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made_by: Option<PersonId>,
}

impl From<Kept> for Token {
    fn from(kept: Kept) -> Self {
        let Kept { id, person, name, scopes, created_at, expires_at, hash: _, made_by: _ } = kept;
        Token { id, person, name, scopes, created_at, expires_at }
    }
}

impl Engine {
    /// Makes a token. Its text, which comes second, is shown once and kept nowhere.
    pub async fn issue_token(&self, caller: &Caller, wanted: NewToken) -> Result<(Token, String), Error> {
        self.allow(caller, Deed::Act, Thing::Voice(&wanted.person), "make a token for this person")?;
        let NewToken { person, name, scopes, expires_at } = wanted;
        let invalid = |because: String| Err(Error::Invalid { what: "the token", because });
        let now = self.now();
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
            return invalid("say in 1 to 200 characters what it is for".to_owned());
        }
        if scopes.is_empty() {
            return invalid("it has no scope, and could do nothing".to_owned());
        }
        if expires_at <= now || expires_at.duration_since(now) > LONGEST {
            return invalid("it expires after now, and within 366 days".to_owned());
        }
        if !self.directory().person(&person).is_some_and(|person| person.active) {
            return Err(Error::Nothing { what: "active person", name: person.to_string() });
        }
        if self.all_tokens().await?.iter().filter(|kept| kept.person == person).count() >= MOST {
            return invalid(format!("a person has at most {MOST}; revoke one first"));
        }
        let (id, secret) = (self.digits(8), self.secret());
        let hash = sealed(&secret);
        let made_by = (person != caller.person).then(|| caller.person.clone());
        let kept = Kept { id, person, name, scopes, created_at: now, expires_at, hash, made_by };
        let writes = vec![record(Collection::Tokens, &kept.id, &kept)];
        let payload = serde_json::json!({
            "person": kept.person, "name": kept.name, "scopes": kept.scopes, "expires_at": kept.expires_at,
        });
        let actor = self.directory().standing(caller, None, now).actor;
        self.enter(ChangeKind::TokenIssued, &kept.id, actor, &payload, writes, vec![]).await?;
        let text = format!("{PREFIX}{}_{secret}", kept.id);
        Ok((kept.into(), text))
    }

    /// The tokens of a person; of everybody for those who oversee, where none is named.
    pub async fn tokens(&self, caller: &Caller, person: Option<&PersonId>) -> Result<Vec<Token>, Error> {
        match person {
            Some(person) => self.allow(caller, Deed::Read, Thing::Account(person), "see this person's tokens")?,
            None => self.allow(caller, Deed::Read, Thing::Installation, "see everybody's tokens")?,
        }
        let all = self.all_tokens().await?;
        Ok(all.into_iter().filter(|kept| person.is_none_or(|person| kept.person == *person)).map(Token::from).collect())
    }

    pub async fn revoke_token(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let nothing = || Error::Nothing { what: "token", name: id.to_owned() };
        let kept: Kept = self.read(Collection::Tokens, id).await?.ok_or_else(nothing)?;
        // Whoever may not see it learns nothing of it.
        self.allow(caller, Deed::Read, Thing::Account(&kept.person), "see this token").map_err(|_| nothing())?;
        self.allow(caller, Deed::Act, Thing::Account(&kept.person), "revoke this token")?;
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"person": kept.person, "name": kept.name});
        let writes = vec![Write::RemoveRecord { collection: Collection::Tokens, id: id.to_owned() }];
        self.enter(ChangeKind::TokenRevoked, id, actor, &payload, writes, vec![]).await?;
        Ok(())
    }

    /// Who calls with this token.
    pub async fn bearer(&self, text: &str) -> Result<Caller, Error> {
        let parts = text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_'));
        let (id, secret) = parts.filter(|(id, _)| id.len() == 16).ok_or(Unproven::Token)?;
        let kept: Kept = self.read(Collection::Tokens, id).await?.ok_or(Unproven::Token)?;
        if !same(&kept.hash, &sealed(secret)) || kept.expires_at <= self.now() {
            return Err(Unproven::Token.into());
        }
        // An account that was a machine's and became a person's is spoken for by that person alone.
        let machine = self.directory().person(&kept.person).is_some_and(|person| person.machine);
        if kept.made_by.is_some() && !machine {
            return Err(Unproven::Token.into());
        }
        let caller = Caller::new(kept.person.as_str(), Surface::Api);
        Ok(Caller { vouched: Vouched::Token(kept.scopes), ..caller })
    }

    /// Takes away every token of a person, together with the person: another who gets the id does not get them.
    pub(crate) async fn forget_tokens(&self, person: &PersonId) -> Result<Vec<Write>, Error> {
        let theirs = self.all_tokens().await?.into_iter().filter(|kept| kept.person == *person);
        Ok(theirs.map(|kept| Write::RemoveRecord { collection: Collection::Tokens, id: kept.id }).collect())
    }

    async fn all_tokens(&self) -> Result<Vec<Kept>, Error> {
        self.read_all(Collection::Tokens).await
    }
}
