//! `backup`: a copy of everything while work goes on.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::Value as Json;

use super::Context;
use crate::desk::{Desk, Need, Request};
use crate::exit::Exit;
use crate::output;

/// Copy everything to a new file while work goes on.
#[derive(Args)]
pub struct Arguments {
    /// The file to make
    file: PathBuf,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    // A server has another working folder.
    let to = std::path::absolute(&arguments.file)?;
    let mut desk = Desk::open(&context.configuration, Need::Read).await?;
    let done: Json = desk.ask(Request::Backup { to: to.clone() }).await?;
    desk.close().await?;
    if context.json {
        output::json(&done)?;
    } else {
        output::line(to.display())?;
    }
    Ok(Exit::Done)
}
