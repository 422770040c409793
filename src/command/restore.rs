//! `restore`: puts a backup in place, and tells what may have happened since.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use serde_json::Value as Json;

use super::Context;
use crate::desk::{Desk, Need, Request};
use crate::exit::Exit;
use crate::output;

/// Put a backup in the place of the data file, which must not be there.
///
/// Dispatch is paused afterwards, and what other systems may have done already is listed; `--resume` dispatches again.
#[derive(Args)]
pub struct Arguments {
    /// The backup
    #[arg(required_unless_present = "resume")]
    file: Option<PathBuf>,
    /// Dispatch again, after somebody looked at what may have happened
    #[arg(long, value_name = "REASON", conflicts_with = "file")]
    resume: Option<String>,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let data = &context.configuration.data.value;
    if let Some(reason) = &arguments.resume {
        if !data.exists() {
            bail!("there is no data file {}; restore a backup first", data.display());
        }
        let mut desk = Desk::open(&context.configuration, Need::Act).await?;
        desk.ask::<Json>(Request::ResumeDispatch { reason: reason.clone() }).await?;
        desk.close().await?;
        output::note("Dispatch goes on.");
        return Ok(Exit::Done);
    }
    let Some(file) = &arguments.file else { bail!("name the backup") };
    if let Some(folder) = data.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    store_sqlite::restore(file, data)?;
    let mut desk = Desk::open(&context.configuration, Need::Read).await?;
    let found: Json = desk.ask(Request::InDoubt).await?;
    desk.close().await?;
    if context.json {
        output::json(&found)?;
        return Ok(Exit::Done);
    }
    output::line(data.display())?;
    let effects = found["may_have_happened"].as_array().map_or(&[][..], Vec::as_slice);
    if !effects.is_empty() {
        output::note("These were asked of other systems when the copy was made; they may have happened since:");
    }
    for effect in effects {
        output::line(format_args!(
            "{} effect {}: {} (key {})",
            effect["run"].as_str().unwrap_or_default(),
            effect["effect"],
            effect["what"].as_str().unwrap_or_default(),
            effect["key"].as_str().unwrap_or_default()
        ))?;
    }
    output::note("Dispatch is paused. Go on with: understudy restore --resume REASON");
    Ok(Exit::Done)
}
