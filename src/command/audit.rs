//! `audit`: verifying the ledger, checkpoints to verify it against later, and erasing content without breaking it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use engine::ledger::Checkpoint;
use serde_json::{Value as Json, json};

use super::Context;
use crate::desk::{Desk, Need, Refusal, Request};
use crate::document::Text;
use crate::exit::Exit;
use crate::output;

/// Verify the ledger and all journals, sign where they stand, or erase content.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Compute every hash anew; the first broken entry is named
    Verify {
        /// A checkpoint that you kept: finds what was cut off or rolled back since
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Erase what the journal of an ended run holds; that it happened, when and by whom stays, and still verifies
    Erase {
        /// The run: its id, or the beginning or end of it
        run: String,
        /// Why, for the ledger
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Sign where the ledger stands; keep it elsewhere
    Checkpoint {
        /// The file to make [default: standard output]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    match &arguments.command {
        AuditCommand::Verify { checkpoint } => {
            let checkpoint = checkpoint.as_deref().map(read).transpose()?;
            let mut desk = Desk::open(&context.configuration, Need::Read).await?;
            let found: Json = match desk.ask(Request::Verify { checkpoint }).await {
                Ok(found) => found,
                // A checkpoint that was tampered with is a finding of the audit, no matter of who may ask.
                Err(error) => match error.downcast::<Refusal>() {
                    Ok(refusal) if refusal.code == "invalid" => json!({"holds": false, "broken": refusal.message}),
                    Ok(refusal) => return Err(refusal.into()),
                    Err(other) => return Err(other),
                },
            };
            desk.close().await?;
            let holds = found["holds"] == true;
            if context.json {
                output::json(&found)?;
            } else if holds {
                output::line(format_args!(
                    "The ledger holds: {} entries, {} events, {} of them with erased content; head {}",
                    found["entries"],
                    found["events"],
                    found["erased"],
                    found["head"].as_str().unwrap_or_default()
                ))?;
            } else {
                output::line(format_args!("The audit fails: {}", found["broken"].as_str().unwrap_or_default()))?;
            }
            Ok(Exit::of(holds))
        }
        AuditCommand::Erase { run, reason } => {
            let mut desk = Desk::open(&context.configuration, Need::Act).await?;
            let done: Json = desk.ask(Request::Erase { run: run.clone(), reason: reason.clone() }).await?;
            desk.close().await?;
            if context.json {
                output::json(&done)?;
            } else {
                output::line(done["run"].as_str().unwrap_or_default())?;
            }
            Ok(Exit::Done)
        }
        AuditCommand::Checkpoint { output: file } => {
            let mut desk = Desk::open(&context.configuration, Need::Act).await?;
            let checkpoint: Checkpoint = desk.ask(Request::Checkpoint).await?;
            desk.close().await?;
            output::to_file_or_stdout(file.as_deref(), &format!("{}\n", serde_json::to_string(&checkpoint)?))?;
            Ok(Exit::Done)
        }
    }
}

fn read(file: &std::path::Path) -> Result<Checkpoint> {
    let text = Text::load_any(file)?;
    serde_json::from_str(&text).with_context(|| format!("{} is no checkpoint", file.display()))
}
