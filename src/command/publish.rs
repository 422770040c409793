//! `publish`: makes a checked procedure current.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use procedure::diagnostic::Diagnostic;
use serde_json::Value as Json;

use super::Context;
use super::check::{Judge, print_findings};
use crate::desk::{Desk, Need, Request};
use crate::document::Text;
use crate::exit::Exit;
use crate::output;
use crate::terminal::finding::Printer;

/// Publish a procedure: from now on its runs follow this version.
#[derive(Args)]
pub struct Arguments {
    /// The procedure; `-` for standard input
    file: PathBuf,
    /// Why it changes, in words
    #[arg(long, value_name = "TEXT")]
    rationale: String,
    /// Under a new number also where the very same is current already
    #[arg(long)]
    again: bool,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let Some((document, text)) = checked(&arguments.file, context)? else { return Ok(Exit::Failed) };
    let mut desk = Desk::open(&context.configuration, Need::Act).await?;
    let request =
        Request::Publish { document, text: Some(text), rationale: arguments.rationale.clone(), again: arguments.again };
    let mut done: Json = desk.ask(request).await?;
    desk.close().await?;
    let unchanged = done["unchanged"] == true;
    let mut publication = done["publication"].take();
    if unchanged {
        output::note("The very same is published already; nothing was changed. --again gives it a new number.");
    }
    if context.json {
        publication["unchanged"] = unchanged.into();
        output::json(&publication)?;
    } else {
        let text = |key: &str| publication[key].as_str().unwrap_or_default().to_owned();
        output::line(format_args!("{} {} {}", text("procedure"), publication["number"], text("version")))?;
    }
    Ok(Exit::Done)
}

/// The document as JSON and its text, when it has no errors and its examples pass; otherwise the findings are told.
pub fn checked(file: &PathBuf, context: &Context) -> Result<Option<(String, String)>> {
    let text = Text::load(file)?;
    let mut reading = text.read();
    let mut judge = Judge::of(context, std::slice::from_ref(file))?;
    judge.knows(&reading);
    judge.judge(&mut reading);
    let wrong = reading.diagnostics.iter().any(Diagnostic::is_error);
    match &reading.procedure {
        Some(procedure) if !wrong => Ok(Some((procedure::print::to_json(procedure), text.text))),
        Some(_) | None => {
            let shown = Printer::for_terminal().findings(&text.name, reading.source.text(), &reading.diagnostics);
            print_findings(context, &text.name, &reading, shown)?;
            Ok(None)
        }
    }
}
