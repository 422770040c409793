//! `export`: a run's journal, or everything, as JSON Lines.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::Context;
use super::task::reason_to_reveal;
use crate::desk::{Desk, Need, Request};
use crate::exit::Exit;
use crate::output;

/// Export journals as JSON Lines, with all that verifying them needs.
///
/// Sensitive values are masked. With --reveal they are not, for whoever may see the ledger, where it is noted.
#[derive(Args)]
pub struct Arguments {
    /// A run; the ledger and every journal where absent
    run: Option<String>,
    /// The file to make [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show sensitive values too, for this reason; asked for where none is given
    #[arg(long, value_name = "REASON", num_args = 0..=1, default_missing_value = "")]
    reveal: Option<String>,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let reveal = arguments.reveal.as_deref().map(reason_to_reveal).transpose()?;
    let mut desk = Desk::open(&context.configuration, if reveal.is_some() { Need::Act } else { Need::Read }).await?;
    let file = arguments.output.as_deref().filter(|file| *file != Path::new("-"));
    let mut to: Box<dyn Write + Send> = match file {
        Some(file) => Box::new(output::new_file(file)?),
        None => Box::new(std::io::stdout()),
    };
    let request = Request::Export { run: arguments.run.clone(), reveal };
    let written = desk.stream(request, |line| Ok(writeln!(to, "{line}")?)).await;
    desk.close().await?;
    written?;
    to.flush()?;
    Ok(Exit::Done)
}
