//! What people set about themselves.

use jiff::Timestamp;

use crate::access::{Deed, Thing};
use crate::directory::{Absence, Caller, Person, Upon};
use crate::engine::Engine;
use crate::error::Error;

/// Longest name of a person, in characters.
const LONGEST_NAME: usize = 200;

impl Engine {
    /// Passes whoever asks for what everybody knows here who is somebody: the format, whether the installation works.
    pub fn may_look(&self, caller: &Caller) -> Result<(), Error> {
        self.allow(caller, Deed::Read, Thing::People, "look at this installation")
    }

    /// Passes whoever asks who they are.
    pub fn may_see_themselves(&self, caller: &Caller) -> Result<(), Error> {
        self.allow(caller, Deed::Read, Thing::Account(&caller.person), "see who you are here")
    }

    /// Changes the caller's name or time zone; what is not given stays, and an empty zone is the installation's.
    pub async fn change_me(
        &self,
        caller: &Caller,
        upon: Upon<'_>,
        name: Option<&str>,
        zone: Option<&str>,
    ) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Account(&caller.person), "change your account")?;
        let turn = self.people_turn().await;
        let mut me = self.me(caller)?;
        upon.judge("your account", Some(&me.etag()))?;
        if let Some(name) = name.map(str::trim) {
            if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
                let because = format!("it has 1 to {LONGEST_NAME} characters on one line");
                return Err(Error::Invalid { what: "the name", because });
            }
            me.name = name.to_owned();
        }
        if let Some(zone) = zone {
            if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
                let because = format!("`{zone}` is no time zone of the IANA database, such as Europe/Berlin");
                return Err(Error::Invalid { what: "the time zone", because });
            }
            me.zone = Some(zone.to_owned()).filter(|zone| !zone.is_empty());
        }
        self.write_person(&turn, self.proven(&caller.person), me).await
    }

    /// Says who stands in for the caller and when; nothing ends all absences that are not over.
    pub async fn set_absence(&self, caller: &Caller, upon: Upon<'_>, absence: Option<Absence>) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Account(&caller.person), "say who stands in for you")?;
        let now = self.now();
        if let Some(absence) = &absence {
            self.judge_absence(caller, absence, now)?;
        }
        let turn = self.people_turn().await;
        let mut me = self.me(caller)?;
        upon.judge("your account", Some(&me.etag()))?;
        // Past absences stay: who acted for whom then can still be told.
        me.absences.retain(|past| past.until.is_some_and(|until| until <= now));
        me.absences.extend(absence);
        self.write_person(&turn, self.proven(&caller.person), me).await
    }

    fn judge_absence(&self, caller: &Caller, absence: &Absence, now: Timestamp) -> Result<(), Error> {
        let invalid = |because: String| Err(Error::Invalid { what: "the absence", because });
        if absence.delegate == caller.person {
            return invalid("nobody stands in for themselves; name somebody else".to_owned());
        }
        if !self.directory().person(&absence.delegate).is_some_and(|person| person.active && !person.machine) {
            return invalid(format!("there is no active person `{}` to stand in", absence.delegate));
        }
        if absence.until.is_some_and(|until| until <= absence.from || until <= now) {
            return invalid("it ends before it begins, or is over".to_owned());
        }
        Ok(())
    }

    fn me(&self, caller: &Caller) -> Result<Person, Error> {
        let nobody = || Error::Nothing { what: "person", name: caller.person.to_string() };
        self.directory().person(&caller.person).cloned().ok_or_else(nobody)
    }
}
