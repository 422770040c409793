//! Moving a running run to another publication of its procedure, with a preview.

use std::collections::BTreeMap;
use std::sync::Arc;

use interpreter::id::RunId;
use interpreter::migrate::{self, Migration, Preview};
use procedure::document::StepId;

use super::change::{By, Changed};
use super::start::Which;
use crate::access::Deed;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

impl Engine {
    /// What would become of the run's steps. `names` maps steps whose ids differ, old to new.
    pub async fn preview_migration(
        &self,
        caller: &Caller,
        run: &RunId,
        number: u32,
        names: &BTreeMap<StepId, StepId>,
    ) -> Result<Preview, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        let (to, _) = self.which(caller, Which::Number(live.origin.procedure.clone(), number)).await?;
        Ok(migrate::preview(&live.program, &to, &live.state, names))
    }

    /// Moves the run to another publication. Refuses where a step that is under way could not go on.
    pub async fn migrate(
        &self,
        caller: &Caller,
        run: &RunId,
        number: u32,
        names: BTreeMap<StepId, StepId>,
        reason: String,
    ) -> Result<Changed, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Act, "act on this run")?;
        let (to, number) = self.which(caller, Which::Number(live.origin.procedure.clone(), number)).await?;
        let to = Arc::clone(&to);
        let by = By::Caller(caller.clone());
        let mut changed = self
            .decide_with(run, &by, Vec::new(), move |live, at, standing| {
                let migration = Migration { number, names: &names, at, standing: &standing, reason: &reason };
                migrate::handle(&live.program, &to, &live.state, &migration)
            })
            .await?;
        self.dispatch_all(std::mem::take(&mut changed.jobs));
        Ok(changed)
    }
}
