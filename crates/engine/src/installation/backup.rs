//! Copies of everything.

use std::path::Path;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::ChangeKind;

impl Engine {
    /// Writes a consistent copy of everything to a new file while work goes on. `told` is where it goes, for the ledger.
    ///
    /// Whoever has the copy has everything; so that it was begun is written down first, and is in the copy too.
    pub async fn backup(&self, caller: &Caller, to: &Path, told: &str) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Installation, "make a backup")?;
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"to": told});
        self.enter(ChangeKind::BackedUp, "installation", actor, &payload, vec![], vec![]).await?;
        Ok(self.store().backup(to).await?)
    }

    /// Passes whoever asks how this installation is set up.
    pub fn may_see_configuration(&self, caller: &Caller) -> Result<(), Error> {
        self.allow(caller, Deed::Read, Thing::Installation, "see how this installation is configured")
    }
}
