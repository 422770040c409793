//! `export`: a run's journal, or everything, as JSON Lines.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::Context;
use crate::desk::{Desk, Need, Request};
use crate::exit::Exit;
use crate::output;

/// Export journals as JSON Lines, with all that verifying them needs.
///
/// Sensitive values are in it: it is the evidence itself.
#[derive(Args)]
pub struct Arguments {
    /// A run; the ledger and every journal where absent
    run: Option<String>,
    /// The file to make [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let mut desk = Desk::open(&context.configuration, Need::Read).await?;
    let file = arguments.output.as_deref().filter(|file| *file != Path::new("-"));
    let mut to: Box<dyn Write + Send> = match file {
        Some(file) => Box::new(output::new_file(file)?),
        None => Box::new(std::io::stdout()),
    };
    let request = Request::Export { run: arguments.run.clone() };
    desk.stream(request, |line| Ok(writeln!(to, "{line}")?)).await?;
    to.flush()?;
    desk.close().await?;
    Ok(Exit::Done)
}
