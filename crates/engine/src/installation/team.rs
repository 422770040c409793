//! Teams: people who hold roles together.

use crate::access::{Deed, Thing};
use crate::directory::{Caller, Team, Upon};
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Collection, Record, Write};

impl Engine {
    /// Adds a team, or changes one.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where what is there is not `upon` what it was made.
    pub async fn put_team(&self, caller: &Caller, upon: Upon<'_>, team: Team) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::People, "change teams")?;
        let invalid = |because: String| Err(Error::Invalid { what: "the team", because });
        let id = &team.id;
        if id.is_empty() || id.len() > 80 || id.chars().any(|c| c.is_control() || c.is_whitespace() || c == '/') {
            return invalid("its id has 1 to 80 characters without blanks and slashes".to_owned());
        }
        if team.name.chars().count() > 200 {
            return invalid("its name has at most 200 characters".to_owned());
        }
        let turn = self.people_turn().await;
        let directory = self.directory();
        upon.judge(&format!("the team `{id}`"), directory.team(id).map(Team::etag).as_deref())?;
        if let Some(nobody) = team.members.iter().find(|member| directory.person(member).is_none()) {
            return invalid(format!("there is no person `{nobody}`"));
        }
        let actor = directory.standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"before": directory.team(id), "after": team});
        let value = serde_json::to_string(&team).expect("a team has a JSON form");
        let writes = vec![Write::Record(Record { collection: Collection::Teams, id: id.clone(), value })];
        self.enter(ChangeKind::TeamChanged, id, actor, &payload, writes, vec![]).await?;
        self.read_directory(&turn).await
    }

    pub async fn remove_team(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::People, "change teams")?;
        let turn = self.people_turn().await;
        let directory = self.directory();
        let nothing = || Error::Nothing { what: "team", name: id.to_owned() };
        let before = directory.team(id).ok_or_else(nothing)?;
        let actor = directory.standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"before": before});
        let writes = vec![Write::RemoveRecord { collection: Collection::Teams, id: id.to_owned() }];
        self.enter(ChangeKind::TeamRemoved, id, actor, &payload, writes, vec![]).await?;
        self.read_directory(&turn).await
    }

    /// All teams.
    pub fn teams(&self, caller: &Caller) -> Result<Vec<Team>, Error> {
        self.allow(caller, Deed::Read, Thing::People, "see people and roles")?;
        Ok(self.directory().teams().cloned().collect())
    }
}
