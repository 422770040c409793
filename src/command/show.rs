//! `show`: a procedure in plain words, or its flow.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use procedure::document::Procedure;
use serde_json::Value as Json;

use super::Context;
use super::run::{Published, read_document};
use crate::desk::{Desk, Need, Request};
use crate::document::Text;
use crate::exit::{BadValue, Exit};
use crate::output;
use crate::terminal::finding::Printer;

/// Show a procedure in plain words, or its flow.
#[derive(Args)]
pub struct Arguments {
    /// A file, or ID[@NUMBER] of a published procedure; `-` for standard input. The published ones are listed where
    /// absent
    procedure: Option<PathBuf>,
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
    /// The text as its author wrote it
    Source,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GraphFormat {
    Json,
    Mermaid,
    Dot,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let Some(named) = &arguments.procedure else {
        if arguments.graph.is_some() {
            let message = "name the procedure whose flow is wanted: `understudy show FILE --graph mermaid`";
            return Err(BadValue(message.to_owned()).into());
        }
        return list(context).await;
    };
    let Some((procedure, source)) = load_written(named, context).await? else { return Ok(Exit::Failed) };
    match arguments.graph {
        Some(format) => flow(&procedure, format)?,
        None if context.json => output::json(&procedure)?,
        None => output::raw(&words(&procedure, source, arguments.format))?,
    }
    Ok(Exit::Done)
}

fn words(procedure: &Procedure, source: String, format: Format) -> String {
    match format {
        Format::Text => output::plain(&procedure::render::text(procedure, output::width())).into_owned(),
        Format::Markdown => procedure::render::markdown(procedure),
        Format::Html => procedure::render::page(procedure),
        Format::Source => source,
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

/// The published procedures.
async fn list(context: &Context) -> Result<Exit> {
    let mut desk = Desk::open(&context.configuration, Need::Read).await?;
    let rows: Vec<Json> = desk.ask(Request::Procedures).await?;
    desk.close().await?;
    if context.json {
        output::json(&rows)?;
        return Ok(Exit::Done);
    }
    for row in &rows {
        let text = |key: &str| output::plain(row[key].as_str().unwrap_or_default()).into_owned();
        output::line(format_args!("{}@{}  {}  ({})", text("procedure"), row["number"], text("title"), text("owner")))?;
    }
    if rows.is_empty() {
        output::note("No procedure is published yet.");
    }
    Ok(Exit::Done)
}

/// The document of a file or of a publication; findings are told where a file cannot be read.
pub async fn load(path: &Path, context: &Context) -> Result<Option<Procedure>> {
    Ok(load_written(path, context).await?.map(|(procedure, _)| procedure))
}

/// The document with its text.
async fn load_written(path: &Path, context: &Context) -> Result<Option<(Procedure, String)>> {
    if path.is_dir() {
        bail!("{} is a folder; name one procedure", path.display());
    }
    let name = path.to_string_lossy();
    if let Ok(Published { procedure, number }) = name.parse::<Published>()
        && !path.exists()
    {
        let opened = Desk::open(&context.configuration, Need::Read).await;
        let mut desk =
            opened.with_context(|| format!("there is no file `{name}`, and nothing published to look in"))?;
        let found: Json = desk.ask(Request::Procedure { procedure, number }).await?;
        desk.close().await?;
        let procedure = read_document(found["document"].as_str().unwrap_or_default())?;
        return Ok(Some((procedure, found["text"].as_str().unwrap_or_default().to_owned())));
    }
    let text = Text::load(path)?;
    let reading = text.read();
    if let Some(procedure) = reading.procedure {
        return Ok(Some((procedure, text.text)));
    }
    let shown = Printer::for_terminal().findings(&text.name, reading.source.text(), &reading.diagnostics);
    super::check::print_findings(context, &text.name, &reading, shown)?;
    Ok(None)
}
