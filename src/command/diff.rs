//! `diff`: what differs between two procedures, in words.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::Context;
use super::show::load;
use crate::exit::Exit;
use crate::output;

/// Say in words what differs between two versions of a procedure.
#[derive(Args)]
pub struct Arguments {
    /// The version before: a file, or ID@NUMBER
    before: PathBuf,
    /// The version after: a file, or ID@NUMBER; `-` for standard input
    after: PathBuf,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let Some(before) = load(&arguments.before, context).await? else { return Ok(Exit::Failed) };
    let Some(after) = load(&arguments.after, context).await? else { return Ok(Exit::Failed) };
    let changes = procedure::diff::diff(&before, &after);
    if context.json {
        output::json(&changes)?;
    } else if changes.is_empty() {
        output::line("Both mean the same.")?;
    } else {
        output::raw(&procedure::diff::in_text(&changes, output::width()))?;
    }
    Ok(Exit::Done)
}
