//! Lifting the doubt from a `once` key: somebody found out whether the request was carried out.
//!
//! While a key is in doubt no run sends a request under it, because it may have been carried out already. Nothing but a
//! person's word lifts that, and the word stands in the ledger. Refuses a key that is not in doubt, and people who
//! answer neither for the installation nor for the procedure whose run left the doubt.

use interpreter::id::RunId;
use procedure::value::Value;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Claim, ClaimKind, Page, Paged, Write};
use crate::run::live::Live;

/// What somebody found out about a request in doubt.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// It was carried out, with this result: later runs use it.
    Happened(Value),
    /// It was not carried out: the next run may send it.
    DidNot,
}

/// A `once` key that nobody knows the truth of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The action and the step's key, as [`Engine::settle_once`] takes it.
    pub key: String,
    /// The run whose request it was.
    pub run: RunId,
}

/// Doubts read at a time. They are few: each is one request of which nobody heard again.
const MOST_AT_ONCE: usize = 200;

impl Engine {
    /// The `once` keys in doubt, for those who oversee the installation.
    pub async fn doubts(&self, caller: &Caller, page: &Page) -> Result<Paged<Doubt>, Error> {
        self.allow(caller, Deed::Read, Thing::Installation, "see what is in doubt")?;
        let Paged { rows, next } = self.store().doubts(page).await?;
        let rows = rows.into_iter().map(|claim| Doubt { run: left_by(&claim.by), key: claim.key }).collect();
        Ok(Paged { rows, next })
    }

    /// The keys that this run left in doubt, for those who may settle them.
    pub(crate) async fn doubts_of(&self, caller: &Caller, run: &RunId, live: &Live) -> Result<Vec<String>, Error> {
        if self.allow(caller, Deed::Act, Thing::Ledger, "settle a key").is_err() && !self.answers_for(caller, live) {
            return Ok(Vec::new());
        }
        let mut keys = Vec::new();
        let mut page = Page::first(MOST_AT_ONCE);
        loop {
            let Paged { rows, next } = self.store().doubts(&page).await?;
            keys.extend(rows.into_iter().filter(|claim| left_by(&claim.by) == *run).map(|claim| claim.key));
            match next {
                Some(next) => page.from = Some(next),
                None => return Ok(keys),
            }
        }
    }

    /// Whether the caller owns the procedure of a run on which they may act.
    fn answers_for(&self, caller: &Caller, live: &Live) -> bool {
        let procedure = &live.program.procedure;
        let standing = self.directory().standing(caller, Some(procedure), self.now());
        self.allow_run(caller, live, Deed::Act, "settle a key").is_ok()
            && procedure.owner.as_ref().is_some_and(|owner| standing.roles.contains(owner))
    }

    /// Says of a `once` key in doubt what really happened, and how that is known. The key is the action and the step's
    /// key with a space between them, as in `shop.refund ORD-1`.
    pub async fn settle_once(&self, caller: &Caller, key: &str, found: Found, reason: &str) -> Result<(), Error> {
        let doubt = self.store().claimed(ClaimKind::Doubt, key).await?;
        let run = doubt.as_ref().map(|doubt| left_by(&doubt.by));
        let what = "settle this key";
        if self.allow(caller, Deed::Act, Thing::Ledger, what).is_err() {
            // Who does not answer for it is not told whether there is such a key.
            let because =
                || "that is for administrators, and the owner of the procedure that left the doubt".to_owned();
            let denied = || Error::Denied { what: what.to_owned(), because: because() };
            let live = self.look(run.as_ref().ok_or_else(denied)?).await.map_err(|_| denied())?;
            if !self.answers_for(caller, &live) {
                return Err(denied());
            }
        }
        let nothing = || Error::Nothing { what: "doubt under this key", name: key.to_owned() };
        let doubt = doubt.ok_or_else(nothing)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::Invalid { what: "the reason", because: "say in words how it is known".into() });
        }
        let claims = match &found {
            Found::Happened(result) => {
                let value =
                    Some(serde_json::to_string(result).expect("a value has a JSON form, and its keys are texts"));
                vec![Claim { kind: ClaimKind::Once, key: key.to_owned(), by: doubt.by.clone(), value }]
            }
            Found::DidNot => Vec::new(),
        };
        let happened = match found {
            Found::Happened(result) => serde_json::json!({"result": result}),
            Found::DidNot => serde_json::Value::Bool(false),
        };
        let payload = serde_json::json!({"key": key, "left_by": doubt.by, "happened": happened, "reason": reason});
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let writes = vec![Write::EndDoubt { key: key.to_owned() }];
        self.enter(ChangeKind::DoubtSettled, key, actor, &payload, writes, claims).await?;
        Ok(())
    }
}

/// The run that left the doubt: it stands under the run, or under its request's own key.
fn left_by(by: &str) -> RunId {
    let request = by.rsplit_once('-').filter(|(_, effect)| effect.len() < 11 && effect.parse::<u32>().is_ok());
    RunId::new(request.map_or(by, |(run, _)| run))
}
