//! People and what they may do.

use interpreter::actor::Actor;
use interpreter::id::PersonId;

use crate::access::{Deed, Thing};
use crate::account;
use crate::directory::{Caller, Person, Upon};
use crate::engine::{Engine, PeopleTurn};
use crate::error::Error;
use crate::port::store::{ChangeKind, Collection, Record, Write};

impl Engine {
    /// Adds a person, or changes one.
    pub async fn put_person(&self, caller: &Caller, person: Person) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::People, "change people and roles")?;
        let turn = self.people_turn().await;
        self.put(&turn, caller, person).await
    }

    async fn put(&self, turn: &PeopleTurn<'_>, caller: &Caller, person: Person) -> Result<(), Error> {
        let stays = person.active && person.administrator;
        self.keeps_administrator(&person.id, stays)?;
        let actor = self.directory().standing(caller, None, self.now()).actor;
        self.write_person(turn, actor, person).await
    }

    /// Adds a person. Refuses an id that somebody has.
    pub async fn add_person(&self, caller: &Caller, person: Person) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::People, "add people")?;
        let turn = self.people_turn().await;
        if self.directory().person(&person.id).is_some() {
            let because = format!("there is a person `{}` already", person.id);
            return Err(Error::Invalid { what: "the person's id", because });
        }
        self.put(&turn, caller, person).await
    }

    /// Changes a person who is there, as the person is at that moment: what somebody else changed meanwhile stays.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where that is not `upon` what it was made.
    pub async fn change_person<E: From<Error>>(
        &self,
        caller: &Caller,
        id: &PersonId,
        upon: Upon<'_>,
        change: impl FnOnce(Person) -> Result<Person, E> + Send,
    ) -> Result<(), E> {
        self.allow(caller, Deed::Act, Thing::People, "change people and roles")?;
        let turn = self.people_turn().await;
        let before = self.directory().person(id).cloned();
        let before = before.ok_or_else(|| Error::Nothing { what: "person", name: id.to_string() })?;
        upon.judge(&format!("`{id}`"), Some(&before.etag()))?;
        let after = change(before)?;
        Ok(self.put(&turn, caller, after).await?)
    }

    /// Takes a person out of the directory. What the person did stays in the journals.
    pub async fn remove_person(&self, caller: &Caller, person: &PersonId) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::People, "change people and roles")?;
        let turn = self.people_turn().await;
        let directory = self.directory();
        let nobody = || Error::Nothing { what: "person", name: person.to_string() };
        let before = directory.person(person).ok_or_else(nobody)?;
        self.keeps_administrator(person, false)?;
        let actor = directory.standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"before": before});
        let mut writes = vec![Write::RemoveRecord { collection: Collection::People, id: person.to_string() }];
        writes.extend(account::forget(person));
        writes.extend(self.forget_tokens(person).await?);
        writes.extend(self.forget_guests(person).await?);
        self.enter(ChangeKind::PersonRemoved, person.as_str(), actor, &payload, writes, vec![]).await?;
        self.read_directory(&turn).await
    }

    /// Everybody.
    pub fn people(&self, caller: &Caller) -> Result<Vec<Person>, Error> {
        self.allow(caller, Deed::Read, Thing::People, "see people and roles")?;
        Ok(self.directory().people().cloned().collect())
    }

    /// Brings the directory to what the installation's configuration says of these people. Others stay as they are.
    ///
    /// Called once by whoever starts the process, which is who may change its configuration.
    pub async fn configure_people(&self, people: Vec<Person>) -> Result<(), Error> {
        let turn = self.people_turn().await;
        let directory = self.directory();
        for person in people {
            if directory.person(&person.id) != Some(&person) {
                self.write_person(&turn, Actor::engine(), person).await?;
            }
        }
        Ok(())
    }

    /// Refuses to take away the last one who could give rights back.
    fn keeps_administrator(&self, person: &PersonId, stays: bool) -> Result<(), Error> {
        let directory = self.directory();
        let mut others = directory.people().filter(|other| other.active && other.administrator);
        let was = directory.person(person).is_some_and(|person| person.active && person.administrator);
        if was && !stays && !others.any(|other| other.id != *person) {
            let because = "nobody would administer the installation any more; name another administrator first";
            return Err(Error::Invalid { what: "the change", because: because.to_owned() });
        }
        Ok(())
    }

    pub(crate) async fn write_person(&self, turn: &PeopleTurn<'_>, actor: Actor, person: Person) -> Result<(), Error> {
        if person.id.as_str().is_empty() || person.id.as_str().len() > 200 {
            let because = "it has 1 to 200 bytes".to_owned();
            return Err(Error::Invalid { what: "the person's id", because });
        }
        if person.id.as_str().starts_with("guest:") {
            let because = "`guest:` is what people from outside are named by".to_owned();
            return Err(Error::Invalid { what: "the person's id", because });
        }
        let directory = self.directory();
        let other = person.accounts.iter().find_map(|account| {
            directory.of_account(account).filter(|other| other.id != person.id).map(|other| (account, other))
        });
        if let Some((account, other)) = other {
            let because = format!("the account `{account}` is already that of `{}`", other.id);
            return Err(Error::Invalid { what: "the person", because });
        }
        let payload = serde_json::json!({"before": directory.person(&person.id), "after": person});
        let value = serde_json::to_string(&person).expect("a person has a JSON form");
        let record = Record { collection: Collection::People, id: person.id.to_string(), value };
        let mut writes = vec![Write::Record(record)];
        if !person.active {
            writes.push(account::end_sessions(&person.id));
        }
        self.enter(ChangeKind::PersonChanged, person.id.as_str(), actor, &payload, writes, vec![]).await?;
        self.read_directory(turn).await
    }
}
