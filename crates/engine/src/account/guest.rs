//! Guests: somebody from outside who does one task by a link, on behalf of whoever gave it out.
//!
//! What is barred to the host is barred to the guest. Reading a link decides nothing, and a link ends with its task.
//! Whoever holds the secret of a link that has ended is told why and whom to ask; a secret that never was one is told
//! nothing.

use interpreter::Command;
use interpreter::actor::Surface;
use interpreter::command::Complete;
use interpreter::id::{PersonId, RunId, TaskId};
use jiff::{SignedDuration, Timestamp};
use procedure::value::File;
use serde::{Deserialize, Serialize};

use super::link::record;
use super::secret::{same, sealed};
use crate::access::{Deed, Thing};
use crate::directory::{Caller, Vouched};
use crate::engine::Engine;
use crate::error::{Ended, Error, Unproven};
use crate::port::store::{ChangeKind, Collection, Write};
use crate::run::change::{By, Changed};
use crate::run::file::Upload;
use crate::run::inbox::TaskRef;
use crate::run::view::RunView;
use crate::screen::{FieldKind, FormField};

/// No link lasts longer.
const LONGEST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Most links of one task at a time.
const MOST: usize = 20;

/// Somebody from outside, with one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    pub id: String,
    pub run: RunId,
    pub task: TaskId,
    pub name: String,
    pub email: Option<String>,
    /// Who gave out the link.
    pub host: PersonId,
    pub invited_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Whom a task is opened to.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// As the journal is to name the guest.
    pub name: String,
    pub email: Option<String>,
    pub expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    id: String,
    run: RunId,
    task: TaskId,
    name: String,
    email: Option<String>,
    host: PersonId,
    invited_at: Timestamp,
    expires_at: Timestamp,
    hash: String,
    /// When the link was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    taken_back: Option<Timestamp>,
}

impl From<Kept> for Guest {
    fn from(kept: Kept) -> Self {
        let Kept { id, run, task, name, email, host, invited_at, expires_at, hash: _, taken_back: _ } = kept;
        Guest { id, run, task, name, email, host, invited_at, expires_at }
    }
}

impl Guest {
    /// As every use case takes it.
    pub fn caller(&self) -> Caller {
        let caller = Caller::new(format!("guest:{}", self.name), Surface::Web);
        let vouched = Vouched::Guest { run: self.run.clone(), task: self.task };
        Caller { on_behalf_of: Some(self.host.clone()), vouched, ..caller }
    }
}

impl Engine {
    /// Opens a task to somebody from outside. The secret, which comes second, is shown once and kept nowhere.
    ///
    /// For whoever may do the task; the guest does it on their behalf.
    pub async fn invite(&self, caller: &Caller, task: &TaskRef, whom: Invitation) -> Result<(Guest, String), Error> {
        let live = self.look(&task.run).await?;
        self.allow_task(caller, (&task.run, &live), task.task, Deed::Act, "open this task to a guest")?;
        let Invitation { name, email, expires_at } = whom;
        let name = name.trim().to_owned();
        let email = email.map(|email| email.trim().to_owned()).filter(|email| !email.is_empty());
        let now = self.now();
        let invalid = |because: &str| Err(Error::Invalid { what: "the invitation", because: because.to_owned() });
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return invalid("name the guest in 1 to 100 characters");
        }
        if email.as_ref().is_some_and(|email| email.len() > 254 || !email.contains('@')) {
            return invalid("that is no e-mail address");
        }
        if expires_at <= now || expires_at.duration_since(now) > LONGEST {
            return invalid("it expires after now, and within 90 days");
        }
        // What the screen says is what holds here.
        let form = self.task_form(caller, &task.run, task.task).await?;
        if !form.may.guest {
            let because = form.why_not.unwrap_or_else(|| "a guest fills in a form, and this task has none".to_owned());
            return Err(Error::Denied { what: "open this task to a guest".into(), because });
        }
        let standing = self.directory().standing(caller, Some(&live.program.procedure), now);
        if self.kept_guests(|kept| kept.run == task.run && kept.task == task.task).await?.len() >= MOST {
            return invalid("the task has as many guests as it may; revoke one first");
        }
        let (id, secret) = (self.digits(8), self.secret());
        let hash = sealed(&secret);
        let host = caller.person.clone();
        let (run, invited_at, taken_back) = (task.run.clone(), now, None);
        let kept = Kept { id, run, task: task.task, name, email, host, invited_at, expires_at, hash, taken_back };
        let payload = serde_json::json!({
            "task": task.to_string(), "name": kept.name, "email": kept.email, "expires_at": kept.expires_at,
        });
        let writes = vec![record(Collection::Guests, &kept.id, &kept)];
        self.enter(ChangeKind::GuestInvited, task.run.as_str(), standing.actor, &payload, writes, vec![]).await?;
        let text = format!("{}_{secret}", kept.id);
        Ok((kept.into(), text))
    }

    /// The guests that the caller gave links to; everybody's for those who oversee. Of one task where it is named.
    pub async fn guests(&self, caller: &Caller, task: Option<&TaskRef>) -> Result<Vec<Guest>, Error> {
        self.allow(caller, Deed::Read, Thing::Account(&caller.person), "see your guests")?;
        let oversees = self.allow(caller, Deed::Read, Thing::Installation, "see all guests").is_ok();
        let of_run = match task {
            Some(task) => {
                let live = self.look(&task.run).await?;
                self.allow_run(caller, &live, Deed::Read, "see this run's guests")?;
                true
            }
            None => false,
        };
        let kept = self.kept_guests(|kept| {
            task.is_none_or(|task| kept.run == task.run && kept.task == task.task)
                && (oversees || of_run || kept.host == caller.person)
        });
        Ok(kept.await?.into_iter().map(Guest::from).collect())
    }

    /// Takes a link back: for whoever gave it out, and administrators.
    pub async fn revoke_guest(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let nothing = || Error::Nothing { what: "guest", name: id.to_owned() };
        let kept: Kept = self.read(Collection::Guests, id).await?.ok_or_else(nothing)?;
        if kept.taken_back.is_some() {
            return Err(nothing());
        }
        let administers = self.allow(caller, Deed::Act, Thing::People, "revoke this link").is_ok();
        if !administers {
            let live = self.look(&kept.run).await.map_err(|_| nothing())?;
            self.allow_run(caller, &live, Deed::Act, "revoke this link").map_err(|_| nothing())?;
            if kept.host != caller.person {
                return Err(nothing());
            }
        }
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"task": format!("{}/{}", kept.run, kept.task), "name": kept.name});
        // It is kept, so that the guest can be told.
        let run = kept.run.clone();
        let writes = vec![record(Collection::Guests, id, &Kept { taken_back: Some(self.now()), ..kept })];
        self.enter(ChangeKind::GuestRevoked, run.as_str(), actor, &payload, writes, vec![]).await?;
        Ok(())
    }

    /// The task that a link opens. Reading it changes nothing.
    pub async fn guest(&self, secret: &str) -> Result<(Guest, RunView), Error> {
        let parts = secret.split_once('_').filter(|(id, _)| id.len() == 16);
        let (id, secret) = parts.ok_or(Unproven::Link)?;
        let kept: Kept = self.read(Collection::Guests, id).await?.ok_or(Unproven::Link)?;
        if !same(&kept.hash, &sealed(secret)) {
            return Err(Unproven::Link.into());
        }
        let taken_back = kept.taken_back.is_some();
        let guest = Guest::from(kept);
        let ended = |how| {
            let host = crate::screen::PersonNamed::of(&self.directory(), &guest.host).name;
            Error::LinkEnded { how, host }
        };
        let live = self.look(&guest.run).await?;
        if taken_back {
            return Err(ended(Ended::TakenBack));
        }
        if !live.state.tasks.contains_key(&guest.task) {
            return Err(ended(Ended::Done));
        }
        if guest.expires_at <= self.now() {
            return Err(ended(Ended::Expired));
        }
        self.allow_task(&guest.caller(), (&guest.run, &live), guest.task, Deed::Read, "see this task")
            .map_err(|_| ended(Ended::HostMayNot))?;
        let hidden = self.hidden_from(&guest.caller(), &live.program, &live.state);
        let view = RunView {
            run: guest.run.clone(),
            program: live.program,
            origin: live.origin,
            state: live.state,
            hidden,
            people: self.directory(),
        };
        Ok((guest, view))
    }

    /// Does the task that a link opens. Nothing else can be done by one. `complete` names the link's task, whatever it
    /// says.
    pub async fn complete_as_guest(&self, secret: &str, complete: Complete) -> Result<Changed, Error> {
        let (guest, _) = self.guest(secret).await?;
        let complete = Complete { task: guest.task, ..complete };
        let by = By::Guest(guest.caller(), guest.task);
        self.change(&guest.run, &by, Command::Complete(complete)).await
    }

    /// Takes away every link that a person gave out, together with the person.
    pub(crate) async fn forget_guests(&self, host: &PersonId) -> Result<Vec<Write>, Error> {
        let all: Vec<Kept> = self.read_all(Collection::Guests).await?;
        let theirs = all.into_iter().filter(|kept| kept.host == *host);
        Ok(theirs.map(|kept| Write::RemoveRecord { collection: Collection::Guests, id: kept.id }).collect())
    }

    /// Keeps a file for the task that a link opens, where its form asks for one.
    pub async fn attach_as_guest(&self, secret: &str, file: Upload<'_>) -> Result<File, Error> {
        let (guest, _) = self.guest(secret).await?;
        let form = self.task_form(&guest.caller(), &guest.run, guest.task).await?;
        if !form.fields.iter().any(asks_for_file) {
            let because = "the task asks for no file".to_owned();
            return Err(Error::Denied { what: "attach a file".into(), because });
        }
        self.keep_file(&guest.caller(), file).await
    }

    /// Those whose link is still good.
    async fn kept_guests(&self, which: impl Fn(&Kept) -> bool) -> Result<Vec<Kept>, Error> {
        let now = self.now();
        let all: Vec<Kept> = self.read_all(Collection::Guests).await?;
        let mut good = Vec::new();
        for kept in all.into_iter().filter(|kept| kept.taken_back.is_none() && kept.expires_at > now && which(kept)) {
            let open = self.look(&kept.run).await.is_ok_and(|live| live.state.tasks.contains_key(&kept.task));
            if open {
                good.push(kept);
            }
        }
        Ok(good)
    }
}

/// Whether the field is a file, or holds one.
fn asks_for_file(field: &FormField) -> bool {
    field.kind == FieldKind::File
        || field.items.as_deref().is_some_and(asks_for_file)
        || field.properties.iter().any(asks_for_file)
}
