//! `conform`: how work departs from a procedure.

mod page;
mod said;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use jiff::Zoned;
use mining::align::Budget;
use mining::conform::{Acceptance, Conformance, Mapping, Options, conform};
use mining::log::Log;
use procedure::document::Procedure;
use procedure::time::Calendar;
use serde_json::json;

use super::Context;
use crate::document::Text;
use crate::event_log::Source;
use crate::exit::{BadValue, Exit};
use crate::output;
use crate::terminal::finding::Printer;

/// Compare every case of an event log with a procedure: what departs, on which step, how often, since when and where.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The procedure
    procedure: PathBuf,
    /// Which activity is which step, as YAML or JSON: `{Check invoice: match, Pay: [pay, pay-again]}` [default: told by id and title]
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Deviations that do not count, as YAML or JSON: a list of `class`, `step`, `detail`, `reason`, `until`
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// The report as a page, in a file to make
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let text = Text::load(&arguments.procedure)?;
    let reading = text.read();
    let Some(procedure) = &reading.procedure else {
        let shown = Printer::for_terminal().findings(&text.name, reading.source.text(), &reading.diagnostics);
        super::check::print_findings(context, &text.name, &reading, shown)?;
        return Ok(Exit::Failed);
    };
    let accepted = arguments.accept.as_deref().map(said::accepted).transpose()?.unwrap_or_default();
    let said = arguments.map.as_deref().map(said::mapping).transpose()?.unwrap_or_default();
    let named = arguments.source.read()?;
    let log = &named.imported.log;
    let mapping = mapping(procedure, log, said)?;
    let options = Options {
        mapping: &mapping,
        calendar: &Calendar::default(),
        acceptance: &Acceptance::on(accepted, Zoned::now().date()),
        budget: Budget::default(),
    };
    let found = conform(procedure, log, &options);
    if let Some(file) = &arguments.html {
        output::to_file_or_stdout(Some(file), &page::page(procedure, named.file(), &found))?;
    }
    tell(context, procedure, &named.name, &found)?;
    Ok(Exit::of(found.conforming == found.cases))
}

fn tell(context: &Context, procedure: &Procedure, name: &str, found: &Conformance) -> Result<()> {
    if context.json {
        return output::json(&json!({"procedure": procedure.id, "log": name, "conformance": found}));
    }
    for line in words::report(procedure, name, found) {
        output::line(output::plain(&line))?;
    }
    Ok(())
}

fn mapping(procedure: &Procedure, log: &Log, said: BTreeMap<String, Vec<String>>) -> Result<Mapping> {
    let mut mapping = Mapping::guess(procedure, log);
    for (activity, steps) in said {
        mapping.say(procedure, &activity, &steps).map_err(|error| BadValue(error.to_string()))?;
    }
    Ok(mapping)
}
