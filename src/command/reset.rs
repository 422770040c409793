//! `reset`: a link by which somebody sets a new password; the way back for an administrator who lost the only one.

use anyhow::Result;
use clap::Args;
use interpreter::id::PersonId;
use serde_json::{Value as Json, json};

use super::Context;
use crate::desk::{Desk, Need, Request};
use crate::exit::Exit;
use crate::house;
use crate::output;

/// Make a link by which somebody sets a new password for the screens, once, within a day.
#[derive(Args)]
pub struct Arguments {
    /// What the person signs in with
    person: String,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let mut desk = Desk::open(&context.configuration, Need::Act).await?;
    let made: Json = desk.ask(Request::ResetPassword { person: PersonId::new(&arguments.person) }).await?;
    desk.close().await?;
    let secret = made["secret"].as_str().unwrap_or_default();
    let link = format!("{}/reset#{secret}", house::address(&context.configuration));
    if context.json {
        output::json(&json!({"link": link, "expires_at": made["expires_at"]}))?;
    } else {
        output::line(link)?;
        output::note("It works once, and for a day. Give it to that person only.");
    }
    Ok(Exit::Done)
}
