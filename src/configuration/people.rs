//! Who works here: people, the operating system's accounts they are known by, their roles, who stands in for whom.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Result, bail};
use jiff::civil::Date;
use procedure::document::RoleId;
use serde::{Deserialize, Serialize};

/// One person, under the name that the journal uses.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name for others to read; the key where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The account on this machine; the key where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_user: Option<String>,
    #[serde(default)]
    pub roles: BTreeSet<RoleId>,
    #[serde(default)]
    pub administrator: bool,
    /// Reads everything and changes nothing.
    #[serde(default)]
    pub auditor: bool,
    /// A program that delivers events.
    #[serde(default)]
    pub machine: bool,
    /// Who has this person's roles while the person is away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegate: Option<String>,
    /// When the delegate stands in. Without it, never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_office: Option<Absence>,
}

impl Person {
    /// The account on this machine, for the person under this key.
    pub fn account<'a>(&'a self, id: &'a str) -> &'a str {
        self.os_user.as_deref().unwrap_or(id)
    }
}

/// Days on which somebody is away, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    pub from: Date,
    pub until: Date,
}

/// Whoever runs the program, or speaks to it, as the operating system says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub uid: u32,
    /// The account's name; the number where it has none.
    pub name: String,
}

impl Account {
    /// The account that this process runs as. The environment has no say in it.
    pub fn of_process() -> Self {
        Account::of(nix::unistd::geteuid().as_raw())
    }

    /// The account of a user id.
    pub fn of(uid: u32) -> Self {
        let known = nix::unistd::User::from_uid(nix::unistd::Uid::from_raw(uid)).ok().flatten();
        let name = known.map_or_else(|| uid.to_string(), |user| user.name);
        Account { uid, name }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Refuses what would leave it open who somebody is.
pub fn judge(people: &BTreeMap<String, Person>) -> Result<()> {
    let mut accounts: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, person) in people {
        if id.is_empty() || id.len() > 80 || id.chars().any(|c| c.is_control() || c.is_whitespace()) {
            bail!("people.{id:?}: a person's key has 1 to 80 characters without blanks");
        }
        let account = person.account(id);
        if let Some(other) = accounts.insert(account, id) {
            bail!(
                "people.{id}: the account `{account}` is already that of people.{other}; give each person an own one"
            );
        }
        if let Some(delegate) = &person.delegate {
            if delegate == id {
                bail!("people.{id}.delegate: nobody stands in for themselves; name somebody else");
            }
            if !people.contains_key(delegate) {
                let known = people.keys().map(String::as_str);
                let hint = procedure::diagnostic::did_you_mean(delegate, known);
                let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
                bail!("people.{id}.delegate: there is no person `{delegate}`{hint}");
            }
        }
        if let Some(absence) = person.out_of_office {
            if absence.until < absence.from {
                bail!("people.{id}.out_of_office: `until` lies before `from`");
            }
            if person.delegate.is_none() {
                bail!("people.{id}.out_of_office: say with `delegate` who stands in");
            }
        }
    }
    Ok(())
}
