//! The one way by which commands reach the installation: the process that dispatches, or the file itself.
//!
//! A request is answered the same way wherever that happens ([`answer`]). Who asks is the account that the operating
//! system vouches for: of this process, or of the peer at the socket. A request never says who it is from.

mod answer;
mod form;
mod local;
mod named;
mod request;
mod server;
mod socket;

use anyhow::Result;
use engine::port::store::StoreError;
use serde::de::DeserializeOwned;

use crate::configuration::Configuration;

pub use answer::{MOST_CASES, task_name};
pub use form::{Form, Shown, field_of};
pub use local::{Local, WallClock};
pub use request::{Act, Request, What};
pub use server::{serve, signalled};

/// What a command wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Look. Nothing is dispatched, and no file is made.
    Read,
    /// Change something; what follows is dispatched by this process where no other does.
    Act,
}

/// A use case said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable, kebab-case.
    pub code: String,
    pub message: String,
    /// Whether it failed for a reason outside of what was asked: the store, the disk.
    pub unable: bool,
}

/// Most mistakes of a document that a refusal names.
const MOST_MISTAKES: usize = 20;

impl From<engine::Error> for Refusal {
    fn from(error: engine::Error) -> Self {
        let unable = match &error {
            // What is asked for cannot be; nothing is wrong with the store.
            engine::Error::Store(StoreError::StillOpen(_) | StoreError::Erased { .. }) => false,
            error => matches!(error, engine::Error::Store(_) | engine::Error::Busy(_)),
        };
        let mut message = error.to_string();
        if let engine::Error::Mistakes(found) = &error {
            for mistake in found.iter().take(MOST_MISTAKES) {
                let fix = mistake.fix.as_ref().map(|fix| format!(" {fix}")).unwrap_or_default();
                message.push_str(&format!("\n  {}: {} ({}).{fix}", mistake.code, mistake.message, mistake.path));
            }
        }
        Refusal { code: error.code().to_owned(), message, unable }
    }
}

/// Where requests are answered.
pub enum Desk {
    Local(Box<Local>),
    Remote(socket::Remote),
}

impl Desk {
    /// Finds the process that dispatches, or opens the file.
    pub async fn open(configuration: &Configuration, need: Need) -> Result<Self> {
        local::open(configuration, need).await
    }

    /// Asks, and reads the answer.
    pub async fn ask<T: DeserializeOwned>(&mut self, request: Request) -> Result<T> {
        let answer = self.stream(request, |_| Ok(())).await?;
        Ok(serde_json::from_value(answer)?)
    }

    /// Asks for what comes line by line; the answer proper comes last.
    pub async fn stream(
        &mut self,
        request: Request,
        mut line: impl FnMut(String) -> Result<()> + Send,
    ) -> Result<serde_json::Value> {
        match self {
            Desk::Local(local) => local.answer(request, &mut line).await,
            Desk::Remote(remote) => remote.ask(&request, &mut line).await,
        }
    }

    /// Does what can be done now without a person, where this process dispatches.
    pub async fn go_on(&mut self) -> Result<()> {
        match self {
            Desk::Local(local) => Ok(local.engine.settle_until_idle().await.map_err(Refusal::from)?),
            Desk::Remote(_) => Ok(()),
        }
    }

    /// Lets others dispatch while this process only waits for a person.
    pub async fn rest(&mut self) -> Result<()> {
        match self {
            Desk::Local(local) => local.rest().await,
            Desk::Remote(_) => Ok(()),
        }
    }

    /// Dispatches again after a rest, or finds whoever does so meanwhile.
    pub async fn wake(&mut self, configuration: &Configuration) -> Result<()> {
        if let Desk::Local(local) = self
            && let Some(other) = local.wake(configuration).await?
        {
            *self = other;
        }
        Ok(())
    }

    /// Lets go of the lease, once what is under way is done.
    pub async fn close(self) -> Result<()> {
        match self {
            Desk::Local(local) => local.close().await,
            Desk::Remote(_) => Ok(()),
        }
    }
}
