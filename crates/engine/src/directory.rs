//! People, what they may do, and who stands in for whom.
//!
//! It holds no secrets and knows nothing of signing in: a surface says which account was authenticated, and the
//! directory says whose it is.

use std::collections::{BTreeMap, BTreeSet};

use interpreter::actor::{Actor, Standing, Surface};
use interpreter::id::{PersonId, RunId, TaskId};
use jiff::Timestamp;
use procedure::document::{Procedure, RoleId};
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A person, or a machine's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: PersonId,
    #[serde(default)]
    pub name: String,
    /// Accounts that are this person's, as surfaces name them: `os:ada`.
    #[serde(default)]
    pub accounts: BTreeSet<String>,
    #[serde(default)]
    pub roles: BTreeSet<RoleId>,
    /// Holds every role there is: for an installation of one person.
    #[serde(default)]
    pub every_role: bool,
    /// Administers the installation.
    #[serde(default)]
    pub administrator: bool,
    /// Reads everything and changes nothing.
    #[serde(default)]
    pub auditor: bool,
    /// Writes drafts of any procedure, and publishes those whose owner's role nobody holds.
    #[serde(default)]
    pub editor: bool,
    /// A program that may deliver events.
    #[serde(default)]
    pub machine: bool,
    /// Whoever has left keeps an entry, and may do nothing.
    #[serde(default = "yes")]
    pub active: bool,
    #[serde(default)]
    pub absences: Vec<Absence>,
    /// The time zone that the person reads times in; the installation's where absent. A name of the IANA database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

fn yes() -> bool {
    true
}

/// A time in which somebody else stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    pub from: Timestamp,
    /// Open where absent.
    #[serde(default)]
    pub until: Option<Timestamp>,
    pub delegate: PersonId,
}

impl Absence {
    fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl Person {
    /// An active person without any rights.
    pub fn new(id: impl AsRef<str>) -> Self {
        Person {
            id: PersonId::new(id),
            name: String::new(),
            accounts: BTreeSet::new(),
            roles: BTreeSet::new(),
            every_role: false,
            administrator: false,
            auditor: false,
            editor: false,
            machine: false,
            active: true,
            absences: Vec::new(),
            zone: None,
        }
    }
}

/// People who hold roles together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub members: BTreeSet<PersonId>,
    #[serde(default)]
    pub roles: BTreeSet<RoleId>,
}

/// What a change was made upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upon<'a> {
    /// Whatever is there now.
    Whatever,
    /// Nothing: it is new.
    Nothing,
    /// The state that has this tag.
    State(&'a str),
}

impl Upon<'_> {
    /// Refuses a change of something that is not, or not any more, as whoever changes it saw it. `current` is its tag now.
    pub(crate) fn judge(self, what: &str, current: Option<&str>) -> Result<(), Error> {
        let because = match (self, current) {
            (Upon::Whatever, _) | (Upon::Nothing, None) => return Ok(()),
            (Upon::State(seen), Some(current)) if seen == current => return Ok(()),
            (Upon::State(_), Some(_)) => "somebody changed it since you opened it",
            (Upon::State(_), None) => "somebody took it away since you opened it",
            (Upon::Nothing, Some(_)) => "there is one already",
        };
        Err(Error::ChangedMeanwhile { what: format!("{what} is not as you saw it: {because}; look at it again") })
    }
}

/// The tag of what is kept: changes with it.
fn etag(kept: &impl Serialize) -> String {
    ContentHash::of(&serde_json::to_vec(kept).expect("it has a JSON form")).short()
}

impl Person {
    /// Changes with everything that is kept of the person.
    pub fn etag(&self) -> String {
        etag(self)
    }
}

impl Team {
    /// Changes with everything that is kept of the team.
    pub fn etag(&self) -> String {
        etag(self)
    }
}

/// What an API token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Look at whatever its person may see.
    Read,
    /// Tasks and runs.
    Work,
    /// Procedures and drafts.
    Write,
    /// People, roles, the installation.
    Administer,
    /// Deliver events.
    Events,
}

impl Scope {
    pub const ALL: [Scope; 5] = [Scope::Read, Scope::Work, Scope::Write, Scope::Administer, Scope::Events];

    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Work => "work",
            Scope::Write => "write",
            Scope::Administer => "administer",
            Scope::Events => "events",
        }
    }
}

/// What the authentication vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vouched {
    /// The person, who signed in or whose account the operating system knows.
    Person,
    /// A program with the person's token, for these purposes.
    Token(BTreeSet<Scope>),
    /// Somebody from outside with a link to one task, on behalf of whoever gave it out.
    Guest { run: RunId, task: TaskId },
}

/// Who acts, as an authenticated surface vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub person: PersonId,
    pub surface: Surface,
    /// For whom the person acts as a delegate, where it says so.
    pub on_behalf_of: Option<PersonId>,
    pub vouched: Vouched,
}

impl Caller {
    pub fn new(person: impl AsRef<str>, surface: Surface) -> Self {
        Caller { person: PersonId::new(person), surface, on_behalf_of: None, vouched: Vouched::Person }
    }
}

/// Everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    people: BTreeMap<PersonId, Person>,
    teams: BTreeMap<String, Team>,
}

/// What people are called wherever runs are told.
impl interpreter::called::People for Directory {
    fn name(&self, id: &PersonId) -> Option<&str> {
        self.people.get(id).map(|person| person.name.as_str())
    }
}

impl Directory {
    pub fn new(people: impl IntoIterator<Item = Person>) -> Self {
        let people = people.into_iter().map(|person| (person.id.clone(), person)).collect();
        Directory { people, teams: BTreeMap::new() }
    }

    /// The same people, in these teams.
    #[must_use]
    pub fn with_teams(mut self, teams: impl IntoIterator<Item = Team>) -> Self {
        self.teams = teams.into_iter().map(|team| (team.id.clone(), team)).collect();
        self
    }

    pub fn team(&self, id: &str) -> Option<&Team> {
        self.teams.get(id)
    }

    /// All teams, by id.
    pub fn teams(&self) -> impl Iterator<Item = &Team> {
        self.teams.values()
    }

    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.get(id)
    }

    /// Everybody, by id.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whose account this is.
    pub fn of_account(&self, account: &str) -> Option<&Person> {
        self.people.values().find(|person| person.accounts.contains(account))
    }

    /// Whether the person may act for the other at this moment.
    pub fn stands_in(&self, person: &PersonId, other: &PersonId, at: Timestamp) -> bool {
        let absent = self.people.get(other).filter(|other| other.active);
        let absences = absent.map_or(&[][..], |other| &other.absences);
        absences.iter().any(|absence| absence.delegate == *person && absence.holds(at))
    }

    /// The roles that a person holds, also through others who are absent.
    pub fn roles(&self, id: &PersonId, at: Timestamp) -> BTreeSet<RoleId> {
        let Some(person) = self.people.get(id).filter(|person| person.active) else { return BTreeSet::new() };
        let absent = self.people.values().filter(|other| other.active && self.stands_in(id, &other.id, at));
        std::iter::once(person).chain(absent).flat_map(|each| self.own_roles(each)).cloned().collect()
    }

    /// The person's roles and those of the person's teams.
    pub(crate) fn own_roles<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a RoleId> {
        let teams = self.teams.values().filter(|team| team.members.contains(&person.id));
        person.roles.iter().chain(teams.flat_map(|team| &team.roles))
    }

    /// Roles that somebody holds here and no longer in a later directory, and people who are no longer in that one.
    pub(crate) fn lost_in(&self, later: &Directory) -> (BTreeSet<RoleId>, BTreeSet<PersonId>) {
        let (mut roles, mut people) = (BTreeSet::new(), BTreeSet::new());
        for person in self.people().filter(|person| person.active) {
            let after = later.person(&person.id).filter(|after| after.active);
            if after.is_none() {
                people.insert(person.id.clone());
            }
            let kept: BTreeSet<&RoleId> = after.into_iter().flat_map(|after| later.own_roles(after)).collect();
            roles.extend(self.own_roles(person).filter(|role| !kept.contains(role)).cloned());
        }
        (roles, people)
    }

    /// Those who hold a role themselves or in a team, whoever stands in for them.
    pub fn holders<'a>(&'a self, role: &'a RoleId) -> impl Iterator<Item = &'a Person> {
        let active = self.people.values().filter(|person| person.active);
        active.filter(move |person| self.own_roles(person).any(|own| own == role))
    }

    /// Whether nobody works here but whoever holds every role: then, and only then, every role is held.
    pub(crate) fn is_of_one(&self) -> bool {
        let mut people = self.people().filter(|person| person.active && !person.machine).peekable();
        people.peek().is_some() && people.all(|person| person.every_role)
    }

    /// Whether somebody for whom every role is held is the person or is stood in for.
    fn holds_every_role(&self, id: &PersonId, at: Timestamp) -> bool {
        self.people
            .values()
            .any(|other| other.active && other.every_role && (other.id == *id || self.stands_in(id, &other.id, at)))
    }

    /// Delegates and delegators of whatever time: who counts as the same hands.
    fn linked(&self, id: &PersonId) -> BTreeSet<PersonId> {
        let delegates = self.people.get(id).into_iter().flat_map(|person| &person.absences);
        let delegators =
            self.people.values().filter(|other| other.absences.iter().any(|absence| absence.delegate == *id));
        delegates.map(|absence| absence.delegate.clone()).chain(delegators.map(|other| other.id.clone())).collect()
    }

    /// What the interpreter is told of a caller. `procedure` gives the roles to whoever holds every role.
    pub fn standing(&self, caller: &Caller, procedure: Option<&Procedure>, at: Timestamp) -> Standing {
        if let (Vouched::Guest { .. }, Some(host)) = (&caller.vouched, &caller.on_behalf_of) {
            return self.standing_of_guest(caller, host, procedure, at);
        }
        let person = self.people.get(&caller.person).filter(|person| person.active);
        let mut roles = self.roles(&caller.person, at);
        if self.holds_every_role(&caller.person, at) {
            roles.extend(procedure.into_iter().flat_map(|it| it.roles.keys().chain(&it.owner)).cloned());
        }
        Standing {
            actor: Actor {
                person: Some(caller.person.clone()),
                role: None,
                on_behalf_of: caller.on_behalf_of.clone(),
                surface: caller.surface,
            },
            roles,
            linked: self.linked(&caller.person),
            administrator: person.is_some_and(|person| person.administrator),
        }
    }

    /// A guest has the standing of whoever gave out the link, who counts as the same hands: what is barred to the host is
    /// barred to the guest.
    fn standing_of_guest(
        &self,
        guest: &Caller,
        host: &PersonId,
        procedure: Option<&Procedure>,
        at: Timestamp,
    ) -> Standing {
        let as_host = Caller::new(host.as_str(), guest.surface);
        let mut standing = self.standing(&as_host, procedure, at);
        standing.actor.person = Some(guest.person.clone());
        standing.actor.on_behalf_of = Some(host.clone());
        standing
    }
}
