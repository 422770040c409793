//! Copies of everything.

use std::path::Path;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

impl Engine {
    /// Writes a consistent copy of everything to a new file while work goes on.
    pub async fn backup(&self, caller: &Caller, to: &Path) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Installation, "make a backup")?;
        Ok(self.store().backup(to).await?)
    }
}
