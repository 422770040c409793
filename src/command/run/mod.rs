//! `run`: carries out a procedure, asking in the terminal; or a table of cases.

mod batch;
mod interactive;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use procedure::document::{Field, Procedure, ProcedureId};
use procedure::read::Spelling;
use procedure::value::{Value, Values};
use serde_json::Value as Json;

use super::publish::checked;
use super::{Context, value};
use crate::desk::{Desk, Need, Request, What};
use crate::document::Text;
use crate::exit::{BadValue, Exit};

/// Run a procedure: a file, or a published one.
#[derive(Args)]
pub struct Arguments {
    /// A file, or ID[@NUMBER] of a published procedure
    #[arg(required_unless_present = "resume")]
    procedure: Option<String>,
    /// Go on with a run
    #[arg(long, value_name = "RUN", conflicts_with_all = ["batch", "procedure", "values", "values_file"])]
    resume: Option<String>,
    /// What the run begins with; may be repeated
    #[arg(long = "set", short = 's', value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// What the run begins with, in a YAML or JSON file; `-` for standard input
    #[arg(long = "set-file", value_name = "FILE")]
    values_file: Option<PathBuf>,
    /// Run a table of cases: a CSV or JSON Lines file, `-` for CSV on standard input. Each column that is data of the
    /// procedure is the run's; others are left out, with one warning
    #[arg(long, value_name = "FILE")]
    batch: Option<PathBuf>,
    /// Most cases of the table
    #[arg(long, value_name = "N", requires = "batch")]
    limit: Option<usize>,
    /// Cases under way at once
    #[arg(long, value_name = "N", requires = "batch")]
    jobs: Option<NonZeroUsize>,
    /// Start it and ask nothing
    #[arg(long, conflicts_with = "batch")]
    start_only: bool,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    if let Some(run) = &arguments.resume {
        let mut desk = Desk::open(&context.configuration, Need::Act).await?;
        return interactive::go_on(desk_run(&mut desk, run).await?, desk, context).await;
    }
    let name = arguments.procedure.as_deref().context("name a file or a procedure")?;
    let named = name.parse::<Published>().ok().filter(|_| !std::path::Path::new(name).exists());
    let (what, procedure, desk) = match named {
        Some(Published { procedure, number }) => {
            let mut desk = Desk::open(&context.configuration, Need::Act).await?;
            let found: Json = desk.ask(Request::Procedure { procedure: procedure.clone(), number }).await?;
            let document = read_document(found["document"].as_str().unwrap_or_default())?;
            (What::Published { procedure, number }, document, desk)
        }
        None => {
            let Some((document, _)) = checked(&PathBuf::from(name), context)? else { return Ok(Exit::Failed) };
            let procedure = read_document(&document)?;
            let desk = Desk::open(&context.configuration, Need::Act).await?;
            (What::Document(document), procedure, desk)
        }
    };
    if let Some(table) = &arguments.batch {
        let begin = values(arguments, &procedure)?;
        return batch::run(arguments, table, what, &procedure, begin, desk, context).await;
    }
    let begin = values(arguments, &procedure)?;
    interactive::start(arguments.start_only, what, &procedure, begin, desk, context).await
}

/// `ID` or `ID@NUMBER`.
pub struct Published {
    pub procedure: ProcedureId,
    pub number: Option<u32>,
}

impl std::str::FromStr for Published {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (id, number) = match text.split_once('@') {
            Some((id, number)) => {
                (id, Some(number.parse().with_context(|| format!("`{number}` is no publication's number"))?))
            }
            None => (text, None),
        };
        Ok(Published { procedure: id.parse()?, number })
    }
}

/// A document that was checked where it came from.
pub fn read_document(text: &str) -> Result<Procedure> {
    let read = procedure::read::read(text, Spelling::Json, &());
    read.procedure.context("the installation gave a document that cannot be read")
}

async fn desk_run(desk: &mut Desk, run: &str) -> Result<String> {
    let shown: crate::desk::Shown = desk.ask(Request::Run { run: run.to_owned() }).await?;
    Ok(shown.run)
}

/// The values that flags and files give, typed by the procedure's fields.
fn values(arguments: &Arguments, procedure: &Procedure) -> Result<Values> {
    let mut values = match &arguments.values_file {
        Some(file) => read_values(file)?,
        None => Values::new(),
    };
    for name in values.keys() {
        known(procedure, name)?;
    }
    values.extend(value::given(&arguments.values, |name| Ok(known(procedure, name)?.clone()))?);
    Ok(values)
}

/// The field of a name that a run can begin with.
fn known<'a>(procedure: &'a Procedure, name: &str) -> Result<&'a Field> {
    if let Some(field) = procedure.data.get(name) {
        return Ok(field);
    }
    let names = procedure.data.keys().map(|name| name.as_str());
    let hint = procedure::diagnostic::did_you_mean(name, names.clone());
    let known: Vec<&str> = names.collect();
    let hint = hint.unwrap_or_else(|| format!("its data is {}", known.join(", ")));
    Err(BadValue(format!("`{name}` is no data of `{}`; {hint}", procedure.id)).into())
}

/// A mapping from names to values, as YAML or JSON.
pub fn read_values(file: &std::path::Path) -> Result<Values> {
    let text = Text::load_any(file)?;
    let parsed = procedure::source::yaml::parse(&text, &procedure::source::Limits::default());
    let mut found = parsed.diagnostics;
    let value = parsed.root.to_value(&procedure::diagnostic::Path::root(), &mut found);
    if let Some(first) = found.iter().find(|found| found.is_error()) {
        bail!("could not read the values in {}: {}", file.display(), first.message);
    }
    match value {
        Value::Object(values) => Ok(values),
        Value::Null => Ok(Values::new()),
        other => bail!("{} holds {}, where a mapping from names to values is wanted", file.display(), other.kind()),
    }
}
