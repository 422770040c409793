//! Checking a document against this installation: its connectors, its procedures, its people, its own examples.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use interpreter::{Program, example};
use procedure::check::check;
use procedure::diagnostic::{Diagnostic, Path};
use procedure::document::{Procedure, ProcedureId, RoleId};
use procedure::time::Calendar;

use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

impl Engine {
    /// Everything that is wrong with a document here, with the examples that fail.
    ///
    /// # Errors
    /// [`Error::TooSlow`] where that takes too long.
    pub async fn check(&self, caller: &Caller, procedure: &Procedure) -> Result<Vec<Diagnostic>, Error> {
        let mut published: BTreeMap<ProcedureId, Arc<Procedure>> = BTreeMap::new();
        for publication in self.store().latest_publications().await? {
            let program = self.program(publication.version).await?;
            published.insert(publication.procedure, Arc::clone(&program.procedure));
        }
        let around = self.surrounded(published);
        let procedure = procedure.clone();
        self.at_work(caller, move |goes_on: &dyn Fn() -> bool| {
            let mut found = check(&procedure, &around.context(&|id| around.published.get(id).cloned(), None));
            if !found.iter().any(Diagnostic::is_error) {
                found.extend(examples(&procedure, &around.calendar, goes_on));
            }
            found
        })
        .await
    }

    /// The actions of every connector.
    pub(super) fn actions(&self) -> BTreeMap<String, BTreeSet<String>> {
        let connectors = &self.inner.ports.connectors;
        let linked = connectors.names().into_iter().filter_map(|name| Some((connectors.link(&name)?, name)));
        linked
            .map(|(link, name)| {
                let actions = link.connector.actions().into_iter().map(|action| action.action.to_string());
                (name, actions.collect())
            })
            .collect()
    }

    /// Who holds each role, also in a team; not known where all who work here hold every role, or nobody is entered yet.
    pub(super) fn holders(&self) -> Option<BTreeMap<RoleId, BTreeSet<String>>> {
        let directory = self.directory();
        let active = || directory.people().filter(|person| person.active);
        if directory.is_empty() || directory.is_of_one() {
            return None;
        }
        let mut holders: BTreeMap<RoleId, BTreeSet<String>> = BTreeMap::new();
        for person in active() {
            for role in directory.own_roles(person) {
                holders.entry(role.clone()).or_default().insert(person.id.to_string());
            }
        }
        Some(holders)
    }
}

/// The examples of a document that fail, as long as `goes_on` says so.
pub(super) fn examples(procedure: &Procedure, calendar: &Calendar, goes_on: &dyn Fn() -> bool) -> Vec<Diagnostic> {
    let version = procedure::print::content_hash(procedure);
    let program = Program::new(Arc::new(procedure.clone()), version, calendar);
    let mut found = Vec::new();
    for (index, case) in procedure.examples.iter().enumerate().take_while(|_| goes_on()) {
        for mismatch in example::play_while(&program, case, goes_on).mismatches {
            let path = Path::root().key("examples").index(index);
            let example::Mismatch { what, expected, found: actual } = mismatch;
            let message = format!("the example `{}` fails: {what} should be {expected}, and is {actual}", case.name);
            found.push(Diagnostic::error("example-fails", path, message));
        }
    }
    found
}
