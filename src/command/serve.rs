//! `serve`: the process that dispatches and answers the other commands.

use anyhow::{Result, bail};
use clap::Args;

use super::Context;
use crate::exit::Exit;

/// Dispatch effects, timers and schedules, and answer the other commands.
#[derive(Args)]
pub struct Arguments {
    /// Without screens
    #[arg(long)]
    headless: bool,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    if !arguments.headless {
        bail!("this release has no screens yet; start it with --headless");
    }
    crate::desk::serve(&context.configuration).await?;
    Ok(Exit::Done)
}
