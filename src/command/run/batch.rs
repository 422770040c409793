//! A table of cases: a run each, a JSON line each, in the order of the table.

use std::io::{IsTerminal, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use procedure::document::Procedure;
use procedure::value::{Value, Values};
use serde_json::Value as Json;

use super::super::Context;
use super::Arguments;
use crate::desk::{Desk, MOST_CASES, Request, What};
use crate::exit::Exit;
use crate::output;

/// Largest table, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// Columns of a table and its rows.
struct Table {
    /// Columns that are no data of the procedure.
    others: Vec<String>,
    cases: Vec<Values>,
}

pub async fn run(
    arguments: &Arguments,
    file: &Path,
    what: What,
    procedure: &Procedure,
    begin: Values,
    mut desk: Desk,
    context: &Context,
) -> Result<Exit> {
    let table = read(file, procedure, &begin, arguments.limit.unwrap_or(MOST_CASES))
        .with_context(|| format!("could not read the table of cases {}", file.display()))?;
    if !table.others.is_empty() {
        output::note(format_args!(
            "warning: these columns are no data of `{}` and are left out: {}",
            procedure.id,
            output::plain(&table.others.join(", "))
        ));
    }
    let total = table.cases.len();
    let progress = progress(total);
    let at_once = arguments.jobs.unwrap_or(context.configuration.limits.value.cases).get();
    let request = Request::Batch { what, cases: table.cases, at_once };
    let result = stream(&mut desk, request, &progress).await;
    progress.finish_and_clear();
    desk.close().await?;
    let result: Json = result?;
    let ended = result["ended"].as_u64().unwrap_or(0);
    let open = (total as u64).saturating_sub(ended);
    if open > 0 {
        output::note(format_args!("{ended} of {total} runs ended; {open} wait or were refused (see `status`)"));
    }
    Ok(Exit::of(open == 0))
}

/// Lines that are gathered before they are written.
const GATHERED: usize = 64 * 1024;

/// How long a line waits for others at most.
const PATIENCE: Duration = Duration::from_millis(100);

/// Asks, and writes the lines that come: many at once when they come fast, each soon when they come slowly.
async fn stream(desk: &mut Desk, request: Request, progress: &ProgressBar) -> Result<Json> {
    let gathered = Mutex::new(String::new());
    let write = |gathered: &mut String| {
        let written = output::raw(gathered);
        gathered.clear();
        written
    };
    let answer = desk.stream(request, |line| {
        progress.inc(1);
        let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.push_str(&output::escaped(&line));
        gathered.push('\n');
        if gathered.len() < GATHERED { Ok(()) } else { write(&mut gathered) }
    });
    let mut answer = std::pin::pin!(answer);
    let mut tick = tokio::time::interval(PATIENCE);
    let result = loop {
        tokio::select! {
            result = &mut answer => break result,
            _ = tick.tick() => write(&mut gathered.lock().unwrap_or_else(PoisonError::into_inner))?,
        }
    };
    // What came before a failure is told as well.
    write(&mut gathered.lock().unwrap_or_else(PoisonError::into_inner))?;
    result
}

fn progress(total: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} cases, {rate} a second, {eta} left");
    let rate = |state: &indicatif::ProgressState, to: &mut dyn std::fmt::Write| {
        let _ = write!(to, "{:.0}", state.per_sec());
    };
    style.map(|style| bar.clone().with_style(style.with_key("rate", rate))).unwrap_or(bar)
}

fn read(file: &Path, procedure: &Procedure, begin: &Values, limit: usize) -> Result<Table> {
    let input: Box<dyn Read> = match file {
        file if file == Path::new("-") => Box::new(std::io::stdin()),
        file => Box::new(std::fs::File::open(file)?),
    };
    let input = std::io::BufReader::new(input.take(MOST_BYTES));
    let name = file.to_string_lossy();
    if name.ends_with(".jsonl") || name.ends_with(".ndjson") {
        return json_lines(input, procedure, begin, limit);
    }
    let delimiter = if name.ends_with(".tsv") { b'\t' } else { b',' };
    comma_separated(input, delimiter, procedure, begin, limit)
}

fn comma_separated(
    input: impl Read,
    delimiter: u8,
    procedure: &Procedure,
    begin: &Values,
    limit: usize,
) -> Result<Table> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(input);
    let columns: Vec<String> =
        reader.headers()?.iter().map(|column| column.trim_start_matches('\u{feff}').to_owned()).collect();
    for (at, column) in columns.iter().enumerate() {
        if columns[..at].contains(column) {
            bail!("the column `{column}` is there twice");
        }
    }
    let others: Vec<String> =
        columns.iter().filter(|column| !procedure.data.contains_key(column.as_str())).cloned().collect();
    if others.len() == columns.len() {
        bail!("none of its columns ({}) is data of `{}` ({})", columns.join(", "), procedure.id, names(procedure));
    }
    let mut cases = Vec::new();
    for (at, record) in reader.records().enumerate() {
        if at == limit {
            break;
        }
        let record = record?;
        let mut values = begin.clone();
        for (column, text) in columns.iter().zip(record.iter()).filter(|(_, text)| !text.is_empty()) {
            let Some(field) = procedure.data.get(column.as_str()) else { continue };
            let value = field.accept_text(text).map_err(|violations| {
                let sentences: Vec<String> = violations.iter().map(|violation| violation.sentence(column)).collect();
                anyhow::anyhow!("case {}: {}", at + 1, sentences.join("; "))
            })?;
            values.insert(column.clone(), value);
        }
        cases.push(values);
        most(cases.len())?;
    }
    Ok(Table { others, cases })
}

fn json_lines(input: impl Read, procedure: &Procedure, begin: &Values, limit: usize) -> Result<Table> {
    let mut table = Table { others: Vec::new(), cases: Vec::new() };
    let lines = serde_json::Deserializer::from_reader(input).into_iter::<serde_json::Map<String, Json>>();
    for (at, line) in lines.enumerate().take(limit) {
        let line = line.with_context(|| format!("case {}", at + 1))?;
        let mut values = begin.clone();
        for (name, json) in line {
            if !procedure.data.contains_key(name.as_str()) {
                if !table.others.contains(&name) {
                    table.others.push(name);
                }
                continue;
            }
            let value = Value::from_plain(&json).with_context(|| format!("case {}, `{name}`", at + 1))?;
            values.insert(name, value);
        }
        table.cases.push(values);
        most(table.cases.len())?;
    }
    Ok(table)
}

fn most(cases: usize) -> Result<()> {
    if cases > MOST_CASES {
        bail!("it has more than {MOST_CASES} cases; split it, or take a part with --limit");
    }
    Ok(())
}

fn names(procedure: &Procedure) -> String {
    procedure.data.keys().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
}
