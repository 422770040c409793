//! `convert`: the same document in another spelling.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use procedure::read::Spelling;

use super::Context;
use crate::document::Text;
use crate::exit::Exit;
use crate::output;
use crate::terminal::finding::Printer;

/// Spell a procedure as YAML, JSON or Markdown.
#[derive(Args)]
pub struct Arguments {
    /// The procedure; `-` for standard input
    file: PathBuf,
    /// The spelling: yaml, json or markdown
    #[arg(long, value_name = "SPELLING")]
    to: Spelling,
    /// The file to make [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let text = Text::load(&arguments.file)?;
    let reading = text.read();
    let shown = Printer::for_terminal().findings(&text.name, reading.source.text(), &reading.diagnostics);
    let Some(procedure) = &reading.procedure else {
        super::check::print_findings(context, &text.name, &reading, shown)?;
        return Ok(Exit::Failed);
    };
    if !reading.diagnostics.is_empty() {
        output::note(shown.trim_end());
    }
    let printed = procedure::print::print(procedure, arguments.to);
    output::to_file_or_stdout(arguments.output.as_deref(), &printed)?;
    Ok(Exit::Done)
}
