//! `event`: brings an event from outside.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use procedure::document::Dotted;
use serde_json::Value as Json;

use super::Context;
use super::run::read_values;
use crate::desk::{Desk, Need, Request};
use crate::exit::Exit;
use crate::output;

/// Bring an event from outside: it starts the runs that it triggers, and reaches those that wait for it.
///
/// The same id brought again changes nothing.
#[derive(Args)]
pub struct Arguments {
    /// The event's type, such as com.example.ticket.created
    event: Dotted,
    /// Its data: a mapping in a JSON or YAML file; `-` for standard input
    #[arg(long, value_name = "FILE")]
    set_file: Option<PathBuf>,
    /// What makes it this event and no other [default: a fresh id]
    #[arg(long)]
    id: Option<String>,
    /// Who sends it
    #[arg(long, default_value = "command-line")]
    source: String,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let data = arguments.set_file.as_deref().map(read_values).transpose()?.unwrap_or_default();
    let mut desk = Desk::open(&context.configuration, Need::Act).await?;
    let request = Request::Event {
        event: arguments.event.clone(),
        id: arguments.id.clone(),
        source: arguments.source.clone(),
        data,
    };
    let delivered: Json = desk.ask(request).await?;
    desk.close().await?;
    if context.json {
        output::json(&delivered)?;
        return Ok(Exit::Done);
    }
    let list = |key: &str| delivered[key].as_array().cloned().unwrap_or_default();
    for (key, word) in [("started", "started"), ("reached", "reached")] {
        for run in list(key) {
            output::line(format_args!("{word} {}", run.as_str().unwrap_or_default()))?;
        }
    }
    let failed = list("failed");
    for words in &failed {
        output::note(format_args!("warning: {}", output::plain(words.as_str().unwrap_or_default())));
    }
    if list("started").is_empty() && list("reached").is_empty() && failed.is_empty() {
        output::note("No procedure is started by this event, and no run waits for it.");
    }
    Ok(Exit::Done)
}
