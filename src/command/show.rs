//! `show`: a procedure in plain words, or its flow.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use procedure::document::Procedure;

use super::Context;
use crate::document::Text;
use crate::exit::Exit;
use crate::output;
use crate::terminal::finding::Printer;

/// Show a procedure in plain words, or its flow.
#[derive(Args)]
pub struct Arguments {
    /// A file; `-` for standard input
    procedure: PathBuf,
    /// How the words are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The flow instead of the words
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "json")]
    graph: Option<GraphFormat>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Markdown,
    /// A page of its own
    Html,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GraphFormat {
    Json,
    Mermaid,
    Dot,
}

pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let Some(procedure) = load(&arguments.procedure, context)? else { return Ok(Exit::Failed) };
    match arguments.graph {
        Some(format) => flow(&procedure, format)?,
        None if context.json => output::json(&procedure)?,
        None => output::raw(&words(&procedure, arguments.format))?,
    }
    Ok(Exit::Done)
}

fn words(procedure: &Procedure, format: Format) -> String {
    match format {
        Format::Text => procedure::render::text(procedure, output::width()),
        Format::Markdown => procedure::render::markdown(procedure),
        Format::Html => procedure::render::page(procedure),
    }
}

fn flow(procedure: &Procedure, format: GraphFormat) -> Result<()> {
    let graph = procedure::graph::graph(procedure);
    match format {
        GraphFormat::Json => output::json(&graph),
        GraphFormat::Mermaid => output::raw(&procedure::graph::to_mermaid(&graph)),
        GraphFormat::Dot => output::raw(&procedure::graph::to_dot(&graph)),
    }
}

/// The document of a file; findings are told where it cannot be read.
pub fn load(path: &Path, context: &Context) -> Result<Option<Procedure>> {
    if path.is_dir() {
        bail!("{} is a folder; name one procedure", path.display());
    }
    let text = Text::load(path)?;
    let reading = text.read();
    if let Some(procedure) = reading.procedure {
        return Ok(Some(procedure));
    }
    let shown = Printer::for_terminal().findings(&text.name, reading.source.text(), &reading.diagnostics);
    super::check::print_findings(context, &text.name, &reading, shown)?;
    Ok(None)
}
