//! `demo`: a firm that does not exist, with six weeks of history, to look at everything with something in it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use serde_json::json;

use super::Context;
use crate::configuration::Origin;
use crate::demo::{self, Wishes};
use crate::desk::signalled;
use crate::exit::Exit;
use crate::output;

/// Serve a demonstration: procedures, people to be with a click, and six weeks of runs that were really run.
#[derive(Args)]
pub struct Arguments {
    /// How many cases people bring in the six weeks
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=5_000))]
    runs: u32,
    /// Another number makes another history
    #[arg(long, value_name = "NUMBER", default_value_t = 7)]
    seed: u64,
    /// Where to serve; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Make the data file that --data names, and serve nothing
    #[arg(long)]
    no_serve: bool,
    /// When the history ends [default: now]
    #[arg(long, value_name = "MOMENT", hide = true)]
    until: Option<Timestamp>,
}

pub async fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let wanted = &context.configuration.data;
    let kept = matches!(wanted.origin, Origin::Flag(_)).then(|| wanted.value.clone());
    if arguments.no_serve && kept.is_none() {
        bail!("without --data the file is gone when the command ends; name the file to make");
    }
    if let Some(file) = kept.as_ref().filter(|file| file.exists()) {
        bail!("{} is there already, and the demonstration makes a file of its own; name another", file.display());
    }
    // Removed when this goes out of scope: at the end, and when told to stop.
    let folder = tempfile::Builder::new().prefix("understudy-demo-").tempdir()?;
    let file = kept.clone().unwrap_or_else(|| folder.path().join("demo.sqlite"));
    tokio::select! {
        served = serve(arguments, context, file, kept.is_some()) => served,
        signal = signalled() => signal.map(|()| Exit::Done),
    }
}

async fn serve(arguments: &Arguments, context: &Context, file: PathBuf, kept: bool) -> Result<Exit> {
    let until = arguments.until.unwrap_or_else(Timestamp::now);
    let wishes = Wishes { runs: arguments.runs as usize, seed: arguments.seed, until, kept };
    let began = Instant::now();
    let bar = progress(context.json);
    let (engine, made) = demo::make(&file, wishes, |share| bar.set_position(share as u64)).await?;
    bar.finish_and_clear();
    for refused in &made.refused {
        tracing::info!(refused, "an act that the history meant was refused");
    }
    let told = demo::count(&engine, until).await?;
    if context.json && arguments.no_serve {
        let verified = demo::verify(&engine).await?;
        output::json(&json!({
            "file": file, "counts": told, "acts": made.acts, "refused": made.refused,
            "entries": verified.entries, "events": verified.events, "head": verified.head.to_string(),
        }))?;
    } else {
        output::note(format_args!(
            "{}: {} runs ({} open, {} paused, {} cancelled), {} open tasks ({} overdue), made in {:.1} s.",
            demo::FIRM,
            told.runs,
            told.running,
            told.paused,
            told.cancelled,
            told.tasks,
            told.overdue,
            began.elapsed().as_secs_f64()
        ));
    }
    if kept {
        output::note(format_args!("The data file is {}.", file.display()));
    }
    if !arguments.no_serve {
        for (person, words) in demo::GUIDED {
            output::note(format_args!("  {person:32} {words}"));
        }
    }
    Ok(Exit::Done)
}

/// A bar on standard error, if somebody looks.
fn progress(quiet: bool) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(100), target);
    if let Ok(style) = ProgressStyle::with_template("Six weeks are passing {bar:40} {percent}%") {
        bar.set_style(style);
    }
    bar
}
